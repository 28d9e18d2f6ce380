"""Copies of a store on a server, each as a person has one on their own machine, and a line between that can be cut."""

import selectors
import socket
import threading
from contextlib import suppress
from pathlib import Path

from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.postgres.copied_store import CopiedStore

PORT = 5432


def copy_of(address: str, folder: Path, *, is_ready: bool = True) -> CopiedStore:
    """A copy in a folder of its own."""
    store = CopiedStore(server_address(address), folder / "annotations")
    if is_ready:
        store.make_ready()
    return store


def tag(store: CopiedStore, document: Document, one: Annotation, by: str) -> Document:
    """Tag something."""
    return store.save(document, [Change(None, one)], act=Act(one.label, by, new_id())).document


class Line:
    """A proxy between a client and the server's socket, in a folder of its own: it can be cut, and put together again.

    Args:
        server: the folder of the server's socket.
        folder: where clients find the line; its path must be short.
    """

    def __init__(self, server: Path, folder: Path) -> None:
        self._server = str(server / f".s.PGSQL.{PORT}")
        self.folder = folder
        self._place = folder / f".s.PGSQL.{PORT}"
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self.mend()

    def mend(self) -> None:
        """Take connections from now on."""
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self._place))
        listener.listen(64)
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """End all connections, in the middle of whatever they carry, and take no more."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            self._place.unlink(missing_ok=True)
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for one in (end for pair in pairs for end in pair):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._server)
            except OSError:
                client.close()
                server.close()
                continue
            with self._lock:
                self._pairs.add((client, server))
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        others = {client: server, server: client}
        with client, server, selectors.DefaultSelector() as selector:
            for one in others:
                selector.register(one, selectors.EVENT_READ, one)
            while True:
                for key, _ in selector.select():
                    end: socket.socket = key.data
                    try:
                        data = end.recv(1 << 16)
                        if not data:
                            return
                        others[end].sendall(data)
                    except OSError:
                        return
                    finally:
                        with self._lock:
                            if (client, server) not in self._pairs:
                                return  # noqa: B012 - it was cut
