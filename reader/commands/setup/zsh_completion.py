"""Completion for zsh: its own ``_arguments``, a list of options for each command."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.commands.setup.command_grammar import FILE, FOLDER, WORD, Argument, Command, Option, Value

_SCRIPT = r"""#compdef nrc-reader
# zsh completion for nrc-reader, made by: nrc-reader completion zsh

_nrc_reader_first() {
    local -a commands
    commands=(
@COMMANDS@
    )
    _describe -t commands command commands
    _files
}

_nrc_reader() {
    local command="" at
    for ((at = 2; at < CURRENT; at++)); do
        case $words[at] in
            @TAKING@) ((at++)) ;;
            --) break ;;
            -*) ;;
            *) command=$words[at]; break ;;
        esac
    done
    case $command in
        @NAMES@) words[at]=(); ((CURRENT--)) ;;
        *) command="" ;;
    esac
    case $command in
@CASES@
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _nrc_reader "$@"
else
    compdef _nrc_reader nrc-reader
fi
"""


def zsh_completion(commands: Iterable[Command]) -> str:
    """The script for these commands."""
    known = list(commands)
    named = [command for command in known if command.name]
    taking = [name for option in known[0].options if option.value is not None for name in option.names]
    described = (f"        {_quoted(f'{one.name}:{one.about}')}" for one in named)
    return (
        _SCRIPT.replace("@COMMANDS@", "\n".join(described))
        .replace("@TAKING@", "|".join(taking))
        .replace("@NAMES@", "|".join(command.name for command in named))
        .replace("@CASES@", "\n".join(_case(command) for command in known))
    )


def _case(command: Command) -> str:
    specs = [_option(one) for one in command.options]
    specs += [_argument(command, at, one) for at, one in enumerate(command.arguments, 1)]
    lines = "".join(f" \\\n                {spec}" for spec in specs)
    return f"        {_quoted(command.name)})\n            _arguments -s -S{lines}\n            ;;"


def _option(option: Option) -> str:
    names = option.names
    others = f"({' '.join(names)})" if names[1:] else ""
    listed = f"{_quoted(others)}{{{','.join(names)}}}" if others else names[0]
    value = "" if option.value is None else f":{_escaped(option.value.name)}:{_action(option.value)}"
    return listed + _quoted(f"[{_escaped(option.help)}]{value}")


def _argument(command: Command, at: int, argument: Argument) -> str:
    if not command.name:
        return f"{_quoted('1: :_nrc_reader_first')} {_quoted(f'*:{argument.value.name}:{_action(argument.value)}')}"
    place = "*:" if argument.is_many else f"{at}:" if argument.is_needed else f"{at}::"
    return _quoted(f"{place}{_escaped(argument.value.name)}:{_action(argument.value)}")


def _action(value: Value) -> str:
    if value.kind == WORD:
        return f"({' '.join(value.words)})"
    if value.words:
        return f"_alternative 'word::({' '.join(value.words)})' 'file::_files'"
    return {FILE: "_files", FOLDER: "_files -/"}.get(value.kind, " ")


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
