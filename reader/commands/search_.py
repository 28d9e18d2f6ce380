"""``nrc-reader search QUERY``: prints where something stands in documents, annotations and notes.

With ``--annotations`` the query asks for annotations instead: see ``annotation_search``.

What the index knows is not read again; what it does not know is read by several processes and put into it.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.article_results import add_encoding_argument, number_or_all, positive
from reader.commands.environment import DONE, PROBLEM, complain, settings_of, store_of
from reader.commands.styled_output import safe, show, terminal_size
from reader.model.spans import Span
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from rich.text import Text

    from reader.store.store_protocol import Store
    from reader.workspace.fulltext.document_texts import IndexedText
    from reader.workspace.fulltext.indexed_texts import DocumentText
    from reader.workspace.fulltext.text_hits import TextHit
    from reader.workspace.fulltext.text_index import NewText
    from reader.workspace.jobs.file_search import NamedFiles

#: Hits of one document at most: it may be a book.
_MOST_IN_ONE = 10_000
#: Code points of the query in a message.
_SHOWN = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    what = 'a text as it stands; "whole words", begin*; or \\ and a regular expression'
    parser.add_argument("query", metavar="QUERY", type=_query, help=what)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    first = "the first N hits, 0 for all (default: all)"
    parser.add_argument("-n", "--number", type=number_or_all, default=0, metavar="N", help=first)
    parser.add_argument("--annotations", action="store_true", help="QUERY is words as claim without:evidence since:7d")
    add_encoding_argument(parser)
    how_many = "processes that read what is not in the index yet (default: one for each core)"
    parser.add_argument("-j", "--jobs", metavar="N", type=positive, help=how_many)


def _query(typed: str) -> str:
    from reader.text.search import PatternError
    from reader.text.search_query import search_query

    if not typed.strip("\\ \t\n"):
        raise ArgumentTypeError("there is nothing to search for")
    try:
        search_query(typed).spans("x", 1, 1.0)
    except PatternError as error:
        raise ArgumentTypeError(f"{typed!r}: {error}") from error
    return typed


def run(options: argparse.Namespace) -> int:
    """Print the hits; the exit code."""
    if options.annotations:
        from reader.commands import annotation_search

        return annotation_search.run(options)
    from reader.system.safe_text import short_text
    from reader.text.search_query import search_query
    from reader.workspace.fulltext.index_file import FILE
    from reader.workspace.fulltext.index_upkeep import IndexUpkeep
    from reader.workspace.fulltext.indexed_texts import IndexedTexts
    from reader.workspace.fulltext.text_hits import text_hits
    from reader.workspace.jobs.file_search import NamedFiles

    settings = settings_of(options)
    store, annotator = store_of(settings), selected(options)
    refuse_stranger(store, annotator)
    files = NamedFiles(options.paths or ["."], settings.max_file_bytes, options.encoding or "")
    folder = store.cache_folder() if store.exists() or not options.store else None  # a mistyped one is not made
    texts = IndexedTexts(files, store, None if folder is None else IndexUpkeep(folder / FILE, store, files))
    query, failed, count = search_query(options.query), _Failures(), 0
    width = (terminal_size() or (0, 0))[0] if options.format == "text" else 0
    read = partial(_read, files=files, store=store, failed=failed, jobs=options.jobs)
    with closing(texts.that_may_hold(query.needles, read, failed)) as documents:
        for each in documents:
            document = each if options.paths else each._replace(path=each.path.removeprefix("./"))
            found = text_hits(_work_of(document, annotator), query, _MOST_IN_ONE)
            hits = list(islice(found, options.number - count if options.number else None))
            if hits:
                _print(document, hits, options.format, is_styled=width > 0)
                count += len(hits)
            if count and count == options.number:
                break
    if failed.count and texts.count > 1:
        complain(f"{failed.count} of {texts.count} failed")
    if not count:
        complain(f"{short_text(options.query, _SHOWN)}: not found in {counted(texts.count - failed.count, 'document')}")
    return PROBLEM if failed.count or not count else DONE


class _Failures:
    """Says what could not be read, at once, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: object) -> None:
        """Say one."""
        self.count += 1
        complain(problem)


