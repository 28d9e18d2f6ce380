"""Labels without colour: an attribute of the text for each, so that the screen alone tells the labels of a cell.

The first five labels have an attribute of their own. Any other takes, row by row, one that no label on that row has;
which labels are on a row its gutter says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

#: Of the first label, the second and so on, in the order of the settings.
ATTRIBUTES = ("underline", "bold", "italic", "strike", "reverse")


def attributes(present: Collection[str], labels: Sequence[str]) -> dict[str, str]:
    """The attribute of each label on one row; one for which none is left has none, and is in the gutter alone.

    Args:
        present: names of the labels on the row.
        labels: all that the settings know, in their order; others come behind them, by name.
    """
    own = dict(zip(labels, ATTRIBUTES, strict=False))
    found = {name: own[name] for name in labels if name in own and name in present}
    others = [name for name in labels if name in present and name not in own]
    others += sorted(name for name in present if name not in labels)
    left = [one for one in ATTRIBUTES if one not in found.values()]
    return found | dict(zip(others, left, strict=False))
