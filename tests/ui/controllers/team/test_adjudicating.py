"""Adjudication by keyboard: what A and B tagged stands side by side, one key an answer, and no answer is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.analysis.adjudication.rulings import ADJUDICATED, RULING
from reader.model.annotation import Annotation
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.screens.adjudication.adjudication_screen import AdjudicationScreen
from reader.workspace.session import Session
from tests.ui.conftest import on_disk, rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
#: What both tag alike, what one has with another label, what one ends earlier, and what one alone has.
ALIKE = "The council met on Monday."
RELABELLED = "It was the first meeting in two years."
SHORTER = "Trade between the two blocs fell by 12 percent last year."
ALONE = "Lenz called that a warning."


@pytest.fixture
def tagged(folder: Path, store: FolderStore) -> FolderStore:
    """A store in which kim and lee have finished the first article, and kim the second."""
    for name in ("kim", "lee"):
        with Session.open([str(folder)], store=store.folder, annotator=name) as session:
            news = session.read(session.documents[0])
            whole = session.tag(news, "claim", quote=ALIKE)
            other = session.tag(news, "evidence" if name == "kim" else "opinion", quote=RELABELLED)
            if name == "kim":
                session.tag(news, "evidence", quote=SHORTER)
                session.annotate(news, other, "see the archive")
                session.link(other, whole, "supports")
            else:
                session.tag(news, "evidence", quote="Trade between the two blocs fell")
                session.tag(news, "claim", quote=ALONE)
            session.finish(news)
            if name == "kim":
                session.finish(session.read(session.documents[1]))
    return store


def layer(store: FolderStore) -> list[tuple[str, str]]:
    return [(one.label, one.quote) for one in on_disk(store) if one.annotator == ADJUDICATED]


def own(store: FolderStore) -> list[Annotation]:
    return [one for one in on_disk(store) if one.annotator != ADJUDICATED]


async def begin(pilot: Pilot[int]) -> AdjudicationScreen:
    app = pilot.app
    assert isinstance(app, ReaderApp)
    await pilot.press("C")
    await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen))
    await pilot.pause()
    assert isinstance(app.screen, AdjudicationScreen)
    return app.screen


def unwrapped(app: ReaderApp) -> str:
    return " ".join(row.strip("│ ") for row in rows_of(app))


def letter_of(screen: AdjudicationScreen, name: str) -> str:
    return "ab"[screen._docket.annotators.index(name)]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.usefixtures("tagged")
async def test_the_sides_stand_beside_each_other_without_names(reader: Make, size: tuple[int, int]) -> None:
    app = reader()
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        shown = screen_of(app)
        assert "1/3" in shown
        assert "other labels" in shown
        assert "taken, as all agree: 1 passage" in shown
        a = letter_of(screen, "kim").upper()
        assert any(row.lstrip("│ ").startswith(f"{a}  evidence: “{RELABELLED}”") for row in rows_of(app))
        assert "(see the archive)" in shown
        assert "A[B[It was the first meeting" in shown.replace("\n", " ")
        assert any(row.lstrip("│ ").startswith("AB ") for row in rows_of(app)), "the gutters"
        assert "takes A's" in shown
        assert "kim" not in shown.replace(str(app.session.store.name), "")
        await pilot.press("H")
        assert "(kim)" in screen_of(app)


async def test_one_key_decides_and_goes_on_and_nobodys_tags_are_touched(reader: Make, tagged: FolderStore) -> None:
    app, before = reader(), own(tagged)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await begin(pilot)
        await pilot.press("2", letter_of(screen, "kim"))
        assert "2/4" in screen_of(app), "with the link, whose ends are there now"
        assert "same label, other ends" in screen_of(app)
        await pilot.press("+", "x")
        assert "all decided" not in screen_of(app), "the link is asked about once its ends are there"
        assert "a link" in screen_of(app)
        await pilot.press(letter_of(screen, "kim"), "d")
        await saved(pilot)
        assert "no other document waits" in app.main_display.status.message
    assert layer(tagged) == [("claim", ALIKE), ("evidence", RELABELLED), ("evidence", SHORTER)]
    assert own(tagged) == before
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    rules = [one.data.get("rule") for one in stored.decisions if one.kind == RULING and one.data["choice"] != "agreed"]
    assert rules == ["evidence", None, None]
    assert [one.kind for one in stored.links if one.annotator == ADJUDICATED] == ["supports"]
    assert {one.annotator for one in stored.decisions if one.kind == "finished"} == {"kim", "lee", ADJUDICATED}


async def test_answers_are_undone_and_asked_again_and_hold_over_a_restart(reader: Make, tagged: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("a", "u")
        assert "1/3" in screen_of(app)
        assert "undone" in screen_of(app)
        await pilot.press("x", "q")
        await saved(pilot)
    assert layer(tagged) == [("claim", ALIKE)]
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        assert "2/3" in screen_of(app)
        assert "same label, other ends" in screen_of(app)


async def test_what_is_put_off_comes_last_and_the_document_is_not_done_before(
    reader: Make, tagged: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await begin(pilot)
        await pilot.press("s")
        assert "same label, other ends" in screen_of(app)
        await pilot.press("d")
        assert "3 disagreements are not decided yet" in screen_of(app)
        await pilot.press("+", "a")
        assert "other labels" in screen_of(app)
        await pilot.press("l", "c")
        assert "a link" in screen_of(app)
        await pilot.press("x")
        await until(pilot, lambda: "all decided" in screen_of(app))
        await saved(pilot)
        assert screen.is_current
    assert ("claim", RELABELLED) in layer(tagged)


async def test_the_ends_are_moved_before_the_passage_is_taken(reader: Make, tagged: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("m", "b", "b", "b", ".", "w", "c")
        assert "the start of claim" in screen_of(app)
        await pilot.press("enter")
        await saved(pilot)
    assert ("claim", "was the first meeting in") in layer(tagged)


async def test_a_note_goes_with_the_next_answer(reader: Make, tagged: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("n", *"weak", "escape")
        await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen))
        await pilot.press("x")
        await saved(pilot)
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    assert [one.data["note"] for one in stored.decisions if one.data.get("note")] == ["weak"]


async def test_an_answer_taken_back_leaves_its_reason_and_its_note_for_another(
    reader: Make, tagged: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("n", *"weak", "escape")
        await until(pilot, lambda: isinstance(app.screen, AdjudicationScreen))
        await pilot.press("2", "x")
        assert "note: weak" not in "".join(row for row in rows_of(app) if "nothing taken" not in row)
        await pilot.press("u")
        assert "note: weak" in screen_of(app)
        assert "▸2 evidence" in screen_of(app)
        await pilot.press("a")
        await saved(pilot)
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    kept = [one.data for one in stored.decisions if one.kind == RULING and one.data["choice"] != "agreed"]
    assert [(one["rule"], one["note"]) for one in kept] == [("evidence", "weak")]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_it_says_which_answers_drop_what_was_taken_so_far(
    reader: Make, tagged: FolderStore, folder: Path, size: tuple[int, int]
) -> None:
    part = "by 12 percent last year."
    app = reader()
    async with app.run_test(size=size) as pilot:
        await begin(pilot)
        await pilot.press("x", "+", "x", "d")
        await saved(pilot)
    with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
        news = session.read(session.documents[0])
        session.finish(news)
        session.tag(news, "evidence", quote=part)
        session.finish(news)
    app = reader()
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        mine, other = letter_of(screen, "lee"), letter_of(screen, "kim")
        shown = unwrapped(app)
        assert f"=  so far: evidence: “{SHORTER}”" in shown
        assert f"{mine} takes {mine.upper()}'s instead of =" in shown
        assert f"{other} {other.upper()}'s: nothing instead of =" in shown
        assert "& beside =" in shown
        await pilot.press(mine)
        assert "taken: evidence instead of what was taken so far" in unwrapped(app)
        await pilot.press("u", "&")
        assert "taken: evidence" in unwrapped(app)
        assert "instead of" not in unwrapped(app)
        await saved(pilot)
    assert [one for one in layer(tagged) if one[0] == "evidence"] == [("evidence", SHORTER), ("evidence", part)]


async def test_a_tag_made_later_is_all_that_is_asked(reader: Make, tagged: FolderStore, folder: Path) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await begin(pilot)
        await pilot.press("a", "+", "x")
        if "a link" in screen_of(app):
            await pilot.press("x")
        await pilot.press("d")
        await saved(pilot)
        assert not screen.is_current
    before = layer(tagged)
    with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
        news = session.read(session.documents[0])
        session.finish(news)
        session.tag(news, "opinion", quote="Nobody expected much.")
        session.finish(news)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        assert "not all tagged it" in screen_of(app)
        assert "Nobody expected much" in screen_of(app)
        await pilot.press("x")
        assert "all decided" in screen_of(app)
        await saved(pilot)
    assert layer(tagged) == before


async def test_a_decided_document_waits_again_once_somebody_hands_in_more(
    reader: Make, tagged: FolderStore, folder: Path
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("a", "+", "x")
        if "a link" in screen_of(app):
            await pilot.press("x")
        await pilot.press("d")
        await saved(pilot)
    with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
        news = session.read(session.documents[0])
        session.finish(news)
        session.tag(news, "opinion", quote="Nobody expected much.")
        session.finish(news)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("J")  # it is not in front
        await begin(pilot)
        assert "Nobody expected much" in screen_of(app)
        await pilot.press("x", "d")
        await saved(pilot)
        assert "no other document waits" in app.main_display.status.message
        await pilot.press("J", "C")
        await pilot.pause()
        assert not isinstance(app.screen, AdjudicationScreen)


async def test_where_nobody_has_finished_the_reader_says_what_is_missing(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("C")
        assert "nothing to adjudicate" in app.main_display.status.message
        assert os.fspath(app.session.store.name) not in app.main_display.status.message


async def test_the_rules_of_the_projects_guideline_are_the_reasons(reader: Make, tagged: FolderStore) -> None:
    tagged.write_guideline("# How we tag\n\n## Forecasts {#forecast}\n\nA forecast is a claim.\n")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        assert "A forecast is a claim." in screen_of(app)
        await pilot.press("1", "x")
        await saved(pilot)
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    assert [one.data["rule"] for one in stored.decisions if one.data.get("rule")] == ["forecast"]


async def test_what_a_blind_project_hides_is_not_adjudicated(reader: Make, tagged: FolderStore) -> None:
    (tagged.folder / "project.toml").write_text('annotators = ["kim", "lee", "ann"]\nblind = true\n', encoding="utf-8")
    app = reader()  # of ann, who has not finished it
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("C")
        await pilot.pause()
        assert not isinstance(app.screen, AdjudicationScreen)
        assert "nothing to adjudicate" in app.main_display.status.message


async def test_only_those_adjudicate_whom_the_project_names(reader: Make, tagged: FolderStore) -> None:
    (tagged.folder / "project.toml").write_text(
        'annotators = ["kim", "lee"]\nadjudicators = ["judge"]\n', encoding="utf-8"
    )
    app = reader()  # of ann
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("C")
        await pilot.pause()
        assert not isinstance(app.screen, AdjudicationScreen)
        assert "you do not adjudicate here: judge does" in app.main_display.status.message
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    assert not [one for one in stored.annotations if one.annotator == ADJUDICATED]


async def test_a_link_that_all_made_is_taken_once_its_ends_are_decided(
    reader: Make, tagged: FolderStore, folder: Path
) -> None:
    with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
        news = session.read(session.documents[0])
        mine = {one.quote: one for one in news.records.annotations if one.annotator == "lee"}
        session.finish(news)  # takes it back
        session.link(mine[RELABELLED], mine[ALIKE], "supports")
        session.finish(news)
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("a", "+", "x")
        assert "all decided" in screen_of(app), "nobody is asked about it"
        await pilot.press("d")
        await saved(pilot)
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    assert [one.kind for one in stored.links if one.annotator == ADJUDICATED] == ["supports"]
    ends = {one.id: one.quote for one in stored.annotations if one.annotator == ADJUDICATED}
    assert [(ends[one.source], ends[one.target]) for one in stored.links if one.annotator == ADJUDICATED] == [
        (RELABELLED, ALIKE)
    ]


async def test_a_decided_one_shows_its_decision_and_another_key_changes_it(reader: Make, tagged: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await begin(pilot)
        await pilot.press("3", letter_of(screen, "lee"))
        assert "taken: opinion (reason: opinion)" in screen_of(app)
        await pilot.press("left")
        assert "decided, 1 of 1" in screen_of(app)
        assert f"=  taken: opinion: “{RELABELLED}”  (reason: opinion)" in screen_of(app)
        await pilot.press("2", letter_of(screen, "kim"))
        assert "changed: taken: evidence (reason: evidence)" in screen_of(app)
        assert "decided, 1 of 1" in screen_of(app), "it stays before the eyes"
        await pilot.press("u")
        assert f"=  taken: opinion: “{RELABELLED}”" in screen_of(app)
        await pilot.press("right")
        assert "same label, other ends" in screen_of(app)
        await pilot.press("right", "right", "right")
        assert "this is the last one" in screen_of(app)
        await pilot.press("q")
        await saved(pilot)
        assert "C goes on: 3 disagreements left here" in app.main_display.status.message
    assert ("opinion", RELABELLED) in layer(tagged)


@pytest.mark.usefixtures("tagged")
async def test_it_begins_at_the_cursor_where_something_is_to_be_decided_there(reader: Make) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("G")
        screen = await begin(pilot)
        assert "not all tagged it" in screen_of(app)
        await pilot.press("x")
        assert "other labels" in screen_of(app), "then from the start"
        await pilot.press("u")
        assert "not all tagged it" in screen_of(app), "what was asked is before the eyes again"
        assert screen.is_current


async def test_what_somebody_else_writes_meanwhile_is_asked_about(
    reader: Make, tagged: FolderStore, folder: Path
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await begin(pilot)
        await pilot.press("a", "+", "x")
        await saved(pilot)
        app.controllers.remote_changes.watcher().start()
        with Session.open([str(folder)], store=tagged.folder, annotator="lee") as session:
            news = session.read(session.documents[0])
            session.finish(news)
            session.tag(news, "opinion", quote="Nobody expected much.")
            session.finish(news)
        await until(pilot, lambda: "somebody changed tags of this document meanwhile" in screen_of(app))
        assert "a link" in screen_of(app), "what is before the eyes stays"
        await pilot.press("x")
        await until(pilot, lambda: "Nobody expected much" in screen_of(app))
        await pilot.press("x")
        await until(pilot, lambda: "all decided" in screen_of(app))


async def test_a_link_may_be_given_another_kind(reader: Make, tagged: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        await pilot.press("a", "+", "x")
        assert "a link that not all made" in screen_of(app)
        await pilot.press("n")
        assert "a link has no note" in screen_of(app)
        await pilot.press("l")
        assert "which kind? 1 supports  2 attacks" in screen_of(app)
        await pilot.press("2")
        assert "link taken: attacks" in screen_of(app)
        await saved(pilot)
    stored = FolderStore(tagged.folder).load(next(iter(tagged.keys())))
    assert [one.kind for one in stored.links if one.annotator == ADJUDICATED] == ["attacks"]
