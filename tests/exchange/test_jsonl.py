"""JSONL: what leaves has the design's shape and finds its passage; what comes back is believed only where it may be."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.document_records import DocumentRecords
from reader.cleaning.page_cleaning import clean
from reader.cli import main
from reader.config.settings import Settings
from reader.exchange import jsonl
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.export_lines import export_file
from reader.exchange.jsonl import Incoming, is_within, line, merge, read, rows
from reader.model.annotation import Annotation, Change, Link, new_id, now
from reader.model.article import Article
from reader.model.document import Document
from reader.sources import open_page
from reader.store.folder_store import FolderStore
from reader.system.safe_text import is_safe

FIELDS = (
    "id document document_sha256 title label start end quote prefix suffix source_start source_end note annotator "
    "created_at updated_at anchor links"
).split()
UNSAFE = "\x00\x07\x1b\x7f\x85\x9b\u202e\u2066\ufeff\u2028"


def exported(store: FolderStore) -> str:
    """What ``nrc-reader export`` would write."""
    return "".join(line(row) for row in rows(map(store.load, store.keys())))


def taken_in(store: FolderStore, text: str | bytes) -> tuple[int, int, list[str]]:
    """Imports; how many were new, how many known, and what was wrong."""
    data = text.encode() if isinstance(text, str) else text
    found = list(read(data.splitlines(keepends=True), "in.jsonl"))
    new, known, *_ = merge(store, [one for one in found if isinstance(one, Incoming)])
    return new, known, [str(one) for one in found if isinstance(one, ExchangeError)]


def row(**fields: Any) -> dict[str, Any]:
    """A line that can be imported."""
    whole = {"id": new_id(), "document": "a.txt", "document_sha256": "ab" * 32, "title": None, "label": "claim"}
    whole |= {"start": 3, "end": 7, "quote": "text", "created_at": now(), "updated_at": now(), "links": []}
    return whole | fields


def save(
    store: FolderStore, article: Article, records: DocumentRecords, *spans: tuple[int, int], label: str = "claim"
) -> None:
    """Tags passages, as the reader does."""
    for start, end in spans:
        changes = records.tag(label, start, end, "ann")
        records.apply(changes)
        store.save(Document(None, article.page.path, article.page.sha256, article.title), changes)


def test_a_line_has_the_fields_of_the_design_in_its_order(store: FolderStore, article: Article) -> None:
    save(store, article, DocumentRecords(article), (4, 11))
    (text,) = exported(store).splitlines()
    assert list(json.loads(text)) == FIELDS
    assert json.loads(text)["links"] == []


def test_lines_are_ordered_by_document_start_end_and_id(store: FolderStore) -> None:
    places = [("b.txt", 4, 9), ("a.txt", 8, 9), ("a.txt", 2, 9), ("a.txt", 2, 5), ("a.txt", 2, 5), ("B.txt", 0, 1)]
    for path, start, end in places:
        one = Annotation(new_id(), "claim", start, end, "x" * (end - start))
        store.save(Document(None, path, path.encode().hex().zfill(64)), [Change(None, one)])
    keys = [
        (row["document"], row["start"], row["end"], row["id"])
        for row in map(json.loads, exported(store).split("\n")[:-1])
    ]
    assert keys == sorted(keys)
    assert [key[:3] for key in keys] == sorted(places)


def test_exporting_twice_gives_the_same_bytes(store: FolderStore, article: Article) -> None:
    save(store, article, DocumentRecords(article), (4, 11), (0, 26), (4, 11))
    for _ in range(2):
        export_file(store)
        assert (store.folder / "export.jsonl").read_bytes() == exported(store).encode()


def test_the_file_is_utf_8_with_line_feeds_and_no_mark_and_a_note_stays_on_its_line(
    store: FolderStore, article: Article
) -> None:
    records = DocumentRecords(article)
    save(store, article, records, (4, 11))
    changes = records.annotate(records.annotations[0], "naïve 😀\r\nsecond\u2028line\tend")
    store.save(Document(None, article.page.path, article.page.sha256), changes)
    export_file(store)
    data = (store.folder / "export.jsonl").read_bytes()
    assert data.count(b"\n") == 1
    assert data.endswith(b"\n")
    assert b"\r" not in data
    assert data[:1] == b"{"
    assert "naïve 😀".encode() in data
    assert len(data.decode().splitlines()) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_quote_and_source_offsets_find_the_passage(store: FolderStore, tmp_path: Path, end: str, encoding: str) -> None:
    face = "" if encoding == "cp1252" else "😀 "
    lines = [
        f"The envoy{chr(0xE9)} {face}met on Monday.",
        "",
        "Skip next section\tNewsletter",
        "",
        f"{face}Trade fell — by 12 percent.",
    ]
    path = tmp_path / "page.txt"
    path.write_bytes(end.join(lines).encode(encoding))
    article = clean(open_page(path))
    words = [(at, at + len(word)) for word in ("Monday", "12 percent") for at in [article.text.index(word)]]
    save(store, article, DocumentRecords(article), *words)
    source = path.read_bytes().decode(encoding)
    source = source.removeprefix("\ufeff")
    found = [json.loads(text) for text in exported(store).splitlines()]
    assert len(found) == 2
    for one in found:
        assert one["quote"] == article.text[one["start"] : one["end"]]
        assert source[one["source_start"] : one["source_end"]] == one["quote"]
        assert article.text[: one["start"]].endswith(one["prefix"])
        assert article.text[one["end"] :].startswith(one["suffix"])


def test_links_leave_with_the_annotation_that_they_start_from_and_come_back(store: FolderStore, tmp_path: Path) -> None:
    claim, proof = (
        Annotation(new_id(), "claim", at, at + 4, "text", created_at=now(), updated_at=now()) for at in (0, 9)
    )
    link = Link(new_id(), proof.id, claim.id, "supports", "ann", now(), now())
    store.save(Document(None, "a.txt", "ab" * 32), [Change(None, one) for one in (claim, proof, link)])
    first, second = (json.loads(text) for text in exported(store).splitlines())
    assert first["links"] == []
    assert second["links"] == [{"id": link.id, "kind": "supports", "target": claim.id}]
    other = FolderStore(tmp_path / "other")
    taken_in(other, exported(store))
    assert exported(other) == exported(store)


shown = st.text(st.characters(exclude_categories=["Cs"]).filter(is_safe), max_size=12)
several_lines = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]).filter(is_safe), st.sampled_from("\n\t")), max_size=12
)
dates = st.sampled_from(["", "2026-04-11T09:30:00.000Z", "2025-01-01T00:00:00Z"])


@st.composite
def documents(draw: st.DrawFn) -> list[tuple[Document, list[Change]]]:
    """Documents as a store may hold them: two may have one path, opened from two folders, but never one hash."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(["a.txt", "b/a.txt", "ä 😀.html", "../up.md", "/abs/é.txt"]))
        ones: list[Annotation | Link] = []
        for _ in range(draw(st.integers(1, 4))):
            quote = draw(several_lines.filter(bool))
            start, source = draw(st.integers(0, 2**40)), draw(st.integers(0, 2**40))
            ones.append(
                Annotation(
                    new_id(),
                    draw(shown.filter(str.strip)),
                    start,
                    start + len(quote),
                    quote,
                    draw(several_lines),
                    draw(several_lines),
                    source,
                    source + draw(st.integers(0, 99)),
                    draw(several_lines),
                    draw(shown),
                    draw(dates),
                    draw(dates),
                    draw(st.sampled_from(["exact", "moved", "detached"])),
                )
            )
        sources = list(ones) if draw(st.booleans()) else []
        ones += [Link(new_id(), one.id, new_id(), draw(st.sampled_from(Settings().link_kinds))) for one in sources]
        title = draw(st.none() | shown.filter(bool))
        found.append((Document(None, path, f"{number}f" * 32, title), [Change(None, one) for one in ones]))
    return found


