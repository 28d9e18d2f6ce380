"""``nrc-reader entities``: who and what is named in each article, as the personal gazetteer and the reader have it."""

from __future__ import annotations

import os
from functools import cache, partial
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import selected, store_as_read
from reader.commands.article_results import add_article_arguments, print_each, say_left_out
from reader.commands.environment import CommandError, complain, settings_of
from reader.commands.styled_output import rendered, safe, table, terminal_size
from reader.commands.worker_pool import note
from reader.system.stdio import write_styled

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.entities.detector import Detector
    from reader.entities.entity_corrections import Correction
    from reader.entities.personal_gazetteer import KnownName
    from reader.model.article import Article
    from reader.model.entity import Entity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_article_arguments(parser, ("text", "json", "mentions"))
    seen = "with the lines and names as they were corrected in the reader"
    parser.add_argument("--as-read", action="store_true", help=seen)


def run(options: argparse.Namespace) -> int:
    """Print the entities; the exit code."""
    from reader.config.settings_sources import gazetteer_file
    from reader.entities.detector import MissingModel
    from reader.entities.personal_gazetteer import GazetteerError

    settings = settings_of(options)
    gazetteer = str(gazetteer_file(settings))
    if settings.gazetteer is not None and not os.path.lexists(gazetteer):
        complain(f"{gazetteer}: no such gazetteer, no names of yours are known (check the setting)")
    # One process a core is enough, and a process with threads of its own is not safely copied.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        _known(gazetteer)
        detector = _detector(settings.detector, "")  # before there are other processes: they get it loaded
    except (MissingModel, GazetteerError, ValueError) as error:
        raise CommandError(error) from error
    if detector.notice:
        complain(f"names: {detector.notice}")
    size = terminal_size() if options.format == "text" else None
    width = size[0] if size else 0
    work = partial(
        named, width=width, detector=settings.detector, format_=options.format, max_bytes=settings.max_file_bytes,
        as_it_is=options.plain, gazetteer=gazetteer, annotator=selected(options),
        store=store_as_read(options, settings) if options.as_read else "",
    )  # fmt: skip
    return print_each(options, work, write=write_styled if width else None)


@cache
def _detector(setting: str, language: str) -> Detector:
    """A model that was asked for by name must be there; otherwise rules will do, and say so."""
    from reader.entities.detector_choice import loaded_detector, loaded_or_rules

    return (loaded_or_rules if setting == "auto" else loaded_detector)(setting, language or None)


def _detector_for(setting: str, article: Article) -> Detector:
    """The one for the article's language; what is missing for it is said once."""
    language = (article.language or "") if setting != "rules" else ""
    language = "" if language == "en" else language
    detector = _detector(setting, language)
    if detector.notice and language:
        note(f"names: {detector.notice}")
    return detector


@cache
def _known(gazetteer: str) -> tuple[KnownName, ...]:
    from pathlib import Path

    from reader.entities.personal_gazetteer import read_gazetteer

    return read_gazetteer(Path(gazetteer))


def named(
    path: str,
    *,
    detector: str,
    format_: str,
    max_bytes: int,
    as_it_is: bool,
    gazetteer: str,
    store: str,
    annotator: str,
    width: int,
) -> str:
    """One file as the command prints it, in so many columns of a terminal, 0 for plain; raises ``SourceError``.

    Where a store is named, the article is as it was corrected there.
    """
    from reader.cleaning.loading import read_article
    from reader.entities import detect_entities
    from reader.entities.corrected_entities import corrected
    from reader.exchange.article_output import entities_as_json, entities_as_text, mentions_as_jsonl

    article = read_article(path, max_bytes=max_bytes, as_it_is=as_it_is)
    say_left_out(article)
    said: Sequence[Correction] = ()
    if store:
        from reader.commands.stored_corrections import as_corrected

        article, said = as_corrected(article, store, annotator)
    found = detect_entities(article.text, _detector_for(detector, article))
    entities = corrected(found, article.text, said, _known(gazetteer)).entities
    if width:
        return _styled(article, entities, width)
    show = {"json": entities_as_json, "text": entities_as_text, "mentions": mentions_as_jsonl}[format_]
    return show(article, entities)


def _styled(article: Article, entities: Sequence[Entity], width: int) -> str:
    from reader.exchange.article_output import values_last

    rows = [(str(len(one.mentions)), one.kind, one.name, ", ".join(one.aliases)) for one in values_last(entities)]
    made = table(("mentions", "kind", "name", "also"), rows, numbers="mentions")
    return rendered(safe(article.page.path, "bold"), made, "", width=width)
