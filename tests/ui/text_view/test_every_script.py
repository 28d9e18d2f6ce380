"""Every script: whatever leads to a selection, it splits no character, and its tag's quote is what stands there.

``NRC_READER_CASES=10000`` (``make cases``) tries as many texts as the promise names; a few hundred otherwise.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.annotations.document_records import DocumentRecords
from reader.cleaning.article_loading import read_article
from reader.exchange.jsonl import line, rows
from reader.model.article import Article
from reader.model.document import Document
from reader.model.spans import Span
from reader.store.folder_store import FolderStore
from reader.text.graphemes import snap
from reader.text.units import Units
from reader.ui.app import ReaderApp
from reader.ui.text_view.row_layout import Layout
from reader.workspace.cursor import Cursor
from tests.ui.conftest import on_disk, screen_of
from tests.waiting import until

regex = pytest.importorskip("regex", reason="needs a second opinion on what one character is")

#: What the reader takes out of the text of a block.
_UNSEEN = re.compile(r"(?<=[A-Za-z\u00c0-\u052f])[\u200c-\u200f]+(?=\s*[A-Za-z\u00c0-\u052f])")
CASES = int(os.environ.get("NRC_READER_CASES", "300"))
#: What one sees as a character or a word, in many scripts; and marks that join whatever stands before them.
PIECES = [
    "a", "B", "word", "it’s", "$3.4-billion", "3,5", ".", ",", ";", "?", "“", "”", "(", ")", "-", "—", " ", " ", " ",
    "\t", "\u00a0",
    "e\u0301", "n\u0303o", "Z\u0351\u036b\u0343", "\u0301", "\ufe0f", "\u200d", "👍🏽", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️",
    "1️⃣", "🇩🇪", "🇫🇷🇩🇪", "🇪",
    "東京", "語", "文字がある", "カタカナ", "한국어", "\u1100\u1161\u11a8", "。", "「", "」", "、", "สวัสดี",
    "กำ", "नमस्ते", "क्षि", "தமிழ்",
    "العربية", "سَلَام", "؟", "،", "עברית", "שָׁלוֹם", "Россия", "Ελλάδα", "x" * 90, "ǆ", "ß", "İ",
]  # fmt: skip
MOTIONS = [
    "next_sentence", "previous_sentence", "next_word", "previous_word", "next_clause", "previous_clause",
    "next_quotation", "previous_quotation", "next_paragraph", "previous_paragraph", "first", "last", "select",
    "swap_ends", "grow", "shrink", "select_paragraph", "settle", "leave",
]  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """A text file: paragraphs of pieces, any line ends, with or without a byte order mark."""
    paragraphs = draw(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30), min_size=1, max_size=4))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = (end * 2).join("".join(pieces) for pieces in paragraphs)
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return (mark + f"A title that stays{end}{end}" + text + end).encode()


def read(data: bytes) -> Article:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.txt"
        path.write_bytes(data)
        return read_article(str(path), max_bytes=1 << 20)


def boundaries(text: str) -> set[int]:
    """Where a user-perceived character begins, in the opinion of another library."""
    found = {match.start() for match in regex.finditer(r"\X", text)}
    return found | {len(text)}


def step(draw: st.DrawFn, cursor: Cursor, units: Units, layout: Layout) -> None:
    """One key or click."""
    kind = draw(st.sampled_from(["motion", "motion", "hint", "sentences", "click", "word", "drag", "nudge", "hold"]))
    row = draw(st.integers(0, len(layout) - 1))
    place = layout.offset_at(row, draw(st.integers(-1, layout.width)))
    shown = Span(layout.span_of(row).start, layout.span_of(min(row + 5, len(layout) - 1)).end)
    if kind == "motion":
        getattr(cursor, draw(st.sampled_from(MOTIONS)))()
    elif kind in {"hint", "sentences"}:
        targets = units.words_in(*shown) if kind == "hint" else units.sentences_in(*shown)
        if targets:
            cursor.point(draw(st.sampled_from(targets)))
    elif kind == "click":
        cursor.go_to(place)
    elif kind == "word":
        cursor.choose_word(place)
    elif kind == "drag":
        other = layout.offset_at(draw(st.integers(0, len(layout) - 1)), draw(st.integers(-1, layout.width)))
        if place != other:
            cursor.choose(Span(*sorted((place, other))))
    elif kind == "nudge":
        cursor.nudge(draw(st.sampled_from([1, -1])))
    else:
        cursor.hold(cursor.passage)


@settings(max_examples=CASES, suppress_health_check=list(HealthCheck))
@given(pages(), st.data())
def test_no_selection_splits_a_character_and_every_quote_is_what_stands_there(data: bytes, draw: st.DataObject) -> None:
    article = read(data)
    text = article.text
    units = Units(text, article.blocks, article.language)
    cursor, layout = Cursor(units), Layout(text, draw.draw(st.integers(4, 40)))
    records = DocumentRecords(article)
    whole = boundaries(text)
    for _ in range(draw.draw(st.integers(1, 8))):
        step(draw.draw, cursor, units, layout)  # type: ignore[arg-type]
        passage = cursor.passage
        assert 0 <= passage.start <= passage.end <= len(text)
        assert {passage.start, passage.end} <= whole, (passage, text[passage.start - 5 : passage.end + 5])
        if passage.start < passage.end:
            records.apply(records.tag("claim", *passage, "ann"))
    for one in records.annotations:
        assert text[one.start : one.end] == one.quote
        assert one.quote == read(data).text[one.start : one.end]
        source = data.decode("utf-8-sig")[one.source_start : one.source_end]
        assert "\n" in one.quote or _told(source) == _told(one.quote)  # between two paragraphs something may be dropped


def _told(text: str) -> list[str]:
    """The words, in the form that the article has them in: without marks that show nothing between Latin letters."""
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).split()


KEYS = [
    "j", "k", "w", "b", "semicolon", "comma", "quotation_mark", "apostrophe", "right_curly_bracket", "v", "V",
    "full_stop", "plus", "minus", "shift+right", "shift+left", "space", "pageup", "G", "g", "f", "F", "escape",
    "c", "m", "enter",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
async def test_keys_hints_and_the_mouse_split_no_character_in_the_reader(
    reader: Callable[..., ReaderApp], tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)
    paragraphs = ["".join(draw.choices(PIECES, k=40)) for _ in range(12)]
    path = tmp_path / "page.txt"
    path.write_bytes(("\ufeffA title that stays\r\n\r\n" + "\r\n\r\n".join(paragraphs)).encode())
    app = reader(path)
    async with app.run_test(size=(60, 18)) as pilot:
        view = app.main_display.left
        await until(pilot, lambda: view.cursor is not None)  # a language that is not told at once is for a process
        whole = boundaries(view.rows.text)
        for _ in range(60):
            if draw.random() < 0.25:
                places = [(draw.randrange(1, view.size.width), draw.randrange(1, view.size.height)) for _ in range(2)]
                await pilot.mouse_down(view, offset=places[0])
                await pilot.hover(view, offset=places[1])
                await pilot.mouse_up(view, offset=places[1])
                await pilot.click(view, offset=places[0], times=draw.choice([1, 2, 3]))
            else:
                key = draw.choice(KEYS)
                await pilot.press(key)
                if key in {"f", "F"} and app.controllers.prompts.question is not None:
                    hints = [code for row in range(len(view.rows)) for _, code in view._model.hints(row)]
                    await pilot.press(*draw.choice(hints))
            assert app.main_display.active.cursor is not None
            assert set(app.main_display.active.cursor.passage) <= whole
        opened = app.main_display.active.open
        assert opened is not None
        for one in opened.records.annotations:
            assert view.rows.text[one.start : one.end] == one.quote
            assert {one.start, one.end} <= whole


#: A tag that an earlier version set, and what is one character now: it ends behind the first sign of the word.
KHMER = "ខ្មែរ និយាយ"
EARLIER = Span(0, 2)


async def test_a_tag_of_an_earlier_version_that_ends_within_a_character_is_shown_exported_and_found_again(
    reader: Callable[..., ReaderApp], tmp_path: Path, store: FolderStore
) -> None:
    assert snap(KHMER, *EARLIER) == Span(0, 4)
    path = tmp_path / "khmer.txt"
    path.write_text(f"A title that stays\n\n{KHMER} ខ្មែរ។\n", encoding="utf-8")
    article = read_article(str(path), max_bytes=1 << 20)
    start = article.text.index(KHMER)
    changes = DocumentRecords(article).tag("claim", start + EARLIER.start, start + EARLIER.end, "ann")
    store.save(Document(None, article.page.path, article.page.sha256, article.title), changes)
    (before,) = on_disk(store)
    exported = [line(row) for row in rows(map(store.load, store.keys()))]
    app = reader(path)
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.pause()
        assert app.main_display.active.open is not None
        assert app.main_display.active.open.records.annotations == [before]
        await pilot.press("j", "j", "k", "w", "v", "shift+right", "escape")
        assert "ខ្" in screen_of(app)
    assert on_disk(store) == [before]
    assert [line(row) for row in rows(map(FolderStore(store.folder).load, store.keys()))] == exported
    path.write_text(f"A title that stays\n\nOne line more.\n\n{KHMER} ខ្មែរ។\n", encoding="utf-8")
    article = read_article(str(path), max_bytes=1 << 20)
    (after,) = DocumentRecords(article, [before]).annotations
    assert article.text[after.start : after.end] == after.quote
    assert after.quote in ("ខ្", "ខ្មែ")
    assert after.start == article.text.index(KHMER)
