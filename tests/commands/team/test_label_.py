"""The command ``label``: what became of a label is so in all documents, as one step, and found where it is not."""

import json
import subprocess
from collections import Counter
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from reader import cli
from reader.config.label import Label
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_folder import LABELS_FILE
from reader.store.store_protocol import StoreError
from reader.workspace.session import Session


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["label", *words, "--store", "annotations", "--annotator", "ann"])
    said = capsys.readouterr()
    return code, said.out, said.err


def tag(store: FolderStore, number: int, label: str, annotator: str = "ann", start: int = 0, note: str = "") -> None:
    one = Annotation(
        new_id(), label, start, start + 5, "words", note=note, annotator=annotator,
        created_at="2026-01-01T00:00:00.000Z", updated_at="2026-01-01T00:00:00.000Z",
    )  # fmt: skip
    document = Document(None, f"{number}.txt", f"{number:064x}")
    store.save(document, [Change(None, one)], act=Act("tagged", annotator, new_id()))


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderStore:
    """Three documents: ann has two reasons and a claim, bob a reason."""
    monkeypatch.chdir(tmp_path)
    store = FolderStore(tmp_path / "annotations")
    store.add_label(Label("reason", "R", "red", "Why?"))
    tag(store, 0, "reason")
    tag(store, 1, "reason", note="so?")
    tag(store, 1, "claim", start=20)
    tag(store, 2, "reason", "bob")
    store.close()
    return store


def labels(store: FolderStore) -> dict[str, int]:
    again = FolderStore(store.folder)
    return dict(Counter(one.label for key in again.keys() for one in again.load(key).annotations))


def test_a_label_is_renamed_in_all_documents_and_undo_takes_all_of_it_back(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "rename", "reason", "ground", "--yes")
    assert code == 0
    assert out.startswith("label reason renamed ground: 3 tags in 3 documents (2 yours, 1 of bob) changed")
    assert labels(store) == {"ground": 3, "claim": 1}
    assert store.labels() == (Label("ground", "R", "red", "Why?"),)
    with Session.open([], store="annotations", annotator="ann") as session:
        assert session.undo() == "label reason renamed ground"
    assert labels(store) == {"reason": 3, "claim": 1}
    assert store.labels() == (Label("reason", "R", "red", "Why?"),)
    with Session.open([], store="annotations", annotator="ann") as session:
        assert session.redo() == "label reason renamed ground"
    assert labels(store) == {"ground": 3, "claim": 1}
    assert [one.name for one in store.labels()] == ["ground"]


