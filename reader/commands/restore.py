"""``nrc-reader restore``: brings the store, or some documents, back to an earlier moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, SHOWN_PATH, STOPPED, USAGE, complain, settings_of, store_of
from reader.commands.styled_output import print_rows
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: every document)")
    parser.add_argument(
        "--at", required=True, metavar="TIME", help="2026-04-11, 2026-04-11T09:30, '2 hours ago', yesterday"
    )
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")


def run(options: argparse.Namespace) -> int:
    """Restore an earlier state as one new step, which can be undone; the exit code."""
    from functools import partial

    from reader.commands.progress_line import ProgressLine
    from reader.config.settings import annotator_name
    from reader.exchange.history_report import summary
    from reader.exchange.jsonl import is_within
    from reader.model.act import Act
    from reader.model.annotation import new_id
    from reader.store.history.point_in_time import cut_at, is_reckoned, moment_in
    from reader.store.labels.codebook import restored
    from reader.store.labels.label_rows import LABELS_KEY
    from reader.store.store_protocol import StoreError
    from reader.system.interrupts import Interrupts
    from reader.system.safe_text import safe_text, short_text

    settings = settings_of(options)
    now = datetime.now()  # noqa: DTZ005 - local time as the system has it, now and at the moment that is named
    try:
        at = moment_in(options.at, now)
    except ValueError as error:
        complain(f"--at: {error}")
        return USAGE
    store = store_of(settings, options.paths)
    cut = cut_at(store.timeline(), at, now.astimezone(), is_reckoned=is_reckoned(options.at))
    if cut is None:
        complain(f"--at: {options.at} is not over yet (name an earlier moment)")
        return USAGE
    if cut.times > 1:
        which = f"the time before the entry of {cut.after.astimezone():%H:%M:%S}" if cut.after else "the last time"
        complain(f"--at: the clock was set back and has shown {options.at} more than once; {which} counts")
    act = Act(f"restored as of {at.astimezone():%Y-%m-%d %H:%M:%S}", annotator_name(settings), new_id())
    failed = done = 0
    rows = []
    labels = None
    if not options.paths:
        try:
            labels = store.restore_labels(cut.number, act, dry_run=options.dry_run)
        except StoreError as error:
            complain(error)
            return PROBLEM
    with Interrupts() as interrupts, ProgressLine(prints=False) as progress:
        for key in (one for one in cut.keys if one != LABELS_KEY):
            if interrupts.is_asked:
                break
            progress(done, len(cut.keys))
            done += 1
            try:
                document = store.document(key, store.last(key))
                if options.paths and not is_within(document, options.paths):
                    continue
                restore = partial(restored, store) if labels is None else store.restore
                changes = restore(key, cut.number, act, dry_run=options.dry_run)
            except StoreError as error:
                failed += 1
                complain(error)
                continue
            for notice in store.take_notices(key):
                complain(notice)
            if changes:
                path = short_text(document.path, SHOWN_PATH, keeps_end=True)
                rows.append((path, summary(changes)))
        store.close()
    print_rows(("document", "changes"), rows)
    verb = "would be restored" if options.dry_run else "restored"
    print(f"{counted(len(rows), 'document')} {verb} as of {at.astimezone():%Y-%m-%d %H:%M:%S}")
    if labels:
        print(f"{counted(len(labels), 'label')} {verb}: {safe_text(', '.join(labels))}")
    if interrupts.is_asked:
        looked = f"{done} of {counted(len(cut.keys), 'document')}"
        complain(f"restore: stopped after {looked}; the others are as they were (run it again for the rest)")
        return STOPPED
    return PROBLEM if failed else DONE
