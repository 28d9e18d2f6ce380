"""Settings: which source wins, what a mistake says, and where the store is."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reader.config.label import DEFAULT_LABELS, Label
from reader.config.own_command import OwnCommand
from reader.config.settings import PROJECT_FILE, Settings, SettingsError, annotator_name
from reader.config.settings_sources import load, store_address
from reader.store import settled_store
from reader.ui.keymap.action_table import KeyTableError, resolved, with_labels


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, so that no test sees the settings of whoever runs it."""
    home = tmp_path / "home"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("NRC_READER_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return home


def user_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("nrc-reader", appauthor=False) / "config.toml"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(environment: Mapping[str, str] | None = None, **choices: Any) -> Settings:
    return load(environment=environment or {}, **choices)


def test_without_any_file_the_defaults_hold() -> None:
    assert loaded() == Settings()
    assert [(one.name, one.key) for one in loaded().labels] == [("claim", "c"), ("evidence", "e"), ("opinion", "o")]


def test_each_source_wins_over_the_one_before_it(tmp_path: Path) -> None:
    names = []
    write(user_file(), 'annotator = "user"\ntheme = "nord"\ntext_width = 60')
    names.append(loaded().annotator)
    write(tmp_path / PROJECT_FILE, 'annotator = "project"\ntext_width = 70')
    names.append(loaded().annotator)
    names.append(loaded({"NRC_READER_ANNOTATOR": "environment"}).annotator)
    names.append(loaded({"NRC_READER_ANNOTATOR": "environment"}, annotator="flag").annotator)
    assert names == ["user", "project", "environment", "flag"]
    assert (loaded().theme, loaded().text_width) == ("nord", 70)


def test_a_file_that_is_named_takes_the_place_of_the_users_own_but_not_of_the_projects(tmp_path: Path) -> None:
    write(user_file(), 'theme = "nord"')
    named = write(tmp_path / "named.toml", 'annotator = "named"\ntext_width = 50')
    write(tmp_path / PROJECT_FILE, "text_width = 70")
    for found in (loaded(config=str(named)), loaded({"NRC_READER_CONFIG": str(named)})):
        assert (found.annotator, found.theme, found.text_width) == ("named", Settings().theme, 70)


def test_the_nearest_project_file_is_taken(tmp_path: Path) -> None:
    write(tmp_path / PROJECT_FILE, 'annotator = "far"')
    write(tmp_path / "work" / PROJECT_FILE, 'annotator = "near"')
    assert loaded().annotator == "near"


@pytest.mark.parametrize("variable", ["store", "annotator", "theme", "detector"])
def test_the_environment_sets(variable: str) -> None:
    value = "nord" if variable == "theme" else "some"
    assert str(getattr(loaded({f"NRC_READER_{variable.upper()}": value}), variable)) == value


def test_a_store_in_a_file_is_seen_from_the_file_and_one_in_a_flag_from_here(tmp_path: Path, home: Path) -> None:
    named = write(tmp_path / "deep" / "named.toml", 'store = "tags"')
    assert loaded(config=str(named)).store == tmp_path / "deep" / "tags"
    assert loaded(store="tags").store == Path("tags")
    write(named, 'store = "~/tags"')
    assert loaded(config=str(named)).store == home / "tags"
    assert loaded(store="~/tags").store == home / "tags"


def test_a_home_that_nobody_has_is_a_name_like_any_other() -> None:
    assert loaded(store="~no-such-user-here/x").store == Path("~no-such-user-here/x")


def test_labels_replace_the_defaults_in_their_order() -> None:
    write(
        Path(PROJECT_FILE), '[[labels]]\nname = "fact"\nkey = "f"\n[[labels]]\nname = "view"\nkey = "i"\ncolour = "red"'
    )
    found = loaded()
    assert found.labels == (Label("fact", "f", "white"), Label("view", "i", "red"))
    assert found.label("view").mark == "i"
    assert found.label("gone").name == "gone"  # what was tagged before is still shown


@pytest.mark.parametrize("colour", ["#0aF9ff", "red", "bright_cyan"])
def test_a_colour_is_six_digits_or_one_that_every_terminal_names(colour: str) -> None:
    write(Path(PROJECT_FILE), f'[[labels]]\nname = "fact"\nkey = "f"\ncolour = "{colour}"')
    assert loaded().labels[0].colour == colour


COMMAND = "[[commands]]\nkey = 't'\ntitle = 'mine'\ncommand = 'tr a b'\n\n"
LABELS = '[[labels]]\nname = "fact"\nkey = "f"\n\n'


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("annotator = ", 1, "TOML"),
        ("mouse = true\nmouse = false\n", 2, "TOML"),
        ('\n\ntheme = "open', 3, "TOML"),
        ('theme = "nord"\ncolour = "red"', 2, "not a setting"),
        (
            'mouse = true\ntheme = "foo"',
            2,
            "theme 'foo' is not a theme: dark, light, contrast, terminal, atom-one-dark",
        ),
        ("annotator = 3", 1, "text"),
        ('annotator = "  "', 1, "text"),
        ('annotator = "a\\u001b[31mb"', 1, "text"),
        ("\n\ntext_width = 10", 3, "from 20 to 400"),
        ("text_width = true", 1, "whole number"),
        ("text_width = 80.5", 1, "whole number"),
        ('mouse = "no"', 1, "true or false"),
        ("max_file_bytes = 0", 1, "whole number"),
        ("labels = []", 1, "list"),
        ('labels = "fact"', 1, "list"),
        ("mouse = true\n[[labels]]\nname = 'fact'", 2, "a key"),
        (LABELS + "[[labels]]\nname = 'fact'\nkey = 'g'", 5, "name 'fact' twice"),
        (LABELS + "[[labels]]\nname = 'view'\nkey = 'f'", 5, "key 'f' twice"),
        (LABELS + "[[labels]]\nname = 'two words'\nkey = 'g'", 5, "name 'two words'"),
        (LABELS + "[[labels]]\nname = 'view'\nkey = 'gg'", 5, "one character"),
        (LABELS + "[[labels]]\nname = 'view'\nkey = 'g'\ncolour = 'redish'", 5, "colour 'redish'"),
        (LABELS + "[[labels]]\nname = 'view'\nkey = 'g'\ncolor = 'red'", 5, "colour"),
        ("keys = 3", 1, "[keys]"),
        ("[keys]\nquit = 'Q'\nundo = 3", 3, "undo"),
        ("[keys]\nquit = 'Q'\nundo = 'ctrl+'", 3, "'ctrl+'"),
        ("[keys]\nquit = 'Q'\n\nundo = 'hyper+z'", 4, "'hyper+z'"),
        ("[keys]\nundo = ['u', 'U z']", 2, "'U z'"),
        ("commands = 3", 1, "list of [[commands]]"),
        (COMMAND + "[[commands]]\nkey = 'u'\ntitle = 'other'", 6, "a key, a title and a command"),
        (COMMAND + "[[commands]]\nkey = 'u'\ntitle = 'mine'\ncommand = 'x'", 6, "title 'mine' twice"),
        (COMMAND + "shell = true", 1, "output and seconds"),
        (COMMAND + "output = 'file'", 1, "output 'file': one of show, note, none"),
        (COMMAND + "seconds = 0", 1, "from 1 to 3600"),
        ("[[commands]]\nkey = 't t'\ntitle = 'a'\ncommand = 'x'", 1, "key 't t'"),
        ("[[commands]]\nkey = 't'\ntitle = 'a'\ncommand = \"tr 'a\"", 1, "cannot be split: no closing quotation"),
        ("[[commands]]\nkey = 't'\ntitle = 'a'\ncommand = ' '", 1, "need a command"),
        ("[[commands]]\nkey = 't'\ntitle = 'a'\ncommand = ['x', 3]", 1, "need a command"),
        (
            "[[commands]]\nkey = 't'\ntitle = 'a\\u001b[31m'\ncommand = 'x'".replace("'a", '"a').replace("m'", 'm"'),
            1,
            "text",
        ),
    ],
)
def test_each_mistake_is_said_in_one_line_with_file_and_line(text: str, number: int, words: str) -> None:
    path = write(user_file(), text)
    with pytest.raises(SettingsError) as caught:
        loaded()
    message = str(caught.value)
    assert message.startswith(f"{path}:{number}: ")
    assert words in message
    assert message.isprintable()
    assert len(message) < len(str(path)) + 350


