"""What is measured: the figures, what was promised of each, and the sessions that give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from tests.benchmarks.speed import command_costs, first_text, folder_sessions, search_sessions, text_sessions
from tests.benchmarks.speed.programs import Run

#: A session gives these: the figure, and one value of it. A session may give a figure any number of times.
Measured = Iterable[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        name: in the JSON, and what a session calls it.
        what: one line for a person.
        unit: of its values.
        promise: the most that is promised, or None; the least where ``is_rate``.
        is_rate: more is better.
        is_p95: the 95th percentile of all values counts, not their median.
    """

    name: str
    what: str
    unit: str
    promise: float | None = None
    is_rate: bool = False
    is_p95: bool = False

    def holds(self, value: float) -> bool | None:
        """Whether a value keeps the promise; None where there is none."""
        if self.promise is None:
            return None
        return value >= self.promise if self.is_rate else value <= self.promise


class Group(NamedTuple):
    """One kind of session.

    Attributes:
        name: for ``--only``.
        case: at which size.
        measure: the session.
        runs: how many sessions.
        figures: what they give.
        is_growth: it stands in the table of growth alone.
    """

    name: str
    case: str
    measure: Callable[[Run], Measured]
    runs: int
    figures: tuple[Figure, ...]
    is_growth: bool = False


def _text(
    words: int, annotations: int, tag_cpu: float | None, tag_painted: float | None, rss: float | None
) -> tuple[Figure, ...]:
    is_largest = words == 1_000_000
    of = (lambda promise: promise) if is_largest else (lambda _: None)
    walk = (
        (
            Figure("next_cpu", "`)`: CPU", "ms", of(25)),
            Figure("next_painted", "`)`: until painted", "ms"),
        )
        if annotations
        else ()
    )
    return (
        Figure("open_seconds", "from the command to readable text", "s"),
        Figure("open_cpu", "the same: CPU", "s"),
        Figure("rss", "memory at rest after opening (RSS, main process)", "MB", rss),
        Figure("rss_used", "memory after the keys below", "MB"),
        Figure("idle", "CPU a second at rest", "ms"),
        Figure("scroll_cpu", "`j` that scrolls: CPU", "ms", of(10)),
        Figure("scroll_bytes", "the same: sent", "bytes", of(7_000)),
        Figure("scroll_painted", "the same: until painted", "ms"),
        Figure("step_cpu", "`j` that does not scroll: CPU", "ms", of(5)),
        Figure("step_bytes", "the same: sent", "bytes", of(1_200)),
        Figure("step_painted", "the same: until painted", "ms"),
        Figure("letter_cpu", "`/` and a letter: CPU", "ms", of(60)),
        Figure("letter_painted", "the same: until painted", "ms"),
        Figure("letter_hit", "the same: first hit shown", "ms", of(40)),
        Figure("tag_first", "first tag of a session: until painted", "ms"),
        Figure("tag_cpu", "tag: CPU", "ms", tag_cpu),
        Figure("tag_painted", "the same: until painted", "ms", tag_painted),
        *walk,
    )  # fmt: skip


def _folder(complete: float | None, cpu: float | None, key: float | None, escape: float | None) -> tuple[Figure, ...]:
    return (
        Figure("complete_cpu", "CPU of the main process until the list is complete", "s", complete),
        Figure("complete_seconds", "the same: seconds", "s"),
        Figure("cpu_25", "CPU of the main process in 25 s", "s", cpu),
        Figure("cpu_25_children", "the same: of its children", "s"),
        Figure("idle", "CPU a second at rest", "ms"),
        Figure("rss", "memory at rest (RSS, main process)", "MB"),
        Figure("list_key", "`D`: until painted", "ms"),
        Figure("filter_answer", "a letter typed into its filter: first byte, p95", "ms", is_p95=True),
        Figure("filter_key", "the same: until all that is left is painted, p95", "ms", key, is_p95=True),
        Figure("filter_cpu", "the same: CPU, median", "ms"),
        Figure("escape", "Esc out of it: until painted (Textual waits 100 ms for more of a sequence)", "ms", escape),
        Figure("escape_cpu", "the same: CPU", "ms"),
    )  # fmt: skip


def _busy(key: float | None) -> tuple[Figure, ...]:
    return (
        Figure("busy_key", "`j` while files and near-duplicates are looked for: until painted", "ms", key),
        Figure("busy_key_p95", "the same, p95", "ms", is_p95=True),
    )


