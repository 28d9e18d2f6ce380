"""The annotations and links of the store's documents in the index: put in, taken out, and found by what they are.

A question reads the short rows of all annotations, a million in a tenth of a second, and the longer ones of those alone
that are shown. What an annotation is linked with is worked out when it is put in, since links lead anywhere.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from reader.annotations.annotation_query import (
    ANNOTATOR,
    LABEL,
    LINKS,
    NO_LINKS,
    SPEAKER,
    VALUES,
    Links,
    milliseconds,
    state_of,
)
from reader.model.annotation import Annotation, Link, annotation_from, is_id
from reader.model.annotation_values import values_in, values_of, values_text
from reader.system.safe_text import safe_text
from reader.workspace.fulltext.index_file import usable, writing

if TYPE_CHECKING:
    import sqlite3

#: What ends the words of an annotation, and of its passage, in those of a document; no record holds them.
END, BETWEEN = b"\x1e", b"\x1f"


class StoreDocument(NamedTuple):
    """A document of the store.

    Attributes:
        key: see ``Store.keys``.
        sha256: of its bytes.
        path: as it was opened.
        location: where its file lies, absolute; empty if unknown.
        title: empty if it has none.
    """

    key: str
    sha256: str
    path: str
    location: str
    title: str

    @property
    def names(self) -> str:
        """What a question for its name looks at."""
        return f"{self.path}\n{self.title}"

    def safe(self) -> StoreDocument:
        """The document with what is safe to show; only the location is not."""
        return self._replace(
            key=safe_text(self.key),
            sha256=safe_text(self.sha256),
            path=safe_text(self.path),
            title=safe_text(self.title),
        )


class NewAnnotations(NamedTuple):
    """What is put in of a document.

    Attributes:
        document: the document.
        mark: see ``Store.marks``; asked before it was read.
        annotations: of it, in the order of the text.
        links: that start in it.
    """

    document: StoreDocument
    mark: str
    annotations: Sequence[Annotation]
    links: Sequence[Link]


class IndexedRow(NamedTuple):
    """An annotation as the index has it: without its context and its place in the file.

    Attributes:
        document, number: which it is.
        annotation: itself.
        links: with what it is linked.
    """

    document: int
    number: int
    annotation: Annotation
    links: Links


class AnnotationIndex:
    """The annotations in the index, in one thread or process. Each method raises ``IndexUnusableError``.

    Args:
        connection: to the file; see ``index_file``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # --- asking

    def documents(self) -> dict[int, StoreDocument]:
        """Every document, by the number that it has in the index; unsafe to show, see ``StoreDocument.safe``."""
        with usable():
            rows = self._connection.execute("SELECT id, key, sha256, path, location, title FROM store_document")
            return {
                number: StoreDocument(str(key), str(sha256), os.fsdecode(path), os.fsdecode(place), str(title))
                for number, key, sha256, path, place, title in rows
            }

    @contextmanager
    def as_it_is(self) -> Iterator[None]:
        """Inside, what is asked is of one moment; for moments only, since nobody can write meanwhile."""
        with usable():
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with usable():
                self._connection.rollback()

    def values(self, field: str) -> dict[int, str]:
        """The values that a field has or had, by the numbers that stand for them; links as ``as_links`` reads them."""
        with usable():
            return dict(self._connection.execute("SELECT id, value FROM term WHERE field = ?", (field,)))

    def counts(self, where: str, values: Sequence[object]) -> list[tuple[int, int]]:
        """How many annotations a condition holds for, by the numbers of their documents."""
        asked = f"SELECT document, count(*) FROM annotation WHERE {where} GROUP BY document"  # noqa: S608 - a condition of ours
        with usable():
            return self._connection.execute(asked, values).fetchall()

    def words(self, documents: Iterable[int] | None = None) -> Iterator[tuple[int, bytes]]:
        """What the annotations of each document say, folded, in UTF-8, with the document's number: see ``END``.

        Args:
            documents: of which; None for all.
        """
        some = (json.dumps(sorted(documents)),) if documents is not None else ()
        asked = "SELECT document, words FROM words"
        asked += " WHERE document IN (SELECT value FROM json_each(?))" if some else ""
        with usable():
            for number, words in self._connection.execute(asked, some):
                yield number, words if isinstance(words, bytes) else b""

    def rows(self, where: str, values: Sequence[object]) -> Iterator[IndexedRow]:
        """The annotations that a condition holds for, ordered by document and place; those that are none are left out.

        The file may come from a stranger: what a terminal would act on is replaced as in a file of the store.
        """
        names = {field: self.values(field) for field in (LABEL, ANNOTATOR, SPEAKER, VALUES, LINKS)}
        asked = " ".join(
            (
                "SELECT document, number, ulid, label, annotator, speaker, choices, links, fields FROM annotation",
                "CROSS JOIN passage USING (document, number) WHERE", where, "ORDER BY document, number",
            )
        )  # fmt: skip
        with usable():
            found = self._connection.execute(asked, values).fetchall()
        for document, number, ulid, label, annotator, speaker, choices, links, fields in found:
            if not is_id(ulid):
                continue
            try:
                start, end, quote, note, created_at, updated_at, anchor = json.loads(fields)
                known = {
                    "label": names[LABEL][label], "annotator": names[ANNOTATOR][annotator],
                    "attributed_to": names[SPEAKER][speaker], "start": start, "end": end, "quote": quote, "note": note,
                    "created_at": created_at, "updated_at": updated_at, "anchor": anchor,
                    **({"values": chosen} if (chosen := values_in(names[VALUES][choices])) else {}),
                }  # fmt: skip
                yield IndexedRow(document, number, annotation_from(ulid, known), as_links(names[LINKS][links]))
            except (ValueError, TypeError, KeyError, RecursionError):
                continue

    def labels_in(self, documents: Iterable[int]) -> dict[str, str]:
        """The labels of the annotations of some documents, by their ids."""
        asked = (
            "SELECT ulid, term.value FROM json_each(?) AS asked JOIN annotation ON annotation.document = asked.value"
            " JOIN passage USING (document, number) JOIN term ON term.id = annotation.label"
        )
        with usable():
            return dict(self._connection.execute(asked, (json.dumps(sorted(documents)),)))

    def links_in(self, documents: Iterable[int]) -> set[tuple[str, str, str]]:
        """Source, target and kind of each link that starts in one of these documents."""
        asked = "SELECT source, target, kind FROM json_each(?) AS asked JOIN link ON link.document = asked.value"
        with usable():
            return set(self._connection.execute(asked, (json.dumps(sorted(documents)),)))

    def links_with(self, identifiers: Iterable[str], but: Iterable[int] = ()) -> set[tuple[str, str, str]]:
        """As ``links_in``, of each link with one of these annotations, but of none that starts in those documents."""
        found = (
            "SELECT source, target, kind FROM json_each(?) AS asked JOIN link ON link.{} = asked.value"
            " WHERE document NOT IN (SELECT value FROM json_each(?))"
        )
        asked = json.dumps(sorted(identifiers)), json.dumps(sorted(but))
        with usable():
            ends = (self._connection.execute(found.format(end), asked).fetchall() for end in ("source", "target"))
            return {row for rows in ends for row in rows}

    def holders(self, identifiers: Iterable[str]) -> dict[str, tuple[int, str]]:
        """The numbers of the documents of these annotations and their labels, by their ids."""
        found = (
            "SELECT ulid, document, term.value FROM json_each(?) AS asked JOIN passage ON passage.ulid = asked.value"
            " JOIN annotation USING (document, number) JOIN term ON term.id = annotation.label ORDER BY document DESC"
        )
        with usable():
            rows = self._connection.execute(found, (json.dumps(sorted(identifiers)),)).fetchall()
        return {ulid: (document, label) for ulid, document, label in rows}

    # --- keeping in step

    def marks(self) -> dict[str, str]:
        """What each document was marked with when it was put in, by key."""
        with usable():
            return dict(self._connection.execute("SELECT key, mark FROM store_document"))

    def put(self, documents: Iterable[NewAnnotations]) -> None:
        """Put documents in, in place of what was known of them: all or none."""
        with writing(self._connection):
            changes = _Changes(self._connection)
            for one in documents:
                changes.put(one)
            changes.finish()

    def remove(self, keys: Iterable[str]) -> None:
        """Take documents out."""
        with writing(self._connection):
            changes = _Changes(self._connection)
            for key in keys:
                changes.take_out(key)
            changes.finish()


