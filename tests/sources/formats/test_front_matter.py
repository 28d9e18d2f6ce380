"""The head of a Markdown file gives title, authors, date and address; a text without one loses nothing."""

from __future__ import annotations

import pytest

from reader.cleaning.page_cleaning import clean
from reader.exchange.clean_output import as_json
from reader.model.article import Article
from reader.sources import open_bytes
from tests.sources.builders import FIRST, SECOND
from tests.system.test_safe_text import assert_one_to_one_runs_are_equal


def article(head: str, body: str = f"{FIRST}\n\n{SECOND}\n") -> Article:
    page = open_bytes(f"{head}\n\n{body}".encode(), "a.md")
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    return clean(page)


TWO = ("Ida Berg", "Tom Aske")


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: Quay closed\nauthor: [Ida Berg, Tom Aske]\ndate: 2021-05-04\n---",
        "---\ntitle: Quay closed\nauthors:\n  - \"[[Ida Berg]]\"\n  - '[[People/Tom Aske|Tom]]'\ndate: 2021-05-04\n---",
        "---\ntitle: >-\n  Quay\n  closed\nauthor: Ida Berg and Tom Aske\ndate: May 4, 2021\n---",
        "---\ntitle: |\n  Quay closed\nauthor:\n- name: Ida Berg\n  site: Bay\n- name: Tom Aske\ndate: 4 May 2021\n---",
        "---\nTitle: Quay closed\nAuthor: Ida Berg; Tom Aske\nDate: 2021-05-04T22:10:00+02:00\n...",
        "---\nauthor: [{given: Ida, family: Berg}, {name: Tom Aske}]\ntitle: Quay closed\ndate: 04.05.2021\n---",
        "---\ntitle: Quay closed\nbyline: '[Ida Berg](https://x.eu), [Tom Aske](https://y.eu)'\ndate: 2021-05-04\n---",
        "\n---\ntitle: Quay closed\nauthors: {ida: {name: Ida Berg}, tom: {name: Tom Aske}}\ndate: 2021-05-04\n---",
        '+++\ntitle = "Quay closed"\nauthors = ["Ida Berg", "Tom Aske"]\ndate = 2021-05-04T08:00:00Z\n+++',
        "+++\ndate = 2021-05-04\ntitle = '''\nQuay\nclosed'''\n[extra]\nauthor = 'Ida Berg, Tom Aske'\n+++",
        "% Quay\n  closed\n% Ida Berg; Tom Aske\n% May 4, 2021",
        "% Quay closed\n% Ida Berg\n  Tom Aske\n% 2021-05-04",
        '{\n "title": "Quay closed",\n "authors": ["Ida Berg", "Tom Aske"],\n "date": "2021-05-04",\n "draft": null\n}',
        "Title: Quay closed\nAuthor: Ida Berg, Tom Aske\nDate: 4 May 2021",
        "# Quay closed\n\nAuthor: Ida Berg, Tom Aske\nPublished: May 4, 2021 10:15 AM\nTags: harbour",
        "title:: Quay closed\nauthor:: [[Ida Berg]], [[Tom Aske]]\ndate:: [[2021-05-04]]",
        "---\ntitel: Quay closed\nautoren: [Ida Berg, Tom Aske]\ndatum: 4. Mai 2021\n---",
    ],
)
def test_title_authors_and_date_in_every_form(head: str) -> None:
    found = article(head)
    assert (found.title, found.authors, found.published) == ("Quay closed", TWO, "2021-05-04")
    assert found.text.startswith("Quay closed\n\n")
    assert found.text.endswith(f"{FIRST}\n\n{SECOND}")
    assert not {"---", "+++", "[[", "author", "date"} & set(found.text.split("\n\n"))
    assert "title" not in found.text


