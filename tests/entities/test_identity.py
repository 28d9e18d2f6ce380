"""When two entities are one, who is named together, and how a name is written."""

import pytest

from reader.entities import Entity, Mention, group_mentions
from reader.entities.co_occurrence import named_together
from reader.entities.display_names import short_name
from reader.entities.identity import counterpart, is_same
from reader.model.spans import Span
from tests.entities.conftest import mark


def entity(kind: str, *names: str, start: int = 0) -> Entity:
    """An entity by its name and aliases, one mention each, ten code points apart."""
    places = range(start, start + 10 * len(names), 10)
    mentions = [Mention(at, at + len(name), name, kind) for at, name in zip(places, names, strict=True)]
    return Entity(names[0], kind, tuple(mentions), names[1:])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (entity("person", "Maria Lenz", "Lenz"), entity("person", "Maria Lenz"), True),
        (entity("person", "Maria Lenz", "Lenz"), entity("person", "Karl Lenz", "Lenz"), False),
        (entity("person", "Maria Lenz", "Lenz"), entity("person", "Lenz"), True),
        (entity("person", "Chancellor Maria Lenz"), entity("person", "Maria Lenz"), True),
        (entity("country", "US"), entity("country", "United States", "America"), True),
        (entity("country", "Russia"), entity("place", "Russia"), True),
        (entity("place", "Moscow"), entity("country", "Russia"), False),
        (entity("organisation", "NATO-Russia Council", "NRC"), entity("organisation", "NRC"), True),
        (entity("organisation", "Amazon"), entity("place", "Amazon"), False),
    ],
)
def test_who_is_one_in_two_documents(one: Entity, other: Entity, same: bool) -> None:
    assert is_same(one, other) is is_same(other, one) is same


def test_the_counterpart_is_found_by_name_and_else_by_the_mentions_that_are_shared() -> None:
    guessed = entity("organisation", "Tollbach", start=100)
    better = entity("person", "Ida Tollbach", "Tollbach", start=90)
    assert counterpart(guessed, [entity("place", "Oslo", start=500), better]) == better
    assert counterpart(guessed, [entity("person", "Tollbach", start=300), better]).kind == "person"  # type: ignore[union-attr]
    assert counterpart(guessed, [entity("place", "Oslo", start=500)]) is None
    assert counterpart(guessed, [better, guessed]) is guessed


def test_company_is_who_shares_passages_and_no_figure_is() -> None:
    text = "Lenz met Okonjo. Okonjo and Lenz left on Monday. Aske stayed."
    kinds = {"Lenz": "person", "Okonjo": "person", "Monday": "date", "Aske": "person"}
    order = ("Lenz", "Okonjo", "Okonjo", "Lenz", "Monday", "Aske")
    found = group_mentions(mark(text, *((name, kinds[name]) for name in order)), text)
    lenz = next(one for one in found if one.name == "Lenz")
    passages = [Span(0, 16), Span(17, 48), Span(49, len(text))]
    assert [(one.name, count) for one, count in named_together(lenz, found, passages)] == [("Okonjo", 2)]
    assert named_together(lenz, found, []) == []


@pytest.mark.parametrize(
    ("one", "short"),
    [
        (entity("organisation", "NATO-Russia Council", "Council", "NRC"), "NRC"),
        (entity("organisation", "NRC"), "NRC"),
        (entity("organisation", "Bank of Oslo", "Bank"), "Bank of Oslo"),
        (entity("person", "John F. Kennedy", "JFK"), "Kennedy"),
        (entity("person", "Snijders"), "Snijders"),
        (entity("country", "United Arab Emirates", "U.A.E."), "U.A.E."),
        (entity("organisation", "NATO Council", "NATO"), "NATO Council"),
    ],
)
def test_where_room_is_scarce_the_short_form_stands(one: Entity, short: str) -> None:
    assert short_name(one) == short
