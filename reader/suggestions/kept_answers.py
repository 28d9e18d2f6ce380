"""What a suggester learns from, kept beside the store in one small file for each annotator: documents are read once.

It can be looked at, and deleted at any time: never the truth, it is made anew from the tags. The learner's weights are
not kept; they follow from the answers in well under a second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.store.store_folder import make_cache_folder
from reader.store.store_protocol import StoreError
from reader.suggestions.learning_suggester import MOST_ANSWERS
from reader.suggestions.suggester import Answer
from reader.suggestions.tag_answers import AnsweredSuggestion, DocumentAnswers, TagReader, in_order, own_answers
from reader.system.hashes import sha256
from reader.system.json_text import json_text

if TYPE_CHECKING:
    from reader.store.store_protocol import Store
    from reader.system.guarded_path import StorePath

#: The folder in the store's cache folder, and what a file is of.
FOLDER = "suggestions"
_VERSION = 1
_ABOUT = (
    "The sentences that nrc-reader suggest learns from, by document, with the label that you gave them; an empty label "
    "is for sentences that you left without one. It is made anew from your tags: delete it whenever you like."
)
#: What is kept of a document beside its answers, in the order of ``DocumentAnswers``.
_FIELDS = ("path", "sha256", "first", "language")
#: Characters of a name in the name of a file.
_NAME = 40


class _KeptDocument(NamedTuple):
    """What a document said, None where nothing, while the store's mark of it was this one."""

    mark: str
    said: DocumentAnswers | None


def file_of(folder: StorePath, annotator: str) -> StorePath:
    """The file of an annotator, in the store's cache folder: their name as far as it is plain, and a hash of it."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", annotator)[:_NAME].strip("-")
    return folder / FOLDER / f"{plain or 'annotator'}.{sha256(annotator.encode(errors='surrogatepass'))[:8]}.json"


def learnt_from(store: Store, annotator: str, reader: TagReader) -> list[DocumentAnswers]:
    """What an annotator's documents say, the one that they tagged first before the others.

    Only the documents that they worked in last count, as many as give ``MOST_ANSWERS``. Those that have not changed
    since they were read last are taken from the kept file.

    Args:
        store: any.
        annotator: whose tags count.
        reader: reads them.

    Raises:
        StoreError: the store itself cannot be read.
    """
    if not store.exists():
        return []
    cache = store.cache_folder()
    path = None if cache is None else file_of(cache, annotator)
    before = {} if path is None else _read(path, annotator)
    marks, now = store.marks(), dict[str, _KeptDocument]()

    def read(key: str) -> DocumentAnswers | None:
        kept, mark = before.get(key), marks.get(key, "")
        if kept is None or not mark or kept.mark != mark:
            kept = _KeptDocument(mark, reader.read(key))
        now[key] = kept
        return kept.said

    found, count = [], 0
    for document in own_answers(store, read):
        found.append(document)
        count += len(document.answers)
        if count >= MOST_ANSWERS:
            break
    if path is not None and now != before:
        _write(path, annotator, now)
    return in_order(found)


def _write(path: StorePath, annotator: str, documents: Mapping[str, _KeptDocument]) -> None:
    """Keep what was read; without it the next time takes longer."""
    head = json_text({"about": _ABOUT, "version": _VERSION, "annotator": annotator})[:-1]
    rows = [f"  {json_text(key)}: {json_text(_record(one))}" for key, one in sorted(documents.items())]
    with suppress(OSError, StoreError):
        make_cache_folder(path.parent.parent)
        path.write((f'{head}, "documents": {{\n' + ",\n".join(rows) + "\n}}\n").encode(), lasting=False)


def _record(one: _KeptDocument) -> dict[str, Any]:
    if one.said is None:
        return {"mark": one.mark, "answers": []}
    answers = [{"label": each.label, "sentence": each.sentence, "whole": each.is_whole} for each in one.said.answers]
    said = {name: getattr(one.said, name) for name in _FIELDS}
    return {"mark": one.mark, **said, "answers": answers, "answered": [each._asdict() for each in one.said.answered]}


def _read(path: StorePath, annotator: str) -> dict[str, _KeptDocument]:
    """What is kept; nothing of a file that is missing, damaged, or another one's."""
    try:
        found = json.loads(path.content())
        if found["version"] != _VERSION or found["annotator"] != annotator:
            return {}
        return {key: _kept(key, one) for key, one in found["documents"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _kept(key: str, one: Any) -> _KeptDocument:
    """One document of the file; raises ``ValueError``, ``KeyError``, ``TypeError``."""
    if not one["answers"]:
        return _KeptDocument(_text(one["mark"]), None)
    answers = [Answer(_text(each["sentence"]), _text(each["label"]), bool(each["whole"])) for each in one["answers"]]
    path, digest, first, language = (_text(one[name]) for name in _FIELDS)
    answered = [
        AnsweredSuggestion(_text(each["at"]), _text(each["label"]), bool(each["is_taken"])) for each in one["answered"]
    ]
    said = DocumentAnswers(key, path, digest, first, language, answers, answered)
    return _KeptDocument(_text(one["mark"]), said)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is no text")
    return value
