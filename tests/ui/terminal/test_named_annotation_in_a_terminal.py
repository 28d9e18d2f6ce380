"""``nrc-reader open FILE#ID`` and ``nrc-reader FILE#ID`` in a real terminal."""

import sys
from pathlib import Path

import pytest

from reader.workspace.session import Session
from tests.terminal import Terminal

COMMAND = [sys.executable, "-m", "reader"]


@pytest.fixture
def identifier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The id of a tag on the last of many short documents in one file."""
    monkeypatch.chdir(tmp_path)
    lines = (
        f'{{"title": "Title {at}", "text": "Text number {at} says that the ferry will close."}}' for at in range(90)
    )
    Path("dump.jsonl").write_text("\n".join(lines))
    with Session.open(["dump.jsonl#90"], store="tags", annotator="ann") as session:
        opened = session.read(session.documents[0])
        made = session.tag(opened, "claim", quote="the ferry will close.")
        session.annotate(opened, made, "who says so?")
    return made.id


@pytest.mark.parametrize("words", [["open"], []])
@pytest.mark.parametrize("document", ["dump.jsonl", "dump.jsonl#90"])
def test_the_document_of_the_annotation_comes_up_and_the_annotation_is_chosen(
    tmp_path: Path, identifier: str, words: list[str], document: str
) -> None:
    variables = {"HOME": str(tmp_path), "NRC_READER_DETECTOR": "rules"}
    arguments = [*words, "--store", "tags", f"{document}#{identifier[:-2].lower()}"]
    with Terminal(["env", "-C", str(tmp_path), *COMMAND, *arguments], 120, 30, environment=variables) as terminal:
        terminal.wait("who says so?")
        assert "Text number 89" in terminal.text
        terminal.send("q")
        assert terminal.wait_for_exit() == 0
