"""Codebooks of REFI-QDA: the labels go out, and come into another store with colours and guidelines."""

from pathlib import Path

import pytest
from pyrefiqda import RefiCodebook

from reader.cli import main
from reader.config.label import DEFAULT_LABELS, Label
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import ImportedLabel
from reader.exchange.formats import refi_codebook
from reader.exchange.refi_qda.codes import codes_xml
from reader.store.folder_store import FolderStore
from tests.exchange.formats.samples import sample
from tests.exchange.interchange import exported

THEIRS = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="other"><Codes>
<Code guid="aaaaaaaa-0000-4000-8000-000000000001" name="Frame" isCodable="false" color="#123456">
<Code guid="aaaaaaaa-0000-4000-8000-000000000002" name="conflict" isCodable="true" color="#1AF">
<Description>Two sides &amp; no more.</Description></Code>
<Code guid="aaaaaaaa-0000-4000-8000-000000000003" name="morality" isCodable="true" color="rgb(1,2,3)"/>
</Code>
<Code guid="aaaaaaaa-0000-4000-8000-000000000004" name="claim" isCodable="true" color="#000000"/>
</Codes></CodeBook>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    return tmp_path


def test_pyrefiqda_reads_every_label(tmp_path: Path) -> None:
    path = tmp_path / "a.qdc"
    written = exported(sample(), "qdc")
    path.write_bytes(written.files[""])
    codes = RefiCodebook.load(path).codes.code
    assert [(code.name, code.color, code.description) for code in codes] == [
        (label.name, label.colour.upper(), label.guideline) for label in DEFAULT_LABELS
    ]
    assert str(written.loss) == "2 annotations and 1 link not written"


def test_labels_of_a_codebook_are_added_and_known_ones_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "theirs.qdc").write_text(THEIRS, encoding="utf-8")
    assert main(["import", "theirs.qdc", "--dry-run"]) == 0
    assert "would be new in this store: 2 labels (conflict, morality)" in capsys.readouterr().out
    assert not (tmp_path / "annotations").exists()
    assert main(["import", "theirs.qdc"]) == 0
    assert "new in this store: 2 labels (conflict, morality)" in capsys.readouterr().out
    labels = {one.name: one for one in FolderStore(tmp_path / "annotations").labels()}
    assert labels.keys() == {"conflict", "morality"}
    assert (labels["conflict"].colour, labels["conflict"].guideline) == ("#11aaff", "Two sides & no more.")
    assert main(["import", "theirs.qdc"]) == 0
    assert "new" not in capsys.readouterr().out


def test_what_is_no_codebook_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "x.qdc"
    for data, what in (
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook>&b;</CodeBook>', "document type"),
        (b"<Other/>", "is no codebook"),
        (b"<CodeBook>", "damaged"),
    ):
        path.write_bytes(data)
        with pytest.raises(ExchangeError, match=what):
            list(refi_codebook.read(path))


def test_labels_below_others_are_codes_in_codes_and_come_back_as_they_were(tmp_path: Path) -> None:
    labels = [
        Label("claim", "c", "#111111", "Could be disputed."), Label("claim/causal", "a", "#222222"),
        Label("other/one", "o", "#333333"), Label("odd//name", "", "white"), Label("claim/causal/x", "x", "#444444"),
    ]  # fmt: skip
    path = tmp_path / "tree.qdc"
    path.write_bytes(
        f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes>{codes_xml(labels)}</Codes></CodeBook>'.encode()
    )
    top = RefiCodebook.load(path).codes.code
    assert [(code.name, code.is_codable) for code in top] == [("claim", True), ("other", False), ("odd//name", True)]
    assert [code.name for code in top[0].code] == ["causal"]
    back = [one for one in refi_codebook.read(path) if isinstance(one, ImportedLabel)]
    assert {one.name for one in back} == {one.name for one in labels}
    assert next(one for one in back if one.name == "claim/causal").colour == "#222222"
