"""JSON of other programs: the usual names of fields, one document or a list, lists in objects, any Unicode."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.sources import SourceError, open_bytes, open_page, probe, walk
from tests.sources.builders import FIRST, SECOND

BODY = f"{FIRST}\n\n{SECOND}"


def names(folder: Path, name: str, content: object, encoding: str = "utf-8") -> list[str]:
    """The documents of a file that holds ``content``."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / name).write_bytes(text.encode(encoding))
    return list(walk([folder / name]))


def articles(folder: Path, name: str, content: object, encoding: str = "utf-8") -> list[Article]:
    return [clean(open_page(path)) for path in names(folder, name, content, encoding)]


@pytest.mark.parametrize(
    "fields",
    [
        {"maintext": BODY},
        {"body": BODY, "description": "Short."},
        {"content": BODY},
        {"article": BODY},
        {"articleBody": BODY},
        {"article_body": BODY},
        {"Body Text": BODY},
        {"full_text": BODY, "text": ""},
        {"story": BODY, "content": "News"},
        {"paragraphs": [FIRST, SECOND]},
        {"body": [{"type": "p", "text": FIRST}, {"type": "p", "text": SECOND}]},
        {
            "body": {
                "type": "doc",
                "content": [{"content": [{"text": FIRST[:9]}, {"text": FIRST[9:]}]}, {"text": SECOND}],
            }
        },
        {"page_content": BODY, "metadata": {"source": "a"}},
        {"inhalt": BODY},
        {"body": {"summary": [FIRST], "sections": [{"headline": [], "paragraphs": [SECOND]}]}},
        {"sections": [{"text": FIRST}, {"text": SECOND}]},
        {"news_text": BODY},
        {"sections": ["News"], "html": f"<p>{FIRST}</p><p>{SECOND}</p>"},
        {"selftext": BODY},
        {"content": {"rendered": f"<p>{FIRST}</p>\n<p>{SECOND}</p>"}},
        {"content": f"<div><p>{FIRST}</p><p>{SECOND}</p></div>"},
        {"content_html": f"<p>{FIRST}</p><p>{SECOND}</p>"},
        {"_source": {"body": BODY}},
        {"id": 7, "data": {"attributes": {"body": BODY}}},
        {"text": BODY, "comments": [{"text": BODY + BODY}]},
    ],
)
def test_the_text_is_found_by_its_usual_names(tmp_path: Path, fields: dict[str, object]) -> None:
    for name in ("a.jsonl", "a.json"):
        (one,) = articles(tmp_path, name, fields)
        assert one.text == BODY


def test_a_section_has_its_heading(tmp_path: Path) -> None:
    sections = [{"heading": "The quay", "text": FIRST}, {"headline": ["The bay"], "paragraphs": [SECOND]}]
    (one,) = articles(tmp_path, "a.json", {"title": "Port", "sections": sections})
    assert one.text == f"The quay\n\n{FIRST}\n\nThe bay\n\n{SECOND}"


@pytest.mark.parametrize(
    "fields",
    [
        {"og:title": "Quay", "author_name": "Ida Berg and Tom Aske", "publishing_date": "2021-05-04", "final_url": "https://a.b/c"},
        {"title": "Quay", "authors": ["Ida Berg", "Tom Aske"], "date_publish": "2021-05-04 00:00:00", "url": "https://a.b/c"},
        {"headline": "Quay", "byline": "By Ida Berg and Tom Aske", "published": "4 May 2021", "source_url": "https://a.b/c"},
        {
            "meta": {"title": "Quay", "url": "https://a.b/c"}, "author": "['Ida Berg', 'Tom Aske']",
            "date": {"$date": "2021-05-04"},
        },
        {"title": {"rendered": "Qu&#97;y"}, "author": "Ida Berg; Tom Aske", "date": "2021-05-04", "source": "https://a.b/c"},
        {
            "name": "Quay", "author": [{"@type": "Person", "name": "Ida Berg"}, {"name": "Tom Aske"}],
            "datePublished": "2021-05-04T08:00:00Z", "mainEntityOfPage": {"@id": "https://a.b/c"},
        },
        {
            "webTitle": "x", "webPublicationDate": "2021-05-04T08:00:00Z", "webUrl": "https://a.b/c",
            "fields": {"headline": "Quay", "byline": "Ida Berg, Tom Aske", "bodyText": BODY},
        },
    ],
)  # fmt: skip
def test_the_facts_beside_it_too(tmp_path: Path, fields: dict[str, object]) -> None:
    (one,) = articles(tmp_path, "a.json", fields if "fields" in fields else {**fields, "body": BODY})
    assert (one.title, one.authors, one.published) == ("Quay", ("Ida Berg", "Tom Aske"), "2021-05-04")
    assert one.page.facts.url == "https://a.b/c"


