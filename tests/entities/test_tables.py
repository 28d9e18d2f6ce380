"""The tables are sound: each states its origin, none contradicts itself."""

from importlib.resources import files

import pytest

from reader.entities import KINDS, tables

FILES = sorted(path.name for path in files("reader.entities.tables").iterdir() if not path.name.startswith("_"))


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".pyc")])
def test_each_file_states_its_origin(name):
    head = (files("reader.entities.tables") / name).read_text(encoding="utf-8")[:400]
    assert "# Origin: " in head


def test_every_kind_in_the_gazetteer_is_one_of_ours():
    assert set(tables.gazetteer().values()) <= set(KINDS)


def test_no_name_in_the_gazetteer_has_loose_ends():
    assert [name for name in tables.gazetteer() if name != name.strip() or not name or "\t" in name] == []


def test_a_country_its_capital_and_its_people_are_told_apart():
    assert tables.known_kind("Norway") == "country"
    assert tables.known_kind("Oslo") == "place"
    assert tables.known_kind("Norwegians") == "group"
    assert tables.capitals()["Oslo"] == "Norway"
    assert tables.demonyms()["Norwegians"] == "Norway"


@pytest.mark.parametrize("name", ["OSLO", "Bogotá", "São Paulo"])
def test_capitals_and_accents_do_not_hide_a_name(name):
    assert tables.known_kind(name) == "place"


def test_a_word_is_no_name():
    assert tables.known_kind("oslo") is None


def test_no_form_belongs_to_two_countries_except_shared_demonyms():
    forms = [form for country in tables.countries() for form in (country.name, *country.aliases)]
    assert len(forms) == len(set(forms))
