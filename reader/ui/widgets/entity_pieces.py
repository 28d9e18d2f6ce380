"""How a row of the names' list is written in so many cells: what gives way to what.

Where there is room for a column of strips, every row has one, and long names end in an ellipsis; in a narrower list the
names are whole, and only those that leave room have a strip.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from reader.entities.display_names import acronym_of
from reader.model.entity import VALUE_KINDS, Entity
from reader.ui.widgets.entity_rows import EntityRow, strip

#: Cells of the count and the mark before a name; of the least name that gives room to a strip; of the widest strip.
BEFORE, LEAST_NAME, WIDEST_STRIP = 4, 16, 12
#: A strip of fewer cells says nothing.
LEAST_STRIP = 4
#: Cells of a name beside which a column of strips stands in every row.
COLUMN_NAME, COLUMN_STRIP = 20, 7
#: How far the rows of an opened name are set in.
INDENT = 6
MARKED, CHOSEN = "»", "•"


class RowPiece(NamedTuple):
    """Some text of a row, and its look: ``heading``, ``less``, ``chosen``, or empty for plain."""

    text: str
    look: str = ""


def pieces(row: EntityRow, width: int, length: int, chosen: Entity | None, marked: Entity | None) -> list[RowPiece]:
    """A row in ``width`` cells.

    Args:
        row: what stands there.
        width: cells.
        length: of the text, in code points.
        chosen: the name whose mentions are lit.
        marked: the name that waits for another one to be merged with.
    """
    entity = row.entity
    if row.part in {"heading", "fold"}:
        return [RowPiece(fitted(row.text, width), "heading")]
    if row.part == "strip" and entity is not None:
        return [RowPiece(" " * INDENT + strip(entity, length, width - INDENT - 1), "less")]
    if row.part == "form":
        return [RowPiece(f"{' ' * INDENT}{row.mentions:>3} ", "less"), RowPiece(fitted(row.text, width - INDENT - 4))]
    if row.part != "name" or entity is None:
        return [RowPiece(" " * INDENT + fitted(row.text, width - INDENT), "less")]
    sign = MARKED if entity == marked else CHOSEN if entity == chosen else " "
    room = width - BEFORE
    has_column = room > COLUMN_NAME + COLUMN_STRIP and entity.kind not in VALUE_KINDS
    cells = min(WIDEST_STRIP, room - (COLUMN_NAME if has_column else LEAST_NAME) - 1)
    cells = 0 if entity.kind in VALUE_KINDS else cells
    caption = fitted_title(entity, room - cells - 1 if has_column else room)
    look = "chosen" if entity == chosen else "less" if row.is_rejected else ""
    first = RowPiece(f"{row.mentions:>3}{sign}", "less")
    if cells < LEAST_STRIP or cell_len(caption) > room - cells - 1:
        return [first, RowPiece(caption, look)]
    return [
        first,
        RowPiece(set_cell_size(caption, room - cells), look),
        RowPiece(strip(entity, length, cells), "less"),
    ]


def fitted_title(entity: Entity, width: int) -> str:
    """The name with its acronym in brackets; where it does not fit, the name is cut, not the acronym."""
    acronym = acronym_of(entity)
    brackets = f" ({acronym})" if acronym else ""
    if width - cell_len(brackets) < LEAST_NAME // 2:
        brackets = ""
    return fitted(entity.name, width - cell_len(brackets)) + brackets


def fitted(text: str, width: int) -> str:
    """A text as one line, which ends in ``…`` where it does not fit."""
    text = " ".join(text.split())
    return text if cell_len(text) <= width else f"{set_cell_size(text, max(0, width - 1)).rstrip()}…"
