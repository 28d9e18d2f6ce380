"""Links are compared once their ends are adjudicated: the same link is taken, another one is asked about, once."""

from __future__ import annotations

from collections.abc import Mapping

from reader.analysis.adjudication.link_cases import LinkCase, compared_links, link_changes, linked
from reader.analysis.adjudication.rulings import ADJUDICATED, LINK_RULING
from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Link, new_id
from tests.conftest import make_article

A, B = "ann", "ben"
CLAIM, FACT = new_id(), new_id()
#: What annotators' tags became: each has tags of their own.
BECAME: Mapping[str, str] = {f"{who} {what}": end for who in (A, B) for what, end in (("claim", CLAIM), ("fact", FACT))}


def link(who: str, kind: str, source: str = "fact", target: str = "claim") -> Link:
    return Link(new_id(), f"{who} {source}", f"{who} {target}", kind, who)


def records_with(*links: Link) -> DocumentRecords:
    return DocumentRecords(make_article(), (), links)


def look(
    records: DocumentRecords, became: Mapping[str, str] = BECAME
) -> tuple[list[tuple[str, str, str]], list[LinkCase]]:
    found = compared_links(records.links(), (A, B), lambda one: became.get(one, ""), records.decisions(LINK_RULING))
    return list(found.agreed), list(found.cases)


def adjudicated(records: DocumentRecords) -> list[tuple[str, str, str]]:
    return [(one.source, one.target, one.kind) for one in records.links() if one.annotator == ADJUDICATED]


def test_the_same_link_of_both_is_taken_once() -> None:
    records = records_with(link(A, "supports"), link(B, "supports"))
    agreed, cases = look(records)
    assert (agreed, cases) == ([(FACT, CLAIM, "supports")], [])
    records.apply(linked(records, *agreed[0]))
    assert adjudicated(records) == [(FACT, CLAIM, "supports")]
    assert look(records) == ([], [])


def test_another_kind_is_asked_about_and_the_answer_holds() -> None:
    records = records_with(link(A, "supports"), link(B, "attacks"))
    _, (case,) = look(records)
    assert case.sides == {A: ("supports",), B: ("attacks",)}
    records.apply(link_changes(records, case, "attacks", "judge", "3"))
    assert adjudicated(records) == [(FACT, CLAIM, "attacks")]
    assert look(records) == ([], [])
    assert records.decisions(LINK_RULING)[0].data["rule"] == "3"


def test_no_link_is_an_answer_too() -> None:
    records = records_with(link(B, "supports"))
    _, (case,) = look(records)
    records.apply(link_changes(records, case, "", "judge"))
    assert adjudicated(records) == []
    assert look(records) == ([], [])


def test_a_link_waits_until_both_ends_are_decided_and_ends_with_what_was_dropped() -> None:
    records = records_with(link(A, "supports"))
    assert look(records, {f"{A} fact": FACT}) == ([], [])


def test_a_link_made_later_the_other_way_is_a_case_of_its_own() -> None:
    records = records_with(link(A, "supports"), link(B, "supports"), link(B, "attacks", "claim", "fact"))
    _, cases = look(records)
    assert [(one.source, one.target) for one in cases] == [(CLAIM, FACT)]
