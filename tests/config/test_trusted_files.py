"""A settings file in somebody else's folder: what is harmless counts, the rest only once the user has trusted it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.config import settings_file
from reader.config.settings import PROJECT_FILE, Settings, SettingsError
from reader.config.settings_sources import load, trust_folder
from reader.config.trusted_files import distrust, is_trusted, trust

ROOT = Path(__file__).parents[2]
HARMLESS = """\
theme = "nord"
text_width = 72
mouse = false
link_kinds = ["refines"]
[colours]
passage = "red"
[keys]
undo = "U"
[[labels]]
name = "fact"
key = "z"
"""
GUARDED = {
    "detector": 'detector = "spacy:planted"',
    "store": 'store = "elsewhere"',
    "gazetteer": 'gazetteer = "/etc/passwd"',
    "guideline": 'guideline = "/etc/passwd"',
    "max_file_bytes": "max_file_bytes = 1000000000000",
    "commands": 'commands = [{key = "t", title = "mine", command = "touch ran"}]',
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a home of its own, and a module that says when it is imported."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "planted.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT), str(tmp_path / "modules"))))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def loaded(**choices: Any) -> Settings:
    return load(environment=choices.pop("environment", {}), **choices)


def run(*words: str, code: int = 0) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-m", "reader", *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def test_what_is_harmless_counts_without_a_word(here: Path) -> None:
    (here / PROJECT_FILE).write_text(HARMLESS)
    found = loaded()
    assert (found.theme, found.text_width, found.mouse, found.link_kinds) == ("nord", 72, False, ("refines",))
    assert ([one.name for one in found.labels], found.keys, found.colours) == (
        ["fact"], {"undo": ("U",)}, {"passage": "red"},
    )  # fmt: skip
    assert found.not_used == ()


@pytest.mark.parametrize("name", GUARDED)
def test_what_runs_or_writes_elsewhere_does_not_count_and_one_line_says_so(here: Path, name: str) -> None:
    (here / PROJECT_FILE).write_text(f"{GUARDED[name]}\ntext_width = 72\n")
    found = loaded()
    assert getattr(found, name) == getattr(Settings(), name)
    assert found.text_width == 72
    assert found.not_used == (f"{here / PROJECT_FILE}: {name} not used (nrc-reader trust allows it)",)


def test_every_setting_that_is_not_known_to_be_harmless_waits_for_trust(here: Path) -> None:
    (here / PROJECT_FILE).write_text("\n".join(GUARDED.values()))
    assert [line.count(", ") for line in loaded().not_used] == [len(GUARDED) - 1]


@pytest.mark.parametrize("text", ['detector = "rules"', 'detector = "auto"', "max_file_bytes = 1000"])
def test_what_names_nothing_and_lifts_no_guard_counts(here: Path, text: str) -> None:
    (here / PROJECT_FILE).write_text(text)
    found = loaded()
    assert found.not_used == ()
    assert repr(getattr(found, text.split(maxsplit=1)[0])) in text.replace('"', "'")


WRONG = {
    "no TOML": ("text_width = 72\nmouse = ", ":2: not valid TOML: Invalid value; the file is not used", 80),
    "no setting": ("text_width = 72\ncolour = 'red'", ":2: colour is not a setting", 72),
    "no value of it": ("text_width = 72\ntheme = 'foo'", ":2: theme 'foo' is not a theme", 72),
    "no label": ("text_width = 72\n[[labels]]\nname = 'fact'", ":2: labels each need a name and a key", 72),
    "not UTF-8": (b"text_width = 72 # \xe9", ": is not UTF-8 (save it as UTF-8); the file is not used", 80),
    "much too large": (b"#" * (1 << 21), ": is larger than 1 MiB (shorten it); the file is not used", 80),
}


@pytest.mark.parametrize(("text", "said", "width"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_projects_file_is_left_out_with_a_line_and_stops_nothing(
    here: Path, text: str | bytes, said: str, width: int
) -> None:
    path = here / PROJECT_FILE
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = loaded()
    assert found.text_width == width
    assert [line.startswith(f"{path}{said}") for line in found.not_used] == [True]
    (here / "a.txt").write_text("A title\n\nA sentence that is long enough to be one.\n")
    printed, complaints = run("clean", "a.txt")
    assert "A sentence" in printed
    assert complaints.count("\n") == 1
    assert said.split(";", maxsplit=1)[0] in complaints


def test_of_a_file_of_mistakes_ten_are_told_and_its_lines_are_looked_through_once(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []
    look = settings_file._Lines.__init__
    monkeypatch.setattr(
        settings_file._Lines, "__init__", lambda lines, text: (texts.append(text), look(lines, text))[1]
    )
    for text in ("".join(f"a{number} = 1\n" for number in range(5000)), "".join(f"[a{n}]\n" for n in range(5000))):
        (here / PROJECT_FILE).write_text(text)
        found = loaded()
        assert len(found.not_used) == 11
        assert found.not_used[9].startswith(f"{here / PROJECT_FILE}:10: a9 is not a setting")
        assert "more mistakes" in found.not_used[10]
    assert len(texts) <= 4
    (here / PROJECT_FILE).write_text("[keys]\n" + "".join(f"a{number} = 'x'\n" for number in range(5000)))
    assert [line.partition(": ")[2] for line in loaded().not_used] == [
        "keys must be 300 actions at most; this is not used"
    ]


def test_a_mistake_in_a_file_that_the_user_trusts_stops_as_in_the_users_own(here: Path) -> None:
    text = f"{GUARDED['detector']}\ntext_width = 7\n"
    (here / PROJECT_FILE).write_text(text)
    assert loaded().detector == "auto"
    trust(trust_folder(), here / PROJECT_FILE, text)
    with pytest.raises(SettingsError, match=r":2: text_width must be"):
        loaded()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[keys]\nundo = 'j'", "the key 'j' starts both"),
        ("[keys]\nfly = 'f'", "[keys] names 'fly', which is no action"),
        ("[[labels]]\nname = 'fact'\nkey = 'x'", "the key 'x' starts both"),
    ],
)
def test_keys_and_labels_of_a_projects_file_that_clash_are_left_out(here: Path, text: str, said: str) -> None:
    (here / PROJECT_FILE).write_text(f"text_width = 72\n{text}\n")
    printed, complaints = run("keys")
    assert "undo" in printed
    assert complaints.count("\n") == 1
    assert f"{here / PROJECT_FILE}:3: {said}" in complaints or f"{here / PROJECT_FILE}:2: {said}" in complaints
    assert "of that file are not used" in complaints


def test_keys_of_the_users_own_file_that_clash_still_stop(here: Path) -> None:
    (here / "mine.toml").write_text("[keys]\nundo = 'j'")
    (here / PROJECT_FILE).write_text("[[labels]]\nname = 'fact'\nkey = 'f'")
    assert "the key 'j' starts both" in run("--config", "mine.toml", "keys", code=1)[1]


def test_a_trusted_file_counts_until_it_changes_moves_or_is_distrusted(here: Path) -> None:
    path = here / PROJECT_FILE
    text = "\n".join(GUARDED.values())
    path.write_text(text)
    trust(trust_folder(), path, text)
    assert (loaded().detector, loaded().store, loaded().not_used) == ("spacy:planted", here / "elsewhere", ())
    path.write_text(text + "\n")
    assert loaded().detector == "auto"
    path.write_text(text)
    assert loaded().detector == "spacy:planted"
    (here / "deep").mkdir()
    (here / "deep" / PROJECT_FILE).write_text(text)
    assert loaded(folder=here / "deep").store is None
    assert distrust(trust_folder(), path) == 1
    assert loaded().detector == "auto"
    assert distrust(trust_folder(), path) == 0


def test_a_file_in_a_parent_folder_and_one_that_is_a_link_wait_too(here: Path, tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(GUARDED["detector"])
    (tmp_path / PROJECT_FILE).symlink_to("real.toml")
    assert loaded().detector == "auto"
    trust(trust_folder(), tmp_path / PROJECT_FILE, GUARDED["detector"])
    assert loaded().detector == "spacy:planted"
    (tmp_path / "real.toml").write_text(GUARDED["store"])  # what the link leads to has changed
    assert loaded().store is None
    (here / PROJECT_FILE).symlink_to(tmp_path / "real.toml")
    assert [line.startswith(str(here)) for line in loaded().not_used] == [True]


def test_what_the_user_names_is_the_users_word(here: Path) -> None:
    (here / "mine.toml").write_text(GUARDED["detector"])
    for found in (loaded(config="mine.toml"), loaded(environment={"NRC_READER_CONFIG": "mine.toml"})):
        assert (found.detector, found.not_used) == ("spacy:planted", ())
    (here / PROJECT_FILE).write_text(GUARDED["detector"] + "\n" + GUARDED["store"])
    assert loaded(config=PROJECT_FILE).not_used == ()
    said = loaded(store="S", environment={"NRC_READER_DETECTOR": "rules"})
    assert (said.store, said.detector, said.not_used) == (Path("S"), "rules", ())


@pytest.mark.parametrize("way", ["link", "other place", "pipe", "folder"])
def test_a_record_that_is_not_the_users_own_proves_nothing(here: Path, tmp_path: Path, way: str) -> None:
    path = here / PROJECT_FILE
    trust(trust_folder(), path, "x")
    (record,) = trust_folder().iterdir()
    assert is_trusted(trust_folder(), path, "x")
    assert trust_folder().stat().st_mode & 0o077 == 0
    data = record.read_bytes()
    record.unlink()
    if way == "link":
        (tmp_path / "planted").write_bytes(data)
        record.symlink_to(tmp_path / "planted")
    elif way == "pipe":
        os.mkfifo(record)
    elif way == "folder":
        record.mkdir()
    else:
        record.write_bytes(b"/somewhere/else")
    assert not is_trusted(trust_folder(), path, "x")


# ---- from the shell


def test_code_that_a_strangers_settings_name_never_runs_whether_trusted_or_not(here: Path, tmp_path: Path) -> None:
    (here / PROJECT_FILE).write_text(GUARDED["detector"])
    (here / "one.txt").write_text("The council met in Geneva on Monday.")
    out, said = run("entities", "one.txt")
    assert "Geneva" in out
    assert said.startswith(f"nrc-reader: {here / PROJECT_FILE}: detector not used (nrc-reader trust")
    run("trust")
    _, said = run("entities", "one.txt", code=1)
    assert said == "nrc-reader: the package planted is not a spaCy model (it was not loaded; choose detector = auto)\n"
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("words", [["stats"], ["export"], ["check"], ["keys"], ["clean", "one.txt"], ["log"]])
def test_nothing_is_made_where_an_untrusted_file_points(here: Path, words: list[str]) -> None:
    (here / "one.txt").write_text("The council met in Geneva on Monday.")
    (here / PROJECT_FILE).write_text(GUARDED["store"])
    _, said = run(*words, code=1 if words == ["log"] else 0)
    assert sum("nrc-reader trust" in line for line in said.splitlines()) == 1
    assert sorted(path.name for path in here.iterdir()) == [PROJECT_FILE, "one.txt"]


def test_trust_says_what_counts_from_now_on_and_can_be_taken_back(here: Path) -> None:
    (here / PROJECT_FILE).write_text('store = "S"\ntheme = "nord"\ndetector = "NAME:x"')
    (here / "deep").mkdir()
    os.chdir(here / "deep")
    out, said = run("trust")
    assert out.splitlines()[0].startswith(f"{here / PROJECT_FILE}: trusted until it changes")
    assert out.splitlines()[1:] == [f"  store = {here / 'S'}", "  detector = NAME:x"]
    assert said == ""
    assert run("stats")[0].splitlines()[0].endswith(str(here / "S"))
    assert "not trusted any more" in run("trust", "--revoke")[0]
    assert "store, detector not used" in run("stats")[1]
    assert "was not trusted" in run("trust", "--revoke", code=1)[1]


def test_trust_of_what_needs_none_or_cannot_be_used_is_one_line(here: Path) -> None:
    assert "no .nrc-reader.toml here or in a parent" in run("trust", code=1)[1]
    assert "only a .nrc-reader.toml needs trust" in run("trust", "other.toml", code=1)[1]
    assert run("trust", PROJECT_FILE, code=1)[1].count("\n") == 1
    (here / PROJECT_FILE).write_text("theme = ")
    assert ":1: not valid TOML" in run("trust", code=1)[1]
    (here / PROJECT_FILE).write_text(HARMLESS)
    assert "nothing in it needs trust" in run("trust", str(here))[0]
    assert not trust_folder().exists()


def test_a_state_folder_that_cannot_be_written_is_said(here: Path) -> None:
    (here / PROJECT_FILE).write_text(GUARDED["store"])
    trust_folder().parent.parent.mkdir(parents=True)
    trust_folder().parent.write_text("in the way")
    said = run("trust", code=1)[1]
    assert "not done" in said
    assert said.count("\n") == 1
