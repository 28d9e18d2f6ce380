"""Documents of word processors and e-books open as lines that know what they are; hostile ones give one clear line."""

import io
import zipfile

import pytest

from reader.cleaning.page_cleaning import clean
from reader.sources import Page, SourceError, open_bytes
from reader.sources import archives as limits
from tests.sources.builders import FIRST, PARAGRAPHS, SECOND, W, docx, epub, odt, word_paragraph, zipped


def lines(page: Page) -> list[tuple[str, str]]:
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


def fault(data: bytes, name: str) -> str:
    with pytest.raises(SourceError) as caught:
        open_bytes(data, name)
    assert "\n" not in str(caught.value)
    return caught.value.what


def assert_whole(page: Page) -> None:
    """The page is its own source, and its lines cover it."""
    assert page.source == page.text
    assert page.source_span(3, 9) == (3, 9)
    assert "\n".join(page.line_text(line) for line in page.lines) == page.text


def test_a_word_document_keeps_its_structure() -> None:
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    table = f"<w:tbl>{row(cell(word_paragraph('Quay')) + cell(word_paragraph('Cost')))}"
    table += f"{row(cell(word_paragraph('East')) + cell(word_paragraph('14')))}</w:tbl>"
    body = (
        word_paragraph("A quay is closed", "Titel")
        + word_paragraph(FIRST)
        + word_paragraph("What it costs", "Eigen")
        + word_paragraph("A point", properties=listed)
        + word_paragraph("Two summers are long.", "Zitat")
        + table
        + word_paragraph("In a circle.", "Kreis")
    )
    page = open_bytes(docx(body), "a.docx")
    assert lines(page) == [
        ("h1", "A quay is closed"),
        ("p", FIRST),
        ("h2", "What it costs"),
        ("li", "A point"),
        ("quote", "Two summers are long."),
        ("table", "Quay | Cost"),
        ("table", "East | 14"),
        ("p", "In a circle."),
    ]
    assert_whole(page)


