"""``nrc-reader table``: prints quotations, labels by document, overlapping labels, or speakers."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain
from reader.commands.interchange.chosen_documents import chosen_documents
from reader.commands.interchange.selection_options import Asked, add_selection_arguments, asked_for
from reader.commands.styled_output import one_line_table, safe, show, terminal_size

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reader.analysis.label_counts import LabelCount
    from reader.analysis.quotation_rows import Cell
    from reader.exchange.outgoing.exported_documents import DocumentsToExport

#: What of a quotation a terminal shows, in this order, until there is no more room.
_ON_TERMINAL = ("label", "quote", "document", "start", "note", "speaker", "annotator", "end", "anchor")


class Table(NamedTuple):
    """A table before it is printed.

    Attributes:
        columns: headings.
        rows: cells; numbers are no text.
        records: the same for ``-f json``, an object a row.
        numbers: headings of the columns of numbers.
    """

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    records: Iterable[dict[str, Any]]
    numbers: Collection[str]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("what", choices=["quotations", *_TABLES], metavar="NAME", help="one of %(choices)s")
    parser.add_argument("-f", "--format", choices=["text", "csv", "json"], default="text", help="default: %(default)s")
    add_selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the table; the exit code."""
    from reader.commands.progress_line import ProgressLine
    from reader.store.store_protocol import StoreError

    asked = asked_for(options)
    failed: list[str] = []
    try:
        with ProgressLine() as progress:
            documents = chosen_documents(asked, failed, progress)
            if options.what == "quotations":
                table = _quotations(documents, is_brief=options.format == "text" and terminal_size() is not None)
            else:
                table = _TABLES[options.what](asked, documents)
            _print(table, options.format)
    except StoreError as error:
        raise CommandError(error) from error
    except KeyboardInterrupt:
        complain("table: stopped; what was printed is not all")
        return STOPPED
    return PROBLEM if failed else DONE


def _print(table: Table, format_: str) -> None:
    if format_ == "csv":
        from reader.exchange.formats.quotation_table import as_csv

        sys.stdout.flush()
        sys.stdout.buffer.writelines(as_csv(table.columns, table.rows))
        sys.stdout.buffer.flush()
    elif format_ == "json":
        for record in table.records:
            print(json.dumps(record, ensure_ascii=False))
    elif size := terminal_size():
        _show(table, size[0])
    else:
        from reader.system.safe_text import safe_text

        for row in (table.columns, *table.rows):
            print("\t".join(safe_text(str(cell)) for cell in row))


def _show(table: Table, width: int) -> None:
    """Print the table on the terminal, and below it what there was no room for."""
    rows = [[f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in table.rows]
    fitting, left_out = one_line_table(table.columns, rows, width, numbers=table.numbers, wide="quote")
    show(fitting)
    if left_out:
        show(safe(f"no room for {', '.join(left_out)} (widen the terminal, or -f csv)"))


def _quotations(documents: DocumentsToExport, *, is_brief: bool) -> Table:
    """A row a quotation: with everything about it, or with what a terminal shows, for which no file is read."""
    from reader.analysis.quotation_rows import BETWEEN, COLUMNS
    from reader.exchange.formats.quotation_table import rows_of

    rows = rows_of(documents.documents(needs_text=False), reads_files=not is_brief)
    numbers = ("start", "end", "source_start", "source_end")
    if is_brief:
        places = [COLUMNS.index(name) for name in _ON_TERMINAL]
        return Table(_ON_TERMINAL, ([row[at] for at in places] for row in rows), (), numbers)

    def records() -> Iterator[dict[str, Any]]:
        for row in rows:
            found: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
            yield {**found, **{one: found[one].split(BETWEEN) if found[one] else [] for one in ("authors", "links")}}

    return Table(COLUMNS, rows, records(), numbers)


def _labels(asked: Asked, documents: DocumentsToExport) -> Table:
    from reader.analysis.count_tables import DOCUMENT
    from reader.analysis.label_counts import LabelCount, by_label

    found = documents.documents(needs_text=False)
    rows = [LabelCount(one.document.path, by_label(one.annotations)) for one in found]
    return _counts(DOCUMENT, rows, _names(asked, documents))


def _speakers(asked: Asked, documents: DocumentsToExport) -> Table:
    from reader.analysis.count_tables import SPEAKER
    from reader.analysis.label_counts import SpeakerCounts

    counts = SpeakerCounts()
    for one in documents.documents(needs_text=False):
        counts.add(one.annotations)
    return _counts(SPEAKER, list(counts.rows()), _names(asked, documents))


def _names(asked: Asked, documents: DocumentsToExport) -> list[str]:
    """The labels of a table of counts: those that are asked for, else all that are in force or used, in their order."""
    labels = documents.job(asked.labels).labels
    return [one.name for one in labels if asked.selection.has_label(one.name)]


def _counts(what: str, rows: Sequence[LabelCount], labels: Sequence[str]) -> Table:
    """A row a document or speaker, with how many annotations it has of each label; the last row has the totals."""
    from reader.analysis.count_tables import SPEAKER, count_cells, count_columns, total_cells

    def cells() -> Iterator[Sequence[Cell]]:
        for row in rows:
            yield count_cells(what, row, labels)
        yield total_cells(what, rows, labels)

    def records() -> Iterator[dict[str, Any]]:
        for row in rows:
            counts = {label: row.counts[label] for label in labels}
            found = {what: row.name, "total": row.counts.total(), "labels": counts}
            yield {**found, "documents": row.documents} if what == SPEAKER else found

    columns = count_columns(what, labels)
    return Table(columns, cells(), records(), columns[1:])


def _overlaps(asked: Asked, documents: DocumentsToExport) -> Table:
    from reader.analysis.count_tables import OVERLAP_COLUMNS, overlap_cells
    from reader.analysis.label_overlaps import OverlapCounts

    del asked

    counts = OverlapCounts()
    for one in documents.documents(needs_text=False):
        counts.add(one.annotations)
    rows = [overlap_cells(row) for row in counts.rows()]
    keys = ("label", "other", "pairs", "same", "inside", "crossing", "documents")
    records = (dict(zip(keys, row, strict=True)) for row in rows)
    return Table(OVERLAP_COLUMNS, rows, records, OVERLAP_COLUMNS[2:])


_TABLES = {"labels": _labels, "overlaps": _overlaps, "speakers": _speakers}
