"""A sealed packet: what is in it, that each change of it is found, and that a stranger's does no harm."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from reader.commands.environment import all_stored
from reader.config.label import DEFAULT_LABELS
from reader.config.settings import Settings
from reader.exchange.packets.left_out_files import found_files, put_back
from reader.exchange.packets.packet_file import PacketFile
from reader.exchange.packets.packet_layout import COMMENT, COMMENT_LENGTH, PacketError, is_name, numbered
from reader.exchange.packets.packet_reading import Packet, is_packet
from reader.exchange.packets.packet_sealing import PacketSealing
from reader.exchange.packets.sealed_store import SealedStore, packet_labels
from reader.exchange.packets.ssh_signature import SignatureRefused, signature_of, signer_of
from reader.store.allowed_files import AllowedFiles
from reader.store.folder_store import FolderStore
from reader.store.store_protocol import StoreError
from reader.workspace.library import Library
from reader.workspace.session import Session

TEXT = "The council met on Monday 😀 in Geneva.\n\nAdvertisement\n\nNobody expected much, the envoy said.\n"
QUOTES = ["met on Monday 😀", "the envoy said"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles in which passages are tagged."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("one ä.txt", "two.txt"):
        (tmp_path / name).write_text(f"{TEXT}{name} has a last line that is an ordinary sentence.\n", encoding="utf-8")
    with Session.open(["one ä.txt", "two.txt"], store="annotations", annotator="ann") as session:
        for document in session.documents:
            article = session.read(document)
            tags = [session.tag(article, "claim", quote=quote) for quote in QUOTES]
            session.annotate(article, tags[0], "look\nhere")
            session.link(tags[0], tags[1], "supports")
    (tmp_path / "annotations" / "guideline.md").write_text("# What to tag\n\nClaims.\n", encoding="utf-8")
    return tmp_path


def sealed(name: str = "p.zip", *, leaves_out: bool = False, sign: Callable[[bytes], bytes] | None = None) -> Path:
    store = FolderStore(Path("annotations"))
    with PacketFile() as packet:
        sealing = PacketSealing(packet, store, AllowedFiles(Path.cwd()), 1 << 24, leaves_out=leaves_out)
        for stored in sorted(all_stored(store, []), key=lambda one: one.document.path):
            sealing.add(stored)
        sealing.close(Settings(), DEFAULT_LABELS, sign)
        Path(name).write_bytes(b"".join(packet.chunks()))
    store.close()
    return Path(name)


def faults(path: Path) -> list[str]:
    """What is wrong with a packet, however it is found."""
    try:
        with Packet(path) as packet:
            return list(packet.faults())
    except PacketError as error:
        return [str(error)]


@pytest.mark.usefixtures("folder")
def test_a_packet_holds_what_was_read_what_was_tagged_and_how_it_came_about() -> None:
    path = sealed()
    assert faults(path) == []
    assert is_packet(path)
    with zipfile.ZipFile(path) as file:
        found = {name: file.read(name) for name in file.namelist()}
    assert found["sources/0001-one_.txt"] == Path("one ä.txt").read_bytes()
    tags = [json.loads(line) for line in found["tags.jsonl"].splitlines()]
    text = found["texts/0002-two.txt"].decode()
    assert [text[one["start"] : one["end"]] for one in tags if one["document"] == "two.txt"] == QUOTES
    assert tags[0]["note"] == "look\nhere"
    history = [json.loads(line) for line in found["history.jsonl"].splitlines()]
    assert {one["document"] for one in history} == {"one ä.txt", "two.txt"}
    assert [one["seq"] for one in history] == sorted(one["seq"] for one in history)
    assert found["guideline.md"].startswith(b"# What to tag")
    assert [one["name"] for one in json.loads(found["settings.json"])["labels"]] == ["claim", "evidence", "opinion"]


@pytest.mark.usefixtures("folder")
def test_the_same_store_gives_the_same_bytes() -> None:
    assert sealed("a.zip").read_bytes() == sealed("b.zip").read_bytes()


def test_sha256sum_and_a_reader_of_ro_crates_take_what_is_unpacked(folder: Path) -> None:
    with zipfile.ZipFile(sealed()) as file:
        file.extractall(folder / "unpacked")
    if shutil.which("sha256sum"):
        command = ["sha256sum", "-c", "--strict", "manifest-sha256.txt"]
        subprocess.run(command, cwd=folder / "unpacked", check=True, capture_output=True)
    crate = ROCrate(folder / "unpacked")
    files = {entity.id for entity in crate.data_entities}
    on_disk = {
        path.relative_to(folder / "unpacked").as_posix() for path in (folder / "unpacked").rglob("*") if path.is_file()
    }
    assert files == on_disk - {"manifest-sha256.txt", "ro-crate-metadata.json"}
    assert crate.description == "2 documents with 4 annotations."
    source = crate.dereference("sources/0002-two.txt")
    assert source["sha256"] == hashlib.sha256(Path("two.txt").read_bytes()).hexdigest()
    assert source["encodingFormat"] == "text/plain"


@pytest.mark.usefixtures("folder")
def test_each_flipped_bit_is_found() -> None:
    whole = sealed().read_bytes()
    chance = random.Random(17)
    path = Path("flipped.zip")
    for _ in range(1000):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        assert faults(path) != []


@pytest.mark.usefixtures("folder")
def test_a_packet_that_was_cut_off_is_named_in_one_line() -> None:
    whole = sealed().read_bytes()
    for size in (0, 1, 4, 100, len(whole) // 2, len(whole) - COMMENT_LENGTH, len(whole) - 1):
        Path("cut.zip").write_bytes(whole[:size])
        (fault,) = faults(Path("cut.zip"))[:1]
        assert "cut.zip" in fault
        assert "\n" not in fault


def changed(path: Path, change: Callable[[dict[str, bytes]], object], **entry: object) -> Path:
    """The packet written again with other files, and with a checksum that fits."""
    with zipfile.ZipFile(path) as file:
        files = {name: file.read(name) for name in file.namelist()}
    change(files)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", **entry) as file:  # type: ignore[arg-type]
        file.comment = COMMENT + b"0" * 64
        for name, content in files.items():
            file.writestr(name, content)
    body = data.getvalue()[:-COMMENT_LENGTH]
    Path("changed.zip").write_bytes(body + COMMENT + hashlib.sha256(body).hexdigest().encode())
    return Path("changed.zip")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: files.update({"tags.jsonl": b"{}\n"}), "tags.jsonl is not what was sealed"),
        (lambda files: files.pop("history.jsonl"), "history.jsonl is gone"),
        (lambda files: files.update({"more.txt": b"x"}), "more.txt was added later"),
        (lambda files: files.update({"left-out-sha256.txt": b""}), "left-out-sha256.txt was added later"),
        (lambda files: files.update({"../../x": b"x"}), "a name that no packet has"),
        (lambda files: files.update({"/etc/x": b"x"}), "a name that no packet has"),
        (lambda files: files.update({"a/../x": b"x"}), "a name that no packet has"),
        (lambda files: files.update({"..": b"x"}), "a name that no packet has"),
        (lambda files: files.update({"a\x1b[2J": b"x"}), "a name that no packet has"),
        (lambda files: files.pop("manifest-sha256.txt"), "is no packet of nrc-reader"),
        (lambda files: files.update({"manifest-sha256.txt": b"0 x\n"}), "line 1 is none of a manifest"),
        (lambda files: files.update({"manifest-sha256.txt": b"\xff\n"}), "is damaged"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_what_somebody_put_in_or_took_out_is_named(change: Callable[[dict[str, bytes]], object], said: str) -> None:
    found = faults(changed(sealed(), change))
    assert said in found[0]
    assert "\x1b" not in "".join(found)


@pytest.mark.usefixtures("folder")
def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    path = changed(sealed(), lambda files: files.update({"bomb": bytes(1 << 24)}), compression=zipfile.ZIP_DEFLATED)
    assert ["compressed" in one for one in faults(path)] == [True]


@pytest.mark.usefixtures("folder")
def test_what_was_left_out_is_put_back_by_its_hash_and_the_seal_holds() -> None:
    path = sealed(leaves_out=True)
    assert faults(path) == []
    with Packet(path) as packet:
        assert not any("/" in name for name in packet.names)
        assert b"an ordinary sentence" not in path.read_bytes()
        (Path("elsewhere")).mkdir()
        shutil.copy("two.txt", "elsewhere/renamed.txt")
        found = found_files(packet, [Path("elsewhere")], 1 << 24)
        assert sorted(found) == ["sources/0002-two.txt", "texts/0002-two.txt"]
        with PacketFile() as whole:
            put_back(packet, found, whole)
            Path("whole.zip").write_bytes(b"".join(whole.chunks()))
    assert faults(Path("whole.zip")) == []
    assert faults(changed(Path("whole.zip"), lambda files: files.update({"texts/0002-two.txt": b"other"}))) == [
        "changed.zip: texts/0002-two.txt is not what was sealed"
    ]


@pytest.mark.parametrize("is_source_here", [True, False])
def test_it_opens_elsewhere_with_each_tag_at_its_place_and_cannot_be_changed(
    folder: Path, is_source_here: bool
) -> None:
    path = sealed()
    if not is_source_here:
        path = changed(path, lambda files: [files.pop(name) for name in [*files] if name.startswith("sources/")])
    (folder / "elsewhere").mkdir()
    with Packet(path) as packet:
        store = SealedStore(packet, folder / "elsewhere")
        assert [one.name for one in packet_labels(packet)] == ["claim", "evidence", "opinion"]
    assert store.without_file == []
    for name in ("one ä.txt", "two.txt"):
        Path(name).unlink()
    library = Library(store.paths, Settings(), store)
    library.find_all()
    assert len(library.readable) == 2
    for entry in library.readable:
        document = library.open(entry)
        assert document is not None
        assert [one.quote for one in document.records.annotations] == QUOTES
        assert [document.article.text[one.start : one.end] for one in document.records.annotations] == QUOTES
    with pytest.raises(StoreError, match="sealed packet"):
        store.save(replace(store.load(store.keys()[0]).document), [])
    assert "sealed packet" in store.state().refusal


def test_a_signature_is_by_one_key_of_one_manifest(folder: Path) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("needs ssh-keygen")
    key = folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)
    path = sealed(sign=lambda data: signature_of(data, key))
    assert faults(path) == []
    with Packet(path) as packet:
        manifest, signature = (packet.bytes_of(f"manifest-sha256.txt{end}") for end in ("", ".sig"))
    assert "ED25519" in signer_of(manifest, signature)
    with pytest.raises(SignatureRefused):
        signer_of(manifest + b" ", signature)
    signers = folder / "signers"
    signers.write_text(f"ann@example.org {(folder / 'key.pub').read_text()}")
    assert "ann@example.org" in signer_of(manifest, signature, signers)
    other = folder / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(other)], check=True)
    signers.write_text(f"ann@example.org {(folder / 'other.pub').read_text()}")
    with pytest.raises(SignatureRefused):
        signer_of(manifest, signature, signers)


@pytest.mark.parametrize(
    "own", ["meeting.txt", "", "...", "ä ö", "../../x", "a" * 300, "https://example.org/a?b=c", ".hidden"]
)
def test_the_name_of_a_file_is_one_that_a_packet_may_have(own: str) -> None:
    assert is_name(numbered("sources", 7, own))
