"""The rows of the names' list, without a screen: order, filter, what is folded, and what gives way to what."""

from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Entity, Mention
from reader.ui.widgets.entity_pieces import BEFORE, COLUMN_NAME, COLUMN_STRIP, LEAST_STRIP, fitted_title, pieces
from reader.ui.widgets.entity_rows import Details, EntityRow, View, rows, strip


def entity(kind: str, name: str, *starts: int, aliases: tuple[str, ...] = ()) -> Entity:
    mentions = tuple(Mention(start, start + len(name), name, kind) for start in starts)
    return Entity(name, kind, mentions, aliases)


FOUND = [
    entity("organisation", "Zeta Council", 40, 90, 95, aliases=("ZC",)),
    entity("person", "Ada Meer", 60, 80),
    entity("organisation", "Alpha Bank", 10),
    entity("date", "Monday", 5),
]


def written(view: View, about: Details | None = None) -> list[str]:
    return [
        row.entity.name if row.part == "name" and row.entity else row.text
        for row in rows(FOUND, view, lambda _: about or Details())
        if row.part != "strip"
    ]


def test_sections_stand_in_one_order_and_their_names_in_the_order_that_is_asked_for() -> None:
    council = ["Organisations", "Zeta Council", "Alpha Bank"]
    assert written(View()) == ["People", "Ada Meer", *council, "▸ Values 1"]
    for order in ("first", "name"):
        assert written(View(order=order)) == ["People", "Ada Meer", council[0], *council[:0:-1], "▸ Values 1"]


def test_a_filter_looks_at_aliases_too_and_unfolds_what_it_finds() -> None:
    assert written(View(typed="zc")) == ["Organisations", "Zeta Council"]
    assert written(View(typed="mon")) == ["▾ Values 1", "Monday"]
    assert written(View(typed="a b")) == ["Organisations", "Alpha Bank"]
    assert written(View(typed="nobody")) == []


def test_an_opened_name_shows_forms_company_relations_and_other_documents() -> None:
    council = FOUND[0]
    details = Details([(FOUND[1], 2)], ["Oslo"], ["Bridge", "Ferry"], 3)
    shown = written(View(expanded=[council]), details)
    assert shown[3:8] == ["Zeta Council", "with: Meer 2", "~ Oslo", "in 2 other documents: w lists them", "Alpha Bank"]
    assert "in none of 2 others" in written(View(expanded=[council]), Details(looked_at=3))


def test_rejected_names_are_folded_at_the_end() -> None:
    view = View(rejected=[entity("place", "Nowhere", 1)])
    assert written(view)[-1] == "▸ Rejected 1"
    view.unfolded.add("Rejected")
    assert written(view)[-2:] == ["▾ Rejected 1", "Nowhere"]


@given(
    st.lists(st.integers(0, 999), min_size=1, max_size=40).map(sorted),
    st.integers(1, 14),
    st.integers(1, 1000),
)
def test_a_strip_has_a_mark_just_where_a_mention_stands(starts: list[int], cells: int, length: int) -> None:
    drawn = strip(entity("person", "Ada", *starts), length, cells)
    marked = {min(cells - 1, start * cells // length) for start in starts}
    assert len(drawn) == cells
    assert {at for at, cell in enumerate(drawn) if cell != "·"} == marked


@given(st.text("abc de", min_size=1, max_size=40), st.integers(12, 60), st.integers(1, 200))
def test_a_name_is_whole_in_a_narrow_list_and_has_a_strip_beside_it_in_a_wide_one(
    name: str, width: int, count: int
) -> None:
    one = entity("organisation", name, *range(count))
    first, caption, *rest = pieces(EntityRow("name", "", one, count), width, 300, None, None)
    whole = " ".join(name.split())
    is_wide = width - BEFORE > COLUMN_NAME + COLUMN_STRIP
    assert rest or not is_wide
    if rest:
        assert len(rest[0].text) >= LEAST_STRIP
        shown = caption.text.rstrip()
        assert shown == whole or (is_wide and shown.endswith("…") and whole.startswith(shown[:-1]))
    if is_wide and len(whole) <= COLUMN_NAME:
        assert caption.text.rstrip() == whole
    assert len(first.text + caption.text) + sum(len(piece.text) for piece in rest) <= max(width, 12)


def test_what_does_not_fit_loses_letters_of_the_name_and_not_the_acronym() -> None:
    council = entity("organisation", "NATO-Russia Council", 1, aliases=("NRC",))
    assert fitted_title(council, 40) == "NATO-Russia Council (NRC)"
    assert fitted_title(council, 22) == "NATO-Russia Cou… (NRC)"
    assert fitted_title(council, 10) == "NATO-Russ…"


def test_a_name_over_two_lines_is_one_row() -> None:
    broken = entity("organisation", "Harbour\nBoard", 3)
    written = pieces(EntityRow("name", "", broken, 1), 40, 100, None, None)
    assert "Harbour Board" in written[1].text
    assert "\n" not in "".join(piece.text for piece in written)
