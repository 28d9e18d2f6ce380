"""The target of a link: letters over the annotations on the screen, with the likely one lit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from reader.model.spans import Span
from reader.ui.keymap.jump_hints import LETTERS, codes, length_for
from reader.ui.keymap.question import LEAVES
from reader.ui.widgets.message_wording import KeyHint, quoted

if TYPE_CHECKING:
    from reader.model.annotation import Annotation
    from reader.ui.display import Display
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.text_view.article_pane import ArticlePane

_NEXT, _PREVIOUS, _LIST = frozenset({"down", "tab"}), frozenset({"up", "shift+tab"}), "/"


class LinkPicker:
    """Takes the keys while the target is asked for.

    Args:
        display: the panes.
        prompts: where it is asked.
        source: the annotation that is linked.
        candidates: the annotations that may be meant, the likeliest first.
        kinds: of links; the first is suggested.
        make: called with the target and the kind.
        choose: called with the candidates and the kind, to have the target chosen from a list.
    """

    def __init__(
        self,
        display: Display,
        prompts: Prompts,
        source: Annotation,
        candidates: Sequence[Annotation],
        kinds: Sequence[str],
        make: Callable[[Annotation, str], object],
        choose: Callable[[Sequence[Annotation], str], object],
    ) -> None:
        self._display = display
        self._prompts = prompts
        self._source = source
        self._candidates = list(candidates)
        self._make = make
        self._choose = choose
        self._place = 0
        self._kinds = kind_keys(kinds)
        self._kind = kinds[0]
        self._letters = "".join(letter for letter in LETTERS if letter not in self._kinds)
        self._hints: dict[str, Annotation] = {}
        self._typed = ""

    @property
    def text(self) -> str:
        """What is asked."""
        lit = self._candidates[self._place]
        return f"{self._source.label} {self._kind} {lit.label} {quoted(lit)}:"

    @property
    def keys(self) -> Sequence[KeyHint]:
        """What answers it."""
        kinds = [KeyHint(key, kind) for key, kind in self._kinds.items() if kind != self._kind]
        return (KeyHint("enter", "links"), KeyHint("a letter", "links that"), *kinds, KeyHint("/", "lists"), LEAVES)

    def show(self) -> None:
        """Show letters over the annotations on the screen, and the likely one lit."""
        lit, panes = self._candidates[self._place], self._display.panes
        self._hints.clear()
        visible = [(pane, one) for pane in panes for one in _visible(pane, self._candidates)]
        length = length_for(len(visible), self._letters)
        spare = iter(codes(len(visible), length, self._letters))
        by_pane: dict[ArticlePane, dict[str, Span]] = {pane: {} for pane in panes}
        for pane, one in visible:
            if span := pane.apart([*by_pane[pane].values(), Span(one.start, one.end)], length)[len(by_pane[pane]) :]:
                code = next(spare)
                self._hints[code] = one
                by_pane[pane][code] = span[0]
        for pane, hints in by_pane.items():
            pane.set_hints({code: span for code, span in hints.items() if code.startswith(self._typed)})
            is_there = pane.open is not None and pane.open.records.get(lit.id) is not None
            pane.set_mentions([Span(lit.start, lit.end)] if is_there else [])
        self._display.say(self.text, self.keys)

    def take(self, key: str) -> bool:
        """Take a key; whether it says which target is meant."""
        if key == "enter":
            return self._link(self._candidates[self._place])
        if key in _NEXT or key in _PREVIOUS:
            self._place = (self._place + (1 if key in _NEXT else -1)) % len(self._candidates)
            self._reveal()
        elif key in self._kinds:
            self._kind = self._kinds[key]
        elif key == _LIST:
            rest = self._candidates[self._place :] + self._candidates[: self._place]
            self._prompts.end_question()
            self._choose(rest, self._kind)
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
        self._prompts.end_question()
        self._make(target, self._kind)
        return True

    def _reveal(self) -> None:
        """Bring the lit annotation to the screen, if its document is there."""
        lit = self._candidates[self._place]
        for pane in self._display.panes:
            if pane.open is not None and pane.open.records.get(lit.id) is not None:
                pane.reveal(Span(lit.start, lit.end))

    def closed(self) -> None:
        """Nothing is asked any more: the screen is as it was."""
        for pane in self._display.panes:
            pane.set_hints({})
            pane.light()


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
