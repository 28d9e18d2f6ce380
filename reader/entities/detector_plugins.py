"""Detectors that other packages register, as entry points of the group ``nrc_reader.detectors``.

An entry point is a function from the argument of the setting (``NAME:ARGUMENT``, empty without) and the text's language
(two letters or None) to an object with ``detect(text)``. A faulty one costs a notice: rules then find the names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.entities.detector import RULES_VERSION, MissingModel, RulesDetector
from reader.model.entity import Mention

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "nrc_reader.detectors"
#: Code points of a fault that are shown.
_SHOWN = 160


def names() -> list[str]:
    """What is registered, in alphabetical order."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group=GROUP)})


def registered(name: str) -> EntryPoint | None:
    """The detector of that name, not loaded; None where no package registers one."""
    from importlib.metadata import entry_points

    return next(iter(entry_points(group=GROUP, name=name)), None)


@dataclass(slots=True)
class PluginDetector:
    """Somebody else's detector: loaded with the first text, its answers checked, its faults named once.

    Attributes:
        point: where it comes from.
        name: the setting that chose it.
        argument: what the setting tells it.
        language: of the texts.
        notice: empty until it fails.
    """

    point: EntryPoint
    name: str
    argument: str = ""
    language: str | None = None
    notice: str = ""
    _made: Any = field(default=None, repr=False)

    @property
    def version(self) -> str:
        """The version of the package that registers it, and of the rules that refine what it finds."""
        package = self.point.dist
        made_by = f"{package.name}{package.version}" if package is not None else "unknown"
        fault = "+failed" if self.notice else ""
        return f"{made_by}+{self.language or ''}+rules{RULES_VERSION}{fault}"

    def load(self) -> None:
        """Load it; raises ``MissingModel`` where it cannot be loaded."""
        if self._made is not None:
            return
        try:
            made = self.point.load()(self.argument, self.language)
            if not callable(getattr(made, "detect", None)):
                raise TypeError("it has no detect(text)")
        except Exception as error:  # anything may go wrong in somebody else's code
            raise MissingModel(f"the detector {self.name} cannot be loaded: {_told(error)}", self._advice()) from error
        self._made = made

    def detect(self, text: str) -> list[Mention]:
        """What it finds, as far as it is sound; what rules find from its first fault on."""
        if not self.notice:
            try:
                self.load()
                return sound_mentions(self._made.detect(text), text)
            except Exception as error:  # noqa: BLE001 - as above; the notice says it
                what = str(error) if isinstance(error, MissingModel) else f"{self.name} failed: {_told(error)}"
                self.notice = f"rules only: {what}"
        return RulesDetector().detect(text)

    def _advice(self) -> str:
        package = self.point.dist
        return f"it comes with {package.name} {package.version}" if package is not None else "detector = auto"


def sound_mentions(items: Any, text: str) -> list[Mention]:
    """Whatever a detector gave as mentions: ordered, without overlap, each where its text stands.

    Raises:
        TypeError, ValueError: an item that is no mention, or that lies outside the text.
    """
    from reader.entities.grouping import as_mention
    from reader.entities.name_patterns import settled

    found = []
    for item in items:
        one = as_mention((item.start, item.end, None, item.kind) if isinstance(item, Mention) else item, text)
        if not 0 <= one.start < one.end <= len(text):
            raise ValueError(f"a mention outside the text: {one.start}, {one.end}")
        found.append(Mention(one.start, one.end, text[one.start : one.end], one.kind))
    return settled(found)


def _told(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