_SEARCH = (
    Figure("first_hit", "`ctrl+f`, first session: first hits", "ms", 300),
    Figure("first_rest", "the same: until all is found and at rest", "s"),
    Figure("first_cpu", "the same: CPU of the main process", "s"),
    Figure("first_cpu_children", "the same: of its children", "s"),
    Figure("next_hit", "`ctrl+f`, next session: first hits", "ms", 300),
    Figure("next_rest", "the same: until all is found and at rest", "s"),
    Figure("next_cpu", "the same: CPU of the main process", "s"),
    Figure("next_cpu_children", "the same: of its children", "s"),
)


def _command(name: str, rate: float | None, cpu: float | None, peak: float | None) -> tuple[Figure, ...]:
    first = (Figure("stats_first", "`stats`, nothing kept from an earlier one: CPU", "s"),) if name == "stats" else ()
    return (
        *first,
        Figure(f"{name}_cpu", f"`{name}`: CPU", "s", cpu),
        Figure(f"{name}_rate", "the same: annotations a second of CPU", "a second", rate, is_rate=True),
        Figure(f"{name}_peak", "the same: peak memory", "MB", peak),
    )


_FIRST = (
    Figure("ratio", "first readable text beside an empty Textual app: ratio", "times", 1.4),
    Figure("reader_seconds", "the same: the reader", "s"),
    Figure("empty_seconds", "the same: an empty Textual app that shows one line", "s"),
    Figure("cpu_ratio", "the same: ratio of the CPU of the main processes", "times"),
)


def _text_group(words: int, annotations: int, runs: int, *promises: float | None, is_growth: bool = False) -> Group:
    case = f"{shortened(words)} words" + (f", {shortened(annotations)} annotations" if annotations else "")
    figures = _text(words, annotations, *(promises or (None, None, None)))
    return Group("text", case, lambda run: text_sessions.measure(run, words, annotations), runs, figures, is_growth)


def _folder_group(count: int, runs: int, *promises: float | None, is_growth: bool = False) -> Group:
    figures = _folder(*(promises or (None,) * 4))
    case = f"{shortened(count)} files"
    return Group("folder", case, lambda run: folder_sessions.measure(run, count), runs, figures, is_growth)


def _command_group(name: str, documents: int, runs: int, *promises: float | None, is_growth: bool = False) -> Group:
    case = f"{shortened(documents)} documents of 100 annotations"
    figures = _command(name, *(promises or (None,) * 3))
    return Group(name, case, lambda run: command_costs.measure(run, name, documents, 100), runs, figures, is_growth)


def shortened(count: int) -> str:
    """A round number as people write it: 10, 1k, 100k, 1M."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if count >= unit and count % unit == 0:
            return f"{count // unit}{name}"
    return str(count)


#: Cheap ones first, so that a run that is stopped has most of them.
GROUPS = (
    Group("first", "the samples", first_text.measure, 9, _FIRST),
    _text_group(10_000, 0, 3, is_growth=True),
    _text_group(100_000, 0, 3, is_growth=True),
    _text_group(1_000_000, 0, 5, 25, 40, 90),
    _text_group(1_000_000, 1_000, 3, is_growth=True),
    _text_group(1_000_000, 10_000, 5, 25, 40, 110),
    _folder_group(10, 1, is_growth=True),
    _folder_group(1_000, 1, is_growth=True),
    _folder_group(10_000, 1, None, 2, None, None),
    Group("busy", "10k files", lambda run: folder_sessions.measure_busy(run, 10_000), 2, _busy(15)),
    _folder_group(100_000, 1, 6, 3, 50, 50),
    Group("busy", "100k files", lambda run: folder_sessions.measure_busy(run, 100_000), 1, _busy(None)),
    Group("search", "346 saved pages", lambda run: search_sessions.measure(run, 346), 1, _SEARCH),
    *(
        group
        for name, runs, promises in (
            ("export", 5, (60_000, None, 80)),
            ("stats", 5, (None, 0.3, None)),
            ("import", 2, (15_000, None, None)),
        )
        for group in (
            _command_group(name, 10, 3, is_growth=True),
            _command_group(name, 1_000, runs, promises[0], promises[1], promises[2]),
        )
    ),
    _command_group("export", 10_000, 1, None, None, 80, is_growth=True),
    _command_group("stats", 10_000, 1, is_growth=True),
)  # fmt: skip
