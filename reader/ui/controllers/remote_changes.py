"""Other readers on the same store, editors and git: what they write shows here at once, and is said once, quietly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, Record
from reader.store.records.record_merging import words_of
from reader.store.store_folder import usual_key
from reader.store.store_protocol import StoreError
from reader.system.stdio import counted
from reader.ui.changes import NOT_NEEDED
from reader.ui.controllers.documents import DocumentActions

if TYPE_CHECKING:
    from reader.store.save_queue import Saved
    from reader.store.store_watcher import Watcher
    from reader.workspace.library_entries import OpenDocument


class _Told(NamedTuple):
    """What others did in a document, and how that was said."""

    opened: OpenDocument
    said: str
    who: list[str]
    changes: list[Change]


class CompanyActions(DocumentActions):
    """What is done about what others write. Cursor and selection stay where they are."""

    _told: _Told | None = None  # what was last said of others

    class Rewritten(Message):
        """Somebody wrote documents into the store, perhaps this reader itself."""

        def __init__(self, keys: set[str]) -> None:
            super().__init__()
            self.keys = keys

    @cached_property
    def watcher(self) -> Watcher:
        """What sees it."""
        from reader.store.store_watcher import Watcher

        return Watcher(
            self.store.folder,
            self.store.hidden_folder / "journals",
            lambda keys: self.post_message(self.Rewritten(keys)),
            lambda: [
                opened.document.key or usual_key(opened.document.path, opened.sha256) for opened in self.library.opens
            ],
        )

    def on_company_actions_rewritten(self, message: CompanyActions.Rewritten) -> None:
        """Have the storage thread look at the documents that are open here; use new labels."""
        from reader.store.store_watcher import LABELS

        if LABELS in message.keys:
            self.in_background(self.take_labels)
        for opened in self.library.opens:
            document = opened.document
            if document.key is None and any(key.endswith(f".{opened.sha256[:12]}") for key in message.keys):
                self._meet(opened)
            elif document.key in message.keys:
                self.saver.look(opened.sha256, document)

    def _meet(self, opened: OpenDocument) -> None:
        """Show what the store holds of an open document of which it is not known what others wrote since."""
        document = opened.document
        try:
            key = self.store.find(document.location or document.path, opened.sha256)
            stored = self.store.load(key) if key else None
        except StoreError:
            return  # the next save says it
        if stored is not None and not self.saver.unsaved:
            opened.document = replace(document, key=key)
            records: list[Record] = [*stored.annotations, *stored.links, *stored.decisions]
            here, there = ({one.id: one for one in side} for side in (opened.records.records(), records))
            changes = [Change(here.get(name), there.get(name)) for name in sorted({*here, *there})]
            changes = [one for one in changes if not _is_same(one)]
            is_told = all(one.before is None for one in changes)  # by whom: a record says who made it, no more
            self._show(opened, [self.name_of(Act(by=one.record.annotator), "") for one in changes if is_told], changes)

    def take_in(self, opened: OpenDocument, saved: Saved) -> None:
        """Show what somebody else wrote into an open document, and say what that was; what is known is no news."""
        if saved.is_stale:
            self._meet(opened)
        changes = [change for news in saved.others for change in news.changes if not _is_known(opened, change)]
        lead = f"{self.status.message}; " if saved.void and NOT_NEEDED in self.status.message else ""
        self._show(opened, [self.name_of(news.act, "") for news in saved.others], changes, lead)
        if saved.merged or saved.is_clash:
            opened.records.apply(one for one in saved.merged if not self.is_asked_since(one.record, saved.step))
            self.refresh_marks(opened)
            if not self.history.is_from_here(saved.met.step):  # else a step was taken back before it was written
                who = self.name_of(saved.met, "another reader")
                self.say(said_of_merge(who, saved.merged, is_clash=saved.is_clash))
        if saved.notices:
            file = f"{saved.document.key}.json: "
            self.say("; ".join(notice.removeprefix(file) for notice in saved.notices))
        if saved.changes:
            self.in_background(self._look_at_file, opened)

    async def _look_at_file(self, opened: OpenDocument) -> None:
        """Say once that somebody changed the file under the tags, which belong to the text as it was opened."""
        entry = next((one for one in self.shown if one.opened is opened), None)
        if entry is not None and await asyncio.to_thread(self.library.is_changed, entry):
            self.say(f"{entry.name}: the file has changed since it was opened; tags belong to the text as it is here")

    def _show(self, opened: OpenDocument, who: Iterable[str], changes: list[Change], lead: str = "") -> None:
        """Show it; what is said, behind ``lead``, counts all since the line came up that still stands there."""
        if not changes:
            return
        was_moving = self.mode_word == "MOVE"
        opened.records.apply(changes)
        self.refresh_marks(opened)
        told = self._told
        if told is not None and told.opened is opened and told.said == self.status.message:
            who, changes = [*told.who, *who], [*told.changes, *changes]
        ended = "; the tag that was being moved is gone" if was_moving and self.mode_word != "MOVE" else ""
        self.say(f"{lead}{said_of(sorted({one for one in who if one}), changes)}{ended}")
        self._told = _Told(opened, self.status.message, [*who], changes)


def _is_same(change: Change) -> bool:
    """Whether nobody changed it: one that was only found again elsewhere here is the same."""
    before, after = change
    return before is not None and after is not None and words_of(before) == words_of(after)


def _is_known(opened: OpenDocument, change: Change) -> bool:
    return opened.records.holds(change.after) if change.after else not opened.records.has(change.record)


_NEWER = "the other change is newer and stands; the log has both"


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
    from reader.annotations.name_decisions import NAME
    from reader.store.document_summaries import FINISHED
    from reader.store.override_records import LINE

    about = {BOOKMARK: "bookmark", LINE: "line", NAME: "name"}
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
        if isinstance(record, Decision) and record.kind == FINISHED:
            finished = "says this document is not finished" if is_gone else "finished this document"
        else:
            done.setdefault(verb, {}).setdefault(noun, set()).add(record.id)
    counts = {verb: ", ".join(counted(len(each[noun]), noun) for noun in each) for verb, each in done.items()}
    said = ", ".join(f"{verb} {count}" for verb, count in counts.items())
    what = ", ".join(part for part in (f"{said} here" if said else "", finished) if part)
    return f"{' and '.join(who) or 'somebody'} {what}"
