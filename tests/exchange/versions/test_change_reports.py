"""What became of an article, in each form: the same facts, and nothing in them that means something else."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.analysis.versions.version_changes import version_changes
from reader.exchange.versions.change_groups import change_groups, sentences_in_total, tags_of
from reader.exchange.versions.change_lines import change_lines, wrapped
from reader.exchange.versions.change_reports import as_html, as_json, as_markdown
from reader.model.annotation import Annotation, new_id
from tests.analysis.versions.version_articles import article_of

OLD = "Nobody *saw* <b>1,400</b> men. It rained, and the road was flooded. He left."
NEW = "Nobody *saw* <b>1,500</b> men. It rained. The road was flooded."
CHANGES = version_changes(
    article_of(OLD), article_of(NEW), [Annotation(new_id(), "evidence", OLD.index("He"), len(OLD), "He left.")]
)


def test_json_has_a_record_for_each_sentence_and_each_tag() -> None:
    found = json.loads(as_json(CHANGES))
    assert [one["fate"] for one in found["sentences"]] == ["number_changed", "split", "split", "removed"]
    assert found["sentences"][3] == {"old": "He left.", "new": None, "fate": "removed"}
    (tag,) = found["tags"]
    assert (tag["label"], tag["fate"], tag["new"]) == ("evidence", "removed", None)
    assert tag["old"] == {"start": OLD.index("He"), "end": len(OLD), "quote": "He left."}


def test_lines_hold_both_versions_and_the_totals() -> None:
    assert [row for line in change_lines(CHANGES) for row in wrapped(line)] == [
        "number changed",
        "  - Nobody *saw* <b>1,400</b> men.",
        "  + Nobody *saw* <b>1,500</b> men.",
        "split",
        "  - It rained, and the road was flooded.",
        "  + It rained.",
        "  + The road was flooded.",
        "removed",
        "  - He left.",
        "evidence gone",
        "    He left.",
        "1 sentence number changed, 1 split, 1 removed",
        "tags: 1 piece of evidence gone",
    ]


def test_a_whole_sentence_counts_once_however_many_parts_it_has() -> None:
    assert sentences_in_total(change_groups(CHANGES.sentences)) == "1 sentence number changed, 1 split, 1 removed"
    assert [tags_of("evidence", 2), tags_of("claim", 1), tags_of("opinion", 3)] == [
        "2 pieces of evidence", "1 claim", "3 opinions",
    ]  # fmt: skip


class _Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        assert not {"src", "href", "onclick"} & dict(attrs).keys()

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_the_page_has_both_versions_side_by_side_and_needs_nothing_from_elsewhere() -> None:
    page = _Cells()
    page.feed(as_html(CHANGES))
    assert page.rows[1][:2] == ["number changed", "Nobody *saw* <b>1,400</b> men."]
    assert page.rows[1][2].strip() == "Nobody *saw* <b>1,500</b> men."
    assert [row[0] for row in page.rows[2:4]] == ["split", "removed"]
    assert not page.names & {"script", "img", "link", "iframe"}
    assert "default-src 'none'" in as_html(CHANGES)


def test_markdown_shows_the_words_of_the_text_as_they_are() -> None:
    shown = re.sub("<[^>]+>", "", MarkdownIt("commonmark").enable("strikethrough").render(as_markdown(CHANGES)))
    assert "number changed: Nobody *saw* &lt;b&gt;1,4001,500&lt;/b&gt; men." in shown
    assert "evidence gone: He left." in shown


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), max_size=300))
def test_no_line_is_wider_than_80_columns(text: str) -> None:
    from unicodedata import east_asian_width

    changes = version_changes(article_of("He left."), article_of(f"He left. {text}"))
    for line in change_lines(changes):
        for row in wrapped(line):
            assert sum(2 if east_asian_width(one) in "WF" else 1 for one in row) <= 80
