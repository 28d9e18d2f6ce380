"""The command line: which command is meant, and what becomes of what stops it.

What a command needs is imported when it runs, so that ``--help`` loads neither Textual nor spaCy.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from reader import __version__, streams
from reader.commands import COMMANDS, MODULES
from reader.commands.session import DONE, USAGE, CommandError, complain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 the work found a problem, 2 wrong usage."""
    streams.prepare()
    name, words = _command_in(list(sys.argv[1:] if arguments is None else arguments))
    try:
        try:
            options = _parser(name).parse_args(words)
            return int(_module(name).run(options))
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        streams.silence()
        return DONE
    except KeyboardInterrupt:
        return 130
    except CommandError as problem:
        return complain(problem)
    except OSError as error:  # a full disk behind standard output, a working folder that is gone
        streams.silence()
        gone = isinstance(error, FileNotFoundError) and not error.filename
        return complain("this folder is gone" if gone else f"{error.filename or 'not done'}: {error.strerror}")
    except Exception as error:  # noqa: BLE001 - a fault of our own: nobody but its log wants the traceback
        from reader.crashes import report

        return complain(report(error))


def _command_in(words: list[str]) -> tuple[str, list[str]]:
    """The command, if the first word that is neither an option nor its value names one, and the other words."""
    index = 0
    while index < len(words):
        if words[index] in _WITH_VALUE:
            index += 2
        elif words[index].startswith("-") and words[index] != "--":
            index += 1
        elif words[index] in COMMANDS:
            return words[index], words[:index] + words[index + 1 :]
        else:
            break
    return "", words


_WITH_VALUE = ("--store", "--annotator", "--config")


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the words, and where help is."""

    def error(self, message: str) -> NoReturn:
        from reader.sources import safe_text

        self.exit(USAGE, f"{self.prog}: {safe_text(message)} (see {self.prog} --help)\n")


def _parser(name: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"nrc-reader {name}".strip(),
        description=COMMANDS[name] if name else _OPEN_HELP,
        epilog=None if name else _epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _module(name).add_arguments(parser)
    parser.add_argument(
        "--store", metavar="DIR", help="where the annotations are (default: annotations/ here or above)"
    )
    parser.add_argument("--annotator", metavar="NAME", help="whose annotations these are (default: your login name)")
    parser.add_argument("--config", metavar="FILE", help="a settings file in place of your own")
    parser.add_argument("--version", action="version", version=f"nrc-reader {__version__}")
    return parser


def _module(name: str) -> Any:
    """The module of a command; that of the reader itself for an empty name."""
    return importlib.import_module(f"reader.commands.{MODULES.get(name, name)}")


def _epilog() -> str:
    lines = [f"  {name:<9} {text}" for name, text in COMMANDS.items()]
    return "commands (nrc-reader COMMAND --help says more):\n" + "\n".join(lines)


_OPEN_HELP = """\
Open news articles in the terminal, clean, and tag passages by keyboard.

Without PATH: seeds/ in this folder, else the samples that come with the program.
In the reader: j moves on, c e o tag (claim, evidence, opinion), ? shows every key, q quits; all is saved."""
