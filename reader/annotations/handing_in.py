"""Handing in: who has finished a document, the seal over what they handed in, and how often they took it back.

A ``finished`` decision belongs to one annotator and holds a seal: a hash over their own annotations and links of the
document. Whoever changes one of them later breaks it, so that nobody can look at the others' work and then adjust their
own unseen. Taking it back deletes the decision and leaves a ``reopened`` one, which undo does not remove. An
adjudicator's ``finished`` decision also names the seals of what was adjudicated, and counts as long as nobody hands in
anything else. Earlier versions wrote some without a seal, and some without a name, which count for everybody.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from types import MappingProxyType
from typing import Any

from reader.model.annotation import Annotation, Change, Decision, Link, Record, new_id, now, to_fields
from reader.model.untrusted_data import some_lines
from reader.system.hashes import sha256

#: The kind of the decision that its annotator has finished a document, and of the one that they took that back.
FINISHED, REOPENED = "finished", "reopened"
#: What the history calls it when an annotator takes back that they have finished a document.
TAKEN_BACK = "taken back"
#: The states of a seal: it fits; what it covers was changed by other means; there is none.
SEALED, BROKEN, NONE = "sealed", "broken", "none"

#: Where a decision names the seals of the work of others that it is about.
_SEALS = "seals"

#: What is said of a record by the program, not by a person, or follows from other fields.
_NOT_SEALED = frozenset({"start", "end", "prefix", "suffix", "anchor", "annotator", "created_at", "updated_at"})
#: In how many ways labels are called by former names, before a seal counts as broken.
_MOST_NAMINGS = 64
#: What says where in the file a passage is; it changes when the file's bytes do.
_PLACE = frozenset({"quote", "source_start", "source_end"})


def finished_by(decisions: Iterable[Decision]) -> set[str]:
    """Who has finished the document; the empty name stands for everybody.

    Adjudicators have not, once somebody has handed in other work than what they decided about.
    """
    finished = [one for one in decisions if one.kind == FINISHED]
    handed_in = _seals_of(finished)
    return {one.annotator for one in finished if _SEALS not in one.data or handed_in <= _decided(one)}


def _seals_of(finished: Iterable[Decision]) -> set[str]:
    """The seals that were handed in, without those of adjudicators; an earlier version's, which has none, is empty."""
    return {str(one.data.get("seal", "")) for one in finished if _SEALS not in one.data}


def _decided(finished: Decision) -> set[str]:
    """The seals that an adjudicator's decision names."""
    named = finished.data[_SEALS]
    return {one for one in named if isinstance(one, str)} if isinstance(named, list) else set()


def has_finished(decisions: Iterable[Decision], annotator: str) -> bool:
    """Whether an annotator has finished the document."""
    return counts_for(finished_by(decisions), annotator)


def counts_for(finished: Iterable[str], annotator: str) -> bool:
    """Whether that annotator is among those who have finished, as ``finished_by`` gives them."""
    return not {annotator, ""}.isdisjoint(finished)


def taken_back(decisions: Iterable[Decision]) -> Mapping[str, int]:
    """How often each annotator took back that they had finished; those who never did are not in it."""
    return Counter(one.annotator for one in decisions if one.kind == REOPENED)


def seal(annotations: Iterable[Annotation], links: Iterable[Link], annotator: str) -> str:
    """The SHA-256, in hexadecimal, of an annotator's own annotations and links of a document.

    The manual page ``team`` describes what is hashed.

    Args:
        annotations, links: of the document, in any order, with those of others.
        annotator: whose are sealed.
    """
    return _hash_of(annotations, links, annotator, _NOT_SEALED)


def seal_data(
    annotations: Iterable[Annotation], links: Iterable[Link], annotator: str, document: str
) -> Mapping[str, Any]:
    """What a ``finished`` decision holds.

    Args:
        annotations, links, annotator: as of ``seal``.
        document: the SHA-256 of the file's bytes.
    """
    annotations, links = tuple(annotations), tuple(links)
    return {
        "seal": seal(annotations, links, annotator),
        "words": _hash_of(annotations, links, annotator, _NOT_SEALED | _PLACE),
        "sha256": document,
    }


def adjudicated_data(
    decisions: Iterable[Decision],
    annotations: Iterable[Annotation],
    links: Iterable[Link],
    annotator: str,
    document: str,
) -> Mapping[str, Any]:
    """What a ``finished`` decision holds that counts only until somebody hands in something else.

    Args:
        decisions: of the document.
        annotations, links, annotator, document: as of ``seal_data``.
    """
    others = [one for one in decisions if one.kind == FINISHED and one.annotator != annotator]
    return {**seal_data(annotations, links, annotator, document), _SEALS: sorted(_seals_of(others))}


