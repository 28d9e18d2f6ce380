"""``nrc-reader clean``: prints cleaned articles as text, as JSON, or with an explanation of each line."""

from __future__ import annotations

import argparse
from functools import partial

from reader.commands.annotator_filter import StoreAt, selected, store_as_read
from reader.commands.article_results import add_article_arguments, print_each, say_left_out
from reader.commands.environment import settings_of

#: The most pages that a file of ``--output`` may have.
MOST_PAGES = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    add_article_arguments(parser)
    why = "print every line with its role, its score and whether it is shown"
    parser.add_argument("--explain", action="store_const", dest="format", const="explain", help=why)
    seen = (
        "with what was corrected in the reader: lines, title, authors, date; offsets of an export point into this text"
    )
    parser.add_argument("--as-read", action="store_true", help=seen)
    cluster = "clean on a Dask cluster (tcp://HOST:8786), or on one of this machine's processes; needs --output"
    parser.add_argument("--dask", metavar="ADDRESS|local", help=cluster)
    parser.add_argument("-o", "--output", metavar="FOLDER", help="where --dask writes; run again, it goes on there")
    size = "pages in each file of --output (default: 1000)"
    parser.add_argument("--shard-size", metavar="N", type=shard_size, help=size)
    parser.set_defaults(format=None)


def run(options: argparse.Namespace) -> int:
    """Print the cleaned articles, or clean a corpus; the exit code."""
    if (options.dask, options.output, options.shard_size) != (None, None, None):
        from reader.commands.corpus.clean_corpus import run_on_cluster

        return run_on_cluster(options)
    options.format = options.format or "text"
    settings = settings_of(options)
    store = store_as_read(options, settings)
    work = partial(
        cleaned,
        options=options,
        max_bytes=settings.max_file_bytes,
        store=store,
        annotator=selected(options),
        encoding=options.encoding or "",
    )
    return print_each(options, work, "" if options.format == "json" else "\n" + "─" * 72 + "\n\n")


def shard_size(word: str) -> int:
    """The number of pages in a file; for ``argparse``."""
    if not word.isascii() or not word.isdecimal() or not 0 < int(word[:9]) <= MOST_PAGES:
        raise argparse.ArgumentTypeError(f"the number must be from 1 to {MOST_PAGES:,}")
    return int(word)


def cleaned(
    path: str, *, options: argparse.Namespace, max_bytes: int, store: StoreAt | None, annotator: str, encoding: str = ""
) -> str:
    """One file as the command prints it; raises ``SourceError``.

    Args:
        path: the file.
        options, max_bytes: of the command.
        store: the store with the corrections that are applied; None for none.
        annotator: whose corrections count; empty for everybody's.
        encoding: the codec to read it in; empty to find it.
    """
    from reader.cleaning.article_loading import read_article
    from reader.exchange.clean_output import as_json, as_text, explained

    show = {"json": as_json, "text": as_text, "explain": explained}[options.format]
    read = partial(read_article, path, max_bytes=max_bytes, as_it_is=options.plain)
    article = read(encoding=encoding)
    if store is not None:
        from reader.commands.stored_corrections import as_shown

        article = as_shown(article, lambda codec: read(encoding=codec), store, annotator)
    say_left_out(article)
    return show(article)
