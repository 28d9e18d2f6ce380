"""A person's corrections of names as plain data, applied to the results of any detector, now or later.

A correction identifies an entity by its forms, not by its position, so it holds for a guess and for the model's answer.
Only an added name has a position; if the text has changed, it is found again by its quote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.model.entity import KINDS, Entity
from reader.system.safe_text import safe_text

#: Code points of context on each side of a quote, code points of the longest name, and the most forms of one name.
CONTEXT, LONGEST, MOST_FORMS = 32, 300, 500
OPERATIONS = ("merge", "split", "rename", "kind", "reject", "add", "everywhere")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Attributes:
        operation: one of ``OPERATIONS``.
        forms: the entity meant: its name, then its other forms; for ``add``, the name as it is in the text.
        kind: of the entity meant.
        into: for ``merge``: the forms of the entity that it joins, name first.
        to: for ``kind``: the new kind; for ``rename``: the new name; for ``split``: the form to split off.
        start: for ``add``: its offset in code points.
        prefix, suffix: for ``add``: up to 32 code points around it.
    """

    operation: str
    forms: tuple[str, ...]
    kind: str
    into: tuple[str, ...] = ()
    to: str = ""
    start: int = 0
    prefix: str = ""
    suffix: str = ""

    def data(self) -> dict[str, Any]:
        """The correction as plain JSON for the store, without empty fields."""
        data: dict[str, Any] = {"operation": self.operation, "forms": list(self.forms), "kind": self.kind}
        if self.operation == "add":
            data |= {"start": self.start, "prefix": self.prefix, "suffix": self.suffix}
        return data | ({"into": list(self.into)} if self.into else {}) | ({"to": self.to} if self.to else {})


def forms_of(entity: Entity) -> tuple[str, ...]:
    """The forms that identify an entity: its name, then each form in the text."""
    return tuple(dict.fromkeys((entity.name, *(mention.text for mention in entity.mentions))))[:MOST_FORMS]


def merged(entity: Entity, into: Entity) -> Correction:
    """``entity`` becomes part of ``into`` and takes its name and kind."""
    return Correction("merge", forms_of(entity), entity.kind, into=forms_of(into), to=into.kind)


def split(entity: Entity, form: str) -> Correction:
    """``form`` is a different entity."""
    return Correction("split", forms_of(entity), entity.kind, to=form)


def renamed(entity: Entity, name: str) -> Correction:
    """The entity gets another name than its fullest form."""
    return Correction("rename", forms_of(entity), entity.kind, to=safe_text(name)[:LONGEST])


def of_kind(entity: Entity, kind: str) -> Correction:
    """The entity gets another kind."""
    return Correction("kind", forms_of(entity), entity.kind, to=kind)


def rejected(entity: Entity) -> Correction:
    """The entity is not a name."""
    return Correction("reject", forms_of(entity), entity.kind)


def everywhere(entity: Entity) -> Correction:
    """Every occurrence of its forms means the entity."""
    return Correction("everywhere", forms_of(entity), entity.kind)


def added(text: str, start: int, end: int, kind: str) -> Correction:
    """``text[start:end]`` is a name that was not found."""
    around = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Correction("add", (text[start:end],), kind, start=start, prefix=around[0], suffix=around[1])


def correction_from(values: Mapping[str, Any]) -> Correction:
    """A correction from a store, which may be a stranger's.

    Raises:
        ValueError: a field is missing, of the wrong type, or out of bounds; the message names it.
    """
    operation, kind, to = (_word(values, name) for name in ("operation", "kind", "to"))
    if operation not in OPERATIONS:
        raise ValueError(f"operation is none of {', '.join(OPERATIONS)}")
    if kind not in KINDS or (operation in {"kind", "merge"} and to not in KINDS):
        raise ValueError(f"kind is none of {', '.join(KINDS)}")
    if operation in {"rename", "split"} and not to:
        raise ValueError("to is missing")
    forms, into = _forms(values, "forms"), _forms(values, "into")
    if not forms or (operation == "merge" and not into):
        raise ValueError("forms are missing")
    start = values.get("start", 0)
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise ValueError("start is not an offset")
    around = [_word(values, name, CONTEXT) for name in ("prefix", "suffix")]
    if operation == "rename" and not (to := safe_text(to)):
        raise ValueError("to is not a name")
    return Correction(operation, forms, kind, into, to, start, *around)


def corrections_from(listed: Sequence[Mapping[str, Any]]) -> list[Correction]:
    """The valid corrections, in order."""
    corrections = []
    for values in listed:
        try:
            corrections.append(correction_from(values))
        except ValueError:
            continue  # a newer version's or a stranger's: it stays in the store without effect
    return corrections


def _word(values: Mapping[str, Any], name: str, longest: int = LONGEST) -> str:
    value = values.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is not a text of at most {longest} characters")
    return value


def _forms(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = values.get(name, [])
    if not isinstance(listed, (list, tuple)) or len(listed) > MOST_FORMS:
        raise ValueError(f"{name} is not a list of at most {MOST_FORMS} names")
    if any(not isinstance(one, str) or not one.strip() or len(one) > LONGEST for one in listed):
        raise ValueError(f"{name} holds something that is not a name")
    return tuple(listed)
