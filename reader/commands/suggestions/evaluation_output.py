"""Prints what suggestions would have been worth, by number of tags and by label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from reader.commands.environment import DONE
from reader.commands.styled_output import print_rows, terminal_size
from reader.suggestions.replay import BOUNDS, Bin, LabelFigures, Stretch, replayed
from reader.system.json_text import json_text
from reader.system.safe_text import short_text
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.suggestions.suggester import Suggester
    from reader.suggestions.tag_answers import DocumentAnswers

#: Decimal places of a figure in JSON; code points of a label.
_PLACES, _LABEL = 4, 24
_COLUMNS = ("tags", "label", "given", "suggested", "precision", "recall", "acceptance", "calibration error")
_LINE = "{:>8}  {:<14} {:>6} {:>9} {:>9} {:>7} {:>10} {:>17}"


def print_figures(
    documents: Sequence[DocumentAnswers],
    suggester: Callable[[str], Suggester],
    least: float,
    annotator: str,
    format_: str,
) -> int:
    """Replay the documents and print the figures; the exit code.

    Args:
        documents: in the order in which they were tagged.
        suggester: makes a new one for a language.
        least: the probability from which on a passage is suggested.
        annotator: whose documents they are.
        format_: ``text`` or ``json``.
    """
    stretches = replayed(documents, suggester, least)
    if format_ == "json":
        *parts, whole = stretches
        by_tags = [{"tags": _tags(one), **_record(one)} for one in parts]
        print(json_text({"annotator": annotator, "min": least, **_record(whole), "by_tags": by_tags}))
        return DONE
    tags = sum(one.given for one in stretches[-1].labels.values())
    what = f"{counted(tags, 'tagged sentence')} in {counted(len(documents), 'document')}"
    print(f"{short_text(annotator, _LABEL)}: {what}; suggested from {least:g} on")
    if documents:
        rows = [row for one in stretches for row in _rows(one, stretches[:-1])]
        if terminal_size() is None:
            print(_LINE.format(*_COLUMNS))
        print_rows(_COLUMNS, rows, _LINE)
    return DONE


def _rows(one: Stretch, parts: Sequence[Stretch]) -> list[tuple[str, ...]]:
    tags = _tags(one) if any(one is part for part in parts) else "all"
    return [
        (tags, name, str(figures.given), str(figures.suggested), *map(_shown, _shares(figures)))
        for name, figures in (*_named(one), ("together", one.total))
    ]


def _named(one: Stretch) -> list[tuple[str, LabelFigures]]:
    return [(short_text(name, _LABEL), figures) for name, figures in sorted(one.labels.items())]


def _tags(one: Stretch) -> str:
    """How many tags there were in all documents before: 0, 1-10 ..."""
    if one.most is None:
        return f"{BOUNDS[-1] + 1}-"
    below = max((bound for bound in BOUNDS if bound < one.most), default=None)
    return "0" if below is None else f"{below + 1}-{one.most}"


def _shares(figures: LabelFigures) -> tuple[float | None, ...]:
    return figures.precision, figures.recall, figures.acceptance, figures.calibration_error


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _record(one: Stretch) -> dict[str, Any]:
    labels = {name: _figures(figures) for name, figures in sorted(one.labels.items())}
    return {"documents": one.documents, "sentences": one.sentences, "all": _figures(one.total), "labels": labels}


def _figures(one: LabelFigures) -> dict[str, Any]:
    shares = dict(zip(("precision", "recall", "acceptance", "calibration_error"), _shares(one), strict=True))
    rounded = {name: None if value is None else round(value, _PLACES) for name, value in shares.items()}
    return {"given": one.given, "suggested": one.suggested, **rounded, "calibration": [*map(_bin, one.bins)]}


def _bin(one: Bin) -> dict[str, Any]:
    count = max(one.count, 1)
    return {"count": one.count, "score": round(one.scores / count, _PLACES), "right": round(one.right / count, _PLACES)}
