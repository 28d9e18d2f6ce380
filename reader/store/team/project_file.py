"""``project.toml`` in the store: who annotates and adjudicates, whether they work blind, and without suggestions.

A mistake in it stops the program: a project that was meant to be blind must not open its eyes because of one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from reader.store.store_folder import PROJECT_FILE
from reader.store.store_protocol import ProjectError
from reader.store.team.team import Project
from reader.system.guarded_path import StorePath

#: Names that one project can have.
_MOST = 100


def read_project(folder: Path) -> Project:
    """What the file in a store's folder says; raises ``ProjectError`` where it cannot be used."""
    return project_in(project_text(folder), folder / PROJECT_FILE)


def project_text(folder: Path) -> bytes:
    """The file in a store's folder; nothing where there is none. Raises ``ProjectError``."""
    from reader.system.os_errors import reason

    path = StorePath(folder, PROJECT_FILE)
    try:
        return path.content()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise ProjectError(f"{path}: cannot be read: {reason(error)}") from error


def project_in(data: bytes, path: Path) -> Project:
    """As ``read_project``, of what such a file holds; settings that a later version knows are left alone."""
    from reader.config.toml_file import TomlError, toml_table

    try:
        table = toml_table(data.decode("utf-8-sig").replace("\r\n", "\n"), path)
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}: is not UTF-8 (save it as UTF-8)") from error
    except TomlError as error:
        raise ProjectError(str(error)) from error
    found: dict[str, Any] = {}
    for name, read in _READ.items():
        if name in table:
            try:
                found[name] = read(table[name])
            except ValueError as error:
                raise ProjectError(f"{path}: {name} {error}") from error
    people = found.get("annotators", ()), found.get("adjudicators", ())
    project = Project(*people, found.get("blind", False), found.get("suggestions", True))
    if project.is_blind and not project.annotators:
        raise ProjectError(f"{path}: blind needs annotators (name them, as in annotators = ['A', 'B'])")
    return project


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError('must be a list of names, as ["A", "B"]')
    names = tuple(one.strip() for one in value)
    if len(set(names)) < len(names) or len(names) > _MOST or not all(map(str.isprintable, names)):
        raise ValueError(f"must be different names of one line, at most {_MOST}")
    return names


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


_READ: Mapping[str, Callable[[object], object]] = MappingProxyType(
    {"annotators": _names, "adjudicators": _names, "blind": _flag, "suggestions": _flag}
)
