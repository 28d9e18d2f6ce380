"""``migrate``: a whole store goes to a server and comes back as it was; nothing is written over."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cli import main
from reader.config.label import Label
from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Change, Link, new_id
from reader.store.folder_store import FolderStore
from reader.store.history.undo import UndoHistory
from reader.store.postgres.migration import MigratedFolder, MigratedServer, MigratedStore, migrate
from reader.store.postgres.postgres_store import PostgresStore
from tests.conftest import forget_history
from tests.postgres_server import PostgresServer
from tests.random_stores import STEPS, do
from tests.store.test_conformance import DOCUMENT, EARLY, annotation, taken_back


@pytest.fixture
def address(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return postgres.address(f"t{new_id().lower()}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with all that a store can have."""
    store = FolderStore(tmp_path / "a")
    one, other = annotation(0, note="Who says so?"), annotation(9, "opinion")
    link = Link(new_id(), one.id, other.id, "supports", "ann", EARLY, EARLY)
    changes = [Change(None, record) for record in (one, other, link)]
    document = store.save(DOCUMENT, changes, act=Act("made", "ann", new_id()), text="text of the day").document
    store.save(document, [Change(one, one.touched(label="evidence"))], act=Act("evidence", "bob", new_id()))
    second = store.save(replace(DOCUMENT, path="b.txt", sha256="cd" * 32), [Change(None, annotation())]).document
    taken_back(store, UndoHistory(store, "bob"), "bob")
    gone = replace(DOCUMENT, path="gone.txt", sha256="ef" * 32)
    gone = store.save(gone, [Change(None, annotation())], act=Act("claim", "ann", new_id())).document
    taken_back(store, UndoHistory(store, "ann"), "ann")
    assert len(store.load(second.key or "").annotations) == 1
    store.add_label(Label("question", "Q", "magenta"))
    store.write_guideline("# Guideline\n")
    store.add_clipping("a passage", "meeting.txt")
    store.write_beside("export.jsonl", ["{}\n"])
    (store.folder / "project.toml").write_text('annotators = ["ann", "bob"]\n')
    store.close()
    return store.folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def run(capsys: pytest.CaptureFixture[str], *words: object, code: int = 0) -> str:
    assert main(["migrate", *map(str, words)]) == code
    said = capsys.readouterr()
    return said.err + said.out


