"""``nrc-reader merge``: puts two stores, revisions of a store in git, or exports together in a new store or export."""

from __future__ import annotations

import argparse
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain
from reader.commands.interchange.named_sides import NamedSides, sides_of

if TYPE_CHECKING:
    from reader.exchange.comparison.side import Side
    from reader.exchange.comparison.side_merge import MergedSides
    from reader.model.act import Act
    from reader.store.team.team import Assignment

#: The format of a result that is a store.
_STORE = "store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("first", metavar="A", help="a store's folder, an export, or REV:STORE for a revision in git")
    parser.add_argument("second", metavar="B", help="the same")
    parser.add_argument("-o", "--output", metavar="C", required=True, help="a new folder or file, or an empty one")
    about = "store, or one of nrc-reader formats (default: %(default)s)"
    parser.add_argument(
        "-f", "--format", choices=_formats(), metavar="FORMAT", type=_format, default=_STORE, help=about
    )


def _formats() -> list[str]:
    from reader.exchange.formats import names

    return [_STORE, *names()]


def _format(word: str) -> str:
    if word not in _formats():
        raise argparse.ArgumentTypeError(f"there is no format {word!r}, only {', '.join(_formats())}")
    return word


def run(options: argparse.Namespace) -> int:
    """Write what both come to; the exit code."""
    try:
        return _merge(options)
    except KeyboardInterrupt:
        complain(f"merge: stopped; there is no {options.output}")
        return STOPPED


def _merge(options: argparse.Namespace) -> int:
    from reader.config.settings import annotator_name
    from reader.exchange.comparison.seen_side import seen
    from reader.exchange.comparison.side_merge import merged_sides
    from reader.exchange.exchange_error import ExchangeError
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason
    from reader.system.stdio import counted, tell

    target = _free(options.output)
    named = sides_of(options, (options.first, options.second))
    is_store = options.format == _STORE
    one, other = named.sides
    base = _ancestor(one, other, annotator_name(named.settings))
    hides = any(side.view is not None for side in named.sides)
    if not is_store:  # a store gets all, and its own project: what is hidden here stays so there
        one, other, *bases = seen((one, other, *([base] if base is not None else [])))
        named, base = named._replace(sides=(one, other)), next(iter(bases), None)
    merged = merged_sides(one, other, base)
    try:
        faults = (_write_store if is_store else _write_export)(options, named, merged, target)
    except (ExchangeError, StoreError) as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
    for line in faults:
        complain(line)
    if is_store and hides:
        tell(f"merged {counted(len(merged.documents), 'document')}: the project is blind, no more is told")
    else:
        _report(merged, base, is_store=is_store)
    return DONE if named.are_whole and not faults and (base is None or not base.faults) else PROBLEM


def _free(output: str) -> Path:
    """Where the result goes; raises ``CommandError`` where something is there already, or no folder for it."""
    path = Path(output).absolute()
    if not path.parent.is_dir():
        raise CommandError(f"{output}: cannot be written: there is no folder {path.parent} (make it first)")
    is_empty = path.is_dir() and not path.is_symlink() and next(path.iterdir(), None) is None
    if os.path.lexists(path) and not is_empty:
        raise CommandError(f"{output}: is there already (name a new one; nothing is written over)")
    return path


def _ancestor(one: Side, other: Side, viewer: str) -> Side | None:
    """The common ancestor of two revisions of one store; None where there is none."""
    from reader.exchange.comparison.side_reading import side_of_revision
    from reader.exchange.comparison.store_revisions import ancestor
    from reader.system.git_command import GitError

    if (found := ancestor(one.revision, other.revision)) is None:
        return None
    with suppress(GitError):  # the store is younger
        return side_of_revision(f"the common ancestor {found.commit[:12]}", found, viewer)
    return None


