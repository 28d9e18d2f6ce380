"""Every regular expression of the package, and texts made to have one try again and again."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import reader
from reader.system.lazy import Lazy

METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
#: What texts are made of that make a pattern try again and again.
UNITS = [
    "", "a", "A", "1", ".", ",", "-", "\n", "<", "(", "“", "\"", "'", "&", "/", ":", "_", "*", "[", "|", "#",
    "`", "~", "@", "%", "–", "…", "!", "?", "{", "}", "=", "+", "$", "\\", ";", ">", "\t", "\r", "\u00a0", "0", "é",
    "ß", "漢", "’", "”", "«", "a ", "A ", "A.", "A. ", "1,", "1.", "Aa ", "aA", "a.b.", "--", "&#", "<a ", "<!--",
    "=\"", "](", "a@", "http://", "www.", "$1", "a-", "a'", "ab,", "the ", "of ", "and ", "By ", "by A ", "Mr. ",
    "Photo ", "\n\n", "a\n", "A\n", " \n", "\x1b]", "\x1b[", "{\\", "\\'", "\\par ", "1/", "1:", "2018 ", "May ",
    "said ", "Jan 1 ", "//", "“a", "<p>", "</", "a=", "=a", "charset", "<meta ", "-a", "a–", "il-", "said, ",
    "A, B, ", "content=", "1-1-", "12.12.", "(a)", "\"a\":", "\"1\": {", "<<<<<<<", "{\"", "\",\"", "Anna Lo, ",
    " - ", "a|b", "@media ", "&amp;", "<b>", "  a", "A a. ", " ",
]  # fmt: skip
#: What may stand before the repeated part.
STARTS = ("", "a", "“")
#: Those that see but a few characters, whatever the text.
WINDOWED = {"reader.entities.steps.joining._WORD_BEFORE": "the 24 characters before a name"}


def all_patterns() -> dict[str, tuple[re.Pattern[str], set[str]]]:
    """Each expression by its place in the package, with the methods that are called on it."""
    found = ((number, one) for number, one in enumerate(patterns()) if one[0] not in WINDOWED)
    return {f"{where} {number}": (pattern, methods) for number, (where, pattern, methods) in found}


def hostile_text(start: str, unit: str, size: int) -> str:
    """``size`` code points of a unit again and again, behind a start, with an end that few expressions expect."""
    return start + (unit * size)[:size] + "\0!"


def patterns() -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """Every compiled pattern of the package, and every one written where it is used, with the methods called on it."""
    for module in pkgutil.walk_packages(reader.__path__, "reader."):
        if module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        tree = ast.parse(Path(inspect.getfile(loaded)).read_text(encoding="utf-8"))
        attributes = [one for one in ast.walk(tree) if isinstance(one, ast.Attribute) and one.attr in METHODS]
        used, any_of_it = _methods_by_name(attributes), {one.attr for one in attributes}
        for name, value in vars(loaded).items():
            for found in _patterns_in(value, loaded.__name__):
                yield f"{module.name}.{name}", found, used.get(name) or any_of_it
        if any(isinstance(one.value, ast.Name) and one.value.id == "re" for one in attributes):
            yield from ((f"{module.name}:{line}", found, {how}) for line, found, how in _inline(tree))


def _methods_by_name(attributes: Iterable[ast.Attribute]) -> dict[str, set[str]]:
    """What is called on each name of a module, as ``_WORD.match(...)`` or ``_words().match(...)``.

    One that is handed on has none here: it may be used in any way in which its module uses expressions.
    """
    used: dict[str, set[str]] = defaultdict(set)
    for node in attributes:
        owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
        owner = owner.func if isinstance(owner, ast.Call) else owner
        if isinstance(owner, ast.Name):
            used[owner.id].add(node.attr)
    return used


def _patterns_in(value: object, module: str, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Lazy):
        if "re.compile" in inspect.getsource(value._make):  # others make what is no expression
            yield from _patterns_in(value(), module, depth + 1)
    elif isinstance(value, dict) and depth < 3:
        for one in (*value.keys(), *value.values()):
            yield from _patterns_in(one, module, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)) and depth < 3:
        for one in value:
            yield from _patterns_in(one, module, depth + 1)
    elif inspect.isroutine(value) or hasattr(value, "cache_info"):
        function: Callable[..., object] = inspect.unwrap(value)  # type: ignore[arg-type]
        made = str(getattr(function, "__annotations__", {}).get("return", ""))
        if function.__module__ != module or "Pattern" not in made:
            return
        flags = inspect.signature(function).parameters.values()
        if all(flag.annotation == "bool" for flag in flags):
            whole = {flag.name: True for flag in flags}
            yield from _patterns_in(value(**whole), module, depth + 1)  # type: ignore[operator]


def _inline(tree: ast.AST) -> Iterator[tuple[int, re.Pattern[str], str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
            continue
        owner, first = node.func.value, node.args[0]
        is_re = isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr in METHODS
        if is_re and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield node.lineno, re.compile(first.value), node.func.attr
