"""The process that has PDFium read a PDF: bytes on standard input, pieces of text with their places on the output.

It is apart from the reader because PDFium is native code and the file a stranger's: it may crash, or take what time
and memory it likes, up to the limits that it is given here first.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

#: Memory of the process, seconds of its processor time; a newspaper of 100 pages takes 150 MB and 2 seconds.
MAX_MEMORY = 2 << 30
MAX_SECONDS = 60
#: Pages and characters that are read; what is beyond is left, and the reader is told.
MAX_PAGES = 2000
MAX_CHARACTERS = 6_000_000
#: PDFium's error for a document that wants a password.
_PASSWORD = 4


def main() -> int:
    """Writes one line of JSON: ``{"pages": [[width, height, pieces], ...], "more": bool}`` or ``{"fault": ...}``.

    The number of the process that asks is the only argument: it may be gone before this one runs.
    """
    _limit()
    threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    print(json.dumps(_answer(sys.stdin.buffer.read())))
    return 0


def _end_with(parent: int) -> None:
    """Nobody waits for the answer once the reader is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # a system without such limits
        return
    for what, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CPU, MAX_SECONDS)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


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
