"""``python -m tests.benchmarks``: the report as Markdown and JSON, two commits, and the manual's part."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.manual import page
from tests.benchmarks.__main__ import main
from tests.benchmarks.speed import comparison, figures
from tests.benchmarks.speed.figures import Group
from tests.benchmarks.speed.inputs import Inputs
from tests.benchmarks.speed.manual_block import BEGINS, ENDS, manual_block
from tests.benchmarks.speed.processes import MISSING
from tests.benchmarks.speed.programs import Program
from tests.benchmarks.speed.report import markdown, number
from tests.benchmarks.speed.runner import run_sessions

needs_linux = pytest.mark.skipif(bool(MISSING), reason=MISSING)
SMALLEST = ["--only", "stats", "--size", "10 documents", "--runs", "1", "--no-peers"]
EMPTY = {
    "commit": "abc1234", "date": "2026-01-02T03:04+00:00", "seconds": 1.0, "notes": [], "figures": [], "peers": [],
    "machine": {"processor": "p", "cores": "2", "memory": "1 GiB", "system": "s", "load": "0"},
    "versions": {"python": "3.11"},
}  # fmt: skip


def row(group: str, case: str, name: str, value: float, **more: object) -> dict[str, object]:
    return {
        "group": group, "case": case, "name": name, "what": name, "unit": "ms", "value": value, "low": value,
        "high": value, "runs": 1, "samples": 1, "promise": None, "holds": None, "is_rate": False, "is_growth": False,
        **more,
    }  # fmt: skip


@needs_linux
def test_the_smallest_run_writes_json_and_markdown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tmp_path / "report.json", tmp_path / "report.md"
    options = ["--cache", str(tmp_path / "cache"), "--json", str(files[0]), "--markdown", str(files[1])]
    assert main([*SMALLEST, *options]) == 0
    report = json.loads(files[0].read_text(encoding="utf-8"))
    assert report["notes"] == []
    assert {row["name"] for row in report["figures"]} == {"stats_first", "stats_cpu", "stats_rate", "stats_peak"}
    assert all(row["value"] > 0 and row["runs"] == 1 for row in report["figures"])
    assert report["commit"]
    assert report["machine"]["cores"]
    assert report["versions"]["textual"]
    text = files[1].read_text(encoding="utf-8")
    assert text.strip() == capsys.readouterr().out.strip()
    assert "| what | unit | 10 documents of 100 annotations |" in text


@needs_linux
def test_a_session_on_a_screen_gives_all_figures_of_its_group(tmp_path: Path) -> None:
    (group,) = [one for one in figures.GROUPS if one.name == "first"]
    sessions = run_sessions(group, [Program("now")], Inputs(tmp_path), 1, lambda _: None)
    assert sessions.notes == []
    assert all(sessions.values("now", figure.name)[0] for figure in group.figures)


@needs_linux
def test_a_session_that_fails_is_noted_and_the_others_go_on(tmp_path: Path) -> None:
    def measure(run: object) -> list[tuple[str, float]]:
        turns.append(run)
        if len(turns) == 1:
            raise AssertionError("'READ' did not come:\nmany\nlines")
        return [("cpu", 2.0)]

    turns: list[object] = []
    group = Group("text", "10 words", measure, 2, (figures.Figure("cpu", "CPU", "ms"),))
    sessions = run_sessions(group, [Program("now")], Inputs(tmp_path), 2, lambda _: None)
    assert sessions.notes == ["text, 10 words: 'READ' did not come: (now)"]
    assert sessions.values("now", "cpu") == [[], [2.0]]


@needs_linux
def test_two_programs_are_measured_in_turns_each_in_a_home_of_its_own(tmp_path: Path) -> None:
    seen: list[tuple[str, Path]] = []

    def measure(run: object) -> list[tuple[str, float]]:
        seen.append((run.program.name, run.home))  # type: ignore[attr-defined]
        return [("cpu", 4.0 if run.program.name == "old" else 1.0)]  # type: ignore[attr-defined]

    group = Group("text", "10 words", measure, 2, (figures.Figure("cpu", "CPU", "ms"),))
    before, after = Program("old"), Program("new")
    sessions = run_sessions(group, [before, after], Inputs(tmp_path), 2, lambda _: None)
    assert [name for name, _ in seen] == ["old", "new", "old", "new"]
    assert len({home for _, home in seen}) == 4
    ((what, case, of),) = comparison.ratios(sessions, before, after)
    assert (what, case, of.value, of.pairs) == ("CPU", "10 words", 0.25, 2)
    assert "| CPU | 10 words | 0.25 | 0.25 to 0.25 | 2 |" in comparison.table([(what, case, of)], before, after)


def test_an_earlier_commit_is_laid_out_apart_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *arguments], cwd=repository, check=True, capture_output=True)

    repository = tmp_path / "repository"
    repository.mkdir()
    git("init", "-q")
    for text in ("old", "new"):
        (repository / "requirements.txt").write_text("same\n")
        (repository / "module.py").write_text(text)
        git("add", "-A")
        git("commit", "-qm", text)
    monkeypatch.setattr(comparison, "ROOT", repository)
    said: list[str] = []
    with comparison.checked_out("HEAD~1", said.append) as program:
        assert (program.tree / "module.py").read_text() == "old"
        assert program.python == sys.executable
        assert program.name != comparison.present().name
    assert "same libraries" in said[0]
    assert not program.tree.exists()
    assert len(comparison.git("worktree", "list").splitlines()) == 1
    with pytest.raises(comparison.RevisionError) as caught, comparison.checked_out("--nowhere", said.append):
        pass
    assert str(caught.value) == "is no commit of this repository"


def test_a_commit_beside_itself_is_two_programs() -> None:
    same = comparison.present()
    assert comparison.beside(same).name != same.name
    assert comparison.beside(Program("another")).name == same.name


def test_a_missed_promise_stands_out_and_growth_is_the_largest_beside_the_smallest() -> None:
    report = {
        **EMPTY,
        "figures": [
            row("text", "10k words", "tag", 10.0, is_growth=True),
            row("text", "1M words", "tag", 40.0, promise=25, holds=False),
        ],
        "notes": ["toolong: left out"],
    }
    text = markdown(report)
    assert "| tag | 1M words | 40.0 | 40.0 | 40.0 | ms | ≤ 25.0 **missed** | 1 x 1 |" in text
    assert "| tag | ms | 10.0 | – | 40.0 | 4.0 |" in text
    assert "- toolong: left out" in text


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [(None, "ms", ""), (0.01234, "s", "0.012"), (1.234, "s", "1.23"), (12.34, "ms", "12.3"), (1234.5, "ms", "1,234")],
)
def test_numbers_have_the_digits_that_count(value: float | None, unit: str, wanted: str) -> None:
    assert number(value, unit) == wanted


def test_the_manuals_part_has_ratios_and_a_dash_for_what_was_not_measured() -> None:
    report = {
        **EMPTY,
        "figures": [row("first", "the samples", "ratio", 1.44), row("text", "1M words", "rss", 60.0)],
        "peers": [{"program": "slate", "version": "1", "words": 1_000_000, "costs": {"rss": 240.0}}],
    }
    block = manual_block(report)
    assert block.startswith(BEGINS)
    assert block.endswith(ENDS)
    assert "2026-01-02, commit abc1234, on 2 cores" in block
    assert "after 1.44 times" in block
    assert "| memory | 0.25 |" in block
    assert "| tag: CPU | 10k words | 1M words | – |" in block


def test_the_manual_has_the_rows_that_a_run_gives() -> None:
    def heads(text: str) -> list[str]:
        return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]

    assert page("figures").count(BEGINS) == page("figures").count(ENDS) == 1
    block = page("figures").split(BEGINS)[1].split(ENDS)[0]
    assert heads(block) == heads(manual_block(EMPTY))


def test_there_is_one_line_where_no_report_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--manual", str(tmp_path / "none.json")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
