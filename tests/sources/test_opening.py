"""Any file either opens or gives one clear line; nothing hangs, and every character finds its way back."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources import SourceError, open_bytes, open_page, probe
from tests.system.test_safe_text import MESSY, assert_one_to_one_runs_are_equal


def fault(path: Path | str, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_page(path, **limits)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_text_file_opens_as_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"One.\r\n\r\nTwo.")
    page = open_page(file)
    assert [page.line_text(line) for line in page.lines] == ["One.", "", "Two."]
    assert page.source == "One.\r\n\r\nTwo."
    assert page.path == str(file)
    assert page.source_span(6, 10) == (8, 12)


@given(MESSY.filter(lambda text: text.strip()), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_offsets_lead_back_in_every_encoding(source: str, encoding: str) -> None:
    # The mark of UTF-16 and a NUL may be the mark of UTF-32: nobody could tell.
    source = source.replace("\ufeff", "").encode("utf-8", "ignore").decode().lstrip("\x00")
    # Enough words that the control characters do not make it binary.
    page = open_bytes((source := source + " Some words of an article." * 200).encode(encoding), "a.txt")
    assert page.source == source
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    assert "\n".join(page.line_text(line) for line in page.lines) == page.text.removesuffix("\n")


@pytest.mark.parametrize("name", ["a.txt", "a", "a.news", "article.2016-04-11"])
def test_text_opens_whatever_its_ending(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Some words.")
    assert open_page(tmp_path / name).media_type == "text/plain"


def test_html_in_a_txt_file_is_html_only_when_it_opens_as_such() -> None:
    assert open_bytes(b"\n<!DOCTYPE html><html><p>Words.</p>", "a.txt").media_type == "text/html"
    assert open_bytes("\ufeff<html lang=en><p>Words.</p>".encode(), "a.txt").media_type == "text/html"
    assert open_bytes(b"<p>A text about the tag <html>.", "a.txt").media_type == "text/plain"
    assert open_bytes(b"# Title\n\nWords.", "a.md").media_type == "text/markdown"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert fault(tmp_path / "none.txt").what == "is not there"
    assert fault(tmp_path / "none" / "x.txt").what == "is not there"


@pytest.mark.parametrize("content", [b"", b" \n\t \r\n", "\ufeff\n".encode(), b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert fault(tmp_path / "a.txt").what == "is empty"


def test_a_page_without_visible_text_is_told() -> None:
    with pytest.raises(SourceError, match="no text"):
        open_bytes(b"<html><script>var text = 'hidden';</script></html>", "a.html")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(50), "PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(50), "JPEG image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), "old Office document"),
        (b"PK\x03\x04\x14\x00\x00\x00a.txt" + bytes(50), "ZIP archive"),
        (b"\xfd7zXZ\x00" + bytes(50), "xz archive"),
        (b"\x7fELF" + bytes(100), "program"),
        (bytes(range(256)) * 8, "binary"),
    ],
    ids=["png", "jpeg", "doc", "zip", "xz", "elf", "noise"],
)
def test_a_binary_file_is_told_by_its_kind(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    assert kind in fault(tmp_path / "a.txt").what
    problem = probe(tmp_path / "a.txt")
    assert problem is not None
    assert kind in problem.what


def test_words_that_look_like_a_magic_number_are_text() -> None:
    for words in ("BZhang wrote a letter.", "ID3 tags are read by players.", "OggS", "GIF89a is a format of pictures."):
        assert open_bytes(words.encode(), "a.txt").text == words


def test_a_stray_nul_does_not_make_a_page_binary() -> None:
    text = "A paragraph of an article that goes on for a while. " * 20
    assert open_bytes((text + "\x00" + text).encode(), "a.txt").text == text + text


def test_a_large_file_is_told_with_both_sizes(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 5000)
    problem = fault(file, max_bytes=2048)
    assert "4.9 KiB" in str(problem)
    assert "2.0 KiB" in str(problem)
    found = probe(file, max_bytes=2048)
    assert found is not None
    assert found.what == problem.what
    assert open_page(file, max_bytes=5000).text == "x" * 5000


def test_a_folder_a_pipe_and_a_socket_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        assert fault(tmp_path).what == "is a folder"
        for special in (tmp_path / "pipe", tmp_path / "socket", "/dev/null"):
            assert "regular" in fault(special).what
            assert probe(special) is not None


def test_a_file_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Words.")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert fault(file).what == "may not be read"


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert "link" in fault(tmp_path / "loop").what


def test_strange_names_work_and_are_shown_safely(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"red\x1b[31m.txt", b"two\nlines.txt"):
        path = os.fsdecode(bytes(tmp_path) + b"/" + name)
        Path(path).write_bytes(b"Words.")
        assert open_page(path).path == path
        problem = fault(path + "x")
        assert problem.path == path + "x"
        assert str(problem).isprintable()
        str(problem).encode("utf-8")
    assert fault("a\x00b").what == "is not a valid file name"


def test_a_probe_passes_what_opens(tmp_path: Path) -> None:
    for name, content in {"a.txt": b"Words.", "b.txt": "Größe".encode("utf-16"), "c.txt": b"caf\xe9" * 4000}.items():
        (tmp_path / name).write_bytes(content)
        assert probe(tmp_path / name) is None
        assert open_page(tmp_path / name).text
