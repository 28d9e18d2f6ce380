"""From a path to an article, whatever lies there: the one place where a fault of ours in a file becomes a message.

What is cheap is read where it is asked for, so that the first text comes soon. All else is a stranger's file that may
take what time and memory it likes: it is read in a process of its own, under limits (:mod:`.loading_pool`).
"""

from __future__ import annotations

from collections.abc import Callable

from reader.cleaning.loading_limits import LIMITS
from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import SourceError, open_page
from reader.sources.reading_cost import is_cheap
from reader.sources.source_faults import outside_fault
from reader.system.confinement import for_this_machine, is_confined, limited
from reader.text.language import UnknownAtOnceError, deciding_at_once


def read_article(
    path: str, *, max_bytes: int, as_it_is: bool = False, is_dropped: Callable[[], bool] | None = None
) -> Article:
    """Open a file and clean it, here or in another process.

    Args:
        path: of the file.
        max_bytes: larger files are refused.
        as_it_is: no cleaning: the text as it stands is the article.
        is_dropped: asked now and then while another process reads, whether nobody waits for the article any more.

    Raises:
        SourceError: the file cannot be opened, takes too much time or memory, or trips a fault of this program:
            other files must still open.
        ReadingDropped: nobody waits for it.
    """
    if is_confined():
        with limited(LIMITS if is_cheap(path, max_bytes) else for_this_machine(LIMITS)):
            return read_here(path, max_bytes=max_bytes, as_it_is=as_it_is)
    article = read_at_once(path, max_bytes=max_bytes, as_it_is=as_it_is)
    if article is not None:
        return article
    from reader.cleaning.loading_pool import read_apart

    return read_apart(path, max_bytes=max_bytes, as_it_is=as_it_is, limits=LIMITS, is_dropped=is_dropped)


def read_at_once(path: str, *, max_bytes: int, as_it_is: bool = False) -> Article | None:
    """The article, where it takes no longer than a moment; None where it may.

    Raises:
        SourceError: as ``read_article``.
    """
    if not is_cheap(path, max_bytes):
        return None
    try:
        with deciding_at_once():
            return read_here(path, max_bytes=max_bytes, as_it_is=as_it_is)
    except UnknownAtOnceError:
        return None


def read_here(path: str, *, max_bytes: int, as_it_is: bool = False) -> Article:
    """The article, read in this process whatever it takes; as ``read_article``."""
    try:
        page = open_page(path, max_bytes=max_bytes)
        return plain(page) if as_it_is else clean(page)
    except (SourceError, UnknownAtOnceError):
        raise
    except Exception as error:
        if fault := outside_fault(path, error):
            raise fault from error
        raise SourceError(path, f"cannot be read ({type(error).__name__})", "please report it with the file") from error
