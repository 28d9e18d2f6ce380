"""A label is renamed, merged or retired from the reader, in all documents; one step to undo."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reader.anchoring.anchors import anchored
from reader.cleaning.article_loading import read_article
from reader.config.label_changes import LabelChange
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.hashes import sha256
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]


def labels(store: FolderStore) -> dict[str, int]:
    return dict(Counter(one.label for one in on_disk(store)))


def tag_in_second(store: FolderStore, folder: Path, annotator: str) -> None:
    """A claim in the document that is not on the screen."""
    moment = "2026-01-01T00:00:00.000Z"
    quote = "The bridge costs"
    path = folder / "2-bridge.txt"
    article = read_article(str(path), max_bytes=1 << 20)
    start = article.text.index(quote)
    one = Annotation(new_id(), "claim", 0, 1, "", annotator=annotator, created_at=moment, updated_at=moment)
    one = anchored(one, article, start, start + len(quote))
    document = Document(None, str(path), sha256(path.read_bytes()), location=str(path))
    store.save(document, [Change(None, one)], act=Act("tagged", annotator, new_id()))


async def test_a_label_is_renamed_in_all_documents_and_undone(reader: Make, store: FolderStore, folder: Path) -> None:
    tag_in_second(store, folder, "ann")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        status = app.main_display.status
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("ctrl+k", *"claim", "enter")
        assert "claim in all documents" in screen_of(app)
        await pilot.press("q")
        assert "q is no answer" in status.message
        await pilot.press("r", *["backspace"] * 5, *"thesis", "enter")
        await until(pilot, lambda: "label claim renamed thesis: 2 tags in 2 documents" in status.message)
        assert labels(store) == {"thesis": 2}
        opened = app.main_display.active.open
        assert opened is not None
        assert dict(opened.records.counts()) == {"thesis": 1}
        await pilot.press("j", "j", "c")
        await saved(pilot)
        assert labels(store) == {"thesis": 3}, "its key tags as it is called now"
        await pilot.press("u", "u")
        await saved(pilot)
        await until(pilot, lambda: app.session.settings.now.labels[0].name == "claim")
        assert labels(store) == {"claim": 2}
        assert dict(opened.records.counts()) == {"claim": 1}
        await pilot.press("ctrl+r")
        await saved(pilot)
        assert labels(store) == {"thesis": 2}


async def test_a_label_is_merged_and_others_tags_are_asked_about(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    tag_in_second(store, folder, "bob")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        status = app.main_display.status
        await pilot.press("j", "c")
        await saved(pilot)
        for answer in ("escape", "y"):
            await pilot.press("ctrl+k", *"claim", "enter", "m", *"opin", "enter")
            await until(pilot, lambda: "2 tags in 2 documents, 1 of bob" in status.message)
            await pilot.press(answer)
            assert labels(store) == {"claim": 2} or answer == "y"
        await until(pilot, lambda: "label claim merged into opinion: 2 tags in 2 documents" in status.message)
        assert labels(store) == {"opinion": 2}
        assert {one.annotator for one in on_disk(store)} == {"ann", "bob"}


async def test_a_label_is_retired_and_offered_again(reader: Make, store: FolderStore) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        status = app.main_display.status
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("ctrl+k", *"claim", "enter", "x")
        await until(pilot, lambda: "claim: retired, its tags stay" in status.message)
        await pilot.press("j", "c")
        await pilot.pause()
        assert labels(store) == {"claim": 1}
        assert app.session.settings.now.label("claim").is_retired
        await pilot.press("ctrl+k", *"claim", "enter", "x")
        await until(pilot, lambda: "claim: offered again" in status.message)
        await pilot.press("c")
        await saved(pilot)
        assert labels(store) == {"claim": 2}


async def test_a_document_with_tags_of_an_old_name_says_so(reader: Make, store: FolderStore, folder: Path) -> None:
    tag_in_second(store, folder, "bob")
    store.change_labels([LabelChange("claim", "thesis")])
    app = reader()
    async with app.run_test(size=(160, 40)) as pilot:
        await pilot.press("J")
        said = "1 tag with the label claim, which is thesis now"
        await until(pilot, lambda: any(said in one for one in app.main_display.notices))


async def test_a_label_is_split_tag_by_tag_left_and_gone_on_with_and_is_one_step(
    reader: Make, store: FolderStore, folder: Path
) -> None:
    tag_in_second(store, folder, "bob")
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "j", "c", "j", "c")
        await saved(pilot)
        await pilot.press("ctrl+k", *"claim", "enter", "s", *"causal", "space", *"claim", "enter")
        status = app.main_display.status
        await until(pilot, lambda: "cannot be split into itself" in status.message)
        await pilot.press("ctrl+k", *"claim", "enter", "s", *"causal", "space", *"moral", "enter")
        await until(pilot, lambda: "SPLIT claim" in screen_of(app))
        assert "1/4" in screen_of(app)
        assert "▸The council met on Monday.◂" in screen_of(app)
        assert "by bob" not in screen_of(app)
        await pilot.press("1")
        assert "2/4" in screen_of(app)
        assert "1  causal  1" in screen_of(app)
        await pilot.press("7")
        assert "7 is no choice: 0 to 2" in screen_of(app)
        await pilot.press("escape")
        assert labels(store) == {"claim": 4}
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        status = app.main_display.status
        await pilot.press("ctrl+k", *"claim", "enter", "s")
        await until(pilot, lambda: "causal moral" in screen_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: "2/4" in screen_of(app) and "1 answered" in screen_of(app))
        await pilot.press("0")
        await pilot.press("r", "2")
        assert "2  moral   2" in screen_of(app) or "2  moral  2" in screen_of(app)
        assert "4 answered" in screen_of(app)
        await pilot.press("u")
        assert "2 answered" in screen_of(app)
        await pilot.press("r", "2", "enter")
        await until(pilot, lambda: "3 tags in 2 documents, 1 of bob" in status.message)
        await pilot.press("y")
        await until(pilot, lambda: "label claim split into causal, moral: 3 tags" in status.message)
        assert labels(store) == {"claim": 1, "causal": 1, "moral": 2}
        assert {one.name for one in store.labels()} == {"causal", "moral"}
        assert len({one.key for one in store.labels()}) == 2
        await pilot.press("u")
        await saved(pilot)
        await until(pilot, lambda: not store.labels())
        assert labels(store) == {"claim": 4}
        await pilot.press("ctrl+k", *"claim", "enter", "s", "enter")
        await until(pilot, lambda: "3 answered" in screen_of(app))


async def test_a_label_without_tags_is_retired_renamed_and_taken_back_by_the_key_for_that(
    reader: Make, store: FolderStore
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        status = app.main_display.status
        await pilot.press("j", "c")
        await saved(pilot)
        await pilot.press("ctrl+k", *"opin", "enter", "r", *["backspace"] * 7, *"stance", "enter")
        await until(pilot, lambda: "label opinion renamed stance: 0 tags" in status.message)
        await pilot.press("ctrl+k", *"stance", "enter", "x")
        await until(pilot, lambda: "stance: retired" in status.message)
        await pilot.press("u")
        await until(pilot, lambda: status.message == "label stance retired: undone")
        assert not store.label_changes().is_retired("stance")
        await pilot.press("u")
        await until(pilot, lambda: status.message == "label opinion renamed stance: undone")
        await until(pilot, lambda: "opinion" in {one.name for one in app.session.settings.now.labels})
        assert labels(store) == {"claim": 1}
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "stance" in {one.name for one in app.session.settings.now.labels})