def test_there_and_back_the_files_are_the_same_byte_for_byte_and_so_is_the_history(
    folder: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = run(capsys, folder, address)
    assert "3 documents (3 new), 3 annotations, 0 decisions, 1 link, 6 steps of history, 5 files" in there
    assert there.endswith("compared: counts and hashes of all documents are the same\n")
    assert "3 documents (3 new)" in run(capsys, address, tmp_path / "b")
    assert files(tmp_path / "b") == files(folder)
    one, other = FolderStore(folder), FolderStore(tmp_path / "b")
    assert [(key, step.act, step.number) for key, step in one.recent()] == [
        (key, step.act, step.number) for key, step in other.recent()
    ]
    assert list(one.timeline()) == list(other.timeline())
    assert list(other.faults()) == []
    (key,) = (key for key in other.keys() if key.startswith("meeting"))
    assert other.earlier_texts(key) == ["text of the day"]
    number = next(one.history(key)).number
    assert one.restore(key, number, Act(), dry_run=True) == other.restore(key, number, Act(), dry_run=True)
    assert taken_back(other, UndoHistory(other, "ann"), "ann") is not None
    other.close()


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_moved(
    folder: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_history(FolderStore(folder))
    (file,) = folder.glob("meeting*.json")
    file.write_text("{ not a store")
    told = run(capsys, folder, address, code=1)
    assert f"{file.name}: is not a store file" in told
    remote = PostgresStore(server_address(address))
    assert [key[:5] for key in remote.keys()] == ["b.txt"]
    remote.close()


def test_again_it_does_nothing_and_what_is_another_there_is_named_and_stays(
    folder: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, folder, address)
    assert "(0 new)" in run(capsys, folder, address)
    remote = PostgresStore(server_address(address))
    key = next(key for key in remote.keys() if key.startswith("meeting"))
    remote.save(remote.load(key).document, [Change(None, annotation(40))])
    remote.write_guideline("# Another\n")
    told = run(capsys, folder, address, code=1)
    assert f"{key}: is there already and is another one, in 2 rows" in told
    assert "guideline.md: is another one there" in told
    assert "are the same" not in told
    assert len(remote.load(key).annotations) == 3
    assert remote.guideline() == "# Another\n"
    remote.close()


def test_what_comes_to_a_store_that_people_work_on_is_seen_by_their_copies(
    folder: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.store.postgres.copies import copy_of, tag

    ann = copy_of(address, tmp_path / "ann")
    tag(ann, replace(DOCUMENT, path="c.txt", sha256="12" * 32), annotation(), "ann")
    assert ann.catch_up() == ""
    run(capsys, folder, address)
    assert ann.catch_up() == ""
    ann.close()  # files are written, and that of a document without anything goes
    assert len(ann.keys()) == 3
    assert list(ann.faults()) == []


def test_a_clone_without_its_history_goes_there_and_back(
    folder: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_history(FolderStore(folder))
    run(capsys, folder, address)
    remote = PostgresStore(server_address(address))
    assert list(remote.faults()) == []
    remote.close()
    run(capsys, address, tmp_path / "b")
    assert files(tmp_path / "b") == files(folder)
    assert list(FolderStore(tmp_path / "b").faults()) == []


def test_stopped_in_the_middle_it_goes_on_and_nobody_makes_a_copy_before(
    folder: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.store.postgres.copies import copy_of

    put, done = MigratedServer.put, list[str]()

    def stop(store: MigratedServer, key: str, document: object) -> None:
        done.append(key)
        if len(done) == 2:
            raise KeyboardInterrupt
        put(store, key, document)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(MigratedServer, "put", stop)
        assert "goes on from there" in run(capsys, folder, address, code=130)
    ann = copy_of(address, tmp_path / "ann", is_ready=False)
    assert "migrate is filling it" in ann.catch_up()
    assert "3 documents (2 new)" in run(capsys, folder, address)
    assert ann.catch_up() == ""
    assert ann.keys() == FolderStore(folder).keys()
    ann.close()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("a", "a"), "the same store"),
        (("nowhere", "b"), "no store there"),
        (("postgresql://ann:tr0ub4dor@db/news", "b"), "FROM must not hold a password"),
        (("a", "mysql://db/news"), "TO is no address of a store"),
    ],
)
def test_what_cannot_be_moved_is_named(
    folder: Path, address: str, words: tuple[str, str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    del folder, address
    told = run(capsys, *words, code=1)
    assert why in told
    assert "tr0ub4dor" not in told


def test_of_a_blind_project_only_who_adjudicates_moves_it(
    folder: Path, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "project.toml").write_text('annotators = ["ann", "bob"]\nadjudicators = ["eve"]\nblind = true\n')
    assert "an adjudicator moves it" in run(capsys, folder, address, "--annotator", "ann", code=1)
    run(capsys, folder, address, "--annotator", "eve")


@pytest.fixture(scope="module")
def drafts() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@settings(max_examples=10)
@given(steps=STEPS, data=st.data())
def test_any_store_comes_back_as_it_was(
    postgres: PostgresServer, drafts: Path, steps: list[str], data: st.DataObject
) -> None:
    name = new_id().lower()
    store = FolderStore(drafts / name / "a")
    for step in steps:
        do(store, step, data.draw)
    store.close()
    again = FolderStore(drafts / name / "a")
    for key in again.keys():  # what was edited by hand is written as the reader writes it
        again.database(key).storage.tables()
    again.idle()
    again.close()
    address = server_address(postgres.address(f"t{name}"))
    sides: list[MigratedStore] = [
        MigratedFolder(drafts / name / "a"), MigratedServer(address), MigratedFolder(drafts / name / "b")
    ]  # fmt: skip
    try:
        for source, target in (sides[:2], sides[1:]):
            assert migrate(source, target, lambda *_: None).faults == ()
        for key in sides[0].keys():
            assert sides[0].document(key).digest == sides[2].document(key).digest
    finally:
        for side in sides:
            side.close()
