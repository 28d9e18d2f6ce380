"""The personal gazetteer: names to find in every document, in a TOML file that can be edited and shared.

[[names]]
name = "NATO-Russia Council"
kind = "organisation"          # any kind, or "none" for what is never a name
aliases = ["NRC"]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reader.config.toml_file import TomlError, toml_table, toml_text
from reader.model.entity import KINDS, Entity
from reader.system.safe_text import is_safe

#: The kind of an entry that is not a name.
NONE = "none"
#: Bytes of the largest file, code points of the longest name, and the most names and aliases.
LARGEST, LONGEST, MOST = 4 << 20, 300, 20_000
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*names[ \t]*\]\]")
_FIRST_LINES = """\
# Names that nrc-reader finds in every document, as you know them. One [[names]] table each (nrc-reader help names).
"""


class GazetteerError(Exception):
    """A gazetteer that cannot be used; the message gives file and line, the fault, and what is allowed."""


@dataclass(frozen=True, slots=True)
class KnownName:
    """One entry: its name, its kind or ``none``, and its other forms."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The name, then its aliases."""
        return self.name, *self.aliases


def read_gazetteer(path: Path) -> tuple[KnownName, ...]:
    """The entries of the file; empty if there is no file. Raises ``GazetteerError``."""
    return parsed(gazetteer_text(path), path)


@cache
def known_names(gazetteer: str) -> tuple[KnownName, ...]:
    """The names of the user's own list; raises ``GazetteerError``."""
    return read_gazetteer(Path(gazetteer))


def gazetteer_text(path: Path) -> str:
    """The text of the file; empty if there is none. Raises ``GazetteerError``."""
    try:
        return toml_text(path, LARGEST)
    except FileNotFoundError:
        return ""
    except TomlError as error:
        raise GazetteerError(error) from error


def parsed(text: str, path: Path) -> tuple[KnownName, ...]:
    """The entries in file order; of two with one name the later one. Raises ``GazetteerError``."""
    try:
        table = toml_table(text, path)
    except TomlError as error:
        raise GazetteerError(error) from error
    listed = table.pop("names", [])
    if table:
        raise GazetteerError(f"{path}:{_line(text, -1, next(iter(table)))}: only [[names]] tables are known")
    if not isinstance(listed, list) or len(listed) > MOST:
        raise GazetteerError(f"{path}:1: names must be [[names]] tables, {MOST} at most")
    entries: dict[str, KnownName] = {}
    for number, item in enumerate(listed):
        try:
            known = _known(item)
        except _FieldError as error:
            raise GazetteerError(f"{path}:{_line(text, number, error.key)}: {error}") from error
        entries[known.name] = known
    return tuple(entries.values())


def entry_of(entity: Entity, kind: str = "") -> KnownName:
    """The gazetteer entry for an entity; a person's single surname is left out, as others may have it.

    ``kind`` replaces the entity's own, for example by ``none``.
    """
    forms = dict.fromkeys(mention.text for mention in entity.mentions)
    if entity.kind == "person" and " " in entity.name:
        forms = {form: None for form in forms if " " in form}
    return KnownName(
        entity.name, kind or entity.kind, tuple(form for form in forms if form != entity.name and _is_name(form))
    )


def with_entry(text: str, known: KnownName) -> str:
    """The file with an entry added at its end; an earlier entry of that name is removed, the rest stays unchanged."""
    kept = without_entry(text, known.name) if any(one.name == known.name for one in parsed(text, Path())) else text
    aliases = f"aliases = [{', '.join(map(_quoted, known.aliases))}]\n" if known.aliases else ""
    block = f"[[names]]\nname = {_quoted(known.name)}\nkind = {_quoted(known.kind)}\n{aliases}"
    kept = kept or _FIRST_LINES
    return f"{kept.rstrip()}\n\n{block}"


def without_entry(text: str, name: str) -> str:
    """The file without the entries of that name; comments inside them go too.

    Raises:
        ValueError: the file cannot be edited line by line; the user has to do it.
    """
    import tomllib

    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    kept = lines[: starts[0]] if starts else lines
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        block = "".join(lines[start:end])
        try:
            names = [item.get("name") for item in tomllib.loads(block).get("names", [])]
        except (ValueError, AttributeError) as error:
            raise ValueError("it is written in a way that only you can edit") from error
        if name not in names:
            kept += lines[start:end]
    result = "".join(kept)
    expected = [one for one in parsed(text, Path()) if one.name != name]
    if list(parsed(result, Path())) != expected:
        raise ValueError("it is written in a way that only you can edit")
    return result


class _FieldError(ValueError):
    def __init__(self, message: str, key: str) -> None:
        super().__init__(message)
        self.key = key


def _known(item: Any) -> KnownName:
    if not isinstance(item, dict):
        raise _FieldError("names must be [[names]] tables", "names")
    if unknown := next((key for key in item if key not in {"name", "kind", "aliases"}), None):
        raise _FieldError(f"{unknown[:40]!r} is not known; use name, kind and aliases", unknown)
    name, kind, aliases = item.get("name"), item.get("kind"), item.get("aliases", [])
    if not _is_name(name):
        raise _FieldError(f"name must be a line of text of at most {LONGEST} characters", "name")
    if kind not in {*KINDS, NONE}:
        raise _FieldError(f"kind must be one of {', '.join((*KINDS, NONE))}", "kind")
    if not isinstance(aliases, list) or len(aliases) > MOST or not all(map(_is_name, aliases)):
        raise _FieldError("aliases must be a list of names", "aliases")
    return KnownName(str(name), str(kind), tuple(dict.fromkeys(map(str, aliases))))


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST and value == value.strip() and is_safe(value)


def _line(text: str, number: int, key: str) -> int:
    """The line of a key in the ``number``-th table (from zero; -1: anywhere), otherwise of the table, from 1."""
    lines = text.splitlines()
    starts = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    first = starts[number] if 0 <= number < len(starts) else 0
    last = starts[number + 1] if 0 <= number + 1 < len(starts) and number >= 0 else len(lines)
    pattern = re.compile(rf"""\s*(?:\[+\s*)?["']?{re.escape(key)}\b""")
    return next((at for at in range(first, last) if pattern.match(lines[at])), first) + 1


def _quoted(name: str) -> str:
    """A basic TOML string; JSON's escapes are valid in TOML, except some control characters that no name has."""
    import json

    return json.dumps(name, ensure_ascii=False)
