"""The texts that were annotated: kept once, read back, thinned to those still needed; damage is no error."""

import os
import zlib
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation
from reader.store.text_versions import MOST_VERSIONS, TextVersions
from tests.conftest import make_article


@pytest.fixture
def texts(tmp_path: Path) -> TextVersions:
    return TextVersions(tmp_path)


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "texts").rglob("*.zz"))


def keep_all(texts: TextVersions, tmp_path: Path, *versions: str) -> None:
    """Keep versions one after another, a second apart."""
    for second, text in enumerate(versions):
        before = files(tmp_path)
        assert texts.keep("a.txt.0123", text)
        for path in set(files(tmp_path)) - set(before):
            os.utime(path, (second, second))


def on(text: str, passage: str) -> Annotation:
    start = text.index(passage)
    record = DocumentRecords(make_article(text)).tag("claim", start, start + len(passage), "ann")[0].record
    assert isinstance(record, Annotation)
    return record


def test_the_newest_comes_first_and_no_document_has_anothers(texts: TextVersions, tmp_path: Path) -> None:
    keep_all(texts, tmp_path, "One.", "Two: “é” \udcff.")
    assert texts.of("a.txt.0123") == ["Two: “é” \udcff.", "One."]
    assert texts.of("b.txt.0123") == []
    texts.keep("a.txt.0123", "One.")
    assert texts.of("a.txt.0123") == ["One.", "Two: “é” \udcff."]
    assert len(files(tmp_path)) == 2


def test_only_the_newest_and_those_that_an_annotation_sits_in_stay(texts: TextVersions, tmp_path: Path) -> None:
    old, older, new = "It rained all day long.", "It snowed.", "It was dry."
    keep_all(texts, tmp_path, old, older, new)
    texts.thin("a.txt.0123", [on(old, "rained")])
    assert texts.of("a.txt.0123") == [new, old]
    texts.thin("a.txt.0123", [])
    assert texts.of("a.txt.0123") == [new]


def test_what_is_damaged_swapped_or_bursts_when_unpacked_is_as_good_as_none(
    texts: TextVersions, tmp_path: Path
) -> None:
    keep_all(texts, tmp_path, "One.", "Two.")
    first, second = files(tmp_path)
    first.write_bytes(first.read_bytes()[:-3])
    second.write_bytes(zlib.compress(b"Three."))
    assert texts.of("a.txt.0123") == []
    first.write_bytes(zlib.compress(b"\0" * 80_000_000))
    assert texts.of("a.txt.0123") == []


def test_a_link_in_the_folder_is_not_followed(texts: TextVersions, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "texts").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="not followed"):
        texts.keep("a.txt.0123", "One.")
    assert texts.of("a.txt.0123") == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_more_versions_are_read_than_are_kept(texts: TextVersions, tmp_path: Path) -> None:
    keep_all(texts, tmp_path, *(f"Version {number}." for number in range(MOST_VERSIONS + 3)))
    assert len(texts.of("a.txt.0123")) == MOST_VERSIONS
    texts.thin("a.txt.0123", [on(f"Version {number}.", str(number)) for number in range(MOST_VERSIONS + 3)])
    assert len(files(tmp_path)) == MOST_VERSIONS
