"""A store in a folder that a program synchronises is noticed; one in a folder of a like name is not."""

from pathlib import Path

import pytest

from reader.store.cloud_sync_folders import synchroniser, warning


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("Dropbox/news/annotations", "Dropbox"),
        ("Dropbox (Team)/annotations", "Dropbox"),
        ("OneDrive - The Paper/annotations", "OneDrive"),
        ("OneDrive/annotations", "OneDrive"),
        ("Library/Mobile Documents/com~apple~CloudDocs/annotations", "iCloud Drive"),
        ("Library/CloudStorage/GoogleDrive-ann@example.org/My Drive/annotations", "Google Drive"),
        ("Nextcloud/annotations", "Nextcloud"),
        ("news/annotations", ""),
        ("Dropboxes/annotations", ""),
        ("my OneDrives/annotations", ""),
        ("Sync/annotations", ""),
    ],
)
def test_by_the_name_of_a_folder_above(tmp_path: Path, place: str, name: str) -> None:
    assert synchroniser(tmp_path / place) == name
    assert name in warning(tmp_path / place, has_locks=True)
    assert bool(warning(tmp_path / place, has_locks=True)) == bool(name)


@pytest.mark.parametrize(("mark", "name"), [(".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox")])
def test_by_what_the_program_left_in_a_folder_above(tmp_path: Path, mark: str, name: str) -> None:
    (tmp_path / mark).mkdir()
    assert synchroniser(tmp_path / "a" / "annotations") == name


def test_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "Dropbox")
    assert synchroniser(tmp_path / "here") == "Dropbox"


def test_a_file_system_without_locks_is_warned_of(tmp_path: Path) -> None:
    assert "no locks" in warning(tmp_path, has_locks=False)
