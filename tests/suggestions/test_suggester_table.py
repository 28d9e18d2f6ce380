"""Suggesters of other packages."""

from __future__ import annotations

from importlib import metadata

import pytest

from reader.suggestions import suggester_table
from reader.suggestions.suggester_table import SuggesterError, names, new_suggester
from tests.suggestions.test_replay import Parrot


class Point:
    """An entry point."""

    dist = None

    def __init__(self, name: str, found: object) -> None:
        self.name, self._found = name, found

    def load(self) -> object:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


@pytest.fixture(autouse=True)
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        Point("parrot", lambda *_: Parrot()),
        Point("broken", ImportError("no\nsuch module")),
        Point("empty", lambda *_: object()),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda *, group: points if group == suggester_table.GROUP else [])


def test_another_packages_suggester_is_made_by_its_name() -> None:
    assert names() == ["rules", "broken", "empty", "parrot"]
    assert new_suggester("parrot", ("claim",), "en").judge("x").label == "claim"


@pytest.mark.parametrize(
    ("name", "fault"),
    [("broken", "ImportError: no such module"), ("empty", "judge, why, learn, learn_all"), ("gone", "no suggester")],
)  # fmt: skip
def test_one_that_cannot_be_used_is_named_in_one_line(name: str, fault: str) -> None:
    with pytest.raises(SuggesterError, match=fault) as error:
        new_suggester(name, ("claim",), "en")
    assert str(error.value).startswith(f"{name}: ")
    assert "\n" not in str(error.value)
