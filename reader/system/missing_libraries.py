"""Libraries that are missing or broken: which library it is, and the command that repairs it.

A bad installation fails when a library is imported, which is late and often in the middle of a file. Code that catches
such an error asks here first, so that it is not reported as a fault of the file or of the program.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import NamedTuple

#: Modules whose distribution has a different name.
_DISTRIBUTIONS = MappingProxyType(
    {"ulid": "python-ulid", "markdown_it": "markdown-it-py", "lxml.html.clean": "lxml-html-clean"}
)
_OWN_FOLDER = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - pathlib is not needed otherwise
#: The libraries that reading and tagging need; checked before the first screen.
_NEEDED = ("filelock", "platformdirs", "regex", "rich", "textual", "tinydb", "ulid")


class LibraryFault(NamedTuple):
    """A library that cannot be used, and the advice for it, as words of a message."""

    what: str
    advice: str

    def __str__(self) -> str:
        return f"{self.what} ({self.advice})"


def fault_of(error: BaseException) -> LibraryFault | None:
    """The library fault behind ``error``; None if the error has another cause.

    An error counts if it was raised while a foreign module was imported, or if a module lacks an attribute. The fault
    names the innermost library that this project declares.
    """
    name = _name_of(error)
    if name is None:
        return None
    top = _top(name)
    if top in sys.stdlib_module_names:
        return LibraryFault(f"this Python lacks its module {top}", "install a complete Python, and the reader with it")
    if isinstance(error, ModuleNotFoundError) and _top(error.name) == top:
        return missing(name)
    reason = str(error).partition("\n")[0] or type(error).__name__
    return LibraryFault(
        f"needs the library {top}, which does not load: {reason}", _advice("repair", name, "--force-reinstall ")
    )


def missing(name: str) -> LibraryFault:
    """The fault of a module that is not installed."""
    return LibraryFault(f"needs the library {_top(name)}, which is missing", _advice("install", name))


def first_missing(names: Sequence[str] = _NEEDED) -> LibraryFault | None:
    """The fault of the first of these modules that is not installed; none of them is imported."""
    return next((missing(name) for name in names if not is_there(name)), None)


def is_there(name: str) -> bool:
    """Whether a module can be found, without importing it."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def install_line(*requirements: str, options: str = "") -> str:
    """The command that installs ``requirements`` for this interpreter."""
    import shlex

    words = " ".join(shlex.quote(requirement) for requirement in requirements)
    if is_there("pip"):
        return f"{python()} -m pip install {options}{words}"
    return f"uv pip install --python {shlex.quote(sys.executable)} {options.replace('--force-', '--')}{words}"


def python() -> str:
    """This interpreter as a user types it: its name if that leads to it, otherwise its path."""
    import shlex
    import shutil
    from pathlib import Path

    name = Path(sys.executable or "python").name
    return name if shutil.which(name) in {sys.executable, None} else shlex.quote(sys.executable)


def requirement_of(name: str) -> str:
    """The requirement that provides a module, with the version range that this project declares."""
    return _declared().get(_distribution(name), _distribution(name))


def extras() -> dict[str, list[str]]:
    """The extras of this project, each with its libraries that are not installed.

    Empty where that is not known: in a checkout that was not installed.
    """
    from importlib.metadata import PackageNotFoundError, requires, version

    found: dict[str, list[str]] = {}
    try:
        lines = requires("nrc-reader") or []
    except PackageNotFoundError:
        return {}
    for line in lines:
        requirement, _, condition = line.partition(";")
        if (extra := re.search(r"extra\s*==\s*['\"]([\w-]+)['\"]", condition)) is None:
            continue
        name = _normalised(re.split(r"[\s\[<>=!~]", requirement.strip())[0])
        missing = found.setdefault(extra[1], [])
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    return found


def _advice(verb: str, name: str, options: str = "") -> str:
    return f"to {verb} it: {install_line(requirement_of(name), options=options)}"


@cache
def _declared() -> dict[str, str]:
    """The requirements of this project, extras included, by the normalised name of the distribution."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("nrc-reader") or []
    except PackageNotFoundError:  # run from a checkout that was not installed
        return {}
    wanted = [line.partition(";")[0].strip() for line in lines]
    return {_normalised(re.split(r"[\s\[<>=!~]", line)[0]): line for line in wanted}


def _normalised(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _name_of(error: BaseException) -> str | None:
    """The module that caused an error; None if no library did."""
    foreign = [module for module in _modules_of(error) if _is_foreign(module)]
    if isinstance(error, ImportError):
        name = error.name or ""
        if not foreign:
            return name if name and _top(name) != "reader" else None
        return next((module for module in (name, *reversed(foreign)) if _is_declared(module)), foreign[0])
    if isinstance(error, AttributeError) and isinstance(error.obj, ModuleType) and _is_foreign(error.obj.__name__):
        return error.obj.__name__
    if isinstance(error, SyntaxError) and not foreign:
        return _module_in(error.filename or "")
    return next((module for module in foreign if _is_loading(error, module)), None)


def _modules_of(error: BaseException) -> Iterator[str]:
    """The modules in an error's traceback, outermost first."""
    trace = error.__traceback__
    while trace is not None:
        yield str(trace.tb_frame.f_globals.get("__name__", ""))
        trace = trace.tb_next


def _module_in(filename: str) -> str | None:
    """The top-level module of a source file; None for our own files and for other files."""
    if filename.startswith(_OWN_FOLDER) or not filename.endswith(".py"):
        return None
    parts = re.split(r"[\\/]", filename.removesuffix(".py").removesuffix("__init__").rstrip("\\/"))
    packages = [index for index, part in enumerate(parts) if part.endswith("-packages")]
    return parts[packages[-1] + 1 if packages else -1]


def _is_loading(error: BaseException, name: str) -> bool:
    """Whether the error was raised while the module ``name`` ran for the first time."""
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_code.co_name == "<module>" and frame.f_globals.get("__name__") == name:
            return True
        trace = trace.tb_next
    return False


def _is_declared(name: str) -> bool:
    return bool(name) and _distribution(name) in _declared()


def _distribution(name: str) -> str:
    """The normalised name of the distribution that provides a module."""
    return _normalised(_DISTRIBUTIONS.get(name) or _DISTRIBUTIONS.get(_top(name), _top(name)))


def _is_foreign(name: str) -> bool:
    top = _top(name)
    return bool(top) and top not in {"reader", "__main__", "tests"} and top not in sys.stdlib_module_names


def _top(name: str | None) -> str:
    return (name or "").partition(".")[0]
