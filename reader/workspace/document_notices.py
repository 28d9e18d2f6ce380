"""What the status line says of a document when it comes up, and of a fault."""

from __future__ import annotations

from pathlib import Path

from reader.annotations.document_records import DocumentRecords


def reason_first(fault: str) -> str:
    """A fault of a file as the status line has it: what is wrong before where, for the end may find no room."""
    where, _, what = fault.partition(": ")
    return f"{what} ({Path(where).name})" if what and "/" in where else fault


def anchoring_notices(records: DocumentRecords) -> list[str]:
    """What became of the annotations now that their text has changed: a line, if anything did and it is known."""
    moved, asked = len(records.moved), len(records.offers)
    lost = len(records.detached) - asked
    counts = {"moved": moved, "to confirm": asked, "detached": lost}
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    shown = "it" if moved + asked + lost == 1 else "them"
    return [f"{said}: M shows {shown}"] if said and not records.lost else []
