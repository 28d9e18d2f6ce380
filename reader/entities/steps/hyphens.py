"""Splits hyphen compounds of names ("NATO-Russia", "The Hague-based"), but keeps those that a head word makes one."""

from __future__ import annotations

import re

from reader.entities.entity import Mention
from reader.entities.names import Cover, is_value, mention_at, merged, moved
from reader.entities.tables import gazetteer, words

_COMPOUND = re.compile(r"(?<![\w-])[^\W_][\w.’']*(?:[-–/][^\W_][\w.’']*)+(?![\w-])")
_PART = re.compile(r"[^-–/]+")
_SUFFIX = re.compile(
    r"[-–](?:based|led|backed|born|made|funded|owned|run|controlled|occupied|held|ruled|style|wide|sponsored|trained|listed|"
    r"allied|brokered|educated|linked|affiliated|friendly|style|related|only|member|members|speaking|dominated|imposed|"
    r"administered|bound|era|like|type|inspired|registered|issued|supported|approved|annexed|majority|built|designed|"
    r"mandated|organised|organized|mediated|supplied|born|bred|induced|hit|free|wide|specific)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PREFIX = re.compile(
    r"(?:ex|pro|anti|non|pre|post|mid|neo|trans|intra|inter|former|then|vice|half|sub|un|all|one|two|three)[-–](?=[A-Z])"
)


def split(text: str, mentions: list[Mention]) -> list[Mention]:
    """Compounds of two known names become two mentions; suffixes and prefixes that are no name are cut off."""
    cut = [_without_affixes(text, mention) for mention in mentions]
    known = {mention.text: mention.kind for mention in cut if not is_value(mention)}
    added: list[Mention] = []
    cover = Cover(cut)
    for match in _COMPOUND.finditer(text):
        if match.group() in gazetteer():
            continue
        if affixed := _affixed(text, match, known):
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


def _without_affixes(text: str, mention: Mention) -> Mention:
    if is_value(mention) or ("-" not in mention.text and "–" not in mention.text):
        return mention
    start, end = mention.start, mention.end
    if (suffix := _SUFFIX.search(mention.text)) and suffix.start() > 0:
        end = mention.start + suffix.start()
    if (prefix := _PREFIX.match(mention.text)) and prefix.end() < end - start:
        start = mention.start + prefix.end()
    return moved(mention, text, start, end)


def _affixed(text: str, match: re.Match[str], known: dict[str, str]) -> Mention | None:
    """The one name in "ex-NATO" or "Moscow-backed"."""
    start, end = match.span()
    if prefix := _PREFIX.match(match.group()):
        start += prefix.end()
    if suffix := _SUFFIX.search(match.group()):
        end = match.start() + suffix.start()
    if (start, end) == match.span() or start >= end:
        return None
    kind = _kind(text[start:end], known)
    return mention_at(text, start, end, kind) if kind else None


def _kind(part: str, known: dict[str, str]) -> str | None:
    kind = gazetteer().get(part)
    return kind or (known.get(part) if len(part) > 1 and part[0].isupper() else None)


def _whole(text: str, match: re.Match[str], cover: Cover) -> Mention | None:
    """The one name that the compound begins, where capitalised words with a head word follow: X-Y Council."""
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
