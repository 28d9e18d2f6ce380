"""Values of an annotation: a key asks, a digit chooses; kept, said, found, undone."""

from collections.abc import Callable

from reader.config.value_scale import ValueScale
from reader.model.annotation_values import values_of
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import on_disk, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
SCALES = (
    ValueScale("confidence", "C", ("low", "medium", "high")),
    ValueScale("stance", "Z", ("pro", "con"), ("opinion",)),
)


async def test_a_key_and_a_digit_give_the_annotation_a_value(reader: Make, store: FolderStore) -> None:
    app = reader(values=SCALES)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "C")
        status = app.main_display.status
        assert "confidence of this claim (now none)" in screen_of(app)
        await pilot.press("7")
        assert "7 is no choice: 1 to 3, or 0 for none" in status.message
        await pilot.press("3")
        await saved(pilot)
        assert status.message == "confidence: high · saved"
        assert [dict(values_of(one)) for one in on_disk(store)] == [{"confidence": "high"}]
        await pilot.press("g", ")")
        assert "claim · confidence high" in status.message
        await pilot.press("C", "1", "u")
        await saved(pilot)
        assert [dict(values_of(one)) for one in on_disk(store)] == [{"confidence": "high"}]
        await pilot.press("C", "0")
        await saved(pilot)
        assert [one.extra for one in on_disk(store)] == [{}]


async def test_a_value_of_other_labels_is_not_asked_for(reader: Make, store: FolderStore) -> None:
    app = reader(values=SCALES)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "Z")
        assert app.main_display.status.message == "claim has no stance: it is for opinion"
        await pilot.press("o", "Z", "2")
        await saved(pilot)
        assert {one.label: dict(values_of(one)) for one in on_disk(store)} == {
            "claim": {},
            "opinion": {"stance": "con"},
        }


async def test_the_list_is_filtered_by_values(reader: Make) -> None:
    app = reader(values=SCALES)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("j", "c", "C", "3", "j", "c", "C", "1", "shift+tab", "shift+tab")
        await pilot.pause()
        assert app.focused is app.main_display.annotations
        await pilot.press("slash", *"confidence:high", "enter")
        await pilot.pause()
        assert "Annotations 1/2 · confid" in screen_of(app)


async def test_lists_show_what_was_chosen(reader: Make) -> None:
    app = reader(values=SCALES)
    async with app.run_test(size=(200, 40)) as pilot:
        await pilot.press("j", "o", "C", "3", "Z", "1")
        await saved(pilot)
        await pilot.pause()
        assert "o high·pro The council" in screen_of(app)
        await pilot.press("S", *"stance:pro")
        await until(pilot, lambda: "1 found" in screen_of(app))
        assert "ann      high·pro The council met" in screen_of(app)
        await pilot.press("escape", "t")
        await until(pilot, lambda: "1 quotation" in screen_of(app))
        assert "confidence=high; stance" in screen_of(app)
