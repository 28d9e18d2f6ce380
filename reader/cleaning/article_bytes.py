"""Converts an article to bytes and back, to pass it from the process that reads a stranger's file.

It holds only data: three texts, tables of numbers, and a few facts as JSON. The file may have taken over the sending
process, so everything is checked. Bytes that are not a valid article raise ``TransferError``.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from reader.model.article import Article, Block, Dropped
from reader.model.page import Page, PageLine, StatedFacts
from reader.model.spans import OffsetMap
from reader.system.safe_text import is_safe_text

_Record = TypeVar("_Record")
#: The first byte of an answer: an article follows, or the fault of the source as JSON.
ARTICLE, FAULT = b"A", b"F"
#: Numbers in each record of a table: lines, blocks, dropped lines, and the runs of both offset maps.
_WIDTHS = {"lines": 3, "blocks": 6, "dropped": 3, "page_runs": 4, "runs": 4}
#: Code points of the longest fact; longer ones are refused.
_LONGEST_FACT = 20_000
_FACTS = ("path", "media_type", "sha256", "encoding", "note")
_MAYBE = ("title", "byline", "published", "language", "updated")


class TransferError(ValueError):
    """The bytes are not a valid article."""


def packed(article: Article) -> bytes:
    """The article as bytes."""
    page = article.page
    names = _Names()
    tables = {
        "lines": _table((line.start, line.end, names[line.hint]) for line in page.lines),
        "blocks": _table(
            (names[one.kind], one.start, one.end, one.page_start, one.page_end, one.level) for one in article.blocks
        ),
        "dropped": _table((names[line.reason], line.page_start, line.page_end) for line in article.dropped),
        "page_runs": _table(page.origin.runs),
        "runs": _table(article.origin.runs),
    }
    texts = [page.source]
    for text in (page.text, article.text):  # they are mostly the same text
        texts.append("" if text == texts[0] else text)
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    facts = page.facts
    head = {
        **{name: getattr(page, name) for name in _FACTS[:4]},
        "note": article.note,
        "doubt": page.doubt,
        **{name: getattr(article, name) for name in _MAYBE},
        "authors": article.authors,
        "stated": [facts.title, facts.authors, facts.published, facts.updated, facts.url, facts.language],
        "names": list(names),
        "same": [text == page.source for text in (page.text, article.text)],
        "sizes": [*map(len, encoded), *(len(table) * table.itemsize for table in tables.values())],
        "order": sys.byteorder,
    }
    return b"".join((json.dumps(head).encode("ascii"), b"\n", *encoded, *tables.values()))


def unpacked(data: memoryview | bytes) -> Article:
    """The article from the bytes of ``packed``.

    Raises:
        TransferError: the bytes are not a valid article.
    """
    try:
        return _unpacked(memoryview(data))
    except TransferError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise TransferError("is not an article") from error


def _unpacked(data: memoryview) -> Article:
    end = bytes(data[: 1 << 20]).index(b"\n")
    head = json.loads(bytes(data[:end]))
    texts, tables = _sections(head, data[end + 1 :])
    source, text, shown = texts
    _require(all(is_safe_text(one) for one in (text, shown)))
    names = [_fact(name) for name in head["names"]]
    title, authors, *others = head["stated"]
    path, media_type, sha256, encoding = (_word(head[name]) for name in _FACTS[:4])
    page = Page(
        path, media_type, sha256, encoding, source, text,
        tuple(_records(PageLine, tables["lines"], (2,), names)),
        _origin(tables["page_runs"], len(text), len(source)),
        StatedFacts(_fact(title), tuple(map(_fact, authors)), *map(_fact, others)),
        doubt=_fact(head["doubt"]),
    )  # fmt: skip
    _within(tables["lines"], 3, 0, len(text))
    _within(tables["blocks"], 6, 1, len(shown))
    _within(tables["blocks"], 6, 3, len(text))
    _within(tables["dropped"], 3, 1, len(text))
    facts: dict[str, Any] = {name: None if head[name] is None else _fact(head[name]) for name in _MAYBE}
    return Article(
        page=page,
        authors=tuple(map(_fact, head["authors"])),
        text=shown,
        blocks=tuple(_records(Block, tables["blocks"], (0,), names)),
        dropped=tuple(_records(Dropped, tables["dropped"], (0,), names)),
        origin=_origin(tables["runs"], len(shown), len(text)),
        note=_fact(head["note"]),
        **facts,
    )


def _sections(head: dict[str, Any], data: memoryview) -> tuple[list[str], dict[str, array[int]]]:
    sizes = [int(size) for size in head["sizes"]]
    _require(len(sizes) == 3 + len(_WIDTHS) and min(sizes) >= 0 and sum(sizes) == len(data))
    _require(head["order"] == sys.byteorder)
    pieces = []
    for size in sizes:
        pieces.append(data[:size])
        data = data[size:]
    texts = [str(piece, "utf-8", "surrogatepass") for piece in pieces[:3]]
    texts[1:] = [texts[0] if is_same else text for is_same, text in zip(head["same"], texts[1:], strict=True)]
    tables = {}
    for (name, width), piece in zip(_WIDTHS.items(), pieces[3:], strict=True):
        tables[name] = array("I")
        tables[name].frombytes(piece)
        _require(len(tables[name]) % width == 0)
    return texts, tables


def _records(make: type[_Record], numbers: array[int], named: Sequence[int], names: Sequence[str]) -> Iterator[_Record]:
    """The records of a table, with the numbers of names replaced by the names."""
    width = _WIDTHS[{PageLine: "lines", Block: "blocks", Dropped: "dropped"}[make]]
    columns: list[Iterable[Any]] = [numbers[column::width] for column in range(width)]
    for column in named:
        columns[column] = [names[number] for number in numbers[column::width]]
    return map(make, *columns)


def _within(numbers: array[int], width: int, column: int, length: int) -> None:
    """Require that two columns of a table, starts and ends, are in order and inside the text."""
    starts, ends = numbers[column::width], numbers[column + 1 :: width]
    _require(max(ends, default=0) <= length and all(map(int.__le__, starts, ends)))


def _origin(numbers: array[int], length: int, origin_length: int) -> OffsetMap:
    _within(numbers, 4, 0, length)
    _within(numbers, 4, 2, origin_length)
    columns = [numbers[column::4] for column in range(4)]
    return OffsetMap(zip(*columns, strict=True))


def _table(records: Iterable[Iterable[int]]) -> array[int]:
    return array("I", (number for record in records for number in record))


class _Names(dict[str, int]):
    """Names to numbers; each new name gets the next number."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def _fact(value: object) -> str:
    """A checked fact that is safe to show."""
    _require(isinstance(value, str) and len(value) <= _LONGEST_FACT and is_safe_text(value))
    return str(value)


def _word(value: object) -> str:
    """A checked fact of the page; a path may hold any text."""
    _require(isinstance(value, str))
    return str(value)


def _require(condition: object) -> None:
    if not condition:
        raise TransferError("is not an article")
