"""Takes lines back into the article that the extractor left out, by where they stand on the page.

An extractor judges a paragraph by its length and its links. A line in the container that holds the paragraphs around
it is the article's, whether it is a link, a short item of a list or a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cleaning import bylines, dates
from reader.cleaning.markup.line_places import PagePlaces
from reader.cleaning.markup.markup_lines import MOST_COMPARED, MarkedLine, is_sentence, kind_of, region_reason
from reader.sources.bare_letters import squeezed

#: The fewest words of a stand-first, and of one that does not end like a sentence.
_LEAD_WORDS, _BARE_LEAD_WORDS = 6, 8
#: Lines below the headline that may stand before the stand-first.
_LEAD_REACH = 12
#: The fewest words of a sentence that is a paragraph of its own.
_SENTENCE_WORDS = 5
#: The fewest words of a linked one beside paragraphs, which must end with a full stop.
_SHORT_WORDS = 3
#: The fewest words of a linked one in a box of its own.
_LINK_WORDS = 8
#: The most words of a line that says who said something, or when a post was written.
_NAME_WORDS, _TIME_WORDS = 14, 8
_QUOTED = '"“„«»‘‚「『'
#: Regions in which a notice corrects another article, or nobody reads it.
_NOT_OWN = frozenset({"nav", "related", "comments", "form", "title", "alt", "hidden", "stated", "front", "markup"})
_QUOTING = frozenset({"figure", "aside"})
#: Regions of the lines below a quotation that say whose words they are.
_SPEAKERS = _QUOTING | {"caption", "byline", "footer"}
#: Letters of a quotation by which it is found elsewhere in the article.
_QUOTE_LETTERS = 60
_CLOCK = re.compile(
    r"(?<!\d)(?:[01]?\d|2[0-3])[:.h][0-5]\d(?!\d)|(?<!\d)(?:1[0-2]|[1-9]) ?[ap]\.?m\b|(?<!\d)\d{1,2} ?(?:m|h|min|mins"
    r"|minutes?|hours?) ago\b",
    re.IGNORECASE,
)
#: Posts that make a page a live blog.
_LEAST_POSTS = 2


def take_back(judged: list[MarkedLine], title: MarkedLine | None, places: PagePlaces) -> None:
    """Give lines that belong to the article their kind: its stand-first, and what stands among its paragraphs.

    Args:
        judged: the lines of the page; those that the extractor kept are settled.
        title: the headline, if it is on the page.
        places: of the lines.
    """
    body = [index for index, line in enumerate(judged) if line.kind and line is not title]
    if not body:
        return
    start = judged.index(title) + 1 if title and title.hint != "title" and judged.index(title) < body[0] else body[0]
    homes = {places.place(judged[index].number).home for index in body if not judged[index].level} - {0}
    _take_lead(judged, start, body[0])
    _take_neighbours(judged, start, body[-1], homes, places)
    for line in judged[start:]:
        if line.role == "correction" and not line.kind and line.region not in _NOT_OWN:
            line.kind, line.reason = "paragraph", ""
    _take_quotations(judged, start, body[-1])
    _take_times(judged, start, body[-1])


def _take_lead(judged: list[MarkedLine], start: int, body: int) -> None:
    for line in judged[start : min(body, start + _LEAD_REACH)]:
        is_named = line.hint.split() in (["related"], ["related", "p"]) and not line.role and is_sentence(line.text)
        if line.kind or not (is_named or (_is_free(line) and line.hint in {"", "p"})):
            continue  # the class of a stand-first is often "teaser"
        words = len(line.text.split())
        if (words >= _LEAD_WORDS and is_sentence(line.text)) or (words >= _BARE_LEAD_WORDS and line.hint == "p"):
            line.kind, line.reason = "lead", ""
            return


def _take_neighbours(judged: list[MarkedLine], start: int, last: int, homes: set[int], places: PagePlaces) -> None:
    """Take what stands in a container of the article's paragraphs, up to the end of the one that holds the last."""
    last_home = places.place(judged[last].number).home
    announced = False
    for index in range(start, len(judged)):
        line = judged[index]
        home = places.place(line.number).home
        if index > last and (not places.holds(last_home, home) or line.level or region_reason(line)):
            break
        if line.kind:
            is_announcing = line.text.endswith(":") and not line.role
            announced = is_announcing or (announced and (line.kind == "list_item" or line.hint == "link"))
            continue
        depth = next((depth for depth, outer in enumerate(_around(home, places)) if outer in homes), None)
        is_item = announced and depth is not None and (line.hint.split()[:1] == ["li"] or line.hint == "link")
        if is_item or (_is_free(line) and _belongs(judged, index, depth, last, places)):
            line.kind, line.reason = kind_of(line), ""
        announced = is_item


