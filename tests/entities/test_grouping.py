"""Which names become one row, and which stay apart."""

from types import SimpleNamespace

import pytest

from reader.entities import Mention, group_mentions
from tests.entities.conftest import mark


def rows(*names: tuple[str, str], text: str = "") -> dict[str, set[str]]:
    """Entities of names that stand one after another: from name to all surface forms."""
    if not text:
        text = " ; ".join(name for name, _ in names)
    entities = group_mentions(mark(text, *names), text)
    return {entity.name: {mention.text for mention in entity.mentions} for entity in entities}


@pytest.mark.parametrize(
    ("forms", "kind", "name"),
    [
        (["US", "U.S.", "United States", "America"], "country", "United States"),
        (["EU", "European Union"], "organisation", "European Union"),
        (["UK", "Britain", "United Kingdom"], "country", "United Kingdom"),
        (["Islamic State", "IS", "ISIS"], "organisation", "Islamic State"),
        (["Crimea", "Crimean Peninsula"], "place", "Crimean Peninsula"),
        (["Ida Tollbach", "Tollbach"], "person", "Ida Tollbach"),
        (["Ida Tollbach", "Ida"], "person", "Ida Tollbach"),
        (["Ida M. Tollbach", "Ida Tollbach"], "person", "Ida M. Tollbach"),
        (["Ida van der Meer", "van der Meer", "Meer"], "person", "Ida van der Meer"),
        (["Omar al-Tollani", "al-Tollani", "Tollani"], "person", "Omar al-Tollani"),
        (["Ida Tollbach", "Ida Tolbach"], "person", "Ida Tollbach"),
        (["Chancellor Ida Tollbach", "Ida Tollbach", "Tollbach"], "person", "Ida Tollbach"),
        (["North Sea Ferry Board", "NSFB"], "organisation", "North Sea Ferry Board"),
        (["North Sea Ferry Board", "Ferry Board"], "organisation", "North Sea Ferry Board"),
        (["Tollen Line", "Tollen Line's", "the Tollen Line"], "organisation", "the Tollen Line"),
    ],
)
def test_forms_of_one_name_are_one_row(forms, kind, name):
    found = rows(*((form, kind) for form in forms))
    assert len(found) == 1
    if name != "the Tollen Line":
        assert list(found) == [name]


@pytest.mark.parametrize(
    "names",
    [
        [("Moscow", "place"), ("Russia", "country")],
        [("Washington", "place"), ("United States", "country")],
        [("Russia", "country"), ("Russian", "group")],
        [("Serb", "group"), ("Serbs", "group")],
        [("North Korea", "country"), ("South Korea", "country")],
        [("Niger", "country"), ("Nigeria", "country")],
        [("Ida Tollbach", "person"), ("Karl Tollbach", "person")],
        [("Brazil", "organisation"), ("Brazil", "country")],
        [("Ferry Board", "organisation"), ("North Ferry Board", "organisation"), ("South Ferry Board", "organisation")],
    ],
)
def test_what_is_not_one_stays_apart(names):
    text = " ; ".join(name for name, _ in names)
    assert len(group_mentions(mark(text, *names), text)) == len(names)


def test_two_people_with_one_surname_stay_two_and_share_no_mention():
    text = "Ida Tollbach spoke. Tollbach sat. Then Karl Tollbach rose. Tollbach left."
    names = [("Ida Tollbach", "person"), ("Tollbach", "person"), ("Karl Tollbach", "person"), ("Tollbach", "person")]
    found = {entity.name: entity.mentions for entity in group_mentions(mark(text, *names), text)}
    assert sorted(found) == ["Ida Tollbach", "Karl Tollbach"]
    assert [one.start for one in found["Ida Tollbach"]] == [0, text.index("Tollbach sat")]
    assert len(found["Karl Tollbach"]) == 2


def test_an_acronym_that_the_text_defines_joins_its_long_form_even_from_another_language():
    text = "The National Front (RNX) won. RNX cheered."
    assert rows(("National Front", "organisation"), ("RNX", "organisation"), ("RNX", "organisation"), text=text) == {
        "National Front": {"National Front", "RNX"}
    }


def test_a_capital_and_its_country_are_related_but_two():
    text = "Moscow spoke for Russia. Oslo listened. Russia waited."
    mentions = mark(text, ("Moscow", "place"), ("Russia", "country"), ("Oslo", "place"), ("Russia", "country"))
    related = {entity.name: entity.related for entity in group_mentions(mentions, text)}
    assert related == {"Russia": ("Moscow",), "Moscow": ("Russia",), "Oslo": ()}


def test_washington_is_related_to_the_united_states_by_any_of_its_names():
    text = "Washington and the US."
    entities = group_mentions(mark(text, ("Washington", "place"), ("US", "country")), text)
    assert {entity.name: entity.related for entity in entities} == {"Washington": ("US",), "US": ("Washington",)}


def test_rows_are_ordered_by_count_then_first_mention():
    text = "Oslo Bergen Narvik Bergen"
    names = [("Oslo", "place"), ("Bergen", "place"), ("Narvik", "place"), ("Bergen", "place")]
    assert [entity.name for entity in group_mentions(mark(text, *names), text)] == ["Bergen", "Oslo", "Narvik"]


def test_a_title_is_kept_as_an_alias():
    text = "Chancellor Ida Tollbach ; Ida Tollbach"
    entity = group_mentions(mark(text, ("Chancellor Ida Tollbach", "person"), ("Ida Tollbach", "person")), text)[0]
    assert (entity.name, entity.aliases) == ("Ida Tollbach", ("Chancellor Ida Tollbach",))


@pytest.mark.parametrize(
    "item",
    [
        Mention(0, 4, "Oslo", "place"),
        (0, 4, "Oslo", "place"),
        {"start": 0, "end": 4, "text": "Oslo", "kind": "place"},
        {"start": 0, "end": 4, "text": "Oslo", "label": "GPE"},
        SimpleNamespace(start=0, end=4, text="Oslo", kind="place"),
    ],
)
def test_mentions_of_any_shape(item):
    assert group_mentions([item])[0].mentions == (Mention(0, 4, "Oslo", "place"),)


def test_what_is_no_mention_is_refused():
    with pytest.raises(TypeError, match="not a mention"):
        group_mentions(["Oslo"])


def test_nothing_gives_nothing():
    assert group_mentions([]) == []


def test_a_country_without_its_full_name_goes_by_the_form_used_most():
    text = "US and America and US."
    entity = group_mentions(mark(text, ("US", "country"), ("America", "country"), ("US", "country")), text)[0]
    assert (entity.name, entity.aliases) == ("US", ("America",))
