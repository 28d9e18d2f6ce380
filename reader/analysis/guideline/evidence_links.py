"""Claims that nothing supports, evidence that supports nothing, and links that the guideline does not allow."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule, label_above
from reader.analysis.guideline.linted_tags import LintedTags, Tag, overlap
from reader.analysis.guideline.wordings import wording

#: Two passages that share this part of their text are one passage.
_ONE_PASSAGE = 0.5
#: Code points of a quote in a message.
_SHOWN = 60


def unsupported(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages to which no link of some kinds leads. A link to the same passage as tagged by somebody else counts."""
    kinds = rule.parameters["kinds"]
    known = tags.by_id
    linked = {link.target for link in tags.links if link.kind in kinds and link.source in known}
    for tag in _without(linked, rule, tags):
        yield Finding(rule, tag, f"no link {_listed(kinds)} it")


def unused(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages from which no link of some kinds leads anywhere; a link to an annotation that is gone does not."""
    kinds = rule.parameters["kinds"]
    known = tags.by_id
    linked = {link.source for link in tags.links if link.kind in kinds and link.target in known}
    for tag in _without(linked, rule, tags):
        yield Finding(rule, tag, f"{_listed(kinds)} nothing")


def _listed(kinds: Collection[str]) -> str:
    return " or ".join(kinds)


def _without(linked: Collection[str], rule: Rule, tags: LintedTags) -> Iterator[Tag]:
    """The tags that a rule is about and that are not linked, in order; nor is the same passage with the same label."""
    chosen = tags.under(rule)
    places = {(tag.document, tag.start, tag.end, root) for tag, root in chosen if tag.id in linked}
    for tag, root in chosen:
        if tag.id not in linked and (tag.document, tag.start, tag.end, root) not in places:
            yield tag


def forbidden(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Links that are not among the allowed ones, lead to their own passage, or support each other in a circle.

    Not judged is a link from or to a label that no allowed link names, a link of a kind that only the settings name,
    and one whose annotation is gone.
    """
    allowed = rule.parameters["allowed"]
    labels = tuple(sorted({label for source, _, target in allowed for label in (source, target)} | {*rule.labels}))
    known = tags.by_id
    on_a_way = {link.source for link in tags.links} & {link.target for link in tags.links}
    there = {(one.source, one.target, one.kind) for one in tags.links if one.source in on_a_way}
    kinds = {kind for _, kind, _ in allowed}
    above = {label: label_above(label, labels) for label in {tag.label for tag in known.values()}}
    for link in tags.links:
        source, target = known.get(link.source), known.get(link.target)
        if source is None or target is None or source.id not in tags.ids:
            continue
        ends = above[source.label], above[target.label]
        if not all(ends) or (link.kind not in kinds and link.kind in tags.link_kinds):
            continue
        if (ends[0], link.kind, ends[1]) not in allowed:
            what, behind = f"{source.label} {link.kind} {target.label}, which is not allowed", ""
        elif ends[0] == ends[1] and _is_one_passage(source, target):
            what, behind = f"{link.kind} itself", " is the same passage"
        elif (link.target, link.source, link.kind) in there and link.source > link.target:
            what, behind = f"{link.kind} what {link.kind} it, in a circle", ""
        else:
            continue
        other = f"{tags.path_of(target)}#{target.id} “{target.quote[:_SHOWN]}”"
        mark = (link.kind, target.id, target.label)
        content = (link.kind, wording(target.quote), target.label)
        yield Finding(rule, source, f"{what}: {other}{behind}", (target,), mark, content)


def _is_one_passage(source: Tag, target: Tag) -> bool:
    return wording(source.quote) == wording(target.quote) != "" or overlap(source, target) >= _ONE_PASSAGE
