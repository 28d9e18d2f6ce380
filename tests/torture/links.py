"""Makes each file and folder of a store in turn a link, a pipe, a huge file: what it leads to is never changed.

    .venv/bin/python -m tests.torture.links [--every 1]

What it is made leads to a copy of what was there, with other words in it, so that whoever followed it would find all in
order. Afterwards that copy is as it was to the nanosecond, none of its words is in the store, what was planted stands
where it stood and was named, and what was acknowledged is there once the planted thing is replaced by what was there.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import io
import os
import shutil
import socket
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from reader.cli import main as command
from reader.config.label import Label
from reader.entities.entity_cache import EntityCache
from reader.exchange.emergency_file import EmergencyFile, recover
from reader.exchange.jsonl import export_file
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.added_labels import add_label, load_labels
from reader.store.clippings import add_clipping
from reader.store.folder_store import FolderStore
from reader.store.locking import LockHeldError
from reader.store.reading_positions import ReadingPositions, load_positions, save_positions
from reader.store.store_protocol import StoreError
from reader.store.store_watcher import Watcher
from reader.store.text_versions import TextVersions
from reader.workspace.jobs.duplicate_search_worker import FILE, SketchFile
from tests.written_files import write_files

NOW = datetime(2026, 4, 11, 12, tzinfo=UTC)
#: A word of the store, and what stands in its place in what must not be touched.
INSIDE, SECRET = "quayside", "quaysecr"
HIDDEN = ".nrc-reader"
#: Names that are not there yet, and that operations make: of the document that is tagged for the first time, of locks.
FRESH = (
    "{new}.json", f"{HIDDEN}/journals/{{new}}.jsonl", f"{HIDDEN}/history/{{new}}.jsonl", f"{HIDDEN}/locks/{{new}}.lock",
    f"{HIDDEN}/locks/.backup.lock", f"{HIDDEN}/locks/labels.lock", f"{HIDDEN}/locks/{{new}}.lock.held",
)  # fmt: skip
#: The lock that is held while a document without a key is looked for.
_NEW = ".new.lock"
FILE_KINDS = (
    "link",
    "dangling link",
    "hard link",
    "loop",
    "pipe",
    "socket",
    "device",
    "link inside",
    "folder link",
    "huge",
)
FOLDER_KINDS = ("link", "dangling link", "loop", "pipe", "file", "file link", "link inside")


HUGE = 30 << 30


class Result(NamedTuple):
    """What was found."""

    scenarios: int
    operations: int
    wrong: list[str]


class Furnished:
    """A store with something of everything, and the articles it is of.

    Args:
        folder: where both are made.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.articles = folder / "articles"
        self.store = folder / "store"
        self.articles.mkdir(parents=True)
        for name in "abc":
            text = (
                f"A headline of {name}\n\nBy Ada Okonjo\n\n12 May 2019\n\nThe {INSIDE} of {name} is closed. It rains.\n"
            )
            (self.articles / f"{name}.txt").write_text(text)

    def document(self, name: str) -> Document:
        """An article as the reader knows it."""
        path = self.articles / f"{name}.txt"
        return Document(None, str(path), hashlib.sha256(path.read_bytes()).hexdigest(), f"A headline of {name}")

    def key(self, name: str) -> str:
        """What the article is called in the store."""
        return f"{name}.txt.{self.document(name).sha256[:12]}"

    def furnish(self) -> None:
        """Fill the store."""
        store = FolderStore(self.store)
        for hour in range(3):
            for name in "ab":
                store.save(self.document(name), [Change(None, note())], act=Act("claim", "ann", new_id()))
            write_files(store)
            store.backups.make(store.keys(), NOW - timedelta(days=9, hours=hour), pause_s=0)
        for name in "ab":  # so that journals are there as well
            store.save(self.document(name), [Change(None, note())], act=Act("claim", "ann", new_id()))
        (self.store / HIDDEN / "quarantine").mkdir()
        (self.store / HIDDEN / "quarantine" / f"{self.key('a')}.000000000000.line").write_text(INSIDE)
        beside(self, store)
        FolderStore(self.store)._index.keep()
        index = FolderStore(self.store)
        index.find("x", "0" * 64)
        index._index._is_kept = False
        index._index.keep()

    def targets(self) -> list[str]:
        """Every file and folder of the store, and names that are not there yet; relative to it."""
        there = sorted(str(path.relative_to(self.store)) for path in self.store.rglob("*"))
        return [*there, *(name.format(new=self.key("c")) for name in FRESH)]


