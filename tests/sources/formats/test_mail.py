"""E-mails and web archives: the part that a person reads, its head, its wrapped lines; odd ones give one clear line."""

import base64
from email.encoders import encode_base64
from email.message import EmailMessage, Message
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from reader.sources import Page, SourceError, open_bytes
from tests.sources.builders import FIRST, SECOND, assert_opens_or_tells, docx, every_format, word_paragraph

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


@pytest.mark.parametrize(
    ("sender", "authors"),
    [
        ('"Berg, Ida" <ida@example.org>', ("Ida Berg",)),
        ('"van Berg, Ida M. (Bay Herald)" <ida@example.org>', ("Ida M. van Berg",)),
        ("Bay Herald <news@example.org>", ()),
        ("ida.berg@example.org", ()),
    ],
)
def test_the_author_is_a_person_with_the_given_name_first(sender: str, authors: tuple[str, ...]) -> None:
    mail = message()
    mail.replace_header("From", sender)
    mail.set_content(WRAPPED)
    assert clean(open_bytes(mail.as_bytes(), "a.eml")).authors == authors


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


def part(text: str, kind: str = "plain", **headers: str) -> MIMEText:
    made = MIMEText(text, kind, "utf-8")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


def mixed(kind: str, *parts: Message, **headers: str) -> MIMEMultipart:
    """A message of these parts, with a head."""
    made = MIMEMultipart(kind)
    for name, value in message(**headers).items():
        made[name] = value
    for one in parts:
        made.attach(one)
    return made


def attached(data: bytes, name: str, kind: str = "application/octet-stream") -> Message:
    made = MIMEBase(*kind.split("/"))
    made.set_payload(data)
    encode_base64(made)
    made.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return made


def cleaned(mail: Message | bytes) -> Article:
    return clean(open_bytes(mail if isinstance(mail, bytes) else mail.as_bytes(), "a.eml"))


def kinds(article: Article) -> list[tuple[str, str]]:
    """The blocks below the head."""
    found = [(block.kind, article.text[block.start : block.end]) for block in article.blocks]
    return [one for one in found if one[0] not in {"title", "byline", "date"}]


def dropped(article: Article) -> dict[str, str]:
    return {article.page.text[one.page_start : one.page_end]: one.reason for one in article.dropped}


PAGE = f"<html><body><p>{FIRST}</p><p>{SECOND}</p></body></html>"
STUB = "This is a newsletter. Open it at https://bay.example/2021?a=b to see it."


@pytest.mark.parametrize(
    "mail",
    [
        mixed("alternative", part(STUB), part(PAGE, "html")),
        mixed("alternative", part(PAGE, "html"), part(STUB)),
        mixed("alternative", part(STUB), mixed("related", part(PAGE, "html"), attached(b"x", "logo.png", "image/png"))),
        mixed("related", mixed("alternative", part(STUB), part(PAGE, "html"))),
        mixed("mixed", mixed("alternative", part(STUB), part(PAGE, "html")), part("\n-- \nThe list\n")),
        mixed("alternative", part(""), part(PAGE, "html")),
        mixed("alternative", part(FIRST[:80]), part(PAGE, "html")),
        mixed("signed", mixed("alternative", part(STUB), part(PAGE, "html")), attached(b"x", "a.asc")),
    ],
)
def test_of_two_readings_the_one_that_says_more_is_shown(mail: Message) -> None:
    article = cleaned(mail)
    assert kinds(article) == [("paragraph", FIRST), ("paragraph", SECOND)]
    if STUB[:20] in mail.as_string():
        assert dropped(article)[STUB] == "alternative"


def test_a_plain_reading_that_says_as_much_stands_for_the_other_one() -> None:
    plain = f"THE QUAY\n\n{FIRST} [https://bay.example/1]\n\n{SECOND}\n"
    page = f"<h1>The quay</h1><p>{FIRST}</p><p>{SECOND}</p><p>Only here.</p>"
    article = cleaned(mixed("alternative", part(plain), part(page, "html")))
    assert article.text.count(SECOND) == 1
    assert article.text.count("THE QUAY") == 1
    assert dropped(article)["Only here."] == "alternative"


def test_every_text_stands_in_its_order() -> None:
    parts = (part("First words."), part(f"<p>{FIRST}</p>", "html"), part("Between."), part(f"<p>{SECOND}</p>", "html"))
    shown = [text for _, text in kinds(cleaned(mixed("mixed", *parts)))]
    assert shown == ["First words.", FIRST, "Between.", SECOND]


def forwarded(inner: Message, **headers: str) -> Message:
    made = MIMEMessage(inner)
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    return made


STORY = mixed("mixed", part(SECOND), Subject="A quay is repaired", From="Tom Aske <tom@example.org>")


