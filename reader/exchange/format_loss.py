"""What a format cannot hold, counted by kind and said in one line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from reader.model.annotation import Annotation
from reader.system.stdio import counted

NESTED, OVERLAPPING, NO_PLACE = "nested span", "overlapping span", "detached annotation"
ANNOTATION = "annotation"
LINK, FAR_LINK, NOTE, SPEAKER, ANNOTATOR = "link", "link to another document", "note", "speaker", "annotator"
VALUE, SUGGESTED = "value", "origin of a suggested annotation"
#: What begins the words after a noun that say more of it.
_MORE = re.compile(r"(?= (?:that|with|under|not|to|of) )")


class Loss:
    """Counts what is not written, by kind.

    Args:
        told: called with each annotation that a format leaves out.

    Attributes:
        counts: by what one of them is called, as ``nested span``.
        left_out: how many annotations the format left out itself.
    """

    def __init__(self, told: Callable[[Annotation], object] = lambda _: None) -> None:
        self._told = told
        self.counts: Counter[str] = Counter()
        self.left_out = 0

    def leave_out(self, kind: str, annotation: Annotation) -> None:
        """Count an annotation that a format got and cannot write: it will not be there when the file is read back."""
        self.add(kind)
        self.left_out += 1
        self._told(annotation)

    def add(self, kind: str, count: int = 1) -> None:
        """Count more of a kind."""
        if count:
            self.counts[kind] += count

    def __str__(self) -> str:
        """``3 nested spans and 2 links not written``; empty where nothing is lost."""
        listed = [_counted(count, kind) for kind, count in self.counts.items()]
        last = " and ".join(listed[-2:])
        return f"{', '.join([*listed[:-2], last])} not written" if listed else ""


def _counted(count: int, kind: str) -> str:
    """``2 labels that XML cannot hold``: the plural is that of the noun before what says more of it."""
    if kind == FAR_LINK and count > 1:
        return f"{count} links to other documents"
    noun = _MORE.split(kind, maxsplit=1)[0]
    return counted(count, noun) + kind[len(noun) :]
