"""Two versions of an article side by side: what became of its sentences, one change after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.analysis.versions.sentence_fates import KEPT
from reader.analysis.versions.version_changes import VersionChanges
from reader.anchoring.word_difference import FRESH, GONE, SAME, DifferencePart
from reader.exchange.versions.change_groups import (
    ChangeGroup,
    change_groups,
    fate_in_words,
    sentences_in_total,
    tag_fate_in_words,
    tags_in_total,
)
from reader.model.article import Article
from reader.model.spans import Span
from reader.system.safe_text import safe_text
from reader.ui.keymap.action import VERSION_DIALOG
from reader.ui.screens.scrolling_screen import ScrollingScreen

#: Code points of the text that are shown on each side of a change: enough to read on in the earlier version.
AROUND = 1500
_KEYS = "{next_change} {previous_change} the others  {go_to_change} goes there"
_OTHER_KEYS = "  {scroll_down} {scroll_up} scroll  {close_versions} closes"
#: How each kind of part looks: told apart without colour too.
_LOOKS = {SAME: ("{}", "bold"), GONE: ("[-{}-]", "bold $oppose"), FRESH: ("{{+{}+}}", "bold $agree")}


class ShownVersions(NamedTuple):
    """Two versions as they are shown.

    Attributes:
        changes: what became of what.
        shown: the changes in order; what was kept is left out.
        totals: of sentences and tags, in a line.
    """

    changes: VersionChanges
    shown: Sequence[ShownChange]
    totals: str


class ShownChange(NamedTuple):
    """One change, and where it is in both versions: code points; an empty place is between two sentences."""

    group: ChangeGroup
    old: Span
    new: Span
    tags: str


def shown_versions(changes: VersionChanges) -> ShownVersions:
    """The versions with each change, and the tags that it concerns; the work grows with both."""
    groups = change_groups(changes.sentences)
    totals = "; ".join(filter(None, (sentences_in_total(groups), tags_in_total(changes.tags))))
    return ShownVersions(changes, _shown(changes, groups), safe_text(totals))


def _shown(changes: VersionChanges, groups: Sequence[ChangeGroup]) -> list[ShownChange]:
    found: list[ShownChange] = []
    old = new = 0
    for group in groups:
        old_place = _around([part.old_span for part in group.parts if part.old_span], old)
        new_place = _around([part.new_span for part in group.parts if part.new_span], new)
        old, new = old_place.end, new_place.end
        if group.fate != KEPT:
            found.append(ShownChange(group, old_place, new_place, _tags_in(changes, old_place, new_place)))
    return found


def _around(spans: Sequence[Span], before: int) -> Span:
    """The place of some sentences; behind what stood before where there are none."""
    return Span(min(one.start for one in spans), max(one.end for one in spans)) if spans else Span(before, before)


def _tags_in(changes: VersionChanges, old: Span, new: Span) -> str:
    """The tags in a place, with their fate."""
    found = [
        f"{one.tag.label} {tag_fate_in_words(one.fate)}"
        for one in changes.tags
        if (one.old and one.old.overlaps(*old)) or (one.old is None and one.new and one.new.overlaps(*new))
    ]
    return safe_text(", ".join(found))


class VersionScreen(ScrollingScreen):
    """The changes one after another, the earlier text at the left and the present one at the right.

    Args:
        versions: with at least one sentence that was not kept.
        go_to: goes to a place in the present text.
    """

    CSS_PATH = "../dialogs.tcss"
    PLACES: ClassVar[tuple[str, ...]] = (VERSION_DIALOG, *ScrollingScreen.PLACES)

    def __init__(self, versions: ShownVersions, go_to: Callable[[Span], object]) -> None:
        super().__init__(classes="dialog")
        self._changes, self._shown, self._totals = versions
        self._go_to = go_to
        self._index = 0

    def compose(self) -> ComposeResult:
        """Which change, the totals, the two sides, and what the keys do."""
        with Vertical(classes="box"):
            yield Static(markup=False, id="head")
            yield Static(Content(self._totals), markup=False, classes="hint")
            with Horizontal(id="sides"):
                for side in ("before", "after"):
                    with VerticalScroll(can_focus=False):
                        yield Static(markup=False, id=side)
            yield Static(self.dialog_keys.hint(_KEYS + _OTHER_KEYS), markup=False, classes="hint")

    def on_mount(self) -> None:
        """Show the first."""
        self._draw()

    def go(self, step: str) -> None:
        """Go to the next or the previous change."""
        self._index = min(max(self._index + int(step), 0), len(self._shown) - 1)
        self._draw()

    def go_to_text(self) -> None:
        """Close it, at the place of the change in the text."""
        place = self._shown[self._index].new
        self.dismiss(None)
        self._go_to(place)

    def _draw(self) -> None:
        one = self._shown[self._index]
        tags = f"  ·  {one.tags}" if one.tags else ""
        head = f"{self._index + 1}/{len(self._shown)}  {fate_in_words(one.group.fate)}{tags}"
        self.query_one("#head", Static).update(Content.styled(head, "bold"))
        words = one.group.words() if one.group.old and one.group.new else []
        sides = (
            ("before", self._changes.old, one.old, GONE, "EARLIER"),
            ("after", self._changes.new, one.new, FRESH, "NOW"),
        )
        for name, article, place, kind, title in sides:
            parts = [part for part in words if part.kind in (SAME, kind)]
            if not words and place.start < place.end:
                parts = [DifferencePart(kind, article.text[slice(*place)])]
            self.query_one(f"#{name}", Static).update(_side(title, article, place, parts))


def _side(title: str, article: Article, place: Span, parts: Sequence[DifferencePart]) -> Content:
    """A version around a change, marked by signs as well as by colours."""
    passage = Content("")
    for part in parts:
        form, style = _LOOKS[part.kind]
        passage += Content.styled(form.format(part.text), style)
    if not parts:
        passage = Content.styled("…", "bold")
    before, after = (
        article.text[max(0, place.start - AROUND // 8) : place.start],
        article.text[place.end : place.end + AROUND],
    )
    before = f"… {before.partition(' ')[2]}" if place.start > AROUND // 8 else before
    return (
        Content(f"{title}\n\n")
        + Content.styled(f"{before}▸", "$quiet")
        + passage
        + Content.styled(f"◂{after}", "$quiet")
    )
