"""In which documents somebody is named: the index agrees with a comparison of every two entities."""

from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Entity, Mention
from reader.entities.entity_index import EntityIndex
from reader.entities.identity import is_same
from tests.entities.test_identity import entity

NAMES = st.sampled_from(["Maria Lenz", "Karl Lenz", "Lenz", "US", "United States", "NRC", "Oslo", "Monday"])
KINDS = st.sampled_from(["person", "organisation", "country", "place", "date"])
ENTITIES = st.builds(
    lambda kind, names: entity(kind, *names), KINDS, st.lists(NAMES, min_size=1, max_size=2, unique=True)
)


@given(st.lists(st.lists(ENTITIES, max_size=4), max_size=4), ENTITIES)
def test_the_index_finds_just_the_documents_that_name_the_same(documents: list[list[Entity]], wanted: Entity) -> None:
    index: EntityIndex[int] = EntityIndex()
    for number, entities in enumerate(documents):
        index.put(number, entities)
    same = [
        number
        for number, entities in enumerate(documents)
        if any(one.kind != "date" and is_same(one, wanted) for one in entities)
    ]
    assert list(index.where(wanted)) == (same if wanted.kind != "date" else [])
    assert len(index) == len(documents)


def test_what_a_document_names_is_replaced_and_counted() -> None:
    index: EntityIndex[str] = EntityIndex()
    twice = Entity("Oslo", "place", (Mention(0, 4, "Oslo", "place"), Mention(9, 13, "Oslo", "place")))
    index.put("a", [twice])
    index.put("b", [entity("place", "Oslo")])
    assert index.where(entity("country", "Oslo")) == {"a": 2, "b": 1}
    index.put("a", [])
    assert index.where(twice) == {"b": 1}
    assert "a" in index
