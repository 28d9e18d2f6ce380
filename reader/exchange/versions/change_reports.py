"""What became of an article between two versions, as JSON, as Markdown, and as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.analysis.versions.sentence_fates import KEPT, MOVED
from reader.analysis.versions.version_changes import VersionChanges
from reader.anchoring.word_difference import FRESH, GONE, DifferencePart
from reader.exchange.reports.document_reports import filled
from reader.exchange.reports.markdown_text import one_line
from reader.exchange.versions.change_groups import (
    ChangeGroup,
    change_groups,
    fate_in_words,
    sentences_in_total,
    tag_fate_in_words,
    tags_in_total,
)
from reader.model.article import Article
from reader.model.spans import Span
from reader.system.json_text import json_text
from reader.system.safe_text import safe_text

_TEMPLATE = "version_changes.html.jinja"
_MARKS = {GONE: "~~{}~~", FRESH: "**{}**"}


def as_json(changes: VersionChanges) -> str:
    """One object: ``sentences`` with ``old``, ``new`` and ``fate``, and ``tags`` with their places in both versions."""
    sentences = [{"old": one.old, "new": one.new, "fate": one.fate} for one in changes.sentences]
    tags = [
        {
            "id": one.tag.id,
            "label": one.tag.label,
            "annotator": one.tag.annotator,
            "quote": one.tag.quote,
            "fate": one.fate,
            "old": _place(one.old, changes.old),
            "new": _place(one.new, changes.new),
        }
        for one in changes.tags
    ]
    return json_text({"sentences": sentences, "tags": tags}) + "\n"


def _place(span: Span | None, article: Article) -> dict[str, Any] | None:
    return (
        None if span is None else {"start": span.start, "end": span.end, "quote": article.text[span.start : span.end]}
    )


def as_markdown(changes: VersionChanges) -> str:
    """A document: the totals, each change in its order, and the tags that did not stay as they were."""
    return "\n".join(_markdown_lines(changes)) + "\n"


def _markdown_lines(changes: VersionChanges) -> Iterator[str]:
    groups = change_groups(changes.sentences)
    yield f"# Changes: {one_line(_title(changes))}"
    yield ""
    yield f"- earlier: {one_line(_name(changes.old))}"
    yield f"- later: {one_line(_name(changes.new))}"
    yield f"- {sentences_in_total(groups)}"
    if changes.tags:
        yield f"- tags: {one_line(tags_in_total(changes.tags))}"
    yield ""
    yield "## Sentences"
    yield ""
    for group in groups:
        if group.fate != KEPT:
            yield from _markdown_group(group)
    touched = [one for one in changes.tags if one.fate != KEPT]
    if touched:
        yield from ("", "## Tags", "")
        for one in touched:
            yield f"- **{one_line(one.tag.label)}** {tag_fate_in_words(one.fate)}: {one_line(one.tag.quote)}"


def _markdown_group(group: ChangeGroup) -> Iterator[str]:
    head = f"- **{fate_in_words(group.fate)}**: "
    if group.fate == MOVED or not (group.old and group.new):
        yield head + one_line(" ".join(group.new or group.old))
    elif group.is_alike():
        yield head + "".join(map(_marked, group.words()))
    else:
        yield f"{head}~~{one_line(' '.join(group.old))}~~"
        yield f"  **{one_line(' '.join(group.new))}**"


def _marked(part: DifferencePart) -> str:
    """A part in Markdown; white space at its ends stands outside of the marks."""
    inner = part.text.strip()
    if not inner:
        return part.text
    before, _, after = part.text.partition(inner)
    return f"{before}{_MARKS.get(part.kind, '{}').format(one_line(inner))}{after}"


def as_html(changes: VersionChanges) -> str:
    """A page: both versions side by side, sentence by sentence, and the tags."""
    groups = change_groups(changes.sentences)
    rows = [
        {
            "fate": group.fate,
            "words": fate_in_words(group.fate),
            "old": " ".join(group.old),
            "new": " ".join(group.new),
            "parts": [part._asdict() for part in group.words()] if group.old and group.new else [],
        }
        for group in groups
    ]
    tags = [
        {"label": one.tag.label, "fate": one.fate, "words": tag_fate_in_words(one.fate), "quote": one.tag.quote}
        for one in changes.tags
    ]
    totals = [sentences_in_total(groups), tags_in_total(changes.tags)]
    names = (_name(changes.old), _name(changes.new))
    return filled(_TEMPLATE, "page", _title(changes), names, totals, rows, tags, changes.new.language).lstrip()


def _title(changes: VersionChanges) -> str:
    return safe_text(changes.new.title or changes.old.title or changes.new.page.path)


def _name(article: Article) -> str:
    """The file of a version, and its date."""
    dated = article.updated or article.published
    return safe_text(article.page.path) + (f" ({dated})" if dated else "")
