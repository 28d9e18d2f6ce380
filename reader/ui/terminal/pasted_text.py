"""What becomes of a text that is pasted. Terminals send a carriage return for each line end, and whatever was there."""

from __future__ import annotations

import re
import unicodedata

from reader.sources.safe_lines import safe_lines

#: Characters that one line to type into takes at once; nobody searches for more, and it is drawn with every key.
LONGEST_LINE = 10_000


def is_joiner(character: str | None) -> bool:
    """Whether a typed character is written without a cell of its own, as the joiners of Persian, Hindi and emoji."""
    return (
        character is not None
        and len(character) == 1
        and unicodedata.category(character) == "Cf"
        and some_pasted_lines(character) == character
    )


def some_pasted_lines(text: str) -> str:
    """The text with every kind of line end as ``\\n``, tabs kept, and without what no terminal may get."""
    return "\t".join(safe_lines(part)[0] for part in text.split("\t"))


def one_pasted_line(text: str) -> str:
    """As above in one line: line ends and tabs are a space, but for those at the ends; no longer than a line may be."""
    return re.sub("[\n\t]+", " ", some_pasted_lines(text).strip("\n"))[:LONGEST_LINE]
