"""What is measured: the figures, the sessions that give them, and what was promised."""

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
        is_rate: more is better.
        is_p95: the 95th percentile of all values counts, not their median.
    """

    name: str
    what: str
    unit: str
    is_rate: bool = False
    is_p95: bool = False

    def holds(self, value: float, promise: float | None) -> bool | None:
        """Whether a value keeps a promise, the most or for a rate the least; None where there is none."""
        if promise is None:
            return None
        return value >= promise if self.is_rate else value <= promise


class Group(NamedTuple):
    """One kind of session.

    Attributes:
        name: for ``--only``.
        case: at which size.
        measure: the session.
        runs: how many sessions.
        figures: what they give.
        is_growth: it stands in the tables of growth alone.
    """

    name: str
    case: str
    measure: Callable[[Run], Measured]
    runs: int
    figures: tuple[Figure, ...]
    is_growth: bool = False


_FIRST = (
    Figure("ratio", "first readable text beside an empty Textual app: ratio", "times"),
    Figure("reader_seconds", "the same: the reader", "s"),
    Figure("empty_seconds", "the same: an empty Textual app that shows one line", "s"),
    Figure("cpu_ratio", "the same: ratio of the CPU of the main processes", "times"),
)
_TEXT = (
    Figure("open_seconds", "from the command to readable text", "s"),
    Figure("open_cpu", "the same: CPU", "s"),
    Figure("rss", "memory at rest after opening (RSS, main process)", "MiB"),
    Figure("rss_used", "memory after the keys below", "MiB"),
    Figure("idle", "CPU a second at rest", "ms"),
    Figure("scroll_cpu", "`j` that scrolls: CPU", "ms"),
    Figure("scroll_bytes", "the same: sent", "bytes"),
    Figure("scroll_painted", "the same: until painted", "ms"),
    Figure("step_cpu", "`j` that does not scroll: CPU", "ms"),
    Figure("step_bytes", "the same: sent", "bytes"),
    Figure("step_painted", "the same: until painted", "ms"),
    Figure("letter_cpu", "`/` and a letter: CPU", "ms"),
    Figure("letter_painted", "the same: until painted", "ms"),
    Figure("letter_hit", "the same: first hit shown", "ms"),
    Figure("tag_first", "first tag of a session: until painted", "ms"),
    Figure("tag_cpu", "tag: CPU", "ms"),
    Figure("tag_painted", "the same: until painted", "ms"),
    Figure("next_cpu", "`)`: CPU", "ms"),
    Figure("next_painted", "the same: until painted", "ms"),
)
_FOLDER = (
    Figure("complete_cpu", "CPU of the main process until the list is complete", "s"),
    Figure("complete_seconds", "the same: seconds", "s"),
    Figure("cpu_25", "CPU of the main process in 25 s", "s"),
    Figure("cpu_25_children", "the same: of its children", "s"),
    Figure("idle", "CPU a second at rest", "ms"),
    Figure("rss", "memory at rest (RSS, main process)", "MiB"),
    Figure("list_key", "`D`: until painted", "ms"),
    Figure("filter_answer", "a letter typed into its filter: first byte, p95", "ms", is_p95=True),
    Figure("filter_key", "the same: until all that is left is painted, p95", "ms", is_p95=True),
    Figure("filter_cpu", "the same: CPU, median", "ms"),
    Figure("escape", "Esc out of it: until painted (25 ms of it are the wait for the rest of a sequence)", "ms"),
    Figure("escape_cpu", "the same: CPU", "ms"),
)
_BUSY = (
    Figure("busy_key", "`j` while files and near-duplicates are looked for: until painted", "ms"),
    Figure("busy_key_p95", "the same, p95", "ms", is_p95=True),
)
_SEARCH = tuple(
    figure
    for session in ("first", "next")
    for figure in (
        Figure(f"{session}_hit", f"`ctrl+f`, {session} session: first hits", "ms"),
        Figure(f"{session}_rest", "the same: until all is found and at rest", "s"),
        Figure(f"{session}_cpu", "the same: CPU of the main process", "s"),
        Figure(f"{session}_cpu_children", "the same: of its children", "s"),
    )
)
#: Of each command; ``first`` is that of ``stats`` alone.
_COMMAND = {
    name: (
        Figure(f"{name}_first", f"`{name}`, nothing kept from an earlier one: CPU", "s"),
        Figure(f"{name}_cpu", f"`{name}`: CPU", "s"),
        Figure(f"{name}_rate", "the same: annotations a second of CPU", "a second", is_rate=True),
        Figure(f"{name}_peak", "the same: peak memory", "MiB"),
    )
    for name in ("export", "stats", "import")
}
_FORMATS = tuple(
    figure
    for name in command_costs.FORMATS
    for figure in (
        Figure(f"{name}_cpu", f"`export -f {name}`, without names: CPU", "s"),
        Figure(f"{name}_peak", "the same: peak memory", "MiB"),
    )
)
_ASK = (
    Figure("ask_first", "`search --annotations`, which makes the index: CPU", "s"),
    Figure("ask_cpu", "the same of each question after it: CPU, p95", "s", is_p95=True),
    Figure("ask_peak", "the same: peak memory", "MiB"),
)


def _text(words: int, annotations: int, runs: int, *, is_growth: bool = False) -> Group:
    case = f"{shortened(words)} words" + (f", {shortened(annotations)} annotations" if annotations else "")
    return Group("text", case, lambda run: text_sessions.measure(run, words, annotations), runs, _TEXT, is_growth)


def _folder(count: int, runs: int, *, is_growth: bool = False) -> Group:
    case = f"{shortened(count)} files"
    return Group("folder", case, lambda run: folder_sessions.measure(run, count), runs, _FOLDER, is_growth)


def _busy(count: int, runs: int) -> Group:
    case = f"{shortened(count)} files"
    return Group("busy", case, lambda run: folder_sessions.measure_busy(run, count), runs, _BUSY)


def _command(name: str, documents: int, runs: int, *, is_growth: bool = False) -> Group:
    case = f"{shortened(documents)} documents of 100 annotations"
    figures = _COMMAND[name]
    return Group(name, case, lambda run: command_costs.measure(run, name, documents, 100), runs, figures, is_growth)


def _formats(documents: int, runs: int, *, is_growth: bool = False) -> Group:
    case = f"{shortened(documents)} articles of 100 annotations"
    return Group(
        "formats", case, lambda run: command_costs.measure_formats(run, documents, 100), runs, _FORMATS, is_growth
    )


def _ask(documents: int, runs: int, *, is_growth: bool = False) -> Group:
    case = f"{shortened(documents)} documents of 100 annotations"
    return Group("ask", case, lambda run: command_costs.measure_questions(run, documents, 100), runs, _ASK, is_growth)


def shortened(count: int) -> str:
    """A round number as people write it: 10, 1k, 100k, 1M."""
    for unit, name in ((1_000_000, "M"), (1_000, "k")):
        if count >= unit and count % unit == 0:
            return f"{count // unit}{name}"
    return str(count)


#: Cheap ones first, so that a run that is stopped has most of them.
GROUPS = (
    Group("first", "the samples", first_text.measure, 9, _FIRST),
    _text(10_000, 0, 2, is_growth=True),
    _text(100_000, 0, 2, is_growth=True),
    _text(1_000_000, 0, 5),
    _text(1_000_000, 1_000, 2, is_growth=True),
    _text(1_000_000, 10_000, 5),
    _folder(10, 1, is_growth=True),
    _folder(1_000, 1, is_growth=True),
    _folder(10_000, 1),
    _busy(10_000, 2),
    _folder(100_000, 1),
    _busy(100_000, 1),
    Group("search", "346 saved pages", lambda run: search_sessions.measure(run, 346), 1, _SEARCH),
    _command("export", 10, 3, is_growth=True),
    _command("export", 1_000, 5),
    _command("export", 10_000, 1),
    _formats(100, 1, is_growth=True),
    _formats(1_000, 1),
    _command("stats", 10, 3, is_growth=True),
    _command("stats", 1_000, 5),
    _command("stats", 10_000, 1, is_growth=True),
    _ask(1_000, 1, is_growth=True),
    _ask(10_000, 1),
    _command("import", 10, 3, is_growth=True),
    _command("import", 1_000, 2),
)
_M, _ANNOTATED, _K, _STORE = "1M words", "1M words, 10k annotations", "100k files", "1k documents of 100 annotations"
#: What was promised, by group, size and figure: the most, or for a rate the least.
PROMISES = {
    ("first", "the samples", "ratio"): 1.4,
    **{
        ("text", case, name): promise
        for case in (_M, _ANNOTATED)
        for name, promise in {
            "scroll_cpu": 10, "scroll_bytes": 7_000, "step_cpu": 5, "step_bytes": 1_200, "letter_cpu": 60,
            "letter_hit": 40, "tag_cpu": 25, "tag_painted": 40, "next_cpu": 25,
        }.items()
    },
    ("text", _M, "rss"): 90,
    ("text", _ANNOTATED, "rss"): 110,
    ("folder", _K, "complete_cpu"): 6,
    ("folder", _K, "cpu_25"): 3,
    ("folder", _K, "filter_key"): 50,
    ("folder", _K, "escape"): 50,
    ("folder", "10k files", "cpu_25"): 2,
    ("busy", "10k files", "busy_key"): 15,
    ("search", "346 saved pages", "first_hit"): 300,
    ("search", "346 saved pages", "next_hit"): 300,
    ("export", _STORE, "export_rate"): 60_000,
    ("export", "10k documents of 100 annotations", "export_peak"): 80,
    **{("formats", "1k articles of 100 annotations", f"{name}_peak"): 80 for name in command_costs.FORMATS},
    ("stats", _STORE, "stats_cpu"): 0.3,
    ("import", _STORE, "import_rate"): 15_000,
    ("ask", "10k documents of 100 annotations", "ask_cpu"): 0.3,
}  # fmt: skip
