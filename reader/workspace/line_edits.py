"""Putting back lines that were wrongly dropped, and dropping lines that were wrongly kept: what changes by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.model.annotation import Change
from reader.model.spans import Span
from reader.store.override_records import LINE
from reader.system.stdio import counted
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.cleaning.line_overrides import LineOverride
    from reader.workspace.library_entries import OpenDocument


def toggled_lines(opened: OpenDocument, span: Span, *, on_page: bool) -> list[LineOverride]:
    """The lines that a passage touches, each with whether it is shown now; ordered.

    Args:
        opened: the document.
        span: in ``Page.text`` where ``on_page``, else in ``Article.text``.
        on_page: which of the two.

    Raises:
        EditError: no line is there, or they are the whole article.
    """
    from reader.cleaning.line_overrides import overrides_in

    lines = overrides_in(opened.article, span, on_page=on_page)
    if not lines:
        raise EditError("no line here to put back or to drop")
    if not lines[0].is_shown and 1 < len(lines) == len(opened.article.blocks):
        raise EditError("that is the whole article: select the lines that do not belong to it")
    return lines


def overriding(opened: OpenDocument, lines: Sequence[LineOverride], annotator: str) -> tuple[Change, ...]:
    """What changes as lines are put back or dropped: annotations at their new places, then the decisions.

    Raises:
        EditError: an annotation lies in the lines themselves.
    """
    return (*_moved(opened, lines), *_decided(opened, lines, annotator))


def _decided(opened: OpenDocument, lines: Sequence[LineOverride], annotator: str) -> tuple[Change, ...]:
    """The decisions; or, where an earlier one said the opposite, that one taken back."""
    from reader.cleaning.line_overrides import override_data, overrides_on

    page = opened.article.page
    made: list[Change] = []
    earlier = [(one, found) for one in opened.records.decisions(LINE) for found in overrides_on(page, [one.data])]
    taken_back: dict[str, tuple[Change, ...]] = {}
    for line in lines:
        opposite = next(
            (
                one
                for one, (start, end, is_shown) in reversed(earlier)
                if is_shown != line.is_shown and Span(start, end).overlaps(line.start, line.end)
            ),
            None,
        )
        if opposite is None:
            made += opened.records.decide(LINE, override_data(page, line), annotator)
        else:
            taken_back[opposite.id] = opened.records.delete_decision(opposite)
    return (*(change for changes in taken_back.values() for change in changes), *made)


def _moved(opened: OpenDocument, lines: Sequence[LineOverride]) -> tuple[Change, ...]:
    """Every annotation at its place in the article without the lines, or with them."""
    from reader.anchoring.anchors import anchored
    from reader.cleaning.line_overrides import carried, with_overrides

    before = opened.article
    after = with_overrides(before, lines)
    changes, inside = [], 0
    for one in opened.records.annotations:
        place = carried(Span(one.start, one.end), before, after)
        if place is None:
            inside += 1
        elif place != (one.start, one.end):
            changes.append(Change(one, anchored(one, after, *place, status=one.anchor)))
    if inside:
        where = "this line" if len(lines) == 1 else f"these {len(lines)} lines"
        raise EditError(f"{counted(inside, 'annotation')} in {where}: delete {'it' if inside == 1 else 'them'} first")
    return tuple(changes)