def test_a_file_that_would_never_end_or_take_minutes_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    label = '[[labels]]\nname = "l%d"\nkey = "%s"\n'
    for text, what in (
        ("[" + ".".join("a" * 100_000) + "]", "config.toml:1: not valid TOML: too many dots in its keys"),
        ("[" + ".".join("a" * 499) + "]\n" + "x = 1\n" * 1000, "not valid TOML: too many dots in its keys"),
        ("".join(f"[{'.'.join([f'a{number}'] * 20)}]\n" for number in range(5000)), "not valid TOML: too many dots"),
        ("#" * (1 << 21), "larger than 1 MiB"),
        ("".join(label % (number, chr(0x4E00 + number)) for number in range(5000)), "labels must be 100 at most"),
    ):
        path.write_text(text)
        with pytest.raises(SettingsError, match=re.escape(what)):
            load(config=str(path))
    path.write_text('annotator = "' + "a.b." * 1000 + '"')
    assert load(config=str(path)).annotator == "a.b." * 1000


@pytest.mark.parametrize("text", ["labels = " + "[" * 10_000, "text_width = " + "9" * 5000], ids=["nested", "huge"])
def test_values_that_no_parser_takes_are_a_mistake_like_any_other(text: str) -> None:
    path = write(user_file(), text)
    with pytest.raises(SettingsError, match="not valid TOML") as caught:
        loaded()
    assert len(str(caught.value)) < len(str(path)) + 150


