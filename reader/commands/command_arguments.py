"""The grammar of the command line: which command is meant, its options, and its help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from reader import __version__
from reader.commands import COMMANDS, READ_ONLY, module_of
from reader.commands.environment import USAGE
from reader.system.stdio import tell


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line that names the help."""

    def error(self, message: str) -> NoReturn:
        from reader.system.safe_text import safe_text

        tell(f"{self.prog}: {safe_text(message)} (see {self.prog} --help)")
        self.exit(USAGE)

    def format_help(self) -> str:
        """The help of argparse, and for the reader itself the places of the settings files."""
        from reader.config.settings import PROJECT_FILE
        from reader.config.settings_sources import user_file

        where = f"settings: {user_file()}, and {PROJECT_FILE} in this folder or above\n"
        return super().format_help() + ("" if self.epilog is None else f"\n{where}")


def parsed(words: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command, empty for the reader itself, and its options; ends the program if the words are wrong.

    The options that every command takes may stand before its name, too.
    """
    everywhere = _Parser(prog="nrc-reader", add_help=False, allow_abbrev=False)
    _add_common_arguments(everywhere, "")
    options, rest = everywhere.parse_known_args(words)
    name = next((word for word in rest if word == "--" or not word.startswith("-")), "")
    if name in COMMANDS:
        rest.remove(name)
    else:
        name = ""
    return name, parser_of(name).parse_args(rest, options)


def parser_of(name: str) -> argparse.ArgumentParser:
    """The parser of one command. Only that command's module is loaded."""
    parser = _Parser(
        prog=f"nrc-reader {name}".strip(),
        description=COMMANDS[name] if name else _OPEN_HELP,
        epilog=None
        if name
        else "\n".join([_COMMANDS_HELP, *(f"  {one:<{_WIDEST}}  {what}" for one, what in COMMANDS.items())]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if add_arguments := getattr(module_of(name), "add_arguments", None):
        add_arguments(parser)
    _add_common_arguments(parser, name)
    parser.set_defaults(is_read_only=name in READ_ONLY)
    parser.add_argument("--version", action="version", version=f"nrc-reader {__version__}")
    return parser


def _add_common_arguments(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument(
        "--store", metavar="DIR", help="the folder with the annotations (default: annotations/ here or above)"
    )
    whose = "only the work of NAME" if name in READ_ONLY else "who you are (default: your login name)"
    parser.add_argument("--annotator", metavar="NAME", help=whose)
    parser.add_argument("--config", metavar="FILE", help="a settings file in place of yours")


_WIDEST = max(map(len, COMMANDS))
_COMMANDS_HELP = "commands (nrc-reader COMMAND --help says more):"
_OPEN_HELP = """\
Open news articles in the terminal, cleaned, and tag passages from the keyboard.

Without PATH: seeds/ in this folder, else the samples that come with the program.
In the reader: j goes on, c e o tag (claim, evidence, opinion), ? shows all keys, q quits. Everything is saved."""
