"""The articles of the paths that a command was given, and the arguments that say which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.commands.session import complain

if TYPE_CHECKING:
    import argparse

    from reader.cleaning.article import Article
    from reader.settings import Settings


def add_article_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, in which format, and whether cleaned."""
    what = "files, folders and web addresses; - for standard input"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=what)
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    parser.add_argument("--plain", action="store_true", help="take the text as it is: no cleaning")


def articles(options: argparse.Namespace, settings: Settings, failed: list[str]) -> Iterator[Article]:
    """Each file of the paths as an article; what cannot be opened is said on stderr and named in ``failed``."""
    from reader.cleaning.reading import read_article
    from reader.sources import SourceError, walk

    def report(error: SourceError) -> None:
        failed.append(error.path)
        complain(error)

    for path in walk(options.paths, on_error=report):
        try:
            yield read_article(path, max_bytes=settings.max_file_bytes, as_it_is=options.plain)
        except SourceError as error:
            report(error)
