"""Shows raised and lowered text so that no number before it changes: ``12³ members``, ``10⁶``, ``101₂``.

Digits become the raised digits of Unicode, one character for one; behind a number also the lowered ones, while ``CO2``
stays as everybody types it. What has no such form, such as ``st`` of ``1st``, stays as it is; where that would begin
with a digit behind a digit, a space stands between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

#: The kinds of text off the line. A mark is the number of a note that only its style sheet raises.
SUPER, SUB, MARK = "super", "sub", "mark"
#: Elements of HTML, and of MathML those whose second child is off the line.
ELEMENTS = {"sup": SUPER, "sub": SUB}
MATH = {"msup": SUPER, "msub": SUB}

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉"
_RAISED_SIGNS = dict(zip("+-−–=()", "⁺⁻⁻⁻⁼⁽⁾", strict=True))
_LOWERED_SIGNS = dict(zip("+-−–=()", "₊₋₋₋₌₍₎", strict=True))
#: Letters that mark a note or stand for a number in an exponent; ``a`` and ``o`` are also ordinals.
_RAISED_LETTERS = dict(zip("abcdefghijklmnoprstuvwxyz", "ªᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿºᵖʳˢᵗᵘᵛʷˣʸᶻ", strict=True))
#: The bar of a fraction, ``¹/₂``.
_SLASHES = "/\u2044"
#: A single letter that is the ending of a number: ``2e``, ``1960s``.
_ENDINGS = frozenset("es")
#: Numbers and formulas: no letter beside a letter. Longer text is small print, not an exponent.
_FORMULA = re.compile(r"(?:[^\W\d_](?![^\W\d_])|[\d\s+\-−–=().,;:/·×*†‡§¶]){1,16}")
_NOTE_NUMBER = re.compile(r"\d{1,3}|[a-z]")
_RAISING_STYLE = re.compile(r"vertical-align\s*:\s*(?:(?P<super>super|text-top)|(?P<sub>sub))\b", re.IGNORECASE)
_RAISING_CLASS = re.compile(
    r"(?<![\w-])(?:(?P<super>super(?:script)?|sup)|(?P<sub>sub(?:script)?)"
    r"|(?P<mark>(?:foot|end)?note[-_]?(?:ref(?:erence)?|mark|number|anchor)))(?![\w-])",
    re.IGNORECASE,
)


class Written(Protocol):
    """A text while it is written: its parts, their places in the markup, its length, the start of the line."""

    parts: list[str]
    runs: list[tuple[int, int, int, int]]
    length: int
    start: int


@dataclass(frozen=True, slots=True)
class OpenScript:
    """Raised or lowered text that has begun.

    Attributes:
        kind: ``SUPER``, ``SUB`` or ``MARK``.
        start: the length of the text before it.
        place: the offset of its first tag or sign in the markup.
        level: the number of open elements that include its own; 0 if it has an end tag of its own.
    """

    kind: str
    start: int
    place: int
    level: int = 0


def scripted(text: str, kind: str, before: str) -> str:
    """The text as it is shown off the line: as many characters, or one space more in front.

    Args:
        text: without white space at its start.
        kind: ``SUPER``, ``SUB`` or ``MARK``.
        before: the character before it on its line; empty at the start.
    """
    if kind == MARK and not (_NOTE_NUMBER.fullmatch(text) and _is_glued(before)):
        return text
    if kind == SUB and not (before.isdigit() or (before and before in _SLASHES)):
        return text
    if text.startswith("(") and text.endswith(")"):
        return text  # as in brackets: it is a mark by itself
    is_behind_number = before.isdecimal()
    has_digits = any(character.isdecimal() for character in text)
    if _FORMULA.fullmatch(text) and (has_digits or (is_behind_number and not (len(text) == 1 and text in _ENDINGS))):
        return "".join(_lowered(character) if kind == SUB else _raised(character) for character in text)
    return " " + text if is_behind_number and text[:1].isdecimal() else text


def joined(pieces: Iterable[tuple[str, str]]) -> str:
    """The text of pieces, each with its kind (empty: on the line); neighbours of one kind belong together."""
    parts: list[str] = []
    before = ""
    for kind, group in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in group)
        bare = text.lstrip()
        if kind and bare:
            lead = text[: len(text) - len(bare)]
            text = lead + scripted(bare, kind, lead[-1:] or before)
        parts.append(text)
        before = text[-1:] or before
    return "".join(parts)


def kind_of_element(name: str, values: dict[str, str]) -> str:
    """The kind of the text in an inline element by its attributes; empty if it stands on the line.

    Args:
        name: of the element.
        values: its attributes ``style``, ``class``, ``href``, ``role`` and ``epub:type``, as far as it has them.
    """
    for pattern, attribute in ((_RAISING_STYLE, "style"), (_RAISING_CLASS, "class")):
        if attribute in values and (match := pattern.search(values[attribute][:400])):
            return match.lastgroup or ""
    is_reference = "noteref" in values.get("role", "") or "noteref" in values.get("epub:type", "")
    target = values.get("href", "")
    is_reference = is_reference or (name == "a" and "#" in target and "comment" not in target.lower())
    return MARK if is_reference else ""


def settle(writer: Written, script: OpenScript) -> None:
    """Put what was written since the script began off the line; of several lines only the last one."""
    begin = max(script.start, writer.start)
    size = writer.length - begin
    first = len(writer.parts)
    while size > 0:
        first -= 1
        size -= len(writer.parts[first])
    written = "".join(writer.parts[first:])
    text = written.lstrip(" ")
    if size or not text:
        return
    lead = written[: len(written) - len(text)]
    before = lead[-1:] or (writer.parts[first - 1][-1:] if begin > writer.start else "")
    shown = scripted(text, script.kind, before)
    if shown == text:
        return
    begin += len(lead)
    writer.parts[first:] = [lead, shown] if lead else [shown]
    own = _since(writer.runs, begin)
    del writer.runs[len(writer.runs) - len(own) :]
    if len(shown) == len(text):
        end = max((run[3] for run in own), default=script.place)
        writer.runs.append((begin, begin + len(shown), script.place, end))
        return
    writer.runs += [(run[0] + 1, run[1] + 1, run[2], run[3]) for run in own]
    writer.length += 1


def _since(runs: list[tuple[int, int, int, int]], begin: int) -> list[tuple[int, int, int, int]]:
    """The runs that start at ``begin`` or after it; they are the last ones."""
    count = 0
    while count < len(runs) and runs[-count - 1][0] >= begin:
        count += 1
    return runs[len(runs) - count :]


def _is_glued(before: str) -> bool:
    return before.isalnum() or (before != "" and before in ".,;:!?)\"'”’»")


def _raised(character: str) -> str:
    if character.isdecimal():
        return _RAISED[unicodedata.decimal(character)]
    return _RAISED_SIGNS.get(character) or _RAISED_LETTERS.get(character, character)


def _lowered(character: str) -> str:
    return (
        _LOWERED[unicodedata.decimal(character)] if character.isdecimal() else _LOWERED_SIGNS.get(character, character)
    )
