"""What a person said about names holds, whatever is found; and what nobody said anything about stays as it was."""

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Entity, group_mentions
from reader.entities.corrected_entities import corrected, stated_people
from reader.entities.entity_corrections import (
    Correction,
    added,
    correction_from,
    corrections_from,
    everywhere,
    merged,
    of_kind,
    rejected,
    renamed,
    split,
)
from reader.entities.personal_gazetteer import KnownName
from reader.model.entity import KINDS
from tests.entities.conftest import mark

TEXT = (
    "Maria Lenz met Karl Aske in Oslo. Lenz spoke for the Harbour Board (HB). The HB paid. "
    "Aske called the Bank of Oslo. Later Lenz left Oslo for Quenby; Quenby waited."
)
NAMES = (
    ("Maria Lenz", "person"), ("Karl Aske", "person"), ("Oslo", "place"), ("Lenz", "person"),
    ("Harbour Board", "organisation"), ("HB", "organisation"), ("HB", "organisation"), ("Aske", "person"),
    ("Bank of Oslo", "organisation"), ("Lenz", "person"), ("Oslo", "place"),
)  # fmt: skip


@pytest.fixture
def found() -> list[Entity]:
    return group_mentions(mark(TEXT, *NAMES), TEXT)


def named(entities: Sequence[Entity], name: str) -> Entity:
    return next(one for one in entities if one.name == name)


def texts(entity: Entity) -> list[str]:
    return [one.text for one in entity.mentions]


def apply(found: Sequence[Entity], *corrections: Correction, known: Sequence[KnownName] = ()) -> tuple[Entity, ...]:
    """As the store gives them back: through JSON."""
    kept = corrections_from([json.loads(json.dumps(one.data())) for one in corrections])
    assert len(kept) == len(corrections)
    return corrected(found, TEXT, kept, known).entities


def test_without_a_word_said_nothing_changes(found: list[Entity]) -> None:
    assert corrected(found, TEXT, []) == (tuple(found), ())


def test_two_rows_are_merged_under_the_name_and_kind_of_the_second(found: list[Entity]) -> None:
    bank, board = named(found, "Bank of Oslo"), named(found, "Harbour Board")
    one = named(apply(found, merged(bank, board)), "Harbour Board")
    assert texts(one) == ["Harbour Board", "HB", "HB", "Bank of Oslo"]
    assert one.aliases == ("HB", "Bank of Oslo")
    person = named(apply(found, merged(board, named(found, "Karl Aske"))), "Karl Aske")
    assert {mention.kind for mention in person.mentions} == {"person"}


def test_a_form_is_split_off_and_the_rest_keeps_its_name(found: list[Entity]) -> None:
    after = apply(found, split(named(found, "Maria Lenz"), "Lenz"))
    assert texts(named(after, "Maria Lenz")) == ["Maria Lenz"]
    assert texts(named(after, "Lenz")) == ["Lenz", "Lenz"]
    last = split(named(found, "Oslo"), "Oslo")
    assert apply(found, last) == apply(found)  # all of it cannot be split off


def test_a_new_name_and_a_new_kind_hold(found: list[Entity]) -> None:
    board = named(found, "Harbour Board")
    after = apply(found, renamed(board, "Harbour Board of Quenby"), of_kind(board, "group"))
    one = named(after, "Harbour Board of Quenby")
    assert (one.kind, one.aliases) == ("group", ("Harbour Board", "HB"))
    assert {mention.kind for mention in one.mentions} == {"group"}


def test_what_is_rejected_is_gone_and_listed_apart(found: list[Entity]) -> None:
    after = corrected(found, TEXT, [rejected(named(found, "Harbour Board"))])
    assert "Harbour Board" not in [one.name for one in after.entities]
    assert [one.name for one in after.rejected] == ["Harbour Board"]


def test_a_missed_name_is_added_and_then_found_everywhere(found: list[Entity]) -> None:
    start = TEXT.index("Quenby")
    once = added(TEXT, start, start + 6, "place")
    after = apply(found, once)
    assert [one.start for one in named(after, "Quenby").mentions] == [start]
    both = apply(found, once, everywhere(named(after, "Quenby")))
    assert [one.start for one in named(both, "Quenby").mentions] == [start, TEXT.rindex("Quenby")]


def test_everywhere_leaves_longer_names_alone(found: list[Entity]) -> None:
    after = apply(found, everywhere(named(found, "Oslo")))
    assert texts(named(after, "Bank of Oslo")) == ["Bank of Oslo"]
    assert len(named(after, "Oslo").mentions) == 2


def test_an_added_name_takes_the_place_of_what_lay_there(found: list[Entity]) -> None:
    start = TEXT.index("Karl Aske in Oslo")
    after = apply(found, added(TEXT, start, start + len("Karl Aske in Oslo"), "event"))
    assert "Karl Aske in Oslo" in [one.name for one in after]
    assert texts(named(after, "Karl Aske")) == ["Aske"]


def test_an_added_name_is_found_again_when_the_text_has_changed() -> None:
    start = TEXT.index("Quenby")
    said = added(TEXT, start, start + 6, "place")
    moved = "A new first line.\n\n" + TEXT
    assert [one.mentions[0].start for one in corrected([], moved, [said]).entities] == [start + 19]
    assert corrected([], "Nothing of it is left.", [said]).entities == ()


def test_corrections_of_a_guess_hold_for_the_models_answer() -> None:
    guess = group_mentions(mark(TEXT, ("Lenz", "organisation"), ("Harbour Board", "place")), TEXT)
    lenz, board = named(guess, "Lenz"), named(guess, "Harbour Board")
    answer = group_mentions(mark(TEXT, *NAMES), TEXT)
    after = apply(answer, rejected(lenz), of_kind(board, "group"))
    assert texts(named(after, "Maria Lenz")) == ["Maria Lenz"]  # what was rejected is the lone surname
    assert texts(named(after, "Harbour Board")) == ["Harbour Board", "HB", "HB"]
    assert named(after, "Harbour Board").kind == "group"


