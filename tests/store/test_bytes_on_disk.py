"""The same history gives the same bytes on disk, for ever: these were written by an earlier version of the program."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import pytest
import ulid

from reader.model import annotation as model
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Link
from reader.model.document import Document
from reader.store.files import write_sequence
from reader.store.folder_store import FolderStore
from tests.written_files import write_files

EXPECTED = Path(__file__).parents[1] / "data" / "store_bytes"
NOON = datetime(2026, 4, 11, 12, tzinfo=UTC)
Clock = Callable[[int], str]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stops the clock, and sets it to so many seconds after noon; ids are counted."""

    class Stopped(datetime):
        moment = NOON

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return cls.moment.astimezone(tz)

    class Counted(ulid.ULID):
        count = 1 << 90

        def __init__(self, value: bytes | None = None) -> None:
            Counted.count += value is None
            super().__init__(value or Counted.count.to_bytes(16, "big"))

    monkeypatch.setattr(ulid, "ULID", Counted)
    monkeypatch.setattr(model, "datetime", Stopped)
    monkeypatch.setattr(write_sequence, "datetime", Stopped)
    monkeypatch.setattr(write_sequence, "_run", write_sequence._Run())

    def set_to(seconds: int) -> str:
        Stopped.moment = NOON + timedelta(seconds=seconds)
        return model.now()

    return set_to


def script(folder: Path, clock: Clock) -> FolderStore:
    """Two people's afternoon: everything that a journal line, a history and a document's file can say."""
    moment = clock(1)
    store = FolderStore(folder)
    council = Document(None, "council.txt", "c0" * 32, "The council meets", str(folder.parent / "council.txt"))
    harbour = Document(None, "harbour.txt", "a1" * 32, location=str(folder.parent / "harbour.txt"))

    def tag(start: int, quote: str, label: str = "claim") -> Annotation:
        return Annotation(
            model.new_id(), label, start, start + len(quote), quote, "before ", " after", start, start + len(quote),
            annotator="ann", created_at=moment, updated_at=moment,
        )  # fmt: skip

    one, two = tag(0, "The harbour is “full” of ice."), tag(40, "Nobody expected it —\u2028so it is said.", "opinion")
    tagged = Act("claim", "ann", model.new_id())
    document = store.save(council, [Change(None, one), Change(None, two)], act=tagged).document
    clock(2)
    noted = replace(one, note="Who says so?\nThe mayor does.", updated_at=model.now())
    store.save(document, [Change(one, noted)], act=Act("note written", "ann", model.new_id()))
    clock(3)
    link = Link(model.new_id(), two.id, one.id, "attacks", "ann", model.now(), model.now(), {"colour": "red"})
    finished = Decision(model.new_id(), "finished", {"by": ["ann", 1, None]}, "ann", model.now(), model.now())
    store.save(document, [Change(None, link), Change(None, finished)], act=Act("linked", "ann", model.new_id()))
    clock(4)
    deletion = model.new_id()
    store.save(document, [Change(two, None), Change(link, None)], act=Act("deleted", "ann", deletion))
    write_files(store)
    clock(5)
    undone = Act("deleted", "ann", model.new_id(), undoes=deletion)
    store.save(document, [Change(None, link), Change(None, two)], act=undone)
    clock(6)
    other = FolderStore(folder)
    theirs = replace(noted, label="evidence", updated_at=model.now())
    other.save(document, [Change(noted, theirs)], act=Act("label", "bob", model.new_id()))
    clock(7)
    mine = replace(noted, label="opinion", note="The mayor did.", updated_at=model.now())
    store.save(document, [Change(noted, mine)], act=Act("label", "ann", model.new_id()))
    write_files(store)
    clock(8)
    file = folder / f"{document.key}.json"
    file.write_text(file.read_text().replace('"attacks"', '"supports"'))
    store.save(document, [Change(None, tag(90, "It froze in May."))], act=Act("claim", "ann", model.new_id()))
    clock(9)
    number = [entry.number for entry in FolderStore(folder).timeline()][4]
    store.restore(document.key or "", number, Act("restored", "bob", model.new_id()))
    clock(10)
    store.save(harbour, [Change(None, tag(3, "Ice"))])
    store.save(replace(document, title="The council met", sha256="c1" * 32), [], act=Act("opened", "ann"))
    return store


def shown(folder: Path) -> dict[str, bytes]:
    """The files that hold a history, by their names in the store."""
    hidden = folder / ".nrc-reader"
    paths = [*folder.glob("*.json"), *hidden.glob("journals/*.jsonl"), *hidden.glob("history/*.jsonl")]
    paths += [folder / ".gitattributes", folder / ".gitignore", hidden / "sequence"]
    return {path.relative_to(folder).as_posix().removeprefix("."): path.read_bytes() for path in paths}


@pytest.mark.parametrize("when", ["open", "closed"])
def test_the_same_history_gives_the_same_bytes(tmp_path: Path, clock: Clock, when: str) -> None:
    store = script(tmp_path / "annotations", clock)
    if when == "closed":
        store.close()
    written = shown(store.folder)
    expected = {
        path.relative_to(EXPECTED / when).as_posix(): path.read_bytes()
        for path in (EXPECTED / when).rglob("*")
        if path.is_file()
    }
    assert sorted(written) == sorted(expected)
    for name, data in expected.items():
        assert written[name] == data, name


def test_what_an_earlier_version_wrote_opens_and_is_not_written_over_by_looking(tmp_path: Path) -> None:
    folder = tmp_path / "annotations"
    for name, data in ((path.relative_to(EXPECTED / "open"), path) for path in (EXPECTED / "open").rglob("*")):
        if data.is_file():
            place = folder / (f".{name}" if name.parts[0] in {"nrc-reader", "gitattributes", "gitignore"} else name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data.read_bytes())
    before = shown(folder)
    store = FolderStore(folder)
    loaded = [store.load(key) for key in store.keys()]
    assert [len(one.annotations) for one in loaded] == [2, 1]
    assert len(list(store.recent())) == 12
    assert shown(folder) == before
