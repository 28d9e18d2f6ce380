"""Reads the head of a Markdown file: YAML, TOML, JSON, the title block of Pandoc, or rows of fields.

YAML stands between ``---`` and TOML between ``+++``. Rows of ``key: value`` without a fence stand at the start or
directly below the title, as MultiMarkdown, Notion and Logseq write them.

YAML is read by PyYAML's safe loader, as far as its tree of nodes: no object is made, and aliases are counted. A head
that is not valid is read line by line, as ``key: value``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.page import StatedFacts
from reader.sources.stated_fields import address, bare, day, language, people, words

if TYPE_CHECKING:
    from yaml import Node

_FENCED = re.compile(
    r"\s{0,80}?(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>(?:.*\n){0,500}?)(?P<end>---|\.\.\.|\+\+\+)[ \t]*(?:\n|\Z)"
)
#: Pandoc's block: up to three fields, each of which goes on in indented lines.
_BLOCK = re.compile(
    r"%(?P<title>[^\n]*(?:\n[ \t]+\S[^\n]*)*)(?:\n%(?P<author>[^\n]*(?:\n[ \t]+\S[^\n]*)*))?"
    r"(?:\n%(?P<date>[^\n]*))?(?:\n|\Z)"
)
#: Rows of fields without a fence, at the start or below a title.
_PLAIN_ROWS = re.compile(
    r"\s{0,80}?(?:# (?P<title>[^\n*_`\[\]<>{}]{1,300})\n{1,3})?"
    r"(?P<fields>(?:[^\W\d_][\w -]{0,30}:{1,2}[ \t]+[^\s:][^\n]*(?:\n|\Z)){2,30})(?=[ \t]*(?:\n|\Z))"
)
#: A row of a head that is not valid YAML.
_ROW = re.compile(
    r"(?P<indent>[ \t]*)(?:-[ ]+)?(?:(?P<key>[\w][\w .-]{0,40}?)[ ]*(?:::?|=)(?=[ \t\n]|$)[ ]*)?(?P<value>.*)$"
)
_KEY = re.compile(r"[\w\"'][\w .:-]{0,60}[\"']?")
_TOML_ROW = re.compile(r"[ \t]*(?:\[{1,2}(?P<table>[^\[\]\n]*)\]{1,2}|(?P<key>[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*=)")
#: The longest head that is parsed, in characters, and the most nodes of its tree that are looked at.
_LONGEST, _MOST_NODES, _DEEPEST = 20_000, 1000, 8
#: Aliases in a head; more are a bomb.
_MOST_ALIASES = 20
#: Tables of TOML whose fields count as those of the document.
_TABLES = frozenset({"params", "extra", "taxonomies"})
#: The names of fields, without case and marks; the first that has a value counts.
_NAMES = {
    "title": "title headline titel titre titulo título titolo tytuł заголовок название",
    "author": "authors author byline by creators creator writers writer autor autoren autorin autora autores autori "
    "autore auteur auteurs autorzy автор автори авторы forfatter författare",
    "date": "published datepublished publisheddate publisheddateandtime publishedat publishdate pubdate "
    "publicationdate dateofpublication publishedon publishedtime publishtime postdate articlepublishedtime "
    "date datum fecha data дата veröffentlicht publié publicado",
    "updated": "updated lastmod modified lastmodified datemodified updatedat dateupdated lastupdated modifiedtime",
    "url": "canonical canonicalurl originalurl urloriginal source sourceurl url link weburl articleurl pageurl "
    "externalurl originalsource sourcelink clippedfrom permalink website address uri",
    "language": "lang language locale",
}  # fmt: skip


_JSON = json.JSONDecoder(parse_int=str, parse_float=str)


class FrontPiece(NamedTuple):
    """A piece of a fact as it stands in the file; ``start`` is -1 if it is written otherwise there."""

    text: str
    start: int


class FrontLine(NamedTuple):
    """A line of the page: its hint, and its pieces, with ``between`` between two of them."""

    hint: str
    pieces: tuple[FrontPiece, ...]
    between: str = " "


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The head of a file: the offset after it, its lines in order, and the facts that are more than one line."""

    end: int
    lines: tuple[FrontLine, ...]
    facts: StatedFacts


class _Field(NamedTuple):
    """One field: its value as text, lists and mappings, and its span in the file from its key on."""

    key: str
    value: Any
    start: int
    end: int


class _UnreadableError(Exception):
    """The head is not valid."""


def front_matter(markup: str) -> FrontMatter | None:
    """The head of a Markdown file; None if it has none.

    Args:
        markup: the decoded file, made safe.
    """
    if match := _FENCED.match(markup):
        if len(match["fields"]) > _LONGEST or (match["fence"] == "+++") != (match["end"] == "+++"):
            return None
        fields = _fields(match["fields"], match.start("fields"), is_toml=match["fence"] == "+++")
        return _matter(markup, fields, *match.span("fields"), match.end()) if fields else None
    if markup.startswith(("% ", "%\n% ")) and (match := _BLOCK.match(markup)):
        fields = [
            _of_block(name, match[name], *match.span(name)) for name in ("title", "author", "date") if match[name]
        ]
        return _matter(markup, fields, 0, match.end(), match.end())
    return _json_head(markup) if markup.startswith("{") else _plain_head(markup)