def test_two_people_with_one_surname_are_corrected_one_by_one() -> None:
    text = "Maria Lenz spoke. Lenz left. Karl Lenz came. Lenz sat."
    names = ("Maria Lenz", "Lenz", "Karl Lenz", "Lenz")
    both = group_mentions(mark(text, *((name, "person") for name in names)), text)
    after = corrected(both, text, [renamed(named(both, "Karl Lenz"), "Karl Lenz the younger")]).entities
    assert sorted(one.name for one in after) == ["Karl Lenz the younger", "Maria Lenz"]
    gone = corrected(both, text, [rejected(named(both, "Maria Lenz"))]).entities
    assert [texts(one) for one in gone] == [["Karl Lenz", "Lenz"]]


def test_the_personal_gazetteer_finds_names_joins_forms_and_drops_what_is_none(found: list[Entity]) -> None:
    known = [
        KnownName("Quenby", "place"),
        KnownName("Harbour Board", "group", ("HB", "Bank of Oslo")),
        KnownName("Oslo", "none"),
        KnownName("Nowhere", "place"),
    ]
    after = apply(found, known=known)
    assert len(named(after, "Quenby").mentions) == 2
    assert texts(named(after, "Harbour Board")) == ["Harbour Board", "HB", "HB", "Bank of Oslo"]
    assert named(after, "Harbour Board").kind == "group"
    assert not {"Oslo", "Nowhere"} & {one.name for one in after}


def test_what_was_said_of_this_text_goes_before_what_is_known(found: list[Entity]) -> None:
    known = [KnownName("Harbour Board", "group", ("HB",))]
    board = named(apply(found, known=known), "Harbour Board")
    assert named(apply(found, of_kind(board, "law"), known=known), "Harbour Board").kind == "law"


WORDS = st.sampled_from("Maria Lenz Karl Aske Oslo Harbour Board HB Bank of Oslo Quenby met Maria-Lenz".split())
FORMS = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(tuple)
SAID = st.builds(
    Correction,
    st.sampled_from(["merge", "split", "rename", "kind", "reject", "add", "everywhere"]),
    FORMS,
    st.sampled_from(KINDS),
    into=FORMS,
    to=st.sampled_from([*KINDS, "Lenz"]),
    start=st.integers(0, len(TEXT)),
)
KNOWN = st.lists(st.builds(KnownName, WORDS, st.sampled_from([*KINDS, "none"]), FORMS), max_size=3)


@given(st.lists(SAID, max_size=6), KNOWN)
def test_whatever_is_said_every_place_is_in_one_entity_and_holds_its_text(
    said: list[Correction], known: list[KnownName]
) -> None:
    before = group_mentions(mark(TEXT, *NAMES), TEXT)
    after = corrected(before, TEXT, said, known)
    places = sorted(one for entity in (*after.entities, *after.rejected) for one in entity.mentions)
    assert all(one.text == TEXT[one.start : one.end] for one in places)
    shown = sorted(one for entity in after.entities for one in entity.mentions)
    assert all(one.end <= other.start for one, other in pairwise(shown))
    assert corrected(before, TEXT, said, known) == after
    assert before == group_mentions(mark(TEXT, *NAMES), TEXT)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda one: (
            st.lists(one)
            | st.dictionaries(st.sampled_from(["operation", "forms", "kind", "to", "into", "start", "prefix"]), one)
        ),
        max_leaves=12,
    )
)
def test_whatever_a_store_holds_is_a_correction_or_nothing(value: object) -> None:
    if isinstance(value, dict):
        corrected([], TEXT, corrections_from([value]))


def test_a_strangers_name_reaches_no_terminal_as_it_is() -> None:
    said = correction_from({"operation": "rename", "forms": ["x"], "kind": "person", "to": "A\x1b[31m\nB"})
    assert said.to == "A B"


@pytest.mark.parametrize(
    "values",
    [
        {}, {"operation": "reject", "kind": "person"}, {"operation": "fly", "forms": ["x"], "kind": "person"},
        {"operation": "kind", "forms": ["x"], "kind": "person", "to": "king"},
        {"operation": "rename", "forms": ["x"], "kind": "person"},
        {"operation": "merge", "forms": ["x"], "kind": "person", "to": "person"},
        {"operation": "add", "forms": ["x"], "kind": "person", "start": -1},
        {"operation": "add", "forms": ["x" * 301], "kind": "person"},
        {"operation": "add", "forms": ["x"], "kind": "person", "prefix": "y" * 33},
    ],
)  # fmt: skip
def test_what_is_no_correction_is_refused_with_a_reason(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"is|are|holds"):
        correction_from(values)


def test_authors_that_a_person_stated_are_people_wherever_they_stand_in_full(found: list[Entity]) -> None:
    authors = ["Maria Lenz", "Quenby", "Harbour Board", "Oslo", "called the", "Nobody There"]
    names = {one.name: (one.kind, texts(one)) for one in apply(found, known=stated_people(authors))}
    before = {one.name: (one.kind, texts(one)) for one in found}
    assert names == {**before, "called the": ("person", ["called the"])}
    text = "MARIA LENZ\n\nThe board met. Maria Lenz was not there."
    (one,) = corrected([], text, [], stated_people(["Maria Lenz"])).entities
    assert (one.kind, texts(one)) == ("person", ["MARIA LENZ", "Maria Lenz"])
