"""Choosing whose words a passage is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.annotations.likely_speakers import SPEAKS_HERE, Speaker
from reader.model.annotation import Annotation
from reader.system.safe_text import safe_text
from reader.ui.screens.picker import PickerScreen
from reader.ui.widgets.message_wording import quoted
from reader.ui.widgets.row_list import Pieces

_NOBODY = "nobody: the article's own words"


class SpeakerScreen(PickerScreen[str]):
    """Who may be meant; gives a name, an empty one for nobody.

    Args:
        annotation: whose words are asked about.
        speakers: the likeliest first.
        chosen: as in ``PickerScreen``.
    """

    def __init__(self, annotation: Annotation, speakers: Sequence[Speaker], chosen: Callable[[str], None]) -> None:
        self._is_said = bool(annotation.attributed_to) or (bool(speakers) and speakers[0].why == SPEAKS_HERE)
        how = (
            "{take_row} takes the first; or type a name"
            if self._is_said
            else "nobody speaks here: {next_row} chooses, or type"
        )
        super().__init__(f"whose words? {annotation.label} {quoted(annotation, 60)}", how, chosen)
        self._why = {one.name: one.why for one in speakers}
        self._names = [*self._why]
        if now := annotation.attributed_to:
            self._why |= {now: "now", "": ""}
            self._names = [now, "", *(name for name in self._names if name != now)]

    def found(self, typed: str) -> Sequence[str]:
        """Those whose name has every word; behind them, or alone, what was typed."""
        words = typed.casefold().split()
        names = [one for one in self._names if all(word in (one or _NOBODY).casefold() for word in words)]
        given = " ".join(safe_text(typed).split())
        is_new = given and given.casefold() not in (one.casefold() for one in names)
        return [*names, given] if is_new else names

    def preselects(self, typed: str) -> bool:
        """Only who is said to speak there is taken with one key; to be named nearby is no sign of it."""
        return self._is_said or bool(typed)

    def pieces(self, choice: str) -> Pieces:
        """The name, and why it is there."""
        return [(choice or _NOBODY, None), (f"  {self._why.get(choice, 'as typed')}", "less")]
