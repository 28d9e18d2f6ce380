"""The words that select annotations: read here for every list and for the command line.

A line of words becomes terms, each a test of one field. An annotation in memory is asked by ``AnnotationQuery.keeps``;
the index puts the same tests to the few values that a field has, and has SQLite compare the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from reader.config.label import is_within
from reader.model.annotation import DETACHED, MOVED, Annotation
from reader.model.annotation_values import values_of, values_text

#: The fields that terms test. Those of ``CODED`` have few values; a time is milliseconds since 1970, -1 if unknown.
LABEL, ANNOTATOR, SPEAKER, LINKS, VALUES, STATE, CREATED, UPDATED, TEXT, DOCUMENT = FIELDS = (
    "label", "annotator", "speaker", "links", "choices", "state", "created", "updated", "text", "document",
)  # fmt: skip
CODED = (LABEL, ANNOTATOR, SPEAKER, LINKS, VALUES)
#: The links of an annotation, in either direction: the kind of each, and the label of its other end, empty if unknown.
Links = frozenset[tuple[str, str]]
NO_LINKS: Links = frozenset()
#: What may be true of an annotation, as bits of its state.
HAS_NOTE, IS_MOVED, IS_DETACHED = 1, 2, 4
STATES = range(8)
_BITS = {"note": HAS_NOTE, "moved": IS_MOVED, "detached": IS_DETACHED}
_WORD = re.compile(r'(-?)(?:([a-z]+):(?!/))?(?:"([^"]*)"?|(\S+))')
_SPAN = re.compile(r"(\d{1,5})([hdwy])\Z")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "y": 365 * 24}
_LAST = 1 << 62
_TIMES = "7d, 12h, 2w, today, yesterday, 2026-11-24 or 2026-11-24T09:30"
#: What may stand before a colon, as it is proposed where something else stands there.
_NAMES = "label:, by:, since:, until:, changed:, with:, without:, speaker:, value:, quote:, note:, in:"


class Vocabulary(NamedTuple):
    """What a line of words may name.

    Attributes:
        labels: the names of all labels.
        kinds: of links.
        values: the names of values that annotations may have, as ``confidence``.
    """

    labels: Iterable[str]
    kinds: Iterable[str] = ()
    values: Iterable[str] = ()


class Term(NamedTuple):
    """One test.

    Attributes:
        field: which field it tests, one of ``FIELDS``.
        test: of its value. A text is a pair of the passage and the note, both folded; a state is bits.
        is_not: what passes the test is excluded.
        text: what a text must hold to pass; empty for other fields.
        times: milliseconds since 1970, half-open, that pass; for the fields with times.
    """

    field: str
    test: Callable[[Any], bool]
    is_not: bool = False
    text: str = ""
    times: tuple[int, int] = (0, 0)


class AnnotationQuery(NamedTuple):
    """What a line of words asks for.

    Attributes:
        groups: an annotation is kept if in each group one term at least holds.
        problem: one line on the first word that cannot be used, and is left out; empty where all can.
        is_unfinished: that word is the last one, so somebody may still be typing it.
    """

    groups: tuple[tuple[Term, ...], ...] = ()
    problem: str = ""
    is_unfinished: bool = False

    def asks_for(self, field: str) -> bool:
        """Whether it tests a field."""
        return any(term.field == field for terms in self.groups for term in terms)

    def keeps(self, one: Annotation, links: Links = NO_LINKS, document: str = "") -> bool:
        """Whether an annotation is one of those that are asked for."""
        return all(any(_holds(term, one, links, document) for term in terms) for terms in self.groups)


def annotation_query(typed: str, known: Vocabulary, now: datetime | None = None) -> AnnotationQuery:
    """What a line of words asks for; the manual's page ``search`` says what may stand in it.

    Args:
        typed: the words. Case is ignored.
        known: labels and kinds of links.
        now: the present moment, with a time zone; None for that of the clock.
    """
    reading = _Reading(known, now or datetime.now(UTC))
    typed = typed.casefold()
    for match in _WORD.finditer(typed):
        reading.take(*match.groups(), is_last=match.end() == len(typed))
    return AnnotationQuery(tuple(map(tuple, reading.groups.values())), reading.problem, reading.is_unfinished)


def state_of(annotation: Annotation) -> int:
    """The bits of an annotation's state."""
    moved, detached = annotation.anchor == MOVED, annotation.anchor == DETACHED
    return HAS_NOTE * bool(annotation.note) | IS_MOVED * moved | IS_DETACHED * detached


