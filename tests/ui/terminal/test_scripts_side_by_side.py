"""Documents in every script beside an English one, in real terminals: each cell of the English one is where it was."""

import ctypes
import locale
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte
import pytest

from tests.terminal import Terminal
from tests.tmux import Tmux

COMMAND = [sys.executable, "-m", "reader"]
ENGLISH = """\
Ferry line closes

Jo Marsh

4 April 2018

The ferry across the sound will close in May, the town said. “It has run since 1911 – and never sank”, said the captain.

Nobody asked the islanders. They now face a detour of ninety kilometres each way, and a road that is closed in winter.
"""
SCRIPTS = [
    ("दिल्ली में बारिश से जनजीवन की", "दिल्ली और आसपास के इलाकों में मंगलवार को हुई भारी बारिश के कारण जनजीवन अस्त-व्यस्त हो गया।"),
    ("யாழ்ப்பாணம் மாவட்டத்தில் கனமழை", "மக்கள் பாதுகாப்பான இடங்களுக்கு செல்ல வேண்டும் என்று அரசு கூறியது."),
    ("กรุงเทพฯ มีฝนตกหนักในวันอังคาร", "He said ผู้ว่าราชการจังหวัดกล่าวว่าน้ำท่วมหลายพื้นที่ on Tuesday."),
    ("وَصَلَ مُحَمَّد إلى المدينة سَلَام", "قال الرئيس إن العَمَل مُسْتَمِرّ في المدينة."),
    ("👨‍👩‍👧‍👦 👍🏽 🇩🇪 ❤️ 1️⃣ a family 🏴󠁧󠁢󠁥󠁮󠁧󠁿", "The family 👩‍🚀 said 👍🏽👍🏽 to 🇩🇪🇫🇷 and ❤️❤️❤️ 1️⃣2️⃣ and 🫩 too."),
    ("東京で大雨 한국어 각 각", "東京は大雨です。ｶﾞｷﾞ 각각각 和가각 あ゙ and ㉈ ① ☰ ䷀ end."),
    ("Z\u0351\u036b\u0343a\u0300\u0301lgo e\u0301te", "As ne\u0301e \u0301 n\u0303o a\u00adb z\u200bz."),
]  # fmt: skip
LATIN = ("A plain title of the same kind", "And a plain text beside it, which all terminals agree on.")


def place_with(folder: Path, documents: Sequence[tuple[str, str]], english: str = ENGLISH) -> Path:
    """A working folder: an English document, one with the text of all the others, and those."""
    (folder / "articles").mkdir(parents=True)
    (folder / "articles" / "a.txt").write_text(english, encoding="utf-8")
    for number, (title, text) in enumerate([(documents[0][0], "\n\n".join(text for _, text in documents)), *documents]):
        path = folder / "articles" / f"b{number}.txt"
        path.write_text(f"{title}\n\nA B\n\n5 April 2018\n\n{text}\n", encoding="utf-8")
    return folder


def variables(place: Path) -> dict[str, str]:
    root = str(Path(__file__).parents[3])
    return {"HOME": str(place), "NRC_READER_DETECTOR": "rules", "PYTHONPATH": root}


#: The columns of the English article, and the first one of the lists of names and of annotations.
ENGLISH_COLUMNS, SIDE = slice(26, 75), 124


def in_pyte(place: Path) -> list[list[str]]:
    """The cells of the screen, row by row, once something was tagged in a terminal that joins marks to letters."""
    command = ["env", "-C", str(place), *COMMAND, "--store", "tags", "articles"]
    with Terminal(command, 160, 44, environment=variables(place)) as terminal:
        terminal.wait("Annotations")
        terminal.press("j", "c")
        terminal.wait(lambda text: "✓ 1 saved" in text and "▸~" in text and " c1" in text)
        terminal.wait(lambda text: "reading …" not in text)
        terminal.settle(0.3)
        buffer = terminal.screen.buffer
        return [[buffer[y][x].data for x in range(160)] for y in range(43)]


def in_tmux(place: Path) -> list[list[str]]:
    """As above, in a terminal that gives cells of their own to vowel signs."""
    with Tmux(place, 160, 44, variables(place)) as tmux:
        tmux.type(" ".join([*COMMAND, "--store", "tags", "articles"]) + "\n")
        tmux.wait("Annotations")
        tmux.press("j")
        tmux.press("c")
        tmux.wait(lambda rows: "✓ 1 saved" in rows[-1] + rows[-2] and any("▸~" in row and " c1" in row for row in rows))
        tmux.wait(lambda rows: not any("reading …" in row for row in rows))
        tmux.wait(lambda rows: "दि" in "".join(rows) or "द" not in "".join(rows))  # once its widths are measured
        return [cells_of(row) for row in tmux.rows[:43]]


def cells_of(row: str) -> list[str]:
    """A row as it lies in the cells of tmux, which counts as the C library does and joins what a joiner joins."""
    library = ctypes.CDLL(None)
    cells: list[str] = []
    for before, char in zip(" " + row, row, strict=False):
        width = 0 if before == "\u200d" else library.wcwidth(ord(char))
        if width <= 0 and cells:
            cells[-1 if cells[-1] else -2] += char
        else:
            cells += [char, ""][:width]
    return cells + [" "] * (160 - len(cells))


@pytest.mark.parametrize("cells_in", [in_pyte, in_tmux])
def test_no_script_in_the_list_or_in_the_other_pane_moves_a_cell_of_an_english_article(
    tmp_path: Path, cells_in: Callable[[Path], list[list[str]]]
) -> None:
    locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    wanted = cells_in(place_with(tmp_path / "plain", [LATIN] * len(SCRIPTS)))
    found = cells_in(place_with(tmp_path / "other", SCRIPTS))
    for here, there in zip(found, wanted, strict=True):
        assert "".join(here[ENGLISH_COLUMNS]) == "".join(there[ENGLISH_COLUMNS])
    for title in ("Entities", "Annotations"):
        assert any("".join(row[SIDE:]).startswith("─" + title) for row in found), found
    shown = "\n".join("".join(row[ENGLISH_COLUMNS.stop : SIDE]) for row in found)
    for _, text in SCRIPTS:
        assert text[0] in shown
        assert cells_in is in_pyte or text[:3] in shown  # that one draws no vowel signs at all


def test_in_a_terminal_where_curly_quotes_are_two_cells_wide_the_article_beside_them_does_not_move(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotes = ("“Да” – “Нет”", "“Она” — “сказала”: “да”… ‘Ελλάδα’ × 3 ° § ① and “so on” — “so forth”… ")
    english = ENGLISH.translate(str.maketrans("“”–", "''-"))
    wanted = in_pyte(place_with(tmp_path / "plain", [LATIN] * 2, english))
    narrow = pyte.screens.wcwidth
    monkeypatch.setattr(
        pyte.screens, "wcwidth", lambda char: 2 if unicodedata.east_asian_width(char) == "A" else narrow(char)
    )
    found = in_pyte(place_with(tmp_path / "other", [quotes, (quotes[0], quotes[1] * 3)], english))
    text = slice(ENGLISH_COLUMNS.start + 5, ENGLISH_COLUMNS.stop - 1)  # bars and lanes are drawn with lines
    for here, there in list(zip(found, wanted, strict=True))[1:]:
        assert "".join(here[text]) == "".join(there[text])
    assert any("“Она”" in "".join(row) for row in found)
