"""The formats that annotations leave in and come back in: one module each, and a row in the table below.

Other packages add more as entry points of the group ``nrc_reader.exchange_formats``: the name of the format, and a
module, or an object, that fits ``Format`` (:mod:`reader.exchange.format_protocol`).
"""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING

from reader.exchange.exchange_error import ExchangeError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint
    from pathlib import Path

    from reader.exchange.format_protocol import Format
    from reader.system.missing_libraries import LibraryFault

GROUP = "nrc_reader.exchange_formats"
#: Of an export and an import that name none, and that all else is taken for.
USUAL = "jsonl"
#: The name of a format to the module of it. An import asks them in this order whether a file is theirs.
MODULES = {
    "jsonl": "annotation_rows",
    "jsonl-documents": "document_rows",
    "csv": "quotation_table",
    "doccano": "doccano",
    "prodigy": "prodigy",
    "label-studio": "label_studio",
    "conll": "conll",
    "qdpx": "refi_project",
    "qdc": "refi_codebook",
    "argdown": "argdown",
    "aif": "aif",
    "brat": "brat",
    "web-annotation": "web_annotation",
    "uima": "uima",
    "spacy": "spacy_docbin",
    "markdown": "markdown_report",
    "html": "html_report",
}


def names() -> list[str]:
    """The names of all formats: ours in their order, then those of other packages by name."""
    return [*MODULES, *(name for name in sorted(_plugins()) if name not in MODULES)]


def format_of(name: str) -> Format:
    """The format of that name.

    Raises:
        KeyError: there is none.
        ExchangeError: another package has it, and it cannot be loaded; one line.
    """
    if name in MODULES:
        return _checked(import_module(f"{__name__}.{MODULES[name]}"))
    point = _plugins()[name]
    try:
        return _checked(point.load())
    except Exception as error:  # a plug-in may raise anything
        package = f" of {point.dist.name} {point.dist.version}" if point.dist is not None else ""
        fault = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise ExchangeError(f"{name}: the format{package} cannot be loaded: {fault}") from error


def recognised(path: Path, head: bytes) -> str:
    """The name of the format that a file or folder is most likely of; ``USUAL`` where none takes it for its own.

    Args:
        path: of the file or folder; unsafe to show.
        head: how the file begins.
    """
    for name in names():
        with suppress(ExchangeError):  # one of another package that cannot be loaded
            format_ = format_of(name)
            if format_.ABOUT.comes_back and format_.recognises(path, head):
                return name
    return USUAL


def goes_one_way(path: Path, head: bytes) -> str:
    """The name of the format that a file is of and that no import takes; empty where it is of none.

    Args:
        path, head: as of ``recognised``.
    """
    for name in names():
        with suppress(ExchangeError):
            format_ = format_of(name)
            if not format_.ABOUT.comes_back and format_.recognises(path, head):
                return name
    return ""


def missing_libraries(format_: Format) -> list[LibraryFault]:
    """The libraries that a format needs and that are not installed, each with the line that installs it."""
    from importlib.util import find_spec

    from reader.system.missing_libraries import missing

    return [missing(one) for one in format_.ABOUT.needs if find_spec(one.partition(".")[0]) is None]


def refuse_missing(name: str, format_: Format) -> None:
    """Raise ``ExchangeError`` where a library that the format needs is not installed."""
    if faults := missing_libraries(format_):
        raise ExchangeError(f"{name}: {'; '.join(map(str, faults))}")


def _plugins() -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=GROUP)}


def _checked(found: object) -> Format:
    from reader.exchange.format_protocol import About

    if not isinstance(getattr(found, "ABOUT", None), About):
        raise TypeError("it has no ABOUT")
    if missing := [one for one in ("write", "read", "recognises") if not callable(getattr(found, one, None))]:
        raise TypeError(f"it has no {', '.join(missing)}")
    return found  # type: ignore[return-value]  # as far as can be told without running it
