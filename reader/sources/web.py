"""Fetches a page from the web: http and https only, with limits on redirects, time and size.

Addresses outside the public internet (loopback, private, link-local) are refused. Each redirect is checked again, and
the checked address is the one that is connected to. A host that the user named by number or as ``localhost`` is
allowed. There are no proxies, cookies or scripts.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from dataclasses import replace
from email.message import Message
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from reader import __version__
from reader.model.page import Page
from reader.sources.file_types import HTML, TEXT, type_from_server
from reader.sources.public_addresses import is_public
from reader.sources.source_error import SourceError

#: The most redirects that are followed.
MAX_REDIRECTS = 5
#: Seconds that a server may be silent, and seconds for the whole request with its redirects.
MAX_SILENCE = 15.0
MAX_SECONDS = 60.0

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Types by which a server says that it does not know; then bytes and address decide.
_UNKNOWN = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-gzip"})
_HEADERS = {"User-Agent": f"nrc-reader/{__version__}", "Accept": "text/html, */*;q=0.5", "Accept-Encoding": "gzip"}
#: Characters of an address that are sent unquoted.
_SAFE = "!#$%&'()*+,/:;=?@[]~"


class WebAnswer(NamedTuple):
    """A server's answer: the final address, type and encoding as stated, and the bytes."""

    url: str
    kind: str
    charset: str
    content: bytes


def open_url(url: str, max_bytes: int) -> Page:
    """The page at an address; ``Page.path`` is the final address.

    Raises:
        SourceError: there is no such page, it is refused, too slow, too large, or not an article.
    """
    from reader.sources.bytes_to_page import open_bytes
    from reader.sources.encodings import decode
    from reader.sources.formats.html import html_page
    from reader.sources.formats.plain_text import text_page

    answer = fetch(url, max_bytes)
    kind = type_from_server(answer.kind)
    if kind is None and answer.kind not in _UNKNOWN:
        raise SourceError(answer.url, f"is {answer.kind or 'of an unstated type'}", "no article can be read from that")
    name = urlsplit(answer.url).path or "/"  # an ending in it may tell the type
    try:
        page = open_bytes(answer.content, name, media_type=kind, max_bytes=max_bytes)
    except SourceError as fault:
        raise SourceError(answer.url, fault.what, fault.advice) from fault
    if answer.charset and page.media_type in {HTML, TEXT}:
        is_markup = page.media_type == HTML
        source, encoding = decode(answer.content, markup=is_markup, declared=answer.charset)
        page = (html_page if is_markup else text_page)(source, encoding, answer.content, answer.url)
    return replace(page, path=answer.url)


def fetch(url: str, max_bytes: int) -> WebAnswer:
    """The bytes at an address, with redirects followed.

    Raises:
        SourceError: as :func:`open_url`, except that any type of content is allowed.
    """
    named = _split(url, url).hostname or ""
    watch = _Watch(MAX_SECONDS)
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _request(url, named, max_bytes, watch)
            if isinstance(answer, WebAnswer):
                return answer
            url = answer
    except (TimeoutError, ssl.SSLError, OSError, http.client.HTTPException, ValueError) as error:
        raise _fault(url, error, watch) from error
    finally:
        watch.end()
    raise SourceError(url, "redirects too often", f"at most {MAX_REDIRECTS} redirects are followed")


