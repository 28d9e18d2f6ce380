"""The texts that were annotated: kept once, read back, thinned to those still needed; damage is no error."""

import os
import zlib
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.model.annotation import Annotation
from reader.store.text_versions import MOST_DUE, MOST_VERSIONS, TextVersions
from tests.conftest import make_article

KEY = "a.txt.0123"


class Here(dict[str, list[Annotation]]):
    """What annotations documents have."""

    def __missing__(self, key: str) -> list[Annotation]:
        return []


@pytest.fixture
def here() -> Here:
    return Here()


@pytest.fixture
def texts(tmp_path: Path, here: Here) -> TextVersions:
    return TextVersions(tmp_path, here.__getitem__)


def keep(texts: TextVersions, text: str) -> None:
    texts.ask(KEY, text)
    texts.write()


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "texts").rglob("*.zz"))


def keep_all(texts: TextVersions, tmp_path: Path, *versions: str) -> None:
    """Keep versions one after another, a second apart."""
    for second, text in enumerate(versions):
        before = files(tmp_path)
        keep(texts, text)
        for path in set(files(tmp_path)) - set(before):
            os.utime(path, (second, second))


def on(text: str, passage: str) -> Annotation:
    start = text.index(passage)
    record = DocumentRecords(make_article(text)).tag("claim", start, start + len(passage), "ann")[0].record
    assert isinstance(record, Annotation)
    return record


def test_the_newest_comes_first_and_no_document_has_anothers(texts: TextVersions, here: Here, tmp_path: Path) -> None:
    here[KEY] = [on("One.", "One"), on("Two", "Two")]
    keep_all(texts, tmp_path, "One.", "Two: “é” \udcff.")
    assert texts.of(KEY) == ["Two: “é” \udcff.", "One."]
    assert texts.of("b.txt.0123") == []
    keep(texts, "One.")
    assert texts.of(KEY) == ["One.", "Two: “é” \udcff."]
    assert len(files(tmp_path)) == 2


def test_only_the_two_newest_and_those_that_an_annotation_sits_in_stay(
    texts: TextVersions, here: Here, tmp_path: Path
) -> None:
    old, older, new, newest = "It rained all day long.", "It snowed.", "It was dry.", "It was hot."
    here[KEY] = [on(old, "rained")]
    keep_all(texts, tmp_path, old, older, new, newest)
    assert texts.of(KEY) == [newest, new, old]
    del here[KEY]
    keep(texts, older)
    assert texts.of(KEY) == [older, newest]


def test_what_waits_to_be_written_is_known_already_and_is_written_in_order(
    texts: TextVersions, here: Here, tmp_path: Path
) -> None:
    here[KEY] = [on("One.", "One"), on("Two.", "Two")]
    texts.ask(KEY, "One.")
    texts.ask(KEY, "Two.")
    texts.ask(KEY, "Two.")
    assert (texts.of(KEY), files(tmp_path)) == (["Two.", "One."], [])
    texts.write()
    assert (sorted(texts.of(KEY)), len(files(tmp_path))) == (["One.", "Two."], 2)


def test_an_import_of_many_documents_fills_no_memory(texts: TextVersions, tmp_path: Path) -> None:
    for number in range(3 * MOST_DUE):
        texts.ask(f"{number}.txt.0123", "One.")
    assert len(files(tmp_path)) >= 2 * MOST_DUE


def test_what_is_damaged_swapped_or_bursts_when_unpacked_is_as_good_as_none(
    texts: TextVersions, here: Here, tmp_path: Path
) -> None:
    here[KEY] = [on("One.", "One")]
    keep_all(texts, tmp_path, "One.", "Two.")
    first, second = files(tmp_path)
    first.write_bytes(first.read_bytes()[:-3])
    second.write_bytes(zlib.compress(b"Three."))
    assert texts.of(KEY) == []
    first.write_bytes(zlib.compress(b"\0" * 80_000_000))
    assert texts.of(KEY) == []


def test_a_link_in_the_folder_is_not_followed(texts: TextVersions, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "texts").symlink_to(tmp_path / "elsewhere")
    keep(texts, "One.")
    assert texts.of(KEY) == []
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_no_more_versions_are_read_than_are_kept(texts: TextVersions, here: Here, tmp_path: Path) -> None:
    here[KEY] = [on(f"Version {number}.", str(number)) for number in range(MOST_VERSIONS + 3)]
    keep_all(texts, tmp_path, *(f"Version {number}." for number in range(MOST_VERSIONS + 3)))
    assert len(texts.of(KEY)) == MOST_VERSIONS
    assert len(files(tmp_path)) == MOST_VERSIONS
