"""Where the lines of a web page stand: in which block, in which container, in which ``<article>``."""

from __future__ import annotations

from typing import NamedTuple

from reader.model.page import Page

#: Elements that hold paragraphs; a list, a table or a quotation is part of the container around it.
_CONTAINERS = frozenset(
    """
    article aside body center details dialog dir div fieldset figure footer form header html main nav section td th
    template noscript amp-accordion
    """.split()
)
_ARTICLE = frozenset({"article"})
#: Deeper elements count as if they stood in the one at this depth; no page is nested deeper for its readers.
_DEEPEST = 200


class LinePlace(NamedTuple):
    """The numbers of the elements around a line; 0 for none.

    Attributes:
        element: the innermost one.
        home: the nearest one that holds paragraphs.
        article: the nearest ``<article>``.
    """

    element: int = 0
    home: int = 0
    article: int = 0


class PagePlaces:
    """The places of the lines of a page.

    Args:
        page: a web page, as :func:`reader.sources.formats.html.html_page` makes it.
    """

    def __init__(self, page: Page) -> None:
        self.outline = page.outline

    def place(self, line: int) -> LinePlace:
        """The place of a line, by its index in ``Page.lines``."""
        element = self.element(line)
        return LinePlace(element, self._nearest(element, _CONTAINERS), self._nearest(element, _ARTICLE))

    def element(self, line: int) -> int:
        """The number of the innermost element of a line, by its index in ``Page.lines``; 0 if it has none."""
        return self.outline.elements[line] if line < len(self.outline.elements) else 0

    def around(self, element: int) -> int:
        """The container around another one, 0 for the page."""
        return self._nearest(self.outline.parents[element], _CONTAINERS) if element else 0

    def holds(self, outer: int, element: int) -> bool:
        """Whether ``element`` is ``outer`` or stands in it."""
        for _ in range(_DEEPEST):
            if element == outer:
                return True
            if element == 0:
                return False
            element = self.outline.parents[element]
        return False

    def _nearest(self, element: int, names: frozenset[str]) -> int:
        outline = self.outline
        for _ in range(_DEEPEST):
            if element == 0 or outline.names[element] in names:
                return element
            element = outline.parents[element]
        return element
