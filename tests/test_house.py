"""The house stands as it is drawn: who imports whom, how long a module is, and that no machine's paths are in it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "reader").rglob("*.py"))
#: Near 300, as the design says; more is a module that decides two things.
LONGEST = 330


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that git knows and that are there."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and the checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=200)
    files = [ROOT / one for one in done.stdout.split("\0") if one]
    assert files
    return [path for path in files if path.is_file()]


def test_the_import_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("needs import-linter beside this Python")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_part_of_the_house_is_in_the_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    parts = {path.stem if path.suffix else path.name for path in (ROOT / "reader").iterdir()}
    parts -= {"__init__", "__main__", "__pycache__", "py"}
    assert [part for part in sorted(parts) if f'"reader.{part}"' not in contract] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_short_and_says_what_it_decides(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    docstring = ast.get_docstring(ast.parse(text))
    assert docstring
    assert docstring.count("\n") < 8


def test_nothing_outside_ui_imports_textual_and_cli_never_at_the_top() -> None:
    found = {
        name(path)
        for path in MODULES
        if "ui" not in path.relative_to(ROOT).parts
        and re.search(r"^\s*(?:import|from)\s+textual\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert found == set()
    cli = (ROOT / "reader" / "cli.py").read_text(encoding="utf-8")
    assert not re.search(r"^(?:import|from)\s+reader\.ui", cli, re.MULTILINE)


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [name(path) for path in MODULES if path.stem in {"utils", "util", "helpers", "misc", "common"}] == []


def test_no_path_of_a_machine_and_no_registry_is_named(tracked: list[Path]) -> None:
    folders = "|".join(("home/[a-z]", "root/", "Users/[A-Za-z]", "work/"))
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "conda" + r"\.io"))
    pattern = re.compile(rf"(?<![\w.~)}}/-])/(?:{folders})|{hosts}")
    found = []
    for path in tracked:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, or a page in another encoding
        found += [f"{name(path)}: {match[0]}" for match in pattern.finditer(text) if path != Path(__file__)]
    assert found == []


def test_no_group_is_repeated_possessively_where_an_early_python_would_give_other_matches() -> None:
    """Early 3.11 forgets to step back after a possessive group; in ``tags.py`` it would step over white space only."""
    risky = re.compile(r"\)[*?+]\+")
    found = [
        path.name
        for path in sorted((ROOT / "reader").rglob("*.py"))
        if path.name not in {"tags.py", "web.py"} and risky.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_coroutine_is_made_before_its_turn() -> None:
    """One that was handed over and never began is a warning where the reader ends meanwhile."""
    calls = [
        f"{path.name}:{number}"
        for path in (ROOT / "reader" / "ui").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "run_worker(" in line and "def " not in line
    ]
    assert [call.partition(":")[0] for call in calls] == ["desk.py"], calls
