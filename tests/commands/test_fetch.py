"""``nrc-reader fetch``: each new version of a page is kept as a file, from a server on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli import main
from reader.exchange.versions.kept_pages import folder_name
from tests.sources.test_web import Site, answer, site

__all__ = ["site"]

PAGE = "<html><title>The dam</title><h1>The dam</h1>{}<footer>{}</footer></html>"
TEXT = "<p>The dam held on Monday, the engineer said, although it had rained for a week.</p>" * 3


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(["fetch", *words]) == code
    return capsys.readouterr()


def versions(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "versions.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_page_is_kept_when_its_article_has_changed_and_only_then(
    site: Site, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"{site.address}/dam"
    folder = here / "pages" / folder_name(url)

    def give(text: str, foot: str) -> None:
        site.answers["/dam"] = answer(PAGE.format(text, foot).encode())

    give(TEXT, "1 visitor")
    assert "the first version" in run(capsys, url)[0]
    give(TEXT, "2 visitors")
    assert "not changed" in run(capsys, url)[0]
    give(TEXT.replace("held", "may have held"), "3 visitors")
    assert "changed since" in run(capsys, url)[0]
    rows = versions(folder)
    assert [row["url"] for row in rows] == [url, url]
    for row in rows:
        assert row["file"].startswith(row["fetched_at"])
        assert row["sha256"][:12] in row["file"]
    assert [b"may have held" in (folder / row["file"]).read_bytes() for row in rows] == [False, True]
    assert set(site.asked) == {"/dam"}


def test_what_cannot_be_fetched_is_named_and_the_others_are_kept(
    site: Site, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers["/dam"] = answer(PAGE.format(TEXT, "").encode())
    out, said = run(capsys, f"{site.address}/gone", "no address", f"{site.address}/dam", "-o", "kept", code=1)
    assert "the first version" in out
    assert len(said.splitlines()) == 2
    assert "no address: is no web address" in said
    assert len(list((here / "kept").iterdir())) == 1


def test_a_folder_has_a_plain_name_and_no_two_pages_have_the_same() -> None:
    names = [
        folder_name(one) for one in ("https://a.example/../../x", "https://a.example/x", "https://a.example/x?y=1")
    ]
    assert len(set(names)) == 3
    assert all("/" not in one and not one.startswith(".") for one in names)
