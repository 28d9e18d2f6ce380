"""Statistics of a store: counted document by document, put together, and as lines, charts or JSON."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reader.annotations.handing_in import finished_by
from reader.model.annotation import DETACHED, MOVED
from reader.model.annotation_origin import MANUAL, origin_of
from reader.model.document import Stored
from reader.store.store_protocol import StoredTexts
from reader.system.safe_text import safe_text, short_text
from reader.text.near_duplicates import SketchIndex

#: Code points of a name in a table, as names in a store may have any length.
_SHOWN = 40
#: Rows of a chart of what there may be very many of, and of days and of months before the next longer unit is taken.
_MOST, _DAYS, _MONTHS = 10, 14, 24
#: Those of the totals that no chart divides.
_SUMMED = ("documents", "  same text twice", "annotations", "with a note", "links", "moved", "detached", "annotators")
#: What those are called that have none.
_NO_NAME = "(no name)"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SketchFile = Mapping[str, tuple[int, ...]]
#: Label, annotator, whether there is a note, anchor; and how many annotations have these.
LabelCount = tuple[str, str, bool, str, int]


class DocumentFigures(NamedTuple):
    """What is counted in one document.

    Attributes:
        path: that it is known by.
        source: the path to its file as the system names it.
        is_finished: whether somebody said so.
        links: how many it has, by kind.
        counts: its annotations.
        speakers: how many annotations are whose words.
        days: how many were made on which day (UTC); those without a date are left out.
        origins: how many come from suggestions, by how they were taken.
    """

    path: str
    source: str
    is_finished: bool
    links: Mapping[str, int]
    counts: Sequence[LabelCount]
    speakers: Mapping[str, int]
    days: Mapping[str, int]
    origins: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many annotations it has."""
        return sum(row[-1] for row in self.counts)


def figures_of(document: Stored | StoredTexts) -> DocumentFigures:
    """What is counted in a document, its annotations ordered by nothing."""
    speakers: Counter[str] = Counter()
    origins: Counter[str] = Counter()  # annotations that are read as texts have none
    if isinstance(document, Stored):
        stored = document
        counts = Counter((one.label, one.annotator, bool(one.note), one.anchor) for one in document.annotations)
        rows = [(*names, count) for names, count in counts.items()]
        speakers.update(one.attributed_to for one in document.annotations)
        days = Counter(one.created_at[:10] for one in document.annotations)
        origins.update(origin_of(one).how for one in document.annotations)
        del origins[MANUAL]
    else:
        stored = document.stored
        texts = Counter((one.label, one.annotator, one.note != b'""', one.anchor) for one in document.annotations)
        rows = [
            (json.loads(label), json.loads(annotator), has_note, json.loads(anchor), count)
            for (label, annotator, has_note, anchor), count in texts.items()
        ]
        for name, count in Counter(one.attributed_to for one in document.annotations).items():
            speakers[json.loads(name or b'""')] += count
        days = Counter(map(_written_day, (one.created_at for one in document.annotations)))
    del speakers[""]
    return DocumentFigures(
        stored.document.path,
        stored.document.source,
        bool(finished_by(stored.decisions)),
        Counter(one.kind for one in stored.links),
        rows,
        speakers,
        {day: count for day, count in days.items() if _DAY.fullmatch(day)},
        origins,
    )


def _written_day(written: bytes) -> str:
    """The day of a time that is written as JSON."""
    return str(json.loads(written))[:10] if b"\\" in written else written[1:-1][:10].decode(errors="replace")


