"""``conll``: a token a line with its tag in IOB2, as CoNLL-2003 has it; one layer, for training taggers.

The first column is the token and the last one its tag, which is what readers of such files take. The two between them,
where the token begins and the white space behind it, make the text whole again. A sentence is a block of lines; a
sentence that an annotation goes on from is not ended, since a tag must not go on in another block.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import (
    About,
    ExportedDocument,
    ExportJob,
    Fault,
    Holds,
    ImportedDocument,
    ImportedSpan,
    NewFile,
)
from reader.exchange.span_tokens import span_tokens
from reader.model.annotation import Annotation
from reader.text.sentences import sentences

ABOUT = About(
    what="CoNLL-2003 with IOB2 tags, one token a line, one layer",
    holds=Holds(),
    suffix=".conll",
    comes_back=False,
)
#: The line that begins a document, and the tag of tokens outside of annotations.
_DOCUMENT, _OUTSIDE = "-DOCSTART-", "O"
_NO_SPACE = "_"
_ESCAPED = re.compile(r"\\s|\\u([0-9a-f]{4})")


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``."""
    for one in documents:
        spans = [each for each in one.annotations if _can_be_written(each, job)]
        yield _document(one.text, spans).encode()


def _can_be_written(one: Annotation, job: ExportJob) -> bool:
    if one.quote != one.quote.strip():
        job.loss.leave_out("span with white space at an end", one)
        return False
    if re.search(r"\s", one.label):
        job.loss.leave_out("span under a label with white space", one)
        return False
    return True


def _document(text: str, spans: Sequence[Annotation]) -> str:
    """The lines of one document, with an empty one after each sentence."""
    ends = {end for _, end in sentences(text)}
    tokens = _Tokens(text, [each for one in spans for each in (one.start, one.end)])
    lines = []
    ahead = deque(spans)  # they do not overlap
    for token in tokens.found:
        while ahead and ahead[0].end <= token.start:
            ahead.popleft()
        one = ahead[0] if ahead and ahead[0].start <= token.start else None
        tag = _OUTSIDE if one is None else f"{'B' if one.start == token.start else 'I'}-{one.label}"
        lines.append(f"{text[token.start : token.end]}\t{token.start}\t{_escaped(token.space)}\t{tag}\n")
        if token.end in ends and (one is None or one.end == token.end):
            lines.append("\n")
    first = f"{_DOCUMENT}\t0\t{_escaped(tokens.before)}\t{_OUTSIDE}\n\n"
    last = "" if lines and lines[-1] == "\n" else "\n"
    return f"{first}{''.join(lines)}{last}"


class _Token(NamedTuple):
    """A token: its span in the text, and the white space behind it."""

    start: int
    end: int
    space: str


class _Tokens:
    """The tokens of a text that are no white space, and the white space before the first."""

    def __init__(self, text: str, edges: Iterable[int]) -> None:
        self.before = ""
        self.found: list[_Token] = []
        for start, end in span_tokens(text, edges):
            piece = text[start:end]
            if not piece.isspace():
                self.found.append(_Token(start, end, ""))
            elif self.found:
                self.found[-1] = self.found[-1]._replace(space=self.found[-1].space + piece)
            else:
                self.before += piece


def _escaped(space: str) -> str:
    """White space as a column without any."""
    return "".join("\\s" if one == " " else f"\\u{ord(one):04x}" for one in space) or _NO_SPACE


def _unescaped(column: str) -> str:
    if column == _NO_SPACE:
        return ""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", column)


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``; of our own files."""
    found: ImportedDocument | None = None
    pieces: list[str] = []
    size = 0
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            columns = line.rstrip("\n").split("\t")
            if columns == [""]:
                continue
            if len(columns) != 4:
                raise ExchangeError(f"line {number}: has not the four columns token, start, space and tag")
            form, start, space, tag = columns
            if form == _DOCUMENT:
                if found is not None:
                    yield replace(found, text="".join(pieces))
                found = ImportedDocument(f"line {number}")
                pieces = [_unescaped(space)]
                size = len(pieces[0])
                continue
            if found is None or start != str(size):
                raise ExchangeError(f"line {number}: the token does not begin where it says")
            _take(found, tag, size, size + len(form), f"line {number}")
            pieces += [form, _unescaped(space)]
            size += len(form) + len(pieces[-1])
    if found is not None:
        yield replace(found, text="".join(pieces))


def _take(found: ImportedDocument, tag: str, start: int, end: int, place: str) -> None:
    """Begin an annotation, or let the last one go on."""
    way, _, label = tag.partition("-")
    if way == "B":
        found.spans.append(ImportedSpan(label, start, end, place=place))
    elif way == "I" and found.spans and found.spans[-1].label == label:
        found.spans[-1].end = end
    elif tag != _OUTSIDE:
        raise ExchangeError(f"{place}: the tag {tag[:40]!r} goes on from nothing")


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    return head.startswith(f"{_DOCUMENT}\t".encode())