PEOPLE = [{"name": "Ida Berg"}, {"name": "Tom Aske"}]
NAMES = ["Ida Berg", "Tom Aske"]
MARKUP = f"<p>{FIRST}</p>\n<p>{SECOND}</p>"
PARAGRAPH = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->\n\n"
#: What programs and services write, in their own fields; each holds the same article.
WRITTEN = {
    "news-please": {
        "authors": NAMES, "date_download": "2021-05-06 10:00:00", "date_publish": "2021-05-04 08:00:00",
        "language": "en", "maintext": BODY, "text": None, "title": None, "title_page": "Quay", "title_rss": None,
        "url": "https://a.b/c",
    },
    "newspaper": {
        "canonical_link": "https://a.b/c", "title": "Quay", "authors": NAMES, "publish_date": "2021-05-04T08:00:00",
        "meta_lang": "en", "text": BODY, "summary": "Short.",
    },
    "trafilatura": {
        "title": "Quay", "author": "Ida Berg; Tom Aske", "hostname": "a.b", "date": "2021-05-04", "comments": "",
        "raw_text": BODY.replace("\n\n", " "), "text": BODY, "language": "en", "filedate": "2023-01-01",
        "source": "https://a.b/c", "source-hostname": "A",
    },
    "lists of a spider": {
        "title": ["Quay"], "author": NAMES, "date": ["2021-05-04"], "url": ["https://a.b/c"], "text": [FIRST, SECOND],
        "lang": ["en"],
    },
    "a spider": {
        "headline": "Quay", "article_content": BODY, "page_url": "https://a.b/c", "posted_at": "2021-05-04",
        "written_by": "Ida Berg and Tom Aske", "language_code": "en",
    },
    "crawl with its headers": {
        "title": "Quay", "authors": NAMES, "date": "2021-05-04", "content": BODY,
        "warc_headers": {"warc-target-uri": "https://a.b/c", "warc-identified-content-language": "eng,fra"},
    },
    "crawl with nested headers": {
        "title": "Quay", "authors": NAMES, "date": "2021-05-04", "text": BODY,
        "meta": {"warc_headers": {"warc-target-uri": "https://a.b/c", "warc-identified-content-language": "eng"}},
    },
    "linked data": {
        "@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "A", "url": "https://a.b"},
            {
                "@type": "NewsArticle", "headline": "Quay", "author": PEOPLE, "datePublished": "2021-05-04",
                "inLanguage": "en", "mainEntityOfPage": {"@id": "https://a.b/c"}, "articleBody": BODY,
            },
            {"@type": "Person", "name": "Ida Berg", "description": "reports"},
        ],
    },
    "a service in an object": {
        "url": "https://a.b/c", "statusCode": 200, "article": {
            "headline": "Quay", "datePublished": "2021-05-04T08:00:00Z", "authors": PEOPLE, "inLanguage": "en",
            "articleBodyHtml": f"<article>{MARKUP}</article>",
        },
    },
    "a small object": {
        "url": "https://a.b/c", "language": "en", "authors": NAMES, "date": "2021-05-04",
        "article": {"title": "Quay", "text": BODY},
    },
    "results in articles": {
        "articles": {"results": [{
            "uri": "123", "lang": "eng", "dateTimePub": "2021-05-04T08:00:00Z", "url": "https://a.b/c", "title": "Quay",
            "body": BODY, "source": {"uri": "a.b", "title": "A"}, "authors": PEOPLE,
        }]},
    },
    "objects": {
        "request": {"pageUrl": "https://a.b/c"}, "objects": [{
            "date": "Tue, 04 May 2021 08:00:00 GMT", "author": "Ida Berg, Tom Aske", "title": "Quay",
            "humanLanguage": "en", "pageUrl": "https://a.b/c", "html": MARKUP, "text": BODY,
        }],
    },
    "posts": {
        "posts": [{
            "thread": {"title": "Quay", "site": "a.b"}, "url": "https://a.b/c", "author": "Ida Berg, Tom Aske",
            "published": "2021-05-04T08:00:00.000+03:00", "title": "Quay", "text": BODY, "language": "english",
        }],
    },
    "Markdown in data": {
        "success": True, "data": {
            "markdown": f"# Quay\n\n{FIRST}\n\n[{SECOND}](https://a.b/x)",
            "metadata": {
                "title": "Quay", "language": "en", "sourceURL": "https://a.b/c", "author": "Ida Berg, Tom Aske",
                "publishedTime": "2021-05-04",
            },
        },
    },
    "Markdown in an object": {
        "url": "https://a.b/c", "html": "", "markdown": {"raw_markdown": f"{FIRST}\n\n{SECOND}", "fit_markdown": ""},
        "metadata": {"title": "Quay", "authors": NAMES, "date": "2021-05-04", "languageCode": "en"},
    },
    "an editor's comments": {
        "title": "Quay", "authors": NAMES, "date": "2021-05-04", "lang": "en", "link": "https://a.b/c",
        "content": PARAGRAPH.format(FIRST) + PARAGRAPH.format(SECOND),
    },
    "bold words first": {
        "title": "Quay", "published_by": NAMES, "published_at": "2021-05-04", "language": "en", "url": "https://a.b/c",
        "content": f"<b>{FIRST[:9]}</b>{FIRST[9:]}<br><br>{SECOND}<br>",
    },
    "names in two cases": {
        "Text": "", "text": BODY, "Title": None, "title": "Quay", "authors": NAMES, "date": "2021-05-04", "lang": "en",
        "url": "https://a.b/c",
    },
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_other_programs_write_opens_with_its_facts(tmp_path: Path, written: dict[str, object]) -> None:
    (one,) = articles(tmp_path, "a.json", written)
    assert one.text.removeprefix("Quay\n\n") == BODY
    assert (one.title, one.authors, one.published, one.language) == (
        "Quay",
        ("Ida Berg", "Tom Aske"),
        "2021-05-04",
        "en",
    )
    assert one.page.facts.url == "https://a.b/c"


