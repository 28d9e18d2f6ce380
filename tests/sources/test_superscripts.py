"""Raised and lowered text never changes the number before it, in any format; its place in the file is kept."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from reader.sources import open_bytes
from tests.sources.builders import docx, epub, odt
from tests.system.test_safe_text import assert_one_to_one_runs_are_equal

#: Markup of HTML, and how it reads.
INLINE = [
    ("The council has 14<sup>2</sup> seats", "The council has 14² seats"),
    ("in 1998<sup><a href='#n7'>7</a></sup> and", "in 1998⁷ and"),
    ("<a href='#n7'><sup>12</sup></a>", "¹²"),
    ("40 crowns<sup>[3]</sup>, 60<sup>[4]</sup>, 70<sup>(5)</sup>", "40 crowns[3], 60[4], 70(5)"),
    ("9 km<sup>2</sup>, 10<sup>9</sup> and 10<sup>&minus;3</sup>", "9 km², 10⁹ and 10⁻³"),
    ("the 2<sup>nd</sup>, the 3<sup>e</sup>, the 1<sup>er</sup>, M<sup>c</sup>Rae", "the 2nd, the 3e, the 1er, McRae"),
    ("7<sup>a</sup> and 2<sup>n</sup>", "7ª and 2ⁿ"),
    ("CO<sub>2</sub>, H<sub>2</sub>SO<sub>4</sub>, 101<sub>2</sub>", "CO2, H2SO4, 101₂"),
    ("5<sup>1</sup>/<sub>4</sub> inches", "5¹/₄ inches"),
    ("21<sup>3, 4</sup> and 8<sup>*</sup>", "21³, ⁴ and 8*"),
    ("30<sup>1990 prices</sup>", "30 1990 prices"),
    ("6<span style='font-size: 60%; vertical-align: super'>8</span> boats", "6⁸ boats"),
    ("6<span class='superscript'>8</span> boats", "6⁸ boats"),
    ("6<a href='#fn8'>8</a> boats, see <a href='#p9'>9</a>", "6⁸ boats, see 9"),
    ("11<a role='doc-noteref' href='notes.xhtml#b'>2</a>", "11²"),
    ("<sup>2</sup>2020 figures", "²2020 figures"),
    ("14<sup>2", "14²"),
    ("x <math><msup><mn>10</mn><mrow><mo>-</mo><mn>6</mn></mrow></msup></math> m", "x 10⁻⁶ m"),
]


def shown(data: bytes, name: str) -> str:
    page = open_bytes(data, name)
    assert_one_to_one_runs_are_equal(page.text, page.source, page.origin)
    return next(text for line in page.lines if (text := page.line_text(line)))


@pytest.mark.parametrize(("markup", "text"), INLINE)
def test_of_a_page_and_of_a_book(markup: str, text: str) -> None:
    assert shown(f"<html><body><p>{markup}</p></body></html>".encode(), "a.html") == text
    assert shown(epub({"a.xhtml": f"<p>{markup}</p>"}), "a.epub") == text


def test_of_an_email_in_html() -> None:
    mail = EmailMessage()
    mail.set_content("<p>The council has 14<sup>2</sup> seats</p>", subtype="html")
    assert shown(mail.as_bytes(), "a.eml") == "The council has 14² seats"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("The council has 14<sup>2</sup> seats", "The council has 14² seats"),
        ("10^9^ and 10^-3^, CO~2~", "10⁹ and 10⁻³, CO2"),
        ("**14**<sup>*2*</sup> of H<sub>2</sub>O", "14² of H2O"),
        ("14[^2] seats, ~~none~~ 3^", "14[^2] seats, ~~none~~ 3^"),
    ],
)
def test_of_markdown(markup: str, text: str) -> None:
    assert shown(markup.encode(), "a.md") == text


def test_a_raised_number_leads_back_to_its_place_with_its_tag() -> None:
    page = open_bytes(b"<p>Now 14<sup>23</sup> seats</p>", "a.html")
    start = page.text.index("²³")
    assert page.source[slice(*page.source_span(start, start + 2))] == "<sup>23"
    assert page.source[slice(*page.source_span(start + 3, start + 8))] == "seats"


def test_of_a_word_document() -> None:
    def run(text: str, properties: str = "") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"

    raised, lowered = (f"<w:vertAlign w:val='{kind}script'/>" for kind in ("super", "sub"))
    styled, position = "<w:rStyle w:val='Mark'/>", "<w:position w:val='8'/>"
    formula = "<m:sSup xmlns:m='m'><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>9</m:t></m:r></m:sup></m:sSup>"
    runs = [
        run("14"), run("2", raised), run("3", raised), run(" seats, H"), run("2", lowered), run("O, 8"),
        run("1", styled), run(" 7"), run("5", position), run(", 1"), run("st", raised), run(", 6"),
        run("4", styled + "<w:vertAlign w:val='baseline'/>"), run(" "), formula,
    ]  # fmt: skip
    styles = (
        "<w:styles xmlns:w='w'><w:style w:styleId='Base'><w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
        "<w:style w:styleId='Mark'><w:basedOn w:val='Base'/></w:style></w:styles>"
    )
    mark = f"<w:pPr><w:rPr>{raised}</w:rPr></w:pPr>"  # of the paragraph's own mark
    data = docx(f"<w:p>{mark}{''.join(runs)}</w:p>", word__styles=styles)
    assert shown(data, "a.docx") == "14²³ seats, H2O, 8¹ 7⁵, 1st, 64 10⁹"


def test_of_an_opendocument_text() -> None:
    made = "<style:style style:name='{}'><style:text-properties style:text-position='{}'/></style:style>"
    positions = (("Up", "super 58%"), ("Down", "-33% 58%"), ("Flat", "0% 100%"))
    styles = "".join(made.format(*position) for position in positions)
    styles += '<style:style style:name="Own" style:parent-style-name="Up"/>'

    def span(style: str, text: str) -> str:
        return f'<text:span text:style-name="{style}">{text}</text:span>'

    inner = span("Own", span("None", "5"))
    body = f"<text:p>14{span('Up', '2')} seats, H{span('Down', '2')}O, 8{span('Flat', '1')}, 6{inner}</text:p>"
    assert shown(odt(body, automatic=styles), "a.odt") == "14² seats, H2O, 81, 6⁵"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"14{\super 2} seats, H{\sub 2}O", "14² seats, H2O"),
        (rb"14\super 2\nosupersub  seats, 8{\up6 5} and 1{\super st}", "14² seats, 8⁵ and 1st"),
        (rb"14\super\'32\plain  seats, 10{\super\u8722?3}", "14² seats, 10⁻³"),
        (rb"14\super0 2", "142"),
    ],
)
def test_of_rtf(body: bytes, text: str) -> None:
    assert shown(rb"{\rtf1\ansi " + body + rb"\par}", "a.rtf") == text
