"""Articles and entities as text and as JSON: the design's shapes, and offsets that hold."""

import json

import pytest

from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.exchange.clean_output import as_json, as_text, entities_as_json, entities_as_text, explained
from reader.model.article import Article
from reader.model.entity import KINDS, Entity, Mention
from reader.sources import open_bytes

PAGE = (
    "\ufeffSkip next section\r\n\r\nEnvoys meet after two years\r\n\r\nBy Ada Okonjo\r\n\r\n12 May 2019\r\n\r\n"
    "The council met 😀 on Monday. It was the first meeting in two years.\r\n\r\n"
    "Maria Lenz told reporters in Geneva that nobody had expected much of it.\r\n\r\nSign up for our newsletter\r\n"
)


@pytest.fixture
def cleaned() -> Article:
    return clean(open_bytes(PAGE.encode(), "envoys.txt"))


def entities(article: Article) -> list[Entity]:
    at, place = article.text.index("Maria Lenz"), article.text.index("Geneva")
    lenz = (Mention(at, at + 10, "Maria Lenz", "person"), Mention(at + 6, at + 10, "Lenz", "person"))
    return [
        Entity("Maria Lenz", "person", lenz, aliases=("Lenz",)),
        Entity("Geneva", "place", (Mention(place, place + 6, "Geneva", "place"),)),
    ]


def test_an_article_is_one_line_of_json_with_the_fields_of_the_design(cleaned: Article) -> None:
    text = as_json(cleaned)
    assert text.endswith("\n")
    assert text.count("\n") == 1
    found = json.loads(text)
    assert list(found) == "source sha256 title byline authors published language text blocks dropped".split()
    assert {tuple(block) for block in found["blocks"]} == {("kind", "start", "end", "source_start", "source_end")}
    assert {tuple(line) for line in found["dropped"]} == {("text", "reason", "source_start", "source_end")}
    assert (found["title"], found["authors"]) == ("Envoys meet after two years", ["Ada Okonjo"])
    assert found["published"] == "2019-05-12"
    assert found["source"] == "envoys.txt"
    assert found["text"] == cleaned.text


def test_source_offsets_of_blocks_and_dropped_lines_find_them_in_the_file(cleaned: Article) -> None:
    found, source = json.loads(as_json(cleaned)), PAGE.removeprefix("\ufeff")
    shown = [found["text"][block["start"] : block["end"]] for block in found["blocks"]]
    assert shown == [source[block["source_start"] : block["source_end"]] for block in found["blocks"]]
    assert "Skip next section" in [line["text"] for line in found["dropped"]]
    for line in found["dropped"]:
        assert source[line["source_start"] : line["source_end"]].strip() == line["text"].strip()
        assert line["reason"]


def test_what_the_page_does_not_say_is_null_or_empty() -> None:
    found = json.loads(as_json(plain(open_bytes(b"Some words.", "a.txt"))))
    assert (found["title"], found["byline"], found["authors"], found["published"]) == (None, None, [], None)


def test_text_is_the_article_and_one_line_end(cleaned: Article) -> None:
    assert as_text(cleaned) == cleaned.text + "\n"


def test_entities_are_one_line_of_json_with_the_fields_of_the_design(cleaned: Article) -> None:
    text = entities_as_json(cleaned, entities(cleaned))
    assert text.count("\n") == 1
    found = json.loads(text)
    assert list(found) == ["source", "entities"]
    assert {tuple(one) for one in found["entities"]} == {("name", "kind", "aliases", "related", "mentions")}
    assert {one["kind"] for one in found["entities"]} <= set(KINDS)
    for one in found["entities"]:
        assert one["mentions"]
        for mention in one["mentions"]:
            assert cleaned.text[mention["start"] : mention["end"]] == mention["text"]


def test_entities_for_people_show_count_kind_name_and_aliases(cleaned: Article) -> None:
    heading, lenz, geneva, *rest = entities_as_text(cleaned, entities(cleaned)).split("\n")
    assert heading == "envoys.txt"
    assert lenz.split() == ["2", "person", "Maria", "Lenz", "(Lenz)"]
    assert geneva.split() == ["1", "place", "Geneva"]
    assert set(rest) == {""}


@pytest.mark.parametrize("name", ["a\x1b]0;x\x07.txt", "a\x9b31m.txt", "a\u202etxt.exe", "a\udcff.txt", "a\nb.txt"])
def test_no_file_name_reaches_the_terminal_as_it_is(name: str) -> None:
    article = plain(open_bytes(b"Some words.", name))
    for text in (as_json(article), entities_as_json(article, []), entities_as_text(article, [])):
        assert all(character.isprintable() or character == "\n" for character in text)
        text.encode()
    assert json.loads(as_json(article))["source"] == name
    assert as_json(article).count("\n") == 1


def test_an_explanation_has_every_line_with_its_number_role_and_decision(cleaned: Article) -> None:
    shown = explained(cleaned).splitlines()
    assert shown[0] == "envoys.txt"
    rows = {line.split("  ")[-1].strip(): line.split() for line in shown[2:]}
    lines = cleaned.page.text.splitlines()
    assert len(rows) == sum(bool(line.strip()) for line in lines)
    for text, (number, decision, role, *_) in rows.items():
        assert lines[int(number) - 1].startswith(text)
        assert (decision, role) in {("shown", one.kind) for one in cleaned.blocks} | {
            ("dropped", one.reason) for one in cleaned.dropped
        }
    assert rows["Sign up for our newsletter"][1:3] == ["dropped", "promotion"]
    assert (
        float(rows["Sign up for our newsletter"][3])
        < 0
        < float(rows["The council met 😀 on Monday. It was the first meeting in two"][3])
    )


def test_an_explanation_of_marked_up_text_has_no_figures() -> None:
    article = clean(open_bytes(b"# Envoys meet\n\nThe council met on Monday, for the first time in years.\n", "one.md"))
    assert [line.split()[:3] for line in explained(article).splitlines()[2:]] == [
        ["1", "shown", "title"],
        ["3", "shown", "paragraph"],
    ]
