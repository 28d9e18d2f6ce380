"""The commands with their options and arguments, as the parser has them; for completion and the man page."""

from __future__ import annotations

import argparse
from typing import NamedTuple

from reader.commands import COMMANDS
from reader.commands.command_arguments import parser_of

#: What a value may be: a file or a folder, a folder, one of some words, or a text that nobody can complete.
FILE, FOLDER, WORD, TEXT = "file", "folder", "word", "text"
#: What the name of a value in the help says of it.
_KINDS = {
    "FILE": FILE,
    "PATH": FILE,
    "TEMPLATE": FILE,
    "DIR": FOLDER,
    "FOLDER": FOLDER,
    **dict.fromkeys("ABC", FILE),
}


class Value(NamedTuple):
    """What an option or an argument takes.

    Attributes:
        name: in the help, as ``FILE``.
        kind: ``FILE``, ``FOLDER``, ``WORD`` or ``TEXT``.
        words: that it may be, if that is a ``WORD``; beside files, if that is a ``FILE``.
    """

    name: str
    kind: str
    words: tuple[str, ...] = ()


class Option(NamedTuple):
    """One option.

    Attributes:
        names: short ones first, as ``-f`` and ``--format``.
        value: that it takes; None for a switch.
        help: in one line.
    """

    names: tuple[str, ...]
    value: Value | None
    help: str


class Argument(NamedTuple):
    """One argument without a name.

    Attributes:
        value: that it takes.
        help: in one line.
        is_needed: whether it may not be left out.
        is_many: whether there may be any number.
    """

    value: Value
    help: str
    is_needed: bool
    is_many: bool


class Command(NamedTuple):
    """One command.

    Attributes:
        name: empty for the reader itself.
        about: in one line.
        options: in the order of the help.
        arguments: in order.
    """

    name: str
    about: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]


def all_commands() -> list[Command]:
    """The reader itself, then every command."""
    return [_command(name) for name in ("", *COMMANDS)]


def _command(name: str) -> Command:
    parser = parser_of(name)
    actions = [one for one in parser._actions if one.help != argparse.SUPPRESS]  # noqa: SLF001 - there is no other way
    options = [
        Option(tuple(one.option_strings), None if one.nargs == 0 else _value(one), _help(one, parser))
        for one in actions
        if one.option_strings
    ]
    arguments = [
        Argument(_value(one), _help(one, parser), one.nargs not in {"*", "?"}, one.nargs in {"*", "+"})
        for one in actions
        if not one.option_strings
    ]
    return Command(name, COMMANDS.get(name, "open the reader"), tuple(options), tuple(arguments))


def _value(action: argparse.Action) -> Value:
    name = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    words = tuple(map(str, action.choices)) if action.choices is not None else _words_of(name)
    return Value(name, _KINDS.get(name, WORD if words else TEXT), words)


def _words_of(name: str) -> tuple[str, ...]:
    """The words for a value that the parser does not check, because it has a better message than the parser's."""
    from reader.exchange.reports.template_sandbox import own_templates
    from reader.manual import PAGES

    if name == "TEMPLATE":
        return tuple(own_templates())
    return tuple(dict.fromkeys((*PAGES, *COMMANDS))) if name == "TOPIC" else ()


def _help(action: argparse.Action, parser: argparse.ArgumentParser) -> str:
    text = (action.help or "") % {**vars(action), "prog": parser.prog}
    return " ".join(text.split())
