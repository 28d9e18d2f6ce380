"""At once, then better: which answers come, in which order, and what one fault costs."""

import queue
from pathlib import Path

import pytest

from reader.entities import detection, entity_process, entity_search
from reader.entities.entity_client import EntityAnswer
from reader.entities.entity_search import EntityFinder

TEXT = "Ida Tollbach flew to Oslo. Later Tollbach met NATO there."


class Inbox:
    """A finder and the answers that it delivers."""

    def __init__(
        self, setting: str, cache: Path | None = None, worker: entity_process.WorkerProcess | None = None
    ) -> None:
        self.answers: queue.Queue[EntityAnswer] = queue.Queue()
        self.finder = EntityFinder(setting, cache, self.answers.put, process=worker)

    def next(self) -> EntityAnswer:
        return self.answers.get(timeout=200)


@pytest.fixture
def inbox():
    opened = []

    def build(*arguments):
        opened.append(Inbox(*arguments))
        return opened[-1]

    yield build
    for one in opened:
        one.finder.close()


@pytest.fixture
def no_worker(monkeypatch):
    """A worker that cannot be started."""

    def refuse(*_: object) -> None:
        raise OSError("no worker here")

    monkeypatch.setattr(entity_process, "WorkerProcess", refuse)


def test_a_guess_comes_first_and_then_the_models_answer(inbox, spacy_detector, tmp_path):
    box = inbox("auto", tmp_path)
    box.finder.request("a.txt", TEXT, "en", urgent=True)
    guess, answer = box.next(), box.next()
    assert (guess.is_guess, guess.detector, guess.key) == (True, "rules", "a.txt")
    assert {one.name for one in guess.entities} >= {"Ida Tollbach", "Oslo", "NATO"}
    assert (answer.is_guess, answer.detector) == (False, spacy_detector.name)
    assert answer.text_sha256 == guess.text_sha256
    box.finder.request("again.txt", TEXT, "en")
    kept = box.next()
    assert (kept.key, kept.is_guess, kept.entities) == ("again.txt", False, answer.entities)


@pytest.mark.usefixtures("no_worker", "spacy_detector")
def test_a_guess_needs_no_worker_and_its_loss_is_said_after_it(inbox):
    box = inbox("auto")
    box.finder.request("a.txt", TEXT)
    answers = sorted((box.next(), box.next()), key=lambda one: not one.is_guess)
    assert [one.is_guess for one in answers] == [True, False]
    assert "Oslo" in {one.name for one in answers[0].entities}
    assert "no worker here" in answers[1].error


@pytest.mark.usefixtures("no_worker")
def test_where_rules_are_asked_for_they_answer_in_this_process_and_once(inbox):
    box = inbox("rules")
    for key in ("a.txt", "b.txt"):
        box.finder.request(key, f"{TEXT} {key}")
    answers = [box.next(), box.next()]
    assert [(one.key, one.is_guess, one.error) for one in answers] == [("a.txt", False, ""), ("b.txt", False, "")]
    assert box.answers.empty()


def test_a_text_too_long_to_guess_at_goes_to_the_worker(inbox, monkeypatch):
    monkeypatch.setattr(entity_search, "LONGEST_GUESS", 10)
    box = inbox("rules")
    box.finder.request("long.txt", TEXT)
    answer = box.next()
    assert (answer.is_guess, answer.detector) == (False, "rules")
    assert "Oslo" in {one.name for one in answer.entities}


