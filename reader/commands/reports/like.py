"""``nrc-reader like``: prints the passages of other articles that speak of the same thing as a claim, and what differs.

The claims come from ``--text`` or, one a line, from ``--batch``. The passages are those of the files that are named, or
of the store's documents, of which tagged passages come as they were tagged.
"""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.commands.article_results import add_encoding_argument, number_or_all, positive
from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of
from reader.commands.styled_output import safe, show, terminal_size
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.analysis.claims.claim_corpus import Candidate, ClaimCorpus, ClaimDocument
    from reader.commands.reports.claim_documents import DocumentReader

#: Candidates of a claim, unless another number is asked for: for a person, and for each line of a batch.
_COUNT, _IN_BATCH = 20, 50
#: Code points of a claim at most.
_LONGEST = 10_000
#: Code points of a quote in a line.
_SHOWN = 300


class _Asked(NamedTuple):
    """A claim that is looked for, and the file that it is from, empty if none is named."""

    id: Any
    text: str
    source: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--text", metavar="TEXT", type=_text, help="the claim")
    lines = 'a file with a line {"id", "text", "from"} for each claim'
    asked.add_argument("--batch", metavar="FILE", help=lines)
    source = "the file that TEXT is from: its date counts, and it is left out"
    parser.add_argument("--from", dest="source", metavar="FILE", default="", help=source)
    where = "files and folders with the passages (default: the store's documents)"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=where)
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    count = f"the first N candidates, 0 for all (default: {_COUNT}, of each claim of a batch {_IN_BATCH})"
    parser.add_argument("-n", "--number", type=number_or_all, metavar="N", help=count)
    more = "with --batch or -f json: the speaker, date and article's day of claim and candidates too"
    parser.add_argument("--details", action="store_true", help=more)
    add_encoding_argument(parser)
    how_many = "processes for more than one file (default: one for each core)"
    parser.add_argument("-j", "--jobs", metavar="N", type=positive, help=how_many)


def _text(typed: str) -> str:
    if not typed.strip():
        raise ArgumentTypeError("there is no claim in it")
    return typed


def run(options: argparse.Namespace) -> int:
    """Print the candidates; the exit code."""
    from reader.commands.reports.claim_documents import DocumentReader

    settings = settings_of(options)
    if options.batch and options.source:
        raise CommandError("--from belongs to --text; in a batch each line names its file")
    reader = DocumentReader(options, settings)
    usual = _COUNT if options.batch is None else _IN_BATCH
    search = _Search(reader, usual if options.number is None else options.number)
    if options.text is not None:
        return _one(_Asked(None, options.text, options.source), search, options)
    return _batch(search, options)


class _Search:
    """The documents, and the candidates for a claim in them."""

    def __init__(self, reader: DocumentReader, number: int) -> None:
        from reader.analysis.claims.claim_corpus import ClaimCorpus

        self._reader = reader
        self.corpus: ClaimCorpus = ClaimCorpus(reader.documents())
        self._number = number or sys.maxsize

    @property
    def failed(self) -> int:
        """How many documents could not be read."""
        return self._reader.failed

    def __call__(self, asked: _Asked) -> tuple[ClaimDocument, tuple[int, int], list[Candidate]]:
        """The document and place of a claim, and its candidates; raises ``CommandError``."""
        from reader.analysis.claims.claim_corpus import Claim
        from reader.analysis.claims.claim_place import document_of_text, place_in

        source = self._reader.named(asked.source, self.corpus.documents) if asked.source else None
        document, place = document_of_text(asked.text, source), (0, len(asked.text))
        if source is not None:
            if (known := place_in(source.text, asked.text)) is not None:
                document, place = source, known
            else:
                complain(f"{asked.source}: the text does not stand in it as it is; only its date is used")
        left_out = () if source is None else self._reader.copies_of(source, self.corpus.documents)
        found = self.corpus.candidates(Claim(document, *place), self._number, left_out=left_out)
        return document, place, found


# --- one claim


