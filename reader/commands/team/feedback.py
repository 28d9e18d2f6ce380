"""``nrc-reader feedback``: prints what became of an annotator's tags once documents were adjudicated."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of, store_of
from reader.commands.styled_output import safe
from reader.system.safe_text import short_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.analysis.adjudication.fates import Fate
    from reader.exchange.comparison.annotator_fates import DocumentFates
    from reader.model.document import Stored
    from reader.store.store_protocol import Store

#: Code points of a quote in a line.
_QUOTE = 90
_NOBODY = "feedback: nothing was adjudicated yet (C in the reader, or nrc-reader adjudicate)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "--document", action="append", default=[], metavar="PATH", help="only this file or folder; may be repeated"
    )
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")


def run(options: argparse.Namespace) -> int:
    """Print it; the exit code."""
    from reader.config.settings import annotator_name
    from reader.exchange.comparison.annotator_fates import document_fates
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import StoreError

    settings = settings_of(options)
    store = store_of(settings, options.document)
    annotator = selected(options) or annotator_name(settings)
    try:
        refuse_stranger(store, annotator)
    except CommandError as error:
        if selected(options):
            raise
        raise CommandError(f"{error}; --annotator NAME says whose tags") from error
    failed: list[str] = []
    documents = _documents(store, options.document, failed)
    allowed = AllowedFiles(store.project_folder(), options.document)
    try:
        found = list(document_fates(store, documents, annotator, allowed, settings.max_file_bytes))
    except StoreError as error:
        raise CommandError(error) from error
    if options.format == "json":
        print(json.dumps(_as_json(annotator, found), ensure_ascii=False))
    else:
        _print(annotator, found)
    return PROBLEM if failed else DONE


def _documents(store: Store, wanted: list[str], failed: list[str]) -> Iterator[Stored]:
    """The documents in the order of their paths."""
    from reader.commands.environment import each_document
    from reader.exchange.jsonl import is_within

    found = each_document(store, failed, lambda key: store.load(key, with_copies=True))
    chosen = [one for one in found if not wanted or is_within(one.document, wanted)]
    return iter(sorted(chosen, key=lambda one: (one.document.path, one.document.sha256)))


def _print(annotator: str, found: list[DocumentFates]) -> None:
    if not found:
        complain(_NOBODY)
        return
    print(safe(f"{annotator}: {_counted([fate for one in found for fate in one.fates])}"))
    for document, fates in found:
        print()
        print(safe(f"{document.path}: {_counted(fates)}"))
        for fate in fates:
            if fate.what != "kept":
                print(safe(f"  {_line(fate)}  {document.path}#{fate.tag.id}"))


def _line(fate: Fate) -> str:
    quote = short_text(" ".join(fate.tag.quote.split()), _QUOTE)
    reason = "".join(f" ({part})" for part in (fate.rule and f"rule {fate.rule}", " ".join(fate.note.split())) if part)
    how = f": {fate.how}" if fate.how else ""
    return f"{fate.what:<7} {fate.tag.label} “{quote}”{how}{reason}"


def _counted(fates: list[Fate]) -> str:
    from reader.analysis.adjudication.fates import FATES

    counts = Counter(fate.what for fate in fates)
    return ", ".join(f"{counts[what]} {what}" for what in FATES if counts[what]) or "nothing"


def _as_json(annotator: str, found: list[DocumentFates]) -> dict[str, Any]:
    from reader.analysis.adjudication.fates import FATES

    counts = Counter(fate.what for one in found for fate in one.fates)
    return {
        "annotator": annotator,
        "counts": {what: counts[what] for what in FATES},
        "documents": [
            {"path": document.path, "fates": [_fate_as_json(fate) for fate in fates]} for document, fates in found
        ],
    }


def _fate_as_json(fate: Fate) -> dict[str, Any]:
    def tag(one: Any) -> dict[str, Any]:
        return {"id": one.id, "label": one.label, "start": one.start, "end": one.end, "quote": one.quote}

    became = [tag(one) for one in fate.became]
    return {
        "what": fate.what, **tag(fate.tag), "became": became, "how": fate.how, "rule": fate.rule, "note": fate.note,
    }  # fmt: skip