def test_a_text_that_only_speaks_of_tags_is_text(tmp_path: Path) -> None:
    text = "Paragraphs end with </p>.\n\nIn lists </li> ends an item.\n\nMore is in the manual."
    (one,) = articles(tmp_path, "a.json", {"text": text})
    assert one.text == text


def test_sentences_of_a_paragraph_have_spaces_between_them(tmp_path: Path) -> None:
    (one,) = articles(tmp_path, "a.json", {"paragraphs": [["One is here.", "Two is, too."], [FIRST]]})
    assert one.text == f"One is here. Two is, too.\n\n{FIRST}"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"title": "A", "content": 5, "koerper": FIRST}, "title, content (a number), koerper"),
        (
            {"text": None, "body": [1, 2], "story": True},
            "text (empty), body (a list without texts), story (true or false)",
        ),
        ({"id": 1, "data": {"a": 1, "b": 2, "c": 3, "d": 4}}, "id, data: {a, b, c, ...}"),
        ({"x\x1b[31m\n": 1}, "x"),
        ('{"text": NaN, "n": ' + "9" * 9999 + "}", "text (a number), n"),
        ({"k" * 999: 1}, "k" * 23 + "…"),
        ("{}", "no field"),
    ],
)
def test_what_has_no_text_is_told_with_the_fields_that_it_has(tmp_path: Path, content: object, seen: str) -> None:
    (name,) = names(tmp_path, "a.json", content)
    with pytest.raises(SourceError) as caught:
        open_page(name)
    said = "a field such as text, body, content or html must hold a text"
    assert (caught.value.what, caught.value.advice) == ("has no article", f"it has {seen}; {said}")


