"""The folder of brat: its own rules, a stranger's folder, and what brat changed coming back."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import Fault, ImportedDocument
from reader.exchange.formats import brat
from reader.exchange.formats.brat import escaped, fragments, name_of, type_of, unescaped
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.sample_store import CLAIM, FACT, PATH, TEXT, VIEW, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, texts_with_spans


def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return tmp_path


def found(path: Path) -> tuple[list[ImportedDocument], list[Fault]]:
    both = list(brat.read(path))
    return [one for one in both if not isinstance(one, Fault)], [one for one in both if isinstance(one, Fault)]


def test_a_folder_is_as_brat_has_it() -> None:
    files = exported(sample(), "brat").files
    assert sorted(files) == ["a_b.html.ann", "a_b.html.txt", "annotation.conf", "documents.jsonl", "visual.conf"]
    assert files["a_b.html.txt"].decode() == TEXT
    assert files["a_b.html.ann"].decode().splitlines() == [
        "T1\tclaim 16 41\temissions fell 12 percent",
        "T2\tevidence 31 41\t12 percent",
        "T3\t_x00FC_ber_x0020_wert 31 42;44 58\t12 percent. He is “right”,",
        "R1\tsupports Arg1:T2 Arg2:T1",
        '#1\tAnnotatorNotes T1\tfirst "line"\\nC:\\\\new <b>',
        "#2\tAnnotator T1\tann",
        f"#3\tId T1\t{CLAIM}",
        "#4\tAnnotator T2\tann",
        f"#5\tId T2\t{FACT}",
        "#6\tAttributedTo T3\tBerg & Söhne",
        "#7\tAnnotator T3\tZoë Núñez",
        f"#8\tId T3\t{VIEW}",
        "#9\tAnnotator R1\tann",
        "#10\tId R1\t01KNWYQ4RR0000000000000009",
    ]
    configuration = files["annotation.conf"].decode()
    assert (
        "[entities]\nclaim\nevidence\nopinion\n_x00FC_ber_x0020_wert\n\n[relations]\nsupports\tArg1:" in configuration
    )
    assert "_x00FC_ber_x0020_wert | über wert\n" in files["visual.conf"].decode()
    assert "claim\tbgColor:#5fafff\n" in files["visual.conf"].decode()


@given(texts_with_spans(min_spans=1))
def test_the_words_of_a_passage_are_those_at_its_places(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    for start, end in spans:
        pieces = fragments(text, start, end)
        assert (pieces[0][0], pieces[-1][1]) == (start, end)
        assert all(first[1] <= second[0] for first, second in pairwise(pieces))
        words = " ".join(text[one:other] for one, other in pieces)  # brat's own rule
        assert len(f"{words}x".splitlines()) == 1
        assert [one for one in words if not one.isspace()] == [one for one in text[start:end] if not one.isspace()]


@given(st.text())
def test_every_note_is_one_line_and_comes_back(note: str) -> None:
    assert len(f"{escaped(note)}x".splitlines()) == 1
    assert unescaped(escaped(note)) == note


@given(st.one_of(st.text(), st.sampled_from(["_x00FC_", "a_x_b", "my_label", "x_", "über", "__x41_"])))
def test_every_label_is_a_type_of_brat_and_comes_back(label: str) -> None:
    assert type_of(label)
    assert set(type_of(label)) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
    assert name_of(type_of(label)) == label


def test_what_was_changed_in_brat_comes_back_as_a_change() -> None:
    store = sample()
    files = dict(exported(store, "brat").files)
    assert imported(store, "brat", files).count == 0
    lines = files["a_b.html.ann"].decode().replace("T2\tevidence 31 41\t12 percent", "T2\topinion 34 41\tpercent")
    lines = "".join(f"{line}\n" for line in lines.splitlines() if " T3\t" not in line and line[:2] != "T3")
    files["a_b.html.ann"] = f"{lines}T4\tclaim 0 8\tMinister\n#11\tAnnotator T4\tbo\n".encode()
    taken = imported(store, "brat", files)
    assert (taken.faults, taken.count) == ({}, 2)
    assert [(one.label, one.quote, one.annotator) for _, one in all_annotations(store)] == [
        ("claim", "Minister", "bo"),
        ("claim", "emissions fell 12 percent", "ann"),
        ("über wert", "12 percent.\n\nHe is “right”,", "Zoë Núñez"),
        ("opinion", "percent", "ann"),
    ]


def test_a_folder_of_brats_own_comes_in(tmp_path: Path) -> None:
    text = "Sony said 😀 it\nwill rise.\n"
    ann = (
        "T1\tOrg 0 4\tSony\nT2\tRise 12 14;15 25\tit will rise.\nR1\tSays Arg1:T1 Arg2:T2\t\n"
        "#1\tAnnotatorNotes T2\tsure?\n"
    )
    files = {"sub/doc-1.txt": text.encode(), "sub/doc-1.ann": ann.encode(), "sub/other.txt": b"x"}
    assert brat.recognises(folder(tmp_path, files), b"")
    store = MemoryStore()
    taken = imported(store, "brat", files)
    assert (taken.faults, taken.count, taken.links) == ({}, 2, 1)
    assert [(one.label, one.quote, one.note) for _, one in all_annotations(store)] == [
        ("Org", "Sony", ""),
        ("Rise", "it\nwill rise.", "sure?"),
    ]
    (link,) = all_links(store)
    assert link.kind == "Says"


def test_damaged_lines_are_named_by_file_and_line_and_the_others_come_in(tmp_path: Path) -> None:
    lines = [
        "T1\tclaim 0 3\tFre",
        "T2\tclaim 0 3\tFra",
        "T3\tclaim 0 999999999999\tFre",
        "T4\tclaim 0 99999999999999999999999999\tFre",
        "T5\tclaim 3 0\t",
        "T6\tclaim -1 3\tFre",
        "T7\tclaim 0 NaN\tFre",
        "T8\tclaim 0 3;9 12\tFre sun",
        "T9 claim 0 3 Fre",
        "E1\tSays:T1",
        "R1\tsupports Arg1:T1",
        "#1\tAnnotatorNotes T99\tof nothing",
        "rubbish",
        "",
        "T10\tclaim 4 7",
    ]
    files = {"a.txt": b"Free the sun.", "a.ann": "\r\n".join(lines).encode()}
    (one,), faults = found(folder(tmp_path, files))
    assert [(span.start, span.end) for span in one.spans] == [(0, 3), (4, 7)]
    assert sorted({fault.place for fault in faults}) == sorted(f"a.ann: line {number}" for number in range(2, 14))


def test_files_of_a_stranger_lead_nowhere_else(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    place = folder(tmp_path / "in", {"a.ann": b"T1\tclaim 0 3\tthe\n", "b.ann": b"T1\tclaim 0 3\tthe\n"})
    (place / "a.txt").symlink_to(secret)
    (place / "documents.jsonl").write_text(
        '{"name": "../secret", "document": "../secret.txt"}\n{"name": "b", "url": 1}\n'
    )
    os.mkfifo(place / "b.txt")
    documents, faults = found(place)
    assert documents == []
    assert [(fault.place, fault.what) for fault in faults] == [
        ("a.ann", "is a link or no file: left alone"),
        ("b.ann", "is a link or no file: left alone"),
    ]


def test_files_that_lack_their_text_or_are_in_another_encoding_are_named(tmp_path: Path) -> None:
    files = {
        "a.ann": b"T1\tclaim 0 3\tthe\n",
        "b.ann": b"",
        "b.txt": b"caf\xe9",
        "c.ann": b"",
        "c.txt": b"",
        ".d.ann": b"",
    }
    documents, faults = found(folder(tmp_path, files))
    assert [one.place for one in documents] == ["c.ann"]
    assert [(fault.place, fault.what) for fault in faults] == [
        ("a.ann", "has no .txt with its text beside it"),
        ("b.ann", "is not UTF-8, or its .txt is not"),
    ]


def test_what_is_no_folder_of_brat_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    for path in (tmp_path, tmp_path / "x.txt"):
        assert not brat.recognises(path, b"")
        with pytest.raises(ExchangeError, match=r"^(has no .ann file in it|is no folder)"):
            list(brat.read(path))


def test_a_document_is_found_by_what_the_list_of_documents_says() -> None:
    store = MemoryStore()
    imported(store, "brat", exported(sample(), "brat").files)
    ((path, first), *_) = all_annotations(store)
    assert (path, first.id) == (PATH, CLAIM)
