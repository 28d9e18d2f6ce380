"""What an open store says of agreement and disagreements: the figures of the command, and nothing that is hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.analysis.agreement.agreement_figures import ALL, OVERLAP_F1, agreement_figures
from reader.exchange.annotation_selection import AnnotationSelection
from reader.exchange.comparison.annotator_comparison import compare_annotators
from reader.exchange.comparison.document_disagreements import document_disagreements
from reader.exchange.comparison.side_reading import read_side
from reader.exchange.comparison.store_agreement import store_agreement
from reader.store import open_store
from reader.store.allowed_files import AllowedFiles
from tests.exchange.comparison.teams import team_store

TEXT = "Prices rose in May. The minister asked for patience. Nobody else said a word about it."
RISE, ASKED = (0, 19, "claim"), (20, 52, "evidence")
MOST = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store in which A and B have finished a document, and C nothing; C is to finish it too."""
    folder = tmp_path / "annotations"
    folder.mkdir()
    (folder / "project.toml").write_text('annotators = ["A", "B", "C"]\nadjudicators = ["D"]\nblind = true\n')
    team_store(folder, TEXT, {"A": [RISE], "B": [RISE, ASKED]})
    return folder


def disagreements(folder: Path, viewer: str) -> list[tuple[str, list[str]]]:
    store = open_store(folder, viewer)
    found = document_disagreements(store, map(store.load, store.keys()), AllowedFiles(None), MOST)
    return [(one.document.path, [case.kind for case in one.cases]) for one in found]


def test_a_hidden_document_is_no_disagreement_until_all_have_finished_it(folder: Path) -> None:
    assert disagreements(folder, "A") == []
    assert disagreements(folder, "D") == [("one.txt", ["one-sided"])]
    team_store(folder, TEXT, {"C": [RISE]})
    assert disagreements(folder, "A") == [("one.txt", ["one-sided"])]


def test_a_hidden_document_is_in_no_figure_until_all_have_finished_it(folder: Path) -> None:
    store = open_store(folder, "A")
    found = store_agreement(store, map(store.load, store.keys()), MOST)
    assert found is not None
    assert (found.figures.annotators, found.figures.documents) == (("A", "B", "C"), ())
    team_store(folder, TEXT, {"C": [RISE]})
    store = open_store(folder, "A")
    found = store_agreement(store, map(store.load, store.keys()), MOST)
    assert found is not None
    assert found.figures.counts[ALL].each == {"A": 1, "B": 2, "C": 1}


def test_the_figures_are_those_of_the_command(folder: Path) -> None:
    store = open_store(folder, "D")
    found = store_agreement(store, map(store.load, store.keys()), MOST)
    assert found is not None
    side = read_side(str(folder), str(folder), "D")
    names = found.figures.annotators
    expected = agreement_figures(compare_annotators([side], names, AnnotationSelection(), MOST).documents, names)
    assert {key: one.value for key, one in found.figures.figures.items()} == {
        key: one.value for key, one in expected.figures.items()
    }
    assert found.figures.figures[ALL, OVERLAP_F1].value == pytest.approx(2 / 3)


def test_one_annotator_agrees_with_nobody(tmp_path: Path) -> None:
    team_store(tmp_path, TEXT, {"A": [RISE]})
    store = open_store(tmp_path)
    assert store_agreement(store, map(store.load, store.keys()), MOST) is None
