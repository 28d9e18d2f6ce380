"""``nrc-reader entities``: prints the names in each article, with the user's own list of names and corrections."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import StoreAt, selected, store_as_read
from reader.commands.article_results import add_article_arguments, print_each, say_left_out
from reader.commands.environment import CommandError, complain, settings_of
from reader.commands.styled_output import rendered, safe, table, terminal_size
from reader.commands.worker_pool import note
from reader.system.stdio import write_styled

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.config.settings import Settings
    from reader.entities.entity_corrections import Correction
    from reader.entities.personal_gazetteer import KnownName
    from reader.model.article import Article
    from reader.model.entity import Entity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    add_article_arguments(parser, ("text", "json", "mentions"))
    seen = "with the lines, names and authors as they were corrected in the reader"
    parser.add_argument("--as-read", action="store_true", help=seen)


def run(options: argparse.Namespace) -> int:
    """Print the entities; the exit code."""
    from reader.config.settings_sources import gazetteer_file
    from reader.entities.detector import MissingModel
    from reader.entities.detector_choice import loaded
    from reader.entities.personal_gazetteer import GazetteerError, known_names

    settings = settings_of(options)
    gazetteer = str(gazetteer_file(settings))
    if settings.gazetteer is not None and not os.path.lexists(gazetteer):
        complain(f"{gazetteer}: no such gazetteer, so your own names are not used (check the setting)")
    # One process for each core is enough. A process with threads cannot be copied safely.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        known_names(gazetteer)
        detector = loaded(settings.detector, "")  # before this process is copied, so that all have it
    except (MissingModel, GazetteerError, ValueError) as error:
        raise CommandError(error) from error
    if detector.notice:
        complain(f"names: {detector.notice}")
    store = store_as_read(options, settings)
    work = partial(
        named, options=options, settings=settings, gazetteer=gazetteer, store=store, annotator=selected(options)
    )
    return print_each(options, work, write=write_styled if _width(options) else None)


def _width(options: argparse.Namespace) -> int:
    """Columns of the terminal for which the output is styled; 0 for plain text."""
    size = terminal_size() if options.format == "text" else None
    return size[0] if size else 0


def named(
    path: str, *, options: argparse.Namespace, settings: Settings, gazetteer: str, store: StoreAt | None, annotator: str
) -> str:
    """One file as the command prints it; raises ``SourceError``. ``store`` is that of the corrections, or None."""
    from reader.cleaning.article_loading import read_article
    from reader.entities import detect_entities
    from reader.entities.corrected_entities import corrected
    from reader.entities.detector_choice import detector_for
    from reader.entities.personal_gazetteer import known_names
    from reader.exchange.clean_output import entities_as_json, entities_as_text, mentions_as_jsonl

    read = partial(read_article, path, max_bytes=settings.max_file_bytes, as_it_is=options.plain)
    article = read(encoding=options.encoding or "")
    said: Sequence[Correction] = ()
    authors: Sequence[KnownName] = ()
    if store is not None:
        from reader.commands.stored_corrections import as_corrected

        article, said, authors = as_corrected(article, lambda codec: read(encoding=codec), store, annotator)
    say_left_out(article)
    detector = detector_for(settings.detector, article.language or "", note)
    found = detect_entities(article.text, detector, article.authors)
    entities = corrected(found, article.text, said, (*known_names(gazetteer), *authors)).entities
    if width := _width(options):
        return _styled(article, entities, width)
    show = {"json": entities_as_json, "text": entities_as_text, "mentions": mentions_as_jsonl}[options.format]
    return show(article, entities)


def _styled(article: Article, entities: Sequence[Entity], width: int) -> str:
    from reader.exchange.clean_output import values_last

    rows = [(str(len(one.mentions)), one.kind, one.name, ", ".join(one.aliases)) for one in values_last(entities)]
    made = table(("mentions", "kind", "name", "also"), rows, numbers="mentions")
    return rendered(safe(article.page.path, "bold"), made, "", width=width)
