"""``nrc-reader suggest``: prints passages that may deserve a label, learning from one's own tags in the store."""

from __future__ import annotations

import argparse
from functools import cache, partial
from typing import TYPE_CHECKING

from reader.commands.annotator_filter import StoreAt, refuse_stranger, selected
from reader.commands.article_results import add_encoding_argument, positive, print_each, say_left_out
from reader.commands.environment import USAGE, CommandError, complain, settings_of, store_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.config.settings import Settings
    from reader.store.store_protocol import Store
    from reader.suggestions.suggester import Suggester
    from reader.suggestions.tag_answers import DocumentAnswers
    from reader.workspace.library_entries import OpenDocument


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    what = "files, folders and web addresses; - for standard input"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=what)
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
    least = "only passages that are as likely as this, from 0 to 1 (default: 0.7)"
    parser.add_argument("--min", metavar="P", type=_probability, default=None, help=least)
    parser.add_argument("--evaluate", action="store_true", help="print what suggestions would have been worth so far")
    parser.add_argument("--suggester", metavar="NAME", help="another one than the program's own")
    add_encoding_argument(parser)
    parser.add_argument("-j", "--jobs", metavar="N", type=positive, help="processes (default: one for each core)")


def _probability(word: str) -> float:
    try:
        found = float(word)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no number from 0 to 1")
    return found


def run(options: argparse.Namespace) -> int:
    """Print suggestions or figures; the exit code."""
    if options.evaluate == bool(options.paths):
        complain("suggest: a PATH is needed, or --evaluate without one (see nrc-reader suggest --help)")
        return USAGE
    from reader.config.settings import annotator_name
    from reader.suggestions.suggested_passages import LEAST_SCORE
    from reader.suggestions.suggester_table import SuggesterError

    settings = settings_of(options)
    store = store_of(settings)
    refuse_where_locked(store)
    annotator = selected(options) or annotator_name(settings)
    refuse_stranger(store, selected(options))
    least = LEAST_SCORE if options.min is None else options.min
    try:
        suggesters = _Suggesters(options.suggester, settings, store)
        documents = _learnt_from(store, annotator, settings)
        if options.evaluate:
            from reader.commands.suggestions.evaluation_output import print_figures

            return print_figures(documents, suggesters.new, least, annotator, options.format)
        learnt = suggesters.learnt(documents)
    except SuggesterError as error:
        raise CommandError(error) from error
    at = StoreAt(store.address, store.viewer) if store.exists() else None
    work = partial(_suggested, options=options, settings=settings, store=at, annotator=annotator, learnt=learnt)
    return print_each(options, partial(work, least=least))


def refuse_where_locked(store: Store) -> None:
    """Raise ``CommandError`` where the project of a store wants no suggestions."""
    from reader.store.store_protocol import StoreError

    try:
        if store.team().project.allows_suggestions:
            return
    except StoreError as error:
        raise CommandError(error) from error
    raise CommandError(f"{store.name}: this project works without suggestions (project.toml says suggestions = false)")


def _learnt_from(store: Store, annotator: str, settings: Settings) -> list[DocumentAnswers]:
    from reader.store.allowed_files import AllowedFiles
    from reader.store.store_protocol import StoreError
    from reader.suggestions.kept_answers import learnt_from
    from reader.suggestions.tag_answers import TagReader

    allowed = AllowedFiles(store.project_folder())
    try:
        return learnt_from(store, annotator, TagReader(store, annotator, allowed, settings.max_file_bytes))
    except StoreError as error:
        raise CommandError(error) from error


class _Suggesters:
    """Makes suggesters for the labels in force."""

    def __init__(self, name: str | None, settings: Settings, store: Store) -> None:
        from reader.store.labels.codebook import labels_in_force
        from reader.suggestions.suggester_table import USUAL, new_suggester

        self._labels = [label.name for label in labels_in_force(store, settings.labels)]
        self._name = USUAL if name is None else name
        new_suggester(self._name, self._labels, "en")  # says at once what is wrong with it

    def new(self, language: str) -> Suggester:
        """One that has learnt nothing."""
        from reader.suggestions.suggester_table import new_suggester

        return new_suggester(self._name, self._labels, language)

    def learnt(self, documents: Sequence[DocumentAnswers]) -> Mapping[str, Suggester]:
        """One for each language of the documents, and for no language (``""``) one that has learnt nothing."""
        found = {"": self.new(""), "en": self.new("en")}
        for language in dict.fromkeys(one.language for one in documents):
            found[language] = self.new(language)
            found[language].learn_all([each for one in documents if one.language == language for each in one.answers])
        return found


def _suggested(
    path: str,
    *,
    options: argparse.Namespace,
    settings: Settings,
    store: StoreAt | None,
    annotator: str,
    learnt: Mapping[str, Suggester],
    least: float,
) -> str:
    """The suggestions for one file as the command prints them; raises ``SourceError``."""
    from reader.annotations.dismissed_suggestions import DISMISSED, dismissed_by
    from reader.suggestions.suggested_passages import body_sentences, suggestions
    from reader.suggestions.suggestion_output import suggestions_as_json, suggestions_as_text

    opened = _opened(path, options.encoding or "", settings, store)
    article = opened.article
    say_left_out(article)
    own = [one for one in opened.records.annotations if one.annotator == annotator]
    found = suggestions(
        article.text,
        body_sentences(article.text, article.blocks, article.language),
        learnt.get(article.language or "en", learnt[""]),
        own,
        dismissed_by(opened.records.decisions(DISMISSED), annotator),
        least,
    )
    return (suggestions_as_json if options.format == "json" else suggestions_as_text)(article, found)


def _opened(path: str, encoding: str, settings: Settings, store: StoreAt | None) -> OpenDocument:
    """The article as it is shown, with the tags that it has."""
    from reader.annotations.document_records import DocumentRecords
    from reader.cleaning.article_loading import read_article
    from reader.model.document import Document
    from reader.workspace.annotated_document import annotated
    from reader.workspace.library_entries import OpenDocument

    read = partial(read_article, path, max_bytes=settings.max_file_bytes)
    article = read(encoding=encoding)
    if store is not None:
        return annotated(article, _store_at(store), lambda codec: read(encoding=codec), encoding)
    return OpenDocument(article, Document(None, path, article.page.sha256), DocumentRecords(article))


@cache
def _store_at(store: StoreAt) -> Store:
    from reader.store import open_store

    return open_store(*store)
