"""How wide a terminal draws: it is asked, what it answers is counted by, and nonsense is no answer."""

import re
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.console import Console
from rich.segment import Segment

from reader.text.graphemes import characters, is_boundary
from reader.ui.terminal.cell_widths import Measure, clusters, count_as, has_doubt
from reader.ui.terminal.strip_placement import PlacedStrip
from reader.ui.text_view.row_layout import BESIDE_BAR, Layout
from tests.ui.terminal.test_strip_placement import Paper

HINDI = "का की"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    count_as({})


def answers(questions: str, width: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """What a terminal says in which each character is so wide: row and column of the cursor, from 0."""
    for text in re.findall(r"\x1b\[1;1H([^\x1b]*)\x1b\[6n", questions):
        yield 0, sum(map(width, text))


def tell(measure: Measure, text: str, width: Callable[[str], int]) -> bool:
    taken = [measure.answer(*one) for one in answers(measure.questions(text), width)]
    return any(taken)


def spacing(char: str) -> int:
    """A terminal that gives a cell to vowel signs that stand beside their letter, and two to the colours of skin."""
    return 1 if char in "ाि" + "ी" else 2 if "\U0001f3fb" <= char <= "\U0001f3ff" else get_character_cell_size(char)


def test_what_the_terminal_answers_is_counted_by_everywhere() -> None:
    assert cell_len(HINDI) == 3
    assert tell(Measure(), HINDI, spacing)
    assert cell_len(HINDI) == 5
    assert set_cell_size(HINDI, 2) == "का"
    assert [cells for _, _, cells in clusters(HINDI)] == [2, 1, 2]
    assert len(Layout(HINDI * 4, 10)) > 1


@pytest.mark.parametrize(
    "text", ["ශ්\u200dරී ලංකා", "a\u200db c", "ನ್\u200dನ", "👩\u200d🚀 👩\u200da", "မြန်မာ", "က\u102c\u200da"]
)
def test_a_cell_belongs_to_the_character_that_the_cursor_stands_on(text: str) -> None:
    found = list(clusters(text))
    assert [start for start, _, _ in found] == [place for place in range(len(text)) if is_boundary(text, place)]
    assert [text[start:end] for start, end, _ in found] == characters(text, 0, len(text))
    layout = Layout(text, 40)
    column = 0
    for start, end, cells in found:
        assert layout.offset_at(0, column) == start
        assert layout.cells(0, end) == column + cells
        column += cells


def test_a_letter_behind_a_joiner_has_its_own_cell_and_what_follows_does_not_move() -> None:
    paper = Paper(20, {"\u200d": 0, "\u0301": 0})
    strip = PlacedStrip([Segment("a\u200db"), Segment("c\u0301d")], 6, 0, Measure().most)
    paper.write("\x1b[1G" + strip.render(Console()))
    assert "".join(paper.cells[:4]) == "abcd"


def test_a_row_never_breaks_between_a_letter_and_its_sign() -> None:
    tell(Measure(), HINDI, spacing)
    layout = Layout("का" * 10, 5)
    assert [layout.text[slice(*layout.span_of(row))] for row in range(len(layout))] == ["काका"] * 5
    assert layout.offset_at(0, 1) == 0
    assert layout.offset_at(0, 3) == 2


def test_where_it_counts_as_we_do_nothing_is_laid_out_anew() -> None:
    measure = Measure()
    assert not tell(measure, HINDI, lambda char: 2 if char == "❤" else get_character_cell_size(char))
    assert measure.widths["ा"] == 0


def in_east_asia(char: str) -> int:
    """A terminal that gives two cells to what is ambiguous."""
    is_wide = unicodedata.east_asian_width(char) in "AWF" and not unicodedata.combining(char)
    return 2 if is_wide else get_character_cell_size(char)


def test_curly_quotes_and_cyrillic_are_counted_by_where_they_are_two_cells_wide() -> None:
    text = "“Да”, — x"
    assert cell_len(text) == 9
    assert tell(Measure(), "plain", in_east_asia)
    assert cell_len(text) == 14
    assert cell_len("Да") == 4
    assert set_cell_size("Да", 2) == "Д"
    assert [cells for _, _, cells in clusters(text)] == [2, 2, 2, 2, 1, 1, 2, 1, 1]
    assert len(Layout(text, 9)) > 1
    assert has_doubt(text)
    assert not has_doubt("plain, 東京")
    assert cell_len("─│╭▌") == 4


def test_what_was_asked_is_not_asked_again_and_its_block_is_known_too() -> None:
    measure = Measure()
    tell(measure, HINDI, spacing)
    assert measure.questions(HINDI + "े") == ""
    assert measure.questions("தொ") != ""


def test_plain_text_and_what_all_terminals_agree_on_is_never_asked_for() -> None:
    for text in ("plain", "“curly” — €…", "Ελλάδα", "Россия", "東京", "한국어", "العربية", "─│▌▸╭", "สวสด"):
        assert not has_doubt(text), text
        assert Measure().questions(text) == Measure().questions("")


@pytest.mark.parametrize(
    "text",
    [
        "का",
        "தொ",
        "ก็",
        "กำ",
        "سَلَام",
        "e\u0301",
        "👩‍🚀",
        "🇩🇪",
        "❤️",
        "👍🏽",
        "\u1100\u1161",
        "a\u00adb",
        "\u200b",
        "\U0001fae9",
    ],
)
def test_what_they_differ_over_is_doubtful(text: str) -> None:
    assert has_doubt(text)


def test_a_terminal_that_answers_nonsense_is_not_believed_and_not_asked_again() -> None:
    measure = Measure()
    taken = [measure.answer(0, 0) for _ in answers(measure.questions(HINDI), spacing)]
    assert not any(taken)
    assert cell_len(HINDI) == 3
    assert measure.questions("தொ") == ""


def test_what_comes_up_while_answers_are_on_their_way_is_asked_for_afterwards() -> None:
    measure = Measure()
    questions = measure.questions(HINDI)
    assert measure.questions("தொ") == ""
    assert measure.has_more
    for one in answers(questions, spacing):
        assert measure.is_waiting
        measure.answer(*one)
    assert not measure.is_waiting
    assert measure.questions("தொ") != ""
    assert not measure.has_more


def test_an_answer_that_nobody_asked_for_is_none() -> None:
    assert not Measure().answer(3, 4)


def test_a_sign_that_makes_no_emoji_wide_is_counted_so() -> None:
    assert cell_len("❤️") == 2
    tell(Measure(), "❤️", lambda char: 0 if char == "\ufe0f" else get_character_cell_size(char))
    assert cell_len("❤️") == 1


def test_a_text_with_every_doubtful_character_there_is_asks_a_bounded_number() -> None:
    measure = Measure()
    asked = 0
    for first in range(0x300, 0x20000, 64):
        questions = measure.questions("".join(map(chr, range(first, first + 64))))
        asked += questions.count("\x1b[6n")
        for one in answers(questions, spacing):
            measure.answer(*one)
    assert 500 < asked < 5_000


#: Words whose vowel signs stand beside their letter in some terminals and on it in others.
SIGNED = ["दिल्ली में बारिश", "தொழிலாளர்கள் கூறினர்", "মুক্তিযোদ্ধা সংসদ", "ಕರ್ನಾಟಕ ಸರ್ಕಾರ", "ខ្មែរ និង", "မြန်မာ နိုင်ငံ"]


@pytest.mark.parametrize("text", SIGNED)
@pytest.mark.parametrize("cells", [0, 1])
def test_until_the_terminal_has_answered_every_sign_has_room_and_none_is_written_over(text: str, cells: int) -> None:
    measure = Measure()
    assert measure.expect(text)
    assert not measure.expect(text)
    signs = [char for char in text if unicodedata.category(char) == "Mc"]
    widths = {char: cells if char in signs else get_character_cell_size(char) for char in text}
    for width in (4, 7, 60):
        layout = Layout(text, width)
        for row in range(len(layout)):
            shown = text[slice(*layout.span_of(row))]
            paper = Paper(80, widths)
            paper.write(
                "\x1b[11G" + PlacedStrip([Segment(shown)], width + BESIDE_BAR, 10, measure.most).render(Console())
            )
            assert [char for char in paper.written if char != " "] == [char for char in shown if char != " "]
            kept = [char for char in paper.cells if char not in ". "]
            assert kept == [char for char in shown if widths[char] and char != " "]
            assert paper.touched <= set(range(10, 10 + width + BESIDE_BAR))


def test_what_the_terminal_answers_takes_the_place_of_what_was_expected() -> None:
    for width, cells, is_new in ((spacing, 5, False), (get_character_cell_size, 3, True)):
        count_as({})
        measure = Measure()
        original = {char: width(char) for char in HINDI}
        measure.expect(HINDI)
        assert cell_len(HINDI) == 5
        assert tell(measure, HINDI, lambda char, known=original: known.get(char, 1)) or not is_new  # type: ignore[misc]
        assert cell_len(HINDI) == cells


def test_of_a_text_without_such_signs_nothing_is_expected() -> None:
    assert not Measure().expect("“plain” – Москва 東京 مُحَمَّد ไทย")
