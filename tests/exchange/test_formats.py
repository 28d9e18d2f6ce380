"""Every format in the table: what goes out comes back, and what does not is counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from reader.exchange.format_loss import (
    ANNOTATION,
    ANNOTATOR,
    FAR_LINK,
    LINK,
    NESTED,
    NO_PLACE,
    NOTE,
    OVERLAPPING,
    SPEAKER,
    SUGGESTED,
)
from reader.exchange.format_protocol import Unit
from reader.exchange.formats import MODULES, format_of, missing_libraries, recognised
from reader.exchange.jsonl import rows
from reader.model.annotation import Annotation, Link
from reader.model.annotation_origin import is_manual
from reader.store.memory_store import MemoryStore
from tests.exchange.interchange import FILES, IMPORTER, all_annotations, all_links, exported, imported, stores

#: Kinds of loss that are whole annotations.
SPANS = (NESTED, OVERLAPPING, NO_PLACE, ANNOTATION)
CASES = int(os.environ.get("NRC_READER_CASES", "40"))
EXAMPLES = settings(max_examples=CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def named(*wanted: str) -> list[object]:
    """The formats of the table with these properties, skipped where a library is not installed."""
    found = []
    for name in MODULES:
        about = format_of(name).ABOUT
        if all(getattr(about, one) for one in wanted):
            missing = missing_libraries(format_of(name))
            marks = [pytest.mark.skip(str(missing[0]))] if missing else []
            found.append(pytest.param(name, marks=marks))
    return found


def passages(store: MemoryStore) -> str:
    """All that was tagged."""
    return " ".join(one.quote for _, one in all_annotations(store))


def depth(store: MemoryStore) -> int:
    """How many annotations of a document lie inside each other at most, each on a shorter passage."""
    deepest = 0
    for stored in map(store.load, store.keys()):
        depths: list[tuple[Annotation, int]] = []
        for one in sorted(stored.annotations, key=lambda one: one.start - one.end):
            around = [at for other, at in depths if other.start <= one.start and one.end <= other.end != one.end]
            depths.append((one, 1 + max(around, default=0)))
        deepest = max([deepest, *(at for _, at in depths)])
    return deepest


def crosses(store: MemoryStore, *, document: bool) -> Iterator[Link]:
    """The links that stay in a document, or that lead to another one."""
    for stored in map(store.load, store.keys()):
        here = {one.id for one in stored.annotations}
        yield from (one for one in stored.links if (one.target not in here) == document)


#: What the stores must hold for the tests below to say what they say.
INGREDIENTS: dict[str, Callable[[MemoryStore], object]] = {
    "emoji": lambda store: "😀" in passages(store),
    "emoji of several code points": lambda store: "\u200d" in passages(store),
    "Chinese, Japanese, Korean": lambda store: "日本語" in passages(store),
    "right to left": lambda store: "שלום" in passages(store) or "مرحبا" in passages(store),
    "combining characters": lambda store: "e\u0301" in passages(store),
    "a source with CRLF": lambda store: any(
        one.source_start - one.start > 0 and b"\r\n" in Path(path).read_bytes()
        for path, one in all_annotations(store)
        if path.startswith(str(FILES))
    ),
    "nesting to depth five": lambda store: depth(store) >= 5,
    "crossing": lambda store: any(
        one.start < other.start < one.end < other.end
        for (path, one), (place, other) in combinations(all_annotations(store), 2)
        if path == place
    ),
    "a chain of links": lambda store: (
        {one.source for one in all_links(store)} & {one.target for one in all_links(store)}
    ),
    "links across documents": lambda store: len(list(crosses(store, document=True))) > 1,
    "a link ahead in its document": lambda store: any(
        one.source < one.target for one in crosses(store, document=False)
    ),
    "several annotators": lambda store: len({one.annotator for _, one in all_annotations(store)} - {""}) > 2,
    "a name with an accent": lambda store: "Zoë Núñez" in {one.annotator for _, one in all_annotations(store)},
    "a speaker with an accent": lambda store: "Núñez" in {one.attributed_to for _, one in all_annotations(store)},
    "a note with line ends": lambda store: any("\n" in one.note for _, one in all_annotations(store)),
    "a suggested passage": lambda store: not all(is_manual(one) for _, one in all_annotations(store)),
    "a note with quotes": lambda store: any('"' in one.note for _, one in all_annotations(store)),
    "a passage that is gone": lambda store: any(one.anchor == "detached" for _, one in all_annotations(store)),
}


def test_the_generated_stores_hold_all_that_the_tests_are_about() -> None:
    missing = dict(INGREDIENTS)

    @settings(max_examples=400, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(stores())
    def look(store: MemoryStore) -> None:
        for name in [name for name, is_there in missing.items() if is_there(store)]:
            del missing[name]

    look()
    assert missing.keys() == set()


def everything(store: MemoryStore) -> list[dict[str, Any]]:
    """All annotations and links, but not what links are called."""
    found = rows(map(store.load, store.keys()))
    return [{**row, "links": sorted((link["kind"], link["target"]) for link in row["links"])} for row in found]


@pytest.mark.parametrize("name", named("is_complete"))
@EXAMPLES
@given(store=stores())
def test_a_complete_format_comes_back_and_goes_out_again_to_the_same_bytes(name: str, store: MemoryStore) -> None:
    files, loss = exported(store, name)
    assert str(loss) == ""
    other = MemoryStore()
    taken = imported(other, name, files)
    assert taken.faults == {}
    assert exported(other, name).files == files
    assert everything(other) == everything(store)


@pytest.mark.parametrize("name", named())
@EXAMPLES
@given(store=stores())
def test_the_same_store_gives_the_same_bytes(name: str, store: MemoryStore) -> None:
    assert exported(store, name).files == exported(store, name).files


@pytest.mark.parametrize("name", named("comes_back"))
@EXAMPLES
@given(store=stores())
def test_what_a_format_is_said_to_lose_is_what_it_loses(name: str, store: MemoryStore) -> None:
    about = format_of(name).ABOUT
    files, loss = exported(store, name)
    other = MemoryStore()
    taken = imported(other, name, files)
    if about.unit is not Unit.NONE:
        assert taken.faults == {}
    before, after = all_annotations(store), all_annotations(other)
    came = Counter((one.start, one.end, one.label) for _, one in after)
    kept = []
    for _, one in before:
        if one.anchor != "detached" or about.holds.detached:
            key = one.start, one.end, one.label
            kept += [one] if came[key] else []
            came[key] -= 1 if came[key] else 0
    assert +came == Counter(), "something came back that was not there"
    lost = loss.counts
    assert len(before) - len(after) == sum(lost[kind] for kind in SPANS) + loss.left_out
    assert len(all_links(store)) - len(all_links(other)) == lost[LINK] + lost[FAR_LINK]
    assert sum(bool(one.note) for one in kept) - sum(bool(one.note) for _, one in after) == lost[NOTE]
    said = sum(bool(one.attributed_to) for one in kept)
    assert said - sum(bool(one.attributed_to) for _, one in after) == lost[SPEAKER]
    suggested = sum(not is_manual(one) for one in kept)
    assert suggested - sum(not is_manual(one) for _, one in after) == lost[SUGGESTED]
    if about.holds.annotators:
        assert {one.annotator for one in kept} == {one.annotator for _, one in after}
    else:
        several = {one.annotator for one in kept}
        assert lost[ANNOTATOR] == (len(several) if len(several) > 1 else 0)
        assert {one.annotator for _, one in after} <= {IMPORTER}


@pytest.mark.parametrize("name", named("comes_back"))
@EXAMPLES
@given(store=stores())
def test_the_same_file_twice_changes_nothing(name: str, store: MemoryStore) -> None:
    files = exported(store, name).files
    other = MemoryStore()
    imported(other, name, files)
    written = other.last_number()
    again = imported(other, name, files)
    assert (again.count, again.links, other.last_number()) == (0, 0, written)
    home = store.last_number()
    assert imported(store, name, files).count == 0, "it comes from there"
    assert store.last_number() == home or not format_of(name).ABOUT.is_complete


@pytest.mark.parametrize("name", named("comes_back"))
@settings(max_examples=15, deadline=None)
@given(store=stores())
def test_a_file_is_recognised(name: str, store: MemoryStore, tmp_path_factory: pytest.TempPathFactory) -> None:
    files = exported(store, name).files
    if not any(files.values()) or not all_annotations(store):
        return
    path = tmp_path_factory.mktemp("out") / f"export{format_of(name).ABOUT.suffix}"
    for inner, data in files.items():
        place = path / inner if inner else path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    assert recognised(path, files[""][: 1 << 16] if "" in files else b"") == name


@pytest.mark.parametrize("name", named())
def test_an_empty_store_gives_an_export_that_can_be_read(name: str) -> None:
    files, loss = exported(MemoryStore(), name)
    assert str(loss) == ""
    assert not format_of(name).ABOUT.comes_back or imported(MemoryStore(), name, files).count == 0


def test_every_module_is_a_format_of_the_table() -> None:
    import reader.exchange.formats as table

    there = {path.stem for path in Path(str(table.__file__)).parent.glob("*.py")} - {"__init__"}
    assert set(MODULES.values()) == there