@pytest.mark.usefixtures("spacy_detector")
def test_a_rule_that_fails_costs_the_guess_and_not_the_answer(inbox, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("a rule is broken")

    monkeypatch.setattr(detection, "detect_entities", fail)
    monkeypatch.setattr(detection, "certain_entities", fail)
    box = inbox("auto")
    box.finder.request("a.txt", TEXT)
    answer = box.next()
    assert (answer.is_guess, answer.error) == (False, "")
    box = inbox("rules")
    box.finder.request("a.txt", TEXT)
    assert "a rule is broken" in box.next().error


def test_a_setting_that_names_no_detector_is_answered_with_the_error(inbox):
    box = inbox("magic")
    box.finder.request("a.txt", TEXT)
    assert "no such detector" in box.next().error


def test_after_closing_nothing_comes(inbox):
    box = inbox("rules")
    box.finder.close()
    box.finder.request("a.txt", TEXT)
    box.finder.close()
    assert box.answers.empty()


def test_what_was_asked_for_already_is_not_guessed_at_twice(inbox, spacy_detector):
    box = inbox("auto")
    for urgent in (False, True, True):
        box.finder.request("a.txt", TEXT, "en", urgent=urgent)
    assert [box.next().is_guess, box.next().is_guess] == [True, False]
    assert spacy_detector.name.startswith("spacy:")
    box.finder.request("b.txt", TEXT + " ", "en")
    assert {box.next().key, box.next().key} == {"b.txt"}


@pytest.fixture
def started():
    """Workers that run before anything is asked."""
    running = []

    def start(setting, foreseen):
        running.append(entity_process.WorkerProcess(setting))
        running[-1].foresee(foreseen)
        return running[-1]

    yield start
    for one in running:
        one.end()


def test_a_text_that_was_foreseen_is_guessed_at_by_the_worker_alone(inbox, started, monkeypatch, spacy_detector):
    monkeypatch.setattr(entity_search, "_guessed", lambda *_, **__: pytest.fail("guessed twice"))
    box = inbox("auto", None, started("auto", TEXT))
    box.finder.request("a.txt", TEXT, "en", urgent=True)
    guess, answer = box.next(), box.next()
    assert (guess.is_guess, guess.detector, guess.key, guess.text) == (True, "rules", "a.txt", TEXT)
    assert {one.name for one in guess.entities} >= {"Ida Tollbach", "Oslo", "NATO"}
    assert (answer.is_guess, answer.detector, answer.text_sha256) == (False, spacy_detector.name, guess.text_sha256)


def test_a_guess_is_kept_until_its_text_is_asked_for(inbox, started):
    box = inbox("rules", None, started("rules", TEXT))
    box.finder._client.request("b.txt", "Ida slept in Bergen.")
    assert (box.next().key, box.answers.empty()) == ("b.txt", True)
    box.finder.request("a.txt", TEXT)
    guess, answer = box.next(), box.next()
    assert (guess.key, guess.is_guess, answer.key, answer.is_guess) == ("a.txt", True, "a.txt", False)
    assert guess.entities == answer.entities


def test_a_known_text_needs_no_guess_though_it_was_foreseen(inbox, started, tmp_path):
    first = inbox("rules", tmp_path, started("rules", TEXT))
    first.finder.request("a.txt", TEXT)
    found = [first.next(), first.next()][-1].entities
    second = inbox("rules", tmp_path, started("rules", TEXT))
    second.finder.request("b.txt", TEXT)
    answer = second.next()
    assert (answer.is_guess, answer.entities) == (False, found)
    assert second.answers.empty()


@pytest.mark.parametrize("text", [TEXT, TEXT * 3_000], ids=["short", "more than a pipe holds"])
def test_a_worker_that_ended_before_it_was_asked_costs_no_answer(inbox, started, text):
    worker = started("rules", text)
    worker.kill()
    worker._process.wait(100)
    box = inbox("rules", None, worker)
    box.finder.request("a.txt", text)
    assert "Oslo" in {one.name for one in box.next().entities}


def test_a_foreseen_text_that_the_pipe_cannot_hold_is_guessed_at_all_the_same(inbox, started):
    text = TEXT * 2_000
    box = inbox("rules", None, started("rules", text))
    box.finder.request("a.txt", text)
    assert [box.next().is_guess, box.next().is_guess] == [True, False]


def test_what_nobody_waits_for_is_not_looked_for_in_this_process(inbox, monkeypatch):
    monkeypatch.setattr("reader.entities.entity_search._guessed", None)
    box = inbox("rules")
    box.finder.request("ahead", TEXT, is_wanted=False)
    assert box.next().key == "ahead"


def test_what_nobody_waited_for_is_guessed_at_once_it_is_wanted(inbox, monkeypatch, spacy_detector):
    monkeypatch.setattr("reader.entities.entity_client.EntityClient._run", lambda _: None)  # no worker answers
    box = inbox(spacy_detector.name)
    box.finder.request("a", TEXT, is_wanted=False)
    box.finder.request("a", TEXT, urgent=True)
    answer = box.next()
    assert (answer.key, answer.is_guess) == ("a", True)
