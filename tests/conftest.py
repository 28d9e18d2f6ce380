"""Fixtures that several parts share: articles from a few lines, a store in a folder of its own, the shared data."""

import hashlib
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tinydb import TinyDB

from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import open_bytes
from reader.store.folder_store import FolderStore
from tests.postgres_server import PostgresServer, missing

#: How long a test may take, in seconds, that says nothing else.
USUAL_LIMIT_S = 300
SHARED = Path(__file__).parents[2] / "shared"

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script: programs that we start
    signal.signal(signal.SIGINT, signal.default_int_handler)  # would not be interrupted either

# Hypothesis stops by the clock what takes a fifth of a second, and complains of slow input; a busy machine is no fault.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """How many processes run the tests: three for two cores, since much of a test is waiting for others."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + cores // 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, which has a limit of its own: else all would wait for it in the end."""

    def limit(item: pytest.Item) -> float:
        marker = item.get_closest_marker("timeout")
        return float(marker.args[0]) if marker else 0

    items.sort(key=lambda item: limit(item) <= USUAL_LIMIT_S)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out."""
    if why := missing():
        terminalreporter.write_sep("!", f"LEFT OUT: {why}", red=True, bold=True)


TEXT = (
    "The council met on Monday. It was the first meeting in two years.\n"
    "\n"
    "Nobody expected much. “We should talk more often,” the envoy said.\n"
)


@pytest.fixture
def shared() -> Path:
    """The folder with the real articles and the development sets, which only the project's own machines have."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for this process, begun with the first test that needs it and ended with the last."""
    if why := missing():
        pytest.skip(why)
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    """An empty store."""
    return FolderStore(tmp_path / "annotations")


def records_in(file: Path) -> int:
    """How many annotations TinyDB itself finds in a store's file."""
    with TinyDB(file, access_mode="r") as database:
        return len(database.table("annotations"))


def forget_history(store: FolderStore) -> None:
    """Leave nothing but the files, as in a fresh clone: the hidden folder is not in git."""
    store.close()
    shutil.rmtree(store.hidden_folder)


def make_article(text: str = TEXT, path: str = "meeting.txt") -> Article:
    """An article whose text is just this text."""
    return plain(open_bytes(text.encode(), path))


@pytest.fixture
def article() -> Article:
    """A short article of two paragraphs, two sentences each."""
    return make_article()


@pytest.fixture
def write_article(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes an article into a folder and gives its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "articles" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