@lru_cache(maxsize=4096)
def milliseconds(moment: str) -> int:
    """A time as a record has it, in milliseconds since 1970; -1 for what is none."""
    try:
        found = datetime.fromisoformat(moment)
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return -1


def links_of(links: Iterable[tuple[str, str, str]], labels: Mapping[str, str]) -> dict[str, Links]:
    """The links of every annotation that has any, by its id.

    Args:
        links: the source, target and kind of each.
        labels: of annotations, by id.
    """
    found: dict[str, set[tuple[str, str]]] = {}
    for source, target, kind in links:
        found.setdefault(source, set()).add((kind, labels.get(target, "")))
        found.setdefault(target, set()).add((kind, labels.get(source, "")))
    return {identifier: frozenset(ends) for identifier, ends in found.items()}


_VALUES: Mapping[str, Callable[[Annotation, Links, str], object]] = {
    LABEL: lambda one, _, __: one.label,
    ANNOTATOR: lambda one, _, __: one.annotator,
    SPEAKER: lambda one, _, __: one.attributed_to,
    LINKS: lambda _, links, __: links,
    VALUES: lambda one, _, __: values_text(values_of(one)),
    STATE: lambda one, _, __: state_of(one),
    CREATED: lambda one, _, __: milliseconds(one.created_at),
    UPDATED: lambda one, _, __: milliseconds(one.updated_at),
    TEXT: lambda one, _, __: (one.quote.casefold(), one.note.casefold()),
    DOCUMENT: lambda _, __, document: document,
}


def _holds(term: Term, one: Annotation, links: Links, document: str) -> bool:
    return term.test(_VALUES[term.field](one, links, document)) is not term.is_not


