"""``agreement``: what a person sees, and the object that other programs read."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.model.annotation import Change, Decision, new_id
from reader.store.folder_store import FolderStore
from tests.analysis.agreement.published import label_of, published, units_of
from tests.exchange.comparison.teams import team_store

#: Ten words of one letter: the word of place N is the code point 2 N.
TEXT = "a b c d e f g h i j"
FIGURES = {"overlap_f1", "exact_f1", "alpha_u", "kappa", "alpha"}
VALUES = published()
needs_values = pytest.mark.skipif(
    not VALUES, reason="the published values lie beside the checkout, in a folder that is not here"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    return here


def run(capfdbinary: pytest.CaptureFixture[bytes], *words: str, code: int = 0) -> tuple[str, str]:
    """Run the command; what it printed, and what it said."""
    assert main(["agreement", *words]) == code
    found = capfdbinary.readouterr()
    return found.out.decode("utf-8-sig"), found.err.decode()


def figures(capfdbinary: pytest.CaptureFixture[bytes], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(capfdbinary, *words, "-f", "json")[0])
    return found


def placed(*words: tuple[int, int, str]) -> list[tuple[int, int, str]]:
    """Passages from a word to before another, as code points of ``TEXT``."""
    return [(2 * start, 2 * end - 1, label) for start, end, label in words]


def hand(folder: Path) -> None:
    """The document that ``tests/analysis/agreement/test_agreement_figures.py`` works by hand."""
    tags = {"A": placed((0, 4, "claim")), "B": placed((2, 6, "claim"), (8, 10, "evidence"))}
    team_store(folder / "annotations", TEXT, tags)


def test_the_object_has_the_figures_by_label_together_and_of_links(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hand(folder)
    found = figures(capfdbinary)
    assert list(found)[:6] == ["annotators", "documents", "labels", "all", "links", "confusion"]
    assert (found["annotators"], found["documents"]) == (["A", "B"], 1)
    assert found["labels"]["claim"] == {
        "n": 2, "overlap_f1": 1, "exact_f1": 0,
        "alpha_u": pytest.approx(1 - (32 / 361) / (2 / 19 * 1148 / 1322), abs=1e-6),
        "kappa": pytest.approx(1 / 6, abs=1e-6), "alpha": pytest.approx(1 - 8 / (192 / 19), abs=1e-6),
    }  # fmt: skip
    assert set(found["all"]) == {"n", *FIGURES}
    assert found["links"] == {"n": 0, "f1": None, "labelled_f1": None}
    assert found["confusion"] == {"": {"evidence": 1}, "claim": {"claim": 1}}
    assert found["reasons"]["links"] == {"f1": "nobody linked anything", "labelled_f1": "nobody linked anything"}
    assert found["counts"]["labels"]["claim"] == {
        "annotators": {"A": 1, "B": 1}, "matched": 1, "same": 0,
        "observed_disagreement": pytest.approx(32 / 361, abs=1e-6),
        "expected_disagreement": pytest.approx(2 / 19 * 1148 / 1322, abs=1e-6),
    }  # fmt: skip


@needs_values
@pytest.mark.parametrize(
    "value", [one for one in VALUES if one["figure"].startswith("alpha_U 2004 of")], ids=lambda one: one["name"]
)
def test_published_values_of_alpha_u_come_out(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], value: dict[str, Any]
) -> None:
    units, (start, end) = units_of(value)
    label = label_of(value)
    tags = {f"P{at}": [(a - start, b - start, label) for a, b in theirs] for at, theirs in enumerate(units)}
    team_store(folder / "annotations", "x" * (end - start), tags)
    assert figures(capfdbinary)["labels"][label]["alpha_u"] == pytest.approx(value["expected"], abs=value["tolerance"])


@needs_values
@pytest.mark.parametrize(
    "value", [one for one in VALUES if "over the 24 units" in one["figure"]], ids=lambda one: one["name"]
)
def test_published_values_over_units_come_out_over_words(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], value: dict[str, Any]
) -> None:
    units, (_, size) = units_of(value)
    label = label_of(value)
    tags = {f"P{at}": placed(*((a, b, label) for a, b in theirs)) for at, theirs in enumerate(units)}
    team_store(folder / "annotations", " ".join("x" * size), tags)
    figure = "kappa" if value["figure"].startswith("cohen") else "alpha"
    assert figures(capfdbinary)["labels"][label][figure] == pytest.approx(value["expected"], abs=value["tolerance"])


@needs_values
def test_a_published_value_with_missing_annotators_comes_out(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Each item is a document of one word; a category is a label on it."""
    (value,) = (one for one in VALUES if one["name"] == "Krippendorff 4 raters, missing, nominal")
    for number, item in enumerate(value["data"]):
        tags = {f"P{at}": [(0, 4, label)] for at, label in enumerate(item) if label is not None}
        team_store(folder / "annotations", f"word {'.' * number}", tags, name=f"{number}.txt")
    found = figures(capfdbinary, "--all")
    assert found["documents"] == 11  # of the twelfth item only one value is known
    assert found["all"]["alpha"] == pytest.approx(value["expected"], abs=value["tolerance"])
    assert found["all"]["kappa"] is None


