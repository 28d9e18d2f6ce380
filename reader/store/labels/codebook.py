"""What may be done to the labels of a project as a whole: rename, merge, split, retire; and its tags, in all documents.

The names come first, then the documents one by one, each whole. So whatever stops it in between, the names say already
what the rest of the tags should be called, and doing it again does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.annotations.handing_in import resealed
from reader.annotations.relabelling import relabelled, renamed_members
from reader.config.label import PLAIN, Label, coloured, is_within
from reader.config.label_changes import LABEL_STEP, LabelChange, LabelChanges, with_changes
from reader.config.settings_file import label_from
from reader.model.act import Act
from reader.model.annotation import Annotation, Change
from reader.model.document import Document
from reader.store.store_protocol import Store, StoreError
from reader.system.stdio import counted


class LabelError(ValueError):
    """Something that cannot be done to a label: one line that says why, and what can."""


class LabelStep(NamedTuple):
    """What is to be done as one step.

    Attributes:
        what: undo and the history call it.
        changes: to be kept of the names; their ``step`` is still empty.
        becomes: gives the label that an annotation of a document is to have; the document is named by its path.
        new: labels that are to be added first.
    """

    what: str
    changes: tuple[LabelChange, ...]
    becomes: Callable[[Annotation, str], str]
    new: tuple[Label, ...] = ()


class Codebook:
    """The labels that there are.

    Args:
        labels: of the settings, then of the store, before anything became of their names.
        changes: what became of names in the store.
        used: names that annotations have.
    """

    def __init__(self, labels: Sequence[Label], changes: LabelChanges, used: Iterable[str] = ()) -> None:
        self.labels = coloured(changes.in_force(labels))
        self.changes = changes
        self.used = frozenset(used)
        self._offered = {one.name: one for one in self.labels if not one.is_retired}

    @property
    def names(self) -> list[str]:
        """Of all labels, those that only annotations have at the end."""
        known = [one.name for one in self.labels]
        return known + sorted(self.used - set(known))

    def rename(self, old: str, new: str) -> LabelStep:
        """Give a label another name; raises ``LabelError``."""
        self._check_known(old)
        self._check_name(new)
        step = self._put_into([old], new, f"{LABEL_STEP}{old} renamed {new}")
        if self.changes.now(old) == new:
            return step  # the rest of what was renamed before
        for one in step.changes:
            if not one.is_undone and one.becomes in self.names and self.changes.now(one.becomes) == one.becomes:
                merges = f"nrc-reader label merge {one.name} {one.becomes} makes both one"
                raise LabelError(f"there is a label {one.becomes} already ({merges})")
        return step._replace(changes=(*step.changes, *self._retired_alike(step.changes)))

    def merge(self, olds: Sequence[str], into: str) -> LabelStep:
        """Put labels into another one, which may be new; raises ``LabelError``."""
        for old in olds:
            self._check_known(old)
        self._check_name(into)
        if self.changes.is_retired(into):
            raise LabelError(f"{into} is retired (nrc-reader label retire --back {into} offers it again)")
        return self._put_into(olds, into, f"{LABEL_STEP}{', '.join(olds)} merged into {into}")

    def split(
        self,
        old: str,
        into: Sequence[str],
        which: Callable[[Annotation, str], str],
        key_of: Callable[[str, Collection[str]], str] = lambda _, __: "",
    ) -> LabelStep:
        """Give some of a label's annotations other labels, which may be new; raises ``LabelError``.

        Args:
            old: the label.
            into: the others.
            which: the one of them that an annotation of a document, named by its path, is to have; empty for none.
            key_of: gives the key that a new label is to have; besides it, told which the others get.
        """
        self._check_known(old)
        for name in into:
            self._check_name(name)
            if name == old:
                raise LabelError(f"{old} cannot be split into itself (name another label)")
            if self.changes.now(name) != name or self.changes.is_retired(name):
                raise LabelError(f"the label {name} is not used any more (name another one)")
        if not into:
            raise LabelError(f"{old} is split into nothing (name at least one label)")

        def becomes(one: Annotation, document: str) -> str:
            return (which(one, document) if one.label == old else "") or one.label

        like = next((one for one in self.labels if one.name == old), Label(old, "", PLAIN))
        keys: list[str] = []
        for name in (one for one in into if one not in self._offered):
            keys.append(key_of(name, keys))
        named = zip((one for one in into if one not in self._offered), keys, strict=True)
        new = tuple(Label(name, key, like.colour, like.guideline) for name, key in named)
        return LabelStep(f"{LABEL_STEP}{old} split into {', '.join(into)}", (), becomes, new)

    def _retired_alike(self, changes: Iterable[LabelChange]) -> Iterator[LabelChange]:
        """What keeps labels that are renamed as they were, retired or not, whatever was said of their new names."""
        for one in changes:
            is_retired = self.changes.is_retired(one.name)
            if one.becomes and not one.is_undone and is_retired is not self.changes.is_retired(one.becomes):
                yield LabelChange(one.becomes, is_undone=not is_retired)

    def retire(self, name: str, *, back: bool = False) -> LabelStep:
        """No longer offer a label for tagging, or offer it again; raises ``LabelError``."""
        self._check_known(name)
        if self.changes.is_retired(name) is not back:
            raise LabelError(f"{name} is {'not ' if back else ''}retired{'' if back else ' already'}")
        if not back and set(self._offered) == {name}:
            raise LabelError(f"{name} is the only label that is left (add another one first)")
        what = f"{LABEL_STEP}{name} {'offered again' if back else 'retired'}"
        return LabelStep(what, (LabelChange(name, is_undone=back),), lambda one, _: one.label)

    def _put_into(self, olds: Sequence[str], into: str, what: str) -> LabelStep:
        if into in olds:
            raise LabelError(f"{into} has that name already")
        below = {
            name: into + name.removeprefix(old)
            for old in olds
            for name in (*self.names, old)
            if is_within(name, old) and not (is_within(into, old) and is_within(name, into))
        } | dict.fromkeys(olds, into)
        for name in below.values():
            self._check_name(name)
        known = set(self.names)
        new = [
            LabelChange(name, now, is_new=now not in known)
            for name, now in below.items()
            if self.changes.now(name) != now
        ]
        targets = {into, *below.values()}
        back = [one for one in self.changes.all if one.name in targets and one.becomes and not one.is_undone]
        changes = (*(one._replace(step="", is_undone=True) for one in back), *new)
        after = LabelChanges(with_changes(self.changes.all, changes))

        def becomes(one: Annotation, document: str) -> str:
            del document
            now = after.now(one.label)
            return now if now in targets else one.label

        return LabelStep(what, changes, becomes)

    def _check_known(self, name: str) -> None:
        if name not in self.names and self.changes.now(name) == name:
            raise LabelError(f"there is no label {name}, only {', '.join(self.names)}")

    @staticmethod
    def _check_name(name: str) -> None:
        try:
            label_from({"name": name, "key": "x"})
        except ValueError as error:
            raise LabelError(f"{name}: {error}") from error


def labels_in_force(store: Store, labels: Sequence[Label]) -> tuple[Label, ...]:
    """The labels of the settings and of a store, under the names and in the colours that they have now."""
    return codebook_of(store, labels).labels


def codebook_of(store: Store, labels: Sequence[Label], used: Iterable[str] = ()) -> Codebook:
    """The labels of the settings and of a store, and what became of them."""
    return Codebook((*labels, *store.labels()), store.label_changes(), used)


@dataclass(slots=True)
class Affected:
    """What a step would change.

    Attributes:
        documents: the keys of those with such annotations.
        by: how many annotations of whom.
        linked: ids of annotations that links lead to or start from, of the whole store.
        failed: documents that could not be read.
    """

    documents: list[str] = field(default_factory=list)
    by: Counter[str] = field(default_factory=Counter)
    linked: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many annotations would have another label."""
        return self.by.total()

    def others(self, annotator: str) -> dict[str, int]:
        """Those of others: how many of whom, by name."""
        return {name: count for name, count in sorted(self.by.items()) if name not in ("", annotator)}


