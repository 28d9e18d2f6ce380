"""What may not come out in a blind project: looks for it in terminals, outputs and files, and in a world without it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from reader.exchange.formats import names
from reader.model.document import Stored
from tests.terminal import Terminal
from tests.torture.team_play.articles import Planned
from tests.torture.team_play.clones import ARTICLES, STORE, Clone, Reading, is_in_front

#: Sequences of a terminal, which may stand within a word.
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])")
_NUMBER = re.compile(r"\d+")
#: Two numbers are the ends of one passage if not more code points than this are between them.
_NEAR = 60
#: Commands that show what is in a store, and some that show texts.
COMMANDS = (
    ("log",), ("log", "-f", "json"), ("stats",), ("check",), ("doctor",), ("search", "the"),
    ("search", "--annotations", "label:claim"), ("search", "--annotations", "-f", "json", "-label:nothing"),
    ("table", "quotations", "-f", "csv"), ("table", "labels", "-f", "json"), ("table", "overlaps"),
    ("table", "speakers"), ("report",), ("clean", "--as-read", f"{ARTICLES}/01.txt"),
    ("entities", "--as-read", f"{ARTICLES}/01.txt"), ("diff", "HEAD~1:", STORE),
    ("diff", STORE, "HEAD~1:", "-f", "json"), ("agreement",), ("agreement", "--all", "-f", "json"), ("feedback",),
    ("feedback", "-f", "json"), ("lint",), ("lint", "-f", "json"), ("export",), ("label",),
    ("merge", "HEAD~1:", STORE, "-f", "jsonl", "-o", "merged.jsonl"), ("restore", "--at", "2020-01-01", "--dry-run"),
    ("assign", ARTICLES, "--dry-run"), ("ledger", "--all", "-f", "json"), ("suggest", "--evaluate"),
    ("changes", f"{ARTICLES}/01.txt", f"{ARTICLES}/02.txt"), ("like", "--text", "the harbour office counted"),
)  # fmt: skip
#: The background of a cursor that blinks; how long a terminal is read at a time; how long screens may take to be alike.
_CURSOR, _QUIET_S, _PATIENCE_S = "e0e0e0", 0.02, 60
#: What stands in an output and has nothing to do with tags: how long something took, and how old it is.
_PASSING = re.compile(r"\d+(?:\.\d+)? ?(?:ms|s|KB|kB|MB|KiB|MiB|bytes)\b")


def words_in(said: bytes | str, words: Iterable[str]) -> list[str]:
    """Which of some words are in an output or in what went to a terminal, in whatever case and colours."""
    raw = said if isinstance(said, bytes) else said.encode()
    plain = (raw + b"\n" + _SEQUENCE.sub(b"", raw)).decode(errors="replace").casefold()
    return [one for one in words if one in plain]


def places_in(said: str, places: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Which of some passages, as start and end, an output names."""
    found = [(int(one[0]), one.start()) for one in _NUMBER.finditer(said) if len(one[0]) < 10]
    pairs = {
        (number, following)
        for index, (number, at) in enumerate(found)
        for following, there in found[index + 1 : index + 6]
        if there - at <= _NEAR
    }
    return sorted(pairs & set(places))


def places_of(stored: Iterable[Stored], whose: str) -> set[tuple[int, int]]:
    """Where somebody's tags are: start and end in the text, and in the file."""
    return {
        place
        for document in stored
        for one in document.annotations
        if one.annotator == whose
        for place in ((one.start, one.end), (one.source_start, one.source_end))
    }


def outputs(clone: Clone, store: str = STORE, *, is_whole: bool = True) -> Iterator[tuple[str, str]]:
    """What each command shows its annotator, and each format writes: the command and what came out.

    Args:
        clone: where the commands run.
        store: the folder of the store there.
        is_whole: whether every command is run; else an export alone.
    """
    commands = COMMANDS if is_whole else (("export",),)
    for words in commands:
        said = clone.run(words[0], "--store", store, *words[1:], code=None)
        yield " ".join(words), said + _written(clone.folder / "merged.jsonl")
    for name in names() if is_whole else ():
        said = clone.run("export", "--store", store, "-f", name, "-o", "out", code=None)
        yield f"export -f {name}", said + _written(clone.folder / "out")


