"""An article in a pane: its cursor, what was searched in it, and the switch between cleaned and as scraped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from reader.config.settings_in_force import SettingsInForce
from reader.model.annotation import DETACHED, Annotation
from reader.model.article import Article, Block
from reader.model.spans import Span
from reader.text.units import Units
from reader.ui.text_view.gutter_marks import Mark
from reader.ui.text_view.render_model import Reason, RenderModel
from reader.ui.text_view.text_view_widget import TextView
from reader.ui.text_view.wrapped_view import AT_ONCE
from reader.ui.theme.label_styles import label_mark
from reader.workspace.cursor import Cursor
from reader.workspace.library_entries import LibraryEntry, OpenDocument, heading
from reader.workspace.scraped_positions import article_offset_of, page_blocks

if TYPE_CHECKING:
    from reader.annotations.document_records import DocumentRecords
    from reader.config.settings import Settings
    from reader.workspace.entity_names import EntityNames

#: Lines of a page that are drawn as scraped while a key waits.
LINES_AT_ONCE = 20_000
#: Seconds that a search may take while a key waits; what takes longer is for a thread.
AT_ONCE_S = 0.02


@dataclass(slots=True)
class Search:
    """What was searched, and where it was found.

    Attributes:
        pattern: as typed.
        hits: ordered.
        problem: why there may be more than these, or none; empty where these are all.
        here: the index of the hit that the cursor stands on.
    """

    pattern: str
    hits: list[Span]
    problem: str = ""
    here: int | None = None


class Drawn(NamedTuple):
    """A document in rows of a pane's width, and the units of the text that is shown; for one pane alone."""

    article: Article
    model: RenderModel
    units: Units
    as_scraped: bool


class Marked(NamedTuple):
    """What the marks in a text were drawn from: the records, how often they had changed, and the settings."""

    records: DocumentRecords
    revision: int
    settings: Settings


