"""``export -f``, ``import`` and ``formats``: what a person sees, and what is on the disk."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.cli import main
from reader.exchange import formats
from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedSpan,
    NewFile,
)
from reader.exchange.formats import MODULES, doccano
from reader.store.folder_store import FolderStore
from reader.workspace.session import Session

TEXT = "The council met on Monday 😀 in Geneva.\n\nNobody expected much, the envoy said.\n"


CUT = "quote is not as long as its passage: is it cut, or are the offsets not code points?"
NO_JSON = "is not JSON (expecting property name enclosed in double quotes, character 3)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an article and nothing else."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    (here / "one.txt").write_text(TEXT, encoding="utf-8")
    return here


def tagged(store: str = "annotations", *, note: str = "", annotator: str = "ann") -> None:
    """Tag a claim and the evidence inside of it, which supports it."""
    with Session.open(["one.txt"], store=store, annotator=annotator) as session:
        article = session.read(session.documents[0])
        claim = session.tag(article, "claim", quote="Nobody expected much, the envoy said")
        fact = session.tag(article, "evidence", quote="the envoy said")
        session.link(fact, claim, "supports")
        if note:
            session.annotate(article, claim, note)


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    """Run a command; what it printed, and what it said."""
    assert main(list(words)) == code
    found = capsys.readouterr()
    return found.out, found.err


def kept(store: str = "annotations") -> list[tuple[str, str, str, str]]:
    """The label, quote, annotator and anchor of each annotation in a store."""
    opened = FolderStore(Path(store))
    loaded = [opened.load(key) for key in opened.keys()]
    return sorted((one.label, one.quote, one.annotator, one.anchor) for stored in loaded for one in stored.annotations)


def theirs(name: str = "theirs.jsonl", text: str = TEXT.strip(), **row: Any) -> Path:
    """A file of doccano about a text: one premise in it."""
    start = len(text[: text.index("Nobody")].encode("utf-16-le")) // 2
    path = Path(name)
    path.write_text(json.dumps({"text": text, "label": [[start, start + 20, "premise"]], **row}) + "\n")
    return path


# ---- out


def test_what_a_format_cannot_hold_is_counted_in_one_line_and_strict_makes_that_a_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tagged(note="check")
    out, said = run(capsys, "export", "-f", "doccano")
    assert said == "nrc-reader: doccano: 1 note not written\n"
    assert json.loads(out)["text"].startswith("The council met")
    assert run(capsys, "export", "-f", "doccano", "--strict", "-o", "x.jsonl", code=1) == ("", said)
    assert (folder / "x.jsonl").read_text(encoding="utf-8") == out
    assert run(capsys, "export", "-f", "jsonl-documents", "--strict", "--no-names", "-o", "x.jsonl") == ("", "")


def test_a_format_that_there_is_not_is_wrong_usage_that_names_those_that_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for command in (["export", "-f", "brief"], ["import", "-f", "brief", "x"]):
        with pytest.raises(SystemExit) as stopped:
            main(command)
        assert stopped.value.code == 2
        assert "there is no format 'brief'" in capsys.readouterr().err


@pytest.mark.parametrize("before", [None, "mine"])
def test_what_is_not_read_back_as_it_was_written_is_an_error_and_leaves_nothing(
    before: str | None, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged()
    if before is not None:
        (folder / "x.jsonl").write_text(before)
    there = sorted(folder.iterdir())
    read = doccano.read

    def shifted(path: Path) -> Iterator[ImportedDocument | Fault]:
        for one in read(path):
            assert isinstance(one, ImportedDocument)
            one.spans[0].start += 1
            yield one

    monkeypatch.setattr(doccano, "read", shifted)
    for target in ("x.jsonl", "-"):
        out, said = run(capsys, "export", "-f", "doccano", "-o", target, code=1)
        assert out == ""
        assert said.startswith("nrc-reader: doccano: what was written is not right")
        assert said.count("\n") == 1
    assert sorted(folder.iterdir()) == there
    assert before is None or (folder / "x.jsonl").read_text() == before


def test_names_are_in_the_documents_unless_they_are_not_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    Path("settings.toml").write_text('detector = "rules"\n')
    words = ["export", "-f", "jsonl-documents", "--config", "settings.toml"]
    with_names, without = (json.loads(run(capsys, *words, *more)[0]) for more in ([], ["--no-names"]))
    geneva = next(one for one in with_names["entities"] if one["name"] == "Geneva")
    (mention,) = geneva["mentions"]
    assert with_names["text"][mention["start"] : mention["end"]] == "Geneva"
    assert without == {**with_names, "entities": []}


def test_annotations_of_a_text_that_has_changed_are_on_their_words_in_the_export(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tagged()
    (folder / "one.txt").write_text(f"Something new stands here, of some length.\n\n{TEXT}", encoding="utf-8")
    row = json.loads(run(capsys, "export", "-f", "jsonl-documents", "--no-names")[0])
    assert [row["text"][one["start"] : one["end"]] for one in row["spans"]] == [
        "Nobody expected much, the envoy said",
        "the envoy said",
    ]


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.removeprefix("\ufeff").splitlines()))


def test_a_document_whose_text_is_not_known_is_named_and_the_others_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tagged()
    Path("gone.jsonl").write_text(
        json.dumps(
            {"id": "01KNWYQ4RR0000000000000001", "document": "gone.txt", "document_sha256": "a" * 64, "label": "claim",
             "start": 0, "end": 4, "quote": "text", "updated_at": "2026-04-11T09:30:00.000Z"}
        )
    )  # fmt: skip
    run(capsys, "import", "gone.jsonl")
    out, said = run(capsys, "export", "-f", "doccano", code=1)
    assert said == "nrc-reader: gone.txt: left out of doccano: its file cannot be read, and its text is not kept\n"
    assert len(out.splitlines()) == 1
    assert len(csv_rows(run(capsys, "export", "-f", "csv")[0])) == 3


def test_a_file_that_lies_elsewhere_is_opened_only_if_it_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(TEXT, encoding="utf-8")
    with Session.open([str(outside)], store="annotations", annotator="ann") as session:
        session.tag(session.read(session.documents[0]), "claim", quote="Nobody expected much")
    for texts in (folder / "annotations" / ".nrc-reader" / "texts").rglob("*.zz"):
        texts.unlink()
    assert "left out" in run(capsys, "export", "-f", "doccano", code=1)[1]
    assert run(capsys, "export", "-f", "doccano", str(outside))[1] == ""


def test_a_formula_in_an_article_is_text_in_the_table_and_comes_back_as_it_was(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "one.txt").write_text('The sum.\n\n=HYPERLINK("https://example.org") is what it said.\n')
    with Session.open(["one.txt"], store="annotations", annotator="@ann") as session:
        article = session.read(session.documents[0])
        session.annotate(article, session.tag(article, "claim", quote='=HYPERLINK("https://example.org")'), "-1\n+1")
    out, said = run(capsys, "export", "-f", "csv", "-o", "x.csv")
    assert (out, said) == ("", "")
    (row,) = csv.DictReader(io.StringIO((folder / "x.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert (row["quote"], row["note"], row["annotator"]) == (
        """'=HYPERLINK("https://example.org")""", "'-1\n+1", "'@ann",
    )  # fmt: skip
    run(capsys, "import", "x.csv", "--store", "other")
    assert kept("other") == kept()


