"""The reader on two short articles, in a terminal that tests can drive."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config.settings import Settings
from reader.model.annotation import Annotation
from reader.store.folder_store import FolderStore
from reader.store.reading_positions import load_positions
from reader.ui.app import ReaderApp
from reader.workspace.library import Library
from tests.waiting import at_rest

FIRST = """\
Envoys meet after two years

By Ada Okonjo

12 May 2019

The council met on Monday. It was the first meeting in two years. Nobody expected much.

“We should talk more often,” the envoy, Maria Lenz, told reporters in Geneva. The U.S. sent a deputy.

Trade between the two blocs fell by 12 percent last year. Lenz called that a warning.
"""
SECOND = """\
A bridge too dear

By Tom Aske

3 June 2020

The bridge costs $3.4-billion. That is twice the first estimate, the auditor said in March.

It should never have been begun. Geneva built one for a tenth of the price.
"""


@pytest.fixture(autouse=True)
def keys_without_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of a test is done when the reader is at rest, not some time later."""
    monkeypatch.setattr("textual.pilot.wait_for_idle", at_rest)
    monkeypatch.setattr("textual.app.wait_for_idle", at_rest)


@pytest.fixture(autouse=True)
def idle_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is looked at while the machine is idle is looked at, whatever else it does just now."""
    monkeypatch.setattr("reader.system.machine_load.is_busy", lambda: False)
    monkeypatch.setattr("reader.ui.controllers.names.entity_documents.BUSY_S", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles, the second of them about something else."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "1-envoys.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "articles" / "2-bridge.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path / "articles"


@pytest.fixture
def reader(folder: Path, store: FolderStore) -> Callable[..., ReaderApp]:
    """Makes a reader on the two articles; names are found by rules alone, so that no model is loaded."""

    def make(*paths: Path, **choices: object) -> ReaderApp:
        gazetteer = folder.parent / "known" / "names.toml"  # that of whoever runs the tests is none of ours
        gazetteer.parent.mkdir(exist_ok=True)
        gazetteer.touch()
        choices = {"gazetteer": gazetteer, **choices}
        settings = Settings(annotator="ann", detector="rules", **choices)  # type: ignore[arg-type]
        return reader_on([str(path) for path in paths or (folder,)], settings, store)

    return make


def reader_on(paths: list[str], settings: Settings, store: FolderStore) -> ReaderApp:
    """A reader on some files and folders."""
    places = load_positions(store.hidden_folder)
    return ReaderApp(Library(paths, settings, store), settings, store, places)


def on_disk(store: FolderStore) -> list[Annotation]:
    """Every annotation that a new process would find, ordered by document and place."""
    return [one for key in FolderStore(store.folder).keys() for one in FolderStore(store.folder).load(key).annotations]


def rows_of(app: ReaderApp) -> list[str]:
    """What is on the screen, row by row."""
    width, height = app.size
    lines = [[" "] * width for _ in range(height)]
    for y, row in enumerate(app.screen._compositor.render_strips()):
        text = "".join(segment.text for segment in row)
        lines[y] = list(text.ljust(width))[:width]
    return ["".join(line).rstrip() for line in lines]


def screen_of(app: ReaderApp) -> str:
    """What is on the screen."""
    return "\n".join(rows_of(app))
