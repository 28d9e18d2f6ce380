"""The reader in a browser, without one: a real server, a socket as the page's, and a terminal emulator."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import psutil
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from reader.web.reader_server import ReaderServer, Serving
from reader.web.reader_session import Page, ReaderSession
from reader.web.visitors import Visitors
from tests.web.served import Served, Visitor


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path) as server:
        yield server


@pytest.fixture
async def visitor(served: Served) -> AsyncIterator[Visitor]:
    async with Visitor(served) as one:
        assert await one.come_in() == 200
        yield one


async def half_a_note(visitor: Visitor) -> None:
    """Tag the first sentence, and be in the middle of its note."""
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    await visitor.type("jca")
    await visitor.wait("discards")
    await visitor.type("half a note")
    await visitor.wait("half a note")


async def test_a_tag_and_half_a_note_outlive_the_page(served: Served, visitor: Visitor) -> None:
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    await visitor.type("jc")
    await visitor.wait("✓ 1 saved")
    await visitor.type("a")
    await visitor.wait("discards")
    await visitor.type("half a no")
    before = await visitor.wait("half a no")
    box = before[before.index("╭") : before.index("╰")]
    await visitor.close_page()
    await visitor.open_page()
    await visitor.wait(lambda screen: box in screen)
    await visitor.type("te\x1b")
    await visitor.wait(lambda screen: "discards" not in screen and "saved" in screen)
    assert [(one.label, one.note) for one in served.tags] == [("claim", "half a note")]


async def test_a_note_is_kept_when_the_server_ends(served: Served, visitor: Visitor) -> None:
    await half_a_note(visitor)
    readers = served.readers()
    assert served.stop() == 0
    assert [one.note for one in served.tags] == ["half a note"]
    assert psutil.wait_procs(readers, timeout=30)[1] == []


async def test_no_process_is_left_when_the_server_is_killed(served: Served, visitor: Visitor) -> None:
    await half_a_note(visitor)
    readers = served.readers()
    assert readers
    served.process.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(readers, timeout=30)[1] == []
    assert [one.note for one in served.tags] == ["half a note"]


async def test_the_page_is_told_of_a_reader_that_did_not_end_in_order(served: Served, visitor: Visitor) -> None:
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    (reader,) = (one for one in served.readers() if one.ppid() == served.process.pid)
    reader.kill()
    assert await visitor.closed() == 4004


async def test_nothing_of_the_folder_of_the_server_is_run(tmp_path: Path) -> None:
    for name in ("reader.py", "random.py"):
        (tmp_path / name).write_text("open('run', 'w').close()\n", encoding="utf-8")
    with Served(tmp_path) as served:
        async with Visitor(served) as visitor:
            assert await visitor.come_in() == 200
            await visitor.open_page()
            await visitor.wait("Jo Marsh")
    assert not (tmp_path / "run").exists()


async def test_a_second_page_takes_over_and_the_first_is_told(visitor: Visitor) -> None:
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    first, visitor.socket = visitor.socket, None
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    second, visitor.socket = visitor.socket, first
    assert await visitor.closed() == 4001
    visitor.socket = second
    await visitor.type("q")
    assert await visitor.closed() == 4000


async def test_sizes_are_kept_within_what_a_screen_can_be(served: Served, visitor: Visitor) -> None:
    await visitor.open_page(columns=20_000, rows=20_000)
    await visitor.send("resize", {"width": 10**9, "height": -5})
    await visitor.send("resize", {"width": "x"})
    await visitor.send("resize")
    await visitor.send("no such thing", 1)
    assert visitor.socket is not None
    await visitor.socket.send_str("{")
    await visitor.socket.send_str("[" * 100_000)
    await visitor.close_page()
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    await visitor.type("jc")
    await visitor.wait("✓ 1 saved")
    assert max(one.memory_info().rss for one in served.readers()) < 400 << 20


async def test_no_program_is_started_from_a_page(served: Served, visitor: Visitor) -> None:
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    await visitor.type("jca")
    await visitor.wait("discards")
    await visitor.type("\x05")
    await visitor.wait("no program is started")
    assert not (served.folder / "started").exists()


async def test_only_who_has_an_address_comes_in_and_only_once(served: Served, visitor: Visitor) -> None:
    async with Visitor(served) as other:
        assert await other.come_in(served.base) == 403
        assert await other.come_in() == 403  # the visitor has used it
        for page in ("ours/page.js", "static/js/textual.js", "alive", "static/", "ws"):
            async with other.client.get(served.base + page) as answer:
                assert answer.status == 403, page
        assert await other.come_in(served.next_address()) == 200
    for path in ("static/", "static/js/", "ours/nothing.js", "ours/..%2f..%2f__init__.py", "download/x"):
        async with visitor.client.get(served.base + path) as answer:
            assert answer.status in {403, 404}, path


async def test_a_look_at_an_address_does_not_use_it_up(served: Served) -> None:
    async with Visitor(served) as visitor:
        for method in ("HEAD", "OPTIONS", "POST"):
            async with visitor.client.request(method, served.address) as answer:
                assert answer.status == 403, method
        assert await visitor.come_in() == 200


async def test_an_address_opens_when_nobody_reads_what_the_server_prints(tmp_path: Path) -> None:
    with Served(tmp_path, last_words="ctrl+c ends") as served:
        served.line()
        async with Visitor(served) as visitor:
            assert await visitor.come_in() == 200


@pytest.mark.filterwarnings("ignore::aiohttp.web.NotAppKeyWarning")  # as aiohttp itself does
async def test_two_servers_behind_one_name_have_a_cookie_each() -> None:
    names: set[str] = set()
    for port in (8000, 8001):
        visitors = Visitors([""])
        app = ReaderServer(Serving([], ["https://tags.example.org"], 1, 60, port), visitors, str).app()
        async with TestClient(TestServer(app)) as client:
            address, headers = f"/?token={visitors.tokens()['']}", {"Host": "tags.example.org"}
            async with client.get(address, headers=headers, allow_redirects=False) as answer:
                assert answer.status == 303
                names.update(answer.cookies)
    assert len(names) == 2


async def test_another_host_or_another_page_is_refused(served: Served, visitor: Visitor) -> None:
    async with visitor.client.get(served.base, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421
    async with visitor.client.get(served.base, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
    for origin in ("http://evil.example", "null", visitor.origin.replace("http:", "https:"), None):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await visitor.open_page(origin=origin)
        assert refused.value.status == 403, origin
    assert served.readers() == []


async def test_the_page_may_load_nothing_from_elsewhere(served: Served, visitor: Visitor) -> None:
    async with visitor.client.get(served.base) as answer:
        text = await answer.text()
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "//" not in text.replace("<!--", "")
    (cookie,) = visitor.client.cookie_jar
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


async def test_no_process_shows_a_token(served: Served, visitor: Visitor) -> None:
    await visitor.open_page()
    await visitor.wait("Jo Marsh")
    tokens = [address.partition("token=")[2] for address in (served.address, served.next_address())]
    for process in (psutil.Process(served.process.pid), *served.readers()):
        said = " ".join(process.cmdline()) + process.name()
        assert not any(token in said for token in tokens)
        assert not any(token in value for value in process.environ().values() for token in tokens)


async def test_each_annotator_has_an_address_and_tags_under_that_name(tmp_path: Path) -> None:
    with Served(tmp_path, "--for", "Ada", "--for", "Bo") as served:
        second = served.next_address()
        assert "for Bo" in served.said[-1]
        async with Visitor(served) as ada, Visitor(served) as bo:
            for one, address, label in ((ada, served.address, "claim"), (bo, second, "evidence")):
                assert await one.come_in(address) == 200
                await one.open_page()
                await one.wait("Jo Marsh")
                await one.type("j" + label[0])
                await one.wait(f"{label} · saved")
        assert sorted((one.annotator, one.label) for one in served.tags) == [("Ada", "claim"), ("Bo", "evidence")]


async def test_there_are_no_more_readers_than_allowed(tmp_path: Path) -> None:
    with Served(tmp_path, "--sessions", "1") as served:
        async with Visitor(served) as one, Visitor(served) as other:
            assert await one.come_in() == 200
            assert await other.come_in(served.next_address()) == 200
            await one.open_page()
            await one.wait("Jo Marsh")
            await other.open_page()
            assert await other.closed() == 4002
            await one.type("q")
            assert await one.closed() == 4000
            await other.open_page()
            await other.wait("Jo Marsh")


async def test_a_reader_that_ignores_every_request_to_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn = tmp_path / "stubborn"
    stubborn.write_text("#!/bin/sh\ntrap '' HUP TERM INT\necho up\nwhile :; do sleep 1; done\n", encoding="utf-8")
    stubborn.chmod(0o700)
    monkeypatch.setattr("reader.web.reader_session.sys.executable", str(stubborn))
    monkeypatch.setattr("reader.web.reader_session._CLOSED_S", 0.2)
    monkeypatch.setattr("reader.web.reader_session._ASKED_S", 0.2)
    ended, painted = asyncio.Event(), asyncio.Event()

    async def send(_: bytes) -> None:
        painted.set()

    session = ReaderSession([], ended.set)
    await session.start(80, 24)
    page = Page(send, asyncio.Event().wait)
    session.show_on(page)
    sending = asyncio.create_task(session.send_to(page))
    await painted.wait()
    assert session._process is not None
    process = psutil.Process(session._process.pid)
    await session.end()
    assert ended.is_set()
    assert not process.is_running()
    sending.cancel()


@pytest.mark.filterwarnings("ignore::aiohttp.web.NotAppKeyWarning")  # as aiohttp itself does
async def test_a_page_that_takes_nothing_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talker = tmp_path / "talker"
    talker.write_text("#!/bin/sh\nexec yes\n", encoding="utf-8")
    talker.chmod(0o700)
    monkeypatch.setattr("reader.web.reader_session.sys.executable", str(talker))
    monkeypatch.setattr("reader.web.reader_server._HEARTBEAT_S", 0.2)
    monkeypatch.setattr("reader.web.reader_server._LEAVING_S", 0.1)
    listening = socket.create_server(("127.0.0.1", 0))
    page = socket.socket()
    for end, buffer in ((listening, socket.SO_SNDBUF), (page, socket.SO_RCVBUF)):
        end.setsockopt(socket.SOL_SOCKET, buffer, 4096)
    port = listening.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    visitors = Visitors([""])
    found = visitors.let_in(visitors.tokens()[""])
    assert found is not None
    runner = web.AppRunner(ReaderServer(Serving([], [origin], 1, 60, port), visitors, str).app())
    await runner.setup()
    await web.SockSite(runner, listening).start()
    with page:
        page.connect(("127.0.0.1", port))
        page.sendall(
            f"GET /ws?width=80&height=24 HTTP/1.1\r\nHost: {origin[7:]}\r\nOrigin: {origin}\r\n"
            f"Cookie: nrc-reader-{port}={found[1]}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        page.settimeout(0)
        assert b"101" in await asyncio.get_running_loop().sock_recv(page, 12)
        assert runner.server is not None
        async with asyncio.timeout(20):
            while runner.server.connections:  # noqa: ASYNC110 - aiohttp tells nobody
                await asyncio.sleep(0.02)
    await runner.cleanup()
