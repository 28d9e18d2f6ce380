"""The door before the reader in a browser: the right host, the right origin, a cookie, nothing for other pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import urlsplit

from aiohttp import web

from reader.web.visitors import Visitors

#: What a request has once its visitor is known: the cookie, and the annotator.
COOKIE, ANNOTATOR = "cookie", "annotator"
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
#: What is answered to whom has no business here.
_NO_COOKIE = "Not opened: this page needs the address that nrc-reader serve shows in its terminal.\n"
_USED = "Not opened: this address was used already. The terminal of nrc-reader serve shows a new one.\n"
_WRONG_HOST = "Not opened: this server does not go by that name (--public-url says by which it may).\n"
_WRONG_ORIGIN = "Not opened: another page asked for it.\n"
#: A page that asks again by itself: a browser keeps a strict cookie back when a link of another site led here.
_AGAIN = '<!DOCTYPE html><meta http-equiv="refresh" content="0; url=./"><title>nrc-reader</title>'
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Door:
    """What each request has to pass.

    Args:
        visitors: who may come in.
        origins: scheme, host and port of the addresses under which the page may be opened.
        used: called when an address was used up.
        port: that the server listens on. The cookie is named after it: browsers share cookies among the ports of a
            host, and among servers that have one name and different paths behind a server with TLS.
    """

    def __init__(self, visitors: Visitors, origins: Sequence[str], used: Callable[[str], object], port: int) -> None:
        self._visitors = visitors
        self._origins = frozenset(origins)
        self._hosts = frozenset(urlsplit(one).netloc for one in origins)
        self._is_secure = all(one.startswith("https:") for one in origins)
        self._used = used
        self._name = f"nrc-reader-{port}"

    @web.middleware
    async def check(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Let a request in, or say why not."""
        try:
            response = await self._answer(request, handler)
        except web.HTTPException as refused:
            refused.headers.update(_HEADERS)
            raise
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    async def _answer(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        if request.host not in self._hosts:
            raise web.HTTPMisdirectedRequest(text=_WRONG_HOST)
        if (origin := request.headers.get("Origin")) is not None and origin not in self._origins:
            raise web.HTTPForbidden(text=_WRONG_ORIGIN)
        if request.method == "GET" and request.path == "/" and "token" in request.query:
            return self._open(request.query["token"])
        cookie = request.cookies.get(self._name, "")
        annotator = self._visitors.annotator_of(cookie)
        if annotator is None:
            if request.path == "/" and request.headers.get("Sec-Fetch-Site") == "cross-site":
                return web.Response(text=_AGAIN, content_type="text/html")
            raise web.HTTPForbidden(text=_NO_COOKIE)
        request[COOKIE], request[ANNOTATOR] = cookie, annotator
        return await handler(request)

    def _open(self, token: str) -> web.StreamResponse:
        found = self._visitors.let_in(token)
        if found is None:
            raise web.HTTPForbidden(text=_USED)
        name, cookie = found
        answer = web.Response(status=303, headers={"Location": "./"})
        answer.set_cookie(self._name, cookie, path="/", httponly=True, samesite="Strict", secure=self._is_secure)
        self._used(name)
        return answer

    def is_from_our_page(self, request: web.Request) -> bool:
        """Whether a page of ours asks for a socket; browsers always say which page does."""
        return request.headers.get("Origin") in self._origins
