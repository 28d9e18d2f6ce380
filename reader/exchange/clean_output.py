"""Cleaned articles and their entities as text for people, and as JSON Lines for programs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from reader.model.article import Article
from reader.model.entity import VALUE_KINDS, Entity
from reader.model.spans import Span
from reader.system.json_text import json_text

#: Code points of a line that an explanation shows.
EXPLAINED = 60


def as_text(article: Article) -> str:
    """The article as a person reads it: the shown blocks with a blank line between them."""
    return article.text + "\n"


def as_json(article: Article) -> str:
    """One object on one line, as ``clean -f json`` prints it; source offsets refer to the decoded file."""
    return _line(
        {
            "source": article.page.path,
            **({"url": article.page.facts.url} if article.page.facts.url else {}),
            "sha256": article.page.sha256,
            "title": article.title,
            "byline": article.byline,
            "authors": list(article.authors),
            "published": article.published,
            **({"updated": article.updated} if article.updated else {}),
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


def explained(article: Article) -> str:
    """Every non-blank line of the page, in page order: shown or dropped, its role, and the figures behind it.

    Lines are counted from 1. The score is that of the rules; above zero reads like the article. The chance is the
    model's probability, 0 to 1, for lines that the rules left in doubt. Only text dumps have figures.
    """
    from reader.cleaning.page_cleaning import is_long
    from reader.system.safe_text import safe_text

    page = article.page
    pieces = [(block.page_start, block.page_end, "shown", block.kind) for block in article.blocks]
    pieces += [(lost.page_start, lost.page_end, "dropped", lost.reason) for lost in article.dropped]
    starts = [line.start for line in page.lines]
    figures: dict[int, str] = {}
    if page.media_type == "text/plain" and not is_long(page):
        from reader.cleaning.dump.dump_pipeline import classify

        for decision in classify(page):
            chance = "" if decision.chance is None else f"{decision.chance:.2f}"
            figures[decision.line.start] = f"{decision.score:5.1f} {chance:>6}"
    lines = [safe_text(page.path), f"{'line':>5}  {'':7}  {'role':<12} {'score':>5} chance  text"]
    for start, end, state, role in sorted(pieces):
        number = bisect_right(starts, start)
        text = " ".join(page.text[start : min(end, start + 4 * EXPLAINED)].split())[:EXPLAINED]
        lines.append(f"{number:>5}  {state:7}  {role:<12} {figures.get(starts[number - 1], ''):12}  {text}".rstrip())
    return "\n".join(lines) + "\n"


def entities_as_json(article: Article, entities: Sequence[Entity]) -> str:
    """One object on one line, as ``entities -f json`` prints it; offsets refer to ``Article.text``."""
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


def mentions_as_jsonl(article: Article, entities: Sequence[Entity]) -> str:
    """One mention a line, ordered by start, as ``entities -f mentions`` prints it; offsets into ``Article.text``."""
    listed = sorted(
        ((one.start, one.end, entity) for entity in entities for one in entity.mentions), key=lambda entry: entry[:2]
    )
    return "".join(
        _line(
            {
                "source": article.page.path,
                "sha256": article.page.sha256,
                "start": start,
                "end": end,
                "text": article.text[start:end],
                "kind": entity.kind,
                "entity": entity.name,
                **_span_fields(article.source_span(start, end)),
            }
        )
        for start, end, entity in listed
    )


def entities_as_text(article: Article, entities: Sequence[Entity]) -> str:
    """A heading with the file, then one entity a line: count, kind, name, aliases; values last."""
    from reader.system.safe_text import safe_text

    lines = [
        f"{len(one.mentions):5}  {one.kind:<13} {one.name}" + (f"  ({', '.join(one.aliases)})" if one.aliases else "")
        for one in values_last(entities)
    ]
    return "\n".join([safe_text(article.page.path), *lines]) + "\n\n"


def values_last(entities: Sequence[Entity]) -> list[Entity]:
    """The entities in their order, those that are values (dates, sums) behind the names."""
    return sorted(entities, key=lambda one: one.kind in VALUE_KINDS)


def _source(article: Article, piece: Any) -> dict[str, int]:
    return _span_fields(article.page.source_span(piece.page_start, piece.page_end))


def _span_fields(span: Span) -> dict[str, int]:
    return {"source_start": span.start, "source_end": span.end}


def _line(value: dict[str, Any]) -> str:
    return json_text(value) + "\n"
