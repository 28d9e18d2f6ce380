"""The part of the manual's page of figures that comes from a run: ratios, which say the same on every machine."""

from __future__ import annotations

from tests.benchmarks.speed.report import Report, peer_value, value_of

BEGINS, ENDS = "<!-- speed: written by make bench ARGS=--manual -->", "<!-- /speed -->"
_M, _SMALL = "1M words", "10k words"
_ANNOTATED, _STORE = "1M words, 10k annotations", "documents of 100 annotations"
_ARTICLES = "articles of 100 annotations"
#: Figures of the reader beside one of a peer on a text of a million words: what, the reader's figure, the peer's.
_BESIDE_PEERS = (
    ("first readable text", "open_seconds", "open_seconds"),
    ("`j` that scrolls: CPU", "scroll_cpu", "scroll_cpu"),
    ("`j` that scrolls: bytes sent", "scroll_bytes", "scroll_bytes"),
    ("memory", "rss", "rss"),
)
_PEERS = ("less", "vim", "slate", "toolong", "frogmouth")
#: Costs that should not grow: what, the group, the figure, the larger and the smaller case.
_GROWTH = (
    ("`j` that scrolls: CPU", "text", "scroll_cpu", _M, _SMALL),
    ("tag: CPU", "text", "tag_cpu", _M, _SMALL),
    ("tag: CPU", "text", "tag_cpu", _ANNOTATED, _M),
    ("tag: until painted", "text", "tag_painted", _ANNOTATED, _M),
    ("`)`: CPU", "text", "next_cpu", _ANNOTATED, "1M words, 1k annotations"),
    ("search, a letter: CPU", "text", "letter_cpu", _M, _SMALL),
    ("memory after opening", "text", "rss", _M, _SMALL),
    ("memory after opening", "text", "rss", _ANNOTATED, _M),
    ("finding the files: CPU of the main process", "folder", "complete_cpu", "100k files", "1k files"),
    ("a letter in the filter of `D`: until painted", "folder", "filter_key", "100k files", "1k files"),
    ("`export`: CPU", "export", "export_cpu", f"10k {_STORE}", f"1k {_STORE}"),
    ("`export`: peak memory", "export", "export_peak", f"10k {_STORE}", f"1k {_STORE}"),
    ("`export -f csv`: peak memory", "formats", "csv_peak", f"1k {_ARTICLES}", f"100 {_ARTICLES}"),
    (
        "`export -f jsonl-documents`: peak memory",
        "formats",
        "jsonl-documents_peak",
        f"1k {_ARTICLES}",
        f"100 {_ARTICLES}",
    ),
    ("`stats`: CPU", "stats", "stats_cpu", f"10k {_STORE}", f"1k {_STORE}"),
    ("`search --annotations`: CPU", "ask", "ask_cpu", f"10k {_STORE}", f"1k {_STORE}"),
    ("`import`: CPU", "import", "import_cpu", f"1k {_STORE}", f"10 {_STORE}"),
)


def manual_block(report: Report) -> str:
    """The lines between ``BEGINS`` and ``ENDS``, both included. A ratio that was not measured is a dash."""
    programs = [name for name in _PEERS if any(row["program"] == name for row in report["peers"])]
    start, cpu = (_ratio(value_of(report, "first", "the samples", name), 1) for name in ("ratio", "cpu_ratio"))
    cores = report["machine"]["cores"]
    return "\n".join(
        [
            BEGINS,
            f"Measured by `make bench` on {report['date'][:10]}, commit {report['commit']}, on {cores} cores.",
            "",
            f"The first readable text appears after {start} times the time of an empty Textual app with one line,",
            f"and after {cpu} times its CPU time.",
            "",
            "A text of 1,000,000 words, the reader beside others on the same text (1: as much as the other):",
            "",
            f"| what | {' | '.join(programs)} |",
            f"| --- |{' ---: |' * len(programs)}",
            *(
                f"| {what} | "
                + " | ".join(
                    _ratio(value_of(report, "text", _M, ours), peer_value(report, name, 1_000_000, theirs))
                    for name in programs
                )
                + " |"
                for what, ours, theirs in _BESIDE_PEERS
            ),
            "",
            "How costs grow (1: not at all):",
            "",
            "| what | from | to | times |",
            "| --- | --- | --- | ---: |",
            *(
                f"| {what} | {small} | {large} | "
                f"{_ratio(value_of(report, group, large, name), value_of(report, group, small, name))} |"
                for what, group, name, large, small in _GROWTH
            ),
            ENDS,
        ]
    )


def _ratio(value: float | None, beside: float | None) -> str:
    if value is None or not beside:
        return "–"
    ratio = value / beside
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}" if ratio >= 1.95 else f"{ratio:.2f}"
