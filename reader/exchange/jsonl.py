"""The project's exchange format: JSON Lines, one annotation a line, the same bytes for the same annotations."""

from __future__ import annotations

import json
import os
import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, NoReturn

from reader.annotations.metadata_corrections import title_in
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.returned_rows import as_exported, no_number, whole_rows
from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Link, annotation_from, is_id, link_from
from reader.model.annotation_origin import origin_of
from reader.model.annotation_values import VALUES, values_of
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store.records.record_merging import changed_at, is_to_come
from reader.store.store_protocol import Store
from reader.system.json_text import json_text
from reader.system.lazy import Lazy

#: The fields of an annotation in a line, in their order.
FIELDS = (
    "label", "start", "end", "quote", "prefix", "suffix", "source_start", "source_end", "note", "annotator",
    "created_at", "updated_at", "anchor",
)  # fmt: skip
#: Bytes of the longest line that is read; a file of the largest size fits into it, quoted and escaped.
LONGEST_LINE = 128 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
#: Made once: a file asks for it with each line.
_DECODER = Lazy(lambda: json.JSONDecoder(parse_constant=no_number))
#: The fields of a line that describe its document rather than its annotation.
_DOCUMENT_FIELDS = ("document", "document_sha256", "title")
_NOT_OF_ANNOTATION = frozenset({"id", "links", *_DOCUMENT_FIELDS})


def is_within(document: Document, paths: Sequence[str]) -> bool:
    """Whether a document is one of these files or lies in one of these folders, which need not exist."""
    place = Path(document.source).absolute()
    return any(place.is_relative_to(os.path.abspath(path)) for path in paths)  # noqa: PTH100 - no .. stays


def rows(documents: Iterable[Stored]) -> list[dict[str, Any]]:
    """Every annotation as an object for the export, ordered by document, start, end, id; keys in a fixed order."""
    unordered = [row for stored in documents for row in _rows(stored)]
    return sorted(unordered, key=lambda row: (row["document"], row["start"], row["end"], row["id"]))


def line(row: Mapping[str, Any]) -> str:
    r"""One line of the file, with its ``\n``; a line end inside a value is escaped."""
    return json_text(row) + "\n"


def _rows(stored: Stored) -> Iterator[dict[str, Any]]:
    title = title_in(stored.decisions, stored.document.title)
    links: defaultdict[str, list[Link]] = defaultdict(list)
    for link in stored.links:
        links[link.source].append(link)
    return (_row(stored, title, one, links.get(one.id, ())) for one in stored.annotations)


def _row(stored: Stored, title: str | None, annotation: Annotation, links: Iterable[Link]) -> dict[str, Any]:
    return {
        "id": annotation.id,
        "document": stored.document.path,
        "document_sha256": stored.document.sha256,
        "title": title,
        **{name: getattr(annotation, name) for name in FIELDS},
        **({"attributed_to": annotation.attributed_to} if annotation.attributed_to else {}),
        **({VALUES: dict(values)} if (values := values_of(annotation)) else {}),
        **origin_of(annotation).fields,
        "links": [{"id": link.id, "kind": link.kind, "target": link.target} for link in links],
    }


@dataclass(frozen=True, slots=True)
class Incoming:
    """One line read back: its annotation, the links that start from it, and its document."""

    document: Document
    annotation: Annotation
    links: tuple[Link, ...]


def lines_in(file: BinaryIO, skipped: Callable[[int], object] = lambda _: None) -> Iterator[bytes]:
    """The lines of a file; an overlong line is cut just above the limit, and the rest is skipped.

    A stranger's file may be one endless line.

    Args:
        file: any.
        skipped: called with the bytes of each part of a line that is skipped.
    """
    while data := file.readline(LONGEST_LINE + 1):
        yield data
        while len(data) > LONGEST_LINE and not data.endswith(b"\n"):
            data = file.readline(LONGEST_LINE + 1)
            skipped(len(data))


