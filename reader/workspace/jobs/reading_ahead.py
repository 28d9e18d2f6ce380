"""A document that another process reads, while this one does something else: it is still loading the screen."""

from __future__ import annotations

from collections.abc import Callable

from reader.cleaning.loading_limits import ReadingDropped
from reader.cleaning.loading_pool import begin_apart
from reader.model.article import Article
from reader.sources.source_error import SourceError
from reader.workspace.library_entries import stamp_of


class ReadingAhead:
    """A document that is being read; begun at once.

    Args:
        path: of its file.
        max_bytes, encoding: as for ``read_article``.

    Raises:
        SourceError: no process can be started.
    """

    def __init__(self, path: str, max_bytes: int, encoding: str) -> None:
        self.path = path
        self._stamp = stamp_of(path)
        self._begun = begin_apart(path, max_bytes=max_bytes, encoding=encoding)

    def article(self, is_dropped: Callable[[], bool]) -> Article | None:
        """What was read; to be asked once. None where the file has changed since, or its fault is to be found again.

        Raises:
            ReadingDropped: ``is_dropped``, which is asked now and then, says that nobody waits for it any more.
        """
        is_other = stamp_of(self.path) != self._stamp
        try:
            return self._begun(lambda: is_other or is_dropped())
        except SourceError:
            return None
        except ReadingDropped:
            if is_other:
                return None
            raise