def _json_head(markup: str) -> FrontMatter | None:
    """A head that is an object of JSON, with text behind it."""
    try:
        value, end = _JSON.raw_decode(markup[:_LONGEST])
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict) or not markup[end:].strip() or not _kinds(value):
        return None
    fields: list[_Field] = []
    place = 0
    for key, one in value.items():
        place = max(place, markup.find(json.dumps(key, ensure_ascii=False), place, end))
        if fields:
            fields[-1] = fields[-1]._replace(end=place)
        fields.append(_Field(key, "" if one is None else _as_text(one), place, end))
    return _matter(markup, fields, 0, end, end)


def _plain_head(markup: str) -> FrontMatter | None:
    """Rows of fields without a fence; two of them must be known, so that a list of other things is none."""
    match = _PLAIN_ROWS.match(markup)
    fields = _rows_of(match["fields"], match.start("fields")) if match else []
    kinds = _kinds(field.key for field in fields)
    if not match or len(kinds) < 2 or not (match["title"] or _kinds([fields[0].key])):
        return None
    matter = _matter(markup, fields, *match.span("fields"), match.end())
    title = match["title"]
    if title is None:
        return matter
    first = FrontLine("h1", (FrontPiece(title.strip(), match.start("title") + len(title) - len(title.lstrip())),))
    return replace(matter, lines=(first, FrontLine("", ()), *matter.lines))


def _kinds(keys: Iterable[str]) -> set[str]:
    """The kinds of facts that the fields of these names state."""
    return {kind for key in keys for kind, names in _NAMES.items() if bare(key) in names.split()}


def _of_block(name: str, value: str, start: int, end: int) -> _Field:
    rows = [part.strip() for row in value.split("\n") for part in row.split(";") if part.strip()]
    return _Field(name, rows if name == "author" else " ".join(value.split()), start, end)


def _fields(text: str, offset: int, *, is_toml: bool) -> list[_Field]:
    """The fields of a head that starts at ``offset``; empty if it is no head."""
    try:
        return list(_toml_fields(text, offset) if is_toml else _yaml_fields(text, offset))
    except (_UnreadableError, RecursionError):
        return _rows_of(text, offset)


def _yaml_fields(text: str, offset: int) -> list[_Field]:
    import yaml

    try:
        root = yaml.compose(text, Loader=_loader())
    except (yaml.YAMLError, ValueError) as error:
        raise _UnreadableError from error
    if not isinstance(root, yaml.MappingNode) or not root.value:
        return []
    pairs = [(str(key.value), value, key.start_mark.index) for key, value in root.value]
    if not all(_KEY.fullmatch(key) for key, _, _ in pairs):
        return []
    starts = [start for _, _, start in pairs] + [len(text)]
    left = [_MOST_NODES]
    return [
        _Field(key, _plain(value, left), offset + start, offset + end)
        for (key, value, start), end in zip(pairs, starts[1:], strict=True)
    ]


@cache
def _loader() -> Any:
    import yaml

    class Counting(yaml.SafeLoader):  # type: ignore[misc]
        """Refuses more aliases than a head needs."""

        aliases = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                self.aliases += 1
                if self.aliases > _MOST_ALIASES:
                    raise yaml.YAMLError("too many aliases")
            return super().compose_node(parent, index)

    return Counting


def _plain(node: Node, left: list[int], depth: int = 0) -> Any:
    """A node as text, a list or a mapping; what is beyond the limits is empty."""
    left[0] -= 1
    if left[0] < 0 or depth > _DEEPEST:
        return ""
    if node.id == "scalar":
        return str(node.value)
    if node.id == "sequence":
        return [_plain(one, left, depth + 1) for one in islice(node.value, _MOST_NODES)]
    return {str(key.value): _plain(value, left, depth + 1) for key, value in islice(node.value, _MOST_NODES)}


def _toml_fields(text: str, offset: int) -> Iterator[_Field]:
    import tomllib

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as error:
        raise _UnreadableError from error
    rows = list(_toml_rows(text))
    table: Any = document
    name = ""
    for match, after in pairwise([*rows, None]):
        end = after.start() if after else len(text)
        if match is None:
            continue
        if match["table"] is not None:
            name = match["table"].strip()
            table = document.get(name, {})
            value, key = (table, name) if isinstance(table, dict) and name not in _TABLES else ("", "")
        else:
            key = match["key"].strip("\"'")
            value = table.get(key, "") if isinstance(table, dict) and (not name or name in _TABLES) else ""
        yield _Field(key, _as_text(value), offset + match.start(), offset + end)


