"""Connections to the server of a store: made when they are needed, told in plain words where they fail.

``psycopg-pool`` keeps threads that go on trying while the server is away. Here who asks is refused at once, and who
waits for the server says so; so a list of idle connections is all that is kept.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeAlias
from weakref import finalize

from reader.config.server_address import ServerAddress
from reader.model.untrusted_data import one_line
from reader.store.postgres.schema_updates import LATEST, update_schema, version_in
from reader.store.store_protocol import NewerStoreError, StoreError

if TYPE_CHECKING:
    import psycopg

    Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
else:
    Connection = Any

#: How long the server is waited for, and how long for somebody who writes the same document, in seconds.
CONNECT_S, LOCK_S = 5, 10
#: A client that stops in the middle of a save holds up everybody: the server ends its save after so long.
_IDLE_IN_SAVE_S = 20
_MOST_IDLE = 4
_MISSING = "needs a library that is not installed (pip install 'nrc-reader[postgres]', with the program's own Python)"


class UnreachableError(StoreError):
    """The server cannot be reached now: what was asked for may be asked again later."""


class _OfThread(threading.local):
    """What one thread is writing: documents by their keys."""

    def __init__(self) -> None:
        self.keys: set[str] = set()


class Server:
    """The server, as one store uses it. Any thread may call any method.

    Args:
        address: of the store.
    """

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        self._idle: list[Connection] = []
        finalize(self, _end, self._idle).atexit = False  # whoever forgets a store leaves the server no connection
        self._lock = threading.Lock()  # around the list
        self._process = os.getpid()
        self._version = 0
        self._writing = _OfThread()

    def connect(self) -> Connection:
        """A new connection, for whoever closes it.

        Raises:
            UnreachableError: there is no way to the server, or it does not let us in.
            StoreError: the library is missing.
        """
        try:
            import psycopg
        except ImportError as error:
            from reader.system.missing_libraries import install_line

            advice = f"to install it: {install_line('nrc-reader[postgres]')}"
            what = f"needs the library psycopg ({advice})"
            raise StoreError(f"{self.address.shown}: {what}") from error
        settings = f"-c search_path={self.address.schema} -c lock_timeout={LOCK_S}s"
        settings += f" -c idle_in_transaction_session_timeout={_IDLE_IN_SAVE_S}s"
        try:
            return psycopg.connect(
                self.address.connection,
                autocommit=True,
                connect_timeout=CONNECT_S,
                application_name="nrc-reader",
                client_encoding="utf8",
                options=settings,
            )
        except psycopg.Error as error:
            raise UnreachableError(f"{self.address.shown}: cannot be reached: {reason(error)}") from error

    @contextmanager
    def connection(self, what: str = "cannot be read") -> Iterator[Connection]:
        """A connection for a while; what the server refuses inside is a ``StoreError``.

        Args:
            what: is said not to be done where it is refused.
        """
        connection = self._take()
        import psycopg

        try:
            yield connection
        except psycopg.Error as error:
            raise self._refused(error, what, is_lost=connection.closed or connection.broken) from error
        finally:
            self._give_back(connection)

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a query gives; nothing where nothing was ever written into the store. Raises ``StoreError``."""
        try:
            return self._rows(query, values)
        except UnreachableError:
            self.close()  # the server may have ended connections that nobody used
            return self._rows(query, values)

    def _rows(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self.connection() as connection:
            if not self.is_prepared(connection):
                return []
            return connection.execute(query.encode(), values).fetchall()

    def is_prepared(self, connection: Connection) -> bool:
        """Whether the store has its tables; raises ``NewerStoreError``."""
        if self._version != LATEST:
            self._version = version_in(connection, self.address.schema)
            if 0 < self._version < LATEST:
                self.prepare()
        if self._version > LATEST:
            raise NewerStoreError(
                f"{self.address.shown}: was written by a newer nrc-reader (schema {self._version}, this one knows "
                f"{LATEST}); update this one"
            )
        return self._version > 0

    def prepare(self) -> None:
        """Make the tables where they are missing, or bring them up to date; raises ``StoreError``."""
        if self._version == LATEST:
            return
        with self.connection("not saved") as connection:
            self._version = version_in(connection, self.address.schema)
            if self._version < LATEST:
                update_schema(connection, self.address.schema)
                self._version = LATEST
            self.is_prepared(connection)

    @contextmanager
    def writing(self, key: str = "", known: Callable[[Connection], bool] = lambda _: False) -> Iterator[Connection]:
        """One transaction, in which nobody else writes the same document; on disk when this returns.

        Args:
            key: of the document; empty for what is none.
            known: asked of a new connection where this one broke while the server made the transaction last: whether
                it did.

        Raises:
            StoreError: nothing was written.
        """
        if key in self._writing.keys:
            raise StoreError(f"{key}: not saved: it is in a transaction of its own (let that end first)")
        self.prepare()
        self._writing.keys.add(key)
        is_done = False
        try:
            with self.connection("not saved") as connection, connection.transaction():
                lock = f"{self.address.schema} {key}"
                connection.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (lock,))
                yield connection
                is_done = True
        except UnreachableError:
            if not is_done or not self._was_written(known):
                raise
        finally:
            self._writing.keys.discard(key)

    def _was_written(self, known: Callable[[Connection], bool]) -> bool:
        with suppress(StoreError), self.connection() as connection:
            return known(connection)
        return False

    def listen(self, connection: Connection) -> None:
        """Have the server give hints of what is written into the store, over this connection."""
        from psycopg import sql

        connection.execute(sql.SQL("listen {}").format(sql.Identifier(self.address.schema)))

    def close(self) -> None:
        """End the connections that are idle; others are made when they are needed."""
        with self._lock:
            _end(self._idle)

    def _take(self) -> Connection:
        with self._lock:
            if self._process != os.getpid():  # copied with the process: they are the other one's
                self._process = os.getpid()
                self._idle.clear()
            while self._idle:
                connection = self._idle.pop()
                if not _is_over(connection):
                    return connection
                connection.close()
        return self.connect()

    def _give_back(self, connection: Connection) -> None:
        from psycopg.pq import TransactionStatus

        is_free = not connection.closed and connection.info.transaction_status == TransactionStatus.IDLE
        with self._lock:
            if is_free and len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _refused(self, error: psycopg.Error, what: str, *, is_lost: bool) -> StoreError:
        from psycopg import errors

        advice = ""
        if is_lost or (error.sqlstate or "").startswith(("57P", "08")):
            return UnreachableError(f"{self.address.shown}: {what}: the connection was lost: {reason(error)}")
        if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
            advice = " (somebody else is writing it; try again)"
        elif isinstance(error, errors.InsufficientPrivilege):
            advice = " (ask whoever runs the server for the right; nrc-reader help server names it)"
        elif isinstance(error, errors.DiskFull):
            advice = " (ask whoever runs the server to make room)"
        return StoreError(f"{self.address.shown}: {what}: {reason(error)}{advice}")


def reason(error: BaseException) -> str:
    """What the server, or the way to it, says, in one line."""
    diagnosis = getattr(error, "diag", None)
    said = (diagnosis.message_primary if diagnosis is not None else None) or str(error)
    return one_line(" ".join(said.split()))[:300] or type(error).__name__


def _end(connections: list[Connection]) -> None:
    while connections:
        connections.pop().close()


def _is_over(connection: Connection) -> bool:
    """Whether the server has ended a connection that nobody uses: it says so, and nothing else, unasked."""
    try:
        return bool(connection.closed or select.select([connection.fileno()], [], [], 0)[0])
    except (OSError, ValueError):
        return True
