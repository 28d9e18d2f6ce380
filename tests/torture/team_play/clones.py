"""The machines of a team: clones of one git repository, each with its annotator, who reads and tags in a terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from reader.model.document import Stored
from reader.store.folder_store import FolderStore
from tests.terminal import Terminal
from tests.torture.team_play.articles import Planned, Tag

ROOT = Path(__file__).parents[3]
STORE, ARTICLES = "tags", "articles"
COLUMNS, ROWS = 120, 40
#: How long something may take to be on the screen; far more than it ever takes.
_PATIENCE_S = 90
_KEEP = "\x13"


class Clone:
    """A work tree with articles and a store.

    Attributes:
        folder: the work tree.
        annotator: who works there.
        streams: all bytes that went to the terminal, of each reader that was open there.
    """

    def __init__(self, folder: Path, annotator: str) -> None:
        self.folder = folder
        self.annotator = annotator
        self.streams: list[bytes] = []

    @property
    def variables(self) -> dict[str, str]:
        """The environment of a program that runs there."""
        return {
            "HOME": str(self.folder.parent / f"home-{self.annotator}"), "NRC_READER_ANNOTATOR": self.annotator,
            "NRC_READER_DETECTOR": "rules", "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"],
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": self.annotator, "GIT_AUTHOR_EMAIL": "a@example.org",
            "GIT_COMMITTER_NAME": self.annotator, "GIT_COMMITTER_EMAIL": "a@example.org", "LC_ALL": "C.UTF-8",
            "GIT_MERGE_AUTOEDIT": "no",
        }  # fmt: skip

    def git(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Run git there."""
        return subprocess.run(
            ["git", *words], cwd=self.folder, env=self.variables, capture_output=True, check=False, timeout=120
        )

    def do_git(self, *words: str) -> str:
        """Run git there; gives what it printed.

        Raises:
            AssertionError: it failed.
        """
        done = self.git(*words)
        assert done.returncode == 0, f"git {' '.join(words)}: {(done.stdout + done.stderr).decode(errors='replace')}"
        return done.stdout.decode()

    def commit(self, what: str) -> None:
        """Commit all, and give it to the others."""
        self.do_git("add", "-A")
        self.do_git("commit", "-q", "--allow-empty", "-m", what)
        self.do_git("push", "-q", "-f", "origin", f"HEAD:{self.annotator}")

    def merge(self, other: Clone) -> int:
        """Merge what another one gave; how many files are in conflict."""
        self.do_git("fetch", "-q", "origin")
        done = self.git("merge", "-q", "-m", f"from {other.annotator}", f"origin/{other.annotator}")
        conflicts = self.do_git("diff", "--name-only", "--diff-filter=U").split()
        assert done.returncode == 0 or conflicts, done.stderr.decode(errors="replace")
        return len(conflicts)

    def run(self, *words: str, code: int | None = 0) -> str:
        """Run a command there; gives all that it printed, on both streams.

        Raises:
            AssertionError: another exit code came than this one; None takes any.
        """
        command = [sys.executable, "-m", "reader", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=self.variables, capture_output=True, check=False, timeout=120
        )
        said = (done.stdout + done.stderr).decode(errors="replace")
        assert code is None or done.returncode == code, f"{words} ended with {done.returncode}: {said}"
        assert "Traceback" not in said, said
        return said

    def stored(self) -> dict[str, Stored]:
        """What is in the store, everybody's, by the name of the article's file."""
        store = FolderStore(self.folder / STORE)
        try:
            loaded = [store.load(key) for key in store.keys()]
        finally:
            store.close()
        return {Path(one.document.source).name: one for one in loaded}

    def tags(self) -> set[tuple[str, str, str, str]]:
        """All annotations: document, annotator, label, quote."""
        return {
            (name, tag.annotator, tag.label, tag.quote)
            for name, stored in self.stored().items()
            for tag in stored.annotations
        }

    def open(self, *words: str) -> Reading:
        """Run a command in a terminal."""
        return Reading(self, words)

    def read(self) -> Reading:
        """Open the reader on all articles, one of them in front."""
        reading = self.open("--store", STORE, ARTICLES)
        reading.terminal.wait("READ")
        reading.press("s", lambda text: text.partition("\n")[0].count(".txt · ") < 2)
        return reading