class _Reading:
    """Makes terms of words, one after the other."""

    def __init__(self, known: Vocabulary, now: datetime) -> None:
        self._labels = sorted({name.casefold() for name in known.labels})
        self._kinds = {name.casefold() for name in known.kinds}
        self._values = {name.casefold() for name in known.values}
        self._now = now
        self.groups: dict[str, list[Term]] = {}
        self.problem = ""
        self.is_unfinished = False

    def take(self, minus: str, name: str | None, quoted: str | None, word: str | None, *, is_last: bool) -> None:
        """Take one word."""
        value = quoted if word is None else word
        if not value or (not name and word == "-"):
            return  # the user is still typing
        try:
            terms = self._named(name, value) if name else self._plain(value, is_text=word is None, is_not=bool(minus))
        except ValueError as error:
            if not self.problem:
                self.problem, self.is_unfinished = str(error), is_last
            return
        if minus:
            for term in terms:
                self.groups[str(len(self.groups))] = [term._replace(is_not=not term.is_not)]
        else:
            is_alternative = len(terms) == 1 and terms[0].field in {LABEL, ANNOTATOR, DOCUMENT}
            group = terms[0].field if is_alternative else str(len(self.groups))
            self.groups.setdefault(group, []).extend(terms)

    def _plain(self, word: str, *, is_text: bool, is_not: bool) -> list[Term]:
        """A word without a name before it."""
        if is_text:
            return [_holding(word)]
        if word in self._labels:
            return [_label(word)]
        begun = next((name for name in self._labels if len(word) > 2 and name.startswith(word)), "")
        if begun and not is_not:  # still being typed, or meant as text
            return [_label(begun), _holding(word)]
        if word in {f"{name}:" for name in _NAMED}:
            raise ValueError(f"{word} needs something behind it, without a space")
        if word.endswith(":"):
            return [Term(ANNOTATOR, lambda name: name.casefold().startswith(word[:-1]))]
        if word.startswith("@"):
            return [_speaker(word[1:])]
        if word in _BITS:
            bit = _BITS[word]
            return [Term(STATE, lambda state: bool(state & bit))]
        if word == "linked":
            return [Term(LINKS, bool)]
        return [Term(SPEAKER, bool) if word == "attributed" else _holding(word)]

    def _named(self, name: str, value: str) -> list[Term]:
        """A word with a name before it; raises ``ValueError`` with one line for a person."""
        if name in self._values:
            return [_valued(f"{name}={value}")]
        made = _NAMED.get(name)
        if made is None:
            raise ValueError(f"{name}: is none of {_NAMES} (put a text with a colon in quotes)")
        return [made(self, value)]

    def valued(self, value: str) -> Term:
        """Any value by its name, as ``confidence=high``, whatever names there are."""
        if not all(value.partition("=")):
            raise ValueError(f"value:{value}: needs a name and a choice, as value:confidence=high")
        return _valued(value)

    def label(self, value: str) -> Term:
        """A label by its whole name; raises ``ValueError``, as those below."""
        if value not in self._labels:
            raise ValueError(f"label:{value}: no such label (there are {', '.join(self._labels)})")
        return _label(value)

    def linked(self, value: str, name: str = "with") -> Term:
        """What it is linked with: a label, a kind, or both of one link."""
        parts = value.split(":")
        for part in parts:
            if part not in self._kinds and part not in self._labels:
                known = ", ".join([*self._labels, *sorted(self._kinds)])
                raise ValueError(f"{name}:{part}: no label or kind of link of that name (there are {known})")

        def test(links: Links) -> bool:
            return any(all(part in (kind.casefold(), label.casefold()) for part in parts) for kind, label in links)

        return Term(LINKS, test)

    def _time(self, name: str, value: str) -> tuple[datetime, datetime]:
        """The moment that is meant, or the day from its begin to its end; raises ``ValueError``."""
        if span := _SPAN.match(value):
            at = self._now - timedelta(hours=int(span[1]) * _HOURS[span[2]])
            return at, at
        days = {"today": 0, "yesterday": 1}
        try:
            if value in days or len(value) == len("2026-11-24"):
                day = self._now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
                day = day - timedelta(days[value]) if value in days else datetime.fromisoformat(value)
                return day.astimezone(), (day + timedelta(days=1)).astimezone()
            at = datetime.fromisoformat(value.upper()).astimezone()
        except (ValueError, OverflowError, OSError) as error:
            raise ValueError(f"{name}:{value}: no time is called so (known are {_TIMES})") from error
        return at, at

    def since(self, value: str, name: str = "since", field: str = CREATED) -> Term:
        """Made at that moment or after it."""
        return _between(field, _ms(self._time(name, value)[0]), _LAST)

    def changed(self, value: str) -> Term:
        """Made or changed at that moment or after it."""
        return self.since(value, "changed", UPDATED)

    def until(self, value: str) -> Term:
        """Made before that moment, or on that day or before it."""
        return _between(CREATED, 0, _ms(self._time("until", value)[1]))


_NAMED: Mapping[str, Callable[[_Reading, str], Term]] = {
    "label": _Reading.label,
    "by": lambda _, value: Term(ANNOTATOR, lambda name: name.casefold() == value),
    "since": _Reading.since,
    "until": _Reading.until,
    "changed": _Reading.changed,
    "with": _Reading.linked,
    "without": lambda reading, value: reading.linked(value, "without")._replace(is_not=True),
    "speaker": lambda _, value: _speaker(value),
    "value": _Reading.valued,
    "quote": lambda _, value: Term(TEXT, lambda text: value in text[0], text=value),
    "note": lambda _, value: Term(TEXT, lambda text: value in text[1], text=value),
    "in": lambda _, value: Term(DOCUMENT, lambda name: value in name.casefold()),
}


def _label(name: str) -> Term:
    """Of that label, or of one below it."""
    return Term(LABEL, lambda label: is_within(label.casefold(), name))


def _valued(pair: str) -> Term:
    return Term(VALUES, lambda text: pair in text.casefold().split("; "))


def _speaker(part: str) -> Term:
    return Term(SPEAKER, lambda name: bool(name) and part in name.casefold())


def _holding(text: str) -> Term:
    return Term(TEXT, lambda texts: text in texts[0] or text in texts[1], text=text)


def _between(field: str, start: int, end: int) -> Term:
    return Term(field, lambda at: start <= at < end, times=(start, end))


def _ms(at: datetime) -> int:
    return max(0, int(at.timestamp() * 1000))


def text_needles(groups: Sequence[Sequence[Term]]) -> list[list[str]]:
    """For each group that only asks for texts: those of which one at least must occur in the passage or the note."""
    return [[term.text for term in terms] for terms in groups if all(one.text and not one.is_not for one in terms)]
