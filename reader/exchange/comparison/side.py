"""One of two things that are compared or merged: its documents with their records, whatever it was read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model.annotation import Record
from reader.store.records.record_merging import changed_at
from reader.store.records.record_rows import Tables

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.config.label_changes import LabelChange
    from reader.exchange.comparison.store_revisions import Revision
    from reader.model.document import Document
    from reader.store.records.transaction import Transaction
    from reader.store.team.blind_view import BlindView
    from reader.store.team.team import Team


class Writer(NamedTuple):
    """Who wrote a record last, and when, as a history has it; empty where it does not say."""

    by: str = ""
    at: str = ""


@dataclass
class SideDocument:
    """One document.

    Attributes:
        document: its key where a store has it; ``sha256`` is empty where that is not known.
        records: by id.
        graves: what is known of deleted records, by id: ``deleted_at`` and ``table``.
        meta: what a store says of it; empty for an export.
        beside: tables that this version does not know.
        texts: gives the texts that its annotations may be in, the newest first.
        history: gives what was ever written into it, in order; nothing where that is not known.
        is_whole: whether nothing is missing that it may have held.
    """

    document: Document
    records: dict[str, Record] = field(default_factory=dict)
    graves: dict[str, dict[str, Any]] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    beside: Tables = field(default_factory=dict)
    texts: Callable[[], Sequence[str]] = tuple
    history: Callable[[], Sequence[Transaction]] = tuple
    is_whole: bool = True

    @property
    def hashes(self) -> frozenset[str]:
        """The hashes of all bytes that it is known to have had."""
        from reader.store.records.record_rows import hashes_of

        return frozenset({*hashes_of(self.meta), self.document.sha256} - {""})

    @property
    def changed(self) -> object:
        """Orders documents by when one of their records was changed last."""
        return max((changed_at(one.updated_at) for one in self.records.values()), default=changed_at(""))


@dataclass
class Side:
    """A store, a revision of one, or an export.

    Attributes:
        name: as the user gave it.
        documents: ordered by path, hash and key.
        lacks: what its format cannot say: names of fields of annotations, and of tables.
        labels: that were added in a store.
        label_changes: what became of names of labels there.
        faults: what could not be read, a line each.
        notices: what else a person should be told of it.
        moment: of an export, when its file was written.
        writers: who wrote the records of the document of that key last, by id.
        revision: the commit that it is, or that the work tree around it was made from.
        project: the folder whose files may be opened for their texts; empty for none.
        project_file: what names who works on it; empty where nothing does.
        team: who that is, and what goes to whom; None for an export.
        view: what whoever compares may see of it, where its project is blind; ``seen_side`` heeds it.
    """

    name: str
    documents: list[SideDocument] = field(default_factory=list)
    lacks: frozenset[str] = frozenset()
    labels: tuple[Label, ...] = ()
    label_changes: Sequence[LabelChange] = ()
    faults: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    moment: str = ""
    writers: Callable[[str], Mapping[str, Writer]] = lambda _: {}
    revision: Revision | None = None
    project: str = ""
    project_file: bytes = b""
    team: Team | None = None
    view: BlindView | None = None
