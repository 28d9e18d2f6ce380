"""One door to the terminal: whatever writes, and whatever a stranger named his things, nothing obeys it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reader.commands import COMMANDS
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
#: A title, the clipboard, colours, a screen that is cleared; in seven bits and in eight; a line of its own; overrides.
HOSTILE = "\x1b]0;PWNED\x07\x1b]52;c;UFdORUQ=\x1b\\\x1b[31m\x1b[2J\x9b31m\x9d0;PWNED\x9c\x90q\x9c\r\b\x7f\u202eX"
#: As much of it as a file's name may have.
NAME = HOSTILE.replace("/", "")
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a home, articles, a web archive and a store in which everything has a hostile name."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_", "PYTHONWARN"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    text = f"The council{HOSTILE} met in Geneva on Monday.\n\nNobody expected much, the envoy said{HOSTILE}.\n"
    (work / f"{NAME}.txt").write_text(text, encoding="utf-8")
    (work / f"{NAME}.html").write_text(f"<title>{HOSTILE}</title><p>{text * 5}</p>", encoding="utf-8")
    (work / f"{NAME}.pdf").write_bytes(b"%PDF-1.7 broken")
    (work / f"{NAME}.jsonl").write_text(json.dumps({"text": text, "title": HOSTILE, "url": HOSTILE}) + "\n{\n")
    (work / "a.warc").write_bytes(web_archive())
    (work / "bad.jsonl").write_text(json.dumps({"id": HOSTILE, "document": HOSTILE}) + "\n" + HOSTILE + "\n")
    store = FolderStore(work / "S")
    one, other = (
        Annotation(new_id(), HOSTILE, 4, 11, quote, note=HOSTILE, annotator=HOSTILE, anchor="detached",
                   created_at=now(), updated_at=now(), attributed_to=HOSTILE)
        for quote in (HOSTILE[:7], "council")
    )  # fmt: skip
    link = Link(new_id(), one.id, other.id, HOSTILE, annotator=HOSTILE)
    document = Document(None, f"{NAME}.txt", "ab" * 32, title=HOSTILE)
    changes = [Change(None, record) for record in (one, other, link)]
    store.save(document, changes, act=Act(HOSTILE, HOSTILE, new_id()))
    store.close()
    (store.folder / f"{NAME}.json").write_text("{" + HOSTILE)
    (store.folder / "labels.jsonl").write_text(json.dumps({"name": HOSTILE, "key": "\x1b"}) + "\n" + HOSTILE + "\n")
    return work


def web_archive() -> bytes:
    """One page whose address has spaces in it, and more: a library has something to say of that."""
    page = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>Talks</h1><p>They met in Geneva on Monday.</p>"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: http://news.example/a b{HOSTILE.replace(chr(13), '')}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return head.encode() + page + b"\r\n\r\n"


def run(*words: str, **environment: str) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "reader", *words],
        capture_output=True,
        timeout=100,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    return done.stdout.decode(), done.stderr.decode()


COMMAND_LINES = [
    ["clean", "."], ["clean", "-f", "json", "."], ["clean", "--explain", "."], ["clean", "--as-read", f"{NAME}.txt"],
    ["clean", "a.warc"], ["clean", HOSTILE], ["entities", "."], ["entities", "-f", "json", "."],
    ["entities", "-f", "mentions", "a.warc"], ["export"], ["export", "-o", f"{HOSTILE}/x"], ["export", HOSTILE],
    ["export", "--annotator", HOSTILE], ["export", "--annotator", "B"], ["stats"], ["log"], ["log", "-f", "json"],
    ["stats", "-f", "json"],
    ["log", "-n", HOSTILE], ["check"], ["check", "--repair"], ["restore", "--at", "2020-01-01"],
    ["restore", "--at", HOSTILE], ["import", "bad.jsonl"], ["import", HOSTILE], ["keys"], ["keys", HOSTILE],
    ["trust", HOSTILE], ["trust"], ["tutorial"], [HOSTILE], [f"{NAME}.txt"], ["clean", "--jobs", HOSTILE, "."],
    ["stats", "--config", HOSTILE], [f"--{HOSTILE}"], ["help"], ["help", HOSTILE], ["help", "store"],
    ["search", "claim", "."], ["search", "-f", "json", HOSTILE, "."], ["search", HOSTILE, HOSTILE],
    ["open", HOSTILE], ["open", f"{NAME}.txt#{HOSTILE}"], ["config"], ["config", "--annotator", HOSTILE],
    ["config", "--check"], ["config", "--check", "--config", HOSTILE], ["config", "--path", "--config", HOSTILE],
    ["config", "--init", "--config", f"{HOSTILE}/x"], ["doctor"], ["doctor", "-f", "json"],
    ["doctor", "--config", HOSTILE], ["completion", "bash"], ["completion", HOSTILE], ["man"],
    ["formats"], ["formats", "-f", "json"], ["export", "-f", "csv"], ["export", "-f", "html"],
    ["export", "-f", HOSTILE], ["table", "quotations"], ["table", "speakers", "-f", "json"], ["table", HOSTILE],
    ["suggest", f"{NAME}.txt"], ["suggest", "-f", "json", "--min", "0", "."], ["suggest", HOSTILE],
    ["suggest", "--evaluate"], ["suggest", "--suggester", HOSTILE, "."],
    ["ledger"], ["ledger", "--all", "-f", "json"], ["ledger", "--all", "-f", "markdown"],
    ["ledger", "--all", "-f", "csv"],
    ["like", "--text", "the claim", "."], ["like", "--text", HOSTILE, "-f", "json", "--details", "."],
    ["like", "--batch", HOSTILE, "."], ["like", "--batch", "bad.jsonl"],
    ["like", "--text", "x", "--from", HOSTILE, "."],
    ["lint"], ["lint", "-f", "json"], ["lint", "--rules", HOSTILE], ["lint", "--waived"],
    ["lint", "--waive", HOSTILE, "--reason", HOSTILE],
    ["report"], ["report", "-t", HOSTILE], ["diff", "S", "bad.jsonl"], ["diff", HOSTILE, "S"],
    ["diff", f"{HOSTILE}:S", "S"], ["merge", "S", HOSTILE, "-o", "C"],
    ["agreement"], ["agreement", "-f", "csv"], ["agreement", "-f", "json", "--all"], ["agreement", HOSTILE],
    ["agreement", "--annotators", f"A,{HOSTILE}"], ["agreement", "--label", HOSTILE],
    ["assign", "--dry-run", "--annotators", "A", "."], ["assign", "--annotators", HOSTILE],
    ["migrate", "S", HOSTILE], ["migrate", HOSTILE, "S"], ["adjudicate"], ["adjudicate", HOSTILE],
    ["feedback"], ["feedback", "--annotator", HOSTILE], ["feedback", "-f", "json"],
    ["serve", HOSTILE], ["serve", "--port", HOSTILE], ["serve", "--public-url", HOSTILE],
    ["serve", "--host", f"{HOSTILE}.invalid"],
    ["changes", f"{NAME}.txt", f"{NAME}.html"], ["changes", f"{NAME}.txt", HOSTILE],
    ["changes", "-f", "json", f"{NAME}.txt", f"{NAME}.txt"], ["changes", "-f", "html", f"{NAME}.txt", f"{NAME}.txt"],
    ["changes", "-f", "markdown", f"{NAME}.txt", f"{NAME}.html"],
    ["fetch", HOSTILE], ["fetch", f"http://127.0.0.1:1/{HOSTILE}"],
    ["seal", "p.zip"], ["seal", f"{HOSTILE}/p.zip"], ["seal", "p.zip", HOSTILE], ["seal", "p.zip", "--key", HOSTILE],
    ["verify", HOSTILE], ["verify", f"{NAME}.txt"], ["open", f"{NAME}.zip"],
    ["label", "list"], ["label", "list", "-f", "json"], ["label", "rename", HOSTILE, "x"], ["label", HOSTILE],
]  # fmt: skip


def test_every_command_is_among_those_that_are_tried() -> None:
    assert {words[0] for words in COMMAND_LINES} >= set(COMMANDS)


@pytest.mark.parametrize("words", COMMAND_LINES, ids=lambda words: ascii(" ".join(words))[:40])
def test_no_command_writes_what_a_terminal_would_obey(words: list[str]) -> None:
    out, said = run(*words, "--store", "S")
    assert out + said
    assert OBEYED.findall(out.replace("\r\n", "\n")) == []  # lines of CSV end so
    assert OBEYED.findall(said) == []
    assert all(line.startswith("nrc-reader") for line in said.splitlines())


def test_a_hostile_folder_store_and_environment_are_named_safely(here: Path) -> None:
    (here / NAME).mkdir()
    (here / NAME / ".nrc-reader.toml").write_text('store = "x"')
    os.chdir(here / NAME)
    for words in (["stats"], ["trust"], ["trust", "--revoke"], ["stats", "--store", NAME]):
        assert OBEYED.findall("".join(run(*words))) == []
    for name in ("CONFIG", "THEME", "ANNOTATOR", "DETECTOR"):
        assert OBEYED.findall("".join(run("stats", **{f"NRC_READER_{name}": HOSTILE}))) == []


PROGRAM = r"""
import logging, os, subprocess, sys, threading, warnings
from reader.system import stdio
stdio.seal()
H = "\x1b]0;PWNED\x07"
logging.getLogger("library").warning("library says %s", H)
warnings.warn(f"warned {H}")
sys.stderr.write(f"written {H}\n")
sys.__stderr__.flush()
os.write(2, b"native \x1b]0;PWNED\x07\n")
subprocess.run([sys.executable, "-c", "import sys; sys.stderr.write('child \x1b]0;PWNED\x07')"])
pid = os.fork()
if not pid:
    sys.stderr.write(f"fork {H}")
    sys.stderr.flush()
    os._exit(0)
