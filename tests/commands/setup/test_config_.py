"""``nrc-reader config``: what is in force and why, a file to begin with, and every mistake with its line."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from reader.config.settings import PROJECT_FILE, Settings
from reader.config.settings_file import with_file
from reader.config.settings_sources import load, user_file
from reader.config.settings_template import settings_template
from reader.ui.keymap.action_table import resolved
from tests.commands.setup.conftest import Run

#: Fields of the settings that no file sets.
ABOUT = {"key_places", "places", "not_used", "without_project"}


def rows(text: str) -> dict[str, tuple[str, str]]:
    found = (re.fullmatch(r"(\S+) = (.*?)  \((.*)\)", line) for line in text.splitlines())
    return {row[1]: (row[2], row[3]) for row in found if row}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# ---- what is in force


def test_without_any_file_every_setting_is_listed_with_its_default(run: Run, home: Path) -> None:
    done = run("config")
    found = rows(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(found) == {one.name for one in fields(Settings)} - ABOUT - {"keys", "colours"}
    assert found["text_width"] == ("80", "default")
    assert found["labels"] == ("claim (c), evidence (e), opinion (o)", "default")
    assert found["store"] == (str(home / ".local/share/nrc-reader/annotations"), "default: no store is here or above")
    assert found["annotator"][1] == "login name"


def test_each_value_says_what_names_it(run: Run) -> None:
    own = write(user_file(), 'text_width = 60\n\ntheme = "nord"\n[keys]\nnext_sentence = "n"\nnext_hit = "ctrl+n"\n')
    project = write(Path.cwd() / PROJECT_FILE, 'text_width = 70\n[colours]\nbar = "red"\n')
    found = rows(run("--annotator", "ann", "config", "--store", "tags", NRC_READER_DETECTOR="rules").stdout)
    assert found["text_width"] == ("70", f"{project}:1")
    assert found["theme"] == ("nord", f"{own}:3")
    assert found["keys.next_sentence"] == ("n", f"{own}:5")
    assert found["colours.bar"] == ("red", f"{project}:2")
    assert found["detector"] == ("rules", "NRC_READER_DETECTOR")
    assert found["store"] == ("tags", "--store")
    assert found["annotator"] == ("ann", "--annotator")


def test_a_store_that_is_found_is_named_with_where_it_was_found(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (Path.cwd() / "annotations").mkdir()
    assert rows(run("config").stdout)["store"] == (str(Path.cwd() / "annotations"), "found here")
    (Path.cwd() / "deep").mkdir()
    there = str(Path.cwd() / "annotations")
    monkeypatch.chdir("deep")
    assert rows(run("config").stdout)["store"] == (there, "found above this folder")


def test_a_theme_that_was_chosen_while_reading_is_in_force_and_says_so(run: Run) -> None:
    from reader.config.kept_choices import keep_choice

    keep_choice("theme", "gruvbox")
    assert rows(run("config").stdout)["theme"] == ("gruvbox", "chosen in the reader")
    write(user_file(), 'theme = "nord"\n')
    assert rows(run("config").stdout)["theme"] == ("nord", f"{user_file()}:1")


def test_what_waits_for_trust_is_told_beside_it(run: Run) -> None:
    write(Path.cwd() / PROJECT_FILE, 'store = "elsewhere"\n')
    done = run("config")
    assert "store not used (nrc-reader trust allows it)" in done.stderr
    assert "elsewhere" not in done.stdout


# ---- the file


def test_the_path_is_printed_alone_whether_a_file_is_there_or_not(run: Run) -> None:
    assert run("config", "--path").stdout == f"{user_file()}\n"
    named = str(Path.cwd() / "named.toml")
    assert run("config", "--path", "--config", "named.toml").stdout == f"{named}\n"
    assert run("config", "--path", NRC_READER_CONFIG=named).stdout == f"{named}\n"


def test_a_file_is_begun_that_changes_nothing_and_is_found_in_order(run: Run) -> None:
    done = run("config", "--init")
    assert (done.returncode, done.stderr) == (0, "")
    assert with_file(Settings(), user_file()) == Settings()
    assert run("config", "--check").stdout == f"{user_file()}: nothing is wrong\n"


def test_a_file_that_is_there_is_never_written_over(run: Run, tmp_path: Path) -> None:
    write(user_file(), "# mine\n")
    done = run("config", "--init")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"nrc-reader: {user_file()}: is there already, and stays as it is")
    assert user_file().read_text() == "# mine\n"
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "nowhere.toml")
    assert run("config", "--init", "--config", str(link)).returncode == 1
    assert not (tmp_path / "nowhere.toml").exists()


def test_where_nothing_can_be_written_one_line_says_so(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "file", "")
    done = run("config", "--init", "--config", str(tmp_path / "file" / "config.toml"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "not written" in done.stderr


def test_the_file_names_every_setting_and_its_lines_can_be_used(tmp_path: Path) -> None:
    text = settings_template()
    lines = [line.removeprefix("#:") for line in text.splitlines() if not line.startswith("# ")]
    for field in fields(Settings):
        assert field.name in ABOUT or any(re.match(rf"\[*{field.name}\b", line) for line in lines), field.name
    settings = with_file(Settings(), write(tmp_path / "config.toml", "\n".join(lines)))
    assert resolved(settings)
    for name in ("labels", "link_kinds", "theme", "text_width", "mouse", "detector", "max_file_bytes"):
        assert getattr(settings, name) == getattr(Settings(), name), name
    assert all(len(line) <= 100 for line in text.splitlines() if line.startswith("# "))


# ---- mistakes


def test_every_mistake_of_every_file_is_reported_with_its_line(run: Run) -> None:
    own = write(user_file(), 'text_width = 5\ncolour = "red"\n\n[colours]\nnose = "red"\n')
    project = write(Path.cwd() / PROJECT_FILE, 'mouse = "no"\n')
    done = run("config", "--check")
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(" ")[1] for line in done.stderr.splitlines()] == [
        f"{own}:1:", f"{own}:2:", f"{own}:5:", f"{project}:1:"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text_width = \n", ":1: not valid TOML"),
        ('[keys]\nnext_sentence = "q"\n', ":2: "),
        ('[keys]\nno_such_action = "q"\n', ":2: "),
        ('store = "nowhere://x"\n', ":1: store must be a path"),
    ],
)
def test_a_file_that_cannot_be_used_is_reported_in_one_line(run: Run, text: str, said: str) -> None:
    path = write(user_file(), text)
    done = run("config", "--check")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{path}{said}" in done.stderr


def test_variables_and_options_are_checked_too(run: Run) -> None:
    assert "NRC_READER_THEME" in run("config", "--check", NRC_READER_THEME="pink").stderr
    assert run("config", "--check", "--config", "gone.toml").returncode == 1
    assert run("config", "--check", "--store", "nowhere://x").returncode == 1


def test_without_a_mistake_the_files_are_named(run: Run) -> None:
    assert "no settings file is there" in run("config", "--check").stdout
    project = write(Path.cwd() / PROJECT_FILE, 'theme = "nord"\n')
    assert run("config", "--check").stdout == f"{project}: nothing is wrong\n"
    assert load(environment={}).theme == "nord"


def test_only_one_of_them_at_a_time(run: Run) -> None:
    done = run("config", "--check", "--init")
    assert done.returncode == 2
