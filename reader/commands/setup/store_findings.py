"""What ``doctor`` finds in the store: where it is, what is in it, and all that ``check`` would report."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from reader.commands.setup.findings import NOTE, OK, PROBLEM, Finding
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.store.store_protocol import Store

Take = Callable[[Finding], object]
_ABOUT = "store"
#: Faults and locks that are listed one by one.
_MOST = 10
#: Bytes that should be free: a journal, and a file that is written anew.
_LITTLE = 50 << 20
_CHECK = "nrc-reader check"


def look_at_store(settings: Settings, origin: str, take: Take) -> None:
    """Look at the store that the settings name; what takes long comes last.

    Args:
        settings: in force.
        origin: what names the store.
        take: gets each finding.
    """
    from reader.config.settings import SettingsError
    from reader.store import settled_store
    from reader.store.store_protocol import ProjectError, StoreError

    if isinstance(settings.store, str):
        from reader.commands.setup.server_findings import look_at_server
        from reader.config.server_address import SCHEMES, server_address
        from reader.config.settings import scheme_of

        if scheme_of(settings.store).lower() in SCHEMES:
            look_at_server(server_address(settings.store), take)
    try:
        store = settled_store(settings)
    except SettingsError as error:
        advice = "correct that file" if isinstance(error.__cause__, ProjectError) else "name a folder"
        take(Finding(_ABOUT, "store", str(error), PROBLEM, advice))
        return
    take(Finding(_ABOUT, "in use", f"{store.name} ({origin})"))
    _look_for_emergency_files(store, take)
    if (fault := store.catch_up()) or store.sharing() is not None:
        from reader.commands.setup.server_findings import say_sharing

        sharing = store.sharing()
        say_sharing(sharing.waiting if sharing else 0, fault, take)
    try:
        _look_at_place(store, take)
        _look_at_documents(store, take)
        _look_for_faults(store, take)
    except StoreError as error:
        take(Finding(_ABOUT, "store", str(error), PROBLEM))


def _look_at_place(store: Store, take: Take) -> None:
    state = store.state()
    if not store.exists():
        take(Finding(_ABOUT, "state", "not there yet: the first tag makes it"))
    if state.refusal:
        take(Finding(_ABOUT, "writing", f"read-only: {state.refusal}", PROBLEM))
    elif store.exists():
        take(Finding(_ABOUT, "writing", "can be written"))
    if state.free_bytes is not None:
        is_little = state.free_bytes < _LITTLE
        advice = "free some space" if is_little else ""
        take(Finding(_ABOUT, "free space", f"{state.free_bytes >> 20:,} MiB", NOTE if is_little else OK, advice))
    if state.waiting:
        documents = counted(state.waiting, "document")
        found = f"changes of {documents} are in journals, not in their files yet"
        take(Finding(_ABOUT, "journals", found, NOTE, "nothing is lost: the reader writes them, or wrote them last"))
    for line in state.held[:_MOST]:
        take(Finding(_ABOUT, "lock", line, NOTE))
    for warning in store.warnings():
        take(Finding(_ABOUT, warning.kind, warning.line, NOTE))


def _look_for_emergency_files(store: Store, take: Take) -> None:
    from reader.exchange.emergency_file import files_of, waiting

    for one in files_of(waiting(), store):
        found = f"{counted(one.changes, 'change')} of an earlier session in {one.path}"
        take(Finding(_ABOUT, "unsaved", found, NOTE, f"nrc-reader import {one.path}"))


def _look_at_documents(store: Store, take: Take) -> None:
    """Count what is in it. A large one takes longer than there is time: then the number of documents stands."""
    from reader.store.store_protocol import StoreError

    keys = store.keys()
    take(Finding(_ABOUT, "documents", f"{len(keys):,}"))
    annotations = 0
    unread: list[str] = []
    with store.scanning() as scan:
        for key in keys:
            try:
                texts = scan.texts(key)
                annotations += len((texts or store.load(key, with_copies=True)).annotations)
            except StoreError as error:
                unread.append(str(error))
    take(Finding(_ABOUT, "annotations", f"{annotations:,}"))
    for line in unread[:_MOST]:
        take(Finding(_ABOUT, "document", line, NOTE, _CHECK))
    if times := store.backup_times():
        take(Finding(_ABOUT, "backups", f"{len(times)}, the last one of {times[-1]:%Y-%m-%d %H:%M} UTC"))


def _look_for_faults(store: Store, take: Take) -> None:
    faults = list(islice(store.faults(), _MOST + 1))
    for fault in faults[:_MOST]:
        take(Finding(_ABOUT, "fault", fault.what, NOTE, f"{_CHECK} --repair" if fault.repair else _CHECK))
    if len(faults) > _MOST:
        take(Finding(_ABOUT, "fault", "there are more", NOTE, f"{_CHECK} lists all"))
    if not faults:
        take(Finding(_ABOUT, "faults", "none"))