def note() -> Annotation:
    """A tag with the word in it."""
    return Annotation(new_id(), "claim", 4, 4 + len(INSIDE), INSIDE, annotator="ann")


def texts_in(hidden: Path, key: str, *texts: str) -> None:
    """Keep texts, and let go of those that nothing sits in."""
    versions = TextVersions(hidden, lambda _: ())
    for text in texts:
        versions.ask(key, text)
    versions.write()


def beside(place: Furnished, store: FolderStore) -> None:
    """What is no document: each thing that is kept beside them."""
    hidden = store.hidden_folder
    for act in (
        lambda: texts_in(hidden, place.key("a"), f"The {INSIDE} is open.", f"The {INSIDE} is shut."),
        lambda: save_positions(hidden, ReadingPositions({"0" * 64: 3}, [INSIDE])),
        lambda: add_label(store.folder, Label("question", "Q", "magenta")),
        lambda: add_clipping(store.folder, INSIDE, "a.txt"),
        lambda: EntityCache(store.inside("cache", "entities")).write("text", "rules", ()),
        lambda: EntityCache(store.inside("cache", "entities"), 0).prune(),
        lambda: EntityCache(store.inside("cache", "entities")).write("other text", "rules", ()),
        lambda: SketchFile(store.inside("cache", FILE)).of(str(place.articles / "a.txt"), 1 << 20),
        lambda: export_file(store),
    ):
        with suppress(OSError, StoreError, LockHeldError):
            act()


# --- what is done


class Doing:
    """One pass over everything that can be done with a store; each thing with a store object of its own.

    Args:
        place: articles and store.
    """

    def __init__(self, place: Furnished) -> None:
        self.place = place
        self.acknowledged: dict[str, str] = {}  # annotation to document
        self.said: list[str] = []
        self.wrong: list[str] = []
        self.count = 0

    def everything(self, *, screen: bool) -> None:
        """Do it all, in an order in which one thing prepares the next."""
        for act in (
            self.look, self.tag, self.undo, self.new_document, self.idle, self.backup, self.repair, self.beside,
            self.emergency, self.watch, self.soft_lock, self.tag, self.full_disk,
        ):  # fmt: skip
            self.attempt(act)
        store, article = str(self.place.store), str(self.place.articles / "a.txt")
        export, out = str(self.place.folder / "out.jsonl"), str(self.place.store / "export.jsonl")
        for words in (
            ["check"], ["stats"], ["export", "-o", export], ["export", "-o", out], ["log"], ["log", article],
            ["import", export], ["clean", "--as-read", article], ["restore", "--at", "2020-01-01", "--dry-run"],
            ["restore", "--at", "2020-01-01", article], ["check", "--repair"],
        ):  # fmt: skip
            self.run([*words, "--store", store])
        if screen:
            self.attempt(self.on_the_screen)
        self.attempt(self.look)

    def attempt(self, act: Callable[[], object]) -> None:
        """Do one thing; what it refuses must be one line."""
        self.count += 1
        try:
            act()
        except (StoreError, OSError, LockHeldError) as error:
            self.said.append(str(error))
        except Exception as error:
            self.wrong.append(f"{act.__name__}: {type(error).__name__}: {error}")

    def run(self, words: list[str]) -> None:
        """One command, in this process."""
        self.count += 1
        out, complaints = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(complaints), mock.patch.dict(os.environ, ENVIRONMENT):
            code = command(words)
        self.said.append(complaints.getvalue())
        if "fault of its own" in complaints.getvalue() or code not in (0, 1):
            self.wrong.append(f"{words[0]}: {code} {complaints.getvalue()[:300]}")
        if SECRET in out.getvalue():
            self.wrong.append(f"{words[0]}: shows what lies outside")

    def save(self, document: Document, change: Change, act: Act) -> Document:
        saved = FolderStore(self.place.store).save(document, [change], act=act).document
        self.acknowledged[change.record.id] = saved.key or "" if change.after is not None else ""
        return saved

    def tag(self) -> None:
        for name in "ba":
            self.save(self.place.document(name), Change(None, note()), Act("claim", "ann", new_id()))

    def undo(self) -> None:
        one, step = note(), new_id()
        saved = self.save(self.place.document("a"), Change(None, one), Act("claim", "ann", step))
        self.save(saved, Change(one, None), Act("claim", "ann", new_id(), undoes=step))

    def new_document(self) -> None:
        self.save(self.place.document("c"), Change(None, note()), Act("claim", "ann", new_id()))

    def idle(self) -> None:
        store = FolderStore(self.place.store)
        for key in store.keys():
            with suppress(StoreError):
                store.load(key, keep=True)
                store.look(key)
        write_files(store)
        store.idle()
        store.close()

    def backup(self) -> None:
        store = FolderStore(self.place.store)
        store.backups.make(store.keys(), NOW, pause_s=0)
        store._backup_schedule._make()

    def repair(self) -> None:
        store = FolderStore(self.place.store)
        store.backups.drop_damaged()
        for name in "ab":
            self.attempt(lambda name=name: store._documents.repair(self.place.key(name)))

    def beside(self) -> None:
        beside(self.place, FolderStore(self.place.store))

    def emergency(self) -> None:
        file = EmergencyFile(str(self.place.store), [self.place.folder / "state"])
        one = note()
        file.keep(1, self.place.document("b"), [Change(None, one)])
        assert file.path is not None
        with mock.patch.object(FolderStore, "close"):
            recover(FolderStore(self.place.store), file.path, into_any=True)

    def watch(self) -> None:
        folder = self.place.store
        watcher = Watcher(folder, folder / HIDDEN / "journals", lambda _: None, lambda: [self.place.key("a")])
        watcher.start()
        watcher._stamps()
        watcher._folders()
        watcher.close()

    def soft_lock(self) -> None:
        """A save where the kernel has no locks."""
        with mock.patch("reader.store.locking.has_kernel_locks", return_value=False):
            self.new_document()

    def full_disk(self) -> None:
        from reader.store.files import disk_reserve

        disk_reserve.release(self.place.store / HIDDEN)
        disk_reserve.keep(self.place.store / HIDDEN)

    def look(self) -> None:
        store = FolderStore(self.place.store)
        load_positions(store.hidden_folder)
        load_labels(store.folder)
        for key in store.keys():
            with suppress(StoreError):
                found = store.load(key)
                if any(SECRET in one.quote for one in found.annotations):
                    self.wrong.append("shows what lies outside")
            store.earlier_texts(key)

    def on_the_screen(self) -> None:
        asyncio.run(_in_the_reader(self.place))


