"""Going through what is suggested in a document: one passage at a time, one key an answer, and never all at once.

Nothing of it is loaded, and nothing computed, before somebody asks. The passages are judged on a thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.model.annotation import Annotation
from reader.model.spans import Span
from reader.store.store_protocol import StoreError
from reader.system.lazy import Lazy
from reader.ui.keymap.question import LEAVES, Question
from reader.ui.widgets.message_wording import KeyHint, quoted
from reader.workspace.edits import EditError

if TYPE_CHECKING:
    from reader.config.label import Label
    from reader.suggestions.suggested_passages import Suggestion
    from reader.ui.controllers.changes import Changes
    from reader.ui.keymap.prompts import Prompts
    from reader.ui.main_display import MainDisplay
    from reader.ui.text_view.article_pane import ArticlePane
    from reader.workspace.library_entries import OpenDocument
    from reader.workspace.session import Session
    from reader.workspace.suggestions.session_suggestions import JudgedDocument, SessionSuggestions

_NEXT, _PREVIOUS = frozenset({"j", "n", "down", "tab"}), frozenset({"k", "N", "up", "shift+tab"})
_LONGER, _SHORTER, _MORE, _FEWER = frozenset({"w", "right"}), frozenset({"b", "left"}), "+", "-"
#: By how much the least probability changes with a key, its bounds, and how many passages more or fewer are shown.
_STEP, _LEAST, _MOST, _PASSAGES = 0.1, 0.3, 0.9, 15
#: What may be pressed where nothing is suggested.
_WITHOUT = (KeyHint(_MORE, "shows less likely ones"), KeyHint("u", "undoes"), LEAVES)
#: What claims and evidence are called, and how they are linked.
_CLAIM, _EVIDENCE, _SUPPORTS = "claim", "evidence", "supports"


class SuggestionWalk:
    """Shows suggestions where somebody asks for them.

    Args:
        session: whose documents they are about.
        display: where they are shown.
        prompts: takes the keys meanwhile.
        changes: makes what is answered.
        undo: takes the last step back.
    """

    def __init__(
        self,
        session: Session,
        display: MainDisplay,
        prompts: Prompts,
        changes: Changes,
        undo: Callable[[], object],
    ) -> None:
        self._session = session
        self._display = display
        self._prompts = prompts
        self._changes = changes
        self._undo = undo
        self._suggestions: Lazy[SessionSuggestions] = Lazy(self._make)
        self._least, self._most = 0.7, _PASSAGES
        self._pane: ArticlePane | None = None
        self._opened: OpenDocument | None = None
        self._found: list[Suggestion] = []
        self._muted: Mapping[str, int] = {}
        self._place = 0
        self._end = 0
        self._offset = 0  # where to look on from
        self._taken: Annotation | None = None  # the claim that was taken last
        self._question: Question | None = None
        self._count = 0  # of what was asked to be judged: only what was asked for last is shown

    def begin(self) -> None:
        """Look for passages to suggest in the document in front, and show the first one from the cursor on."""
        pane = self._display.active
        if pane.open is None or pane.cursor is None:
            return
        if pane.as_scraped:
            self._display.say_as_scraped("look for suggestions")
            return
        self._pane, self._opened, self._taken = pane, pane.open, None
        self._display.say("looking for passages to suggest …")
        self._offset = pane.article_passage.start
        self._judge(self._offset)

    def _make(self) -> SessionSuggestions:
        from reader.workspace.suggestions.session_suggestions import SessionSuggestions

        return SessionSuggestions(self._session)

    # --- judging

    def _judge(self, offset: int) -> None:
        """Have the document judged as it is now, and show what is suggested from an offset on."""
        self._count += 1
        self._display.in_background(self._judged, self._count, offset)

    async def _judged(self, count: int, offset: int) -> None:
        opened, pane = self._opened, self._pane
        if opened is None or pane is None:
            return
        try:
            suggested = await asyncio.to_thread(self._suggestions)  # it loads its rules
            seen = suggested.seen(opened)
            found = await asyncio.to_thread(suggested.judged, seen, self._least, self._most)
        except (EditError, StoreError) as error:
            self._display.say(str(error))
            return
        is_free = self._prompts.question is None and self._prompts.line is None and not self._display.has_dialog
        if count == self._count and pane.open is opened and (self._is_asking or (is_free and self._question is None)):
            self._take_found(found, offset)

    def _take_found(self, found: JudgedDocument, offset: int) -> None:
        here = self._found[self._place] if self._question is not None and self._found else None
        self._found, self._muted = found.suggestions, found.muted
        if here is not None:
            offset = here.start  # one may have gone on meanwhile
        if not self._found:
            self._ask(f"nothing to suggest here from {self._least:.1f} on{self._said_muted()}", _WITHOUT)
            return
        self._place = next((at for at, one in enumerate(self._found) if one.end > offset), 0)
        self._show(keeps_end=here is not None and self._found[self._place].start == here.start)

    def _said_muted(self) -> str:
        said = [f"{label}: {count} of the last 20 were taken" for label, count in sorted(self._muted.items())]
        return f" (not suggested any more: {'; '.join(said)})" if said else ""

    # --- showing

    def _show(self, *, keeps_end: bool = False) -> None:
        """Show the passage that is asked about, and ask."""
        one, pane = self._found[self._place], self._pane
        if pane is None:
            return
        self._offset = one.start
        if not keeps_end:
            self._end = one.end
        pane.choose(Span(one.start, self._end))
        text = f"{one.label}? {one.score:.2f} · {one.why} · {self._place + 1} of {len(self._found)}{self._said_muted()}"
        self._ask(text, self._keys(one))

    def _ask(self, text: str, keys: Sequence[KeyHint]) -> None:
        if self._is_asking:
            self._display.say(text, keys)
        else:
            self._question = Question(text, keys, self._take_key, self._closed, mode="SUGGEST")
            self._prompts.ask(self._question)

    @property
    def _is_asking(self) -> bool:
        return self._question is not None and self._prompts.question is self._question

    def _keys(self, one: Suggestion) -> Sequence[KeyHint]:
        others = "/".join(label.key for label in self._labels().values() if label.name != one.label)
        link = (KeyHint("l", "links the evidence"),) if self._evidence() is not None else ()
        return (
            KeyHint("enter", "takes"), KeyHint("x", "dismisses"), KeyHint("j/k", "goes on/back"),
            *((KeyHint(others, "takes as that"),) if others else ()), *link, LEAVES,
        )  # fmt: skip

    def _labels(self) -> dict[str, Label]:
        labels = self._session.settings.now.labels
        return {one.key: one for one in labels if one.key and not one.is_retired}

    def _closed(self) -> None:
        self._question = None
        self._count += 1  # what is on its way comes too late

    # --- answering

    def _take_key(self, key: str) -> bool:
        """Take a key; whether it ends the walk: esc does, and any other where nothing is left."""
        labels = self._labels()
        if key in (_MORE, _FEWER):
            self._change_number(more=key == _MORE)
        elif key == "u":
            self._undo()
            self._judge(self._offset)
        elif not self._found:
            return True
        elif key in _NEXT or key in _PREVIOUS:
            self._place = (self._place + (1 if key in _NEXT else -1)) % len(self._found)
            self._show()
        elif key == "enter":
            self._tag(self._found[self._place].label)
        elif key in labels:
            self._tag(labels[key].name)
        elif key == "x":
            self._dismiss()
        elif key in _LONGER or key in _SHORTER:
            self._move_end(longer=key in _LONGER)
        elif key == "l" and self._evidence() is not None:
            self._link()
        else:
            self._show(keeps_end=True)
        return False

    def _tag(self, label: str) -> None:
        one, opened = self._found[self._place], self._opened
        if opened is None:
            return
        try:
            changes = self._suggestions().taking(opened, one, label=label, end=self._end)
        except EditError as error:
            self._display.say(str(error))
            return
        self._changes.do(opened, f"{label} taken", changes)
        tagged = changes[0].after
        self._taken = tagged if isinstance(tagged, Annotation) and label == _CLAIM else None
        self._go_on()

    def _dismiss(self) -> None:
        one, opened = self._found[self._place], self._opened
        if opened is not None:
            self._changes.do(opened, f"suggested {one.label} dismissed", self._suggestions().dismissing(opened, one))
            self._taken = None
            self._go_on()

    def _go_on(self) -> None:
        """Show the next passage at once, and have the rest judged by what was just learnt."""
        if not self._is_asking:
            return  # something else is asked, as whether to take back that the document is finished
        answered = self._found.pop(self._place)
        if self._found:
            self._place %= len(self._found)
            self._show()
        self._offset = self._found[self._place].start if self._found else answered.end
        self._judge(self._offset)

    def _move_end(self, *, longer: bool) -> None:
        """Move the end of the passage by a word, before it is taken."""
        one, units = self._found[self._place], self._pane.units if self._pane is not None else None
        if units is None:
            return
        if longer:
            word = units.next_word(self._end - 1)
            self._end = word.end if word is not None else self._end
        else:
            words = units.words_in(one.start, self._end)
            ends = [word.end for word in words if word.end < self._end]
            self._end = ends[-1] if ends else self._end
        self._show(keeps_end=True)

    def _change_number(self, *, more: bool) -> None:
        """Suggest more passages that are less likely, or fewer."""
        step = -_STEP if more else _STEP
        self._least = min(max(round(self._least + step, 1), _LEAST), _MOST)
        self._most = max(_PASSAGES, self._most + (_PASSAGES if more else -_PASSAGES))
        self._judge(self._offset)

    # --- linking

    def _evidence(self) -> Annotation | None:
        """The evidence of one's own that is nearest to the claim that was taken last, in its paragraph."""
        claim, opened, pane = self._taken, self._opened, self._pane
        if claim is None or opened is None or pane is None or pane.units is None:
            return None
        if opened.records.get(claim.id) is None:
            return None
        start, end = pane.units.paragraph_at(claim.start)
        linked = {link.source for link in opened.records.links_with(claim.id)}
        mine = [
            one
            for one in opened.records.under(start, end)
            if one.label == _EVIDENCE and one.annotator == self._session.annotator and one.id not in linked
        ]
        return min(mine, key=lambda one: (abs(one.start - claim.start), one.id), default=None)

    def _link(self) -> None:
        evidence, claim, opened = self._evidence(), self._taken, self._opened
        if evidence is not None and claim is not None and opened is not None:
            changes = opened.records.link(evidence, claim, _SUPPORTS, self._session.annotator)
            self._changes.do(opened, f"{_EVIDENCE} {_SUPPORTS} {_CLAIM} {quoted(claim)}", changes)
            self._taken = None
            if self._is_asking and self._found:
                self._show(keeps_end=True)
