"""``nrc-reader completion``: what bash, zsh and fish propose, asked in those shells where they are installed."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.commands import COMMANDS
from reader.commands.setup import command_grammar
from reader.commands.setup.command_grammar import all_commands
from reader.commands.setup.completion import SHELLS, script_for
from tests.commands.setup.conftest import Run
from tests.terminal import Terminal

Complete = Callable[[str], list[str]]
FILES = ["article.txt", "it's.txt", "my folder", "search-me.txt"]


@pytest.fixture(params=["bash", "fish"])
def complete(request: pytest.FixtureRequest, tmp_path: Path) -> Complete:
    """Gives what a shell proposes for the last word of a line."""
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}, which is not installed here")
    Path("my folder").mkdir()
    for name in ("article.txt", "search-me.txt", "it's.txt"):
        Path(name).touch()
    script = tmp_path / f"completion.{shell}"
    script.write_text(script_for(shell), encoding="utf-8")
    asks = {"bash": _ask_bash, "fish": _ask_fish}
    return lambda line: sorted(dict.fromkeys(asks[shell](script, line)))


def _ask_bash(script: Path, line: str) -> list[str]:
    words = " ".join(map(shlex.quote, shlex.split(line.replace("=", " = ")) + ([""] if line.endswith(" ") else [])))
    ask = f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); __nrc_reader_complete 2>/dev/null; "
    ask += 'printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        ["bash", "--norc", "-c", f"source {shlex.quote(str(script))}; {ask}"],
        capture_output=True, text=True, timeout=60, env={**os.environ, "BASH_ENV": ""}, check=False,
    )  # fmt: skip
    return [one for one in done.stdout.split("\n") if one]


def _ask_fish(script: Path, line: str) -> list[str]:
    ask = f"source {shlex.quote(str(script))}; complete -C {shlex.quote(line)}"
    done = subprocess.run(["fish", "--no-config", "-c", ask], capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    found = [one.split("\t")[0].rstrip("/") for one in done.stdout.split("\n") if one]
    return [one.partition("=")[2] or one for one in found]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_proposed(complete: Complete, command: str) -> None:
    assert command in complete(f"nrc-reader {command[:2]}")


def test_the_first_word_is_a_command_or_a_file(complete: Complete) -> None:
    assert {*COMMANDS, *FILES} <= {*complete("nrc-reader ")}
    assert complete("nrc-reader sear") == ["search", "search-me.txt"]
    assert "export" not in complete("nrc-reader article.txt ex")


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("nrc-reader export --form", ["--format"]),
        ("nrc-reader clean -f ", ["json", "text"]),
        ("nrc-reader export -f js", ["jsonl", "jsonl-documents"]),
        ("nrc-reader import -f cs", ["csv"]),
        ("nrc-reader clean --format=j", ["json"]),
        ("nrc-reader entities --format m", ["mentions"]),
        ("nrc-reader completion ", ["bash", "fish", "zsh"]),
        ("nrc-reader completion bash ", []),
        ("nrc-reader help tut", ["tutorial"]),
        ("nrc-reader help keys ", []),
        ("nrc-reader config --ch", ["--check"]),
        ("nrc-reader --annotator ann config --ch", ["--check"]),
        ("nrc-reader config --annotator ", []),
        ("nrc-reader --store ", ["my folder"]),
        ("nrc-reader clean -o ", ["my folder"]),
        ("nrc-reader export -o a", ["article.txt"]),
        ("nrc-reader export a", ["article.txt"]),
        ("nrc-reader --config a", ["article.txt"]),
        ("nrc-reader report -t do", ["dossier"]),
        ("nrc-reader report --template a", ["article.txt"]),
        ("nrc-reader search a", []),
        ("nrc-reader search word a", ["article.txt"]),
        ("nrc-reader stats a", []),
        ("nrc-reader keys export a", []),
    ],
)
def test_options_choices_and_files(complete: Complete, line: str, proposed: list[str]) -> None:
    assert complete(line) == proposed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_proposed(complete: Complete, command: str) -> None:
    options = {name for one in all_commands() if one.name == command for option in one.options for name in option.names}
    assert options == {*complete(f"nrc-reader {command} -")} | {*complete(f"nrc-reader {command} --")}


@pytest.fixture
def interactive(tmp_path: Path) -> Callable[[str], Terminal]:
    """Starts a shell in a terminal, with the completion loaded as the manual says."""

    def start(shell: str) -> Terminal:
        if shutil.which(shell) is None:
            pytest.skip(f"needs {shell}, which is not installed here")
        (tmp_path / "nrc.sh").write_text(script_for(shell), encoding="utf-8")
        rest = "autoload -Uz compinit; compinit -u -D; " if shell == "zsh" else "bind 'set bell-style none'; "
        (tmp_path / ".zshrc").write_text(f"PS1='ready> '; {rest}source {tmp_path / 'nrc.sh'}\n")
        (tmp_path / "bashrc").write_text(f"PS1='ready> '; {rest}source {tmp_path / 'nrc.sh'}\n")
        command = ["zsh", "-i"] if shell == "zsh" else ["bash", "--rcfile", str(tmp_path / "bashrc"), "-i"]
        terminal = Terminal(command, 100, 30, {"ZDOTDIR": str(tmp_path), "HOME": str(tmp_path), "TERM": "xterm"})
        terminal.wait("ready>")
        return terminal

    return start


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_tab_completes_a_command_an_option_a_choice_and_a_file(
    shell: str, interactive: Callable[[str], Terminal]
) -> None:
    Path("an article.txt").touch()
    with interactive(shell) as terminal:
        terminal.send("nrc-reader expo\t")
        terminal.wait("nrc-reader export ")
        terminal.send("--form\t")
        terminal.wait("nrc-reader export --format ")
        terminal.send("docc\t")
        terminal.wait("nrc-reader export --format doccano ")
        terminal.send("an\t")
        terminal.wait("doccano an\\ article.txt")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script_and_the_same_each_time(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run("completion", shell, PYTHONHASHSEED="7").stdout == script_for(shell)
    assert "@" not in done.stdout.replace("$@", "").replace("[@]", "").replace("(@)", "")


def test_another_shell_is_wrong_usage(run: Run) -> None:
    assert run("completion", "tcsh").returncode == 2
    assert run("completion").returncode == 2


@pytest.mark.parametrize(("shell", "words"), [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_the_script_is_sound_also_with_signs_that_mean_something_to_a_shell(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str, words: list[str]
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}, which is not installed here")

    def odd(_: str) -> argparse.ArgumentParser:
        parser = argparse.ArgumentParser(prog="nrc-reader")
        parser.add_argument("path", metavar="PATH", help='it\'s [a] $(touch made): "file" \\ `touch made` 100%%')
        parser.add_argument(
            "--odd", choices=["a"], help='it\'s [a] $(touch made): "file" \\ `touch made` (%(default)s)'
        )
        return parser

    monkeypatch.setattr(command_grammar, "parser_of", odd)
    script = tmp_path / "script"
    script.write_text(script_for(shell), encoding="utf-8")
    done = subprocess.run(
        [shell, *words, str(script)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "ZDOTDIR": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
    if shell != "zsh":  # which knows no completion outside a terminal
        subprocess.run([shell, str(script)], capture_output=True, timeout=60, check=True)
    assert not Path("made").exists()
