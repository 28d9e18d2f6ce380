"""How many keys it takes to select and tag a passage: gold spans replayed through real key presses, beside slate's.

The spans (``key_spans.json``: kind and offsets into the decoded file, nothing of the text) are words, clauses,
sentences, quotations, several sentences, and passages across a paragraph's end. Those of ``../shared/seeds`` were drawn
by hand while reading, before any strategy was tried; where that folder is absent, those of our ``seeds/`` are replayed,
which a script drew by punctuation alone.

The strategy is fixed, and needs nothing but the screen; no words are counted:

1. A whole sentence up to five sentences on or back: ``j`` or ``k``, from three on with the number before it (``4j``);
   ``esc`` where the cursor is in it already, but on less. Any other sentence: ``F`` and the letter over it.
2. Several sentences: to the first as in 1, then ``v`` and ``j`` with the number of further ones; behind ``F``, ``F``
   and the letter over the last one.
3. A quotation with its marks, up to five quotations on: ``"``, from three on with the number before it.
4. Anything else: ``f`` and the letters over its first word; unless it is one word, ``f`` and the letters over its last
   word. A mark at its edge that these leave out: ``shift+right``; in front of it ``.`` and ``shift+left``.
5. What is pointed at and not on the screen is scrolled to first, with ``ctrl+d`` and ``ctrl+u``. Then one key tags.

Every key is counted: scrolling, letters of hints, and the tag. Two starts: *reading on*, the cursor where the span
before left it, in the order of the text; *from the top*, the cursor on the first sentence of the screen on which the
passage stands. Each tag is compared with the gold span, in the article and in the file.

Slate (github.com/jkkummerfeld/slate, token mode, 120 columns): from the first token of the span before, ``;`` ``j`` a
token, ``o`` ``i`` a line, ``:`` ``J`` to a line's end or start, whichever takes least; ``/`` for each further token;
``space`` and a letter to label. "Counted": a number before each of them, for whoever counts tokens in the head.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.model.spans import Span
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions
from reader.ui.app import ReaderApp
from reader.workspace.library import Library

ROOT = Path(__file__).parents[2]
SPANS = Path(__file__).with_name("key_spans.json")
FOLDERS = {"shared": ROOT.parent / "shared" / "seeds", "own": ROOT / "seeds"}
#: Sentences or quotations that one sees without counting.
AT_A_GLANCE = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """One span: its kind, the keys it took, and what slate would have taken, plain and counted."""

    kind: str
    keys: int
    slate: int
    slate_counted: int
    typed: tuple[str, ...] = field(default=(), repr=False)


class Annotator:
    """Presses keys by the strategy above, and counts them."""

    def __init__(self, app: ReaderApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.typed: list[str] = []
        self.units = app.main_display.active._units
        length = len(app.main_display.active.rows.text)
        self.sentences = self.units.sentences_in(0, length)
        self.quotations = list(self._all_quotations())

    def _all_quotations(self) -> Iterator[Span]:
        place = -1
        while (found := self.units.next_quotation(place)) is not None:
            yield found
            place = found.start

    async def press(self, *keys: str) -> None:
        self.typed += keys
        await self.pilot.press(*keys)

    @property
    def passage(self) -> Span:
        return self.app.main_display.active.cursor.passage

    async def repeat(self, key: str, count: int) -> None:
        await self.press(*([key] * count if count < 3 else [*str(count), key]))

    async def show(self, start: int, last: int) -> None:
        """Scroll until the passage's first and last word are on the screen, as far as that can be."""
        for _ in range(20):
            shown = self.app.main_display.active.text_on_screen
            if start < shown.start:
                await self.press("ctrl+u")
            elif last >= shown.end and start > shown.start:
                await self.press("ctrl+d")
            else:
                return

    async def point(self, key: str, offset: int) -> None:
        """Show hints, and type the letters over a place."""
        pane = self.app.main_display.active
        await self.press(key)
        row = pane.rows.row_of(offset)
        column = pane.rows.cells(pane.rows.span_of(row).start, offset)
        await self.press(*next(code for at, code in pane._model.hints(row) if at == column))

    async def tag(self, start: int, end: int) -> None:
        """Select ``[start, end)`` by the strategy, and tag it."""
        first = self._index([one.start for one in self.sentences], start)
        last = self._index([one.end for one in self.sentences], end)
        quotation = self._index(self.quotations, Span(start, end))
        if first is not None and last is not None:
            await self._take_sentences(first, last)
        elif quotation is not None and 0 < quotation - self._quotations_passed() <= AT_A_GLANCE:
            await self.repeat("quotation_mark", quotation - self._quotations_passed())
        else:
            await self._take_words(start, end)
        await self._mend_ends(start, end)
        await self.press("c")

    @staticmethod
    def _index(values: list[Any], wanted: Any) -> int | None:
        return values.index(wanted) if wanted in values else None

    def _quotations_passed(self) -> int:
        """The index of the last quotation that ``"`` no longer leads to."""
        start, cursor = self.passage.start, self.app.main_display.active.cursor
        return bisect_right([one.start for one in self.quotations], start - cursor.is_sentence) - 1

    async def _take_sentences(self, first: int, last: int) -> None:
        cursor = self.app.main_display.active.cursor
        here = bisect_right([one.start for one in self.sentences], cursor.head.start) - 1
        steps = first - here
        is_pointed = abs(steps) > AT_A_GLANCE
        if is_pointed:
            await self.show(self.sentences[first].start, self.sentences[last].start)
            await self.point("F", self.sentences[first].start)
        elif steps:
            await self.repeat("j" if steps > 0 else "k", abs(steps))
        elif not cursor.is_sentence:
            await self.press("escape")
        if last > first and is_pointed:
            await self.point("F", self.sentences[last].start)
        elif last > first:
            await self.press("v")
            await self.repeat("j", last - first)

    async def _take_words(self, start: int, end: int) -> None:
        words = self.units.words_in(self.units.word_at(start).start, end)
        if self.app.main_display.active.cursor._is_pointed or self.app.main_display.active.cursor.selecting:
            await self.press("escape")
        await self.show(words[0].start, words[-1].start)
        await self.point("f", words[0].start)
        if len(words) > 1:
            await self.point("f", words[-1].start)

    async def _mend_ends(self, start: int, end: int) -> None:
        for _ in range(9):
            if self.passage.end == end:
                break
            await self.press("shift+right" if self.passage.end < end else "shift+left")
        if self.passage.start != start:
            await self.press("full_stop")
        for _ in range(9):
            if self.passage.start == start:
                break
            await self.press("shift+left" if self.passage.start > start else "shift+right")