def _written(path: Path) -> str:
    """What was written there; it is taken away."""
    files = sorted(one for one in (path, *path.rglob("*")) if one.is_file())
    said = "".join(f"\n{one.name}\n{one.read_bytes().decode(errors='replace')}" for one in files)
    for one in files:
        one.unlink()
    for one in sorted((path, *path.rglob("*")), reverse=True):
        if one.is_dir():
            one.rmdir()
    return said


def without_passing(said: str, folder: Path) -> str:
    """An output without what differs between two folders, and from time to time."""
    return _PASSING.sub("", said.replace(str(folder), "")).replace(folder.name, "")


def screens(articles: Sequence[Planned], *, is_whole: bool) -> Iterator[tuple[str, str]]:
    """What is pressed to see all that a reader shows, and what must be seen then.

    Args:
        articles: that are opened.
        is_whole: whether the tables and lists are seen too; else the articles and the first table of agreement.
    """
    for one in articles:
        yield "D", "ctrl+s sorts"
        yield one.name, f" {one.name} "
        yield "\r", f"@{one.number}"
        yield "gjjj))(", "READ"
        yield "G((", "READ"
    if not is_whole:
        yield "Q", "agreement"
        yield "q", "READ"
        return
    yield "D", "ctrl+s sorts"
    yield "begun", "begun"
    yield "\x1b", "READ"
    yield "t", "quotations"
    yield "2", "labels"
    yield "3", "overlap"
    yield "4", "speaker"
    yield "q", "READ"
    yield "Q", "agreement"
    yield "2", "disagreements"
    yield "3", "findings"
    yield "4", "my tags"
    yield "q", "READ"
    yield "S", "annotations"
    yield "claim", "claim"
    yield "\x1b", "READ"
    yield "?", "help"
    yield "\x1b", "READ"


class Twins:
    """Two readers with the same keys: one where the other annotator has tagged, one where they have not.

    Args:
        real, twin: the clones; nothing of what is hidden in ``real`` is in ``twin``.
    """

    def __init__(self, real: Clone, twin: Clone) -> None:
        self._readers = [one.read() for one in (real, twin)]
        self.differences: list[str] = []
        self.looks = 0

    def walk(self, articles: Sequence[Planned], *, is_whole: bool) -> None:
        """Look at everything; the screens must become the same."""
        real, twin = self._readers
        with real, twin:
            for keys, wanted in screens(articles, is_whole=is_whole):
                for reading in self._readers:
                    press(reading, keys, wanted, articles)
                self._compare(keys)

    def _compare(self, keys: str) -> None:
        real, twin = (one.terminal for one in self._readers)
        self.looks += 1

        def is_same(_: str) -> bool:
            twin.settle(_QUIET_S)
            return not _unlike(real, twin)

        real.settle(_QUIET_S)
        try:
            real.wait(is_same, _PATIENCE_S)
        except AssertionError:
            self.differences.append(f"after {keys!r}: {_unlike(real, twin)[:3]}")


def _unlike(real: Terminal, twin: Terminal) -> list[str]:
    """The rows in which two screens differ; those of a cursor, which blinks, are compared without their colours."""
    found = []
    for number, rows in enumerate(zip(_rows(real), _rows(twin), strict=True)):
        blinks = any(cell[1] == _CURSOR for row in rows for cell in row)
        ours, theirs = ([cell[0] if blinks else cell for cell in row] for row in rows)
        if ours != theirs:
            said = ["".join(cell[0] for cell in row).rstrip() for row in rows]
            found.append(f"row {number}: {said[0]} | {said[1]}")
    return found


def _rows(terminal: Terminal) -> list[list[tuple[str, str, object]]]:
    """What is seen of each cell: character, background, and the rest, which a blank one has not."""
    screen = terminal.screen
    cells = [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]
    return [[(one.data, one.bg, None if one.data == " " else one) for one in row] for row in cells]


def press(reading: Reading, keys: str, wanted: str, articles: Sequence[Planned]) -> None:
    if wanted.startswith("@"):
        article = next(one for one in articles if one.number == int(wanted[1:]))
        reading.press(keys, lambda text: is_in_front(text, article))
    else:
        reading.press(keys, lambda text: wanted.casefold() in text.casefold())
