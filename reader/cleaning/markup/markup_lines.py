"""Decides for each line of a marked-up page whether it is shown, by its region, its words and an extractor."""

from __future__ import annotations

from dataclasses import dataclass

from reader.cleaning import bylines, dates
from reader.cleaning.dump.row_roles import is_furniture, role_of
from reader.cleaning.dump.rows import PageRow, rows
from reader.model.page import Page
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED

#: Regions of the page that are dropped even if the extractor keeps them, with the reason.
_NEVER = {
    "caption": "caption", "credit": "credit", "alt": "caption", "comments": "comments", "bio": "author_bio",
    "disclaimer": "disclaimer", "form": "navigation", "title": "repeat",
}  # fmt: skip
_REGIONS = _NEVER | {
    "nav": "navigation", "footer": "boilerplate", "share": "navigation", "promo": "promotion", "related": "teaser",
    "legal": "boilerplate", "byline": "byline", "time": "date", "aside": "teaser", "front": "markup",
    "markup": "markup", "figure": "caption", "attachment": "attachment", "alternative": "alternative",
    HIDDEN: HIDDEN, STATED: "repeat",
}  # fmt: skip
#: Roles whose lines are dropped even if the extractor keeps them, with the reason.
_ROLES = {"disclaimer": "disclaimer", "contribution": "credit", "caption": "caption", "comments": "comments"}
_REASONS = _ROLES | {
    "symbols": "navigation", "navigation": "navigation", "end": "navigation", "promotion": "promotion",
    "teaser": "teaser",
}  # fmt: skip
_FRONT = {"front author": "byline", "front date": "date"}
_KINDS = {"li": "list_item", "quote": "quote", "table": "table"}
#: The regions of footnotes: by the markup's own element, and by classes and ids.
NOTE = "footnote"
_NOTES = frozenset({NOTE, "notes"})
#: The most letters of an article in which a passage is searched that may repeat it.
MOST_COMPARED = 300_000
_CLOSERS, _STOPS = "\"'”’»“)]", (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")
#: A longer line that ends like a sentence is prose, even if it names an agency.
_LONGEST_CAPTION = 60
_LONGEST_CREDIT = 800
#: If regions cover more than this share of the extracted text, they are not trusted.
_MOST_IN_REGIONS = 0.35


@dataclass(slots=True)
class MarkedLine:
    """A non-blank line of the page: ``kind`` if it is shown, otherwise ``reason``; its index in ``Page.lines``."""

    start: int
    end: int
    text: str
    hint: str
    role: str
    number: int = -1
    is_furniture: bool = False
    taken: bool = False
    kind: str = ""
    reason: str = ""

    @property
    def region(self) -> str:
        """The region of the page that holds the line, or its element."""
        return self.hint.split()[0] if self.hint else ""

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 6; 0 for other lines."""
        last = self.hint.rpartition(" ")[2]
        return int(last[1]) if len(last) == 2 and last[0] == "h" and last[1].isdigit() else 0


def marked_lines(page: Page) -> list[MarkedLine]:
    """The non-blank lines of a page, each with the role of its words."""
    judged = (_line(page, number, row) for row in _with_roles(rows(page)) for number in range(row.first, row.last + 1))
    return [line for line in judged if line]


def _with_roles(found: list[PageRow]) -> list[PageRow]:
    for row in found:
        row.role = role_of(row)
    return found


def _line(page: Page, number: int, row: PageRow) -> MarkedLine | None:
    line = page.lines[number]
    shown = page.text[line.start : line.end]
    bare = shown.strip()
    start = line.start + len(shown) - len(shown.lstrip())
    if not bare:
        return None
    return MarkedLine(start, start + len(bare), bare, line.hint, row.role, number, is_furniture(row))


def _is_out_of_article(line: MarkedLine) -> bool:
    """Whether the region of a line marks it as boilerplate, whatever the extractor says."""
    if line.region in {"caption", "credit", "form"} and (line.level or len(line.text) > _LONGEST_CREDIT):
        return False
    return line.region in _NEVER


def are_regions_trusted(judged: list[MarkedLine]) -> bool:
    """Whether regions are plausible; they also come from class names, and are wrong if they drop much text."""
    taken = sum(len(line.text) for line in judged if line.taken)
    return sum(len(line.text) for line in judged if line.taken and _is_out_of_article(line)) < _MOST_IN_REGIONS * taken


def settle(line: MarkedLine, trusted: bool) -> None:
    """Show a line that the extractor kept, unless its region or its words mark it as boilerplate."""
    if trusted and _is_out_of_article(line):
        line.reason = _NEVER[line.region]
    elif line.role in _ROLES and not line.level and not (line.role == "caption" and _is_long_sentence(line.text)):
        line.reason = _ROLES[line.role]
    elif line.role == "symbols" and not squeezed(line.text):
        line.reason = "navigation"
    else:
        line.kind = kind_of(line)


def kind_of(line: MarkedLine) -> str:
    """The kind of a line that is shown, by its markup."""
    if line.level:
        return "heading"
    if line.region in _NOTES:
        return NOTE
    words = line.hint.split()
    if words == [STATED, "date"]:
        return "date"
    return next((_KINDS[word] for word in reversed(words) if word in _KINDS), "paragraph")


def region_reason(line: MarkedLine) -> str:
    """Why a line may be dropped by its region alone; empty if its region says nothing."""
    return _REGIONS.get(line.region, "")


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence."""
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def _is_long_sentence(text: str) -> bool:
    return len(text) > _LONGEST_CAPTION and is_sentence(text)


def mark_repeats(judged: list[MarkedLine], title: MarkedLine) -> None:
    """Drop every other line that repeats the headline."""
    bare = squeezed(title.text).lower()
    for line in judged:
        if line is not title and len(line.text) < len(title.text) + 60 and squeezed(line.text).lower() == bare:
            line.kind, line.reason = "", "repeat"


def give_reasons(judged: list[MarkedLine]) -> None:
    """Set the reason of each line that is not shown: by its region, its words, or the line below it."""
    below = ""
    for line in reversed(judged):
        if line.kind:
            below = ""
            continue
        line.reason = line.reason or _reason(line, below)
        if not line.level:
            below = line.reason


def _reason(line: MarkedLine, below: str) -> str:
    if line.hint in _FRONT:
        return _FRONT[line.hint]
    if line.region in _REGIONS and line.region != "aside":
        return _REGIONS[line.region]
    if line.role in _REASONS:
        return _REASONS[line.role]
    if line.region in _REGIONS:
        return _REGIONS[line.region]
    if line.level:
        return below if below in {"teaser", "comments", "promotion", "navigation", "author_bio"} else "teaser"
    if bylines.is_byline(line.text, line.text.lower()):
        return "byline"
    if dates.date_of_line(line.text):
        return "date"
    if line.hint.endswith("link"):
        return "teaser" if len(line.text.split()) >= 5 else "navigation"
    return "navigation" if line.region == "li" and len(line.text.split()) < 5 else "boilerplate"
