"""The names of a text as speakers have them: in their fullest form, and what a pronoun or "the company" means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from functools import cached_property
from operator import attrgetter

from reader.model.spans import Span

_start = attrgetter("start")
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*"
NAME = rf"{CAPITAL}(?:(?:\s(?:and|of|de|van|von|der|al|bin|du|la)(?:\sthe)?)?\s{CAPITAL})*"
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Professor|Inspector|Sergeant|Captain|Colonel|General|Judge|Justice|"
    r"President|Minister|Senator|Councillor|Chancellor|Bishop|Father|Sister|Superintendent|Commissioner|Constable|"
    r"Chief|"
    r"Detective|Mayor|Governor|King|Queen|Prince|Princess|Reverend|Rev|Baroness|MP)\.?"
)
_TITLED = re.compile(rf"(?:{TITLES}\s)+(?={CAPITAL})")
DETERMINER = r"(?:the|a|an|its|his|her|their|our|one|both|some|many|several|two|three|four|five)"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PERSON_PRONOUNS, THING_PRONOUNS = frozenset({"he", "she"}), frozenset({"it"})
FIRST_PERSON = frozenset(
    {"i", "we", "you", "who", "that", "which", "nobody", "nothing", "anyone", "there", "this", "what"}
)
_BODY = re.compile(
    r"^(?:the|this)\s(?:\w+\s)?(?P<kind>company|firm|utility|operator|group|manufacturer|maker|business|contractor|"
    r"union|party|charity|bank|airline|retailer|supplier|owner|chain|developer|insurer|campaign group|team|club)$",
    re.IGNORECASE,
)
_UNION_WORDS = frozenset("Union Workers Brotherhood Federation Unite Guild".split())
#: Between a person and the body that they belong to.
_OF_BODY = re.compile(rf"\sof\sthe\s(?={CAPITAL})")

_SPOKE = (
    r"(?:(?:has|had|just|also|now)\s)*"
    r"(?:said|says|told|tells|added|adds|asked|wrote|insisted|warned|promised|argued|told)"
)
_DID = r"\s(?:has|had|was|is|will|ought|should|did|does|left|declined|went|came|[a-z]{2,}ed)\b"
ORGANISATION = re.compile(
    r"\b(?:Water|Glass|Group|Mail|Plumbing|Mutual|Ltd|plc|PLC|Inc|Bank|Airlines?|Airways|Rail|Railways?|Packaging|"
    r"Power|"
    r"Energy|Gas|Oil|Steel|Foods?|Farms?|Motors?|Media|News|Times|Post|Herald|Council|Board|Office|Agency|Authority|"
    r"Party|Union|Workers|Institute|University|College|School|Hospital|Trust|Foundation|Society|Association|Federation|"
    r"Company|Co|Corporation|Corp|Industries|Services|Systems|Solutions|Partners|Holdings|Works|Ministry|Department|"
    r"Police|Inspectorate|Committee|Commission|Court|Museum|Church|Club|Insurance|Chemicals?|Pharma|Logistics|"
    r"Transport|"
    r"Ferries|Shipping|Buses|Homes|Housing|Construction|Builders|Engineering|Electric|Telecom|Mining|Mines|Timber|"
    r"Paper|"
    r"Mills?|Brewery|Dairy|Fisheries|Harbour|Port|Airport|Dam|Reservoir|Street|Road|Bridge|Primary|Parliament)\b"
)
_COMMON = frozenset(
    "the a an in on at by for from with to of and or but if when while since after before until as its his her their"
    " our"
    " this that these those there it he she they we you i no not nobody none who what why how where which some many"
    " most"
    " all both each every another other one two three four five six seven eight nine ten about even only still yet then"
    " now once so such under over between without within during per according also perhaps until thirty forty fifty"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december".split()
)


class SpeakerNames:
    """The names of one text.

    Args:
        text: of an article.
        sentences: of the text, ordered.
        verbs: of saying, in lower case.
    """

    def __init__(self, text: str, sentences: Sequence[Span], verbs: Collection[str]) -> None:
        self._text = text
        self._sentences = sentences
        self._verbs = verbs

    def full_name(self, phrase: Span) -> str:
        """The fullest form of what a phrase names: of a pronoun the person before it, of "the company" its name."""
        written = self._text[phrase.start : phrase.end].strip()
        low = written.lower()
        if low in PERSON_PRONOUNS:
            return self._person_before(phrase.start)
        if low in THING_PRONOUNS or low == "they":
            return self._thing_before(phrase.start) if low == "it" else self._person_before(phrase.start)
        if match := _BODY.match(written):
            return self._body(match["kind"].lower(), phrase.start) or written
        if re.match(CAPITAL, written):
            name, _, rest = _TITLED.sub("", written).partition(" of ")
            return self._longest(name if name in self._persons or not rest else f"{name} of {rest}")
        return written

    @cached_property
    def _names(self) -> list[tuple[int, str]]:
        """The names of the text with their offsets, without titles; words that only begin a sentence are left out."""
        text = self._text
        inside = {
            match[0] for match in re.finditer(CAPITAL, text) if not self._begins_sentence(match.start())
        }  # a word that has its capital elsewhere too is a name
        found = []
        for match in re.finditer(rf"(?:{TITLES}\s)*{NAME}", text):
            at = match.start()
            for piece in _OF_BODY.split(match[0]):
                first = text.index(piece, at)
                at = first + len(piece)
                name = re.sub(r"['’]s?$", "", _TITLED.sub("", piece))
                words = name.split()
                while words and words[0].lower() in _COMMON:
                    words = words[1:]
                if len(words) == 1 and words[0] not in inside and self._begins_sentence(first):
                    continue
                if words:
                    found.append(
                        (
                            first + piece.rindex(words[0]) if len(words) == 1 else first + piece.index(" ".join(words)),
                            " ".join(words),
                        )
                    )
        return found

    def _begins_sentence(self, offset: int) -> bool:
        before = self._text[max(0, offset - 3) : offset].rstrip(" \"“‘'(")
        return not before or before[-1] in ".!?:\n"

    def _longest(self, name: str) -> str:
        """The longest name of the text that begins or ends with a name."""
        if (known := self._full.get(name)) is None:
            known = self._full[name] = self._found_longest(name)
        return known

    @cached_property
    def _full(self) -> dict[str, str]:
        return {}

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The names that begin or end with a word, each once, in order."""
        found: dict[str, dict[str, None]] = {}
        for _, name in self._names:
            words = name.split()
            for word in {words[0], words[-1]}:
                found.setdefault(word, {}).setdefault(name)
        return {word: list(names) for word, names in found.items()}

    def _found_longest(self, name: str) -> str:
        words = name.split()
        best = name
        for other in dict.fromkeys(self._by_word.get(words[0], []) + self._by_word.get(words[-1], [])):
            parts = other.split()
            is_longer = len(parts) > len(best.split()) and len(parts) <= 4
            if (
                is_longer
                and "and" not in parts
                and ("of" not in parts or "of" in words)
                and (parts[-len(words) :] == words or parts[: len(words)] == words)
            ):
                best = other
        return best

    @cached_property
    def _persons(self) -> frozenset[str]:
        """The names that are used as a person's: after a title, before an age or "who", with a verb of saying."""
        found = set()
        text = self._text
        surnames = {match[1] for match in re.finditer(rf"(?:{TITLES})\s(?:{CAPITAL}\s)?({CAPITAL})", text)}
        for at, whole in self._names:
            name = whole.split(" of ")[0]
            words = name.split()
            if ORGANISATION.search(name) or not 1 < len(words) <= 3 or "and" in words:
                continue
            behind, before = text[at + len(name) : at + len(name) + 24], text[max(0, at - 30) : at]
            if (
                words[-1] in surnames
                or re.match(
                    r", (?:\d\d\b|who\b|an?\s[a-z]|the\s[a-z]|its\s|chief|professor|head|director|leader)", behind
                )
                or re.search(rf"(?:said|says|{TITLES})\s$", before)
                or re.match(rf",?\s{_SPOKE}\b", behind)
                or (re.match(_DID, behind) and not re.search(r"[^.!?\n\"“]\s?$", before))
                or (re.match(r"[,.]", behind) and re.search(r"[a-z],\s$", before))
            ):
                found.add(name)
        return frozenset(found)

    def _person_before(self, offset: int) -> str:
        """The person that a pronoun means: the speaker or subject of the sentences before, else the last one named."""
        paragraph = self._text.rfind("\n\n", 0, offset)
        earlier = self._text.rfind("\n\n", 0, max(paragraph, 0))
        known = [(at, self._longest(name.split(" of ")[0])) for at, name in self._names if at < offset]
        last = [one for one in known if one[1] in self._persons] or [
            (at, name) for at, name in known if len(name.split()) == 2 and not ORGANISATION.search(name)
        ]
        for low in (paragraph, earlier, -1):
            near = [(at, name) for at, name in last if at > low]
            if near:
                spoken = [name for at, name in near if self._is_subject(at)]
                return spoken[-1] if spoken else near[-1][1]
        return ""

    def _is_subject(self, at: int) -> bool:
        """Whether a name begins its sentence, or a verb of saying stands beside it."""
        index = bisect_right(self._sentences, at, key=_start) - 1
        first = self._sentences[index].start if index >= 0 else 0
        if at - first < 24:
            return True
        before = WORD.findall(self._text[max(0, at - 30) : at])
        after = WORD.findall(self._text[at : at + 60])
        return bool(before and before[-1].lower() in self._verbs) or any(word in self._verbs for word in after[1:5])

    def _thing_before(self, offset: int) -> str:
        """The body that "it says" means: the last name that is no person's, or the last phrase "the ..." that spoke."""
        paragraph = max(self._text.rfind("\n\n", 0, offset), 0)
        for at, name in reversed(self._names):
            if (
                paragraph <= at < offset
                and self._longest(name) not in self._persons
                and not self._is_place(at)
                and (self._is_subject(at) or ORGANISATION.search(name))
            ):
                return self._longest(name)
        return ""

    def _is_place(self, at: int) -> bool:
        return re.search(r"\b(?:in|at|near|to|from|of)\s(?:the\s)?$", self._text[max(0, at - 12) : at]) is not None

    def _body(self, kind: str, offset: int) -> str:
        """The name of "the company" or "the union": the last body named before."""
        is_union = kind == "union"
        before = [one for one in self._names if one[0] < offset]
        for at, name in [*reversed(before), *self._names[len(before) :]]:
            full = self._longest(name)
            if full in self._persons:
                continue
            has_union = not _UNION_WORDS.isdisjoint(full.split())
            if is_union and has_union:
                return self._with_article(at, full)
            if not is_union and not has_union and ORGANISATION.search(full) and not self._is_place(at):
                return full
        return ""

    def _with_article(self, at: int, name: str) -> str:
        before = self._text[max(0, at - 4) : at]
        return f"the {name}" if before.lower().endswith("the ") else name
