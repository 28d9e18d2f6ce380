"""A real server of the reader in browsers, and visitors that are no browser: a socket and a terminal emulator."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
import psutil
import pyte

from reader.model.annotation import Annotation, Link
from reader.store.folder_store import FolderStore
from tests.ui.conftest import on_disk

ARTICLE = "Ferry line closes\n\nJo Marsh\n\n4 April 2018\n\nThe ferry across the sound is old. It will close in May.\n"
_ROOT = str(Path(__file__).parents[2])
#: Seconds that anything may take that is waited for.
_LONGEST_S = 60


class Served:
    """``nrc-reader serve`` on a folder with one article.

    Args:
        folder: where it runs; the store is ``tags`` in it.
        options: of the command.
        last_words: after a line with these, nobody reads what it prints.

    Attributes:
        address: the first that was shown, with its token.
        base: the same without it.
        said: every line so far.
    """

    def __init__(self, folder: Path, *options: str, last_words: str = "") -> None:
        self.folder = folder
        (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
        self._options = options
        self._last_words = last_words
        self._lines: queue.Queue[str] = queue.Queue()
        self.said: list[str] = []

    def __enter__(self) -> Self:
        environment = {
            **os.environ, "HOME": str(self.folder), "NRC_READER_DETECTOR": "rules", "PYTHONPATH": _ROOT,
            "VISUAL": "touch started", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        words = ["--store", "tags", "serve", "--port", "0", *self._options, "a.txt"]
        command = [sys.executable, "-P", "-m", "reader", *words]  # as the command that is installed
        self.process = subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self.address = self.next_address()
        self.base = self.address.partition("?")[0]
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        children = self.readers()
        self.process.kill()
        self.process.wait()
        psutil.wait_procs(children, timeout=_LONGEST_S)
        self._reading.join()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self._lines.put(line)
                if self._last_words and self._last_words in line:
                    break

    def line(self) -> str:
        """The next line that it prints."""
        self.said.append(self._lines.get(timeout=_LONGEST_S))
        return self.said[-1]

    def next_address(self) -> str:
        """The next address that it shows."""
        while True:
            if found := re.search(r"http://\S+\?token=\S+", self.line()):
                return found[0]

    def readers(self) -> list[psutil.Process]:
        """The processes of the readers, and theirs."""
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def stop(self) -> int:
        """Ask it to stop; gives its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=_LONGEST_S)

    @property
    def tags(self) -> list[Annotation]:
        """What is in the store."""
        return on_disk(FolderStore(self.folder / "tags"))

    @property
    def links(self) -> list[Link]:
        """The links in the store."""
        store = FolderStore(self.folder / "tags")
        return [link for key in store.keys() for link in store.load(key).links]


class Visitor:
    """Somebody with a cookie; the page is a terminal emulator."""

    def __init__(self, served: Served, columns: int = 100, rows: int = 24) -> None:
        self.served = served
        self.size = columns, rows
        self.client = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.socket: aiohttp.ClientWebSocketResponse | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.socket is not None:
            await self.socket.close()
        await self.client.close()

    async def come_in(self, address: str = "") -> int:
        """Open the address; gives the status of the page behind it."""
        async with self.client.get(address or self.served.address) as answer:
            return answer.status

    @property
    def origin(self) -> str:
        return self.served.base.rstrip("/")

    async def open_page(self, origin: str | None = "", columns: int = 0, rows: int = 0) -> None:
        """Open the socket as the page does."""
        headers = {"Origin": origin or self.origin} if origin is not None else {}
        width, height = columns or self.size[0], rows or self.size[1]
        address = f"{self.served.base}ws?width={width}&height={height}"
        self.socket = await self.client.ws_connect(address, headers=headers)
        self._screen = pyte.Screen(*self.size)
        self._stream = pyte.ByteStream(self._screen)

    async def send(self, *message: object) -> None:
        assert self.socket is not None
        await self.socket.send_str(json.dumps(message))

    async def type(self, keys: str) -> None:
        await self.send("stdin", keys)

    async def close_page(self) -> None:
        assert self.socket is not None
        await self.socket.close()

    @property
    def rows(self) -> list[str]:
        """What is on the screen."""
        return [row.rstrip() for row in self._screen.display]

    async def wait(self, wanted: str | Callable[[str], bool]) -> str:
        """Look until a text is on the screen; gives the screen."""
        assert self.socket is not None
        fits = (lambda screen: wanted in screen) if isinstance(wanted, str) else wanted
        async with asyncio.timeout(_LONGEST_S):
            while not fits("\n".join(self.rows)):
                message = await self.socket.receive()
                assert message.type == aiohttp.WSMsgType.BINARY, (message, self.rows)
                self._stream.feed(message.data)
        return "\n".join(self.rows)

    async def closed(self) -> int:
        """Wait until the server closes the socket; gives its reason's number."""
        assert self.socket is not None
        async with asyncio.timeout(_LONGEST_S):
            while (message := await self.socket.receive()).type != aiohttp.WSMsgType.CLOSE:
                assert message.type == aiohttp.WSMsgType.BINARY
        return int(message.data)
