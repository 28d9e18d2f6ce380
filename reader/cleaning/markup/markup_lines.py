"""Decides for each line of a marked-up page whether it is shown, by its region, its words and an extractor."""

from __future__ import annotations

from dataclasses import dataclass

from reader.cleaning import bylines, dates
from reader.cleaning.dump.row_roles import role_of
from reader.cleaning.dump.rows import rows
from reader.cleaning.markup.extract_alignment import squeezed
from reader.model.page import Page, PageLine

#: Zones of the page that are dropped even where the extractor keeps them, and why.
_NEVER = {
    "caption": "caption", "credit": "credit", "alt": "caption", "comments": "comments", "bio": "author_bio",
    "disclaimer": "disclaimer", "form": "navigation", "title": "repeat",
}  # fmt: skip
_REGIONS = _NEVER | {
    "nav": "navigation", "footer": "boilerplate", "share": "navigation", "promo": "promotion", "related": "teaser",
    "legal": "boilerplate", "byline": "byline", "time": "date", "aside": "teaser", "front": "markup",
    "markup": "markup", "figure": "caption",
}  # fmt: skip
#: Roles by which a line the extractor kept is dropped all the same, and the reason.
_ROLES = {"disclaimer": "disclaimer", "contribution": "credit", "caption": "caption", "comments": "comments"}
_REASONS = _ROLES | {
    "symbols": "navigation", "navigation": "navigation", "end": "navigation", "promotion": "promotion",
    "teaser": "teaser",
}  # fmt: skip
_FRONT = {"front author": "byline", "front date": "date"}
_KINDS = {"li": "list_item", "quote": "quote", "table": "table"}
#: Zones of the notes: the markup's own word for them, and what classes and ids call so.
NOTE = "footnote"
_NOTES = frozenset({NOTE, "notes"})
#: A longer line that ends like a sentence is prose, though it names an agency.
_LONGEST_CAPTION = 60
_LONGEST_CREDIT = 800
#: Zones that would take a larger share of what the extractor took are not believed.
_MOST_IN_REGIONS = 0.35


@dataclass(slots=True)
class MarkedLine:
    """A line of the page that is not blank, and what is known of it; ``kind`` where it is shown, else ``reason``."""

    start: int
    end: int
    text: str
    hint: str
    role: str
    taken: bool = False
    kind: str = ""
    reason: str = ""

    @property
    def region(self) -> str:
        """The part of the page that the line stands in, or its element."""
        return self.hint.split()[0] if self.hint else ""

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 6; 0 for all else."""
        last = self.hint.rpartition(" ")[2]
        return int(last[1]) if len(last) == 2 and last[0] == "h" and last[1].isdigit() else 0


def marked_lines(page: Page) -> list[MarkedLine]:
    """The lines of a page that are not blank, each with the role that its words give it."""
    judged = (
        _line(page, line, role)
        for row in rows(page)
        for role in (role_of(row),)
        for line in page.lines[row.first : row.last + 1]
    )
    return [line for line in judged if line]


def _line(page: Page, line: PageLine, role: str) -> MarkedLine | None:
    shown = page.text[line.start : line.end]
    bare = shown.strip()
    start = line.start + len(shown) - len(shown.lstrip())
    return MarkedLine(start, start + len(bare), bare, line.hint, role) if bare else None


def _is_in_zone(one: MarkedLine) -> bool:
    """Whether the place of a line on the page says that it is furniture, whatever the extractor says."""
    if one.region in {"caption", "credit", "form"} and (one.level or len(one.text) > _LONGEST_CREDIT):
        return False
    return one.region in _NEVER


def are_zones_trusted(judged: list[MarkedLine]) -> bool:
    """Zones come from class names too: where they would drop much of the article, they are wrong on this page."""
    taken = sum(len(one.text) for one in judged if one.taken)
    return sum(len(one.text) for one in judged if one.taken and _is_in_zone(one)) < _MOST_IN_REGIONS * taken


def settle(one: MarkedLine, trusted: bool) -> None:
    """A line that the extractor took is shown, unless its place or its words say that it is furniture after all."""
    if trusted and _is_in_zone(one):
        one.reason = _NEVER[one.region]
    elif one.role in _ROLES and not one.level and not (one.role == "caption" and _is_sentence(one.text)):
        one.reason = _ROLES[one.role]
    elif one.role == "symbols" and not squeezed(one.text):
        one.reason = "navigation"
    elif one.level:
        one.kind = "heading"
    elif one.region in _NOTES:
        one.kind = NOTE
    else:
        words = one.hint.split()
        one.kind = next((_KINDS[word] for word in reversed(words) if word in _KINDS), "paragraph")


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_CAPTION and text.rstrip("\"'”’»)").endswith((".", "!", "?", "…", "。"))


def mark_repeats(judged: list[MarkedLine], title: MarkedLine) -> None:
    """The headline a second time is furniture, wherever it stands."""
    bare = squeezed(title.text).lower()
    for one in judged:
        if one is not title and len(one.text) < len(title.text) + 60 and squeezed(one.text).lower() == bare:
            one.kind, one.reason = "", "repeat"


def give_reasons(judged: list[MarkedLine]) -> None:
    """A reason for each line that is not shown: its region, its words, or what stands below it."""
    below = ""
    for one in reversed(judged):
        if one.kind:
            below = ""
            continue
        one.reason = one.reason or _reason(one, below)
        if not one.level:
            below = one.reason


def _reason(one: MarkedLine, below: str) -> str:
    if one.hint in _FRONT:
        return _FRONT[one.hint]
    if one.region in _REGIONS and one.region != "aside":
        return _REGIONS[one.region]
    if one.role in _REASONS:
        return _REASONS[one.role]
    if one.region in _REGIONS:
        return _REGIONS[one.region]
    if one.level:
        return below if below in {"teaser", "comments", "promotion", "navigation", "author_bio"} else "teaser"
    if bylines.is_byline(one.text, one.text.lower()):
        return "byline"
    if dates.date_of_line(one.text):
        return "date"
    if one.hint.endswith("link"):
        return "teaser" if len(one.text.split()) >= 5 else "navigation"
    return "navigation" if one.region == "li" and len(one.text.split()) < 5 else "boilerplate"
