"""The rules in a project's guideline: its headings and numbered items, each with an id that a decision can cite.

The guideline is one Markdown file that people write for people. An id must stay the same while they write more, so it
comes from what is written: the attribute of a heading or item (``{#causal}``), the number of a heading (``## 3.1
Forecasts``) or else its words, and for an item its number, after the id of the heading that it stands below. Items
below the first title, or below no heading, are just ``1``, ``2``, and so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

#: Code points of a title and of an id at most.
LONGEST_TITLE, LONGEST_ID = 120, 64
_ID = re.compile(r"\{#([^\W_][\w./-]{0,63})[ \t]{0,9}\}\Z")
_NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,4}){0,5})\.?(?=[ \t)]|\Z)\)?[ \t]*")
_LIST_ENDS = frozenset({"ordered_list_open", "ordered_list_close", "bullet_list_open", "bullet_list_close"})
#: Children of a line that hold what is read.
_WORDS = frozenset({"text", "code_inline", "text_special"})
_NO_WORD = re.compile(r"[^\w/]+")


class Rule(NamedTuple):
    """One rule of a guideline.

    Attributes:
        id: what a decision cites; unique in the guideline.
        title: in one line, without marks of Markdown; an item's is what is bold at its start, else its first line.
        text: its Markdown as written, heading or number included; that of a heading goes up to the next heading.
        row: of the source at which it begins, from zero.
    """

    id: str
    title: str
    text: str
    row: int


def rules(text: str) -> tuple[Rule, ...]:
    """The rules of a guideline in order.

    The first title is no rule, nor is a heading with nothing of its own below it. An id that comes again has ``-2``,
    ``-3``, ... at its end. Of a text that is not worth parsing (see ``is_parsed``) there are none.
    """
    rows = text.split("\n")
    found: list[Rule] = []
    taken: set[str] = set()
    for part in _parts(text):
        body = "\n".join(rows[part.row : part.end]).strip()
        if part.is_rule:
            found.append(Rule(_unique(part.id, taken), part.title, body, part.row))
    return tuple(found)


def row_of_heading(text: str, name: str) -> int | None:
    """The row, from zero, of the first heading that is just this name, whatever its case; None where there is none."""
    wanted = name.casefold()
    return next((one.row for one in _parts(text) if one.is_heading and one.title.casefold() == wanted), None)


class _Part(NamedTuple):
    """A heading with what is below it up to the next one, or a numbered item; rows are half-open."""

    id: str
    title: str
    row: int
    end: int
    is_heading: bool = False
    is_rule: bool = False


def _parts(text: str) -> Iterator[_Part]:
    """Every heading and every item of an outer numbered list, in order."""
    from markdown_it import MarkdownIt  # not before the first paint

    from reader.sources.formats.markdown import is_parsed

    if not is_parsed(text):
        return
    tokens = MarkdownIt("commonmark").parse(text.replace("\r", " "))
    headings = [one.map[0] for one in tokens if one.type == "heading_open" and one.level == 0 and one.map]
    ends = dict(pairwise([*headings, text.count("\n") + 1]))
    prefix, depth, number = "", 0, 0  # of items; of lists; of the next item of the outer list
    for index, token in enumerate(tokens):
        if token.type in _LIST_ENDS:
            depth += token.nesting
            if depth == 1 and token.nesting == 1:
                number = int(token.attrs.get("start", 1)) if token.type == "ordered_list_open" else -1
        if token.map is None:
            continue
        row, end = token.map
        if token.type == "heading_open" and row in ends and not depth:
            title, given = _titled(tokens[index + 1])
            is_title = row == headings[0]
            part = _Part(given or _slug(title), title, row, ends[row], is_heading=True)
            prefix = "" if is_title else f"{part.id}."
            yield part._replace(is_rule=not is_title and _has_text(tokens, index + 3))
        elif token.type == "list_item_open" and depth == 1 and number >= 0:
            title, given = _titled(tokens[index + 2]) if tokens[index + 1].type == "paragraph_open" else ("", "")
            yield _Part(given or f"{prefix}{number}", title, row, end, is_rule=True)
            number += 1


def _titled(inline: Token) -> tuple[str, str]:
    """The title in one line, and the id that is written behind it, else an empty one."""
    children = [one for one in inline.children or () if one.type != "text" or one.content]
    breaks = (at for at, one in enumerate(children) if one.type in {"softbreak", "hardbreak"})
    line = "".join(one.content for one in children[: next(breaks, None)] if one.type in _WORDS)
    line = line.rstrip()
    given = _ID.search(line)
    title = line[: given.start()] if given else line
    if children and children[0].type == "strong_open":
        close = next(at for at, one in enumerate(children) if one.type == "strong_close")
        title = "".join(one.content for one in children[:close])
    title = " ".join(title.split())
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return short, given[1] if given else ""


def _slug(title: str) -> str:
    """An id from the number or the words of a heading."""
    if number := _NUMBER.match(title):
        return number[1]
    return _NO_WORD.sub("-", title.casefold()).strip("-/")[:LONGEST_ID] or "rule"


def _has_text(tokens: list[Token], start: int) -> bool:
    """Whether something stands below a heading before the next one that is no numbered item."""
    depth = 0
    for token in tokens[start:]:
        if token.type == "heading_open" and token.level == 0:
            return False
        depth += {"ordered_list_open": 1, "ordered_list_close": -1}.get(token.type, 0)
        if not depth and token.type != "ordered_list_close":
            return True
    return False


def _unique(identifier: str, taken: set[str]) -> str:
    """The id, or where that is taken the first with a number at its end that is not."""
    number, free = 1, identifier
    while free in taken:
        number += 1
        free = f"{identifier}-{number}"
    taken.add(free)
    return free
