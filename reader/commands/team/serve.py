"""``nrc-reader serve``: the reader in browsers, behind an address that works once."""

from __future__ import annotations

import argparse
import os
import socket
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

from reader.commands.article_results import add_encoding_argument
from reader.commands.environment import DONE, CommandError, complain, settings_of
from reader.system.os_errors import reason
from reader.system.safe_text import safe_text
from reader.system.stdio import tell

_PORT, _SESSIONS, _IDLE_MINUTES = 8000, 8, 60
#: This machine alone.
_LOOPBACK = "127.0.0.1"
_ANYWHERE = {"0.0.0.0", "::", ""}  # noqa: S104 - what is warned of
_OPEN_TO_ALL = (
    "serve: everybody who reaches {} can read what is sent: put a server with TLS before it (manual: browser)"
)
#: What sends a browser on to the address, so that no list of processes shows it.
_FORWARD = '<!DOCTYPE html><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={}">'


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and folders")
    add("--port", type=_port, default=_PORT, metavar="N", help=f"(default: {_PORT}; 0 takes any that is free)")
    add("--host", default=_LOOPBACK, metavar="ADDRESS", help=f"to listen on (default: {_LOOPBACK}, this machine alone)")
    add(
        "--public-url",
        type=_address,
        metavar="URL",
        help="of a server with TLS before this one: https://tags.example.org/",
    )
    add(
        "--for",
        dest="names",
        action="append",
        default=[],
        metavar="NAME",
        help="an annotator who gets an address; again for each",
    )
    add("--sessions", type=_count, default=_SESSIONS, metavar="N", help=f"readers at a time (default: {_SESSIONS})")
    add(
        "--idle",
        type=_count,
        default=_IDLE_MINUTES,
        metavar="MINUTES",
        help=f"without a key that close a reader (default: {_IDLE_MINUTES})",
    )
    add("--open", action="store_true", dest="opens", help="open the page in your browser")
    add_encoding_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Serve until ctrl+c; the exit code."""
    from reader.system.missing_libraries import first_missing, install_line

    if first_missing(("aiohttp", "textual_serve")):
        raise CommandError(f"serve needs textual-serve (to install it: {install_line('nrc-reader[web]')})")
    if "-" in options.paths:
        raise CommandError("serve: - cannot be served: a page has no standard input; name files and folders")
    from reader.ui.launch import may_be_there

    if missing := next((path for path in options.paths if not may_be_there(path)), None):
        raise CommandError(f"{missing}: no such file or folder")
    settings_of(options)  # what is wrong in them is said here, not in each page
    from reader.web.reader_server import ReaderServer, Serving, run
    from reader.web.visitors import Visitors

    listening = _listening(options.host, options.port)
    port = listening.getsockname()[1]
    origins = _origins(options.host, port, options.public_url)
    base = options.public_url or f"{origins[0]}/"
    visitors = Visitors(list(dict.fromkeys(options.names)) or [""])

    def show(name: str) -> None:
        whose = f" for {safe_text(name)}" if name else ""
        with suppress(OSError):  # nobody reads it any more; who is let in is
            print(f"open this address{whose}, once: {base}?token={visitors.tokens()[name]}", flush=True)

    serving = Serving(_words(options), origins, options.sessions, options.idle * 60, port)
    if options.public_url is None and options.host not in {_LOOPBACK, "localhost", "::1"}:
        tell(_OPEN_TO_ALL.format(f"port {port}"))
    for name in visitors.tokens():
        show(name)
    print("ctrl+c ends the server and every reader; tags are saved", flush=True)
    forward = _opened(f"{base}?token={next(iter(visitors.tokens().values()))}") if options.opens else None
    try:
        run(ReaderServer(serving, visitors, show), listening)
    finally:
        if forward is not None:
            forward.unlink(missing_ok=True)
            forward.parent.rmdir()
    return DONE


def _words(options: argparse.Namespace) -> Sequence[str]:
    """The command line of each reader."""
    given: Mapping[str, str | None] = {
        "--store": options.store, "--config": options.config, "--encoding": options.encoding,
        "--annotator": None if options.names else options.annotator,
    }  # fmt: skip
    chosen = [word for name, value in given.items() if value for word in (name, value)]
    return ["open", *chosen, "--", *options.paths]


def _listening(host: str, port: int) -> socket.socket:
    with ExitStack() as undone:
        try:
            family, *_, address = socket.getaddrinfo(
                host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            one = undone.enter_context(socket.socket(family, socket.SOCK_STREAM))
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind(address)
            one.listen(128)
        except OSError as error:
            raise CommandError(f"serve: {host} port {port}: {reason(error)}; --port N takes another") from error
        undone.pop_all()
    return one


def _origins(host: str, port: int, public: str | None) -> Sequence[str]:
    """Under which addresses the page may be opened, the one to show first."""
    if public is not None:
        return [_origin(public)]
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host in _ANYWHERE:
        names = [socket.gethostname().lower(), *names]
    elif host not in {_LOOPBACK, "localhost", "::1"}:
        names = [f"[{host}]" if ":" in host else host]
    return [f"http://{name}" if port == 80 else f"http://{name}:{port}" for name in names]


def _opened(address: str) -> Path | None:
    """Open an address in the user's browser by a file that nobody else can read; the file."""
    import webbrowser

    folder = Path(tempfile.mkdtemp(prefix="nrc-reader-"))
    forward = folder / "open.html"
    with os.fdopen(os.open(forward, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(_FORWARD.format(address))
    with suppress(webbrowser.Error):
        if webbrowser.open(forward.as_uri()):
            return forward
    complain("serve: no browser could be opened; open the address yourself")
    return forward


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to 65535")
    return int(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 100000")
    return int(text)


def _address(text: str) -> str:
    try:
        parts, _ = urlsplit(text), _origin(text)
        is_wrong = parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment
    except ValueError:
        is_wrong = True
    if is_wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is no address such as https://tags.example.org/")
    return text if text.endswith("/") else f"{text}/"


def _origin(address: str) -> str:
    """Scheme, host and port as a browser writes them.

    Raises:
        ValueError: there is none in it.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host.encode("idna").decode()
    is_usual = parts.port in {None, {"http": 80, "https": 443}.get(parts.scheme)}
    return f"{parts.scheme}://{name}" if is_usual else f"{parts.scheme}://{name}:{parts.port}"