class ArticlePane(TextView):
    """Shows one open document and moves its cursor."""

    def __init__(
        self,
        settings: SettingsInForce,
        names: EntityNames,
        *,
        id: str,  # noqa: A002 - Textual's name
        classes: str = "",
    ) -> None:
        super().__init__(settings, id=id, classes=classes)
        self._names = names
        self.entry: LibraryEntry | None = None
        self.as_scraped = False
        self.search: Search | None = None
        self._open: OpenDocument | None = None
        self._article: Article | None = None  # as it was drawn last
        self._cursor: Cursor | None = None
        self._units: Units | None = None
        self._marked: Marked | None = None  # None where no annotation is drawn yet

    @property
    def open(self) -> OpenDocument | None:
        """The document shown; None where there is none to show."""
        return self._open

    @property
    def cursor(self) -> Cursor | None:
        """The cursor; None while nothing is shown."""
        return self._cursor

    @property
    def units(self) -> Units | None:
        """The sentences and paragraphs of the text that is shown."""
        return self._units

    @property
    def article_offset(self) -> int:
        """Where the cursor is, in ``Article.text``, whichever way the page is shown."""
        if self._cursor is None or self._open is None:
            return 0
        start = self._cursor.head.start
        return article_offset_of(self._open, start) if self.as_scraped else start

    @property
    def article_passage(self) -> Span:
        """The passage under the cursor in ``Article.text``; only its start where the page is shown as scraped."""
        if self._cursor is not None and not self.as_scraped:
            return self._cursor.passage
        return Span(self.article_offset, self.article_offset)

    def drawn(self, opened: OpenDocument, *, as_scraped: bool = False) -> Drawn:
        """A document as this pane would show it; for any thread, since a long one takes longer than a key may wait."""
        article = opened.article
        if not as_scraped:
            units = Units(article.text, article.blocks, article.language)
            return Drawn(article, self.model_of(article.text, article.blocks), units, as_scraped=False)
        page = article.page
        reasons = [Reason(Span(one.page_start, one.page_end), one.reason) for one in article.dropped]
        model = self.model_of(page.text, sorted(page_blocks(opened), key=lambda block: block.start), reasons)
        lines = [Block("line", line.start, line.end, line.start, line.end) for line in page.lines]
        filled = [line for line in lines if page.text[line.start : line.end].strip()]
        return Drawn(article, model, Units(page.text, filled, article.language), as_scraped=True)

    def show_document(
        self, entry: LibraryEntry, opened: OpenDocument, offset: int = 0, drawn: Drawn | None = None
    ) -> None:
        """Show a document, cleaned, with the cursor at an offset of its text; ``drawn`` where that is done."""
        self.entry, self._open = entry, opened
        self.as_scraped, self.search = False, None
        self._show(offset, drawn)

    def show_nothing(self, why: str, entry: LibraryEntry | None = None) -> None:
        """Say why there is no article here, or not yet: that of ``entry`` is on its way."""
        self.entry = entry
        self._open = self._cursor = self._units = self.search = None
        self.as_scraped = False
        self.show(self.model_of(why, ()))
        self.entitle()

    def entitle(self) -> None:
        """Say over the text what it is, and how much of it was on the screen: its title where the text shows none."""
        what = heading(self.entry, self._open, is_title_seen=self._is_title_seen)
        title = Content(" · ".join(part for part in (what, f"{self.percent}%" if self._open else "") if part))
        if title != self.border_title:
            self.border_title = title

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What stands over the text follows it."""
        super().watch_scroll_y(old_value, new_value)
        self.entitle()

    def on_resize(self) -> None:
        """As above: more or less of the text is on the screen."""
        super().on_resize()
        self.entitle()

    @property
    def _is_title_seen(self) -> bool:
        """Whether the title is on the screen, as the text has it."""
        block = next((one for one in self._model.blocks if one.kind == "title"), None)
        return block is not None and block.start >= self.top_offset and block.start < self.text_on_screen.end

    def toggle_as_scraped(self, drawn: Drawn | None = None) -> None:
        """Show the page as it was scraped, what was dropped marked with its reason; or cleaned again; same place."""
        offset = self.article_offset
        self.as_scraped = not self.as_scraped
        self._show(offset, drawn)

    @property
    def is_long(self) -> bool:
        """See ``is_long``."""
        return self._open is not None and is_long(self._open)

    @property
    def page_offset(self) -> int:
        """Where the cursor is, in ``Page.text``, whichever way the page is shown."""
        if self._cursor is None or self._article is None:
            return 0
        start = self._cursor.head.start
        return start if self.as_scraped else self._article.page_span(start, start + 1).start

    @property
    def is_stale(self) -> bool:
        """Whether lines of the document came or went since it was drawn."""
        drawn = self._article.blocks if self._article is not None else None
        return self._open is not None and drawn is not self._open.article.blocks

    def show_again(self, page_offset: int) -> None:
        """Show the same document, whose article has changed, with the cursor at an offset of ``Page.text``."""
        if self._open is None:
            return
        top = self.scroll_offset.y
        self._show(article_offset_of(self._open, page_offset))
        if self.as_scraped and self._cursor is not None:
            self.scroll_rows_to(int(top))
            self._cursor.go_to(page_offset)
            self.follow()

    def _show(self, article_offset: int, drawn: Drawn | None = None) -> None:
        if self._open is None:
            return
        article = self._open.article
        if drawn is None or drawn.article.blocks is not article.blocks or drawn.as_scraped != self.as_scraped:
            drawn = self.drawn(self._open, as_scraped=self.as_scraped)
        self.show(drawn.model)
        self._article = article
        offset = article.page_span(article_offset, article_offset + 1).start if self.as_scraped else article_offset
        self._units, self._cursor = drawn.units, Cursor(drawn.units, offset)
        self._marked = None
        self.refresh_names()
        self.refresh_marks()
        self.light()
        self._find_again()
        self.follow()
        self.entitle()

    # --- what is marked

    def follow(self) -> None:
        """Draw the cursor where it is now, and scroll to it."""
        if self._cursor is not None:
            self.set_passage(self._cursor.passage, selecting=self._cursor.selecting)
            self.reveal(self._cursor.head)

    def refresh_marks(self) -> None:
        """Draw the annotations as the records have them now: those that changed since, or all in another state."""
        if self._open is None:
            return
        records, settings = self._open.records, self._settings.now
        marked, self._marked = self._marked, Marked(records, records.revision, settings)
        is_same = marked is not None and marked.records is records and marked.settings is settings
        changed = records.changed_since(marked.revision) if marked is not None and is_same else None
        if changed is None:
            changed = [*self._model.marked.all, *(one.id for one in records.annotations)]
        self.change_marks({identifier: self._mark_of(records.get(identifier)) for identifier in changed})

    def _mark_of(self, annotation: Annotation | None) -> Mark | None:
        """What is drawn of an annotation; None where nothing is."""
        if annotation is None or annotation.anchor == DETACHED:
            return None
        span = self._words_on_screen(Span(annotation.start, annotation.end))
        letter = label_mark(self._settings.now.label(annotation.label))
        return Mark(span, annotation.label, letter) if span.end > span.start else None

    def refresh_names(self) -> None:
        """Take the names that are known by now as units of a selection."""
        if self._units is not None and self._open is not None:
            mentions = (one for entity in self._open.entities or () for one in entity.mentions)
            self._units.set_names(sorted(self._on_screen(Span(one.start, one.end)) for one in mentions))

    def light(self) -> None:
        """Light up the mentions of the chosen entity in this text, wherever else it was chosen."""
        self.set_mentions(sorted(self._on_screen(span) for span in self.mentions()))

    def mentions(self) -> list[Span]:
        """The chosen entity's mentions in this document, ordered, in ``Article.text``."""
        chosen = self._names.chosen
        if chosen is None or self._open is None or not self._open.entities:
            return []
        from reader.entities.identity import is_same

        here = self._open.entities
        same = [chosen] if chosen in here else [one for one in here if is_same(one, chosen)]
        return sorted(Span(mention.start, mention.end) for entity in same for mention in entity.mentions)

    def _on_screen(self, span: Span) -> Span:
        """A passage of the article in the text that is shown."""
        if self.as_scraped and self._open is not None:
            return self._open.article.page_span(*span)
        return span

    def _words_on_screen(self, span: Span) -> Span:
        """The same, without white space at its ends: the gutter marks the rows with words of it."""
        shown = self._on_screen(span)
        words = self._units.trim(shown) if self._units is not None else shown
        return words if words.start < words.end else shown

    # --- pointing at places

    def words_on_screen(self) -> list[Span]:
        """The words that begin on the screen, in the text that is shown."""
        return self._units.words_in(*self.text_on_screen) if self._units else []

    def sentences_on_screen(self) -> list[Span]:
        """The sentences that begin on the screen, in the text that is shown."""
        return self._units.sentences_in(*self.text_on_screen) if self._units else []

    # --- going to places

    def annotations_here(self) -> list[Annotation]:
        """Those that share text with the passage, the likeliest first: just on it, newest first, then tightest."""
        if self._cursor is None or self._open is None or self.as_scraped:
            return []
        return self._open.records.under(*self._cursor.passage)

    def go_to(self, span: Span) -> None:
        """Go to a passage of the article and take it, or extend the selection to it."""
        if self._cursor is not None:
            self._cursor.take(self._on_screen(span))
            self.follow()

    def choose(self, span: Span) -> None:
        """Go to a passage of the article and take it in place of the sentence."""
        if self._cursor is not None:
            self._cursor.choose(self._on_screen(span))
            self.follow()

    def find(self, pattern: str, *, seconds: float | None = None) -> Search:
        """Find a text, or with a leading ``\\`` a regular expression, for no longer than so many seconds."""
        return self.take_found(pattern, *found_in(self.rows.text, pattern, seconds))

    def take_found(self, pattern: str, hits: Sequence[Span], problem: str) -> Search:
        """Light up what was found; nothing of it is gone to."""
        self.search = Search(pattern, list(hits), problem)
        self.set_hits(hits, None)
        return self.search

    def _find_again(self) -> None:
        """The text is another one: what was searched is found in it, and the next hit is that from the cursor on."""
        if self.search is not None:
            self.find(self.search.pattern, seconds=AT_ONCE_S)

    def forget_search(self) -> None:
        """No hit is lit any more."""
        self.search = None
        self.set_hits((), None)

    def go_to_hit(self, step: int, *, inclusive: bool = False) -> Search | None:
        """Go to the next (1) or previous (-1) hit, around the ends; inclusive: one at the cursor counts as next."""
        search = self.search
        if search is None or not search.hits or self._cursor is None:
            return search
        if search.here is None:
            start = self._cursor.head.start
            after = [index for index, hit in enumerate(search.hits) if hit.start >= start + (not inclusive)]
            search.here = (after[0] if after else 0) if step > 0 else (after[0] if after else 0) - 1
            search.here %= len(search.hits)
        else:
            search.here = (search.here + step) % len(search.hits)
        hit = search.hits[search.here]
        self._cursor.take_words(hit)
        self.set_hits(search.hits, hit)
        self.set_passage(self._cursor.passage, selecting=self._cursor.selecting)
        self.reveal(self._cursor.head)
        return search


def found_in(text: str, pattern: str, seconds: float | None = None) -> tuple[Sequence[Span], str]:
    """Where a text, or with a leading ``\\`` a regular expression, stands; and why that may not be all, in one line."""
    from reader.text.search import PATIENCE_S, PatternError, find_all  # nothing is searched before the first paint

    is_regex = pattern.startswith("\\")
    try:
        found = find_all(pattern[is_regex:], text, is_regex=is_regex, seconds=seconds or PATIENCE_S)
    except PatternError as error:
        return (), str(error)
    return found.spans, found.problem


def is_long(opened: OpenDocument) -> bool:
    """Whether a document takes longer to draw than a key may wait."""
    page = opened.article.page
    return len(page.text) > AT_ONCE or len(page.lines) > LINES_AT_ONCE
