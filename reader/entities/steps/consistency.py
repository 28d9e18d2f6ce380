"""Makes a name mean one thing throughout a text: the majority's kind, with missed repeats added."""

from __future__ import annotations

from collections import Counter

from reader.entities.name_patterns import Cover, is_title_line, is_value, mention_at, merged, occurrences, renamed
from reader.entities.tables import AMBIGUOUS, gazetteer
from reader.model.entity import Mention

#: Kinds that are also searched for in capitals, as headlines write them.
_IN_HEADLINES = frozenset({"person", "organisation", "place", "country"})


def agree(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give each surface form the kind of most of its mentions, and mark every occurrence."""
    votes: dict[str, Counter[str]] = {}
    for mention in mentions:
        if not is_value(mention):
            votes.setdefault(mention.text, Counter())[mention.kind] += 1
    known = gazetteer()
    kinds = {
        name: known[name] if name in known and name not in AMBIGUOUS else count.most_common(1)[0][0]
        for name, count in votes.items()
    }
    kept = [mention if is_value(mention) else renamed(mention, kinds[mention.text]) for mention in mentions]
    for name in [name for name in kinds if len(name) > 3 and not name.isupper() and kinds[name] in _IN_HEADLINES]:
        kinds.setdefault(name.upper(), kinds[name])
    cover = Cover(kept)
    repeated = [name for name in kinds if len(name) > 2 and any(letter.isupper() for letter in name)]
    added = [
        mention_at(text, place.start, place.end, kinds[place.text])
        for place in occurrences(text, repeated)
        if cover.is_free(place.start, place.end) and _is_apart(text, place.start, place.end)
    ]
    return merged(kept, added)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether no capitalised neighbour makes it part of another name."""
    if is_title_line(text, start):
        return True
    after = text[end : end + 2]
    before = text[max(0, start - 2) : start]
    return not (len(after) == 2 and after[0] in " -" and after[1].isupper()) and before[-1:] != "-"