def read(lines: Iterable[bytes], name: str) -> Iterator[Incoming | ExchangeError]:
    """Read annotations back, in order; an unreadable line gives an error in its place, and the rest goes on.

    A file may also hold its objects over several lines each, or in a list.

    Args:
        lines: of the file, unchanged.
        name: of the file, for the messages.
    """
    together, lines = whole_rows(lines, LONGEST_LINE)
    return read_lines(lines, name) if together is None else read_objects(together, name)


def read_objects(objects: Iterable[Any], name: str) -> Iterator[Incoming | ExchangeError]:
    """As ``read``, of objects that are not one a line."""
    for number, row in enumerate(objects, 1):
        try:
            yield _incoming(row)
        except ValueError as error:
            yield ExchangeError(f"{name}: object {number}: left out: {error}")


def read_lines(lines: Iterable[bytes], name: str, first: int = 1) -> Iterator[Incoming | ExchangeError]:
    """As ``read``, of lines with one object each; ``first`` is the number of the first line."""
    for number, data in enumerate(lines, first):
        if not data.strip():
            continue
        try:
            if len(data) > LONGEST_LINE:
                raise ValueError(f"is longer than {LONGEST_LINE >> 20} MiB")
            yield _incoming(parsed(data))
        except ValueError as error:
            yield ExchangeError(f"{name}:{number}: left out: {error}")


def parsed(data: bytes) -> Any:
    """The value of one line; raises ``ValueError`` for anything but JSON in UTF-8."""
    try:
        return _DECODER().decode(data.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg.lower()}, character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    except ValueError as error:  # infinite, or more digits than Python reads
        raise ValueError("holds a number that JSON cannot represent") from error


def _incoming(row: Any) -> Incoming:
    if not isinstance(row, dict):
        raise ValueError("is not a JSON object")
    row = as_exported(row)
    document, title = row.get("document"), row.get("title")
    if not isinstance(document, str) or not document.strip():
        raise ValueError("needs a document")
    about = document_of(document, sha256_of(row), title if isinstance(title, str) else None)
    known = {key: value for key, value in row.items() if key not in _NOT_OF_ANNOTATION}
    annotation = annotation_from(checked_id(row.get("id")), known)
    if len(annotation.quote) != annotation.end - annotation.start and annotation.anchor != "detached":
        raise ValueError("quote is not as long as its passage: is it cut, or are the offsets not code points?")
    refuse_date_to_come(annotation.updated_at)
    links = row.get("links") or []
    if not isinstance(links, list) or not all(isinstance(link, dict) for link in links):
        raise ValueError("links is not a list of objects")
    return Incoming(
        about,
        annotation,
        tuple(
            link_from(
                checked_id(link.get("id")),
                {
                    "source": annotation.id,
                    "target": checked_id(link.get("target")),
                    "kind": link.get("kind"),
                    "annotator": annotation.annotator,
                    "created_at": annotation.created_at,
                    "updated_at": annotation.updated_at,
                },
            )
            for link in links
        ),
    )


@lru_cache(maxsize=64)
def document_of(path: str, sha256: str, title: str | None) -> Document:
    """The document of many lines."""
    return Document(None, one_line(path), sha256, None if title is None else one_line(title))


def sha256_of(row: Mapping[str, Any]) -> str:
    """The hash of a line's document; raises ``ValueError`` if it has none."""
    sha256 = row.get("document_sha256")
    if not isinstance(sha256, str) or not _SHA256.match(sha256):
        raise ValueError("needs a document_sha256 of 64 hexadecimal digits")
    return sha256


def refuse_date_to_come(updated_at: str) -> None:
    """Raise ``ValueError`` for a date that would always count as newer."""
    if is_to_come(updated_at):
        raise ValueError(f"updated_at {updated_at[:40]} is in the future: correct the date, or the clock")


def checked_id(value: object) -> str:
    """A ULID as this program writes it; raises ``ValueError`` for anything else."""
    if isinstance(value, str) and is_id(value):
        return value
    from ulid import ULID

    try:
        return str(ULID.from_str(value)) if isinstance(value, str) else _no_id(value)
    except ValueError:
        return _no_id(value)


