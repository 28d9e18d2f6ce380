"""Argdown: the exact text, what its own parser makes of it, what an edited file changes, and what cannot be used."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.argument_maps.argdown_text import escaped, parsed
from reader.exchange.formats import argdown
from reader.model.annotation import Annotation, Change, Link
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, MADE, sample
from tests.exchange.interchange import TEXTS, all_annotations, all_links, exported, imported

WRITTEN = """===
title: "Annotations"
model: {"removeTagsFromText": true}
color: {"tagColors": {"claim": "#5fafff", "evidence": "#87d75f", "opinion": "#ffaf5f"}}
===

# Emissions {"document": "a.txt", "sha256": "SHA", "title": "Emissions"}

[claim 00000001]: emissions fell 12 percent #claim {"id": "01KNWYQ4RR0000000000000001", "start": 16, "end": 41, REST}
  + [evidence 00000002]

[evidence 00000002]: 12 percent #evidence {"id": "01KNWYQ4RR0000000000000002", "start": 31, "end": 41, REST}
"""


def written(store: MemoryStore) -> str:
    return exported(store, "argdown").files[""].decode()


def changed(store: MemoryStore, text: str) -> tuple[list[Annotation], list[Link], set[str]]:
    """What an import changes: annotations and links that are not as before, and what could not be used."""
    annotations, links = all_annotations(store), all_links(store)
    taken = imported(store, "argdown", {"": text.encode()})
    return (
        [one for _, one in all_annotations(store) if ("a.txt", one) not in annotations],
        [one for one in all_links(store) if one not in links],
        set(taken.faults),
    )


def test_a_statement_is_a_passage_with_what_supports_it_below() -> None:
    text = written(sample())
    wanted = WRITTEN.replace("SHA", "a" * 64)
    for line in text.splitlines():
        if line.endswith('"}') and "sum" in line:
            quote, _, _ = line.partition("]: ")[2].partition(" #")
            made = f'"created_at": "{MADE}", "updated_at": "{MADE}"'
            rest = f'"quote": "{quote}", "annotator": "ann", {made}, "sum": "{line[-10:-2]}"'
            wanted = wanted.replace("REST", rest, 1)
    assert text == wanted


def tricky() -> MemoryStore:
    """Passages with all that means something in Argdown, a link to another document, and one title for two ids."""
    store = MemoryStore()
    texts = (
        '==== *a* _b_ **c** [d] [e](f) <g> #h @[i] :j: .k. e.g. ... {"l": 1} // m /* n */ <!-- o --> \\p & "q" http://r.s/t',
        "+ u\n\n- v\n\n(1) w\n\n----\n\n# x\n\n===\n\n> y “z” 😀 日本語 שלום | % ^ ~ ` $ 1. a; b, c?! d/e",
    )
    for number, text in enumerate(texts):
        one = Annotation(
            f"01KNWYQ4RR000000{number}0ABCDEFGH", "über (x)" if number else "my-label", 0, len(text), text,
            note="a } note { with\nlines", annotator="Zoë", created_at=MADE, updated_at=MADE,
        )  # fmt: skip
        links = [Link("01KNWYQ4RR0000000000000009", one.id, "01KNWYQ4RR00000000ABCDEFGH", "attacks")] if number else []
        changes = [Change(None, each) for each in (one, *links)]
        store.save(Document(None, f"{number}.txt", str(number) * 64, "[Title] #x {y}"), changes, text=text)
    return store


def argdown_cli() -> list[str]:
    """The command line of Argdown's own parser; skips where it cannot be had."""
    if found := shutil.which("argdown"):
        return [found]
    npx = shutil.which("npx")
    if npx is None:
        pytest.skip("needs Node, or argdown of @argdown/cli")
    command = [npx, "--yes", "--package=@argdown/cli@1.7.5", "argdown"]  # 2.0 asks for a package that there is not
    done = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=250)
    if done.returncode:
        pytest.skip("npx cannot get @argdown/cli")
    return command


def test_argdown_itself_finds_the_same_statements_relations_and_data(tmp_path: Path) -> None:
    command = argdown_cli()
    stores = {"sample": sample(), "tricky": tricky()}
    for name, store in stores.items():
        path = tmp_path / f"{name}.argdown"
        path.write_text(written(store), encoding="utf-8")
        done = subprocess.run([*command, "json", str(path), "--stdout"], capture_output=True, text=True, timeout=100)
        assert done.returncode == 0, done.stderr
        found, _ = json.JSONDecoder().raw_decode(done.stdout)  # a line for people follows
        statements = list(found["statements"].values())
        annotations = {one.id: one for _, one in all_annotations(store)}
        assert {one["data"]["id"] for one in statements} == annotations.keys()
        for one in statements:
            (member,) = (each for each in one["members"] if not each.get("isReference"))
            annotation = annotations[one["data"]["id"]]
            assert member["text"].strip() == " ".join(annotation.quote.split())
            assert (one["data"]["start"], one["data"]["end"]) == (annotation.start, annotation.end)
            assert one["data"].get("note", "") == annotation.note
            assert one["data"].get("label") or one["tags"] == [annotation.label]
        ids = {one["title"]: one["data"]["id"] for one in statements}
        kinds = {"support": "supports", "attack": "attacks"}
        relations = {
            (ids[each["from"]], ids[each["to"]], kinds[each["relationType"]])
            for one in statements
            for each in one.get("relations", ())
        }
        assert relations == {(one.source, one.target, one.kind) for one in all_links(store)}


