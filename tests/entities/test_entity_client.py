"""The worker process seen from the reader: never waits, always answers, leaves nothing behind."""

import json
import os
import queue
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from reader.entities import entity_process
from reader.entities.entity_cache import text_digest
from reader.entities.entity_client import LONGEST_TEXT, EntityAnswer, EntityClient
from reader.system.child_process import ChildProcess

TEXT = "Ida Tollbach flew to Oslo. Later Tollbach met NATO there."


class Inbox:
    """A client and the answers that it delivers."""

    def __init__(self, setting: str = "rules", cache_dir: Path | None = None, patience: float = 60.0) -> None:
        self.answers: queue.Queue[EntityAnswer] = queue.Queue()
        self.client = EntityClient(setting, cache_dir, self.answers.put, patience)

    def next(self) -> EntityAnswer:
        return self.answers.get(timeout=200)


@pytest.fixture
def inbox():
    opened = []

    def build(*arguments, **named):
        opened.append(Inbox(*arguments, **named))
        return opened[-1]

    yield build
    for one in opened:
        one.client.close()


@pytest.fixture
def worker_runs(tmp_path, monkeypatch):
    """Have another program run in place of the worker."""

    def use(script: str) -> None:
        (tmp_path / "other_worker.py").write_text(textwrap.dedent(script))
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(Path(__file__).parents[2]))))
        monkeypatch.setattr(entity_process, "MODULE", "other_worker")

    return use


def names(answer: EntityAnswer) -> set[str]:
    return {entity.name for entity in answer.entities}


def is_running(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"


def wait_until(condition, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_an_answer_names_its_text_and_its_detector(inbox):
    box = inbox()
    box.client.request("a.txt", TEXT)
    answer = box.next()
    assert (answer.key, answer.text_sha256, answer.detector, answer.error) == ("a.txt", text_digest(TEXT), "rules", "")
    assert names(answer) >= {"Ida Tollbach", "Oslo", "NATO"}
    for entity in answer.entities:
        for mention in entity.mentions:
            assert mention.text == TEXT[mention.start : mention.end]


def test_answers_come_in_the_order_of_the_requests(inbox):
    box = inbox()
    for number in range(5):
        box.client.request(str(number), f"{TEXT} {number}")
    assert [box.next().key for _ in range(5)] == list("01234")


def test_an_urgent_request_goes_before_what_waits_and_is_not_doubled(inbox):
    box = inbox()
    gate = threading.Event()
    seen: list[str] = []

    def deliver(answer: EntityAnswer) -> None:
        seen.append(answer.key)
        if answer.key == "first":
            gate.wait(100)
        box.answers.put(answer)

    box.client = EntityClient("rules", None, deliver)
    box.client.request("first", TEXT)
    assert wait_until(lambda: seen == ["first"])
    for key in "abc":
        box.client.request(key, TEXT)
    box.client.request("c", TEXT, urgent=True)
    gate.set()
    assert [box.next().key for _ in range(4)] == ["first", "c", "a", "b"]
    box.client.close()
    assert box.answers.empty()


def test_text_beyond_ascii_and_lone_surrogates_come_through(inbox):
    box = inbox()
    text = f"Ida Tollbach sah Köln 👩‍👩‍👧 und \ud800 Oslo. {TEXT}"
    box.client.request("a", text)
    answer = box.next()
    assert answer.error == ""
    assert all(one.text == text[one.start : one.end] for entity in answer.entities for one in entity.mentions)


def test_an_empty_text_has_no_entities(inbox):
    box = inbox()
    box.client.request("a", "")
    answer = box.next()
    assert (answer.entities, answer.error) == ((), "")


def test_what_was_found_before_is_answered_without_a_worker(inbox, tmp_path, worker_runs):
    first = inbox(cache_dir=tmp_path)
    first.client.request("a", TEXT)
    found = first.next().entities
    worker_runs("raise SystemExit(3)")
    second = inbox(cache_dir=tmp_path)
    second.client.request("b", TEXT)
    assert second.next().entities == found


def test_the_worker_has_no_terminal_and_ends_on_close(inbox):
    box = inbox()
    box.client.request("a", TEXT)
    box.next()
    pid = box.client._process.pid
    assert os.getsid(pid) != os.getsid(0)
    box.client.close()
    assert wait_until(lambda: not is_running(pid))
    box.client.request("b", TEXT)
    box.client.close()
    assert box.answers.empty()


def test_a_worker_that_crashes_once_is_started_again(inbox, tmp_path, worker_runs):
    flag = tmp_path / "crashed"
    worker_runs(f"""
        import pathlib, sys
        flag = pathlib.Path({str(flag)!r})
        if not flag.exists():
            flag.touch()
            sys.exit(3)
        from reader.entities.entity_worker import main
        main("rules")
    """)
    box = inbox()
    box.client.request("a", TEXT)
    answer = box.next()
    assert flag.exists()
    assert answer.error == ""
    assert "Oslo" in names(answer)


def test_a_worker_that_keeps_crashing_gives_one_error_an_answer(inbox, worker_runs):
    worker_runs("raise SystemExit(3)")
    box = inbox()
    for key in "abc":
        box.client.request(key, TEXT)
    answers = [box.next() for _ in range(3)]
    assert all(answer.error and not answer.entities for answer in answers)
    assert box.answers.empty()


def test_a_worker_that_hangs_is_given_up(inbox, worker_runs):
    worker_runs("import time; time.sleep(600)")
    box = inbox(patience=0.3)
    box.client.request("a", TEXT * 20_000)  # more than a pipe holds
    assert box.next().error == "the search for names stopped: it gave no answer in time"


ANSWERS = "from reader.system.confinement import *; pipe, answers = private_pipes(); receive(pipe); send(answers, {!r})"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("print('noise that is longer than eight bytes', flush=True)", "its answer has no end"),
        (ANSWERS.format(b"[]"), "its process ended with 0"),
        (ANSWERS.format(b"{"), "its answer cannot be read"),
        ("raise SystemExit(3)", "its process ended with 3"),
        ("import os; os.abort()", "its process was ended by SIGABRT"),
    ],
)
def test_a_worker_that_talks_nonsense_or_ends_is_given_up(inbox, worker_runs, script, reason):
    worker_runs(script)
    box = inbox()
    box.client.request("a", TEXT * 20_000)
    assert box.next().error == f"the search for names stopped: {reason}"


