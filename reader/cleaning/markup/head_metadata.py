"""Reads what a page states for machines: its authors, the names of its site, and its language with the region.

JSON-LD comes before ``meta`` elements, because it tells people from organisations.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from reader.cleaning import bylines
from reader.sources.formats.html_tokens import Tag, attributes, tokens
from reader.system.safe_text import safe_text

#: The names of ``meta`` elements that hold authors, in lower case.
_AUTHOR = frozenset(
    """
    author article:author article:author_name parsely-author sailthru.author dc.creator dcterms.creator byl bt:author
    citation_author cxenseparse:author og:article:author news_authors article.author author_name rbauthors
    """.split()
)
#: Those that write the family name first: "Ellery, Maud".
_INVERTED = frozenset({"citation_author", "dc.creator", "dcterms.creator"})
_SITE = frozenset({"og:site_name", "application-name", "cre", "dc.publisher", "citation_publisher"})
#: Kinds of JSON-LD objects that are articles; others count where a page states none of these.
_ARTICLE = re.compile(r"Article|Posting|Report|Review$|Story")
_ORGANISATION = re.compile(r"Organi[sz]ation|Corporation|Company|WebSite|Brand")
#: The most objects of one script that are looked at, and the longest script.
_MOST_OBJECTS, _LONGEST_SCRIPT = 500, 2_000_000
_META = re.compile(r"<meta\b[^<>]{1,1000}>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{1,500})<", re.IGNORECASE)
_TITLE_PARTS = re.compile(r"\s[-|\u2013\u2014\u00b7\u2022:]{1,2}\s")
_LANG = re.compile(
    r"<html\b[^<>]{0,500}?\s(?:xml:)?lang\s*=\s*[\"']?([a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3})", re.IGNORECASE
)


class HeadFacts(NamedTuple):
    """What a page states for machines.

    Attributes:
        authors: people, in order; empty if none is stated.
        sites: names of the site and its publisher, squeezed.
        language: the language tag, with the region if one is stated anywhere; empty if there is none.
    """

    authors: tuple[str, ...] = ()
    sites: frozenset[str] = frozenset()
    language: str = ""


def head_facts(markup: str) -> HeadFacts:
    """What the markup of a page states for machines, in its head or elsewhere."""
    objects = list(_objects(markup))
    metas = list(_metas(markup))
    named = {str(item["@id"]): item for item in objects if isinstance(item.get("@id"), str) and "name" in item}
    publishers = set(bylines.site_names(_organisations(objects, named)))
    stated = [content for name, content in metas if name in _SITE]
    stated += sorted(_title_parts(markup), key=len)[:-1]
    sites = bylines.site_names(stated) | publishers
    people = bylines.stated_authors(_authors(objects, named), publishers)
    people = bylines.without_owners(people, sites) or bylines.stated_authors(_meta_authors(metas), sites)
    return HeadFacts(people, frozenset(sites), _language(markup, metas, objects))


def _title_parts(markup: str) -> list[str]:
    match = _TITLE.search(markup)
    parts = _TITLE_PARTS.split(html.unescape(match[1]).strip()) if match else []
    return [part for part in parts if not part.lower().startswith("by ")]


def _metas(markup: str) -> Iterator[tuple[str, str]]:
    """The name and content of each ``meta`` element, in order."""
    for written in _META.findall(markup):
        tag = next(tokens(written), None)
        if not isinstance(tag, Tag):
            continue
        values = {name: written[slice(*span)] for name, span in attributes(written, tag).items()}
        name = values.get("name") or values.get("property") or values.get("itemprop") or values.get("http-equiv") or ""
        if content := safe_text(html.unescape(values.get("content", ""))).strip():
            yield name.lower(), content


def _meta_authors(metas: list[tuple[str, str]]) -> Iterator[str]:
    for name, content in metas:
        if name in _AUTHOR and "://" not in content:
            family, comma, given = content.partition(", ")
            is_inverted = name in _INVERTED and comma and "," not in given and len(family.split()) <= 3
            yield f"{given} {family}" if is_inverted else content
    labels = {name: content for name, content in metas if name.startswith("twitter:")}
    for number in "12":
        if labels.get(f"twitter:label{number}", "").lower() in {"written by", "author", "verfasst von", "par", "autor"}:
            yield labels.get(f"twitter:data{number}", "")


def _objects(markup: str) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page, in order, without those inside others except in graphs."""
    place = 0
    while (start := markup.find("ld+json", place)) >= 0:
        begin = markup.find(">", start) + 1
        end = markup.find("</", begin)
        place = max(begin, end, start + 1)
        while end >= 0 and markup[end : end + 8].lower() != "</script":
            end = markup.find("</", end + 2)
        if begin <= 0 or not 0 <= end - begin <= _LONGEST_SCRIPT:
            continue
        place = end
        try:
            stated = json.loads(markup[begin:end].strip(), strict=False, parse_int=bool, parse_float=bool)
        except (ValueError, RecursionError):
            continue
        yield from _flat(stated)


