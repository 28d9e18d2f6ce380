"""The description of a packet for other programs: RO-Crate 1.1 (JSON-LD)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reader import __version__
from reader.exchange.packets.packet_layout import CRATE

_TYPES = {".json": "application/json", ".jsonl": "application/jsonl", ".txt": "text/plain", ".md": "text/markdown"}
_TYPES |= {".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf"}
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]


def crate_metadata(files: Mapping[str, tuple[str, int]], names: Mapping[str, str], about: str, changed: str) -> bytes:
    """The metadata file.

    Args:
        files: for each file of the packet its SHA-256 and its size in bytes.
        names: what some of them are, in words.
        about: what the packet holds, in one sentence.
        changed: when something in it was changed last, ISO 8601: a clock would give other bytes each time.
    """
    program = {
        "@id": "#nrc-reader",
        "@type": "SoftwareApplication",
        "name": "nrc-reader",
        "softwareVersion": __version__,
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": CRATE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": "Annotated news articles",
            "description": about,
            "datePublished": changed,
            "license": {"@id": "#license"},
            "creator": {"@id": program["@id"]},
            "hasPart": [{"@id": name} for name in sorted(files)],
        },
        {
            "@id": "#license",
            "@type": "CreativeWork",
            "name": "No licence",
            "description": "Articles belong to their publishers, annotations to those who made them.",
        },
        program,
    ]
    for name in sorted(files):
        digest, size = files[name]
        part = {"@id": name, "@type": "File", "name": names.get(name, name), "contentSize": str(size), "sha256": digest}
        if kind := _TYPES.get(name[name.rfind(".") :].lower()):
            part["encodingFormat"] = kind
        graph.append(part)
    return (json.dumps({"@context": _CONTEXT, "@graph": graph}, indent=1, ensure_ascii=True) + "\n").encode()