def test_closing_while_the_worker_hangs_does_not_hang(inbox, worker_runs):
    worker_runs("import time; time.sleep(600)")
    box = inbox()
    box.client.request("a", TEXT * 20_000)
    assert wait_until(lambda: box.client._process is not None)
    pid = box.client._process.pid
    box.client.close()
    assert wait_until(lambda: not is_running(pid))
    assert not box.client._thread.is_alive()


def test_a_fault_in_the_callback_does_not_end_the_answers(inbox):
    box = inbox()

    def deliver(answer: EntityAnswer) -> None:
        box.answers.put(answer)
        raise RuntimeError(answer.key)

    box.client = EntityClient("rules", None, deliver)
    box.client.request("a", TEXT)
    box.client.request("b", TEXT)
    assert [box.next().key, box.next().key] == ["a", "b"]
    box.client.close()


def test_a_missing_model_is_named_and_rules_are_used(inbox):
    box = inbox("spacy:xx_no_such_model")
    box.client.request("a", TEXT)
    answer = box.next()
    assert answer.detector == "rules"
    assert "xx_no_such_model" in answer.notice
    assert "install" in answer.notice or "download" in answer.notice
    assert "Oslo" in names(answer)


def test_an_unknown_setting_is_one_error(inbox):
    box = inbox("crystal ball")
    box.client.request("a", TEXT)
    assert "crystal ball" in box.next().error


def test_the_worker_ends_when_the_reader_is_killed():
    script = textwrap.dedent("""
        import time
        from reader.entities.entity_client import EntityClient
        client = EntityClient("rules", None, lambda answer: print(client._process.pid, flush=True))
        client.request("a", "Oslo slept.")
        time.sleep(600)
    """)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as reader:
        pid = int(reader.stdout.readline())
        assert is_running(pid)
        reader.kill()
    assert wait_until(lambda: not is_running(pid))


def test_what_a_library_prints_in_the_worker_is_no_answer(inbox, worker_runs):
    worker_runs("""
        import os
        from reader.entities import detection, entity_worker
        found = detection.detect_entities

        def detect(text, detector, people=()):
            print("a word", flush=True)
            os.write(1, b"and another")
            return found(text, detector)

        detection.detect_entities = detect
        entity_worker.main("rules")
    """)
    box = inbox()
    box.client.request("a", TEXT)
    assert names(box.next()) >= {"Oslo"}


def test_the_worker_says_that_it_is_ready_before_its_first_answer():
    request = b'{"id": 1, "text": "Oslo slept."}'
    with ChildProcess(entity_process.MODULE, "rules") as child:
        first = child.ask(request, 200, 1 << 16)
        second = child.receive(200, 1 << 16)
    assert [json.loads(bytes(answer))["id"] for answer in (first, second)] == [0, 1]


def test_a_text_beyond_the_limit_is_refused_at_once_in_plain_words(inbox, worker_runs):
    worker_runs("import time; time.sleep(600)")
    box = inbox()
    box.client.request("a", TEXT)
    assert wait_until(lambda: box.client._process is not None)
    box.client.request("b", "x" * (LONGEST_TEXT + 1))
    answer = box.next()
    assert (answer.key, answer.entities) == ("b", ())
    assert answer.error == "too long for names (2.1 million characters, the limit is 2)"


def test_long_texts_wait_behind_short_ones_and_the_urgent_go_first_among_equals(inbox):
    box = inbox()
    gate = threading.Event()

    def deliver(answer: EntityAnswer) -> None:
        box.answers.put(answer)
        if answer.key == "first":
            gate.wait(100)

    box.client = EntityClient("rules", None, deliver)
    box.client.request("first", TEXT)
    assert box.next().key == "first"
    long = "so it was " * 31_000
    box.client.request("long", long)
    box.client.request("short", TEXT)
    box.client.request("urgent long", long, urgent=True)
    box.client.request("urgent", TEXT, urgent=True)
    box.client.request("last", TEXT)
    gate.set()
    assert [box.next().key for _ in range(5)] == ["urgent", "short", "last", "urgent long", "long"]


