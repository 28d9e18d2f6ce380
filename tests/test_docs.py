"""The README tells the truth: its key table, commands, options, settings and picture are those of the program."""

import re
from dataclasses import fields
from pathlib import Path

from reader.commands import COMMANDS
from reader.commands.arguments import parser_of
from reader.settings import DEFAULT_LABELS, Settings, load
from reader.ui.actions import ACTIONS, markdown_table, resolved

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_key_table_is_the_one_in_force() -> None:
    table = README.split("compared by a test -->\n")[1].split("\n<!-- /keys -->")[0]
    assert table == markdown_table(resolved(Settings()))


def test_every_command_and_every_option_is_documented() -> None:
    for name in COMMANDS:
        assert f"`nrc-reader {name}" in README, name
        for option in re.findall(r"--[a-z]+", parser_of(name).format_help()):
            assert option in README, option


def test_every_setting_is_documented_and_the_example_can_be_used(tmp_path: Path) -> None:
    example = README.split("with its line.\n\n")[1].split("\n## ")[0]
    example = re.sub(r"^    ", "", example, flags=re.MULTILINE)
    for field in fields(Settings):
        assert re.search(rf"^(\[+)?{field.name}\b", example, re.MULTILINE) or field.name in {
            "store",
            "key_places",
            "theme_place",
            "not_used",
            "without_project",
        }, field.name
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")
    settings = load(config=str(path), environment={}, folder=tmp_path)
    assert [label.name for label in settings.labels] == ["premise"]
    assert {action.id for action in resolved(settings)} > {action.id for action in ACTIONS}


def test_every_label_has_its_guideline_in_the_first_minutes() -> None:
    for label in DEFAULT_LABELS:
        assert f"| {label.name} |" in README
        assert label.guideline


def test_every_link_leads_to_a_file() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md", "annotations/README.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if not target.startswith("http"):
                assert ((ROOT / document).parent / target).exists(), f"{document}: {target}"


def test_the_first_screen_of_the_readme_has_the_two_commands() -> None:
    first = README.splitlines()[:24]
    assert any("make run" in line for line in first)
    assert any("make test" in line for line in first)