def test_the_text_says_what_each_figure_was_counted_over_and_why_one_means_nothing(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hand(folder)
    lines = run(capfdbinary)[0].splitlines()
    assert lines[:3] == ["A and B: agreement over 1 document", "no intervals: they need two documents", ""]
    assert "claim\toverlap F1\t1.000\t\t1 pair of A 1, B 1" in lines
    assert "claim\tkappa\t0.167\t\t10 words" in lines
    assert any(line.startswith("claim\talpha_U\t") and line.endswith("\t19 code points") for line in lines)
    assert "links\tF1\tn/a\t\tnobody linked anything" in lines
    assert "A \\ B\tclaim\tevidence" in lines
    assert "(nothing)\t0\t1" in lines
    assert lines[-3] == "one.txt:0-19  6 of 10 words  (A: claim, B: claim + evidence)  “a b c d e f g h i j”"


def test_what_is_left_out_is_said(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    store, tags = folder / "annotations", placed((0, 4, "claim"))
    team_store(store, TEXT, {"A": tags, "B": tags}, finished=["A"])
    team_store(store, f"{TEXT} k", {"A": tags, "B": tags}, name="two.txt")
    team_store(store, f"{TEXT} l", {"A": tags}, finished=["A"], name="three.txt")
    said = run(capfdbinary)[0]
    assert "A and B: agreement over 1 document\n2 documents left out: not finished by all of them (--all" in said
    said = run(capfdbinary, "--all")[0]
    assert "A and B: agreement over 2 documents\n1 document left out: only one of them tagged anything there\n" in said
    assert "1 document counted although not all say they have finished" in said
    assert "intervals: 1000 samples of the documents (bootstrap)" in said
    assert "claim\toverlap F1\t1.000\t1.000 to 1.000\t2 pairs of A 2, B 2" in said


def test_what_was_taken_back_or_changed_after_handing_in_is_said(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hand(folder)
    store = FolderStore(folder / "annotations")
    (key,) = store.keys()
    broken = Decision(new_id(), "finished", {"seal": "00"}, "A")
    records = [Decision(new_id(), "reopened", {}, "B"), broken]
    old = next(one for one in store.load(key).decisions if one.annotator == "A")
    store.save(store.load(key).document, [Change(old, None), *(Change(None, one) for one in records)])
    store.close()
    said = run(capfdbinary)[0]
    assert "1 time somebody took back that they had finished (B 1)\n" in said
    assert "1 broken seal: tags changed after they were handed in (A 1)\n" in said
    found = figures(capfdbinary)
    assert (found["taken_back"], found["broken_seals"]) == ({"B": 1}, {"A": 1})


def test_in_a_blind_project_only_documents_that_all_have_finished_are_compared(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, tags = folder / "annotations", placed((0, 4, "secret label"))
    team_store(store, TEXT, {"A": tags, "B": tags}, finished=["B"])
    team_store(store, f"{TEXT} k", {"A": tags, "B": tags}, finished=["A"], name="two.txt")
    (store / "project.toml").write_text('annotators = ["A", "B"]\nadjudicators = ["Cy"]\nblind = true\n')
    for who in ("A", "B"):
        monkeypatch.setenv("NRC_READER_ANNOTATOR", who)
        for more in ([], ["--all"], ["--annotators", "A,B", "-f", "json"], ["--all", "-f", "csv"]):
            said = "".join(run(capfdbinary, *more))
            assert "secret" not in said
            assert "two.txt" not in said
        assert "2 documents left out: the project is blind, and not all have finished" in run(capfdbinary, "--all")[0]
    monkeypatch.setenv("NRC_READER_ANNOTATOR", "Cy")
    assert figures(capfdbinary, "--all")["documents"] == 2


def test_no_document_that_all_have_finished(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    team_store(folder / "annotations", TEXT, {"A": placed((0, 4, "claim")), "B": []}, finished=[])
    team_store(folder / "annotations", f"{TEXT} k", {"B": placed((0, 4, "claim"))}, finished=[], name="two.txt")
    found = figures(capfdbinary)
    assert (found["documents"], found["labels"], found["confusion"], found["contested"]) == (0, {}, {}, [])
    assert {found["all"][name] for name in FIGURES} == {None}
    assert set(found["reasons"]["all"].values()) == {"no document to compare"}
    assert found["left_out"]["unfinished_documents"] == 2


def test_csv_has_a_figure_a_row_with_numbers_as_numbers(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    tags = {"A": placed((0, 4, "=claim")), "B": placed((4, 10, "=claim"))}
    team_store(folder / "annotations", TEXT, tags)
    said, _ = run(capfdbinary, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert [row["of"] for row in rows] == ["label"] * 5 + ["all"] * 5 + ["links"] * 2
    kappa = next(row for row in rows if row["figure"] == "kappa")
    assert kappa["label"] == "'=claim"  # no spreadsheet takes it for a formula
    assert float(kappa["value"]) < 0
    assert rows[-1]["reason"] == "nobody linked anything"


def test_stores_and_exports_can_be_named_and_are_the_same_as_one(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    hand(folder)
    (folder / "one.txt").write_text(TEXT)
    whole = figures(capfdbinary)
    for who in "AB":
        assert main(["export", "--annotator", who, "-o", f"{who}.jsonl"]) == 0
    found = figures(capfdbinary, "A.jsonl", "B.jsonl")
    assert {**found, "unfinished_but_counted": 0} == whole
    assert found["unfinished_but_counted"] == 1


def test_annotators_and_labels_can_be_chosen(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    tags = {name: placed((at, at + 3, "claim"), (6, 8, "opinion")) for at, name in enumerate("ABC")}
    team_store(folder / "annotations", TEXT, tags)
    assert figures(capfdbinary)["annotators"] == ["A", "B", "C"]
    found = figures(capfdbinary, "--annotators", "C, A", "--label", "opinion")
    assert found["annotators"] == ["C", "A"]
    assert list(found["labels"]) == ["opinion"]
    assert found["all"] == {"n": 2, **dict.fromkeys(FIGURES, 1)}


def test_the_adjudicated_layer_is_nobody_unless_it_is_named(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    tags = {name: placed((1, 3, "claim")) for name in ("A", "B", "adjudicated")}
    team_store(folder / "annotations", TEXT, tags, finished=["A", "B"])
    assert figures(capfdbinary)["annotators"] == ["A", "B"]
    found = figures(capfdbinary, "--annotators", "A,adjudicated", "--all")
    assert (found["annotators"], found["documents"]) == (["A", "adjudicated"], 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--annotators", "A,adjudicated"], "adjudicated: no annotator of that name in annotations (there are A, B)"),
        (["--annotators", "A,Q"], "Q: no annotator of that name in annotations (there are A, B)"),
        (["--label", "clam"], "--label clam: there is no such label, only claim, evidence, opinion"),
        (["--document", "nowhere.txt"], "nowhere.txt: no such document in annotations"),
        (["nowhere"], "nowhere: is not there (a file, a store's folder, or REV:STORE for a revision in git)"),
    ],
)
def test_what_is_not_there_is_one_line(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], words: list[str], said: str
) -> None:
    hand(folder)
    assert run(capfdbinary, *words, code=1) == ("", f"nrc-reader: {said}\n")


def test_one_annotator_is_not_enough(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    team_store(folder / "annotations", TEXT, {"A": placed((0, 4, "claim"))})
    _, said = run(capfdbinary, "annotations", code=1)
    assert said == (
        "nrc-reader: annotations: only A has tagged anything there; two annotators are needed"
        " (name their stores or exports)\n"
    )
    with pytest.raises(SystemExit) as ended:
        main(["agreement", "--annotators", "A"])
    assert ended.value.code == 2


def test_who_finished_everything_without_a_tag_is_compared(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    team_store(folder / "annotations", TEXT, {"A": placed((0, 2, "claim")), "B": []})
    found = figures(capfdbinary)["all"]
    assert found["overlap_f1"] == found["kappa"] == 0
    assert found["alpha_u"] <= 0


def decide(folder: Path, name: str, *decisions: tuple[str, dict[str, Any]]) -> None:
    """Keep decisions of an adjudicator with a document."""
    store = FolderStore(folder / "annotations")
    for key in store.keys():
        if (document := store.load(key).document).path == name:
            made = [Decision(new_id(), kind, data, "cy", "2026-05-01", "2026-05-01") for kind, data in decisions]
            store.save(document, [Change(None, one) for one in made])
    store.close()


def ruling(label: str, rule: str, choice: str = "both") -> tuple[str, dict[str, Any]]:
    member = {"id": new_id(), "label": label, "annotator": "A", "start": 0, "end": 1, "quote": "a"}
    return "adjudication", {"choice": choice, "members": [member], "taken": [], "rule": rule}


def test_the_rules_that_decisions_name_are_counted_most_often_first(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for number in (1, 2, 3):
        tags = {"A": placed((0, number, "claim")), "B": placed((2, 6, "claim"))}
        team_store(folder / "annotations", f"{TEXT} {number}", tags, name=f"{number}.txt")
    assert figures(capfdbinary)["contested_rules"] is None
    assert figures(capfdbinary)["reasons"]["contested_rules"] == "nobody decided about a disagreement there yet"
    assert "rules of the guideline: n/a (nobody decided" in run(capfdbinary)[0]
    decide(folder, "1.txt", ruling("claim", "", "agreed"))
    assert "nobody decided" in run(capfdbinary)[0]
    decide(folder, "1.txt", ruling("claim", ""))
    assert "n/a (no decision names a rule of the guideline)" in run(capfdbinary)[0]
    decide(
        folder, "1.txt", ruling("claim", "2"), ruling("evidence", "2"), ruling("evidence", "b"), ruling("claim", "b")
    )
    decide(folder, "2.txt", ruling("claim", "3.1"), ruling("claim", "b"), ("adjudicated link", {"rule": "3.1"}))
    found = figures(capfdbinary)
    assert found["contested_rules"] == [
        {"rule": "b", "decisions": 3, "documents": 2},
        {"rule": "2", "decisions": 2, "documents": 1},
        {"rule": "3.1", "decisions": 2, "documents": 1},
    ]
    assert "contested_rules" not in found["reasons"]
    assert "b: 3 decisions in 2 documents" in run(capfdbinary)[0]
    assert figures(capfdbinary, "--document", "2.txt")["contested_rules"] == [
        {"rule": "3.1", "decisions": 2, "documents": 1},
        {"rule": "b", "decisions": 1, "documents": 1},
    ]
    assert [one["rule"] for one in figures(capfdbinary, "--label", "evidence")["contested_rules"]] == ["2", "b"]


def test_a_decision_that_two_stores_have_counts_once(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    hand(folder)
    decide(folder, "one.txt", ruling("claim", "2"))
    shutil.copytree(folder / "annotations", folder / "copy")
    assert figures(capfdbinary, "annotations", "copy")["contested_rules"] == [
        {"rule": "2", "decisions": 1, "documents": 1}
    ]
