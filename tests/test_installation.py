"""Installed as users do it, without the lock file: with old and new pips, and the lowest versions that we allow."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sources.builders import FIRST, every_format
from tests.terminal import Terminal
from tests.wheels import ROOT, build_wheel, environment_of_a_user

#: The pip that the first release of each Python brings.
OLDEST_PIP = {(3, 11): "22.3", (3, 12): "23.2.1", (3, 13): "24.2", (3, 14): "25.2"}
EXTRAS = {"a.pdf": "pypdfium2", "a.warc": "warcio"}
LONGEST_S = 1500
pytestmark = pytest.mark.timeout(LONGEST_S)


def lowest_versions() -> str:
    """The lower end of each range in pyproject.toml, as constraints for pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["pdf"], *extras["warc"], *extras["dask"]]
    found = [re.match(r"([\w-]+)(?:>=|==)([\w.]+)", line) for line in lines]
    assert all(found), "a requirement without a lower end"
    return "".join(f"{one[1]}=={one[2]}\n" for one in found if one)


class Installation:
    """A new environment, and the program in it."""

    def __init__(self, folder: Path) -> None:
        self.commands = folder / "environment" / "bin"
        self.files = folder / "files"
        self._variables = environment_of_a_user(folder / "home")
        venv.create(folder / "environment", with_pip=True)
        self.files.mkdir()
        for name, data in every_format().items():
            (self.files / name).write_bytes(data)

    def pip(self, *words: str) -> None:
        """Install; words as pip takes them. Byte code is made of what is imported alone, not of half a gigabyte."""
        self.run(
            "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-compile",
            "--disable-pip-version-check",
            *words,
            fails=False,
        )

    def run(self, name: str, *words: str, fails: bool | None = None) -> subprocess.CompletedProcess[str]:
        """One of the environment's commands, among the files; ``fails``: whether it has to."""
        done = subprocess.run(
            [self.commands / name, *words],
            capture_output=True,
            text=True,
            cwd=self.files,
            env=self._variables,
            timeout=LONGEST_S,
        )
        assert fails is None or bool(done.returncode) == fails, done.stdout + done.stderr
        return done

    def opened(self) -> dict[str, str]:
        """The text of each file that opens, by its name."""
        lines = self.run("nrc-reader", "clean", "-f", "json", *sorted(every_format())).stdout.splitlines()
        return {(one := json.loads(line))["source"].partition("#")[0]: one["text"] for line in lines}


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    yield Installation(tmp_path)
    shutil.rmtree(tmp_path / "environment")  # half a gigabyte


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel; skips where nothing can be installed because there is no network."""
    probe = tmp_path_factory.mktemp("probe")
    words = ["download", "--quiet", "--no-deps", "--no-cache-dir", "--dest", str(probe), "tinydb"]
    if subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, timeout=300).returncode:
        pytest.skip("needs a package index, which cannot be reached")
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def assert_all_works(installation: Installation) -> None:
    """A file of every format opens, the model finds names, and the reader shows an article."""
    opened = installation.opened()
    assert set(opened) == set(every_format())
    assert {name for name, text in opened.items() if FIRST[:40] not in text} == set()
    names = installation.run("nrc-reader", "entities", "-f", "json", "a.html", fails=False)
    assert "Lindholm" in {one["name"] for one in json.loads(names.stdout)["entities"]}
    assert names.stderr == "", "names were found by rules alone"
    assert "commands" in installation.run("nrc-reader", "--help", fails=False).stdout
    with Terminal([str(installation.commands / "nrc-reader"), str(installation.files)], columns=100) as terminal:
        terminal.wait(FIRST[:20], timeout=120)
        terminal.send("q")
        assert terminal.wait_for_exit() == 0


def test_the_oldest_pip_installs_a_reader_that_works_and_its_advice_brings_the_rest(
    installation: Installation, wheel: Path
) -> None:
    installation.pip(f"pip=={OLDEST_PIP[sys.version_info[:2]]}")
    installation.pip(str(wheel))
    assert set(installation.opened()) == set(every_format()) - set(EXTRAS)
    said = installation.run("nrc-reader", "clean", *EXTRAS, fails=True).stderr
    for name, library in EXTRAS.items():
        (line,) = [one for one in said.splitlines() if one.startswith(f"nrc-reader: {name}: ")]
        advice = re.search(r"\(to install it: (.*)\)$", line)
        assert advice is not None
        assert f"needs the library {library}, which is missing" in line
        python, *words = shlex.split(advice[1])
        assert Path(python).parent == installation.commands
        installation.run("python", *words, fails=False)
    assert_all_works(installation)


def newest_pip(installation: Installation) -> list[str]:
    installation.pip("--upgrade", "pip")
    return []


def lowest(installation: Installation) -> list[str]:
    if sys.version_info[:2] != (3, 11):
        pytest.skip("the lowest versions are those that the oldest Python has; newer ones have no wheels of them")
    (installation.files.parent / "lowest.txt").write_text(lowest_versions())
    return ["--constraint", str(installation.files.parent / "lowest.txt")]


@pytest.mark.parametrize("prepared", [newest_pip, lowest])
def test_every_format_opens_with(
    installation: Installation, wheel: Path, prepared: Callable[[Installation], list[str]]
) -> None:
    installation.pip(*prepared(installation), f"{wheel}[all,dask]")
    assert_all_works(installation)
    cluster = ["--dask", "local", "--jobs", "1", "--output", str(installation.files.parent / "out"), "a.html", "a.txt"]
    installation.run("nrc-reader", "clean", *cluster, fails=False)
    shard = (installation.files.parent / "out" / "part-00000.jsonl").read_bytes()
    assert [json.loads(line)["source"] for line in shard.splitlines()] == ["a.html", "a.txt"]
