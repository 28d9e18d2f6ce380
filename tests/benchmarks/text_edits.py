"""Edits of articles by which anchoring is judged, each with what became of every code point: the truth is by making.

An edited text is a list of cells, each a string and the offset it had before (None for what is new). A passage is
still there if at least 60 % of its letters and digits are; its place is then from the first to the last of them, with
whatever was put between. It is gone if none is left. Edits that leave anything else are not made.
"""

# ruff: noqa: ARG001 - every edit takes what any of them needs
from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

Cells = list[tuple[str, int | None]]
Range = tuple[int, int]
KINDS = ("word", "phrase", "sentence")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]{24,}[.!?]+[”\"’')]*(?=\s|$)")


class Source(NamedTuple):
    """A text to edit, and another one to take new words from."""

    text: str
    other: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit of one text, seen from one passage.

    Attributes:
        name: of the kind of edit, as in ``EDITS``.
        kind: ``word``, ``phrase`` or ``sentence``.
        old: the text before.
        passage: the tagged passage in it.
        others: further tagged passages in it, as a document has them.
        new: the text after.
        truth: where the passage is in ``new``; None where it is gone.
    """

    name: str
    kind: str
    old: str
    passage: Range
    others: tuple[Range, ...]
    new: str
    truth: Range | None


def words(text: str, within: Range | None = None) -> list[Range]:
    start, end = within or (0, len(text))
    return [found.span() for found in _WORD.finditer(text, start, end)]


def sentences(text: str) -> list[Range]:
    return [found.span() for found in _SENTENCE.finditer(text)]


def paragraphs(text: str) -> list[Range]:
    return [found.span() for found in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]


def passages(text: str, kind: str, chance: random.Random, count: int, *, twice: bool = False) -> list[Range]:
    """Passages of a kind, drawn by chance; ``twice`` asks for words or phrases that stand elsewhere in the text too."""
    found: list[Range] = []
    for _ in range(40 * count):
        if len(found) == count:
            break
        if kind == "sentence":
            choice = sentences(text)
            if not choice:
                break
            found.append(chance.choice(choice))
            continue
        choice = words(text)
        first = chance.randrange(len(choice))
        length = 1 if kind == "word" else chance.randint(2, 6)
        if twice and kind == "phrase":
            length = 2
        run = choice[first : first + length]
        span = run[0][0], run[-1][1]
        quote = text[slice(*span)]
        if len(run) < length or "\n" in quote or len(quote) < 3 or re.search(r"[.!?]\s", quote):
            continue
        if twice and len(re.findall(rf"\b{re.escape(quote)}\b", text)) < 2:
            continue
        found.append(span)
    return found


# --- the edits: each takes the cells of a text and a passage, and gives the cells after it


def around(spans: Sequence[Range], passage: Range) -> Range:
    """The sentence or paragraph that holds a passage; the passage itself where none does."""
    return next((span for span in spans if span[0] <= passage[0] and passage[1] <= span[1]), passage)


def its_sentence(source: Source, passage: Range) -> Range:
    """The sentence that holds a passage; raises ``IndexError`` where none does."""
    holding = [span for span in sentences(source.text) if span[0] <= passage[0] and passage[1] <= span[1]]
    return holding[0]


def new_words(source: Source, chance: random.Random, count: int) -> str:
    choice = words(source.other)
    first = chance.randrange(max(1, len(choice) - count))
    return " ".join(source.other[slice(*span)] for span in choice[first : first + count])


def new_sentence(source: Source, chance: random.Random) -> str:
    choice = sentences(source.other)
    return source.other[slice(*chance.choice(choice))] if choice else new_words(source, chance, 12) + "."


def fresh(text: str) -> Cells:
    return [(char, None) for char in text]


def put(cells: Cells, at: int, text: str) -> Cells:
    return [*cells[:at], *fresh(text), *cells[at:]]


def cut(cells: Cells, start: int, end: int) -> Cells:
    """Without ``[start, end)`` and one space beside it, where it stood between two."""
    after = end + (end < len(cells) and cells[end][0] == " " and (start == 0 or cells[start - 1][0].isspace()))
    if after == end and start and cells[start - 1][0] == " " and (end == len(cells) or not cells[end][0].isalnum()):
        start -= 1
    return [*cells[:start], *cells[after:]]


def insert_far(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    start = chance.choice(paragraphs(source.text))[0]
    start = around([passage], (start, start + 1))[0]
    return put(cells, start, new_sentence(source, chance) + chance.choice([" ", "\n\n"]))


def insert_words_before(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    return put(cells, passage[0], new_words(source, chance, chance.randint(1, 4)) + " ")


def insert_words_after(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    return put(cells, passage[1], " " + new_words(source, chance, chance.randint(1, 4)))


def insert_sentence_before(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    start = its_sentence(source, passage)[0]
    return put(cells, start, new_sentence(source, chance) + chance.choice([" ", "\n\n"]))


def insert_sentence_after(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    end = its_sentence(source, passage)[1]
    return put(cells, end, chance.choice([" ", "\n\n"]) + new_sentence(source, chance))


def insert_inside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    inner = words(source.text, passage)
    at = chance.choice(inner[1:])[0]
    return put(cells, at, new_words(source, chance, chance.randint(1, max(1, len(inner) // 3))) + " ")


def delete_beside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """One to three words just before or after the passage."""
    every, count = words(source.text), chance.randint(1, 3)
    before = [span for span in every if span[1] <= passage[0]][-count:]
    after = [span for span in every if span[0] >= passage[1]][:count]
    side = chance.choice([one for one in (before, after) if one])
    return cut(cells, side[0][0], side[-1][1])


def delete_sentence_beside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    every = sentences(source.text)
    before = [span for span in every if span[1] <= passage[0]][-1:]
    after = [span for span in every if span[0] >= passage[1]][:1]
    side = chance.choice([one for one in (before, after) if one])
    return cut(cells, *side[0])


def delete_paragraphs(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """One to three other paragraphs."""
    every = [span for span in paragraphs(source.text) if span[1] <= passage[0] or span[0] >= passage[1]]
    gone = chance.sample(every, min(len(every), chance.randint(1, 3)))
    for start, end in sorted(gone, reverse=True):
        cells = [*cells[:start], *cells[end + 2 :]]
    return cells


def delete_inside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    inner = words(source.text, passage)
    first = chance.randrange(1, len(inner) - 1)
    last = min(len(inner) - 2, first + chance.randint(0, max(0, len(inner) // 4 - 1)))
    return cut(cells, inner[first][0], inner[last][1])


def replace_beside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """One to three words just before or after the passage by as many others."""
    every, count = words(source.text), chance.randint(1, 3)
    before = [span for span in every if span[1] <= passage[0]][-count:]
    after = [span for span in every if span[0] >= passage[1]][:count]
    side = chance.choice([one for one in (before, after) if one])
    return [*cells[: side[0][0]], *fresh(new_words(source, chance, count)), *cells[side[-1][1] :]]


def replace_sentence_beside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    every = sentences(source.text)
    before = [span for span in every if span[1] <= passage[0]][-1:]
    after = [span for span in every if span[0] >= passage[1]][:1]
    start, end = chance.choice([one for one in (before, after) if one])[0]
    return [*cells[:start], *fresh(new_sentence(source, chance)), *cells[end:]]


def replace_inside(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """One word in four inside the passage, not its ends."""
    inner = words(source.text, passage)[1:-1]
    for start, end in sorted(chance.sample(inner, max(1, len(inner) // 4)), reverse=True):
        cells = [*cells[:start], *fresh(new_words(source, chance, 1)), *cells[end:]]
    return cells


def correct_letters(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """A letter left out, doubled or exchanged in one word of five, all over the text; the passage's own if short."""
    result = list(cells)
    for start, end in sorted(words(source.text), reverse=True):
        is_only = passage[0] <= start and end <= passage[1] and passage[1] - passage[0] < 24
        if end - start < 5 or is_only or chance.random() > 0.2:
            continue
        at = chance.randrange(start + 1, end - 1)
        how = chance.randrange(3)
        result[at : at + 1] = [[], [result[at], (result[at][0], None)], [("e", result[at][1])]][how]
    return result