def _belongs(judged: list[MarkedLine], index: int, depth: int | None, last: int, places: PagePlaces) -> bool:
    """Whether a line ``depth`` containers inside one of the article's paragraphs, or in none, is the article's."""
    line = judged[index]
    if depth is not None and _is_of_article(line, depth, is_late=index > last):
        return True
    return line.level > 0 and index < last and _is_above_text(judged, index, places)


def _is_above_text(judged: list[MarkedLine], index: int, places: PagePlaces) -> bool:
    """Whether the next line is the article's and stands in the container of a heading."""
    home = places.place(judged[index].number).home
    below = next((line for line in judged[index + 1 : index + 3] if line.kind), None)
    return below is not None and places.around(home) > 0 and places.holds(home, places.place(below.number).home)


def _around(home: int, places: PagePlaces) -> Iterator[int]:
    """A container, the one around it, and the one around that."""
    for _ in range(3):
        yield home
        home = places.around(home)


def _is_of_article(line: MarkedLine, depth: int, *, is_late: bool) -> bool:
    """Whether a line so many containers inside one of the article's paragraphs is the article's."""
    is_near = depth == 0
    last = line.hint.rpartition(" ")[2]
    words = len(line.text.split())
    if line.role == "correction":
        return True
    sentence = words >= _SENTENCE_WORDS and is_sentence(line.text)
    if line.level:
        return depth <= 1 and not is_late
    if line.hint == "li link":
        return sentence and not is_late and line.text.endswith(".")
    if last == "link":
        if is_near and not is_late and words >= _SHORT_WORDS and line.text.endswith("."):
            return True
        return sentence and (is_near or (depth == 1 and words >= _LINK_WORDS and line.text.endswith(".")))
    if last == "" or is_late:
        return sentence
    if last == "li":
        return True
    return sentence or is_near


def _is_free(line: MarkedLine) -> bool:
    """Whether neither its region nor its words mark a line as boilerplate."""
    is_listed = line.region == "figure" and line.hint.endswith(" li")
    if line.reason or (region_reason(line) and not is_listed) or line.role not in {"", "correction"}:
        return False
    return line.role == "correction" or not (
        bylines.is_byline(line.text, line.text.lower()) or (len(line.text) < 80 and dates.date_of_line(line.text))
    )


def _take_quotations(judged: list[MarkedLine], start: int, last: int) -> None:
    """Take quotations in figures and asides that stand nowhere else in the article, with who said them."""
    shown = squeezed(" ".join(line.text for line in judged if line.kind))[:MOST_COMPARED]
    is_said = False
    for line in judged[start:last]:
        if line.kind or line.region not in _SPEAKERS:
            is_said = line.kind == "quote"
            continue
        is_quote = line.region in _QUOTING and (line.hint.endswith("quote") or line.text[0] in _QUOTED)
        words = len(line.text.split())
        if is_said and words <= _NAME_WORDS and not line.level and line.role in {"", "caption"}:
            line.kind, line.reason = "quote", ""
        elif is_quote and words >= _SENTENCE_WORDS and not line.level:
            is_new = squeezed(line.text)[:_QUOTE_LETTERS] not in shown
            is_said = is_new
            if is_new:
                line.kind, line.reason = "quote", ""
        else:
            is_said = False


def _take_times(judged: list[MarkedLine], start: int, last: int) -> None:
    """Take the times of the posts of a live blog."""
    times = [
        line
        for line in judged[start:last]
        if not line.level and len(line.text.split()) <= _TIME_WORDS and _CLOCK.search(line.text)
    ]
    if len(times) >= _LEAST_POSTS:
        for line in times:
            if not line.kind and line.region in {"", "p", "li", "table", "byline", "time", "link"}:
                line.kind, line.reason = "date", ""
