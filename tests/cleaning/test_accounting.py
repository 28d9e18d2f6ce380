"""What holds for every source: each character is shown or dropped, once, and leads back to its place in the source.

Of formats that are no text (PDF, Word, OpenDocument, EPUB, RTF, e-mail) the source is the extracted text itself.
"""

from __future__ import annotations

import gzip
import html
import importlib.util
import json
import re
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import Page, SourceError, open_bytes, open_page, walk
from tests.cleaning.dump.test_dump_properties import bare, covered
from tests.sources.builders import docx, epub, odt, pdf, word_paragraph, wrapped
from tests.sources.test_multi_document import warc

#: Extras that a format needs.
NEEDED = {"pdf": "pypdfium2", "warc": "warcio"}
_HTML_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_MARKS = re.compile(r"[\\*_`#>\[\]()!|~]")

_WORDS = st.sampled_from(
    "The harbour council voted on Tuesday to shut the quay Größe naïve façade o\ufb03ce soft\u00adhyphen no\u00a0break "
    "re-opened “quoted” ‘inner’ AT&T 14 per-cent (aside) [1] * • – end. Why? Home Share Comments Photo: By 3 May 2021 "
    "😀 e\u0301t\u00e9 漢字 <b> &amp; a|b under_score 2*3".split(" ")
)
_PLAIN = st.sampled_from("The harbour council voted on Tuesday to shut the quay naïve façade 14. (aside)".split())