def move_paragraph(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """The passage's own paragraph to another place."""
    every = paragraphs(source.text)
    start, end = around(every, passage)
    rest = [span for span in every if span != (start, end)]
    target = chance.choice(rest)[0]
    block = [*cells[start:end], ("\n", None), ("\n", None)]
    if target < start:
        return [*cells[:target], *block, *cells[target:start], *cells[end + 2 :]]
    return [*cells[:start], *cells[end + 2 : target], *block, *cells[target:]]


def shuffle_paragraphs(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """All paragraphs in another order."""
    every = paragraphs(source.text)
    chance.shuffle(every)
    result: Cells = []
    for start, end in every:
        result += [*([("\n", None), ("\n", None)] if result else []), *cells[start:end]]
    return result


def reprint_marks(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """Other quotation marks, dashes and ellipses: typographic ones plain, plain ones typographic."""
    table = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": " -- ", "…": "...", "„": '"', "«": '"', "»": '"'}
    result: Cells = []
    for char, origin in cells:
        made = table.get(char)
        if made is None and char in "\"'":
            made = {'"': chance.choice("“”"), "'": "’"}[char]
        result += [(one, origin) for one in made or char]
    return result


def reprint_space(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """Lines broken at 64 columns, some spaces doubled or unbreakable, paragraphs with or without blank lines."""
    result: Cells = []
    column = 0
    blank = chance.random() < 0.5
    for char, origin in cells:
        column += 1
        if char == "\n":
            column = 0
            if result and result[-1][0] == "\n" and not blank:
                continue
        if char == " " and column > 64:
            result.append(("\n", origin))
            column = 0
        elif char == " " and chance.random() < 0.05:
            result += [(chance.choice("  \u00a0"), origin), (" ", None)]
        else:
            result.append((char, origin))
    return result


def reprint_hyphens(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """Long words broken with a hyphen at a line's end, or with a soft hyphen inside; hyphens inside words dropped."""
    result: Cells = []
    soft = chance.random() < 0.5
    for index, (char, origin) in enumerate(cells):
        inside = 3 <= index < len(cells) - 3 and all(one[0].isalpha() for one in cells[index - 3 : index + 3])
        if inside and chance.random() < 0.02:
            result += [("\u00ad", None)] if soft else [("-", None), ("\n", None)]
        if (
            char == "-"
            and 0 < index < len(cells) - 1
            and cells[index + 1][0].isalpha()
            and cells[index - 1][0].isalpha()
            and chance.random() < 0.5
        ):
            continue
        result.append((char, origin))
    return result


def reprint_forms(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """Letters with accents as two code points, and ligatures."""
    result: Cells = []
    for char, origin in cells:
        result += [(one, origin) for one in unicodedata.normalize("NFD", char)]
    return result


def reprint_boilerplate(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """Other boilerplate above, below and between the paragraphs: a teaser, an advertisement, a caption."""
    gaps = [start for start, _ in paragraphs(source.text)]
    for at in sorted(chance.sample(gaps, max(1, len(gaps) // 4)), reverse=True):
        cells = put(
            cells,
            at,
            chance.choice(["Advertisement", new_words(source, chance, 9), "Read more: " + new_words(source, chance, 6)])
            + "\n\n",
        )
    head = "\n".join(new_words(source, chance, chance.randint(1, 6)) for _ in range(chance.randint(2, 8)))
    return [*fresh(head + "\n\n"), *cells, *fresh("\n\n" + new_sentence(source, chance))]


def reprint(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """All of it at once."""
    cells = reprint_boilerplate(cells, source, passage, chance)
    for step in (reprint_marks, reprint_hyphens, reprint_space):
        cells = step(cells, source, passage, chance)
    return cells


def new_version(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """A later version: one sentence in five, but not the passage's, replaced, dropped or preceded by a new one."""
    for start, end in reversed(sentences(source.text)):
        if (start < passage[1] and passage[0] < end) or chance.random() > 0.2:
            continue
        how = chance.randrange(3)
        if how == 0:
            cells = [*cells[:start], *fresh(new_sentence(source, chance)), *cells[end:]]
        elif how == 1:
            cells = cut(cells, start, end)
        else:
            cells = put(cells, start, new_sentence(source, chance) + " ")
    return cells


# --- edits that take the passage away


def delete_passage(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    return cut(cells, *passage)


def delete_its_sentence(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    return cut(cells, *its_sentence(source, passage))


def delete_its_paragraph(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    start, end = around(paragraphs(source.text), passage)
    return [*cells[:start], *cells[end + 2 :]]


def replace_passage(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """By other words of the same number."""
    count = len(words(source.text, passage))
    return [*cells[: passage[0]], *fresh(new_words(source, chance, count)), *cells[passage[1] :]]


def replace_its_sentence(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    start, end = its_sentence(source, passage)
    return [*cells[:start], *fresh(new_sentence(source, chance)), *cells[end:]]


def delete_in_new_version(cells: Cells, source: Source, passage: Range, chance: random.Random) -> Cells:
    """The passage deleted, and other sentences replaced, dropped and added as in a new version."""
    marked = new_version(cells, source, passage, chance)
    there = [
        index for index, (_, origin) in enumerate(marked) if origin is not None and passage[0] <= origin < passage[1]
    ]
    return cut(marked, there[0], there[-1] + 1)


Maker = Callable[[Cells, Source, Range, random.Random], Cells]
#: Edits after which the passage is still there.
KEEPING: dict[str, Maker] = {
    "insert: elsewhere": insert_far,
    "insert: words before": insert_words_before,
    "insert: words after": insert_words_after,
    "insert: sentence before": insert_sentence_before,
    "insert: sentence after": insert_sentence_after,
    "insert: inside": insert_inside,
    "delete: words beside": delete_beside,
    "delete: sentence beside": delete_sentence_beside,
    "delete: paragraphs": delete_paragraphs,
    "delete: inside": delete_inside,
    "replace: words beside": replace_beside,
    "replace: sentence beside": replace_sentence_beside,
    "replace: inside": replace_inside,
    "replace: letters": correct_letters,
    "move: its paragraph": move_paragraph,
    "move: all paragraphs": shuffle_paragraphs,
    "reprint: marks": reprint_marks,
    "reprint: white space": reprint_space,
    "reprint: hyphens": reprint_hyphens,
    "reprint: accents": reprint_forms,
    "reprint: boilerplate": reprint_boilerplate,
    "reprint: all of it": reprint,
    "new version": new_version,
}
#: Edits after which it is gone.
TAKING: dict[str, Maker] = {
    "gone: the passage": delete_passage,
    "gone: its sentence": delete_its_sentence,
    "gone: its paragraph": delete_its_paragraph,
    "gone: replaced": replace_passage,
    "gone: sentence replaced": replace_its_sentence,
    "gone: in a new version": delete_in_new_version,
}
EDITS = KEEPING | TAKING
#: Edits that need a passage of several words.
_INNER = {"insert: inside", "delete: inside", "replace: inside"}


def edit(name: str, kind: str, source: Source, chance: random.Random, *, others: int = 8) -> Edit | None:
    """One edit by chance; None where the text has no such passage, or the edit leaves the truth open."""
    found = passages(source.text, kind, chance, 1, twice=kind != "sentence" and chance.random() < 0.5)
    if not found:
        return None
    passage = found[0]
    if name in _INNER and len(words(source.text, passage)) < 4:
        return None
    try:
        cells = EDITS[name]([(char, index) for index, char in enumerate(source.text)], source, passage, chance)
    except IndexError:  # there is no neighbour
        return None
    new = "".join(text for text, _ in cells)
    is_open, truth = _truth(source.text, cells, passage)
    if is_open or (truth is None) != (name in TAKING) or new == source.text or not words(new):
        return None
    further = [span for one in KINDS for span in passages(source.text, one, chance, others // len(KINDS) + 1)]
    return Edit(name, kind, source.text, passage, tuple(further[:others]), new, truth)


def _truth(old: str, cells: Cells, passage: Range) -> tuple[bool, Range | None]:
    """Whether the truth is open, and the place of the passage where it is still there."""
    wanted = {index for index in range(*passage) if old[index].isalnum()}
    edges = []
    offset, left = 0, set()
    for text, origin in cells:
        if origin is not None and passage[0] <= origin < passage[1]:
            edges += [offset, offset + len(text)]
            left |= {origin} & wanted
        offset += len(text)
    if not left:
        return False, None
    return len(left) < 0.6 * len(wanted), (min(edges), max(edges))
