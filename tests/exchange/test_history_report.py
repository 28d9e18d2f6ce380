"""The log in words: every kind of decision as a person would say it, and no other kind hides what it is."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from reader.entities.entity_corrections import CONTEXT, Correction
from reader.exchange.history_report import as_text
from reader.model.act import Act
from reader.model.annotation import Change, Decision, new_id
from reader.model.document import Document
from reader.store.records.record_rows import applied, asked_rows
from reader.store.records.transaction import Transaction

NAMED = ("Maria Lenz", "Lenz")


def said(kind: str, data: Mapping[str, Any], *, is_gone: bool = False) -> str:
    made = Change(None, Decision(new_id(), kind, data, "ann"))
    rows = asked_rows({}, [made]).rows
    if is_gone:
        rows = tuple(row._replace(new=row.old, old=row.new) for row in rows)
    written = Transaction(rows, "2026-04-11T09:30:00Z", Act("said", "ann", new_id()))
    return as_text(Document("1", "1.txt", "0" * 64), written, None).splitlines()[1].strip()


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("finished", {}, "finished"),
        ("bookmark", {"name": "a", "offset": 3, "quote": "The council\nmet"}, "bookmark a “The council met”"),
        ("line", {"start": 0, "end": 4, "text": "Menu", "shown": False}, "line dropped “Menu”"),
        ("line", {"start": 0, "end": 4, "text": "Menu", "shown": True}, "line put back “Menu”"),
        ("rejected place", {"annotation": "0", "passage": "The bridge"}, "not the place of a tag: “The bridge”"),
        ("origin", {"path": "old/1.txt", "sha256": "0"}, "taken over from old/1.txt"),
        ("weather", {"name": "a"}, "decision weather"),
        ("bookmark", {"name": 3}, "decision bookmark"),
        ("line", {"shown": "yes"}, "decision line"),
        ("entity", {"operation": "sing"}, "decision entity"),
        ("metadata", {"field": "title", "value": "A bridge"}, "title “A bridge”"),
        ("metadata", {"field": "title", "value": None}, "title: none"),
        ("metadata", {"field": "authors", "value": ["Ada Okonjo", "Tom Aske"]}, "authors “Ada Okonjo; Tom Aske”"),
        ("metadata", {"field": "authors", "value": []}, "authors: none"),
        ("metadata", {"field": "published", "value": "2019-05-12"}, "date “2019-05-12”"),
        ("metadata", {"field": "published", "value": "soon"}, "decision metadata"),
        ("metadata", {"field": "weather", "value": "fine"}, "decision metadata"),
        ("entity", Correction("merge", NAMED, "person", ("Ada Okonjo",), "person"),
         "name “Maria Lenz” merged into “Ada Okonjo”"),
        ("entity", Correction("split", NAMED, "person", to="Lenz"), "name “Lenz” split off “Maria Lenz”"),
        ("entity", Correction("rename", NAMED, "person", to="M. Lenz"), "name “Maria Lenz” renamed “M. Lenz”"),
        ("entity", Correction("kind", NAMED, "person", to="group"), "name “Maria Lenz”: kind group"),
        ("entity", Correction("reject", NAMED, "person"), "“Maria Lenz” is no name"),
        ("entity", Correction("add", ("Lenz",), "person", start=CONTEXT), "name “Lenz” added: person"),
        ("entity", Correction("everywhere", NAMED, "person"), "every occurrence of the name “Maria Lenz”"),
    ],
)  # fmt: skip
def test_each_kind_of_decision_is_said_in_words(kind: str, data: Any, expected: str) -> None:
    values = data.data() if isinstance(data, Correction) else data
    assert said(kind, values) == f"+ {expected}"
    assert said(kind, values, is_gone=True) == f"- {expected}"


def test_a_decision_that_was_changed_is_said_before_and_after() -> None:
    before = Decision(new_id(), "metadata", {"field": "title", "value": "A bridge"}, "ann")
    after = replace(before, data={"field": "title", "value": None}, annotator="bob")
    there = applied({}, asked_rows({}, [Change(None, before)]).rows)
    rows = asked_rows(there, [Change(before, after)]).rows
    written = Transaction(rows, "2026-04-11T09:30:00Z", Act("title corrected", "bob", new_id()))
    said = as_text(Document("1", "1.txt", "0" * 64), written, None).splitlines()
    assert said[1].strip() == "~ title “A bridge” → title: none"
