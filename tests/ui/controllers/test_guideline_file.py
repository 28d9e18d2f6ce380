"""The guideline of a project: h shows it at the section of the label under the cursor, ctrl+e writes it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reader.store.folder_store import FolderStore
from reader.ui.app import ReaderApp
from tests.ui.conftest import rows_of, screen_of
from tests.ui.controllers.test_tagging import saved
from tests.waiting import until

Make = Callable[..., ReaderApp]
FILLING = "\n".join(f"{number}. Rule number {number} of all labels." for number in range(1, 60))
GUIDELINE = f"# How we tag\n\n{FILLING}\n\n## Claim\n\nWhat could be disputed.\n\n" + "More.\n\n" * 60


async def test_the_file_beside_the_documents_is_shown_and_escape_leads_back(reader: Make, store: FolderStore) -> None:
    store.write_guideline(GUIDELINE)
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        assert "How we tag" in screen_of(app)
        assert "Rule number 1 of" in screen_of(app)
        assert "What could be disputed" not in screen_of(app)
        await pilot.press("escape", "j", "c")
        await saved(pilot)
        await pilot.press("h")
        await pilot.pause()
        shown = rows_of(app)
        assert any("What could be disputed" in row for row in shown[:10]), "\n".join(shown)
        await pilot.press("g")
        assert "How we tag" in screen_of(app)
        await pilot.press("h")
        assert len(app.screen_stack) == 1


async def test_it_is_written_in_the_editor_and_shown_at_once(
    reader: Make, store: FolderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def edited(_app: ReaderApp, text: str, name: str) -> str:
        seen.append((text, name))
        return "# Ours\n\n1. Ask first."

    monkeypatch.setattr("reader.ui.own_tools.external_editor.written_in_editor", edited)
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+t")
        assert "Facts could settle it" in screen_of(app)
        assert store.guideline() == ""
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert "Ask first." in screen_of(app)
        await pilot.press("escape", "h")
        assert "Ask first." in screen_of(app)
    ((text, name),) = seen
    assert text.startswith("# Guideline\n\n## claim\n\nFacts could settle it")
    assert name == "guideline"
    assert store.guideline() == "# Ours\n\n1. Ask first.\n"


async def test_a_hostile_guideline_is_shown_without_being_obeyed(reader: Make, store: FolderStore) -> None:
    store.write_guideline("# \x1b]0;PWNED\x07\n\n[link](javascript:x) <b>[bold]x[/bold]</b>\n")
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        shown = screen_of(app)
        assert "PWNED" in shown
        assert "\x1b" not in shown
        assert "\x07" not in shown


async def test_what_is_no_plain_file_is_told_and_the_labels_are_shown(
    reader: Make, store: FolderStore, tmp_path: Path
) -> None:
    store.write_guideline("x")
    (store.folder / "guideline.md").unlink()
    (tmp_path / "secret").write_text("secret")
    (store.folder / "guideline.md").symlink_to(tmp_path / "secret")
    app = reader()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("h")
        await pilot.pause()
        assert "secret" not in screen_of(app)
        assert "Facts could settle it" in screen_of(app)


async def test_the_settings_may_name_another_file_which_is_shown_written_and_cited(
    reader: Make, store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.own_tools.external_editor.written_in_editor", lambda *_: "# Team\n\n1. Ask Bo.")
    store.write_guideline(GUIDELINE)
    named = tmp_path / "team.md"
    app = reader(guideline=named)
    async with app.run_test(size=(120, 24)) as pilot:
        status = app.main_display.status
        await pilot.press("h")
        await until(pilot, lambda: f"{named}: no such guideline (guideline)" in status.message)
        await pilot.press("escape", "ctrl+t")
        await until(pilot, lambda: "Facts could settle it" in screen_of(app))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: "Ask Bo." in screen_of(app))
        assert named.read_text() == "# Team\n\n1. Ask Bo.\n"
        assert store.guideline() == GUIDELINE
        await pilot.press("escape")
        assert [one.title for one in app.controllers.adjudicating._rules()] == ["Ask Bo."]
        named.write_bytes(b"\xff\xfe")
        await pilot.press("h")
        await until(pilot, lambda: f"{named}: is not UTF-8" in status.message)
        named.write_bytes(b"x" * ((1 << 20) + 1))
        await pilot.press("escape", "h")
        await until(pilot, lambda: f"{named}: is larger than 1 MiB" in status.message)
