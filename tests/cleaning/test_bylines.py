"""Who a byline names: people, each once, without their trades and outlets."""

from __future__ import annotations

import pytest

from reader.cleaning.bylines import authors, is_byline, is_name, named, starts_biography


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Marta Lindqvist", ("Marta Lindqvist",)),
        ("By Marta Lindqvist and Otto Brandvold", ("Marta Lindqvist", "Otto Brandvold")),
        ("By MARTA LINDQVIST, OTTO BRANDVOLD and EVA MOE", ("MARTA LINDQVIST", "OTTO BRANDVOLD", "EVA MOE")),
        ("By Marta Lindqvist, Senior Political Correspondent", ("Marta Lindqvist",)),
        ("Marta Lindqvist Deputy Editor", ("Marta Lindqvist",)),
        ("By Marta Lindqvist and Otto Brandvold The Associated Press", ("Marta Lindqvist", "Otto Brandvold")),
        ("Von Jürgen von der Heide, Berlin", ("Jürgen von der Heide",)),
        ("Par Élodie Durand et Luc Lemaire", ("Élodie Durand", "Luc Lemaire")),
        ("Por Inés Calderón", ("Inés Calderón",)),
        ("Di Chiara Bellini", ("Chiara Bellini",)),
        ("Marta Lindqvist / COASTPAPER.COM / Apr 16, 2026, 14:04", ("Marta Lindqvist",)),
        ("Analysis by Marta Lindqvist", ("Marta Lindqvist",)),
        ("By Marta Lindqvist | March 3, 2019 | 10:20 am", ("Marta Lindqvist",)),
        ("By staff reporters", ()),
        ("3 March 2021 · 4 min read · By Marta Lindqvist", ("Marta Lindqvist",)),
        ("by Marta Lindqvist—10 min read", ("Marta Lindqvist",)),
        ("Kolumne von Marta Lindqvist - 3.3.2021", ("Marta Lindqvist",)),
        ("Marta Lindqvist og Otto Brandvold", ("Marta Lindqvist", "Otto Brandvold")),
    ],
)
def test_the_people_of_a_byline(text: str, names: tuple[str, ...]) -> None:
    assert authors(text) == names


@pytest.mark.parametrize(
    "text", ["Marta Lindqvist", "J. R. Moe", "Lena van der Berg", "Otto Brandvold IV", "Jean-Luc O’Hara"]
)
def test_a_name_is_a_name(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour",
        "Comments",
        "Sports Desk",
        "Marta writes",
        "What It Will Cost The Town",
        "Route 66",
        "Key Points",
        "Show Caption",
    ],
)
def test_other_lines_are_no_names(text: str) -> None:
    assert not is_name(text)


@pytest.mark.parametrize(
    "text", ["By the time the ferry came, nobody was left.", "Von hier aus sieht man das Meer.", "Bypass opened"]
)
def test_a_sentence_that_begins_like_a_byline_is_none(text: str) -> None:
    assert not is_byline(text, text.lower())


def test_a_biography_names_a_person_and_a_trade() -> None:
    assert starts_biography("Marta Lindqvist is a freelance reporter who covers the coast.") == "Marta Lindqvist"
    assert starts_biography("Marta Lindqvist is a woman of few words, and the sea is all she needs.") == ""
    assert starts_biography("Marta Lindqvist writes about the sea.", "Marta Lindqvist") == "Marta Lindqvist"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Marta Lindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist|Published", ("Marta Lindqvist",)),
        ("Marta LindqvistTravel News Reporter", ("Marta Lindqvist",)),
        ("Marta Lindqvist2 minutes ago", ("Marta Lindqvist",)),
        ("Marta Lindqvist@mlindqvist", ("Marta Lindqvist",)),
        ("Marta LindqvistMarta Lindqvist", ("Marta Lindqvist",)),
        ("Marta Lindqvist and Otto Brandvold  |  Guest Columnists", ("Marta Lindqvist", "Otto Brandvold")),
        ("Marta Lindqvist on the quay", ()),
        ("Senior Reporter", ()),
    ],
)
def test_a_line_of_names_holds_nothing_else(text: str, names: tuple[str, ...]) -> None:
    assert named(text) == names
