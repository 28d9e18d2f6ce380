"""Finds the article in an object of JSON, by the names that scrapers, corpora and services give to its fields.

Names are compared without case and marks: ``articleBody`` is ``article_body``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from reader.model.page import Page, StatedFacts
from reader.sources.file_types import HTML, MARKDOWN, TEXT
from reader.sources.formats.html import html_page
from reader.sources.formats.markdown import markdown_page
from reader.sources.formats.plain_text import text_page
from reader.sources.stated_fields import LONGEST_FACT, address, bare, day, language, people, words
from reader.system.safe_text import short_text

#: Names of the text, in order, of markup, and of Markdown.
_TEXTS = """
text maintext articlebody bodytext articletext contenttext plaintext plaincontent fulltext fullcontent cleantext
cleanedtext cleancontent textcontent texttext contentbody
storytext newstext documenttext extractedtext extractedcontent textbody newsbody bodyplain mainbody maincontent
pagecontent article body
content contents story document post paragraphs sections rawtext rawcontent transcript message selftext quotation
leadparagraph texte texto testo tekst текст inhalt contenu contenido conteudo contenuto corpo cuerpo 正文 内容
""".split()
#: What stands before such a name, and before those of facts: "news_title", "og:title".
_PREFIXES = ("article", "news", "story", "page", "post", "document", "doc", "item", "og", "dc")
#: Names of the heading of a section; one that has a type too is a node of an editor's tree.
_HEADINGS = ("headline", "heading", "header", "subheading", "title")
_MARKUPS = """
html articlebodyhtml bodyhtml contenthtml contentencoded articlehtml mainhtml texthtml cleanedhtml cleanhtml fithtml
rawhtml fullhtml htmlbody htmlcontent htmltext markup
""".split()
_MARKDOWNS = "markdown markdowncontent contentmarkdown bodymarkdown textmarkdown fitmarkdown rawmarkdown md".split()
#: A text that is much shorter than another one is a teaser, a number or the name of a section.
_LEAST_SHARE = 0.25
#: Names of text within a text that is an object, such as ``{"rendered": "<p>..."}``.
_INNER = (
    "rendered", "text", "html", "value", "plain", "content", "body", "raw", "fitmarkdown", "rawmarkdown", "paragraphs",
    "sections",
)  # fmt: skip
_FACTS = {
    "title": "title headline heading titletext titlepage titlerss metatitle name subject titel titre titulo titolo "
    "заголовок 标题",
    "authors": "authors author authorname authornames byline creator creators writers writer writtenby publishedby "
    "journalist journalists reporter reporters autor autoren autores autore auteur auteurs автор авторы 作者",
    "published": "published datepublished publishingdate publishedat publishedon publishdate publisheddate pubdate "
    "datepublish dateposted datepub datetimepub datetimepublished publicationdate publicationdatetime publishedtime "
    "publishtime timepublished firstpublished firstpublishedat firstpublicationdate webpublicationdate date "
    "datepublishedraw posted postedat postedon pubtime datetime createdat datecreated timestamp datum fecha data дата "
    "发布时间",
    "updated": "updated datemodified updatedat updatedon modified modifiedat datemodify modifieddate modifiedtime "
    "dateupdated updatedate updatedtime lastmodified lastmodifieddate lastupdated lastupdate modificationdate",
    "language": "language lang inlanguage languagecode langcode languageiso humanlanguage contentlanguage "
    "detectedlanguage metalang locale warcidentifiedcontentlanguage sprache langue idioma",
}  # fmt: skip
#: Names of the address: of the first ones any text counts, of the others only an address.
_URLS = "url canonicalurl canonical finalurl sourceurl link".split()
_ADDRESSES = (
    "canonicallink source articleurl weburl pageurl permalink urlused loadedurl resolvedurl respondedurl responseurl "
    "requestedurl requesturl originalurl originallink externalurl sourcelink sourceuri warctargeturi uri href guid "
    "mainentityofpage id u"
)
#: Objects of facts beside the text, and how deep one lies in another.
_ABOUT = ("metadata", "meta", "info", "properties", "additionaldata", "warcheaders", "crawl", "links", "html")
_ABOUT_DEEPEST = 2
#: Text that opens with a tag of a page, behind comments or not.
_MARKED_UP = re.compile(
    r"(?:\s*<!--[^<>]{0,2000}-->)*\s*"
    r"<(?:!doctype|html|body|article|main|section|div|p|h[1-6]|ul|ol|figure|table|blockquote)\b[^>]*>",
    re.IGNORECASE,
)
#: Ends of blocks, and breaks of lines: a text with two that has as many of them as paragraphs is a page's too.
_BLOCK_END = re.compile(
    r"(?:</(?:p|div|li|h[1-6]|blockquote)>|<br {0,3}/?>)(?=[ \t\r]{0,20}(?:[\n<]|\Z))|<br {0,3}/?>(?=\w)", re.IGNORECASE
)
_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n")
#: The end of a sentence: the next piece of a paragraph that is a list of sentences stands behind a space.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]{0,3}\Z")
_MOST_PARAGRAPHS, _MOST_FIELDS, _DEEPEST = 20_000, 200, 3
#: Code points of the fields that a message names, and of each of them; how deep a named one lies.
_LONGEST_NAMED, _LONGEST_NAME, _NAMED_DEEPEST = 110, 24, 1


#: How the text of an article is read, by its media type.
_PAGES = {HTML: html_page, TEXT: text_page, MARKDOWN: markdown_page}
_ALL_TEXTS = frozenset((*_TEXTS, *_MARKUPS, *_MARKDOWNS))
_ALL_FACTS = frozenset((*" ".join((*_FACTS.values(), _ADDRESSES)).split(), *_URLS))


class Number(str):
    """A number as it is written: no text, but it may be a date. Numbers of any length are read without work."""

    __slots__ = ()


class ArticleText(NamedTuple):
    """The text of an article, and the media type as which it is read."""

    text: str
    media_type: str


def article_page(fields: Mapping[str, Any], data: bytes, path: str) -> Page | None:
    """The article in an object as a page; None if it has none. The hash is that of ``data``."""
    own = article_fields(fields)
    found = article_text(own) if own is not None else None
    if own is None or found is None:
        return None
    page = _PAGES[found.media_type](found.text, "utf-8", data, path)
    return replace(page, facts=_stated(own))


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
        return ArticleText(text, HTML if _is_markup(text) else TEXT)
    for names, media_type in ((_MARKUPS, HTML), (_MARKDOWNS, MARKDOWN)):
        if text := next((text for name in names if (text := _text(known.get(name)))), ""):
            return ArticleText(text, media_type)
    return None


def _is_markup(text: str) -> bool:
    """Whether a text is that of a page: it opens with a tag and closes one, or its paragraphs end with tags."""
    if _MARKED_UP.match(text):
        return "</" in text
    if "<" not in text:
        return False
    ends = len(_BLOCK_END.findall(text))
    return ends >= 2 and ends >= len(_PARAGRAPH_END.findall(text))


def seen_fields(fields: Mapping[str, Any]) -> str:
    """The names of an object's fields for a message, those for a text with what they hold: ``id, content (a number)``.

    An object in it is named with the fields that it has.
    """
    shown, length = list[str](), 0
    for name in _seen(fields, 0):
        length += len(name) + 2
        if length > _LONGEST_NAMED:
            return ", ".join((*shown, "..."))
        shown.append(name)
    return ", ".join(shown) or "no field"


def _seen(fields: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, value in islice(fields.items(), _MOST_FIELDS):
        name = short_text(key, _LONGEST_NAME)
        if isinstance(value, dict) and value and depth < _NAMED_DEEPEST:
            yield f"{name}: {{{', '.join(islice(_seen(value, depth + 1), 3))}{', ...' if len(value) > 3 else ''}}}"
        elif bare(key) in _ALL_TEXTS:
            yield f"{name} ({_held(value)})"
        else:
            yield name


def _held(value: Any) -> str:
    """What a field holds that is no text, in words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, (Number, int, float)):
        return "a number"
    if value is None or (isinstance(value, str) and not value.strip()):
        return "empty"
    return "a list without texts" if isinstance(value, list) else "an object"


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields by their bare names, and by what follows a prefix there; of two the first that is not empty."""
    known: dict[str, Any] = {}
    for key, value in islice(fields.items(), _MOST_FIELDS):
        if not known.get(name := bare(key)):
            known[name] = value
    for key, value in list(known.items()):
        for prefix in _PREFIXES:
            if key.startswith(prefix) and key != prefix and not known.get(name := key.removeprefix(prefix)):
                known[name] = value
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
        value = {bare(key): one for key, one in islice(value.items(), _MOST_FIELDS)}
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
        pieces = (one if isinstance(one, str) else _paragraph(one, depth + 1) for one in value[:_MOST_FIELDS])
        return "".join(_spaced(pieces))
    is_text = isinstance(value, str) and not isinstance(value, Number)
    return (value if depth else value.strip()) if is_text else ""


def _spaced(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a paragraph, with a space between two sentences that have none."""
    last = ""
    for piece in pieces:
        if piece[:1].isalnum() and _SENTENCE_END.search(last[-4:]):
            yield " "
        yield piece
        last = piece or last


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
    known = _with_facts_about(_known(fields))

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
        url=url or next((text for name in (*_URLS, *_ADDRESSES.split()) if (text := address(known.get(name)))), ""),
        language=next((code for value in values("language") if (code := language(value))), ""),
    )


