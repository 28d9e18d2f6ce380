"""Thousands of bent files for the loaders, the store and the importers: no traceback, no hang, no byte lost.

.venv/bin/python -m tests.torture.fuzzing [--inputs 10000] [--seed 0] [--kinds documents stores imports]
"""

import argparse
import gzip
import json
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from reader.cleaning.page_cleaning import clean
from reader.config.settings import SettingsError
from reader.config.settings_sources import load
from reader.exchange.emergency_file import EmergencyFile, is_emergency, recover
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.jsonl import line, merge, read, rows
from reader.model.annotation import Annotation, Change, Decision, Link, new_id, now
from reader.model.document import Document
from reader.sources import SourceError, open_bytes
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.system.safe_text import is_safe
from reader.ui.keymap.action_table import KeyTableError, resolved
from tests.sources import builders
from tests.torture._mutation import mutated, mutated_inside

SEEDS = Path(__file__).parents[2] / "seeds"
#: Seconds of processor time that one input may take.
MOST_SECONDS = 2.0


class Hang(BaseException):
    """An input took too long."""


@contextmanager
def limited() -> Iterator[None]:
    """Ends what takes more processor time than one input may."""

    def stop(_: int, __: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def said_in_a_line(problem: Exception) -> None:
    """What a person is told is one line."""
    assert "\n" not in str(problem), f"more than one line: {problem}"


# --- documents


def documents() -> dict[str, bytes]:
    """A real file of every format, by name."""
    found = {
        path.name: path.read_bytes() for path in sorted(SEEDS.iterdir()) if path.suffix in {".txt", ".html", ".md"}
    }
    prose = [builders.FIRST, builders.SECOND]
    text = next(iter(found.values())).decode()
    paragraphs = "".join(builders.word_paragraph(one) for one in prose * 3)
    mail = "From: a@example.org\r\nSubject: =?utf-8?q?H=C3=A4fen?=\r\nDate: Mon, 6 May 2019 10:00:00 +0000\r\n"
    mail += "MIME-Version: 1.0\r\n"
    html = found["05-minsk-in-the-margins.html"].decode()
    parts = f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{prose[0]}\r\n"
    parts += f"--b\r\nContent-Type: text/html\r\n\r\n<p>{prose[1]}</p>\r\n--b--\r\n"
    whole = f"--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n"
    records = "".join(
        json.dumps({"title": "Quay", "text": one, "url": "https://example.org/a"}) + "\n" for one in prose
    )
    return {
        **found,
        "a.docx": builders.docx(paragraphs),
        "a.odt": builders.odt("".join(f"<text:p>{one}</text:p>" for one in prose)),
        "a.epub": builders.epub({f"{n}.xhtml": f"<h1>Part {n}</h1><p>{one}</p>" for n, one in enumerate(prose)}),
        "a.rtf": (r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 " + r"\par ".join(prose) + r"\'e9\u8364?}").encode(),
        "a.eml": f'{mail}Content-Type: multipart/alternative; boundary="b"\r\n\r\n{parts}'.encode(),
        "a.mhtml": f'{mail}Content-Type: multipart/related; boundary="b"\r\n\r\n{whole}'.encode(),
        "utf16.txt": text.encode("utf-16"),
        "latin.txt": text.encode("cp1252", errors="replace"),
        "a.txt.gz": gzip.compress(text.encode()),
        "a.html.gz": gzip.compress(html.encode()),
        "records.jsonl": records.encode(),
        "plain": text.encode(),
    }  # fmt: skip


def open_one(name: str, data: bytes, place: Path) -> None:
    """What the reader does with a file: open and clean it, or say in one safe line why not."""
    from reader.sources import open_page, walk

    try:
        if name.endswith(".jsonl"):
            path = place / name
            path.write_bytes(data)
            problems: list[SourceError] = []
            pages = [open_page(one) for one in list(walk([str(path)], problems.append))[:5]]
        else:
            pages = [open_bytes(data, name)]
        articles = [clean(page) for page in pages]
    except SourceError as problem:
        said_in_a_line(problem)
        return
    for page, article in zip(pages, articles, strict=True):
        assert is_safe(article.text.replace("\n", " ")), "an unsafe character got through"
        assert is_safe(page.text.replace("\n", " ")), "an unsafe character got through"
        for block in article.blocks:
            assert 0 <= block.start <= block.end <= len(article.text)
            span = article.page_span(block.start, block.end)
            assert 0 <= span.start <= span.end <= len(page.text)


# --- stores

DOCUMENT = Document(None, "quay.txt", "ab" * 32, "The eastern quay")


def an_annotation(number: int, note: str = "") -> Annotation:
    return Annotation(
        new_id(), "claim", number * 10, number * 10 + 5, "piles", "before", "after",
        note=note, annotator="ann", created_at=now(), updated_at=now(),
    )  # fmt: skip


def a_store(folder: Path) -> Document:
    """A document with a few of everything, of which one was deleted again."""
    store = FolderStore(folder)
    ones = [an_annotation(number, "note\nof two lines" if number == 2 else "") for number in range(12)]
    link = Link(new_id(), ones[0].id, ones[1].id, "supports", "ann", now(), now())
    decision = Decision(new_id(), "finished", {"yes": [1, 2]}, "ann", now(), now())
    known = store.save(
        DOCUMENT, [*(Change(None, one) for one in ones), Change(None, link), Change(None, decision)]
    ).document
    known = store.save(known, [Change(ones[3], None), Change(ones[4], ones[4].touched(note="later"))]).document
    if hasattr(store, "close"):
        store.close()
    return known


def _bytes_below(folder: Path) -> set[bytes]:
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def use_store(folder: Path, known: Document, name: str, data: bytes) -> None:
    """Read and write a store in which one file was bent: whatever it held is read, or kept with its own bytes."""
    (folder / name).write_bytes(data)
    store = FolderStore(folder)
    found: set[str] = set()
    is_read = True
    try:
        for key in store.keys():
            found |= {one.id for one in store.load(key).annotations}
    except StoreError as problem:
        said_in_a_line(problem)
        is_read = False
    one = an_annotation(99)
    try:
        saved = store.save(known, [Change(None, one)]).document
    except StoreError as problem:
        said_in_a_line(problem)
        if name.endswith(".json") and "/" not in name:
            assert data in _bytes_below(folder), "refused, and changed all the same"
        return
    finally:
        if hasattr(store, "close"):
            store.close()
    again = FolderStore(folder)
    after = {each.id for key in again.keys() for each in again.load(key).annotations}
    assert one.id in after, "said to be saved, and not there"
    assert not is_read or found <= after, "was read before the save, and is gone behind it"
    is_truth = name.endswith(".json") and "/" not in name
    if is_truth and not is_read:
        assert data in _bytes_below(folder), "could not be read, and is gone"
    assert saved.key


# --- exports, emergency files, settings


def an_export(folder: Path) -> bytes:
    """Some lines of our exchange format."""
    store = FolderStore(folder)
    a_store(folder)
    return "".join(line(row) for row in rows(store.load(key) for key in store.keys())).encode()


def an_emergency_file(folder: Path) -> bytes:
    file = EmergencyFile(str(folder / "tags"), [folder / "state"])
    one = an_annotation(1)
    file.keep(1, DOCUMENT, [Change(None, one), Change(one, one.touched(note="x"))])
    file.keep(2, DOCUMENT, [Change(None, Link(new_id(), one.id, new_id(), "supports"))])
    file.keep(3, DOCUMENT, [Change(one, None)])
    assert file.path is not None
    return file.path.read_bytes()


SETTINGS = b"""\
annotator = "ada"
theme = "light"
text_width = 72
mouse = true
detector = "auto"
max_file_bytes = 16777216
[keys]
next_sentence = ["n", "down"]
next_hit = "ctrl+n"
[[labels]]
name = "premise"
key = "p"
colour = "#5fafff"
guideline = "Given as a reason for something else in the text."
[[labels]]
name = "major-claim"
key = "M"
colour = "bright_red"
"""


def import_one(name: str, data: bytes, place: Path) -> None:
    """What ``import`` and the settings do with a stranger's file."""
    path = place / name
    path.write_bytes(data)
    if name.endswith(".toml"):
        try:
            settings = load(config=str(path), environment={}, folder=place)
            for action in resolved(settings):
                assert is_safe(action.help), "an unsafe character got through"
                assert is_safe(action.title), "an unsafe character got through"
        except (SettingsError, KeyTableError) as problem:
            said_in_a_line(problem)
        return
    store = FolderStore(place / "tags")
    outside = {one for one in place.rglob("*") if not one.is_relative_to(store.folder)}
    try:
        if is_emergency(path):
            recover(store, path, into_any=True)
        else:
            with path.open("rb") as lines:
                found = list(read(lines, str(path)))
            merge(store, [one for one in found if not isinstance(one, ExchangeError)])
        for key in store.keys():
            for one in store.load(key).annotations:
                assert is_safe(f"{one.label}{one.annotator}"), "an unsafe character got through"
    except (StoreError, ExchangeError, OSError) as problem:
        said_in_a_line(problem)
    finally:
        if hasattr(store, "close"):
            store.close()
    grown = {one for one in place.rglob("*") if not one.is_relative_to(store.folder)} - outside
    assert not grown, f"written outside the store: {grown}"


# --- running


def rounds(kind: str, folder: Path) -> Callable[[random.Random], tuple[str, bytes, Callable[[], None]]]:
    """Gives, for each throw of the dice, a name, the bent bytes, and what is to be done with them."""
    if kind == "documents":
        files = documents()
        others = list(files.values())

        def one_document(dice: random.Random) -> tuple[str, bytes, Callable[[], None]]:
            name = dice.choice(list(files))
            data = mutated_inside(files[name], dice, others)
            return name, data, lambda: open_one(name, data, folder)

        return one_document
    if kind == "stores":
        original = folder / "original"
        known = a_store(original)
        names = [
            path.relative_to(original).as_posix()
            for path in original.rglob("*")
            if path.is_file() and path.stat().st_size and "lock" not in path.as_posix()
        ]
        truths = [name for name in names if "/" not in name and name.endswith(".json")]
        others = [(original / name).read_bytes() for name in names]

        def one_store(dice: random.Random) -> tuple[str, bytes, Callable[[], None]]:
            name = dice.choice(truths) if dice.random() < 0.7 else dice.choice(names)
            data = mutated((original / name).read_bytes(), dice, others)
            copy = folder / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(original, copy)
            return name, data, lambda: use_store(copy, known, name, data)

        return one_store
    files = {
        "a.jsonl": an_export(folder / "e"), "unsaved-1.jsonl": an_emergency_file(folder / "f"), "c.toml": SETTINGS,
    }  # fmt: skip
    others = list(files.values())

    def one_import(dice: random.Random) -> tuple[str, bytes, Callable[[], None]]:
        name = dice.choice(list(files))
        data = mutated(files[name], dice, others)
        place = folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return name, data, lambda: import_one(name, data, place)

    return one_import


def fuzz(kind: str, inputs: int, seed: int, folder: Path) -> Counter[str]:
    """So many bent inputs; what went wrong, and how often. The inputs that did it are kept in ``folder``."""
    wrong: Counter[str] = Counter()
    throw = rounds(kind, folder)
    slowest = (0.0, "")
    for number in range(inputs):
        dice = random.Random(f"{seed}/{kind}/{number}")
        name, data, do = throw(dice)
        started = time.process_time()
        fault = ""
        try:
            with limited():
                do()
        except Hang:
            fault = "took more than 2 seconds"
        except AssertionError as error:
            fault = str(error).split(":")[0] or "not as it should be"
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            fault = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}"
        slowest = max(slowest, (time.process_time() - started, f"{kind} {number} {name}"))
        if fault:
            wrong[fault] += 1
            if wrong[fault] == 1:
                kept = folder / f"{kind}-{number}-{name.replace('/', '_')}"
                kept.write_bytes(data)
                print(f"  {fault}: input {number} of seed {seed}, in {kept}", flush=True)
    print(
        f"{kind}: {inputs} inputs, {sum(wrong.values())} wrong; the slowest {slowest[0]:.2f} s ({slowest[1]})",
        flush=True,
    )
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", default=["documents", "stores", "imports"])
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzzing-"))
    wrong = sum((fuzz(kind, options.inputs, options.seed, folder) for kind in options.kinds), Counter[str]())
    if not wrong:
        shutil.rmtree(folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