def _work_of(document: DocumentText, annotator: str) -> IndexedText:
    """What is searched: everything, or what one person tagged and noted."""
    text = document.text
    if not annotator:
        return text
    return text._replace(text="", annotations=tuple(one for one in text.annotations if one.annotator == annotator))


# --- reading what the index does not know


def _read(
    paths: Iterator[str], *, files: NamedFiles, store: Store, failed: _Failures, jobs: int | None
) -> Iterator[NewText | None]:
    """What the index is to hold of each document, read in other processes; None where one cannot be read."""
    from reader.commands.progress_line import ProgressLine
    from reader.commands.worker_pool import results, usable_cores

    known = list(paths)
    work = partial(_packed, files=files, address=store.address, viewer=store.viewer)
    with (
        ProgressLine(iter(known)) as progress,
        closing(
            results(
                iter(known), work, jobs or usable_cores(), lambda result: failed(result.problem), progress, complain
            )
        ) as done,
    ):
        for result in done:
            yield None if result.text is None else _unpacked(result.text)


def _packed(path: str, *, files: NamedFiles, address: str, viewer: str) -> str:
    from reader.workspace.fulltext.index_upkeep import read_document

    return json.dumps(read_document(path, _store_at(address, viewer), files))


def _unpacked(packed: str) -> NewText:
    from reader.workspace.catalogue.document_facts import DocumentFacts
    from reader.workspace.fulltext.document_texts import IndexedAnnotation, IndexedText
    from reader.workspace.fulltext.text_index import NewText

    place, stamp, sha256, key, (text, annotations), facts = json.loads(packed)
    found = (IndexedAnnotation(*one)._replace(span=Span(*one[2])) for one in annotations)
    return NewText(place, tuple(stamp), sha256, key, IndexedText(text, tuple(found)), DocumentFacts(*facts))


@cache
def _store_at(address: str, viewer: str) -> Store:
    """The store; the same object for all files, since it remembers what it has read."""
    from reader.store import open_store

    return open_store(address, viewer)


# --- printing


def _print(document: DocumentText, hits: Sequence[TextHit], format_: str, *, is_styled: bool) -> None:
    """Print the hits of a document at once, so that who reads them need not wait for the next one's."""
    if is_styled:
        _show(document, hits)
        return
    sys.stdout.write("".join((_as_json if format_ == "json" else _as_line)(document, hit) for hit in hits))
    sys.stdout.flush()


def _as_line(document: DocumentText, hit: TextHit) -> str:
    from reader.system.safe_text import safe_text

    where = f"{document.path}:{hit.span.start}-{hit.span.end}"
    return safe_text(f"{where}: {_kind_of(hit)}{hit.before}{hit.found}{hit.behind}") + "\n"


def _kind_of(hit: TextHit) -> str:
    """What an annotation is; nothing for a hit in the text."""
    if not hit.annotation:
        return "[note of the document] " if hit.is_note else ""
    return f"[{hit.label}{' note' if hit.is_note else ''}] "


def _as_json(document: DocumentText, hit: TextHit) -> str:
    from reader.system.json_text import json_text

    kind = "note" if hit.is_note else "passage" if hit.annotation else "text"
    found = {
        "source": document.path,
        "sha256": document.sha256,
        "start": hit.span.start,
        "end": hit.span.end,
        "in": kind,
        **({"annotation": hit.annotation, "label": hit.label} if hit.annotation else {}),
        "before": hit.before,
        "found": hit.found,
        "after": hit.behind,
    }
    return json_text(found) + "\n"


def _show(document: DocumentText, hits: Sequence[TextHit]) -> None:
    """Print them on a terminal: the document, and below it the hits."""
    from rich.text import Text

    lines = [safe(document.path, "bold")]
    for hit in hits:
        line = Text.assemble((f"  {hit.span.start}-{hit.span.end}  ", "cyan"), (safe(_kind_of(hit)).plain, "magenta"))
        for part, style in ((hit.before, ""), (hit.found, "bold red"), (hit.behind, "")):
            line.append_text(_part(part, style))
        lines.append(line)
    show(*lines)


def _part(text: str, style: str) -> Text:
    """A part of a line, with the spaces at its ends."""
    from rich.text import Text

    from reader.system.safe_text import safe_text

    if not text.strip():
        return Text(text and " ", style)
    return Text(" " * text[0].isspace() + safe_text(text) + " " * text[-1].isspace(), style)
