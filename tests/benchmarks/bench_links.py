"""200 links in one article: CPU of every key that lists them, walks them, filters, sorts, jumps and makes one more.

Real key presses in the reader under Textual's test driver at 120x40; the CPU is the process's, all threads counted,
from the key until nothing is left to do, less what the driver itself costs for a key that does nothing (``f12``).
Promise: no key press that lists or walks them costs more than 20 ms; opening a line to type into is a new layout of
the screen, and costs more.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from textual.pilot import Pilot

from reader.config.settings import Settings
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import ReadingPositions
from reader.ui.app import ReaderApp
from reader.workspace.library import Library

LINKS = 200


async def cpu_ms(pilot: Pilot[int], key: str) -> float:
    """CPU milliseconds of one key press."""
    start = time.process_time()
    await pilot.press(key)
    await pilot.pause()
    return (time.process_time() - start) * 1000


async def keys(pilot: Pilot[int], pressed: Iterable[str]) -> list[float]:
    """CPU milliseconds of each key, after a moment's rest each."""
    found = []
    for key in pressed:
        await pilot.pause(0.05)
        found.append(await cpu_ms(pilot, key))
    return found


def article(folder: Path) -> Path:
    """Sentences enough for 50 claims with four pieces of evidence each."""
    sentences = (f"Sentence {number} says something of its own about the matter." for number in itertools.count(1))
    paragraphs = [" ".join(itertools.islice(sentences, 5)) for _ in range(50)]
    path = folder / "article.txt"
    path.write_text("A headline of some length\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    return path


async def tag(pilot: Pilot[int], app: ReaderApp) -> None:
    """In each paragraph a claim, and four pieces of evidence linked to it with ``l`` and enter."""
    for _ in range(LINKS // 4):
        await pilot.press("j", "c")
        for _ in range(4):
            await pilot.press("j", "e", "l", "enter")
    opened = app.main_display.active.open
    assert opened is not None
    assert len(opened.records.links()) == LINKS, len(opened.records.links())
    app.session.saver().flush(30)
    await pilot.pause(1)


async def measure(folder: Path) -> dict[str, list[float]]:
    """CPU milliseconds of the keys of each kind."""
    store = FolderStore(folder / "store")
    settings = Settings(annotator="bench", detector="rules")
    app = ReaderApp(Library([str(article(folder))], settings, store), settings, store, ReadingPositions())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        await tag(pilot, app)
        idle = statistics.median(await keys(pilot, ["f12"] * 20))
        found = {"make (l, enter)": await keys(pilot, ["u", "l", "enter"] * 5)}
        found["walk the text ( ) "] = await keys(pilot, ["("] * 20 + [")"] * 20)
        found["to the list (tab tab)"] = await keys(pilot, ["tab", "tab"])
        found["walk the list j k g G"] = await keys(pilot, [*"gjjjjjjjjjjGkkkkkkkkkk", "pageup", "pagedown"])
        found["enter jumps, tab tab returns"] = await keys(pilot, ["enter", "tab", "tab", "j"] * 10)
        found["sort (s)"] = await keys(pilot, "ssss")
        found["filter (/ evidence ...)"] = await keys(pilot, ["slash", *"evidence 17", "enter", "escape"])
        return {name: [max(0.0, one - idle) for one in values] for name, values in found.items()}


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(folder)))
    print(f"{LINKS} links in one article, ms of CPU a key press")
    print(f"{'':<30} {'keys':>5} {'median':>7} {'most':>7}")
    for name, values in found.items():
        print(f"{name:<30} {len(values):>5} {statistics.median(values):>7.1f} {max(values):>7.1f}")


if __name__ == "__main__":
    main()
