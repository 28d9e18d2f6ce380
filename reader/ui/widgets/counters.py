"""How numbers are written wherever the screen counts: ``3/14`` the third of 14, ``14`` all, ``c2 e1`` two claims ..."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from reader.config.label import Label
from reader.system.safe_text import safe_text
from reader.ui.theme.label_styles import label_mark

#: Characters of a folder's path.
_PATH = 24


def counter(part: int | None, total: int) -> str:
    """One number of so many, or what is left of them; the total alone where it is of all."""
    return str(total) if part is None else f"{part}/{total}"


def title_with(name: str, count: str, notes: Iterable[str] = ()) -> str:
    """What stands over a list: its name, how many rows, and how they were chosen and sorted."""
    return " · ".join(part for part in (f"{name} {count}".strip(), *notes) if part)


def short_path(path: Path) -> str:
    """A folder as one would type it from here, or from home; of a long one the end, which tells most."""
    for find, mark in ((Path.cwd, ""), (Path.home, "~/")):
        with suppress(OSError, RuntimeError):  # the working folder is gone, or there is no home
            if path.is_relative_to(place := find()) and path != place:
                path = Path(f"{mark}{path.relative_to(place)}")
                break
    shown = safe_text(str(path))
    return shown if len(shown) <= _PATH else f"…{shown[1 - _PATH :]}"


def label_counts(counts: Mapping[str, int], labels: Iterable[Label]) -> list[tuple[Label, int]]:
    """Annotations a label: every label in the order of the settings, then those that they do not know."""
    known = list(labels)
    names = {label.name for label in known}
    known += [Label(name, "", "white") for name in sorted(counts) if name not in names]
    return [(label, counts.get(label.name, 0)) for label in known]


def short_counts(counts: Mapping[str, int], labels: Iterable[Label]) -> str:
    """The same in one line: ``c2 e1 o0``."""
    return " ".join(f"{label_mark(label)}{count}" for label, count in label_counts(counts, labels))
