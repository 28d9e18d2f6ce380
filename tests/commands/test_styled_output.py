"""What the commands print on a terminal: tables that fit its width, and plain text where there are no styles."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.sources import open_page
from reader.store.folder_store import FolderStore
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
READER = [sys.executable, "-m", "reader"]
TEXT = "The council met on Monday. It was naïve 😀 of them.\n\nNobody expected much, the envoy said in Geneva.\n"
#: A title, the clipboard, colours and markup of Rich's, a screen that is cleared, an override.
HOSTILE = "\x1b]0;PWNED\x07\x1b]52;c;UFdORUQ=\x1b\\\x1b[31m[red]x[/red]\x1b[2J\x9b31m\u202eX"
STYLE = re.compile(r"\x1b\[[0-9;]*m")
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3[0-7]|38;[0-9;]+|9[0-7])m")
COMMANDS = [
    ["stats"], ["table", "labels"], ["check"], ["log"], ["keys"], ["help"], ["entities", "one.txt"],
    ["restore", "--at", "2020-01-01", "--dry-run"],
]  # fmt: skip
#: Lines that are no table: the terminal itself wraps them.
SENTENCES = ("1 document would be restored", "among it tags of others", "pages of the manual")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article and a store, where one annotation is detached and has a hostile note."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    monkeypatch.setenv("NO_COLOR", "")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    Path("one.txt").write_text(TEXT, encoding="utf-8")
    store = FolderStore(tmp_path / "work" / "annotations")
    claim, evidence = (
        Annotation(new_id(), label, TEXT.index(quote), TEXT.index(quote) + len(quote), quote, annotator="ann",
                   created_at=now(), updated_at=now())
        for label, quote in (("claim", "naïve 😀 of them"), ("evidence", "met on Monday"))
    )  # fmt: skip
    document = Document(None, "one.txt", open_page("one.txt").sha256)
    store.save(document, [Change(None, claim), Change(None, evidence)], act=Act("tagged", "ann", new_id()))
    (key,) = store.keys()
    lost = evidence.touched(anchor="detached", note=HOSTILE)
    store.save(store.load(key).document, [Change(evidence, lost)], act=Act("noted", HOSTILE, new_id()))
    store.close()
    return tmp_path / "work"


def shown(*words: str, columns: int = 80, **environment: str) -> str:
    """What a command writes to a terminal."""
    with Terminal([*READER, *words], columns=columns, rows=40, environment=environment) as terminal:
        assert terminal.wait_for_exit() in {0, 1}
        return terminal.output.decode()


def piped(*words: str) -> str:
    return subprocess.run([*READER, *words], capture_output=True, timeout=100).stdout.decode()


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_wider_than_the_terminal(words: list[str], columns: int) -> None:
    lines = STYLE.sub("", shown(*words, columns=columns)).split("\r\n")
    assert len(lines) > 2
    lines = [line for line in lines if not line.startswith(SENTENCES)]
    assert max(cell_len(line) for line in lines) <= columns


def test_nothing_in_a_table_of_quotations_is_obeyed() -> None:
    seen = STYLE.sub("", shown("table", "quotations", columns=200))
    assert "[red]x[/red]" in seen
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", seen)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", piped("table", "quotations"))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_on_a_terminal_nothing_is_left_out_and_nothing_is_obeyed(words: list[str]) -> None:
    seen, plain = shown(*words, columns=200), piped(*words)
    assert STYLE.search(seen)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]", STYLE.sub("", seen))
    missing = {*re.findall(r"\w{3,}", plain)} - {*re.findall(r"\w{3,}", STYLE.sub("", seen))}
    assert missing == set()


def test_a_stranger_sets_no_colour_and_his_markup_is_shown_as_it_is() -> None:
    seen = shown("log", columns=200)
    assert "[red]x[/red]" in STYLE.sub("", seen)
    assert "\x1b[31m" not in seen
    assert "\x1b]" not in seen


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_terminal_without_styles_gets_what_a_pipe_gets(words: list[str]) -> None:
    assert shown(*words, columns=400, TERM="dumb").replace("\r\n", "\n") == piped(*words)


def test_without_colours_there_are_weights() -> None:
    assert COLOUR.search(shown("log"))
    plain = shown("log", NO_COLOR="1")
    assert "\x1b[1m" in plain
    assert not COLOUR.search(plain)


@pytest.mark.parametrize("words", [["log", "-f", "json"], ["entities", "-f", "json", "one.txt"], ["export"]])
def test_what_is_for_programs_is_the_same_everywhere(words: list[str]) -> None:
    assert shown(*words).replace("\r\n", "\n") == piped(*words)


def test_the_totals_break_between_two_of_them() -> None:
    lines = STYLE.sub("", shown("stats", columns=40)).split("\r\n")
    first = next(at for at, line in enumerate(lines) if line.startswith("documents"))  # below the store's name
    totals = lines[first : lines.index("")]
    assert " ".join(totals).count("with a note") == 1
    assert any("with a note" in line for line in totals)
    assert all(line.endswith(",") for line in totals[:-1])


def test_without_unicode_in_the_locale_tables_and_bars_are_drawn_in_ascii() -> None:
    assert "█" in shown("stats")
    for words in (["stats"], ["table", "labels"], ["check"]):
        assert not re.search("[\u2500-\u259f…]", shown(*words, LC_ALL="C"))


def test_a_fault_colours_the_panel(here: Path) -> None:
    assert "\x1b[32m╭" in shown("check")
    (here / "annotations" / "other.json").write_text("{")
    seen = shown("check")
    assert "\x1b[31m╭" in seen
    assert "1 fault" in seen


def test_a_long_log_has_one_head_and_columns_that_stand_below_each_other(here: Path) -> None:
    store = FolderStore(here / "annotations")
    (key,) = store.keys()
    for number in range(250):
        note = Annotation(new_id(), "claim", 0, 3, "The", annotator="ann", created_at=now(), updated_at=now())
        store.save(store.load(key).document, [Change(None, note)], act=Act(f"step {number}", "ann", new_id()))
    store.close()
    lines = STYLE.sub("", shown("log", "-n", "0", columns=100)).split("\r\n")
    assert sum("document" in line for line in lines) == 1
    (place,) = {line.index("step ") for line in lines if "step " in line}
    assert place > 40


def test_what_is_trusted_is_a_table(here: Path) -> None:
    (here / ".nrc-reader.toml").write_text('detector = "spacy:x"\n')
    lines = STYLE.sub("", shown("trust")).split("\r\n")
    assert [line.split() for line in lines if "spacy" in line] == [["detector", "spacy:x"]]
    assert any(line.split() == ["setting", "value"] for line in lines)
