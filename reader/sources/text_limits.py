"""How much of one document is read: what goes beyond it is no article, and would keep the reader busy for minutes.

The work of every stage is bounded by what is counted here, not by a clock. What is left out is said
(:attr:`reader.model.page.Page.left_out`), never silently.
"""

from __future__ import annotations

import re
from itertools import islice

#: Lines, and characters that must be changed (tabs, carriage returns, controls): the Bible in verses has 35,000 lines.
MOST_LINES = 200_000
#: Tags, entities and line ends of a web page: the longest page of an encyclopedia has some 60,000.
MOST_TAGS = 100_000
#: Marks of Markdown, line ends too, that are followed; a file with more is shown as it was written.
MOST_MARKS = 100_000
#: Control words, groups and stretches of text of an RTF file.
MOST_TOKENS = 300_000
#: Documents in one file: each is a row of a list, and takes memory there.
MOST_DOCUMENTS = 100_000
#: Lines, and characters in millions, that are cleaned or whose Markdown is followed; what is longer is shown as it is.
MOST_JUDGED_LINES = 30_000
MOST_JUDGED_CHARACTERS = 3_000_000


def bounded(text: str, marks: re.Pattern[str], most: int, what: str) -> tuple[str, str]:
    """The text up to the mark of number ``most``, and what is to be said of the rest: empty where it is all.

    Args:
        text: the decoded file.
        marks: what costs time: line ends, tags. The search for it must be linear.
        most: so many of them are read.
        what: they are called so.
    """
    if len(text) <= most:
        return text, ""
    beyond = next(islice(marks.finditer(text), most, None), None)
    if beyond is None:
        return text, ""
    return text[: beyond.start()], left_out(beyond.start(), len(text), f"it has more than {most:,} {what}")


def left_out(read: int, whole: int, why: str) -> str:
    """One short line that says how many of a document's characters are read, and why no more."""
    return f"only the first {read:,} of {whole:,} characters are read: {why}"
