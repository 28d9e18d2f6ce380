"""What was found is kept, and nothing wrong in the folder can hurt."""

import json
import os

import pytest

from reader.entities.detection import detect_entities
from reader.entities.detector import RulesDetector
from reader.entities.entity_cache import EntityCache

TEXT = "Ida Tollbach flew to Moscow, in Russia. Later Tollbach left."


@pytest.fixture
def found():
    return tuple(detect_entities(TEXT, RulesDetector()))


def test_entities_come_back_as_they_were(tmp_path, found):
    cache = EntityCache(tmp_path / "new" / "folder")
    assert found
    assert cache.write(TEXT, "rules@1", found)
    assert cache.read(TEXT, "rules@1") == found


def test_another_text_or_another_version_is_not_answered(tmp_path, found):
    cache = EntityCache(tmp_path)
    cache.write(TEXT, "rules@1", found)
    assert cache.read(TEXT, "rules@2") is None
    assert cache.read(f"{TEXT} ", "rules@1") is None


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": 1}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_ignored_and_written_anew(tmp_path, found, damage):
    cache = EntityCache(tmp_path)
    cache.write(TEXT, "rules@1", found)
    (path,) = tmp_path.glob("*.json")
    path.write_bytes(damage)
    assert cache.read(TEXT, "rules@1") is None
    cache.write(TEXT, "rules@1", found)
    assert cache.read(TEXT, "rules@1") == found


@pytest.mark.parametrize("span", [[-1, 3, "place"], [3, 3, "place"], [0, 10_000, "place"], ["a", 2, "place"], [0, 1]])
def test_mentions_outside_the_text_are_not_believed(tmp_path, found, span):
    cache = EntityCache(tmp_path)
    cache.write(TEXT, "rules@1", found)
    (path,) = tmp_path.glob("*.json")
    value = json.loads(path.read_bytes())
    value["entities"][0]["mentions"] = [span]
    path.write_text(json.dumps(value))
    assert cache.read(TEXT, "rules@1") is None


def test_the_files_used_longest_ago_are_dropped(tmp_path):
    cache = EntityCache(tmp_path, limit=2)
    for age, text in enumerate(["new", "old", "older", "oldest"]):
        EntityCache(tmp_path).write(text, "rules@1", ())
        (path,) = [one for one in tmp_path.glob("*.json") if one.stat().st_mtime > 2_000_000]
        os.utime(path, (1_000_000 - age, 1_000_000 - age))
    assert cache.prune() == 2
    assert [text for text in ("new", "old", "older", "oldest") if cache.read(text, "rules@1") is not None] == [
        "new",
        "old",
    ]


def test_no_temporary_file_is_left(tmp_path, found):
    EntityCache(tmp_path).write(TEXT, "rules@1", found)
    assert [path.suffix for path in tmp_path.iterdir()] == [".json"]


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path, found):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = EntityCache(blocked)
    assert not cache.write(TEXT, "rules@1", found)
    assert cache.read(TEXT, "rules@1") is None


def test_without_a_folder_nothing_is_kept(found):
    cache = EntityCache(None)
    assert not cache.write(TEXT, "rules@1", found)
    assert cache.read(TEXT, "rules@1") is None
    assert cache.prune() == 0
