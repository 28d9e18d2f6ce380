"""The server of the reader in a browser: its page, and a socket between the page and a terminal of the server's.

The page's terminal is that of ``textual-serve``: xterm.js with what Textual needs, and a font. Its socket speaks JSON
for keys and sizes, and bytes for what is painted.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from aiohttp import WSMsgType, web

from reader.web.door import ANNOTATOR, COOKIE, Door
from reader.web.reader_session import Page, ReaderSession
from reader.web.visitors import Visitors

#: Seconds between two signs of life on the socket; without an answer for half of it the page is gone.
_HEARTBEAT_S = 15.0
#: Bytes of a message of the page: more than a person pastes.
_MOST_MESSAGE = 1 << 22
#: Seconds that a page has to take what is left, and its leave; more than aiohttp gives it for the latter.
_LEAVING_S = 12.0
#: Seconds between two looks for readers that nobody uses; from the end of the readers to that of their pages.
_LOOK_S, _SHUTDOWN_S = 5.0, 5.0
#: Why a socket is closed; the page knows these numbers.
_ENDED, _ELSEWHERE, _FULL, _NOT_STARTED, _FAILED = 4000, 4001, 4002, 4003, 4004
_OURS = files("reader.web") / "static"
_KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, to whom, and within which limits.

    Attributes:
        words: the command line of a reader; an annotator's name may be added to it.
        origins: under which addresses the page may be opened.
        sessions: readers at a time.
        idle_s: seconds after which a reader that nobody types in is ended.
        port: that the server listens on.
    """

    words: Sequence[str]
    origins: Sequence[str]
    sessions: int
    idle_s: float
    port: int


class ReaderServer:
    """Readers in browsers.

    Args:
        serving: what is served.
        visitors: who may come in.
        used: called with the annotator whose address was used up.
    """

    def __init__(self, serving: Serving, visitors: Visitors, used: Callable[[str], object]) -> None:
        self.serving = serving
        self._door = Door(visitors, serving.origins, used, serving.port)
        self._sessions: dict[str, ReaderSession] = {}
        self._starting = asyncio.Lock()

    def app(self) -> web.Application:
        """What aiohttp runs."""
        import textual_serve

        app = web.Application(middlewares=[self._door.check])
        theirs = Path(textual_serve.__file__).parent / "static"
        app.router.add_get("/", self._page)
        app.router.add_get("/alive", self._alive)
        app.router.add_get("/ws", self._socket)
        app.router.add_get("/ours/{name}", self._own_file)
        app.router.add_static("/static", theirs, show_index=False)
        app.cleanup_ctx.append(self._readers)
        app.on_shutdown.append(self._end_all)
        return app

    async def _readers(self, _: web.Application):  # type: ignore[no-untyped-def]
        looking = asyncio.create_task(self._end_unused())
        yield
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking

    async def _end_all(self, _: web.Application) -> None:
        await asyncio.gather(*(one.end() for one in list(self._sessions.values())))

    async def _end_unused(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            limit = time.monotonic() - self.serving.idle_s
            await asyncio.gather(*(one.end() for one in list(self._sessions.values()) if one.used < limit))

    # --- files

    async def _page(self, _: web.Request) -> web.Response:
        return _file("page.html")

    async def _own_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in {one.name for one in _OURS.iterdir()}:
            raise web.HTTPNotFound
        return _file(name)

    async def _alive(self, request: web.Request) -> web.Response:
        """What the page asks when its socket is gone: whether the reader goes on."""
        return web.json_response({"reader": request[COOKIE] in self._sessions})

    # --- the socket

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._door.is_from_our_page(request):
            raise web.HTTPForbidden(text="Not opened: only the page of nrc-reader may ask for this.\n")
        page_socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_S, max_msg_size=_MOST_MESSAGE)
        await page_socket.prepare(request)
        columns, rows = (_whole(request.query.get(name, "")) for name in ("width", "height"))
        try:
            session = await self._session(request, columns, rows)
        except OSError:
            await page_socket.close(code=_NOT_STARTED)
            return page_socket
        if session is None:
            await page_socket.close(code=_FULL)
            return page_socket

        async def close() -> None:
            over = _FAILED if session.has_failed else _ENDED
            await page_socket.close(code=_ELSEWHERE if session in self._sessions.values() else over)

        page = Page(page_socket.send_bytes, close)
        session.resize(columns, rows)
        session.show_on(page)
        sending = asyncio.create_task(session.send_to(page))
        try:
            async for message in page_socket:
                if message.type == WSMsgType.TEXT:
                    await _obey(message.data, session, page_socket)
        finally:
            session.leave(page)
            page.leave()
            await _finish(sending, request.transport)
        return page_socket

    async def _session(self, request: web.Request, columns: int, rows: int) -> ReaderSession | None:
        """The visitor's reader, started if it does not run; None where there are too many."""
        cookie, annotator = request[COOKIE], request[ANNOTATOR]
        async with self._starting:
            if cookie in self._sessions:
                return self._sessions[cookie]
            if len(self._sessions) >= self.serving.sessions:
                return None
            whose = ("--annotator", annotator) if annotator else ()
            session = ReaderSession([*whose, *self.serving.words], lambda: self._sessions.pop(cookie, None))
            await session.start(columns, rows)
            self._sessions[cookie] = session
            return session


async def _finish(sending: asyncio.Task[None], transport: asyncio.Transport | None) -> None:
    """See a page off. One that takes nothing is cut off: closed in order, its connection would stay for ever."""
    await asyncio.wait([sending], timeout=_LEAVING_S)
    if transport is not None and transport.get_write_buffer_size():
        transport.abort()
    with suppress(asyncio.CancelledError):
        await sending


async def _obey(text: str, session: ReaderSession, page_socket: web.WebSocketResponse) -> None:
    """Do what a message of the page asks; one that makes no sense is passed over."""
    try:
        kind, *rest = json.loads(text)
        if kind == "stdin":
            session.type(str(rest[0]))
        elif kind == "resize":
            session.resize(int(rest[0]["width"]), int(rest[0]["height"]))
        elif kind == "ping":
            await page_socket.send_str(json.dumps(["pong", str(rest[0])[:100]]))
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return


def _file(name: str) -> web.Response:
    kind = _KINDS["." + name.rpartition(".")[2]]
    return web.Response(body=(_OURS / name).read_bytes(), content_type=kind, charset="utf-8")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 80


def run(server: ReaderServer, listening: socket.socket) -> None:
    """Serve on a socket until ctrl+c or SIGTERM; every reader is ended before this returns."""
    web.run_app(server.app(), sock=listening, print=None, access_log=None, shutdown_timeout=_SHUTDOWN_S)
