"""Which file is the guideline of a project: the one that the settings name, else the one in the store.

It is read and written here alone, so that it is the same for the reader, the adjudicator and the commands. What cannot
be read is one line, and never an empty guideline: somebody would begin it anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.config.settings import Settings
from reader.config.settings_sources import named_by
from reader.config.toml_file import TomlError, toml_text
from reader.model.untrusted_data import some_lines
from reader.store.folder_project import MOST_GUIDELINE_BYTES
from reader.store.refusals import refusals
from reader.store.store_protocol import StoreError
from reader.system.durable_writes import write_atomically

if TYPE_CHECKING:
    from reader.store.labels.codebook_store import CodebookStore


def project_guideline(store: CodebookStore, settings: Settings) -> str:
    """The guideline in Markdown, safe to show; empty where there is none.

    Raises:
        StoreError: it cannot be read, or is too large, or the settings name a file that is not there.
    """
    named = settings.guideline
    if named is None:
        return store.guideline()
    try:
        return some_lines(toml_text(named, MOST_GUIDELINE_BYTES))
    except FileNotFoundError as error:
        raise MissingGuidelineError(f"{named}: no such guideline ({named_by(settings.places, 'guideline')})") from error
    except TomlError as error:
        raise StoreError(f"{error} ({named_by(settings.places, 'guideline')})") from error


class MissingGuidelineError(StoreError):
    """The settings name a guideline that is not there: it can be begun."""


def write_project_guideline(store: CodebookStore, settings: Settings, text: str) -> None:
    """Write it where it is read; raises ``StoreError``."""
    named = settings.guideline
    if named is None:
        store.write_guideline(text)
        return
    with refusals(named, "not written"):
        write_atomically(Path(named), text)
