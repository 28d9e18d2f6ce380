"""``clean --dask``: the rows that ``--jobs`` prints, in shards, each page once, whatever is killed in the middle."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.commands.corpus.generated_pages import errors_in, rows_in, write_pages
from tests.waiting import LONGEST_S

READER = [sys.executable, "-m", "reader"]
PAGES, SHARD = 20_000, 500


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + LONGEST_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def corpus(here: Path) -> Path:
    """A folder with what a corpus may hold: shards, a packed one, texts, a page that cannot be read."""
    folder = here / "corpus"
    folder.mkdir()
    write_pages(folder / "a.jsonl", 70)
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(write_pages(here / "b", 40, 70).read_bytes()))
    for number in range(5):
        (folder / f"c{number}.txt").write_text(f"Report {number}\n\nThe ferry of {number} o'clock was late again.\n")
    (folder / "broken.jsonl").write_text('{"text": "The quay was closed today."}\n{"text": 5\n{"id": 1}\n')
    (folder / "empty.txt").write_text("")
    (folder / os.fsdecode(b"d\xff.txt")).write_text("A name that is no text\n\nThe mill was sold on Friday.\n")
    return folder


def clean(*words: str, code: int = 0) -> list[str]:
    """Run the command to its end; the lines on standard error."""
    done = subprocess.run([*READER, "clean", *words], capture_output=True, timeout=250)
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert done.returncode == code, said
    return said.splitlines()


class Running:
    """The command at work, and its processes."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [*READER, "clean", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
        self._all: set[psutil.Process] = set()

    def children(self, module: str) -> list[psutil.Process]:
        """The processes of Dask (``spawn_main``), or those that clean (``page_worker``)."""
        found = []
        with suppress(psutil.NoSuchProcess):
            everything = psutil.Process(self.process.pid).children(recursive=True)
            self._all |= set(everything)
            for child in everything:
                with suppress(psutil.NoSuchProcess):
                    if any(module in word for word in child.cmdline()):
                        found.append(child)
        return found

    def end(self) -> tuple[int, list[str]]:
        """Wait for its end; the exit code, and the lines on standard error. No process may be left."""
        self.children("")
        _, said = self.process.communicate(timeout=LONGEST_S)
        wait_until(lambda: not [one for one in self._all if one.is_running() and one.status() != psutil.STATUS_ZOMBIE])
        return self.process.returncode, said.decode().splitlines()


@pytest.fixture
def running() -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*words: str) -> Running:
        started.append(Running(*words))
        return started[-1]

    yield start
    for one in started:
        with suppress(ProcessLookupError):
            os.killpg(one.process.pid, signal.SIGKILL)
        one.process.communicate()


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster that others started, for all tests that are not about the life of one."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "cluster.py").write_text(
        "import distributed, sys\n"
        "if __name__ == '__main__':\n"
        "    with distributed.LocalCluster(1, threads_per_worker=3, dashboard_address=None) as cluster:\n"
        "        print(cluster.scheduler_address, flush=True)\n"
        "        sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "cluster.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    ) as cluster:
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        yield cluster.stdout.readline().strip()
        cluster.stdin.close()


