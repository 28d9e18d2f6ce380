"""The child process that reads a PDF with PDFium: the file comes in, pieces of text with positions go out.

PDFium is native code and the file may be a stranger's. In a process of its own it may crash or use up its limits
without harm to the reader.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from struct import Struct
from typing import Any

from reader.system.confinement import (
    Limits,
    confine,
    for_this_machine,
    limited,
    private_pipes,
    receive,
    send,
)

#: Processor time and memory of the process. A full page takes 5 ms, so a report of 600 pages fits.
LIMITS = Limits(seconds=5, memory=512 << 20)
#: The most pages, characters and pieces of lines that are read; the answer says if there are more. A full page of text
#: has some 60 pieces, and each must be sorted.
MAX_PAGES = 2000
MAX_CHARACTERS = 3_000_000
MAX_PIECES = 200_000
#: PDFium's error for a document that needs a password.
_PASSWORD = 4
#: PDFium's character for a hyphen at the end of a line, if asked for one character; for many it gives U+FFFE.
_HYPHEN = "\x02"


def main() -> int:
    """Answer one request, which is a file, with JSON.

    The answer is ``{"pages": [[width, height, pieces], ...], "whole": ..., "is_cut": ...}``, or ``{"fault": ...}``.
    ``whole`` counts all pages, including unread ones. ``is_cut`` tells whether the last page was not read to its end.
    """
    requests, answers = private_pipes()
    confine()
    data = receive(requests)
    if data is not None:
        with limited(for_this_machine(LIMITS)):
            answer = _encoded(data)
        send(answers, answer)
    return 0


def _encoded(data: bytes) -> bytes:
    try:
        return json.dumps(_answer(data)).encode("ascii")
    except MemoryError:
        return b'{"fault": "memory"}'


def _answer(data: bytes) -> dict[str, Any]:
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"fault": "password" if getattr(error, "err_code", 0) == _PASSWORD else "damaged"}
    pages: list[Any] = []
    left, room = MAX_CHARACTERS, MAX_PIECES
    for index in range(min(len(document), MAX_PAGES)):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue
        pieces = list(islice(_pieces(raw, text.raw, min(text.count_chars(), left)), room))
        left -= sum(len(piece[0]) for piece in pieces)
        room -= len(pieces)
        pages.append([*page.get_size(), pieces])
        if left <= 0 or room <= 0:
            break
    return {"pages": pages, "whole": len(document), "is_cut": left <= 0 or room <= 0}


def _pieces(raw: Any, text: Any, count: int) -> Iterator[list[Any]]:
    """Runs of characters on one line: ``[text, left, bottom, right, top, turned]``, in points from the lower left."""
    import ctypes

    box = raw.FS_RECTF()
    its_box = ctypes.byref(box)
    box_of, sides_of = raw.FPDFText_GetLooseCharBox, Struct("4f").unpack_from  # bound once for speed
    kept: list[str] = []
    left = bottom = right = top = last = 0.0
    turned = False
    for index, character in enumerate(_characters(raw, text, count)):
        if character == " " and raw.FPDFText_IsGenerated(text, index):
            if kept and kept[-1] != " ":
                kept.append(" ")
            continue
        if character in "\r\n" or not box_of(text, index, its_box):
            if kept:
                yield ["".join(kept), left, bottom, right, top, turned]
                kept = []
            continue
        its_left, its_top, its_right, its_bottom = sides_of(box)
        size = max(its_top - its_bottom, 1.0)
        apart = abs(its_bottom - bottom) > 0.6 * size or not -0.6 * size < its_left - right < size
        apart = apart and its_left != last  # two letters of one ligature share a position
        last = its_left
        if apart or not kept:  # a character that continues the line is turned as the one before
            angle = raw.FPDFText_GetCharAngle(text, index)
            now_turned = not (angle < 0.2 or angle > 6.0)
            if kept and not (turned and now_turned):
                yield ["".join(kept), left, bottom, right, top, turned]
                kept = []
            turned = now_turned
        if kept:
            right, bottom, top = max(right, its_right), min(bottom, its_bottom), max(top, its_top)
        else:
            left, bottom, right, top = its_left, its_bottom, its_right, its_top
        kept.append(character)
    if kept:
        yield ["".join(kept), left, bottom, right, top, turned]


def _characters(raw: Any, text: Any, count: int) -> list[str]:
    """The characters of a page, empty strings for invalid ones. It takes one call, unless that leaves some out."""
    import ctypes

    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer)
    if written == count + 1:
        together = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass").replace("\ufffe", _HYPHEN)
        if len(together) == count and "\0" not in together:
            return list(together)
    codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
    return [chr(code) if 0 < code < 0x110000 else "" for code in codes]


if __name__ == "__main__":
    sys.exit(main())
