"""Small documents of our own writing in every format, made in memory."""

import gzip
import io
import json
import zipfile
from urllib.parse import unquote

from reader.sources import SourceError, open_bytes

FIRST = (
    "The harbour council of Lindholm voted on Tuesday to close the eastern quay for two years, after divers found "
    "that the timber piles under it had been eaten through."
)
SECOND = (
    "The repair will cost about fourteen million crowns, of which the state pays half. Fishing boats move to the "
    "western quay until the work is done."
)
PARAGRAPHS = (FIRST, SECOND)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw")
)


def assert_opens_or_tells(data: bytes, name: str) -> None:
    """Any bytes give a page with text, or one clear line."""
    try:
        said = open_bytes(data, name).text.strip()
    except SourceError as problem:
        said = str(problem).replace("\n", "")
        assert said == str(problem)  # noqa: PT017 (either is right)
    assert said


def zipped(members: dict[str, str | bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """A ZIP archive of these members, in this order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=packing)
    return buffer.getvalue()


def word_paragraph(text: str, style: str = "", properties: str = "") -> str:
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style}{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="House heading"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Circle"/><w:basedOn w:val="Kreis"/></w:style>
</w:styles>"""


def docx(body: str, **more: str | bytes) -> bytes:
    """A Word document with this body; ``more`` are further members, ``/`` written as two underscores."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<?xml version='1.0'?><w:document {W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": STYLES,
            **{name.replace("__", "/") + ".xml": content for name, content in more.items()},
        }
    )


def odt(body: str, *, automatic: str = "", manifest: str = "<manifest/>") -> bytes:
    """An OpenDocument text with this body."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}>"
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": manifest,
        }
    )


CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""


def epub(chapters: dict[str, str], *, metadata: str = "", encryption: str = "") -> bytes:
    """A book of these chapters (file name to the inside of the body), in this order."""
    items = "".join(
        f'<item id="c{i}" href="{name}" media-type="application/xhtml+xml"/>' for i, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": f'<package xmlns:dc="x"><metadata>{metadata}</metadata><manifest>{items}'
        '<item id="toc" href="toc.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        f'</manifest><spine><itemref idref="toc"/>{spine}</spine></package>',
        "OEBPS/toc.xhtml": "<html><body><nav><a href='1'>Contents of the book</a></nav></body></html>",
    }
    for name, body in chapters.items():
        page = f"<html xmlns='x'><head><title>A running title</title></head><body>{body}</body></html>"
        members[f"OEBPS/{unquote(name)}"] = page
    if encryption:
        members["META-INF/encryption.xml"] = encryption
    return zipped(members)


def pdf(*pages: list[tuple[float, float, float, str]], extra: bytes = b"") -> bytes:
    """A PDF in Helvetica; each text of a page with left edge, base line and size in points, from the lower left."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, page in enumerate(pages):
        content = b""
        for left, base, size, text in page:
            shown = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            content += b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, left, base, shown)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, start)
    return out


#: Widths of Helvetica's characters in thousandths of the size, in groups of like width.
_WIDTHS = {
    222: "ijl'",
    278: " .,:;!|/ftI[]",
    333: "()-r",
    500: "ckJsvxyz",
    722: "wCDHNRU",
    778: "GOQ",
    833: "mM",
    944: "W",
}


def wrapped(text: str, width: float, size: float = 10) -> list[str]:
    """The lines of a paragraph set in a column of this width in points."""
    each = {character: share for share, group in _WIDTHS.items() for character in group}
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if sum(each.get(character, 600) for character in longer) * size / 1000 > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def every_format() -> dict[str, bytes]:
    """A file of every format that the reader knows, by its name; each holds ``FIRST`` and ``SECOND``."""
    body = f"<h1>A quay is closed</h1><p>{FIRST}</p><p>{SECOND}</p>"
    page = f"<html><head><title>A quay is closed</title></head><body><article>{body}</article></body></html>"
    plain = f"A quay is closed\n\n{FIRST}\n\n{SECOND}\n".encode()
    mail = "From: a@example.org\nSubject: A quay is closed\nMIME-Version: 1.0\nContent-Type: {}\n\n{}\n"
    part = f"--x\nContent-Type: text/html\nContent-Location: http://example.org/\n\n{page}\n--x--"
    word = "".join(word_paragraph(text) for text in PARAGRAPHS)
    legacy = f"Größe: ein Kai für Boote — „alt“ 10 €\n\n{FIRST}\n\n{SECOND}\n".encode("cp1252")
    heads = [
        "WARC/1.0", "WARC-Type: resource", "WARC-Target-URI: http://example.org/", "WARC-Date: 2026-01-01T00:00:00Z",
        "WARC-Record-ID: <urn:uuid:1>", "Content-Type: text/html", f"Content-Length: {len(page.encode())}",
    ]  # fmt: skip
    paragraphs = [(60.0, 760.0 - 14 * row, 10.0, line) for row, line in enumerate(wrapped(f"{FIRST} {SECOND}", 400))]
    return {
        "a.txt": plain,
        "legacy.txt": legacy,
        "a.html": page.encode(),
        "a.md": f"# A quay is closed\n\n{FIRST}[^1]\n\n{SECOND}\n\n[^1]: By the pilots.\n".encode(),
        "a.docx": docx(word),
        "a.odt": odt("".join(f"<text:p>{text}</text:p>" for text in PARAGRAPHS)),
        "a.epub": epub({"one.xhtml": body}),
        "a.rtf": (r"{\rtf1\ansi " + r"\par ".join(PARAGRAPHS) + "}").encode(),
        "a.eml": mail.format("text/plain", "\n\n".join(PARAGRAPHS)).encode(),
        "a.mhtml": mail.format('multipart/related; boundary="x"', part).encode(),
        "a.jsonl": json.dumps({"text": "\n\n".join(PARAGRAPHS)}).encode() + b"\n",
        "a.txt.gz": gzip.compress(plain),
        "a.pdf": pdf(paragraphs),
        "a.warc": "\r\n".join([*heads, "", page, "", ""]).encode(),
    }