def test_tags_of_others_are_changed_only_after_a_question(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, said = run(capsys, "rename", "reason", "ground")
    assert code == 1
    assert "2 yours, 1 of bob" in said
    assert "--yes" in said
    assert labels(store) == {"reason": 3, "claim": 1}
    assert [one.name for one in store.labels()] == ["reason"]


def test_a_dry_run_changes_nothing(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in sorted(store.folder.glob("*.json*"))}
    for words in (("rename", "reason", "x"), ("merge", "reason", "claim"), ("retire", "claim")):
        code, out, _ = run(capsys, *words, "--dry-run")
        assert code == 0
        assert "would be" in out
    assert {path: path.read_bytes() for path in sorted(store.folder.glob("*.json*"))} == before


def test_labels_are_put_together_and_old_names_that_come_later_are_found(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "merge", "reason", "evidence", "claim", "--yes")[0] == 0
    assert labels(store) == {"claim": 4}
    tag(store, 0, "reason", "bob", 40)  # in a clone that has not heard of it
    store.close()
    assert cli.main(["check", "--store", "annotations"]) == 1
    assert "1 tag with the label reason, which is claim now" in capsys.readouterr().err
    code, out, said = run(capsys, "list")
    assert code == 0
    assert "reason\t\tis claim now\t1\t1" in out.splitlines()
    assert "nrc-reader label merge reason claim renames it" in said
    assert run(capsys, "merge", "reason", "claim", "--yes")[0] == 0
    assert labels(store) == {"claim": 5}
    assert cli.main(["check", "--store", "annotations"]) == 0


def test_a_label_that_comes_back_is_a_label_again(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    assert run(capsys, "rename", "ground", "reason", "--yes")[0] == 0
    assert labels(store) == {"reason": 3, "claim": 1}
    assert store.labels() == (Label("reason", "R", "red", "Why?"),)
    assert cli.main(["check", "--store", "annotations"]) == 0


def test_some_of_a_label_get_another_one(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "split", "reason", "--where", "by:ann note:so", "--into", "motive")
    assert code == 0
    assert "1 tag in 1 document changed" in out
    assert labels(store) == {"reason": 2, "motive": 1, "claim": 1}
    assert [(one.name, one.key, one.colour) for one in store.labels()] == [
        ("reason", "R", "red"), ("motive", "O", "red")
    ]  # fmt: skip


def test_a_retired_label_is_listed_and_no_longer_offered(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "retire", "reason")
    assert (code, out) == (0, "reason: retired; its 3 tags stay\n")
    assert labels(store) == {"reason": 3, "claim": 1}
    assert "reason\t\tretired\t3\t2" in run(capsys, "list")[1].splitlines()
    assert cli.main(["keys", "--store", "annotations"]) == 0
    assert "as reason" not in capsys.readouterr().out
    assert run(capsys, "retire", "reason", "--back")[0] == 0
    assert "reason\tR\t\t3\t2" in run(capsys, "list")[1].splitlines()


@pytest.mark.usefixtures("store")
def test_a_label_of_the_settings_goes_on_under_its_new_name_and_the_line_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / ".nrc-reader.toml").write_text('[[labels]]\nname = "claim"\nkey = "z"\nguideline = "G"\n')
    code, _, said = run(capsys, "rename", "claim", "thesis")
    assert code == 0
    assert '.nrc-reader.toml:1; in this store it is thesis (write name = "thesis" there)' in said
    row = next(line for line in run(capsys, "list", "-f", "json")[1].splitlines() if "thesis" in line)
    assert json.loads(row) == {"label": "thesis", "key": "z", "state": "", "tags": 1, "annotators": 1}
    assert cli.main(["keys", "--store", "annotations"]) == 0
    assert "as thesis" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rename reason claim", "there is a label claim already"), ("rename none x", "there is no label none"),
        ("rename reason a,b", "cannot use the name"), ("merge reason reason", "has that name already"),
        ("split reason --where note:so --into reason", "cannot be split into itself"),
        ("retire reason --back", "is not retired"), ("retire nothing", "there is no label nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    store: FolderStore, capsys: pytest.CaptureFixture[str], words: str, said: str
) -> None:
    code, out, error = run(capsys, *words.split())
    assert (code, out) == (1, "")
    assert said in error
    assert error.count("\n") == 1
    assert labels(store) == {"reason": 3, "claim": 1}


@pytest.mark.parametrize(
    "words", ["rename a", "merge a", "split a", "list a", "retire", "retire a --into b", "rename a b --back"]
)
@pytest.mark.usefixtures("store")
def test_wrong_usage_is_told_as_such(capsys: pytest.CaptureFixture[str], words: str) -> None:
    code, _, error = run(capsys, *words.split())
    assert code == 2
    assert error.count("\n") == 1


def test_what_was_stopped_in_between_is_done_by_the_next_run(
    store: FolderStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    save, done = FolderStore.save, []

    def failing(self: FolderStore, *arguments: object, **more: object) -> object:
        if done:
            raise StoreError("the disk is full")
        done.append(1)
        return save(self, *arguments, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(FolderStore, "save", failing)
        code, _, said = run(capsys, "rename", "reason", "ground", "--yes")
    assert (code, "the disk is full" in said) == (1, True)
    assert labels(store) == {"reason": 2, "ground": 1, "claim": 1}
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    assert labels(store) == {"ground": 3, "claim": 1}


def test_two_clones_of_which_one_renamed_merge_without_conflict(
    store: FolderStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def git(folder: Path, *arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=200)

    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "clone", "-q", ".", "clone")
    other = FolderStore(tmp_path / "clone" / "annotations")
    tag(other, 0, "reason", "bob", 40)
    other.add_label(Label("doubt", "D", "cyan"))
    other.close()
    git(tmp_path / "clone", "add", "-A")
    git(tmp_path / "clone", "commit", "-qm", "theirs")
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    git(tmp_path, "add", "annotations")
    git(tmp_path, "commit", "-qm", "ours")
    git(tmp_path, "pull", "-q", "--no-rebase", "--no-edit", "clone", "main")
    merged = FolderStore(store.folder)
    assert {one.name for one in merged.labels()} == {"ground", "doubt"}
    assert labels(store) == {"ground": 3, "reason": 1, "claim": 1}
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    assert labels(store) == {"ground": 4, "claim": 1}


def test_an_earlier_version_of_the_labels_file_is_read_as_ever(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    path = store.folder / LABELS_FILE
    path.write_text('{"colour": "red", "guideline": "", "key": "R", "name": "reason"}\n', encoding="utf-8")
    assert "reason\tR\t\t3\t2" in run(capsys, "list")[1].splitlines()


def test_labels_below_a_label_go_along_with_it(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    tag(store, 0, "reason/cause", start=60)
    store.add_label(Label("reason/cause", "C", ""))
    store.close()
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    assert labels(store) == {"ground": 3, "ground/cause": 1, "claim": 1}
    assert [(one.name, one.key) for one in store.labels()] == [("ground", "R"), ("ground/cause", "C")]
    assert run(capsys, "merge", "ground", "ground/cause", "--yes")[0] == 0
    assert labels(store) == {"ground/cause": 4, "claim": 1}


def test_a_label_is_found_with_those_below_it(store: FolderStore, capsys: pytest.CaptureFixture[str]) -> None:
    tag(store, 0, "claim/causal", start=60)
    store.close()
    for words in (["export", "--label", "claim"], ["export", "--where", "claim"], ["export", "--where", "label:claim"]):
        assert cli.main([*words, "--store", "annotations"]) == 0
        found = [json.loads(line)["label"] for line in capsys.readouterr().out.splitlines()]
        assert sorted(found) == ["claim", "claim/causal"], words
    assert cli.main(["export", "--where", "label:claim/causal", "--store", "annotations"]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert cli.main(["search", "--annotations", "claim -claim/causal", "--store", "annotations"]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_a_restore_brings_labels_back_and_one_of_some_documents_does_not(
    store: FolderStore, capsys: pytest.CaptureFixture[str]
) -> None:
    before = datetime.now(UTC).isoformat()
    tag(store, 0, "claim", start=40)
    store.close()
    assert run(capsys, "rename", "reason", "ground", "--yes")[0] == 0
    assert run(capsys, "retire", "opinion")[0] == 0
    restore = ["restore", "--at", before, "--store", "annotations", "--annotator", "ann"]
    assert cli.main([*restore, "0.txt"]) == 0
    assert "0.txt" in capsys.readouterr().out
    assert labels(store) == {"ground": 3, "claim": 1}
    assert store.label_changes().renamed() == {"reason": "ground"}
    assert cli.main([*restore, "--dry-run"]) == 0
    assert "2 labels would be restored: opinion, reason" in capsys.readouterr().out
    assert labels(store) == {"ground": 3, "claim": 1}
    assert cli.main(restore) == 0
    assert "2 labels restored: opinion, reason" in capsys.readouterr().out
    assert labels(store) == {"reason": 3, "claim": 1}
    assert not store.label_changes()
    with Session.open([], store="annotations", annotator="ann") as session:
        assert str(session.undo()).startswith("restored as of")
    assert labels(store) == {"ground": 3, "claim": 1}
    assert store.label_changes().is_retired("opinion")


def test_two_clones_that_rename_one_label_agree_after_merges_in_both_orders(
    store: FolderStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def git(folder: Path, *arguments: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=200)

    del store
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    for name, new, start in (("one", "ground", 60), ("two", "motive", 80)):
        git(tmp_path, "clone", "-q", ".", name)
        place = ["--store", str(tmp_path / name / "annotations"), "--annotator", "ann"]
        assert cli.main(["label", "rename", "reason", new, "--yes", *place]) == 0
        other = FolderStore(tmp_path / name / "annotations")
        tag(other, 0, new, start=start)
        other.close()
        git(tmp_path / name, "add", "-A")
        git(tmp_path / name, "commit", "-qm", new)
    git(tmp_path, "clone", "-q", "one", "three")
    git(tmp_path / "one", "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "two"), "main")
    git(tmp_path / "two", "pull", "-q", "--no-rebase", "--no-edit", str(tmp_path / "three"), "main")
    capsys.readouterr()
    for name in ("one", "two"):
        merged = FolderStore(tmp_path / name / "annotations")
        assert [one.name for one in merged.labels()] == ["motive"], "who did it last"
        assert merged.label_changes().renamed() == {"ground": "motive", "reason": "motive"}
        place = ["--store", str(merged.folder), "--annotator", "ann"]
        assert cli.main(["check", *place]) == 1
        assert "with the label ground, which is motive now" in capsys.readouterr().err
        assert cli.main(["label", "merge", "ground", "motive", "--yes", *place]) == 0
        assert labels(merged) == {"motive": 5, "claim": 1}


@pytest.mark.parametrize("named", ["jsonl", "jsonl-documents", "doccano"])
def test_an_export_from_before_comes_in_under_the_names_of_now(
    store: FolderStore, capsys: pytest.CaptureFixture[str], tmp_path: Path, named: str
) -> None:
    (tmp_path / "0.txt").write_text("words and more words and yet more of them\n", encoding="utf-8")
    with Session.open(["0.txt"], store="other", annotator="ann") as session:
        session.tag(session.read(session.documents[0]), "claim", quote="more of them")
    assert cli.main(["export", "--store", "other", "-f", named, "-o", "old"]) == 0
    assert run(capsys, "rename", "claim", "thesis", "--yes")[0] == 0
    assert run(capsys, "retire", "reason")[0] == 0
    for new in (1, 0):
        assert cli.main(["import", "old", "-f", named, "--store", "annotations", "--annotator", "ann"]) == 0
        said = capsys.readouterr()
        assert said.out.startswith(f"{new} imported")
        assert "labels that were renamed here: claim as thesis" in said.out
        assert said.err == ""
    assert labels(store) == {"reason": 3, "thesis": 2}


def test_a_restore_says_whose_tags_it_changes_and_asks_a_person(
    store: FolderStore, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    restore = ["restore", "--at", datetime.now(UTC).isoformat(), "--store", "annotations", "--annotator", "ann"]
    tag(store, 2, "claim", "bob", 40)
    tag(store, 2, "claim", "ann", 60)
    store.close()

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert cli.main(restore) == 1
    said = capsys.readouterr()
    assert "tags of others will be changed: 1 of bob. Do it? [y/N]" in said.out
    assert "nothing was changed" in said.err
    assert labels(store)["claim"] == 3
    monkeypatch.setattr("sys.stdin", StringIO())
    assert cli.main([*restore, "--dry-run"]) == 0
    assert "among it tags of others: 1 of bob" in capsys.readouterr().out
    assert cli.main(restore) == 0
    assert "among it tags of others: 1 of bob" in capsys.readouterr().out
    assert labels(store)["claim"] == 1
