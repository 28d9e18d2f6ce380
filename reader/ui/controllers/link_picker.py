"""What is aimed at while a link asks for its target: letters over what is on the screen, the likely one lit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from reader.model.spans import Span
from reader.ui.keymap.jump_hints import LETTERS, codes, length_for
from reader.ui.keymap.question import LEAVES
from reader.ui.widgets.annotation_list import quoted
from reader.ui.widgets.message_wording import KeyHint

if TYPE_CHECKING:
    from reader.config.settings import Settings
    from reader.model.annotation import Annotation
    from reader.model.entity import Entity
    from reader.ui.text_view.article_pane import ArticlePane
    from reader.workspace.library_entries import OpenDocument

_NEXT, _PREVIOUS, _LIST = frozenset({"down", "tab"}), frozenset({"up", "shift+tab"}), "/"


class MakesLinks(Protocol):
    """What is needed of whoever asks for the target."""

    settings: Settings
    chosen: Entity | None

    @property
    def panes(self) -> Sequence[ArticlePane]:
        """The panes."""

    def say(self, text: str, keys: Sequence[KeyHint] = ()) -> None:
        """Put a line in the status line."""

    def end_question(self) -> None:
        """The question is answered."""

    def make_link(self, opened: OpenDocument, source: Annotation, target: Annotation, kind: str) -> None:
        """Link two annotations."""

    def choose_target(self, opened: OpenDocument, source: Annotation, targets: Sequence[Annotation], kind: str) -> None:
        """Have the target chosen from a list."""


class LinkPicker:
    """What is aimed at while the target is asked for."""

    def __init__(
        self, actions: MakesLinks, opened: OpenDocument, source: Annotation, candidates: list[Annotation]
    ) -> None:
        self._actions = actions
        self._opened = opened
        self._source = source
        self._candidates = candidates
        self._place = 0
        self._kinds = kind_keys(actions.settings.link_kinds)
        self._kind = actions.settings.link_kinds[0]
        self._letters = "".join(letter for letter in LETTERS if letter not in self._kinds)
        self._hints: dict[str, Annotation] = {}
        self._typed = ""

    @property
    def text(self) -> str:
        """What is asked."""
        aimed = self._candidates[self._place]
        return f"{self._source.label} {self._kind} {aimed.label} {quoted(aimed)}:"

    @property
    def keys(self) -> Sequence[KeyHint]:
        """What answers it."""
        kinds = [KeyHint(key, kind) for key, kind in self._kinds.items() if kind != self._kind]
        return (KeyHint("enter", "links"), KeyHint("a letter", "links that"), *kinds, KeyHint("/", "lists"), LEAVES)

    def show(self) -> None:
        """Letters over what is on the screen, and the one aimed at lit."""
        aimed = self._candidates[self._place]
        self._hints.clear()
        visible = [(pane, one) for pane in self._actions.panes for one in _visible(pane, self._candidates)]
        length = length_for(len(visible), self._letters)
        spare = iter(codes(len(visible), length, self._letters))
        by_pane: dict[ArticlePane, dict[str, Span]] = {pane: {} for pane in self._actions.panes}
        for pane, one in visible:
            if span := pane.apart([*by_pane[pane].values(), Span(one.start, one.end)], length)[len(by_pane[pane]) :]:
                code = next(spare)
                self._hints[code] = one
                by_pane[pane][code] = span[0]
        for pane, hints in by_pane.items():
            pane.set_hints({code: span for code, span in hints.items() if code.startswith(self._typed)})
            is_there = pane.open is not None and pane.open.records.get(aimed.id) is not None
            pane.set_mentions([Span(aimed.start, aimed.end)] if is_there else [])
        self._actions.say(self.text, self.keys)

    def take(self, key: str) -> bool:
        """A key; whether it says which target is meant."""
        if key == "enter":
            return self._link(self._candidates[self._place])
        if key in _NEXT or key in _PREVIOUS:
            self._place = (self._place + (1 if key in _NEXT else -1)) % len(self._candidates)
            self._reveal()
        elif key in self._kinds:
            self._kind = self._kinds[key]
        elif key == _LIST:
            actions, rest = self._actions, self._candidates[self._place :] + self._candidates[: self._place]
            actions.end_question()
            actions.choose_target(self._opened, self._source, rest, self._kind)
            return True
        elif found := self._hints.get(self._typed + key):
            return self._link(found)
        elif any(code.startswith(self._typed + key) for code in self._hints):
            self._typed += key
        else:
            self._typed = ""
        self.show()
        return False

    def _link(self, target: Annotation) -> bool:
        self._actions.end_question()
        self._actions.make_link(self._opened, self._source, target, self._kind)
        return True

    def _reveal(self) -> None:
        """Show what is aimed at, if its document is on the screen."""
        aimed = self._candidates[self._place]
        for pane in self._actions.panes:
            if pane.open is not None and pane.open.records.get(aimed.id) is not None:
                pane.reveal(Span(aimed.start, aimed.end))

    def closed(self) -> None:
        """Nothing is asked any more: the screen is as it was."""
        for pane in self._actions.panes:
            pane.set_hints({})
            pane.light(self._actions.chosen)


def kind_keys(kinds: Iterable[str]) -> dict[str, str]:
    """A letter for each kind of link: the first of its name that is free."""
    keys: dict[str, str] = {}
    for kind in kinds:
        free = (letter for letter in (*kind.casefold(), *LETTERS) if letter in LETTERS and letter not in keys)
        keys[next(free)] = kind
    return keys


def _visible(pane: ArticlePane, candidates: Iterable[Annotation]) -> list[Annotation]:
    """Those that begin on the screen in a pane, ordered; of two that begin in one place the likelier one first."""
    if pane.open is None or pane.as_scraped:
        return []
    start, end = pane.text_on_screen
    records = pane.open.records
    found = [one for one in candidates if start <= one.start < end and records.get(one.id) is not None]
    return sorted(found, key=lambda one: one.start)
