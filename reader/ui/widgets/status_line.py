"""The one status line: where one is, in what mode, what is tagged, and whether it is saved; then what just happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from reader.config.settings_in_force import SettingsInForce
from reader.ui.keymap.action import Action
from reader.ui.keymap.action_table import first_keys, with_keys
from reader.ui.widgets.counters import counter, short_counts
from reader.ui.widgets.message_wording import KeyHint, flowed, joined, shortened

_HINTS = {
    "READ": "{next_sentence} {previous_sentence} read  {tags} tag",
    "SELECT": "motions extend  {swap_ends} swaps ends  {leave} drops",
    "MOVE": "motions: the end  {swap_ends} the start  a label  {keep_ends} keeps  {leave} leaves",
    "DOCS": "{next_list_row} {previous_list_row} {open_document} opens  {choose_document} a list that filters"
    "  {next_pane} goes on",
    "LIST": "{go_to_annotation} goes there  {filter_annotations} filters  {sort_annotations} sorts  {note} note"
    "  {move} move  {delete} delete",
    "NAMES": "{pick_name} lights  {open_name} opens  {filter_names} filters  {where_named} where",
    "PAGE": "{as_scraped} goes back to the article",
    "FILTER": "enter keeps what is left  esc shows all",
    "SEARCH": "enter stays there  esc goes back",
    "NAME": "enter keeps the name  esc leaves it",
}
#: Modes in which the last of these keys give way first, elsewhere the first.
_LISTS = {"DOCS", "LIST", "NAMES"}
#: Rows that a question may take, where it has more keys than one row has room for.
_ROWS = 3
#: What is left out of the fixed things, by place, where there is less and less room: counts, percent, place, saved.
_GIVE_WAY: Sequence[Sequence[int]] = ((), (3,), (2, 3), (1, 2, 3), (1, 2, 3, 4))
#: In place of the keys of reading, where there is nothing to read.
_NOTHING = "{choose_document} lists what was left out  {quit} quits"


class Standing(NamedTuple):
    """What the status line shows all the time.

    Attributes:
        mode: ``READ``, ``SELECT``, ``MOVE``, ``PAGE``, the list with the focus (``DOCS``, ``LIST``, ``NAMES``), or
            what is asked or typed.
        number, total: of the document, counted from 1; 0 of 0 where there is none.
        percent: of the text that has been on the screen.
        counts: annotations a label, in this document.
        unsaved: changes that are not on disk.
        saved: annotations of this document that are on disk.
        unshared: saves that others do not see yet; None where they see at once what is saved.
        failing: the last save failed.
        language: two-letter code of the document's language, where that is known and not English.
    """

    mode: str = "READ"
    number: int = 0
    total: int = 0
    percent: int = 0
    counts: Mapping[str, int] = MappingProxyType({})
    unsaved: int = 0
    saved: int = 0
    unshared: int | None = None
    failing: bool = False
    language: str = ""


class Wording(NamedTuple):
    """What the line may say.

    Attributes:
        fixed: what stands there all the time, or what is left of it.
        text: what was said, or the keys.
        help: the key of the help; empty where it has given way.
    """

    fixed: Sequence[str]
    text: str
    help: str

    @property
    def cells(self) -> int:
        """Cells that it needs."""
        return cell_len("  ".join(part for part in (*self.fixed, self.text, self.help) if part))


class StatusLine(Widget):
    """One row at the bottom."""

    def __init__(self, settings: SettingsInForce) -> None:
        super().__init__(id="status")
        self._settings = settings
        self._standing = Standing()
        self._message = ""
        self.key_names: Mapping[str, str] = {}
        self._keys: Sequence[KeyHint] = ()
        self._rows = 1

    @property
    def message(self) -> str:
        """What was last said, and the keys that answer it; empty when it no longer matters."""
        return joined(self._message, self._keys)

    @property
    def keys(self) -> Sequence[KeyHint]:
        """What answers what was last said, where it asks something."""
        return self._keys

    def name_keys(self, table: Iterable[Action]) -> None:
        """Name the keys of this table from now on."""
        self.key_names = first_keys(table)
        self._fit()

    def stand(self, standing: Standing) -> None:
        """Show another standing; painted only if it differs."""
        if standing != self._standing:
            self._standing = standing
            self._fit()

    def say(self, message: str, keys: Sequence[KeyHint] = ()) -> None:
        """Say or ask something, in place of what was said before."""
        if (message, *keys) != (self._message, *self._keys):
            self._message, self._keys = message, keys
            self._fit()

    @property
    def rows(self) -> int:
        """How many it has now."""
        return self._rows

    def _fit(self) -> None:
        """Have as many rows as there are to be shown."""
        rows = len(self._shown())
        if rows != self._rows:
            self._rows = self.styles.height = rows
        self.refresh()

    def on_resize(self) -> None:
        """Another width may need other rows."""
        self._fit()

    def render(self) -> Content:
        """The line: fixed things first, so that they stand still; then what is said, or which keys count; help last."""
        return Content("\n").join(self._drawn(row) for row in self._shown())

    def _drawn(self, row: Wording) -> Content:
        said = Content.styled(row.text, "bold" if self._standing.failing else "")
        left = Content(" " + "".join(f"{part}  " for part in row.fixed)) + said
        blank = self._width + 1 - left.cell_length - cell_len(row.help)
        return left + Content(" " * blank + f"{row.help} ")

    @property
    def _width(self) -> int:
        return max(0, self.size.width - 2)

    def _shown(self) -> Sequence[Wording]:
        """The rows, of which there are several only where a question has many keys."""
        if not self.size.width:
            return [Wording((), "", "")]
        wordings = self._asked() if self._keys else ([one] for one in self._wordings(self._message or self._hint()))
        least = Wording(self._urgent, self._message, "")
        return next((rows for rows in wordings if all(row.cells <= self._width for row in rows)), [least])

    def _asked(self) -> Iterator[Sequence[Wording]]:
        """What may be shown of a question, from all there is to the least: its keys and the help give way last."""
        urgent, width, keys = self._urgent, self._width, joined("", self._keys)
        yield from ([Wording(left, self.message, self._help)] for left in (*self._thinner(), urgent))
        asked = shortened(self._message, width - Wording(urgent, keys, self._help).cells - 2)
        if asked and not asked.endswith("…"):
            yield [Wording(urgent, joined(asked, self._keys), self._help)]
        beside = width - cell_len(self._help) - 2
        first = width - Wording(urgent, "", "").cells - 2
        rows = flowed(
            [part for part in (shortened(self._message, first), *map(str, self._keys)) if part], first, beside
        )
        if rows is not None and 1 < len(rows) <= _ROWS:
            lefts = (urgent, *[()] * (len(rows) - 1))
            yield [
                Wording(left, row, self._help if row is rows[-1] else "") for left, row in zip(lefts, rows, strict=True)
            ]
        names = " ".join(one.keys for one in self._keys)
        yield from ([Wording(left, text, self._help)] for text in (keys, names) for left in (urgent, urgent[1:], ()))
        yield [Wording((), names, "")]

    def _thinner(self) -> list[tuple[str, ...]]:
        """What stands there all the time, and what is left of it as there is less and less room."""
        fixed, kept = self._fixed(), {4} if len(self._urgent) > 1 else set()
        return [
            tuple(part for place, part in enumerate(fixed) if part and (place not in gone or place in kept))
            for gone in _GIVE_WAY
        ]

    def _wordings(self, text: str) -> Iterator[Wording]:
        """What the line may say, from all there is to the least: the help gives way last.

        Only what was said, where it can be read to its end then, takes its place. While one reads, the keys of reading
        give way first: whoever reads knows them before long. In a list or a mode they outlast the counts.
        """
        thinner, urgent, plain = self._thinner(), self._urgent, text.replace(self._help, "").strip()
        if self._message or self._standing.mode != "READ":
            yield from (Wording(left, plain, self._help) for left in (*thinner, urgent))
        if self._message:
            beside = self._width - Wording(urgent, "", "").cells - 2
            short = shortened(plain, beside - cell_len(self._help) - 2)
            if not short.endswith("…"):
                yield Wording(urgent, short, self._help)
            lefts = (urgent, urgent[1:]) if self._standing.mode == "READ" else (urgent,)
            yield from (Wording(left, plain, shown) for shown in (self._help, "") for left in lefts)
            yield Wording(urgent, short, self._help)
            yield Wording(urgent, shortened(plain, beside), "")
        else:
            shorter = list(_shorter(plain, from_start=self._standing.mode not in _LISTS))
            lefts = (thinner[0],) if self._standing.mode == "READ" else (urgent,)
            yield from (Wording(left, words, self._help) for left in lefts for words in shorter)
            yield from (Wording(left, "", self._help) for left in (*thinner, urgent))
            yield Wording(urgent[1:], "", "" if urgent[1:] else self._help)

    @property
    def _urgent(self) -> tuple[str, ...]:
        """What outlasts everything else: the mode, and what is not on disk."""
        waits = self._disk() if self._standing.unsaved or self._standing.failing else ""
        return tuple(part for part in (f"{self._standing.mode:<6}", waits) if part)

    def _fixed(self) -> list[str]:
        """What stands there all the time, from left to right; see ``_GIVE_WAY``."""
        now = self._standing
        place = f"{counter(now.number, now.total)} {now.language}".rstrip()
        return [
            f"{now.mode:<6}",
            place,
            f"{now.percent:>3}%",
            short_counts(now.counts, self._settings.now.labels),
            self._disk(),
        ]

    def _hint(self) -> str:
        """The keys that count now."""
        now = self._standing
        reading = _HINTS["READ"] if now.total else _NOTHING
        return with_keys(reading if now.mode == "READ" else _HINTS.get(now.mode, reading), self.key_names)

    @property
    def _help(self) -> str:
        return with_keys("{help} help", self.key_names)

    def _disk(self) -> str:
        now = self._standing
        if now.failing:
            return f"! {now.unsaved} NOT SAVED"
        if now.unsaved:
            return f"… {now.unsaved} saving"
        if now.unshared:
            return f"✓ {now.saved} saved, {now.unshared} to share"
        if now.unshared == 0 and now.saved:
            return f"✓✓ {now.saved} shared"
        return f"✓ {now.saved} saved" if now.saved else ""


def _shorter(hints: str, *, from_start: bool) -> Iterator[str]:
    """The keys, and what is left of them as the first or the last ones give way; at last none."""
    parts = hints.split("  ")
    for gone in range(len(parts) + 1):
        yield "  ".join(parts[gone:] if from_start else parts[: len(parts) - gone])
