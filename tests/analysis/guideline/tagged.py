"""Tags for tests of the linter, made from a text with marks, and what one rule finds in them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.linted_tags import LintedDocument, LintedTags, Tag
from reader.analysis.guideline.linter import findings
from reader.analysis.guideline.rules_file import rules_in
from reader.model.annotation import Link


def tag(
    text: str, label: str = "claim", *, id_: str = "A", document: int = 0, who: str = "ann", speaker: str = "",
    made: str = "2026-01-01T00:00:00.000Z",
) -> Tag:  # fmt: skip
    """The passage between the bars of a text, with the 32 code points around it."""
    before, quote, after = text.split("|") if "|" in text else ("", text, "")
    start, end = len(before), len(before) + len(quote)
    return Tag(document, start, end, id_, label, quote, before[-32:], after[:32], who, speaker, made)


def linted(tags: Iterable[Tag], links: Iterable[tuple[str, str, str]] = (), kinds: Iterable[str] = ()) -> LintedTags:
    """These tags, in documents 0.txt, 1.txt ...; links as source, kind and target."""
    made = list(tags)
    documents = [LintedDocument(str(one), f"{one}.txt") for one in range(1 + max(one.document for one in made))]
    found = [Link(f"L{at:03}", source, target, kind) for at, (source, kind, target) in enumerate(links)]
    return LintedTags(documents, made, found, kinds)


def found_by(rule: str, tags: LintedTags, changes: str = "") -> list[Finding]:
    """What a default rule finds, changed as a project's file would."""
    rules = rules_in(f"[rules.{rule}]\n{changes}", Path("lint.toml"))
    return findings(tags, [one for one in rules if one.id == rule])


def ids(found: Iterable[Finding]) -> list[str]:
    """The annotations that are named."""
    return [one.tag.id for one in found]