@pytest.mark.parametrize(
    "head", ["Note: the quay is closed.\nPlan: to open it in May.", "{quay} is a word.", "Price: 3\nx"]
)
def test_rows_with_a_colon_are_no_head(head: str) -> None:
    assert article(head).text.startswith(" ".join(head.split("\n")))


def test_address_update_and_language_are_facts_and_the_rest_is_dropped() -> None:
    head = (
        "---\ntitle: Quay closed\nsource: https://bay.example/quay?a=1\ncreated: 2024-01-01\npublished: 2021-05-04\n"
        "lastmod: 2021-05-06\nlang: en-GB\ntags:\n  - clippings\n---"
    )
    found = article(head)
    assert found.page.facts.url == "https://bay.example/quay?a=1"
    assert (found.published, found.updated, found.language) == ("2021-05-04", "2021-05-06", "en")
    assert '"url": "https://bay.example/quay?a=1"' in as_json(found)
    dropped = {found.page.text[one.page_start : one.page_end] for one in found.dropped}
    assert {"created: 2024-01-01", "tags:", "  - clippings".strip(), "lang: en-GB"} <= dropped


@pytest.mark.parametrize(
    ("field", "url"),
    [
        ("canonicalURL: https://bay.example/a", "https://bay.example/a"),
        ("url: /local\nlink: <https://bay.example/b>", "https://bay.example/b"),
        ("source:\n  - '[Bay](https://bay.example/c)'", "https://bay.example/c"),
        ("source: The Bay Herald", ""),
    ],
)
def test_only_an_address_is_one(field: str, url: str) -> None:
    assert article(f"---\n{field}\n---").page.facts.url == url


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("title: Quay: closed at last", "Quay: closed at last"),
        ("title: @bay closes its quay", "@bay closes its quay"),
        ("title: 'It''s closed'", "It's closed"),
        ('title: "Caf\\u00e9 \\"Nord\\""', 'Café "Nord"'),
        ("title: 1984", "1984"),
        ("title: No", "No"),
    ],
)
def test_a_title_is_what_was_written_in_valid_heads_and_in_others(row: str, title: str) -> None:
    assert article(f"---\n{row}\nauthor: Ida Berg\n---").title == title


def test_the_title_of_the_head_stands_above_sections_and_once() -> None:
    assert article("---\ntitle: Quay closed\n---", f"# Background\n\n{FIRST}").text.startswith(
        "Quay closed\n\nBackground"
    )
    same = article("---\ntitle: Quay closed | The Bay\n---", f"# Quay closed\n\n{FIRST}")
    assert same.text == f"Quay closed\n\n{FIRST}"


@pytest.mark.parametrize(
    "body", ["---\n\nA text between rules.\n\n---", "---\nJust: one\nmore words here\n---", "% of all", "+++"]
)
def test_what_is_no_head_is_text(body: str) -> None:
    found = article(body)
    everything = found.text + " ".join(found.page.text[one.page_start : one.page_end] for one in found.dropped)
    for word in body.split():
        assert word in everything or not word.isalnum()
    if "between" in body:
        assert "A text between rules." in found.text


def test_aliases_without_end_are_refused_in_few_steps() -> None:
    rows = [
        "a0: &a0 [x, x]",
        *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)),
        "title: Quay closed",
    ]
    found = article("---\n" + "\n".join(rows) + "\n---")
    assert found.title == "Quay closed"
    assert article("---\na: " + "[" * 5000 + "\ntitle: Quay closed\n---").title == "Quay closed"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("The council of the town has said that it will not pay for the quay, and that the state is to do so.", "en"),
        ("Der Rat der Stadt hat gesagt, dass er den Kai nicht bezahlen wird und dass der Staat das tun soll.", "de"),
        ("Le conseil de la ville a dit que les pilotes ne seront pas payés et que la ville est dans une crise.", "fr"),
    ],
)
def test_the_language_of_markdown_is_known(words: str, language: str) -> None:
    assert article("# Kai", f"{words}\n\n{words}").language == language
