"""Two people correct title, authors and date in clones of one repository: git merges the fields, each on its own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.metadata_corrections import METADATA, correction_data, stated_in
from reader.model.annotation import Change, Decision, new_id
from tests.torture.merges import DOCUMENT, Repository

EARLY, LATE, LATER = (f"2026-04-11T09:3{minute}:00.000Z" for minute in range(3))


def correction(field: str, value: object, at: str = EARLY, by: str = "ann") -> Decision:
    return Decision(new_id(), METADATA, correction_data(field, value, None), by, at, at)


def corrected(one: Decision, value: object, at: str, by: str) -> Change:
    return Change(one, replace(one, data={**one.data, "value": value}, annotator=by, updated_at=at))


def merged(folder: Path, before: list[Decision], theirs: list[Change], ours: list[Change]) -> dict[str, object]:
    """What stands when one of two people pulls the work of the other."""
    repository = Repository(folder)

    def save(changes: list[Change]) -> None:
        store = repository.store()
        store.save(DOCUMENT, changes)
        store.close()
        repository.commit()

    save([Change(None, one) for one in before])
    repository.git("checkout", "-q", "-b", "theirs")
    save(theirs)
    repository.git("checkout", "-q", "main")
    save(ours)
    repository.git("merge", "-q", "-m", "merged", "theirs")
    store = repository.store()
    (key,) = store.keys()
    found = stated_in(store.load(key).decisions)
    store.close()
    return found


@pytest.fixture(autouse=True)
def _git() -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git")


def test_different_fields_both_stand(tmp_path: Path) -> None:
    theirs = Change(None, correction("published", "2019-05-12", by="bob"))
    ours = [Change(None, correction("title", "Mine")), Change(None, correction("authors", ("Ada Okonjo",)))]
    found = merged(tmp_path / "work", [], [theirs], ours)
    assert found == {"title": "Mine", "authors": ("Ada Okonjo",), "published": "2019-05-12"}


def test_of_one_field_that_both_corrected_the_later_stands(tmp_path: Path) -> None:
    theirs, ours = correction("title", "Theirs", LATER, "bob"), correction("title", "Mine", LATE)
    found = merged(tmp_path / "work", [], [Change(None, theirs)], [Change(None, ours)])
    assert found == {"title": "Theirs"}


def test_a_correction_that_both_corrected_once_more_is_the_later_one(tmp_path: Path) -> None:
    title, date = correction("title", "First"), correction("published", "2019-05-12")
    theirs = [corrected(title, "Theirs", LATE, "bob"), corrected(date, "2019-05-13", LATE, "bob")]
    found = merged(tmp_path / "work", [title, date], theirs, [corrected(title, "Mine", LATER, "ann")])
    assert found == {"title": "Mine", "published": "2019-05-13"}
