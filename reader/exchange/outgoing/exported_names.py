"""Finds the names in the documents of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.exchange.exchange_error import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.config.settings import Settings
    from reader.exchange.outgoing.exported_documents import FindNames
    from reader.model.article import Article
    from reader.model.document import Stored
    from reader.model.entity import Entity


def names_finder(settings: Settings) -> FindNames:
    """Finds the names in documents of an export as ``nrc-reader entities --as-read`` does.

    What it finds them with is loaded with the first document. It raises ``ExchangeError`` where that cannot be.
    """
    from reader.config.settings_sources import gazetteer_file

    def find(text: str, article: Article | None, stored: Stored) -> Sequence[Entity]:
        from reader.annotations.metadata_corrections import authors_in
        from reader.annotations.name_decisions import corrections_in
        from reader.entities import detect_entities
        from reader.entities.corrected_entities import corrected, stated_people
        from reader.entities.detector import MissingModel
        from reader.entities.detector_choice import detector_for
        from reader.entities.personal_gazetteer import GazetteerError, known_names
        from reader.text.language import language_of

        language = (language_of(text.split("\n\n")) if article is None else article.language) or ""
        authors = () if article is None else article.authors
        try:
            detector = detector_for(settings.detector, language)
            known = (*known_names(str(gazetteer_file(settings))), *stated_people(authors_in(stored.decisions)))
        except (MissingModel, GazetteerError, ValueError) as error:
            raise ExchangeError(str(error)) from error
        found = detect_entities(text, detector, authors)
        return corrected(found, text, corrections_in(stored.decisions), known).entities

    return find
