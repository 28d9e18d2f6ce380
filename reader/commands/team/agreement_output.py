"""Prints figures of agreement: for people, as JSON, and as CSV with one figure a row."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from reader.analysis.agreement.agreement_figures import (
    ALL,
    ALPHA,
    ALPHA_U,
    EXACT_F1,
    F1,
    FIGURES,
    KAPPA,
    LABELLED_F1,
    LINK_FIGURES,
    LINKS,
    OVERLAP_F1,
    AgreementFigures,
    Figure,
)
from reader.analysis.agreement.label_confusion import NOTHING
from reader.commands.styled_output import one_line_table, safe, show, terminal_size
from reader.system.safe_text import safe_text, short_text
from reader.system.stdio import counted

if TYPE_CHECKING:
    from reader.analysis.agreement.contested_sentences import ContestedSentence
    from reader.exchange.comparison.annotator_comparison import AnnotatorComparison

_TITLES = {
    OVERLAP_F1: "overlap F1",
    EXACT_F1: "exact F1",
    ALPHA_U: "alpha_U",
    KAPPA: "kappa",
    ALPHA: "alpha",
    F1: "F1",
    LABELLED_F1: "F1, same kind",
}
#: What stands for a figure that means nothing, for no label, for all labels, and for the figures of links.
_NONE, _NO_LABEL, _ALL_LABELS, _LINKS = "n/a", "(nothing)", "all labels", "links"
#: Digits of a figure in JSON and CSV, and for people.
_EXACT, _SHOWN = 6, 3
#: Code points of a sentence that a person is shown.
_QUOTE = 160
#: The most rules that a person is shown, and code points of a rule's id.
_RULES, _RULE = 10, 64


def print_json(figures: AgreementFigures, found: AnnotatorComparison, hidden: int) -> None:
    """One object; a figure that means nothing is null, and ``reasons`` says why."""
    confusion: dict[str, dict[str, int]] = {}
    for (row, column), count in sorted(figures.confusion.items()):
        confusion.setdefault(row, {})[column] = count
    record = {
        "annotators": list(figures.annotators),
        "documents": len(figures.documents),
        "labels": {label: _values(figures, label, FIGURES) for label in figures.labels},
        "all": _values(figures, ALL, FIGURES),
        "links": _values(figures, LINKS, LINK_FIGURES),
        "confusion": confusion,
        "counts": {
            "documents": [one.name for one in figures.documents],
            "words": figures.words,
            "code_points": figures.code_points,
            "samples": figures.samples,
            "labels": {label: _counts(figures, label) for label in figures.labels},
            "all": _counts(figures, ALL),
            "links": _counts(figures, LINKS),
        },
        "intervals": _nested(figures, lambda one: None if one.interval is None else [*map(_rounded, one.interval)]),
        "reasons": {
            **_nested(figures, lambda one: one.reason or None),
            **({"contested_rules": found.contested.reason} if found.contested.reason else {}),
        },
        "contested": [_contested(figures, one) for one in figures.contested],
        "contested_rules": [one._asdict() for one in found.contested.rules] or None,
        "left_out": {
            "hidden_documents": hidden,
            "unfinished_documents": found.unfinished,
            "documents_of_one": found.single,
            "detached": dict(sorted(found.detached.items())),
            "links": found.links_left_out,
            "texts": figures.without_text,
        },
        "unfinished_but_counted": found.unsaid,
        "taken_back": dict(sorted(found.taken_back.items())),
        "broken_seals": dict(sorted(found.broken_seals.items())),
    }
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def _values(figures: AgreementFigures, of: str | None, names: Iterable[str]) -> dict[str, Any]:
    values = {name: figures.figures[of, name].value for name in names}
    return {
        "n": figures.counts[of].total,
        **{name: None if value is None else _rounded(value) for name, value in values.items()},
    }


def _counts(figures: AgreementFigures, of: str | None) -> dict[str, Any]:
    counts = figures.counts[of]
    found: dict[str, Any] = {"annotators": dict(counts.each), "matched": counts.overlapping, "same": counts.same}
    if counts.apart is not None:
        found["observed_disagreement"] = _rounded(counts.apart.observed)
        found["expected_disagreement"] = _rounded(counts.apart.expected)
    return found


def _nested(figures: AgreementFigures, part: Any) -> dict[str, Any]:
    """A part of each figure in the shape of the object itself, where there is one."""

    def of(key: str | None, names: Iterable[str]) -> dict[str, Any]:
        parts = {name: part(figures.figures[key, name]) for name in names}
        return {name: one for name, one in parts.items() if one is not None}

    return {
        "labels": {label: of(label, FIGURES) for label in figures.labels},
        "all": of(ALL, FIGURES),
        "links": of(LINKS, LINK_FIGURES),
    }


def _contested(figures: AgreementFigures, one: ContestedSentence) -> dict[str, Any]:
    document = figures.documents[one.document]
    return {
        "document": document.name,
        "start": one.sentence.start,
        "end": one.sentence.end,
        "quote": (document.text or "")[one.sentence.start : one.sentence.end],
        "words": one.words,
        "disputed": one.disputed,
        "labels": dict(one.labels),
    }


def _rounded(value: float) -> float:
    return round(value, _EXACT) + 0.0  # no -0.0


def _rows(figures: AgreementFigures) -> Iterator[tuple[str | None, str, Figure]]:
    """Of which label, which figure, and itself: label by label, then all labels, then links."""
    for of in (*figures.labels, ALL, LINKS):
        for name in LINK_FIGURES if of is LINKS else FIGURES:
            yield of, name, figures.figures[of, name]


def print_csv(figures: AgreementFigures, found: AnnotatorComparison, hidden: int) -> None:
    """One figure a row; a figure that means nothing is empty, with the reason."""
    from reader.exchange.formats.quotation_table import as_csv

    del found, hidden
    columns = ("of", "label", "figure", "value", "low", "high", "n", "documents", "reason")

    def rows() -> Iterator[list[str | float]]:
        for of, name, one in _rows(figures):
            kind = "links" if of is LINKS else "all" if of == ALL else "label"
            numbers = (one.value, *(one.interval or (None, None)))
            cells = ["" if number is None else _rounded(number) for number in numbers]
            count = figures.counts[of].total
            yield [kind, of or "", name, *cells, count, len(figures.documents), one.reason]

    sys.stdout.buffer.writelines(as_csv(columns, rows()))
    sys.stdout.buffer.flush()


def print_text(figures: AgreementFigures, found: AnnotatorComparison, hidden: int) -> None:
    """Tables and notes for people: on a terminal as wide as it is, elsewhere with tabs."""
    _print_line(f"{_listed(figures.annotators)}: agreement over {counted(len(figures.documents), 'document')}")
    for line in _notes(figures, found, hidden):
        _print_line(line)
    _print_line("")
    cells = [
        (_name(of), _TITLES[name], _shown(one.value), _interval(one), _basis(figures, of, name, one))
        for of, name, one in _rows(figures)
    ]
    _print_table(("label", "figure", "value", "95 %", "counted over"), cells, ("value", "95 %"), "counted over")
    if figures.confusion:
        _print_line("")
        _print_confusion(figures)
    if figures.contested:
        _print_line("")
        _print_line("The most contested sentences, with the words that have other labels by somebody else:")
        for sentence in figures.contested:
            _print_sentence(figures, sentence)
    _print_line("")
    if found.contested.rules:
        _print_line("The most contested rules of the guideline, as the reasons for decisions name them:")
        for rule in found.contested.rules[:_RULES]:
            places = f"{counted(rule.decisions, 'decision')} in {counted(rule.documents, 'document')}"
            _print_line(f"{short_text(rule.rule, _RULE)}: {places}")
        if len(found.contested.rules) > _RULES:
            _print_line(f"and {len(found.contested.rules) - _RULES} more (-f json)")
    else:
        _print_line(f"The most contested rules of the guideline: {_NONE} ({found.contested.reason})")


def _notes(figures: AgreementFigures, found: AnnotatorComparison, hidden: int) -> Iterator[str]:
    """What has to be known about the figures, a line each."""
    if hidden:
        yield f"{counted(hidden, 'document')} left out: the project is blind, and not all have finished"
    if found.unfinished:
        yield f"{counted(found.unfinished, 'document')} left out: not finished by all of them (--all counts them)"
    if found.single:
        yield f"{counted(found.single, 'document')} left out: only one of them tagged anything there"
    if found.unsaid:
        documents = counted(found.unsaid, "document")
        yield f"{documents} counted although not all say they have finished; who tagged nothing is missing there"
    if detached := found.detached.total():
        yield f"{counted(detached, 'annotation')} left out: the passage is not in the text ({_each(found.detached)})"
    if taken_back := found.taken_back.total():
        yield f"{counted(taken_back, 'time')} somebody took back that they had finished ({_each(found.taken_back)})"
    if broken := found.broken_seals.total():
        yield f"{counted(broken, 'broken seal')}: tags changed after they were handed in ({_each(found.broken_seals)})"
    if found.links_left_out:
        yield f"{counted(found.links_left_out, 'link')} left out: an end is in no document that counts"
    if figures.without_text:
        texts = counted(figures.without_text, "document")
        yield f"the text of {texts} is not known: in them only F1 is computed, and exact means equal ends"
    if figures.samples:
        yield f"intervals: {figures.samples} samples of the documents (bootstrap)"
    elif figures.documents:
        yield "no intervals: they need two documents"


def _each(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)


def _basis(figures: AgreementFigures, of: str | None, name: str, figure: Figure) -> str:
    """What a figure was counted over, or why there is none."""
    if figure.value is None:
        return figure.reason
    if name == ALPHA_U:
        return f"{figures.code_points:,} code points"
    if name in (KAPPA, ALPHA):
        return f"{figures.words:,} words"
    counts = figures.counts[of]
    matched = counts.same if name in (EXACT_F1, LABELLED_F1) else counts.overlapping
    each = ", ".join(f"{annotator} {count}" for annotator, count in counts.each.items())
    return f"{counted(matched, 'pair')} of {each}"


def _print_confusion(figures: AgreementFigures) -> None:
    """A row for each label of whoever stands first, a column for each label of the other."""
    confusion = figures.confusion
    rows = sorted({row for row, _ in confusion}, key=_last)
    columns = sorted({column for _, column in confusion}, key=_last)
    pair = f"{figures.annotators[0]} \\ {figures.annotators[1]}"
    head = pair if len(figures.annotators) == 2 else "first \\ second"
    names = [_label(one) for one in columns]
    cells = [(_label(row), *(str(confusion.get((row, column), 0)) for column in columns)) for row in rows]
    _print_table((head, *names), cells, names, head)


def _print_sentence(figures: AgreementFigures, one: ContestedSentence) -> None:
    document = figures.documents[one.document]
    text = " ".join((document.text or "")[one.sentence.start : one.sentence.end].split())
    quote = text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1]}…"
    who = ", ".join(f"{name}: {' + '.join(labels) or 'nothing'}" for name, labels in one.labels.items())
    place = f"{document.name}:{one.sentence.start}-{one.sentence.end}"
    _print_line(f"{place}  {one.disputed} of {counted(one.words, 'word')}  ({who})  “{quote}”")


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Iterable[str], wide: str) -> None:
    if (size := terminal_size()) is not None:
        fitting, left_out = one_line_table(columns, rows, size[0], numbers=[*numbers], wide=wide)
        show(fitting)
        if left_out:
            _print_line(f"no room for {', '.join(left_out)} (widen the terminal, or -f csv)")
    else:
        for row in (columns, *rows):
            print("\t".join(map(safe_text, row)))


def _print_line(text: str) -> None:
    """Print one line, which a terminal breaks between words."""
    if terminal_size() is not None:
        show(safe(text))
    else:
        print(safe_text(text))


def _last(label: str) -> tuple[bool, str]:
    """Orders labels by name, with none of them at the end."""
    return label == NOTHING, label


def _label(label: str) -> str:
    return label or _NO_LABEL


def _name(of: str | None) -> str:
    return _LINKS if of is LINKS else of or _ALL_LABELS


def _shown(value: float | None) -> str:
    return _NONE if value is None else f"{round(value, _SHOWN) + 0.0:.{_SHOWN}f}"


def _interval(figure: Figure) -> str:
    return "" if figure.interval is None else " to ".join(map(_shown, figure.interval))


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
