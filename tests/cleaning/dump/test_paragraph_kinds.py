"""Block quotations and footnotes of text dumps have their own kind; what only looks like them has not."""

from __future__ import annotations

import pytest

from reader.cleaning.dump.dump_pipeline import clean_dump
from tests.cleaning.pages import BODY, TITLE, page

NOTES = ("[1] The council's minutes, page 4.", "[2] The company's report of last year, as it was read to the council.")


def kinds(text: str) -> dict[str, str]:
    article = clean_dump(page(text))
    return {article.text[block.start : block.end]: block.kind for block in article.blocks}


@pytest.mark.parametrize("margin", ["    ", "\t", "> "])
def test_a_paragraph_set_apart_is_a_quotation(margin: str) -> None:
    found = kinds("\n\n".join([TITLE, BODY[0], BODY[1], margin + BODY[2], BODY[3], BODY[4]]))
    assert [found.get(text) or found.get("> " + text) for text in BODY] == [
        "paragraph", "paragraph", "quote", "paragraph", "paragraph",
    ]  # fmt: skip


def test_paragraphs_that_all_begin_indented_are_no_quotations() -> None:
    found = kinds("\n\n".join([TITLE, *("    " + text for text in BODY)]))
    assert "quote" not in found.values()


@pytest.mark.parametrize("notes", [NOTES, tuple(note.replace("[1]", "¹").replace("[2]", "²") for note in NOTES)])
def test_notes_at_the_end_are_footnotes(notes: tuple[str, ...]) -> None:
    found = kinds("\n\n".join([TITLE, *BODY, *notes]))
    assert [found.get(note) for note in notes] == ["footnote", "footnote"]
    assert [found[text] for text in BODY] == ["paragraph"] * 5


def test_numbers_that_do_not_count_up_and_stars_within_are_no_footnotes() -> None:
    text = "[4] is what the clerk wrote in the margin of the minutes, and nobody on the council knew what it meant."
    found = kinds("\n\n".join([TITLE, BODY[0], text, *BODY[1:]]))
    assert found.get(text) == "paragraph"
