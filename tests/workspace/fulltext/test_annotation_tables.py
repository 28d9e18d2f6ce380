"""The tables of all documents count what is in memory and in the store, and hand over only what is news."""

from __future__ import annotations

import queue

import pytest

from reader.analysis.label_counts import SpeakerCounts
from reader.workspace.fulltext import annotation_tables
from reader.workspace.fulltext.annotation_tables import AnnotationTables, GatheredTables, Narrowing, TableBatch
from reader.workspace.session import Session
from tests.workspace.test_annotation_questions import folder, session, without_index

__all__ = ["folder", "session"]  # fixtures of another file


def gathered(
    session: Session, typed: str = "", narrowing: Narrowing | None = None, before: GatheredTables | None = None
) -> tuple[GatheredTables, list[TableBatch]]:
    """The tables in the end, and what was handed over."""
    tables = AnnotationTables(session.library, session.store, session.index(), session.settings)
    delivered: queue.SimpleQueue[TableBatch] = queue.SimpleQueue()
    tables.tabulate(typed, narrowing or Narrowing(), delivered.put, before)
    found, batches = before or GatheredTables(), []
    while not batches or not batches[-1].is_over:
        batches.append(delivered.get(timeout=100))
        found.take(batches[-1])
    return found, batches


@pytest.mark.parametrize("is_indexed", [True, False])
def test_all_tables_are_those_of_the_annotations_one_by_one(
    session: Session, monkeypatch: pytest.MonkeyPatch, *, is_indexed: bool
) -> None:
    if not is_indexed:
        without_index(session, monkeypatch)
    tunnel = session.read(session.documents[2])
    session.tag(tunnel, "claim", quote="closed on Monday")
    session.attribute(tunnel, session.tag(tunnel, "evidence", quote="on Monday. Nobody"), "Ada")
    found, _ = gathered(session)
    assert [one.annotation.quote for one in found.found] == [
        "was closed", "was closed", "closed on Monday", "on Monday. Nobody"
    ]  # fmt: skip
    assert [(one.counted.counts.total(), one.first.quote) for one in found.documents] == [
        (1, "was closed"), (1, "was closed"), (2, "closed on Monday"),
    ]  # fmt: skip
    wanted = SpeakerCounts()
    for row in found.documents:
        wanted.add(one.annotation for one in found.found if one.document == row.document)
    assert list(found.speakers) == list(wanted.rows())
    assert [(row.label, row.other, row.crossing) for row in found.overlaps] == [("claim", "evidence", 1)]
    assert (found.read, found.whole) == (4, {"claim": 3, "evidence": 1})


def test_a_cell_and_words_narrow_what_is_counted(session: Session) -> None:
    tunnel = session.read(session.documents[2])
    session.attribute(tunnel, session.tag(tunnel, "claim", quote="was closed"), "Ada")
    session.tag(tunnel, "opinion", quote="closed on")
    session.tag(tunnel, "opinion", quote="Nobody had said so.")
    whole, _ = gathered(session)

    def quotes(narrowing: Narrowing, typed: str = "") -> list[str]:
        return [one.annotation.quote for one in gathered(session, typed, narrowing)[0].found]

    here = Narrowing().within(whole.documents[2].document)
    assert quotes(here) == ["was closed", "closed on", "Nobody had said so."]
    assert quotes(here.of_label("opinion")) == ["closed on", "Nobody had said so."]
    assert quotes(here, "claim") == ["was closed"]
    assert quotes(Narrowing().of_pair("claim", "opinion")) == ["was closed", "closed on"]
    assert quotes(Narrowing().of_speaker("Ada", "Ada")) == ["was closed"]
    assert len(quotes(Narrowing().of_speaker("", "nobody"))) == 4


def test_what_is_known_already_is_not_handed_over_again(session: Session) -> None:
    first, _ = gathered(session)
    rows = first.found
    again, batches = gathered(session, before=first)
    assert again.found is rows
    assert not any(batch.is_anew or batch.found or batch.documents for batch in batches)
    session.tag(session.read(session.documents[2]), "claim", quote="was closed")
    changed, batches = gathered(session, before=first)
    assert [batch.is_anew for batch in batches].count(True) == 1
    assert len(changed.found) == len(changed.documents) == changed.read == 3


def test_so_many_are_listed_and_all_are_counted(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotation_tables, "MOST_QUOTATIONS", 2)
    session.tag(session.read(session.documents[2]), "claim", quote="was closed")
    found, _ = gathered(session)
    assert (len(found.found), found.read, len(found.documents)) == (2, 3, 3)
