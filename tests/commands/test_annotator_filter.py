"""``--annotator`` on the commands that only read selects, and says so where nobody has the name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main
from reader.commands import COMMANDS, READ_ONLY
from reader.commands.command_arguments import parser_of
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Link, new_id, now
from reader.model.document import Document
from reader.sources import open_page
from reader.store.folder_store import FolderStore

TEXT = "The council met on Monday in Geneva.\n\nNobody expected much, the envoy said.\n\nMore stories\n"


def tag(label: str, quote: str, annotator: str) -> Annotation:
    start = TEXT.index(quote)
    times = {"created_at": now(), "updated_at": now()}
    return Annotation(new_id(), label, start, start + len(quote), quote, annotator=annotator, **times)


@pytest.fixture
def shared_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderStore:
    """Three annotations by A and one by B in one document, one by A in another; a link by each."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("STORE", "ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    store = FolderStore(tmp_path / "annotations")
    mine, other = tag("claim", "Nobody", "A"), tag("claim", "Geneva", "A")
    theirs = tag("opinion", "envoy", "B")
    document = Document(None, "one.txt", open_page("one.txt").sha256)
    links = [Link(new_id(), mine.id, other.id, "supports", "A"), Link(new_id(), theirs.id, mine.id, "attacks", "B")]
    links.append(Link(new_id(), mine.id, theirs.id, "attacks", "B"))
    line = Decision(new_id(), "line", {}, annotator="A")
    for by, records in (("A", [mine, other, links[0], line]), ("B", [theirs, *links[1:]])):
        document = store.save(
            document, [Change(None, one) for one in records], act=Act("tagged", by, new_id())
        ).document
    store.save(Document(None, "two.txt", "cd" * 32), [Change(None, tag("claim", "much", "A"))], act=Act("tagged", "A"))
    store.close()
    return store


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main(list(words)) == code
    found = capsys.readouterr()
    return found.out, found.err


pytestmark = pytest.mark.usefixtures("shared_store")


def test_export_gives_one_persons_annotations_and_links(capsys: pytest.CaptureFixture[str]) -> None:
    everybodys = [json.loads(line) for line in run(capsys, "export")[0].splitlines()]
    theirs = [json.loads(line) for line in run(capsys, "export", "--annotator", "B")[0].splitlines()]
    assert (len(everybodys), [one["quote"] for one in theirs]) == (4, ["envoy"])
    assert [link["kind"] for link in theirs[0]["links"]] == ["attacks"]
    mine = [json.loads(line) for line in run(capsys, "--annotator", "A", "export", "one.txt")[0].splitlines()]
    assert sorted(one["quote"] for one in mine) == ["Geneva", "Nobody"]
    assert [link["kind"] for one in mine for link in one["links"]] == ["supports"]
    out, said = run(capsys, "export", "--annotator", "B", "two.txt")
    assert (out, said.count("\n")) == ("", 1)
    assert "no annotations by B of two.txt" in said


def test_a_name_in_the_settings_says_who_tags_and_selects_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "B")
    assert run(capsys, "export")[0].count("\n") == 4


def test_stats_log_and_check_count_one_persons_work(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "stats", "--annotator", "B")
    counts = dict(line.rsplit(None, 1) for line in out.splitlines())
    assert (counts["documents"], counts["annotations"], counts["links"], counts["annotators"]) == ("1", "1", "1", "1")
    assert "  A" not in counts
    lines = [line for line in run(capsys, "log", "--annotator", "B")[0].splitlines() if line[0] != " "]
    assert [line.split()[2] for line in lines] == ["B"]
    assert len(run(capsys, "log", "-f", "json", "--annotator", "A")[0].splitlines()) == 2
    assert "1 document, 1 annotation, 0 faults" in run(capsys, "check", "--annotator", "B")[0]


@pytest.mark.parametrize("command", ["export", "stats", "table", "report", "log", "check", "clean", "entities"])
@pytest.mark.parametrize("name", ["C", "a", "C" * 100_000])
def test_a_name_that_nobody_has_is_one_line(capsys: pytest.CaptureFixture[str], command: str, name: str) -> None:
    words = ["one.txt", "--as-read"] if command in {"clean", "entities"} else ["labels"] if command == "table" else []
    out, said = run(capsys, command, *words, "--annotator", name, code=1)
    assert out == ""
    assert said.count("\n") == 1
    assert "no annotator of that name in" in said
    assert "(there are A, B)" in said
    assert len(said) < 300


@pytest.mark.parametrize("name", ["", "  "])
def test_a_name_that_is_blank_does_not_mean_everybody(capsys: pytest.CaptureFixture[str], name: str) -> None:
    out, said = run(capsys, "export", "--annotator", name, code=1)
    assert (out, said.count("\n")) == ("", 1)
    assert "a name is needed" in said


def test_the_help_says_which_of_the_two_it_does() -> None:
    for name in COMMANDS:
        assert ("only the work of NAME" in parser_of(name).format_help()) == (name in READ_ONLY)
