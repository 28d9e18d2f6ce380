"""Stores as people's are, and the way out of one and into another, for tests of all formats."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st
from ulid import ULID

from reader.config.label import DEFAULT_LABELS
from reader.exchange.format_loss import Loss
from reader.exchange.formats import format_of
from reader.exchange.incoming.document_matching import DocumentMatching
from reader.exchange.incoming.import_documents import DocumentImport, Done, Wishes
from reader.exchange.outgoing.exported_documents import DocumentsToExport
from reader.exchange.outgoing.format_writing import WrittenFile
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id
from reader.model.document import Document
from reader.store.allowed_files import AllowedFiles
from reader.store.memory_store import MemoryStore
from reader.store.store_protocol import Store

#: Pieces of texts: wide, combining, right-to-left and astral characters, and what formats use for themselves.
_PIECES = (
    "emissions", "fell", "12 percent", " ", " ", " ", "\n\n", "😀", "👨\u200d👩\u200d👧", "日本語", "排出量。", "שלום",
    "مرحبا", "é", "e\u0301", "Zoë", "“so”", '"', "'", ",", ";", "\t", "=1+1", "@x", "-", "&amp;", "<b>", "]]>", "{{x}}",
    "\\n", "#", "|", "%", "_", "*a*", "[a]", "T1", "\u00a0", "\u00ad",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(_PIECES), min_size=3, max_size=25).map("".join)
NOTES = st.one_of(
    st.just(""),
    st.sampled_from(
        ["a\nb", 'say "so"', "=HYPERLINK(1)", "'=1", "''", "tab\there", "x\n\n- y\n", "é 😀", " blank ", "#1\t", "-->"]
    ),
    st.lists(st.sampled_from(_PIECES), max_size=4).map("".join),
)
LABELS = st.sampled_from(["claim", "claim", "evidence", "opinion", "über", "my-label"])
ANNOTATORS = st.sampled_from(["ann", "ann", "bo", "Zoë Núñez", ""])
SPEAKERS = st.sampled_from(["", "", "", "Berg", 'x "y"', "=z"])
KINDS = st.sampled_from(["supports", "attacks"])
DATES = st.sampled_from(["2026-04-11T09:30:00.000Z", "2026-04-12T09:30:00.123Z"])
#: Whoever imports.
IMPORTER = "importer"


class Spans(NamedTuple):
    """One document to be: its text and the spans of its annotations."""

    text: str
    spans: list[tuple[int, int]]


@st.composite
def texts_with_spans(draw: st.DrawFn, *, min_spans: int = 0) -> Spans:
    """A text, and spans that cross each other, lie inside others to depth five, and stand on one passage."""
    text = draw(TEXTS)
    spans = []
    for _ in range(draw(st.integers(min_spans, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        for _ in range(draw(st.sampled_from([1, 1, 1, 2, 5]))):
            spans.append((start, end))
            start, end = (start + 1, end) if (end - start) % 2 else (start, end - 1)
            if start >= end:
                break
    return Spans(text, [(start, end) for start, end in spans if text[start:end].strip()])


@st.composite
def stores(draw: st.DrawFn, *, documents: int = 3) -> MemoryStore:
    """A store of some documents whose texts it keeps; their files are not there."""
    store = MemoryStore()
    ids: list[str] = []
    for number in range(draw(st.integers(1, documents))):
        text, spans = draw(texts_with_spans())
        annotations = [
            _annotation(draw, text, start, end, f"{number}-{index}") for index, (start, end) in enumerate(spans)
        ]
        if draw(st.integers(0, 3)) == 0:
            moment = draw(DATES)
            gone = Annotation(_id(f"gone {number}"), draw(LABELS), 2, 9, "earlier", "words ", " here", 2, 9)
            annotations.append(replace(gone, anchor="detached", created_at=moment, updated_at=moment))
        links = []
        for one in annotations:
            if ids and draw(st.booleans()):
                target = draw(st.sampled_from(ids))
                moment = draw(DATES)
                link = Link(_id(f"{one.id} {target}"), one.id, target, draw(KINDS), one.annotator, moment, moment)
                links.append(link)
            ids.append(one.id)
        name = draw(st.sampled_from(["a.html", "wörter b.txt", "news.jsonl#3", "https://example.org/a?b=c"]))
        path = name if name.startswith("https") else f"{number}/{name}"
        sha256 = hashlib.sha256(f"{number} {path}".encode()).hexdigest()
        title = draw(st.sampled_from([None, "Minister says “no”", "=1", "a\\b"]))
        changes = [Change(None, one) for one in (*annotations, *links)]
        if changes:
            document = Document(None, path, sha256, title)
            store.save(document, changes, apart=True, text=text, act=Act("tagged", "ann", new_id()))
    return store


def _annotation(draw: st.DrawFn, text: str, start: int, end: int, name: str) -> Annotation:
    lines = text.count("\n", 0, start)  # of a source with CRLF, which is as much longer
    created, updated = sorted((draw(DATES), draw(DATES)))
    return Annotation(
        _id(name), draw(LABELS), start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
        start + lines, end + lines + text.count("\n", start, end), draw(NOTES), draw(ANNOTATORS), created, updated,
        draw(st.sampled_from(["exact", "exact", "moved"])), draw(SPEAKERS),
    )  # fmt: skip


def _id(name: str) -> str:
    return str(ULID.from_bytes(hashlib.sha256(name.encode()).digest()[:16]))


class Written(NamedTuple):
    """An export: its files by name (one of the empty name where the format is a file), and what it could not hold."""

    files: dict[str, bytes]
    loss: Loss


def exported(store: Store, name: str) -> Written:
    """Everything in the store in a format; it has been read back."""
    format_ = format_of(name)
    with TemporaryDirectory() as folder:
        documents = to_export(store)
        target = Path(folder) / "out"
        with WrittenFile(name, format_, target) as written:
            needs_text = format_.ABOUT.needs_text
            written.write(lambda: documents.documents(needs_text=needs_text), documents.job(DEFAULT_LABELS))
            assert documents.without_text == []
            if not format_.ABOUT.is_folder:
                return Written({"": b"".join(written.pieces())}, written.loss)
            written.take_to(target)
        paths = [path for path in sorted(target.rglob("*")) if path.is_file()]
        return Written({path.relative_to(target).as_posix(): path.read_bytes() for path in paths}, written.loss)


def to_export(store: Store) -> DocumentsToExport:
    """All documents of a store."""
    documents = DocumentsToExport(store, AllowedFiles(None), 1 << 24)
    for key in store.keys():
        documents.add(store.load(key))
    return documents


class Taken(NamedTuple):
    """An import: what became of each document, and what could not be used."""

    done: Sequence[Done]
    faults: dict[str, tuple[str, int]]
    labels: set[str]

    @property
    def count(self) -> int:
        """Annotations that were new or newer."""
        return sum(one.merged.taken for one in self.done)

    @property
    def links(self) -> int:
        """Links that were new."""
        return sum(one.links for one in self.done)


def imported(store: Store, name: str, files: dict[str, bytes], wishes: Wishes | None = None) -> Taken:
    """Take an export into a store."""
    format_ = format_of(name)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"export{format_.ABOUT.suffix}"
        for inner, data in files.items():
            place = path / inner if inner else path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        matching = DocumentMatching(store, AllowedFiles(None), 1 << 24)
        act = Act("imported", IMPORTER, new_id())
        asked = wishes or Wishes(moment="2026-05-01T00:00:00.000Z")
        work = DocumentImport(store, format_.ABOUT, "export", act, matching, asked)
        return Taken(list(work.take(format_.read(path))), work.faults, work.labels)


def all_annotations(store: Store) -> list[tuple[str, Annotation]]:
    """The annotations with the paths of their documents: by path, start, the longest first, id."""
    loaded = [store.load(key) for key in store.keys()]
    found = [(stored.document.path, one) for stored in loaded for one in stored.annotations]
    return sorted(found, key=lambda each: (each[0], each[1].start, -each[1].end, each[1].id))


def all_links(store: Store) -> list[Link]:
    """The links of all documents."""
    return [link for key in store.keys() for link in store.load(key).links]
