"""check says in plain words what is wrong with a store, and --repair repairs what it can, the bytes kept first."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader import cli
from reader.annotations.document_records import DocumentRecords
from reader.cleaning.article_loading import read_article
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Link, new_id, now
from reader.model.document import Document
from reader.store.files.journal import line_of, read_lines
from reader.store.folder_store import FolderStore
from reader.store.records.transaction import Transaction
from tests.conftest import TEXT, sha256
from tests.written_files import write_files

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def document(store: FolderStore, tmp_path: Path) -> Document:
    """A document on disk with three annotations and a backup."""
    path = tmp_path / "meeting.txt"
    path.write_text(TEXT, encoding="utf-8")
    records = DocumentRecords(read_article(str(path), max_bytes=1 << 20))
    for start in (0, 30, 70):
        changes = records.tag("claim", start, start + 9, "ann")
        records.apply(changes)
    changes = tuple(Change(None, one) for one in records.annotations)
    saved = store.save(Document(None, str(path), sha256(path)), changes)
    write_files(store)
    store.backups.make(store.keys(), datetime.now(UTC), pause_s=0)
    store.close()
    return saved.document


@pytest.fixture
def check(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(["check", "--store", str(store.folder), *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def file_of(store: FolderStore, document: Document) -> Path:
    return store.folder / f"{document.key}.json"


@pytest.mark.usefixtures("document")
def test_a_store_in_order_is_said_to_be_and_nothing_is_written(store: FolderStore, check: Run) -> None:
    before = {path: path.read_bytes() for path in store.folder.glob("*.json")}
    code, said, wrong = check()
    assert (code, wrong) == (0, "")
    assert "1 document, 3 annotations, 0 faults; 1 backup; 1 text compared" in said
    assert {path: path.read_bytes() for path in store.folder.glob("*.json")} == before


DAMAGES: dict[str, Callable[[str], str | None]] = {
    "gone": lambda _: None,
    "emptied": lambda _: "",
    "half": lambda text: text[: len(text) // 2],
    "NULs": lambda text: "\0" * len(text),
    "a word typed into it": lambda text: text.replace("\n,", "\nhello\n,", 1),
    "a row twice": lambda text: text.replace('}\n,"decisions"', f'{text.splitlines()[8]}\n}}\n,"decisions"'),
    "merge marks": lambda text: text.replace('"annotations": {\n', '"annotations": {\n<<<<<<< HEAD\n'),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_named_and_mended_and_its_bytes_are_kept(
    store: FolderStore, document: Document, check: Run, damage: str
) -> None:
    path = file_of(store, document)
    text = DAMAGES[damage](path.read_text(encoding="utf-8"))
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    left = path.read_bytes() if path.exists() else None
    code, _, wrong = check()
    assert code == 1
    assert path.name in wrong
    assert "check --repair repairs it" in wrong
    assert (path.read_bytes() if path.exists() else None) == left
    code, said, _ = check("--repair")
    assert (code, "1 repaired" in said) == (0, True)
    assert check()[0] == 0
    assert len(store.load(document.key or "").annotations) == 3
    if left:
        assert left in [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()]


def test_a_journal_that_was_cut_off_is_mended(store: FolderStore, document: Document, check: Run) -> None:
    one, *_ = store.load(document.key or "").annotations
    store.save(document, [Change(None, replace(one, id=new_id(), label="opinion"))])
    journal = store.hidden_folder / "journals" / f"{document.key}.jsonl"
    with journal.open("ab") as file:
        file.write(b"0123")
    code, _, wrong = check()
    assert code == 1
    assert "half a line" in wrong
    assert check("--repair")[0] == 0
    assert check()[0] == 0
    assert len(FolderStore(store.folder).load(document.key or "").annotations) == 4


def test_without_anything_to_mend_it_from_it_is_only_named(store: FolderStore, document: Document, check: Run) -> None:
    shutil.rmtree(store.hidden_folder)
    path = file_of(store, document)
    path.write_text("{")
    for words in ((), ("--repair",)):
        code, said, wrong = check(*words)
        assert code == 1
        assert wrong.count(path.name) == 1
        assert "1 fault" in said
    assert path.read_text() == "{"


def test_quotes_links_and_copies_are_looked_at(store: FolderStore, document: Document, check: Run) -> None:
    key = document.key or ""
    one, *_ = store.load(key).annotations
    store.save(
        document, [Change(one, replace(one, quote="x" * 9)), Change(None, Link(new_id(), one.id, new_id(), "a"))]
    )
    store.close()
    shutil.copy(file_of(store, document), store.folder / "copy.json")
    code, _, wrong = check()
    assert code == 1
    assert f"its quote does not stand at {one.start}-{one.end}" in wrong
    assert "leads to an annotation that is gone" in wrong
    assert f"{one.id}: is in 2 documents" in wrong


def test_a_correction_that_nobody_can_use_is_named_and_one_of_a_newer_version_is_not(
    store: FolderStore, document: Document, check: Run
) -> None:
    of_newer = [{"field": "section", "value": "Sport"}, {"field": ["title", "date"], "value": "Sport"}]
    for data in ({"field": "title", "value": "A title"}, *of_newer):
        store.save(document, [Change(None, Decision(new_id(), "metadata", data, "ann", now(), now()))])
    store.close()
    assert check()[0] == 0
    broken = Decision(new_id(), "metadata", {"field": "published", "value": "soon"}, "ann", now(), now())
    store.save(document, [Change(None, broken)])
    store.close()
    code, _, wrong = check()
    assert code == 1
    assert f"{broken.id}: corrects nothing: “soon” is no date" in wrong


@pytest.mark.usefixtures("document")
def test_a_damaged_backup_is_named_and_a_new_one_taken(store: FolderStore, check: Run) -> None:
    (path,) = (store.hidden_folder / "backups" / "objects").rglob("*.gz")
    path.write_bytes(b"")
    code, _, wrong = check()
    assert code == 1
    assert "1 of its 1 documents are damaged" in wrong
    check("--repair")
    assert check()[0] == 0


@pytest.mark.usefixtures("document")
@pytest.mark.parametrize("line", ['{"x":', "xx"])
def test_labels_that_are_damaged_are_a_fault(store: FolderStore, check: Run, line: str) -> None:
    (store.folder / "labels.jsonl").write_text(f"{line}\n")
    code, said, wrong = check()
    assert code == 1
    assert "labels.jsonl:1: is no label" in wrong
    assert "1 fault" in said


@pytest.mark.usefixtures("document")
def test_a_document_that_holds_another_text_by_now_is_named_and_no_fault(check: Run, tmp_path: Path) -> None:
    path = tmp_path / "meeting.txt"
    path.write_text(f"Something new.\n\n{TEXT}", encoding="utf-8")
    code, said, wrong = check()
    assert (code, wrong) == (0, "")
    assert f"{path}: has another text by now" in said
    assert "0 texts compared, 1 changed since" in said


def test_a_document_elsewhere_is_opened_only_where_it_is_named(
    store: FolderStore, check: Run, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "notes.txt"
    secret.write_text("A secret.\n", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(secret)
    date = "2026-04-11T12:00:00Z"
    for number, place in enumerate((str(secret), str(tmp_path / "link.txt"))):
        one = Annotation(new_id(), "claim", 0, 2, "A ", annotator="ann", created_at=date, updated_at=date)
        store.save(Document(None, place, f"{number:064d}", location=place), [Change(None, one)])
    store.close()
    code, said, wrong = check()
    assert (code, wrong) == (0, "")
    assert "another text" not in said
    assert "2 documents lie elsewhere and were not opened (name them: nrc-reader check PATH)" in said
    assert "0 texts compared" in said
    assert "lie elsewhere" not in check("--quick")[1]
    code, said, _ = check(str(secret.parent))
    assert said.count("has another text by now") == 2
    assert check(str(tmp_path / "nowhere"))[0] == 1


def forge(store: FolderStore, document: Document, change: Callable[[Transaction], Transaction | None]) -> None:
    """Have the history say something else, in lines that are undamaged."""
    path = store.inside("history", f"{document.key}.jsonl")
    items = [change(item) if isinstance(item, Transaction) else item for item in read_lines(path).items]
    path.write(b"".join(line_of(item) for item in items if item is not None))


def test_a_history_that_does_not_lead_to_what_is_there_is_named_and_told(
    store: FolderStore, document: Document, check: Run
) -> None:
    def without_the_last_row(written: Transaction) -> Transaction:
        return replace(written, rows=written.rows[:-1])

    forge(store, document, without_the_last_row)
    before = store.load(document.key or "").annotations
    code, _, wrong = check()
    assert code == 1
    assert f"{document.key}: its history leads to something else than it holds, in 1 record" in wrong
    assert check("--repair")[0] == 0
    assert check() == (0, check()[1], "")
    assert FolderStore(store.folder).load(document.key or "").annotations == before


def test_a_step_that_did_not_happen_as_the_history_says_is_named(
    store: FolderStore, document: Document, check: Run
) -> None:
    one, *_ = store.load(document.key or "").annotations
    for note in ("first", "second"):
        two = replace(one, note=note)
        store.save(document, [Change(one, two)], act=Act("note", "ann", new_id()))
        one = two
    store.close()
    assert check()[0] == 0
    forge(
        store,
        document,
        lambda one: None if any(row.new and row.new.get("note") == "first" for row in one.rows) else one,
    )
    code, _, wrong = check()
    assert code == 1
    assert "1 change of its history did not happen as it says" in wrong


def test_a_file_that_somebody_edited_is_no_fault_of_its_history(
    store: FolderStore, document: Document, check: Run
) -> None:
    path = file_of(store, document)
    path.write_text(path.read_text(encoding="utf-8").replace('"note": ""', '"note": "by hand"', 1), encoding="utf-8")
    assert check()[0] == 0
    store.load(document.key or "")
    store.close()
    assert check()[0] == 0
