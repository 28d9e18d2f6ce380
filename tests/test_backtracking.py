"""No expression of ours takes much more than linear time, in the way in which it is used, on texts made for that."""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import reader

METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
#: What texts are made of that make a pattern try again and again.
UNITS = [
    "", "a", "A", "1", ".", ",", "-", "\n", "<", "(", "“", "\"", "'", "&", "/", ":", "é", "_", "*", "[", "|", "#",
    "`", "~", "@", "%", "–", "…", "!", "?", "{", "}", "=", "+", "$", "\\", ";", ">", "\t", "\r", "\u00a0", "0", "é",
    "ß", "漢", "’", "”", "«", "a ", "A ", "A.", "A. ", "1,", "1.", "Aa ", "aA", "a.b.", "--", "&#", "<a ", "<!--",
    "=\"", "](", "a@", "http://", "www.", "$1", "a-", "a'", "ab,", "the ", "of ", "and ", "By ", "by A ", "Mr. ",
    "Photo ", "\n\n", "a\n", "A\n", " \n", "\x1b]", "\x1b[", "{\\", "\\'", "\\par ", "1/", "1:", "2018 ", "May ",
    "said ", "Jan 1 ", "//", "“a", "<p>", "</", "a=", "=a", "charset", "<meta ", "-a", "a–", "il-", "said, ",
    "A, B, ", "content=", "1-1-", "12.12.", "(a)", "\"a\":", "\"1\": {", "<<<<<<<", "{\"", "\",\"", "Anna Lo, ",
    " - ", "a|b", "@media ", "&amp;", "<b>", "  a", "A a. ", " ",
]  # fmt: skip
#: Lengths that are compared; so much more time may the second take: twice what is linear, half of what is square.
SHORT, LONG, MOST = 1_500, 6_000, 8


def patterns() -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """Every compiled pattern of the package, and every one written where it is used, with the methods called on it."""
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        tree = ast.parse(Path(inspect.getfile(loaded)).read_text(encoding="utf-8"))
        used, any_of_it = _methods_by_name(tree), {one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)}
        for name, value in vars(loaded).items():
            for found in _patterns_in(value, loaded.__name__):
                yield f"{module.name}.{name}", found, used.get(name) or any_of_it & {*METHODS}
        yield from ((f"{module.name}:{line}", found, {how}) for line, found, how in _inline(tree))


def _methods_by_name(tree: ast.AST) -> dict[str, set[str]]:
    """What is called on each name of a module, as ``_WORD.match(...)`` or ``_words().match(...)``.

    One that is handed on has none here: it may be used in any way in which its module uses expressions.
    """
    used: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            owner = owner.func if isinstance(owner, ast.Call) else owner
            if isinstance(owner, ast.Name):
                used[owner.id].add(node.attr)
    return used


def _patterns_in(value: object, module: str, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for one in (*value.keys(), *value.values()):
            yield from _patterns_in(one, module, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 3:
        for one in value:
            yield from _patterns_in(one, module, depth + 1)
    elif inspect.isroutine(value) or hasattr(value, "cache_info"):
        function: Callable[..., object] = inspect.unwrap(value)  # type: ignore[arg-type]
        made = str(getattr(function, "__annotations__", {}).get("return", ""))
        if function.__module__ == module and "Pattern" in made and not inspect.signature(function).parameters:
            yield from _patterns_in(value(), module, depth + 1)  # type: ignore[operator]


def _inline(tree: ast.AST) -> Iterator[tuple[int, re.Pattern[str], str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        owner, first = node.func.value, node.args[0]
        is_re = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in METHODS
        if is_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield node.lineno, re.compile(first.value), node.func.attr


def _seconds(pattern: re.Pattern[str], methods: set[str], text: str) -> float:
    started = time.process_time()
    subject = text if isinstance(pattern.pattern, str) else text.encode()  # type: ignore[redundant-expr]
    if methods - {"match", "fullmatch"}:
        for _ in pattern.finditer(subject):
            pass
    if "match" in methods:
        pattern.match(subject)
    if "fullmatch" in methods:
        pattern.fullmatch(subject)
    return time.process_time() - started


def slow_unit(pattern: re.Pattern[str], methods: set[str]) -> str | None:
    """What a text is made of that takes much more time the longer it is; None where nothing is."""
    for unit in UNITS:
        for before in ("", "a", "“"):
            short, long = (before + (unit * size)[:size] + "\0!" for size in (SHORT, LONG))
            first = _seconds(pattern, methods, short)
            if first < 0.0005:
                continue
            if first > 1:
                return unit
            again = min(first, *(_seconds(pattern, methods, short) for _ in range(3)))
            if min(_seconds(pattern, methods, long) for _ in range(2)) > MOST * max(again, 0.0005):
                return unit
    return None


#: Those that see but a few characters, whatever the text.
WINDOWED = {"reader.entities.steps.joining._WORD_BEFORE": "the 24 characters before a name"}
ALL = {
    f"{where} {number}": (found, methods)
    for number, (where, found, methods) in enumerate(patterns())
    if where not in WINDOWED
}


@pytest.mark.parametrize("name", ALL)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    assert slow_unit(*ALL[name]) is None


def test_the_search_for_patterns_finds_them_and_the_measure_finds_bad_ones() -> None:
    assert len(ALL) > 150
    assert slow_unit(re.compile(r"\s+$"), {"search"}) == "\n"
    assert slow_unit(re.compile(r"\s+"), {"sub"}) is None
    assert slow_unit(re.compile(r"\s+$"), {"match"}) is None
