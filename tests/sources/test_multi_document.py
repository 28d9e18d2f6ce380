"""Of a file of many documents each one opens by its number, in any order; the walk finds them one at a time."""

import gzip
import importlib.util
import io
import json
import re
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.sources import SourceError, open_bytes, open_page, probe, walk
from reader.sources import multi_document as records
from reader.sources.formats import warc as warc_source
from tests.sources.builders import FIRST, SECOND, docx, word_paragraph
from tests.torture.shapes import _record

ROWS = [
    {"text": FIRST, "url": "x"},
    {"html": f"<html><body><h1>A quay</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"},
    {"title": "no article"},
    {"text": "Größe\u2028und \x1b[31mFarbe"},
]
LINES = "\n".join([json.dumps(ROWS[0]), "", *map(json.dumps, ROWS[1:])]) + "\n"
NAMES = ["a.jsonl", "a.ndjson", "a.jsonl.gz"]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith("jsonl.gz") else data)
    return path


def fault(path: Path | str, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_page(path, **limits)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_a_document(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, name, LINES.encode())
    assert list(walk([path])) == [f"{path}#{number}" for number in (1, 3, 4, 5)]
    first = open_page(f"{path}#1")
    assert (first.path, first.source, first.media_type) == (f"{path}#1", FIRST, "text/plain")
    page = open_page(f"{path}#3")
    assert (page.source, page.media_type) == (ROWS[1]["html"], "text/html")
    assert FIRST in clean(page).text
    assert open_page(f"{path}#5").text == "Größe\nund Farbe"
    assert "no article" in fault(f"{path}#4").what
    assert "JSON" in fault(f"{path}#2").what
    assert fault(f"{path}#6").advice == "the file holds 5"
    assert fault(f"{path}#0").what == "is not there"


@pytest.mark.parametrize("name", NAMES)
def test_documents_open_in_any_order(tmp_path: Path, name: str) -> None:
    path = written(
        tmp_path, name, b"".join(json.dumps({"text": f"Number {i}."}).encode() + b"\n" for i in range(1, 60))
    )
    for number in (59, 1, 30, 31, 2, 58, 30):
        assert open_page(f"{path}#{number}").text == f"Number {number}."


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", b'{"text": "One."}\n{"text": "Two."}\n')
    assert open_page(f"{path}#2").text == "Two."
    path.write_bytes(b'{"text": "A longer one."}\n{"text": "Another."}\n')
    assert open_page(f"{path}#2").text == "Another."


def test_the_same_line_has_the_same_hash_wherever_it_stands(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", b'{"text": "One."}\r\n{"text": "Two."}\n{"text": "One."}')
    one, two, three = (open_page(f"{path}#{number}").sha256 for number in (1, 2, 3))
    assert one == three != two


def test_documents_are_found_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One."}\n' * 100_000)
    found = walk([path])
    assert next(found) == f"{path}#1"
    assert open_page(next(found)).text == "One."


def test_a_real_file_of_such_a_name_wins(tmp_path: Path) -> None:
    written(tmp_path, "a.jsonl", LINES.encode())
    (tmp_path / "a.jsonl#3").write_text("A file.")
    assert open_page(tmp_path / "a.jsonl#3").text == "A file."
    (tmp_path / "b#3").write_text("Another.")
    assert list(walk([tmp_path / "b#3"])) == [str(tmp_path / "b#3")]


def test_one_document_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", LINES.encode())
    assert list(walk([f"{path}#3"])) == [f"{path}#3"]
    assert probe(f"{path}#3") is None
    assert fault(f"{tmp_path}/none.jsonl#3").what == "is not there"
    assert fault(path).what == "holds many documents"


def test_a_folder_gives_the_lines_of_files_that_hold_articles(tmp_path: Path) -> None:
    written(tmp_path, "b.jsonl", LINES.encode())
    written(tmp_path, "c.jsonl", b'{"id": 1, "quote": "tagged"}\n')
    written(tmp_path, "d.jsonl", b"no JSON\n")
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "e.html.gz").write_bytes(b"")
    (tmp_path / "f.tar.gz").write_bytes(b"")
    (tmp_path / "g.gz").write_bytes(b"")
    names = [Path(path).name for path in walk([tmp_path])]
    assert names == ["a.txt", "b.jsonl#1", "b.jsonl#3", "b.jsonl#4", "b.jsonl#5", "e.html.gz"]


def test_a_line_that_is_too_large_is_told_and_the_next_one_opens(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", json.dumps({"text": "x" * 3_000_000}).encode() + b'\n{"text": "Two."}\n')
    assert fault(f"{path}#1", max_bytes=1000).what == "is too large"
    assert open_page(f"{path}#2", max_bytes=1000).text == "Two."
    assert len(list(walk([path]))) == 2


@pytest.mark.parametrize("line", [b"[" * 100_000, b'{"text": 5}', b"\xff\xfe", b"1" * 10_000, b'{"text": "\\ud800 x"}'])
def test_odd_lines_open_or_give_one_line(tmp_path: Path, line: bytes) -> None:
    path = written(tmp_path, "a.jsonl", line)
    try:
        said = open_page(f"{path}#1").text
    except SourceError as problem:
        said = problem.what
    assert said


def test_a_packed_file_that_is_cut_off_is_told_once(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(json.dumps({"text": f"{i} {FIRST}"}).encode() + b"\n" for i in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    problems: list[SourceError] = []
    assert len(list(walk([tmp_path / "a.jsonl.gz"], problems.append))) > 1
    assert [problem.what for problem in problems] == ["is damaged or cut off"]


def test_a_packed_file_that_never_ends_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_UNPACKED", 10_000)
    path = written(tmp_path, "a.jsonl.gz", b'{"text": "One."}\n' * 10_000)
    problems: list[SourceError] = []
    assert len(list(walk([path], problems.append))) < 1000
    assert "too large" in problems[0].what


# What stands packed alone.


def test_a_packed_file_opens_as_what_is_in_it() -> None:
    page = open_bytes(gzip.compress(f"<html><p>{FIRST}</p></html>".encode()), "a.html.gz")
    assert (page.path, page.media_type, page.text.strip()) == ("a.html.gz", "text/html", FIRST)
    assert open_bytes(gzip.compress(docx(word_paragraph(FIRST))), "a.docx.gz").text == FIRST
    two = gzip.compress(b"One. ") + gzip.compress(b"Two.") + bytes(512)
    assert open_bytes(two, "a.txt.gz").text == "One. Two."


def test_a_packed_bomb_is_told() -> None:
    bomb = gzip.compress(bytes(40 << 20))
    with pytest.raises(SourceError, match="is too large when unpacked"):
        open_bytes(bomb, "a.txt.gz")
    with pytest.raises(SourceError, match="compressed twice"):
        open_bytes(gzip.compress(gzip.compress(b"x")), "a.txt.gz")


@given(st.binary(min_size=1, max_size=200), st.integers(1, 60))
def test_a_packed_file_cut_off_or_followed_by_noise_is_told(noise: bytes, end: int) -> None:
    whole = gzip.compress(FIRST.encode())
    for data in (whole[: max(len(whole) - end, 2)], whole + b"x" + noise):
        with pytest.raises(SourceError, match="damaged or cut off"):
            open_bytes(data, "a.txt.gz")


# Crawlers' archives.


def warc(*responses: tuple[str, str, bytes], packed: bool = True) -> bytes:
    """An archive of an info record, then a request and a response each of status, content type and body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for status, kind, body in responses:
        head = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        record = writer.create_warc_record("http://example.org/", "response", io.BytesIO(body), http_headers=head)
        writer.write_record(record)
    text = writer.create_warc_record(
        "http://example.org/", "conversion", io.BytesIO(SECOND.encode()), warc_content_type="text/plain"
    )
    writer.write_record(text)
    return buffer.getvalue()


PAGE = f"<html><body><p>Caf\xe9. {FIRST}</p><p>{SECOND}</p></body></html>".encode("latin-1")


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_of_a_crawl_is_a_document(tmp_path: Path, name: str) -> None:
    page, picture = ("200 OK", "text/html; charset=iso-8859-1", PAGE), ("200 OK", "image/png", b"x")
    gone = ("404 Not Found", "text/html", PAGE)
    path = tmp_path / name
    path.write_bytes(warc(page, picture, gone, page, packed=name.endswith("gz")))
    assert list(walk([path])) == [f"{path}#2", f"{path}#5", f"{path}#6"]
    opened = open_page(f"{path}#5")
    assert opened.source == PAGE.decode("latin-1")
    assert SECOND in clean(opened).text
    assert open_page(f"{path}#2").sha256 == opened.sha256
    assert open_page(f"{path}#6").text == SECOND
    assert "no article" in fault(f"{path}#3").what
    assert fault(f"{path}#9").what == "is not there"


BROTLI = pytest.mark.skipif(importlib.util.find_spec("brotli") is None, reason="needs brotli")


def responses(*heads: tuple[list[tuple[str, str]], bytes]) -> bytes:
    """An archive of a response for each head and body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False)
    for number, (fields, body) in enumerate(heads):
        head = StatusAndHeaders("200 OK", fields, protocol="HTTP/1.1")
        url = f"http://example.org/{number}"
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=head))
    return buffer.getvalue()


@BROTLI
def test_records_packed_with_brotli_are_read_within_limits(tmp_path: Path) -> None:
    import brotli

    packed = [("Content-Type", "text/html; charset=iso-8859-1"), ("Content-Encoding", "br")]
    chunk = brotli.compress(PAGE)
    chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(chunk), chunk)
    path = tmp_path / "a.warc"
    path.write_bytes(
        responses(
            (packed, brotli.compress(PAGE)),
            ([*packed, ("Transfer-Encoding", "chunked")], chunked),
            (packed, PAGE),  # its head is wrong
            (packed, brotli.compress(bytes(64 << 20))),
            ([("Content-Encoding", "br")], brotli.compress(PAGE)),
        )
    )
    found = list(walk([path]))
    assert [open_page(found[number]).source for number in (0, 1, 2)] == [PAGE.decode("latin-1")] * 3
    assert fault(found[3]).what == "is too large"
    assert SECOND in open_page(found[4]).text


