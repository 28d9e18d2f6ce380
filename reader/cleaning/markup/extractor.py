"""Runs trafilatura on a page and reads its metadata: paragraphs, title, authors and dates."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, NamedTuple

from reader.cleaning import bylines, dates
from reader.cleaning.markup.head_metadata import HeadFacts, head_facts
from reader.cleaning.markup.markup_reduction import reduced
from reader.sources.safe_lines import safe_lines
from reader.system.missing_libraries import fault_of
from reader.system.safe_text import safe_text

if TYPE_CHECKING:
    from trafilatura.settings import Document

_META = re.compile(r"<meta\b[^<>]{1,1000}>", re.IGNORECASE)
_TIME = re.compile(r"<time\b[^<>]{1,500}>", re.IGNORECASE)
_DATED = re.compile(r"""content\s*=\s*["']?\s*[^"'<>]{0,20}\b(?:19|20)\d\d[^"'<>]{0,30}["'\s/>]""", re.IGNORECASE)
#: A name that means a date of publication, not an address or a description that happens to contain a date.
_NAMED = re.compile(
    r"""(?:property|name|itemprop|http-equiv)\s*=\s*["']?[^"'<>\s]{0,60}(?:date|time|publish|issued|created|posted)""",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"modif|updat|expir|unpublish|descri|title|keyword|image|url", re.IGNORECASE)
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"<>]{8,40})"')
_UPDATED = re.compile(
    r"""(?:"dateModified"\s*:\s*|<meta\b[^<>]{0,200}\barticle:modified_time["'][^<>]{0,80}?\bcontent\s*=\s*)"""
    r"""["'](?P<day>(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T[^"'<>]{0,40})?["']"""
)
_SLASHED = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\b")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class Extract(NamedTuple):
    """The result of an extractor; ``paragraphs`` are its own wording, without offsets.

    Attributes:
        authors: those that the markup states.
        guessed_authors: those that the extractor found where the markup states none.
        head: what the page states for machines.
        is_too_large: it was not asked, because it would take minutes.
    """

    paragraphs: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    updated: str | None = None
    guessed_authors: tuple[str, ...] = ()
    head: HeadFacts = HeadFacts()
    is_too_large: bool = False


def extract(source: str) -> Extract:
    """The article of an HTML page as trafilatura finds it in its default mode; empty if it finds none.

    Args:
        source: the decoded file.
    """
    # Its complaints about pages without text must not reach the screen.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    markup = reduced(_DECLARATION.sub("", safe_lines(source)[0], count=1))
    if markup is None:
        return Extract(is_too_large=True)
    head = head_facts(markup)
    published = published_in_markup(markup, head.language)
    updated = _updated_in_markup(markup, published)
    result = _document(markup)
    if result is None:
        return Extract(authors=head.authors, published=published, updated=updated, head=head)
    return Extract(
        tuple((result.text or "").split("\n")),
        safe_text(result.title or ""),
        head.authors,
        published,
        head.language[:2].lower() or result.language,
        updated,
        _guessed(result.author or "", head),
        head,
    )


def _guessed(found: str, head: HeadFacts) -> tuple[str, ...]:
    """The people among the authors that the extractor found."""
    parts = [safe_text(part).strip() for part in found.split(";")]
    spaced = [part for part in parts if " " in part]
    return bylines.stated_authors(spaced or parts[:1], head.sites)


def _document(markup: str) -> Document | None:
    """The extractor's article; only its facts if it finds no text, and None if it fails."""
    import trafilatura

    try:
        result = trafilatura.bare_extraction(
            markup,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        result = trafilatura.extract_metadata(markup) if result is None else result
    except Exception as error:
        if fault_of(error):
            raise
        return None  # any other fault of the extractor on a broken page counts as no result
    return None if isinstance(result, dict) else result


def published_in_markup(markup: str, language: str = "") -> str | None:
    """The day of publication that the markup states, ISO; None if it states none. Free text is not searched.

    Args:
        markup: of the page.
        language: the language tag of the page, which decides which number of 03/04/2023 is the month.
    """
    from htmldate import find_date

    stated = [f'<meta property="article:published_time" content="{day}">' for day in _PUBLISHED.findall(markup)[:1]]
    stated += [tag for tag in _META.findall(markup) if _states_publication(tag)]
    if not stated:
        stated = [tag + "</time>" for tag in _TIME.findall(markup) if "datetime" in tag.lower()][:1]
    if not stated:
        return None
    stated = [_decided(tag, dates.DateContext(language)) for tag in stated]
    document = f"<html><head><title>-</title>{''.join(stated)}</head><body><p>-</p>{''.join(stated)}</body></html>"
    try:
        day = find_date(document, original_date=True, extensive_search=False)
    except Exception as error:
        if fault_of(error):
            raise
        return None
    return day if isinstance(day, str) else None


def _updated_in_markup(markup: str, published: str | None) -> str | None:
    """The day of the last change that the markup states, if it is later than the publication."""
    match = _UPDATED.search(markup)
    return match["day"] if match is not None and match["day"] > (published or "") else None


def _decided(tag: str, context: dates.DateContext) -> str:
    """A tag with days such as 03/04/2023 in ISO form where the language decides, and else without them."""

    def written(match: re.Match[str]) -> str:
        return next((stated.day for stated in dates.dates(match[0], context)), "")

    return _SLASHED.sub(written, tag)


def _states_publication(tag: str) -> bool:
    return all(pattern.search(tag) for pattern in (_DATED, _NAMED)) and not _CHANGED.search(tag)
