"""What a key may look at: what is on the screen and what changes, however many annotations the document holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.widget import Widget

from reader.model.annotation import Annotation, Change
from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from reader.ui.text_view.text_view_widget import TextView
from reader.workspace.session import Session
from tests.waiting import until

Make = Callable[..., ReaderApp]
#: Annotations in the document, and the most of them that a key may look at: some screens of them.
MANY, FEW = 2_000, 250
#: Keys that every hour of work is made of; the last ones list, filter and go.
KEYS = ("j", "k", "c", "c", "e", "u", "ctrl+r", ")", "(", "x", "J", "g")


@pytest.fixture
def crowded(folder: Path, store: FolderStore) -> Path:
    """One article with very many annotations."""
    path = folder / "3-long.txt"
    paragraphs = "\n\n".join(f"The harbour of village {number} was closed that winter." for number in range(MANY))
    path.write_text(f"A long winter\n\nBy Tom Aske\n\n3 June 2020\n\n{paragraphs}\n", encoding="utf-8")
    with Session.open([str(path)], store=store.folder, annotator="ann") as session:
        document = session.read(session.documents[0])
        places = (document.article.text.index(f"village {number} was") for number in range(MANY))
        changes: list[Change] = [document.records.tag("claim", at, at + 9, "ann")[-1] for at in places]
        session.edits.do("many", [(document, tuple(changes))])
    return path


@contextmanager
def looked_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The ids of the annotations of which any field is read meanwhile."""
    ids: set[str] = set()

    def counted(self: Annotation, name: str) -> object:
        ids.add(object.__getattribute__(self, "id"))
        return object.__getattribute__(self, name)

    with monkeypatch.context() as patch:
        patch.setattr(Annotation, "__getattribute__", counted, raising=False)
        yield ids


async def test_a_key_looks_at_few_of_many_annotations(
    reader: Make, crowded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader(crowded)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.is_furnished and app.main_display.annotations.row_count == MANY)
        touched: dict[str, int] = {}
        for key in KEYS:
            with looked_at(monkeypatch) as ids:
                await pilot.press(key)
                await pilot.pause()
            touched[key] = len(ids)
            assert app.session.flush()
        assert all(touched[key] for key in ("c", "e", "u", ")"))
        assert {key: count for key, count in touched.items() if count >= FEW} == {}


async def test_a_tag_paints_the_rows_that_change_and_lays_out_nothing(
    reader: Make, crowded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader(crowded)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.is_furnished and app.main_display.annotations.row_count == MANY)
        await pilot.press("j", "c", "j")
        rows: list[int] = []
        laid_out: list[Widget] = []
        draw, refresh = TextView._draw, Widget.refresh

        def counted(self: TextView, row: int, *, is_top: bool) -> object:
            rows.append(row)
            return draw(self, row, is_top=is_top)

        def noted(self: Widget, *regions: object, layout: bool = False, **options: object) -> object:
            laid_out.extend([self] * layout)
            return refresh(self, *regions, layout=layout, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(TextView, "_draw", counted)
        monkeypatch.setattr(Widget, "refresh", noted)
        await pilot.press("e")
        await pilot.pause()
        assert 0 < len(rows) < 6
        assert laid_out == []


async def test_a_dialog_that_closes_paints_the_screen_once_and_moves_nothing(
    reader: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = reader()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.main_display.is_furnished)
        await pilot.press("D")
        painted, laid_out = [], []
        whole, layout = Compositor.render_full_update, Compositor.reflow
        monkeypatch.setattr(Compositor, "render_full_update", lambda *a, **k: painted.append(1) or whole(*a, **k))
        monkeypatch.setattr(Compositor, "reflow", lambda *a, **k: laid_out.append(1) or layout(*a, **k))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1 and painted)
        await pilot.pause(0.2)
        assert (len(painted), len(laid_out)) == (1, 0)
