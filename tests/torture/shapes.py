"""What hostile files are made of, format by format: some prose, a token repeated, or elements within elements."""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from tests.sources.builders import CONTAINER, ODF, PARAGRAPHS, W


class Shape(NamedTuple):
    """A kind of hostile file: ``make`` gives about as many bytes as are asked for."""

    name: str
    file: str
    make: Callable[[int], bytes]


def _words(size: int, end: str = "\n\n") -> str:
    """Prose of no sense in which no sentence stands twice."""
    dice = random.Random(10)
    stock = ["".join(dice.choices("aeioubdfglmnprst", k=dice.randrange(2, 10))) for _ in range(3000)]
    paragraph = []
    for _ in range(400):
        words = [dice.choice((*stock, "the", "of", "and", "to", "a", "in")) for _ in range(dice.randrange(5, 30))]
        paragraph.append(" ".join(words).capitalize() + ".")
    made, length, number = [], 0, 0
    while length < size:
        number += 1
        one = f"{number} " + " ".join(dice.sample(paragraph, 4)) + end
        made.append(one)
        length += len(one)
    return "".join(made)


def _prose(before: str, after: str, size: int) -> bytes:
    return (before + _words(size)[: max(size - len(before + after), 100)] + after).encode()


def _repeated(unit: str, before: str, after: str, size: int) -> bytes:
    token, start, end = unit.encode(), before.encode(), after.encode()
    if "%d" in unit:
        count = max(1, size // (len(unit) + 4))
        return start + "".join(unit.replace("%d", str(number)) for number in range(count)).encode() + end
    return start + token * max(1, (size - len(start) - len(end)) // len(token)) + end


def _nested(opening: str, closing: str, before: str, after: str, size: int) -> bytes:
    count = max(1, size // len(opening + closing))
    return (before + opening * count + "word " + closing * count + after).encode()


_PLAIN = " ".join(PARAGRAPHS) + "\n\n"
_TEXT = {
    "prose": None, "empty lines": "\n", "blank lines": " \n", "crlf lines": "\r\n", "cr lines": "\r", "one line": "a",
    "one word a line": "word\n", "letters a line": "a\n", "capitals": "A", "words": "a ", "sentences": "A b. ",
    "stops": ".", "initials": "A. ", "quotes open": "“a ", "quotes": "\"a\" ", "quotes straight": "\"",
    "apostrophes": "’", "brackets": "(", "by": "By A B, ", "byline rows": "By Ann Lee\n", "dates": "1 May 2018 ",
    "date rows": "1 May 2018\n\n", "updated": "updated 1 May 2018 ", "commas": "a, ", "tabs": "\t", "tab rows": "a\tb\n",
    "table rows": "a\tb\tc\td\n", "spaces": " ", "nbsp": "\u00a0", "zero width": "\u200b", "joiners": "\u200d",
    "marks": "a\u0301", "marks alone": "\u0301", "flags": "\U0001f1e9", "hangul": "\u1100", "emoji": "\U0001f469\u200d",
    "wide": "漢", "wide stops": "漢。", "hindi": "क्", "thai": "ก", "arabic": "ا", "escapes": "\x1b", "osc": "\x1b]52;",
    "csi": "\x1b[", "bell": "\x07", "bullets": "• a\n", "numbered": "%d. a\n", "footnotes": "[%d] See a\n",
    "quoted": "> " + PARAGRAPHS[0] + "\n\n", "deeper quoted": ">", "rules": "-----\n", "same paragraph": _PLAIN,
    "headlines": "A Headline Of Some Words\n\n", "comments": "12 comments\n\n", "share": "Share\n", "read more": "Read more: a b\n",
    "end marks": "Related stories\n\n" + PARAGRAPHS[1] + "\n\n", "photo": "Photo: Ann Lee/AFP\n", "hyphen lines": "ab-\n",
    "wrapped": "a quay of the harbour that was closed for two long summers and opened again\n", "said": "“A b,” said Ann Lee. ",
    "names": "Ann Lee ", "soft hyphens": "a\u00ad", "ligatures": "\ufb01", "semicolons": "a; ", "dashes": "a – ",
    "urls": "http://a.b/c ", "mails": "a@b.c ", "hashes": "# a\n", "double": "a b c d a b c d\n", "high": None,
    "table of doubt": "Some words of a row that says no thing %d\n", "bio": "Ann Lee is a reporter. She writes.\n\n",
    "colon lists": "These are the parts:\na\nb\n", "questions": "Why is that so %d?\n\n", "form feeds": "\x0c", "nel": "\u0085",
    "lone surrogates": "\U0010ffff", "ellipses": "… ", "digits": "1", "percent": "1.5% ", "money": "$1,000 ",
    "long prose lines": PARAGRAPHS[0] + " ", "reply": "Reply\n\nAnn Lee says:\n\nI do.\n\n",
}  # fmt: skip
_HTML = {
    "prose p": None, "text": "a ", "p": "<p>a", "p prose": "<p>" + PARAGRAPHS[0] + "</p>", "div": "<div>a", "div close": "</div>",
    "b": "<b>a", "i alone": "<i>", "span": "<span>a</span> ", "a": "<a href=b>a</a> ", "a open": "<a href=b>a ",
    "lt": "<", "lt a": "<a ", "lt slash": "</", "amp": "&", "amp lt": "&lt;", "amp x": "&amp", "amp num": "&#1", "amp num end": "&#60;",
    "comments": "<!--a-->", "comment open": "<!--", "bang": "<!", "cdata": "<![CDATA[", "pi": "<?", "script": "<script>", "style": "<style>a</style>",
    "title": "<title>", "textarea": "<textarea>", "svg": "<svg>", "template": "<template>", "li": "<li>a", "ul": "<ul><li>a", "ol": "<ol>",
    "table": "<table><tr><td>a", "td": "<td>a", "tr": "<tr>", "br": "<br>", "br text": "a<br>", "hr": "<hr>", "img": "<img alt=a>", "img src": "<img src=a.jpg>",
    "h1": "<h1>a</h1>", "h2": "<h2>a b c d</h2><p>" + PARAGRAPHS[1], "section": "<section>", "article": "<article>a", "blockquote": "<blockquote>a",
    "form": "<form><input>", "select": "<select><option>a", "option": "<option>a", "font": "<font>a", "center": "<center>", "meta": "<meta name=date content=2018-01-01>",
    "meta prose": "<meta property=\"article:published_time\" content=\"2018-01-01\">", "link": "<link rel=a href=b>", "time": "<time datetime=2018-01-01>a</time>",
    "jsonld": "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"author\":\"A B\"}</script>", "classes": "<div class=\"byline author\">By A B</div>",
    "nav": "<nav><a href=a>a b</a></nav>", "aside": "<aside>a", "footer": "<footer>a", "figure": "<figure><figcaption>a</figcaption></figure>",
    "iframe": "<iframe src=a></iframe>", "noscript": "<noscript>a", "pre": "<pre>a\n", "pre lines": "a\n", "x-unknown": "<x-y>a", "dl": "<dl><dt>a<dd>b", "unclosed quote": "<p a=\"",
    "ids": "<p id=a%d>a %d</p>", "many names": "<x%d>a",
    "same p": "<p>" + PARAGRAPHS[0] + " " + PARAGRAPHS[1] + "</p>\n", "table cells": "<tr><td>a</td><td>b</td></tr>", "headers": "<header>a", "rel": "<a rel=author href=a>A B</a>",
    "datepub": "\"datePublished\": \"2018-01-01\" ", "xml": "<?xml version='1.0'?>", "nul": "<p>\0", "doctype": "<!doctype html>", "frameset": "<frameset>",
    "body": "<body>a", "html": "<html>", "head": "<head>", "base": "<base href=a>", "object": "<object>a", "math": "<math><mi>a", "ruby": "<ruby>a<rt>b",
    "details": "<details><summary>a", "formatting": "<b><i><u><p>a", "adoption": "<a><p>", "adoption b": "<b><p>a</b>", "del": "<del>a</del>", "cite": "<cite>a</cite>",
}  # fmt: skip
_MARKDOWN = {
    "prose": None, "picture open": "![", "link open": "[", "link": "[a](b) ", "link broken": "[a](", "ref": "[a][b] ", "refs": "[a%d]: b\n", "ref used": "[a] ",
    "fences": "```\n", "fences open": "```a\n\n", "tildes": "~~~\n", "backticks": "`", "backticks apart": "` ", "stars": "*", "stars a": "*a ", "a stars": "a* ",
    "stars both": "*a* ", "double stars": "**a ", "three": "***a ", "underscores": "_a ", "quotes": "> a\n", "quotes deep": ">", "quotes deeper": "> ", "list": "- a\n",
    "list deep": "- ", "list numbers": "1. ", "rules": "---\n", "headings": "# a\n", "setext": "a\n---\n", "table": None, "table row": None, "table rows": None,
    "html": "<a>", "html block": "<div>\n", "html open": "<!--\n", "lt": "<", "autolinks": "<http://a.b> ", "entities": "&amp;", "amp": "&", "escapes": "\\*", "slashes": "\\",
    "footnotes": "[^%d]: a\n\n", "footnote uses": "[^1] ", "lines": "a\n", "paragraphs": "a\n\n", "breaks": "a  \n", "code": "    a\n", "empty lines": "\n", "tabs": "\t", "spaces": " ",
    "brackets": "]", "parens": "[a](" + "(" , "pictures": "![a](b) ", "pipes": "|", "pipe lines": "|a|\n", "words": "a ", "one word": "a", "front": "a: b\n", "code spans": "`a` ",
    "bang": "!", "tight": "*a_", "mixed": "*_`[", "html inline": "a <b>c</b> ", "bullets nested": None, "cdata": "<![CDATA[", "pi": "<?", "decl": "<!A", "quote lines": "> > a\n",
}  # fmt: skip
_RTF = {
    "prose": None, "groups open": "{", "groups closed": "{}", "groups text": "{a}", "closing": "}", "groups words": "{\\b a}", "pars": "\\par ", "pars text": "a\\par ", "words": "a ",
    "unicode": "\\u8364?", "bytes": "\\'e9", "tab": "\\tab ", "cells": "\\intbl a\\cell ", "rows": "\\intbl a\\cell\\row ", "footnotes": "{\\footnote a}", "footnote open": "{\\footnote a",
    "fonts": "{\\f1 a}", "fonttbl": "{\\fonttbl{\\f0 a;}}", "styles": "{\\stylesheet{\\s1 heading 1;}}", "pict": "{\\pict 00}", "pict open": "{\\pict ", "hex": "0", "backslashes": "\\\\", "stars": "{\\*\\a b}",
    "bin": "\\bin1 a", "bin big": "\\bin9999999999 ", "control words": "\\abc1 ", "lines": "\\line ", "high": "\\u-1?", "surrogates": "\\u55357?\\u56832?", "uc": "\\uc0\\u97 ", "long word": "\\aaaaaaaa",
    "codepages": "\\ansicpg1251 ", "skips": "\\uc99999\\u1 ", "hidden": "{\\v a}",
}  # fmt: skip
_MAIL = {
    "lines": "a\n", "quoted": "> a\n", "quoted deep": ">", "empty lines": "\n", "words": "a ", "items": "- a\n", "signatures": "-- \n", "prose": None, "wrapped": "a quay of the harbour that was closed for two years\n",
    "flowed": "a \n", "nbsp": "\u00a0\n",
}  # fmt: skip


def _of(kind: str, file: str, units: dict[str, str | None], before: str = "", after: str = "") -> Iterator[Shape]:
    for name, unit in units.items():
        if unit is not None:
            yield Shape(f"{kind} {name}", file, partial(_repeated, unit, before, after))
        elif name.startswith("prose"):
            yield Shape(f"{kind} {name}", file, partial(_prose, before, after))


def _zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(unit: str, closing: str, size: int) -> bytes:
    count = max(1, size // len(unit + closing))
    body = unit * count + closing * count
    return _zipped({
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
    })  # fmt: skip


def _odt(unit: str, closing: str, size: int) -> bytes:
    count = max(1, size // len(unit + closing))
    body = unit * count + closing * count
    start = f"<office:document-content {ODF}><office:body><office:text>"
    return _zipped({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"{start}{body}</office:text></office:body></office:document-content>".encode(),
    })  # fmt: skip


def _epub(unit: str, chapters: int, size: int) -> bytes:
    chapter = f"<html xmlns='x'><body>{unit * max(1, size // len(unit) // chapters)}</body></html>".encode()
    items = "".join(f'<item id="c{i}" href="{i}.xhtml" media-type="application/xhtml+xml"/>' for i in range(chapters))
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(chapters))
    book = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>".encode()
    members = {f"OEBPS/{number}.xhtml": chapter for number in range(chapters)}
    return _zipped({"META-INF/container.xml": CONTAINER.encode(), "OEBPS/book.opf": book, **members})


def _spine(size: int) -> bytes:
    """One chapter named again and again."""
    chapter = ("<html><body>" + "<p>a</p>" * 2000 + "</body></html>").encode()
    item = '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
    spine = '<itemref idref="c"/>' * (size // 20)
    book = f"<package><manifest>{item}</manifest><spine>{spine}</spine></package>"
    members = {"META-INF/container.xml": CONTAINER.encode(), "OEBPS/book.opf": book.encode(), "OEBPS/c.xhtml": chapter}
    return _zipped(members)


def _members(size: int) -> bytes:
    """A ZIP of many empty members."""
    return _zipped({"word/document.xml": b"<w/>", **{f"{number}": b"" for number in range(size // 100)}})


def _packed(unit: bytes, level: int, size: int) -> bytes:
    return gzip.compress(unit * (size // len(unit)), level)


def _empty_members(size: int) -> bytes:
    return gzip.compress(b"", mtime=0) * (size // 20)


def _small_members(size: int) -> bytes:
    return gzip.compress(b"a\n", mtime=0) * (size // 22)


def _padded(size: int) -> bytes:
    return (gzip.compress(b"a", mtime=0) + b"\0" * 50) * (size // 71)


def _flushes(size: int) -> bytes:
    """A gzip stream of blocks without content."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH) + b"\0\0\0\xff\xff" * (size // 5)


def _parts(unit: str, size: int) -> bytes:
    return _repeated(
        unit, "From: a@b.c\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n", "\n--b--\n", size
    )


def _multiparts(size: int) -> bytes:
    made = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n" for number in range(size // 75)
    )
    return f"MIME-Version: 1.0\n{made}\nword\n".encode()


def _header(name: str, unit: str, size: int) -> bytes:
    return _repeated(unit, f"{name}: ", "\nSubject: a\n\nwords of a mail\n", size)


def _table(cells: int, rows: int, size: int) -> bytes:
    width = cells or size // (2 * (rows or 3)) or 1
    row = "|a" * width + "|\n"
    return (row + "|-" * width + "|\n" + row * max(1, size // len(row) - 2)).encode()


def _warc(record: bytes, size: int) -> bytes:
    return record * max(1, size // len(record))


def _record(content: bytes, kind: str = "text/html") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + content
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: http://a.b/\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )  # fmt: skip
    return head.encode() + http + b"\r\n\r\n"


def _bulleted(size: int) -> bytes:
    """A list whose items stand deeper and deeper."""
    return "".join(" " * (2 * (number % 100)) + "- a\n" for number in range(size // 104)).encode()


def _json(unit: str, before: str, after: str, size: int) -> bytes:
    return _repeated(unit, before, after, size)


SHAPES: tuple[Shape, ...] = (
    *_of("text", "a.txt", _TEXT),
    Shape("text high bytes", "a.txt", lambda size: b"\xe9" * size),
    Shape("text bad utf-8", "a.txt", lambda size: b"\xc3" * size),
    Shape("text high words", "a.txt", lambda size: b"a\xe9\xfc " * (size // 4)),
    Shape("text nul", "a.txt", lambda size: b"a" * 9000 + b"\0" * size),
    Shape("text utf-16", "a.txt", lambda size: ("a\n" * (size // 4)).encode("utf-16")),
    *_of("html", "a.html", _HTML, "<!doctype html><html><head><title>A b</title></head><body><p>" + _PLAIN, ""),
    *_of("bare", "a.html", {key: _HTML[key] for key in ("p", "div", "b", "lt a", "td", "same p", "br text")}),
    *(
        Shape(f"html nested {name}", "a.html", partial(_nested, f"<{name}>", f"</{name}>", "<body><p>" + _PLAIN, "</p>"))
        for name in ("div", "p", "b", "span", "ul><li", "table><tr><td", "blockquote", "section", "article", "a", "font", "form", "x-y")
    ),
    Shape("html attributes", "a.html", lambda size: _repeated(" a%d=b", "<body><p", ">" + _PLAIN, size)),
    Shape("html attributes same", "a.html", lambda size: _repeated(" a=b", "<body><p", ">" + _PLAIN, size)),
    Shape("html attribute names", "a.html", lambda size: _repeated(" a%d", "<body><p", ">" + _PLAIN, size)),
    Shape("html attributes many tags", "a.html", lambda size: _repeated("<p a=b c=d e=f g=h i=j k=l m=n>a", "", "", size)),
    Shape("html attributes open", "a.html", lambda size: _repeated(" a=b", "<body><p>" + _PLAIN + "<p", "", size)),
    Shape("html attribute value", "a.html", lambda size: _repeated("a ", "<body><p class=\"", "\">" + _PLAIN, size)),
    Shape("html attribute equals", "a.html", lambda size: _repeated("=", "<body><p a", ">" + _PLAIN, size)),
    Shape("html attribute slashes", "a.html", lambda size: _repeated("/", "<body><p ", ">" + _PLAIN, size)),
    Shape("html tag name", "a.html", lambda size: _repeated("a", "<body><p>" + _PLAIN + "<p", ">b", size)),
    Shape("html title long", "a.html", lambda size: _repeated("a b ", "<title>", "</title><p>" + _PLAIN, size)),
    Shape("html h1 long", "a.html", lambda size: _repeated("a b ", "<h1>", "</h1><p>" + _PLAIN, size)),
    Shape("html jsonld big", "a.html", lambda size: _repeated("{\"a\":", "<script type=\"application/ld+json\">", "</script><p>" + _PLAIN, size)),
    Shape("html jsonld list", "a.html", lambda size: _repeated("{\"@type\":\"Person\",\"name\":\"A B\"},", "<script type=\"application/ld+json\">{\"@type\":\"Article\",\"author\":[", "{}]}</script><p>" + _PLAIN, size)),
    Shape("html meta author", "a.html", lambda size: _repeated("A B, ", "<meta name=author content=\"", "\"><p>" + _PLAIN, size)),
    Shape("html rel author", "a.html", lambda size: _repeated("A B, ", "<p class=author>", "</p><p>" + _PLAIN, size)),
    *_of("md", "a.md", _MARKDOWN, _PLAIN),
    *_of("md start", "a.md", {key: _MARKDOWN[key] for key in ("fences", "rules", "front", "lines", "refs")}, "---\n"),
    Shape("md table", "a.md", partial(_table, 0, 0)),
    Shape("md table row", "a.md", partial(_table, 0, 1)),
    Shape("md table rows", "a.md", partial(_table, 2, 0)),
    Shape("md table wide", "a.md", partial(_table, 1000, 0)),
    Shape("md bullets nested", "a.md", _bulleted),
    Shape("md table short rows", "a.md", lambda size: _repeated("|a\n", "|a" * 1000 + "|\n" + "|-" * 1000 + "|\n", "", size)),
    *_of("rtf", "a.rtf", _RTF, r"{\rtf1\ansi{\fonttbl{\f0 A;}}\f0 a quay\par "),
    Shape("rtf nested", "a.rtf", partial(_nested, "{", "}", r"{\rtf1 a quay\par ", "}")),
    Shape("rtf notes open", "a.rtf", lambda size: _repeated(r"{\footnote a}", r"{\rtf1 {\footnote ", "}", size)),
    *(
        Shape(f"docx {name}", "a.docx", partial(_docx, unit, closing))
        for name, unit, closing in (
            ("paragraphs", "<w:p><w:r><w:t>a b</w:t></w:r></w:p>", ""), ("empty", "<w:p/>", ""), ("nested", "<w:p>", "</w:p>"),
            ("tables", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", ""),
            ("breaks", "<w:p><w:r><w:br/><w:t>a</w:t></w:r></w:p>", ""), ("elements", "<w:r/>", ""), ("notes", '<w:p><w:footnoteReference w:id="1"/></w:p>', ""),
            ("nested tables", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("entities", "<w:p><w:r><w:t>&#97;</w:t></w:r></w:p>", ""),
            ("cells", "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>", ""), ("attributes", '<w:p w:a="b" w:c="d" w:e="f"><w:r><w:t>a</w:t></w:r></w:p>', ""),
        )
    ),
    Shape("docx cells in row", "a.docx", lambda size: _docx("<w:tbl><w:tr>" + "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>" * (size // 60) + "</w:tr></w:tbl>", "", 1)),
    Shape("docx lines in one", "a.docx", lambda size: _docx("<w:p><w:r>" + "<w:t>a</w:t><w:br/>" * (size // 20) + "</w:r></w:p>", "", 1)),
    Shape("docx attributes", "a.docx", lambda size: _docx("<w:p" + "".join(f' a{n}="b"' for n in range(size // 10)) + "/>", "", 1)),
    Shape("docx members", "a.docx", _members),
    *(
        Shape(f"odt {name}", "a.odt", partial(_odt, unit, closing))
        for name, unit, closing in (
            ("paragraphs", "<text:p>a b</text:p>", ""), ("empty", "<text:p/>", ""), ("nested", "<text:p>", "</text:p>"), ("spaces", '<text:p>a<text:s text:c="200"/>b</text:p>', ""),
            ("notes", "<text:p>a<text:note><text:p>b</text:p></text:note></text:p>", ""), ("lists", "<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>", ""),
            ("styles", '<style:style style:name="a" style:parent-style-name="a"/><text:p text:style-name="a">b</text:p>', ""),
        )
    ),
    Shape("odt note long", "a.odt", lambda size: _odt("<text:p><text:note>" + "<text:p>b</text:p>" * (size // 20) + "</text:note></text:p>", "", 1)),
    *(
        Shape(f"epub {name}", "a.epub", partial(_epub, unit, chapters))
        for name, unit, chapters in (
            ("p", "<p>a</p>", 1), ("prose", f"<p>{PARAGRAPHS[0]}</p>", 50), ("chapters", "<p>a b</p>", 3000), ("div", "<div>a", 1), ("br", "a<br/>", 10), ("lt a", "<a ", 100),
        )
    ),
    Shape("epub spine", "a.epub", _spine),
    *_of("mail", "a.eml", _MAIL, "From: A B <a@b.c>\nSubject: a quay\nContent-Type: text/plain; charset=utf-8\n\n"),
    Shape("mail headers", "a.eml", partial(_repeated, "A: b\n", "Subject: a\n", "\nwords\n")),
    Shape("mail folded", "a.eml", partial(_repeated, " b\n", "Subject: a\n", "\nwords\n")),
    *(
        Shape(f"mail {name} {unit}", "a.eml", partial(_header, name, unit))
        for name, unit in (
            ("Subject", "=?utf-8?q?a?= "), ("Subject", "=?"), ("From", "("), ("From", "a, "), ("From", "\""), ("From", "<"), ("Date", "1 "), ("Date", "("),
            ("Content-Type", "; a=b"), ("Content-Type", "; a*0=b"), ("Content-Type", "\""), ("Content-Disposition", "; a=b"),
        )
    ),
    Shape("mail parts", "a.eml", partial(_parts, "--b\n\na\n")),
    Shape("mail parts html", "a.eml", partial(_parts, "--b\nContent-Type: text/html\n\n<p>a\n")),
    Shape("mail boundaries", "a.eml", partial(_parts, "--b\n")),
    Shape("mail dashes", "a.eml", partial(_parts, "--c\n")),
    Shape("mail multiparts", "a.eml", _multiparts),
    Shape("mail base64", "a.eml", partial(_repeated, "YQ==\n", "Content-Transfer-Encoding: base64\n\n", "")),
    Shape("mail base64 words", "a.eml", partial(_repeated, "YQphCmEK\n", "Content-Transfer-Encoding: base64\n\n", "")),
    Shape("mail printable", "a.eml", partial(_repeated, "=0A", "Content-Transfer-Encoding: quoted-printable\n\n", "")),
    Shape("mail uu", "a.eml", partial(_repeated, "#86%A\n", "Content-Transfer-Encoding: x-uuencode\n\nbegin 666 a\n", "\n`\nend\n")),
    Shape("mail html", "a.eml", partial(_repeated, "<p>a", "Content-Type: text/html\n\n", "")),
    Shape("mhtml p", "a.mhtml", partial(_repeated, "<p>a\n", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<body>", "\n--b--\n")),
    Shape("mhtml parts", "a.mhtml", partial(_parts, "--b\n\na\n")),
    Shape("jsonl lines", "a.jsonl", partial(_json, "{\"text\": \"a b\"}\n", "", "")),
    Shape("jsonl blank", "a.jsonl", partial(_json, "\n", "", "")),
    Shape("jsonl one", "a.jsonl", partial(_json, "a\\n", "{\"text\": \"", "\"}\n")),
    Shape("jsonl escapes", "a.jsonl", partial(_json, "\\ud800", "{\"text\": \"word", "\"}\n")),
    Shape("jsonl html", "a.jsonl", partial(_json, "<p>a", "{\"html\": \"", "\"}\n")),
    Shape("jsonl arrays", "a.jsonl", partial(_json, "[", "{\"text\": \"a\", \"b\": ", "")),
    Shape("jsonl objects", "a.jsonl", partial(_json, "{\"a\":", "{\"text\": \"a\", \"b\": ", "")),
    Shape("jsonl numbers", "a.jsonl", partial(_json, "1", "{\"text\": \"a\", \"b\": ", "}")),
    Shape("jsonl fields", "a.jsonl", partial(_json, "\"a%d\": 1,", "{", "\"text\": \"a\"}")),
    Shape("jsonl list", "a.jsonl", partial(_json, "1,", "{\"text\": \"a\", \"b\": [", "1]}")),
    Shape("jsonl lists", "a.jsonl", partial(_json, "[],", "{\"text\": \"a\", \"b\": [", "1]}")),
    Shape("jsonl objects apart", "a.jsonl", partial(_json, "{},", "{\"text\": \"a\", \"b\": [", "1]}")),
    Shape("jsonl authors", "a.jsonl", partial(_json, "\"A B\",", "{\"text\": \"a\", \"authors\": [", "\"\"]}")),
    Shape("warc records", "a.warc", partial(_warc, _record(b"<p>a b"))),
    Shape("warc one", "a.warc", lambda size: _record(b"<p>a" * (size // 4))),
    Shape("warc one text", "a.warc", lambda size: _record(b"a\n" * (size // 2), "text/plain")),
    Shape("warc headers", "a.warc", partial(_repeated, "A: b\r\n", "WARC/1.0\r\n", "\r\n")),
    Shape("warc head line", "a.warc", partial(_repeated, "A", "WARC/1.0\r\n", "")),
    Shape("warc blank lines", "a.warc", partial(_repeated, "\r\n", "WARC/1.0\r\nWARC-Type: response\r\n\r\n", "")),
    Shape("warc heads", "a.warc", partial(_repeated, "WARC/1.0\r\n", "", "")),
    Shape("warc chunks", "a.warc", lambda size: _record(b"", "text/html\r\nTransfer-Encoding: chunked")[:-4] + b"1\r\na\r\n" * (size // 6)),
    Shape("gzip empty members", "a.txt.gz", _empty_members),
    Shape("gzip small members", "a.txt.gz", _small_members),
    Shape("gzip padded members", "a.txt.gz", _padded),
    Shape("gzip blocks", "a.txt.gz", _flushes),
    Shape("gzip zeros", "a.txt.gz", lambda size: gzip.compress(b"a", mtime=0) + b"\0" * size),
    Shape("gzip lines", "a.txt.gz", partial(_packed, b"a\n", 1)),
    Shape("gzip html", "a.html.gz", partial(_packed, b"<p>a", 1)),
    Shape("gzip jsonl empty members", "a.jsonl.gz", _empty_members),
    Shape("gzip jsonl", "a.jsonl.gz", partial(_packed, b"{\"text\": \"a b\"}\n", 1)),
    Shape("gzip warc empty members", "a.warc.gz", _empty_members),
    Shape("gzip warc records", "a.warc.gz", lambda size: gzip.compress(_record(b"<p>a b"), 1) * max(1, size // 250)),
)  # fmt: skip
