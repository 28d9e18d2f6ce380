"""Suggestions that a person dismissed, stored as decisions: by label and words, so that no offset can go stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reader.model.annotation import Decision
from reader.system.hashes import sha256

#: The kind of the decision.
DISMISSED = "dismissed-suggestion"


def dismissal_data(label: str, passage: str) -> Mapping[str, Any]:
    """The stored data of a dismissal."""
    return {"label": label, "words": words_hash(passage)}


def words_hash(passage: str) -> str:
    """The SHA-256, in hexadecimal, of a passage; white space makes no difference."""
    return sha256(" ".join(passage.split()).encode(errors="surrogatepass"))


def dismissed_by(decisions: Iterable[Decision], annotator: str) -> frozenset[tuple[str, str]]:
    """What an annotator dismissed in a document: labels, each with the hash of the passage that shall not have it."""
    found = (one.data for one in decisions if one.kind == DISMISSED and one.annotator == annotator)
    pairs = ((data.get("label"), data.get("words")) for data in found)
    return frozenset((label, words) for label, words in pairs if isinstance(label, str) and isinstance(words, str))