class StoreFigures(NamedTuple):
    """What is counted in a store; names are as they are there, unsafe to show.

    Attributes:
        name: of the store.
        documents: in the order of their paths.
        same_text: how many documents are near-duplicates of an earlier one; None where that is not known.
        labels: how many annotations have which label: those that are known first, in their order, also if unused.
        annotators: how many annotations are whose, by name.
        noted, moved, detached: how many annotations have a note, were moved, or have no place.
    """

    name: str
    documents: Sequence[DocumentFigures]
    same_text: int | None
    labels: Mapping[str, int]
    annotators: Mapping[str, int]
    noted: int
    moved: int
    detached: int

    @property
    def annotations(self) -> int:
        """How many there are."""
        return sum(self.labels.values())

    @property
    def finished(self) -> int:
        """How many documents somebody said are finished."""
        return sum(one.is_finished for one in self.documents)

    @property
    def begun(self) -> int:
        """How many documents have annotations and are not finished."""
        return sum(bool(one.counts) and not one.is_finished for one in self.documents)

    @property
    def links(self) -> Counter[str]:
        """How many there are, by kind."""
        return _total(one.links for one in self.documents)

    @property
    def speakers(self) -> Counter[str]:
        """How many annotations are whose words."""
        return _total(one.speakers for one in self.documents)

    @property
    def days(self) -> Counter[str]:
        """How many annotations were made on which day."""
        return _total(one.days for one in self.documents)

    @property
    def origins(self) -> Counter[str]:
        """How many annotations come from suggestions, by how they were taken."""
        return _total(one.origins for one in self.documents)


def statistics(
    name: str,
    documents: Iterable[Stored | DocumentFigures],
    labels: Sequence[str],
    sketches: SketchFile | None = None,
) -> StoreFigures:
    """The figures of a store.

    Args:
        name: of the store.
        documents: of the store.
        labels: labels that are counted even if they are unused; the others stand behind them, by name.
        sketches: of the compared documents, by their location.
    """
    by_label = Counter(dict.fromkeys(labels, 0))
    by_annotator: Counter[str] = Counter()
    by_anchor: Counter[str] = Counter()
    noted = 0
    found = [figures_of(one) if isinstance(one, Stored) else one for one in documents]
    for document in found:
        for label, annotator, has_note, anchor, count in document.counts:
            by_label[label] += count
            by_annotator[annotator] += count
            by_anchor[anchor] += count
            noted += count * has_note
    names = [*dict.fromkeys(labels), *sorted(by_label.keys() - {*labels})]
    return StoreFigures(
        name,
        sorted(found, key=lambda one: (one.path, one.source)),
        _duplicates([one.source for one in found], sketches) if sketches else None,
        {label: by_label[label] for label in names},
        dict(sorted(by_annotator.items(), key=lambda one: one[0] or _NO_NAME)),
        noted,
        by_anchor[MOVED],
        by_anchor[DETACHED],
    )


def totals(figures: StoreFigures) -> list[tuple[str, int | str]]:
    """The figures with their names, both safe to show; a name that begins with a space is a part of one above it."""
    return [
        ("store", safe_text(figures.name)),
        ("documents", len(figures.documents)),
        ("  finished", figures.finished),
        *((("  same text twice", figures.same_text),) if figures.same_text is not None else ()),
        ("annotations", figures.annotations),
        *((f"  {name}", count) for name, count in _rows(figures.labels)),
        ("with a note", figures.noted),
        ("links", figures.links.total()),
        ("moved", figures.moved),
        ("detached", figures.detached),
        *((("from suggestions", figures.origins.total()),) if figures.origins else ()),
        *((f"  {how}", count) for how, count in sorted(figures.origins.items())),
        ("annotators", len(figures.annotators)),
        *((f"  {name}", count) for name, count in _rows(figures.annotators)),
    ]


def summary(figures: StoreFigures) -> list[str]:
    """The totals, each with its name, but for those that a chart divides."""
    _, *rows = totals(figures)
    return [f"{name.strip()} {count:,}" for name, count in rows if name in _SUMMED]


class Chart(NamedTuple):
    """How something is divided, row by row.

    Attributes:
        what: a row is, as ``label``.
        unit: what is counted, as ``annotations``.
        rows: names and counts, safe to show.
        left_out: how many more rows there are.
        are_parts: whether the rows are the parts of a whole, few enough to compare with it.
        cuts_start: whether a name that is too long keeps its end, as a path does.
    """

    what: str
    unit: str
    rows: Sequence[tuple[str, int]]
    left_out: int = 0
    are_parts: bool = False
    cuts_start: bool = False


def charts(figures: StoreFigures) -> list[Chart]:
    """The figures as charts, those without a row left out."""
    states = [
        ("finished", figures.finished),
        ("begun", figures.begun),
        ("not begun", len(figures.documents) - figures.finished - figures.begun),
    ]
    sizes = Counter({one.path: 0 for one in figures.documents})
    for one in figures.documents:
        sizes[one.path] += one.size
    found = [
        Chart("state", "documents", states if figures.documents else (), are_parts=True),
        Chart("label", "annotations", _rows(figures.labels), are_parts=True),
        Chart("annotator", "annotations", _rows(figures.annotators), are_parts=True),
        _most("document", sizes, cuts_start=True),
        _periods(figures.days),
        _most("speaker", figures.speakers),
        Chart("kind", "links", _rows(dict(_by_count(figures.links))), are_parts=True),
    ]
    return [one for one in found if one.rows]


