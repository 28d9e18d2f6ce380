"""``nrc-reader adjudicate``: opens the reader at the first disagreement of the documents that wait for a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.commands.environment import CommandError, all_stored, settings_of, store_of

if TYPE_CHECKING:
    import argparse

    from reader.store.store_protocol import Store

_NONE = "adjudicate: no document waits; one does once two annotators have finished it (d in the reader)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="only these files and folders")


def run(options: argparse.Namespace) -> int:
    """Open the reader; the exit code."""
    from reader.system.safe_text import safe_text
    from reader.ui.launch import ADJUDICATION, LaunchError, launch

    settings = settings_of(options)
    store = store_of(settings, options.paths)
    if others := store.team().adjudicators_but(store.viewer):
        names = safe_text(" and ".join(others))
        raise CommandError(
            f"adjudicate: {safe_text(store.viewer)} does not adjudicate here: {names} does (project.toml)"
        )
    waiting = _waiting(store, options.paths)
    if not waiting:
        raise CommandError(_NONE)
    try:
        return launch(waiting, settings, store, kind=ADJUDICATION)
    except LaunchError as error:
        raise CommandError(error) from error


def _waiting(store: Store, wanted: list[str]) -> list[str]:
    """Where the documents lie that two annotators have finished, and nobody has adjudicated, in order."""
    from reader.analysis.adjudication.rulings import waits_for_adjudicator
    from reader.annotations.handing_in import finished_by
    from reader.exchange.jsonl import is_within
    from reader.store.team.blind_view import blind_view_of

    view = blind_view_of(store.team(), store.viewer)
    return sorted(
        one.document.source
        for one in all_stored(store, [])
        if waits_for_adjudicator(finished_by(one.decisions))
        and (view is None or view.is_open(one.document, one.decisions))
        and (not wanted or is_within(one.document, wanted))
    )
