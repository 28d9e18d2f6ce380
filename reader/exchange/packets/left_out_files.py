"""Puts back what was left out of a packet: files whose bytes have the hashes that it names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reader.exchange.document_text import article_of
from reader.exchange.packets.packet_file import PacketFile
from reader.exchange.packets.packet_reading import Packet
from reader.model.annotation import Decision, Record
from reader.model.document import Document, Stored
from reader.system.hashes import sha256


def found_files(packet: Packet, places: Iterable[Path], max_bytes: int) -> dict[str, bytes]:
    """What of the files that were left out is there, by their names in the packet.

    A cleaned text is also made from its source, where that is there.

    Args:
        packet: from which they were left out.
        places: files, and folders with files.
        max_bytes: larger files are not read.
    """
    content = packet.content()
    wanted = {digest: name for name, digest in content.left_out.items() if name not in content.present}
    found: dict[str, bytes] = {}
    origins: dict[str, Path] = {}
    for path in _files(places, max_bytes):
        with suppress(OSError):
            data = path.read_bytes()
            if name := wanted.get(sha256(data)):
                found[name], origins[name] = data, path
    for one in packet.documents():
        if one.text and one.text not in found and one.source in origins and one.text in content.left_out:
            place = replace(one.document, location=str(origins[one.source].absolute()))
            article = article_of(_stored(place, one.records), max_bytes)
            data = article.text.encode(errors="surrogatepass") if article is not None else b""
            if sha256(data) == content.left_out[one.text]:
                found[one.text] = data
    return found


def _stored(document: Document, records: Iterable[Record]) -> Stored:
    """What decides how the document's text is made; tags do not."""
    return Stored(document, (), (), tuple(one for one in records if isinstance(one, Decision)))


def _files(places: Iterable[Path], max_bytes: int) -> Iterator[Path]:
    for place in places:
        if place.is_file():
            yield place
        for folder, _, names in os.walk(place):
            for name in sorted(names):
                path = Path(folder) / name
                with suppress(OSError):
                    if path.is_file() and path.stat().st_size <= max_bytes:
                        yield path


def put_back(packet: Packet, found: dict[str, bytes], whole: PacketFile) -> None:
    """Write the packet again with the files that were found; what was sealed, and its signature, stay as they are."""
    for name in packet.names_in_order:
        whole.add(name, packet.bytes_of(name))
    for name in sorted(found):
        whole.add(name, found[name])
