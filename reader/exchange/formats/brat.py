r"""``brat``: a folder with the text of each document (``NAME.txt``) and what is marked in it (``NAME.ann``).

brat has one line for a passage, with its words, so that a passage over several lines is written in pieces. It shows the
notes of a passage, each of a kind: ``AnnotatorNotes`` are ours, and other kinds hold what brat has no place for. A note
is one line, with ``\n`` for a line end. Types are made of few characters: others are written as ``_x00FC_``.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.file_names import FileNames, bytes_of, files_in
from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedLink,
    ImportedSpan,
    Links,
    NewFile,
)
from reader.exchange.json_rows import json_rows, text_in
from reader.exchange.label_colours import hexadecimal_colour
from reader.model.annotation import Annotation, Link
from reader.system.json_text import json_text

ABOUT = About(
    what="a folder for brat, a text and a file of annotations a document",
    holds=Holds(overlap=True, nesting=True, links=Links.WITHIN, notes=True, speakers=True, annotators=True),
    is_folder=True,
)
#: Which document each pair of files is; brat leaves it alone.
DOCUMENTS = "documents.jsonl"
_CONFIGURATION, _COLOURS = "annotation.conf", "visual.conf"
#: Kinds of notes.
_NOTE, _ANNOTATOR, _SPEAKER, _ID = "AnnotatorNotes", "Annotator", "AttributedTo", "Id"
#: What a line of brat's cannot have within: Python, in which brat is written, ends a line at each of them.
_WITHIN_LINE = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_ESCAPED = re.compile("[\\\\\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ESCAPE = re.compile(r"\\(?:([\\nr])|u([0-9a-f]{4}))")
_LETTERS = {"\\": "\\", "\n": "n", "\r": "r"}
#: In types: what is written as a number, and such a number.
_NOT_IN_TYPE = re.compile(r"[^a-zA-Z0-9_-]|_(?=x[0-9A-F]*_)")
_NUMBER_IN_TYPE = re.compile(r"_x([0-9A-F]{0,6})_")
_PASSAGE = re.compile(r"T\S*\t(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*) *(?:\t(.*))?", re.DOTALL)
_RELATION = re.compile(r"R\S*\t(\S+) [^\s:]+:(\S+) [^\s:]+:(\S+)\s*")
_REMARK = re.compile(r"#\S*\t(\S+) (\S+)\t(.*)", re.DOTALL)
_DAMAGED = "is no line of a passage, a relation or a note as brat writes them"


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    yield NewFile(_CONFIGURATION)
    yield _configuration(job).encode()
    yield NewFile(_COLOURS)
    yield _colours(job).encode()
    names, rows = FileNames(), []
    for one in documents:
        name = names.name_of(one.document.path.removesuffix(".txt"))
        rows.append(_row(name, one))
        yield NewFile(f"{name}.txt")
        yield one.text.encode(errors="replace")
        yield NewFile(f"{name}.ann")
        yield "".join(f"{line}\n" for line in _lines(one)).encode(errors="replace")
    yield NewFile(DOCUMENTS)
    yield from rows


def _row(name: str, one: ExportedDocument) -> bytes:
    row = {
        "name": name,
        "document": one.document.path,
        "document_sha256": one.document.sha256,
        "title": one.title,
        "url": one.facts.address,
    }
    return f"{json_text(row)}\n".encode()


def _configuration(job: ExportJob) -> str:
    """What brat lets a person choose from: all passages may overlap, and relations are between any two of them."""
    arguments = "Arg1:<ENTITY>, Arg2:<ENTITY>"
    entities = [type_of(label.name) for label in job.labels]
    relations = [f"{type_of(kind)}\t{arguments}" for kind in job.link_kinds]
    relations.append(f"<OVERLAP>\t{arguments}, <OVL-TYPE>:<ANY>")
    sections: dict[str, list[str]] = {"entities": entities, "relations": relations, "events": [], "attributes": []}
    return "\n".join("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())


def _colours(job: ExportJob) -> str:
    """Names and colours of the types; a name that brat's file cannot have is left to the type."""
    names = [
        f"{type_of(name)} | {name}\n"
        for name in (*(label.name for label in job.labels), *job.link_kinds)
        if not re.search(r"[|<>\t#]", name) and name.strip()
    ]
    colours = [f"{type_of(label.name)}\tbgColor:{hexadecimal_colour(label)}\n" for label in job.labels]
    return "".join(["[labels]\n", *names, "\n[drawing]\n", *colours])


