"""The text of Argdown, as far as statements, their relations and their data go: escaped, and parsed line by line.

Text is escaped where Argdown would take it for something else. Data is JSON, which is YAML too; whoever edits a file by
hand may write it as YAML.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reader.system.json_text import json_text

SUPPORT, ATTACK = "supports", "attacks"
#: The marks of relations: the kind, and whether it leads from the line above to this one.
_RELATIONS = {
    "+": (SUPPORT, False), "<+": (SUPPORT, False), "+>": (SUPPORT, True),
    "-": (ATTACK, False), "<-": (ATTACK, False), "->": (ATTACK, True),
}  # fmt: skip
_RELATION = re.compile(r"([ \t]*)(<\+|\+>|<-|->|><|_>|<_|[+-]|_(?=\s))[ \t]*(.*)", re.DOTALL)
_STATEMENT = re.compile(r"\[([^\]\n]+)\](:?)[ \t]*(.*)", re.DOTALL)
_HEADING = re.compile(r"#+ (.*)", re.DOTALL)
_FRONT = re.compile(r"\s*+===++.*?===++[ \t]*+(?:\n|\Z)", re.DOTALL)
#: What means something in Argdown; ``.a.`` and ``:a:`` are signs with a name.
_SPECIAL = re.compile(r"[\\@#*_\[\]<>{}]|/(?=[/*])|=(?===)|[.:](?=\S)")
_PART = re.compile(
    r"\\(?P<escaped>.)|(?P<comment><!--|/\*|//)|#\((?P<named>[^)\n]+)\)|#(?P<tag>[\w-]+)|(?P<data>\{)", re.DOTALL
)
#: How each kind of comment ends.
_ENDS = {"<!--": "-->", "/*": "*/", "//": "\n"}
_SIMPLE_TAG = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
_TAG = re.compile(r"[^()\n\\{}\[\]]+")
#: Code points of the longest data that is not JSON.
_LONGEST_DATA = 1 << 14


class Content(NamedTuple):
    """What stands after a title: its text in one line, its tags, and its data; an empty text is a mere reference."""

    text: str
    tags: list[str]
    data: dict[str, Any]


@dataclass(slots=True)
class Statement:
    """One statement; ``line`` counts from 1, and ``heading`` is the data of the heading that it is under."""

    line: int
    title: str
    content: Content
    heading: dict[str, Any]


class Relation(NamedTuple):
    """One statement supports or attacks another, by their titles."""

    line: int
    kind: str
    source: str
    target: str


@dataclass(slots=True)
class ArgdownFile:
    """All that is used of a file; ``faults`` are lines, and what is wrong there."""

    statements: list[Statement] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def escaped(text: str) -> str:
    """The text in one line as Argdown takes it for nothing but text."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def tagged(label: str) -> str:
    """The label as a tag; empty where it cannot be one."""
    if _SIMPLE_TAG.fullmatch(label):
        return f"#{label}"
    return f"#({label})" if _TAG.fullmatch(label) and label == label.strip() else ""


def data_block(data: dict[str, Any]) -> str:
    """The data in braces. Braces in its texts are escaped, since Argdown ends a block at one."""
    inner = json_text(data)[1:-1].replace("{", "\\u007b").replace("}", "\\u007d")
    return f"{{{inner}}}"


def parsed(text: str) -> ArgdownFile:
    """What a file says; a line that is no statement is a fault, and leaves the others as they are."""
    found = ArgdownFile()
    if match := _FRONT.match(text):
        text = "\n" * match[0].count("\n") + text[match.end() :]
    heading: dict[str, Any] = {}
    above: list[tuple[int, str]] = []  # the statement that relations belong to, and those between, by indentation
    for number, block in _blocks(text):
        if match := _HEADING.fullmatch(block):
            heading, above = _content(match[1]).data, []
        elif block.startswith("[") and (match := _STATEMENT.match(block)):
            above = [(-1, match[1])]
            _take(found, number, match, heading)
        elif (match := _RELATION.match(block)) and above:
            indent = len(match[1].expandtabs(4))
            while len(above) > 1 and above[-1][0] >= indent:
                above.pop()
            kind, is_outgoing = _RELATIONS.get(match[2], ("", False))
            other = _STATEMENT.match(match[3])
            if not kind:
                found.faults.append((number, "a relation is neither + nor -"))
            elif other is None:
                found.faults.append((number, "a statement has no title, and no passage"))
            else:
                pair = (above[-1][1], other[1]) if is_outgoing else (other[1], above[-1][1])
                found.relations.append(Relation(number, kind, *pair))
                above.append((indent, other[1]))
                _take(found, number, other, heading)
        elif _content(block).text:
            found.faults.append((number, "a statement has no title, and no passage"))
    return found


def _take(found: ArgdownFile, number: int, match: re.Match[str], heading: dict[str, Any]) -> None:
    """Note a statement, unless it is a reference to one that stands elsewhere."""
    if match[2]:
        found.statements.append(Statement(number, match[1], _content(match[3]), heading))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Headings, statements and relations with the number of their first line; text goes on over several lines."""
    first, lines = 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        starts = not line.strip() or _RELATION.match(line) or _HEADING.match(line) or _is_definition(line)
        if starts or not lines:
            if lines:
                yield first, "\n".join(lines)
            first, lines = number, []
        if line.strip():
            lines.append(line)
            if _HEADING.match(line):
                yield first, line
                lines = []
    if lines:
        yield first, "\n".join(lines)


def _is_definition(line: str) -> bool:
    match = _STATEMENT.match(line)
    return match is not None and match[2] == ":"


def _content(text: str) -> Content:
    pieces: list[str] = []
    tags: list[str] = []
    data: dict[str, Any] = {}
    place = 0
    while match := _PART.search(text, place):
        pieces.append(text[place : match.start()])
        place = match.end()
        if match["data"] is not None:
            data, end = _data(text, match.start())
            if end:
                place = end
                break
            pieces.append("{")
            pieces.append(text[place:])
            place = len(text)
        elif match["escaped"] is not None:
            pieces.append(match["escaped"])
        elif match["comment"] is not None:
            place = _behind_comment(text, place, match["comment"])
        else:
            tags.append((match["named"] or match["tag"]).strip())
    pieces.append(text[place:])
    return Content(" ".join("".join(pieces).split()), tags, data)


def _behind_comment(text: str, place: int, start: str) -> int:
    """Where a comment ends; one that never ends takes all that is left."""
    end = text.find(_ENDS[start], place)
    return len(text) if end < 0 else end + len(_ENDS[start]) * (start != "//")


def _data(text: str, start: int) -> tuple[dict[str, Any], int]:
    """The data that begins there, and where it ends; 0 where it is none."""
    try:
        found, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        end = text.rfind("}", start, start + _LONGEST_DATA) + 1
        return (_yaml(text[start:end]), end) if end else ({}, 0)
    return found, end


def _yaml(text: str) -> dict[str, Any]:
    """Data as a person writes it. Names for repeated parts are refused: they can be made to grow without end."""
    import yaml

    try:
        if any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(text, Loader=yaml.SafeLoader)):
            return {}
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}
