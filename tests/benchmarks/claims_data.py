"""The articles with claims and pairs in ``../shared/data/claims``, or in another folder of the same form."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.analysis.claims.claim_corpus import Claim, ClaimCorpus, ClaimDocument
from reader.analysis.claims.dates_spoken_of import article_day
from reader.cleaning.article_loading import read_article

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "claims"
#: Articles in each story, in the order of their numbers.
_STORY = 5
ALIKE = ("same", "contradicts", "updates")


class ClaimsData:
    """A folder of articles with gold."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder
        self.claims: dict[str, dict[str, Any]] = {row["id"]: row for row in self._rows("claims.jsonl")}
        self.pairs = self._rows("pairs.jsonl")
        self.files = sorted({row["file"] for row in self.claims.values()})

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines() if line]

    @cached_property
    def documents(self) -> dict[str, ClaimDocument]:
        """Each article by the name of its file."""
        found = {}
        for name in self.files:
            article = read_article(str(self.folder / name), max_bytes=10_000_000)
            day = article_day(article.published)
            found[name] = ClaimDocument(name, article.text, article.blocks, day, article.language)
        return found

    @cached_property
    def corpus(self) -> ClaimCorpus:
        return ClaimCorpus(self.documents.values())

    def claim(self, identity: str) -> Claim:
        row = self.claims[identity]
        document = self.documents[row["file"]]
        start = document.text.index(row["quote"])
        return Claim(document, start, start + len(row["quote"]))

    def story(self, identity: str) -> int:
        """The number of a claim's story, from 0."""
        return self.files.index(self.claims[identity]["file"]) // _STORY

    @cached_property
    def partners(self) -> dict[str, set[str]]:
        """For each claim that has some, those that speak of the same proposition."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for pair in self.pairs:
            if pair["relation"] in ALIKE:
                found[pair["a"]].add(pair["b"])
                found[pair["b"]].add(pair["a"])
        return dict(found)
