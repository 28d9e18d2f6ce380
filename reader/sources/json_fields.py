"""Finds the article in an object of JSON, by the names that scrapers, corpora and services give to its fields.

Names are compared without case and marks: ``articleBody`` is ``article_body``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from reader.model.page import Page, StatedFacts
from reader.sources.formats.html import html_page
from reader.sources.formats.plain_text import text_page
from reader.sources.stated_fields import LONGEST_FACT, address, bare, day, language, people, words

#: Names of the text, in order, and of markup.
_TEXTS = """
text maintext articlebody bodytext articletext contenttext plaintext fulltext cleantext cleanedtext textcontent
storytext newstext documenttext extractedtext textbody newsbody bodyplain mainbody maincontent pagecontent article body
content contents story document post paragraphs sections rawtext rawcontent transcript message selftext quotation
leadparagraph texte texto testo tekst текст inhalt contenido conteudo
""".split()
#: What stands before such a name, and before those of facts: "news_title", "og:title".
_PREFIXES = ("article", "news", "story", "page", "post", "document", "doc", "item", "og", "dc")
#: Names of the heading of a section; one that has a type too is a node of an editor's tree.
_HEADINGS = ("headline", "heading", "header", "subheading", "title")
_MARKUPS = "html bodyhtml contenthtml articlehtml mainhtml rawhtml htmlbody htmlcontent markup".split()
#: A text that is much shorter than another one is a teaser, a number or the name of a section.
_LEAST_SHARE = 0.25
#: Names of text within a text that is an object, such as ``{"rendered": "<p>..."}``.
_INNER = ("rendered", "text", "html", "value", "plain", "content", "body", "raw", "paragraphs", "sections")
_FACTS = {
    "title": "title headline heading name subject titel titre titulo titolo",
    "authors": "authors author authorname authornames byline creator creators writers writer journalist reporter "
    "autor autoren autores autore auteur auteurs автор авторы",
    "published": "published datepublished publishingdate publishedat publishdate publisheddate pubdate datepublish "
    "publicationdate publishedtime publishtime firstpublished firstpublicationdate webpublicationdate date pubtime "
    "createdat timestamp datum fecha data дата",
    "updated": "updated datemodified updatedat modified datemodify dateupdated lastmodified lastupdated",
    "language": "language lang inlanguage locale",
}  # fmt: skip
#: Names of the address: of the first ones any text counts, of the others only an address.
_URLS, _ADDRESSES = (
    "url canonicalurl canonical finalurl sourceurl link".split(),
    "source articleurl weburl pageurl permalink uri href guid mainentityofpage id",
)
#: Objects of facts beside the text.
_ABOUT = ("metadata", "meta", "info", "properties")
#: Text that opens with a tag of a page, and closes one.
_MARKED_UP = re.compile(
    r"\s*<(?:!doctype|html|body|article|main|section|div|p|h[1-6]|ul|ol|figure|table|blockquote)\b[^>]*>", re.IGNORECASE
)
_MOST_PARAGRAPHS, _MOST_FIELDS, _DEEPEST = 20_000, 200, 3


class Number(str):
    """A number as it is written: no text, but it may be a date. Numbers of any length are read without work."""

    __slots__ = ()


class ArticleText(NamedTuple):
    """The text of an article, and whether it is markup."""

    text: str
    is_markup: bool


def article_page(fields: Mapping[str, Any], data: bytes, path: str) -> Page | None:
    """The article in an object as a page; None if it has none. The hash is that of ``data``."""
    own = article_fields(fields)
    found = article_text(own) if own is not None else None
    if own is None or found is None:
        return None
    make = html_page if found.is_markup else text_page
    return replace(make(found.text, "utf-8", data, path), facts=_stated(own))


def article_fields(fields: Mapping[str, Any], depth: int = 0) -> dict[str, Any] | None:
    """The fields of the article in an object: its own, or with those of an object in it; None if there is no text."""
    if article_text(fields) is not None:
        return dict(fields)
    if depth < _DEEPEST:
        for value in islice(fields.values(), _MOST_FIELDS):
            if isinstance(value, dict) and (inner := article_fields(value, depth + 1)) is not None:
                return {**fields, **inner}
    return None


def article_text(fields: Mapping[str, Any]) -> ArticleText | None:
    """The text among an object's own fields; None if there is none."""
    known = _known(fields)
    sections = known.get("sections")
    if not (isinstance(sections, list) and all(isinstance(one, dict) for one in sections[:_MOST_FIELDS])):
        known.pop("sections", None)  # names of parts of a paper
    texts = [text for name in _TEXTS if (text := _text(known.get(name), is_named_text=name == "text"))]
    longest = max(map(len, texts), default=0)
    text = next((text for text in texts if len(text) >= _LEAST_SHARE * longest), "")
    if text:
        return ArticleText(text, is_markup=_MARKED_UP.match(text) is not None and "</" in text)
    text = next((text for name in _MARKUPS if (text := _text(known.get(name)))), "")
    return ArticleText(text, is_markup=True) if text else None


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by their bare names, and by what follows a prefix there; of two the first."""
    known: dict[str, Any] = {}
    for key, value in islice(fields.items(), _MOST_FIELDS):
        known.setdefault(bare(key), value)
    for key, value in list(known.items()):
        for prefix in _PREFIXES:
            if key.startswith(prefix) and key != prefix:
                known.setdefault(key.removeprefix(prefix), value)
    return known


def _text(value: Any, *, is_named_text: bool = True) -> str:
    """A text, a list of paragraphs, or the text in an object; empty if it is none.

    Args:
        value: of a field.
        is_named_text: whether a text in an object counts under any name; a document in an object has more fields.
    """
    if isinstance(value, str):
        return value if value.strip() and not isinstance(value, Number) else ""
    if isinstance(value, list):
        rows = [row for one in value[:_MOST_PARAGRAPHS] if (row := _paragraph(one))]
        return "\n\n".join(rows)
    if isinstance(value, dict) and (is_named_text or len(value) <= 3):
        text = next((text for name in _INNER if isinstance(text := value.get(name), str) and text.strip()), "")
        listed = ["summary", next((name for name in _INNER if isinstance(value.get(name), list)), "")]
        return text or (listed[1] and "\n\n".join(filter(None, (_text(value.get(name)) for name in listed))))
    return ""


def _paragraph(value: Any, depth: int = 0) -> str:
    """The text of a paragraph: a text, an object that has one, or the pieces of one in an editor's tree.

    A section is its heading and its paragraphs, with an empty line between two of them.
    """
    if isinstance(value, dict) and depth == 0 and (rows := _section(value)):
        return "\n\n".join(rows)
    if isinstance(value, dict):
        found = (value.get(name) for name in (*_INNER, "children"))
        value = next((one for one in found if isinstance(one, (str, list)) and one), "")
    if isinstance(value, list) and depth < _DEEPEST:
        return "".join(one if isinstance(one, str) else _paragraph(one, depth + 1) for one in value[:_MOST_FIELDS])
    is_text = isinstance(value, str) and not isinstance(value, Number)
    return (value if depth else value.strip()) if is_text else ""


def _section(fields: Mapping[str, Any]) -> list[str]:
    """The heading of a section and its paragraphs; empty if it has no heading and no list of paragraphs."""
    names = [name for name in _HEADINGS if fields.get(name) and "type" not in fields]
    paragraphs = fields.get("paragraphs")
    if not names and not isinstance(paragraphs, list):
        return []
    heading = _text([fields[names[0]]] if names and isinstance(fields[names[0]], str) else names and fields[names[0]])
    text = _text(paragraphs) or next((text for name in _INNER if (text := _text(fields.get(name)))), "")
    return [row for row in (heading, text) if row] if text else []


def _stated(fields: Mapping[str, Any]) -> StatedFacts:
    """The facts in the other fields; of each the first that is not empty counts."""
    known = _known(fields)
    for about in (known.get(name) for name in _ABOUT):
        known = {**_known(about), **known} if isinstance(about, dict) else known

    def values(kind: str) -> Iterator[Any]:
        return (known[name] for name in _FACTS[kind].split() if name in known)

    def first(kind: str) -> str:
        return next((text for value in values(kind) if (text := _fact(value))), "")

    url = next((text for name in _URLS if isinstance(known.get(name), str) and (text := words(known[name]))), "")
    return StatedFacts(
        title=first("title"),
        authors=next((names for value in values("authors") if (names := _people(value))), ()),
        published=day(first("published")),
        updated=day(first("updated")),
        url=url or next((text for name in _ADDRESSES.split() if (text := address(known.get(name)))), ""),
        language=next((code for value in values("language") if (code := language(value))), ""),
    )


def _people(value: Any) -> tuple[str, ...]:
    """The names in a field; of an object only its name, as it may be an index."""
    return people(value) if not isinstance(value, str) or len(value) <= LONGEST_FACT else ()


def _fact(value: Any) -> str:
    """A text as a fact; of an object what it shows, with entities resolved, as services state titles in markup."""
    if isinstance(value, dict):
        value = html.unescape(re.sub(r"<[^<>]{0,200}>", "", _text(value))) or words(value)
    return words(value) if isinstance(value, str) else ""
