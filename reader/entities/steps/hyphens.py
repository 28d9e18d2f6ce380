"""Splits hyphen compounds of names ("NATO-Russia", "The Hague-based"), but keeps those with a head word."""

from __future__ import annotations

import re
from functools import cache

from reader.entities.name_patterns import Cover, is_value, mention_at, merged, moved, renamed, suffix_pattern
from reader.entities.tables import gazetteer, words
from reader.model.entity import Mention

#: A word and the parts that hyphens join to it. Other words match too, so that A.B.C. is not tried at each letter.
_COMPOUND = re.compile(r"(?<![\w-])[^\W_][\w.’']*+(?:(?P<rest>(?:[-–/][^\W_][\w.’']*)+)(?![\w-]))?")
_PART = re.compile(r"[^-–/]+")


def split(text: str, mentions: list[Mention]) -> list[Mention]:
    """Split compounds of two known names into two mentions, and cut off suffixes and prefixes that are not names."""
    cut = [piece for mention in mentions for piece in _without_affixes(text, mention)]
    known = {mention.text: mention.kind for mention in cut if not is_value(mention)}
    added: list[Mention] = []
    cover = Cover(cut)
    for match in _COMPOUND.finditer(text):
        if not match["rest"] or match.group() in gazetteer():
            continue
        if affixed := _affixed(text, match, known):
            if all(is_value(one) for one in cover.overlapping(affixed.start, affixed.end)):
                added.append(affixed)
            continue
        parts = [(match.start() + part.start(), match.start() + part.end()) for part in _PART.finditer(match.group())]
        kinds = [_kind(text[start:end], known) for start, end in parts]
        if len(parts) < 2 or None in kinds:
            continue
        whole = _whole(text, match, cover)
        if whole:
            added.append(whole)
        else:
            added.extend(mention_at(text, s, e, kind) for (s, e), kind in zip(parts, kinds, strict=True) if kind)
    return merged(cut, added)


def _without_affixes(text: str, mention: Mention) -> list[Mention]:
    """The name without "ex-" and "-based"; both names of "Oslo-based Ferry Line"."""
    if is_value(mention) or ("-" not in mention.text and "–" not in mention.text):
        return [mention]
    start, end, rest = mention.start, mention.end, mention.end
    if (suffix := suffix_pattern().search(mention.text)) and suffix.start() > 0:
        end, rest = mention.start + suffix.start(), mention.start + suffix.end() + 1
    if (prefix := _prefix_pattern().match(mention.text)) and prefix.end() < end - start:
        start = mention.start + prefix.end()
    name = moved(mention, text, start, end)
    if rest >= mention.end or not text[rest].isupper():
        return [name]
    return [renamed(name, gazetteer().get(name.text, "place")), moved(mention, text, rest, mention.end)]


@cache
def _prefix_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(sorted(words('affixes', 'prefix')))})[-–](?=[A-Z])")


def _affixed(text: str, match: re.Match[str], known: dict[str, str]) -> Mention | None:
    """The name in "ex-NATO" or "Moscow-backed"."""
    start, end = match.span()
    if prefix := _prefix_pattern().match(match.group()):
        start += prefix.end()
    if suffix := suffix_pattern().search(match.group()):
        end = match.start() + suffix.start()
    if (start, end) == match.span() or start >= end:
        return None
    if text[max(0, start - 4) : start] == "The " and text[start - 4 : end] in gazetteer():
        start -= 4
    kind = _kind(text[start:end], known)
    return mention_at(text, start, end, kind) if kind else None


def _kind(part: str, known: dict[str, str]) -> str | None:
    kind = gazetteer().get(part)
    return kind or (known.get(part) if len(part) > 1 and part[0].isupper() else None)


def _whole(text: str, match: re.Match[str], cover: Cover) -> Mention | None:
    """The whole name that the compound begins, if capitalised words with a head word follow: X-Y Council."""
    following = re.match(r"(?: [A-Z][\w’-]*)+", text[match.end() : match.end() + 80])
    if not following:
        return None
    end = match.end()
    for word in re.finditer(r" ([\w’-]+)", following.group()):
        end = match.end() + word.end()
        name = word.group(1)
        for kind, key in (("organisation", "organisation_end"), ("law", "law_end"), ("event", "event_end")):
            if name in words("head_words", key):
                return mention_at(text, match.start(), end, kind)
    for one in cover.overlapping(match.start(), match.end()):
        if one.start == match.start() and one.end > match.end() and one.kind != "group":
            return one
    return None