os.waitpid(pid, 0)
thread = threading.Thread(target=lambda: 1 / 0)
thread.start(); thread.join()
class Unraisable:
    def __del__(self): raise ValueError(H)
Unraisable()
print(f"out {H}\r\x9b1m\ttab")
stdio.tell("said once")
"""


def sealed(*flags: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, *flags, "-c", PROGRAM], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode(), done.stderr.decode()


def test_nobody_but_the_program_says_anything() -> None:
    assert sealed() == ("out \ufffd]0;PWNED\ufffd\ufffd\ufffd1m\ttab\n", "said once\n")


def test_who_asks_for_warnings_gets_what_libraries_say_made_safe() -> None:
    _, said = sealed("-W", "always")
    assert [
        word for word in ("library says", "warned", "written", "ZeroDivisionError", "said once") if word not in said
    ] == []
    assert OBEYED.findall(said) == []
    assert "native" not in said
    assert sealed("-W", "ignore") == sealed()


def test_a_styled_text_brings_colours_and_weights_and_nothing_else() -> None:
    program = f"from reader.system.stdio import write_styled; write_styled({HOSTILE!r} + '\\x1b[1;31mred\\x1b[0m\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)
    shown = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode())
    assert OBEYED.findall(shown) == []
    assert done.stdout.endswith(b"\x1b[1;31mred\x1b[0m\n")


def test_a_fault_in_a_thread_and_one_at_the_top_are_one_line_and_a_log() -> None:
    program = """
