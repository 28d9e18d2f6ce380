"""What other readers, editors and git wrote into open documents: which of it is news here, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.act import NOBODY, Act
from reader.model.annotation import Annotation, Change, Decision, Record
from reader.store.records.record_merging import words_of
from reader.store.store_protocol import StoreError
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.store.save_queue import News
    from reader.store.store_protocol import Store
    from reader.workspace.library_entries import OpenDocument

#: What a person may correct of a document, counted.
_FIELDS = {"title": "title", "authors": "author line", "published": "date"}
_NEWER = "the other change is newer and stands; the log has both"


def differences(opened: OpenDocument, store: Store) -> tuple[News, ...]:
    """From the records in memory to those in the store, where it is not known what was written since; by id.

    The document is the store's from now on. Nothing where the store cannot be read: the next save says so.

    Returns:
        A change each; where all are new records, by whom: a record says who made it, no more.
    """
    document = opened.document
    try:
        key = store.find(document.source, opened.sha256)
        stored = store.load(key) if key else None
    except StoreError:
        return ()
    if stored is None:
        return ()
    opened.document = replace(document, key=key)
    records: list[Record] = [*stored.annotations, *stored.links, *stored.decisions]
    here, there = ({one.id: one for one in side} for side in (opened.records.records(), records))
    changes = [Change(here.get(name), there.get(name)) for name in sorted({*here, *there})]
    from reader.store.save_queue import News  # not before the first paint: nothing was saved

    changes = [one for one in changes if not _is_same(one)]
    is_told = all(one.before is None for one in changes)
    return tuple(News(Act(by=one.record.annotator) if is_told else NOBODY, (one,)) for one in changes)


def unknown_in(opened: OpenDocument, others: Sequence[News], is_newer: Callable[[Record], bool]) -> tuple[News, ...]:
    """What of that a document in memory does not hold already.

    Args:
        opened: the document.
        others: in the order in which it was written; what is last said of a record counts.
        is_newer: whether a record was changed here since.
    """
    from reader.store.save_queue import News

    last = {change.record.id: change for one in others for change in one.changes}
    left = {key for key, change in last.items() if not is_newer(change.record) and not _is_known(opened, change)}
    news = (News(one.act, tuple(each for each in one.changes if each.record.id in left)) for one in others)
    return tuple(one for one in news if one.changes)


def _is_known(opened: OpenDocument, change: Change) -> bool:
    return opened.records.holds(change.after) if change.after else not opened.records.has(change.record)


def _is_same(change: Change) -> bool:
    """Whether nobody changed it: a record that was only re-anchored here is the same."""
    before, after = change
    return before is not None and after is not None and words_of(before) == words_of(after)


def said_of_merge(who: str, merged: Sequence[Change], *, is_clash: bool) -> str:
    """What stands where somebody had changed the same meanwhile, in one line.

    Args:
        who: in words.
        merged: from each record as it was asked for here to the record as it is on disk; empty where that is the same.
        is_clash: both had changed the same of it in another way.
    """
    asked, stands = next(((one.before, one.after) for one in merged), (None, None))
    if not merged:
        said = "your change stands; the log has both"
    elif stands is None:
        said = "it is deleted now; the log has yours"
    elif asked is None:
        said = "it is not deleted, the other change stands"
    elif not is_clash:
        said = "both changes stand"
    elif isinstance(asked, Annotation) and isinstance(stands, Annotation) and stands.note not in ("", asked.note):
        said = "both notes stand in one; the log has both" if asked.note in stands.note else _NEWER
    else:
        said = "yours is newer and stands; the log has both" if stands.updated_at == asked.updated_at else _NEWER
    return f"{who} changed it too: {said}"


def said_of(who: Iterable[str], changes: Sequence[Change]) -> str:
    """What others did, in one line, each record counted once for what was done to it.

    Args:
        who: in words; nobody where that is not known.
        changes: in the order in which they were made.
    """
    from reader.annotations.bookmarks import BOOKMARK
    from reader.annotations.document_notes import DOCUMENT_NOTE
    from reader.annotations.handing_in import FINISHED, REOPENED
    from reader.annotations.metadata_corrections import METADATA
    from reader.annotations.name_decisions import NAME
    from reader.store.override_records import ENCODING, LINE

    about = {
        BOOKMARK: "bookmark",
        DOCUMENT_NOTE: "note of the document",
        ENCODING: "encoding",
        LINE: "line",
        NAME: "name",
    }
    done: dict[str, dict[str, set[str]]] = {}
    finished = ""
    for change in changes:
        record = change.record
        is_made, is_gone = change.before is None, change.after is None
        verb, noun = "deleted" if is_gone else "made" if is_made else "changed", "link"
        if isinstance(record, Annotation):
            verb, noun = ("tagged", "passage") if is_made else (verb, "tag")
        elif isinstance(record, Decision):
            verb, noun = "changed", about.get(record.kind, "decision")
            noun = _FIELDS.get(str(record.data.get("field")), noun) if record.kind == METADATA else noun
        if isinstance(record, Decision) and record.kind in {FINISHED, REOPENED}:
            is_open = is_gone or record.kind == REOPENED
            finished = "says this document is not finished" if is_open else "finished this document"
        else:
            done.setdefault(verb, {}).setdefault(noun, set()).add(record.id)
    counts = {verb: ", ".join(counted(len(each[noun]), noun) for noun in each) for verb, each in done.items()}
    said = ", ".join(f"{verb} {count}" for verb, count in counts.items())
    what = ", ".join(part for part in (f"{said} here" if said else "", finished) if part)
    return f"{' and '.join(who) or 'somebody'} {what}"
