"""``nrc-reader lint``: prints where tags are at odds with the guideline, and keeps what is waived."""

from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.commands.environment import DONE, PROBLEM, STOPPED, USAGE, CommandError, complain
from reader.commands.interchange.selection_options import Asked, add_selection_arguments, asked_for, selected_documents
from reader.commands.team.collector_pause import without_collector
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Mapping, Sequence

    from reader.analysis.guideline.lint_finding import Finding, Waiver
    from reader.analysis.guideline.lint_rule import Rule
    from reader.analysis.guideline.linted_tags import LintedTags

#: Code points of a quote, a path, a name, and of what is wrong, in a line of text.
_QUOTE, _PATH, _NAME, _WHAT = 80, 200, 40, 400
#: The fewest characters by which a finding may be named.
_LEAST = 4
#: Code points of a reason at most: a line of text shows the first ones.
_REASON = 2000
#: Findings that are written in one go.
_TOGETHER = 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    parser.add_argument("--strict", action="store_true", help="exit with 1 for findings of any severity")
    parser.add_argument("--rules", metavar="FILE", help="the rules, in place of lint.toml in the store")
    parser.add_argument("--waive", metavar="ID", help="keep that this finding is none; needs --reason")
    parser.add_argument("--reason", metavar="TEXT", help="why it is none")
    parser.add_argument("--unwaive", metavar="ID", help="let a waived finding count again")
    parser.add_argument("--waived", action="store_true", help="list what is waived, by whom and why")
    add_selection_arguments(parser)


class _Linted(NamedTuple):
    """What was found in a store.

    Attributes:
        tags: of the whole store.
        found: those findings that are asked for.
        waivers: all.
        failed: keys of documents that could not be read.
    """

    tags: LintedTags
    found: list[Finding]
    waivers: list[Waiver]
    failed: list[str]


def run(options: argparse.Namespace) -> int:
    """Print what is found, or change what is waived; the exit code."""
    from reader.analysis.guideline.rules_file import rules_of
    from reader.config.toml_file import TomlError

    writes = options.waive is not None or options.unwaive is not None
    if (options.waive is not None) + (options.unwaive is not None) + options.waived > 1:
        complain("lint: only one of --waive, --unwaive and --waived at a time")
        return USAGE
    says_why = options.reason is not None and any(map(str.isalnum, options.reason))
    if says_why != (options.waive is not None) or (options.reason is not None and not says_why):
        complain("lint: --waive needs --reason, and --reason a waiver (say in some words why it is none)")
        return USAGE
    if says_why and len(options.reason) > _REASON:
        complain(f"lint: --reason has {len(options.reason):,} characters (say it in {_REASON:,} at most)")
        return USAGE
    options.is_read_only = not writes  # who waives something is who --annotator says
    asked = asked_for(options)
    if writes:
        asked = asked._replace(selection=replace(asked.selection, annotator=""))
    try:
        rules = rules_of(asked.store, options.rules)
        with without_collector():
            linted = _lint(asked, rules)
    except TomlError as error:
        raise CommandError(error) from error
    except KeyboardInterrupt:
        complain("lint: stopped; nothing was looked at to the end")
        return STOPPED
    if writes:
        return _change(options, asked, linted)
    if options.waived:
        return _print_waived(options.format, linted)
    return _print(options, linted, _titles(asked, rules))


def _lint(asked: Asked, rules: Sequence[Rule]) -> _Linted:
    from reader.analysis.guideline.linter import findings
    from reader.analysis.guideline.tag_reading import TagReader
    from reader.commands.environment import each_document
    from reader.commands.progress_line import ProgressLine
    from reader.model.document import Stored
    from reader.store.store_protocol import StoredTexts

    store, failed, reader = asked.store, list[str](), TagReader()
    with ProgressLine(prints=False) as progress:
        with store.scanning() as scan:

            def read(key: str) -> Stored | StoredTexts:
                return scan.texts(key) or store.load(key, with_copies=True)

            for document in each_document(store, failed, read, tick=progress):
                reader.add(document)
        tags = reader.tags(asked.settings.link_kinds)
        found = findings(tags, rules, reader.waivers, asked.store.label_changes().former())
        if not asked.selection.is_everything:
            chosen = _chosen(asked)
            found = [one for one in found if one.tag.id in chosen]
    return _Linted(tags, found, reader.waivers, failed)