def test_a_word_document_without_what_is_not_its_text() -> None:
    body = (
        "<w:p><w:r><w:t>One </w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:tab/><w:t>word</w:t><w:br/><w:t>below</w:t></w:r>"
        "<w:r><w:instrText>PAGE 3</w:instrText></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    notes = (
        "<w:footnotes xmlns:w='x'><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>Said on Monday.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    page = open_bytes(docx(body, word__footnotes=notes), "a.docx")
    assert lines(page) == [("p", "One new word"), ("p", "below[1]"), ("footnote", "[1] Said on Monday.")]


def note(kind: str, number: int, text: str = "", more: str = "") -> str:
    return f"<w:{kind} w:id='{number}'{more}><w:p><w:r><w:t>{text or f'{kind} {number}'}</w:t></w:r></w:p></w:{kind}>"


def notes(kind: str, *numbers: int) -> str:
    """A part of notes, with the separators that every file has."""
    marks = note(kind, 0, "rule", " w:type='separator'") + note(kind, 1, "rule", " w:type='continuationSeparator'")
    return f"<w:{kind}s xmlns:w='w'>{marks}{''.join(note(kind, number) for number in numbers)}</w:{kind}s>"


def reference(kind: str, number: int, more: str = "", text: str = "") -> str:
    return f"<w:r><w:{kind}Reference w:id='{number}'{more}/>{text}</w:r>"


def section(settings: str = "") -> str:
    return f"<w:p><w:pPr><w:sectPr>{settings}</w:sectPr></w:pPr></w:p>"


def numbered(kind: str, form: str = "", start: str = "", restart: str = "") -> str:
    given = (("numFmt", form), ("numStart", start), ("numRestart", restart))
    return (
        f"<w:{kind}Pr>" + "".join(f"<w:{name} w:val='{value}'/>" for name, value in given if value) + f"</w:{kind}Pr>"
    )


PAGE_BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"


@pytest.mark.parametrize(
    ("settings", "between", "last", "marks"),
    [
        ("", "", "", ["[1]", "[2]", "[3]"]),
        (numbered("footnote", "lowerRoman"), "", "", ["[i]", "[ii]", "[iii]"]),
        (numbered("footnote", "upperLetter", "26"), "", "", ["[Z]", "[AA]", "[BB]"]),
        (numbered("footnote", "chicago"), "", "", ["[*]", "[†]", "[‡]"]),
        ("", section(), numbered("footnote", "", "", "eachSect"), ["[1]", "[2]", "[1]"]),
        (numbered("footnote", "", "5", "eachSect"), section(), "", ["[5]", "[6]", "[5]"]),
        ("", section(), "", ["[1]", "[2]", "[3]"]),
        (numbered("footnote", "", "", "eachPage"), f"<w:p>{PAGE_BREAK}</w:p>", "", ["[1]", "[2]", "[1]"]),
        ("", section(numbered("footnote", "upperRoman")), numbered("footnote", "decimal"), ["[I]", "[II]", "[3]"]),
    ],
)
def test_notes_carry_the_number_that_word_shows(settings: str, between: str, last: str, marks: list[str]) -> None:
    first = f"<w:p>{reference('footnote', 9)}{reference('footnote', 4)}</w:p>"
    body = f"{first}{between}<w:p>{reference('footnote', 7)}</w:p><w:sectPr>{last}</w:sectPr>"
    parts = {
        "word__footnotes": notes("footnote", 4, 7, 9),
        "word__settings": f"<w:settings xmlns:w='w'>{settings}</w:settings>",
    }
    shown = lines(open_bytes(docx(body, **parts), "a.docx"))
    assert [text for hint, text in shown if hint == "p"] == [f"{marks[0]}{marks[1]}", marks[2]]
    expected = [f"{mark} footnote {number}" for mark, number in zip(marks, (9, 4, 7), strict=True)]
    assert [text for hint, text in shown if hint == "footnote"] == expected


def test_endnotes_are_numbered_apart_and_a_mark_of_its_own_counts_nothing() -> None:
    custom = " w:customMarkFollows='1'"
    body = (
        f"<w:p>{reference('footnote', 2)}{reference('footnote', 3, custom, '<w:t>7</w:t>')}{reference('endnote', 5)}"
        f"{reference('footnote', 4)}{reference('endnote', 2)}</w:p>"
    )
    parts = {"word__footnotes": notes("footnote", 2, 3, 4, 8), "word__endnotes": notes("endnote", 2, 5)}
    assert lines(open_bytes(docx(body, **parts), "a.docx")) == [
        ("p", "[1]⁷[i][2][ii]"),
        ("footnote", "[1] footnote 2"),
        ("footnote", "footnote 3"),
        ("footnote", "[2] footnote 4"),
        ("footnote", "footnote 8"),
        ("footnote", "[i] endnote 5"),
        ("footnote", "[ii] endnote 2"),
    ]


MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATION = "<Relationships><Relationship Type='http://x/relationships/officeDocument' Target='{}'/></Relationships>"


@pytest.mark.parametrize(
    ("types", "relations", "name"),
    [
        ("<Types/>", RELATION.format("word/document2.xml"), "word/document2.xml"),
        ("<Types/>", RELATION.format("/text/the%20main.xml"), "text/the main.xml"),
        ("<Types/>", RELATION.format("Word/Document.xml"), "word/document.xml"),
        (f"<Types><Override PartName='/Doc/Text.xml' ContentType='{MAIN}'/></Types>", "", "doc/text.xml"),
        (f"<Types><Override PartName='/a.xml' ContentType='{MAIN}'/></Types>", RELATION.format("gone.xml"), "a.xml"),
    ],
)
def test_the_main_part_of_a_word_document_may_have_any_name(types: str, relations: str, name: str) -> None:
    folder = name.rpartition("/")[0] + "/" if "/" in name else ""
    text = (
        f"<w:document {W}><w:body><w:p>{reference('footnote', 2, text='<w:t>Said.</w:t>')}</w:p></w:body></w:document>"
    )
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        name: text,
        f"{folder}footnotes.xml": notes("footnote", 2),
    }
    if relations:
        members["_rels/.rels"] = relations
    assert lines(open_bytes(zipped(members), "a.docx")) == [("p", "[1]Said."), ("footnote", "[1] footnote 2")]


