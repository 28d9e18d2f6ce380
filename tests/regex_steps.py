"""How many steps a backtracking matcher takes for a regular expression: the same number on every machine.

A small matcher over the tree that Python parses an expression into, with the order of trials of Python's own. It counts
each character that it looks at. Upper ends of repetitions are cut down to a few (``.{0,300}`` is looked at as
``.{0,6}``): a window of fixed width is linear, however wide it is, and would not look so in a short text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WIDEST = 6
Next = Callable[[int], int]
PassageMatcher = Callable[[int, Next], int]
NO = -1


class TooManySteps(Exception):  # noqa: N818
    """The limit was reached."""


class Counter:
    """One expression, ready to be tried on texts."""

    def __init__(self, pattern: re.Pattern[Any], most: int) -> None:
        source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
        self._flags = pattern.flags & ~re.DEBUG | (0 if isinstance(pattern.pattern, str) else re.ASCII)
        tree = parser.parse(source, pattern.flags & ~(re.DEBUG if isinstance(pattern.pattern, str) else re.UNICODE))
        self._most, self.steps, self._text = most, 0, ""
        self._groups: dict[int, tuple[int, int]] = {}
        self._match = self._sequence(list(tree), self._flags)
        self._begins = _first_character(list(tree), self._flags)

    def count(self, text: str, methods: Iterable[str]) -> int:
        """The steps that these methods take on a text; raises ``TooManySteps`` behind the limit."""
        self._text, self.steps = text, 0
        if set(methods) - {"match", "fullmatch"}:
            self._find_all()
        if "match" in methods:
            self._try_at(0, lambda here: here)
        if "fullmatch" in methods:
            self._try_at(0, lambda here: here if here == len(text) else NO)
        return self.steps

    def _find_all(self) -> None:
        start, begins = 0, self._begins
        while start <= len(self._text):
            if begins is not None and (start == len(self._text) or not begins(self._text[start])):
                self._step()
                start += 1
                continue
            end = self._try_at(start, lambda here: here)
            start = end if end > start else start + 1

    def _try_at(self, start: int, then: Next) -> int:
        self._groups.clear()
        return self._match(start, then)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self._most:
            raise TooManySteps

    # --- the nodes of the tree

    def _sequence(self, nodes: list[Any], flags: int) -> PassageMatcher:
        matchers = [self._node(op, value, flags) for op, value in nodes]

        def match(here: int, then: Next, index: int = 0) -> int:
            if index == len(matchers):
                return then(here)
            return matchers[index](here, lambda there: match(there, then, index + 1))

        return matchers[0] if len(matchers) == 1 else match

    def _node(self, op: Any, value: Any, flags: int) -> PassageMatcher:
        if (test := _character_test(op, value, flags)) is not None:
            return self._one(test)
        if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT}:
            return self._repeat(op, value, flags)
        if op is ops.SUBPATTERN:
            number, added, removed, inner = value
            return self._group(number, self._sequence(list(inner), (flags | added) & ~removed))
        if op is ops.ATOMIC_GROUP:
            return self._atomic(self._sequence(list(value), flags))
        if op is ops.BRANCH:
            begins = [_first_character(list(branch), flags) for branch in value[1]]
            return self._branch([self._sequence(list(branch), flags) for branch in value[1]], begins)
        if op in {ops.ASSERT, ops.ASSERT_NOT}:
            return self._look(value[0], value[1], self._sequence(list(value[1]), flags), op is ops.ASSERT)
        if op is ops.AT:
            return self._at(value, flags)
        if op is ops.GROUPREF:
            return self._reference(value)
        if op is ops.GROUPREF_EXISTS:
            number, yes, no = value
            one, other = self._sequence(list(yes), flags), self._sequence(list(no or []), flags)
            return self._choice(number, one, other)
        raise NotImplementedError(f"{op} is not counted yet")

    def _choice(self, number: int, one: PassageMatcher, other: PassageMatcher) -> PassageMatcher:
        def match(here: int, then: Next) -> int:
            return one(here, then) if number in self._groups else other(here, then)

        return match

    def _one(self, test: Callable[[str], bool]) -> PassageMatcher:
        def match(here: int, then: Next) -> int:
            self._step()
            return then(here + 1) if here < len(self._text) and test(self._text[here]) else NO

        return match

    def _repeat(self, op: Any, value: tuple[int, Any, Any], flags: int) -> PassageMatcher:
        least, most, inner = min(value[0], _WIDEST), value[1], list(value[2])
        most = 1 << 30 if most is parser.MAXREPEAT else min(most, max(least, _WIDEST))
        test = _character_test(*inner[0], flags) if len(inner) == 1 else None
        if op is ops.POSSESSIVE_REPEAT:
            return self._atomic(self._repeat(ops.MAX_REPEAT, value, flags))
        if test is not None and op is ops.MAX_REPEAT:
            return self._run(test, least, most)
        body = self._sequence(inner, flags)

        def match(here: int, then: Next, count: int = 0, before: int = NO) -> int:
            def again(there: int) -> int:
                return match(there, then, count + 1, here)

            if count < least:
                return body(here, again)
            may_go_on = count < most and here != before
            if op is ops.MIN_REPEAT:
                found = then(here)
                return body(here, again) if found == NO and may_go_on else found
            found = body(here, again) if may_go_on else NO
            return then(here) if found == NO else found

        return match

    def _run(self, test: Callable[[str], bool], least: int, most: int) -> PassageMatcher:
        """As many characters as there are, then one fewer at a time."""

        def match(here: int, then: Next) -> int:
            end = here
            while end - here < most and end < len(self._text) and test(self._text[end]):
                self._step()
                end += 1
            self._step()
            for there in range(end, here + least - 1, -1):
                self._step()
                if (found := then(there)) != NO:
                    return found
            return NO

        return match

    def _group(self, number: int | None, inner: PassageMatcher) -> PassageMatcher:
        if number is None:
            return inner

        def match(here: int, then: Next) -> int:
            old = self._groups.get(number)

            def closed(there: int) -> int:
                self._groups[number] = (here, there)
                return then(there)

            found = inner(here, closed)
            if found == NO:
                self._groups.pop(number, None)
                if old is not None:
                    self._groups[number] = old
            return found

        return match

    def _atomic(self, inner: PassageMatcher) -> PassageMatcher:
        def match(here: int, then: Next) -> int:
            end = inner(here, lambda there: there)
            return NO if end == NO else then(end)

        return match

    def _branch(self, branches: list[PassageMatcher], begins: list[Callable[[str], bool] | None]) -> PassageMatcher:
        pairs = list(zip(branches, begins, strict=True))

        def match(here: int, then: Next) -> int:
            character = self._text[here : here + 1]
            for branch, test in pairs:
                if test is not None and (not character or not test(character)):
                    self._step()
                elif (found := branch(here, then)) != NO:
                    return found
            return NO

        return match

    def _look(self, direction: int, tree: Any, inner: PassageMatcher, wanted: bool) -> PassageMatcher:
        width = tree.getwidth()[0] if direction < 0 else 0

        def match(here: int, then: Next) -> int:
            self._step()
            there = here - width
            found = there >= 0 and inner(there, lambda end: end if direction > 0 or end == here else NO) != NO
            return then(here) if found == wanted else NO

        return match

    def _at(self, where: Any, flags: int) -> PassageMatcher:
        def holds(here: int) -> bool:
            text, lines = self._text, bool(flags & re.MULTILINE)
            if where in {ops.AT_BEGINNING, ops.AT_BEGINNING_STRING}:
                return here == 0 or (lines and where is ops.AT_BEGINNING and text[here - 1] == "\n")
            if where is ops.AT_END_STRING:
                return here == len(text)
            if where is ops.AT_END:
                return here == len(text) or (text[here] == "\n" and (lines or here == len(text) - 1))
            sides = [0 <= place < len(text) and _is_word(text[place]) for place in (here - 1, here)]
            return (sides[0] != sides[1]) == (where is ops.AT_BOUNDARY)

        def match(here: int, then: Next) -> int:
            self._step()
            return then(here) if holds(here) else NO

        return match

    def _reference(self, number: int) -> PassageMatcher:
        def match(here: int, then: Next) -> int:
            self._step()
            start, end = self._groups.get(number, (0, NO))
            if end == NO or not self._text.startswith(self._text[start:end], here):
                return NO
            self.steps += end - start
            return then(here + end - start)

        return match


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdecimal,
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_WORD: _is_word,
    ops.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    ops.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    ops.CATEGORY_NOT_WORD: lambda character: not _is_word(character),
}


def _first_character(nodes: list[Any], flags: int) -> Callable[[str], bool] | None:
    """What the first character of a match has to be; None where that cannot be told from the first node alone."""
    for op, value in nodes:
        if op in {ops.AT, ops.ASSERT, ops.ASSERT_NOT}:
            continue
        if op is ops.SUBPATTERN:
            return _first_character(list(value[3]), (flags | value[1]) & ~value[2])
        if op in {ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT} and value[0]:
            return _first_character(list(value[2]), flags)
        if op is ops.BRANCH:
            return _any_of([_first_character(list(branch), flags) for branch in value[1]])
        return _character_test(op, value, flags)
    return None


def _any_of(tests: list[Callable[[str], bool] | None]) -> Callable[[str], bool] | None:
    return None if None in tests else cache(lambda character: any(test(character) for test in tests if test))


def _character_test(op: Any, value: Any, flags: int) -> Callable[[str], bool] | None:
    """Whether a node takes a character; None where it is no node of one character."""
    if op not in {ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN, ops.CATEGORY}:
        return None
    known: dict[str, bool] = {}

    def test(character: str) -> bool:
        if (answer := known.get(character)) is None:
            forms = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
            answer = known[character] = any(_takes(op, value, form, flags) for form in forms if len(form) == 1)
        return answer

    return test


def _takes(op: Any, value: Any, character: str, flags: int) -> bool:
    if op is ops.ANY:
        return character != "\n" or bool(flags & re.DOTALL)
    if op is ops.CATEGORY:
        return _CATEGORIES[value](character) and (not flags & re.ASCII or character.isascii())
    if op is ops.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if op is ops.IN:
        negated = value[0][0] is ops.NEGATE
        return negated != any(_takes(*one, character, flags) for one in value[negated:])
    return bool((ord(character) == value) == (op is ops.LITERAL))
