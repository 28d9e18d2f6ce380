"""Reading a document in an encoding that a person chose: what changes by it.

Both texts are decoded from the same bytes, so a passage is followed through them: from the old text to its bytes, and
from these to the new text. What cannot be followed so is looked for as in any changed text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Generic, TypeVar

from reader.model.annotation import Change, now
from reader.model.spans import Run, Span
from reader.store.override_records import ENCODING, LINE, as_decided, chosen_encoding
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.model.annotation import Decision
    from reader.model.article import Article
    from reader.model.page import Page
    from reader.workspace.library_entries import OpenDocument

#: Code points that are shown before and after the first one that tells encodings apart.
_BEFORE, _AFTER = 12, 60
#: Code points between two places whose bytes are known.
_STEP = 1 << 10
#: Codecs in which the bytes of a character depend on what comes before it.
_STATEFUL = ("hz", "iso2022", "utf_7", "utf-7")
_What = TypeVar("_What")
#: What undo, redo and the log call the step.
CHOSEN = "encoding chosen"


def read_again(opened: OpenDocument, encoding: str) -> Article:
    """The document, cleaned, in another encoding; empty for the one that is found. May take as long as opening it.

    Raises:
        EditError: it cannot be read again, or has no encoding of its own.
    """
    article = opened.in_encoding(encoding)
    if article is None:
        raise EditError("not read anew: it is no text in that encoding, or its file is not here as it was")
    if encoding and article.page.encoding != encoding:
        raise EditError("not read anew: a document of this format says itself how its text is encoded")
    return article


def choosing(opened: OpenDocument, article: Article, encoding: str, annotator: str) -> tuple[Change, ...]:
    """What changes as a document is read in an encoding; nothing if it was chosen already.

    Args:
        opened: the document, as it is read now.
        article: as ``read_again`` gave it for the encoding.
        encoding: the codec; empty for the one that is found.
        annotator: who chose.

    Returns:
        The choice, then lines put back or dropped, bookmarks and annotations at their places in the new text.
    """
    earlier = opened.records.decisions(ENCODING)
    if chosen_encoding(earlier) == encoding:
        return ()
    pages = _Pages(opened.article.page, article.page)
    lines = list(_lines(opened, article, pages))
    decided = [change.after for change in lines if change.after is not None]
    shown = _Shown(as_decided(article, decided))  # type: ignore[arg-type]
    made = opened.records.decide(ENCODING, {"encoding": encoding}, annotator) if encoding else ()
    gone = [change for one in earlier for change in opened.records.delete_decision(one)]
    return (*gone, *made, *lines, *_bookmarks(opened, shown, pages), *_annotations(opened, shown, pages))


def likely_readings(page: Page) -> list[tuple[str, str]]:
    """The likely codecs of a page, the likeliest first, each with the first words that tell it from others.

    May take a tenth of a second.
    """
    from reader.sources.encodings import likely_encodings

    data = _encoded(page.source, page.encoding)
    return [(codec, _telling(data.decode(codec, errors="replace"))) for codec in likely_encodings(data)]


def _telling(text: str) -> str:
    """The first few words around a character beyond ASCII, on one line."""
    first = next((place for place, letter in enumerate(text) if not letter.isascii()), 0)
    start = text.rfind("\n", 0, first) + 1
    return " ".join(text[max(start, first - _BEFORE) : first + _AFTER].split())


class _Pages:
    """Follows passages from one page to another one that was decoded from the same bytes."""

    def __init__(self, before: Page, after: Page) -> None:
        self._before = before
        self._old, self._new = DecodedText(before.source, before.encoding), DecodedText(after.source, after.encoding)
        self._is_same = self._old.size == self._new.size
        self._shown = Stretches((run.origin_start, run.origin_end, run) for run in after.origin.runs)

    def span(self, start: int, end: int) -> Span | None:
        """Where ``[start, end)`` of the old ``Page.text`` is in the new one; None if that cannot be told."""
        if not self._is_same:
            return None
        source = self._before.origin.span(start, end)
        places = [self._new.letters_in(self._old.bytes_of(offset)) for offset in source]
        return derived(self._shown, Span(*places))


class _Shown:
    """An article, by the places of its page."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._blocks = Stretches((block.page_start, block.page_end, True) for block in article.blocks)
        self._runs = Stretches((run.origin_start, run.origin_end, run) for run in article.origin.runs)

    def span(self, page: Span) -> Span | None:
        """Where a passage of the page is in the article; None if it is not shown as a whole."""
        is_shown = all(any(self._blocks.overlapping(place, place + 1)) for place in _ends(page))
        return derived(self._runs, page) if is_shown else None


