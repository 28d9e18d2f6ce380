"""Without colour the screen alone tells the labels of every cell, up to four over each other; tagging moves none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.annotations.document_records import DocumentRecords
from reader.cleaning.article_loading import read_article
from reader.model.annotation import Change
from reader.model.article import Article
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.ui.text_view.row_layout import Layout
from tests.terminal import Terminal
from tests.ui.terminal.test_real_terminal import ARTICLE, COMMAND

GUTTER, LANES = 6, 4
#: How the manual says that the labels look, in the order of the settings.
LOOKS = ("underscore", "bold", "italics", "strikethrough", "reverse")
DEFAULT = {"claim": "c", "evidence": "e", "opinion": "o"}
SEVEN = {"alpha": "H", "beta": "O", "gamma": "C", "delta": "P", "eta": "T", "iota": "z", "kappa": "I"}


def article_of(path: Path) -> Article:
    return read_article(str(path), max_bytes=1 << 20)


def store_spans(folder: Path, article: Article, spans: list[tuple[str, int, int]]) -> None:
    records = DocumentRecords(article)
    changes: list[Change] = []
    for label, start, end in spans:
        made = records.tag(label, start, end, "ann")
        records.apply(made)
        changes += made
    page = article.page
    FolderStore(folder).save(Document(None, page.path, page.sha256, article.title, location=page.path), changes)


def labels_by_cell(terminal: Terminal, labels: dict[str, str], top: int, rows: int) -> list[list[tuple[str, set[str]]]]:
    """For each row of the text, each cell's character and labels: from the screen and the order of the labels alone."""
    found = []
    for y in range(top, top + rows):
        line = terminal.screen.buffer[y]
        gutter = {line[x].data for x in range(1, 1 + LANES)}
        above = y
        while "│" in gutter and above > top:  # a mark that goes on is named further up, in its own lane
            above -= 1
            for x in range(1, 1 + LANES):
                if all(terminal.screen.buffer[between][x].data == "│" for between in range(above + 1, y + 1)):
                    gutter.add(terminal.screen.buffer[above][x].data)
        present = [name for name in labels if labels[name] in gutter]
        own = dict(zip(labels, LOOKS, strict=False))
        looks = {own[name]: name for name in present if name in own}
        others = [name for name in present if name not in own]
        looks |= dict(zip([look for look in LOOKS if look not in looks], others, strict=False))
        cells = []
        for x in range(GUTTER, terminal.screen.columns - 1):
            cell = line[x]
            cells.append((cell.data, {name for look, name in looks.items() if getattr(cell, look)}))
        found.append(cells)
    return found


def random_spans(draw: random.Random, text: str, layout: Layout, labels: list[str]) -> list[tuple[str, int, int]]:
    """Spans of which no five lie over each other, and no five labels are on one row."""
    spans: list[tuple[str, int, int]] = []
    for _ in range(400):
        start = draw.randrange(len(text))
        end = min(len(text), start + draw.choice([3, 9, 30, 120]))
        if not (words := text[start:end].strip()):
            continue
        start = text.index(words, start)
        end = start + len(words)  # blanks at the ends of a tag are not marked
        wanted = sorted({*spans, (draw.choice(labels), start, end)})
        depth = max(sum(first <= at < last for _, first, last in wanted) for at in range(start, end))
        rows = [layout.span_of(row) for row in range(len(layout))]
        on_rows = [{name for name, first, last in wanted if row.overlaps(first, last)} for row in rows]
        if depth <= LANES and max(map(len, on_rows)) <= LANES:
            spans = wanted
    return spans


@pytest.mark.parametrize("labels", [DEFAULT, SEVEN], ids=["three", "seven"])
@pytest.mark.parametrize("seed", range(3))
def test_the_labels_of_every_cell_are_read_off_the_screen(tmp_path: Path, labels: dict[str, str], seed: int) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    article = article_of(path)
    text = article.text
    layout = Layout(text, 72)
    spans = random_spans(random.Random(seed), text, layout, list(labels))
    assert len(spans) > 20
    store_spans(tmp_path / "tags", article, spans)
    config = "text_width = 72\n" + "".join(
        f'[[labels]]\nname = "{name}"\nkey = "{key}"\n' for name, key in labels.items()
    )
    (tmp_path / "config.toml").write_text(config, encoding="utf-8")
    command = ["env", "-C", str(tmp_path), *COMMAND, "--store", "tags", "--config", "config.toml", "a.txt"]
    environment = {"HOME": str(tmp_path), "NRC_READER_DETECTOR": "rules", "NO_COLOR": "1"}
    with Terminal(command, 80, 24, environment=environment) as terminal:
        terminal.wait("Ferry line closes")
        terminal.settle(0.4)
        top = next(y for y, line in enumerate(terminal.screen.display) if "▌" in line)  # the cursor is on the title
        seen = labels_by_cell(terminal, labels, top, len(layout))
    for row, cells in enumerate(seen):
        span = layout.span_of(row)
        shown = "".join(data for data, _ in cells)
        assert shown.startswith(text[slice(*span)].split("🚢")[0])
        for column, offset in enumerate(range(*span)):
            if "🚢" in text[span.start : offset + 1]:
                break  # from here on a cell is no character
            expected = {name for name, first, last in spans if first <= offset < last}
            if cells[column][1] != expected:
                print(chr(10).join(terminal.screen.display))
                print([s for s in spans if s[1] < 60])
            assert cells[column][1] == expected, (row, column, text[span.start : offset + 1])


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
def test_tagging_moves_no_cell_of_the_text(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    command = ["env", "-C", str(tmp_path), *COMMAND, "--store", "tags", "a.txt"]
    environment = {"HOME": str(tmp_path), "NRC_READER_DETECTOR": "rules"}
    with Terminal(command, *size, environment=environment) as terminal:
        terminal.wait("Ferry line closes")
        terminal.settle(0.4)
        top = next(y for y, line in enumerate(terminal.screen.display) if "▌" in line)  # the cursor is on the title
        left = terminal.screen.display[top].index("▌") + GUTTER
        right = left + 60

        def text_cells() -> list[str]:
            return [line[left:right] for line in terminal.screen.display[top : size[1] - 1]]

        before = text_cells()
        terminal.press("j", "c", "e", "o", "w", "o", "V", "c", "+", "e", "j", "o")
        terminal.wait("✓ 7 saved")
        assert text_cells() == before
        assert terminal.screen.display != before


@pytest.mark.parametrize("theme", ["dark", "light", "contrast", "terminal"])
def test_without_colour_every_theme_can_be_read(tmp_path: Path, theme: str) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    command = ["env", "-C", str(tmp_path), *COMMAND, "--store", "tags", "a.txt"]
    environment = {
        "HOME": str(tmp_path), "NRC_READER_DETECTOR": "rules", "NO_COLOR": "1", "NRC_READER_THEME": theme,
    }  # fmt: skip
    with Terminal(command, 80, 24, environment=environment) as terminal:
        terminal.wait("Ferry line closes")
        terminal.settle(0.4)
        terminal.press("j", "c", "w", "/", "t", "h", "e")
        cells = [terminal.screen.buffer[y][x] for y in range(24) for x in range(80)]
        hidden = [one.data for one in cells if one.data.strip() and one.fg == one.bg != "default"]
        assert hidden == []