def _one(asked: _Asked, search: _Search, options: argparse.Namespace) -> int:
    document, place, found = search(asked)
    if options.format == "json":
        print(_as_json(asked, document, place, found, with_details=options.details, has_id=False))
    elif size := terminal_size():
        _show(found, size[0])
    else:
        from reader.system.safe_text import safe_text

        for one in found:
            print(safe_text(_line(one)))
    if not found:
        complain(f"nothing like it in {counted(len(search.corpus.documents), 'document')}")
    return PROBLEM if search.failed or not found else DONE


def _line(one: Candidate) -> str:
    from reader.system.safe_text import short_text

    differs = f"differs in {', '.join(one.differs)}" if one.differs else "nothing differs"
    told = [one.relation, differs, *([one.speaker] if one.speaker else []), *([one.date] if one.date else [])]
    quote = short_text(" ".join(one.quote.split()), _SHOWN)
    return f"{one.document.name}:{one.start}-{one.end}: [{'; '.join(told)}] {quote}"


def _show(found: Sequence[Candidate], width: int) -> None:
    """Print the candidates on a terminal: where, what the program proposes, what differs, and the passage."""
    from rich.text import Text

    from reader.system.safe_text import short_text

    lines = []
    for one in found:
        day = one.document.day.isoformat() if one.document.day else ""
        head = Text.assemble((safe(one.document.name, "bold")), "  ", (day, "cyan"), "  ", (one.relation, "magenta"))
        if one.differs:
            head.append(f"  differs in {', '.join(one.differs)}", "yellow")
        if one.speaker:
            head.append("  ").append_text(safe(one.speaker))
        lines += [head, safe(f"    {short_text(' '.join(one.quote.split()), max(width, 40) * 3)}")]
    show(*lines)


# --- many claims


def _batch(search: _Search, options: argparse.Namespace) -> int:
    from reader.exchange.format_protocol import Fault
    from reader.exchange.json_rows import json_rows
    from reader.system.os_errors import reason

    failed = bool(search.failed)
    try:
        for row in json_rows(Path(options.batch)):
            if isinstance(row, Fault):
                complain(f"{options.batch}: {row.place}: {row.what}")
                failed = True
                continue
            where, record = row
            try:
                asked = _asked(record)
                document, place, found = search(asked)
            except (CommandError, ValueError) as error:
                complain(f"{options.batch}: {where}: {error}")
                failed = True
                continue
            print(_as_json(asked, document, place, found, with_details=options.details, has_id=True), flush=True)
    except OSError as error:
        raise CommandError(f"{options.batch}: cannot be read: {reason(error)}") from error
    return PROBLEM if failed else DONE


def _asked(row: dict[str, Any]) -> _Asked:
    """The claim of a line; raises ``ValueError`` with what is wrong."""
    text, source = row.get("text"), row.get("from") or ""
    if not isinstance(text, str) or not text.strip():
        raise ValueError('has no "text" (a line is {"id", "text", "from"})')
    if len(text) > _LONGEST:
        raise ValueError(f'"text" is longer than {_LONGEST:,} code points')
    if not isinstance(source, str):
        raise ValueError('"from" is no name of a file')
    return _Asked(row.get("id"), text, source)


def _as_json(
    asked: _Asked,
    document: ClaimDocument,
    place: tuple[int, int],
    found: Sequence[Candidate],
    *,
    with_details: bool,
    has_id: bool,
) -> str:
    from reader.analysis.claims.dates_spoken_of import main_date
    from reader.system.json_text import json_text

    record: dict[str, Any] = {"id": asked.id} if has_id else {"text": asked.text, "from": asked.source or None}
    if with_details:
        spoken = main_date(document.text, document.day, *place)
        record["speaker"] = document.speaker_of(*place) or None
        record["date"] = spoken.iso if spoken else None
        record["published"] = document.day.isoformat() if document.day else None
    record["candidates"] = [_candidate(one, with_details=with_details) for one in found]
    return json_text(record)


def _candidate(one: Candidate, *, with_details: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "document": one.document.name,
        "start": one.start,
        "end": one.end,
        "quote": one.quote,
        "score": one.score,
        "relation": one.relation,
        "differs": list(one.differs),
    }
    if with_details:
        found["speaker"] = one.speaker or None
        found["date"] = one.date or None
        found["published"] = one.document.day.isoformat() if one.document.day else None
        if one.tag is not None:
            found["annotation"], found["label"] = one.tag.annotation, one.tag.label
    return found
