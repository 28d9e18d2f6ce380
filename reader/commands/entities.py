"""``nrc-reader entities``: who and what is named in each article."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.articles import add_article_arguments, articles
from reader.commands.session import DONE, PROBLEM, CommandError, complain, settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_article_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Print the entities; the exit code."""
    from reader.entities import detect_entities
    from reader.entities.detector import MissingModel, loaded_detector, loaded_or_rules
    from reader.exchange.articles import entities_as_json, entities_as_text

    settings = settings_of(options)
    try:  # a model that was asked for by name must be there; otherwise rules will do, and say so
        detector = (loaded_or_rules if settings.detector == "auto" else loaded_detector)(settings.detector)
    except (MissingModel, ValueError) as error:
        raise CommandError(error) from error
    if detector.notice:
        complain(detector.notice)
    failed: list[str] = []
    show = entities_as_json if options.format == "json" else entities_as_text
    for article in articles(options, settings, failed):
        sys.stdout.write(show(article, detect_entities(article.text, detector)))
    return PROBLEM if failed else DONE
