"""The wheel, installed into a new environment outside the checkout: commands, styles, tables, samples, first screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from reader import __version__
from reader.manual import PAGES, page
from tests.terminal import Terminal
from tests.wheels import ROOT, build_wheel

pytestmark = pytest.mark.timeout(300)  # without hatchling at hand, build fetches it first


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, freshly built."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of a new environment with the wheel; its dependencies are those of the environment that runs this.

    A path in a ``.pth`` file is searched after the environment's own folder, and ``.pth`` files there are not read:
    an editable checkout is out of reach.
    """
    environment = tmp_path_factory.mktemp("environment")
    commands = environment / "bin"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True, timeout=100)
    install = ["install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", commands / "python", *install], check=True, timeout=100)
    (packages,) = environment.glob("lib/python*/site-packages")
    places = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "dependencies.pth").write_text("\n".join(sorted(places)) + "\n")
    return commands


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder outside the checkout, and a home of its own."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_", "PYTHON"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    assert not tmp_path.is_relative_to(ROOT)
    return tmp_path / "empty"


def output(*words: str | Path) -> str:
    done = subprocess.run([*words], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def package(installed: Path) -> Path:
    """The folder of the package that the new environment imports."""
    return Path(output(installed / "python", "-c", "import reader; print(reader.__file__)").strip()).parent


def test_everything_that_the_program_needs_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    needed = {path.relative_to(ROOT).as_posix() for path in (ROOT / "reader").rglob("*") if path.is_file()}
    needed = {path for path in needed if "__pycache__" not in path and not path.endswith(".pyc")}
    needed |= {f"reader/samples/{path.name}" for path in (ROOT / "seeds").iterdir() if not path.name.startswith(".")}
    assert {"reader/py.typed", "reader/ui/reader.tcss", "reader/samples/README.md", "reader/manual/keys.md"} < needed
    assert any(path.startswith("reader/entities/") and not path.endswith(".py") for path in needed)
    assert sorted(needed - inside) == []


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {path.split("/")[0] for path in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"reader", f"nrc_reader-{__version__}.dist-info"}


def test_the_new_environment_imports_the_wheel_and_not_the_checkout(installed: Path) -> None:
    assert package(installed).is_relative_to(installed.parent)


def test_the_command_and_the_module_are_there(installed: Path) -> None:
    for words in ([installed / "nrc-reader"], [installed / "python", "-m", "reader"]):
        assert output(*words, "--version") == f"nrc-reader {__version__}\n"
        assert "commands" in output(*words, "--help")


def test_every_page_of_the_manual_is_there_and_the_sources_hold_it_too(installed: Path) -> None:
    for topic in PAGES:
        assert output(installed / "nrc-reader", "help", topic) == page(topic)
    with (ROOT / "pyproject.toml").open("rb") as file:
        included = tomllib.load(file)["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    assert {"/reader", "/README.md"} <= set(included)


def test_the_bundled_samples_come_out_clean(installed: Path) -> None:
    samples = package(installed) / "samples"
    articles = [
        json.loads(line) for line in output(installed / "nrc-reader", "clean", "-f", "json", samples).splitlines()
    ]
    assert len(articles) == len([path for path in samples.iterdir() if path.name != "README.md"])
    assert all(one["title"] and len(one["text"]) > 500 and one["dropped"] for one in articles)


def test_names_are_found_with_the_tables_of_the_wheel(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    Path("one.txt").write_text("The envoy met Angela Merkel in Berlin, Germany, on Monday.")
    found = json.loads(output(installed / "nrc-reader", "entities", "-f", "json", "one.txt"))["entities"]
    assert {"Germany": "country", "Berlin": "place"}.items() <= {one["name"]: one["kind"] for one in found}.items()


def test_without_words_the_reader_opens_the_bundled_samples(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    samples = sorted(path for path in (package(installed) / "samples").iterdir() if path.name != "README.md")
    article = json.loads(output(installed / "nrc-reader", "clean", "-f", "json", samples[0]))
    with Terminal([str(installed / "nrc-reader")], columns=100) as terminal:
        terminal.wait(article["title"][:20], timeout=200)
        terminal.settle()
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