import sys, threading
import reader.cli as cli
from types import SimpleNamespace
def run(options):
    thread = threading.Thread(target=lambda: {}["\\x1b]0;PWNED\\x07"])
    thread.start(); thread.join()
    raise ValueError("\\x1b]0;PWNED\\x07")
cli.module_of = lambda name: SimpleNamespace(run=run)
sys.argv = ["nrc-reader"]
sys.exit(cli.main())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    lines = done.stderr.splitlines()
    assert done.returncode == 1
    assert [line.startswith("nrc-reader: stopped by a fault of its own") for line in lines] == [True, True]
    assert OBEYED.findall(done.stderr) == []


def test_the_reader_itself_paints_nothing_that_a_stranger_wrote() -> None:
    command = [sys.executable, "-m", "reader", "--store", "S", ".", "a.warc"]
    with Terminal(command) as terminal:
        terminal.wait("Geneva")
        for keys in ("J", "J", "J", "D", "\x1b", "?", "\x1b", "!", "\x1b", "M", "\x1b", ")", "h"):
            terminal.press(keys)
        output = bytes(terminal.output).decode(errors="replace")
    assert re.findall(r"(?:\x1b\]|\x9d)(?:0;PWNED|52;)", output) == []
    assert "UFdORUQ=\x1b\\" not in output


def test_the_reader_paints_where_its_output_goes_and_its_errors_go_elsewhere(here: Path) -> None:
    line = f'"{sys.executable}" -m reader --store T a.warc 2> errors'
    with Terminal(["sh", "-c", line]) as terminal:
        terminal.wait("They met in Geneva")
        terminal.resize(80, 24)
        terminal.wait(lambda text: "They met in Geneva" in text and len(text.split("\n")) == 24)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
    assert (here / "errors").read_text() == ""