def test_many_fields_fit_into_one_line(tmp_path: Path) -> None:
    (name,) = names(tmp_path, "a.jsonl", {f"field {number}": number for number in range(999)})
    with pytest.raises(SourceError) as caught:
        open_page(name)
    assert caught.value.advice.startswith("it has field 0, field 1, ")
    assert ", ...; a field such as" in caught.value.advice
    assert caught.value.advice.endswith("must hold a text")


def test_values_of_a_wrong_type_keep_no_article_from_opening(tmp_path: Path) -> None:
    wrong = '{"text": %s, "title": NaN, "date": Infinity, "authors": 5, "url": {"a": 1}, "language": [[]]}'
    (one,) = articles(tmp_path, "a.json", wrong % json.dumps(BODY))
    assert (one.text, one.authors, one.published, one.page.facts.url) == (BODY, (), None, "")


@pytest.mark.parametrize(
    "date",
    [
        "20210504",
        "20210504T091500Z",
        20210504,
        1620115200,
        1620115200000,
        1620115200.5,
        "Tue, 04 May 2021 08:00:00 GMT",
    ],
)
def test_a_date_may_be_a_number(tmp_path: Path, date: object) -> None:
    (one,) = articles(tmp_path, "a.jsonl", {"text": BODY, "date": date, "id": 7, "story": 12})
    assert (one.published, one.text) == ("2021-05-04", BODY)


def test_a_number_is_no_text(tmp_path: Path) -> None:
    (name,) = names(tmp_path, "a.jsonl", {"text": 5, "post": 7.5, "paragraphs": [1, 2]})
    with pytest.raises(SourceError, match="has no article"):
        open_page(name)


ROWS = [{"title": "A", "text": FIRST}, {"title": "B", "body": SECOND}]


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        {"status": "ok", "articles": ROWS},
        {"response": {"total": 2, "docs": ROWS}},
        {"hits": {"hits": [{"_id": "1", "_source": ROWS[0]}, {"_id": "2", "_source": ROWS[1]}]}},
        {"a": ROWS[0], "b": ROWS[1]},
        {"local": [ROWS[0]], "world": [ROWS[1]]},
        {"status": "ok", "articles": {"3": ROWS[0], "7": ROWS[1]}},
        json.dumps(ROWS, indent=2).replace("\n", "\r\n"),
        "\ufeff" + json.dumps(ROWS),
        "\n".join(map(json.dumps, ROWS)),
    ],
)
def test_a_list_gives_its_documents_wherever_it_lies(tmp_path: Path, content: object) -> None:
    for encoding in ("utf-8", "utf-16"):
        found = names(tmp_path, "a.json", content, encoding)
        assert found == [f"{tmp_path}/a.json#1", f"{tmp_path}/a.json#2"]
        assert [(clean(open_page(one)).title, open_page(one).text) for one in found] == [("A", FIRST), ("B", SECOND)]
        assert probe(found[0]) is None
    with pytest.raises(SourceError, match="holds many documents"):
        open_page(tmp_path / "a.json")