def test_without_brotli_a_packed_record_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(responses(([("Content-Type", "text/html"), ("Content-Encoding", "br")], b"x")))
    monkeypatch.setitem(sys.modules, "brotli", None)
    assert "brotli" in str(fault(f"{tmp_path}/a.warc#1"))


def test_records_without_a_type_are_known_by_their_content(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    untyped = [b"\x89PNG\r\n\x1a\n" + bytes(99), PAGE, SECOND.encode(), b'{"a": 1}', gzip.compress(PAGE)]
    heads: list[list[tuple[str, str]]] = [[], [], [("Content-Type", "")], [], [("Content-Encoding", "gzip")]]
    whole = responses(*zip(heads, untyped, strict=True))
    whole += responses(([("Content-Type", "text/html")], PAGE)).replace(b"WARC-Type: response\r\n", b"")
    path.write_bytes(whole)
    assert [name.rpartition("#")[2] for name in walk([path])] == ["2", "3", "5", "6"]
    assert open_page(f"{path}#3").text == SECOND
    for number in (2, 5, 6):
        assert SECOND in clean(open_page(f"{path}#{number}")).text
    assert fault(f"{path}#4").what == "has no article"


def test_a_large_record_is_not_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(("200 OK", "text/html", bytes(1 << 22))))
    assert fault(f"{tmp_path}/a.warc.gz#2", max_bytes=1 << 20).what == "is too large"


