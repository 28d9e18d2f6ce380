"""``nrc-reader restore``: brings the store, or some documents, back to an earlier moment."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, SHOWN_PATH, STOPPED, USAGE, complain, settings_of, store_of
from reader.commands.styled_output import print_rows
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from reader.model.annotation import Change
    from reader.store.store_protocol import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: every document)")
    parser.add_argument(
        "--at", required=True, metavar="TIME", help="2026-04-11, 2026-04-11T09:30, '2 hours ago', yesterday"
    )
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    parser.add_argument("--yes", action="store_true", help="change tags of others without asking, also at a terminal")


def run(options: argparse.Namespace) -> int:
    """Restore an earlier state as one new step, which can be undone; the exit code."""
    from functools import partial

    from reader.commands.progress_line import ProgressLine
    from reader.config.settings import annotator_name
    from reader.exchange.history_report import summary
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
    keys = [key for key in cut.keys if key != LABELS_KEY]
    me = annotator_name(settings)
    if sys.stdin.isatty() and not (options.yes or options.dry_run):
        whose = Counter[str]()
        for key in keys:
            with suppress(StoreError):
                if _is_meant(store, key, options.paths):
                    whose.update(_of_others(store.restore(key, cut.number, Act(), dry_run=True), me))
        if whose and not _may(whose):
            return complain("restore: nothing was changed")
    others = Counter[str]()
    act = Act(f"restored as of {at.astimezone():%Y-%m-%d %H:%M:%S}", me, new_id())
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
        for key in keys:
            if interrupts.is_asked:
                break
            progress(done, len(keys))
            done += 1
            try:
                if not _is_meant(store, key, options.paths):
                    continue
                document = store.document(key, store.last(key))
                restore = partial(restored, store) if labels is None else store.restore
                changes = restore(key, cut.number, act, dry_run=options.dry_run)
            except StoreError as error:
                failed += 1
                complain(error)
                continue
            for notice in store.take_notices(key):
                complain(notice)
            others.update(_of_others(changes, me))
            if changes:
                path = short_text(document.path, SHOWN_PATH, keeps_end=True)
                rows.append((path, summary(changes)))
        store.close()
    print_rows(("document", "changes"), rows)
    verb = "would be restored" if options.dry_run else "restored"
    print(f"{counted(len(rows), 'document')} {verb} as of {at.astimezone():%Y-%m-%d %H:%M:%S}")
    if others:
        print(f"among it tags of others: {_counts(others)}")
    if labels:
        print(f"{counted(len(labels), 'label')} {verb}: {safe_text(', '.join(labels))}")
    if interrupts.is_asked:
        looked = f"{done} of {counted(len(keys), 'document')}"
        complain(f"restore: stopped after {looked}; the others are as they were (run it again for the rest)")
        return STOPPED
    return PROBLEM if failed else DONE


def _is_meant(store: Store, key: str, paths: Sequence[str]) -> bool:
    """Whether a document is one of those that were named; raises ``StoreError``."""
    from reader.exchange.jsonl import is_within

    return not paths or is_within(store.document(key, store.last(key)), paths)


def _of_others(changes: Iterable[Change], me: str) -> list[str]:
    """Who made the annotations and links that are changed, without one's own."""
    from reader.model.annotation import Annotation, Link

    records = (one.record for one in changes)
    return [one.annotator for one in records if isinstance(one, Annotation | Link) and one.annotator not in {"", me}]


def _counts(whose: Counter[str]) -> str:
    from reader.system.safe_text import safe_text

    return safe_text(", ".join(f"{count} of {name}" for name, count in sorted(whose.items())))


def _may(whose: Counter[str]) -> bool:
    """Ask a person at a terminal whether tags of others may be changed."""
    print(f"tags of others will be changed: {_counts(whose)}. Do it? [y/N]", flush=True)
    return sys.stdin.readline().strip().casefold() in {"y", "yes"}
