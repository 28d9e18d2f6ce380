"""Stores as they come to be: saves, deletions, edits by hand, conflict copies, journals that were left behind."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from reader.model.annotation import Annotation, Change, Decision, Link, new_id
from reader.model.document import Document, Stored
from reader.store.folder_store import FolderStore
from reader.store.records.record_rows import row_id_of
from reader.store.store_protocol import Store, StoreError
from tests.written_files import write_files

#: What is common, what JSON escapes, what is unsafe to show, halves of surrogate pairs, and what looks like JSON.
TEXTS = st.one_of(
    st.sampled_from(
        ['say "so"', "a\\b", 'x", "label": "opinion', "one\n\ntwo\tthree", "“–” 😀 é", "\u00a0\u200d", "\\n"]
    ),
    st.text(st.characters(), max_size=12),
    st.text('\x07\x1b\x7f\x85\u2028\u202e\ufeff\ud83d"\\\n\t{}:,', max_size=6),
)
DATES = st.sampled_from(["2026-04-11T09:30:00.000Z", "2026-04-12T09:30:00.000Z", "", "2026-04-11", "yesterday"])
LABELS = st.one_of(st.sampled_from(["claim", "evidence", "opinion", "über \U0001f600", "\xad"]), TEXTS)
#: What is done to a store, one after another.
STEPS = st.lists(
    st.sampled_from(
        ["tag", "tag", "tag", "link", "finish", "delete", "write", "edit", "extra", "copy", "touch", "raw"]
    ),
    max_size=14,
)


@st.composite
def annotations(draw: st.DrawFn) -> Annotation:
    """Any annotation that can be saved."""
    start, length = draw(st.integers(0, 5)), draw(st.integers(1, 5))
    label = draw(LABELS)
    return Annotation(
        new_id(), label if label.strip() else "claim", start, start + length, draw(TEXTS), draw(TEXTS), draw(TEXTS),
        draw(st.integers(0, 3)), 3, draw(TEXTS), draw(st.sampled_from(["ann", "bo", "", 'c"d', "é\n"])),
        draw(DATES), draw(DATES), draw(st.sampled_from(["exact", "moved", "detached"])),
        draw(st.sampled_from(["", "", "", "Berg", 'x"y'])),
        draw(st.sampled_from([{}, {}, {}, {"colour": ["red"]}])),
    )  # fmt: skip


def do(store: FolderStore, step: str, draw: Any) -> None:
    """One step in a document of the store, of which there are few, two of them at one path; what is refused is not."""
    with suppress(StoreError):
        _do(store, step, draw)


def _do(store: FolderStore, step: str, draw: Any) -> None:
    number = draw(st.integers(0, 3))
    document = Document(None, str(store.folder / f"{number // 2}.txt"), f"{number:x}" * 64, draw(TEXTS), apart=True)
    key = store.find(document.path, document.sha256)
    stored = store.load(key) if key else None
    file = store.folder / f"{key}.json"
    if step in {"tag", "link", "finish"}:
        one = draw(annotations())
        record: Any = one
        if step == "link" and stored is not None and stored.annotations:
            record = Link(
                new_id(), stored.annotations[0].id, one.id, draw(st.sampled_from(["supports", "a\nb"])), "ann"
            )
        elif step == "finish":
            record = Decision(new_id(), "finished", {}, "bo", "2026-04-11", "2026-04-11")
        store.save(document, [Change(None, record)], apart=True)
    elif step == "delete" and stored is not None and stored.annotations:
        store.save(stored.document, [Change(stored.annotations[0], None)])
    elif step == "write":
        write_files(store)
        if draw(st.booleans()):
            store.close()
    elif file.exists() and stored is not None:
        by_hand(file, step, draw)


def by_hand(file: Path, step: str, draw: Any) -> None:
    """What editors, git and programs for synchronised folders do to a store file."""
    if step == "copy":
        shutil.copy(file, file.with_name(f"{file.name.removesuffix('.json')} (1).json"))
        return
    text = file.read_text(encoding="utf-8", errors="surrogateescape")
    if step == "touch":
        text = text.replace('"claim"', '"opinion"', 1)
    elif step == "raw":  # bytes that the program does not write so
        old, new = draw(
            st.sampled_from([(": ", ":"), ("claim", "cla\\u0069m"), ("exact", "odd"), ("\n", "\r\n"), ("}", "")])
        )
        text = text.replace(old, new, 1)
    else:
        try:
            tables = json.loads(text)
        except ValueError:
            return
        for row in tables.get("annotations", {}).values():
            row["note" if step == "edit" else "mine"] = draw(TEXTS)
        if draw(st.booleans()):
            tables.setdefault("_trash", {})[row_id_of(new_id())] = {"deleted_at": "2026-04-11", "table": "annotations"}
        text = json.dumps(tables)
    file.write_text(text, encoding="utf-8", errors="surrogateescape")


def read_in_full(store: Store) -> list[Stored]:
    """Every document that can be read, with what is in conflict copies: what a faster way is held against."""
    found = []
    for key in store.keys():
        with suppress(StoreError):
            found.append(store.load(key, with_copies=True))
    return found
