"""From a path to an article, whatever lies there: the one place where a fault of ours in a file becomes a message."""

from __future__ import annotations

from reader.cleaning import clean, plain
from reader.cleaning.article import Article
from reader.libraries import fault_of
from reader.limits import shortage
from reader.sources import SourceError, open_page


def read_article(path: str, *, max_bytes: int, as_it_is: bool = False) -> Article:
    """Open a file and clean it.

    Args:
        path: of the file.
        max_bytes: larger files are refused.
        as_it_is: no cleaning: the text as it stands is the article.

    Raises:
        SourceError: the file cannot be opened, or trips a fault of this program: other files must still open.
    """
    try:
        page = open_page(path, max_bytes=max_bytes)
        return plain(page) if as_it_is else clean(page)
    except SourceError:
        raise
    except Exception as error:
        if library := fault_of(error):
            raise SourceError(path, *library) from error
        if missing := shortage(error):
            raise SourceError(path, f"cannot be read: {missing}") from error
        raise SourceError(path, f"cannot be read ({type(error).__name__})", "please report it with the file") from error