def _lines(one: ExportedDocument) -> Iterator[str]:
    """Passages, then relations, then notes of both."""
    remarks: list[tuple[str, str, str]] = []
    called = {}
    for number, each in enumerate(one.annotations, 1):
        called[each.id] = key = f"T{number}"
        pieces = fragments(one.text, each.start, each.end)
        places = ";".join(f"{start} {end}" for start, end in pieces)
        yield f"{key}\t{type_of(each.label)} {places}\t{' '.join(one.text[start:end] for start, end in pieces)}"
        remarks += [(key, kind, text) for kind, text in _remarks(each) if text]
    for number, link in enumerate(one.links, 1):
        yield f"R{number}\t{type_of(link.kind)} Arg1:{called[link.source]} Arg2:{called[link.target]}"
        remarks += [(f"R{number}", kind, text) for kind, text in _remarks(link) if text]
    for number, (key, kind, text) in enumerate(remarks, 1):
        yield f"#{number}\t{kind} {key}\t{escaped(text)}"


def _remarks(one: Annotation | Link) -> Sequence[tuple[str, str]]:
    told = ((_NOTE, one.note), (_SPEAKER, one.attributed_to)) if isinstance(one, Annotation) else ()
    return (*told, (_ANNOTATOR, one.annotator), (_ID, one.id))


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of a passage without the line ends between them; an empty one where it begins or ends with one."""
    found = [match.span() for match in _WITHIN_LINE.finditer(text, start, end)]
    before = [] if found and found[0][0] == start else [(start, start)]
    after = [] if found and found[-1][1] == end else [(end, end)]
    return [*before, *found, *after]


def escaped(text: str) -> str:
    """The text as one line."""
    return _ESCAPED.sub(lambda match: "\\" + _LETTERS.get(match[0], f"u{ord(match[0]):04x}"), text)


def unescaped(line: str) -> str:
    """The text of one line; a backslash that escapes nothing stays."""
    meant = {letter: character for character, letter in _LETTERS.items()}
    return _ESCAPE.sub(lambda match: meant[match[1]] if match[1] else chr(int(match[2], 16)), line)


def type_of(name: str) -> str:
    """The name of a label as brat can have one: ASCII letters, digits, ``-`` and ``_``."""
    return _NOT_IN_TYPE.sub(lambda match: f"_x{ord(match[0]):04X}_", name) or "_x_"


def name_of(type_: str) -> str:
    """The name of a label, from brat's type."""
    return _NUMBER_IN_TYPE.sub(lambda match: _character(match[1]), type_)


def _character(number: str) -> str:
    return chr(min(int(number, 16), 0x10FFFF)) if number else ""


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    if not path.is_dir():
        raise ExchangeError("is no folder: brat has one, with a .txt and a .ann of each document")
    known = yield from _known(path)
    there = False
    for name, place in files_in(path, ".ann"):
        there = True
        try:
            lines = bytes_of(place).decode().split("\n")
            text = bytes_of(place.with_suffix(".txt")).decode()
        except (ValueError, OSError) as error:
            yield Fault(name, _reason(error))
            continue
        yield from _document(name, text, lines, known.get(name.removesuffix(".ann"), {}))
    if not there and not (path / _CONFIGURATION).is_file():
        raise ExchangeError("has no .ann file in it")


def _known(path: Path) -> Generator[Fault, None, dict[str, dict[str, Any]]]:
    """The rows of our own list of documents, by the name of the files."""
    place = path / DOCUMENTS
    found: dict[str, dict[str, Any]] = {}
    if place.is_file() and not place.is_symlink():
        for one in json_rows(place):
            if isinstance(one, Fault):
                yield Fault(f"{DOCUMENTS}: {one.place}", one.what)
            else:
                found[str(one[1].get("name"))] = one[1]
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "has no .txt with its text beside it"
    if isinstance(error, OSError):
        return "cannot be read, or its .txt cannot"
    return "is not UTF-8, or its .txt is not" if isinstance(error, UnicodeDecodeError) else str(error)


