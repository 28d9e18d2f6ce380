"""The texts of documents in the index: put in, taken out, and found by what they hold.

A search asks for the documents that may hold something, which is quick for any number of them, and then looks into the
text of each. Nothing here reads a document's file.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader import __version__
from reader.model.document import Document
from reader.model.spans import Span
from reader.system.safe_text import is_safe_text
from reader.text.folded import folded
from reader.workspace.catalogue.document_facts import DocumentFacts, stated_facts
from reader.workspace.fulltext.annotation_index import AnnotationIndex
from reader.workspace.fulltext.document_texts import IndexedAnnotation, IndexedText
from reader.workspace.fulltext.index_file import usable, writing

if TYPE_CHECKING:
    import sqlite3

#: Raise it when what is put in changes.
_FORMAT = 1
#: By what a text was cleaned and folded: another program may do it in another way.
MADE = f"{__version__}/{_FORMAT}/{unicodedata.unidata_version}"
#: Bytes of one text, unpacked, that are believed.
_LARGEST = 256 << 20
#: What stands behind a text, so that three characters begin at each of its own.
_END = "  "
#: What stands between a text and the notes on it.
_BETWEEN = "\n\n"
#: Beyond it a single character is as good as a word.
_FIRST_IDEOGRAPHIC = "\u2e80"
#: The most sequences of three characters that a question names: more make it hardly sharper.
_MOST_GRAMS = 24


class IndexedDocument(NamedTuple):
    """A document that the index knows.

    Attributes:
        id: grows with each document that is put in, also where it was in before.
        place: see ``location_of``.
        stamp: the file's time (nanoseconds) and size (bytes) when it was read.
    """

    id: int
    place: str
    stamp: tuple[int, int]


class KnownState(NamedTuple):
    """What tells whether a document in the index is still as it was.

    Attributes:
        id, stamp: as of ``IndexedDocument``.
        sha256: of its bytes; empty where it could not be read.
        key: in the store; empty where nobody wrote about it.
        is_ours: made by this version of the program, and not disowned.
        is_readable: its text is there.
    """

    id: int
    stamp: tuple[int, int]
    sha256: str
    key: str
    is_ours: bool
    is_readable: bool

    def is_current(self, stamp: tuple[int, int] | None) -> bool:
        """Whether a file with this time and size need not be read again."""
        return self.is_ours and self.stamp == stamp


class NewText(NamedTuple):
    """What is put in of a document; no ``text`` where it cannot be read. The other fields as of ``KnownState``."""

    place: str
    stamp: tuple[int, int]
    sha256: str
    key: str
    text: IndexedText | None
    facts: DocumentFacts = DocumentFacts()


class IndexedFacts(NamedTuple):
    """The facts of a document; ``id`` and ``place`` as of ``IndexedDocument``."""

    id: int
    place: str
    facts: DocumentFacts


class TextIndex:
    """The index, in one thread or process. Each method raises ``IndexUnusableError``.

    Args:
        connection: to the file; see ``index_file``.
        encoding: the codec with which every file is read, empty where each is found: a text in another one is another.

    Attributes:
        annotations: what the index knows of the store's documents, whatever their files are.
    """

    def __init__(self, connection: sqlite3.Connection, encoding: str) -> None:
        self._connection = connection
        self._encoding = encoding
        self.annotations = AnnotationIndex(connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    # --- asking

    def candidates(self, needles: Iterable[str]) -> list[int]:
        """The ids of documents that may hold all of these texts, whatever their case, in ascending order.

        No document that holds them is missing; some that do not may be there, and some that nobody may see.
        """
        with usable():
            meant: set[int] | None = None
            for needle in needles:
                sought = folded(needle)
                found = self._with_grams(sought) if len(sought) > 2 else self._with_start(sought)
                meant = found if meant is None or found is None else meant & found
            if meant is None:
                return [row[0] for row in self._connection.execute("SELECT id FROM document ORDER BY id")]
            return sorted(meant)

    def documents(self, identifiers: Sequence[int]) -> list[IndexedDocument]:
        """Those of the documents that are there as they are now, in the order in which they were put in."""
        with usable():
            return self._documents("id IN (SELECT value FROM json_each(?))", json.dumps(identifiers))

    def since(self, last: int) -> list[IndexedDocument]:
        """The documents that were put in after the one of this id."""
        with usable():
            return self._documents("id > ?", last)

    def last(self) -> int:
        """The id of the document that was put in last; 0 where there was none."""
        with usable():
            return int(self._connection.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()[0])

    def text(self, identifier: int) -> IndexedText | None:
        """What is kept of a document; None where it is not there any more, or is none that may be shown."""
        with usable():
            row = self._connection.execute("SELECT body FROM document WHERE id = ?", (identifier,)).fetchone()
        return _unpacked(row[0]) if row is not None else None

    def facts_since(self, last: int, most: int) -> list[IndexedFacts]:
        """The facts of documents that were put in after the one of this id, at most so many, in that order."""
        asked = (
            "SELECT document, place, published, source, language, words FROM facts"
            " WHERE document > ? AND encoding = ? AND made = ? ORDER BY document LIMIT ?"
        )
        with usable():
            rows = self._connection.execute(asked, (last, self._encoding, MADE, most)).fetchall()
        return [IndexedFacts(id_, os.fsdecode(place), _facts(*told)) for id_, place, *told in rows]

    def _documents(self, which: str, *values: object) -> list[IndexedDocument]:
        """Those that are readable, and made as we would."""
        rows = self._connection.execute(
            f"SELECT id, place, mtime, size FROM document WHERE {which} AND encoding = ? AND made = ?"  # noqa: S608
            " AND body IS NOT NULL ORDER BY id",
            (*values, self._encoding, MADE),
        )
        return [IndexedDocument(id_, os.fsdecode(place), (mtime, size)) for id_, place, mtime, size in rows]

    def _with_grams(self, sought: str) -> set[int]:
        grams = dict.fromkeys(sought[at : at + 3] for at in range(len(sought) - 2))
        step = -(-len(grams) // _MOST_GRAMS)
        asked = " AND ".join('"{}"'.format(gram.replace('"', '""')) for gram in list(grams)[::step])
        return {row[0] for row in self._connection.execute("SELECT rowid FROM grams WHERE grams MATCH ?", (asked,))}

    def _with_start(self, sought: str) -> set[int] | None:
        """The documents with three characters in a row that begin so; None for all."""
        if not sought or (len(sought) == 1 and sought < _FIRST_IDEOGRAPHIC):
            return None  # a letter is in every document, and to list them all takes longer than to look at them
        end = sought + chr(sys.maxunicode)
        asked = "SELECT DISTINCT doc FROM temp.vocabulary WHERE term >= ? AND term < ?"
        return {row[0] for row in self._connection.execute(asked, (sought, end))}

    # --- keeping in step

    def states(self) -> dict[str, KnownState]:
        """Every document that was read in this encoding, by its place."""
        asked = (
            "SELECT place, id, mtime, size, sha256, key, made = ?, body IS NOT NULL FROM document WHERE encoding = ?"
        )
        with usable():
            rows = self._connection.execute(asked, (MADE, self._encoding))
            return {
                os.fsdecode(place): KnownState(id_, (mtime, size), sha256, key, bool(is_ours), bool(is_readable))
                for place, id_, mtime, size, sha256, key, is_ours, is_readable in rows
            }

    def state(self, place: str) -> KnownState | None:
        """One of them."""
        asked = (
            "SELECT id, mtime, size, sha256, key, made = ?, body IS NOT NULL FROM document"
            " WHERE place = ? AND encoding = ?"
        )
        with usable():
            row = self._connection.execute(asked, (MADE, os.fsencode(place), self._encoding)).fetchone()
        if row is None:
            return None
        id_, mtime, size, sha256, key, is_ours, is_readable = row
        return KnownState(id_, (mtime, size), sha256, key, bool(is_ours), bool(is_readable))

    def put(self, documents: Iterable[NewText]) -> None:
        """Put documents in, in place of what was known of them: all or none."""
        with writing(self._connection):
            for one in documents:
                place = os.fsencode(one.place)
                for (old,) in self._connection.execute(
                    "SELECT id FROM document WHERE place = ? AND encoding = ?", (place, self._encoding)
                ).fetchall():
                    self._take_out(old)
                body = None if one.text is None else _packed(one.text)
                done = self._connection.execute(
                    "INSERT INTO document (place, encoding, made, mtime, size, sha256, key, body)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (place, self._encoding, MADE, *one.stamp, one.sha256, one.key, body),
                )
                if one.text is not None:
                    self._connection.execute(
                        "INSERT INTO grams (rowid, text) VALUES (?, ?)", (done.lastrowid, _sought_in(one.text))
                    )
                    told = (*one.facts[:3], one.facts.words or 0)
                    self._connection.execute(
                        "INSERT INTO facts (document, place, encoding, made, published, source, language, words)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        (done.lastrowid, place, self._encoding, MADE, *told),
                    )

    def remove(self, identifiers: Iterable[int]) -> None:
        """Take documents out."""
        with writing(self._connection):
            for identifier in identifiers:
                self._take_out(identifier)

    def disown(self, identifiers: Iterable[int]) -> None:
        """Say that documents are not as they were when they were read: no question gives them from now on."""
        with writing(self._connection):
            self._disown("id = ?", ((one,) for one in identifiers))

    def _disown(self, which: str, values: Iterable[tuple[object, ...]]) -> None:
        values = list(values)
        write = self._connection.executemany
        write(f"DELETE FROM facts WHERE document IN (SELECT id FROM document WHERE {which})", values)  # noqa: S608
        write(f"UPDATE document SET made = '' WHERE {which}", values)  # noqa: S608

    def _take_out(self, identifier: int) -> None:
        """The database is told once more what it was told of a text, or that stays. The number is never used again."""
        row = self._connection.execute("SELECT body FROM document WHERE id = ?", (identifier,)).fetchone()
        if row is not None and (text := _unpacked(row[0])) is not None:
            self._connection.execute(
                "INSERT INTO grams (grams, rowid, text) VALUES ('delete', ?, ?)", (identifier, _sought_in(text))
            )
        self._connection.execute("DELETE FROM facts WHERE document = ?", (identifier,))
        self._connection.execute("DELETE FROM document WHERE id = ?", (identifier,))

    # --- the store, as it was

    def marks(self) -> dict[str, str]:
        """What the store's documents were marked with when their texts were last brought in step, by key."""
        with usable():
            return dict(self._connection.execute("SELECT key, mark FROM stored"))

    def take_marks(self, new: Mapping[str, str], gone: Iterable[str], documents: Iterable[Document]) -> None:
        """Remember how the store's documents are marked now, and disown what was read before that, all or none.

        Args:
            new: marks that are others than before, by key.
            gone: keys that are no more.
            documents: those of the new marks, as far as the store has them.
        """
        gone = list(gone)
        with writing(self._connection):
            write = self._connection.executemany
            self._disown("key = ?", ((key,) for key in (*new, *gone)))
            self._disown("sha256 = ? OR place = ?", ((one.sha256, os.fsencode(one.location)) for one in documents))
            write("DELETE FROM stored WHERE key = ?", ((key,) for key in gone))
            write("INSERT OR REPLACE INTO stored (key, mark) VALUES (?, ?)", new.items())


