"""In a blind project no command, in no format, gives a word, a label or a place of what others have tagged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from reader.annotations.handing_in import FINISHED
from reader.cli import main
from reader.commands import READ_ONLY
from reader.exchange.formats import names
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Link, Record, new_id, now
from reader.model.document import Document
from reader.sources import open_page
from reader.store.folder_store import FolderStore

#: Stands in all that B wrote, and nowhere else: no id has a U.
SECRET = "zqux"
TEXT = "The council met on Monday in Geneva.\n\nNobody expected much, the envoy said in the very last sentence here.\n"
START = TEXT.index("the envoy said")
#: Where B's tags are, as outputs name places.
PLACES = (str(START), str(START + 14))


def tag(by: str, label: str, start: int, end: int, **rest: str) -> Annotation:
    place = {"source_start": start, "source_end": end, "created_at": now(), "updated_at": now()}
    return Annotation(new_id(), label, start, end, TEXT[start:end], annotator=by, **place, **rest)  # type: ignore[arg-type]


def decision(by: str, kind: str, **data: str) -> Decision:
    return Decision(new_id(), kind, data, by, now(), now())


def put(store: FolderStore, document: Document, by: str, what: str, *records: Record) -> Document:
    changes = [Change(None, one) for one in records]
    return store.save(document, changes, act=Act(what, by, new_id()), text=TEXT).document


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents, in git: A and B in one, B alone in the other; A is at the keyboard."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STORE", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "A")
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    (tmp_path / "annotations").mkdir()
    (tmp_path / "annotations" / "project.toml").write_text('annotators = ["A", "B"]\nblind = true\n')
    store = FolderStore(tmp_path / "annotations")
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
        location = str(tmp_path / name)
        document = Document(None, name, open_page(name).sha256, "The council", location)
        if name == "one.txt":
            mine = tag("A", "claim", 0, 11)
            document = put(store, document, "A", "claim", mine)
        theirs = tag("B", f"{SECRET}label", START, START + 14, note=f"{SECRET}note", attributed_to=f"{SECRET}who")
        other = tag("B", f"{SECRET}label", START + 4, START + 9)
        link = Link(new_id(), theirs.id, other.id, f"{SECRET}kind", "B", now(), now())
        book = decision("B", "bookmark", name=SECRET, quote=SECRET)
        put(store, document, "B", f"{SECRET}label", theirs, other, link, book)
    store.close()
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (["init", "-q"], ["add", "annotations", "one.txt"], ["commit", "-qm", "both"]):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *identity, *words], check=True, env=environment)
    return tmp_path


OPEN_ENDED = [
    ["log"], ["log", "-f", "json"], ["stats"], ["check"], ["check", "--quick"], ["doctor"], ["doctor", "-f", "json"],
    ["search", "envoy"], ["search", "-f", "json", f"{SECRET}note"], ["search", "--annotations", "label:claim"],
    ["search", "--annotations", "-f", "json", "by:B"], ["search", "--annotations", f"note:{SECRET}note"],
    ["table", "quotations"], ["table", "labels", "-f", "csv"], ["table", "overlaps", "-f", "json"],
    ["table", "speakers"], ["table", "quotations", "-f", "json"], ["report"], ["clean", "--as-read", "one.txt"],
    ["entities", "--as-read", "one.txt"], ["diff", "HEAD:"], ["diff", "HEAD:", "other", "-f", "json"],
    ["diff", "annotations", "other"], ["merge", "annotations", "other", "-o", "both.jsonl", "-f", "jsonl"],
    ["merge", "HEAD:", "annotations", "-o", "merged"], ["restore", "--at", "2020-01-01", "--dry-run"], ["export"],
    ["export", "--where", "by:B"], ["config"], ["keys"], ["assign", "--dry-run", "--annotators", "A,B"],
    ["agreement"], ["agreement", "--all", "-f", "json"], ["agreement", "--all", "-f", "csv", "HEAD:", "annotations"],
    ["agreement", "--all", "--annotators", "A,B"], ["feedback"], ["feedback", "-f", "json"],
    ["changes", "one.txt", "two.txt"], ["changes", "one.txt", "two.txt", "-f", "json"],
    ["suggest", "--min", "0", "one.txt"], ["suggest", "--min", "0", "-f", "json", "two.txt"], ["suggest", "--evaluate"],
    ["seal", "p.zip"], ["seal", "p.zip", "one.txt", "--without-texts"], ["verify", "one.txt"],
    ["lint"], ["lint", "-f", "json", "--strict"], ["lint", "--waived"],
    ["ledger"], ["ledger", "--all", "-f", "json"], ["ledger", "--all", "-f", "csv"],
    ["like", "--text", "the envoy said"], ["like", "--text", "the envoy said", "-f", "json", "--details", "-n", "0"],
]  # fmt: skip
EXPORTS = [["export", "-f", name, "-o", f"out-{name}"] for name in names()]


def leaks(text: str) -> list[str]:
    return [line for line in text.casefold().splitlines() if SECRET in line]


def test_every_command_that_only_reads_is_tried() -> None:
    assert {words[0] for words in OPEN_ENDED} >= READ_ONLY


@pytest.mark.parametrize("words", [*OPEN_ENDED, *EXPORTS], ids=" ".join)
def test_nothing_of_bs_comes_out(words: list[str], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "other").mkdir()
    (place / "other" / "project.toml").write_bytes((place / "annotations" / "project.toml").read_bytes())
    for more in ([], ["--annotator", "B"], ["--annotator", "A"]):
        if more and (words[0] not in READ_ONLY or "-o" in words):
            continue
        before = {*place.iterdir()}
        with suppress(SystemExit):
            main([*words, *more])
        out, said = capsys.readouterr()
        new = [path for path in {*place.iterdir()} - before if path.name != "merged"]
        files = [one for path in new for one in (path, *path.rglob("*")) if one.is_file()]
        written = b"".join(one.read_bytes() for one in files).decode("utf-8", "replace")
        asked = [one for one in words if SECRET in one]
        told = leaks("\n".join((out, written, said)))
        assert [line for line in told if not any(one in line for one in asked)] == []
        if words[0] in {"export", "table"} and "json" in words[-1]:
            assert all(f": {number}," not in out + written for number in PLACES)
        assert "Traceback" not in said


def test_a_merge_into_a_store_loses_nothing_and_stays_blind(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "other").mkdir()
    assert main(["merge", "annotations", "other", "-o", "merged"]) == 0
    _, said = capsys.readouterr()
    assert "merged 2 documents: the project is blind, no more is told" in said
    whole = FolderStore(place / "merged")
    assert sum(len(whole.load(key).annotations) for key in whole.keys()) == 5
    assert main(["export", "--store", "merged"]) == 0
    assert [json.loads(line)["annotator"] for line in capsys.readouterr().out.splitlines()] == ["A"]


def test_all_is_told_once_both_have_finished(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = FolderStore(place / "annotations")
    for key in store.keys():
        document = store.load(key).document
        put(store, document, "A", "finished", decision("A", FINISHED))
        put(store, document, "B", "finished", decision("B", FINISHED))
    store.close()
    assert main(["export"]) == 0
    assert len(leaks(capsys.readouterr().out)) == 4


def test_who_has_finished_is_asked_of_both_clones(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(place / "annotations", place / "clone")
    for folder, by in (("annotations", "A"), ("clone", "B")):
        store = FolderStore(place / folder)
        for key in store.keys():
            put(store, store.load(key).document, by, "finished", decision(by, FINISHED))
        store.close()
    assert main(["diff", "annotations", "annotations"]) == 0
    assert leaks(capsys.readouterr().out) == []
    assert main(["merge", "annotations", "clone", "-f", "jsonl", "-o", "both.jsonl"]) == 0
    capsys.readouterr()
    assert len(leaks((place / "both.jsonl").read_text())) == 4
