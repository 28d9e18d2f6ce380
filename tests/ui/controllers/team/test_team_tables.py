"""Agreement, disagreements, findings and what became of one's tags, as tables that lead to the text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.adjudication.adjudication_screen import AdjudicationScreen
from reader.ui.screens.table_screen import TableScreen
from reader.workspace.session import Session
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.team.test_adjudicating import ALIKE, ALONE, RELABELLED, SHORTER
from tests.ui.controllers.test_all_annotations import found
from tests.ui.controllers.test_reading import passage
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
AGREEMENT = "ann, lee: 1 document that all have finished; 1 not finished by all"
DISAGREEMENTS = "4 disagreements in 1 document that two have finished; C decides"


@pytest.fixture
def tagged(folder: Path, store: FolderStore) -> FolderStore:
    """A store in which ann, who reads, and lee have finished the first article, and ann the second."""
    for name in ("ann", "lee"):
        with Session.open([str(folder)], store=store.folder, annotator=name) as session:
            news = session.read(session.documents[0])
            whole = session.tag(news, "claim", quote=ALIKE)
            other = session.tag(news, "evidence" if name == "ann" else "opinion", quote=RELABELLED)
            if name == "ann":
                session.tag(news, "evidence", quote=SHORTER)
                session.link(other, whole, "supports")
                session.finish(session.read(session.documents[1]))
            else:
                session.tag(news, "evidence", quote="Trade between the two blocs fell")
                session.tag(news, "claim", quote=ALONE)
            session.finish(news)
    return store


async def go_down(pilot: Pilot[int], *texts: str) -> None:
    """To the first row of the table that has all of these."""
    app = pilot.app
    assert isinstance(app, ReaderApp)
    at = next(number for number, row in enumerate(rows_of(app)[3:]) if all(text in row for text in texts))
    await pilot.press("g", *["j"] * at)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.usefixtures("tagged")
async def test_the_figures_stand_by_label_and_lead_to_the_disagreements_of_one(
    reader: Make, size: tuple[int, int]
) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        await pilot.press("Q")
        await found(pilot, AGREEMENT[:40])
        headings = next(row for row in rows_of(app) if "label" in row)
        assert headings.strip("│ ").split()[:4] == ["label", "n", "overlap", "F1"]
        assert all(name in headings for name in ("exact F1", "alpha_U", "kappa", "alpha"))
        shown = {row.strip("│ ").split("  ")[0]: row.strip("│ ").split() for row in rows_of(app)}
        assert shown["claim"][:3] == ["claim", "3", "0.667"]
        assert shown["evidence"][:3] == ["evidence", "3", "0.667"]
        assert "0.000" in shown["evidence"], "by exact passages"
        assert shown["all labels"][:3] == ["all", "labels", "7"]
        assert "intervals need two documents" in screen_of(app)
        assert shown["links"] == ["links", "1", "0.000", "0.000"]
        await go_down(pilot, "evidence")
        await pilot.press("enter")
        await found(pilot, "2 of 4 disagreements")
        assert "boundary" in screen_of(app)
        assert "labels" in screen_of(app)
        assert ALONE[:12] not in screen_of(app)
        await pilot.press("escape")
        await found(pilot, AGREEMENT[:40])
        await pilot.press("2")
        await found(pilot, DISAGREEMENTS[:40])
        await pilot.press("escape")
        assert not isinstance(app.screen, TableScreen)


@pytest.mark.usefixtures("tagged")
async def test_a_figure_that_means_nothing_says_why(reader: Make, store: FolderStore) -> None:
    with Session.open([str(store.folder.parent / "articles")], store=store.folder, annotator="lee") as session:
        session.finish(session.read(session.documents[0]))  # takes it back
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q")
        await found(pilot, "n/a: no document to compare")
        assert "0 documents that all have finished" in screen_of(app)


async def test_one_annotator_is_told_that_two_are_needed(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q")
        await found(pilot, "two annotators are needed")
        await pilot.press("2")
        await found(pilot, "no document is finished by two annotators")
        await pilot.press("4")
        await found(pilot, "nothing of yours was adjudicated yet")


@pytest.mark.usefixtures("tagged")
async def test_a_disagreement_leads_to_its_passage_where_it_can_be_adjudicated(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS)
        assert any("ann" in row and "lee" in row for row in rows_of(app)), "names are told here"
        assert any(f"evidence “{RELABELLED}”" in row and "opinion “It was" in row for row in rows_of(app))
        assert any("one-sided" in row and "–" in row and "claim “Lenz" in row for row in rows_of(app))
        await go_down(pilot, "one-sided")
        await pilot.press("enter")
        await until(pilot, lambda: passage(app) == ALONE)
        await pilot.press("Q")
        await found(pilot, DISAGREEMENTS)
        await pilot.press("enter")  # at the same row
        await until(pilot, lambda: not isinstance(app.screen, TableScreen) and passage(app) == ALONE)
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen))


@pytest.mark.usefixtures("tagged")
async def test_a_finding_leads_to_its_annotation_and_words_filter(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "3")
        screen = await found(pilot, "findings (")
        assert "claim-without-evidence" in screen
        await pilot.press("slash", *"ANNOTATORS differ", "enter")
        await until(pilot, lambda: "claim-without-evidence" not in screen_of(app))
        assert "annotators-differ" in screen_of(app)
        await go_down(pilot, "annotators-differ", RELABELLED[:10])
        await pilot.press("enter")
        await until(pilot, lambda: passage(app) == RELABELLED)


@pytest.mark.usefixtures("tagged")
async def test_what_became_of_ones_tags_comes_with_the_kept_ones_last(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen))
        await pilot.pause()
        await pilot.press("1", "x", "+", "x", "q")
        await saved(pilot)
        await pilot.press("Q", "4")
        await found(pilot, "3 tags of ann: 2 kept, 1 dropped")
        rows = [row.strip("│ ").split() for row in rows_of(app)[3:6]]
        assert [row[0] for row in rows] == ["dropped", "kept", "kept"]
        assert "claim" in rows[0], "the rule, which is a label's guideline here"
        await pilot.press("g", "enter")
        await until(pilot, lambda: passage(app) == RELABELLED)


@pytest.mark.usefixtures("tagged")
async def test_what_was_changed_since_is_read_again_by_a_key(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS)
        await pilot.press("q", "o", "y")  # another tag, which takes back that the document is finished
        await pilot.press("Q")
        await found(pilot, "changed since, r reads again")
        await pilot.press("r")
        await found(pilot, "no document is finished by two annotators")
        assert "changed since" not in screen_of(app)


async def test_the_rows_are_written_beside_the_documents(reader: Make, tagged: FolderStore) -> None:
    app, written = reader(), tagged.folder / "disagreements.csv"
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS)
        await pilot.press("E")
        await until(pilot, written.exists)
    lines = written.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "kind,ann,lee,document"
    assert len(lines) == 5


async def test_rules_that_cannot_be_used_are_said_and_read_again(reader: Make, tagged: FolderStore) -> None:
    rules = tagged.folder / "lint.toml"
    rules.write_text("broken", encoding="utf-8")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "3")
        await found(pilot, "lint.toml")
        rules.unlink()
        await pilot.press("r")
        await found(pilot, "findings (")
        assert "lint.toml" not in screen_of(app)


@pytest.mark.usefixtures("tagged")
async def test_an_annotation_that_is_gone_meanwhile_is_said_to_be(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS[:40])
        await go_down(pilot, "one-sided")
        with Session.open([str(store.folder.parent / "articles")], store=store.folder, annotator="lee") as session:
            news = session.read(session.documents[0])
            session.delete(news, next(one for one in news.records.annotations if one.quote == ALONE))
        await pilot.press("enter")
        await found(pilot, "it is not there any more")


@pytest.mark.usefixtures("tagged")
async def test_a_link_is_a_disagreement_too_and_leads_to_where_it_starts(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q")
        await found(pilot, AGREEMENT[:40])
        await go_down(pilot, "links")
        await pilot.press("enter")
        await found(pilot, "1 of 4 disagreements")
        assert any("link" in row and "supports: “It was" in row for row in rows_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: passage(app) == RELABELLED)
        await pilot.press("Q", "C")
        screen = await found(pilot, "other labels")
        assert "a link" not in screen, "its end is asked about first"


@pytest.mark.usefixtures("tagged")
async def test_a_row_is_adjudicated_where_it_is_and_one_that_is_decided_can_be_changed(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS)
        await go_down(pilot, "one-sided")
        await pilot.press("C")
        await found(pilot, "not all tagged it")
        await pilot.press("x", "q")
        await saved(pilot)
        await pilot.press("Q", "r")
        await found(pilot, "3 disagreements in 1 document that two have finished, 1 decided")
        await go_down(pilot, "one-sided", "nothing")
        await pilot.press("C")
        await found(pilot, "decided, 1 of 1")
        assert "=  nothing taken" in screen_of(app)


@pytest.mark.usefixtures("tagged")
async def test_confusion_and_contested_sentences_lead_to_their_disagreements(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "5")
        await found(pilot, "of passages by their labels")
        assert any("ann \\ lee" in row and "opinion" in row for row in rows_of(app))
        await go_down(pilot, "evidence")
        await pilot.press("l", "l", "l", "enter")
        screen = await found(pilot, "1 of 4 disagreements")
        assert "evidence against opinion" in screen
        await pilot.press("escape")
        await found(pilot, "of passages by their labels")
        await pilot.press("h", "h", "enter")
        await found(pilot, "none of them")
        await pilot.press("6")
        await found(pilot, "the most words on which annotators disagree")
        await go_down(pilot, RELABELLED[:20])
        await pilot.press("enter")
        screen = await found(pilot, "1 of 4 disagreements")
        assert "a contested sentence" in screen
        await pilot.press("C")
        await found(pilot, "other labels")


@pytest.mark.usefixtures("tagged")
async def test_every_table_says_what_filters_it(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "2")
        await found(pilot, DISAGREEMENTS)
        await pilot.press("slash")
        await found(pilot, "words of a row: boundary claim")
        await pilot.press("escape", "f1")
        screen = await found(pilot, "show only the rows that have all the words")
        assert "by:NAME" not in screen


async def test_figures_have_intervals_over_two_documents(reader: Make, tagged: FolderStore, folder: Path) -> None:
    with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
        session.finish(session.read(session.documents[1]))
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q")
        await found(pilot, "95 % of 1,000 samples of the documents")
        headings = next(row for row in rows_of(app) if "overlap F1" in row)
        assert "overlap 95 %" in headings
        assert any("claim" in row and "0.67–0.67" in row for row in rows_of(app))


@pytest.mark.usefixtures("tagged")
async def test_a_rule_that_decisions_name_leads_to_what_was_decided_so(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("Q", "7")
        await found(pilot, "nobody decided about a disagreement there yet")
        await pilot.press("2")
        await found(pilot, DISAGREEMENTS)
        await go_down(pilot, "one-sided")
        await pilot.press("C")
        await found(pilot, "not all tagged it")
        await pilot.press("1", "x", "q")
        await saved(pilot)
        await pilot.press("Q", "7", "r")
        await found(pilot, "1 rule of the guideline that decisions name as their reason")
        await pilot.press("enter")
        screen = await found(pilot, "1 of 3 disagreements")
        assert "decided by claim" in screen
        assert any("one-sided" in row and "nothing" in row for row in rows_of(app))
