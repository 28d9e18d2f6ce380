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
