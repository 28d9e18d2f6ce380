"""A store on a server as a person works with it: a copy here, to which a save goes first, and which is shared then.

The copy is a store in a folder. So a save is on disk in milliseconds, everything can be read and tagged without the
server, and what others wrote comes in as another program would write it.
"""

from __future__ import annotations

import os
import select
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path

from reader import APP_NAME
from reader.config.server_address import ServerAddress, server_address
from reader.model.act import NOBODY, Act
from reader.model.annotation import Change
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.postgres.copy_exchange import CopyExchange
from reader.store.postgres.copy_files import have_changed
from reader.store.postgres.copy_state import CopyState
from reader.store.postgres.postgres_store import PostgresStore
from reader.store.postgres.server import Connection, UnreachableError
from reader.store.records.place_encoding import encoded_place
from reader.store.store_protocol import PLACE, SaveResult, StoreError, StoreNews, StoreWarning, Watch
from reader.store.team.sharing import Sharing
from reader.system.durable_writes import make_folders
from reader.system.hashes import sha256

#: How often server and copy are looked at without a hint, how soon a server that was lost is asked again, and how long
#: the end of the program waits for what is being sent: in seconds.
POLL_S, AGAIN_S, AT_THE_END_S = 30.0, 2.0, 3.0
_FOLDER = "annotations"


def copy_folder(address: ServerAddress) -> Path:
    """Where the copy of a store lies: in the user's data, one for each address."""
    from platformdirs import user_data_path

    return user_data_path(APP_NAME, appauthor=False) / "copies" / sha256(address.text.encode())[:16] / _FOLDER