def _chosen(asked: Asked) -> Collection[str]:
    """The ids of the annotations that are asked for; the store was read, and what is wrong with it was said."""
    from reader.model.document import Stored
    from reader.store.records.record_rows import identifier

    chosen: set[str] = set()
    for one in selected_documents(asked, [], quiet=True):
        if isinstance(one, Stored):
            chosen |= {annotation.id for annotation in one.annotations}
        else:
            chosen |= {identifier(annotation.row_id) for annotation in one.annotations}
    return chosen


def _print(options: argparse.Namespace, linted: _Linted, titles: Mapping[str, str]) -> int:
    from reader.analysis.adjudication.rulings import is_person
    from reader.analysis.guideline.lint_rule import ERROR, SEVERITIES

    counting = [one for one in linted.found if one.waiver is None]
    if options.format == "json":
        for one in counting:
            print(json.dumps(_record(one, linted.tags), ensure_ascii=False))
    else:
        lines = _Lines(linted.tags, titles)
        for start in range(0, len(counting), _TOGETHER):
            print("\n".join([lines.line(one) for one in counting[start : start + _TOGETHER]]))
        severities = {name: sum(one.rule.severity == name for one in counting) for name in SEVERITIES}
        parts = ", ".join(counted(count, name) for name, count in severities.items() if count)
        waived = len(linted.found) - len(counting)
        decided = sum(not is_person(one.tag.annotator) for one in counting)
        said = f"{counted(len(counting), 'finding')}{f' ({parts})' if parts else ''}"
        said += f", {decided:,} in what was adjudicated" if decided else ""
        print(f"{said}{f', {waived:,} waived' if waived else ''}; {_looked_at(linted)}")
    is_refused = any(one.rule.severity == ERROR or options.strict for one in counting)
    return PROBLEM if is_refused or linted.failed else DONE


def _looked_at(linted: _Linted) -> str:
    return f"{counted(len(linted.tags.tags), 'annotation')} in {counted(len(linted.tags.documents), 'document')}"


def _place(path: str, annotation: str) -> str:
    from reader.system.safe_text import short_text

    return f"{short_text(path, _PATH, keeps_end=True)}#{annotation}"


class _Lines:
    """Findings as safe lines: place, severity, rule, id, what is wrong, what to do, the passage."""

    def __init__(self, tags: LintedTags, titles: Mapping[str, str] = MappingProxyType({})) -> None:
        self._tags = tags
        self._titles = titles
        self._paths: dict[int, str] = {}
        self._rules: dict[str, tuple[str, str]] = {}
        self._quotes: dict[str, str] = {}

    def line(self, one: Finding) -> str:
        """One finding."""
        from reader.system.safe_text import short_text

        tag, rule = one.tag, one.rule
        number, quote = tag.document, tag.quote
        if number not in self._paths:
            self._paths[number] = short_text(self._tags.path_of(tag), _PATH, keeps_end=True)
        if rule.id not in self._rules:
            self._rules[rule.id] = f"{rule.severity}: {rule.id}", _advice(rule, self._titles)
        if quote not in self._quotes:
            self._quotes[quote] = short_text(quote[: 4 * _QUOTE], _QUOTE)
        head, advice = self._rules[rule.id]
        what = short_text(one.what, _WHAT)
        return f"{self._paths[number]}#{tag.id}: {head} [{one.id}]: {what}{advice}: “{self._quotes[quote]}”"


def _advice(rule: Rule, titles: Mapping[str, str]) -> str:
    from reader.system.safe_text import safe_text

    do = f"; {rule.message}" if rule.message else ""
    cited = ", ".join(part for part in (rule.guideline, titles.get(rule.guideline, "")) if part)
    return do + (f" (guideline: {safe_text(cited)})" if cited else "")


def _titles(asked: Asked, rules: Sequence[Rule]) -> dict[str, str]:
    """The titles of the rules of the project's guideline, by id, where a rule of the linter cites one."""
    from reader.annotations.guideline_text import rules as guideline_rules
    from reader.store.labels.project_guideline import project_guideline
    from reader.store.store_protocol import StoreError

    if not any(rule.guideline for rule in rules):
        return {}
    try:
        return {one.id: one.title for one in guideline_rules(project_guideline(asked.store, asked.settings))}
    except StoreError as error:
        complain(error)
        return {}


