"""Seals documents: their sources, texts, tags with history, guideline and settings, a manifest and its signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.label import Label
from reader.config.settings import Settings
from reader.exchange.document_text import article_of
from reader.exchange.history_report import as_json
from reader.exchange.jsonl import line, rows
from reader.exchange.outgoing.exported_documents import fitting
from reader.exchange.packets.crate_metadata import crate_metadata
from reader.exchange.packets.packet_file import PacketFile
from reader.exchange.packets.packet_layout import (
    CRATE,
    DOCUMENTS,
    GUIDELINE,
    HISTORY,
    LEFT_OUT,
    MANIFEST,
    README,
    SETTINGS,
    SIGNATURE,
    SOURCES,
    TAGS,
    TEXTS,
    manifest_text,
    numbered,
)
from reader.exchange.packets.packet_records import document_line
from reader.model.annotation import Record
from reader.model.document import Document, Stored
from reader.system.hashes import sha256
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import Store

_README = """\
A sealed packet of nrc-reader: news articles, and what people tagged in them.

  sha256sum -c {manifest}        says whether a file was changed
  nrc-reader verify PACKET.zip          says that, and who signed it
  nrc-reader open PACKET.zip            shows the articles with their tags, read-only

sources/ has the files as they were read, texts/ the cleaned texts; offsets of tags are code points of these.
tags.jsonl has a tag a line; documents.jsonl all that stands in a document; history.jsonl who changed what and when.
{left_out}"""
_LEFT_OUT = """\
Sources and texts are left out. {name} has their hashes; who has the files can put them back:
  nrc-reader verify PACKET.zip --texts FOLDER -o WHOLE.zip
"""


class PacketSealing:
    """Puts documents into a packet, one after another.

    Args:
        packet: to write into.
        store: that the documents are in.
        allowed: the files that may be opened for their bytes.
        max_bytes: larger files are not.
        leaves_out: whether sources and texts are only named by their hashes.

    Attributes:
        without_source, without_text: paths of documents whose file, or text, is not known here as it was tagged.
        count: of annotations so far.
    """

    def __init__(
        self, packet: PacketFile, store: Store, allowed: AllowedFiles, max_bytes: int, *, leaves_out: bool
    ) -> None:
        self._packet, self._store, self._allowed, self._max_bytes = packet, store, allowed, max_bytes
        self._leaves_out = leaves_out
        self._left_out: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._lines: list[str] = []
        self._stored: list[Stored] = []
        self._history: list[tuple[int, str]] = []
        self._changed = ""
        self.without_source: list[str] = []
        self.without_text: list[str] = []
        self.count = 0

    @property
    def documents(self) -> int:
        """How many documents there are so far."""
        return len(self._lines)

    def add(self, stored: Stored, by: str = "") -> None:
        """Add a document with the history of what ``by`` did, empty for everybody; ``StoreError``, ``OSError``."""
        number, document = len(self._lines) + 1, stored.document
        name = Path(document.path).name
        source = ""
        if (data := self._source(document)) is not None:
            source = numbered(SOURCES, number, name)
            self._put(source, data, document.path)
        else:
            self.without_source.append(document.path)
        article = article_of(stored, self._max_bytes) if self._allowed.holds(document.source) else None
        text, annotations = fitting(stored, article, self._store.earlier_texts(document.key))
        sealed, kept = replace(stored, annotations=tuple(annotations)), ""
        if text is not None:
            kept = f"{numbered(TEXTS, number, name.removesuffix('.txt'))}.txt"
            self._put(kept, text.encode(errors="surrogatepass"), f"{document.path}: the cleaned text")
        else:
            self.without_text.append(document.path)
        self._lines.append(document_line(sealed, source, kept))
        self._stored.append(sealed)
        self.count += len(annotations)
        records: tuple[Record, ...] = (*annotations, *stored.links, *stored.decisions)
        self._changed = max([self._changed, *(one.updated_at or one.created_at for one in records)])
        if document.key is not None:
            for one in self._store.history(document.key):
                if not by or one.act.by == by:
                    self._history.append((one.number, as_json(document, one)))

    def _source(self, document: Document) -> bytes | None:
        """The bytes of a document's file; None where they are not there, or not those that were tagged."""
        path = Path(document.source)
        if not self._allowed.holds(document.source) or not path.is_file():
            return None
        try:
            if path.stat().st_size > self._max_bytes:
                return None
            data = path.read_bytes()
        except OSError:
            return None
        return data if sha256(data) == document.sha256 else None

    def _put(self, name: str, data: bytes, about: str) -> None:
        self._names[name] = about
        if self._leaves_out:
            self._left_out[name] = hashlib.sha256(data).hexdigest()
        else:
            self._packet.add(name, data)

    def close(self, settings: Settings, labels: Sequence[Label], sign: Callable[[bytes], bytes] | None = None) -> None:
        """Add what is about all documents, the manifest, and its signature by ``sign``."""
        packet = self._packet
        told = _LEFT_OUT.format(name=LEFT_OUT) if self._left_out else ""
        packet.add(README, _README.format(manifest=MANIFEST, left_out=told).encode())
        packet.add(DOCUMENTS, "".join(self._lines).encode())
        packet.add(TAGS, "".join(line(row) for row in rows(self._stored)).encode())
        packet.add(HISTORY, "".join(text for _, text in sorted(self._history)).encode())
        packet.add(SETTINGS, _settings(settings, labels))
        if guideline := self._store.guideline():
            packet.add(GUIDELINE, guideline.encode(errors="replace"))
        if self._left_out:
            packet.add(LEFT_OUT, manifest_text(self._left_out).encode())
        about = f"{counted(self.documents, 'document')} with {counted(self.count, 'annotation')}."
        packet.add(CRATE, crate_metadata(packet.hashes, self._names, about, self._changed or "1970-01-01"))
        manifest = manifest_text({name: digest for name, (digest, _) in packet.hashes.items()}).encode()
        packet.add(MANIFEST, manifest)
        if sign is not None:
            packet.add(SIGNATURE, sign(manifest))


def _settings(settings: Settings, labels: Iterable[Label]) -> bytes:
    """The settings that say what tags mean: labels with their guideline, kinds of links, values."""
    known = {
        "labels": [one._asdict() for one in labels],
        "link_kinds": list(settings.link_kinds),
        "values": [one._asdict() for one in settings.values],
    }
    return (json.dumps(known, indent=1, ensure_ascii=True) + "\n").encode()
