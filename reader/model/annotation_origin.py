"""Where an annotation comes from: from its annotator alone, or from a suggestion that they took.

Kept in the fields ``origin``, ``score`` and ``model`` of its record, which earlier versions do not know and keep as
they are. An annotation without them is of its annotator's own making.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, NamedTuple

from reader.model.annotation import Annotation
from reader.model.annotation_values import is_word

#: The fields of the record.
ORIGIN, SCORE, MODEL = FIELDS = ("origin", "score", "model")
#: What may be in the first: made without a suggestion; one as it was suggested; one with another label or other ends.
MANUAL, ACCEPTED, CORRECTED = "manual", "accepted", "corrected"
#: Code points of the longest version of a model.
LONGEST = 32
#: How a table of values calls it, whose one cell then has all three.
SUGGESTION = "suggestion"


class Origin(NamedTuple):
    """Where an annotation comes from.

    Attributes:
        how: ``MANUAL``, ``ACCEPTED`` or ``CORRECTED``.
        score: the probability that the suggestion had.
        model: the version of what suggested it.
    """

    how: str = MANUAL
    score: float = 0.0
    model: str = ""

    @property
    def fields(self) -> dict[str, Any]:
        """As fields of a record; none for a manual one."""
        return {} if self.how == MANUAL else {ORIGIN: self.how, SCORE: self.score, MODEL: self.model}


#: That of an annotation of its annotator's own making.
OWN = Origin()


def origin_of(one: Annotation) -> Origin:
    """Where an annotation comes from; manual where the record says nothing that can be used."""
    return checked_origin(one.extra) if ORIGIN in one.extra else OWN


def is_manual(one: Annotation) -> bool:
    """Whether an annotation was made without a suggestion."""
    return origin_of(one).how == MANUAL


def checked_origin(fields: Mapping[str, Any]) -> Origin:
    """The origin in untrusted fields."""
    how, score, model = (fields.get(name) for name in FIELDS)
    if how not in {ACCEPTED, CORRECTED}:
        return OWN
    is_score = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
    is_model = is_word(model) and len(str(model)) <= LONGEST and "/" not in str(model)
    return Origin(str(how), float(score) if is_score and score is not None else 0.0, str(model) if is_model else "")


def origin_value(origin: Origin) -> dict[str, str]:
    """The origin as one value, as ``suggestion=accepted/0.83/rules-1``; none for a manual one."""
    return {} if origin.how == MANUAL else {SUGGESTION: f"{origin.how}/{origin.score!r}/{origin.model}"}


def origin_in(values: Mapping[str, str]) -> Origin:
    """The origin that is among values."""
    how, _, rest = values.get(SUGGESTION, "").partition("/")
    score, _, model = rest.partition("/")
    try:
        return checked_origin({ORIGIN: how, SCORE: float(score), MODEL: model})
    except ValueError:
        return OWN


def with_origin(one: Annotation, origin: Origin) -> Annotation:
    """The annotation with that origin."""
    extra = {name: value for name, value in one.extra.items() if name not in FIELDS}
    return replace(one, extra=MappingProxyType({**extra, **origin.fields}))


def corrected(one: Annotation) -> Annotation:
    """The annotation after its annotator gave it another label or other ends: it is no longer as it was suggested."""
    origin = origin_of(one)
    return with_origin(one, origin._replace(how=CORRECTED)) if origin.how == ACCEPTED else one
