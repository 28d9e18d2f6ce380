"""What the system refused is said with advice that fits: nobody is told to free space where a link is in the way."""

import errno
import os
from pathlib import Path

import pytest

from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.system.os_errors import reason

CHANGE = Change(None, Annotation(new_id(), "claim", 0, 4, "text"))


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "free some space"),
        (errno.EACCES, "permissions"),
        (errno.EROFS, "writable"),
        (errno.ELOOP, "link"),
        (errno.ENOTDIR, "a file has the name of a folder"),
        (errno.EIO, "disk"),
    ],
)
def test_the_advice_fits_the_error(number: int, advice: str) -> None:
    said = reason(OSError(number, os.strerror(number), "somewhere"))
    assert said.startswith(os.strerror(number))
    assert advice in said
    assert ("space" in said) == (number == errno.ENOSPC)
    assert ("permission" in said.removeprefix(os.strerror(number))) == (number == errno.EACCES)


def test_of_an_error_that_is_not_known_nothing_is_guessed() -> None:
    assert reason(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == os.strerror(errno.EXDEV)
    assert reason(OSError("cannot be read back")) == "cannot be read back"


@pytest.mark.parametrize(("way", "advice"), [("loop", "replace the link by what it leads to"), ("file", "folder")])
def test_a_store_that_cannot_be_reached_is_said_with_the_cause(tmp_path: Path, way: str, advice: str) -> None:
    place = tmp_path / "way"
    place.symlink_to(place) if way == "loop" else place.write_text("x")
    with pytest.raises(StoreError, match=advice) as said:
        FolderStore(place / "store").save(Document(None, "a.txt", "ab" * 32), [CHANGE])
    assert "space" not in str(said.value)
