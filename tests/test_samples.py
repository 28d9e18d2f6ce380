"""Every sample opens cleanly: each sentence of its body is kept, each planted line of boilerplate is dropped.

What is expected was written down with the articles, in ``tests/data/samples``: of each sentence the first four and
the last two words (all of a short one), and every line that belongs to the page and not to the article.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from reader.cleaning.page_cleaning import clean
from reader.model.article import META_KINDS, Article
from reader.sources import open_page, walk
from reader.text.sentences import sentences

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "seeds"
EXPECTED = sorted((Path(__file__).parent / "data" / "samples").glob("*.json"))


@pytest.fixture(params=EXPECTED, ids=lambda path: path.stem)
def expected(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def article(expected: dict[str, Any]) -> Article:
    return clean(open_page(SAMPLES / expected["sample"]))


def clipped(sentence: str) -> str:
    """A sentence as it is written down in the expectations."""
    words = sentence.strip("•-* \u00a0").split()
    return " ".join(words) if len(words) <= 7 else f"{' '.join(words[:4])} … {' '.join(words[-2:])}"


def test_the_body_is_every_sentence_of_the_article_and_nothing_else(expected: dict[str, Any], article: Article) -> None:
    body = [block for block in article.blocks if block.kind not in META_KINDS | {"title"}]
    found = [article.text[a:b] for block in body for a, b in sentences(article.text, block.start, block.end)]
    assert [clipped(sentence) for sentence in found] == expected["body"]


def test_every_line_of_boilerplate_is_dropped_with_a_reason(expected: dict[str, Any], article: Article) -> None:
    shown = [article.text[block.start : block.end].strip() for block in article.blocks]
    dropped = "\n".join(article.page.text[line.page_start : line.page_end] for line in article.dropped if line.reason)
    leaked = [
        line for line in expected["boilerplate"] if line in shown or (line.count(" ") > 4 and line in article.text)
    ]
    assert leaked == []
    if article.page.media_type == "text/plain":  # in HTML some of it is never a line: the words for a picture
        assert [line for line in expected["boilerplate"] if line not in dropped] == []


def test_title_authors_and_date_are_those_of_the_page(expected: dict[str, Any], article: Article) -> None:
    assert article.title == expected["title"]
    assert list(article.authors) == expected["authors"]
    assert article.published == expected["published"]


def test_every_sample_has_an_expectation_and_is_told_of_in_the_readme() -> None:
    names = {path.name for path in SAMPLES.iterdir() if path.name != "README.md" and not path.name.startswith(".")}
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert {json.loads(path.read_text(encoding="utf-8"))["sample"] for path in EXPECTED} == names
    assert [name for name in sorted(names) if name not in readme] == []


def test_opening_the_folder_gives_the_samples_and_not_its_readme() -> None:
    assert [Path(path).name for path in walk([SAMPLES])] == sorted(
        json.loads(path.read_text(encoding="utf-8"))["sample"] for path in EXPECTED
    )


def test_no_sample_copies_from_the_real_articles() -> None:
    real = ROOT.parent / "shared" / "seeds"
    if not real.is_dir():
        pytest.skip("the real articles, which may not be shipped, are not beside the checkout")

    def runs_of_twelve_words(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[at : at + 12]) for at in range(len(words) - 11)}

    ours = [runs_of_twelve_words(path.read_text(encoding="utf-8")) for path in SAMPLES.iterdir() if path.is_file()]
    theirs = [runs_of_twelve_words(path.read_text(encoding="utf-8")) for path in real.iterdir()]
    assert theirs
    assert set().union(*ours) & set().union(*theirs) == set()
