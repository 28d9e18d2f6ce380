"""Rules as data: the default ones, a project's over them, and what is said of a file that cannot be used."""

from pathlib import Path

import pytest

from reader.analysis.guideline.check_table import CHECKS
from reader.analysis.guideline.rules_file import RULES_FILE, default_rules, rules_in, rules_of
from reader.config.toml_file import TomlError
from reader.manual import page
from reader.store.folder_store import FolderStore
from reader.store.memory_store import MemoryStore

PATH = Path("lint.toml")


def test_the_default_rules_say_what_to_do_and_are_all_in_force() -> None:
    assert len(default_rules()) == 11
    assert all(rule.message and rule.severity in ("error", "warning", "note") for rule in default_rules())


def test_a_known_rule_changes_what_it_names_and_a_new_one_comes_behind() -> None:
    rules = {
        rule.id: rule
        for rule in rules_in(
            '[rules.drift]\nshare = 0.5\nseverity = "off"\n[rules.mine]\ncheck = "cut word"\nlabels = ["claim"]\n', PATH
        )
    }
    assert rules["drift"].severity == "off"
    assert (rules["drift"].parameters["share"], rules["drift"].parameters["length"]) == (0.5, 1.5)
    assert rules["mine"].severity == "warning"
    assert list(rules)[-1] == "mine"
    assert len(rules) == 12


def test_a_file_may_do_without_the_default_rules() -> None:
    text = 'defaults = false\n[rules.cut-word]\ncheck = "cut word"\nguideline = "rule 4"\n'
    (rule,) = rules_in(text, PATH)
    assert (rule.id, rule.message, rule.guideline) == ("cut-word", "", "rule 4")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[rules.x]\n\ncheck = "sorcery"\n', "lint.toml:3: x: check must be one of tagged differently, "),
        ("[rules.drift]\nshare = 2\n", "lint.toml:2: drift: share must be a number from 0 to 1"),
        (
            "[rules.cut-word]\nshare = 2\n",
            "lint.toml:2: cut-word: share is not known in a rule of the check 'cut word'",
        ),
        ("x = 1\n", "lint.toml:1: x is not known here"),
        ("\n[rules.y]\nlabels = []\n", "lint.toml:2: rule y needs a check"),
        ('[rules.y]\ncheck = "link schema"\n', "lint.toml:1: rule y needs allowed"),
        (
            '[rules.y]\ncheck = "link schema"\nallowed = [["a", "b"]]\n',
            "lint.toml:3: y: allowed must be a list of triples",
        ),
        ("rules = 3\n", "lint.toml:1: rules must be tables"),
        ("rules.drift = 3\n", "lint.toml:1: rules must be tables"),
        ('\n[rules."a b"]\n', "lint.toml:2: rule a b is no name of a rule"),
        ("a =\n", "lint.toml:1: not valid TOML: "),
        ("\n[rules.drift\n", "lint.toml:2: not valid TOML: "),
        ('defaults = "no"\n', "lint.toml:1: defaults must be true or false"),
        (
            '[rules.drift]\nseverity = "fatal"\n',
            "lint.toml:2: drift: severity must be one of error, warning, note, off",
        ),
        ('[rules.drift]\nlabels = "claim"\n', "lint.toml:2: drift: labels must be a list of texts"),
    ],
)
def test_a_mistake_is_one_line_with_file_and_line(text: str, said: str) -> None:
    with pytest.raises(TomlError) as error:
        rules_in(text, PATH)
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


def test_a_store_has_its_own_rules_and_a_named_file_comes_before_them(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "S")
    assert rules_of(store) == rules_of(MemoryStore()) == default_rules()
    (tmp_path / "S").mkdir()
    (tmp_path / "S" / RULES_FILE).write_text('defaults = false\r\n[rules.a]\r\ncheck = "cut word"\r\n')
    assert [rule.id for rule in rules_of(store)] == ["a"]
    (tmp_path / "mine.toml").write_text('defaults = false\n[rules.b]\ncheck = "cut word"\n')
    assert [rule.id for rule in rules_of(store, str(tmp_path / "mine.toml"))] == ["b"]
    with pytest.raises(TomlError, match="there is no such file"):
        rules_of(store, str(tmp_path / "none.toml"))


def test_rules_that_are_no_plain_file_of_the_store_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "S").mkdir()
    (tmp_path / "outside.toml").write_text("x = 1\n")
    (tmp_path / "S" / RULES_FILE).symlink_to(tmp_path / "outside.toml")
    with pytest.raises(TomlError, match="cannot be read: "):
        rules_of(FolderStore(tmp_path / "S"))
    (tmp_path / "S" / RULES_FILE).unlink()
    (tmp_path / "S" / RULES_FILE).write_bytes(b"\xff\xfe\xff")
    with pytest.raises(TomlError, match="is not UTF-8"):
        rules_of(FolderStore(tmp_path / "S"))
    (tmp_path / "S" / RULES_FILE).write_bytes(b"#" * (1 << 20) + b"#")
    with pytest.raises(TomlError, match="is larger than 1 MiB"):
        rules_of(FolderStore(tmp_path / "S"))


def test_the_manual_explains_every_rule_and_every_check_and_its_example_can_be_used() -> None:
    text = page("lint")
    for rule in default_rules():
        assert f"| `{rule.id}` | {rule.severity} |" in text
        assert f"**{rule.id}**" in text
    for name, check in CHECKS.items():
        assert f"`{name}`" in text
        assert all(f"`{key}`" in text for key in check.parameters), name
    example = text.split("## Rules of your own")[1].split("Each rule may have")[0]
    lines = [line[4:] for line in example.splitlines() if line.startswith("    ") or not line]
    rules = {rule.id: rule for rule in rules_in("\n".join(lines), PATH)}
    assert (rules["premise-unused"].labels, len(rules)) == (("premise",), 12)