@pytest.mark.parametrize("data", [b"no archive at all", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00"])
def test_what_is_no_archive_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    problems: list[SourceError] = []
    assert list(walk([tmp_path / "a.warc"], problems.append)) == []
    assert fault(f"{tmp_path}/a.warc#1").what


def test_an_archive_that_is_cut_off_gives_what_is_whole(tmp_path: Path) -> None:
    whole = warc(("200 OK", "text/html", PAGE), ("200 OK", "text/html", PAGE))
    for end in range(10, len(whole), 101):
        (tmp_path / "a.warc.gz").write_bytes(whole[:end])
        problems: list[SourceError] = []
        for name in walk([tmp_path / "a.warc.gz"], problems.append):
            try:
                said = open_page(name).text
            except SourceError as problem:
                said = problem.what
            assert said


@pytest.mark.parametrize("length", ["-5", "30", "many", "9" * 99, ""])
def test_of_a_wrong_length_nothing_is_written_over_the_screen(
    tmp_path: Path, length: str, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = warc(("200 OK", "text/html", PAGE), ("200 OK", "text/html", PAGE))
    (tmp_path / "a.warc").write_bytes(re.sub(rb"Content-Length: \d+", b"Content-Length: " + length.encode(), whole))
    problems: list[SourceError] = []
    for name in walk([tmp_path / "a.warc"], problems.append):
        with suppress(SourceError):
            open_page(name)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize(
    "length", ["Content-Length: 100000", "Content-Length: %d", "X: y"], ids=["far", "near", "none"]
)
def test_a_record_that_is_shorter_than_it_says_takes_nothing_from_those_behind_it(
    tmp_path: Path, length: str, packed: bool
) -> None:
    records = [_record(f"<p>{text}</p>".encode()) for text in (FIRST, SECOND, FIRST)]
    size = int(re.search(rb"Content-Length: (\d+)", records[1])[1])  # type: ignore[index]
    said = length.replace("%d", str(size + 40)).encode()
    records[1] = re.sub(rb"Content-Length: \d+", lambda _: said, records[1], count=1)
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    found = list(walk([path], [].append))
    assert [name.rpartition("#")[2] for name in found] == ["1", "2", "3"]
    pages = [open_page(name) for name in found]
    assert SECOND in pages[1].text
    assert "WARC/1" not in pages[1].source
    assert pages[0].text == pages[2].text


def test_an_archive_of_nothing_but_damage_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -5\r\n\r\n"
    (tmp_path / "a.warc").write_bytes(head * 10_000)
    looks: list[int] = []
    find = warc_source._next_start
    monkeypatch.setattr(warc_source, "_next_start", lambda stream, start: (looks.append(start), find(stream, start))[1])
    problems: list[SourceError] = []
    assert list(walk([tmp_path / "a.warc"], problems.append)) == []
    assert [str(one).partition(": ")[2] for one in problems] == [
        "is damaged (after 500 bad records the rest of it is not read)"
    ]
    assert len(looks) == 500


@pytest.mark.parametrize("head", [b"X: y\r\n" * 1_000_000, b"X: " + b"x" * 6_000_000], ids=["lines", "line"])
def test_a_head_without_end_is_left(tmp_path: Path, head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    from warcio.statusandheaders import StatusAndHeadersParser

    taken: list[int] = []
    decode = StatusAndHeadersParser.decode_header
    monkeypatch.setattr(
        StatusAndHeadersParser, "decode_header", lambda _, line: (taken.append(len(line)), decode(line))[1]
    )
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n" + head)
    problems: list[SourceError] = []
    assert list(walk([tmp_path / "a.warc"], problems.append)) == []
    assert problems
    assert sum(taken) < 1_000_000


def test_without_warcio_the_install_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "warcio", None)
    problems: list[SourceError] = []
    assert list(walk([tmp_path / "a.warc"], problems.append)) == []
    assert "pip install 'warcio" in str(problems[0])


def test_of_a_file_with_more_documents_than_a_list_can_hold_the_first_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_DOCUMENTS", 3)
    path = written(tmp_path, "a.jsonl", b'{"text": "one"}\n' * 5)
    problems: list[SourceError] = []
    assert list(walk([path], problems.append)) == [f"{path}#{number}" for number in (1, 2, 3)]
    assert [one.what for one in problems] == ["holds too many documents"]