def _flat(stated: object) -> Iterator[dict[str, Any]]:
    waiting = [stated]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item
        elif isinstance(item, dict):
            yield item
            waiting[:0] = [item[key] for key in ("@graph", "mainEntity") if isinstance(item.get(key), dict | list)]


def _kind(item: dict[str, Any]) -> str:
    kind = item.get("@type", "")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _authors(objects: list[dict[str, Any]], named: dict[str, dict[str, Any]]) -> list[str]:
    """The names in the first article that states its authors, or else in any object that does."""
    for only_articles in (True, False):
        for item in objects:
            if only_articles and not _ARTICLE.search(_kind(item)):
                continue
            if found := list(_people(item.get("author") or item.get("creator"), named)):
                return found
    return []


def _people(stated: object, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of people in the value of ``author``: a name, an object, a reference, or a list of these."""
    for item in stated if isinstance(stated, list) else [stated]:
        if isinstance(item, str):
            yield _name({"name": named[item]["name"] if item in named else item})
        elif isinstance(item, dict):
            known = named.get(str(item.get("@id"))) if "name" not in item else None
            person = known or item
            if not _ORGANISATION.search(_kind(person)):
                yield _name(person)


def _name(person: dict[str, Any]) -> str:
    stated = person.get("name")
    if not isinstance(stated, str):
        parts = [person.get(key) for key in ("givenName", "familyName")]
        stated = ", ".join(map(str, stated)) if isinstance(stated, list) else " ".join(str(p) for p in parts if p)
    return safe_text(html.unescape(stated)).strip()


def _organisations(objects: list[dict[str, Any]], named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The names of the publisher and of other organisations and sites."""
    for item in objects:
        stated = [item] if _ORGANISATION.search(_kind(item)) else []
        for key in ("publisher", "sourceOrganization", "isPartOf"):
            value = item.get(key)
            known = named.get(str(value.get("@id"))) if isinstance(value, dict) and "name" not in value else value
            if isinstance(known, dict) and "Person" not in _kind(known):
                stated.append(known)
        yield from (name for organisation in stated if (name := _name(organisation)))


def _language(markup: str, metas: list[tuple[str, str]], objects: list[dict[str, Any]]) -> str:
    """The language tag of the page: the first that names a region, if it agrees with the page's language."""
    match = _LANG.search(markup, 0, 20_000)
    stated = [match[1]] if match else []
    stated += [
        content for name, content in metas if name in {"content-language", "og:locale", "language", "dc.language"}
    ]
    stated += [value for item in objects if isinstance(value := item.get("inLanguage"), str)]
    tags = [tag.replace("_", "-") for tag in stated if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}", tag)]
    if not tags:
        return ""
    with_region = (tag for tag in tags if "-" in tag and tag[:2].lower() == tags[0][:2].lower())
    return next(with_region, tags[0])
