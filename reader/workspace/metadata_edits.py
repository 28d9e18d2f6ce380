"""Correcting title, authors and date by hand, and going back to what the page says: what changes by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reader.annotations.metadata_corrections import FIELDS, METADATA, checked, correction_data, corrections_of
from reader.model.annotation import Decision
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.model.annotation import Change
    from reader.workspace.library_entries import OpenDocument

#: What is said of a field: empty for none, None for what the page says.
Said = str | Sequence[str] | None


def metadata_on_page(opened: OpenDocument) -> dict[str, Any]:
    """What the page says, by field: as it was read, before a person corrected it."""
    article = opened.cleaned or opened.article
    return {field: getattr(article, field) for field in FIELDS}


def correcting(opened: OpenDocument, said: Mapping[str, Said], annotator: str) -> tuple[Change, ...]:
    """What changes as fields are corrected; where the page says the same, no correction is left.

    Args:
        opened: the document.
        said: by field, as ``checked`` takes it; fields that are left out stay as they are.
        annotator: who says it.

    Raises:
        EditError: there is no such field, or what is said is no value for it.
    """
    page = metadata_on_page(opened)
    try:
        values = {
            field: page[field] if value is None and field in page else checked(field, value)
            for field, value in said.items()
        }
    except ValueError as error:
        raise EditError(str(error)) from error
    made = corrections_of(opened.records.decisions(METADATA))
    changes: list[Change] = []
    for field, value in values.items():
        *overruled, last = made.get(field, (None,))
        if value != page[field]:
            changes += _decided(opened, last, correction_data(field, value, page[field]), annotator)
        elif last is not None:
            overruled.append(last)
        changes += [change for one in overruled if one for change in opened.records.delete_decision(one)]
    return tuple(changes)


def step_of(changes: Sequence[Change]) -> str:
    """What the step is called: which fields are corrected by it, or are again as the page says."""
    names = {FIELDS[one.record.data["field"]]: None for one in changes if isinstance(one.record, Decision)}
    is_back = all(one.after is None for one in changes)
    return f"{', '.join(names)} {'as the page says' if is_back else 'corrected'}"


def _decided(
    opened: OpenDocument, last: Decision | None, data: Mapping[str, Any], annotator: str
) -> tuple[Change, ...]:
    """The correction that stands from now on; one that a newer version wrote keeps what this one does not know."""
    if last is None:
        return opened.records.decide(METADATA, data, annotator)
    return opened.records.redecide(last, {**last.data, **data}, annotator)