async def _in_the_reader(place: Furnished) -> None:
    """Read, tag, export and leave, as a person does."""
    from reader.config.settings import Settings
    from reader.ui.app import ReaderApp
    from reader.workspace.library import Library

    (place.folder / "names.toml").touch()
    settings = Settings(annotator="ann", detector="rules", gazetteer=place.folder / "names.toml")
    store = FolderStore(place.store)
    paths = [str(place.articles)]
    with mock.patch.dict(os.environ, {**ENVIRONMENT, "XDG_STATE_HOME": str(place.folder / "state")}):
        app = ReaderApp(Library(paths, settings, store), settings, store, load_positions(store.hidden_folder))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("j", "j", "c", "E", "escape", "q", "q")


ENVIRONMENT = {"NRC_READER_DETECTOR": "rules", "NRC_READER_ANNOTATOR": "ann", "COLUMNS": "100"}

# --- what is planted


def secret_copy(path: Path, target: Path) -> None:
    """What was there, elsewhere, with other words; of what was not there, something."""
    if path.is_dir():
        target.mkdir()
        for one in path.iterdir():
            secret_copy(one, target / one.name)
        for name in ("precious.gz", "precious.lock", "precious.json", "precious.jsonl", "precious.zz"):
            (target / name).write_text(SECRET)
    elif path.exists():
        target.write_bytes(path.read_bytes().replace(INSIDE.encode(), SECRET.encode()))
    else:
        target.write_text(SECRET)


def plant(kind: str, path: Path, outside: Path, other: Path) -> bool:
    """Make ``path`` what ``kind`` says; whether that can be made here."""
    precious = outside / "precious"
    if kind == "huge":
        return _inflate(path)
    secret_copy(path, precious)
    (outside / "folder").mkdir()
    (outside / "file").write_text(SECRET)
    _clear(path)
    if kind == "link":
        path.symlink_to(precious)
    elif kind == "dangling link":
        path.symlink_to(outside / "folder" / "made by whoever follows")
    elif kind == "hard link":
        os.link(precious, path)
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(path.parent)  # its path may be too long for a socket's address
        try:
            with socket.socket(socket.AF_UNIX) as one:
                one.bind(path.name[:90])
            Path(path.name[:90]).rename(path.name)
        finally:
            os.chdir(here)
    elif kind == "device":
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 7))
        except OSError:
            return False
    elif kind == "file":
        path.write_text(INSIDE)
    else:
        path.symlink_to({"file link": outside / "file", "folder link": outside / "folder", "link inside": other}[kind])
    return True


