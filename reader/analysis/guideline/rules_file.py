"""Reads rules from TOML: the default ones, and a project's own over them; a mistake is one line with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.analysis.guideline.check_table import CHECKS
from reader.analysis.guideline.lint_rule import SEVERITIES, WARNING, Reading, Rule, a_text, flag, one_of, texts
from reader.config.toml_file import TomlError, toml_table, toml_text
from reader.system.guarded_path import StorePath
from reader.system.os_errors import reason

if TYPE_CHECKING:
    from reader.store.store_protocol import Store

#: The file in a store that holds its own rules.
RULES_FILE = "lint.toml"
#: Bytes of the largest file, and the most rules.
_LARGEST, _MOST_RULES = 1 << 20, 200
_NAME = re.compile(r"[\w-]{1,60}\Z")
#: The keys of every rule.
_KEYS: Mapping[str, Reading] = {
    "check": one_of(*CHECKS),
    "severity": one_of(*SEVERITIES),
    "message": a_text,
    "labels": texts,
    "guideline": a_text,
}


def rules_of(store: Store, named: str | None = None) -> tuple[Rule, ...]:
    """The rules for a store: the default ones, with those of a named file, else of the store's own, over them.

    They are about labels under the names that these have now in the store.

    Raises:
        TomlError: the file cannot be read or used; one line with the file and mostly the line.
    """
    rules, changes = _rules_for(store, named), store.label_changes()
    return tuple(one.under_new_names(changes.now) for one in rules) if changes else rules


def _rules_for(store: Store, named: str | None) -> tuple[Rule, ...]:
    if named is not None:
        path = Path(named)
        try:
            return rules_in(toml_text(path, _LARGEST), path)
        except FileNotFoundError as error:
            raise TomlError(f"{path}: there is no such file") from error
    folder = Path(store.address)
    path = folder / RULES_FILE
    if not folder.is_absolute():
        return default_rules()  # it lies in no folder
    try:
        with StorePath(folder, RULES_FILE).opened() as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return default_rules()
    except OSError as error:
        raise TomlError(f"{path}: cannot be read: {reason(error)}") from error
    if len(data) > _LARGEST:
        raise TomlError(f"{path}: is larger than {_LARGEST >> 20} MiB (shorten it)")
    try:
        return rules_in(data.decode("utf-8-sig").replace("\r\n", "\n"), path)
    except UnicodeDecodeError as error:
        raise TomlError(f"{path}: is not UTF-8 (save it as UTF-8)") from error


@cache
def default_rules() -> tuple[Rule, ...]:
    """The rules for claim, evidence and opinion."""
    path = Path(__file__).with_name("default_rules.toml")
    return _rules(path.read_text(encoding="utf-8"), path, ())


def rules_in(text: str, path: Path) -> tuple[Rule, ...]:
    """The default rules, with those of a text over them: a rule of a known name changes what it names.

    With ``defaults = false`` there are no others than those of the text. Raises ``TomlError``.
    """
    return _rules(text, path, default_rules())


def _rules(text: str, path: Path, known: Sequence[Rule]) -> tuple[Rule, ...]:
    table = toml_table(text, path)
    lines = _Lines(text, path)
    if unknown := sorted(table.keys() - {"defaults", "rules"}):
        raise lines.fault("", unknown[0], "is not known here (there are defaults and rules)")
    try:
        keeps_defaults = flag(table.get("defaults", True))
    except ValueError as error:
        raise lines.fault("", "defaults", str(error)) from error
    found = table.get("rules", {})
    if not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise lines.fault("", "rules", "must be tables, as [rules.NAME]")
    if len(found) > _MOST_RULES:
        raise lines.fault("", "rules", f"are more than {_MOST_RULES}")
    rules = {rule.id: rule for rule in known} if keeps_defaults else {}
    for name, values in found.items():
        rules[name] = _rule(name, values, rules.get(name), lines)
    return tuple(rules.values())


def _rule(name: str, values: Mapping[str, Any], known: Rule | None, lines: _Lines) -> Rule:
    """A rule of these values, and for the rest of those of the rule of its name, if there is one."""
    if not _NAME.match(name):
        raise lines.fault(name, "", "is no name of a rule (letters, digits, - and _)")
    read = {key: _value(name, key, value, _KEYS[key], lines) for key, value in values.items() if key in _KEYS}
    kind = read.get("check", known.check if known else None)
    if kind is None:
        raise lines.fault(name, "", f"needs a check: one of {', '.join(CHECKS)}")
    parameters = CHECKS[kind].parameters
    if unknown := sorted(values.keys() - _KEYS.keys() - parameters.keys()):
        allowed = ", ".join([*_KEYS, *parameters])
        raise lines.fault(name, unknown[0], f"is not known in a rule of the check {kind!r} (known are {allowed})")
    earlier = known.parameters if known and known.check == kind else {}
    chosen = {key: earlier.get(key, one.usual) for key, one in parameters.items()}
    chosen |= {
        key: _value(name, key, value, parameters[key].read, lines) for key, value in values.items() if key in parameters
    }
    if missing := sorted(key for key, value in chosen.items() if value is None):
        raise lines.fault(name, "", f"needs {missing[0]}")
    return Rule(
        name,
        kind,
        read.get("severity", known.severity if known else WARNING),
        read.get("message", known.message if known else ""),
        read.get("labels", known.labels if known else ()),
        read.get("guideline", known.guideline if known else ""),
        chosen,
    )


def _value(name: str, key: str, value: object, read: Reading, lines: _Lines) -> Any:
    try:
        return read(value)
    except ValueError as error:
        raise lines.fault(name, key, str(error)) from error


class _Lines:
    """Finds the line of a key, for messages."""

    def __init__(self, text: str, path: Path) -> None:
        self._lines = text.split("\n")
        self._path = path

    def fault(self, rule: str, key: str, what: str) -> TomlError:
        """One line: file, line, the key of the rule, and what is wrong with it; an empty key is the rule itself."""
        start = self._first(rf"\s*\[\s*rules\s*\.\s*[\"']?{re.escape(rule)}[\"']?\s*\]", 0) if rule else 0
        at = self._first(rf"\s*(?:\[\s*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\.|\])", start) if key else start
        shown = f"{rule}: {key}" if rule and key else f"rule {rule}" if rule else key
        return TomlError(f"{self._path}:{at + 1}: {shown} {what}")

    def _first(self, pattern: str, start: int) -> int:
        found = re.compile(pattern)
        return next((at for at in range(start, len(self._lines)) if found.match(self._lines[at])), start)
