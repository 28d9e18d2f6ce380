"""The house stands as it is drawn: who imports whom, how long a module is, and that no machine's paths are in it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Container
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "reader").rglob("*.py"))
#: Lines of a module: more is one that decides two things. It is cut where a subject ends, not at a number.
LONGEST = 400
#: Modules of a folder.
MOST_MODULES = 25


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


def test_every_folder_of_the_program_may_not_import_textual_but_ui() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("source_modules", 1)[1]
    folders = {path.parent.relative_to(ROOT / "reader").parts[0] for path in MODULES if path.parent != ROOT / "reader"}
    assert [one for one in sorted(folders - {"ui", "commands"}) if f'"reader.{one}"' not in contract] == []


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path, known: Container[str]) -> set[str]:
    """The modules of ours that one imports: at the top, inside functions, and for types alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = (f"{node.module}.{one.name}" for one in node.names)
            found |= {one if one in known else node.module for one in names}
    return {one for one in found if one in known}


def test_no_module_imports_itself_by_way_of_others_not_in_functions_and_not_for_types() -> None:
    paths = {dotted(path): path for path in MODULES}
    graph = {one: imported(path, paths) - {one} for one, path in paths.items()}
    assert sum(map(len, graph.values())) > 1_000
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        raise AssertionError(circle.args[1]) from None


def test_a_folder_can_be_taken_in_at_one_look() -> None:
    folders = Counter(path.parent for path in MODULES if path.stem != "__init__")
    assert {name(folder): count for folder, count in folders.items() if count > MOST_MODULES} == {}


def test_a_name_of_a_module_stands_for_one_thing() -> None:
    names = Counter(path.stem for path in MODULES if path.stem != "__init__")
    assert [one for one, count in names.items() if count > 1] == []


def test_the_folders_of_the_tests_are_those_of_the_program() -> None:
    apart = {"benchmarks", "torture", "data", "__pycache__", "__snapshots__"}
    folders = [path for path in (ROOT / "tests").rglob("*") if path.is_dir()]
    ours = {path.relative_to(ROOT / "tests") for path in folders if not apart & {*path.parts}}
    assert len(ours) > 15
    assert [one.as_posix() for one in sorted(ours) if not (ROOT / "reader" / one).is_dir()] == []


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
    """Early 3.11 forgets to step back after a possessive group; ``html_tokens.py`` would step over white space only."""
    risky = re.compile(r"\)[*?+]\+")
    found = [
        path.name
        for path in sorted((ROOT / "reader").rglob("*.py"))
        if path.name not in {"html_tokens.py", "web.py"} and risky.search(path.read_text(encoding="utf-8"))
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
    assert [call.partition(":")[0] for call in calls] == ["main_display.py"], calls


def test_no_property_is_stopped_by_the_clock() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