def _write_store(options: argparse.Namespace, named: NamedSides, merged: MergedSides, target: Path) -> list[str]:
    """Write a store beside its place, and rename it; gives what of it could not be written."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.comparison.merged_store import relative_to, write_merged
    from reader.model.annotation import new_id
    from reader.store.folder_store import FolderStore
    from reader.system.durable_writes import sync_folder

    del options
    made = target.with_name(f".nrc-reader-{new_id()}")  # beside it: places are seen from there as from the target
    made.mkdir()
    try:
        store = FolderStore(made)
        with ProgressLine(prints=False) as progress, store.in_bulk():
            faults = write_merged(store, merged, _act(named), relative_to(target), progress)
        store.close()
        _copy_team(named, made, target.parent)
        made.rename(target)
        sync_folder(target.parent)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return faults


def _copy_team(named: NamedSides, made: Path, beside: Path) -> None:
    """Give the new store the project of the first side that has one, and the assignments of both."""
    from reader.store.store_folder import PROJECT_FILE
    from reader.store.team.assignments_file import path_of, write_assignments
    from reader.store.team.team import place_of
    from reader.system.guarded_path import StorePath

    assigned: list[Assignment] = []
    for side in named.sides:
        if side.team is None:
            continue
        if side.project_file and not (made / PROJECT_FILE).exists():
            StorePath(made, PROJECT_FILE).write([side.project_file])
        places = ((one, path_of(one, side.team.folder)) for one in side.team.assignments.ones)
        assigned += [one._replace(place=place_of(path, beside / "store")) for one, path in places]
    if assigned:
        write_assignments(made, assigned)


def _write_export(options: argparse.Namespace, named: NamedSides, merged: MergedSides, target: Path) -> list[str]:
    """Write an export, read back as every one; gives what of it could not be written."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.comparison.merged_store import write_merged
    from reader.exchange.formats import format_of, refuse_missing
    from reader.exchange.outgoing.exported_documents import DocumentsToExport
    from reader.exchange.outgoing.exported_names import names_finder
    from reader.exchange.outgoing.format_writing import WrittenFile
    from reader.store.allowed_files import AllowedFiles
    from reader.store.labels.codebook import labels_in_force
    from reader.store.memory_store import MemoryStore
    from reader.store.records.place_encoding import encoded_place
    from reader.system.durable_writes import write_atomically

    name, settings = options.format, named.settings
    format_ = format_of(name)
    refuse_missing(name, format_)
    store = MemoryStore()
    with WrittenFile(name, format_, target) as written, ProgressLine(prints=False) as progress:
        faults = write_merged(store, merged, _act(named), encoded_place, progress)
        allowed = AllowedFiles(None, [side.project for side in named.sides if side.project])
        documents = DocumentsToExport(store, allowed, settings.max_file_bytes, find_names=names_finder(settings))
        for key in store.keys():
            documents.add(store.load(key))
        written.write(
            partial(documents.documents, needs_text=format_.ABOUT.needs_text),
            documents.job(labels_in_force(store, settings.labels)),
        )
        if format_.ABOUT.is_folder:
            written.take_to(target)
        else:
            write_atomically(target, written.pieces())
        loss = str(written.loss)
    faults += [f"{path}: left out of {name}: no text of it is known" for path in documents.without_text]
    if loss:
        complain(f"{name}: {loss}")
    return faults


def _act(named: NamedSides) -> Act:
    from reader.config.settings import annotator_name
    from reader.model.act import Act

    one, other = sorted(side.name for side in named.sides)
    return Act(f"merged {one} and {other}", annotator_name(named.settings))


def _report(merged: MergedSides, base: Side | None, *, is_store: bool) -> None:
    """Say on standard error what was merged how."""
    from reader.exchange.comparison.record_choice import CONFLICT, OUTCOMES
    from reader.system.stdio import counted, tell

    counts = ", ".join(f"{merged.outcomes[one]} {one}" for one in OUTCOMES if merged.outcomes[one]) or "nothing"
    since = f" since {base.name}" if base is not None else ""
    tell(f"merged {counted(len(merged.documents), 'document')}{since}: {counts}")
    if merged.outcomes[CONFLICT]:
        where = (
            "nrc-reader log shows what gave way" if is_store else "an export has no history: merge into a store for it"
        )
        tell(f"of what was changed in both ways the later version stands ({where})")
