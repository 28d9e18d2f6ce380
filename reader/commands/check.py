"""``nrc-reader check``: whether everything in the store is as it should be, and what can be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import has_work, names_in, refuse_stranger, selected, work_of
from reader.commands.environment import (
    DONE,
    PROBLEM,
    SHOWN_PATH,
    all_stored,
    complain,
    refuse_unknown,
    settings_of,
    store_of,
)
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from reader.model.document import Stored
    from reader.store.store_protocol import Fault


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="files and folders whose documents are opened too, wherever they lie",
    )  # fmt: skip
    parser.add_argument("--repair", action="store_true", help="mend what can be mended without guessing; say what")
    parser.add_argument("--quick", action="store_true", help="do not open the documents to compare quotes and offsets")


def run(options: argparse.Namespace) -> int:
    """Say what is wrong, and mend it if that was asked for; the exit code."""
    from reader.commands.stored_corrections import article_of
    from reader.store.allowed_files import AllowedFiles
    from reader.store.record_checks import LinkCheck, record_faults
    from reader.system.safe_text import safe_text, short_text

    annotator = selected(options)
    settings = settings_of(options)
    store = store_of(settings)
    if annotator:
        refuse_stranger(store, annotator, names_in(all_stored(store, [], quiet=True)))
    refuse_unknown(store, options.paths)
    reach = AllowedFiles(store.project_folder(), options.paths)
    unreadable: list[str] = []
    tally = _Tally(mends=options.repair)
    tally.take(store.faults())
    documents = annotations = opened = changed = far = 0
    links = LinkCheck()
    for everybodys in all_stored(store, unreadable, quiet=True):
        links.add(everybodys)
        stored = work_of(everybodys, annotator)
        documents, annotations = documents + (not annotator or has_work(stored)), annotations + len(stored.annotations)
        is_read = not options.quick and bool(stored.annotations and stored.document.location)
        is_near = is_read and reach.holds(stored.document.location)
        far += is_read and not is_near
        read = article_of(stored, settings.max_file_bytes) if is_near else None
        article = read if read is not None and read.page.sha256 == stored.document.sha256 else None
        opened += article is not None
        if read is not None and article is None:
            changed += 1
            path = short_text(stored.document.path, SHOWN_PATH, keeps_end=True)
            print(f"{path}: has another text by now than the one that was annotated")
        for what in record_faults(stored, article):
            tally.say(what)
        for line in _detached(stored):
            print(line)
    for what in links.faults():
        tally.say(what)
    if far:
        lie = "document lies elsewhere and was" if far == 1 else "documents lie elsewhere and were"
        print(f"{far:,} {lie} not opened (name {'it' if far == 1 else 'them'}: nrc-reader check PATH)")
    if options.repair:
        store.close()
    counts = ", ".join(
        (counted(documents, "document"), counted(annotations, "annotation"), counted(tally.found, "fault"))
    )
    mended = f", {tally.mended} mended" if options.repair else ""
    backups = counted(len(store.backup_times()), "backup")
    compared = f"; {counted(opened, 'text')} compared" if not options.quick else ""
    compared += f", {changed} changed since" if changed else ""
    print(f"{safe_text(store.name)}: {counts}{mended}; {backups}{compared}")
    return PROBLEM if tally.found > tally.mended else DONE


class _Tally:
    """Says faults, mends those that can be, and counts both."""

    def __init__(self, *, mends: bool) -> None:
        self._mends = mends
        self.found = self.mended = 0

    def say(self, what: str) -> None:
        self.found += 1
        complain(what)

    def take(self, faults: Iterable[Fault]) -> None:
        from reader.store.store_protocol import StoreError

        for fault in list(faults):
            can_be = fault.mend is not None and not self._mends
            self.say(fault.what + (" (check --repair mends it)" if can_be else ""))
            if fault.mend is not None and self._mends:
                try:
                    complain(f"mended: {fault.mend()}")
                    self.mended += 1
                except (StoreError, OSError) as error:
                    complain(f"not mended: {error}")


def _detached(stored: Stored) -> Iterator[str]:
    """A line for each annotation whose passage is not known any more, which is no fault."""
    from reader.model.annotation import DETACHED
    from reader.system.safe_text import safe_text, short_text

    for one in stored.annotations:
        if one.anchor == DETACHED:
            quote = " ".join(one.quote.split())[:80]
            path, label = short_text(stored.document.path, SHOWN_PATH, keeps_end=True), short_text(one.label, 40)
            yield safe_text(f"{path}: detached, M in the reader shows it: {label} “{quote}”")