@contextmanager
def two_stores() -> Iterator[tuple[FolderStore, FolderStore]]:
    with TemporaryDirectory() as folder:
        yield FolderStore(Path(folder) / "1"), FolderStore(Path(folder) / "2")


@settings(max_examples=40)
@given(documents())
def test_an_export_imported_into_an_empty_store_is_exported_the_same(
    found: list[tuple[Document, list[Change]]],
) -> None:
    with two_stores() as (first, second):
        for document, changes in found:
            first.save(document, changes, apart=True)
        text = exported(first)
        assert taken_in(second, text)[2] == []
        assert exported(second) == text
        files = {path: path.read_bytes() for path in second.folder.rglob("*.json")}
        new, known, _ = taken_in(second, text)
        assert (new, known) == (0, text.count("\n"))
        assert {path: path.read_bytes() for path in second.folder.rglob("*.json")} == files


@pytest.mark.parametrize(
    ("here", "there", "wins"),
    [
        ("2026-04-11T09:30:00.000Z", "2026-04-11T09:30:00.001Z", "there"),
        ("2026-04-11T09:30:00.001Z", "2026-04-11T09:30:00.000Z", "here"),
        ("2026-04-11T09:30:00.000Z", "2026-04-11T09:30:00.000Z", "here"),
        ("2026-04-11T09:30:00Z", "2026-04-11T09:30:00.500Z", "there"),  # as text, the first is the later one
        ("2026-04-11T09:30:00Z", "2026-04-11T11:00:00+02:00", "here"),  # half an hour earlier, an hour later as text
        ("2026-04-11T09:30:00.000Z", "zzz", "here"),
        ("", "2026-04-11T09:30:00.000Z", "there"),
    ],
)
def test_the_newer_one_wins(store: FolderStore, here: str, there: str, wins: str) -> None:
    one = row(note="here", updated_at=here)
    taken_in(store, line(one))
    taken_in(store, line(one | {"note": "there", "updated_at": there}))
    assert [json.loads(text)["note"] for text in exported(store).splitlines()] == [wins]


