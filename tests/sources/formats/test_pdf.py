"""A PDF opens as its paragraphs: column after column, without what runs at the edges; bad ones give one clear line."""

import random
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.page_cleaning import clean
from reader.sources import Page, SourceError, open_bytes, probe
from reader.sources.formats import pdf as source
from reader.sources.formats import pdf_worker
from reader.sources.formats.reading_order import PlacedText, reading_order
from tests.sources.builders import FIRST, SECOND, pdf, wrapped

TEXTS = (
    FIRST,
    SECOND,
    (
        "Not everybody is pleased. The owners of three restaurants on the quay say that they were told of the decision "
        "an hour before the vote, and that two summers without guests will be the end of them."
    ),
    (
        "The ferry will call at a floating pier, which the town has hired from a shipyard in the north for the time of "
        "the work. It takes forty cars less a day than the quay did."
    ),
    (
        "A spokesman for the port said that the divers had warned of the piles for nine years, and that nobody had "
        "wanted to read their reports as long as the ships came and went."
    ),
)


def column(left: float, top: float, texts: list[str], width: float = 230) -> list[tuple[float, float, float, str]]:
    """Paragraphs one below the other, a blank line between."""
    rows, base = [], top
    for text in texts:
        for line in wrapped(text, width):
            rows.append((left, base, 10.0, line))
            base -= 12
        base -= 8
    return rows


def lines(page: Page) -> list[tuple[str, str]]:
    return [(line.hint, page.line_text(line)) for line in page.lines if line.start < line.end]


def texts(page: Page, hint: str = "p") -> list[str]:
    return [text for found, text in lines(page) if found == hint]


def fault(data: bytes, name: str = "a.pdf") -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_bytes(data, name)
    assert "\n" not in str(caught.value)
    return caught.value


def test_one_column_opens_as_its_paragraphs() -> None:
    page = open_bytes(pdf([(60, 780, 18, "A quay is closed"), *column(60, 740, list(TEXTS), 460)]), "a.pdf")
    assert lines(page) == [("h1", "A quay is closed"), *(("p", text) for text in TEXTS)]
    assert page.source == page.text
    article = clean(page)
    assert article.title == "A quay is closed"
    assert article.text.endswith("\n\n".join(TEXTS))


@pytest.mark.parametrize("rowwise", [False, True])
def test_two_columns_are_read_one_after_the_other(rowwise: bool) -> None:
    page = [*column(60, 720, list(TEXTS[:3])), *column(310, 720, list(TEXTS[3:]))]
    if rowwise:  # as some programs write: line by line over both columns
        page.sort(key=lambda piece: (-piece[1], piece[0]))
    opened = open_bytes(pdf([(60, 780, 18, "A quay is closed for two summers"), *page]), "a.pdf")
    assert texts(opened) == list(TEXTS)


def test_what_spans_the_columns_stands_between_them() -> None:
    upper = [*column(60, 760, [TEXTS[0], TEXTS[1]]), *column(310, 760, [TEXTS[2]])]
    lower = [*column(60, 500, [TEXTS[3]]), *column(310, 500, [TEXTS[4]])]
    middle = (60, 540, 14, "What the port and the owners of restaurants say about all of it")
    page = open_bytes(pdf([*upper, middle, *lower]), "a.pdf")
    assert [text for _, text in lines(page)] == [*TEXTS[:3], middle[3], *TEXTS[3:]]


def test_three_columns_are_read_too() -> None:
    page = [piece for number in range(3) for piece in column(40 + 180 * number, 760, [TEXTS[number]], 160)]
    assert texts(open_bytes(pdf(page), "a.pdf")) == list(TEXTS[:3])


def test_a_table_is_read_row_by_row() -> None:
    rows = [(700 - 14 * row, [f"{row}{name}" for name in "abc"]) for row in range(6)]
    cells = [(60 + 120 * place, base, 10.0, text) for base, row in rows for place, text in enumerate(row)]
    page = open_bytes(pdf([*column(60, 780, [FIRST], 460), *cells]), "a.pdf")
    assert "0a 0b 0c" in page.text
    assert "5a 5b 5c" in page.text


def test_what_runs_at_the_edges_stands_after_the_text_and_is_dropped() -> None:
    pages = []
    for number, text in enumerate(TEXTS, 1):
        running = [(60, 815, 9, f"The Bay Herald, 4 May 2021, no. {number}"), (290, 30, 9, f"- {number} -")]
        pages.append([*running, *column(60, 760, [text], 460)])
    page = open_bytes(pdf(*pages), "a.pdf")
    assert texts(page) == list(TEXTS)
    assert len(texts(page, "running")) == 2 * len(TEXTS)
    article = clean(page)
    assert "Herald" not in article.text
    assert sum("Herald" in page.text[one.page_start : one.page_end] for one in article.dropped) == len(TEXTS)
    covered = "".join(page.text[one.page_start : one.page_end] for one in (*article.blocks, *article.dropped))
    assert sorted(covered.replace(" ", "")) == sorted(page.text.replace(" ", "").replace("\n", ""))


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    rows = wrapped(" ".join(TEXTS[:3]), 230)
    first, second, third = rows[:5], rows[5:10], rows[10:]
    pages = [
        [
            *((60, 700 - 12 * row, 10.0, line) for row, line in enumerate(first)),
            *((310, 700 - 12 * row, 10.0, line) for row, line in enumerate(second)),
        ],
        [(60, 700 - 12 * row, 10.0, line) for row, line in enumerate(third)],
    ]
    assert texts(open_bytes(pdf(*pages), "a.pdf")) == [" ".join(TEXTS[:3])]


