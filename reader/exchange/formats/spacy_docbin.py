"""``spacy``: a ``DocBin`` with the passages of each document as the span group ``sc``, for training and evaluation.

Tokens are those of spaCy's own tokenizer for the language, cut where a passage begins or ends, so that each passage is
made of tokens. What spaCy has no place for are attributes of the group, and the id of a passage is the id of its span.

A file is a stranger's. It is read without making documents of it: spaCy trusts the numbers in a file, and those that
point out of a text would read other memory.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.exchange.exchange_error import ExchangeError
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
from reader.exchange.json_rows import objects_in, text_in
from reader.exchange.jsonl import LONGEST_LINE
from reader.model.annotation import is_id

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.strings import StringStore

ABOUT = About(
    what="a DocBin of spaCy with a span group",
    holds=Holds(overlap=True, nesting=True, links=Links.ACROSS, notes=True, speakers=True, annotators=True),
    suffix=".spacy",
    is_text=False,
)
#: The span group, as spaCy's own component for spans calls it.
GROUP = "sc"
_UNALIGNED = "passage not in whole tokens"
#: A span: id, knowledge base, label; start and end in tokens, and in code points.
_SPAN = struct.Struct(">QQQllll")
#: Bytes of the largest file, unpacked.
_LARGEST = 1 << 29
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_REMARKS = ("note", "annotator", "attributed_to")
_LINK = ("source", "target", "kind", "id", "annotator", "created_at", "updated_at")


def write(documents: Iterable[ExportedDocument], job: ExportJob) -> Iterator[bytes | NewFile]:
    """See ``Format``. The file is one packed piece, so that all of it is in memory."""
    from spacy.tokens import Doc, DocBin, SpanGroup

    packed = DocBin(attrs=["ORTH"])
    languages: dict[str, Language] = {}
    for one in documents:
        language = _LANGUAGE.match(one.facts.language)
        pipeline = _pipeline(language[0] if language else "xx", languages)
        text = one.text.encode(errors="replace").decode()
        passages = [(each.start, each.end) for each in one.annotations]
        found = [(each.idx, each.idx + len(each)) for each in pipeline.tokenizer(text)]
        words, spaces = tokens(text, found, passages)
        document = Doc(pipeline.vocab, words=words, spaces=spaces)
        spans = []
        for each in one.annotations:
            span = document.char_span(each.start, each.end, each.label, span_id=each.id, alignment_mode="strict")
            if span is None:
                job.loss.leave_out(_UNALIGNED, each)
            else:
                spans.append(span)
        document.spans[GROUP] = SpanGroup(document, name=GROUP, attrs=_attributes(one), spans=spans)
        packed.add(document)
    yield packed.to_bytes()


def _pipeline(language: str, known: dict[str, Language]) -> Language:
    """The rules of a language; those for any where spaCy has none, or where they need another library."""
    import spacy

    if language not in known:
        try:
            known[language] = spacy.blank(language)
        except (ImportError, OSError, ValueError):
            known[language] = spacy.blank("xx")
    return known[language]


def tokens(
    text: str, found: Iterable[tuple[int, int]], passages: Iterable[tuple[int, int]]
) -> tuple[list[str], list[bool]]:
    """The words of a text, and which of them a blank follows: cut so that each passage is made of whole words.

    Args:
        text: of a document.
        found: where spaCy's tokens are; between them are blanks, at most one each.
        passages: where they are. A blank at an end of one is a word of its own.
    """
    cuts = set(passages)
    starts, ends = {start for start, _ in cuts}, {end for _, end in cuts}
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(sorted({0, len(text), *starts, *ends, *chain.from_iterable(found)})):
        if text[start:end] == " " and words and not spaces[-1] and start not in starts and end not in ends:
            spaces[-1] = True
        else:
            words.append(text[start:end])
            spaces.append(False)
    return words, spaces


def _attributes(one: ExportedDocument) -> dict[str, Any]:
    """What the group says of the document and of its passages, by their ids."""
    return {
        "document": one.document.path,
        "document_sha256": one.document.sha256,
        "title": one.title,
        "url": one.facts.address,
        "passages": {each.id: {name: getattr(each, name) for name in _REMARKS} for each in one.annotations},
        "links": [{name: getattr(link, name) for name in _LINK} for link in one.links],
    }


class _Packed(NamedTuple):
    """What a file holds, before it is looked at."""

    columns: Sequence[int]
    numbers: Sequence[int]
    spaces: bytes
    lengths: Sequence[int]
    flags: Sequence[Any]
    groups: Sequence[Any]
    strings: StringStore


def read(path: Path) -> Iterator[ImportedDocument | Fault]:
    """See ``Format``."""
    packed = _unpacked(path)
    starts = [0, *accumulate(packed.lengths)]
    for number, (start, end) in enumerate(pairwise(starts)):
        place = f"document {number + 1}"
        try:
            yield from _document(place, packed, number, start, end)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error) as error:
            yield Fault(place, str(error) if type(error) is ValueError else "is damaged: it is not what spaCy writes")


def _unpacked(path: Path) -> _Packed:
    from spacy.attrs import ORTH
    from spacy.strings import StringStore

    if path.stat().st_size > LONGEST_LINE:
        raise ExchangeError(f"is larger than {LONGEST_LINE >> 20} MiB")
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(path.read_bytes(), _LARGEST)
        if not unpacking.eof and len(data) >= _LARGEST:
            raise ExchangeError(f"is larger than {_LARGEST >> 20} MiB when it is unpacked")
        message = _message(data)
        columns = list(message["attrs"])
        numbers = memoryview(message["tokens"]).cast("Q")
        lengths = memoryview(message["lengths"]).cast("i").tolist()
        count = len(lengths)
        found = _Packed(
            columns,
            numbers,
            bytes(message["spaces"]),
            lengths,
            message.get("flags") or [{}] * count,
            message.get("span_groups") or [b""] * count,
            StringStore(message["strings"]),
        )
        words = sum(lengths)
        is_right = ORTH in columns and min(lengths, default=0) >= 0 and len(found.spaces) == words
        if not is_right or len(numbers) != words * len(columns) or not len(found.flags) == len(found.groups) == count:
            raise ValueError("its parts do not fit each other")
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise ExchangeError("is no DocBin of spaCy, or damaged") from error
    return found


def _message(data: bytes) -> Any:
    """What msgpack holds, plain data only: no numbers of other libraries, which would be made as it says."""
    from srsly.msgpack import unpackb

    return unpackb(data, raw=False, strict_map_key=False, object_pairs_hook=dict)


def _document(place: str, packed: _Packed, number: int, start: int, end: int) -> Iterator[ImportedDocument | Fault]:
    from spacy.attrs import ORTH

    width, column = len(packed.columns), packed.columns.index(ORTH)
    words = [packed.strings[packed.numbers[index * width + column]] for index in range(start, end)]
    is_unknown = packed.flags[number].get("has_unknown_spaces")
    pieces = [word + " " * bool(is_unknown or packed.spaces[start + index]) for index, word in enumerate(words)]
    text = "".join(pieces)
    groups = list(_groups(packed.groups[number]))
    told: dict[str, Any] = next((one["attrs"] for one in groups if "document" in one["attrs"]), {})
    found = ImportedDocument(
        place,
        text,
        path=text_in(told, "document"),
        sha256=text_in(told, "document_sha256"),
        address=text_in(told, "url"),
        title=text_in(told, "title") if told.get("title") is not None else None,
        links=[ImportedLink(*(text_in(link, name) for name in _LINK)) for link in objects_in(told, "links")],
    )
    if not groups:
        offsets = [0, *accumulate(map(len, pieces))]
        found.spans += _entities(
            packed, start, end, [(at, at + len(word)) for at, word in zip(offsets, words, strict=False)]
        )
    for group in groups:
        for data in group["spans"]:
            try:
                found.spans.append(_span(data, packed.strings, group["attrs"].get("passages") or {}))
            except KeyError:
                yield Fault(place, "a span has an unknown label")
    yield found


def _groups(data: bytes) -> Iterator[dict[str, Any]]:
    """The span groups of a document: packed one by one, in a list or as the keys of their names."""
    for packed in _message(data) if data else ():
        group = _message(packed)
        yield {"attrs": dict(group.get("attrs") or {}), "spans": list(group["spans"])}


def _span(data: bytes, strings: StringStore, told: dict[str, Any]) -> ImportedSpan:
    number, _, label, _, _, start, end = _SPAN.unpack(data)
    name = strings[number] if number and number in strings else ""
    remarks = told.get(name) or {}
    note, annotator, speaker = (text_in(remarks, one) for one in _REMARKS)
    identifier = name if is_id(name) else ""
    return ImportedSpan(
        strings[label], start, end, key=identifier, id=identifier, note=note, annotator=annotator, speaker=speaker
    )


def _entities(packed: _Packed, start: int, end: int, places: Sequence[tuple[int, int]]) -> list[ImportedSpan]:
    """The entities of a document that has no span group: what most files of others hold."""
    from spacy.attrs import ENT_IOB, ENT_TYPE

    found: list[ImportedSpan] = []
    if not {ENT_IOB, ENT_TYPE} <= set(packed.columns):
        return found
    width = len(packed.columns)
    iob, kind = packed.columns.index(ENT_IOB), packed.columns.index(ENT_TYPE)
    for index, (first, last) in zip(range(start, end), places, strict=False):
        state, label = packed.numbers[index * width + iob], packed.numbers[index * width + kind]
        if state == 1 and found:  # inside of the one before
            found[-1].end = last
        elif state == 3 and label:  # one begins
            found.append(ImportedSpan(packed.strings[label], first, last))
    return found


def recognises(path: Path, head: bytes) -> bool:
    """See ``Format``."""
    del path
    try:
        return b"\xa7version" in zlib.decompressobj().decompress(head, 64)
    except zlib.error:
        return False