def test_notes_of_an_opendocument_text_carry_their_own_marks() -> None:
    def cited(kind: str, mark: str, text: str) -> str:
        body = f"<text:note-body><text:p>{text}</text:p></text:note-body>"
        return f"<text:note text:note-class='{kind}'><text:note-citation>{mark}</text:note-citation>{body}</text:note>"

    body = (
        cited("footnote", "1", "One")
        + cited("endnote", "i", "End")
        + cited("footnote", "†", "Cross")
        + cited("endnote", "", "?")
    )
    assert lines(open_bytes(odt(f"<text:p>Said{body}</text:p>"), "a.odt")) == [
        ("p", "Said[1][i][†][2]"),
        ("footnote", "[1] One"),
        ("footnote", "[i] End"),
        ("footnote", "[†] Cross"),
        ("footnote", "[2] ?"),
    ]


def test_an_opendocument_text_keeps_its_structure() -> None:
    body = f"""<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>
<text:p text:style-name="P1">A quay is closed</text:p>
<text:p>{FIRST}<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Said on Monday.</text:p>
</text:note-body></text:note></text:p><text:h text:outline-level="2">What it<text:s text:c="1"/>costs</text:h>
<text:list><text:list-item><text:p>A point</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>East</text:p></table:table-cell>
<table:table-cell><text:p>14</text:p></table:table-cell></table:table-row></table:table>"""
    page = open_bytes(odt(body, automatic='<style:style style:name="P1" style:parent-style-name="Title"/>'), "a.odt")
    assert lines(page) == [
        ("h1", "A quay is closed"),
        ("p", FIRST + "[1]"),
        ("h2", "What it costs"),
        ("li", "A point"),
        ("table", "East | 14"),
        ("footnote", "[1] Said on Monday."),
    ]
    assert_whole(page)


def test_a_book_opens_in_the_order_of_its_spine_with_its_facts() -> None:
    metadata = "<dc:title>The  quay</dc:title><dc:creator>Ida Berg</dc:creator><dc:date>2021-05-04</dc:date>"
    chapters = {"b.xhtml": f"<h2>One</h2><p>{FIRST}</p>", "a%20b.xhtml": f"<h2>Two</h2><p>{SECOND}</p>"}
    page = open_bytes(epub(chapters, metadata=metadata), "a.epub")
    shown = lines(page)
    assert shown[:3] == [("front title", "The quay"), ("front author", "Ida Berg"), ("front date", "2021-05-04")]
    assert shown[3:] == [("h2", "One"), ("p", FIRST), ("h2", "Two"), ("p", SECOND)]
    assert_whole(page)
    article = clean(page)
    assert (article.title, article.authors, article.published) == ("The quay", ("Ida Berg",), "2021-05-04")
    assert FIRST in article.text


@pytest.mark.parametrize(
    ("wanted", "stored"),
    [
        ("Text/One.XHTML", "text/one.xhtml"),
        ("a%20b.xhtml", "a b.xhtml"),
        ("a%20b.xhtml", "a%20b.xhtml"),
        ("..\\OEBPS\\c.xhtml", "c.xhtml"),
    ],
)
def test_a_chapter_whose_name_is_written_otherwise_is_found(wanted: str, stored: str) -> None:
    with zipfile.ZipFile(io.BytesIO(epub({wanted: f"<p>{FIRST}</p>"}))) as book:
        members: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
    (chapter,) = [
        name for name in members if name.startswith("OEBPS/") and not name.endswith(("book.opf", "toc.xhtml"))
    ]
    members[f"OEBPS/{stored}"] = members.pop(chapter)
    assert lines(open_bytes(zipped(members), "a.epub")) == [("p", FIRST)]


