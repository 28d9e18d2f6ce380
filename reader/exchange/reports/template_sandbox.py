"""The sandbox of templates: what a template may read, call and print.

A template may come from a stranger. It sees plain data only, and files of its own folder and ours. It gets no clock and
nothing random, so the same store gives the same report. Time and memory are limited by the process that it runs in
(``template_worker.py``).
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

#: Ours, which each other template may include and extend.
OWN_FOLDER = Path(__file__).with_name("templates")
ENDING = ".jinja"
#: Bytes of one file, and code points of a report.
MOST_BYTES = 1 << 20
MOST_OUTPUT = 1 << 26
_MARKUP = (".html", ".htm", ".xhtml", ".xml")


class ReportError(Exception):
    """A report cannot be made. The message is one line for the user."""


def own_templates() -> dict[str, str]:
    """The templates that come with the program, whole reports only: file by name, as ``dossier``."""
    return {path.name.partition(".")[0]: path.name for path in sorted(OWN_FOLDER.glob(f"*.md{ENDING}"))}


def sandbox(folder: Path | None) -> Environment:
    """An environment for templates in a folder; ours are there too."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from reader.exchange.reports.markdown_text import escaped, one_line, quoted, short

    made = ImmutableSandboxedEnvironment(
        loader=_loader(folder),
        autoescape=_is_markup,
        undefined=StrictUndefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in ("lipsum", "random"):
        made.globals.pop(name, None)
        made.filters.pop(name, None)
    made.filters.update(md=one_line, md_exact=escaped, quoted=quoted, short=short)
    return made


@cache
def own_environment() -> Environment:
    """The environment of our own templates, for exports that use them document by document."""
    return sandbox(None)


def pieces(folder: Path | None, name: str, variables: dict[str, Any], most: int = MOST_OUTPUT) -> Iterator[str]:
    """The report, piece by piece.

    Raises:
        ReportError: the template cannot be used; the line says where in it.
    """
    from jinja2 import TemplateError
    from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError

    count = 0
    try:
        for piece in sandbox(folder).get_template(name).generate(variables):
            count += len(piece)
            if count > most:
                raise ReportError(f"{name}: its output has no end (the limit is {most:,} characters)")
            yield piece
    except TemplateSyntaxError as error:
        raise ReportError(f"{error.name or name}: line {error.lineno}: {error.message}") from error
    except TemplateNotFound as error:
        raise ReportError(f"{name}: there is no template {error.name} in its folder") from error
    except (
        TemplateError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        RecursionError,
    ) as error:
        raise ReportError(f"{_place(error, name)}: {str(error) or type(error).__name__}") from error


def _place(error: BaseException, name: str) -> str:
    """The template and its line in which an error was raised."""
    place, trace = name, error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # Jinja puts its templates into the traceback
            place = f"{trace.tb_frame.f_code.co_filename}: line {trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _is_markup(name: str | None) -> bool:
    return name is not None and name.lower().removesuffix(".j2").removesuffix(ENDING).endswith(_MARKUP)


def _printed(value: object) -> object:
    """What an expression prints: texts and numbers. A list or a record would be printed with all that it leads to."""
    from jinja2 import Undefined

    if value is None or isinstance(value, (str, int, float, Undefined)):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be printed: print a field of it, or go through it with for")


def _loader(folder: Path | None) -> BaseLoader:
    """Finds templates in the folder, then among ours."""
    from jinja2 import FunctionLoader

    folders = [OWN_FOLDER] if folder is None else [folder, OWN_FOLDER]

    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        for one in folders:
            if (text := _text_of(one, name)) is not None:
                return text, name, lambda: True
        return None

    return FunctionLoader(load)


def _text_of(folder: Path, name: str) -> str | None:
    """The text of a file that lies in the folder, not hidden and not by way of a link; None for all else.

    Raises:
        ReportError: the file is not UTF-8.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or any(part.startswith(".") or "\\" in part for part in path.parts):
        return None
    place = os.path.realpath(folder)
    file = os.path.join(place, *path.parts)  # noqa: PTH118 - as realpath gives it
    try:
        status = os.lstat(file)
        if os.path.realpath(file) != file or not stat.S_ISREG(status.st_mode) or status.st_size > MOST_BYTES:
            return None
        data = Path(file).read_bytes()
    except (OSError, ValueError):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ReportError(f"{name}: is not UTF-8 (save it as UTF-8, as editors do by default)") from error
