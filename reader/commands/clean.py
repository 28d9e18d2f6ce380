"""``nrc-reader clean``: prints cleaned articles as text, as JSON, or with an explanation of each line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import selected, store_as_read
from reader.commands.article_results import add_article_arguments, print_each, say_left_out
from reader.commands.environment import settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    add_article_arguments(parser)
    why = "print every line with its role, its score and whether it is shown"
    parser.add_argument("--explain", action="store_const", dest="format", const="explain", help=why)
    seen = (
        "with what was corrected in the reader: lines, title, authors, date; offsets of an export point into this text"
    )
    parser.add_argument("--as-read", action="store_true", help=seen)


def run(options: argparse.Namespace) -> int:
    """Print the cleaned articles; the exit code."""
    settings = settings_of(options)
    store = store_as_read(options, settings) if options.as_read else ""
    work = partial(
        cleaned,
        options=options,
        max_bytes=settings.max_file_bytes,
        store=store,
        annotator=selected(options),
        encoding=options.encoding or "",
    )
    return print_each(options, work, "" if options.format == "json" else "\n" + "─" * 72 + "\n\n")


def cleaned(
    path: str, *, options: argparse.Namespace, max_bytes: int, store: str, annotator: str, encoding: str = ""
) -> str:
    """One file as the command prints it; raises ``SourceError``.

    Args:
        path: the file.
        options, max_bytes: of the command.
        store: the store with the corrections that are applied; empty for none.
        annotator: whose corrections count; empty for everybody's.
        encoding: the codec to read it in; empty to find it.
    """
    from reader.cleaning.article_loading import read_article
    from reader.exchange.clean_output import as_json, as_text, explained

    show = {"json": as_json, "text": as_text, "explain": explained}[options.format]
    read = partial(read_article, path, max_bytes=max_bytes, as_it_is=options.plain)
    article = read(encoding=encoding)
    if store:
        from reader.commands.stored_corrections import as_shown

        article = as_shown(article, lambda codec: read(encoding=codec), store, annotator)
    say_left_out(article)
    return show(article)
