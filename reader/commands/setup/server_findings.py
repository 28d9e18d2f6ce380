"""What ``doctor`` finds of a store on a server: whether it answers, its version, rights, hints, clock, and our copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from reader.commands.setup.findings import NOTE, OK, PROBLEM, Finding
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.config.server_address import ServerAddress
    from reader.store.postgres.server import Connection, Server

Take = Callable[[Finding], object]
_ABOUT = "store"
#: The oldest version of PostgreSQL that is tried, and how far its clock may be from ours, in seconds.
_OLDEST, _DRIFT_S = 13, 5


def look_at_server(address: ServerAddress, take: Take) -> None:
    """Look at the server of a store, and at the copy that is here; nothing is made, and nothing written.

    Args:
        address: of the store.
        take: gets each finding.
    """
    from reader.store.postgres.copied_store import copy_folder
    from reader.store.postgres.server import Server
    from reader.store.store_protocol import StoreError

    folder = copy_folder(address)
    take(Finding(_ABOUT, "copy", f"{folder}" if folder.is_dir() else "not made yet: the first use makes it"))
    server = Server(address)
    try:
        with server.connection() as connection:
            _look_at_version(connection, take)
            _look_at_tables(server, connection, take)
            _look_at_clock(connection, take)
        _look_at_hints(server, take)
    except StoreError as error:
        is_copied = folder.is_dir()
        advice = "what is tagged meanwhile is kept here, and shared later" if is_copied else "nrc-reader help server"
        take(Finding(_ABOUT, "server", str(error), PROBLEM, advice))
    finally:
        server.close()


def _look_at_version(connection: Connection, take: Take) -> None:
    version, user = _one(connection, "select current_setting('server_version'), session_user")
    is_old = int(version.partition(".")[0]) < _OLDEST
    advice = f"update it to {_OLDEST} or later" if is_old else ""
    take(Finding(_ABOUT, "server", f"PostgreSQL {version}, as {user}", PROBLEM if is_old else OK, advice))
    is_closed = connection.pgconn.ssl_in_use or not connection.info.host or connection.info.host.startswith("/")
    is_closed = is_closed or connection.info.host in {"localhost", "127.0.0.1", "::1"}
    found, advice = ("closed to others", "") if is_closed else ("not encrypted", "add ?sslmode=require to the address")
    take(Finding(_ABOUT, "line", found, OK if is_closed else NOTE, advice))


def _look_at_tables(server: Server, connection: Connection, take: Take) -> None:
    from reader.store.postgres.schema_updates import LATEST, version_in

    schema = server.address.schema
    version = version_in(connection, schema)
    if not version:
        (may,) = _one(connection, "select has_database_privilege(current_database(), 'create')")
        found = "not there yet: the first save makes them" if may else "not there, and you may not make them"
        take(Finding(_ABOUT, "tables", found, OK if may else PROBLEM, "" if may else "ask whoever runs the server"))
        return
    is_newer = version > LATEST
    advice = "update nrc-reader" if is_newer else ""
    take(Finding(_ABOUT, "tables", f"{schema}, version {version}", PROBLEM if is_newer else OK, advice))
    wanted = (("record", "insert, update, delete"), ("history", "insert"), ("clock", "update"), ("kept_file", "insert"))
    query = """
        select has_schema_privilege(%s, 'usage') and bool_and(has_table_privilege(%s, one)) from unnest(%s::text[]) one
    """
    missing = [
        table
        for table, rights in wanted
        if not _one(connection, query, schema, f"{schema}.{table}", rights.split(", "))[0]
    ]
    found = f"not all: {', '.join(missing)}" if missing else "can be read and written"
    advice = "ask whoever runs the server: nrc-reader help server says which" if missing else ""
    take(Finding(_ABOUT, "rights", found, PROBLEM if missing else OK, advice))


def _look_at_clock(connection: Connection, take: Take) -> None:
    before = datetime.now(UTC)
    (there,) = _one(connection, "select clock_timestamp()")
    drift = max((before - there).total_seconds(), (there - datetime.now(UTC)).total_seconds(), 0)
    is_far = drift > _DRIFT_S
    found = f"differs by {drift:.0f} seconds" if is_far else "as here"
    advice = "set both by a time server: of two changes of one field the newer one stands" if is_far else ""
    take(Finding(_ABOUT, "clock", found, NOTE if is_far else OK, advice))


def _look_at_hints(server: Server, take: Take) -> None:
    from reader.store.postgres.postgres_watch import listens

    arrives = listens(server)
    found = "arrive" if arrives else "do not arrive: others' tags come within half a minute"
    advice = "" if arrives else "use the session mode of the pool in between, as PgBouncer's"
    take(Finding(_ABOUT, "hints", found, OK if arrives else NOTE, advice))


def say_sharing(waiting: int, fault: str, take: Take) -> None:
    """Say how far what was saved is shared."""
    found = f"{counted(waiting, 'save')} not sent yet" if waiting else "all that was saved here"
    take(Finding(_ABOUT, "shared", found, NOTE if waiting else OK, fault))


def _one(connection: Connection, query: str, *values: object) -> tuple[Any, ...]:
    return connection.execute(query.encode(), values).fetchall()[0]
