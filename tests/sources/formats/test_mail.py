"""E-mails and web archives: the part that a person reads, its head, its wrapped lines; odd ones give one clear line."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.sources import Page, SourceError, open_bytes
from tests.sources.builders import FIRST, SECOND, assert_opens_or_tells

WRAPPED = """\
The harbour council of Lindholm voted on Tuesday to close the eastern
quay for two years, after divers found that the timber piles under it
had been eaten through.

- A point
- Another point that is long enough that it has to go on in a second
line

> Two summers are long.

Ida
--\x20
The Bay Herald, Quay Street 1
"""


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    facts = {"Subject": "Größe: a quay is closed", "From": "Ida Berg <ida@example.org>"}
    for name, value in {**facts, "Date": "Tue, 04 May 2021 08:00:00 +0200", **headers}.items():
        made[name] = value
    return made


def lines(page: Page) -> list[tuple[str, str]]:
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


def test_a_plain_mail_opens_with_its_head_and_its_paragraphs() -> None:
    mail = message()
    mail.set_content(WRAPPED)
    mail.add_alternative("<p>Another reading</p>", subtype="html")
    page = open_bytes(mail.as_bytes(), "a.eml")
    assert lines(page) == [
        ("front title", "Größe: a quay is closed"),
        ("front author", "Ida Berg"),
        ("front date", "2021-05-04"),
        ("p", FIRST),
        ("li", "- A point"),
        ("li", "- Another point that is long enough that it has to go on in a second line"),
        ("quote", "Two summers are long."),
        ("p", "Ida"),
        ("footer", "The Bay Herald, Quay Street 1"),
        ("alternative", "Another reading"),
    ]
    article = clean(page)
    assert (article.title, article.authors) == ("Größe: a quay is closed", ("Ida Berg",))
    assert article.published == "2021-05-04"
    assert FIRST in article.text
    assert "Quay Street" not in article.text


def test_of_a_mail_in_html_the_page_is_read() -> None:
    mail = message()
    mail.set_content(
        f"<h2>What it costs: ä</h2><p>{FIRST}</p><style>p{{}}</style>", subtype="html", charset="iso-8859-1"
    )
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    page = open_bytes(mail.as_bytes(), "a.eml")
    assert lines(page)[3:] == [
        ("h2", "What it costs: ä"),
        ("p", FIRST),
        ("attachment", "a.png (image/png, 1 bytes)"),
    ]
    assert page.encoding == "cp1252"
    assert [block.kind for block in clean(page).blocks] == ["title", "byline", "date", "heading", "paragraph"]


def test_a_flowed_mail_is_put_together() -> None:
    mail = b"Content-Type: text/plain; format=flowed\nSubject: s\n\nOne two \nthree.\nFour.\n"
    assert [text for hint, text in lines(open_bytes(mail, "a.eml")) if hint == "p"] == ["One two three.", "Four."]


@pytest.mark.parametrize("charset", ["x-unknown", "utf-7x", "cp1252"])
def test_a_charset_that_is_wrong_loses_no_mail(charset: str) -> None:
    mail = (
        f"Subject: =?{charset}?Q?caf=E9?=\nContent-Type: text/plain; charset={charset}\n\n".encode()
        + b"Caf\xe9 au lait."
    )
    assert "Café au lait." in open_bytes(mail, "a.eml").text


def test_a_mail_without_text_is_told() -> None:
    mail = message()
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    with pytest.raises(SourceError, match="without text"):
        open_bytes(mail.as_bytes(), "a.eml")


def test_comments_in_comments_of_a_head_are_not_followed() -> None:
    mail = (
        b"From: " + b"(" * 100_000 + b"\nDate: " + b"(" * 100_000 + b"\nSubject: " + b"=?q?" * 50_000 + b"\n\nA text."
    )
    assert open_bytes(mail, "a.eml").text.endswith("A text.")


def test_parts_in_parts_without_end_are_told() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(5000))
    with pytest.raises(SourceError):
        open_bytes(deep, "a.eml")


def test_many_parts_are_not_all_looked_at() -> None:
    parts = b"--b\nContent-Type: image/png\n\nx\n" * 3000
    mail = b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b\n\nA text.\n--b--\n"
    with pytest.raises(SourceError, match="without text"):
        open_bytes(mail, "a.eml")


ARCHIVE = (
    "From: <Saved by a browser>\r\nSubject: A quay\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
    "------b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "Content-Location: http://example.org/\r\n\r\n{}\r\n"
    "------b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------b--\r\n"
)


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml"])
def test_a_web_archive_opens_as_its_page(name: str) -> None:
    page = f"<html><head><title>A quay</title></head><body><p>Caf=E9. {FIRST}</p><p>{SECOND}</p></body></html>"
    opened = open_bytes(ARCHIVE.format(page).encode(), name)
    assert opened.media_type == "text/html"
    assert opened.source.startswith("<html><head><title>A quay")
    assert opened.encoding == "cp1252"
    start = opened.text.index("Café")
    assert opened.source[slice(*opened.source_span(start, start + 4))] == "Café"
    assert SECOND in clean(opened).text


def test_a_web_archive_that_is_cut_off_gives_what_there_is_or_one_line() -> None:
    whole = ARCHIVE.format(f"<p>{FIRST}</p>").encode()
    for end in range(60, len(whole), 37):
        assert_opens_or_tells(whole[:end], "a.mht")


@given(st.binary(max_size=300))
def test_any_bytes_after_a_head_open_or_give_one_line(noise: bytes) -> None:
    assert_opens_or_tells(b"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + noise, "a.eml")
