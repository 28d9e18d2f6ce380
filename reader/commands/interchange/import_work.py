"""What ``nrc-reader import`` does with one file after another, and what it says of them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, complain
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import BinaryIO

    from reader.config.settings import Settings
    from reader.exchange.exchange_error import ExchangeError
    from reader.exchange.format_protocol import ImportedLabel
    from reader.exchange.import_file import ImportFile
    from reader.exchange.incoming.import_documents import DocumentImport, Done
    from reader.exchange.jsonl import Incoming, TextOf
    from reader.store.store_protocol import Store

#: Faulty lines of one file, or kinds of faults, that are reported; the others are only counted.
SHOWN_FAULTS = 20
#: Bytes at the start of a file that its format is recognised by.
_HEAD = 1 << 16


class ImportWork:
    """Takes files in, and counts what became of them.

    Args:
        store: to save in.
        settings: in force.
        options: of the command line.

    Attributes:
        text_of: as of ``jsonl.merge``.
        has_read: whether a row was read.
        is_stopped: whether ctrl+c has stopped it: between two documents, so that each is there whole or not at all.
        documents, all_documents: how many were taken in, and how many there are in the files so far.
        faults: what cannot be used: lines, parts of documents, and files.
    """

    def __init__(self, store: Store, settings: Settings, options: argparse.Namespace) -> None:
        from reader.config.settings import annotator_name
        from reader.exchange.document_text import unchanged_text
        from reader.exchange.jsonl import Merged
        from reader.model.act import Act
        from reader.model.annotation import new_id

        self._store = store
        self._settings = settings
        self._options = options
        self._act = Act("imported", annotator_name(settings), new_id())
        self._renamed = store.label_changes().renamed()
        self._named_anew: set[str] = set()
        self._labels: set[str] = set()
        self._theirs: set[str] = set()
        self._described: dict[str, ImportedLabel] = {}
        self._links = self._moved = self._detached = 0
        self._done = Merged(0, 0, 0)
        self._has_files = False
        self.text_of: TextOf = unchanged_text(store, settings.max_file_bytes)
        self.documents = self.all_documents = self.faults = 0
        self.has_read = self.is_stopped = False

    def take(self, name: str) -> None:
        """Take in a file, a folder, or standard input.

        Raises:
            OSError, ExchangeError: it cannot be read.
            CommandError: the store cannot be written.
        """
        from reader.exchange.exchange_error import ExchangeError
        from reader.exchange.formats import USUAL, recognised

        path = Path(name)
        if name != "-" and path.is_dir():
            named = self._options.format or recognised(path, b"")
            if named == USUAL:
                raise ExchangeError("is a folder of no known format (name its files, or its format with -f)")
            self._take_format(path, name, named)
            return
        with open(0 if name == "-" else name, "rb", buffering=_HEAD, closefd=name != "-") as file:
            head = file.peek(_HEAD) if isinstance(file, BufferedReader) else b""
            if name == "-" and not self._is_plain(self._options.format or _of_pipe(head)):
                with TemporaryDirectory(prefix="nrc-reader-") as folder:
                    path = Path(folder) / "input"
                    with path.open("wb") as copy:
                        shutil.copyfileobj(file, copy)
                    self._take_file(path, name, head)
            elif name == "-":
                self._take_rows(file, name)
            else:
                self._take_file(path, name, head)

    def _take_file(self, path: Path, name: str, head: bytes) -> None:
        from reader.exchange.exchange_error import ExchangeError
        from reader.exchange.formats import USUAL, goes_one_way, recognised

        named = self._options.format or recognised(path, head)
        if not self._options.format and named == USUAL and (one_way := goes_one_way(path, head)):
            raise ExchangeError(f"is of the format {one_way}, which does not come back (nrc-reader formats: which do)")
        if self._is_plain(named):
            with path.open("rb") as file:
                self._take_rows(file, name)
        else:
            self._take_format(path, name, named)

    def _is_plain(self, named: str) -> bool:
        """Whether a file is in the usual format, and comes in as it is."""
        from reader.exchange.formats import USUAL

        options = self._options
        return named == USUAL and not (options.map or options.owner or options.dry_run or options.document)

    def _take_rows(self, file: BinaryIO, name: str) -> None:
        """Take in a file of the usual format, and say what in it cannot be used."""
        from reader.commands.progress_line import ProgressLine
        from reader.exchange.import_file import ImportFile
        from reader.exchange.jsonl import merge_groups
        from reader.store.store_protocol import StoreError
        from reader.system.interrupts import Interrupts

        self._has_files = True
        with ProgressLine(prints=False) as progress, ImportFile(file, name) as rows:
            if not self._can_be_used(rows, name):
                return
            self.all_documents += rows.documents
            with Interrupts() as interrupts:
                try:
                    groups = map(self._under_new_names, rows.groups())
                    for done in merge_groups(self._store, groups, self._act, self.text_of):
                        self._done = self._done.plus(done)
                        self.documents += 1
                        progress(self._done.taken + self._done.known, rows.count)
                        if interrupts.is_asked:
                            self.is_stopped = True
                            return
                except StoreError as error:
                    raise CommandError(error) from error

    def _under_new_names(self, arrivals: Sequence[Incoming]) -> list[Incoming]:
        """What comes in with the names that labels have now: an older file has those of its time."""
        old = {one.annotation.label for one in arrivals} & self._renamed.keys()
        self._named_anew |= old
        named = [one.annotation.label for one in arrivals]
        return [
            replace(one, annotation=replace(one.annotation, label=self._renamed[name])) if name in old else one
            for one, name in zip(arrivals, named, strict=True)
        ]

    def _can_be_used(self, rows: ImportFile, name: str) -> bool:
        """Look through a file, and say what in it cannot be used; whether anything can."""
        from reader.exchange.returned_rows import refusal

        wrong = 0
        first: list[ExchangeError] = []
        for fault in rows.look(self._note_reading):
            wrong += 1
            if len(first) < SHOWN_FAULTS:
                first.append(fault)
        self.faults += wrong
        if wrong and not rows.count:
            complain(refusal(name, first[0], wrong))
            return False
        for fault in first:
            complain(fault)
        if wrong > SHOWN_FAULTS:
            complain(f"{name}: {wrong - SHOWN_FAULTS} more lines cannot be used")
        return True

    def _note_reading(self, rows: int) -> None:
        self.has_read = self.has_read or rows > 0

    def _take_format(self, path: Path, name: str, named: str) -> None:
        """Take in a file or folder of any format, and say what in it cannot be used."""
        from reader.commands.progress_line import ProgressLine
        from reader.exchange.formats import format_of, refuse_missing
        from reader.exchange.incoming.document_matching import DocumentMatching
        from reader.exchange.incoming.import_documents import DocumentImport, moment_of
        from reader.exchange.incoming.span_reading import Wishes
        from reader.store.allowed_files import AllowedFiles
        from reader.store.store_protocol import StoreError
        from reader.system.interrupts import Interrupts

        format_ = format_of(named)
        refuse_missing(named, format_)
        options = self._options
        wishes = Wishes(
            {**self._renamed, **dict(options.map)}, (options.owner or "").strip(), moment_of(path), options.dry_run
        )
        allowed = AllowedFiles(self._store.project_folder(), options.document)
        matching = DocumentMatching(self._store, allowed, self._settings.max_file_bytes, options.document)
        work = DocumentImport(self._store, format_.ABOUT, name, self._act, matching, wishes)
        self._has_files = True
        with ProgressLine(prints=False) as progress, Interrupts() as interrupts:
            try:
                for done in work.take(format_.read(path)):
                    self._note_done(done)
                    progress(self.documents)
                    if interrupts.is_asked:
                        self.is_stopped = True
                        break
            except StoreError as error:
                raise CommandError(error) from error
            finally:
                self._labels |= work.labels
                self._theirs |= work.theirs
                self._named_anew |= (work.theirs & self._renamed.keys()) - dict(options.map).keys()
                self._described = {**work.described, **self._described}
                self._say_faults(work, name)

    def _note_done(self, done: Done) -> None:
        self.has_read = True
        self.documents += 1
        self.all_documents = max(self.all_documents, self.documents)
        self._done = self._done.plus(done.merged)
        self._links += done.links
        self._moved += done.moved
        self._detached += done.detached

    def _say_faults(self, work: DocumentImport, name: str) -> None:
        """Say each kind of fault once, with its first place and how many there are."""
        for what, (place, count) in list(work.faults.items())[:SHOWN_FAULTS]:
            more = f" (and {count - 1} more)" if count > 1 else ""
            complain(f"{name}: {place}: left out: {what}{more}")
        if len(work.faults) > SHOWN_FAULTS:
            complain(f"{name}: {len(work.faults) - SHOWN_FAULTS} more kinds of faults")
        self.faults += sum(count for _, count in work.faults.values())

    def add_labels(self) -> None:
        """Add the labels to the store that nobody here has, and say so."""
        from reader.commands.interchange.imported_labels import add_unknown_labels, unknown_labels
        from reader.store.store_protocol import StoreError

        if not self._labels:
            return
        if self._options.dry_run:
            if new := unknown_labels(self._store, self._settings, self._labels):
                print(f"would be new in this store: {counted(len(new), 'label')} ({', '.join(new)})")
            return
        try:
            added, refused = add_unknown_labels(self._store, self._settings, self._labels, self._described)
        except StoreError as error:
            raise CommandError(error) from error
        if added:
            print(f"new in this store: {counted(len(added), 'label')} ({', '.join(added)})")
        if refused:
            many = "no label" if len(refused) == 1 else "no labels"
            complain(f"{', '.join(refused)}: can be {many} with a key here (rename with --map THEIRS=OURS)")

    def report(self) -> None:
        """Say what was taken in."""
        from reader.system.safe_text import safe_text

        if not self._has_files:
            return
        for theirs, ours in self._options.map:
            if theirs not in self._theirs and self._theirs:
                there = ", ".join(sorted(self._theirs))
                complain(f"--map {theirs}={ours}: nothing imported has that label, only {there}")
        done = self._done
        would = "would be " if self._options.dry_run else ""
        new_links = self._links + done.links
        links = f" and {counted(new_links, 'link')}" if new_links else ""
        print(f"{done.taken}{links} {would}imported, {done.known} there already")
        if self._named_anew:
            names = ", ".join(f"{name} as {self._renamed[name]}" for name in sorted(self._named_anew))
            print(f"labels that were renamed here: {names}")
        if done.of_others:
            were = "would be" if would else "was" if done.of_others == 1 else "were"
            others = counted(done.of_others, "annotation")
            names = safe_text(", ".join(sorted(done.whose)[:SHOWN_FAULTS]))
            print(f"{others} of others {were} replaced, of {names} (nrc-reader log shows what was there)")
        if self._moved or self._detached:
            print(
                f"{self._moved} moved to where their words are now, {self._detached} detached: not in the text any more"
            )


def _of_pipe(head: bytes) -> str:
    """The usual format where a pipe begins so; otherwise it has to be read whole to know."""
    from reader.exchange.formats import USUAL, format_of

    return USUAL if format_of(USUAL).recognises(Path("-"), head) else ""
