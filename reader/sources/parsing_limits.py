"""Limits on how much of one document is read, since more is not an article and would take minutes.

They bound the work of every stage by counts, not by a clock. What is left out is always reported
(:attr:`reader.model.page.Page.left_out`).
"""

from __future__ import annotations

import re
from itertools import islice

#: Lines, and characters that must be changed (tabs, carriage returns, controls); the Bible in verses has 35,000 lines.
MOST_LINES = 200_000
#: Tags, entities and line ends of a web page; the longest page of an encyclopedia has some 60,000.
MOST_TAGS = 100_000
#: Markdown marks and line ends that are parsed; a file with more is shown as written.
MOST_MARKS = 100_000
#: Control words, groups and runs of text in an RTF file.
MOST_TOKENS = 300_000
#: Documents in one file; each is a row in a list and takes memory.
MOST_DOCUMENTS = 100_000
#: Lines and characters that are cleaned or parsed as Markdown; a longer document is shown as it is.
MOST_JUDGED_LINES = 30_000
MOST_JUDGED_CHARACTERS = 3_000_000


def bounded(text: str, marks: re.Pattern[str], most: int, what: str) -> tuple[str, str]:
    """The text before mark number ``most``, and a line about the rest, which is empty if nothing is left out.

    Args:
        text: the decoded file.
        marks: the pattern of costly marks, such as line ends or tags. Its search must be linear.
        most: the most marks that are read.
        what: the name of the marks in the message.
    """
    if len(text) <= most:
        return text, ""
    beyond = next(islice(marks.finditer(text), most, None), None)
    if beyond is None:
        return text, ""
    return text[: beyond.start()], left_out(beyond.start(), len(text), f"it has more than {most:,} {what}")


def left_out(read: int, whole: int, why: str) -> str:
    """One short line that says how many of a document's characters are read, and why not more."""
    return f"only the first {read:,} of {whole:,} characters are read: {why}"
