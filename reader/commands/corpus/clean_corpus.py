"""``nrc-reader clean --dask``: cleans a corpus on a cluster, shard after shard, and goes on where it was stopped."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__
from reader.commands.corpus.dask_cluster import LOCAL, SCHEMES
from reader.commands.corpus.page_batch import CleanedPage, CleaningWork
from reader.commands.corpus.page_shards import PageShard, shards
from reader.commands.corpus.shard_folder import ShardFolder, opened_folder
from reader.commands.environment import DONE, PROBLEM, USAGE, CommandError, complain, settings_of
from reader.commands.progress_line import ProgressLine
from reader.commands.worker_pool import usable_cores
from reader.sources import SourceError, walk
from reader.sources.opening import is_url
from reader.sources.standard_input import STANDARD_INPUT
from reader.system.missing_libraries import install_line, is_there, missing, requirement_of
from reader.system.safe_text import safe_text
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.commands.corpus.batch_queue import Batch

    Results = Iterator[tuple[Batch, list[CleanedPage]]]

#: Pages of a shard.
SHARD_SIZE = 1000
#: Pages of one task: enough that Dask's part of the work is small, few enough that a lost worker loses little.
BATCH = 50
#: The version of what the manifest holds.
_FORMAT = 1


def run_on_cluster(options: Namespace) -> int:
    """Clean the pages into the output folder; the exit code."""
    if wrong := _wrong_usage(options):
        complain(f"{wrong} (see nrc-reader clean --help)")
        return USAGE
    _require_libraries()
    _refuse_overlap(options.paths, options.output)
    settings = settings_of(options)
    work = CleaningWork(
        version=__version__,
        folder=str(Path.cwd()),
        max_bytes=settings.max_file_bytes,
        as_it_is=options.plain,
        encoding=options.encoding or "",
    )
    options.shard_size = size = options.shard_size or SHARD_SIZE
    plan = {
        "format": _FORMAT,
        "nrc-reader": work.version,
        "paths": options.paths,
        "folder": work.folder,
        "shard-size": size,
        "plain": work.as_it_is,
        "encoding": work.encoding,
        "max_file_bytes": work.max_bytes,
    }
    with opened_folder(Path(options.output), plan) as folder:
        try:
            return _CorpusRun(options, work, folder).run()
        except KeyboardInterrupt:
            complain("stopped (run the same command again to go on from there)")
            raise


class _CorpusRun:
    """One run of the command on an output folder that it holds."""

    def __init__(self, options: Namespace, work: CleaningWork, folder: ShardFolder) -> None:
        self._options = options
        self._work = work
        self._folder = folder
        self._not_found = 0

    def run(self) -> int:
        """Do what earlier runs did not finish; the exit code."""
        pages = walk(self._options.paths, on_error=self._missing)
        rest = self._unfinished(shards(pages, self._options.shard_size))
        first = next(rest, None)
        if first is not None:
            self._clean(chain([first], rest))
        return self._summary()

    def _missing(self, fault: SourceError) -> None:
        self._not_found += 1
        complain(fault)

    def _unfinished(self, all_shards: Iterator[PageShard]) -> Iterator[PageShard]:
        """The shards that are still to be done; first the finished ones are compared with their input.

        Raises:
            CommandError: the input of a finished shard is not what it was.
        """
        finished = dict(self._folder.finished)
        skipped = []
        while finished:
            shard = next(all_shards, None)
            if shard is None:
                raise self._changed(min(finished))
            done = finished.pop(shard.number, None)
            if done is None:
                skipped.append(shard)
            elif done.input != shard.fingerprint:
                raise self._changed(shard.number)
        return chain(skipped, all_shards)

    def _changed(self, number: int) -> CommandError:
        return CommandError(
            f"{self._folder.part(number)}: its pages have changed since, or others come before them "
            "(put the input back as it was, or choose another folder for the output)"
        )

    def _clean(self, rest: Iterator[PageShard]) -> None:
        from reader.commands.corpus.batch_queue import BatchQueue
        from reader.commands.corpus.dask_cluster import connected

        def tick(waiting: int) -> None:
            progress(sum(shard.pages for shard in self._folder.finished.values()) + waiting)

        with (
            ProgressLine(walk(self._options.paths), prints=False) as progress,
            connected(self._options.dask, self._options.jobs or usable_cores()) as client,
        ):
            queue = BatchQueue(client, self._options.dask, self._work, complain)
            results = queue.results(_batches(rest), tick)
            for batch, pages in results:
                self._write(batch.shard, chain(zip(batch.pages, pages, strict=True), _rest_of(batch, results)))

    def _write(self, shard: PageShard, results: Iterator[tuple[str, CleanedPage]]) -> None:
        """Write one shard, from the results of its pages in order."""
        with self._folder.writing(shard.number) as writer:
            for page, result in results:
                for line in result.said:
                    complain(line)
                if result.text is None:
                    complain(result.problem)
                    writer.fail(page, result.problem)
                else:
                    writer.add(result.text)
            if changed := shard.changed_file():
                raise CommandError(
                    f"{changed}: changed while it was read (leave the input alone, and run the same command again)"
                )
            writer.finish(shard.fingerprint)

    def _summary(self) -> int:
        """Say what is in the folder now; the exit code."""
        finished = self._folder.finished.values()
        pages, failed = sum(shard.pages for shard in finished), sum(shard.failed for shard in finished)
        print(f"{counted(pages, 'page')} in {counted(len(finished), 'shard')} in {safe_text(str(self._folder.path))}")
        where = f" (errors-*.jsonl in {self._folder.path})" if failed else ""
        failed, count = failed + self._not_found, pages + self._not_found
        if failed and count > 1:
            complain(f"{failed} of {count} failed{where}")
        return PROBLEM if failed else DONE


def _batches(rest: Iterator[PageShard]) -> Iterator[Batch]:
    from reader.commands.corpus.batch_queue import Batch

    for shard in rest:
        for start in range(0, len(shard.pages), BATCH):
            yield Batch(shard, shard.pages[start : start + BATCH])


def _rest_of(first: Batch, results: Results) -> Iterator[tuple[str, CleanedPage]]:
    """The results of the further batches of a shard."""
    missing = len(first.shard.pages) - len(first.pages)
    while missing > 0:
        batch, pages = next(results)
        missing -= len(pages)
        yield from zip(batch.pages, pages, strict=True)


def _wrong_usage(options: Namespace) -> str:
    """What is wrong with the options, or empty."""
    if options.dask is None:
        return "--output and --shard-size go with --dask only"
    if options.dask != LOCAL and not (options.dask.startswith(SCHEMES) and options.dask.partition("://")[2]):
        return f"--dask {options.dask!r}: is no address such as tcp://HOST:8786, nor {LOCAL!r}"
    if not options.output:
        return "--dask needs --output FOLDER"
    if options.jobs and options.dask != LOCAL:
        return f"--jobs goes with --dask {LOCAL} only: a cluster has its own number of workers"
    if options.as_read or options.format not in {None, "json"}:
        return "--dask writes JSON Lines: it does not go with --as-read, --explain or --format text"
    unread = next((path for path in options.paths if path == STANDARD_INPUT or is_url(path)), "")
    if unread:
        return f"{unread}: --dask reads files only, since it may have to read them again (save it first)"
    return ""


def _require_libraries() -> None:
    lacking = [name for name in ("distributed", "cryptography") if not is_there(name)]
    if lacking:
        line = install_line(*map(requirement_of, lacking))
        raise CommandError(f"--dask {missing(lacking[0]).what} (to install it: {line})")


def _refuse_overlap(paths: Sequence[str], output: str) -> None:
    """Raise ``CommandError`` if the output lies in the input, where it would be read, or the other way round."""
    folder = os.path.realpath(output)
    for path in paths:
        real = os.path.realpath(path)
        if real == folder or Path(folder).is_relative_to(real) or Path(real).is_relative_to(folder):
            raise CommandError(f"{output}: lies in {path}, or holds it (choose a folder outside of the input)")
