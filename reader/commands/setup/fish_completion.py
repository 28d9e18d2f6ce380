"""Completion for fish: one ``complete`` line for each command, option and argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.commands.setup.command_grammar import FILE, FOLDER, WORD, Argument, Command, Option, Value

_SCRIPT = r"""# fish completion for nrc-reader, made by: nrc-reader completion fish

# Whether the command line so far has the command $argv[1], and $argv[2] arguments behind it, if that is given.
function __nrc_reader_is
    set -l words (commandline -opc)
    set -l name ''
    set -l count 0
    set -l is_value 0
    for word in $words[2..-1]
        if test $is_value -eq 1
            set is_value 0
        else if contains -- $word @TAKING@
            set is_value 1
        else if string match -q -- '-*' $word
            continue
        else if test -z "$name" -a $count -eq 0; and contains -- $word @NAMES@
            set name $word
        else
            set count (math $count + 1)
        end
    end
    test "$name" = "$argv[1]"; or return 1
    test (count $argv) -lt 2; or test $count -eq $argv[2]
end

@LINES@
"""


def fish_completion(commands: Iterable[Command]) -> str:
    """The script for these commands."""
    known = list(commands)
    taking = dict.fromkeys(
        name for one in known for option in one.options if option.value is not None for name in option.names
    )
    lines = [_line("'' 0", "-a", _quoted(one.name), "-d", _quoted(one.about)) for one in known if one.name] + [
        line for one in known for line in _of(one)
    ]
    return (
        _SCRIPT.replace("@TAKING@", " ".join(taking))
        .replace("@NAMES@", " ".join(one.name for one in known if one.name))
        .replace("@LINES@", "\n".join(lines))
    )


def _of(command: Command) -> Iterator[str]:
    name = command.name or "''"
    if not any(one.value.kind == FILE for one in command.arguments):
        yield _line(name, "-f")
    for at, argument in enumerate(command.arguments):
        yield from _argument(f"{name} {at}", argument)
    for option in command.options:
        yield _line(name, *_names(option), *_taken(option.value), "-d", _quoted(option.help))


def _argument(where: str, argument: Argument) -> Iterator[str]:
    if argument.value.kind == WORD:
        yield _line(where, "-f", "-a", _quoted(" ".join(argument.value.words)))
    elif argument.value.kind != FILE:
        yield _line(where, "-f")


def _names(option: Option) -> Iterator[str]:
    for name in option.names:
        yield "-l" if name.startswith("--") else "-s"
        yield name.lstrip("-")


def _taken(value: Value | None) -> tuple[str, ...]:
    """What is completed behind an option."""
    if value is None:
        return ()
    if value.kind == WORD:
        return "-x", "-a", _quoted(" ".join(value.words))
    if value.words:
        return "-r", "-F", "-a", _quoted(" ".join(value.words))
    return {FILE: ("-r", "-F"), FOLDER: ("-x", "-a", "'(__fish_complete_directories)'")}.get(value.kind, ("-x",))


def _line(where: str, *words: str) -> str:
    return " ".join(("complete -c nrc-reader -n", _quoted(f"__nrc_reader_is {where}"), *words))


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