def _document(name: str, text: str, lines: Sequence[str], row: dict[str, Any]) -> Iterator[ImportedDocument | Fault]:
    try:
        found = ImportedDocument(
            name,
            text,
            path=text_in(row, "document"),
            sha256=text_in(row, "document_sha256"),
            address=text_in(row, "url"),
            title=text_in(row, "title") if row.get("title") is not None else None,
        )
    except ValueError as error:
        yield Fault(f"{DOCUMENTS}: {name}", str(error))
        found = ImportedDocument(name, text)
    told: dict[str, ImportedSpan | ImportedLink] = {}
    for number, line in enumerate(lines, 1):
        key = line.partition("\t")[0]
        try:
            if line[:1] == "T":
                told[key] = span = _span(line, f"{name} {key}", f"{name}: line {number}", text)
                found.spans.append(span)
            elif line[:1] == "R":
                told[key] = link = _link(line, name)
                found.links.append(link)
        except ValueError as error:
            yield Fault(f"{name}: line {number}", str(error))
    for number, line in enumerate(lines, 1):
        try:
            if line.strip() and line[:1] not in ("T", "R"):
                _take_remark(line, told)
        except ValueError as error:
            yield Fault(f"{name}: line {number}", str(error))
    yield found


def _span(line: str, key: str, place: str, text: str) -> ImportedSpan:
    """A passage; brat's own rule is that its words are those at its places, with a blank between two pieces."""
    match = _PASSAGE.fullmatch(line)
    if match is None:
        raise ValueError(_DAMAGED)
    pieces = [tuple(map(int, piece.split(" "))) for piece in match[2].split(";")]
    ends = [0, *(end for _, end in pieces)]
    if any(not before <= start <= end <= len(text) for before, (start, end) in zip(ends, pieces, strict=False)):
        raise ValueError("has places that are outside of the text, or not in order")
    words = " ".join(text[start:end] for start, end in pieces)
    if match[3] is not None and match[3].removesuffix("\r") != words.removesuffix("\r"):
        raise ValueError("has other words than the text at its places")
    if any(text[end:start].strip() for (_, end), (start, _) in pairwise(pieces)):
        raise ValueError("is a passage of several pieces with words between them, which no passage here is")
    start, end = pieces[0][0], pieces[-1][1]
    return ImportedSpan(name_of(match[1]), start, end, text[start:end], key=key, place=place)


def _link(line: str, name: str) -> ImportedLink:
    match = _RELATION.fullmatch(line)
    if match is None:
        raise ValueError(_DAMAGED)
    return ImportedLink(f"{name} {match[2]}", f"{name} {match[3]}", name_of(match[1]))


def _take_remark(line: str, told: Mapping[str, ImportedSpan | ImportedLink]) -> None:
    """Take what a note says of a passage or a relation."""
    if line[:1] in ("A", "E", "M", "N", "*"):
        raise ValueError("is an event, an attribute or a group: only passages, relations and notes are imported")
    match = _REMARK.fullmatch(line)
    if match is None:
        raise ValueError(_DAMAGED)
    kind, key, text = match[1], match[2], unescaped(match[3].removesuffix("\r"))
    one = told.get(key)
    if kind == _ANNOTATOR and one is not None:
        one.annotator = text
    elif kind == _ID and one is not None:
        one.id = text
    elif kind == _SPEAKER and isinstance(one, ImportedSpan):
        one.speaker = text
    elif kind == _NOTE and isinstance(one, ImportedSpan):
        one.note = f"{one.note}\n{text}" if one.note else text
    else:
        raise ValueError("is a note of something that has none here")


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del head
    return path.is_dir() and ((path / _CONFIGURATION).is_file() or next(files_in(path, ".ann"), None) is not None)