def paragraphs(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    sizes = st.one_of(st.integers(1, 4), st.integers(12, 40))
    one = sizes.flatmap(lambda size: st.lists(words, min_size=size, max_size=size)).map(" ".join)
    return st.lists(one, min_size=1, max_size=9)


def markup(texts: list[str]) -> str:
    """A page with boilerplate, emphasis, entities and nesting."""
    tags = ("p", "p", "h2", "li", "blockquote", "td", "figcaption", "aside")
    body = ""
    for index, text in enumerate(texts):
        first, _, rest = html.escape(text).partition(" ")
        tag = tags[index % len(tags)]
        body += f"\n<{tag} class='x'><b>{first}</b> <!-- no -->{rest}</{tag}>"
    title = html.escape(texts[0])
    head = f"<!doctype html><html><head><title>{title}</title></head>"
    return f"{head}<body><nav>Home&nbsp;|&nbsp;News</nav>{body}</body></html>"


def mail(texts: list[str]) -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"], made["Date"] = "A quay", "Ida <i@example.org>", "Tue, 04 May 2021 08:00:00 +0200"
    made.set_content("\n\n".join(texts) + "\n", cte="base64")
    return bytes(made)


def mail_of_parts(texts: list[str]) -> bytes:
    """A mail with two readings, a forwarded message and attachments."""
    made = EmailMessage()
    made["Subject"], made["From"] = "A quay", "Ida <i@example.org>"
    made.set_content(texts[0], cte="base64")
    made.add_alternative(markup(texts), subtype="html", cte="base64")
    made.add_attachment("\n\n".join(texts).encode(), maintype="text", subtype="plain", filename="a.txt")
    made.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    inner = EmailMessage()
    inner["Subject"] = "Another quay"
    inner.set_content("\n\n".join(texts), cte="base64")
    made.add_attachment(inner)
    return bytes(made)


def archive(texts: list[str]) -> bytes:
    made = EmailMessage()
    made["MIME-Version"], made["Snapshot-Content-Location"] = "1.0", "https://example.org/"
    made.add_related(markup(texts), subtype="html", cte="base64")
    made.replace_header("Content-Type", 'multipart/related; type="text/html"; boundary="x"')
    return bytes(made)


def rtf(texts: list[str]) -> bytes:
    def escaped(text: str) -> str:
        pieces = (
            "\\" + letter if letter in "\\{}" else letter if letter.isascii() else
            "".join(f"\\u{int.from_bytes(unit, 'little', signed=True)}?" for unit in units(letter))
            for letter in text
        )  # fmt: skip
        return "".join(pieces)

    def units(letter: str) -> list[bytes]:
        data = letter.encode("utf-16-le")
        return [data[at : at + 2] for at in range(0, len(data), 2)]

    return ("{\\rtf1\\ansi " + "\\par\n".join(map(escaped, texts)) + "}").encode("ascii")


def printed(texts: list[str]) -> bytes:
    rows, base = [], 780.0
    for text in texts:
        for line in wrapped(text, 400):
            rows.append((60.0, base, 10.0, line))
            base -= 12
        base -= 10
    return pdf(rows)


def xml(texts: list[str], tag: str) -> str:
    return "".join(f"<{tag}>{html.escape(text)}</{tag}>" for text in texts)


MARKS = ("# ", "", "- ", "> ", "")
BUILDERS = {
    "txt": lambda texts: "\n\n".join(texts).encode(),
    "crlf.txt": lambda texts: "\r\n".join(texts).encode("utf-16"),
    "html": lambda texts: markup(texts).encode(),
    "mhtml": archive,
    "md": lambda texts: "\n\n".join(mark + text for mark, text in zip(cycle(MARKS), texts, strict=False)).encode(),
    "docx": lambda texts: docx("".join(word_paragraph(html.escape(text)) for text in texts)),
    "odt": lambda texts: odt(xml(texts, "text:p")),
    "epub": lambda texts: epub({"one.xhtml": xml(texts, "p")}),
    "rtf": rtf,
    "eml": mail,
    "parts.eml": mail_of_parts,
    "jsonl": lambda texts: json.dumps({"text": "\n\n".join(texts)}).encode(),
    "html.jsonl": lambda texts: json.dumps({"html": markup(texts), "title": "A quay"}).encode(),
    "txt.gz": lambda texts: gzip.compress("\n\n".join(texts).encode()),
    "warc": lambda texts: warc(("200 OK", "text/html; charset=utf-8", markup(texts).encode())),
    "pdf": printed,
}  # fmt: skip


def opened(kind: str, texts: list[str], folder: Path) -> Page | None:
    """The document in a format; None where it holds no text."""
    data = BUILDERS[kind](texts)
    try:
        if kind.endswith(("jsonl", "warc")):
            path = folder / f"a.{kind}"
            path.write_bytes(data)
            return open_page(next(walk([path])))
        return open_bytes(data, f"a.{kind}")
    except SourceError as error:
        assert "no text" in str(error) or "empty" in str(error)  # noqa: PT017 - nothing but a soft hyphen
        return None


def read_back(page: Page, source: str) -> str:
    """A passage of the source as its text."""
    if page.media_type == "text/html":
        source = html.unescape(_HTML_TAG.sub("", source))
    if page.media_type == "text/markdown":
        source = _MARKS.sub("", html.unescape(source))
    return bare(source)


def assert_accounted(article: Article) -> None:
    page = article.page
    count = covered(article)
    assert [
        page.text[place] for place, times in enumerate(count) if times != 1 and not page.text[place].isspace()
    ] == []
    for block in article.blocks:
        for word in re.finditer(r"\w+", article.text[block.start : block.end]):
            place = article.source_span(block.start + word.start(), block.start + word.end())
            expected = bare(word[0] if page.media_type != "text/markdown" else _MARKS.sub("", word[0]))
            assert read_back(page, page.source[slice(*place)]) == expected
    for start, end in [(one.page_start, one.page_end) for one in article.dropped]:
        for word in re.finditer(r"[^\W_]+", page.text[start:end]):
            place = page.source_span(start + word.start(), start + word.end())
            assert read_back(page, page.source[slice(*place)]) == bare(word[0])
    if page.source == page.text:  # no markup between the words: whole passages too
        for block in article.blocks:
            shown = bare(article.text[block.start : block.end])
            assert bare(page.source[slice(*page.source_span(block.page_start, block.page_end))]) == shown


@pytest.mark.parametrize("kind", [kind for kind in BUILDERS if kind != "pdf"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=paragraphs(_WORDS))
def test_every_character_of_a_source_is_accounted_for(kind: str, texts: list[str], tmp_path: Path) -> None:
    if kind in NEEDED and importlib.util.find_spec(NEEDED[kind]) is None:
        pytest.skip(f"needs {NEEDED[kind]}")
    page = opened(kind, texts, tmp_path)
    if page is not None:
        assert_accounted(clean(page))
        assert_accounted(plain(page))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=paragraphs(_PLAIN))
def test_every_character_of_a_printed_page_is_accounted_for(texts: list[str], tmp_path: Path) -> None:
    if importlib.util.find_spec(NEEDED["pdf"]) is None:
        pytest.skip("needs pypdfium2")
    page = opened("pdf", texts, tmp_path)
    if page is not None:
        assert_accounted(clean(page))
