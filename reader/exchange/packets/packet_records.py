"""A document of a packet as one line of JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reader.exchange.packets.packet_layout import PacketError, is_name
from reader.model.annotation import TABLES, Record, is_id, record_from, to_fields
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.system.json_text import json_text


class PacketDocument(NamedTuple):
    """A document of a packet.

    Attributes:
        document: without a key.
        source, text: the names of its files in the packet; empty where it has none.
        records: its annotations, links and decisions.
    """

    document: Document
    source: str
    text: str
    records: tuple[Record, ...]


def document_line(stored: Stored, source: str, text: str) -> str:
    """One document as a line: what it is, its files, and everything that stands in it."""
    about: dict[str, Any] = {"path": stored.document.path, "sha256": stored.document.sha256}
    about |= {"title": stored.document.title, "source": source or None, "text": text or None}
    records: dict[str, Sequence[Record]] = {
        "annotations": stored.annotations,
        "links": stored.links,
        "decisions": stored.decisions,
    }
    about |= {table: [{"id": one.id, **to_fields(one)} for one in known] for table, known in records.items()}
    return json_text(about) + "\n"


def document_from(line: str, number: int) -> PacketDocument:
    """The document of a line; raises ``PacketError``. The packet may be a stranger's.

    Args:
        line: as ``document_line`` wrote it.
        number: of the line, from 1, for the message.
    """
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise TypeError("no object")
        title = row.get("title")
        document = Document(
            None,
            one_line(_text(row, "path")),
            _text(row, "sha256"),
            one_line(title) if isinstance(title, str) else None,
        )
        records = tuple(_record(table, one) for table in TABLES for one in row.get(table, ()))
        return PacketDocument(document, _file(row, "source"), _file(row, "text"), records)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PacketError(f"line {number} of its documents cannot be read ({error})") from error


def _text(row: Mapping[str, Any], name: str) -> str:
    if not isinstance(value := row.get(name), str):
        raise TypeError(f"{name} is no text")
    return value


def _file(row: Mapping[str, Any], name: str) -> str:
    if row.get(name) is None:
        return ""
    if not is_name(value := _text(row, name)):
        raise ValueError(f"{name} is no name of a file")
    return value


def _record(table: str, values: Mapping[str, Any]) -> Record:
    identifier = values["id"]
    if not isinstance(identifier, str) or not is_id(identifier):
        raise ValueError("no id")
    return record_from(table, identifier, {name: value for name, value in values.items() if name != "id"})
