"""``nrc-reader changes``: what became of each sentence, and of each tag, between two versions of an article."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import refuse_stranger, selected
from reader.commands.environment import DONE, USAGE, CommandError, complain, settings_of, store_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from rich.console import RenderableType

    from reader.analysis.versions.version_changes import VersionChanges
    from reader.exchange.versions.change_lines import ChangeLine
    from reader.model.annotation import Annotation
    from reader.model.article import Article
    from reader.store.store_protocol import Store

_STYLES = {"head": "bold", "quiet": "dim", "gone": "red", "fresh": "green"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    from reader.commands.article_results import add_encoding_argument

    parser.add_argument("old", metavar="OLD", help="the earlier version: a file or a web address; - for standard input")
    parser.add_argument("new", metavar="NEW", help="the later version")
    parser.add_argument(
        "-f", "--format", choices=["text", "json", "markdown", "html"], default="text", help="default: %(default)s"
    )
    add_encoding_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print what became of what; the exit code."""
    from reader.analysis.versions.version_changes import version_changes

    if options.old == options.new == "-":
        complain("changes: only one of the versions can be read from standard input")
        return USAGE
    settings = settings_of(options)
    store, annotator = store_of(settings), selected(options)
    refuse_stranger(store, annotator)
    old, new = (_article(path, options, settings.max_file_bytes) for path in (options.old, options.new))
    changes = version_changes(old, new, _tags(store, (old, new), annotator))
    if options.format == "text":
        _print(changes)
    else:
        from reader.exchange.versions import change_reports

        made = {"json": change_reports.as_json, "markdown": change_reports.as_markdown, "html": change_reports.as_html}
        sys.stdout.write(made[options.format](changes))
    return DONE


def _article(path: str, options: argparse.Namespace, max_bytes: int) -> Article:
    from reader.cleaning.article_loading import read_article
    from reader.commands.article_results import say_left_out
    from reader.sources import SourceError

    try:
        article = read_article(path, max_bytes=max_bytes, encoding=options.encoding or "")
    except SourceError as error:
        raise CommandError(error) from error
    say_left_out(article)
    return article


def _tags(store: Store, articles: Iterable[Article], annotator: str) -> list[Annotation]:
    """The tags of both versions' documents in the store, each once."""
    from reader.exchange.annotation_selection import work_of
    from reader.store.store_protocol import StoreError

    if not store.exists():
        return []
    try:
        keys = [store.find(one.page.path, one.page.sha256) for one in articles]
        found = [work_of(store.load(key), annotator).annotations for key in dict.fromkeys(keys) if key]
    except StoreError as error:
        raise CommandError(error) from error
    return list({one.id: one for annotations in found for one in annotations}.values())


def _print(changes: VersionChanges) -> None:
    from reader.commands.styled_output import show, terminal_size
    from reader.exchange.versions.change_lines import change_lines, wrapped

    lines = change_lines(changes)
    if terminal_size() is None:
        sys.stdout.write("".join(f"{row}\n" for line in lines for row in wrapped(line)))
    else:
        show(*(_styled(line) for line in lines))


def _styled(line: ChangeLine) -> RenderableType:
    """A line with colours; what differs is set off from what both versions say."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from reader.exchange.versions.change_lines import INDENT, SIGNS

    if line.kind not in SIGNS:
        return Text(line.text, _STYLES[line.kind], overflow="fold")
    grid = Table.grid()
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    words = Text.assemble(*((part.text, _STYLES.get(part.kind, "")) for part in line.parts))
    grid.add_row(Text(SIGNS[line.kind], _STYLES.get(line.kind, "")), words)
    return Padding(grid, (0, 0, 0, INDENT))
