"""The stack of open elements of a web page, with the hint, the region and the number of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reader.model.page import LocalLink
from reader.sources.formats.html_regions import HIDDEN, is_hidden, region_of

#: Elements on lines of their own; all others, unknown ones too, are part of their line.
BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup html legend li main menu nav ol optgroup option p pre
    noscript search section select summary table tbody td template tfoot th thead title tr ul
    """.split()
)
_HINTS = {
    "p": "p", "li": "li", "dt": "li", "dd": "li", "blockquote": "quote", "q": "quote", "table": "table", "pre": "code",
    "title": "title", "summary": "p", **{f"h{level}": f"h{level}" for level in range(1, 7)},
}  # fmt: skip
#: Elements that a browser does not show, as long as scripts run; no tag inside them closes one outside.
_APART = ("noscript", "template", "object", "noframes", "canvas", "audio", "video")
#: Attributes of a template that the browser shows in place of its parent's content.
_ROOTS = frozenset({"shadowrootmode", "shadowroot"})
_TABLE = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "table"})
WALLS = ("td", "th", "table", *_APART)
#: Hints that all inner elements inherit.
_INHERITED = frozenset({"p", "li", "quote", "table", "code", "title", "h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class Frame:
    """An open element: the role of its text, including what it inherits.

    Attributes:
        name, hint, region: of the element, and what its text inherits.
        link: whether it is a link, or in one.
        preserve: whether white space stays.
        unseen: whether it is hidden within a line that is not.
        element: its number, in the order of the page.
        opened: the length of the page's text where a link to a place on the page begins, otherwise -1.
    """

    name: str
    hint: str
    region: str
    link: bool
    preserve: bool
    unseen: bool = False
    element: int = 0
    opened: int = -1


class Elements:
    """The stack of open elements, with fast look-up by name.

    Args:
        length: gives the length of the page's text so far, in code points.
    """

    def __init__(self, length: Callable[[], int]) -> None:
        self.frames = [Frame("", "", "", link=False, preserve=False)]
        self.parents = [0]
        self.names = [""]
        self.ids: dict[str, tuple[int, int]] = {}
        self.links: list[LocalLink] = []
        self._length = length
        self._targets: list[str] = []
        self._places: dict[str, list[int]] = {}
        self._blocks: list[int] = []

    @property
    def top(self) -> Frame:
        """The innermost open element."""
        return self.frames[-1]

    def last(self, names: Iterable[str]) -> int:
        """The highest position in the stack of an element with one of these names; 0 if none is open."""
        return max((places[-1] for name in names if (places := self._places.get(name))), default=0)

    def push(self, name: str, values: dict[str, str], *, target: str | None) -> None:
        """Open an element; ``target`` is where a link leads."""
        above = self.top
        is_apart = name in _APART and not _ROOTS & values.keys()
        hidden = is_apart or (bool(values) and is_hidden(values))
        region = HIDDEN if above.region == HIDDEN or (hidden and name in BLOCKS) else region_of(name, values)
        region = region or above.region
        kind = _HINTS.get(name, "")
        outer = above.hint.rpartition(" ")[2]
        if (not kind and outer in _INHERITED) or (kind == "p" and outer in {"li", "quote"}):
            kind = outer  # a paragraph belongs to its list item or quotation
        both = f"{region} {kind}" if kind not in {"", "p"} else region
        hint = kind if not region or (kind in {"title", "h1"} and region != HIDDEN) else both
        unseen = above.unseen or (hidden and name not in BLOCKS)
        number = len(self.parents)
        self.parents.append(above.element)
        self.names.append(name)
        for key in ("id", "name") if name == "a" else ("id",):
            if key in values:
                self.name(values[key], number)
        opened = self._length() if target and "#" in target else -1
        self._places.setdefault(name, []).append(len(self.frames))
        if name in BLOCKS:
            self._blocks.append(len(self.frames))
        link = target is not None or above.link
        preserve = above.preserve or name == "pre"
        self.frames.append(Frame(name, hint, region, link, preserve, unseen, number, opened))
        if opened >= 0:
            self._targets.append((target or "").partition("#")[2])

    def name(self, identity: str, number: int) -> None:
        """Note where an id stands; the first of its name counts."""
        self.ids.setdefault(identity, (number, self._length()))

    def pop_to(self, position: int) -> None:
        """Close the element at ``position`` and all elements open inside it."""
        while len(self.frames) > position:
            frame = self.frames.pop()
            self._places[frame.name].pop()
            if frame.opened >= 0:
                self.links.append(LocalLink(frame.opened, self._length(), self._targets.pop()))
            if self._blocks and self._blocks[-1] == len(self.frames):
                self._blocks.pop()

    def close(self, name: str) -> None:
        """Handle an end tag; ignored if no such element is open, or if a table cell or block lies in between."""
        position = self.last((name,))
        walls = self._blocks[-1] if name not in BLOCKS and self._blocks else 0 if name in _TABLE else self.last(WALLS)
        if position and position >= walls:
            self.pop_to(position)
