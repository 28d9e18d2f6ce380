"""``nrc-reader completion``: prints the script with which a shell completes commands, options, choices and files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.environment import DONE

if TYPE_CHECKING:
    import argparse

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete")


def run(options: argparse.Namespace) -> int:
    """Print the script; the exit code."""
    sys.stdout.write(script_for(options.shell))
    return DONE


def script_for(shell: str) -> str:
    """The script for one of ``SHELLS``."""
    from reader.commands.setup.bash_completion import bash_completion
    from reader.commands.setup.command_grammar import all_commands
    from reader.commands.setup.fish_completion import fish_completion
    from reader.commands.setup.zsh_completion import zsh_completion

    made = {"bash": bash_completion, "zsh": zsh_completion, "fish": fish_completion}
    return made[shell](all_commands())
