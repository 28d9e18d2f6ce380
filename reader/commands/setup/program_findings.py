"""What ``doctor`` finds of the installation: versions, libraries, limits, models for names, and optional sources."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

from reader.commands.setup.findings import NOTE, OK, PROBLEM, Finding

Take = Callable[[Finding], object]


def look_at_program(take: Take) -> None:
    """Look at the versions, the libraries that the reader needs, and the limits of this process."""
    import os
    import platform

    from reader import __version__
    from reader.system.missing_libraries import first_missing
    from reader.system.process_limits import too_little_for_the_reader

    take(Finding("program", "nrc-reader", __version__))
    take(Finding("program", "Python", f"{platform.python_version()} ({sys.executable})"))
    take(Finding("program", "system", f"{platform.system()} {platform.release()} {platform.machine()}"))
    fault = first_missing()
    libraries = Finding("program", "libraries", "all that are needed are there")
    take(libraries if fault is None else Finding("program", "libraries", fault.what, PROBLEM, fault.advice))
    if limit := too_little_for_the_reader():
        take(Finding("program", "limits", limit, PROBLEM))
    if os.environ.get("SSH_CONNECTION"):
        take(Finding("program", "connection", "over SSH"))


class LanguageModel(NamedTuple):
    """The model that finds names in a language.

    Attributes:
        language: its English name.
        model: the one that is installed, else the one to install.
        is_installed: whether it is there.
        install: the line that installs it.
    """

    language: str
    model: str
    is_installed: bool
    install: str


def language_models() -> Iterator[LanguageModel]:
    """The model of each language that has one, and that for all others, last."""
    from reader.entities.spacy_models import MULTILINGUAL, PACKAGED_MODEL, install_line, is_model, languages, models_of
    from reader.text.language_names import language_name

    for code in languages():
        known = models_of(code)
        wanted = PACKAGED_MODEL if code == "en" else known[0]
        installed = next((one for one in known if is_model(one)), "")
        yield LanguageModel(language_name(code), installed or wanted, bool(installed), install_line(wanted))
    yield LanguageModel("all others", MULTILINGUAL, is_model(MULTILINGUAL), install_line(MULTILINGUAL))


def look_at_names(detector: str, take: Take) -> None:
    """Look at what finds names: the detector of the settings, and the models."""
    from reader.entities.detector import MissingModel
    from reader.entities.detector_choice import choose_detector

    try:
        chosen = choose_detector(detector)
        found = f"{detector}: {chosen.name}" if chosen.name != detector else detector
        take(Finding("names", "detector", f"{found} in English", NOTE if chosen.notice else OK, chosen.notice))
    except MissingModel as error:
        take(Finding("names", "detector", f"{detector}: {error.what}", NOTE, error.advice))
    except ValueError as error:
        take(Finding("names", "detector", str(error), NOTE))
    models = list(language_models())
    for one in models:
        if one.is_installed:
            take(Finding("names", one.language, one.model))
    if missing := [one for one in models if not one.is_installed]:
        codes = [one.model.partition("_")[0] for one in missing]
        named = ", ".join("all others" if code == "xx" else code for code in codes)
        take(Finding("names", "no model", f"rules only in {named}", OK, f"for one of them, as: {missing[0].install}"))


def look_at_sources(take: Take) -> None:
    """Look which optional sources can be read."""
    from reader.system.missing_libraries import extras, install_line

    for extra, missing in extras().items():
        if missing:
            found = f"not installed: needs {', '.join(missing)}"
            take(Finding("sources", extra, found, OK, install_line(f"nrc-reader[{extra}]")))
        else:
            take(Finding("sources", extra, "installed"))