def as_links(value: str) -> Links:
    """Links as they stand in the index; none where they do not, since the file may come from a stranger."""
    try:
        return frozenset((str(kind), str(label)) for kind, label in json.loads(value)) if value else NO_LINKS
    except (ValueError, TypeError, RecursionError):
        return NO_LINKS


def _as_value(links: Iterable[tuple[str, str]]) -> str:
    return json.dumps(sorted(links), ensure_ascii=False)


class _Changes:
    """What is put in and taken out in one transaction; in the end what is linked with it is set right."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._terms: dict[tuple[str, str], int] = {}
        self._linked: set[str] = set()  # ids of annotations whose links may be others than before
        self._relabelled: set[str] = set()  # ids of those that came, went, or have another label

    def put(self, new: NewAnnotations) -> None:
        """Put one document in."""
        labels = {one.id: one.label for one in new.annotations}
        identifier = self._clear(new.document.key, labels)
        about = new.document
        path, location = os.fsencode(about.path), os.fsencode(about.location)
        document = self._connection.execute(
            "INSERT OR REPLACE INTO store_document (id, key, mark, sha256, path, location, title)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (identifier, about.key, new.mark, about.sha256, path, location, about.title),
        ).lastrowid
        self._connection.execute("INSERT INTO words VALUES (?, ?)", (document, _words(new.annotations)))
        term, none = self._term, self._term(LINKS, "")
        self._connection.executemany(
            "INSERT INTO annotation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    document, number, term(LABEL, one.label), term(ANNOTATOR, one.annotator),
                    term(SPEAKER, one.attributed_to), term(VALUES, values_text(values_of(one))), none, state_of(one),
                    milliseconds(one.created_at), milliseconds(one.updated_at),
                )
                for number, one in enumerate(new.annotations)
            ),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO passage VALUES (?, ?, ?, ?)",
            ((document, number, one.id, _fields(one)) for number, one in enumerate(new.annotations)),
        )
        self._connection.executemany(
            "INSERT INTO link VALUES (?, ?, ?, ?)", ((document, one.source, one.target, one.kind) for one in new.links)
        )
        self._linked.update(labels, *((one.source, one.target) for one in new.links))

    def take_out(self, key: str) -> None:
        """Take one document out."""
        self._clear(key, {})
        self._connection.execute("DELETE FROM store_document WHERE key = ?", (key,))

    def _clear(self, key: str, labels: dict[str, str]) -> int | None:
        """Take out what is known of a document, which is about to have these labels; its number, if it has one."""
        ask = self._connection.execute
        row = ask("SELECT id FROM store_document WHERE key = ?", (key,)).fetchone()
        before: dict[str, str] = {}
        if row is not None:
            found = (
                "SELECT ulid, value FROM passage JOIN annotation USING (document, number)"
                " JOIN term ON term.id = annotation.label WHERE document = ?"
            )
            before = dict(ask(found, row).fetchall())
            self._linked.update(*ask("SELECT source, target FROM link WHERE document = ?", row).fetchall())
            for table in ("annotation", "passage", "link", "words"):
                ask(f"DELETE FROM {table} WHERE document = ?", row)  # noqa: S608 - names of ours
        self._relabelled.update(one for one, label in before.items() if labels.get(one) != label)
        self._relabelled.update(one for one, label in labels.items() if before.get(one) != label)
        return None if row is None else int(row[0])

    def _term(self, field: str, value: str) -> int:
        """The number that stands for a value."""
        known = self._terms.get((field, value))
        if known is None:
            self._connection.execute("INSERT OR IGNORE INTO term (field, value) VALUES (?, ?)", (field, value))
            (known,) = self._connection.execute(
                "SELECT id FROM term WHERE field = ? AND value = ?", (field, value)
            ).fetchone()
            self._terms[field, value] = int(known)
        return int(known)

    def finish(self) -> None:
        """Work out anew with what the annotations are linked that may be linked otherwise."""
        index = AnnotationIndex(self._connection)
        for source, target, _ in index.links_with(self._relabelled):
            self._linked |= {source, target}
        links = index.links_with(self._linked)
        ends = {end for source, target, _ in links for end in (source, target)}
        label_of = index.holders(ends)
        found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for source, target, kind in links:
            for one, other in ((source, target), (target, source)):
                if one in self._linked:
                    found[one].add((kind, label_of.get(other, (0, ""))[1]))
        places = self._connection.execute(
            "SELECT ulid, document, number FROM json_each(?) JOIN passage ON ulid = value",
            (json.dumps(sorted(self._linked)),),
        ).fetchall()
        self._connection.executemany(
            "UPDATE annotation SET links = ?1 WHERE document = ?2 AND number = ?3 AND links != ?1",
            (
                (self._term(LINKS, _as_value(found[ulid]) if ulid in found else ""), document, number)
                for ulid, document, number in places
            ),
        )


def _words(annotations: Iterable[Annotation]) -> bytes:
    end, between = END.decode(), BETWEEN.decode()
    words = "".join(f"{one.quote}{between}{one.note}{end}" for one in annotations)
    return words.casefold().encode("utf-8", "replace")


def _fields(one: Annotation) -> str:
    values = one.start, one.end, one.quote, one.note, one.created_at, one.updated_at, one.anchor
    return json.dumps(values, ensure_ascii=False)
