"""The report in Markdown: what a person reads in it, and that nothing in a text or note is markup there."""

from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from reader.exchange.format_loss import Loss
from reader.exchange.format_protocol import ExportJob
from reader.exchange.formats import markdown_report
from reader.exchange.formats.markdown_report import read
from reader.model.annotation import Annotation
from tests.exchange.formats.samples import CLAIM, FACT, sample
from tests.exchange.interchange import exported, to_export


def report(note: str = "") -> str:
    return exported(sample(note=note), "markdown").files[""].decode()


def test_a_claim_stands_under_its_article_with_note_and_what_supports_it() -> None:
    assert report("see \u201cONS\u201d").split("\n\n") == [
        "# Quotations",
        "## Emissions",
        "a.txt",
        f'<a id="{CLAIM}"></a>**claim** · tagged by ann',
        "> emissions fell 12 percent",
        "Note: see \u201cONS\u201d",
        f"- supported by: [evidence: 12 percent](#{FACT})",
        f'<a id="{FACT}"></a>**evidence** · tagged by ann',
        "> 12 percent",
        f"- supports: [claim: emissions fell 12 percent](#{CLAIM})\n",
    ]


def test_no_note_makes_headings_quotations_or_html() -> None:
    note = "# head\n> quote\n<script>1</script>\n- list\n## Emissions\n<a id='x'></a>**claim**\n    code\n[a](x:y)"
    plain, hostile = (MarkdownIt("commonmark").parse(report(one)) for one in ("x", note))
    assert [token.type for token in hostile] == [token.type for token in plain]
    found = [child.content for token in hostile for child in token.children or () if child.type == "html_inline"]
    assert found == [f'<a id="{CLAIM}">', "</a>", f'<a id="{FACT}">', "</a>"]


def test_what_markdown_cannot_show_is_counted() -> None:
    document = next(iter(to_export(sample()).documents(needs_text=False)))
    odd = Annotation("01KNWYQ4RR0000000000000009", "claim", 0, 3, "a\x1cb")
    left: list[Annotation] = []
    loss = Loss(left.append)
    written = replace(document, annotations=[*document.annotations, odd])
    text = b"".join(one for one in markdown_report.write([written], ExportJob(loss)) if isinstance(one, bytes)).decode()
    assert (left, str(loss)) == ([odd], "1 unprintable passage not written")
    assert text.count("> ") == 2


def test_quotations_are_read_back_by_a_parser_of_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(report("> not a quotation"), encoding="utf-8")
    (document,) = read(path)
    assert [(one.label, one.quote) for one in document.spans] == [  # type: ignore[union-attr]
        ("claim", "emissions fell 12 percent"), ("evidence", "12 percent"),
    ]  # fmt: skip
