"""Other readers on the same store, editors and git: what they write shows here at once, and is said once, quietly."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from textual.message import Message

from reader.annotations.annotation import Annotation, Change, Link, Record
from reader.annotations.folder import usual_key
from reader.annotations.merging import words_of
from reader.annotations.store import StoreError
from reader.streams import counted
from reader.ui.documents import DocumentActions

if TYPE_CHECKING:
    from reader.annotations.saving import Saved
    from reader.annotations.watching import Watcher
    from reader.ui.library import Open


class CompanyActions(DocumentActions):
    """What is done about what others write. Cursor and selection stay where they are."""

    class Rewritten(Message):
        """Somebody wrote documents into the store, perhaps this reader itself."""

        def __init__(self, keys: set[str]) -> None:
            super().__init__()
            self.keys = keys

    @cached_property
    def watcher(self) -> Watcher:
        """What sees it."""
        from reader.annotations.watching import Watcher

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
        from reader.annotations.watching import LABELS

        if LABELS in message.keys:
            self.in_background(self.take_labels)
        for opened in self.library.opens:
            document = opened.document
            if document.key is None and any(key.endswith(f".{opened.sha256[:12]}") for key in message.keys):
                self._meet(opened)
            elif document.key in message.keys:
                self.saver.look(opened.sha256, document)

    def _meet(self, opened: Open) -> None:
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
            here, there = ({one.id: one for one in side} for side in (opened.notebook.records(), records))
            changes = [Change(here.get(name), there.get(name)) for name in sorted({*here, *there})]
            changes = [one for one in changes if not _is_same(one)]
            self._show(opened, sorted({one.record.annotator for one in changes}), changes)

    def take_in(self, opened: Open, saved: Saved) -> None:
        """Show what somebody else wrote into an open document, and say what that was; what is known is no news."""
        if saved.is_stale:
            self._meet(opened)
        changes = [change for news in saved.others for change in news.changes if not _is_known(opened, change)]
        self._show(opened, sorted({news.by for news in saved.others if news.by}), changes)
        if saved.merged or saved.is_clash:
            opened.notebook.apply(saved.merged)
            self.refresh_marks(opened)
            self.say(said_of_merge(saved.merged, is_clash=saved.is_clash))
        if saved.notices:
            file = f"{saved.document.key}.json: "
            self.say("; ".join(notice.removeprefix(file) for notice in saved.notices))
        if saved.changes:
            self.in_background(self._look_at_file, opened)

    async def _look_at_file(self, opened: Open) -> None:
        """Say once that somebody changed the file under the tags, which belong to the text as it was opened."""
        entry = next((one for one in self.shown if one.opened is opened), None)
        if entry is not None and await asyncio.to_thread(self.library.is_changed, entry):
            self.say(f"{entry.name}: the file has changed since it was opened; tags belong to the text as it is here")

    def _show(self, opened: Open, who: Iterable[str], changes: list[Change]) -> None:
        if changes:
            opened.notebook.apply(changes)
            self.refresh_marks(opened)
            self.say(said_of(who, changes))


def _is_same(change: Change) -> bool:
    """Whether nobody changed it: one that was only found again elsewhere here is the same."""
    before, after = change
    return before is not None and after is not None and words_of(before) == words_of(after)


def _is_known(opened: Open, change: Change) -> bool:
    return opened.notebook.holds(change.after) if change.after else not opened.notebook.has(change.record)


_NEWER = "theirs is newer and stands; the log has both"


def said_of_merge(merged: Sequence[Change], *, is_clash: bool) -> str:
    """What stands where another reader had changed the same, in one line.

    Args:
        merged: from each record as it was asked for here to the record as it is on disk; empty where that is the same.
        is_clash: both had changed the same of it in another way.
    """
    asked, stands = next(((one.before, one.after) for one in merged), (None, None))
    if not merged:
        said = "your change stands; the log has both"
    elif stands is None:
        said = "it is deleted now; the log has yours"
    elif asked is None:
        said = "it is not deleted, their change stands"
    elif not is_clash:
        said = "both changes stand"
    elif isinstance(asked, Annotation) and isinstance(stands, Annotation) and stands.note not in ("", asked.note):
        said = "both notes stand in one; the log has both" if asked.note in stands.note else _NEWER
    else:
        said = "yours is newer and stands; the log has both" if stands.updated_at == asked.updated_at else _NEWER
    return f"another reader changed it too: {said}"


def said_of(who: Iterable[str], changes: Sequence[Change]) -> str:
    """What others did, in one line: of decisions too what they were about."""
    from reader.annotations.bookmarks import BOOKMARK
    from reader.annotations.lines import LINE
    from reader.annotations.names import NAME
    from reader.annotations.survey import FINISHED

    about = {BOOKMARK: "bookmark", LINE: "line", NAME: "name"}
    done: Counter[tuple[str, str]] = Counter()
    finished = ""
    for change in changes:
        record = change.record
        is_made, is_gone = change.before is None, change.after is None
        if isinstance(record, Annotation):
            done["tagged" if is_made else "deleted" if is_gone else "changed", ""] += 1
        elif isinstance(record, Link):
            done["made" if is_made else "deleted" if is_gone else "changed", "link"] += 1
        elif record.kind == FINISHED:
            finished = "says this document is not finished" if is_gone else "finished this document"
        else:
            done["changed", about.get(record.kind, "decision")] += 1
    said = ", ".join(f"{verb} {counted(count, noun) if noun else count}" for (verb, noun), count in done.items())
    what = ", ".join(part for part in (f"{said} here" if said else "", finished) if part)
    return f"{' and '.join(who) or 'somebody else'} {what}"
