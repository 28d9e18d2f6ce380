"""The process that has PDFium read a PDF: bytes on standard input, pieces of text with their places on the output.

It is apart from the reader because PDFium is native code and the file a stranger's: it may crash, or take what time
and memory it likes, up to the limits that it is given here first.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from reader.confinement import Limits, confine, ending_with, for_this_machine, limited, private_pipes, receive, send

#: Processor time and memory of the process. A page takes 20 to 25 ms: a report of 600 pages is no attack, and no key
#: waits for this process.
LIMITS = Limits(seconds=60, memory=512 << 20)
#: Pages and characters that are read; what is beyond is left, and the reader is told.
MAX_PAGES = 2000
MAX_CHARACTERS = 6_000_000
#: PDFium's error for a document that wants a password.
_PASSWORD = 4


def main() -> int:
    """Answers one request, which is a file, with ``{"pages": [[width, height, pieces], ...], "more": bool}`` as JSON.

    In its place may stand ``{"fault": ...}``.
    """
    requests, answers = private_pipes()
    confine()
    data = receive(requests)
    if data is not None:
        with ending_with(requests), limited(for_this_machine(LIMITS)):
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
    left = MAX_CHARACTERS
    for index in range(min(len(document), MAX_PAGES)):
        try:
            page = document[index]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            continue
        pieces = list(_pieces(raw, text.raw, min(text.count_chars(), left)))
        left -= sum(len(piece[0]) for piece in pieces)
        pages.append([*page.get_size(), pieces])
        if left <= 0:
            break
    return {"pages": pages, "more": len(pages) < len(document)}


def _pieces(raw: Any, text: Any, count: int) -> Iterator[list[Any]]:
    """Characters in a row on one line: ``[text, left, bottom, right, top, turned]``, in points from the lower left."""
    import ctypes

    box = raw.FS_RECTF()
    kept: list[str] = []
    left = bottom = right = top = last = 0.0
    turned = False
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        character = chr(code) if 0 < code < 0x110000 else ""
        if raw.FPDFText_IsGenerated(text, index) and character == " ":
            if kept and kept[-1] != " ":
                kept.append(" ")
            continue
        if character in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(box)):
            if kept:
                yield ["".join(kept), left, bottom, right, top, turned]
                kept = []
            continue
        size = max(box.top - box.bottom, 1.0)
        angle = raw.FPDFText_GetCharAngle(text, index)
        now_turned = not (angle < 0.2 or angle > 6.0)
        apart = abs(box.bottom - bottom) > 0.6 * size or not -0.6 * size < box.left - right < size
        apart = apart and box.left != last  # two letters of one ligature stand in one place
        last = box.left
        if kept and (turned != now_turned or (apart and not turned)):
            yield ["".join(kept), left, bottom, right, top, turned]
            kept = []
        if kept:
            right, bottom, top = max(right, box.right), min(bottom, box.bottom), max(top, box.top)
        else:
            left, bottom, right, top, turned = box.left, box.bottom, box.right, box.top, now_turned
        kept.append(character)
    if kept:
        yield ["".join(kept), left, bottom, right, top, turned]


if __name__ == "__main__":
    sys.exit(main())
