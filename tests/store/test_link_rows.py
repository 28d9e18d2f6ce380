"""Links read from the text of their table are those that are read row by row, or the text is not taken."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.annotation import Link, to_fields
from reader.store.files.file_format import serialised
from reader.store.records.link_rows import links_in
from reader.store.records.record_rows import record_in, row_id_of
from tests.random_stores import DATES, TEXTS

IDS = st.integers(0, (1 << 128) - 1)


def rows_of(tables: dict[str, dict[str, object]]) -> str:
    text = serialised({"links": tables})
    start = text.index('"links": {\n') + len('"links": {\n')
    return text[start : text.index("\n}\n", start - 1) + 1]


@given(st.dictionaries(IDS, st.tuples(TEXTS, TEXTS, TEXTS, TEXTS, DATES, DATES), max_size=5))
def test_the_table_as_it_is_written_gives_the_links_as_they_are_read(rows: dict[int, tuple[str, ...]]) -> None:
    names = "source", "target", "kind", "annotator", "created_at", "updated_at"
    table = {
        str(number): to_fields(Link("", **dict(zip(names, values, strict=True)))) for number, values in rows.items()
    }
    text = rows_of(table)
    found = links_in(text)
    if found is not None:
        assert list(found) == [record_in("links", row_id, table[row_id]) for row_id in sorted(table, key=int)]
        assert [row_id_of(one.id) for one in found] == sorted(table, key=int)
    elif all(value.isprintable() and not {'"', "\\"} & {*value} for values in rows.values() for value in values):
        assert any(source == target for source, target, *_ in rows.values())


ROW = json.loads('{"annotator": "a", "created_at": "", "kind": "k", "source": "S", "target": "T", "updated_at": ""}')


@pytest.mark.parametrize(
    "text",
    [
        f'"2": {json.dumps(ROW)}\n,"1": {json.dumps(ROW)}\n',
        f'"1": {json.dumps(ROW)}\n,"1": {json.dumps(ROW)}\n',
        f'"1": {json.dumps(ROW)}\n"2": {json.dumps(ROW)}\n',
        f',"1": {json.dumps(ROW)}\n',
        f'"01": {json.dumps(ROW)}\n',
        f'"{1 << 128}": {json.dumps(ROW)}\n',
        f'"1": {json.dumps(ROW | {"new": "x"})}\n',
        f'"1": {json.dumps(ROW | {"target": "S"})}\n',
        f'"1": {json.dumps(ROW | {"kind": 1})}\n',
        f'"1": {json.dumps(ROW)}\n\n',
    ],
)
def test_what_was_edited_by_hand_is_left_to_whoever_reads_row_by_row(text: str) -> None:
    assert links_in(f'"1": {json.dumps(ROW)}\n') is not None
    assert links_in(text) is None
