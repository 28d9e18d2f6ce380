"""Decides the encoding: a person's choice, byte order mark, UTF-16, escapes, UTF-8, what is declared, then a guess.

A declaration is heeded unless another encoding makes a far likelier text of the bytes. Where the choice is doubtful,
that is said: see ``noting_doubts``.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reader.sources.charsets.escaped_form import escaped_form
from reader.sources.charsets.names import shown_name
from reader.sources.charsets.utf16_form import utf16_without_mark

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How much likelier, in nats, another encoding must be than the declared one to overrule it; than Windows-1252, which
#: servers state for want of a better one; and than the next one to be called certain.
_OVERRULING, _OVERRULING_DEFAULT, _CERTAIN = 12.0, 6.0, 4.0
_DEFAULT = "cp1252"

_chosen: ContextVar[str] = ContextVar("chosen", default="")
_doubts: ContextVar[list[str] | None] = ContextVar("doubts", default=None)


@contextmanager
def reading_as(encoding: str) -> Iterator[None]:
    """Inside, texts are decoded with the codec that a person chose; with an empty name as if none had been."""
    token = _chosen.set(encoding)
    try:
        yield
    finally:
        _chosen.reset(token)


@contextmanager
def noting_doubts() -> Iterator[list[str]]:
    """Inside, each doubt about an encoding is put into the list, one line each, safe to print."""
    doubts: list[str] = []
    token = _doubts.set(doubts)
    try:
        yield doubts
    finally:
        _doubts.reset(token)


def decode(data: bytes, *, markup: bool = False, declared: str = "") -> tuple[str, str]:
    """The text of a file and the encoding used; a byte order mark is not part of the text.

    Bytes that cannot be decoded become U+FFFD, so one bad byte never loses a file.

    Args:
        data: the file's bytes.
        markup: whether to use the encoding that an HTML page declares.
        declared: the encoding that a header states; it overrides the page's own declaration.
    """
    if chosen := _chosen.get():
        return _as_chosen(data, chosen)
    encoding, mark = unicode_form(data)
    if encoding := encoding or escaped_form(data):
        return data[mark:].decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    if _is_mostly_utf8(data, text):
        return text, "utf-8"
    from reader.sources.charsets.declared_encoding import declared_encoding, stated_codec

    stated = (stated_codec(declared) if declared else None) or (declared_encoding(data) if markup else None)
    encoding = _likeliest(data, stated)
    return data.decode(encoding, errors="replace"), encoding


def _as_chosen(data: bytes, encoding: str) -> tuple[str, str]:
    marks = [mark for mark, marked in _MARKS if marked == encoding and data.startswith(mark)]
    text = data[len(marks[0]) if marks else 0 :].decode(encoding, errors="replace")
    if bad := text.count("\ufffd"):
        _note(f"not all of it is {shown_name(encoding)}: {bad:,} {'place' if bad == 1 else 'places'} cannot be read")
    return text, encoding


def unicode_form(data: bytes) -> tuple[str | None, int]:
    """The Unicode encoding shown by a byte order mark, or by the letters that UTF-16 gives, and the mark's length.

    ``(None, 0)`` if there is neither; the data may still be UTF-8. The start of a file is enough.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            # UTF-16 that begins with a NUL has the mark of UTF-32, but its next code points are not valid.
            if encoding == "utf-32-le" and (data[6:7] > b"\x10" or data[7:8] > b"\x00"):
                continue
            return encoding, len(mark)
    return utf16_without_mark(data), 0


def chosen_or_shown(head: bytes) -> tuple[str | None, int]:
    """The encoding that tells text from binary data, and the mark's length; None if single bytes do.

    It is the one that a person chose, or one of Unicode or with escapes, whose bytes look like no text.
    """
    encoding, mark = unicode_form(head)
    if chosen := _chosen.get():
        return chosen, mark if encoding == chosen else 0
    return encoding or escaped_form(head), mark


def likely_encodings(data: bytes) -> list[str]:
    """The codecs in which the bytes may be, the likeliest first; those of the same text count once."""
    from reader.sources.charsets.guess import guesses

    encoding = unicode_form(data)[0] or escaped_form(data)
    first = [encoding] if encoding else [] if _is_broken(data, "utf-8") else ["utf-8"]
    return [*first, *(guess.encoding for guess in guesses(data))]


def _is_broken(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return True
    return False


def _is_mostly_utf8(data: bytes, text: str) -> bool:
    """Whether valid UTF-8 sequences clearly outnumber bad bytes."""
    bad = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    good = len(text) - len(data.translate(None, bytes(range(128, 256)))) - bad
    return good >= 2 * bad


def _likeliest(data: bytes, stated: str | None) -> str:
    """The encoding that is declared, or a far likelier one; the likeliest if none is."""
    from reader.sources.charsets.guess import CANDIDATES, guesses

    if stated and stated != "utf-8" and stated not in CANDIDATES and not _is_broken(data, stated):
        return stated  # of languages that the guess does not know
    possible = guesses(data, stated or "")
    best = possible[0]
    own = next((guess for guess in possible if guess.encoding == stated), None)
    most = _OVERRULING_DEFAULT if stated == _DEFAULT else _OVERRULING
    if own and own.cost - best.cost <= most:
        return own.encoding
    if stated:
        _note(f"says it is {shown_name(stated)}, but is read as {shown_name(best.encoding)}")
    elif len(possible) > 1 and possible[1].cost - best.cost < _CERTAIN:
        other = shown_name(possible[1].encoding)
        _note(f"encoding not certain: read as {shown_name(best.encoding)}, may be {other}")
    return best.encoding


def _note(doubt: str) -> None:
    doubts = _doubts.get()
    if doubts is not None and doubt not in doubts:
        doubts.append(doubt)
