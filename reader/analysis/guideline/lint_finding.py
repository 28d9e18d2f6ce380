"""What a check finds, and the hashes by which a finding is known again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import Tag
from reader.analysis.guideline.wordings import wording

#: Hexadecimal digits of a hash.
DIGITS = 10


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody's decision that a finding is none.

    Attributes:
        finding, content: the two hashes of the finding that it is about.
        annotation: the id of the annotation at its place.
        rule, label, quote: what the finding was about, for people.
        reason: why it is none.
        annotator: who decided.
        decided_at: UTC, ISO 8601.
        document: the key of the document that it is kept in.
        path: of that document.
        id: of the decision.
    """

    finding: str
    content: str
    annotation: str
    rule: str
    label: str
    quote: str
    reason: str
    annotator: str
    decided_at: str
    document: str
    path: str
    id: str


class Finding(NamedTuple):
    """One thing that a rule is not content with.

    Attributes:
        rule: which.
        tag: where.
        what: what is wrong there, in one line; may hold words of annotations, which are not safe to show.
        others: the tags that have to do with it.
        mark: what of it is more than rule and tag: it tells two findings of a rule at one tag apart.
        content: as ``mark``, in words that another annotation on the same passage would have too.
        waiver: by which it is waived; None if it counts.
    """

    rule: Rule
    tag: Tag
    what: str
    others: tuple[Tag, ...] = ()
    mark: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    waiver: Waiver | None = None

    @property
    def id(self) -> str:
        """A hash of the rule, the annotation and its label: it stays while text and offsets change."""
        return _hashed((self.rule.id, self.tag.id, self.tag.label, *self.mark))

    @property
    def content_hash(self) -> str:
        """A hash of the rule, the label and the words: an annotation that is deleted and made anew has it again."""
        return _hashed((self.rule.id, self.tag.label, wording(self.tag.quote), *(self.content or self.mark)))


def _hashed(parts: Iterable[str]) -> str:
    return blake2b("\0".join(parts).encode(errors="surrogatepass"), digest_size=DIGITS // 2).hexdigest()