def affected(
    store: Store,
    step: LabelStep,
    tick: Callable[[int, int], object] = lambda *_: None,
    fail: Callable[[StoreError], object] = lambda _: None,
) -> Affected:
    """Look in all documents for what a step would change; those that cannot be read are told, and left out."""
    found, now_called = Affected(), _now_called(step)
    keys = store.keys()
    for done, key in enumerate(keys):
        tick(done, len(keys))
        try:
            stored = store.load(key)
        except StoreError as error:
            found.failed.append(key)
            fail(error)
            continue
        found.linked |= {end for link in stored.links for end in (link.source, link.target)}
        path = stored.document.path
        labels = {one.id: (one.label, step.becomes(one, path)) for one in stored.annotations}
        theirs = [one.annotator for one in stored.annotations if labels[one.id][0] != labels[one.id][1]]
        if theirs or any(True for _ in renamed_members(stored.decisions, labels, now_called)):
            found.documents.append(key)
            found.by.update(theirs)
    return found


def carry_out(store: Store, step: LabelStep, found: Affected, act: Act) -> Iterator[int]:
    """Do it, and give after each document how many annotations it was; whoever stops in between has those before.

    Raises:
        StoreError: the store cannot be written, or a document cannot be read any more.
        ValueError: the new label cannot be added.
    """
    former = store.label_changes().former()
    for label in step.new:
        store.add_label(label, act)
    if step.changes:
        store.change_labels([one._replace(step=act.step) for one in step.changes], act)
    now_called = _now_called(step)
    with store.in_bulk():
        for key in found.documents:
            stored = store.load(key)
            path, sha256 = stored.document.path, stored.document.sha256
            labels = {one.id: (one.label, step.becomes(one, path)) for one in stored.annotations}
            changes = list(relabelled(stored.annotations, lambda one: labels[one.id][1], found.linked))  # noqa: B023 - at once
            sealed = resealed(stored.decisions, stored.annotations, stored.links, sha256, changes, former)
            decided = renamed_members(stored.decisions, labels, now_called)
            if everything := [*changes, *sealed, *decided]:
                store.save(stored.document, everything, act=act)
            yield len(changes)


