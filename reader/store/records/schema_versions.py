"""Versions of the store's files: older ones are migrated as they are read, newer ones neither read nor written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reader.store.records.record_rows import META, Tables, meta_of

#: What this version of the program writes, and the newest that it reads.
SCHEMA_VERSION = 1


class NewerSchemaError(Exception):
    """The file was written by a newer version of the program: the version that it names."""

    def about(self, file: object) -> str:
        """What is said of it, in one line."""
        return f"{file}: was written by a newer nrc-reader (schema {self}); update this one"


def _first(tables: Tables) -> Tables:
    """Files without a version: as the first one, which they do not name."""
    return {**tables, META: {"1": {**meta_of(tables), "schema": 1}}}


#: From each version to the next.
MIGRATIONS: Mapping[int, Callable[[Tables], Tables]] = MappingProxyType({0: _first})


def check_schema(tables: Tables) -> None:
    """Raise ``NewerSchemaError`` where a newer version of the program wrote them."""
    if version_of(tables) > SCHEMA_VERSION:
        raise NewerSchemaError(str(meta_of(tables).get("schema")))


def version_of(tables: Tables) -> int:
    """The version that they name; 0 where they name none, that of this program where there is nothing in them."""
    if not any(tables.values()):
        return SCHEMA_VERSION
    version = meta_of(tables).get("schema", 0)
    return version if isinstance(version, int) and version >= 0 else SCHEMA_VERSION + 1


def migrated(tables: Tables) -> Tables:
    """The tables as this version writes them; the same object where they are that, or newer."""
    while version_of(tables) < SCHEMA_VERSION:
        tables = MIGRATIONS[version_of(tables)](tables)
    return tables
