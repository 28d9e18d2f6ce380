"""An earlier commit as a program beside the present one: a work tree of its own, and libraries as it names them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.speed.programs import ROOT, Program
from tests.benchmarks.speed.runner import Sessions, Tell
from tests.benchmarks.speed.summary import Ratio, ratio

_LOCK_FILE = "requirements.txt"


class RevisionError(Exception):
    """A revision cannot be measured; the message is one line for a person."""


def git(*arguments: str) -> str:
    """What git answers about this checkout; raises ``RevisionError`` with its first line if it cannot."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError as error:
        raise RevisionError("git is not here") from error
    if done.returncode:
        raise RevisionError(done.stderr.partition("\n")[0].strip() or f"git {arguments[0]} failed")
    return done.stdout.strip()


def present() -> Program:
    """The checkout as it is, named after its commit; ``+`` says that there are changes on top of it."""
    try:
        name = git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain", "--", "reader") else "")
    except RevisionError:
        name = "unknown"
    return Program(name)


def beside(before: Program) -> Program:
    """The checkout under a name that is not that of the other program, also where it is the same commit."""
    after = present()
    return after if after.name != before.name else replace(after, name=f"{after.name} (checkout)")


@contextmanager
def checked_out(revision: str, tell: Tell) -> Iterator[Program]:
    """A commit in a temporary work tree. Raises ``RevisionError`` if there is none such, or pip fails."""
    try:
        name = git("rev-parse", "--short", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError as error:
        raise RevisionError("is no commit of this repository") from error
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tree = Path(folder) / "tree"
        git("worktree", "add", "--quiet", "--detach", str(tree), name)
        try:
            yield Program(name, tree, _python_for(tree, Path(folder) / "venv", tell))
        finally:
            git("worktree", "remove", "--force", str(tree))


def _python_for(tree: Path, place: Path, tell: Tell) -> str:
    """The interpreter with the libraries of a tree: this one where both name the same."""
    theirs = tree / _LOCK_FILE
    if theirs.is_file() and theirs.read_bytes() == (ROOT / _LOCK_FILE).read_bytes():
        tell(f"both commits name the same libraries: both are run by {Path(sys.executable).name} of this environment")
        return sys.executable
    tell("the commits name other libraries: the earlier one has an environment of its own")
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", str(theirs)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RevisionError(f"its libraries cannot be installed: {done.stderr.strip().rpartition(chr(10))[2]}")
    return str(python)


def ratios(sessions: Sessions, before: Program, after: Program) -> Iterator[tuple[str, str, Ratio]]:
    """What, at which size, and ``after`` beside ``before``, pair by pair."""
    for figure in sessions.group.figures:
        of = ratio(figure, sessions.values(before.name, figure.name), sessions.values(after.name, figure.name))
        if of is not None:
            yield figure.what, sessions.group.case, of


def table(rows: Sequence[tuple[str, str, Ratio]], before: Program, after: Program) -> str:
    """The ratios as Markdown."""
    lines = [
        f"Ratios of {after.name} to {before.name}, pair by pair; less than 1 is better, but for annotations a second.",
        "",
        "| what | size | median | least to greatest | pairs |",
        "| --- | --- | ---: | ---: | ---: |",
        *(
            f"| {what} | {case} | {of.value:.2f} | {of.low:.2f} to {of.high:.2f} | {of.pairs} |"
            for what, case, of in rows
        ),
    ]
    return "\n".join(lines) + "\n"
