"""The process that reads, with a format whose files do to it whatever they are named after."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import Any

from reader.cleaning import loading_worker
from reader.cleaning.article_bytes import packed
from reader.cleaning.article_loading import read_here
from reader.model.article import Article


def hostile(path: str, **options: Any) -> Article:
    """What becomes of a file, by its name; one of any other name is read."""
    match Path(path).name:
        case "spins":
            while True:
                pass
        case "spins in native code":  # where no other thread runs, and no handler of a signal
            re.match("(a+)+$", "a" * 60 + "b")
        case "waits":
            time.sleep(3600)
        case "allocates":
            kept = [bytes(1 << 20)]
            while True:
                kept.append(kept[-1] + bytes(1 << 20))
        case "crashes":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exits":
            os._exit(7)
        case "prints":
            os.write(1, b"\x1b]0;a title\x07")
            os.write(2, b"\x1b]0;a title\x07")
            print("a line", file=sys.stderr)
        case "says its process":
            path = str(Path(path).with_name(str(os.getpid())))
            Path(path).write_text("A text of its own.", encoding="utf-8")
    return read_here(path, **options)


def lying(article: Article) -> bytes:
    """What a process that was taken over may send in the place of an article."""
    match Path(article.page.path).name:
        case "nonsense":
            return b"\x80\x04nonsense\n"
        case "endless":
            return b"{" * (1 << 20)
        case "escapes":
            return packed(article).replace(b"plain words", b"pl\x1b[2J words")
    return packed(article)


if __name__ == "__main__":
    loading_worker.read_here = hostile
    loading_worker.packed = lying
    sys.exit(loading_worker.main())
