"""A side as an annotator of a blind project may see it (see ``store/team/blind_view.py``).

Who has finished a document is asked of all sides together: in one clone one may have finished it, in another another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.exchange.comparison.side import Side, SideDocument
from reader.model.annotation import Decision

if TYPE_CHECKING:
    from reader.store.records.transaction import Transaction
    from reader.store.team.blind_view import BlindView


def seen(sides: Iterable[Side]) -> list[Side]:
    """The sides without what is hidden from who looks; documents in which only others did something are left out."""
    return _filtered(tuple(sides), _seen_document)


def open_documents(sides: Iterable[Side]) -> list[Side]:
    """The sides with only those documents of which whoever looks may see everything."""
    return _filtered(tuple(sides), lambda one, view, decisions: one if view.is_open(one.document, decisions) else None)


def _filtered(
    sides: Sequence[Side], shown: Callable[[SideDocument, BlindView, Sequence[Decision]], SideDocument | None]
) -> list[Side]:
    decisions: dict[str, list[Decision]] = {}
    for side in sides if any(side.view is not None for side in sides) else ():
        for one in side.documents:
            found = decisions.setdefault(one.document.sha256, [])
            found += [each for each in one.records.values() if isinstance(each, Decision)]

    def filtered(side: Side) -> Side:
        if (view := side.view) is None:
            return side
        documents = (shown(one, view, decisions[one.document.sha256]) for one in side.documents)
        return replace(side, documents=[one for one in documents if one is not None])

    return [filtered(side) for side in sides]


def _seen_document(one: SideDocument, view: BlindView, decisions: Sequence[Decision]) -> SideDocument | None:
    if view.is_open(one.document, decisions):
        return one
    records = {name: shown for name, each in one.records.items() if (shown := view.record(each)) is not None}
    if one.records and not records:
        return None
    return replace(one, records=records, graves={}, beside={}, history=partial(_seen_history, one, view))


def _seen_history(one: SideDocument, view: BlindView) -> list[Transaction]:
    return [shown for each in one.history() if (shown := view.transaction(each)) is not None]