def slate_keys(text: str, previous: int, start: int, end: int, *, counted: bool) -> int:
    """The keys of slate's token mode, from the token at ``previous``; ``counted``: repeats typed as a number."""

    def cost(presses: int) -> int:
        return presses if not counted or presses < 2 else len(str(presses)) + 1

    lines: list[list[int]] = []
    for line_start, line in _slate_lines(text):
        tokens = [
            line_start + at for at in range(len(line)) if not line[at].isspace() and (at == 0 or line[at - 1].isspace())
        ]
        if tokens:
            lines.append(tokens)
    place = _place(lines, previous)
    wanted = _place(lines, start)
    length = max(1, len(text[start:end].split()))
    vertical = wanted[0] - place[0]
    column = min(place[1], len(lines[wanted[0]]) - 1) if vertical else place[1]
    last = len(lines[wanted[0]]) - 1
    ways = [cost(abs(wanted[1] - column)), 1 + cost(wanted[1]), 1 + cost(last - wanted[1])]
    return cost(abs(vertical)) + min(ways) + cost(length - 1) + 2


def _slate_lines(text: str, width: int = 120) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        start = 0
        while len(line) - start > width:
            space = line.rfind(" ", start, start + width + 1)
            stop = space if space > start else start + width
            yield offset + start, line[start:stop]
            start = stop + 1
        yield offset + start, line[start:]
        offset += len(line) + 1


def _place(lines: list[list[int]], offset: int) -> tuple[int, int]:
    row = max(bisect_right([line[0] for line in lines], offset) - 1, 0)
    return row, max(bisect_right(lines[row], offset) - 1, 0)