NAMES = ["title", "text", "url"]
CELLS = [["A", FIRST, "https://a.b/1"], ["B", SECOND, "https://a.b/2"]]
DESCRIBED = [{"name": one, "type": "text"} for one in NAMES]
TABLE_ROWS = [dict(zip(NAMES, row, strict=True)) for row in CELLS]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "content",
    [
        {name: {str(at): row[name] for at, row in enumerate(TABLE_ROWS)} for name in NAMES},
        {name: {str(17 * at): row[name] for at, row in enumerate(TABLE_ROWS)} for name in ["url", "text", "title"]},
        {str(at): row for at, row in enumerate(TABLE_ROWS)},
        {"columns": NAMES, "index": [0, 1], "data": CELLS},
        {"schema": {"fields": DESCRIBED, "primaryKey": ["index"]}, "data": TABLE_ROWS},
        {"columns": DESCRIBED, "rows": CELLS},
        {"database": "news", "table": "t", "columns": NAMES, "rows": CELLS},
        {"range": "A1:C3", "majorDimension": "ROWS", "values": [NAMES, *CELLS]},
        [NAMES, *CELLS],
    ],
    ids="columns other_index index split table sql datasette sheet header".split(),
)
def test_the_rows_of_a_table_are_documents(tmp_path: Path, content: object, encoding: str) -> None:
    for text in (json.dumps(content), json.dumps(content, indent=1), json.dumps(content, separators=(",", ":"))):
        found = names(tmp_path, "a.json", text, encoding)
        assert found == [f"{tmp_path}/a.json#1", f"{tmp_path}/a.json#2"]
        pages = [open_page(one) for one in found]
        assert [(one.facts.title, one.text, one.facts.url) for one in pages] == [
            ("A", FIRST, "https://a.b/1"), ("B", SECOND, "https://a.b/2")
        ]  # fmt: skip
        assert probe(found[1]) is None
    assert len(list(walk([tmp_path]))) == 2
    with pytest.raises(SourceError, match="holds many documents"):
        open_bytes(json.dumps(content).encode(), "a.json")


def test_a_table_of_one_row_a_packed_one_and_one_with_words_for_its_index_open(tmp_path: Path) -> None:
    assert [one.title for one in articles(tmp_path, "a.json", {"text": {"0": FIRST}, "title": {"0": "A"}})] == ["A"]
    table = {name: {row["url"]: 9 * row[name] for row in TABLE_ROWS} for name in ("title", "text")}
    assert [one.title for one in articles(tmp_path, "b.json", table)] == [9 * "A", 9 * "B"]
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(json.dumps(table).encode()))
    assert len([open_page(one) for one in walk([tmp_path / "c.json.gz"])]) == 2


def test_a_row_is_the_same_document_whatever_the_form_of_the_table(tmp_path: Path) -> None:
    columns = {name: {str(at): row[name] for at, row in enumerate(TABLE_ROWS)} for name in NAMES}
    forms = [columns, {"columns": NAMES, "data": CELLS}, [NAMES, *CELLS], TABLE_ROWS]
    assert len({open_page(names(tmp_path, "a.json", one)[1]).sha256 for one in forms}) == 1


def test_a_row_without_text_is_named_and_numbers_and_surrogates_do_no_harm(tmp_path: Path) -> None:
    table = {"text": {"0": FIRST, "1": None, "2": SECOND}, "date": {"0": 1714521600000, "1": 0, "2": 0}}
    found = names(
        tmp_path, "a.json", json.dumps(table).replace("1714521600000", "9" * 5000).replace("null", '"\\ud800"')
    )
    assert [open_page(one).text for one in (found[0], found[2])] == [FIRST, SECOND]
    found = names(tmp_path, "a.json", table)
    assert open_page(found[0]).facts.published.startswith("2024-05-01")
    with pytest.raises(SourceError) as caught:
        open_page(found[1])
    assert str(caught.value).startswith(f"{tmp_path}/a.json#2: has no article (it has text (empty), date;")


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        ({"foo": {"0": FIRST, "1": SECOND}, "bar": {"0": "A", "1": "B"}}, "foo: {0, 1}, bar: {0, 1}"),
        ({"columns": ["foo", "bar"], "index": [0], "data": [[FIRST, "A"]]}, "foo, bar"),
        ({"text": {"ok": "Fine", "cancel": "Stop it"}}, "text: {ok, cancel}"),
        ({"text": {"ok": "Fine"}, "title": {"ok": "OK"}}, "text: {ok}, title: {ok}"),
        ({"text": {"0": "Fine"}, "title": {"1": "OK"}}, "text: {0}, title: {1}"),
    ],
)
def test_what_is_no_table_of_articles_names_the_fields_that_were_seen(
    tmp_path: Path, content: object, seen: str
) -> None:
    (name,) = names(tmp_path, "a.json", content)
    with pytest.raises(SourceError) as caught:
        open_page(name)
    assert f"(it has {seen}; " in str(caught.value)
    assert list(walk([tmp_path])) == []


