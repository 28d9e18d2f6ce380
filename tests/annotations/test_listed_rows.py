"""The rows of the list: trees of links between annotations without, found by index and by id, made when asked for."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.link_targets import tree
from reader.annotations.listed_rows import ListedAnnotation, ListedRows, RowIds
from reader.model.annotation import Annotation, Link


def ones(letters: str) -> list[Annotation]:
    return [Annotation(letter, "claim", at, at + 1, letter) for at, letter in enumerate(letters)]


def listed(own: str, links: list[Link], others: str = "") -> ListedRows:
    return ListedRows(ones(own), lambda one: own.find(one) if one in own else None, links, ones(others))


@st.composite
def links(draw: st.DrawFn, ends: str) -> list[Link]:
    pairs = draw(st.sets(st.tuples(st.sampled_from(ends), st.sampled_from(ends)), max_size=8))
    return [Link(f"l{n}", a, b, "supports") for n, (a, b) in enumerate(sorted(pairs)) if a != b]


@given(links("bdfhk"), st.just("abcdefghijk"))
def test_they_are_the_tree_of_all_annotations_in_their_order(found: list[Link], own: str) -> None:
    by_id = {one.id: one for one in ones(own)}
    rows = listed(own, found)
    assert list(rows) == [ListedAnnotation(by_id[one.annotation], *one[1:]) for one in tree(own, found)]


@given(links("bdfxyz"), st.just("abcdef"))
def test_every_row_is_found_by_its_id_and_by_its_annotation(found: list[Link], own: str) -> None:
    rows = listed(own, found, "xyz")
    ids = RowIds(rows)
    assert len(set(ids)) == len(rows) == len(ids)
    for index, row in enumerate(rows):
        assert ids.index(row.id) == rows.row_of(row.id) == index
        assert rows.first_row_of(row.annotation.id) == [one.annotation.id for one in rows].index(row.annotation.id)
    assert {one.annotation.id for one in rows} >= {*own}
    assert rows.row_of("gone") is rows.first_row_of("gone") is None


def test_what_is_linked_in_other_documents_stands_before_its_first_source_and_a_source_at_the_end() -> None:
    rows = listed("abcd", [Link("k", "b", "x", "supports"), Link("l", "z", "gone", "supports")], "xyz")
    assert [(row.annotation.id, row.depth) for row in rows] == [("a", 0), ("x", 0), ("b", 1), ("c", 0), ("d", 0)]


def test_only_rows_that_are_asked_for_are_made() -> None:
    class Counted(list[Annotation]):
        looked_at = 0

        def __getitem__(self, index: int) -> Annotation:  # type: ignore[override]
            self.looked_at += 1
            return super().__getitem__(index)

        def __iter__(self) -> Iterator[Annotation]:
            raise AssertionError("all of them are looked at")

    many = Counted(Annotation(str(at), "claim", at, at + 1, "") for at in range(10_000))
    rows = ListedRows(many, int, [Link("l", "700", "9000", "supports")])
    assert len(rows) == 10_000
    assert [rows[index].annotation.id for index in (0, 700, 8998, 8999, 9000, 9999)] == [
        "0", "701", "8999", "9000", "700", "9999",
    ]  # fmt: skip
    assert rows.row_of("9500") == 9500
    assert many.looked_at < 20


def test_a_row_is_found_among_what_is_listed_although_others_have_come_meanwhile() -> None:
    rows = ListedRows(ones("bcd"), "abcd".find)  # one more has come before them
    assert [rows.row_of(one) for one in "abcd"] == [None, 0, 1, 2]
