"""Import of files that other programs wrote: our own export comes back whole, anything else is refused in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main
from reader.store.folder_store import FolderStore
from tests.exchange.test_jsonl import row

#: Fixed ids and dates: they are in the names of the tests, which every worker must know alike.
FIXED = {"created_at": "2025-11-29T11:35:41.308Z", "updated_at": "2025-11-29T11:35:41.308Z"}
OURS = row(
    id="01KB7V9E5TQ2Y7W3J8N4M6P0AA",
    **FIXED,
    document="quay.txt",
    title="Quay",
    start=3,
    end=7,
    quote="text",
    note="a note",
    annotator="ada",
)
MORE = row(
    id="01KB7V9E5TQ2Y7W3J8N4M6P0AB",
    **FIXED,
    document="quay.txt",
    title="Quay",
    start=9,
    end=13,
    quote="more",
    annotator="ada",
)


def imported(tmp_path: Path, content: str | bytes, name: str = "in.jsonl") -> tuple[int, list[Any]]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    folder = tmp_path / "annotations"
    code = main(["import", "--store", str(folder), str(path)])
    store = FolderStore(folder)
    return code, [one for key in store.keys() for one in store.load(key).annotations]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(OURS, indent=1),
        json.dumps(OURS, indent=4) + "\n" + json.dumps(MORE, indent=4) + "\n",
        json.dumps([OURS, MORE]),
        json.dumps([OURS, MORE], indent=2),
        "[\n" + json.dumps(OURS) + ",\n" + json.dumps(MORE) + "\n]\n",
        "\ufeff" + json.dumps(OURS) + "\r\n\r\n" + json.dumps(MORE) + "\r\n",
        "\ufeff" + json.dumps([OURS, MORE], indent="\t").replace("\n", "\r\n"),
        json.dumps({**OURS, "start": 3.0, "end": 7.0, "source_start": 0.0, "source_end": 0.0}),
        json.dumps({**OURS, "prefix": None, "suffix": None, "attributed_to": None, "links": None}),
        json.dumps({**OURS, "prefix": float("nan"), "suffix": float("nan"), "attributed_to": float("nan")}),
        json.dumps({**OURS, "level_0": 0, "index": 0}),
    ],
)
def test_our_own_rows_come_back_however_they_are_laid_out(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = imported(tmp_path, content)
    assert code == 0
    assert [(one.start, one.end, one.note) for one in found][:1] == [(3, 7, "a note")]
    assert len(found) == content.count('"quote"')
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("unit", "sent"), [(1000, 1764416141308), (1, 1764416141.308)])
def test_a_date_that_became_a_number_is_a_date_again(tmp_path: Path, unit: int, sent: float) -> None:
    del unit
    code, (one,) = imported(tmp_path, json.dumps({**OURS, "created_at": sent, "updated_at": sent}))
    assert (code, one.updated_at) == (0, "2025-11-29T11:35:41.308Z")


FOREIGN = {
    "tasks of a project": json.dumps([{"id": 1, "data": {"text": "x"}, "project": 7}], indent=2),
    "spans": "\n".join(json.dumps({"content": "x", "spans": [{"start": 0, "end": 1}]}) for _ in range(30)),
    "columns": json.dumps({name: {"0": value} for name, value in OURS.items()}),
    "a table": "id,document,start\n" + "1,quay.txt,3\n" * 30,
    "stand-off": "T1\tClaim 0 5\tThe q\n" * 30,
    "prose": "The quay was sold last week.\nNobody said why.\n",
    "cut off": json.dumps([OURS, MORE], indent=2)[:-40],
    "numbers": "[1, 2, 3]",
    "a page": "<html>\n<body>\n<p>x</p>\n</body>\n</html>\n",
    "UTF-16": json.dumps(OURS).encode("utf-16"),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_what_is_none_of_ours_is_refused_in_one_line_that_says_what_is_wanted(
    tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = imported(tmp_path, FOREIGN[kind], "theirs.json")
    assert (code, found) == (1, [])
    (said,) = capsys.readouterr().err.splitlines()
    assert "theirs.json" in said
    for word in ("document_sha256", "quote", "nrc-reader help formats"):
        assert word in said


def test_a_file_that_is_partly_ours_says_which_lines_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found = imported(tmp_path, json.dumps(OURS) + '\n{"text": "x"}\n' + json.dumps(MORE) + "\n")
    assert (code, len(found)) == (1, 2)
    assert "in.jsonl:2: left out: needs a document" in capsys.readouterr().err


def test_a_half_is_no_whole_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = imported(tmp_path, json.dumps({**OURS, "start": 3.5}))
    assert (code, found) == (1, [])
    assert "start is not a whole number" in capsys.readouterr().err
