"""``nrc-reader assign``: distributes documents among the annotators of a project, and keeps what was assigned."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of, store_of
from reader.commands.styled_output import print_rows
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store
    from reader.store.team.distribution import Distribution, ToAssign

#: Documents that nobody can read, named one by one.
_NAMED = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files and folders with documents (default: .)")
    parser.add_argument(
        "--annotators", type=_names, default=(), metavar="A,B", help="whom they go to (default: those of project.toml)"
    )
    about = "the share of all documents that goes to everybody, 0 to 1 (default: %(default)s)"
    parser.add_argument("--overlap", type=_share, default=0.0, metavar="SHARE", help=about)
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another choice for another number")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be assigned")


def _names(text: str) -> tuple[str, ...]:
    names = tuple(one.strip() for one in text.split(","))
    if not all(names) or len(set(names)) < len(names) or not text.isprintable():
        raise argparse.ArgumentTypeError("must be different names with commas between them, as A,B")
    return names


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("must be a number from 0 to 1")
    return share


def run(options: argparse.Namespace) -> int:
    """Assign what is new; the exit code."""
    from reader.store.store_protocol import StoreError
    from reader.store.team.assignments_file import write_assignments
    from reader.store.team.distribution import distributed
    from reader.system.os_errors import reason

    settings = settings_of(options)
    store = store_of(settings)
    folder = _folder(store)
    try:
        team = store.team()
    except StoreError as error:
        raise CommandError(error) from error
    names = options.annotators or team.project.annotators
    if not names:
        raise CommandError("assign: nobody is named (--annotators A,B, or annotators in the store's project.toml)")
    if team.project.annotators and (strange := sorted(set(names) - set(team.project.annotators))):
        raise CommandError(f"--annotators: {strange[0]} is no annotator in {folder / 'project.toml'}")
    failed: list[str] = []
    documents = list(_documents(options.paths or ["."], settings, store, folder, failed))
    found = distributed(documents, team.assignments, names, options.overlap, options.seed)
    if found.new and not options.dry_run:
        try:
            write_assignments(folder, (*team.assignments.ones, *found.new))
        except OSError as error:
            raise CommandError(f"{error.filename or folder}: not written: {reason(error)}") from error
    _report(found, folder, is_dry=options.dry_run)
    for line in failed[:_NAMED]:
        complain(line)
    if failed[_NAMED:]:
        complain(f"{counted(len(failed) - _NAMED, 'more document')} cannot be read")
    return PROBLEM if failed else DONE


def _folder(store: Store) -> Path:
    """The folder of the store; raises ``CommandError`` for one that is none."""
    if (project := store.project_folder()) is None:
        raise CommandError(f"assign: {store.name} is no folder (name one with --store)")
    del project
    return Path(store.address)


def _documents(
    paths: list[str], settings: Settings, store: Store, folder: Path, failed: list[str]
) -> Iterator[ToAssign]:
    """The documents in files and folders, as the reader finds them; ``failed`` gets a line for what is none."""
    from reader.commands.progress_line import ProgressLine
    from reader.sources import SourceError, open_page
    from reader.store.team.distribution import ToAssign
    from reader.store.team.team import place_of
    from reader.workspace.library import Library

    library = Library(paths, settings, store)
    library.find_all()
    try:
        failed += [f"{one.path}: {one.problem}" for one in library.left_out]
        with ProgressLine(prints=False) as progress:
            for done, entry in enumerate(library.readable):
                progress(done, len(library.readable))
                try:
                    page = open_page(entry.path, max_bytes=settings.max_file_bytes)
                except SourceError as error:
                    failed.append(str(error))
                    continue
                yield ToAssign(place_of(entry.location or entry.path, folder), page.sha256, len(page.text))
    finally:
        library.close()


def _report(found: Distribution, folder: Path, *, is_dry: bool) -> None:
    from reader.store.team.assignments_file import path_of

    rows = [(path_of(one, folder), ", ".join(one.annotators)) for one in found.new]
    print_rows(("document", "annotators"), rows)
    each = ", ".join(f"{name} {count}" for name, count in sorted(found.counts.items()))
    verb = "would be assigned" if is_dry else "assigned"
    kept = f", {found.known} kept as assigned before" if found.known else ""
    print(f"{counted(len(found.new), 'document')} {verb}{kept}; in all: {each}, {found.shared} of them to everybody")
