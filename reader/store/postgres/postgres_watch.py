"""Tells what is written into a store on a server: at once where the server says so, and never later than a poll.

What the server says is only a hint, which is lost with a connection. So whoever listens asks for all that was written
since they last asked: on each connection, with each hint, and twice a minute besides.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from reader.model.document import Document
from reader.store.postgres.server import Server
from reader.store.store_folder import LABELS_FILE
from reader.store.store_protocol import StoreError, StoreNews

if TYPE_CHECKING:
    from reader.store.postgres.server import Connection

#: How often is asked without a hint, and after how long a server that was lost is asked again, in seconds.
POLL_S, AGAIN_S = 30.0, 2.0


class PostgresWatch:
    """See ``Watch``.

    Args:
        server: of the store.
        tell, documents: see ``Store.watch``.
    """

    def __init__(
        self, server: Server, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple
    ) -> None:
        self._server, self._tell, self._documents = server, tell, documents
        self._seen = -1
        self._stop = threading.Event()
        self._wake: tuple[int, int] | None = None
        self._lock = threading.Lock()  # around the pipe
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """See ``Watch``."""
        self._wake = os.pipe()
        self._thread.start()

    def close(self) -> None:
        """See ``Watch``."""
        self._stop.set()
        with self._lock:
            if self._wake is not None:
                os.write(self._wake[1], b"x")

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                with suppress(Exception):  # the server is away: it is asked again
                    self._listen()
                self._stop.wait(AGAIN_S)
        finally:
            with self._lock:
                pipe, self._wake = self._wake, None
            for end in pipe or ():
                os.close(end)

    def _listen(self) -> None:
        with closing(self._server.connect()) as connection:
            self._server.listen(connection)
            while not self._stop.is_set():
                self._ask(connection)
                self._wait(connection)
                for _ in connection.notifies(timeout=0):
                    pass  # that there was one is enough

    def _wait(self, connection: Connection) -> None:
        ends = [connection.fileno(), *(self._wake or ())[:1]]
        select.select(ends, [], [], POLL_S)

    def _ask(self, connection: Connection) -> None:
        """Tell what was written since the last time; the first time only remember what there is."""
        if not self._server.is_prepared(connection):
            self._seen = 0
            return
        (last,) = connection.execute("select number from clock").fetchone() or (0,)
        before, self._seen = self._seen, last
        if 0 <= before < last:
            found = connection.execute("select key, sha256 from document where number > %s", (before,)).fetchall()
            names = connection.execute("select name from kept_file where number > %s", (before,)).fetchall()
            keys, hashes = frozenset(key for key, _ in found), {sha256 for _, sha256 in found}
            about: tuple[Document, ...] = ()
            with suppress(Exception):  # the reader is opening a document at this moment, or closing
                about = tuple(
                    one for one in self._documents() if one.key in keys or (not one.key and one.sha256 in hashes)
                )
            with suppress(Exception):  # the reader is closing
                self._tell(StoreNews(keys, about, (LABELS_FILE,) in names))


def listens(server: Server) -> bool:
    """Whether hints of the server arrive: not where a pool of connections in between hands on single transactions.

    Raises:
        StoreError: the server cannot be reached.
    """
    try:
        with closing(server.connect()) as connection:
            connection.execute("listen nrc_reader_doctor")
            connection.execute("notify nrc_reader_doctor")
            return any(True for _ in connection.notifies(timeout=1, stop_after=1))
    except StoreError:
        raise
    except Exception:  # noqa: BLE001 - whatever it says, nothing arrived
        return False