def test_a_chapter_that_is_missing_is_named() -> None:
    with zipfile.ZipFile(io.BytesIO(epub({"a.xhtml": f"<p>{FIRST}</p>", "b.xhtml": f"<p>{SECOND}</p>"}))) as book:
        members: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist() if "b.xhtml" not in name}
    page = open_bytes(zipped(members), "a.epub")
    assert lines(page) == [("p", FIRST)]
    assert page.left_out == "1 of its chapters is missing: b.xhtml"


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_everything_that_was_written_is_shown(name: str) -> None:
    made = {
        "a.docx": docx(word_paragraph("A quay is closed") + "".join(map(word_paragraph, PARAGRAPHS))),
        "a.odt": odt("<text:p>A quay is closed</text:p>" + "".join(f"<text:p>{one}</text:p>" for one in PARAGRAPHS)),
        "a.epub": epub({"a.xhtml": "<p>A quay is closed</p>" + "".join(f"<p>{one}</p>" for one in PARAGRAPHS)}),
    }
    article = clean(open_bytes(made[name], name))
    assert article.title == "A quay is closed"
    assert [block.kind for block in article.blocks] == ["title", "paragraph", "paragraph"]
    assert article.text.endswith(FIRST + "\n\n" + SECOND)


def test_a_document_is_known_whatever_its_name() -> None:
    data = docx(word_paragraph(FIRST))
    assert open_bytes(data, "a").text == FIRST
    assert "cut off" in fault(b"PK\x03\x04" + b"x" * 60, "a.docx")


@pytest.mark.parametrize("share", [0.3, 0.9, 0.99])
@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub"])
def test_a_file_that_is_cut_off_is_told(name: str, share: float) -> None:
    text = "".join(word_paragraph(f"{i} {FIRST}") for i in range(30))
    data = {"a.docx": docx(text), "a.odt": odt(text), "a.epub": epub({"a.xhtml": text})}[name]
    assert "damaged or cut off" in fault(data[: int(len(data) * share)], name)


def test_a_billion_laughs_are_not_heard() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    for evil in (laughs, external):
        assert "document type" in fault(zipped({"word/document.xml": evil}), "a.docx")
        members: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": evil}
        assert "document type" in fault(zipped(members), "a.odt")


def test_markup_without_end_is_not_followed() -> None:
    deep = "<w:p>" * 5000
    assert "nested too deeply" in fault(docx(deep), "a.docx")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "far more than an article" in fault(zipped({"word/document.xml": b" " * (20 << 20)}), "a.docx")
    monkeypatch.setattr(limits, "MAX_MEMBER_BYTES", 1000)
    assert "far more than an article" in fault(docx(word_paragraph(FIRST * 20)), "a.docx")


def test_many_chapters_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TOTAL_BYTES", 3000)
    assert "far more" in fault(epub({f"{i}.xhtml": f"<p>{FIRST * 3}</p>" for i in range(9)}), "a.epub")


def test_an_archive_of_too_many_members_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MEMBERS", 2)
    assert "too many parts" in fault(docx(word_paragraph(FIRST)), "a.docx")


def test_names_that_climb_out_lead_nowhere() -> None:
    data = epub({"../../../../etc/passwd": f"<p>{FIRST}</p>"})
    assert "no text" in fault(data, "a.epub")


def test_protected_documents_are_told() -> None:
    data = epub({"a.xhtml": f"<p>{FIRST}</p>"}, encryption="<x URI='OEBPS/a.xhtml'/>")
    assert "protected" in fault(data, "a.epub")
    assert "password" in fault(odt("", manifest="<m:encryption-data/>"), "a.odt")


def test_control_characters_of_a_document_do_not_reach_the_screen() -> None:
    page = open_bytes(epub({"a.xhtml": f"<p>\x1b]52;c;AAAA\x07{FIRST}&#x1b;[31m\u202e</p>"}), "a.epub")
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text
    assert FIRST in page.text
