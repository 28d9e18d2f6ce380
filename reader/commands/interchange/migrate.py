"""``nrc-reader migrate``: moves a whole store from a folder to a PostgreSQL server, or back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain, settings_of

if TYPE_CHECKING:
    import argparse

    from reader.store.postgres.migration import Migrated, MigratedStore


#: Differences that are named one by one.
_MOST = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    about = "a store's folder, or postgresql://USER@HOST/DATABASE"
    parser.add_argument("source", metavar="FROM", help=about)
    parser.add_argument("target", metavar="TO", help="the same; made where it is not there, and never written over")


def run(options: argparse.Namespace) -> int:
    """Move it, and compare both then; the exit code."""
    from reader.commands.progress_line import ProgressLine
    from reader.config.settings import annotator_name
    from reader.store.postgres.migration import migrate
    from reader.store.store_protocol import StoreError

    settings = settings_of(options)
    source, target = _named("FROM", options.source), _named("TO", options.target)
    try:
        if source.name == target.name:
            raise CommandError("migrate: FROM and TO are the same store")
        if not source.keys() and not source.files():
            raise CommandError(f"{source.name}: no store there (nothing was tagged, or FROM should name another one)")
        if source.team().hides_from(annotator_name(settings)):
            raise CommandError(f"{source.name}: the project is blind: an adjudicator moves it (--annotator names one)")
        with ProgressLine(prints=False) as progress:
            done = migrate(source, target, progress)
    except StoreError as error:
        raise CommandError(error) from error
    except KeyboardInterrupt:
        complain("migrate: stopped; what was written is whole, and the same command goes on from there")
        return STOPPED
    finally:
        source.close()
        target.close()
    return _report(done, target)


def _named(what: str, name: str) -> MigratedStore:
    from reader.config.server_address import server_address
    from reader.config.settings import store_named
    from reader.store.postgres.migration import MigratedFolder, MigratedServer

    try:
        place = store_named(name)
        return MigratedFolder(place) if isinstance(place, Path) else MigratedServer(server_address(place))
    except ValueError as error:
        raise CommandError(f"{what} {error}") from error


def _report(done: Migrated, target: MigratedStore) -> int:
    from reader.system.safe_text import safe_text
    from reader.system.stdio import counted

    for line in done.faults[:_MOST]:
        complain(line)
    if done.faults[_MOST:]:
        complain(f"and {counted(len(done.faults) - _MOST, 'more difference')}")
    records = ", ".join(counted(count, table.removesuffix("s")) for table, count in done.records.items())
    print(
        f"{safe_text(target.name)}: {counted(done.documents, 'document')} ({done.fresh:,} new), {records}, "
        f"{counted(done.steps, 'step')} of history, {counted(done.files, 'file')} beside them"
    )
    if not done.faults:
        print("compared: counts and hashes of all documents are the same")
    return PROBLEM if done.faults else DONE
