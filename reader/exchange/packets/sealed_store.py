"""A packet as a store that nobody can write to, with its documents as files in a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.config.label import Label
from reader.exchange.packets.packet_layout import SETTINGS, PacketError
from reader.exchange.packets.packet_reading import Packet, unpacked
from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document
from reader.model.untrusted_data import one_line
from reader.store.memory_store import MemoryStore
from reader.store.store_protocol import SaveResult, StoreError, StoreState
from reader.system.hashes import sha256

_READ_ONLY = "is a sealed packet: it can be read, and not changed"


class SealedStore(MemoryStore):
    """The tags of a packet.

    Args:
        packet: open, and verified by the caller.
        folder: new and empty; gets the files of the documents.

    Attributes:
        paths: the files of the documents, in the packet's order.
        without_file: paths of the documents that cannot be shown: source and text were left out.
    """

    def __init__(self, packet: Packet, folder: Path) -> None:
        super().__init__()
        self._path = packet.path
        self._is_sealed = False
        self.paths: list[str] = []
        self.without_file: list[str] = []
        for one in packet.documents():
            name = next((name for name in (one.source, one.text) if name in packet.names), None)
            if name is None:
                self.without_file.append(one.document.path)
                continue
            path = unpacked(packet, name, folder)
            text = packet.bytes_of(one.text).decode(errors="surrogatepass") if one.text in packet.names else None
            digest = one.document.sha256 if name == one.source else sha256(path.read_bytes())
            document = replace(one.document, path=str(path), location=str(path), sha256=digest)
            self.save(document, [Change(None, record) for record in one.records], apart=True, text=text)
            self.paths.append(str(path))
        self._is_sealed = True

    @property
    def name(self) -> str:
        """The packet's path."""
        return str(self._path)

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """Refuses, but for what the packet holds."""
        if self._is_sealed:
            raise StoreError(f"{self._path}: {_READ_ONLY}")
        return super().save(document, changes, apart=apart, act=act, text=text)

    def state(self) -> StoreState:
        """See ``Store``."""
        return super().state()._replace(refusal=f"{self._path} {_READ_ONLY}")


def packet_labels(packet: Packet) -> tuple[Label, ...]:
    """The labels of a packet as its settings name them; none where they cannot be used."""
    try:
        rows = json.loads(packet.text_of(SETTINGS))["labels"]
        return tuple(_label(row) for row in rows)
    except (PacketError, ValueError, TypeError, KeyError):
        return ()


def _label(row: dict[str, Any]) -> Label:
    name, key, colour, guideline = (one_line(str(row[name])) for name in ("name", "key", "colour", "guideline"))
    return Label(name, key, colour, guideline, bool(row.get("is_retired")))
