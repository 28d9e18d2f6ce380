"""What is linked to what, what is linked to nothing, and what must not be linked."""

import pytest

from tests.analysis.guideline.tagged import found_by, ids, linted, tag

CLAIM, FACT, VIEW = (
    tag("The dam is unsafe.", "claim", id_="C"),
    tag("It leaks in ten places.", "evidence", id_="E", document=1),
    tag("It is a shame.", "opinion", id_="O", document=2),
)


def test_a_claim_needs_a_link_that_supports_it_from_any_document() -> None:
    assert ids(found_by("claim-without-evidence", linted([CLAIM, FACT]))) == ["C"]
    assert ids(found_by("claim-without-evidence", linted([CLAIM, FACT], [("E", "attacks", "C")]))) == ["C"]
    assert ids(found_by("claim-without-evidence", linted([CLAIM, FACT], [("gone", "supports", "C")]))) == ["C"]
    assert ids(found_by("claim-without-evidence", linted([CLAIM, FACT], [("C", "supports", "E")]))) == ["C"]
    assert found_by("claim-without-evidence", linted([CLAIM, FACT], [("E", "supports", "C")])) == []


def test_evidence_needs_something_that_it_supports_or_attacks() -> None:
    assert ids(found_by("evidence-unused", linted([CLAIM, FACT]))) == ["E"]
    assert ids(found_by("evidence-unused", linted([CLAIM, FACT], [("E", "supports", "gone")]))) == ["E"]
    assert found_by("evidence-unused", linted([CLAIM, FACT], [("E", "attacks", "C")])) == []
    attacked = linted([CLAIM, FACT], [("E", "attacks", "C")])
    assert ids(found_by("evidence-unused", attacked, 'kinds = ["supports"]')) == ["E"]


def test_a_link_of_somebody_else_to_the_same_passage_counts() -> None:
    theirs = CLAIM._replace(id="D", annotator="bo")
    assert found_by("claim-without-evidence", linted([CLAIM, theirs, FACT], [("E", "supports", "C")])) == []
    elsewhere = theirs._replace(document=1)
    assert ids(found_by("claim-without-evidence", linted([CLAIM, elsewhere, FACT], [("E", "supports", "C")]))) == ["D"]


@pytest.mark.parametrize(
    ("source", "kind", "target"),
    [
        ("O", "supports", "E"),
        ("O", "attacks", "E"),
        ("C", "supports", "E"),
        ("O", "supports", "C"),
        ("E", "refutes", "C"),
    ],
)
def test_what_the_schema_does_not_name_is_forbidden(source: str, kind: str, target: str) -> None:
    (one,) = found_by("forbidden-link", linted([CLAIM, FACT, VIEW], [(source, kind, target)]))
    assert one.tag.id == source
    assert [other.id for other in one.others] == [target]
    assert f"{kind} " in one.what


@pytest.mark.parametrize(
    ("source", "kind", "target"),
    [
        ("E", "supports", "C"),
        ("E", "attacks", "C"),
        ("C", "supports", "O"),
        ("O", "attacks", "C"),
        ("E", "supports", "gone"),
    ],
)
def test_what_the_schema_names_is_allowed(source: str, kind: str, target: str) -> None:
    assert found_by("forbidden-link", linted([CLAIM, FACT, VIEW], [(source, kind, target)])) == []


def test_a_kind_of_the_settings_and_a_label_that_the_schema_does_not_know_are_not_judged() -> None:
    assert found_by("forbidden-link", linted([CLAIM, FACT], [("O", "refines", "C")], ["refines"])) == []
    note = tag("See page 3.", "remark", id_="N")
    assert found_by("forbidden-link", linted([CLAIM, note], [("N", "supports", "C")])) == []


def test_a_passage_supports_neither_itself_nor_what_supports_it() -> None:
    again = CLAIM._replace(id="D", document=1, start=50, end=68)
    (one,) = found_by("forbidden-link", linted([CLAIM, again], [("D", "supports", "C")]))
    assert "itself" in one.what
    other = tag("Nobody looked after it.", "claim", id_="K", document=1)
    circle = linted([CLAIM, other], [("C", "supports", "K"), ("K", "supports", "C")])
    assert ["circle" in one.what for one in found_by("forbidden-link", circle)] == [True]


def test_evidence_within_its_claim_may_support_it() -> None:
    whole = tag("|The dam is unsafe because it leaks in ten places|.", "claim", id_="C")
    part = tag("The dam is unsafe because |it leaks in ten places|.", "evidence", id_="E")
    assert found_by("forbidden-link", linted([whole, part], [("E", "supports", "C")])) == []


def test_a_schema_of_ones_own() -> None:
    tags = linted([CLAIM, FACT, VIEW], [("O", "supports", "E"), ("E", "supports", "C")])
    changes = 'allowed = [["opinion", "supports", "evidence"], ["claim", "supports", "claim"]]'
    assert ids(found_by("forbidden-link", tags, changes)) == ["E"]
