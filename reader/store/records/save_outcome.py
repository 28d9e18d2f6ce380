"""What a save is to write: pure, from what was asked for and the rows that stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reader.model.act import Act
from reader.model.annotation import Change
from reader.store.records.record_rows import META, Outcome, RowChange, Tables, asked_rows, meta_change, meta_of
from reader.store.records.step_reversal import taken_back


def outcome_of(
    tables: Tables, act: Act, changes: Sequence[Change], done: Sequence[RowChange], meta: Mapping[str, Any]
) -> Outcome:
    """The rows that carry out a step, or take one back; none where no record would be another for it.

    Args:
        tables: as they are now.
        act: the step, or what is none.
        changes: what is asked for.
        done: the rows that the step wrote which this one takes back; none where that is not known.
        meta: what is to be said of the document.

    Raises:
        RowError: a row that is to be changed is no record.
    """
    target = act.undoes or act.redoes
    outcome = taken_back(tables, done, changes) if target else asked_rows(tables, changes)
    if act.step and not outcome.is_step:
        return outcome._replace(rows=())  # the history says only what happened
    is_described = meta_of(tables) or any(row.table == META for row in outcome.rows)
    about = () if target and is_described else meta_change(tables, meta)
    return outcome._replace(rows=(*about, *outcome.rows))
