"""Detectors of other packages: found by their entry point, asked, checked, and what a faulty one costs."""

import sys
from pathlib import Path

import pytest

from reader.entities import Mention
from reader.entities.detection import detect_entities
from reader.entities.detector import MissingModel
from reader.entities.detector_choice import choose_detector, loaded_detector, loaded_or_rules
from reader.entities.detector_plugins import names, sound_mentions
from tests.entities.test_entity_search import Inbox

TEXT = "Ida Tollbach flew to Oslo."
CODE = """
class Shouting:
    def __init__(self, argument, language):
        self.kind = argument or "person"
        self.language = language
    def detect(self, text):
        if "FAULT" in text:
            raise RuntimeError("a fault\\nof two lines")
        if "OUTSIDE" in text:
            return [(0, len(text) + 1, "x", "person")]
        starts = [at for at in range(len(text)) if text.startswith("Oslo", at)]
        return [{"start": at, "end": at + 4, "kind": self.kind} for at in starts]

def broken(argument, language):
    raise ImportError("weights are missing")

nothing = lambda argument, language: object()
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A distribution that registers three detectors, on the path of this process and of those that it starts."""
    folder = tmp_path / "site"
    info = folder / "shouting_names-1.4.dist-info"
    info.mkdir(parents=True)
    (folder / "shouting_names.py").write_text(CODE, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting-names\nVersion: 1.4\n", encoding="utf-8")
    points = (
        "shouting = shouting_names:Shouting",
        "broken = shouting_names:broken",
        "nothing = shouting_names:nothing",
    )
    (info / "entry_points.txt").write_text("[nrc_reader.detectors]\n" + "\n".join(points) + "\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.delitem(sys.modules, "shouting_names", raising=False)
    return folder


@pytest.mark.usefixtures("package")
def test_a_registered_detector_is_chosen_by_its_name_with_its_argument() -> None:
    assert set(names()) >= {"shouting", "broken", "nothing"}
    detector = choose_detector("shouting:event", "de")
    assert detector.name == "shouting:event"
    assert "shouting-names1.4" in detector.version
    assert "shouting_names" not in sys.modules  # chosen without being loaded
    assert detector.detect(TEXT) == [Mention(21, 25, "Oslo", "event")]
    found = {one.name: one.kind for one in detect_entities(TEXT, detector)}
    assert found == {"Ida Tollbach": "person", "Oslo": "place"}  # hers, and whom the rules are certain of
    with pytest.raises(ValueError, match=r"use one of auto, rules, spacy:MODEL.*shouting"):
        choose_detector("shoutin")


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("name", ["broken", "nothing"])
def test_one_that_does_not_load_gives_rules_and_one_line_that_says_why(name: str) -> None:
    with pytest.raises(MissingModel, match=r"cannot be loaded.*shouting-names 1\.4"):
        loaded_detector(name)
    detector = loaded_or_rules(name)
    assert detector.name == "rules"
    assert "\n" not in detector.notice
    assert detector.detect(TEXT)


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("word", ["FAULT", "OUTSIDE"])
def test_one_that_fails_over_a_text_is_not_asked_again_and_its_results_are_told_apart(word: str) -> None:
    detector = choose_detector("shouting")
    before = detector.version
    assert "Oslo" in {one.text for one in detector.detect(f"{TEXT} {word}")}
    assert "shouting failed" in detector.notice
    assert "\n" not in detector.notice
    assert detector.version != before
    assert "Ida Tollbach" in {one.text for one in detector.detect(TEXT)}  # by rules


@pytest.mark.usefixtures("package")
def test_it_works_in_the_worker_and_a_fault_costs_one_notice(tmp_path: Path) -> None:
    box = Inbox("shouting", tmp_path / "cache")
    try:
        box.finder.request("a.txt", TEXT)
        guess, answer = box.next(), box.next()
        assert (guess.is_guess, answer.is_guess, answer.detector) == (True, False, "shouting")
        assert [one.name for one in answer.entities] == ["Ida Tollbach", "Oslo"]
        box.finder.request("b.txt", f"{TEXT} FAULT")
        assert "shouting failed: RuntimeError: a fault of two lines" in [box.next(), box.next()][1].notice
    finally:
        box.finder.close()


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([(0, 3)], "not a mention"), ([(5, 5, "", "person")], "outside"), ([(-1, 3, "x", "person")], "outside"),
        (3, "not iterable"), ([{"start": 0}], "end"),
    ],
)  # fmt: skip
def test_what_is_no_mention_is_refused(items: object, fault: str) -> None:
    with pytest.raises((TypeError, ValueError, KeyError), match=fault):
        sound_mentions(items, TEXT)


def test_sound_mentions_are_ordered_apart_and_of_known_kinds() -> None:
    given = [Mention(21, 25, "nonsense", "castle"), (0, 12, None, "PER"), (4, 12, None, "person")]
    assert sound_mentions(given, TEXT) == [Mention(0, 12, "Ida Tollbach", "person"), Mention(21, 25, "Oslo", "work")]
