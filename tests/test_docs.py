"""README and manual tell the truth: keys, commands, options, settings, labels and links are those of the program."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from reader.commands import COMMANDS
from reader.commands.command_arguments import parser_of
from reader.config.label import DEFAULT_LABELS
from reader.config.settings import PROJECT_FILE, Settings
from reader.config.settings_sources import load
from reader.exchange.formats import MODULES, format_of
from reader.manual import PAGES, page
from reader.ui.keymap.action_table import ACTIONS, markdown_table, resolved, shown_keys

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "reader" / "manual"
README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Bytes of the README: what somebody reads who has five minutes.
SHORT = 8_000
#: Options that every command takes; the manual explains them once.
COMMON = {"--store", "--annotator", "--config", "--version", "--help"}


def section(text: str, title: str) -> str:
    """What stands under a heading, up to the next one."""
    return re.split(r"^## ", text.split(f"\n## {title}", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def example() -> str:
    """The settings file that the manual shows."""
    lines = section(page("settings"), "An example").splitlines()
    return "\n".join(line[4:] for line in lines if line.startswith("    ") or not line) + "\n"


# ---- the manual


def test_the_key_table_is_the_one_in_force() -> None:
    table = page("keys").split("compared by a test -->\n")[1].split("\n<!-- /keys -->")[0]
    assert table == markdown_table(resolved(Settings()))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_is_documented(name: str) -> None:
    own = section(page("commands"), f"nrc-reader {name}")
    for option in {*re.findall(r"--[a-z][a-z-]*", parser_of(name).format_help())} - COMMON:
        assert option in own, option
    assert f"| `nrc-reader {name}" in page("commands")


def test_the_readme_names_commands_that_there_are() -> None:
    named = re.findall(r"\| `nrc-reader ([a-z]+)", section(README, "Commands"))
    assert set(named) <= set(COMMANDS)
    assert len(named) > 10


@pytest.mark.parametrize("option", sorted(COMMON))
def test_the_options_of_every_command_are_documented(option: str) -> None:
    assert f"- `{option}" in section(page("commands"), "Options of every command")


def test_every_choice_of_a_format_is_documented() -> None:
    for name in COMMANDS:
        if found := re.search(r"--format {([^}]*)}", parser_of(name).format_help()):
            assert found[1].replace(",", "|") in section(page("commands"), f"nrc-reader {name}"), name


@pytest.mark.parametrize("name", MODULES)
def test_every_format_of_annotations_is_documented(name: str) -> None:
    about = format_of(name).ABOUT
    (row,) = (line for line in page("formats").splitlines() if line.startswith(f"| `{name}` |"))
    _, _, what, offsets, not_held, imported, _ = (cell.strip() for cell in row.split("|"))
    assert what
    assert offsets == about.unit.value
    assert imported == ("yes" if about.comes_back else "no")
    assert sorted(filter(None, not_held.split(", "))) == sorted(about.holds.lacking)


def test_every_setting_is_documented_and_the_example_can_be_used(tmp_path: Path) -> None:
    text = example()
    for field in fields(Settings):
        assert re.search(rf"^(\[+)?{field.name}\b", text, re.MULTILINE) or field.name in {
            "key_places",
            "places",
            "not_used",
            "without_project",
        }, field.name
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    settings = load(config=str(path), environment={}, folder=tmp_path)
    assert [label.name for label in settings.labels] == ["premise"]
    assert {action.id for action in resolved(settings)} > {action.id for action in ACTIONS}


def test_the_manual_says_what_in_a_projects_file_waits_for_trust(tmp_path: Path) -> None:
    path = tmp_path / PROJECT_FILE
    text = example().replace('"auto" ', '"spacy:any"').replace("16777216", "99999999")
    path.write_text(text, encoding="utf-8")
    from reader.config.project_settings import guarded

    waiting = guarded(path, text)
    assert len(waiting) == 6
    assert all(f"`{name}`" in section(page("settings"), "Trust") for name in waiting)


def test_every_variable_that_is_looked_at_is_documented(tmp_path: Path) -> None:
    class Environment(dict[str, str]):
        """Remembers what it was asked for."""

        def get(self, key: str, default: object = None) -> None:  # type: ignore[override]
            del default
            asked.add(key)

    asked: set[str] = set()
    load(environment=Environment(), folder=tmp_path)
    assert len(asked) > 4
    assert [name for name in sorted(asked) if f"`{name}`" not in page("settings")] == []


def test_every_label_has_its_guideline_in_the_first_minutes() -> None:
    for label in DEFAULT_LABELS:
        assert f"| {label.name} |" in README
        assert f"| {label.name} | `{label.key}` | {label.guideline} |" in page("labels")


def test_every_page_is_listed_and_every_file_is_a_page() -> None:
    assert {path.stem for path in MANUAL.iterdir() if path.suffix == ".md"} == set(PAGES)
    for topic in PAGES:
        assert page(topic).startswith("# "), topic
        assert page(topic).endswith("\n"), topic
    assert all(about and "\n" not in about for about in PAGES.values())


def test_a_topic_without_a_page_has_no_text() -> None:
    with pytest.raises(KeyError):
        page("../settings")


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_is_linked_from_the_readme_and_names_no_machine_and_no_registry(topic: str) -> None:
    assert f"[{topic}](reader/manual/{topic}.md)" in README
    hosts = "|".join(("pypi" + r"\.org", "python" + "hosted", "npm" + r"js\.", "conda" + r"\.io"))
    folders = "|".join(("home/", "root/", "Users/", "work/", "tmp/"))
    assert not re.search(rf"(?<![\w.~)}}/-])/(?:{folders})|{hosts}", page(topic))


# ---- the README


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= SHORT


def test_the_first_screen_of_the_readme_has_the_two_commands() -> None:
    first = README.splitlines()[:24]
    assert any("make run" in line for line in first)
    assert any("make test" in line for line in first)


def test_the_keys_that_the_readme_names_do_something() -> None:
    named = {
        key
        for row in section(README, "Keys that matter").splitlines()
        if row.startswith("| `")
        for key in re.findall(r"`([^`]+)`", row.split(" | ")[0])
    }
    assert len(named) > 12
    assert named <= {key for action in resolved(Settings()) for key in shown_keys(action).split(", ")}


def test_the_keys_that_the_changelog_names_are_keys() -> None:
    named = set(re.findall(r"`(\S|ctrl\+\w)`", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")))
    assert len(named) > 20
    known = {key for action in resolved(Settings()) for key in shown_keys(action).split(", ")}
    assert named - known <= {"\\"}, "a backslash begins a regular expression"


def test_every_link_leads_to_a_file() -> None:
    pages = [f"reader/manual/{topic}.md" for topic in PAGES]
    for document in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "seeds/README.md",
        "annotations/README.md",
        *pages,
    ):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert ((ROOT / document).parent / target).exists(), f"{document}: {target}"


def test_the_figures_of_agreement_that_the_manual_prints_come_out(capsys: pytest.CaptureFixture[str]) -> None:
    code = section(page("agreement"), "In Python").split("\n\n    ", 1)[1].split("\n\nIt prints", 1)
    exec("\n".join(line.removeprefix("    ") for line in code[0].splitlines()), {})
    assert re.findall(r"`([\d.]+)`", code[1])[:2] == capsys.readouterr().out.split()


def test_every_function_of_agreement_is_documented() -> None:
    from reader.analysis import agreement

    assert [name for name in agreement.__all__ if f"`{name}(" not in section(page("agreement"), "In Python")] == []
