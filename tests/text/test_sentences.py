"""What a reader sees as one sentence stays one, and nothing of a block is lost between two."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text.sentences import sentences


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language=language)]


# Each case is written with " | " where a reader puts the end of a sentence.
ENGLISH = [
    "He flew back to the U.S. | The army stayed where it was.",
    "Soldiers of the U.S. Army stayed where they were. | Nobody left.",
    "It exports more to the U.S. | But nobody counts that.",
    "Gen. Breedlove met Lt. Col. Okafor and Adm. Reyes. | They spoke for an hour.",
    "The report names J. R. Smith and Anna-Maria K. Lund. | Both deny it.",
    "She asked for a $3.4-billion budget, 3.5 percent more. | It was refused.",
    "They met at No. 5 in the same street. | He said no. | She said nothing.",
    "The train left at 9 a.m. Friday. | It came at 5 p.m. | The station was closed.",
    "On Jan. 5 the talks began. | They had been planned for Dec. | The delay was long.",
    "Some tools, e.g. Radar or sonar, are old. | Ships, planes, etc. | All were shown.",
    "He was born in St. Petersburg in 1952. | He left in 1975. | 5,000 others had left before.",
    "He paused... and went on… slowly. | Then he stopped... | The room was silent.",
    "He spoke of an 'imminent threat' at the eastern borders.\" | Nobody answered.",
    '"We will go," he said. | "Do we have to?" she asked. | "Go!" he said.',
    "“Do we have to?” Colonel Hale asked. | “Yes.” | They went.",
    "Is it over? | It is not! | So be it.",
    "(The talks were short.) | [They were also cold.] | They ended early.",
    "Read www.example.com. | The file notes.txt is at example.org. | Write to desk@example.org.",
    "Version 2.0 is out, 2.1 is not. | It costs 3.5. | Nobody pays.",
    "The Hallmark Inc. | It was founded in 1990.",
    "Orders went to Acme Inc. Director Jones and Acme Corp. | The rest was lost.",
    "Mr. and Mrs. Hale v. the State: nobody won. | Dr. No was a film.",
    "It began after World War I. | Germany had lost.",
    "Sen. Reyes (R-Ariz.) agreed. | Rear Adm. Lund (Ret.) Smith did not.",
    "She studied in Washington, D.C. | She works there.",
    "The city fell. | al-Nusra claimed it. | iPhones were sold out. | von der Hude was blamed.",
    "He stopped. | [...] Then he went on [...] Slowly.",
    "Nothing works. . . nothing . . . at all.",
    "Scraping lost a space.The rest is intact.".replace(".The", ". | The"),
    "It isn't. | They don't. | Smith's. | Jones saw it.",
    "It has one member (see p. 12). | Its vote counts.",
    "They did not ask why?! | Nobody did.",
]


@pytest.mark.parametrize("marked", ENGLISH)
def test_an_english_paragraph_falls_into_its_sentences(marked: str) -> None:
    text = marked.replace(" | ", " ")
    assert split(text) == marked.split(" | ")


@pytest.mark.parametrize(
    ("language", "marked"),
    [
        ("de", "Er kam z. B. Anfang Mai. | Am 3. Oktober war er weg. | Dr. Lund u. a. Gäste blieben."),
        ("de", "„Das ist gut.“ | Er ging. | »Ja.« | Es war 2014. | Der 2. Weltkrieg war lange vorbei."),
        ("de", "Es kostet 90 Mrd. Euro. | Die Minister nickten."),
        ("fr", "M. Le Gall est venu. | « C'est vrai. » | Il part. | Quoi ? | Oui !"),
        ("es", "El Sr. López vino. | ¿Qué pasa? | ¡Nada! | Los EE. UU. votaron."),
        ("it", "Il dott. Rossi è qui. | Non parla. | Perché?"),
        ("ja", "今日は晴れ。|「だめだ！」と彼は言った。|雨だ。"),
        ("zh", "今天很好。|“真的吗？”他问。|好！"),
        ("ar", "هل هذا صحيح؟ | نعم."),
        ("xx", "An unknown language is read like English. | Mr. Hale agrees."),
    ],
)
def test_other_languages_fall_into_their_sentences(language: str, marked: str) -> None:
    mark = " | " if " | " in marked else "|"
    text = marked.replace(mark, " " if mark == " | " else "")
    assert split(text, language) == marked.split(mark)


@pytest.mark.parametrize(
    "text",
    [
        "A council without a table",
        "Who guards the line: soldiers or treaties",
        "What is the U.S. Army doing there?",
        "1. Skip to content",
        "J. R. Smith",
        "…",
    ],
)
def test_a_headline_or_label_is_one_sentence(text: str) -> None:
    assert split(text) == [text]


def test_bullets_and_blank_lines_part_sentences_and_single_line_ends_do_not() -> None:
    assert split("• first point • second point") == ["• first point", "• second point"]
    assert split("a line\nthat goes on\n- an item\n2. another") == ["a line\nthat goes on", "- an item", "2. another"]
    assert split("one part\n \nanother part") == ["one part", "another part"]


def test_only_the_asked_part_of_the_text_is_read() -> None:
    text = "Not this. One here. Two here. Not that."
    start, end = text.index("One"), text.index(" Not that")
    assert [text[a:b] for a, b in sentences(text, start, end)] == ["One here.", "Two here."]


def test_blank_text_has_no_sentence() -> None:
    assert sentences("") == []
    assert sentences(" \n\u00a0\n ") == []


# fmt: off
pieces = st.sampled_from([
    "The", "U.S.", "Gen.", "a", "said", "?", "!", ".", "...", "…", "“", "”", '"', "'", "(", ")", "»", "«", "。", "「",
    "」", " ", "  ", "\n", "\n\n", "\u00a0", "•", "- ", "5", "3.5", "No.", "etc.", "I.", "é", "\u0301", "\u200b",
    "[1]", ",", ":",
])
# fmt: on


@given(
    st.one_of(st.text(max_size=80), st.lists(pieces, max_size=40).map("".join)),
    st.sampled_from(["en", "de", "fr", "ja"]),
)
@example(". \u0085.", "en")
@example("a.\n\n\n. b", "en")
def test_every_character_is_in_one_sentence_once_and_in_order(text: str, language: str) -> None:
    spans = sentences(text, language=language)
    assert all(0 <= one.start < one.end <= two.start for one, two in pairwise(spans))
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())


@given(st.lists(pieces, min_size=1, max_size=30).map("".join), st.text(max_size=5), st.text(max_size=5))
def test_what_stands_around_a_block_does_not_change_its_sentences(block: str, before: str, after: str) -> None:
    whole = before + block + after
    inside = sentences(whole, len(before), len(before) + len(block))
    assert [(a - len(before), b - len(before)) for a, b in inside] == sentences(block)


@pytest.mark.parametrize(
    "unit", [".", ". ", "a. ", '." ', "A. ", "\n", ".\n", ".( ", "[1].", "U.S. ", '?" A ', "「。", " »", ". . ", "• "]
)
@pytest.mark.timeout(30)
def test_a_hostile_paragraph_ends_in_time(unit: str) -> None:
    text = unit * (500_000 // len(unit))
    spans = sentences(text)
    assert sum(end - start for start, end in spans) <= len(text)
