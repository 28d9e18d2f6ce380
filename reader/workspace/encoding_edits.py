"""Reading a document in an encoding that a person chose: what changes by it.

Both texts are decoded from the same bytes, so a passage is followed through them: from the old text to its bytes, and
from these to the new text. What cannot be followed so is looked for as in any changed text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.annotation import Change, now
from reader.model.spans import OffsetMap, Span
from reader.store.override_records import ENCODING, LINE, as_decided, chosen_encoding
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.model.annotation import Decision
    from reader.model.article import Article
    from reader.model.page import Page
    from reader.workspace.library_entries import OpenDocument

#: Code points that are shown before and after the first one that tells encodings apart.
_BEFORE, _AFTER = 12, 60
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
    shown = as_decided(article, decided)  # type: ignore[arg-type]
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
        self._before, self._after = before, after
        old, new = _encoded(before.source, before.encoding), _encoded(after.source, after.encoding)
        self._new = new if len(old) == len(new) else None

    def span(self, start: int, end: int) -> Span | None:
        """Where ``[start, end)`` of the old ``Page.text`` is in the new one; None if that cannot be told."""
        if self._new is None:
            return None
        source = self._before.origin.span(start, end)
        return _inverse(self._after.origin, Span(self._source(source.start), self._source(source.end)))

    def _source(self, offset: int) -> int:
        """The offset in the new source of an offset in the old one."""
        new = self._new or b""
        count = len(_encoded(self._before.source[:offset], self._before.encoding))
        return len(new[:count].decode(self._after.encoding, errors="ignore"))


def _encoded(source: str, encoding: str) -> bytes:
    """The bytes that a source was decoded from; one that could not be read counts as one byte."""
    return source.replace("\ufffd", "?").encode(encoding, errors="replace")


def _inverse(origin: OffsetMap, place: Span) -> Span | None:
    """The span of the derived text that comes from a span of the origin; None if nothing does."""
    found = []
    for run in origin.runs:
        if place.overlaps(run.origin_start, run.origin_end):
            is_linear = run.end - run.start == run.origin_end - run.origin_start
            shift = run.start - run.origin_start
            found.append(Span(max(place.start, run.origin_start) + shift, min(place.end, run.origin_end) + shift))
            if not is_linear:
                found[-1] = Span(run.start, run.end)
    return Span(min(one.start for one in found), max(one.end for one in found)) if found else None


def _lines(opened: OpenDocument, article: Article, pages: _Pages) -> Iterator[Change]:
    """The lines that were put back or dropped, at their places on the new page."""
    from reader.cleaning.line_overrides import LineOverride, override_data, overrides_on

    for decision in opened.records.decisions(LINE):
        for line in overrides_on(opened.article.page, [decision.data]):
            if place := pages.span(line.start, line.end):
                yield _changed(decision, override_data(article.page, LineOverride(*place, line.is_shown)))


def _bookmarks(opened: OpenDocument, shown: Article, pages: _Pages) -> Iterator[Change]:
    from reader.annotations.bookmarks import BOOKMARK, bookmark_data, bookmarks

    for mark in bookmarks(opened.records.decisions(BOOKMARK), opened.article.text).values():
        if place := _in_article(opened.article, shown, Span(mark.offset, mark.offset + 1), pages):
            yield _changed(mark.decision, dict(bookmark_data(mark.name, shown.text, place.start)))


def _changed(decision: Decision, data: dict[str, object]) -> Change:
    return Change(decision, replace(decision, data=data, updated_at=now()))


def _annotations(opened: OpenDocument, shown: Article, pages: _Pages) -> Iterator[Change]:
    from reader.anchoring.anchors import anchored, reanchored

    left = []
    for one in opened.records.annotations:
        place = _in_article(opened.article, shown, Span(one.start, one.end), pages)
        if place is None:
            left.append(one)
        else:
            yield Change(one, anchored(one, shown, *place, status=one.anchor))
    for one, found in zip(left, reanchored(left, shown, lambda: (opened.article.text,)), strict=True):
        if found.annotation is not one:
            yield Change(one, found.annotation)


def _in_article(before: Article, after: Article, span: Span, pages: _Pages) -> Span | None:
    """A passage of the old article in the new one; None if it is not shown there as a whole, or cannot be told."""
    page = pages.span(*before.page_span(*span))
    if page is None:
        return None
    is_shown = [any(block.page_start <= place < block.page_end for block in after.blocks) for place in _ends(page)]
    return _inverse(after.origin, page) if all(is_shown) else None


def _ends(span: Span) -> tuple[int, int]:
    return span.start, max(span.start, span.end - 1)
