"""The man page as roff, in the macros that every ``man`` knows (``man(7)``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader import __version__
from reader.commands.setup.command_grammar import WORD, Argument, Command, Option, all_commands

_DESCRIPTION = """\
nrc-reader opens news articles as they were scraped, with menus, captions and teasers, and shows them clean. Passages
are tagged as claim, evidence or opinion from the keyboard. Every tag is saved at once in files that git can merge.

Without a command it opens the reader on the files, folders and web addresses that are named. FILE#ID opens a file at
the annotation with that id; - is standard input. In the reader, ? shows all keys and q quits."""
_EXIT_STATUS = (("0", "Done."), ("1", "A problem was found; a line on standard error names it."), ("2", "Wrong usage."))
_VARIABLES = (
    ("NRC_READER_CONFIG", "A settings file in place of yours."),
    ("NRC_READER_STORE", "The folder with the annotations."),
    ("NRC_READER_ANNOTATOR", "Your name."),
    ("NRC_READER_THEME", "The theme."),
    ("NRC_READER_DETECTOR", "What finds names."),
    ("NRC_READER_GAZETTEER", "The file of names that count in every document."),
    ("NO_COLOR", "No colours."),
    ("PAGER", "Shows long pages of the manual."),
)
_FILES = (
    ("config.toml", "Your settings; nrc-reader config --path prints where the file is."),
    (".nrc-reader.toml", "The settings of the project in this folder or above."),
    ("annotations/", "The store, in this folder or above."),
)


def man_page() -> str:
    """The whole page."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    reader, *commands = all_commands()
    yield f'.TH NRC-READER 1 "" "nrc-reader {__version__}" "User Commands"'
    yield from (".SH NAME", "nrc-reader \\- read, tag and compare news articles in the terminal")
    yield ".SH SYNOPSIS"
    yield from _synopsis(reader)
    yield from (".br", ".B nrc-reader", r"\fICOMMAND\fP [\fIoptions\fP] [\fIarguments\fP]")
    yield ".SH DESCRIPTION"
    for paragraph in _DESCRIPTION.split("\n\n"):
        yield from (".PP", *map(_roff, paragraph.split("\n")))
    yield ".SH OPTIONS"
    yield from (line for option in reader.options for line in _option(option))
    yield ".SH COMMANDS"
    for command in commands:
        yield f".SS {_roff(command.name)}"
        yield from _synopsis(command)
        yield from (".PP", _roff(_sentence(command.about)))
        yield from (line for argument in command.arguments for line in _argument(argument))
        common = {option for option in reader.options if option.names[0] != "--encoding"}
        yield from (line for option in command.options if option not in common for line in _option(option))
    for title, rows in (("EXIT STATUS", _EXIT_STATUS), ("ENVIRONMENT", _VARIABLES), ("FILES", _FILES)):
        yield f".SH {title}"
        for name, what in rows:
            yield from (".TP", f".B {_roff(name)}", _roff(what))
    yield from (
        ".SH SEE ALSO",
        _roff("nrc-reader help lists the pages of the manual, nrc-reader help TOPIC shows one."),
    )


def _synopsis(command: Command) -> Iterator[str]:
    yield f".B nrc\\-reader {_roff(command.name)}".rstrip()
    words = [r"[\fIoptions\fP]"]
    for one in command.arguments:
        name = f"\\fI{_roff(one.value.name)}\\fP" + (" ..." if one.is_many else "")
        words.append(name if one.is_needed else f"[{name}]")
    yield " ".join(words)


def _argument(argument: Argument) -> Iterator[str]:
    yield from (".TP", f".I {_roff(argument.value.name)}", _roff(_sentence(argument.help)))


#: Characters of the words that a value may be: more are in the help of the command.
_LONGEST = 60


def _option(option: Option) -> Iterator[str]:
    value = ""
    if option.value is not None:
        words = "|".join(option.value.words) if option.value.kind == WORD else ""
        value = f" {_roff(words)}" if 0 < len(words) <= _LONGEST else f" \\fI{_roff(option.value.name)}\\fP"
    yield ".TP"
    yield ", ".join(f"\\fB{_roff(name)}\\fP{value}" for name in option.names)
    yield _roff(_sentence(option.help))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", ")")) else ".")


def _roff(text: str) -> str:
    """A text in which nothing is a command or an escape; hyphens stay what can be copied."""
    text = re.sub(r"[\\'\"^`~-]", lambda found: _ESCAPES[found[0]], text)
    return rf"\&{text}" if text.startswith((".", "\\(aq")) else text


_ESCAPES = {"\\": "\\e", "'": "\\(aq", '"': "\\(dq", "^": "\\(ha", "`": "\\(ga", "~": "\\(ti", "-": "\\-"}
