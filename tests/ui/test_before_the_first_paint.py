"""What the first paint must not wait for is not loaded before it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.ui.conftest import FIRST

#: Runs the reader as ``launch`` does, without a terminal, and prints the modules that are loaded at its first paint.
SCRIPT = """
import os, sys
from pathlib import Path
from reader.config.settings import Settings
from reader.store import open_store
from reader.ui import launch
from reader.workspace.library import Library

settings, store = Settings(), open_store(Path(sys.argv[2]))
library, positions = Library([sys.argv[1]], settings, store), store.reading_positions()
library.begin_first(positions.shown)
Reader = launch._reader_class(launch.READING)

def painted(reader):
    assert reader.main_display.left.open is not None
    os.write(out, "\\n".join(sys.modules).encode())
    os._exit(0)

out = os.dup(1)
Reader._after_first_paint = painted
Reader(library, settings, store, positions).run(headless=True)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "1.txt").write_text(FIRST, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(folder / "annotations")],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        # Another process reads the article.
        "reader.cleaning.dump", "reader.cleaning.markup", "reader.cleaning.dates", "reader.cleaning.page_cleaning",
        "reader.text.language", "reader.sources.charsets.declared_encoding", "lxml", "trafilatura",
        # Nothing is searched, listed or named yet.
        "reader.entities.detection", "reader.model.entity", "spacy", "numpy", "regex",
        "reader.ui.widgets.annotation_list", "reader.ui.widgets.document_list", "reader.ui.widgets.entity_list",
        # A document without annotations needs no more of the store than where those would be.
        "tinydb", "filelock", "watchfiles", "sqlite3", "reader.store.files.journal", "reader.store.history.timeline",
        # Of Textual what others need.
        "textual.widgets._markdown", "markdown_it",
    ],
)  # fmt: skip
def test_it_is_loaded_later(loaded: set[str], module: str) -> None:
    assert "reader.ui.app" in loaded
    assert not {name for name in loaded if name == module or name.startswith(f"{module}.")}