def _toml_rows(text: str) -> Iterator[re.Match[str]]:
    """The rows that open a table or have a key."""
    start = 0
    for row in text.split("\n"):
        if match := _TOML_ROW.match(text, start):
            yield match
        start += len(row) + 1


def _as_text(value: Any, depth: int = 0) -> Any:
    """A value of TOML with numbers and dates as text."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, dict):
        return {key: _as_text(one, depth + 1) for key, one in islice(value.items(), _MOST_NODES)}
    if isinstance(value, list):
        return [_as_text(one, depth + 1) for one in value[:_MOST_NODES]]
    return value if isinstance(value, str) else str(value)


def _rows_of(text: str, offset: int) -> list[_Field]:
    """The fields of a head that is not valid, row by row; empty if its first row is no field."""
    fields: list[_Field] = []
    start = offset
    for row in text.split("\n"):
        match = _ROW.match(row)
        end = min(start + len(row) + 1, offset + len(text))
        key = match["key"] if match else None
        if match and key and not match["indent"]:
            fields.append(_Field(key, _unquoted(match["value"]), start, end))
        elif row.strip() and not fields and not row.lstrip().startswith("#"):
            return []
        elif fields and match:
            last = fields[-1]
            more = _unquoted(match["value"])
            listed = [one for one in (*(last.value if isinstance(last.value, list) else [last.value]), more) if one]
            fields[-1] = last._replace(value=listed if more else last.value, end=end)
        start = end
    return fields


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith("[[") and value.endswith("]]") and not {"[", "]", "|"} & set(value[2:-2]):
        return value[2:-2].strip()
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _matter(markup: str, fields: list[_Field], start: int, end: int, after: int) -> FrontMatter:
    chosen = {kind: field for kind, names in _NAMES.items() if (field := _first(fields, kind, names.split()))}
    names = people(chosen["author"].value) if "author" in chosen else ()
    lines: list[FrontLine] = []
    done = start
    for field in fields:
        lines += _raw(markup, done, field.start, ())
        kind = next((kind for kind, one in chosen.items() if one is field), "")
        texts = names if kind == "author" else (words(field.value),) if kind in {"title", "date"} else ()
        pieces = list(_pieces(markup, texts, field.start, field.end))
        if pieces:
            lines.append(FrontLine(f"front {kind}", *_line_of(pieces)))
        lines += _raw(markup, field.start, field.end, [piece.start for piece in _flat(pieces)])
        done = field.end
    lines += _raw(markup, done, end, ())

    def stated(kind: str) -> str:
        return words(chosen[kind].value) if kind in chosen else ""

    facts = StatedFacts(
        authors=names if len(names) > 1 or ("author" in chosen and not isinstance(chosen["author"].value, str)) else (),
        published=day(stated("date")),
        updated=day(stated("updated")),
        url=address(chosen["url"].value) if "url" in chosen else "",
        language=language(stated("language")),
    )
    return FrontMatter(after, tuple(lines), facts)


def _first(fields: list[_Field], kind: str, names: list[str]) -> _Field | None:
    """The field of a kind by the order of its names, then of the file; None if none has a value."""
    found = [(names.index(name), field) for field in fields if (name := bare(field.key)) in names]
    for _, field in sorted(found, key=lambda pair: pair[0]):
        if address(field.value) if kind == "url" else people(field.value) if kind == "author" else words(field.value):
            return field
    return None


def _pieces(markup: str, texts: Iterable[str], start: int, end: int) -> Iterator[list[FrontPiece]]:
    """For each text its pieces: the whole as it stands in ``markup[start:end]``, or else its words in order."""
    mark = min((at for sign in ":=" if (at := markup.find(sign, start, end)) >= 0), default=start - 1)
    place = mark + 1
    for text in filter(None, texts):
        at = markup.find(text, place, end)
        if at >= 0:
            yield [FrontPiece(text, at)]
            place = at + len(text)
            continue
        found = []
        for word in text.split():
            at = markup.find(word, place, end)
            found.append(FrontPiece(word, at))
            place = at + len(word) if at >= 0 else place
        yield found


def _line_of(pieces: list[list[FrontPiece]]) -> tuple[tuple[FrontPiece, ...], str]:
    """The pieces of one line: several names have a comma between them."""
    if len(pieces) == 1:
        return tuple(pieces[0]), " "
    whole = [
        group[0] if len(group) == 1 else FrontPiece(" ".join(piece.text for piece in group), -1) for group in pieces
    ]
    return tuple(whole), ", "


def _flat(pieces: list[list[FrontPiece]]) -> Iterator[FrontPiece]:
    return (piece for group in pieces for piece in group)


def _raw(markup: str, start: int, end: int, taken: Iterable[int]) -> Iterator[FrontLine]:
    """The rows of ``markup[start:end]`` as they stand, without those in which a fact stands."""
    places = [place for place in taken if place >= 0]
    for row in markup[start:end].split("\n"):
        if row.strip() and not any(start <= place < start + len(row) for place in places):
            yield FrontLine("front", (FrontPiece(row, start),))
        start += len(row) + 1
