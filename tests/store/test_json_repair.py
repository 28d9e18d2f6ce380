"""What merges in git and hands do to a store file: nothing is lost, nothing is guessed, the original is kept."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.files.json_repair import without_duplicates
from reader.store.folder_store import FolderStore
from reader.store.records.record_rows import row_id_of
from tests.conftest import forget_history
from tests.written_files import write_files

DOCUMENT = Document(None, "meeting.txt", "ab" * 32)
MADE, FIRST, SECOND = (f"2026-04-11T09:30:0{second}.000Z" for second in range(3))
Act = Callable[[FolderStore], object]


def annotation(start: int = 0, moment: str = MADE) -> Annotation:
    return Annotation(new_id(), "claim", start, start + 4, "text", "", "", 0, 0, "", "ann", moment, moment)


def put(store: FolderStore, *changes: Change) -> Document:
    return store.save(DOCUMENT, changes).document


def kept(store: FolderStore) -> list[Annotation]:
    (key,) = (key for key in store.keys() if key.startswith("meeting"))
    return list(store.load(key).annotations)


def merged(folder: Path, base: Act, ours: Act, theirs: Act) -> FolderStore:
    """The store after two people started from one commit and git merged their work."""
    if shutil.which("git") is None:
        pytest.skip("needs git, which is not here")
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    store = FolderStore(folder / "annotations")

    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True)

    def commit(act: Act) -> None:
        act(store)
        write_files(store)
        git("add", "-A")
        git("commit", "-q", "--allow-empty", "-m", "x")

    git("init", "-q", "-b", "main")
    (folder / "meeting.txt").write_text("x")
    store.save(Document(None, "other.txt", "ef" * 32), [])  # the store is in git before the document is in the store
    commit(base)
    git("checkout", "-q", "-b", "theirs")
    commit(theirs)
    git("checkout", "-q", "main")
    commit(ours)
    git("merge", "-q", "-m", "m", "theirs")
    return store


def nothing(store: FolderStore) -> None:
    """An untouched document has no file."""


@pytest.fixture
def ones() -> list[Annotation]:
    return [annotation(start) for start in range(0, 40, 8)]


def test_both_tag_an_untouched_document_first(tmp_path: Path, ones: list[Annotation]) -> None:
    store = merged(tmp_path, nothing, lambda s: put(s, Change(None, ones[0])), lambda s: put(s, Change(None, ones[1])))
    assert kept(store) == ones[:2]


def test_both_append(tmp_path: Path, ones: list[Annotation]) -> None:
    store = merged(
        tmp_path,
        lambda s: put(s, Change(None, ones[0])),
        lambda s: put(s, *(Change(None, one) for one in ones[1:3])),
        lambda s: put(s, *(Change(None, one) for one in ones[3:])),
    )
    assert kept(store) == ones


def test_both_write_a_note_on_one_annotation(tmp_path: Path, ones: list[Annotation]) -> None:
    store = merged(
        tmp_path,
        lambda s: put(s, *(Change(None, one) for one in ones[:2])),
        lambda s: put(s, Change(ones[0], replace(ones[0], note="ours", updated_at=FIRST))),
        lambda s: put(s, Change(ones[0], replace(ones[0], note="theirs", updated_at=SECOND))),
    )
    first, second = kept(store)
    assert first.note.split("\n")[::2] == ["theirs", "ours"]
    assert second == ones[1]


@pytest.mark.parametrize(("ours", "theirs"), [(0, 1), (1, 0), (0, 2), (1, 2), (0, 0)])
def test_each_deletes_one(tmp_path: Path, ones: list[Annotation], ours: int, theirs: int) -> None:
    store = merged(
        tmp_path,
        lambda s: put(s, *(Change(None, one) for one in ones[:3])),
        lambda s: put(s, Change(ones[ours], None)),
        lambda s: put(s, Change(ones[theirs], None)),
    )
    assert kept(store) == [one for number, one in enumerate(ones[:3]) if number not in (ours, theirs)]


@pytest.mark.parametrize("edited_later", [True, False])
def test_one_deletes_what_the_other_writes_a_note_on_and_the_later_of_them_counts(
    tmp_path: Path, ones: list[Annotation], edited_later: bool
) -> None:
    noted = replace(ones[0], note="precious", updated_at="9999-01-01T00:00:00.000Z" if edited_later else FIRST)
    store = merged(
        tmp_path,
        lambda s: put(s, Change(None, ones[0])),
        lambda s: put(s, Change(ones[0], None)),
        lambda s: put(s, Change(ones[0], noted)),
    )
    assert kept(store) == ([noted] if edited_later else [])


def bent(store: FolderStore, ones: list[Annotation], how: Callable[[str], str]) -> Path:
    document = put(store, *(Change(None, one) for one in ones))
    path = store.folder / f"{document.key}.json"
    path.write_text(how(path.read_text()))
    return path


def swapped(text: str) -> str:
    """Annotations under the heading of the links."""
    return text.replace('"annotations"', '"x"').replace('"links"', '"annotations"').replace('"x"', '"links"')


@pytest.mark.parametrize(
    "how",
    [
        lambda text: text.replace("\n,", "\n"),
        lambda text: text.replace("}\n", "},\n", 3),
        lambda text: text.replace('"annotations": {\n', '"annotations": {\n<<<<<<< HEAD\n').replace(
            '}\n,"links"', '=======\n>>>>>>> theirs\n}\n,"links"'
        ),
        lambda text: text.replace(',"links": {\n}\n', text[text.index(',"annotations"') : text.rindex("}")]),
        swapped,
    ],
    ids=["no commas", "more commas", "conflict markers", "a table twice", "wrong headings"],
)
def test_what_can_be_understood_is_read_and_the_original_is_kept_on_the_next_write(
    store: FolderStore, ones: list[Annotation], how: Callable[[str], str]
) -> None:
    path = bent(store, ones, how)
    before = path.read_bytes()
    assert kept(store) == ones
    assert path.read_bytes() == before
    store.save(replace(DOCUMENT, key=path.stem), [Change(None, fresh := annotation(99))])
    assert kept(store) == [*ones, fresh]
    assert [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()] == [before]
    store.save(replace(DOCUMENT, key=path.stem), [])
    assert len(list((store.hidden_folder / "quarantine").iterdir())) == 1


@pytest.mark.parametrize(
    "how",
    [
        lambda text: text[: len(text) // 2],
        lambda text: text[:-4],
        lambda text: text[: text.index(',"annotations"')],
        lambda text: text.replace("\n,", "\nsomething a person typed\n,", 1).replace('"annotations"', "annotations"),
        lambda text: text[: text.index("{", 30)] + text[text.index(',"_trash"') :],
    ],
    ids=["half", "cut near the end", "cut between tables", "words", "no meta"],
)
def test_of_what_was_cut_off_or_overwritten_the_rest_is_read_and_the_original_kept(
    store: FolderStore, ones: list[Annotation], how: Callable[[str], str]
) -> None:
    path = bent(store, ones, how)
    forget_history(store)
    before = path.read_bytes()
    store = FolderStore(store.folder)
    stored = store.load(path.stem)
    assert set(stored.annotations) <= set(ones)
    assert len(stored.annotations) >= before.count(b'"quote"') - 1
    assert path.name in stored.notices[0]
    assert path.read_bytes() == before
    store.save(replace(DOCUMENT, key=path.stem), [Change(None, fresh := annotation(99))])
    assert kept(store) == [*stored.annotations, fresh]
    assert [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()] == [before]
    write_files(store)
    assert store.load(path.stem).notices == ()


LAYOUTS: dict[str, Callable[[str], str]] = {
    "indented": lambda text: json.dumps(json.loads(text), indent=4),
    "tabs, its own order": lambda text: json.dumps(dict(reversed(json.loads(text).items())), indent="\t"),
    "one line": lambda text: json.dumps(json.loads(text), separators=(",", ":")),
    "CRLF": lambda text: json.dumps(json.loads(text), indent=2).replace("\n", "\r\n"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9])
def test_of_a_file_that_was_laid_out_anew_and_cut_off_every_whole_record_is_read(
    store: FolderStore, ones: list[Annotation], layout: str, share: float
) -> None:
    path = bent(store, ones, LAYOUTS[layout])
    whole = path.read_text()
    path.write_text(left := whole[: int(len(whole) * share)])
    forget_history(store)
    stored = FolderStore(store.folder).load(path.stem)
    ends = [whole.index("}", whole.index(f'"{row_id_of(one.id)}"')) for one in ones]
    assert list(stored.annotations) == [one for one, end in zip(ones, ends, strict=True) if end < len(left)]
    assert not stored.is_whole


def test_a_record_that_was_broken_in_a_file_laid_out_anew_costs_only_itself(
    store: FolderStore, ones: list[Annotation]
) -> None:
    path = bent(store, ones, lambda text: json.dumps(json.loads(text), indent=2).replace('"end": 12', '"end": 12 oh'))
    forget_history(store)
    stored = FolderStore(store.folder).load(path.stem)
    assert list(stored.annotations) == [ones[0], *ones[2:]]


def test_what_was_read_before_the_first_save_is_kept_as_it_was_before_it_is_written_over(
    store: FolderStore, ones: list[Annotation]
) -> None:
    path = bent(store, ones, lambda text: text.replace("\n,", "\n,,", 1))
    store.close()
    path.write_bytes(before := path.read_bytes() + b"\0" * 9)
    after = FolderStore(store.folder)
    document = after.load(path.stem, keep=True).document
    after.save(document, [Change(None, annotation(99))])
    after.close()
    assert [one.read_bytes() for one in (store.hidden_folder / "quarantine").iterdir()] == [before]


def test_a_file_that_lost_what_it_said_of_its_document_is_known_by_its_name(
    store: FolderStore, ones: list[Annotation]
) -> None:
    path = bent(store, ones, lambda text: text.replace('"sha256"', '"sha256'))
    forget_history(store)
    after = FolderStore(store.folder)
    assert after.find(DOCUMENT.path, DOCUMENT.sha256) == path.stem
    after.save(DOCUMENT, [Change(None, fresh := annotation(99))])
    assert kept(after) == [*ones, fresh]
    assert [one.name for one in store.folder.glob("*.json")] == [path.name]


@pytest.mark.parametrize("hashes", [5, "abc", [1, {}], {"a": 1}, None])
def test_hashes_that_are_none_do_not_keep_anybody_from_saving(
    store: FolderStore, ones: list[Annotation], hashes: object
) -> None:
    path = bent(store, ones, lambda text: text.replace('"hashes": []', f'"hashes": {json.dumps(hashes)}'))
    after = FolderStore(store.folder)
    after.save(replace(DOCUMENT, sha256="cd" * 32), [Change(None, fresh := annotation(99))])
    after.close()
    assert kept(after) == [*ones, fresh]
    assert json.loads(path.read_text())["_meta"]["1"]["hashes"] == [DOCUMENT.sha256]


def test_what_many_records_say_in_the_same_words_is_in_memory_once() -> None:
    one = (
        '{"anchor": "exact", "annotator": "ann b", "created_at": "2026-04-11", "label": "my label", "updated_at": "%s"}'
    )
    first, second, third = (
        json.loads(one % date, object_pairs_hook=without_duplicates)
        for date in ("2026-04-11", "2026-04-11", "2026-04-12")
    )
    for name in ("anchor", "annotator", "label"):
        assert first[name] is second[name]
    assert first["created_at"] is first["updated_at"]
    assert third == json.loads(one % "2026-04-12")