@pytest.mark.parametrize(
    "inner",
    [
        forwarded(STORY),
        forwarded(STORY, Content_Disposition='attachment; filename="story.eml"'),
        attached(STORY.as_bytes(), "story.eml"),
    ],
)
def test_a_forwarded_message_is_text_with_its_head(inner: Message) -> None:
    article = cleaned(mixed("mixed", part("See below."), inner))
    assert (article.title, article.authors) == ("Größe: a quay is closed", ("Ida Berg",))
    assert kinds(article) == [
        ("paragraph", "See below."),
        ("heading", "A quay is repaired"),
        ("paragraph", "From: Tom Aske <tom@example.org>"),
        ("paragraph", "Date: Tue, 04 May 2021 08:00:00 +0200"),
        ("paragraph", SECOND),
    ]


def test_a_message_that_was_packed_against_the_standard_is_read() -> None:
    packed = base64.encodebytes(STORY.as_bytes())
    head = b"Subject: a\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    assert SECOND in cleaned(head + packed).text


def test_a_digest_gives_each_message_and_messages_may_be_nested() -> None:
    digest = mixed("digest", *(MIMEMessage(message_of(f"Number {number}.", f"Issue {number}")) for number in range(3)))
    text = cleaned(mixed("mixed", part("A digest."), forwarded(digest))).text
    places = [text.index(word) for number in range(3) for word in (f"Issue {number}", f"Number {number}.")]
    assert places == sorted(places)


def message_of(text: str, subject: str) -> Message:
    return mixed("mixed", part(text), Subject=subject)


def test_attachments_are_named_and_those_of_our_formats_are_read() -> None:
    files = every_format()
    page = b"<html><head><title>T</title></head><body><h1>A page</h1><p>Words of a page.</p></body></html>"
    rtf = b"{\\rtf1 Words in rich text.}"
    parts = [
        attached(docx(word_paragraph("A report", "Titel") + word_paragraph(FIRST)), "Größe/Bericht.docx"),
        attached(page, "page.html", "text/html"),
        attached(rtf, "letter.rtf"),
        attached(f"{SECOND}\n".encode(), "notes.txt", "text/plain"),
        attached(files["a.odt"], "text.odt"),
        attached(b"\x89PNG\r\n\x1a\n0", "quay.png", "image/png"),
        attached(b"a,b\n1,2\n", "table.csv", "text/csv"),
        attached(b"PK\x03\x04 cut", "cut.docx"),
    ]
    article = cleaned(mixed("mixed", part("Seven files."), *parts))
    shown = kinds(article)
    assert shown[:4] == [
        ("paragraph", "Seven files."), ("heading", "Bericht.docx"), ("heading", "A report"), ("paragraph", FIRST),
    ]  # fmt: skip
    for name, text in (("page.html", "Words of a page."), ("letter.rtf", "Words in rich text."), ("notes.txt", SECOND)):
        assert ("heading", name) in shown
        assert ("paragraph", text) in shown
    assert article.title == "Größe: a quay is closed"
    lost = {text.partition(" (")[0] for text, reason in dropped(article).items() if reason == "attachment"}
    assert lost == {"quay.png", "table.csv", "a,b", "1,2", "cut.docx"}
    assert "cut.docx is damaged" in article.page.left_out


def test_a_mail_of_nothing_but_a_document_is_that_document() -> None:
    assert FIRST in cleaned(mixed("mixed", attached(docx(word_paragraph(FIRST)), "a.docx"))).text


def test_many_attachments_are_named_and_not_read() -> None:
    article = cleaned(mixed("mixed", *(attached(f"Text {number}.".encode(), f"{number}.txt") for number in range(40))))
    assert "Text 5." in article.text
    assert "Text 39." not in article.text
    assert any(text.startswith("39.txt") for text in dropped(article))
    assert "too many" in article.page.left_out


def test_what_stands_outside_of_parts_and_texts_for_programs_are_dropped_with_a_reason() -> None:
    mail = mixed("mixed", part("Come on Friday."), part("BEGIN:VCALENDAR", "calendar"))
    mail.preamble = "A message in parts."
    article = cleaned(mail)
    assert kinds(article) == [("paragraph", "Come on Friday.")]
    assert {"A message in parts.": "markup", "BEGIN:VCALENDAR": "attachment"}.items() <= dropped(article).items()


def test_a_signature_ends_where_another_message_begins() -> None:
    text = f"Hello.\n\n-- \nIda\nThe Bay Herald\n\n-----Original Message-----\n{FIRST}\n"
    article = cleaned(part(text))
    assert FIRST in article.text
    assert "The Bay Herald" not in article.text
    long = "Hello.\n\n--\n" + "\n".join(f"Row {number} of a list." for number in range(30))
    assert "Row 29 of a list." in cleaned(part(long)).text


def test_a_space_that_only_marks_a_wrapped_line_is_no_text() -> None:
    mail = (
        "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n港の 工事 \nが終わる。\n Two  \nwords.\n"
    )
    assert [text for hint, text in lines(open_bytes(mail.encode(), "a.eml")) if hint == "p"] == [
        "港の 工事が終わる。", "Two words.",
    ]  # fmt: skip


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