def test_a_file_may_begin_with_a_byte_order_mark() -> None:
    Path(PROJECT_FILE).write_bytes(b"\xef\xbb\xbfannotator = 'ann'\r\n")
    assert loaded().annotator == "ann"


def test_a_file_that_is_not_utf_8_is_named() -> None:
    write(user_file(), "").write_bytes(b"annotator = '\xe9'\n")
    with pytest.raises(SettingsError, match=r"config\.toml: is not UTF-8"):
        loaded()


@pytest.mark.parametrize("name", ["gone.toml", "no/such/folder.toml", "x" * 5000])
def test_a_named_file_that_is_not_there_is_said(name: str) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        loaded(config=name)


def test_a_folder_in_the_place_of_a_settings_file_is_said_to_be_one() -> None:
    with pytest.raises(SettingsError, match="is a folder"):
        loaded(config=".")


@pytest.mark.parametrize("source", ["flag", "environment"])
def test_an_annotator_is_a_line_of_text_wherever_it_comes_from(source: str) -> None:
    with pytest.raises(SettingsError, match="annotator"):
        loaded(annotator="a\x1b[31m") if source == "flag" else loaded({"NRC_READER_ANNOTATOR": "a\x1b[31m"})


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("THEME", "foo", "'foo' is not a theme: dark, light, contrast, terminal"),
        ("THEME", "a\x1b[31m", "must be a line of text"),
        ("ANNOTATOR", "  ", "must be a line of text"),
        ("DETECTOR", "a\nb", "must be a line of text"),
        ("CONFIG", "gone.toml", "no such settings file"),
    ],
)
def test_a_variable_whose_value_cannot_be_used_is_named(variable: str, value: str, words: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(words)) as caught:
        loaded({f"NRC_READER_{variable}": value})
    assert str(caught.value).startswith(f"NRC_READER_{variable}: ")


def test_where_the_theme_was_named_is_known(tmp_path: Path) -> None:
    assert "theme" not in loaded().places
    path = write(tmp_path / PROJECT_FILE, 'mouse = true\ntheme = "textual-light"')
    assert (loaded().theme, loaded().places["theme"]) == ("textual-light", f"{path}:2")
    assert loaded({"NRC_READER_THEME": "nord"}).places["theme"] == "NRC_READER_THEME"


def test_the_annotator_is_the_one_chosen_else_the_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    assert annotator_name(Settings()) == "login"
    assert annotator_name(Settings(annotator="ann")) == "ann"


def test_the_store_is_the_one_named(tmp_path: Path) -> None:
    (tmp_path / "work" / "annotations").mkdir()
    assert store_address(loaded(store="elsewhere")) == Path("elsewhere")


def test_else_it_is_here_or_in_the_nearest_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "annotations").mkdir()
    assert store_address(Settings()) == tmp_path / "annotations"
    (tmp_path / "work" / "annotations").mkdir()
    assert store_address(Settings()) == tmp_path / "work" / "annotations"
    (tmp_path / "work" / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work" / "deep" / "er")
    assert store_address(Settings()) == tmp_path / "work" / "annotations"


def test_a_link_of_that_name_that_leads_to_no_store_is_none_and_one_line_says_so(tmp_path: Path, home: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "work" / "annotations").symlink_to(tmp_path / "precious")
    found = loaded()
    assert store_address(found).is_relative_to(home)
    link = Path("annotations").absolute()
    assert found.not_used == (f"{link}: links to a folder that is not a store yet, not used (--store {link} uses it)",)
    assert loaded(store="annotations").not_used == ()
    assert store_address(loaded(store="annotations")) == Path("annotations")
    (tmp_path / "precious" / ".nrc-reader").mkdir()
    assert store_address(loaded()) == Path("annotations").absolute()
    assert loaded().not_used == ()


def test_a_file_of_that_name_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "annotations").mkdir()
    (tmp_path / "work" / "annotations").write_text("in the way")
    assert store_address(Settings()) == tmp_path / "annotations"


