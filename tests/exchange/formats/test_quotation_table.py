"""The quotation table: as a spreadsheet reads it, and as one writes it back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.formats.quotation_table import COLUMNS, guarded, unguarded
from reader.exchange.jsonl import rows
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, sample
from tests.exchange.interchange import all_links, exported, imported

CELLS = st.text("'=+-@\t\r\nx ＝é", max_size=6)


def table(store: MemoryStore) -> list[dict[str, str]]:
    data = exported(store, "csv").files[""]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_row_says_everything_about_a_quotation() -> None:
    claim, fact = table(sample(note='see "ONS"\nagain'))
    assert tuple(claim) == COLUMNS
    assert (claim["document"], claim["title"], claim["label"], claim["quote"]) == (
        "a.txt", "Emissions", "claim", "emissions fell 12 percent",
    )  # fmt: skip
    assert (claim["note"], claim["annotator"], claim["start"], claim["end"]) == ('see "ONS"\nagain', "ann", "16", "41")
    assert fact["links"] == f"supports {CLAIM}"


@given(CELLS)
def test_no_cell_begins_as_a_formula_does_and_each_comes_back(text: str) -> None:
    cell = guarded(text)
    assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠"
    assert unguarded(cell) == text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_that_a_spreadsheet_has_sorted_and_saved_in_its_own_way_comes_back(delimiter: str) -> None:
    store = sample(note='see "ONS";\nagain')
    found = table(store)
    text = io.StringIO()
    names = sorted(COLUMNS)
    writer = csv.DictWriter(text, [*names, "mine"], delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows([{**row, "mine": "7"} for row in reversed(found)])
    other = MemoryStore()
    taken = imported(other, "csv", {"": text.getvalue().encode("utf-8-sig")})
    assert (taken.faults, taken.count, taken.links) == ({}, 2, 1)
    before, after = (rows(map(one.load, one.keys())) for one in (store, other))
    assert [{**row, "links": []} for row in after] == [{**row, "links": []} for row in before]
    assert [(one.source, one.target, one.kind) for one in all_links(other)] == [
        (one.source, one.target, one.kind) for one in all_links(store)
    ]


def test_a_table_in_another_encoding_or_without_its_columns_is_refused_in_one_line() -> None:
    for data, words in (
        ("label,quote,start,end\nclaim,é,0,1\n".encode("cp1252"), "UTF-8"),
        (b"label,quote\nclaim,x\n", "has no columns end, start"),
        (b'label,quote,start,end\nclaim,"x,0,1\n', "is no CSV"),
        (b"", "has no columns"),
    ):
        with pytest.raises(ExchangeError, match=words):
            imported(MemoryStore(), "csv", {"": data})


def test_rows_that_cannot_be_used_are_named_by_line() -> None:
    data = (
        "document_sha256,document,label,quote,start,end,anchor,links\n"
        f"{'a' * 64},a.txt,claim,abc,0,3,,\n"
        f"{'a' * 64},a.txt,claim,abc,x,3,,\n"
        f"{'a' * 64},a.txt,,abc,0,3,,\n"
        f"{'a' * 64},a.txt,claim,abc,0,3,lost,\n"
        f"{'a' * 64},a.txt,claim,abc,3,0,,\n"
        ",,claim,abc,0,3,,\n"
    )
    taken = imported(MemoryStore(), "csv", {"": data.encode()})
    assert taken.count == 1
    assert {place for place, _ in taken.faults.values()} == {f"line {number}" for number in (3, 4, 5, 6, 7)}
