"""The arguments of commands over many files, and how their results are printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, complain

if TYPE_CHECKING:
    from reader.model.article import Article
    from reader.sources import SourceError


def add_article_arguments(parser: argparse.ArgumentParser, formats: Sequence[str] = ("text", "json")) -> None:
    """Add the arguments: the files, the format, whether to clean, and the number of processes."""
    what = "files, folders and web addresses; - for standard input"
    parser.add_argument("paths", nargs="+", metavar="PATH", help=what)
    parser.add_argument("-f", "--format", choices=formats, default="text", help="default: text")
    parser.add_argument("--plain", action="store_true", help="take the text as it is, without cleaning")
    add_encoding_argument(parser)
    how_many = "processes for more than one file (default: one for each core)"
    parser.add_argument("-j", "--jobs", metavar="N", type=positive, help=how_many)


def add_encoding_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the encoding of the files."""
    help_ = "read the files in this encoding, such as KOI8-R, whatever they say (default: found for each)"
    parser.add_argument("--encoding", metavar="NAME", type=_codec, help=help_)


def _codec(name: str) -> str:
    from reader.sources.charsets.names import codec_of

    if codec := codec_of(name):
        return codec
    raise argparse.ArgumentTypeError(f"{name!r} is no encoding (try UTF-8, Windows-1252, ISO-8859-2, KOI8-R, Big5 ...)")


def positive(word: str) -> int:
    """The number that an option gives; raises ``ArgumentTypeError``."""
    if not word.isascii() or not word.isdecimal() or not 0 < int(word) <= 1024:
        raise argparse.ArgumentTypeError("the number must be 1 or more")
    return int(word)


def number_or_all(word: str) -> int:
    """The number that an option gives, 0 for all; raises ``ArgumentTypeError``."""
    if not (word.isascii() and word.isdigit() and len(word) < 10):
        raise argparse.ArgumentTypeError(f"{word!r} is not a number of entries (0 prints all)")
    return int(word)


def print_each(
    options: argparse.Namespace,
    work: Callable[[str], str],
    between: str = "",
    write: Callable[[str], object] | None = None,
) -> int:
    """Print the result of ``work`` for each file of the paths, in order, and report what failed; the exit code.

    Args:
        options: with those of :func:`add_article_arguments`.
        work: from a path to what is printed; raises ``SourceError``.
        between: printed between two results.
        write: prints, in place of standard output.
    """
    from reader.commands.progress_line import ProgressLine
    from reader.commands.worker_pool import Result, results, usable_cores
    from reader.sources import walk

    failed = count = printed = 0

    def missing(error: SourceError) -> None:
        nonlocal failed, count
        failed, count = failed + 1, count + 1
        complain(error)

    def broken(result: Result) -> None:
        nonlocal failed
        failed += 1
        complain(result.problem)

    paths = walk(options.paths, on_error=missing)
    jobs = options.jobs or usable_cores()
    with (
        ProgressLine(walk(options.paths)) as progress,
        closing(results(paths, work, jobs, broken, progress, complain)) as done,
    ):
        for result in done:
            count += 1
            if result.text is not None:
                (write or sys.stdout.write)(between * bool(printed) + result.text)
                printed += 1
    if failed and count > 1:
        complain(f"{failed} of {count} failed")
    return PROBLEM if failed else DONE


def say_left_out(article: Article) -> None:
    """Tell the user which part of a document was not read, and which encoding was taken where that is doubtful.

    It is not a problem, but the text does not show it.
    """
    page = article.page
    if page.doubt:
        complain(f"{page.path}: {page.doubt} (--encoding NAME takes another)")
    if page.left_out:
        complain(f"{page.path}: {page.left_out}")
