"""Brings the tables of a store on a server up to date: numbered files of SQL, each applied once, under a lock."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

#: The version that this program reads and writes: that of the last file.
LATEST = 1


def schema_files() -> Sequence[str]:
    """The SQL of each version, in order."""
    folder = files("reader.store.postgres") / "schema"
    return [one.read_text(encoding="utf-8") for one in sorted(folder.iterdir(), key=lambda one: one.name)]


def version_in(connection: Connection, schema: str) -> int:
    """The version of the tables that are there; 0 where there are none."""
    is_there = connection.execute("select to_regclass(%s) is not null", (f"{schema}.schema_version",)).fetchone()
    if not is_there or not is_there[0]:
        return 0
    found = connection.execute("select coalesce(max(version), 0) from schema_version").fetchone()
    return int(found[0]) if found else 0


def update_schema(connection: Connection, schema: str) -> int:
    """Apply what is missing, all of it or nothing; two that begin at once do it once.

    Returns:
        The version that was there before.
    """
    from psycopg import sql

    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 1))", (schema,))
        before = version_in(connection, schema)
        if not before:
            connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
        for version, text in enumerate(schema_files(), 1):
            if version > before:
                connection.execute(text.encode())
                connection.execute("insert into schema_version (version) values (%s)", (version,))
    return before
