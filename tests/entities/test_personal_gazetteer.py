"""The personal gazetteer: what a person writes is read, a mistake is named with its line, edits keep the rest."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Entity, Mention
from reader.entities.personal_gazetteer import (
    GazetteerError,
    KnownName,
    entry_of,
    parsed,
    read_gazetteer,
    with_entry,
    without_entry,
)
from reader.model.entity import KINDS

WRITTEN = """\
# my names, shared with the desk
[[names]]
name = "Harbour Board"   # since 2011
kind = "organisation"
aliases = ["HB", "the Board"]

[[names]]
name = "Sunday Review"
kind = "none"
"""


def test_what_a_person_writes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    assert read_gazetteer(path) == ()
    path.write_text(WRITTEN, encoding="utf-8")
    assert read_gazetteer(path) == (
        KnownName("Harbour Board", "organisation", ("HB", "the Board")),
        KnownName("Sunday Review", "none"),
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[[names]]\nname = 'A'\nkind = 'king'\n", 3, "kind must be one of person"),
        ("[[names]]\nname = 'A'\nkind = 'person'\n\n[[names]]\nkind = 'person'\n", 5, "name must be"),
        ("[[names]]\nname = 'A'\nkind = 'person'\naliases = 'B'\n", 4, "aliases must be a list"),
        ("[[names]]\nname = 'A'\nkind = 'person'\nalias = ['B']\n", 4, "'alias' is not known"),
        ("x = 1\n", 1, "only [[names]] tables"),
        ("[[names]]\nname = \n", 2, "not valid TOML"),
        ('[[names]]\nname = "A\\u001b[31m"\nkind = "person"\n', 2, "name must be"),
        (f"[[names]]\nname = '{'x' * 301}'\nkind = 'person'\n", 2, "name must be"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        read_gazetteer(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert what in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[[names]]\n" + b"[" * 100_000, b"# x\n" * (2 << 20)])
def test_what_is_no_gazetteer_at_all_is_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "names.toml"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"names\.toml"):
        read_gazetteer(path)


def test_an_entry_is_added_and_taken_out_and_all_else_stays_as_it_was_written() -> None:
    more = with_entry(WRITTEN, KnownName("Quenby", "place"))
    assert more.startswith(WRITTEN.rstrip())
    assert parsed(more, Path())[-1] == KnownName("Quenby", "place")
    assert without_entry(more, "Quenby").rstrip() == WRITTEN.rstrip()
    changed = with_entry(WRITTEN, KnownName("Sunday Review", "work"))
    assert [one.kind for one in parsed(changed, Path())] == ["organisation", "work"]
    assert "# since 2011" in changed
    assert with_entry("", KnownName("Quenby", "place")).startswith("#")


def test_a_file_that_cannot_be_edited_by_line_is_left_alone() -> None:
    written = 'names = [{name = "Quenby", kind = "place"}]\n'
    assert parsed(written, Path()) == (KnownName("Quenby", "place"),)
    with pytest.raises(ValueError, match="only you can edit"):
        without_entry(written, "Quenby")
    tricky = '[[names]]\nname = "Quenby"\nkind = "place"\naliases = ["""\n[[names]]\n"""]\n'
    with pytest.raises(ValueError, match=r"only you can edit|aliases must be"):
        without_entry(tricky, "Quenby")


SAFE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(
    st.lists(
        st.builds(
            KnownName, SAFE, st.sampled_from([*KINDS, "none"]), st.lists(SAFE, max_size=3, unique=True).map(tuple)
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_again(known: list[KnownName]) -> None:
    text = ""
    for one in known:
        text = with_entry(text, one)
    last = {one.name: one for one in known}
    assert sorted(parsed(text, Path()), key=repr) == sorted(last.values(), key=repr)


def test_of_a_person_no_lone_surname_goes_to_other_documents() -> None:
    mentions = [Mention(0, 10, "Maria Lenz", "person"), Mention(20, 24, "Lenz", "person")]
    assert entry_of(Entity("Maria Lenz", "person", tuple(mentions), ("Lenz",))) == KnownName("Maria Lenz", "person")
    alone = Entity("Lenz", "person", (mentions[1],))
    assert entry_of(alone, "none") == KnownName("Lenz", "none")


def test_a_pipe_in_the_gazetteer_s_place_keeps_nobody_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "names.toml")
    with pytest.raises(GazetteerError, match="is not a plain file"):
        read_gazetteer(tmp_path / "names.toml")
