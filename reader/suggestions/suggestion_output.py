"""Suggestions as text for people, and as JSON Lines for programs."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.article import Article
from reader.suggestions.suggested_passages import Suggestion
from reader.system.json_text import json_text
from reader.system.safe_text import safe_text, short_text

#: Code points of a passage in a line of text, and decimal places of a score.
_QUOTE, _PLACES = 80, 3


def suggestions_as_json(article: Article, found: Sequence[Suggestion]) -> str:
    """One object on one line, as ``suggest -f json`` prints it; offsets refer to ``Article.text``."""
    rows = [{**one._asdict(), "score": round(one.score, _PLACES)} for one in found]
    return json_text({"source": article.page.path, "suggestions": rows}) + "\n"


def suggestions_as_text(article: Article, found: Sequence[Suggestion]) -> str:
    """A heading with the file, then one suggestion a line: label, score, passage, why."""
    lines = []
    for one in found:
        quote = short_text(article.text[one.start : one.end], _QUOTE)
        lines.append(f"{short_text(one.label, 24):<10} {one.score:.2f}  “{quote}”  ({safe_text(one.why)})")
    return "\n".join([safe_text(article.page.path), *lines]) + "\n\n"
