"""Names of which the rules are certain: none goes, and none gets shorter, when a model answers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Mention, detect_entities
from reader.entities.detection import certain_entities, certain_mentions, detect_mentions, refined
from reader.entities.detector import RulesDetector
from reader.entities.name_patterns import occurrences


class Model:
    """A model that finds what it is told to find."""

    name, version, notice = "model", "1", ""

    def __init__(self, *found: tuple[str, str]) -> None:
        self._found = found

    def load(self) -> None:
        """Nothing to load."""

    def detect(self, text: str) -> list[Mention]:
        return sorted(Mention(text.index(name), text.index(name) + len(name), name, kind) for name, kind in self._found)


def kinds(text, *found, people=()):
    return {one.name: one.kind for one in detect_entities(text, Model(*found), people)}


@pytest.mark.parametrize(
    "found",
    [
        (),
        (("Corinna", "person"),),
        (("Halloway", "person"),),
        (("Halloway", "date"),),
        (("Corinna Halloway", "organisation"),),
        (("Corinna", "group"), ("Halloway", "place")),
    ],
)
def test_a_full_name_stays_a_full_name_whatever_the_model_says(found):
    text = "The pier was closed. Corinna Halloway laughed, and Halloway left."
    names = kinds(text, *found)
    assert names["Corinna Halloway"] == "person"
    assert not {"Corinna", "Halloway"} & set(names)


@pytest.mark.parametrize(
    "name",
    [
        "Pieter van 't Hoff", "Annelore van den Brink", "Wilhelmina ten Hagen", "Gesine von der Aue",
        "Karl-Heinz zu Falkenau", "Lodewijk op den Berg", "Thérèse d'Aubigny", "Leonardo dell’Orto",
        "João dos Santos Pereira", "Maria della Rovere",
        "Inés de los Ríos", "Charlotte de la Motte", "Omar bin Khalid al-Rashidi", "Fatima bint Yusuf",
        "Khalid ibn Walidi", "Njeri wa Mwangi", "Thando ka Dinga",
        "Björn af Klintberg", "Máire Ó Conaill", "Áine Nic Dhonnchadha", "Gwilym ap Rhys", "Anne-Sophie Delorme",
        "Ljubica Đorđević", "Édouard Marchetti", "Øystein Brække", "Halil Cevdet Aydın",
    ],
)  # fmt: skip
def test_a_name_with_particles_or_accents_is_one_persons_name(name):
    text = f"The talks went on without {name}, who left early. Nobody else did."
    last = name.split()[-1]
    assert kinds(text, (last, "place"))[name] == "person"
    assert kinds(text)[name] == "person"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Rio de las Piedras", "place"), ("Banco de la Ribera", "organisation"), ("Copa del Norte", "event")],
)
def test_a_romance_name_of_a_thing_is_no_person(name, kind):
    assert kinds(f"They had heard of the {name} before.", (name, "person")) == {name: kind}


def test_the_author_that_the_page_names_is_a_person_with_all_later_surnames():
    text = "Ferry stays in port\n\nBy Wynne Ostrander\n\nThe ferry stayed in port. Ms Ostrander asked why."
    (author,) = [one for one in detect_entities(text, Model(), ["Wynne Ostrander"]) if one.kind == "person"]
    assert (author.name, author.aliases, len(author.mentions)) == ("Wynne Ostrander", ("Ostrander",), 2)


def test_authors_in_capitals_and_several_in_a_line_are_found():
    text = "Ferry stays in port\n\nBY WYNNE OSTRANDER AND LIEF PEMBRIDGE\n\nThe ferry stayed in port."
    names = kinds(text, people=["Wynne Ostrander", "Lief Pembridge"])
    assert set(names.values()) == {"person"}
    assert {name.title() for name in names} == {"Wynne Ostrander", "Lief Pembridge"}


def test_a_newsroom_that_is_named_as_the_author_is_no_person():
    text = "By Harbour News Agency\n\nThe ferry stayed in port."
    assert "person" not in kinds(text, people=["Harbour News Agency"]).values()


@pytest.mark.parametrize(
    "glued", ["Updated 14 March", "Political Correspondent", "Senior Reporter", "Special to the Ledger", "Staff"]
)
def test_what_follows_a_name_in_a_byline_is_not_part_of_it(glued):
    text = f"Ferry stays in port\n\nBy Tamsin Orde {glued}\n\nThe ferry stayed in port."
    names = kinds(text, (f"Tamsin Orde {glued.split()[0]}", "person"))
    assert names.get("Tamsin Orde") == "person"


@pytest.mark.parametrize(
    "sentence",
    [
        "The chairman, Corvin Vayle, refused.", "Corvin Vayle, 45, refused.",
        "Corvin Vayle, who had come late, refused.",
        "Corvin Vayle, the mayor of the town, refused.", "Neither Corvin Vayle nor the clerk came.",
        "Idris Vayle refused, and so did Corvin Vayle.",
    ],
)  # fmt: skip
def test_where_only_a_person_stands_a_person_is_found(sentence):
    if sentence.startswith("Neither"):
        sentence = f"The chairman, Corvin Vayle, refused. {sentence}"
    assert kinds(sentence)["Corvin Vayle"] == "person"


@pytest.mark.parametrize(
    "text",
    [
        "She went to Real Estate Weekly with the story.", "They sold the Land Rover in May.", "The Liberal MPs voted.",
        "In March Russians left.", "On Monday Oslo slept.", "A fleet of ten Boats sailed.",
    ],
)  # fmt: skip
def test_two_capitals_alone_make_no_certain_person(text):
    assert [one for one in certain_entities(text) if one.kind == "person"] == []


def test_a_person_whom_the_model_has_in_part_grows_to_the_whole_name():
    names = kinds("It was signed by Zorvan Telmek in haste.", ("Telmek", "person"))
    assert names == {"Zorvan Telmek": "person"}


def test_a_longer_name_that_the_model_knows_stays():
    text = "The Martha Holm Foundation gave nothing."
    assert kinds(text, ("Martha Holm Foundation", "organisation")) == {"Martha Holm Foundation": "organisation"}


def test_every_name_that_is_shown_first_is_in_the_answer(spacy_detector):
    text = (
        "Ferry stays in port\n\nBy Wynne Ostrander\n\nEdwin Thrale agreed. The clerk, Rosamund Thrale, flew to Łódź; "
        "Gesine von der Aue to Oslo. O’Rourke and Halit Tekin met Baroness Ottilie von Trautheim of the Ferry Board."
    )
    first = certain_mentions(text, ["Wynne Ostrander"])
    answer = detect_mentions(text, spacy_detector, ["Wynne Ostrander"])
    for one in first:
        assert any(other.start <= one.start and one.end <= other.end for other in answer), one


@pytest.mark.parametrize("name", ["Łódź", "Tromsø", "Wrocław", "Gdańsk"])
def test_a_place_with_letters_of_its_own_is_known(name):
    assert kinds(f"They flew to {name} at night.", (name, "person"))[name] == "place"


def test_rules_alone_know_the_author_too():
    text = "By Wynne Ostrander\n\nThe ferry stayed in port."
    assert "Wynne Ostrander" in {one.name for one in detect_entities(text, RulesDetector(), ["Wynne Ostrander"])}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Harbour Chairman Corvin Vayle said it.", "Corvin Vayle"),
        ("Anna Maria Waters swam where the waters were warm.", "Anna Maria Waters"),
        ("They met Sheikh Tamim bin Hamad al-Thalib there.", "Tamim bin Hamad al-Thalib"),
        ("It was read by Attorney-General Rosamund Thrale.", "Rosamund Thrale"),
        ("Members are:\n\nCorvin Vayle, spokesman\nIda Holm, baker", "Corvin Vayle"),
        ("Фото: Ирина Соколова", "Ирина Соколова"),
    ],
)
def test_what_stands_around_a_name_is_not_part_of_it(sentence, name):
    assert kinds(sentence)[name] == "person"


def test_a_place_behind_the_word_for_it_is_certain():
    assert kinds("It lies at the mouth of the river Orrel, near the village of Tarn.") == {
        "Orrel": "place",
        "Tarn": "place",
    }


def test_names_in_a_row_of_results_are_without_their_points():
    row = "Tollbach 3 Orrel Rovers 0"
    assert set(kinds(f"Results:\n{row}\n", (row, "organisation"))) == {"Tollbach", "Orrel Rovers"}


def test_a_rubric_in_capitals_is_no_name():
    text = "CYCLING - LATE WIN FOR HOLM\n\nThe race was close."
    assert "CYCLING" not in kinds(text, ("CYCLING", "organisation"))


@pytest.mark.parametrize("people", [(), ("Tamsin Orde",)])
def test_a_word_that_a_page_glued_to_a_name_is_no_part_of_it(people):
    text = "By Tamsin OrdeHarbour correspondent\n\nThe ferry stayed in port."
    found = kinds(text, ("Tamsin OrdeHarbour", "person"), people=people)
    assert found == {"Tamsin Orde": "person"}


def test_an_author_is_found_behind_a_word_that_a_page_glued_to_the_name():
    text = "Ferry stays in portWynne Ostrander\n\nThe ferry stayed."
    assert kinds(text, ("portWynne Ostrander", "person"), people=["Wynne Ostrander"]) == {"Wynne Ostrander": "person"}


@pytest.mark.parametrize("name", ["Ida MacDonald", "Ida DeSalvo", "Ida FitzGerald", "Ida VanderMeer", "Ida McPhail"])
def test_a_surname_with_a_capital_inside_stays_whole(name):
    assert kinds(f"They heard {name} in the hall.", (name, "person")) == {name: "person"}


def test_a_date_in_a_row_with_numbers_stays_whole():
    assert "3 May 2023" in kinds("Published 3 May 2023\n\nThe ferry stayed.", ("3 May 2023", "date"))


@pytest.mark.parametrize(
    "text",
    [
        "Der Minister der Finanzen und der Leiter von Haus und Hof sind nicht da. Das Amt zu Holm ist zu.",
        "De Raad van State en het Hof van Assen zijn het niet eens; een Minister van Staat zweeg.",
        "Lederen af Rådet og Chefen af Havnen er ikke enige om det.",
    ],
)
def test_in_a_language_of_such_particles_they_prove_nothing(text):
    assert [one for one in certain_entities(text) if one.kind == "person"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ministerin Gesine zu Falkenau sagt nichts. Das ist nicht neu.", "Gesine zu Falkenau"),
        ("Auch Karl-Heinz Falkenau sagt nichts. Das ist nicht neu.", "Karl-Heinz Falkenau"),
        ("Ook Joris van 't Zand zei niets. Het is een klein huis.", "Joris van 't Zand"),
        ("The canvas went to Mary St. Orrin Holm at last.", "Mary St. Orrin Holm"),
        ("They asked Nurse Beatrix Holm.", "Beatrix Holm"),
    ],
)
def test_what_stands_before_a_name_is_none_of_it(text, name):
    assert name in {one.name for one in certain_entities(text)}


def test_a_name_in_german_prose_is_one_name():
    text = "Das Amt ist zu, und Gesine von der Aue sagt nichts. Das ist nicht neu."
    assert kinds(text)["Gesine von der Aue"] == "person"


PIECES = st.sampled_from(
    [
        "Ida Tollbach",
        "the chairman, Corvin Vayle,",
        "Gesine von der Aue",
        "Oslo",
        "NATO",
        "said",
        "of",
        "Holm",
        ". ",
        "\n\n",
    ]
)
SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30), st.sampled_from(["person", "group", "date"])))


@given(st.lists(PIECES, max_size=14), SPANS)
def test_whatever_a_model_says_every_certain_name_is_in_the_answer(pieces, spans):
    text = " ".join(pieces)
    found = [Mention(at, at + size, text[at : at + size], kind) for at, size, kind in spans if at + size <= len(text)]
    answer = refined(text, sorted(found), ["Ida Tollbach"])
    for one in certain_mentions(text, ["Ida Tollbach"]):
        assert any(other.start <= one.start and one.end <= other.end for other in answer)
    assert all(left.end <= right.start for left, right in pairwise(answer))


def test_a_short_form_at_the_end_of_a_text_ends_with_it():
    text = "They met Ida Tollbach Holm and then Ida Tollbach"
    places = list(occurrences(text, ["Ida Tollbach Holm", "Ida Tollbach"]))
    assert [(one.start, one.end) for one in places] == [(9, 26), (36, len(text))]