class DecodedText:
    """A text and the bytes that it was decoded from; what is asked for is counted from the nearest known place.

    Args:
        text: as it was decoded; what could not be is U+FFFD, and counts as one byte.
        encoding: the codec.
    """

    def __init__(self, text: str, encoding: str) -> None:
        self._text, self._encoding = text, encoding
        step = len(text) if encoding.startswith(_STATEFUL) else _STEP  # there a part alone has other bytes
        self._letters: list[int] = [*range(0, len(text), max(step, 1)), len(text)]
        pieces = (_encoded(text[start:end], encoding) for start, end in pairwise(self._letters))
        self._bytes: list[int] = list(accumulate((len(piece) for piece in pieces), initial=0))

    @property
    def size(self) -> int:
        """Its bytes."""
        return self._bytes[-1]

    def bytes_of(self, letters: int) -> int:
        """The bytes of so many of its first code points."""
        known = max(bisect_right(self._letters, letters) - 1, 0)
        return self._bytes[known] + len(_encoded(self._text[self._letters[known] : letters], self._encoding))

    def letters_in(self, size: int) -> int:
        """The code points that are whole in so many of its first bytes."""
        known = max(bisect_right(self._bytes, size) - 1, 0)
        following = self._text[self._letters[known] : self._letters[min(known + 1, len(self._letters) - 1)]]
        piece = _encoded(following, self._encoding)[: size - self._bytes[known]]
        whole: str = piece.decode(self._encoding, errors="ignore")
        return self._letters[known] + len(whole)


def _encoded(source: str, encoding: str) -> bytes:
    """The bytes that a source was decoded from; one that could not be read counts as one byte."""
    return source.replace("\ufffd", "?").encode(encoding, errors="replace")


class Stretches(Generic[_What]):
    """Stretches of a text, in any order, with what each stands for; found without a look at all of them."""

    def __init__(self, stretches: Iterable[tuple[int, int, _What]]) -> None:
        self._all = sorted(stretches, key=itemgetter(0))
        self._starts = [start for start, _, _ in self._all]
        self._reach = list(accumulate((end for _, end, _ in self._all), max))

    def overlapping(self, start: int, end: int) -> Iterator[_What]:
        """What has a code point in common with ``[start, end)``, the last first."""
        index = bisect_left(self._starts, end)
        while index and self._reach[index - 1] > start:
            index -= 1
            _, its_end, what = self._all[index]
            if its_end > start:
                yield what


def derived(shown: Stretches[Run], place: Span) -> Span | None:
    """The span of the derived text that comes from a span of the origin; None if nothing does."""
    found = []
    for run in shown.overlapping(*place):
        is_linear = run.end - run.start == run.origin_end - run.origin_start
        shift = run.start - run.origin_start
        piece = Span(max(place.start, run.origin_start) + shift, min(place.end, run.origin_end) + shift)
        found.append(piece if is_linear else Span(run.start, run.end))
    return Span(min(one.start for one in found), max(one.end for one in found)) if found else None


def _lines(opened: OpenDocument, article: Article, pages: _Pages) -> Iterator[Change]:
    """The lines that were put back or dropped, at their places on the new page."""
    from reader.cleaning.line_overrides import LineOverride, override_data, overrides_on

    for decision in opened.records.decisions(LINE):
        for line in overrides_on(opened.article.page, [decision.data]):
            if place := pages.span(line.start, line.end):
                yield _changed(decision, override_data(article.page, LineOverride(*place, line.is_shown)))


def _bookmarks(opened: OpenDocument, shown: _Shown, pages: _Pages) -> Iterator[Change]:
    from reader.annotations.bookmarks import BOOKMARK, bookmark_data, bookmarks

    for mark in bookmarks(opened.records.decisions(BOOKMARK), opened.article.text).values():
        if place := _in_article(opened.article, shown, Span(mark.offset, mark.offset + 1), pages):
            yield _changed(mark.decision, dict(bookmark_data(mark.name, shown.article.text, place.start)))


def _changed(decision: Decision, data: dict[str, object]) -> Change:
    return Change(decision, replace(decision, data=data, updated_at=now()))


def _annotations(opened: OpenDocument, shown: _Shown, pages: _Pages) -> Iterator[Change]:
    from reader.anchoring.anchors import anchored, reanchored

    left = []
    for one in opened.records.annotations:
        place = _in_article(opened.article, shown, Span(one.start, one.end), pages)
        if place is None:
            left.append(one)
        else:
            yield Change(one, anchored(one, shown.article, *place, status=one.anchor))
    for one, found in zip(left, reanchored(left, shown.article, lambda: (opened.article.text,)), strict=True):
        if found.annotation is not one:
            yield Change(one, found.annotation)


def _in_article(before: Article, shown: _Shown, span: Span, pages: _Pages) -> Span | None:
    """A passage of the old article in the new one; None if it is not shown there as a whole, or cannot be told."""
    page = pages.span(*before.page_span(*span))
    return shown.span(page) if page is not None else None


def _ends(span: Span) -> tuple[int, int]:
    return span.start, max(span.start, span.end - 1)