def test_else_it_is_in_the_users_data_folder_and_not_made_before_it_is_needed(home: Path) -> None:
    found = store_address(Settings())
    assert found.is_relative_to(home)
    assert found.name == "annotations"
    assert not home.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG folders are Linux's")
def test_the_users_folders_follow_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    write(tmp_path / "config" / "nrc-reader" / "config.toml", 'annotator = "xdg"')
    assert store_address(Settings()) == tmp_path / "data" / "nrc-reader" / "annotations"
    assert loaded().annotator == "xdg"


def test_a_key_that_a_later_version_uses_stays_with_what_the_settings_gave_it_to() -> None:
    write(user_file(), "[keys]\nkeep_note = 'ctrl+e'")
    found = {action.id: action.keys for action in resolved(loaded())}
    assert (found["keep_note"], found["edit_note"], found["edit_line"]) == (("ctrl+e",), (), ("ctrl+e",))


def test_a_command_of_ones_own_is_a_line_or_a_list_of_words() -> None:
    text = "output = 'note'\nseconds = 5\n[[commands]]\nkey = 'f5'\ntitle = 'other'\ncommand = ['a b', '', '$c']"
    write(user_file(), COMMAND.strip() + "\n" + text)
    assert loaded().commands == (
        OwnCommand("t", "mine", ("tr", "a", "b"), "note", 5),
        OwnCommand("f5", "other", ("a b", "", "$c"), "show", 60),
    )


def test_the_key_of_a_command_is_named_with_its_line() -> None:
    path = write(user_file(), COMMAND + COMMAND.replace("'t'", "'j'").replace("mine", "other"))
    with pytest.raises(KeyTableError) as caught:
        resolved(loaded())
    assert str(caught.value).startswith(f"{path}:6: the key 'j' starts both 'next sentence' and 'other'; give the comm")


def test_a_key_may_be_moved_and_another_one_given() -> None:
    write(Path(PROJECT_FILE), "[keys]\nundo = ['z', 'ctrl+y']\nhelp = 'f1'")
    found = {action.id: action.keys for action in resolved(loaded())}
    assert (found["undo"], found["help"]) == (("z", "ctrl+y"), ("f1",))


def test_every_key_in_force_can_be_written_into_the_settings() -> None:
    lines = [f"{one.id} = {list(one.keys)!r}" for one in resolved(Settings()) if "(" not in one.id]
    write(Path(PROJECT_FILE), "[keys]\n" + "\n".join(lines))
    assert resolved(loaded()) == resolved(Settings())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[keys]\nundo = 'j'", "'j' starts both"),
        ("[keys]\nundo = 'c'", "'c' starts both"),
        ("[[labels]]\nname = 'fact'\nkey = 'x'", "'x' starts both"),
        (
            "[[labels]]\nname = 'fact'\nkey = 'f'\n[[labels]]\nname = 'jest'\nkey = 'j'\n[keys]\nhint_words = 'z'",
            ":4: the key 'j' starts both 'next sentence' and 'jest'; give the label another key, or free it with next_",
        ),
        ("[keys]\nundo = 'j'", 'free it with next_sentence = "another key" or undo = "another key" under [keys]'),
        ("[keys]\nundo = '3'", "digits"),
        ("[keys]\nfly = 'f'", "'fly'"),
    ],
)
def test_keys_that_clash_and_actions_that_do_not_exist_are_named(text: str, words: str) -> None:
    write(Path(PROJECT_FILE), text)
    with pytest.raises(KeyTableError, match=re.escape(words)):
        resolved(loaded())