DEEP = '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}"
BAD = {
    "no JSON": "{",
    "a list": "[1]",
    "a number": "7",
    "cut": line(row())[:-20],
    "no id": json.dumps({key: value for key, value in row().items() if key != "id"}),
    "id with path separators": line(row(id="../../../../etc/passwd0000")),
    "id of ten megabytes": line(row(id="x" * 10_000_000)),
    "id that overflows": line(row(id="Z" * 26)),
    "id that is a number": line(row(id=7)),
    "no hash": line(row(document_sha256="")),
    "hash with path separators": line(row(document_sha256="../" * 21 + "x")),
    "document that is a number": line(row(document=7)),
    "blank document": line(row(document=" ")),
    "start after end": line(row(start=9)),
    "start below zero": line(row(start=-4, end=0)),
    "start that is huge": line(row(start=10**30, end=10**30 + 4)),
    "start with a point": line(row()).replace('"start": 3', '"start": 3.5'),
    "start that is true": line(row(start=True, end=5)),
    "number of 5,000 digits": line(row()).replace('"start": 3', '"start": ' + "9" * 5000),
    "source before the file": line(row(source_start=-1)),
    "source that ends before it starts": line(row(source_start=9, source_end=3)),
    "NaN": line(row()).replace('"start": 3', '"start": NaN'),
    "Infinity in an unknown field": line(row(mood=float("inf"))),
    "1e999 in an unknown field": line(row(mood=0)).replace('"mood": 0', '"mood": 1e999'),
    "nested deeply": DEEP,
    "unknown field nested deeply": line(row(mood=0)).replace('"mood": 0', '"mood": ' + "[" * 500 + "]" * 500),
    "label missing": line(row(label="")),
    "label of a megabyte": line(row(label="x" * 1_000_000)),
    "quote of another length": line(row(quote="texts")),
    "quote counted in UTF-16": line(row(quote="a😀b")),
    "links that are text": line(row(links="x")),
    "link without a target": line(row(links=[{"id": new_id(), "kind": "supports"}])),
    "link to itself": "",
    "NUL": "\x00",
}
_SELF = row()
BAD["link to itself"] = line(_SELF | {"links": [{"id": new_id(), "kind": "supports", "target": _SELF["id"]}]})