def test_a_worker_killed_in_the_middle_of_20000_pages_costs_no_page(
    here: Path, running: Callable[..., Running]
) -> None:
    for number in range(4):
        write_pages(here / f"in-{number}.jsonl", PAGES // 4, number * PAGES // 4)
    names = [f"in-{number}.jsonl" for number in range(4)]
    run = running("--dask", "local", "-j", "2", "-o", "out", "--shard-size", str(SHARD), *names)
    wait_until((here / "out" / "part-00003.jsonl").exists)
    workers = run.children("spawn_main")
    assert len(workers) == 2
    workers[0].kill()
    wait_until(lambda: len([one for one in run.children("spawn_main") if one not in workers]) == 1)  # it is replaced
    assert not (here / "out" / f"part-{PAGES // SHARD - 1:05}.jsonl").exists(), "killed in the middle"
    code, said = run.end()
    assert (code, said) == (0, [])
    rows = list(rows_in(here / "out"))
    wanted = [f"{name}#{number}" for name in names for number in range(1, PAGES // 4 + 1)]
    assert [row["source"] for row in rows] == wanted, "each page once, in order"
    assert all(f"Case {number} was" in str(row["text"]) for number, row in enumerate(rows))
    assert len(list((here / "out").glob("part-*.jsonl"))) == PAGES // SHARD


def test_the_shards_hold_what_jobs_prints_byte_for_byte_and_the_same_pages_fail(corpus: Path) -> None:
    done = subprocess.run([*READER, "clean", "-f", "json", "-j", "2", "corpus"], capture_output=True, timeout=250)
    assert done.returncode == 1
    said = clean("--dask", "local", "-j", "2", "-o", "out", "--shard-size", "20", "corpus", code=1)
    out = corpus.parent / "out"
    assert b"".join(part.read_bytes() for part in sorted(out.glob("part-*"))) == done.stdout
    failed = [line for line in done.stderr.decode().splitlines() if " failed" not in line]
    assert sorted(said[:-1]) == sorted(failed)  # those of --jobs come as they are found
    assert said[-1] == f"nrc-reader: {len(failed)} of 120 failed (errors-*.jsonl in out)"
    assert [f"nrc-reader: {row['error']}" for row in errors_in(out)] == said[:-1]
    before = {part: (part.stat().st_ino, part.read_bytes()) for part in out.glob("*.jsonl")}
    assert clean("--dask", "local", "-o", "out", "--shard-size", "20", "corpus", code=1) == said[-1:]
    assert before == {part: (part.stat().st_ino, part.read_bytes()) for part in out.glob("*.jsonl")}, "done once"


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_was_stopped_goes_on_where_it_was(
    here: Path, running: Callable[..., Running], how: signal.Signals, code: int
) -> None:
    write_pages(here / "in.jsonl", 2000)
    words = ["--dask", "local", "-j", "2", "-o", "out", "--shard-size", "100", "in.jsonl"]
    run = running(*words)
    wait_until((here / "out" / "part-00002.jsonl").exists)
    run.children("")
    if how == signal.SIGINT:
        os.killpg(run.process.pid, how)  # as a terminal does it
    else:
        run.process.send_signal(how)
    ended, said = run.end()
    assert ended == code
    if how == signal.SIGINT:
        assert said == ["nrc-reader: stopped (run the same command again to go on from there)"]
    finished = {part.name: part.stat().st_ino for part in sorted((here / "out").glob("part-*.jsonl"))}
    assert 3 <= len(finished) < 20
    finished.popitem()  # the end may have come before its line in the manifest
    assert clean(*words) == []
    assert [row["source"] for row in rows_in(here / "out")] == [f"in.jsonl#{number}" for number in range(1, 2001)]
    made = {part.name: part.stat().st_ino for part in (here / "out").glob("part-*.jsonl")}
    assert {name: made[name] for name in finished} == finished, "what was finished is not done again"
    assert not [one.name for one in (here / "out").iterdir() if one.name.endswith(".tmp")]


def test_a_shard_that_was_deleted_is_made_anew_and_no_other(here: Path, elsewhere: str) -> None:
    write_pages(here / "in.jsonl", 60)
    words = ["--dask", elsewhere, "-o", "out", "--shard-size", "20", "in.jsonl"]
    clean(*words)
    parts = sorted((here / "out").glob("part-*.jsonl"))
    before = [part.read_bytes() for part in parts]
    parts[1].unlink()
    inodes = [parts[0].stat().st_ino, parts[2].stat().st_ino]
    clean(*words)
    assert [part.read_bytes() for part in parts] == before
    assert [parts[0].stat().st_ino, parts[2].stat().st_ino] == inodes


def test_input_that_changed_between_two_runs_is_refused_and_nothing_is_written(here: Path, elsewhere: str) -> None:
    write_pages(here / "in.jsonl", 40)
    words = ["--dask", elsewhere, "-o", "out", "--shard-size", "20", "in.jsonl"]
    clean(*words)
    before = (here / "out" / "manifest.jsonl").read_bytes()
    write_pages(here / "in.jsonl", 41)
    (line,) = clean(*words, code=1)
    assert line.startswith("nrc-reader: out/part-00000.jsonl: its pages have changed since")
    write_pages(here / "in.jsonl", 3)
    (line,) = clean(*words, code=1)
    assert "its pages have changed" in line
    assert (here / "out" / "manifest.jsonl").read_bytes() == before


def test_input_that_changes_during_a_run_stops_it_and_it_goes_on_with_what_was(
    here: Path, running: Callable[..., Running]
) -> None:
    path = write_pages(here / "in.jsonl", 1500)
    before, data = path.stat(), path.read_bytes()
    words = ["--dask", "local", "-j", "1", "-o", "out", "--shard-size", "50", "in.jsonl"]
    run = running(*words)
    wait_until((here / "out" / "part-00000.jsonl").exists)
    with path.open("ab") as file:
        file.write(b'{"text": "One more page was found today."}\n')
    code, (line,) = run.end()
    assert code == 1
    assert line.startswith("nrc-reader: in.jsonl: ")
    assert "alone" in line
    (line,) = clean(*words, code=1)
    assert "its pages have changed since" in line
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert clean(*words) == []
    assert [row["source"] for row in rows_in(here / "out")] == [f"in.jsonl#{number}" for number in range(1, 1501)]


def test_no_page_is_no_shard_and_needs_no_cluster(here: Path) -> None:
    (here / "in").mkdir()
    assert clean("--dask", "local", "-o", "out", "in") == []
    assert [one.name for one in (here / "out").glob("*.jsonl")] == ["manifest.jsonl"]
    (line,) = clean("--dask", "local", "-o", "other", "none.jsonl", code=1)
    assert line.startswith("nrc-reader: none.jsonl: is not there")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--dask", "local", "in.jsonl"], "--dask needs --output"),
        (["-o", "out", "in.jsonl"], "go with --dask only"),
        (["--shard-size", "5", "in.jsonl"], "go with --dask only"),
        (["--dask", "local", "-o", "out", "-f", "text", "in.jsonl"], "writes JSON Lines"),
        (["--dask", "local", "-o", "out", "--explain", "in.jsonl"], "writes JSON Lines"),
        (["--dask", "local", "-o", "out", "--as-read", "in.jsonl"], "writes JSON Lines"),
        (["--dask", "tcp://127.0.0.1:1", "-o", "out", "-j", "2", "in.jsonl"], "--jobs goes with"),
        (["--dask", "", "-o", "out", "in.jsonl"], "is no address"),
        (["--dask", "tcp://", "-o", "out", "in.jsonl"], "is no address"),
        (["--output", "", "in.jsonl"], "go with --dask only"),
        (["--dask", "here", "-o", "out", "in.jsonl"], "is no address"),
        (["--dask", "local", "-o", "out", "-"], "-: --dask reads files only"),
        (["--dask", "local", "-o", "out", "https://example.org/a"], "reads files only"),
        (["--dask", "local", "-o", "out", "--shard-size", "0", "in.jsonl"], "the number must be from 1"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(here: Path, words: list[str], said: str) -> None:
    write_pages(here / "in.jsonl", 2)
    (line,) = clean(*words, code=2)
    assert said in line
    assert not (here / "out").exists()


@pytest.mark.parametrize(("path", "output"), [(".", "out"), ("in", "in/out"), ("in/a.jsonl", "in"), ("in", "in")])
def test_output_that_would_be_read_as_input_is_refused(here: Path, path: str, output: str) -> None:
    (here / "in").mkdir()
    write_pages(here / "in" / "a.jsonl", 2)
    (line,) = clean("--dask", "local", "-o", output, path, code=1)
    assert "choose a folder outside of the input" in line
    assert [one.name for one in (here / "in").iterdir()] == ["a.jsonl"]


def test_a_missing_library_is_named_with_the_line_that_installs_it(here: Path) -> None:
    write_pages(here / "in.jsonl", 2)
    code = "import sys; sys.modules['distributed'] = None; from reader.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "clean", "--dask", "local", "-o", "out", "in.jsonl"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("nrc-reader: --dask needs the library distributed, which is missing (to install it: ")
    assert "pip install 'distributed<" in done.stderr
    assert not (here / "out").exists()


def test_two_runs_do_not_write_into_one_folder(here: Path, running: Callable[..., Running]) -> None:
    write_pages(here / "in.jsonl", 2000)
    words = ["--dask", "local", "-j", "1", "-o", "out", "--shard-size", "100", "in.jsonl"]
    run = running(*words)
    wait_until((here / "out" / "part-00000.jsonl").exists)
    (line,) = clean(*words, code=1)
    assert line.startswith("nrc-reader: out: another run writes there, held by pid ")
    assert run.end() == (0, [])
    assert len(list(rows_in(here / "out"))) == 2000


def test_input_that_is_broken_in_the_middle_gives_what_comes_before(here: Path, elsewhere: str) -> None:
    packed = gzip.compress(write_pages(here / "pages", 400).read_bytes())
    (here / "in.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    said = clean("--dask", elsewhere, "-o", "out", "in.jsonl.gz", code=1)
    rows = list(rows_in(here / "out"))
    assert 50 < len(rows) < 400
    assert [row["source"] for row in rows] == [f"in.jsonl.gz#{number}" for number in range(1, len(rows) + 1)]
    assert any("in.jsonl.gz: is damaged or cut off" in line for line in said)
    shutil.rmtree(here / "out")


def test_a_pipe_among_the_paths_is_a_failed_page(here: Path, elsewhere: str) -> None:
    os.mkfifo(here / "pipe.txt")
    said = clean("--dask", elsewhere, "-o", "out", "pipe.txt", code=1)
    assert said[0].startswith("nrc-reader: pipe.txt: is not a regular file")
    assert [row["source"] for row in errors_in(here / "out")] == ["pipe.txt"]


def test_a_cluster_elsewhere_cleans_as_one_here(here: Path, elsewhere: str) -> None:
    write_pages(here / "in.jsonl", 120)
    assert clean("--dask", elsewhere, "-o", "out", "--shard-size", "50", "in.jsonl") == []
    done = subprocess.run([*READER, "clean", "-f", "json", "in.jsonl"], capture_output=True, timeout=250)
    assert b"".join(part.read_bytes() for part in sorted((here / "out").glob("part-*"))) == done.stdout
    assert json.loads(done.stdout.splitlines()[0])["source"] == "in.jsonl#1"
