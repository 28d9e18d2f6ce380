"""Finds the footnotes of a web page, by the marks in the text that lead to them.

Neither a class nor a link back is needed. A note is what a short mark within a paragraph links to, further down on the
page; without links, what stands at the end under "Notes" or begins with a mark that the text has.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from urllib.parse import unquote

from reader.cleaning.markup.line_places import PagePlaces
from reader.cleaning.markup.markup_lines import NOTE, MarkedLine
from reader.model.page import Page

#: The mark of a note within the text: "1", "[1]", "*", "†", "b", "iv", "note 3".
_MARK = re.compile(
    r"[\[(^]?\s?(?:(?:notes?|fn\.?|n\.|anm\.?|прим\.?)\s?)?(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,3}|[*†‡§¶#]{1,4}|[a-z]|[ivxlc]{1,6})\s?[\])]?[.:]?",
    re.IGNORECASE,
)
#: The mark at the start of a note that nothing leads to.
_LEADING = re.compile(r"[\[(]?(?P<sign>\d{1,3}|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,4})[\])]?[.)]?(?:\s+|(?<=[^\d.])(?=\S))")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TITLES = frozenset(
    """
    notes footnotes endnotes fußnoten anmerkungen notas fotnoter przypisy примечания сноски примітки виноски voetnoten
    noten note poznámky dipnotlar υποσημειώσεις
    """.split()
) | {"note a piè di pagina", "notes de bas de page", "notas al pie", "notas de rodapé", "notes and references"}
#: Elements that are one note whatever they hold, and the most lines of another one that is.
_SMALL = frozenset({"p", "li", "dd", "dt", "tr", "td", "aside", "blockquote", "small"})
_MOST_LINES = 4
#: The most characters of the article that are searched for a mark.
_MOST_TEXT = 100_000
#: The most characters of a mark within the text.
_LONGEST_MARK = 16
#: The most links that are followed.
_MOST_LINKS = 3000
#: Characters of a line before the id of a note: its own mark.
_AT_START = 4
_INLINE = frozenset("a sup sub span b i em strong cite small font ins mark label".split())
#: Regions whose numbered lines are no notes.
_OTHERS = frozenset({"nav", "comments", "related", "form", "share", "title", "alt", "hidden", "stated", "caption"})


def mark_notes(judged: list[MarkedLine], page: Page, places: PagePlaces) -> None:
    """Make the footnotes of the page blocks, and with them the heading above them.

    Args:
        judged: the lines of the page; those of the article have their kind.
        page: that they stand on.
        places: of the lines.
    """
    notes = set(_linked(judged, page, places)) or set(_unlinked(judged, places))
    for index in sorted(notes):
        line = judged[index]
        if line.level or line.region in _OTHERS:
            continue
        line.kind, line.reason = NOTE, ""
        above = judged[index - 1] if index else line
        if above.level and _is_title(above):
            above.kind, above.reason = "heading", ""


def _is_title(line: MarkedLine) -> bool:
    return line.text.lower().strip(" :.") in _TITLES


def _linked(judged: list[MarkedLine], page: Page, places: PagePlaces) -> Iterator[int]:
    """The indices of the lines that marks in the text lead to."""
    outline = places.outline
    numbers = [places.element(line.number) for line in judged]
    ends = [line.end for line in judged]
    held: dict[int, list[int]] = {}
    for start, end, target in outline.links[:_MOST_LINKS]:
        element, offset = outline.ids.get(target) or outline.ids.get(unquote(target)) or (0, -1)
        if offset < 0 or end - start > _LONGEST_MARK or not _MARK.fullmatch(page.text[start:end].strip()):
            continue
        at = bisect_right(ends, start)
        if at == len(judged) or start - judged[at].start < 2 or judged[at].region in _OTHERS:
            continue  # a number that begins its line leads back
        first = bisect_right(ends, offset)
        if first <= at or first == len(judged) or offset - judged[first].start > _AT_START:
            continue
        block = _block_of(element, places)
        if block not in held:
            held[block] = _lines_of(block, first, numbers, places)
        found = held[block] if held[block][:1] == [first] else [first][: not _is_heading(block, places)]
        if found:
            yield from found
            if _MARK.fullmatch(judged[found[-1]].text.strip()) and found[-1] + 1 < len(judged):
                yield found[-1] + 1


def _block_of(element: int, places: PagePlaces) -> int:
    """The element itself, or the block that it begins."""
    outline = places.outline
    while element and outline.names[element] in _INLINE:
        element = outline.parents[element]
    return element


def _is_heading(block: int, places: PagePlaces) -> bool:
    return places.outline.names[block] in {"h1", "h2", "h3", "h4", "h5", "h6"}


def _lines_of(block: int, first: int, numbers: list[int], places: PagePlaces) -> list[int]:
    """The lines of a block from the line ``first`` on, if they are one note; empty if they may be more."""
    found: list[int] = []
    is_small = places.outline.names[block] in _SMALL
    for index in range(first, len(numbers)):
        if not block or not places.holds(block, numbers[index]):
            break
        found.append(index)
        if not is_small and len(found) > _MOST_LINES:
            return []
    return [] if _is_heading(block, places) else found


def _unlinked(judged: list[MarkedLine], places: PagePlaces) -> Iterator[int]:
    """The indices of lines at the end that begin with a mark of the text, or stand under "Notes"."""
    body = [index for index, line in enumerate(judged) if line.kind and line.kind not in {"title", "byline", "date"}]
    if not body:
        return
    for index in range(len(judged) // 4, len(judged)):
        if judged[index].level and _is_title(judged[index]) and index > body[0]:
            yield from _under(judged, index, places)
            return
    homes = {places.place(judged[index].number).home for index in body}
    text = " ".join(judged[index].text for index in body)[:_MOST_TEXT]
    for index in range(len(judged) - 1, body[0], -1):
        line = judged[index]
        mark = _LEADING.match(line.text)
        if places.place(line.number).home not in homes and not mark:
            continue
        if mark is None:
            if line.kind:
                return
            continue
        if line.region not in _OTHERS and not line.hint.endswith("li") and _is_used(mark["sign"], text):
            yield index


def _under(judged: list[MarkedLine], index: int, places: PagePlaces) -> Iterator[int]:
    home = places.place(judged[index].number).home
    for below in range(index + 1, len(judged)):
        line = judged[below]
        if line.level or not places.holds(home, places.place(line.number).home) or line.hint.endswith("link"):
            return
        if line.hint.endswith("li") or _LEADING.match(line.text):
            yield below
        elif line.kind:
            return


def _is_used(sign: str, text: str) -> bool:
    """Whether a mark stands behind a word of the text."""
    plain = sign.translate(_RAISED)
    if plain.isdigit():
        raised = plain.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return (
            raised in text
            or re.search(rf"(?<=[\w.,;:!?”\"’)])[\[(]{plain}[\])]|(?<=[^\W\d_]|[.,;:!?”\"]){plain}(?!\w)", text)
            is not None
        )
    return re.search(rf"(?<=[\w.,;:!?”\"]){re.escape(sign)}(?![*†‡§\w])", text) is not None
