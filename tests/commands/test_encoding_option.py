"""``--encoding`` reads files in the encoding that a person names; what is no encoding is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli import main

GREEK = "Η γέφυρα έκλεισε την Παρασκευή το βράδυ για επισκευές, είπε ο δήμος.\n"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")


@pytest.mark.parametrize("name", ["ISO-8859-7", "iso8859_7", "greek"])
def test_a_named_encoding_is_taken_whatever_the_file_looks_like(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes(GREEK.encode("iso8859-7"))
    assert main(["clean", "--plain", "--encoding", name, "a.txt"]) == 0
    assert capsys.readouterr().out.strip() == GREEK.strip()
    assert main(["clean", "--plain", "--encoding", "windows-1251", "a.txt"]) == 0
    assert capsys.readouterr().out.strip() == GREEK.encode("iso8859-7").decode("cp1251").strip()


def test_it_wins_over_what_a_page_declares_and_over_utf_8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.html").write_bytes(b'<html><head><meta charset="utf-8"></head><p>na\xc3\xafve</p></html>')
    assert main(["clean", "--plain", "--encoding", "cp1252", "a.html"]) == 0
    assert "naÃ¯ve" in capsys.readouterr().out


def test_utf_16_that_cannot_be_told_from_binary_data_is_read_where_it_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "☀♣♠ ➀➁➂ ⠿⠾⠽"
    (tmp_path / "a.txt").write_bytes(text.encode("utf-16-be"))
    assert main(["clean", "--plain", "a.txt"]) == 1
    assert main(["clean", "--plain", "--encoding", "utf-16be", "a.txt"]) == 0
    assert text in capsys.readouterr().out


@pytest.mark.parametrize("command", ["clean", "entities"])
@pytest.mark.parametrize("name", ["klingon", "", "utf-7", "\x1b[31m"])
def test_a_wrong_name_is_one_line_and_wrong_usage(command: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--encoding", name, "a.txt"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "is no encoding" in said
    assert "\x1b" not in said


def test_a_doubtful_encoding_is_said_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes("Šopa".encode("cp1257"))
    assert main(["clean", "a.txt"]) == 0
    said = capsys.readouterr().err
    assert "encoding not certain: read as " in said
    assert "--encoding" in said


def test_what_does_not_fit_the_named_encoding_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"The caf\xe9 is open.\n")
    assert main(["clean", "--encoding", "utf-8", "a.txt"]) == 0
    assert "not all of it is UTF-8: 1 place cannot be read" in capsys.readouterr().err