@pytest.mark.parametrize(("key", "action"), [("T", "correct_metadata"), ("W", "export_as")])
@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("[[labels]]\nname = 'testimony'\nkey = '{}'", "tag('testimony')"),
        ("[keys]\nfinish = ['d', '{}']", "finish"),
    ],
)
def test_a_key_that_settings_gave_away_before_there_was_an_action_for_it_stays_theirs(
    text: str, other: str, key: str, action: str
) -> None:
    text = text.format(key)
    assert [one.id for one in resolved(loaded()) if key in one.keys] == [action]
    write(Path(PROJECT_FILE), text)
    assert [one.id for one in resolved(loaded()) if key in one.keys] == [other]
    write(Path(PROJECT_FILE), f"{text}\n" + ("" if "[keys]" in text else "[keys]\n") + f"{action} = '{key}'")
    with pytest.raises(KeyTableError, match=f"the key '{key}' starts both"):
        resolved(loaded())


def test_a_command_keeps_a_key_that_an_action_was_given_later(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    write(path, "[[commands]]\nkey = 'ctrl+t'\ntitle = 'look it up'\ncommand = ['true']")
    actions = resolved(load(config=str(path), environment={}, folder=tmp_path))
    assert [one.title for one in actions if "ctrl+t" in one.keys] == ["look it up"]


@pytest.mark.parametrize("key", ["T", "W"])
def test_a_label_of_the_store_that_has_had_a_key_longer_than_an_action_keeps_it(key: str) -> None:
    testimony = Label("testimony", key, "red")
    settings = with_labels(loaded(), [testimony])
    assert settings.label("testimony").key == key
    assert [one.id for one in resolved(settings) if key in one.keys] == ["tag('testimony')"]


def test_the_default_labels_can_be_told_apart_and_explained() -> None:
    for what in ("name", "key", "colour", "mark"):
        assert len({getattr(one, what) for one in DEFAULT_LABELS}) == len(DEFAULT_LABELS)
    assert all(one.guideline for one in DEFAULT_LABELS)


def test_kinds_of_links_can_be_added_and_a_wrong_one_is_named() -> None:
    assert loaded().link_kinds == ("supports", "attacks")
    write(Path(PROJECT_FILE), 'link_kinds = ["supports", "attacks", "refines"]')
    assert loaded().link_kinds == ("supports", "attacks", "refines")
    for text in ("link_kinds = []", 'link_kinds = "supports"', 'link_kinds = ["a b"]', 'link_kinds = ["a", "a"]'):
        write(user_file(), f"\n{text}")
        with pytest.raises(SettingsError, match=r":2: link_kinds "):
            loaded()


ADDRESSES = [
    "mysql://ann:secret@db.example.org/tags", "MYSQL://x", "sqlite:///tags.db", "sqlite:tags.db",
    "sqlite::memory:", "file:///home", "https://example.org/tags", "jdbc:postgresql://h/db", "mysql+pymysql://h",
    " s3://bucket", "mysql:/x", "localhost:5432/tags",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_of_an_unknown_kind_is_no_store_wherever_it_is_named(address: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'\nstore = "{address}"\n')
    for source, settings in (
        ("--store", load(store=address, environment={}, folder=tmp_path)),
        (r"\$NRC_READER_STORE", load(environment={"NRC_READER_STORE": address}, folder=tmp_path)),
        (rf"{re.escape(str(file))}:2: store", load(config=str(file), environment={}, folder=tmp_path)),
    ):
        with pytest.raises(SettingsError, match=rf"^{source} must be a path on this machine") as told:
            settled_store(settings)
        assert "secret" not in str(told.value)
    with pytest.raises(SettingsError, match=r"^\$NRC_READER_GAZETTEER must be a path"):
        load(environment={"NRC_READER_GAZETTEER": address}, folder=tmp_path)


def test_a_store_that_keeps_nothing_is_none_for_a_person(tmp_path: Path) -> None:
    for address in ("memory:", "memory:tags", "memory://tags"):
        with pytest.raises(SettingsError, match=r"^--store must be a path"):
            load(store=address, environment={}, folder=tmp_path)


def test_a_folder_with_a_colon_in_its_name_is_a_store_where_it_is_there_or_meant(tmp_path: Path) -> None:
    (tmp_path / "notes:2024").mkdir()
    file = tmp_path / "config.toml"
    file.write_text('store = "notes:2024"\n')
    assert load(config=str(file), environment={}, folder=tmp_path).store == tmp_path / "notes:2024"
    assert load(store=str(tmp_path / "a:b"), environment={}, folder=tmp_path).store == tmp_path / "a:b"
    assert load(store="./a:b", environment={}, folder=tmp_path).store == Path("a:b")
    assert load(store=r"C:\x", environment={}, folder=tmp_path).store == Path(r"C:\x")
