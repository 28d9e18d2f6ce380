"""What a terminal sends, as keys, pastes and mouse events: Textual's parser, but for the key Esc and for pastes.

Esc and a key that is pressed right behind it look like that key with alt: they are told as one, ``alt+KEY``, at once,
and who knows what is bound makes two of it where that is bound to nothing. What is pasted never becomes keys.
"""

from __future__ import annotations

import os
import re
from collections.abc import Generator, Iterable, Iterator

from textual import constants, events
from textual._parser import ParseTimeout
from textual._time import get_time
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message

_ESC = "\x1b"
_INTRODUCERS = "[O"  # of the sequences that keys and answers are
#: A sequence that has come to its end, by its form; F1 to F5 of the Linux console and the oldest mouse are odd.
_COMPLETE = re.compile(r"\x1b(?:O.|\[(?!\[|M)[0-?]*[ -/]*[^ -?]|\[\[.|\[M...)", re.DOTALL)
#: Of a keypad in a mode that it is never in here, and of keys of one terminal that come at once.
_KEYPAD, _OF_RXVT = "jklmnopqrstuvwxyM", "abcd"
#: Seconds for which an Esc waits for the rest of a sequence. Terminals write a sequence at once, so that an Esc which
#: nothing came with is the key; a line that tears sequences apart can have longer (``ESCDELAY``, milliseconds).
ESC_S = constants.ESCAPE_DELAY if "ESCDELAY" in os.environ else 0.025
#: The longest sequence that is one.
_LONGEST = 32
#: What a read may give at most; what fills it may go on in the next.
READ_SIZE = 4_096


class KeyParser(XTermParser):
    """Makes events of what was read, one read after the other."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._sequence = ""  # begun with Esc, and not at its end yet
        self._pasted: list[str] | None = None
        self._read = self._begun_in = 0
        self._was_full = False

    def feed(self, data: str) -> Iterable[Message]:
        """The events in what was read; nothing read is the end."""
        if not data:
            yield from super().feed(data)
            return
        self._read += not self._was_full
        self._was_full = len(data) >= READ_SIZE
        while data:
            if self._pasted is not None:
                data = yield from self._paste(self._pasted, data)
            elif self._sequence:
                yield from self._go_on(data[0])
                data = data[1:]
            else:
                data = yield from self._plain(data)

    def _plain(self, data: str) -> Generator[Message, None, str]:
        """Take what stands before the next Esc, and that; gives what was read behind it."""
        plain, esc, rest = data.partition(_ESC)
        if plain:
            yield from super().feed(plain)
        if esc:
            yield from self._begin()
        return rest

    def tick(self) -> Iterable[Message]:
        """The events of a sequence that nothing more came of: Esc, and what was typed behind it."""
        if self._sequence and self._timeout_time is not None and get_time() >= self._timeout_time:
            yield from self._typed(self._sequence)

    def due_in(self, most: float) -> float:
        """Seconds until ``tick`` has something to do, but no more than ``most``."""
        return most if self._timeout_time is None else max(0.0, min(most, self._timeout_time - get_time()))

    def _begin(self) -> Iterator[Message]:
        self._sequence, self._begun_in = _ESC, self._read
        yield from super().feed(_ESC)
        self._timeout_time = get_time() + ESC_S

    def _go_on(self, char: str) -> Iterator[Message]:
        sequence = self._sequence + char
        if char == _ESC:
            yield from self._typed(self._sequence)
            yield from self._begin()
        elif sequence in (BRACKETED_PASTE_START, BRACKETED_PASTE_END):
            self._forget()
            self._pasted = [] if sequence == BRACKETED_PASTE_START else None
        elif self._is_typed(sequence):
            yield from self._typed(sequence)
        else:
            self._sequence = sequence
            yield from super().feed(char)
            if self._awaiting.timeout is None:
                self._sequence = ""  # it was known
            elif _COMPLETE.fullmatch(sequence) or len(sequence) >= _LONGEST:
                yield from self._unknown(sequence)

    def _is_typed(self, sequence: str) -> bool:
        """Whether these are keys, though they might be a sequence."""
        if len(sequence) == 2:
            return sequence[1] not in _INTRODUCERS
        if len(sequence) > 3:
            return False
        return (sequence[1] == "O" and sequence[2] in _KEYPAD) or (sequence[2] in _OF_RXVT and not self._came_at_once)

    @property
    def _came_at_once(self) -> bool:
        return self._begun_in == self._read

    def _unknown(self, sequence: str) -> Iterator[Message]:
        """A sequence that nobody knows: keys, unless it came at once and has numbers, as those of rare keys have."""
        if self._came_at_once and len(sequence) > 3:
            self._forget()
        else:
            yield from self._typed(sequence)

    def _typed(self, sequence: str) -> Iterator[Message]:
        self._forget()
        if sequence == _ESC:
            yield events.Key("escape", _ESC)
            return
        for key in self._sequence_to_key_events(sequence[1]):
            yield events.Key(f"alt+{_lower(key.key)}", key.character)
        for char in sequence[2:]:
            yield from self._sequence_to_key_events(char)

    def _forget(self) -> None:
        """Have Textual's parser begin anew."""
        self._sequence = ""
        self._timeout_time = None
        self._awaiting = self._gen.throw(ParseTimeout())
        self._tokens.clear()

    def _paste(self, pasted: list[str], data: str) -> Generator[Message, None, str]:
        """Take what is pasted; gives what was read behind its end."""
        before = "".join(pasted[-len(BRACKETED_PASTE_END) :])[1 - len(BRACKETED_PASTE_END) :]
        end = (before + data).find(BRACKETED_PASTE_END)
        pasted.append(data)
        if end < 0:
            return ""
        self._pasted = None
        text = "".join(pasted)
        end += len(text) - len(data) - len(before)
        yield events.Paste(text[:end])
        return text[end + len(BRACKETED_PASTE_END) :]


def _lower(key: str) -> str:
    """As Textual names capitals with a modifier."""
    return f"shift+{key.lower()}" if len(key) == 1 and key.isupper() else key
