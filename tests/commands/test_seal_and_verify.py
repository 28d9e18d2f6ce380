"""``nrc-reader seal`` and ``nrc-reader verify``: what a person gets and is told."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from reader.cli import main
from reader.workspace.session import Session


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles; a passage is tagged in each, by another person."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("ANNOTATOR", "CONFIG"):
        monkeypatch.delenv(f"NRC_READER_{name}", raising=False)
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    for name, who in (("one.txt", "ann"), ("two.txt", "bo")):
        (tmp_path / name).write_text(f"The council met.\n\nNobody expected much, said the envoy of {name}.\n")
        with Session.open([name], store="annotations", annotator=who) as session:
            session.tag(session.read(session.documents[0]), "claim", quote="The council met")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> tuple[str, str]:
    assert main([*words]) == code
    found = capsys.readouterr()
    return found.out, found.err


def test_a_store_is_sealed_and_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "seal", "p.zip") == ("2 documents with 2 annotations sealed, not signed\n", "")
    assert run(capsys, "verify", "p.zip") == ("p.zip: not signed\np.zip: 10 files as they were sealed\n", "")


def test_only_what_was_asked_for_is_sealed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "seal", "p.zip", "one.txt")[0].startswith("1 document with 1 annotation")
    assert run(capsys, "seal", "p.zip", "--annotator", "bo")[0].startswith("1 document with 1 annotation")
    assert b'"ann"' not in Path("p.zip").read_bytes()
    assert "no annotator of that name" in run(capsys, "seal", "p.zip", "--annotator", "who", code=1)[1]
    assert "is not there" in run(capsys, "seal", "p.zip", "three.txt", code=1)[1]


def test_a_file_that_has_changed_is_not_taken_for_the_one_that_was_tagged(capsys: pytest.CaptureFixture[str]) -> None:
    Path("two.txt").write_text("Something else stands here now, and it has many words.\n")
    out, said = run(capsys, "seal", "p.zip")
    assert "2 documents with 2 annotations" in out
    assert said == "nrc-reader: two.txt: its file is not here, or has changed: only its text is sealed\n"


def test_the_users_key_signs_and_the_signature_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    (folder / "home" / ".ssh").mkdir(parents=True)
    key = folder / "home" / ".ssh" / "id_ed25519"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ann@host", "-f", str(key)], check=True)
    assert "signed with" in run(capsys, "seal", "p.zip")[0]
    assert b"ann@host" not in Path("p.zip").read_bytes()
    assert "Good" in run(capsys, "verify", "p.zip")[0]
    Path("signers").write_text(f"bo@example.org {key.with_suffix('.pub').read_text()}")
    assert "bo@example.org" in run(capsys, "verify", "p.zip", "--signers", "signers")[0]
    Path("signers").write_text("")
    assert "its signature is not right" in run(capsys, "verify", "p.zip", "--signers", "signers", code=1)[1]
    assert "not signed" in run(capsys, "seal", "q.zip", "--unsigned")[0]
    assert "is not signed" in run(capsys, "verify", "q.zip", "--signers", "signers", code=1)[1]
    key.write_text("no key")
    key.chmod(0o600)
    assert "not signed" in run(capsys, "seal", "q.zip")[0]
    assert "cannot sign" in run(capsys, "seal", "q.zip", "--key", str(key), code=1)[1]


def test_texts_are_left_out_and_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "seal", "p.zip", "--without-texts")
    assert "4 files left out" in run(capsys, "verify", "p.zip")[0]
    Path("two.txt").write_text("Another text.\n")
    out, said = run(capsys, "verify", "p.zip", "--texts", ".", "-o", "whole.zip", code=1)
    assert "whole.zip: 2 files put back" in out
    assert "sources/0002-two.txt and 1 more not found" in said
    assert "left out" in run(capsys, "verify", "whole.zip")[0]
    assert "needs -o" in run(capsys, "verify", "p.zip", "--texts", ".", code=2)[1]


def test_a_packet_that_was_changed_is_not_opened_either(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "seal", "p.zip")
    data = bytearray(Path("p.zip").read_bytes())
    data[data.index(b"The council met.")] ^= 1
    Path("p.zip").write_bytes(data)
    said = run(capsys, "verify", "p.zip", code=1)[1]
    assert "sources/0001-one.txt is not what was sealed" in said
    assert "is not what was sealed" in run(capsys, "open", "p.zip", code=1)[1]


@pytest.mark.parametrize("name", ["one.txt", "gone.zip", "."])
def test_what_is_no_packet_is_named_in_one_line(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "verify", name, code=1)[1]
    assert said.count("\n") == 1
    assert name in said


def test_an_empty_store_has_nothing_to_seal(capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "seal", "p.zip", "--store", "empty", code=1)[1]
    assert "there is nothing to seal" in said
    assert not Path("p.zip").exists()
