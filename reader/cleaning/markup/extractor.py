"""What trafilatura and the page's own metadata say: the paragraphs of the article, its title, authors and date."""

from __future__ import annotations

import logging
import re
from typing import NamedTuple

from reader.cleaning.markup.markup_reduction import reduced
from reader.sources.safe_lines import safe_lines
from reader.system.missing_libraries import fault_of
from reader.system.safe_text import safe_text

_META = re.compile(r"<meta\b[^<>]{1,1000}>", re.IGNORECASE)
_TIME = re.compile(r"<time\b[^<>]{1,500}>", re.IGNORECASE)
_DATED = re.compile(r"""content\s*=\s*["']?\s*[^"'<>]{0,20}\b(?:19|20)\d\d[^"'<>]{0,30}["'\s/>]""", re.IGNORECASE)
#: A name that says that a date is meant, and which one: never an address or a description that happens to hold one.
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
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class Extract(NamedTuple):
    """What an extractor found; ``paragraphs`` are its own wording, without places.

    ``is_too_large``: it was not asked, since it would take minutes.
    """

    paragraphs: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    updated: str | None = None
    is_too_large: bool = False


def extract(source: str) -> Extract:
    """The article of an HTML page as trafilatura sees it, in its default mode; nothing where it finds none.

    Args:
        source: the decoded file.
    """
    import trafilatura

    # Its complaints about pages without text belong on no screen.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    markup = reduced(_DECLARATION.sub("", safe_lines(source)[0], count=1))
    if markup is None:
        return Extract(is_too_large=True)
    try:
        found = trafilatura.bare_extraction(
            markup,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception as error:
        if fault_of(error):
            raise
        found = None  # any other fault of the extractor on a broken page means: it found nothing
    published = published_in_markup(markup)
    updated = _updated_in_markup(markup, published)
    if found is None or isinstance(found, dict):
        return Extract(published=published, updated=updated)
    return Extract(
        tuple((found.text or "").split("\n")),
        safe_text(found.title or ""),
        tuple(name for part in (found.author or "").split(";") if (name := safe_text(part))),
        published,
        _language(markup) or found.language,
        updated,
    )


def published_in_markup(markup: str) -> str | None:
    """The day of publication that the markup states, ISO; None where it states none. Free text is never looked at."""
    from htmldate import find_date

    stated = [f'<meta property="article:published_time" content="{day}">' for day in _PUBLISHED.findall(markup)[:1]]
    stated += [tag for tag in _META.findall(markup) if _states_publication(tag)]
    if not stated:
        stated = [tag + "</time>" for tag in _TIME.findall(markup) if "datetime" in tag.lower()][:1]
    if not stated:
        return None
    document = f"<html><head><title>-</title>{''.join(stated)}</head><body><p>-</p>{''.join(stated)}</body></html>"
    try:
        found = find_date(document, original_date=True, extensive_search=False)
    except Exception as error:
        if fault_of(error):
            raise
        return None
    return found if isinstance(found, str) else None


def _updated_in_markup(markup: str, published: str | None) -> str | None:
    """The day of the last change that the markup states, where it is later than that of publication."""
    found = _UPDATED.search(markup)
    return found["day"] if found is not None and found["day"] > (published or "") else None


def _states_publication(tag: str) -> bool:
    return all(pattern.search(tag) for pattern in (_DATED, _NAMED)) and not _CHANGED.search(tag)


def _language(markup: str) -> str | None:
    match = re.search(r"<html\b[^<>]{0,300}?\blang\s*=\s*[\"']?([a-zA-Z]{2})\b", markup[:20000])
    return match[1].lower() if match else None