def seal_state(
    decisions: Iterable[Decision],
    annotations: Iterable[Annotation],
    links: Iterable[Link],
    annotator: str,
    document: str = "",
    former: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Whether what an annotator handed in is still what they sealed: ``SEALED``, ``BROKEN`` or ``NONE``.

    Args:
        decisions, annotations, links: of the document.
        annotator: who handed in.
        document: the SHA-256 of the file's bytes, now. Where the file has changed since, its passages were found again,
            and nobody did that: then all but their places has to fit.
        former: names that labels had before, by their names now. Who seals while somebody else renames a label has
            sealed the former name, and changed nothing.
    """
    sealed = [
        one.data for one in decisions if one.kind == FINISHED and one.annotator == annotator and one.data.get("seal")
    ]
    if not sealed:
        return NONE
    links = tuple(links)
    for each in _under_former_names(annotations, annotator, former):
        here = seal_data(each, links, annotator, document)
        for data in sealed:
            is_same_file = not document or data.get("sha256", document) == document
            name = "seal" if is_same_file else "words"
            if data.get(name) == here[name]:
                return SEALED
    return BROKEN


def _under_former_names(
    annotations: Iterable[Annotation], annotator: str, former: Mapping[str, Sequence[str]]
) -> Iterator[Sequence[Annotation]]:
    """An annotator's annotations as they are, then with former names of their labels, the same for all of a label."""
    own = [one for one in annotations if one.annotator == annotator]
    yield own
    labels = sorted({one.label for one in own} & former.keys())
    choices = islice(product(*((label, *former[label]) for label in labels)), 1, _MOST_NAMINGS)
    for chosen in choices:
        names = dict(zip(labels, chosen, strict=True))
        yield [replace(one, label=names.get(one.label, one.label)) for one in own]


def finished_decisions(decisions: Iterable[Decision], annotator: str) -> list[Decision]:
    """The decisions by which an annotator has finished a document: their own, and those without a name."""
    return [one for one in decisions if one.kind == FINISHED and one.annotator in {annotator, ""}]


def changes_sealed(changes: Iterable[Change], annotator: str) -> bool:
    """Whether changes are about an annotator's own annotations or links, which a seal covers."""
    sides = (side for change in changes for side in change)
    return any(isinstance(one, Annotation | Link) and one.annotator == annotator for one in sides)


def reopening(changes: Iterable[Change], annotator: str = "") -> tuple[Change, ...]:
    """What is to be recorded where changes take back that somebody has finished a document; else nothing.

    Args:
        changes: of the document.
        annotator: whose finishing it is about, with what is without a name; empty for that of everybody.
    """
    gone = [one.before for one in changes if one.after is None and isinstance(one.before, Decision)]
    ours = finished_decisions(gone, annotator) if annotator else [one for one in gone if one.kind == FINISHED]
    moment = now()
    return tuple(
        Change(
            None,
            Decision(
                new_id(),
                REOPENED,
                {"finished": one.created_at, **one.data},
                annotator or one.annotator,
                moment,
                moment,
            ),
        )
        for one in ours
    )


def resealed(
    decisions: Iterable[Decision],
    annotations: Iterable[Annotation],
    links: Iterable[Link],
    document: str,
    changes: Iterable[Change],
    former: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> tuple[Change, ...]:
    """The changes by which seals fit again, after changes that nobody made to their own work, as a label's new name.

    Args:
        decisions, annotations, links: of the document, before the changes.
        document: the SHA-256 of the file's bytes.
        changes: of annotations. A seal that did not fit before them stays as it is.
        former: as of ``seal_state``.
    """
    decisions, links, before = tuple(decisions), tuple(links), tuple(annotations)
    fresh = {one.record.id: one.after for one in changes}
    after = [fresh.get(one.id, one) for one in before]
    tags, moment = [one for one in after if isinstance(one, Annotation)], now()
    finished = {one: dict(one.data) for one in decisions if one.kind == FINISHED}
    for one, data in finished.items():
        if seal_state([one], before, links, one.annotator, document, former) == SEALED:
            data.update(seal_data(tags, links, one.annotator, document))
    anew = {one.data.get("seal"): data.get("seal") for one, data in finished.items()}
    for one, data in finished.items():
        if _SEALS in data:
            data[_SEALS] = sorted(anew.get(known) or known for known in _decided(one))
    return tuple(
        Change(one, replace(one, data=data, updated_at=moment)) for one, data in finished.items() if data != one.data
    )


def _hash_of(annotations: Iterable[Annotation], links: Iterable[Link], annotator: str, left_out: frozenset[str]) -> str:
    def rows(records: Iterable[Record]) -> list[dict[str, Any]]:
        ours = sorted((one for one in records if one.annotator == annotator), key=lambda one: one.id)
        return [{"id": one.id, **_said(one, left_out)} for one in ours]

    content = {"annotations": rows(annotations), "links": rows(links)}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return sha256(text.encode("utf-8", "surrogatepass"))


def _said(record: Record, left_out: frozenset[str]) -> dict[str, Any]:
    """The fields that are not empty: one that a later version adds, and nobody uses, breaks no seal."""
    fields = to_fields(record).items()
    said = {name: value for name, value in fields if name not in left_out and value not in ("", None, [], {})}
    return {name: some_lines(value) if isinstance(value, str) else value for name, value in said.items()}  # as read
