"""All that became of an article between two versions: of its sentences, and of the tags in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reader.analysis.versions.sentence_fates import SentenceFate, sentence_fates
from reader.analysis.versions.tag_fates import TagFate, tag_fates
from reader.analysis.versions.version_text import VersionText
from reader.model.annotation import Annotation
from reader.model.article import Article


class VersionChanges(NamedTuple):
    """Two versions of an article, and what became of what.

    Attributes:
        old, new: the versions as they are shown.
        sentences: as ``sentence_fates`` gives them.
        tags: as ``tag_fates`` gives them.
    """

    old: Article
    new: Article
    sentences: list[SentenceFate]
    tags: list[TagFate]


def version_changes(old: Article, new: Article, tags: Iterable[Annotation] = ()) -> VersionChanges:
    """What became of an article, and of the tags that were made in either version."""
    versions = VersionText(old), VersionText(new)
    sentences = sentence_fates(*versions)
    return VersionChanges(old, new, sentences, tag_fates(tags, *versions, sentences))
