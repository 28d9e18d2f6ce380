"""The reader in a real Chromium: keys arrive at once, tags are saved, and a killed tab comes back as it was."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pyte
import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.web.served import Served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: needs Debian's chromium")
#: Seconds that anything may take that is waited for.
_LONGEST_S = 60


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path) as server:
        yield server


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield one
        await one.close()


class Painted:
    """What a page's terminal is sent, on an emulator: a canvas cannot be asked for what is on it."""

    def __init__(self, page: Page) -> None:
        self._screen = pyte.Screen(300, 100)
        self._stream = pyte.ByteStream(self._screen)
        page.on("websocket", lambda socket: socket.on("framereceived", self._take))

    def _take(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self._stream.feed(frame)

    async def wait(self, text: str) -> None:
        await until(lambda: text in "\n".join(self._screen.display))


async def until(wanted: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(_LONGEST_S):
        while not wanted():  # noqa: ASYNC110 - another process says so
            await asyncio.sleep(0.05)


async def opened(page: Page, address: str) -> None:
    await page.goto(address)
    await page.wait_for_selector("body.-first-byte")
    await page.wait_for_selector(".xterm-helper-textarea:focus")


async def test_a_session_with_a_tab_that_is_killed_in_the_middle_of_a_note(served: Served, browser: Browser) -> None:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    asked: list[str] = []
    faults: list[object] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("weberror", lambda fault: faults.append(fault.error))
    page = await context.new_page()
    painted = Painted(page)
    await opened(page, served.address)
    await painted.wait("Jo Marsh")
    await page.keyboard.type("jc")
    await until(lambda: [one.label for one in served.tags] == ["claim"])
    await page.keyboard.type("je")
    await until(lambda: [one.label for one in served.tags] == ["claim", "evidence"])
    await page.keyboard.type("l")
    await page.keyboard.press("Enter")
    await until(lambda: served.links)
    await page.keyboard.type("ahalf a no")
    await painted.wait("half a no")
    await page.close()  # as a tab that is killed: it says nothing
    page = await context.new_page()
    painted = Painted(page)
    await opened(page, served.base)
    await painted.wait("half a no")
    await page.set_viewport_size({"width": 800, "height": 600})
    await page.keyboard.type("te")
    await page.keyboard.press("Escape")
    await until(lambda: served.tags[1].note == "half a note")
    await page.keyboard.press("u")
    await until(lambda: not served.tags[1].note)
    assert faults == []
    assert {url for url in asked if not url.startswith((served.base, "data:"))} == set()
    await context.close()


async def test_nothing_is_heard_while_the_server_is_away_and_the_page_comes_back_by_itself(
    served: Served, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    painted = Painted(page)
    await opened(page, served.address)
    await painted.wait("Jo Marsh")
    await page.route("**/alive", lambda asked: asked.fulfill(status=502))  # as the server with TLS before it
    await page.evaluate("look()")
    await page.get_by_text("Connection lost").wait_for()
    await page.keyboard.type("jc")
    await page.unroute("**/alive")
    async with page.expect_navigation():
        await page.evaluate("look()")
    await page.wait_for_selector("body.-first-byte")
    await page.wait_for_selector(".xterm-helper-textarea:focus")
    await page.keyboard.type("je")
    await until(lambda: served.tags)
    assert [one.label for one in served.tags] == ["evidence"]
    await context.close()


async def test_the_page_says_that_the_server_is_gone_and_that_the_reader_was_closed(
    served: Served, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await opened(page, served.address)
    await page.keyboard.type("q")
    await page.get_by_text("The reader was closed. Everything is saved.").wait_for()
    await page.get_by_role("button").click()
    await page.wait_for_selector("body.-first-byte")
    served.process.kill()
    await page.get_by_text("Connection lost").wait_for()
    await context.close()