def _sought_in(text: IndexedText) -> str:
    """What the index knows of a document: its text, and the passages and notes, which may hold something else."""
    written = (part for one in text.annotations for part in (one.note, one.quote) if part)
    return folded(_BETWEEN.join((text.text, *written))) + _END


def _packed(text: IndexedText) -> bytes:
    rows = [[one.id, one.label, *one.span, one.quote, one.note, one.annotator] for one in text.annotations]
    return zlib.compress(json.dumps([text.text, rows], ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def _unpacked(body: object) -> IndexedText | None:
    """The file may come from a stranger: what a terminal would act on is no text."""
    if not isinstance(body, bytes):
        return None
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(body, _LARGEST)
        text, rows = json.loads(data.decode("utf-8", "surrogatepass"))
        annotations = tuple(_annotation(row, len(text)) for row in rows)
    except (zlib.error, ValueError, TypeError, RecursionError):
        return None
    return IndexedText(text, annotations) if is_safe_text(text) else None


def _facts(published: object, source: object, language: object, words: object) -> DocumentFacts:
    """The file may come from a stranger: what a terminal would act on is no fact."""
    count = words if isinstance(words, int) and words >= 0 else None
    return stated_facts(str(published), str(source), str(language), count)


def _annotation(row: Sequence[object], length: int) -> IndexedAnnotation:
    id_, label, start, end, *words = row
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end):
        raise ValueError(f"no place in a text of {length}")
    quote, note, annotator = map(str, words)
    return IndexedAnnotation(str(id_), str(label), Span(start, end), quote, note, annotator)