def tags_with(store: Store, label: str) -> list[tuple[Document, Annotation]]:
    """The annotations of a label, each with its document, by path and place; of what cannot be read nothing."""
    found: list[tuple[Document, Annotation]] = []
    for key in store.keys():
        with suppress(StoreError):
            stored = store.load(key)
            found += [(stored.document, one) for one in stored.annotations if one.label == label]
    return sorted(found, key=lambda one: (one[0].path, one[1].start, one[1].end, one[1].id))


def _now_called(step: LabelStep) -> Callable[[str], str]:
    """Gives what a step calls a label from now on, for annotations that are gone; a split leaves it as it is."""
    names = {one.name: one.becomes for one in step.changes if one.becomes and not one.is_undone}
    return lambda name: names.get(name, name)


def restored(store: Store, key: str, number: int, act: Act, *, dry_run: bool) -> tuple[Change, ...]:
    """Restore a document whose labels stay as they are: its annotations get the names that these have now.

    Args and errors are those of ``Store.restore``; seals that fitted then fit again.
    """
    names = store.label_changes()
    changes = store.restore(key, number, act, dry_run=dry_run, now_called=names.now)
    if changes and names and not dry_run:
        stored = store.load(key)
        records = stored.decisions, stored.annotations, stored.links
        sealed = resealed(*records, stored.document.sha256, (), names.former())
        if also := (*sealed, *renamed_members(stored.decisions, {}, names.now)):
            store.save(stored.document, also, act=act)
    return changes


def used_labels(store: Store) -> set[str]:
    """The labels that annotations of a store have; of documents that cannot be read nothing."""
    used: set[str] = set()
    for key in store.keys():
        with suppress(StoreError):
            used.update(one.label for one in store.load(key).annotations)
    return used


def left_behind(changes: LabelChanges, counts: Iterable[tuple[str, int]]) -> list[str]:
    """A line for each label that was renamed, and that annotations still have.

    Args:
        changes: what became of names.
        counts: how many annotations have which label.
    """
    renamed = changes.renamed()
    return [
        f"{counted(count, 'tag')} with the label {name}, which is {renamed[name]} now"
        f" (nrc-reader label merge {name} {renamed[name]} renames {'it' if count == 1 else 'them'})"
        for name, count in counts
        if name in renamed and count
    ]
