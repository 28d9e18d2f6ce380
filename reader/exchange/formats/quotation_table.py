"""``csv``: the quotation table, one row an annotation, for spreadsheets and statistics.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and a formula from a stranger's
article can send data away. Such a cell gets an apostrophe before it, and loses it on the way back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from reader.analysis.quotation_rows import BETWEEN, COLUMNS, Cell, QuotedDocument, quotation_rows
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Facts,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLink,
    ImportedSpan,
    Links,
    NewFile,
)
from reader.exchange.jsonl import LONGEST_LINE
from reader.model.annotation import ANCHORS, EXACT, is_id
from reader.model.annotation_origin import OWN, SUGGESTION, origin_in
from reader.model.annotation_values import values_in

ABOUT = About(
    what="the quotation table as CSV, one row an annotation",
    holds=Holds(
        overlap=True,
        nesting=True,
        links=Links.ACROSS,
        notes=True,
        values=True,
        origins=True,
        speakers=True,
        annotators=True,
        detached=True,
    ),
    suffix=".csv",
    needs_text=False,
    is_complete=True,
)
_WANTED = {"label", "quote", "start", "end"}
#: What a spreadsheet may take for a formula, behind apostrophes that were there before.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")
#: Rows that are gathered before they are written.
_MANY = 500


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    del job
    yield from as_csv(COLUMNS, rows_of(documents))


def rows_of(documents: Iterable[ExportedDocument], *, reads_files: bool = True) -> Iterator[list[Cell]]:
    """The rows of the quotation table; the file of each document may be read for what it says of itself."""
    for one in documents:
        facts = one.facts if reads_files else Facts()
        head = QuotedDocument(
            one.document.path, one.document.sha256, one.title or "", facts.authors, facts.published, facts.address
        )
        yield from quotation_rows(head, one.annotations, one.links)


def as_csv(columns: Iterable[str], rows: Iterable[Iterable[Cell | float]]) -> Iterator[bytes]:
    """Any table as CSV for spreadsheets, piece by piece. The mark at the start tells them that it is UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(map(guarded, columns))
    yield b"\xef\xbb\xbf"
    for index, row in enumerate(rows):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
        if not index % _MANY:
            yield _taken(buffer)
    yield _taken(buffer)


def guarded(cell: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{cell}" if not cell[:1].isalnum() and _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text as it was before ``guarded``."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode(errors="backslashreplace")
    buffer.seek(0)
    buffer.truncate()
    return data


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``. The columns may be in any order, divided by commas, semicolons or tabs."""
    csv.field_size_limit(LONGEST_LINE)
    with path.open(encoding="utf-8-sig", newline="") as file:
        number = 1
        try:
            delimiter = _delimiter(file.readline(1 << 16))
            file.seek(0)
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            names = [name.strip() for name in next(reader, [])]
            if not _WANTED.issubset(names):
                raise ExchangeError(f"has no columns {', '.join(sorted(_WANTED - set(names)))} in its first line")
            for _, group in groupby(_rows(reader, names), _document_of):
                yield from _document(group)
                number = reader.line_num
        except csv.Error as error:
            raise ExchangeError(f"is no CSV behind line {number}: {error}") from error
        except UnicodeDecodeError as error:
            raise ExchangeError("is not UTF-8 (save it as CSV UTF-8)") from error


def _rows(reader: Any, names: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by column, with the numbers of the lines that they end in."""
    for row in reader:
        if any(row):
            yield reader.line_num, {name: unguarded(cell) for name, cell in zip(names, row, strict=False)}


def _document_of(row: tuple[int, Mapping[str, str]]) -> list[str]:
    return [row[1].get(name, "") for name in _DOCUMENT]


_DOCUMENT = ("document", "document_sha256", "address")


def _document(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[ImportedDocument | Fault]:
    """What the rows of one document say."""
    found: ImportedDocument | None = None
    for number, row in rows:
        place = f"line {number}"
        if found is None:
            path, sha256, address = (row.get(name, "") for name in _DOCUMENT)
            found = ImportedDocument(place, None, path, sha256, address, row.get("title") or None)
        try:
            found.spans.append(_span(place, row))
        except ValueError as error:
            yield Fault(place, str(error))
            continue
        found.links += (
            ImportedLink(found.spans[-1].key, target, kind) for kind, target in _links(row.get("links", ""))
        )
    if found is not None:
        yield found


def _links(cell: str) -> Iterator[tuple[str, str]]:
    """The kind and the target of each link; a kind may hold what stands between two."""
    begun: list[str] = []
    for piece in cell.split(BETWEEN):
        begun.append(piece)
        kind, _, target = piece.rpartition(" ")
        if is_id(target):
            yield BETWEEN.join([*begun[:-1], kind]), target
            begun = []


def _span(place: str, row: Mapping[str, str]) -> ImportedSpan:
    anchor = row.get("anchor") or EXACT
    if anchor not in ANCHORS:
        raise ValueError("anchor is unknown")
    start, end = (_number(row, name) for name in ("start", "end"))
    source_start, source_end = (
        _number(row, name) if row.get(name) else None for name in ("source_start", "source_end")
    )
    identifier, values = row.get("id", ""), values_in(row.get("values", ""))
    origin = origin_in(values)
    return ImportedSpan(
        row["label"],
        start,
        end,
        row["quote"],
        key=identifier or place,
        id=identifier,
        place=place,
        note=row.get("note", ""),
        annotator=row.get("annotator", ""),
        speaker=row.get("speaker", ""),
        created_at=row.get("created_at", ""),
        updated_at=row.get("updated_at", ""),
        prefix=row.get("prefix"),
        suffix=row.get("suffix"),
        source_start=source_start,
        source_end=source_end,
        anchor=anchor,
        values=values if origin == OWN else {name: one for name, one in values.items() if name != SUGGESTION},
        origin=origin,
    )


def _number(row: Mapping[str, str], name: str) -> int:
    text = row.get(name, "").removesuffix(".0")
    if not (text.isascii() and text.isdigit() and len(text) < 17):
        raise ValueError(f"{name} is not a whole number")
    return int(text)


def _delimiter(line: str) -> str:
    return max(",;\t", key=line.count)


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    line = head.decode("utf-8-sig", errors="replace").partition("\n")[0].rstrip("\r")
    names = {name.strip(' "') for name in line.split(_delimiter(line))}
    return names >= _WANTED
