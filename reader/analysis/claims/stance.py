"""How a statement is made: affirmed or denied, as a fact, a plan, a guess, a wish or a question."""

from __future__ import annotations

import re
from enum import IntEnum

#: Words that deny, each turning the sense around once.
_DENIALS = re.compile(
    r"\b(?:not|[a-z]+n['’]t|cannot|no|none|nobody|nothing|no one|neither|nor|never|nowhere|without|denies|denied|deny|"
    r"denying|refus\w+|reject\w*|declin\w+ to|fail(?:s|ed)? to|hardly|scarcely|free of|free from|lack\w*|unlikely|"
    r"rul(?:es|ed) out|ruling out|false|untrue|wrong|unaware|ignorant|unable|avoid\w*|absence of|short of|instead of|"
    r"(?:was|is|were|are|been|switched|turned|shut|cut|left) off|too (?:small|little|low|weak|few|slight|minor|short)"
    r" to|"
    r"nothing to do with|uninsured|unpaid|unknown|unsafe)\b",
    re.IGNORECASE,
)
#: Where these words deny nothing.
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|least|surprisingly|until|merely|about to)\b|\bno (?:doubt|matter|fewer|less|more than|later|"
    r"longer than)\b"
    r"|\bno wonder\b|\bwhether or not\b|\bnothing but\b|\bnot to mention\b",
    re.IGNORECASE,
)
_NOT_ABOUT_TO = re.compile(r"\bnot about to\b", re.IGNORECASE)
_WISHES = re.compile(
    r"\b(?:should|ought|must|needs? to|had better|let (?:us|them|him|her)|wish\w*|demand\w*|call(?:s|ed)? (?:for|on)|"
    r"urg(?:es|ed)|deserves?|compulsory|would be better|it is time|please|just want|wants? (?:it|them|him|her|us)"
    r" to)\b(?! have\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?[\"”’]?\s*$|^[\"“‘]?(?:why|how|who|what|where|when|is|are|was|were|did|does|do|has|have|can|could|will|would|"
    r"should)\b"
    r"[^.]*\?",
    re.IGNORECASE,
)
_CONDITIONS = re.compile(r"^[\"“‘]?(?:if|unless|provided)\b|\bwhether\b", re.IGNORECASE)
_GUESSES = re.compile(
    r"\b(?:(?-i:may)|might|could|possibl[ye]|perhaps|probabl[ye]|likely|seem(?:s|ed)?|appear(?:s|ed)? to|apparently|"
    r"allegedly|"
    r"reportedly|believ\w+|suspect\w*|think|thinks|hop(?:e|es|ed|ing)|fear\w*|expect\w*|rumou?r\w*|whisper\w*|"
    r"suggest\w*|"
    r"estimate\w*|assum\w+|presum\w+|threat\w+|risk|poll|forecast|predict\w*|as far as)\b",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:will|shall|[a-z]+['’]ll|won['’]t|plans?|planned|planning|intend\w*|promis\w+|pledg\w+|due|(?:is|are|was|"
    r"were|has|have) to|going to|"
    r"about to|would|scheduled|offers?|set to)\b",
    re.IGNORECASE,
)
#: Words of a state that follows another one.
_NEWER = re.compile(
    r"\b(?:now|meanwhile|no longer|in the end|at last|finally|since then|by now|rais(?:ed|ing)|reduced|shrunk|grown|"
    r"risen|fallen|reached|increased|cut to|put off|postponed|extended|moved to|after all|revised|updated|after"
    r" (?:the|a) "
    r"(?:recount|review|appeal|vote|ruling|talks)|fewer than|more than (?:was )?(?:thought|expected))\b",
    re.IGNORECASE,
)


_MARK = re.compile(r"[,;:.!?—–](?=\s|$)|\s(?:but|and)\s")


class Modality(IntEnum):
    """How sure or real a statement is said to be."""

    FACT = 0
    PLAN = 1
    GUESS = 2
    CONDITION = 3
    WISH = 4
    QUESTION = 5


#: "Nobody ... since 2014", "not before Monday": what is told is a date.
_DATED = re.compile(
    r"\b(?:since|until|till|before)\s(?:the\s)?(?:end of\s|\d|[A-Z]|this\b|next\b|last\b|yesterday|today|tomorrow|"
    r"now\b)"
)


def denials(text: str) -> int:
    """How often a passage turns its sense around by "not", "nobody", "denies" and the like.

    A denial that holds until or since some day counts for nothing: "nobody has looked since 2014" tells of 2014.
    """
    found = len(_DENIALS.findall(_NO_DENIAL.sub(" ", text))) + len(_NOT_ABOUT_TO.findall(text))
    return found - 1 if found % 2 and holds_until(text) else found


def holds_until(text: str) -> bool:
    """Whether a passage tells of something until, before or since some day."""
    return _DATED.search(text) is not None


def denied_parts(text: str) -> list[tuple[int, int]]:
    """The parts of a passage that a word of denial turns around: from it to the next mark; code points, half-open."""
    kept = _NO_DENIAL.sub(lambda match: "_" * len(match[0]), text)
    found = []
    for match in _DENIALS.finditer(kept):
        stop = _MARK.search(text, match.end())
        found.append((match.start(), stop.start() if stop else len(text)))
    return found


def modality(text: str) -> Modality:
    """How sure or real a passage says that its statement is; the least real part of it decides."""
    if _QUESTION.search(text):
        return Modality.QUESTION
    if _WISHES.search(text):
        return Modality.WISH
    if _CONDITIONS.search(text):
        return Modality.CONDITION
    if _GUESSES.search(text):
        return Modality.GUESS
    return Modality.PLAN if _PLANS.search(text) else Modality.FACT


def tells_newer_state(text: str) -> bool:
    """Whether words as "now" or "has been raised" tell of a state that follows another one."""
    return _NEWER.search(text) is not None
