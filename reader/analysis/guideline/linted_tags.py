"""What the checks look at: the tags and links of a store, in the order of their documents' paths and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from reader.analysis.adjudication.rulings import is_person
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.wordings import wordings_of
from reader.model.annotation import Link

_Result = TypeVar("_Result")
#: Passages of a document by which its language is told.
_SAMPLE = 20


class Tag(NamedTuple):
    """One annotation, as much of it as checks look at.

    Attributes:
        document: the place of its document in ``LintedTags.documents``.
        speaker: whom the passage is attributed to; empty for the article's own voice.
        others: as of an ``Annotation``.
    """

    document: int
    start: int
    end: int
    id: str
    label: str
    quote: str
    prefix: str
    suffix: str
    annotator: str
    speaker: str
    created_at: str


class LintedDocument(NamedTuple):
    """A document: what names it in the store, and its path as it was opened."""

    key: str
    path: str


class LintedTags:
    """The tags and links of a store, or of one of its layers.

    Args:
        documents: ordered by path.
        tags: in any order.
        links: in any order.
        link_kinds: those that the settings name.
        by_id: the tags of the whole store by their ids, where these are those of a layer.
    """

    def __init__(
        self,
        documents: Sequence[LintedDocument],
        tags: Iterable[Tag],
        links: Iterable[Link],
        link_kinds: Iterable[str] = (),
        by_id: Mapping[str, Tag] | None = None,
    ) -> None:
        self.documents = documents
        self.link_kinds = frozenset(link_kinds)
        self.tags = sorted(tags)
        self.links = sorted(links, key=lambda link: link.id)
        self.by_id = {tag.id: tag for tag in self.tags} if by_id is None else by_id
        self._found: dict[Hashable, Any] = {}

    def layers(self) -> Sequence[LintedTags]:
        """What people tagged, and what was adjudicated: each is judged by itself, as if the other was not there.

        So nobody's tags get findings because a team decided about them, and the team's answer must stand alone. A link
        between the two counts for the tags at both its ends, and is judged with the one that it starts from.
        """
        if all(is_person(tag.annotator) for tag in self.tags):
            return [self]
        layers: tuple[list[Tag], list[Tag]] = [], []
        for tag in self.tags:
            layers[not is_person(tag.annotator)].append(tag)
        return [LintedTags(self.documents, one, self.links, self.link_kinds, self.by_id) for one in layers]

    @cached_property
    def ids(self) -> Set[str]:
        """The ids of the tags here."""
        return {tag.id for tag in self.tags}

    @cached_property
    def wordings(self) -> Mapping[str, str]:
        """The words of each quote without case and punctuation, a space between them."""
        return wordings_of(dict.fromkeys(tag.quote for tag in self.tags))

    def under(self, rule: Rule) -> Sequence[tuple[Tag, str]]:
        """The tags that a rule is about, in order, each with the one of the rule's labels that it falls under."""

        def find() -> list[tuple[Tag, str]]:
            roots = {label: rule.root_of(label) for label in {tag.label for tag in self.tags}}
            return [(tag, root) for tag in self.tags if (root := roots[tag.label])]

        return self.once(("under", rule.labels), find)

    @cached_property
    def languages(self) -> Sequence[str]:
        """The language of each document as its passages and what is around them tell it, else English."""
        samples: defaultdict[int, list[str]] = defaultdict(list)
        for tag in self.tags:
            sample = samples[tag.document]
            if len(sample) < _SAMPLE:
                sample.append(f"{tag.prefix}{tag.quote}{tag.suffix}".lower())
        return [_language(samples[number])[:2] for number in range(len(self.documents))]

    def once(self, name: Hashable, find: Callable[[], _Result]) -> _Result:
        """What ``find`` gives, worked out once for all rules that ask for it by this name."""
        if name not in self._found:
            self._found[name] = find()
        found: _Result = self._found[name]
        return found

    def path_of(self, tag: Tag) -> str:
        """The path of a tag's document."""
        return self.documents[tag.document].path


def overlap(one: Tag, other: Tag) -> float:
    """The part of their passages that two tags of one document share: 0 to 1; 0 for tags of two documents."""
    if one.document != other.document:
        return 0.0
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _language(sample: Sequence[str]) -> str:
    from reader.text.language import UnknownAtOnceError, deciding_at_once, language_of

    try:
        with deciding_at_once():
            return language_of(sample) or "en"
    except UnknownAtOnceError:
        return "en"