def _inflate(path: Path) -> bool:
    """Have a file claim more than any may have; the export and the clippings are only written, and may."""
    if path.name in ("export.jsonl", "clippings.txt"):
        return False
    path.touch()
    os.truncate(path, HUGE)
    return True


def _clear(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """Everything that can be seen of a folder and what is in it."""
    found: dict[str, tuple[object, ...]] = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        status = path.lstat()
        what = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
        found[str(path)] = (
            status.st_mode, status.st_ino, status.st_nlink, status.st_size, status.st_mtime_ns, status.st_ctime_ns, what
        )  # fmt: skip
    return found


def leaked(store: Path) -> Iterator[str]:
    """The files of a store that hold words from outside; what is planted is not looked into."""
    for path in sorted(store.rglob("*")):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size < HUGE:
            data = path.read_bytes()
            with suppress(OSError, EOFError, zlib.error):
                data += gzip.decompress(data) if data[:2] == b"\x1f\x8b" else zlib.decompress(data)
            if SECRET.encode() in data:
                yield str(path)


# --- the scenarios


def try_one(base: Furnished, folder: Path, target: str, kind: str, *, screen: bool) -> tuple[int, list[str]] | None:
    """Plant, do everything, look; how many things were done, and what is wrong. None where it cannot be planted."""
    place = Furnished(folder)
    shutil.copytree(base.store, place.store)
    outside = folder / "outside"
    outside.mkdir()
    path = place.store / target
    is_folder = path.is_dir()
    other = path.parent / next(
        (one.name for one in sorted(path.parent.iterdir()) if one != path and one.is_dir() == is_folder), "nowhere"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    if not plant(kind, path, outside, other):
        return None
    planted, before = path.lstat(), snapshot(outside)
    doing = Doing(place)
    doing.everything(screen=screen)
    wrong = list(doing.wrong)
    after = snapshot(outside)
    wrong += [f"changed outside: {name}" for name in {*before, *after} if before.get(name) != after.get(name)]
    wrong += [f"holds words from outside: {name}" for name in leaked(place.store)]
    now = path.lstat() if os.path.lexists(path) else None
    if now is None or (now.st_mode, now.st_ino, now.st_size) != (planted.st_mode, planted.st_ino, planted.st_size):
        wrong.append("what was planted is not there any more" if now is None else "what was planted was changed")
    if kind != "file" and not any(Path(target).name in said for said in doing.said):
        wrong.append("was not named")
    _clear(path)
    original = base.store / target
    if original.is_dir():
        shutil.copytree(original, path)
    elif original.exists():
        shutil.copy2(original, path)
    store = FolderStore(place.store)
    there = {one.id for key in store.keys() for one in store.load(key).annotations}
    restored = base.key("a")  # to a time before all tags
    kept = {one for one, key in doing.acknowledged.items() if key and key != restored}
    wrong += [f"acknowledged and lost: {one}" for one in sorted(kept - there)]
    wrong += [f"taken back and there: {one}" for one, key in doing.acknowledged.items() if not key and one in there]
    is_needed = target.count("/") < 2 or base.key("b") in target or target.endswith(f"/{_NEW}")
    if not is_needed and base.key("b") not in doing.acknowledged.values():
        wrong.append("the other document could not be tagged")
    return doing.count, wrong


def run(folder: Path, every: int, offset: int = 0, *, screen: bool = False) -> Result:
    """Each file and folder and each kind of thing; every so many of them."""
    base = Furnished(folder / "base")
    base.furnish()
    scenarios = operations = number = 0
    wrong: list[str] = []
    for target in base.targets():
        for kind in FOLDER_KINDS if (base.store / target).is_dir() else FILE_KINDS:
            number += 1
            if (number + offset) % every:
                continue
            found = try_one(base, folder / str(number), target, kind, screen=screen and kind == "link")
            shutil.rmtree(folder / str(number))
            if found is not None:
                scenarios += 1
                operations += found[0]
                wrong += [f"{target} as {kind}: {one}" for one in found[1]]
    return Result(scenarios, operations, wrong)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = run(Path(folder), options.every, options.offset, screen=True)
    print(f"{result.scenarios} scenarios, {result.operations} operations, {len(result.wrong)} wrong")
    for line in result.wrong[:30]:
        print(f"  {line}")
    sys.exit(int(bool(result.wrong)))


if __name__ == "__main__":
    main()
