"""Completion for bash, from 3.2 on, without the package bash-completion."""

from __future__ import annotations

from collections.abc import Iterable

from reader.commands.setup.command_grammar import Command, Value

_SCRIPT = r"""# bash completion for nrc-reader, made by: nrc-reader completion bash

# What the option $2 of the command $1 takes: nothing, or "file", "folder", "text", or "word" and the words; behind
# "file" too there may be words, which may stand for one.
__nrc_reader_takes() {
    case "$1:$2" in
@VALUES@
        *) return 1 ;;
    esac
}

# What the argument number $2 (from 0) of the command $1 is, in the same words.
__nrc_reader_argument() {
    case "$1:$2" in
@ARGUMENTS@
        *) echo none ;;
    esac
}

__nrc_reader_options() {
    case "$1" in
@OPTIONS@
    esac
}

__nrc_reader_add() {
    local line
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done
}

__nrc_reader_complete() {
    local word="${COMP_WORDS[COMP_CWORD]}" command="" option="" takes="" count=0 at=1 is_plain="" found=""
    COMPREPLY=()
    [[ $word == "=" ]] && word=""
    while ((at < COMP_CWORD)); do
        found="${COMP_WORDS[at]}"
        if [[ $found == "=" ]]; then
            :
        elif [[ -n $option ]]; then
            option=""
        elif [[ -z $is_plain && $found == "--" ]]; then
            is_plain=1
        elif [[ -z $is_plain && $found == -* ]]; then
            takes="$(__nrc_reader_takes "$command" "$found")" && option="$found"
        elif [[ -z $command && $count == 0 && -z $is_plain && " @COMMANDS@ " == *" $found "* ]]; then
            command="$found"
        else
            ((count++))
        fi
        ((at++))
    done
    if [[ -z $option ]]; then
        if [[ -z $is_plain && $word == -* ]]; then
            __nrc_reader_add < <(compgen -W "$(__nrc_reader_options "$command")" -- "$word")
            return
        fi
        takes="$(__nrc_reader_argument "$command" "$count")"
        if [[ -z $command && $count == 0 && -z $is_plain ]]; then
            __nrc_reader_add < <(compgen -W "@COMMANDS@" -- "$word")
        fi
    fi
    case "$takes" in
        word*) __nrc_reader_add < <(compgen -W "${takes#word}" -- "$word") ;;
        folder) compopt -o filenames 2>/dev/null; __nrc_reader_add < <(compgen -d -- "$word") ;;
        file*)
            compopt -o filenames 2>/dev/null
            __nrc_reader_add < <(compgen -W "${takes#file}" -- "$word"; compgen -f -- "$word")
            ;;
    esac
    case "$takes" in
        file* | folder) ;;
        *) compopt +o default 2>/dev/null ;;
    esac
}

complete -o default -F __nrc_reader_complete nrc-reader
"""


def bash_completion(commands: Iterable[Command]) -> str:
    """The script for these commands."""
    known = list(commands)
    values, arguments, options = [], [], []
    for command in known:
        for option in command.options:
            if option.value is not None:
                names = "|".join(f"{command.name}:{name}" for name in option.names)
                values.append(f'        {names}) echo "{_said(option.value)}" ;;')
        for at, argument in enumerate(command.arguments):
            number = "*" if argument.is_many else str(at)
            arguments.append(f'        {command.name}:{number}) echo "{_said(argument.value)}" ;;')
        names = " ".join(name for option in command.options for name in option.names)
        options.append(f'        "{command.name}") echo "{names}" ;;')
    return (
        _SCRIPT.replace("@VALUES@", "\n".join(values))
        .replace("@ARGUMENTS@", "\n".join(arguments))
        .replace("@OPTIONS@", "\n".join(options))
        .replace("@COMMANDS@", " ".join(command.name for command in known if command.name))
    )


def _said(value: Value) -> str:
    return " ".join((value.kind, *value.words))
