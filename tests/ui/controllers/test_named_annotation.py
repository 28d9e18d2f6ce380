"""``nrc-reader FILE#ID``: the reader begins at that annotation, in the middle of the screen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.workspace.session import Session
from tests.ui.conftest import rows_of, screen_of
from tests.waiting import until

Make = Callable[..., ReaderApp]
SENTENCES = [f"Sentence number {number} tells of the ferry and of nothing else." for number in range(1, 61)]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text("The ferry line closes\n\n" + "\n\n".join(SENTENCES) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def ids(page: Path, store: FolderStore) -> list[str]:
    """The ids of three tags in the text, the second of them far down."""
    with Session.open([str(page)], store=store.folder, annotator="ann") as session:
        opened = session.read(session.documents[0])
        made = [session.tag(opened, "claim", quote=SENTENCES[at]) for at in (2, 40, 58)]
        session.annotate(opened, made[1], "who says so?")
    return [one.id for one in made]


def started(app: ReaderApp, page: Path, identifier: str) -> ReaderApp:
    app.session.positions.begin_at(str(page), identifier)
    return app


async def test_the_annotation_is_chosen_and_stands_in_the_middle(reader: Make, page: Path, ids: list[str]) -> None:
    app = started(reader(page), page, ids[1])
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "who says so?" in rows_of(app)[-1])
        row = next(at for at, text in enumerate(rows_of(app)) if SENTENCES[40][:20] in text)
        assert abs(row - 15) <= 2
        pane = app.main_display.active
        assert pane.open is not None
        assert pane.open.article.text[slice(*pane.article_passage)] == SENTENCES[40]
        await pilot.press(")")
        await until(pilot, lambda: SENTENCES[58][:20] in screen_of(app))


async def test_the_beginning_of_an_id_is_enough_where_it_is_that_of_one(
    reader: Make, page: Path, ids: list[str]
) -> None:
    length = next(at for at in range(1, 27) if len({one[:at] for one in ids}) == 3)
    app = started(reader(page), page, ids[2][:length])
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: SENTENCES[58][:20] in screen_of(app))


async def test_a_beginning_of_several_ids_is_said(reader: Make, page: Path, ids: list[str]) -> None:
    app = started(reader(page), page, ids[0][:2])
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "3 annotations of The ferry line closes begin with 01" in rows_of(app)[-1])


async def test_an_id_that_is_not_there_is_said_and_the_document_is_read(
    reader: Make, page: Path, ids: list[str]
) -> None:
    assert ids
    app = started(reader(page), page, "ZZZ")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "no annotation ZZZ in The ferry line closes" in rows_of(app)[-1])
        assert SENTENCES[0][:20] in screen_of(app)


async def test_its_document_comes_up_first_whatever_was_read_last(
    reader: Make, page: Path, folder: Path, ids: list[str]
) -> None:
    app = reader(folder, page)
    app.session.positions.shown = [str(folder / "1-envoys.txt")]
    started(app, page, ids[1])
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "who says so?" in rows_of(app)[-1])
        assert SENTENCES[40][:20] in screen_of(app)


async def test_where_its_document_cannot_be_read_another_comes_up(reader: Make, folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("")
    app = started(reader(bad, folder), bad, "01")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "The council met" in screen_of(app))
        await until(pilot, lambda: app.session.positions.start is None)


async def test_a_document_that_is_not_among_them_is_named(reader: Make, folder: Path, page: Path) -> None:
    app = started(reader(folder), page, "01")
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "ferry.txt alone" in rows_of(app)[-1])
