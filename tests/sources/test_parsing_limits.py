"""However long a file is and whatever it repeats, so much of it is read, and what is left out is said."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cleaning.markup.markup_reduction import MOST_TAGS as MOST_TAGS_EXTRACTED
from reader.cleaning.markup.markup_reduction import reduced
from reader.cleaning.page_cleaning import clean
from reader.sources import SourceError, open_bytes
from reader.sources.archives import MAX_PARTS, gunzip
from reader.sources.formats.html_tokens import MOST_ATTRIBUTES
from reader.sources.formats.mail import MAX_NESTED
from reader.sources.formats.plain_text import lines_of
from reader.sources.parsing_limits import MOST_JUDGED_LINES, MOST_LINES, MOST_MARKS, MOST_TAGS, MOST_TOKENS
from tests.sources.builders import FIRST, docx, odt, pdf
from tests.torture.shapes import SHAPES


@pytest.mark.parametrize(
    ("name", "unit", "most"),
    [
        ("a.txt", "a\n", MOST_LINES),
        ("a.txt", "a\r\n", MOST_LINES),
        ("a.txt", "a\t", MOST_LINES),
        ("a.html", "<b>a", MOST_TAGS),
        ("a.html", "a&lt;", MOST_TAGS),
        ("a.html", "a\n", MOST_TAGS),
    ],
)
def test_what_is_left_out_of_an_endless_file_is_said(name: str, unit: str, most: int) -> None:
    data = f"{FIRST}\n" + unit * (most + 50) + "the last words"
    page = open_bytes(data.encode(), name)
    assert len(page.lines) <= most + 1
    assert page.source == data
    assert "the last words" not in page.text
    assert page.left_out.startswith("only the first ")
    assert page.left_out in clean(page).note


def test_what_is_not_too_long_is_read_whole() -> None:
    page = open_bytes(("a\n" * (MOST_LINES - 2) + "the end").encode(), "a.txt")
    assert page.text.endswith("the end")
    assert not page.left_out


def test_a_file_of_empty_lines_says_how_much_of_it_was_looked_at() -> None:
    with pytest.raises(SourceError, match=r"holds no text .only the first"):
        open_bytes(b"\n" * (MOST_LINES + 5) + b"word", "a.txt")


def test_the_lines_of_a_text_are_its_lines() -> None:
    for text in ("", "\n", "a", "a\n", "a\n\n", "\na", "a\nb", "a\nb\n"):
        found = [text[line.start : line.end] for line in lines_of(text)]
        assert found == (text.split("\n")[:-1] if text.endswith("\n") else text.split("\n"))


def test_a_document_longer_than_any_article_is_shown_as_it_stands() -> None:
    page = open_bytes(("word\n" * (MOST_JUDGED_LINES + 1)).encode(), "a.txt")
    article = clean(page)
    assert article.text == page.text
    assert not article.dropped
    assert "too long to be cleaned" in article.note


def test_markdown_without_end_is_shown_as_it_was_written() -> None:
    page = open_bytes(b"# Head\n\n" + b"![" * MOST_MARKS, "a.md")
    assert page.text.startswith("# Head")
    assert "shown as it is written" in clean(page).note


def test_rtf_is_read_up_to_a_count_of_its_marks() -> None:
    page = open_bytes(rb"{\rtf1 " + FIRST.encode() + rb"\par {a}" + rb"{}" * MOST_TOKENS + b"last}", "a.rtf")
    assert page.text.startswith(FIRST)
    assert "last" not in page.text
    assert "only the first" in page.left_out


def test_an_email_of_too_many_lines_is_read_up_to_them() -> None:
    page = open_bytes(b"Subject: a\n\n" + b"word\n\n" * MOST_LINES + b"last\n", "a.eml")
    assert "last" not in page.text
    assert "lines are read" in page.left_out


def test_parts_in_parts_by_the_thousand_are_refused_in_a_line() -> None:
    shape = next(one for one in SHAPES if one.name == "mail multiparts")
    with pytest.raises(SourceError, match=r"too many nested parts|without text|damaged"):
        open_bytes(shape.make(75 * MAX_NESTED * 400), "a.eml")


def test_an_email_with_a_field_of_a_million_parameters_opens() -> None:
    data = b"Content-Type: text/plain" + b"; a=b" * 200_000 + b"\n\n" + FIRST.encode() + b"\n"
    assert FIRST in open_bytes(data, "a.eml").text


def test_elements_of_a_document_are_read_up_to_a_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.formats.safe_xml.MAX_ELEMENTS", 100)
    page = open_bytes(docx("<w:p><w:r><w:t>word</w:t></w:r></w:p>" * 100), "a.docx")
    assert 20 < page.text.count("word") < 40
    assert "only its first 100 elements are read" in clean(page).note


def test_of_a_paragraph_or_table_that_is_cut_what_was_read_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.formats.safe_xml.MAX_ELEMENTS", 100)
    words = "<w:r><w:t>word </w:t></w:r>" * 100
    page = open_bytes(docx(f"<w:p>{words}</w:p>"), "a.docx")
    assert 40 < page.text.count("word") < 50
    row = f"<w:tr><w:tc><w:p>{words}</w:p></w:tc></w:tr>"
    assert 40 < open_bytes(docx(f"<w:tbl>{row}</w:tbl>"), "a.docx").text.count("word") < 50
    spans = "<text:span>word </text:span>" * 100
    assert 80 < open_bytes(odt(f"<text:p>{spans}</text:p>"), "a.odt").text.count("word") < 100


def test_a_packed_file_of_empty_parts_is_refused_at_once() -> None:
    with pytest.raises(SourceError, match="too many compressed parts"):
        gunzip(gzip.compress(b"", mtime=0) * (MAX_PARTS + 1), "a.gz", 1 << 20)


def test_a_packed_file_of_parts_and_padding_gives_all_of_them() -> None:
    parts = [f"part {number}\n".encode() * 5000 for number in range(50)]
    packed = b"".join(gzip.compress(one) + b"\0" * (number % 3) for number, one in enumerate(parts))
    assert gunzip(packed, "a.gz", 1 << 24) == b"".join(parts)
    with pytest.raises(SourceError, match="cut off"):
        gunzip(packed[:-9], "a.gz", 1 << 24)
    with pytest.raises(SourceError, match="too large"):
        gunzip(packed, "a.gz", 1000)


def test_the_extractor_is_given_few_attributes_and_no_page_of_endless_tags() -> None:
    many = "".join(f" a{number}=b" for number in range(20_000))
    for quotes in ("", "<i>", "<b class='>'>"):
        found = reduced(f"<body>{quotes}<p{many}>{FIRST}</p>")
        assert found is not None
        assert found.count("=b") == MOST_ATTRIBUTES
        assert FIRST in found
    assert reduced("<p>a" * (MOST_TAGS_EXTRACTED + 1)) is None
    short = f"<body><p a=b>{FIRST}</p>"
    assert reduced(short) == short


def test_programs_and_embedded_pictures_keep_no_page_from_the_extractor() -> None:
    picture = f"<img src='data:image/png;base64,{'A' * 3_000_000}'>"
    facts = '<script type=\'application/ld+json\'>{"author": "A"}</script>'
    page = f"<head><script>{'if (a < b) {}' * 20_000}</script>{facts}</head><p>{FIRST}</p>{picture}"
    found = reduced(page)
    assert found is not None
    assert len(found) < 2000
    assert FIRST in found
    assert "author" in found


def test_a_page_beyond_the_extractor_is_judged_by_its_lines_and_says_so() -> None:
    page = open_bytes(f"<body>{f'<p>{FIRST}</p>' * (MOST_TAGS_EXTRACTED // 2 + 1)}".encode(), "a.html")
    article = clean(page)
    assert "cleaned by its lines" in article.note
    assert FIRST in article.text


def test_the_lines_of_one_printed_paragraph_are_joined_once() -> None:
    lines = [(60.0, 780.0 - 12 * row, 10.0, "a quay that is closed for two whole summers and") for row in range(50)]
    assert open_bytes(pdf(lines), "a.pdf").text.count("quay") == 50


@pytest.mark.parametrize("shape", [one for one in SHAPES if not one.name.startswith("text")], ids=lambda one: one.name)
def test_every_hostile_shape_opens_or_says_why_not(shape, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from tests.torture.hostile import use

    path = tmp_path / shape.file
    path.write_bytes(shape.make(3000))
    said = use(str(path))
    assert "\n" not in said
    assert "please report" not in said


def test_commands_say_on_standard_error_what_was_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("word\n" * (MOST_LINES + 5))
    words = [sys.executable, "-m", "reader", "clean", str(path)]
    said = subprocess.run(words, capture_output=True, text=True, timeout=200)  # a process of its own reads it
    assert said.returncode == 0
    assert said.stderr.count("\n") == 1
    assert "only the first" in said.stderr
    assert said.stdout.startswith("word")