def as_record(figures: StoreFigures) -> dict[str, Any]:
    """The figures as an object for ``-f json``: nothing left out, names as they are."""
    documents = []
    for one in figures.documents:
        labels: Counter[str] = Counter()
        for label, *_, count in one.counts:
            labels[label] += count
        documents.append(
            {
                "document": one.path,
                "annotations": one.size,
                "links": sum(one.links.values()),
                "finished": one.is_finished,
                "labels": {label: labels[label] for label in figures.labels if labels[label]},
            }
        )
    return {
        "store": figures.name,
        "documents": len(figures.documents),
        "finished": figures.finished,
        "begun": figures.begun,
        "same_text_twice": figures.same_text,
        "annotations": figures.annotations,
        "with_a_note": figures.noted,
        "links": figures.links.total(),
        "moved": figures.moved,
        "detached": figures.detached,
        "labels": dict(figures.labels),
        "annotators": dict(figures.annotators),
        "speakers": dict(_by_count(figures.speakers)),
        "link_kinds": dict(_by_count(figures.links)),
        "days": dict(sorted(figures.days.items())),
        **({"from_suggestions": dict(sorted(figures.origins.items()))} if figures.origins else {}),
        "by_document": documents,
    }


def as_lines(figures: StoreFigures) -> str:
    """The figures as ``nrc-reader stats`` prints them: one ``name  count`` a line, what a chart shows more last.

    The first lines are those of earlier versions, which scripts read.
    """
    more: list[tuple[str, int]] = []
    for chart in charts(figures):
        if chart.what == "state":
            more += chart.rows[1:]
        elif chart.what not in {"label", "annotator"}:
            what = chart.what.partition(" ")[0]
            more += [(f"{what} {name}", count) for name, count in chart.rows]
            more += [(f"{what}s not listed", chart.left_out)] if chart.left_out else []
    return "\n".join((*_aligned(totals(figures)), *_aligned(more)))


def _aligned(rows: Sequence[tuple[str, int | str]]) -> list[str]:
    width = max((len(name) for name, _ in rows), default=0)
    return [f"{name:<{width}}  {value}" for name, value in rows]


def _most(what: str, counts: Mapping[str, int], *, cuts_start: bool = False) -> Chart:
    """The rows with the highest counts."""
    listed = [(name, count) for name, count in _by_count(counts) if count]
    rows = [(safe_text(name) or _NO_NAME if cuts_start else _short(name), count) for name, count in listed[:_MOST]]
    return Chart(what, "annotations", rows, len(listed) - len(rows), cuts_start=cuts_start)


def _periods(days: Mapping[str, int]) -> Chart:
    """Days with annotations, or months or years where there are many; of very many years the last ones."""
    units = (("day (UTC)", 10, _DAYS), ("month (UTC)", 7, _MONTHS), ("year (UTC)", 4, _MONTHS))
    by_length = [Counter[str]() for _ in units]
    for counts, (_, length, _) in zip(by_length, units, strict=True):
        for day, count in days.items():
            counts[day[:length]] += count
    at = next((at for at, (_, _, most) in enumerate(units) if len(by_length[at]) <= most), len(units) - 1)
    what, _, most = units[at]
    return Chart(what, "annotations", sorted(by_length[at].items())[-most:], max(0, len(by_length[at]) - most))


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _total(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for one in counts:
        whole.update(one)
    return whole


def _rows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(_short(name), count) for name, count in counts.items()]


def _short(name: str) -> str:
    return short_text(name, _SHOWN) if name else _NO_NAME


def _duplicates(sources: Iterable[str], sketches: SketchFile) -> int:
    """The number of documents that are near-duplicates of an earlier one."""
    seen: SketchIndex[str] = SketchIndex()
    places = {os.path.realpath(source) for source in sources}
    return sum(1 for place in sorted(places) if seen.add(place, sketches.get(place, ())))
