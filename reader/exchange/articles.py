"""Cleaned articles and their entities as text for a person, and as JSON for a program: one object a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reader.annotations.files import json_text
from reader.cleaning.article import META_KINDS, Article
from reader.entities.entity import VALUE_KINDS, Entity


def as_text(article: Article) -> str:
    """The article as a person reads it: the shown blocks, a blank line between them."""
    return article.text + "\n"


def as_json(article: Article) -> str:
    """One object on one line, as ``clean -f json`` prints it; source offsets are into the decoded file."""
    return _line(
        {
            "source": article.page.path,
            "sha256": article.page.sha256,
            "title": article.title,
            "byline": article.byline,
            "authors": list(article.authors),
            "published": article.published,
            "language": article.language,
            "text": article.text,
            "blocks": [
                {"kind": block.kind, "start": block.start, "end": block.end, **_source(article, block)}
                for block in article.blocks
            ],
            "dropped": [
                {
                    "text": article.page.text[line.page_start : line.page_end],
                    "reason": line.reason,
                    **_source(article, line),
                }
                for line in article.dropped
            ],
        }
    )


def entities_as_json(article: Article, entities: Sequence[Entity]) -> str:
    """One object on one line, as ``entities -f json`` prints it; offsets are into ``Article.text``."""
    return _line(
        {
            "source": article.page.path,
            "entities": [
                {
                    "name": entity.name,
                    "kind": entity.kind,
                    "aliases": list(entity.aliases),
                    "related": list(entity.related),
                    "mentions": [{"start": one.start, "end": one.end, "text": one.text} for one in entity.mentions],
                }
                for entity in entities
            ],
        }
    )


def entities_as_text(article: Article, entities: Sequence[Entity]) -> str:
    """A heading with the file, then one entity a line: count, kind, name, aliases; values last."""
    ordered = sorted(entities, key=lambda one: one.kind in VALUE_KINDS)
    lines = [
        f"{len(one.mentions):5}  {one.kind:<13} {one.name}" + (f"  ({', '.join(one.aliases)})" if one.aliases else "")
        for one in ordered
    ]
    from reader.sources import safe_text

    return "\n".join([safe_text(article.page.path), *lines]) + "\n\n"


def body_text(article: Article) -> str:
    """The article without its title, byline and date: what is measured against a gold body."""
    body = [block for block in article.blocks if block.kind not in META_KINDS | {"title"}]
    return "\n\n".join(article.text[block.start : block.end] for block in body)


def _source(article: Article, piece: Any) -> dict[str, int]:
    span = article.page.source_span(piece.page_start, piece.page_end)
    return {"source_start": span.start, "source_end": span.end}


def _line(value: dict[str, Any]) -> str:
    return json_text(value) + "\n"