def _request(url: str, named: str, max_bytes: int, watch: _Watch) -> WebAnswer | str:
    """One request: the answer, or the address of a redirect."""
    parts = _split(url, url)
    target = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_SAFE)
    connection = _Connection(url, parts.hostname or "", parts.port, is_secure=parts.scheme == "https", named=named)
    try:
        connection.connect()
        watch.over(connection.sock)
        connection.request("GET", target, headers=_HEADERS)
        with connection.getresponse() as response:  # the connection leaves it open if the server says it will close
            location = response.headers.get("Location", "")
            if response.status in _REDIRECTS and location:
                return urlunsplit(_split(urljoin(url, location), url)._replace(fragment=""))
            if response.status != http.client.OK:
                raise SourceError(url, _status_words(response.status, response.reason))
            content = _content(response, url, max_bytes, watch)
    finally:
        connection.close()
    head = Message()
    head["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    address = urlunsplit(parts._replace(fragment=""))
    return WebAnswer(address, head.get_content_type(), head.get_content_charset() or "", content)


def _content(response: http.client.HTTPResponse, url: str, max_bytes: int, watch: _Watch) -> bytes:
    from reader.sources.archives import gunzip

    stated = response.headers.get("Content-Length", "")
    pieces: list[bytes] = []
    size = int(stated) if stated.isdecimal() else 0
    if size <= max_bytes:
        size = 0
        while piece := response.read1(1 << 16):
            pieces.append(piece)
            size += len(piece)
            if size > max_bytes:
                break
    if watch.is_over:  # a connection that was cut looks like the end of the data
        raise TimeoutError
    if size > max_bytes:
        raise SourceError(url, "is too large", f"the limit is {max_bytes} bytes")
    if stated.isdecimal() and size < int(stated):
        raise SourceError(url, "was cut off on the way", "try again")
    content = b"".join(pieces)
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in {"gzip", "x-gzip"}:
        return gunzip(content, url, max_bytes)
    if packing not in {"", "identity"}:
        raise SourceError(url, f"is compressed with {packing}", "that was not asked for")
    return content


class _Connection(http.client.HTTPConnection):
    """A connection to a checked address: a name is resolved once, checked, and then used."""

    def __init__(self, url: str, host: str, port: int | None, *, is_secure: bool, named: str) -> None:
        super().__init__(host, port or (443 if is_secure else 80), timeout=MAX_SILENCE)
        self._url = url
        self._is_secure = is_secure
        self._named = named

    def connect(self) -> None:
        """Connect to the first address of the host that answers."""
        addresses = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        may_be_private = self.host == self._named and _is_named_as_such(self.host)
        if not may_be_private and not all(is_public(str(address[0])) for *_, address in addresses):
            raise SourceError(self._url, "is on a private network", "use its numeric address to allow that")
        problem: OSError | None = None
        for family, kind, protocol, _, address in addresses:
            channel = socket.socket(family, kind, protocol)
            channel.settimeout(MAX_SILENCE)
            try:
                channel.connect(address)
                self.sock = self._secured(channel)
            except OSError as error:
                channel.close()
                problem = error
            else:
                return
        raise problem or OSError("no address")

    def _secured(self, channel: socket.socket) -> socket.socket:
        if not self._is_secure:
            return channel
        return ssl.create_default_context().wrap_socket(channel, server_hostname=self.host)


class _Watch:
    """Ends a request that takes too long as a whole, even if each of its steps is quick."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def over(self, channel: socket.socket) -> None:
        """Set the connection to cut when the time is over."""
        self._socket = channel
        if self.is_over:
            raise TimeoutError

    def end(self) -> None:
        """Stop the timer."""
        self._timer.cancel()

    def _cut(self) -> None:
        self.is_over = True
        if self._socket is not None:
            try:
                self._socket.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                return


def _split(url: str, named: str) -> SplitResult:
    """The checked parts of an address."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise SourceError(named, "is not a web address") from error
    if parts.scheme not in {"http", "https"}:
        raise SourceError(named, f"has {parts.scheme or 'no'} scheme", "only http and https are opened")
    if not host or parts.username is not None or parts.password is not None:
        raise SourceError(named, "is not a web address", "a host is needed, and no password")
    shown = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=shown if port is None else f"{shown}:{port}")


def _is_named_as_such(host: str) -> bool:
    """Whether a host's name states its address: a number, or ``localhost``."""
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _status_words(status: int, reason: str) -> str:
    words = {401: "may not be read without signing in", 403: "may not be read", 404: "is not there", 410: "is gone"}
    return f"{words.get(status, 'was not delivered')} ({status} {re.sub(r'[^ -~]', '', reason)[:60]})".replace(
        " )", ")"
    )


def _fault(url: str, error: Exception, watch: _Watch) -> SourceError:
    if watch.is_over or isinstance(error, TimeoutError):
        return SourceError(url, "takes too long to answer", "try again, or save the page")
    if isinstance(error, socket.gaierror):
        return SourceError(url, "is not there", "no such host, or no network")
    if isinstance(error, ssl.SSLError):
        return SourceError(url, "cannot be trusted", "its certificate is not valid")
    if isinstance(error, ConnectionRefusedError):
        return SourceError(url, "is not there", "nobody answers at that address")
    return SourceError(url, "was cut off or gave an unknown answer", "try again, or save the page")