def test_what_nobody_waits_for_comes_last_until_somebody_does(inbox):
    box = inbox()
    gate = threading.Event()

    def deliver(answer: EntityAnswer) -> None:
        box.answers.put(answer)
        if answer.key == "first":
            gate.wait(100)

    box.client = EntityClient("rules", None, deliver)
    box.client.request("first", TEXT)
    assert box.next().key == "first"
    for key in ("ahead", "next ahead", "third ahead"):
        box.client.request(key, TEXT, is_wanted=False)
    box.client.request("long", "so it was " * 31_000)
    box.client.request("next ahead", TEXT)  # somebody has opened it
    box.client.request("next ahead", TEXT, is_wanted=False)
    gate.set()
    assert [box.next().key for _ in range(4)] == ["next ahead", "long", "ahead", "third ahead"]


LOOKS_AT_PIECES = """
    import pathlib, time
    from reader.entities import detection, entity_worker
    found, pieces, log = detection.detect_entities, [], pathlib.Path({log!r})
    entity_worker._cut = lambda _, between_pieces: pieces.append(between_pieces)

    def detect(text, detector, people=()):
        if "for ever" in text:
            with log.open("a") as file:
                file.write("tried ")
            while log.read_text().count("tried") < 2 or "{more}" in text:
                pieces[-1]()
                time.sleep(0.01)
        return found(text, detector)

    detection.detect_entities = detect
    entity_worker.main("rules")
"""


def test_a_text_that_nobody_waits_for_is_left_for_one_that_is_wanted_and_looked_at_again(inbox, tmp_path, worker_runs):
    log = tmp_path / "log"
    worker_runs(LOOKS_AT_PIECES.format(log=str(log), more="nobody"))
    box = inbox()
    box.client.request("ahead", "It goes on for ever. " + TEXT, is_wanted=False)
    assert wait_until(lambda: log.exists() and log.read_text())
    box.client.request("also ahead", TEXT, is_wanted=False)
    process = box.client._process
    box.client.request("now", "Mara Holm lives in Bergen.")
    answers = [box.next() for _ in range(3)]
    assert [answer.key for answer in answers] == ["now", "ahead", "also ahead"]
    assert names(answers[0]) >= {"Mara Holm", "Bergen"}
    assert not any(answer.error for answer in answers)
    assert box.client._process is process  # its model need not be loaded again
    assert log.read_text() == "tried tried "


def test_a_text_that_somebody_opens_meanwhile_is_not_left_any_more(inbox, tmp_path, worker_runs):
    log = tmp_path / "log"
    worker_runs(LOOKS_AT_PIECES.format(log=str(log), more="nobody"))
    box = inbox()
    text = "It goes on for ever. " + TEXT
    box.client.request("ahead", text, is_wanted=False)
    assert wait_until(lambda: log.exists() and log.read_text())
    box.client.request("ahead", text, urgent=True)
    box.client.request("later", TEXT)
    with log.open("a") as file:
        file.write("tried ")  # lets it end
    assert [box.next().key for _ in range(2)] == ["ahead", "later"]
    assert log.read_text() == "tried tried "


DIES_ON_A_TEXT = """
    import os, pathlib
    from reader.entities import detection, entity_worker
    found = detection.detect_entities

    def detect(text, detector, people=()):
        if "deadly" in text:
            with pathlib.Path({log!r}).open("a") as log:
                log.write("tried ")
            os._exit(9)
        return found(text, detector)

    detection.detect_entities = detect
    entity_worker.main("rules")
"""


def test_a_text_on_which_the_worker_died_is_not_tried_again_and_others_are_answered(inbox, tmp_path, worker_runs):
    log = tmp_path / "log"
    worker_runs(DIES_ON_A_TEXT.format(log=str(log)))
    box = inbox()
    for key, text in [("a", "deadly one"), ("b", TEXT), ("c", "deadly one"), ("d", "deadly two"), ("e", TEXT)]:
        box.client.request(key, text)
    answers = {answer.key: answer for answer in (box.next() for _ in range(5))}
    assert [key for key, answer in answers.items() if answer.error] == ["a", "c", "d"]
    assert "Oslo" in names(answers["e"])
    assert log.read_text().split() == ["tried", "tried"]


def test_a_worker_killed_between_two_texts_costs_no_answer(inbox):
    box = inbox()
    box.client.request("a", TEXT)
    box.next()
    box.client._process.kill()
    box.client._process._process.wait(100)
    box.client.request("b", TEXT + " Again.")
    assert box.next().error == ""


def test_the_default_model_runs_in_the_worker(inbox, spacy_detector, tmp_path):
    box = inbox("auto", cache_dir=tmp_path)
    box.client.request("a", TEXT)
    answer = box.next()
    assert (answer.detector, answer.notice, answer.error) == (spacy_detector.name, "", "")
    assert "Ida Tollbach" in names(answer)
