"""Passages that begin or end inside a word, a quotation or a bracket, told by the quote and the words around it.

The 32 code points on each side that an annotation has are enough, so no text is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.lint_rule import Rule
from reader.analysis.guideline.linted_tags import LintedTags, Tag
from reader.analysis.guideline.wordings import UNSPACED
from reader.text.quotations import unpaired_marks

_LETTER = rf"[^\W_{UNSPACED}]"
_UNSPACED_LETTER = re.compile(rf"[{UNSPACED}]")
#: What goes on over an edge, here a bar: ``1,|200``, ``1|,200``, ``don'|t``, ``don|'t``; not ``Berg|'s``, ``EU|-led``.
_ACROSS = re.compile(rf"\d[.,:]\|\d|\d\|[.,:]\d|{_LETTER}['’]\|(?![sS]\b){_LETTER}|{_LETTER}\|['’](?![sS]\b){_LETTER}")
_IS_LETTER = re.compile(_LETTER)
_MARKED = re.compile('["“”„‟«»‹›‘「」『』]')
_SINGLE = re.compile(r"(?<!\w)'")
_BRACKET = re.compile(r"[()\[\]{}（）【】]")
_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
#: "a) the price", "2) the date", ":)" and ":(": brackets that have no other one.
_ENUMERATED = re.compile(r"(?:^|[\s(])(?:\w{1,2}|[ivx]{1,5})\Z", re.IGNORECASE)
_FACE = re.compile(r"[:;8=][-o']?\Z")
_STOPS = frozenset(".!?…。！？")
#: Marks that may close, and what stands behind the one and before the other; empty for a passage's end.
_CLOSERS = frozenset('"”’»«“」』')
_AFTER_CLOSING, _BEFORE_OPENING = frozenset(["", *",.;:!?)]"]), frozenset(["", *"([{—–-/“‘„"])


def cut_words(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that begin or end within a word or a number."""
    for tag, _ in tags.under(rule):
        if _goes_on(tag.prefix, tag.quote):
            word = f"{tag.prefix.split()[-1]}|{tag.quote.split()[0]}"
            yield Finding(rule, tag, f"begins inside a word: {word}", mark=("start",))
        if _goes_on(tag.quote, tag.suffix):
            word = f"{tag.quote.split()[-1]}|{tag.suffix.split()[0]}"
            yield Finding(rule, tag, f"ends inside a word: {word}", mark=("end",))


def _goes_on(left: str, right: str) -> bool:
    """Whether a word goes on over the edge between two texts."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return False
    if _is_letter(left[-1]) and _is_letter(right[0]):
        return True
    return _ACROSS.search(f"{left[-2:]}|{right[:3]}") is not None


def _is_letter(character: str) -> bool:
    return _IS_LETTER.match(character) is not None


def cut_quotations(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that hold one mark of a quotation and not the other.

    Whole sentences of a longer quotation, which begin or end with its mark, cut nothing.
    """
    for tag, _ in tags.under(rule):
        if not _has_marks(tag.quote):
            continue
        unpaired = [at for at in unpaired_marks(tag.quote) if not _is_of_whole_sentences(tag, at)]
        if unpaired:
            what = f"holds one mark of a quotation without the other: {_around(tag.quote, unpaired[0])}"
            yield Finding(rule, tag, what)


def _has_marks(text: str) -> bool:
    return _MARKED.search(text) is not None or ("'" in text and _SINGLE.search(text) is not None)


def _is_of_whole_sentences(tag: Tag, at: int) -> bool:
    """Whether a mark opens a quotation that goes on after the passage's last sentence, or began before its first."""
    if _opens(tag.quote, at):
        return _last_mark(tag.quote) in _STOPS and tag.suffix[:1] not in _CLOSERS
    return _is_sentence_start(tag.prefix) and not tag.quote[:1].islower()


def _is_sentence_start(prefix: str) -> bool:
    """Whether a sentence or a paragraph begins behind these words."""
    if prefix and not prefix[-1].isspace():
        return False
    return not prefix or "\n" in prefix[len(prefix.rstrip()) :] or _last_mark(prefix) in _STOPS | {":"}


def _last_mark(text: str) -> str:
    """The last character but for white space, and closing quotation marks and brackets."""
    return text.rstrip().rstrip('"”’»)]')[-1:]


def _opens(text: str, at: int) -> bool:
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark in "「『" or (mark == "“" and _UNSPACED_LETTER.match(before)):
        return True
    if mark == "«" and after.isspace():  # « ainsi »
        return not before or before.isspace() or before in _BEFORE_OPENING
    return after not in _AFTER_CLOSING and not after.isspace() and (before in _BEFORE_OPENING or before.isspace())


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 15) : at + 16].split())


def cut_brackets(rule: Rule, tags: LintedTags) -> Iterator[Finding]:
    """Passages that hold one bracket of a pair and not the other."""
    for tag, _ in tags.under(rule):
        if not _BRACKET.search(tag.quote):
            continue
        if (at := _unpaired_bracket(tag.quote)) >= 0:
            what = f"holds one bracket without the other: {_around(tag.quote, at)}"
            yield Finding(rule, tag, what)


def _unpaired_bracket(text: str) -> int:
    """The first bracket that has no other one in a text; -1 if each has."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        at, bracket = match.start(), match[0]
        if bracket in _CLOSED_BY:
            if not (bracket == "(" and _FACE.search(text, max(0, at - 2), at)):
                opened.append(at)
        elif opened and _CLOSED_BY[text[opened[-1]]] == bracket:
            opened.pop()
        elif bracket != ")" or not (
            _ENUMERATED.search(text[max(0, at - 6) : at]) or _FACE.search(text[max(0, at - 2) : at])
        ):
            return at
    return opened[0] if opened else -1
