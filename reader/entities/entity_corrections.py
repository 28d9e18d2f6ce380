"""What a person said about names: kept as plain data, and laid over whatever a detector finds, now or later.

A correction names an entity by its forms, not by where it was found, so that it holds for the model's answer as for
the first guess; only a name that nobody found has a place, which is found again by its quote when the text has changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reader.model.entity import KINDS, Entity
from reader.system.safe_text import safe_text

#: Code points of context that are kept on each side of a quote, and of the longest name; forms of one name.
CONTEXT, LONGEST, MOST_FORMS = 32, 300, 500
OPERATIONS = ("merge", "split", "rename", "kind", "reject", "add", "everywhere")


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that was said.

    Attributes:
        operation: one of ``OPERATIONS``.
        forms: the entity meant: its name, then its other forms; of ``add``, the name as it stands in the text.
        kind: of the entity meant.
        into: of ``merge``: the forms of the entity that it becomes part of, its name first.
        to: of ``kind``: the new kind; of ``rename``: the new name; of ``split``: the form that is somebody else's.
        start: of ``add``: where it stood, in code points.
        prefix, suffix: of ``add``: up to 32 code points around it.
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
        """As plain JSON, for the store; nothing that is empty."""
        found: dict[str, Any] = {"operation": self.operation, "forms": list(self.forms), "kind": self.kind}
        if self.operation == "add":
            found |= {"start": self.start, "prefix": self.prefix, "suffix": self.suffix}
        return found | ({"into": list(self.into)} if self.into else {}) | ({"to": self.to} if self.to else {})


def forms_of(entity: Entity) -> tuple[str, ...]:
    """What an entity is known by: its name, then every form of it that stands in the text."""
    return tuple(dict.fromkeys((entity.name, *(mention.text for mention in entity.mentions))))[:MOST_FORMS]


def merged(entity: Entity, into: Entity) -> Correction:
    """``entity`` is ``into``, whose name and kind they have from now on."""
    return Correction("merge", forms_of(entity), entity.kind, into=forms_of(into), to=into.kind)


def split(entity: Entity, form: str) -> Correction:
    """``form`` is somebody or something else."""
    return Correction("split", forms_of(entity), entity.kind, to=form)


def renamed(entity: Entity, name: str) -> Correction:
    """The entity has another name than any that was taken for its fullest."""
    return Correction("rename", forms_of(entity), entity.kind, to=safe_text(name)[:LONGEST])


def of_kind(entity: Entity, kind: str) -> Correction:
    """The entity is of another kind."""
    return Correction("kind", forms_of(entity), entity.kind, to=kind)


def rejected(entity: Entity) -> Correction:
    """This is no name."""
    return Correction("reject", forms_of(entity), entity.kind)


def everywhere(entity: Entity) -> Correction:
    """Wherever one of its forms stands, the entity is meant."""
    return Correction("everywhere", forms_of(entity), entity.kind)


def added(text: str, start: int, end: int, kind: str) -> Correction:
    """``text[start:end]`` is a name that was not found."""
    around = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Correction("add", (text[start:end],), kind, start=start, prefix=around[0], suffix=around[1])


def correction_from(values: Mapping[str, Any]) -> Correction:
    """A correction read from a store, which a stranger may have written.

    Raises:
        ValueError: a field that is missing, of the wrong type, or out of bounds, named.
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
        raise ValueError("start is no place")
    around = [_word(values, name, CONTEXT) for name in ("prefix", "suffix")]
    if operation == "rename" and not (to := safe_text(to)):
        raise ValueError("to is no name")
    return Correction(operation, forms, kind, into, to, start, *around)


def corrections_from(listed: Sequence[Mapping[str, Any]]) -> list[Correction]:
    """Those of them that can be understood, in their order."""
    found = []
    for values in listed:
        try:
            found.append(correction_from(values))
        except ValueError:
            continue  # a newer version's, or a stranger's: it stays in the store, and does nothing here
    return found


def _word(values: Mapping[str, Any], name: str, longest: int = LONGEST) -> str:
    value = values.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"{name} is no text of at most {longest} characters")
    return value


def _forms(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    listed = values.get(name, [])
    if not isinstance(listed, (list, tuple)) or len(listed) > MOST_FORMS:
        raise ValueError(f"{name} is no list of at most {MOST_FORMS} names")
    if any(not isinstance(one, str) or not one.strip() or len(one) > LONGEST for one in listed):
        raise ValueError(f"{name} holds what is no name")
    return tuple(listed)