@pytest.mark.parametrize("what", BAD)
def test_a_bad_line_is_named_in_one_short_line_and_stops_nothing(store: FolderStore, what: str) -> None:
    good = [row(), row()]
    new, _, faults = taken_in(store, line(good[0]) + BAD[what].rstrip("\n") + "\n" + line(good[1]))
    assert new == 2
    (fault,) = faults
    assert fault.startswith("in.jsonl:2: ")
    assert len(fault) < 200
    assert fault.isprintable()
    assert sorted(json.loads(text)["id"] for text in exported(store).splitlines()) == sorted(one["id"] for one in good)


def test_a_line_that_is_not_utf_8_is_named_and_the_others_come_in(store: FolderStore) -> None:
    data = line(row()).encode() + b'{"id": "\xff"}\n' + b"\xef\xbb\xbf" + line(row()).encode().replace(b"\n", b"\r\n")
    new, _, faults = taken_in(store, data + b"\n \n")
    assert new == 2
    assert [fault.split(": ")[0] for fault in faults] == ["in.jsonl:2"]


@pytest.mark.parametrize("field", ["document", "title", "label", "note", "annotator", "quote", "prefix", "suffix"])
def test_what_no_terminal_may_get_is_replaced_one_for_one(store: FolderStore, field: str) -> None:
    quote = {"quote": f"a{UNSAFE}b", "end": 3 + len(UNSAFE) + 2} if field == "quote" else {field: f"a{UNSAFE}b"}
    assert taken_in(store, json.dumps(row(**quote)) + "\n")[2] == []
    text = exported(store)
    assert json.loads(text)[field] == "a" + "\ufffd" * len(UNSAFE) + "b"
    for path in store.folder.glob("*.json"):
        assert not any(character in path.read_text(encoding="utf-8") for character in UNSAFE)


@pytest.mark.parametrize("field", ["note", "quote", "prefix", "suffix"])
def test_passages_and_notes_keep_their_line_ends_and_tabs(store: FolderStore, field: str) -> None:
    taken_in(store, line(row(**{field: "a\n\tb"})))
    assert json.loads(exported(store))[field] == "a\n\tb"


@pytest.mark.parametrize("field", ["label", "annotator", "title", "document"])
def test_names_have_no_line_ends(store: FolderStore, field: str) -> None:
    taken_in(store, line(row(**{field: "a\n\tb"})))
    assert json.loads(exported(store))[field] == "a\ufffd\ufffdb"


@pytest.mark.parametrize("field", ["note", "document", "label", "title", "mood"])
def test_lone_surrogates_neither_stop_the_import_nor_reach_the_file(store: FolderStore, field: str) -> None:
    new, _, faults = taken_in(store, json.dumps(row(**{field: "a\ud800b"})) + "\n")
    assert (new, faults) == (1, [])
    exported(store).encode()
    for path in store.folder.glob("*.json"):
        assert "\\ud800" not in path.read_bytes().decode()


def test_fields_of_a_newer_version_come_in_safe_and_stay(store: FolderStore) -> None:
    taken_in(store, json.dumps(row(mood={"a\x1b": ["b\u202e", 1, 2.5, None, True]})) + "\n")
    (path,) = store.folder.glob("*.json")
    (record,) = json.loads(path.read_text(encoding="utf-8"))["annotations"].values()
    assert record["mood"] == {"a\ufffd": ["b\ufffd", 1, 2.5, None, True]}


def test_a_note_of_ten_megabytes_comes_in_whole(store: FolderStore) -> None:
    taken_in(store, line(row(note="so " * 3_333_333)))
    assert len(json.loads(exported(store))["note"]) == 9_999_999


@pytest.mark.parametrize(
    "path", ["../../../etc/passwd", "/etc/passwd", "..", "a/../../b.txt", "x\x00y", ".nrc-reader/places", "é" * 400]
)
def test_no_document_path_leads_out_of_the_store(store: FolderStore, path: str) -> None:
    assert taken_in(store, line(row(document=path)))[0] == 1
    written = [one for one in store.folder.parent.rglob("*.json") if one.is_file()]
    assert [one.parent for one in written] == [store.folder]