async def replay(path: Path, gold: list[tuple[str, int, int]], size: tuple[int, int], *, from_top: bool) -> list[Taken]:
    """Tag each span of one document; raises ``AssertionError`` where a tag is not the gold span."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        settings, store = Settings(annotator="bench", detector="rules"), FolderStore(Path(folder))
        app = ReaderApp(Library([str(path)], settings, store), settings, store, ReadingPositions())
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            article = app.main_display.active.open.article
            sources = [article.source_span(at, at + 1).start for at in range(len(article.text))]
            annotator = Annotator(app, pilot)
            before = 0
            for kind, source_start, source_end in gold:
                start = bisect_left(sources, source_start)
                end = bisect_left(sources, source_end - 1) + 1
                assert article.source_span(start, end) == (source_start, source_end), (kind, source_start)
                if from_top:
                    app.main_display.active.cursor.go_to(start)
                    app.main_display.active.scroll_rows_to(
                        app.main_display.active.rows.row_of(start) // (size[1] - 4) * (size[1] - 4)
                    )
                    app.main_display.active.cursor.go_to(
                        annotator.units.next_sentence(app.main_display.active.text_on_screen.start - 1).start
                    )
                    app.main_display.active.set_passage(app.main_display.active.cursor.passage, selecting=False)
                known = {one.id for one in app.main_display.active.open.records.annotations}
                annotator.typed = []
                await annotator.tag(start, end)
                (made,) = [one for one in app.main_display.active.open.records.annotations if one.id not in known]
                assert (made.source_start, made.source_end) == (source_start, source_end), (made.quote, annotator.typed)
                assert made.quote == article.text[start:end]
                slate = [slate_keys(article.text, before, start, end, counted=counted) for counted in (False, True)]
                taken.append(Taken(kind, len(annotator.typed), *slate, tuple(annotator.typed)))
                before = start
    return taken


def spans_of(which: str) -> list[tuple[Path, list[tuple[str, int, int]]]]:
    """The documents and their gold spans; raises ``ValueError`` where a document is not the one that was read."""
    found = []
    for document in json.loads(SPANS.read_text(encoding="utf-8"))[which]:
        path = FOLDERS[which] / document["name"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != document["sha256"]:
            raise ValueError(f"{path}: is not the file in which the spans were drawn")
        found.append((path, [(kind, start, end) for kind, start, end in document["spans"]]))
    return found


def measured(which: str, size: tuple[int, int], *, from_top: bool) -> list[Taken]:
    """Every span of every document."""
    documents = spans_of(which)
    return [one for path, gold in documents for one in asyncio.run(replay(path, gold, size, from_top=from_top))]


def table(taken: list[Taken]) -> Iterator[str]:
    """A row a kind, and one for all."""
    yield f"{'kind':<12}{'spans':>6}{'mean keys':>11}{'most':>6}{'slate':>9}{'counted':>9}"
    kinds = list(dict.fromkeys(one.kind for one in taken))
    for kind in [*kinds, "all"]:
        some = [one for one in taken if kind in (one.kind, "all")]
        slate, counted = fmean(one.slate for one in some), fmean(one.slate_counted for one in some)
        keys = [one.keys for one in some]
        yield f"{kind:<12}{len(some):>6}{fmean(keys):>11.2f}{max(keys):>6}{slate:>9.1f}{counted:>9.1f}"


def main() -> None:
    """Print a table for each start and size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--spans", choices=FOLDERS, default="shared" if FOLDERS["shared"].is_dir() else "own")
    parser.add_argument("--most", action="store_true", help="also print the keys of the costliest spans")
    options = parser.parse_args()
    for size in ((120, 40), (80, 24)):
        for from_top in (False, True):
            taken = measured(options.spans, size, from_top=from_top)
            print(f"\n{options.spans}, {size[0]}x{size[1]}, {'from the top' if from_top else 'reading on'}")
            print("\n".join(table(taken)))
            if options.most:
                for one in sorted(taken, key=lambda one: -one.keys)[:8]:
                    print(f"  {one.keys:>3} {one.kind:<10} {' '.join(one.typed)}")
    print("\nPromise: at most 4.0 for whole sentences, 6.5 over all, none over 14.")


if __name__ == "__main__":
    main()