class CopiedStore(FolderStore):
    """A store on a server, with its copy in a folder.

    Args:
        address: of the store.
        folder: of the copy; None for the usual one.
    """

    def __init__(self, address: ServerAddress, folder: Path | None = None) -> None:
        super().__init__(folder or copy_folder(address))
        self.remote = PostgresStore(address)
        self._fault = ""
        self._tell: list[Callable[[], object]] = []
        self._thread: threading.Thread | None = None
        self._wake: tuple[int, int] | None = None
        self._stop = threading.Event()
        self._guard = threading.Lock()  # around the thread and its pipe

    @cached_property
    def _state(self) -> CopyState:
        try:
            make_folders(self.folder.parent, 0o700)
            return CopyState(self.folder.parent / "shared.sqlite")
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self.folder.parent}: cannot be used for the copy of {self.name}: {error}") from error

    @cached_property
    def exchange(self) -> CopyExchange:
        """What brings things to the server and back."""
        return CopyExchange(self.remote, self.folder, self._state)

    def make_ready(self) -> None:
        """Make the copy, where there is none yet; raises ``StoreError`` where the server is away then."""
        if not self._state.is_whole:
            self.exchange.exchange()

    # --- Store: what is written here is to be shared

    def save(
        self,
        document: Document,
        changes: Sequence[Change],
        *,
        apart: bool = False,
        act: Act = NOBODY,
        text: str | None = None,
    ) -> SaveResult:
        """See ``Store``; on the disk of this machine when it returns."""
        result = super().save(document, changes, apart=apart, act=act, text=text)
        if not result.is_void:
            self._wrote(result.document.key or "")
        return result

    def restore(
        self, key: str, number: int, act: Act, *, dry_run: bool = False, now_called: Callable[[str], str] = str
    ) -> tuple[Change, ...]:
        """See ``Store``."""
        done = super().restore(key, number, act, dry_run=dry_run, now_called=now_called)
        if done and not dry_run:
            self._wrote(key)
        return done

    def _wrote(self, key: str) -> None:
        self.exchange.wrote(key)
        self._hurry()

    def take_notices(self, key: str) -> tuple[str, ...]:
        """See ``Store``; among them whose changes met."""
        return (*super().take_notices(key), *self.exchange.take_notices(key))

    def sharing(self) -> Sharing | None:
        """See ``Store``."""
        return Sharing(self.exchange.waiting, self._fault)

    def catch_up(self) -> str:
        """See ``Store``."""
        try:
            self.exchange.look_everywhere()
            self.exchange.exchange()
        except StoreError as error:
            self._fault = str(error)
            return f"{error}; what is here is used, and shared later"
        self._fault = ""
        return ""

    def watch(self, tell: Callable[[StoreNews], object], documents: Callable[[], Iterable[Document]] = tuple) -> Watch:
        """See ``Store``; from its start on, what is written is shared, and what others share comes here."""
        return _Watch(self, super().watch(tell, documents), lambda: tell(StoreNews(frozenset())))

    def warnings(self) -> Iterator[StoreWarning]:
        """See ``Store``."""
        yield from super().warnings()
        if self._fault:
            yield StoreWarning(PLACE, f"{self._fault}; tags are kept here and shared later")

    def close(self) -> None:
        """See ``Store``; what was not sent is sent now, if the server is there."""
        self.stop()
        is_behind = self.exchange.waiting or have_changed(self.folder, self._state)
        if is_behind and not self._fault:
            with suppress(StoreError):  # the copy has it: it is sent the next time
                self.exchange.exchange(AT_THE_END_S)
        self.exchange.close()
        self.remote.close()
        super().close()
        if self._thread is None:  # else it is still sending
            self._state.close()
            del self.exchange, self._state

    def exists(self) -> bool:
        """See ``Store``; that there is a copy says nothing."""
        return bool(self.keys())

    # --- Store: what it is called

    @property
    def name(self) -> str:
        """See ``Store``: the server's address."""
        return self.remote.name

    def is_at(self, address: str) -> bool:
        """See ``Store``."""
        with suppress(ValueError):
            return server_address(address) == self.remote.server.address
        return super().is_at(address)

    def project_folder(self) -> Path | None:
        """See ``Store``: the copy lies in no project."""
        return None

    def _place(self, path: str) -> str:
        """Where the file lies: the same wherever somebody's copy is."""
        return encoded_place(str(Path(path or ".").absolute()))

    # --- the thread that shares

    def start(self, tell: Callable[[], object]) -> None:
        """Share from now on, on a thread of its own.

        Args:
            tell: called on it when something was shared, or could not be.
        """
        with self._guard:
            self._tell.append(tell)
            if self._thread is None:
                self._stop.clear()
                self._wake = os.pipe()
                os.set_blocking(self._wake[1], False)
                self._thread = threading.Thread(target=self._run, name="share", daemon=True)
                self._thread.start()

    def stop(self, timeout_s: float = AT_THE_END_S) -> None:
        """Share no longer; what is being sent may take so long."""
        self._stop.set()
        self._hurry()
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout_s)

    def _hurry(self) -> None:
        """Have the thread look now."""
        with self._guard:
            if self._wake is not None:
                with suppress(BlockingIOError):
                    os.write(self._wake[1], b"x")

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                try:
                    self._share()
                except Exception as error:  # noqa: BLE001 - whatever it is, the copy has it, and it is tried again
                    is_known = isinstance(error, StoreError)
                    self._say(str(error) if is_known else f"{self.name}: not shared: {type(error).__name__}: {error}")
                self._stop.wait(AGAIN_S)
        finally:
            with self._guard:
                pipe, self._wake, self._thread = self._wake, None, None
            for end in pipe or ():
                os.close(end)

    def _share(self) -> None:
        """Share until the connection is lost, which is an error, or the end."""
        with closing(self.remote.server.connect()) as connection:
            self.remote.server.listen(connection)
            while not self._stop.is_set():
                self.exchange.exchange()
                self._say("")
                self.exchange.idle()
                if not self._wait(connection):
                    self.exchange.look_everywhere()

    def _wait(self, connection: Connection) -> bool:
        """Wait for a hint or something to send; whether there was one. Raises ``UnreachableError``."""
        import psycopg

        wake = self._wake[0] if self._wake else -1
        ready, _, _ = select.select([connection.fileno(), wake], [], [], POLL_S)
        if wake in ready:
            os.read(wake, 4096)
        try:
            if connection.fileno() in ready:
                for _ in connection.notifies(timeout=0):
                    pass  # that there was one is enough
            elif not ready:
                connection.execute("select 1")
        except psycopg.Error as error:
            raise UnreachableError(f"{self.name}: the connection was lost") from error
        return bool(ready)

    def _say(self, fault: str) -> None:
        self._fault = fault
        for tell in list(self._tell):
            with suppress(Exception):  # the reader is closing
                tell()


class _Watch:
    """See ``Watch``: of the copy, and of the server."""

    def __init__(self, store: CopiedStore, inner: Watch, tell: Callable[[], object]) -> None:
        self._store, self._inner, self._tell = store, inner, tell

    def start(self) -> None:
        """See ``Watch``."""
        self._inner.start()
        self._store.start(self._tell)

    def close(self) -> None:
        """See ``Watch``."""
        self._inner.close()
