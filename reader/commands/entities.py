"""``nrc-reader entities``: who and what is named in each article."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING

from reader.commands.articles import add_article_arguments, print_each
from reader.commands.session import CommandError, complain, settings_of

if TYPE_CHECKING:
    import argparse

    from reader.entities.detector import Detector


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_article_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the entities; the exit code."""
    from reader.entities.detector import MissingModel

    settings = settings_of(options)
    # One process a core is enough, and a process with threads of its own is not safely copied.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        detector = _detector(settings.detector)  # before there are other processes: they get it loaded
    except (MissingModel, ValueError) as error:
        raise CommandError(error) from error
    if detector.notice:
        complain(detector.notice)
    work = partial(
        named, detector=settings.detector, format_=options.format, max_bytes=settings.max_file_bytes,
        as_it_is=options.plain,
    )  # fmt: skip
    return print_each(options, work)


@cache
def _detector(setting: str) -> Detector:
    """A model that was asked for by name must be there; otherwise rules will do, and say so."""
    from reader.entities.choice import loaded_detector, loaded_or_rules

    return (loaded_or_rules if setting == "auto" else loaded_detector)(setting)


def named(path: str, *, detector: str, format_: str, max_bytes: int, as_it_is: bool) -> str:
    """One file as the command prints it; raises ``SourceError``."""
    from reader.cleaning.reading import read_article
    from reader.entities import detect_entities
    from reader.exchange.articles import entities_as_json, entities_as_text

    article = read_article(path, max_bytes=max_bytes, as_it_is=as_it_is)
    show = entities_as_json if format_ == "json" else entities_as_text
    return show(article, detect_entities(article.text, _detector(detector)))