def test_a_table_that_is_cut_off_is_damaged(tmp_path: Path) -> None:
    table = json.dumps({"columns": NAMES, "data": CELLS})
    for content in (table[:-9], table[:9], '{"text": {"0": ' * 5_000, '{"columns": [{"name": ' * 5_000):
        (name,) = names(tmp_path, "a.json", content)
        with pytest.raises(SourceError, match="is damaged or cut off"):
            open_page(name)


def test_one_document_is_its_file(tmp_path: Path) -> None:
    assert names(tmp_path, "a.json", ROWS[0]) == [f"{tmp_path}/a.json"]
    assert open_page(tmp_path / "a.json").text == open_page(f"{tmp_path}/a.json#1").text == FIRST
    assert open_bytes(json.dumps(ROWS[0]).encode("utf-16-le"), "a.json").text == FIRST


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_lines_in_wide_characters_are_lines(tmp_path: Path, encoding: str) -> None:
    content = "\n".join(json.dumps(row | {"title": "Größe"}, ensure_ascii=False) for row in ROWS) + "\n"
    found = articles(tmp_path, "a.jsonl", content, encoding)
    assert [(one.title, one.text) for one in found] == [("Größe", FIRST), ("Größe", SECOND)]


def test_bytes_that_are_no_utf_8_lose_no_document(tmp_path: Path) -> None:
    rows = [json.dumps({"title": "Größe und Café", "text": FIRST}, ensure_ascii=False), json.dumps({"text": SECOND})]
    (tmp_path / "a.jsonl").write_bytes("\n".join(rows).encode("cp1252"))
    (tmp_path / "a.json").write_bytes(f"[{','.join(rows)}]".encode("cp1252"))
    for name in ("a.jsonl", "a.json"):
        assert [open_page(one).text for one in walk([tmp_path / name])] == [FIRST, SECOND]
    for name in ("a.jsonl", "a.json"):
        assert open_page(f"{tmp_path}/{name}#1").facts.title == "Größe und Café"


def test_a_list_that_is_named_as_lines_is_a_list(tmp_path: Path) -> None:
    assert [one.title for one in articles(tmp_path, "a.jsonl", ROWS)] == ["A", "B"]


def test_what_has_no_text_is_named_and_the_rest_opens(tmp_path: Path) -> None:
    found = names(tmp_path, "a.json", [ROWS[0], {"title": "none"}, "words", ROWS[1]])
    assert [one.rpartition("#")[2] for one in found] == ["1", "2", "3", "4"]
    for number, what in ((2, "has no article"), (3, "is not a JSON object")):
        with pytest.raises(SourceError) as caught:
            open_page(f"{tmp_path}/a.json#{number}")
        assert caught.value.what == what
    assert open_page(found[3]).text == SECOND


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("[]", "has no article"),
        ('{"a": 1}', "has no article"),
        ('{"a": ', "is damaged or cut off"),
        ("[" * 9999, "is damaged or cut off"),
    ],
)
def test_a_file_without_a_document_is_named_in_one_line(tmp_path: Path, content: str, what: str) -> None:
    (name,) = names(tmp_path, "a.json", content)
    with pytest.raises(SourceError) as caught:
        open_page(name)
    assert caught.value.what == what
    assert "\n" not in str(caught.value)


def test_of_a_list_that_is_cut_off_the_whole_documents_open(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(ROWS)[:-9])
    problems: list[SourceError] = []
    found = list(walk([tmp_path / "a.json"], problems.append))
    assert [open_page(one).text for one in found] == [FIRST]
    assert [one.what for one in problems] == ["is damaged or cut off"]


def test_a_folder_gives_the_files_that_hold_articles(tmp_path: Path) -> None:
    for name, content in (("a", ROWS), ("b", ROWS[0]), ("c", {"version": 1}), ("d", [1, 2])):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    assert [Path(one).name for one in walk([tmp_path])] == ["a.json#1", "a.json#2", "b.json"]
