"""Whatever goes wrong in one source is one line about it, and all others open."""

import io
import zipfile
from pathlib import Path

import pytest

from reader.sources import SourceError, open_bytes, open_page, probe, walk
from reader.sources.source_messages import guarded
from tests.sources.builders import CONTAINER, FIRST, W, docx, word_paragraph, zipped
from tests.torture.shapes import _record

GOOD = _record(f"<p>{FIRST}</p>".encode())


def listed(*paths: Path) -> tuple[list[str], list[SourceError]]:
    faults: list[SourceError] = []
    return list(walk(paths, on_error=faults.append)), faults


@pytest.mark.parametrize("length", ["1" + "0" * 30, "-5", "9" * 5000, "abc", "٣", ""])
def test_a_record_with_an_absurd_length_leaves_what_stands_around_it_and_other_files(
    length: str, tmp_path: Path
) -> None:
    bad = GOOD.replace(b"Content-Length: ", f"Content-Length: {length}\r\nX: ".encode())
    (tmp_path / "a.warc").write_bytes(GOOD + bad + GOOD)
    (tmp_path / "b.txt").write_text(FIRST)
    found, faults = listed(tmp_path)
    assert [Path(one).name for one in found] == ["a.warc#1", "a.warc#3", "b.txt"]
    assert len(faults) == 1
    assert "\n" not in str(faults[0])
    assert FIRST in open_page(found[0]).text
    assert open_page(found[1]).text == open_page(found[0]).text
    with pytest.raises(SourceError, match=r"damaged|no article"):
        open_page(f"{tmp_path / 'a.warc'}#2")


@pytest.mark.parametrize(
    "error",
    [
        OverflowError("x" * 10_000), RecursionError(), MemoryError(), UnicodeError("a\nb"), KeyError("k"), TypeError(),
        AttributeError(), ZeroDivisionError(), AssertionError(), EOFError(), OSError(5, "Input/output error"),
        zipfile.BadZipFile(), NotImplementedError(),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_whatever_a_library_raises_is_one_short_line(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(_: bytes, __: str) -> None:
        raise error

    monkeypatch.setattr("reader.sources.formats.plain_text.read", reader)
    with pytest.raises(SourceError) as fault:
        open_bytes(b"words", "a.txt")
    assert "\n" not in str(fault.value)
    assert len(str(fault.value)) < 300
    assert "report" not in str(fault.value)


def test_a_missing_library_is_no_fault_of_the_file() -> None:
    with pytest.raises(SourceError, match="needs the library no_such_library, which is missing"), guarded("a"):
        import no_such_library  # type: ignore[import-not-found]  # noqa: F401


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_broken_member_is_damage_however_it_is_packed(method: int) -> None:
    body = f"<w:document {W}><w:body>{word_paragraph(FIRST) * 50}</w:body></w:document>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
    data = buffer.getvalue()
    start = data.find(b"word/document.xml") + 17
    for place in range(start, start + 40):
        bent = bytearray(data)
        bent[place] ^= 0xFF
        try:
            assert FIRST in open_bytes(bytes(bent), "a.docx").text
        except SourceError as fault:
            assert "damaged" in fault.what  # noqa: PT017 - either is right


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?undefined?q?a?=", b"Subject: =?utf-8?b?abc?=", b"Subject: =?zlib?q?a?=", b"Subject: \xff\xfe",
        b"Subject: =?idna?q?=ff?=", b"Date: 1 Jan 1000000000", b"Date: Mon, 99 Foo 99999999999 25:61:61 +9999999",
        b"Content-Type: text/plain; charset=undefined", b"Content-Type: text/plain; charset*=undefined''x",
        b"Content-Type: text/plain; charset=hex", b"Content-Transfer-Encoding: \xff",
    ],
)  # fmt: skip
def test_an_email_with_a_broken_field_opens_all_the_same(head: bytes) -> None:
    assert FIRST in open_bytes(head + b"\n\n" + FIRST.encode() + b"\n", "a.eml").text


def test_numbers_and_lists_beyond_measure_are_the_fault_of_their_line_alone(tmp_path: Path) -> None:
    lines = [
        '{"text": "' + FIRST + '", "number": ' + "9" * 100_000 + "}",
        '{"text": "a", "deep": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"text": "' + FIRST + '", "date": "1 Jan 1000000000", "title": ["x"], "authors": {"name": {}}, "url": 1e999}',
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines))
    found, faults = listed(tmp_path)
    assert len(found) == 3
    assert not faults
    assert FIRST in open_page(found[0]).text
    assert FIRST in open_page(found[2]).text
    with pytest.raises(SourceError, match="not a JSON object"):
        open_page(found[1])


def test_a_first_line_that_is_broken_hides_no_file_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{broken\n" + '{"text": "' + FIRST + '"}\n')
    assert len(listed(tmp_path)[0]) == 2


def test_a_name_in_a_message_is_not_quoted_without_end() -> None:
    data = zipped(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER.replace("book", "a" * 70_000)}
    )
    with pytest.raises(SourceError) as fault:
        open_bytes(data, "a.epub")
    assert len(str(fault.value)) < 500


def test_to_look_at_a_file_raises_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OverflowError

    path = tmp_path / "a.txt"
    path.write_text(FIRST)
    monkeypatch.setattr("reader.sources.bytes_to_page.kind_of_binary", broken)
    fault = probe(path)
    assert fault is not None
    assert fault.what == "is damaged or cut off"


def test_bent_documents_still_open_where_nothing_is_wrong() -> None:
    assert FIRST in open_bytes(docx(word_paragraph(FIRST)), "a.docx").text
