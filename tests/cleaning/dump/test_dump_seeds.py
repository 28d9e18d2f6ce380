"""The two real articles: all of the body, none of the boilerplate, as the gold standard lists them line by line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.model.article import META_KINDS, Article
from reader.sources import open_page


def gold(shared: Path) -> list[dict[str, Any]]:
    path = shared / "data" / "seeds_cleaning_gold.json"
    if not path.is_file():
        pytest.skip("needs ../shared/data/seeds_cleaning_gold.json, which is not here")
    files: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["files"]
    return files


def plain_spaces(text: str) -> str:
    return " ".join(text.split())


def body(article: Article) -> list[str]:
    apart = META_KINDS | {"title"}
    return [article.text[block.start : block.end] for block in article.blocks if block.kind not in apart]


def test_the_body_is_kept_whole_and_in_order(shared: Path) -> None:
    for file in gold(shared):
        article = clean_dump(open_page(shared / "seeds" / file["file"]))
        assert body(article) == [plain_spaces(paragraph) for paragraph in file["body_in_order"]]


def test_no_boilerplate_is_left(shared: Path) -> None:
    for file in gold(shared):
        article = clean_dump(open_page(shared / "seeds" / file["file"]))
        lost = {article.page.text[line.page_start : line.page_end].strip(): line.reason for line in article.dropped}
        for line in file["furniture"]:
            assert line["text"].strip() in lost
            if line["kind"] in ("disclaimer", "author_bio"):
                assert lost[line["text"].strip()] == line["kind"]


def test_title_byline_date_and_headings(shared: Path) -> None:
    for file in gold(shared):
        article = clean_dump(open_page(shared / "seeds" / file["file"]))
        assert article.title == file["title"]
        assert article.authors == (file["byline"]["text"],)
        assert article.published == file["date"]["iso"]
        headings = [article.text[block.start : block.end] for block in article.blocks if block.kind == "heading"]
        assert headings == [heading["text"] for heading in file["headings"]]
        assert article.note == ""