class Reading:
    """The reader in a terminal, with somebody at the keys."""

    def __init__(self, clone: Clone, words: Iterable[str] = ()) -> None:
        self._clone = clone
        command = ["env", "-i", "-C", str(clone.folder)]
        command += [f"{name}={value}" for name, value in clone.variables.items()]
        command += ["TERM=xterm-256color", "COLORTERM=truecolor", sys.executable, "-m", "reader", *words]
        self.terminal = Terminal(command, COLUMNS, ROWS)
        self.keys = 0  # pressed so far

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self.terminal.exit_code is None:
            self.press("q")
            assert self.terminal.wait_for_exit() == 0, self.text
        self.terminal.close()
        self._clone.streams.append(bytes(self.terminal.output))

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self.terminal.text

    def press(self, keys: str, wanted: str | Callable[[str], bool] = "") -> str:
        """Press keys, and wait for something to be on the screen."""
        self.keys += len(keys)
        self.terminal.send(keys)
        return self.terminal.wait(wanted, _PATIENCE_S) if wanted else ""

    def show(self, article: Planned) -> None:
        """Open an article from the list of documents."""
        if not is_in_front(self.text, article):
            self.press("D", "ctrl+s sorts")
            self.press(article.name, lambda text: f" {article.name} " in text)
            self.press("\r", lambda text: is_in_front(text, article))

    def tag(self, tag: Tag, before: int, note: str) -> None:
        """Tag a passage of the article in front, with all that belongs to it.

        Args:
            tag: what is to be made.
            before: how many tags the screen counts there.
            note: that the tag is to have; empty for none.
        """
        self.press(keys_of(tag), lambda text: counted(text) == before + 1)
        if tag.words_back:
            self.press("m" + "b" * tag.words_back + "\r", "ends moved")
        if tag.link:
            self.press("l" + ("a" if tag.link == "attacks" else "") + "\r", tag.link)
        if note:
            self._write("a", note)

    def attribute(self, name: str) -> None:
        """Say whose words the last tag is."""
        self._write("@", name, "\r")

    def note_document(self, note: str) -> None:
        """Write a note of the document."""
        self._write("\x0e", note)

    def _write(self, key: str, said: str, keep: str = _KEEP) -> None:
        self.press(f"{key}{said}", said)
        self.press(keep, lambda text: "╭" not in text)

    def hand_in(self) -> None:
        """Say that the document is finished."""
        self.press("d", "▸✓ ")

    def take_back(self) -> None:
        """Say that the document is not finished after all."""
        self.press("d", lambda text: "▸✓ " not in text)


def keys_of(tag: Tag) -> str:
    """The keys that make a tag of whole sentences."""
    return f"g{tag.first + 1}j" + ("vj" if tag.end - tag.first > 1 else "") + tag.key


def is_in_front(text: str, article: Planned) -> bool:
    """Whether an article is what is read; its title stands above once the text was scrolled."""
    head, below = text.partition("\n")[0], status(text)
    is_named = f"─{article.name} · " in head or f"─{article.title[:24]}" in head
    return "ctrl+s sorts" not in text and is_named and f" {article.number + 1}/" in below


def status(text: str) -> str:
    """The status line."""
    return next((row for row in reversed(text.split("\n")) if row.strip()), "")


def counted(text: str) -> int:
    """How many annotations the status line counts in the document; -1 where it counts none."""
    found = re.search(r" c(\d+) e(\d+) o(\d+) ", status(text))
    return sum(map(int, found.groups())) if found else -1
