"""Values of annotations on the command line: found, exported, and back in another store."""

import json
from pathlib import Path

import pytest

from reader import cli
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.annotation_values import values_of, with_values
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.hashes import sha256

TEXT = "Words that somebody wrote.\n\nMore words.\n"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderStore:
    """One document with two claims, one of them with values."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / ".nrc-reader.toml").write_text(
        '[[values]]\nname = "confidence"\nkey = "C"\nchoices = ["low", "high"]\n'
    )
    store = FolderStore(tmp_path / "annotations")
    dates = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00:00.000Z")
    one, other = (
        Annotation(new_id(), "claim", start, end, TEXT[start:end], annotator="ann", **dates)
        for start, end in ((0, 5), (11, 19))
    )
    one = with_values(one, {"confidence": "high", "stance": "pro"})
    document = Document(None, "a.txt", sha256(TEXT.encode()), location=str(tmp_path / "a.txt"))
    store.save(document, [Change(None, one), Change(None, other)], act=Act("tagged", "ann", new_id()))
    store.close()
    return store


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_they_are_found_by_words(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("confidence:high", "value:stance=pro", "-confidence:low quote:words"):
        code, out, error = run(capsys, "search", "--annotations", words)
        assert (code, error) == (0, "")
        assert [line.split(":")[1] for line in out.splitlines()] == ["0-5"], words
    assert run(capsys, "search", "--annotations", "confidence:low")[0] == 1
    assert "value:stance: needs a name and a choice" in run(capsys, "search", "--annotations", "value:stance")[2]


@pytest.mark.parametrize("format_", ["jsonl", "jsonl-documents", "csv"])
def test_they_go_out_and_come_into_another_store(
    store: FolderStore, capsys: pytest.CaptureFixture[str], format_: str
) -> None:
    assert run(capsys, "export", "-f", format_, "-o", "out", "--strict")[0] == 0
    assert run(capsys, "import", "-f", format_, "out", "--store", "other")[0] == 0
    for each in (store.folder, Path("other")):
        again = FolderStore(each)
        values = [dict(values_of(one)) for key in again.keys() for one in again.load(key).annotations]
        assert values == [{"confidence": "high", "stance": "pro"}, {}]
    assert "0 imported, 2 there already" in run(capsys, "import", "-f", format_, "out", "--store", "other")[1]


def test_a_format_without_them_says_how_many_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, error = run(capsys, "export", "-f", "doccano", "-o", "out.jsonl")
    assert code == 0
    assert "2 values" in error
    assert "confidence" not in Path("out.jsonl").read_text()


def test_a_line_of_jsonl_has_them_only_where_there_are_any(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.loads(line) for line in run(capsys, "export")[1].splitlines()]
    assert [row.get("values") for row in rows] == [{"confidence": "high", "stance": "pro"}, None]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('name = "label"', "cannot use the name 'label'"), ('choices = []', "one to nine"),
        ('choices = ["a b"]', "one to nine"), ('key = "xx yy"', "cannot have the key"), ('more = 1', "may have labels"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_used_are_named(capsys: pytest.CaptureFixture[str], line: str, said: str) -> None:
    values = {
        "name": 'name = "sure"',
        "key": 'key = "C"',
        "choices": 'choices = ["a"]',
        line.split(maxsplit=1)[0]: line,
    }
    Path("config.toml").write_text("\n".join(["[[values]]", *values.values()]))
    code, _, error = run(capsys, "stats", "--config", "config.toml")
    assert code == 1
    assert said in error
    assert "config.toml:1" in error
