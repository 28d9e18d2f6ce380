"""Commands of the user's own: programs that the reader runs on a passage, as the settings name them."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

#: What becomes of a program's output: it is shown, it becomes the annotation's note, or nobody wants it.
SHOW, NOTE, NOTHING = "show", "note", "none"
OUTPUTS = (SHOW, NOTE, NOTHING)
#: Seconds that a program may take unless its command says otherwise, and the most that one may say.
SECONDS, MOST_SECONDS = 60, 3600
#: Code points of a title, words of a command line, and code points of one of them.
_LONGEST_TITLE, _MOST_WORDS, _LONGEST_WORD = 40, 100, 4000


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """One command of the user's own.

    Attributes:
        key: what starts it, as Textual names it.
        title: as help and palette show it; no other command has it.
        words: the program and its arguments. No shell reads them.
        output: one of ``OUTPUTS``.
        seconds: how long it may take.
    """

    key: str
    title: str
    words: tuple[str, ...]
    output: str = SHOW
    seconds: int = SECONDS

    def __str__(self) -> str:
        return f"{self.key} {self.title}: {shlex.join(self.words)}"


def command_line(value: object) -> tuple[str, ...]:
    """The program and its arguments from a list, or from a text that is split as a shell would, without one.

    Raises:
        ValueError: it is neither, or names no program.
    """
    if isinstance(value, str):
        try:
            value = shlex.split(value)
        except ValueError as error:  # a quotation mark is open
            raise ValueError(f"have a command that cannot be split: {str(error).lower()}") from error
    is_list = isinstance(value, list) and all(isinstance(word, str) and "\0" not in word for word in value)
    if not is_list or not isinstance(value, list) or not value or not value[0].strip():
        raise ValueError("need a command: a program and its arguments, as one text or a list of texts")
    if len(value) > _MOST_WORDS or max(map(len, value)) > _LONGEST_WORD:
        raise ValueError(f"have a command that is too long: {_MOST_WORDS} words at most, of {_LONGEST_WORD} characters")
    return tuple(value)


def titled(title: str) -> str:
    """The title of a command; raises ``ValueError`` if it is too long."""
    if len(title) > _LONGEST_TITLE:
        raise ValueError(f"have a title that is too long: {_LONGEST_TITLE} characters at most")
    return title
