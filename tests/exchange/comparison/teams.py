"""Stores in which several people tagged the same documents, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from reader.model.annotation import Annotation, Change, Decision, Link, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.hashes import sha256

AT = "2026-04-11T09:30:00.000Z"
#: Passages of one annotator: start, end, label.
Tags = Iterable[tuple[int, int, str]]


def annotation(text: str, start: int, end: int, label: str, who: str) -> Annotation:
    return Annotation(
        new_id(), label, start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32],
        start, end, annotator=who, created_at=AT, updated_at=AT,
    )  # fmt: skip


def team_store(
    folder: Path,
    text: str,
    tags: Mapping[str, Tags],
    finished: Iterable[str] | None = None,
    name: str = "one.txt",
    links: Mapping[str, Iterable[tuple[int, int, str]]] | None = None,
    keeps_text: bool = True,
) -> dict[str, list[Annotation]]:
    """Save what people tagged in a document; gives the annotations of each.

    Args:
        folder: of the store.
        text: of the document.
        tags: of each person.
        finished: who says that they have finished it; None for all.
        name: of the document's file, which is not made.
        links: of each person, by the places of their tags, and the kind.
        keeps_text: whether the store has the text.
    """
    document = Document(None, name, sha256(text.encode()))
    made = {who: [annotation(text, *one, who) for one in theirs] for who, theirs in tags.items()}
    records: list[Annotation | Decision | Link] = [one for theirs in made.values() for one in theirs]
    done = tags if finished is None else finished
    records += [Decision(new_id(), "finished", {}, who, AT, AT) for who in done]
    for who, theirs in (links or {}).items():
        for source, target, kind in theirs:
            records.append(Link(new_id(), made[who][source].id, made[who][target].id, kind, who, AT, AT))
    store = FolderStore(folder)
    store.save(document, [Change(None, one) for one in records], text=text if keeps_text else None)
    store.close()
    return made
