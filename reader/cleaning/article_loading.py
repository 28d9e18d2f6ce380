"""Opens a path and cleans it into an article; any fault becomes a message about that file.

A cheap file can be read at once, while a key waits. Any other may need much time and memory, so it is read in a child
process with limits (:mod:`.loading_pool`); so is a cheap one that no key waits for. What reads and cleans is imported
only where this process does it: the first text on the screen was read in another one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from reader.cleaning.loading_limits import LIMITS
from reader.model.article import Article
from reader.sources.reading_cost import is_cheap
from reader.sources.source_error import SourceError
from reader.sources.source_messages import outside_fault
from reader.system.confinement import for_this_machine, is_confined, limited


def read_article(
    path: str,
    *,
    max_bytes: int,
    as_it_is: bool = False,
    encoding: str = "",
    is_dropped: Callable[[], bool] | None = None,
    is_apart: bool = False,
) -> Article:
    """Open a file and clean it, in this process or in another one.

    Args:
        path: of the file.
        max_bytes: larger files are refused.
        as_it_is: whether to skip cleaning and take the text unchanged.
        encoding: the codec that a person chose; empty to find it.
        is_dropped: called from time to time while another process reads; tells whether the article is no longer wanted.
        is_apart: have another process read a cheap one too, if it can: this one has keys to answer.

    Raises:
        SourceError: the file cannot be opened, takes too much time or memory, or triggers a fault of this program.
        Other files must still open.
        ReadingDropped: the article is no longer wanted.
    """
    if is_confined():
        with limited(LIMITS if is_cheap(path, max_bytes) else for_this_machine(LIMITS)):
            return read_here(path, max_bytes=max_bytes, as_it_is=as_it_is, encoding=encoding)
    here = partial(read_at_once, path, max_bytes=max_bytes, as_it_is=as_it_is, encoding=encoding)
    if not is_apart and (article := here()) is not None:
        return article
    from reader.cleaning.loading_pool import read_apart

    try:
        return read_apart(
            path, max_bytes=max_bytes, as_it_is=as_it_is, encoding=encoding, limits=LIMITS, is_dropped=is_dropped
        )
    except SourceError:
        if is_apart and (article := here()) is not None:  # no process could be started, or this one knows better
            return article
        raise


def read_at_once(path: str, *, max_bytes: int, as_it_is: bool = False, encoding: str = "") -> Article | None:
    """The article if reading it is cheap; None if it might take long.

    Raises:
        SourceError: as ``read_article``.
    """
    if not is_cheap(path, max_bytes):
        return None
    from reader.text.language import UnknownAtOnceError, deciding_at_once

    try:
        with deciding_at_once():
            return read_here(path, max_bytes=max_bytes, as_it_is=as_it_is, encoding=encoding)
    except UnknownAtOnceError:
        return None


def read_here(path: str, *, max_bytes: int, as_it_is: bool = False, encoding: str = "") -> Article:
    """The article, read in this process at any cost; as ``read_article``."""
    from reader.cleaning.page_cleaning import clean
    from reader.cleaning.uncleaned import plain
    from reader.sources import open_page
    from reader.sources.encodings import reading_as
    from reader.text.language import UnknownAtOnceError

    try:
        with reading_as(encoding):
            page = open_page(path, max_bytes=max_bytes)
        return plain(page) if as_it_is else clean(page)
    except (SourceError, UnknownAtOnceError):
        raise
    except Exception as error:
        if fault := outside_fault(path, error):
            raise fault from error
        raise SourceError(path, f"cannot be read ({type(error).__name__})", "please report it with the file") from error
