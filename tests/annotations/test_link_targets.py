"""Links: the likely target, no link twice or to itself, and a tree that neither cycles nor chains make endless."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.document_records import DocumentRecords
from reader.annotations.link_targets import targets, tree
from reader.model.annotation import Annotation, Change, Link
from reader.model.article import Article
from reader.model.spans import Span
from tests.annotations.test_document_records import tagged


def at(start: int, end: int, label: str = "claim") -> Annotation:
    return Annotation(f"{label}{start}", label, start, end, "x" * (end - start))


def links(*pairs: str) -> list[Link]:
    """``ab`` links a to b."""
    return [Link(f"{number:03}", source, target, "supports") for number, (source, target) in enumerate(pairs)]


def drawn(rows: list[tuple[str, int, bool]]) -> str:
    return " ".join(f"{'.' * depth}{name}{'*' if again else ''}" for name, depth, again in rows)


def shown(ordered: str, *pairs: str) -> str:
    return drawn([(row.annotation, row.depth, row.is_again) for row in tree(list(ordered), links(*pairs))])


def test_the_likely_target_is_the_nearest_claim_before_it_in_the_paragraph() -> None:
    source = at(100, 110, "evidence")
    others = [at(10, 20), at(60, 70), at(80, 90), at(95, 99, "opinion"), at(112, 120), source]
    ordered = targets(source, others, Span(50, 200), "claim")
    assert [one.id for one in ordered] == ["claim80", "claim112", "claim60", "claim10", "opinion95"]


def test_else_the_nearest_claim_and_with_no_claim_the_nearest_of_any_label() -> None:
    source = at(100, 110, "evidence")
    assert targets(source, [at(10, 20), at(130, 140)], Span(100, 200), "claim")[0].start == 130
    assert targets(source, [at(60, 90), at(130, 140)], Span(100, 200), "claim")[0].start == 60
    assert targets(source, [at(0, 9, "opinion"), at(50, 90, "evidence")], Span(0, 200), "claim")[0].start == 50
    assert targets(source, [source], Span(0, 200), "claim") == []


def test_the_tree_has_evidence_under_its_claim_in_the_order_of_the_text() -> None:
    assert shown("abcd", "bd", "ad") == "c d .a .b"
    assert shown("abc", "ab", "bc") == "c .b ..a"
    assert shown("abc", "ab", "ac") == "b .a c .a*"


def test_a_cycle_is_shown_once_and_what_hangs_on_it_too() -> None:
    assert shown("abc", "ab", "ba", "cb") == "a .b ..a* ..c"
    assert shown("ab", "ab", "ba") == "a .b ..a*"


def test_an_end_that_is_not_there_leaves_the_other_one_where_it_is() -> None:
    assert shown("ab", "ax", "yb") == "a b"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), unique=True))
def test_every_annotation_is_unfolded_once_and_every_link_has_one_row(pairs: list[tuple[int, int]]) -> None:
    names = "abcdefghij"
    made = links(*(names[source] + names[target] for source, target in pairs))
    rows = tree(list(names), made)
    assert Counter(row.annotation for row in rows if not row.is_again) == Counter(names)
    assert Counter(row.link.id for row in rows if row.link) == Counter(link.id for link in made)
    for row in rows:
        assert row.link is None or row.link.source == row.annotation


def test_a_chain_of_thousands_is_no_recursion() -> None:
    names = [f"{number:05}" for number in range(20_000)]
    chain = [Link(source, source, target, "supports") for source, target in zip(names[1:], names, strict=False)]
    assert tree(names, chain)[-1].depth == 19_999


def test_a_link_is_made_once_changed_in_kind_and_never_to_itself(article: Article) -> None:
    records = DocumentRecords(article)
    claim, evidence = tagged(records, "claim", 0, 26), tagged(records, "evidence", 27, 66)
    records.apply(records.link(evidence, claim, "supports", "ann"))
    assert records.link(evidence, claim, "supports", "ann") == ()
    records.apply(records.link(evidence, claim, "attacks", "ann"))
    assert [(one.source, one.target, one.kind) for one in records.links()] == [(evidence.id, claim.id, "attacks")]
    records.apply(records.link(claim, evidence, "supports", "ann"))  # the other way round is another link
    assert len(records.links()) == 2
    with pytest.raises(ValueError, match="itself"):
        records.link(claim, claim, "supports", "ann")


def test_links_survive_a_changed_label_and_moved_ends_and_go_with_their_annotation(article: Article) -> None:
    records = DocumentRecords(article)
    claim, evidence = tagged(records, "claim", 0, 26), tagged(records, "evidence", 27, 66)
    records.apply(records.link(evidence, claim, "supports", "ann"))
    records.apply([Change(claim, replace(claim, label="opinion", start=4, quote=claim.quote[4:]))])
    assert [one.target for one in records.links_with(claim.id)] == [claim.id]
    now = records.get(claim.id)
    assert now is not None
    changes = records.delete(now)
    records.apply(changes)
    assert records.links() == []
    records.apply([change.reversed() for change in reversed(changes)])
    assert [one.source for one in records.links()] == [evidence.id]
