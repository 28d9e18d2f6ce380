"""What changes with each document of a folder: the times and sizes of its file and its journal, which nobody opens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from reader.store.files.document_state import stamp_in
from reader.store.store_folder import hidden_path
from reader.system.guarded_path import StorePath


def marks(folder: Path, hidden: Path) -> Mapping[str, str]:
    """See ``Store.marks``; conflict copies have marks too.

    Raises:
        OSError: the folder is there and cannot be listed.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for place, ending in ((StorePath(folder), ".json"), (hidden_path(hidden, "journals"), ".jsonl")):
        with suppress(FileNotFoundError), place.entries() as files:
            for file in files:
                if file.name.endswith(ending) and not file.name.startswith("."):
                    with suppress(FileNotFoundError):
                        stamp = stamp_in(file.stat(follow_symlinks=False))
                        found[file.name.removesuffix(ending)].append(" ".join(map(str, stamp)) + ending)
    return {key: " ".join(stamps) for key, stamps in found.items()}