def _record(one: Finding, tags: LintedTags) -> dict[str, Any]:
    """A finding as a JSON object."""
    tag, waiver = one.tag, one.waiver
    found: dict[str, Any] = {
        "id": one.id,
        "rule": one.rule.id,
        "check": one.rule.check,
        "severity": one.rule.severity,
        "document": tags.path_of(tag),
        "annotation": tag.id,
        "label": tag.label,
        "annotator": tag.annotator,
        "start": tag.start,
        "end": tag.end,
        "quote": tag.quote,
        "what": one.what,
        "message": one.rule.message,
        "guideline": one.rule.guideline,
        "others": [
            {"document": tags.path_of(other), "annotation": other.id, "label": other.label, "quote": other.quote}
            for other in one.others
        ],
    }
    if waiver is not None:
        found["waived"] = {"annotator": waiver.annotator, "reason": waiver.reason, "at": waiver.decided_at}
    return found


def _print_waived(format_: str, linted: _Linted) -> int:
    """List the findings that are waived, then the waivers of what is not found any more."""
    from reader.system.safe_text import safe_text, short_text

    waived = [one for one in linted.found if one.waiver is not None]
    in_use = {one.waiver.id for one in waived if one.waiver is not None}
    idle = [one for one in linted.waivers if one.id not in in_use]
    if format_ == "json":
        for one in waived:
            print(json.dumps(_record(one, linted.tags), ensure_ascii=False))
        return PROBLEM if linted.failed else DONE
    lines = _Lines(linted.tags)
    for one in waived:
        if one.waiver is not None:
            print(f"{lines.line(one)} {safe_text(_said(one.waiver))}")
    for waiver in sorted(idle, key=lambda one: (one.path, one.decided_at, one.id)):
        head = f"{_place(waiver.path, waiver.annotation)}: {short_text(waiver.rule, _NAME)} [{waiver.finding}]"
        print(safe_text(f"{head}: not found any more: “{short_text(waiver.quote, _QUOTE)}” {_said(waiver)}"))
    print(f"{counted(len(waived), 'finding')} waived; {_looked_at(linted)}")
    return PROBLEM if linted.failed else DONE


def _said(waiver: Waiver) -> str:
    from reader.system.safe_text import short_text

    who = short_text(waiver.annotator, _NAME) or "somebody"
    return f"(waived by {who}, {short_text(waiver.decided_at[:10], 10)}: {short_text(waiver.reason, _WHAT)})"


def _change(options: argparse.Namespace, asked: Asked, linted: _Linted) -> int:
    """Waive a finding, or let it count again, and say which."""
    from reader.analysis.guideline.waivers import waive, withdraw
    from reader.config.settings import annotator_name
    from reader.store.store_protocol import StoreError
    from reader.system.safe_text import short_text

    who = annotator_name(asked.settings)
    one = _named(options.waive if options.waive is not None else options.unwaive, linted.found)
    try:
        if options.waive is not None:
            key = linted.tags.documents[one.tag.document].key
            waive(asked.store, one, key, " ".join(options.reason.split()), who)
        elif one.waiver is None:
            raise CommandError(f"{one.id}: is not waived (nrc-reader lint --waived lists what is)")
        else:
            withdraw(asked.store, one.waiver, who)
        asked.store.close()
    except StoreError as error:
        raise CommandError(error) from error
    theirs = one.waiver.annotator if one.waiver is not None and one.waiver.annotator not in {"", who} else ""
    before = f" (waived by {short_text(theirs, _NAME)} before)" if theirs else ""
    print(f"{'waived' if options.waive is not None else 'counts again'}{before}: {_Lines(linted.tags).line(one)}")
    return DONE


def _named(name: str, found: Sequence[Finding]) -> Finding:
    """The finding that an id, or its beginning, names; raises ``CommandError`` unless it is one."""
    from reader.system.safe_text import short_text

    wanted = name.strip().strip("[]").lower()
    meant = {one.id: one for one in found if one.id.startswith(wanted)} if len(wanted) >= _LEAST else {}
    if len(meant) != 1:
        why = "is no finding here" if not meant else f"may be {' or '.join(sorted(meant)[:3])}"
        raise CommandError(f"{short_text(name, _NAME)}: {why} (nrc-reader lint prints their ids in brackets)")
    return next(iter(meant.values()))