@pytest.mark.parametrize("field", ["note", "label", "annotator"])
def test_a_store_file_from_a_stranger_is_made_safe_when_it_is_read(store: FolderStore, field: str) -> None:
    taken_in(store, line(row(**{field: "MARK"})))
    (path,) = store.folder.glob("*.json")
    path.write_text(path.read_text().replace("MARK", "\\u001b]0;x\\u0007\\u009b\\ud800"))
    assert json.loads(exported(store))[field] == "\ufffd]0;x\ufffd\ufffd\ufffd"


def test_documents_are_chosen_by_where_their_file_lies_not_by_where_one_stands(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_article: Callable[[str, str], Path]
) -> None:
    path = write_article("one.txt", "Words.")
    monkeypatch.chdir(tmp_path)
    store.save(Document(None, "articles/one.txt", "ab" * 32), [])
    monkeypatch.chdir(path.parent)
    (document,) = [stored.document for stored in map(store.load, store.keys())]
    assert is_within(document, ["one.txt"])
    assert is_within(document, [str(path)])
    assert is_within(document, ["../articles"])
    assert is_within(document, ["x/../one.txt"])
    assert not is_within(document, ["two.txt", "one"])


def test_an_old_export_brings_nothing_back_that_was_deleted_since(store: FolderStore, article: Article) -> None:
    records = DocumentRecords(article)
    save(store, article, records, (0, 26), (27, 66))
    text = exported(store)
    (key,) = store.keys()
    gone, stays = store.load(key).annotations
    store.save(store.load(key).document, [Change(gone, None)])
    assert taken_in(store, text)[:2] == (0, 2)
    assert store.load(key).annotations == (stays,)
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    later = text.replace(gone.updated_at, soon)
    assert taken_in(store, later)[0] >= 1
    assert {one.id for one in store.load(key).annotations} == {gone.id, stays.id}


def test_a_date_that_is_yet_to_come_is_left_out_and_the_owners_export_still_counts(store: FolderStore) -> None:
    mine = row(annotator="ann", updated_at="2026-04-11T12:00:00.000Z", note="mine")
    assert taken_in(store, json.dumps(mine))[:2] == (1, 0)
    theirs = mine | {"annotator": "eve", "label": "other", "note": "", "updated_at": "9999-12-31T00:00:00.000Z"}
    new, known, wrong = taken_in(store, json.dumps(theirs))
    assert (new, known) == (0, 0)
    assert wrong == [
        "in.jsonl:1: left out: updated_at 9999-12-31T00:00:00.000Z is in the future: correct the date, or the clock"
    ]
    (key,) = store.keys()
    (one,) = store.load(key).annotations
    forged = replace(one, annotator="eve", note="", updated_at=str(theirs["updated_at"]))
    store.save(store.load(key).document, [Change(one, forged)])  # as somebody's store file may have it
    assert taken_in(store, json.dumps(mine))[:2] == (1, 0)
    assert store.load(key).annotations[0].annotator == "ann"


def test_annotations_of_others_that_an_import_replaces_are_counted(
    store: FolderStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, path = row(annotator="ann", updated_at="2026-04-11T12:00:00.000Z"), tmp_path / "in.jsonl"
    own = row(annotator="eve", updated_at="2026-04-11T12:00:00.000Z")
    for updated_at, said in (("2026-04-11T12:00:00.000Z", False), ("2026-04-12T12:00:00.000Z", True)):
        lines = [json.dumps(one | {"annotator": "eve" if said else one["annotator"], "updated_at": updated_at})
                 for one in (old, own)]  # fmt: skip
        path.write_text("\n".join(lines), encoding="utf-8")
        assert main(["import", str(path), "--annotator", "eve", "--store", str(store.folder)]) == 0
        assert ("1 annotation of others was replaced, of ann (" in capsys.readouterr().out) is said


def test_a_line_without_end_is_left_out_and_the_next_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 20)
    file = io.BytesIO(b"x" * 99 + b"\n[]\n" + b"y" * 20 + b"\n")
    said = [str(fault).split("left out: ")[1] for fault in read(jsonl.lines_in(file), "a")]
    assert said[0].startswith("is longer than")
    assert said[1] == "is not a JSON object"
    assert len(said) == 3