def test_titles_stay_apart_where_two_ids_end_alike() -> None:
    statements = parsed(written(tricky())).statements
    assert len({one.title for one in statements}) == 2


@given(TEXTS)
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    found = parsed(f'[a]: {escaped(text)} #claim {{"id": "x"}}\n')
    assert found.faults == []
    (one,) = found.statements
    assert (one.content.text, one.content.tags) == (" ".join(text.split()), ["claim"])
    assert one.content.data == {"id": "x"}


@given(st.text())
def test_any_file_is_read_to_its_end(text: str) -> None:
    parsed(text)


def test_an_edited_file_comes_back_with_only_the_changes_as_changes() -> None:
    text = written(sample())
    assert changed(sample(), text) == ([], [], set())

    store = sample()
    annotations, links, faults = changed(store, text.replace("12 percent #evidence", "12 percent #opinion"))
    assert ([(one.id, one.label, one.start, one.end) for one in annotations], links, faults) == (
        [(FACT, "opinion", 31, 41)],
        [],
        set(),
    )

    store = sample()
    annotations, links, faults = changed(store, text.replace("  + [", "  - ["))
    assert (annotations, faults) == ([], set())
    assert [(one.source, one.target, one.kind) for one in links] == [(FACT, CLAIM, "attacks")]

    store = sample()
    annotations, links, faults = changed(store, text.replace('"annotator"', '"note": "n", "annotator"', 1))
    assert [(one.id, one.note, one.start, one.end) for one in annotations] == [(CLAIM, "n", 16, 41)]
    assert (links, faults) == ([], set())


def test_relations_may_be_added_in_every_way_of_argdown() -> None:
    for added in (
        "\n[evidence 00000002]\n  +> [claim 00000001]\n",
        "\n[claim 00000001]\n  <+ [evidence 00000002]\n",
        "\n[claim 00000001] // as said\n\n\n[claim 00000001]\n+ [evidence 00000002]\n",
    ):
        text = written(sample()).replace("  + [evidence 00000002]\n", "") + added
        other = MemoryStore()
        assert imported(other, "argdown", {"": text.encode()}).faults == {}
        assert [(one.source, one.target, one.kind) for one in all_links(other)] == [(FACT, CLAIM, "supports")]


def test_deeper_relations_belong_to_the_line_above_and_statements_may_stand_there() -> None:
    text = """
[a]: one two three #claim {id: a1, start: 0, end: 13}
  + [b]: two #evidence {id: b1,
        start: 4, end: 7}
      - [c]: three
        #evidence {id: c1, start: 8, end: 13}
  - [d]: one #opinion {id: d1, start: 0, end: 3}
"""
    found = parsed(text)
    assert [one.content.data["id"] for one in found.statements] == ["a1", "b1", "c1", "d1"]
    assert [(one.kind, one.source, one.target) for one in found.relations] == [
        ("supports", "b", "a"),
        ("attacks", "c", "b"),
        ("attacks", "d", "a"),
    ]
    assert found.faults == []


def test_what_cannot_be_used_is_named_by_line_and_the_rest_comes_in() -> None:
    text = written(sample()) + (
        "\nA thought of my own.\n\n[mine]: a claim without a passage #claim\n\n"
        "[claim 00000001]\n  >< [evidence 00000002]\n  + [nowhere]\n  + <An argument>\n"
    )
    taken = imported(MemoryStore(), "argdown", {"": text.encode()})
    assert taken.count == 2
    assert {what: place for what, (place, _) in taken.faults.items()} == {
        "a statement has no title, and no passage": "line 14",
        "a statement is no passage: its data has no id": "line 16",
        "a relation is neither + nor -": "line 19",
        "a relation is to a statement that is no passage": "line 20",
    }


def test_words_that_were_changed_are_said_and_leave_the_passage_as_it_is() -> None:
    store = sample()
    text = written(store).replace("]: 12 percent", "]: twelve percent")
    annotations, links, faults = changed(store, text)
    assert (annotations, links) == ([], [])
    assert faults == {"the words of a statement were changed; the passage stays as it is in its document"}


def test_data_that_grows_when_it_is_read_is_no_data() -> None:
    bomb = "{a: &a [x, x], b: &b [*a, *a], c: [*b, *b], id: z}"
    (one,) = parsed(f"[a]: text {bomb}\n").statements
    assert one.content.data == {}


def test_other_files_are_not_taken_for_one() -> None:
    for text in (b"# Title\n\ntext", b"[a]: http://example.org", b"{}"):
        assert not argdown.recognises(Path("x.md"), text)
