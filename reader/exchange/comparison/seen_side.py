"""A side as an annotator of a blind project may see it (see ``store/team/blind_view.py``)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from reader.exchange.comparison.side import Side, SideDocument
from reader.model.annotation import Decision

if TYPE_CHECKING:
    from reader.store.records.transaction import Transaction
    from reader.store.team.blind_view import BlindView


def seen(side: Side) -> Side:
    """The side without what is hidden from whoever looks; a document in which only others did something is left out."""
    view = side.view
    if view is None:
        return side
    found = [one for each in side.documents if (one := _seen_document(each, view)) is not None]
    return replace(side, documents=found)


def open_documents(side: Side) -> Side:
    """The side with only those documents of which whoever looks may see everything."""
    view = side.view
    if view is None:
        return side
    return replace(side, documents=[one for one in side.documents if _is_open(one, view)])


def _is_open(one: SideDocument, view: BlindView) -> bool:
    return view.is_open(one.document, [each for each in one.records.values() if isinstance(each, Decision)])


def _seen_document(one: SideDocument, view: BlindView) -> SideDocument | None:
    if _is_open(one, view):
        return one
    records = {name: shown for name, each in one.records.items() if (shown := view.record(each)) is not None}
    if one.records and not records:
        return None
    return replace(one, records=records, graves={}, beside={}, history=partial(_seen_history, one, view))


def _seen_history(one: SideDocument, view: BlindView) -> list[Transaction]:
    return [shown for each in one.history() if (shown := view.transaction(each)) is not None]
