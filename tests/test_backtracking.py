"""No expression of ours takes much more than linear steps, in the way in which it is used, on texts made for that."""

import re
import sys
from collections.abc import Iterable

import pytest

from tests.patterns import STARTS, UNITS, all_patterns, hostile_text
from tests.regex_steps import Counter, TooManySteps

#: Lengths that are compared; so many more steps may the second take: twice what is linear, half of what is square.
SHORT, LONG, MOST = 50, 200, 8
#: Steps a code point of the longer text that need no second look.
FEW = 12


@pytest.fixture(autouse=True)
def deep_recursion() -> Iterable[None]:
    """The counter calls itself once for each character and node."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(before)


def costly_unit(pattern: re.Pattern[str], methods: set[str]) -> str | None:
    """What a text is made of that takes many more steps the longer it is; None where nothing is."""
    counter = Counter(pattern, most=2_000_000)
    for unit in UNITS:
        for start in STARTS:
            try:
                steps = counter.count(hostile_text(start, unit, LONG), methods)
                if steps > FEW * LONG and steps > MOST * counter.count(hostile_text(start, unit, SHORT), methods):
                    return unit
            except TooManySteps:
                return unit
    return None


ALL = all_patterns()


@pytest.mark.parametrize("name", ALL)
def test_steps_grow_with_the_text_and_no_faster(name: str) -> None:
    assert costly_unit(*ALL[name]) is None


def test_the_search_for_patterns_finds_them_and_the_measure_finds_bad_ones() -> None:
    assert len(ALL) > 150
    assert costly_unit(re.compile(r"\s+$"), {"search"}) == "\n"
    assert costly_unit(re.compile(r"\s+"), {"sub"}) is None
    assert costly_unit(re.compile(r"\s+$"), {"match"}) is None
    assert costly_unit(re.compile(r"(a+)+b"), {"match"}) == "a"
    assert costly_unit(re.compile(r"a.{0,300}b"), {"search"}) is None


@pytest.mark.parametrize(
    "pattern",
    [r"a+b", r"(a|ab)(c|bcd)(d*)", r"(?<=a)b\b", r"(?i)[b-d]+?X", r"(a*)*?b", r"(?>a+)b", r"a++a", r"(.)\1", r"^b$|\Z"],
)
@pytest.mark.parametrize("text", ["", "aaab", "abcd", "xabcXd", "aab b", "a\nb\n", "bb", "aaa"])
def test_the_counter_matches_as_python_does(pattern: str, text: str) -> None:
    compiled = re.compile(pattern, re.MULTILINE)
    counter = Counter(compiled, most=100_000)
    counter._text = text
    for start in range(len(text) + 1):
        expected = compiled.match(text, start)
        assert counter._try_at(start, lambda here: here) == (expected.end() if expected else -1)
