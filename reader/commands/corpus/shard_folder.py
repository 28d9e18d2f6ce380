"""The output of a run: a folder of shards, each whole or absent, and a manifest that says which are finished.

``part-00000.jsonl`` holds rows as ``clean -f json`` prints them, ``errors-00000.jsonl`` the pages that failed, if any
did. The first line of ``manifest.jsonl`` is the plan: what a later run must have in common with the first. Each further
line is a finished shard. It is written last, so a run that was killed leaves no shard that only looks finished.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from reader.commands.environment import CommandError
from reader.store.locking import LockHeldError, locked
from reader.system.durable_writes import make_folders, sync_folder, write_all, write_atomically
from reader.system.json_text import json_text
from reader.system.os_errors import reason

MANIFEST, _LOCK = "manifest.jsonl", ".lock"
#: What a run that was killed may leave: a shard that was being written.
_UNFINISHED = re.compile(r"\.(?:part-[0-9]+|errors-[0-9]+|manifest)\.jsonl(?:\.[0-9a-f]+)?\.tmp")
_HELD = re.compile(r"\.lock(?:\.held)?")


class FinishedShard(NamedTuple):
    """A shard that is on disk.

    Attributes:
        shard: its number, from 0.
        pages, failed: how many pages went into it, and how many of them gave no row.
        bytes: of the file of rows.
        input: the fingerprint of the pages.
    """

    shard: int
    pages: int
    failed: int
    bytes: int
    input: str


class ShardFolder:
    """An output folder that this process holds; see :func:`opened_folder`.

    Attributes:
        path: of the folder.
        finished: the shards that are on disk, by number. One whose file of rows was deleted is not among them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.finished: dict[int, FinishedShard] = {}

    def part(self, number: int) -> Path:
        """The file of rows of a shard."""
        return self.path / f"part-{number:05}.jsonl"

    @contextmanager
    def writing(self, number: int) -> Iterator[ShardWriter]:
        """Write one shard; what was not finished at the end is removed."""
        writer = ShardWriter(self, number)
        try:
            yield writer
        finally:
            writer.close()

    def read_manifest(self, plan: Mapping[str, Any]) -> None:
        """Take over what earlier runs finished; begin a manifest if there is none.

        Raises:
            CommandError: the folder holds something else, or was begun with another plan.
        """
        manifest = self.path / MANIFEST
        others = [one.name for one in sorted(self.path.iterdir()) if not _HELD.fullmatch(one.name)]
        for name in filter(_UNFINISHED.fullmatch, others):
            (self.path / name).unlink()
        others = [name for name in others if not _UNFINISHED.fullmatch(name)]
        if not others:
            write_atomically(manifest, json_text(plan) + "\n")
            return
        if MANIFEST not in others:
            raise CommandError(
                f"{self.path}: holds other files, {others[0]} for one (choose an empty folder for the output)"
            )
        data = manifest.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:  # the power failed while a line was written
            write_atomically(manifest, whole)
        try:
            begun, *rows = [json.loads(line) for line in whole.splitlines()]
            shards = [FinishedShard(**row) for row in rows]
        except (ValueError, TypeError) as error:
            raise CommandError(f"{manifest}: is damaged (choose another folder for the output)") from error
        self._compare(begun, plan)
        for shard in shards:
            self._take_over(shard)

    def _compare(self, begun: Any, plan: Mapping[str, Any]) -> None:
        other = [key for key in plan if not isinstance(begun, dict) or begun.get(key) != plan[key]]
        if other:
            key = other[0]
            before = begun.get(key) if isinstance(begun, dict) else None
            raise CommandError(
                f"{self.path}: was begun with {key} {json_text(before)}, not {json_text(plan[key])} "
                "(choose another folder for the output)"
            )

    def _take_over(self, shard: FinishedShard) -> None:
        part = self.part(shard.shard)
        self.finished.pop(shard.shard, None)
        with suppress(FileNotFoundError):
            if part.stat().st_size != shard.bytes:
                raise CommandError(f"{part}: is not as it was written (delete it, and it is made anew)")
            self.finished[shard.shard] = shard


@contextmanager
def opened_folder(path: Path, plan: Mapping[str, Any]) -> Iterator[ShardFolder]:
    """Hold an output folder, which is made if it is not there.

    Args:
        path: of the folder.
        plan: what must be the same in each run that writes into it.

    Raises:
        CommandError: another run holds it, or as :meth:`ShardFolder.read_manifest`, or the system refuses.
    """
    folder = ShardFolder(path)
    with ExitStack() as stack:
        try:
            make_folders(path)
            stack.enter_context(locked(path / _LOCK, 0))
            folder.read_manifest(plan)
        except LockHeldError as error:
            raise CommandError(f"{path}: another run writes there, {error}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {reason(error)}") from error
        yield folder


class ShardWriter:
    """Writes a shard row by row into a file that gets its name when it is finished."""

    def __init__(self, folder: ShardFolder, number: int) -> None:
        self._folder = folder
        self._number = number
        self._part = folder.part(number)
        self._errors = folder.path / f"errors-{number:05}.jsonl"
        self._temporary = folder.path / f".{self._part.name}.tmp"
        self._failed: list[str] = []
        self._pages = 0
        self._handle = -1
        with _named(self._part):
            self._handle = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)

    @property
    def pages(self) -> int:
        """How many pages it holds now."""
        return self._pages

    def add(self, row: str) -> None:
        """Write the row of a page; it ends with a line end."""
        self._pages += 1
        with _named(self._part):
            write_all(self._handle, row.encode())

    def fail(self, page: str, problem: str) -> None:
        """Note that a page has no row, and why."""
        self._pages += 1
        self._failed.append(json_text({"source": page, "error": problem}) + "\n")

    def finish(self, fingerprint: str) -> FinishedShard:
        """Put the shard in place, durably: the failed pages, the rows, then the line in the manifest."""
        with _named(self._part):
            os.fsync(self._handle)
            size = os.fstat(self._handle).st_size
            if self._failed:
                write_atomically(self._errors, "".join(self._failed))
            else:
                self._errors.unlink(missing_ok=True)
            self._temporary.replace(self._part)
            sync_folder(self._folder.path)
        shard = FinishedShard(self._number, self._pages, len(self._failed), size, fingerprint)
        manifest = self._folder.path / MANIFEST
        with _named(manifest):
            handle = os.open(manifest, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
            try:
                write_all(handle, json_text(shard._asdict()).encode() + b"\n")
                os.fsync(handle)
            finally:
                os.close(handle)
        self._folder.finished[self._number] = shard
        return shard

    def close(self) -> None:
        """Remove what was not finished."""
        os.close(self._handle)
        with suppress(OSError):
            self._temporary.unlink(missing_ok=True)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """An error of the system as one line that names the file and says what to do."""
    try:
        yield
    except OSError as error:
        raise CommandError(f"{path}: {reason(error)}; run the same command again to go on from there") from error
