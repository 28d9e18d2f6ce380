"""``nrc-reader serve``: what it says of wrong words, and of what it cannot do; tests/web tests the server."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from reader.cli import main
from reader.web.reader_server import ReaderServer


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "one.txt").write_text("The bridge closes in May, said the mayor.\n", encoding="utf-8")
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 1) -> str:
    try:
        found = main(["serve", *words])
    except SystemExit as ended:
        found = int(ended.code or 0)
    assert found == code
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    return output.err


def test_a_port_that_somebody_has_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = said(capsys, "--port", str(port), "one.txt")
    assert f"127.0.0.1 port {port}" in line
    assert "--port N takes another" in line


def test_what_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "two.txt: no such file or folder" in said(capsys, "two.txt")
    assert "a page has no standard input" in said(capsys, "-")


def test_a_missing_library_is_named_with_the_line_that_installs_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.system.missing_libraries.is_there", lambda name: name != "textual_serve")
    assert "nrc-reader[web]" in said(capsys, "one.txt")


@pytest.mark.parametrize(
    "words",
    [
        ["--port", "65536"], ["--port", "x"], ["--sessions", "0"], ["--idle", "-1"],
        ["--public-url", "tags.example.org"], ["--public-url", "https://a.example/?x=1"],
        ["--public-url", "https://a.example:x/"], ["--public-url", "https://[a"],
    ],
)  # fmt: skip
def test_wrong_words_are_refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert "see nrc-reader serve --help" in said(capsys, *words, "one.txt", code=2)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Tags.Example.org", "https://tags.example.org"),
        ("https://tags.example.org:443/a/", "https://tags.example.org"),
        ("http://tags.example.org:80/", "http://tags.example.org"),
        ("https://tags.example.org:8443/", "https://tags.example.org:8443"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
    ],
)
def test_an_address_is_known_as_browsers_write_it(
    address: str, origin: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    served: list[ReaderServer] = []

    def serve(server: ReaderServer, listening: socket.socket) -> None:
        listening.close()
        served.append(server)

    monkeypatch.setattr("reader.web.reader_server.run", serve)
    assert main(["serve", "--port", "0", "--public-url", address, "one.txt"]) == 0
    assert [list(one.serving.origins) for one in served] == [[origin]]
    assert "open this address, once" in capsys.readouterr().out


def test_another_host_that_is_not_this_machines_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "serve: 192.0.2.1 port 0" in said(capsys, "--host", "192.0.2.1", "--port", "0", "one.txt")
