"""Markdown is read as its author meant it, without markers, with every character's place in the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources import open_bytes
from tests.system.test_safe_text import assert_one_to_one_runs_are_equal


def shown(markup: str) -> list[tuple[str, str]]:
    page = open_bytes(markup.encode(), "a.md")
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("# Big *news*\n\nIt is.", [("h1", "Big news"), ("p", "It is.")]),
        ("Title\n=====\n\nSub\n---\n", [("h1", "Title"), ("h2", "Sub")]),
        ("A line\ngoes **on** here.", [("p", "A line goes on here.")]),
        ("A [link](http://x.org/a_(b) 'title') and [more][1].\n\n[1]: http://y.org", [("p", "A link and more.")]),
        ("`x  = *1*` and \\*stars\\* &amp; <b>bold</b>.", [("p", "x  = *1* and *stars* & bold.")]),
        ("> Quoted\n> twice.", [("quote", "Quoted twice.")]),
        ("A ==marked== word of [[Kell|the town]] and [[Bay]].", [("p", "A marked word of the town and Bay.")]),
        (
            "# Big news {#news .unnumbered}\n\n[4 May]{.date} it is {.5}.",
            [("h1", "Big news"), ("p", "4 May it is {.5}.")],
        ),
        (
            "::: {.box}\nIt is.\n:::\n\nSo\n{: .lead}\n\n{{< figure src='a' >}}",
            [
                *[("markup", "::: {.box}"), ("p", "It is."), ("markup", ":::"), ("p", "So"), ("markup", "{: .lead}")],
                ("markup", "{{< figure src='a' >}}"),
            ],
        ),
        ("- one\n- two\n\n1. three", [("li", "one"), ("li", "two"), ("li", "three")]),
        ("- [a](b)", [("li link", "a")]),
        ("![A dog](dog.png)", [("alt", "A dog")]),
        ("See ![A dog](dog.png) here.", [("p", "See  here."), ("alt", "A dog")]),
        ("| a | b |\n|---|---|\n| c | d\\|e |", [("table", "a | b"), ("table", "c | d|e")]),
        ("```\ncode *here*\n```", [("code", "code *here*")]),
        ("<div>\ntext\n</div>", [("p", "text")]),
        (
            "<!-- no text -->\n\n<div>\n</div>",
            [("markup", "<!-- no text -->"), ("markup", "<div>"), ("markup", "</div>")],
        ),
        (
            "---\ntitle: 'Big news'\ndate: 2016-04-11\nlayout: post\n---\nIt is.",
            [("front title", "Big news"), ("front date", "2016-04-11"), ("front", "layout: post"), ("p", "It is.")],
        ),
        (
            "A claim.[^1] More.[^b]\n\n[^1]: The *minutes*,\npage 4.\n[^b]: http://x.org\n\n    And the report.",
            [
                ("p", "A claim.[^1] More.[^b]"),
                ("footnote", "[^1]: The minutes, page 4."),
                ("footnote", "[^b]: http://x.org"),
                ("footnote", "And the report."),
            ],
        ),
        ("- one\n\n  [^n]: Quoted.\n\n[^e]:", [("li", "one"), ("footnote", "[^n]: Quoted."), ("footnote", "[^e]:")]),
        ("Before.\n\n---\n\nAfter.", [("p", "Before."), ("p", "After.")]),
    ],
)
def test_lines_and_hints(markup: str, lines: list[tuple[str, str]]) -> None:
    assert shown(markup) == lines


PIECES = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "`",
        "[",
        "](x)",
        "![",
        "> ",
        "- ",
        "# ",
        "\n",
        "\n\n",
        "&amp;",
        "\\*",
        "<b>",
        "[^a]: ",
        "| a | b |\n|--|--|\n",
        "```\n",
        "    ",
        "<http://x.org>",
        "  \n",
        "\r\n",
        "\x1b[1m",
        "word ",
        "é👩",
        "---\n",
        "title: x\n",
        "1. ",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join))
def test_any_markdown_gives_exact_places(markup: str) -> None:
    page = open_bytes(markup.encode("utf-8", "ignore") + b"\n\nWords at the end." * 200, "a.md")
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    assert "".join(page.line_text(line) + "\n" for line in page.lines) == page.text
    assert not any(ord(character) < 32 and character != "\n" for character in page.text)
