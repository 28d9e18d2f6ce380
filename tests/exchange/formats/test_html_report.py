"""The page for a browser: whole in itself, everything escaped, each passage highlighted where it is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from lxml import html

from reader.exchange.format_protocol import Fault
from reader.exchange.formats.html_report import read
from reader.exchange.reports.highlighted_text import paragraphs
from reader.model.annotation import Annotation, Change
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import CLAIM, FACT, sample
from tests.exchange.interchange import Spans, exported, texts_with_spans


def page(store: MemoryStore) -> Any:
    return html.document_fromstring(exported(store, "html").files[""])


def test_an_article_has_its_passages_highlighted_and_each_leads_to_its_quotation_and_back() -> None:
    found = page(sample(note="a <b>\nnote"))
    (text,) = found.xpath("//p[@data-text]")
    assert text.text_content() == "Minister 😀 says emissions fell 12 percent."
    assert [one.text_content() for one in found.xpath(f"//mark[@data-id='{CLAIM}']")] == [
        "emissions fell ",
        "12 percent",
    ]
    assert [one.text_content() for one in found.xpath(f"//mark[@data-id='{FACT}']")] == ["12 percent"]
    ids = Counter(found.xpath("//@id"))
    assert set(ids.values()) == {1}
    assert {one[1:] for one in found.xpath("//a/@href")} <= set(ids)
    (note,) = found.xpath("//*[@class='note']")
    assert note.text_content() == "a <b>\nnote"
    assert "supported by: evidence: 12 percent" in found.xpath(f"//section[@id='q-{CLAIM}']")[0].text_content()


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7 * 7 }}"


def test_nothing_that_was_read_or_noted_is_markup_and_nothing_is_loaded_from_elsewhere() -> None:
    store = MemoryStore()
    label = 'x"><style>'
    one = Annotation(CLAIM, label, 0, len(HOSTILE), HOSTILE, note=HOSTILE, annotator=HOSTILE, attributed_to=HOSTILE)
    store.save(Document(None, 'https://x.y/"><script>', "a" * 64, HOSTILE), [Change(None, one)], text=HOSTILE)
    found = page(store)
    assert {one.tag for one in found.iter() if isinstance(one.tag, str)} <= set(
        "html head meta title style body h1 h2 h3 p span mark nav ol ul li a article header div aside section "
        "blockquote table tr th td".split()
    )
    assert not [name for name in found.xpath("//@*") if getattr(name, "attrname", "").startswith("on")]
    assert not found.xpath("//@src") + found.xpath("//link")
    (policy,) = found.xpath("//meta[@http-equiv]/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert found.xpath("//blockquote")[0].text_content() == HOSTILE
    assert "url(" not in found.xpath("//style")[0].text


@given(texts_with_spans(min_spans=1))
def test_the_pieces_of_a_text_make_it_whole_and_say_what_is_over_them(spans: Spans) -> None:
    text, places = spans
    quotations = [{"id": str(at), "start": start, "end": end} for at, (start, end) in enumerate(places)]
    begun: list[str] = []
    lanes: dict[str, int] = {}
    start = 0
    for line, pieces in zip(text.split("\n\n"), paragraphs(text, quotations), strict=True):
        assert "".join(piece["text"] for piece in pieces) == line
        at = start
        for piece in pieces:
            end = at + len(piece["text"])
            over = {one["id"] for one in quotations if one["start"] < end and one["end"] > at}
            assert {one["quotation"]["id"] for one in piece["over"]} == over
            assert len({one["lane"] for one in piece["over"]}) == len(over)
            assert all(one["quotation"]["start"] <= at and one["quotation"]["end"] >= end for one in piece["over"])
            for one in piece["over"]:
                assert lanes.setdefault(one["quotation"]["id"], one["lane"]) == one["lane"]
            begun += [one["id"] for one in piece["begin"]]
            at = end
        start += len(line) + 2
    assert len(begun) == len(set(begun))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("emissions fell </mark>", "</mark>emissions fell "),
        (">12 percent</blockquote>", ">12 per cent</blockquote>"),
        ("Minister", "Ministers"),
    ],
)
def test_a_page_that_does_not_show_what_it_says_is_noticed(before: str, after: str, tmp_path: Path) -> None:
    data = exported(sample(), "html").files[""].decode()
    assert before in data
    path = tmp_path / "a.html"
    path.write_text(data.replace(before, after), encoding="utf-8")
    found = list(read(path))
    faults = [one for one in found if isinstance(one, Fault)]
    wrong = [
        span for one in found if not isinstance(one, Fault) for span in one.spans
        if (one.text or "")[span.start : span.end] != span.quote
    ]  # fmt: skip
    assert faults or wrong


def test_a_page_is_dark_where_the_reader_wants_it_dark_and_has_the_colours_of_the_labels() -> None:
    text = exported(sample(), "html").files[""].decode()
    assert "prefers-color-scheme: dark" in text
    assert ".l0 { --c: #5fafff;" in text
    assert not re.search(r"<script", text)


def test_passages_that_no_browser_could_nest_are_counted_and_the_page_stays_small() -> None:
    store = MemoryStore()
    text = "so it is " * 40
    many = [
        Annotation(
            f"01KNWYQ4RR{number:016d}", "claim", number % 40, 300 - number % 50, text[number % 40 : 300 - number % 50]
        )
        for number in range(400)
    ]
    store.save(Document(None, "a.txt", "a" * 64, "T"), [Change(None, one) for one in many], text=text)
    written = exported(store, "html")
    assert str(written.loss) == "300 deeply overlapped passages not written"
    assert len(written.files[""]) < 2_000_000