@pytest.mark.parametrize("name", ["markdown", "html", "conll"])
def test_a_format_that_does_not_come_back_is_named_when_such_a_file_is_imported(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tagged()
    run(capsys, "export", "-f", name, "-o", "x.out")
    said = run(capsys, "import", "x.out", code=1)[1]
    assert said == (
        f"nrc-reader: x.out: is of the format {name}, which does not come back (nrc-reader formats: which do)\n"
    )


@pytest.mark.parametrize("name", ["csv", "jsonl-documents"])
def test_whoever_reads_only_the_first_line_of_a_pipe_hears_nothing(name: str) -> None:
    tagged(note="long " * 50_000)  # more than a pipe holds
    command = [sys.executable, "-m", "reader", "export", "-f", name, "--no-names"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


# ---- folders, and formats of other packages


class Pieces:
    """A format of another package: a folder with a text and a table for each document."""

    ABOUT = About(what="a text and a table", holds=Holds(overlap=True, nesting=True), is_folder=True)
    fails = False

    def write(self, documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
        del job
        for number, one in enumerate(documents):
            yield NewFile(f"texts/{number}.txt")
            yield one.text.encode()
            yield NewFile(f"{number}.json")
            if self.fails:
                raise OSError(28, "No space left on device")
            yield json.dumps([[each.start, each.end, each.label] for each in one.annotations]).encode()

    def read(self, path: Path) -> Iterator[ImportedDocument | Fault]:
        for file in sorted(path.glob("*.json")):
            text = (path / "texts" / f"{file.stem}.txt").read_text(encoding="utf-8")
            spans = [ImportedSpan(label, start, end) for start, end, label in json.loads(file.read_text())]
            yield ImportedDocument(file.name, text, spans=spans)

    def recognises(self, path: Path, head: bytes) -> bool:
        del head
        return (path / "texts").is_dir()


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> Pieces:
    """That format, and one of a package that is broken."""
    made = Pieces()
    package = SimpleNamespace(name="some-package", version="1.0")

    def broken() -> None:
        raise ImportError("no such thing")

    points = {
        "pieces": SimpleNamespace(load=lambda: made, dist=package),
        "broken": SimpleNamespace(load=broken, dist=package),
    }
    monkeypatch.setattr(formats, "_plugins", lambda: points)
    return made


@pytest.mark.usefixtures("pieces")
def test_a_folder_is_written_whole_and_never_over_another(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    assert run(capsys, "export", "-f", "pieces", "-o", "out") == ("", "nrc-reader: pieces: 1 link not written\n")
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["0.json", "texts"]
    assert "not empty" in run(capsys, "export", "-f", "pieces", "-o", "out", code=1)[1]
    (folder / "empty").mkdir()
    run(capsys, "export", "-f", "pieces", "-o", "empty")
    assert (folder / "empty" / "0.json").read_bytes() == (folder / "out" / "0.json").read_bytes()
    assert "lies in the store" in run(capsys, "export", "-f", "pieces", "-o", "annotations/out", code=1)[1]
    assert "-o FOLDER" in run(capsys, "export", "-f", "pieces", code=2)[1]
    assert sorted(path.name for path in folder.iterdir()) == ["annotations", "empty", "one.txt", "out"]
    run(capsys, "import", "out", "--store", "other")
    assert [(label, quote) for label, quote, *_ in kept("other")] == [(label, quote) for label, quote, *_ in kept()]


def test_a_folder_that_cannot_be_written_leaves_nothing(
    folder: Path, pieces: Pieces, capsys: pytest.CaptureFixture[str]
) -> None:
    tagged()
    pieces.fails = True
    there = sorted(folder.iterdir())
    assert "No space" in run(capsys, "export", "-f", "pieces", "-o", "out", code=1)[1]
    assert sorted(folder.iterdir()) == there


@pytest.mark.usefixtures("pieces")
def test_formats_of_other_packages_are_listed_and_a_broken_one_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    out, said = run(capsys, "formats", "-f", "json", code=1)
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert list(rows) == [*MODULES, "pieces"]
    assert (rows["pieces"]["folder"], rows["pieces"]["links"], rows["csv"]["links"]) == (True, "no", "yes")
    assert said.startswith("nrc-reader: broken: the format of some-package 1.0 cannot be loaded: ImportError")
    assert "cannot be loaded" in run(capsys, "export", "-f", "broken", code=1)[1]


def test_a_format_is_a_line_that_says_what_it_is_and_what_it_does_not_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = dict(line.split(": ", 1) for line in run(capsys, "formats")[0].splitlines())
    assert list(lines) == list(MODULES)
    assert lines["doccano"].endswith(
        "export and import; UTF-16 units; "
        "without links to other documents, notes, values, origins, speakers, annotators"
    )
    assert lines["csv"].endswith("holds everything")


# ---- in


def test_a_file_of_another_program_finds_its_document_and_twice_is_once(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    theirs()
    assert run(capsys, "import", "theirs.jsonl", "--annotator", "bo") == (
        "new in this store: 1 label (premise)\n1 imported, 0 there already\n",
        "",
    )
    assert ("premise", "Nobody expected much", "bo", "exact") in kept()
    assert len(FolderStore(Path("annotations")).keys()) == 1
    before = kept()
    assert run(capsys, "import", "theirs.jsonl", "--annotator", "bo")[0] == "0 imported, 1 there already\n"
    assert kept() == before


def test_labels_are_mapped_and_unknown_ones_can_be_tagged_with_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    theirs()
    assert run(capsys, "import", "theirs.jsonl", "--map", "premise=evidence")[0] == "1 imported, 0 there already\n"
    assert [label for label, quote, *_ in kept() if quote == "Nobody expected much"] == ["evidence"]
    run(capsys, "import", "theirs.jsonl", "--as", "bo")
    (label,) = FolderStore(Path("annotations")).labels()
    assert label.name == "premise"
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        added = next(one for one in session.settings.now.labels if one.name == "premise")
        assert added.key, "the key is free in the reader"
    with pytest.raises(SystemExit) as stopped:
        main(["import", "theirs.jsonl", "--map", "premise"])
    assert stopped.value.code == 2


def test_a_mapped_label_that_no_file_has_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    theirs()
    out, said = run(capsys, "import", "theirs.jsonl", "--map", "premise=evidence", "--map", "premiss=evidence")
    assert out == "1 imported, 0 there already\n"
    assert said == "nrc-reader: --map premiss=evidence: nothing imported has that label, only premise\n"


def test_a_dry_run_says_what_would_be_and_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs()
    out, _ = run(capsys, "import", "theirs.jsonl", "--dry-run")
    assert out == "would be new in this store: 1 label (premise)\n1 would be imported, 0 there already\n"
    assert not (folder / "annotations").exists()
    tagged()
    run(capsys, "export", "-o", "mine.jsonl")
    assert (
        run(capsys, "import", "mine.jsonl", "--dry-run", "--store", "other")[0]
        == "2 and 1 link would be imported, 0 there already\n"
    )
    assert not (folder / "other").exists()
    out, _ = run(capsys, "import", "mine.jsonl", "--store", "other")
    assert out == "2 and 1 link imported, 0 there already\n", "what is done is said as what would be"


def test_as_somebody_elses_they_are_copies_that_link_to_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    run(capsys, "export", "-o", "mine.jsonl")
    before = kept()
    for count in (2, 0):
        out, _ = run(capsys, "import", "mine.jsonl", "--as", "bo")
        assert out.startswith(f"{count} ")
        copies = [(label, quote, "bo", anchor) for label, quote, _, anchor in before]
        assert kept() == sorted([*before, *copies])
    store = FolderStore(Path("annotations"))
    (stored,) = map(store.load, store.keys())
    by = {one.id: one.annotator for one in stored.annotations}
    assert sorted((by[link.source], by[link.target], link.annotator) for link in stored.links) == [
        ("ann", "ann", "ann"),
        ("bo", "bo", "bo"),
    ]


def test_an_import_is_one_step_to_undo(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    before = kept()
    run(capsys, "export", "-o", "mine.jsonl")
    theirs()
    run(capsys, "import", "mine.jsonl", "theirs.jsonl", "--as", "bo", "--annotator", "ann")
    assert len(kept()) == len(before) + 3
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        session.undo()
    assert kept() == before


def test_where_the_text_is_another_one_words_are_found_again_or_said_to_be_gone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = "Before all of it stood a sentence.\n\n" + TEXT.strip()
    theirs(text=old, document="one.txt")
    out, _ = run(capsys, "import", "theirs.jsonl", "--as", "bo")
    assert "1 imported" in out
    assert "1 moved to where their words are now, 0 detached" in out
    assert kept() == [("premise", "Nobody expected much", "bo", "moved")]
    (folder / "one.txt").write_text("Nothing of it is left.\n")
    out, _ = run(capsys, "import", "theirs.jsonl", "--as", "bo", "--store", "other")
    assert "0 moved to where their words are now, 1 detached" in out
    assert kept("other") == [("premise", "Nobody expected much", "bo", "detached")]


def test_a_text_of_no_document_becomes_one_that_can_be_exported_again(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Nobody knows where this text is from 😀."
    theirs(text=text)
    run(capsys, "import", "theirs.jsonl", "--as", "bo")
    row = json.loads(run(capsys, "export", "-f", "jsonl-documents", "--no-names")[0])
    assert (row["text"], row["document"]) == (text, "theirs.jsonl#1")
    assert [one["quote"] for one in row["spans"]] == ["Nobody knows where t"]


@pytest.mark.parametrize("named", ["one.txt", "."])
def test_documents_that_are_not_in_the_store_yet_are_found_where_they_are_named(
    named: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "two.txt").write_text("Another article stands here, of which nobody speaks.\n")
    theirs(name="../theirs.jsonl")
    run(capsys, "import", "../theirs.jsonl", "--as", "bo", "--document", named)
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        assert [(one.label, one.quote) for one in article.records.annotations] == [("premise", "Nobody expected much")]
    Path("quotes.csv").write_text('label,quote,start,end\nopinion,"Nobody expected much, the envoy",0,31\n')
    run(capsys, "import", "quotes.csv", "--as", "bo", "--document", named, "--store", "other")
    assert kept("other") == [("opinion", "Nobody expected much, the envoy", "bo", "moved")]


def test_quotes_without_a_text_find_the_document_that_has_them(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    Path("quotes.csv").write_text(
        "label;quote;start;end\r\nopinion;Nobody expected much, the envoy;0;31\r\nopinion;cut off;0;31\r\n"
        "opinion;Nobody expected much, the envoy;zero;31\r\n"
    )
    out, said = run(capsys, "import", "quotes.csv", "--as", "bo", code=1)
    assert "1 imported" in out
    assert ("opinion", "Nobody expected much, the envoy", "bo", "moved") in kept()
    assert said.splitlines() == [
        "nrc-reader: quotes.csv: line 4: left out: start is not a whole number",
        f"nrc-reader: quotes.csv: line 3: left out: {CUT}",
    ]


def test_each_kind_of_fault_is_said_once_with_its_first_line_and_a_count(capsys: pytest.CaptureFixture[str]) -> None:
    path = theirs()
    path.write_text(path.read_text() + '{"text": "x", "label": [[0, 9, "a"]]}\n' * 50 + "{\n" * 3)
    out, said = run(capsys, "import", str(path), code=1)
    assert "1 imported" in out
    assert said.splitlines() == [
        "nrc-reader: theirs.jsonl: line 2: left out: an offset is outside of the text (and 49 more)",
        f"nrc-reader: theirs.jsonl: line 52: left out: {NO_JSON} (and 2 more)",
    ]


@pytest.mark.parametrize("name", ["jsonl", "doccano", "csv"])
def test_standard_input_is_recognised_as_a_file_is(name: str) -> None:
    tagged()
    command = [sys.executable, "-m", "reader"]
    out = subprocess.run([*command, "export", "-f", name], capture_output=True, timeout=100).stdout
    words = [*command, "import", "-", "--store", "other", "--annotator", "ann"]
    done = subprocess.run(words, input=out, capture_output=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [one[:3] for one in kept("other")] == [one[:3] for one in kept()]


def test_a_file_that_is_not_of_the_format_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.csv").write_text("a,b\n1,2\n")
    assert run(capsys, "import", "-f", "csv", "x.csv", code=1)[1] == (
        "nrc-reader: x.csv: has no columns end, label, quote, start in its first line\n"
    )
    assert "cannot be read" in run(capsys, "import", "-f", "csv", "nowhere", code=1)[1]


def test_what_was_changed_here_after_the_file_was_written_stays(capsys: pytest.CaptureFixture[str]) -> None:
    theirs(document="one.txt")
    run(capsys, "import", "theirs.jsonl", "--annotator", "ann")
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        (one,) = article.records.annotations
        session.annotate(article, one, "mine")
        session.move(article, one, label="claim")
    run(capsys, "import", "theirs.jsonl", "--annotator", "ann")
    assert [label for label, *_ in kept()] == ["claim"]
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        session.delete(article, next(iter(article.records.annotations)))
    run(capsys, "import", "theirs.jsonl", "--annotator", "ann")
    assert kept() == []


# ---- choosing


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--label", "claim"], ["claim"]),
        (["--label", "claim", "--label", "evidence"], ["claim", "evidence"]),
        (["--where", "check"], ["claim"]),
        (["--where", "note", "--where", "quote:envoy"], ["claim"]),
        (["--where", "without:supports"], []),
        (["--where", "with:evidence"], ["claim"]),
        (["--since", "yesterday"], ["claim", "evidence"]),
        (["--document", "one.txt"], ["claim", "evidence"]),
        (["--annotator", "ann", "--label", "evidence"], ["evidence"]),
    ],
)
def test_every_format_and_stats_count_what_is_selected(
    words: list[str], expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    tagged(note="check")
    lines = run(capsys, "export", *words)[0].splitlines()
    assert sorted(json.loads(line)["label"] for line in lines) == expected
    rows = csv_rows(run(capsys, "export", "-f", "csv", *words)[0].replace("\r\n", "\n"))
    assert sorted(row["label"] for row in rows) == expected
    counts = dict(line.rsplit(None, 1) for line in run(capsys, "stats", *words)[0].splitlines())
    assert int(counts["annotations"]) == len(expected)
    record = json.loads(run(capsys, "stats", "-f", "json", *words)[0])
    assert {label: count for label, count in record["labels"].items() if count} == Counter(expected)
    assert sum(one["annotations"] for one in record["by_document"]) == record["annotations"] == len(expected)


def test_a_label_that_nobody_knows_and_words_that_say_nothing_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    tagged()
    said = run(capsys, "export", "--label", "premise", code=1)[1]
    assert said == "nrc-reader: --label premise: there is no such label, only claim, evidence, opinion\n"
    assert "no annotations that are asked for" in run(capsys, "export", "--where", "nowhere")[1]
    for option in (["--since", "someday"], ["--where", "with:nothing"], ["--where", ""]):
        with pytest.raises(SystemExit) as stopped:
            main(["stats", *option])
        assert stopped.value.code == 2
    assert "is not there" in run(capsys, "export", "--document", "two.txt", code=1)[1]
