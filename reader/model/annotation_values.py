"""Values of an annotation, such as how confident its annotator is: a name and a choice each.

They are kept in the field ``values`` of its record, which earlier versions do not know and keep as it is. A record
without values has no such field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reader.model.annotation import Annotation

#: The field of the record.
VALUES = "values"
#: Code points of the longest name or choice.
LONGEST = 64
_NONE: Mapping[str, str] = MappingProxyType({})


def values_of(one: Annotation) -> Mapping[str, str]:
    """The choices of an annotation by the names of its values, ordered by name; what cannot be one is left out."""
    return checked_values(one.extra.get(VALUES)) if VALUES in one.extra else _NONE


def checked_values(found: object) -> Mapping[str, str]:
    """The values in untrusted data."""
    if not isinstance(found, Mapping):
        return _NONE
    return dict(sorted((name, choice) for name, choice in found.items() if is_word(name) and is_word(choice)))


def is_word(text: object) -> bool:
    """Whether that can be the name of a value, or a choice: ``=``, ``;`` and ``:`` stand between several."""
    return isinstance(text, str) and 0 < len(text) <= LONGEST and text.isprintable() and not set(text) & set("=;:, ")


def with_values(one: Annotation, values: Mapping[str, str]) -> Annotation:
    """The annotation with these values and no others; what a newer version keeps among them stays."""
    before = one.extra.get(VALUES)
    known = values_of(one)
    kept: dict[str, Any] = dict(before) if isinstance(before, Mapping) else {}
    kept = {**{name: each for name, each in kept.items() if name not in known}, **values}
    extra = {name: each for name, each in one.extra.items() if name != VALUES}
    return replace(one, extra=MappingProxyType({**extra, **({VALUES: kept} if kept else {})}))


def values_text(values: Mapping[str, str]) -> str:
    """The values in one line, as ``confidence=high; stance=pro``; empty for none."""
    return "; ".join(f"{name}={choice}" for name, choice in values.items())


def choices_text(one: Annotation) -> str:
    """What was chosen for an annotation, without the names, as a row of a list shows it: ``high·pro``."""
    return "·".join(values_of(one).values())


def values_in(text: str) -> Mapping[str, str]:
    """The values that such a line holds."""
    parts = (part.partition("=") for part in text.split(";"))
    return checked_values({name.strip(): choice.strip() for name, _, choice in parts})
