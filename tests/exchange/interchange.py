"""Stores as people's are, and the way out of one and into another, for tests of all formats."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st
from ulid import ULID

from reader.cleaning.article_loading import read_article
from reader.config.label import DEFAULT_LABELS
from reader.exchange.format_loss import Loss
from reader.exchange.formats import format_of
from reader.exchange.incoming.document_matching import DocumentMatching
from reader.exchange.incoming.import_documents import DocumentImport, Done, Wishes
from reader.exchange.outgoing.exported_documents import DocumentsToExport
from reader.exchange.outgoing.format_writing import WrittenFile
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Link, new_id
from reader.model.annotation_origin import ACCEPTED, CORRECTED, OWN, Origin, with_origin
from reader.model.document import Document
from reader.model.spans import Span
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
        [
            "a\nb",
            'say "so"',
            "=HYPERLINK(1)",
            "'=1",
            "''",
            "tab\there",
            "x\n\n- y\n",
            "é 😀",
            " blank ",
            "#1\t",
            "-->",
        ]
    ),
    st.lists(st.sampled_from(_PIECES), max_size=4).map("".join),
)
LABELS = st.sampled_from(["claim", "claim", "evidence", "opinion", "über", "my-label"])
ANNOTATORS = st.sampled_from(["ann", "ann", "bo", "Zoë Núñez", ""])
SPEAKERS = st.sampled_from(["", "", "", "Berg", "Núñez", 'x "y"', "=z"])
ORIGINS = st.sampled_from([OWN, OWN, OWN, Origin(ACCEPTED, 0.83, "rules-1"), Origin(CORRECTED, 0.7, "m.2")])
KINDS = st.sampled_from(["supports", "attacks"])
DATES = st.sampled_from(["2026-04-11T09:30:00.000Z", "2026-04-12T09:30:00.123Z"])
#: Paths of documents whose files are gone.
_NAMES = ("a.html", "wörter b.txt", "news.jsonl#3", "https://example.org/a?b=c")
#: Bytes of the largest file; where the files of generated stores are, until the tests end.
LARGEST = 1 << 24
_FOLDER = TemporaryDirectory(prefix="nrc-reader-interchange-")
FILES = Path(_FOLDER.name)
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
    return Spans(text, _spans(draw, text, min_spans))


def _spans(draw: st.DrawFn, text: str, least: int = 0) -> list[tuple[int, int]]:
    spans = []
    for _ in range(draw(st.integers(least, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        for _ in range(draw(st.sampled_from([1, 1, 1, 2, 5]))):
            spans.append((start, end))
            start, end = (start + 1, end) if (end - start) % 2 else (start, end - 1)
            if start >= end:
                break
    return [(start, end) for start, end in spans if text[start:end].strip()]


@st.composite
def stores(draw: st.DrawFn, *, documents: int = 3) -> MemoryStore:
    """A store of some documents: files with CRLF, and texts that it keeps of files that are gone."""
    store = MemoryStore()
    made = [_document(draw, number) for number in range(draw(st.integers(1, documents)))]
    ids = [one.id for each in made for one in each.annotations]
    for each in made:
        links = [
            _link(draw, one, draw(st.sampled_from(ids))) for one in each.annotations if ids[1:] and draw(st.booleans())
        ]
        changes = [
            Change(None, one) for one in (*each.annotations, *(one for one in links if one.source != one.target))
        ]
        if changes:
            store.save(each.document, changes, apart=True, text=each.text, act=Act("tagged", "ann", new_id()))
    return store


class _Made(NamedTuple):
    """One document to be saved."""

    document: Document
    text: str
    annotations: list[Annotation]


def _document(draw: st.DrawFn, number: int) -> _Made:
    """A document with annotations: the text of a file as the reader shows it, or of one that is gone."""
    text, name = draw(TEXTS), draw(st.sampled_from(_NAMES))
    path = name if name.startswith("https") else f"{number}/{name}"
    sha256 = hashlib.sha256(f"{number} {path}".encode()).hexdigest()
    title = draw(st.sampled_from([None, "Minister says “no”", "=1", "a\\b"]))
    source_span = partial(_in_lines_with_crlf, text)
    if draw(st.booleans()):
        file = _file_with_crlf(f"{number} {text}")
        article = read_article(str(file), max_bytes=LARGEST)
        if article.text:
            text, path, sha256, title = article.text, str(file), article.page.sha256, article.title
            source_span = article.source_span
    annotations = []
    for index, (start, end) in enumerate(_spans(draw, text)):
        source = source_span(start, end)
        annotations.append(_annotation(draw, text, Span(start, end), source, f"{number}-{index}"))
    if draw(st.integers(0, 3)) == 0:
        moment = draw(DATES)
        gone = Annotation(_id(f"gone {number}"), draw(LABELS), 2, 9, "earlier", "words ", " here", 2, 9)
        annotations.append(replace(gone, anchor="detached", created_at=moment, updated_at=moment))
    return _Made(Document(None, path, sha256, title), text, annotations)


def _file_with_crlf(text: str) -> Path:
    """A file of its own for each text, and the same one whenever that text comes again."""
    data = text.replace("\n", "\r\n").encode()
    path = FILES / f"{hashlib.sha256(data).hexdigest()[:12]} é.txt"
    if not path.exists():
        path.write_bytes(data)
    return path


def _in_lines_with_crlf(text: str, start: int, end: int) -> Span:
    """Where a passage is in a source with CRLF, which is as much longer."""
    return Span(start + text.count("\n", 0, start), end + text.count("\n", 0, end))


def _link(draw: st.DrawFn, one: Annotation, target: str) -> Link:
    moment = draw(DATES)
    return Link(_id(f"{one.id} {target}"), one.id, target, draw(KINDS), one.annotator, moment, moment)


def _annotation(draw: st.DrawFn, text: str, span: Span, source: Span, name: str) -> Annotation:
    start, end = span
    created, updated = sorted((draw(DATES), draw(DATES)))
    made = Annotation(
        _id(name), draw(LABELS), start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
        source.start, source.end, draw(NOTES), draw(ANNOTATORS), created, updated,
        draw(st.sampled_from(["exact", "exact", "moved"])), draw(SPEAKERS),
    )  # fmt: skip
    return with_origin(made, draw(ORIGINS))


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
    documents = DocumentsToExport(store, AllowedFiles(None, [str(FILES)]), LARGEST)
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
        matching = DocumentMatching(store, AllowedFiles(None, [str(FILES)]), LARGEST)
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
