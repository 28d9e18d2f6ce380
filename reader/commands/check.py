"""``nrc-reader check``: verifies the store and repairs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.environment import DONE, PROBLEM, SHOWN_PATH, STOPPED, all_stored, complain, settings_of, store_of
from reader.commands.styled_output import print_rows, safe, show, terminal_size
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from reader.model.document import Stored
    from reader.store.store_protocol import Fault, Store
    from reader.system.interrupts import Interrupts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH",
        help="files and folders whose documents are opened too, wherever they are",
    )  # fmt: skip
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired without guessing")
    parser.add_argument(
        "--quick", action="store_true", help="do not open the documents, so compare no quotes and offsets"
    )


def run(options: argparse.Namespace) -> int:
    """Report what is wrong, and repair it if that was asked for; the exit code."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.annotation_selection import has_work, work_of
    from reader.store.record_checks import LinkCheck
    from reader.system.interrupts import Interrupts

    annotator = selected(options)
    settings = settings_of(options)
    store = store_of(settings, options.paths)
    refuse_stranger(store, annotator)
    check = _Check(store, options, settings.max_file_bytes)
    links = LinkCheck()
    with Interrupts() as interrupts, ProgressLine(prints=False) as progress:
        check.take(store.faults(), interrupts)
        documents = () if interrupts.is_asked else all_stored(store, [], quiet=True, tick=progress)
        for everybodys in documents:
            if interrupts.is_asked:
                break
            links.add(everybodys)
            stored = work_of(everybodys, annotator)
            check.documents += not annotator or has_work(stored)
            check.look_at(stored)
        for what in () if interrupts.is_asked else links.faults():
            check.say(what)
        if options.repair:
            store.close()
    check.look_at_labels()
    check.print_result()
    if interrupts.is_asked:
        complain("check: stopped; what is above was looked at, the rest was not (run it again for all of it)")
        return STOPPED
    return PROBLEM if check.found > check.repaired else DONE


class _Check:
    """Reports faults, repairs those that can be repaired, and counts everything.

    Args:
        store: that is verified.
        options: of the command.
        max_bytes: larger documents are not opened.
    """

    def __init__(self, store: Store, options: argparse.Namespace, max_bytes: int) -> None:
        from reader.store.allowed_files import AllowedFiles

        self._store, self._options, self._max_bytes = store, options, max_bytes
        self._allowed = AllowedFiles(store.project_folder(), options.paths)
        self._remarks: list[tuple[str, str]] = []
        self.documents = self.annotations = self.opened = self.changed = self.far = 0
        self.found = self.repaired = 0
        self._labels: Counter[str] = Counter()
        self._former = store.label_changes().former()

    def say(self, what: str) -> None:
        """Report a fault."""
        self.found += 1
        complain(what)

    def take(self, faults: Iterable[Fault], interrupts: Interrupts) -> None:
        """Report faults, and repair them if that was asked for; those that are left when it is stopped stay."""
        from reader.store.store_protocol import StoreError

        repairs = self._options.repair
        found = []
        for fault in faults:
            if interrupts.is_asked:
                return
            found.append(fault)
        for fault in found:
            if interrupts.is_asked:
                return
            can_be = fault.repair is not None and not repairs
            self.say(fault.what + (" (check --repair repairs it)" if can_be else ""))
            if fault.repair is not None and repairs:
                try:
                    complain(f"repaired: {fault.repair()}")
                    self.repaired += 1
                except (StoreError, OSError) as error:
                    complain(f"not repaired: {error}")

    def look_at(self, stored: Stored) -> None:
        """Check the records of a document, and compare them with its text if that may be opened."""
        from reader.exchange.document_text import article_of
        from reader.store.record_checks import record_faults

        self.annotations += len(stored.annotations)
        self._labels.update(one.label for one in stored.annotations)
        is_wanted = not self._options.quick and bool(stored.annotations and stored.document.location)
        is_near = is_wanted and self._allowed.holds(stored.document.location)
        article = article_of(stored, self._max_bytes) if is_near else None
        is_changed = article is not None and article.page.sha256 != stored.document.sha256
        self.far += is_wanted and not is_near
        self.changed += is_changed
        self.opened += article is not None and not is_changed
        for what in record_faults(stored, None if is_changed else article, self._former):
            self.say(what)
        self._remarks += _remarks(stored, is_changed=is_changed)

    def look_at_labels(self) -> None:
        """Report annotations whose label is not used any more, once all documents were looked at."""
        from reader.store.labels.codebook import left_behind

        for what in left_behind(self._store.label_changes(), sorted(self._labels.items())):
            self.say(what)

    def print_result(self) -> None:
        """Print the remarks, and what was counted: on a terminal in a panel."""
        print_rows(("document", "remark"), self._remarks)
        lines = []
        if self.far:
            lie, them = ("document lies", "it") if self.far == 1 else ("documents lie", "them")
            was = "was" if self.far == 1 else "were"
            lines.append(f"{self.far:,} {lie} elsewhere and {was} not opened (name {them}: nrc-reader check PATH)")
        lines.append(self._summary())
        if not terminal_size():
            print(*lines, sep="\n")
            return
        from rich.panel import Panel
        from rich.text import Text

        colour = "red" if self.found > self.repaired else "green"
        show(Panel.fit(Text("\n").join(map(safe, lines)), title="check", border_style=colour))

    def _summary(self) -> str:
        from reader.system.safe_text import safe_text

        said = f"{safe_text(self._store.name)}: {counted(self.documents, 'document')}, "
        said += f"{counted(self.annotations, 'annotation')}, {counted(self.found, 'fault')}"
        said += f", {self.repaired} repaired" if self._options.repair else ""
        said += f"; {counted(len(self._store.backup_times()), 'backup')}"
        said += f"; {counted(self.opened, 'text')} compared" if not self._options.quick else ""
        return said + (f", {self.changed} changed since" if self.changed else "")


def _remarks(stored: Stored, *, is_changed: bool) -> Iterator[tuple[str, str]]:
    """What is worth knowing of a document but is no fault: its path and one line, for each thing."""
    from reader.model.annotation import DETACHED
    from reader.system.safe_text import safe_text, short_text

    path = short_text(stored.document.path, SHOWN_PATH, keeps_end=True)
    if is_changed:
        yield path, "has another text by now than the one that was annotated"
    for one in stored.annotations:
        if one.anchor == DETACHED:
            quote = " ".join(one.quote.split())[:80]
            what = f"detached, M in the reader shows it: {short_text(one.label, 40)} “{quote}”"
            yield path, safe_text(what)