def test_hyphens_at_the_end_of_a_line_are_mended() -> None:
    rows = [
        "The govern-", "ment of this well-", "known harbour and its Quay-", "Council said so. It is a",
        "well and truly known gov-", "ernment of its own.",
    ]  # fmt: skip
    page = open_bytes(pdf([(60, 700 - 12 * row, 10, line) for row, line in enumerate(rows)]), "a.pdf")
    joined = page.text.replace("\n\n", " ")
    assert joined == (
        "The government of this well-known harbour and its Quay-Council said so. It is a well and truly known "
        "government of its own."
    )


def test_indented_paragraphs_are_told_apart_and_points_too() -> None:
    rows: list[tuple[float, float, float, str]] = []
    base = 760.0
    for text in TEXTS[:3]:
        for number, line in enumerate(wrapped(text, 440)):
            rows.append((60 if number else 75, base, 10, line))
            base -= 12
    rows += [(60, base - 12 * number, 10, f"\u2022 Point {number}") for number in range(3)]
    page = open_bytes(pdf(rows), "a.pdf")
    assert texts(page) == list(TEXTS[:3])
    assert texts(page, "li") == [f"\u2022 Point {number}" for number in range(3)]


def test_a_scan_is_told() -> None:
    assert fault(pdf([])).what == "holds no text"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_file_that_is_cut_off_or_noise_opens_or_is_told(share: float) -> None:
    whole = pdf(column(60, 760, list(TEXTS), 460))
    noise = bytearray(whole)
    for place in random.Random(share).sample(range(20, len(whole)), len(whole) // 20):
        noise[place] = place % 256
    for data in (whole[: int(len(whole) * share)], bytes(noise), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"):
        try:
            said = open_bytes(data, "a.pdf").text
        except SourceError as problem:
            said = problem.what
        assert said


def test_a_locked_file_is_told() -> None:
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)
    assert "password" in fault(pdf(column(60, 760, [FIRST]), extra=lock)).what


@pytest.mark.parametrize(
    ("fate", "what", "advice"),
    [
        ("crashes", "cannot be read", "SIGSEGV"),
        ("aborts", "cannot be read", "it is damaged, or needs too much memory"),
        ("lies", "cannot be read", "did not answer"),
        ("waits", "takes too long to read", ""),
        ("spins", "cannot be read", "takes too much time"),
        ("allocates", "needs too much memory", ""),
    ],
)
def test_a_worker_that_takes_too_much_or_dies_is_told(
    monkeypatch: pytest.MonkeyPatch, fate: str, what: str, advice: str
) -> None:
    monkeypatch.setenv("NRC_TEST_FATE", fate)
    monkeypatch.setattr(source, "MODULE", "tests.sources.hostile_pdf_worker")
    monkeypatch.setattr(source, "MAX_WAIT", 0.5 if fate == "waits" else 120)
    found = fault(pdf(column(60, 760, [FIRST])))
    assert found.what == what
    assert advice in found.advice


def test_only_so_many_pages_and_characters_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pdf(*(column(60, 760, [FIRST]) for _ in range(4)))
    monkeypatch.setattr(pdf_worker, "MAX_PAGES", 3)
    assert len(pdf_worker._answer(data)["pages"]) == 3
    monkeypatch.setattr(pdf_worker, "MAX_CHARACTERS", 200)
    answer = pdf_worker._answer(data)
    assert len(answer["pages"]) < 3
    assert answer["whole"] == 4
    monkeypatch.setattr(pdf_worker, "MAX_CHARACTERS", 3_000_000)
    monkeypatch.setattr(pdf_worker, "MAX_PIECES", 4)
    answer = pdf_worker._answer(data)
    assert sum(len(pieces) for _, _, pieces in answer["pages"]) == 4


def test_what_is_not_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NRC_TEST_FATE", "stops early")
    monkeypatch.setattr(source, "MODULE", "tests.sources.hostile_pdf_worker")
    page = open_bytes(pdf(*(column(60, 760, [FIRST]) for _ in range(5))), "a.pdf")
    assert page.left_out == "only 2 of its 5 pages are read"
    monkeypatch.undo()
    assert not open_bytes(pdf(*(column(60, 760, [FIRST]) for _ in range(5))), "a.pdf").left_out


def test_the_characters_of_a_page_asked_for_at_once_are_those_asked_for_one_by_one() -> None:
    import pypdfium2
    from pypdfium2 import raw

    text = pypdfium2.PdfDocument(pdf(column(60, 760, ["An exam-", "ple of two lines; and more"])))[0].get_textpage()
    together = pdf_worker._characters(raw, text.raw, text.count_chars())
    one_by_one = [chr(raw.FPDFText_GetUnicode(text.raw, index)) for index in range(text.count_chars())]
    assert together == one_by_one
    assert pdf_worker._HYPHEN in together


def test_without_pdfium_the_install_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    assert "pip install 'pypdfium2" in str(fault(pdf(column(60, 760, [FIRST]))))


def test_a_probe_of_a_pdf_passes(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(column(60, 760, [FIRST])))
    assert probe(tmp_path / "a.pdf") is None


PLACED = st.builds(
    lambda text, left, bottom, width, height: PlacedText(text, left, bottom, left + width, bottom + height),
    st.text("abc ", min_size=1, max_size=5),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(0, 300),
    st.floats(0, 30),
)


@given(st.lists(PLACED, max_size=60))
def test_every_piece_is_read_once_wherever_it_stands(pieces: list[PlacedText]) -> None:
    read = "".join(line.text for line in reading_order(pieces))
    assert sorted(read.replace(" ", "")) == sorted("".join(piece.text for piece in pieces).replace(" ", ""))