def _with_facts_about(known: dict[str, Any], depth: int = 0) -> dict[str, Any]:
    """The fields with those of the object that has the text, which go first, and of objects of facts, which go last."""
    for one in (known.get(name) for name in _TEXTS):
        known = {**known, **_stated_in(one)} if isinstance(one, dict) else known
    for about in (known.get(name) for name in _ABOUT):
        if isinstance(about, dict):
            inner = _known(about)
            inner = _with_facts_about(inner, depth + 1) if depth < _ABOUT_DEEPEST else inner
            known = {**inner, **{name: value for name, value in known.items() if value or name not in inner}}
    return known


def _stated_in(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields of an object that state a fact and are not empty."""
    return {name: value for name, value in _known(fields).items() if value and name in _ALL_FACTS}


def _people(value: Any) -> tuple[str, ...]:
    """The names in a field; of an object only its name, as it may be an index."""
    return people(value) if not isinstance(value, str) or len(value) <= LONGEST_FACT else ()


def _fact(value: Any) -> str:
    """A text as a fact; of an object what it shows, with entities resolved, as services state titles in markup.

    Of a list its first text, as scrapers put each field into one.
    """
    if isinstance(value, list):
        value = next((one for one in value[:_MOST_FIELDS] if one), "")
    if isinstance(value, dict):
        value = html.unescape(re.sub(r"<[^<>]{0,200}>", "", _text(value))) or words(value)
    return words(value) if isinstance(value, str) else ""
