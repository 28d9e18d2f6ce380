"""Detectors that other packages register, as entry points of the group ``nrc_reader.detectors``.

An entry point is a function of the setting's argument (``NAME:ARGUMENT``, otherwise empty) and the text's language (two
letters or None). It returns an object with ``detect(text)``. A plug-in that fails gives a notice, and rules go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.entities.detector import RULES_VERSION, MissingModel, RulesDetector
from reader.model.entity import Mention

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "nrc_reader.detectors"
#: The most characters of a fault that are shown.
_SHOWN = 160


def names() -> list[str]:
    """The names of the registered detectors, in alphabetical order."""
    from importlib.metadata import entry_points

    return sorted({point.name for point in entry_points(group=GROUP)})


def registered(name: str) -> EntryPoint | None:
    """The entry point of the detector of that name, not loaded; None if there is none."""
    from importlib.metadata import entry_points

    return next(iter(entry_points(group=GROUP, name=name)), None)


@dataclass(slots=True)
class PluginDetector:
    """A plug-in detector: loaded with the first text, its answers checked, and its first fault reported.

    Attributes:
        point: its entry point.
        name: the setting that chose it.
        argument: the argument in the setting.
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
        """The version of the package that registers it, and of the rules that refine its results."""
        package = self.point.dist
        made_by = f"{package.name}{package.version}" if package is not None else "unknown"
        fault = "+failed" if self.notice else ""
        return f"{made_by}+{self.language or ''}+rules{RULES_VERSION}{fault}"

    def load(self) -> None:
        """Load it; raises ``MissingModel`` if it cannot be loaded."""
        if self._made is not None:
            return
        try:
            made = self.point.load()(self.argument, self.language)
            if not callable(getattr(made, "detect", None)):
                raise TypeError("it has no detect(text)")
        except Exception as error:  # a plug-in may raise anything
            raise MissingModel(f"the detector {self.name} cannot be loaded: {_fault(error)}", self._advice()) from error
        self._made = made

    def detect(self, text: str) -> list[Mention]:
        """The plug-in's valid mentions; after its first fault, the mentions that rules find."""
        if not self.notice:
            try:
                self.load()
                return sound_mentions(self._made.detect(text), text)
            except Exception as error:  # noqa: BLE001 - as above; the notice says it
                what = str(error) if isinstance(error, MissingModel) else f"{self.name} failed: {_fault(error)}"
                self.notice = f"rules only: {what}"
        return RulesDetector().detect(text)

    def _advice(self) -> str:
        package = self.point.dist
        return f"it comes with {package.name} {package.version}" if package is not None else "detector = auto"


def sound_mentions(items: Any, text: str) -> list[Mention]:
    """Checked mentions from a detector's answer: ordered, without overlap, each with the text at its span.

    Raises:
        TypeError, ValueError: an item is not a mention, or lies outside the text.
    """
    from reader.entities.grouping import as_mention
    from reader.entities.name_patterns import settled

    mentions = []
    for item in items:
        mention = as_mention((item.start, item.end, None, item.kind) if isinstance(item, Mention) else item, text)
        if not 0 <= mention.start < mention.end <= len(text):
            raise ValueError(f"a mention outside the text: {mention.start}, {mention.end}")
        mentions.append(Mention(mention.start, mention.end, text[mention.start : mention.end], mention.kind))
    return settled(mentions)


def _fault(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