def _no_id(value: object) -> NoReturn:
    shown = repr(value) if isinstance(value, str) and len(value) <= 40 else f"a {type(value).__name__}"
    raise ValueError(f"id {shown} is not a ULID of 26 characters")


class Merged(NamedTuple):
    """The result of an import in annotations: new or newer, known already, replaced ones of others; and new links.

    Attributes:
        whose: the names of those others.
    """

    taken: int
    known: int
    of_others: int
    links: int = 0
    whose: frozenset[str] = frozenset()

    def plus(self, other: Merged) -> Merged:
        """Both together."""
        return Merged(
            self.taken + other.taken,
            self.known + other.known,
            self.of_others + other.of_others,
            self.links + other.links,
            self.whose | other.whose,
        )


#: The text that the annotations of a document are anchored in, None where that is not known.
TextOf = Callable[[Stored], str | None]


def merge(store: Store, incoming: Iterable[Incoming], act: Act = NOBODY, text_of: TextOf = lambda _: None) -> Merged:
    """Save imported annotations in the store, as ``merge_groups`` does, in whatever order they come."""
    by_document: dict[tuple[str, str], list[Incoming]] = {}
    for arrival in incoming:
        by_document.setdefault((arrival.document.path, arrival.document.sha256), []).append(arrival)
    total = Merged(0, 0, 0)
    for done in merge_groups(store, by_document.values(), act, text_of):
        total = total.plus(done)
    return total


def merge_groups(
    store: Store, groups: Iterable[Sequence[Incoming]], act: Act = NOBODY, text_of: TextOf = lambda _: None
) -> Iterator[Merged]:
    """Save imported annotations in the store: new ones, and known ones if the imported version is newer.

    An annotation that was deleted after the imported version was changed stays deleted, and counts as known. A document
    whose bytes are unknown may be a changed one at the same path. Two documents with the same path in one import are
    different, from two folders.

    Args:
        store: the store to save in.
        groups: what was read, each document's annotations together.
        act: why.
        text_of: asked for each document that is written; the store keeps the text with the save.

    Returns:
        What became of each group, once it is saved. Whoever stops in between has those before saved and no others.

    Raises:
        StoreError: as the store raises it; documents before the failing one are saved.
    """
    made: set[str | None] = set()
    with store.in_bulk():
        for arrivals in groups:
            document = arrivals[0].document
            key = store.find(document.path, document.sha256)
            if key in made:
                key = None
            stored = store.load(key) if key else Stored(document, (), ())
            changes, done = changes_by(arrivals, stored, act)
            if changes:
                saved = store.save(stored.document, changes, apart=key is None, act=act, text=text_of(stored))
                made.add(None if key else saved.document.key)
            yield done


def changes_by(arrivals: Iterable[Incoming], stored: Stored, act: Act) -> tuple[list[Change], Merged]:
    """What is to be saved of one document's imported annotations: see ``merge_groups``."""
    present = {one.id: one for one in stored.annotations}
    links = {one.id: one for one in stored.links}
    changes: list[Change] = []
    taken = known = of_others = new_links = 0
    whose: set[str] = set()
    for arrival in arrivals:
        before, changed = present.get(arrival.annotation.id), changed_at(arrival.annotation.updated_at)
        known_at = before.updated_at if before else stored.deleted.get(arrival.annotation.id)
        if known_at is None or changed_at(known_at) < changed:
            taken += 1
            if before is not None and before.annotator not in ("", act.by):
                of_others += 1
                whose.add(before.annotator)
            changes.append(Change(before, arrival.annotation))
            present[arrival.annotation.id] = arrival.annotation
        else:
            known += 1
        for link in arrival.links:
            is_deleted = changed_at(stored.deleted.get(link.id)) > changed_at(link.updated_at)
            if link.id not in links and arrival.annotation.id in present and not is_deleted:
                changes.append(Change(None, link))
                links[link.id] = link
                new_links += 1
    return changes, Merged(taken, known, of_others, new_links, frozenset(whose))
