"""Lists the files of paths and folders: lazily, in natural order, each real file once."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator

from reader.sources.file_types import JSON, RECORD_MARK, WARC, may_be_article
from reader.sources.opening import is_url
from reader.sources.source_error import SourceError
from reader.sources.source_messages import guarded, not_regular, source_error
from reader.sources.standard_input import STANDARD_INPUT

#: Names that browsers give to the folder of pictures and styles beside ``page.html``.
_SAVED_PAGE_PARTS = re.compile(
    r"(?P<page>.+)(?:_files|_fichiers|_archivos|_bestanden|_file|-Dateien|\.fld)$", re.DOTALL
)
#: Endings of files that hold many documents.
_MANY = (".jsonl", ".ndjson", ".json", ".warc")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_DIGITS = re.compile(r"([0-9]+)")


def walk(
    paths: Iterable[str | os.PathLike[str]], on_error: Callable[[SourceError], None] | None = None
) -> Iterator[str]:
    """The files that ``paths`` name, with folders walked, each real file once.

    A named file is always included, whatever it is. In a folder, these are skipped silently: hidden files and folders,
    read-me files, the parts of saved pages, and files with an ending of another type (images, code, data). These are
    skipped and reported: pipes, sockets, devices, broken links, and links that lead out of the named paths, as a
    stranger's folder must not show other files of the user's. Other links are followed; each folder is entered once.

    A file of many documents (JSON, WARC) yields each document, as ``file.jsonl#3``, found when it is needed. In a
    folder, JSON counts only if its first object has an article.

    Args:
        paths: files and folders, web addresses, ``-`` for standard input; results are relative if these are.
        on_error: called for each missing path, each folder that cannot be listed and each entry that is neither file
            nor folder. Also for the first link that leads out, for the number of further ones, and for each file of
            many documents that cannot be read to its end.

    Yields:
        Paths in the order of ``paths``; within a folder sorted by name, with numbers by value.
    """
    report = on_error or (lambda _: None)
    seen: set[str] = set()
    named = [os.fspath(given) for given in paths]
    roots = [os.path.realpath(path) for path in named if path != STANDARD_INPUT and not is_url(path)]
    for path in named:
        try:
            with guarded(path):
                yield from _named(path, seen, roots, report)
        except SourceError as fault:
            report(fault)


def _named(path: str, seen: set[str], roots: list[str], report: Callable[[SourceError], None]) -> Iterator[str]:
    """The files of one named path."""
    if path == STANDARD_INPUT or is_url(path) or (RECORD_MARK in path and _is_record(path)):
        yield path
        return
    try:
        os.stat(path)  # noqa: PTH116
    except OSError as error:
        report(source_error(path, error))
        return
    except ValueError:
        report(SourceError(path, "is not a valid file name"))
        return
    if os.path.isdir(path):  # noqa: PTH112 (pathlib would rewrite the path)
        yield from _walk_folder(path, seen, roots, report)
    elif _is_new(path, seen):
        yield from _documents(path, report)


def _is_record(path: str) -> bool:
    from reader.sources.multi_document import split

    record = split(path)
    return record is not None and os.path.isfile(record[0])  # noqa: PTH113


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """A sort key that puts ``page 2`` before ``page 10`` and ignores case."""
    parts = _DIGITS.split(name.casefold())
    return [(1, int(part), "") if part.isdigit() and part.isascii() else (2, 0, part) for part in parts if part], name


def _walk_folder(folder: str, seen: set[str], roots: list[str], report: Callable[[SourceError], None]) -> Iterator[str]:
    """The files in a folder, depth first; an explicit stack allows any depth."""
    stack: list[tuple[str, Iterator[os.DirEntry[str]]]] = []  # folders, each with its real path
    out = 0
    if _is_new(folder, seen):
        stack.append((os.path.realpath(folder), iter(_entries(folder, report))))
    while stack:
        parent, entries = stack[-1]
        entry = next(entries, None)
        if entry is None:
            stack.pop()
        elif _leads_out(entry, roots):
            is_wanted = entry.is_dir() or may_be_article(entry.name)
            out += is_wanted
            if is_wanted and out == 1:
                report(SourceError(entry.path, "is a link that leads out of the folder", "name it to open it"))
        elif entry.is_dir():
            if _is_first(real := _real_path(entry, parent), seen):
                stack.append((real, iter(_entries(entry.path, report))))
        elif not entry.is_file():
            report(_no_file(entry.path))
        elif may_be_article(entry.name) and _is_first(_real_path(entry, parent), seen):
            yield from _documents(entry.path, report, named=False)
    if out > 1:
        more = f"{out - 1} more links lead" if out > 2 else "one more link leads"
        report(SourceError(folder, f"{more} out of it", "name them to open them"))


def _leads_out(entry: os.DirEntry[str], roots: list[str]) -> bool:
    """Whether the entry is a link to a target outside all named paths."""
    if not entry.is_symlink() or not os.path.exists(entry.path):  # noqa: PTH110
        return False
    real = os.path.realpath(entry.path)
    return not any(real == root or real.startswith(os.path.join(root, "")) for root in roots)  # noqa: PTH118


def _no_file(path: str) -> SourceError:
    if os.path.islink(path) and not os.path.exists(path):  # noqa: PTH110, PTH114
        return SourceError(path, "is a link that leads nowhere")
    return not_regular(path)


def _documents(path: str, report: Callable[[SourceError], None], *, named: bool = True) -> Iterator[str]:
    """The file itself, or each document in it, lazily."""
    if not path.lower().removesuffix(".gz").endswith(_MANY):
        yield path
        return
    from reader.sources.formats import jsonlines
    from reader.sources.multi_document import walk_records
    from reader.sources.record_files import kind_of

    if not named and kind_of(path) != WARC and not jsonlines.holds_articles(path):
        return
    if kind_of(path) == JSON and jsonlines.is_one_document(path):
        yield path
        return
    try:
        yield from walk_records(path)
    except SourceError as fault:  # skip the rest of this file; the other files go on
        report(fault)


def _entries(folder: str, report: Callable[[SourceError], None]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as listing:
            entries = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        report(source_error(folder, error))
        return []
    names = {entry.name for entry in entries}
    kept = [entry for entry in entries if not _is_part_of_saved_page(entry.name, names)]
    return sorted(kept, key=lambda entry: natural_key(entry.name))


def _is_part_of_saved_page(name: str, names: set[str]) -> bool:
    match = _SAVED_PAGE_PARTS.match(name)
    return match is not None and any(match["page"] + ending in names for ending in _HTML_ENDINGS)


def _is_new(path: str, seen: set[str]) -> bool:
    return _is_first(os.path.realpath(path), seen)


def _is_first(real: str, seen: set[str]) -> bool:
    if real in seen:
        return False
    seen.add(real)
    return True


def _real_path(entry: os.DirEntry[str], parent: str) -> str:
    """The real path of what is in a folder; ``parent`` is that of the folder."""
    return os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(parent, entry.name)  # noqa: PTH118
