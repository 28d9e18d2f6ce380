"""The third layer: without a table the rules stand; a sure table overrules them, but never what is certain."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.cleaning.dump import model_review
from reader.cleaning.dump.decision_trees import DecisionTrees
from reader.cleaning.dump.dump_pipeline import classify, clean_dump
from reader.cleaning.dump.row_features import NAMES
from reader.model.article import Article
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE, dump

BOILERPLATE = "  1. Skip to content\n\nShare\n\nSign up for our newsletter in your inbox"


class Sure(DecisionTrees):
    """A table that says the same of every row."""

    def __init__(self, chance: float) -> None:
        super().__init__([], [], 0.0, len(NAMES))
        self._chance = chance
        self.asked: list[Sequence[float]] = []

    def probability(self, row: Sequence[float]) -> float:
        self.asked.append(row)
        return self._chance


def shown(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks]


def use(monkeypatch: pytest.MonkeyPatch, table: DecisionTrees | None) -> None:
    monkeypatch.setattr(model_review, "load", lambda *_: table)


def test_without_a_table_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, None)
    page = dump(before=BOILERPLATE, head=f"{BYLINE}\n\n{DATE}", after="Related stories\n\nAnother headline altogether")
    assert shown(clean_dump(page)) == [TITLE, BYLINE, DATE, *BODY]
    assert all(decision.chance is None for decision in classify(page))


def test_what_is_certain_is_not_asked_about_and_stays_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Sure(1.0))
    page = dump(before="  1. Skip to content\n\nShare", inside="Advertisement")
    text = clean_dump(page).text
    assert not any(boilerplate in text for boilerplate in ("Skip to content", "Share", "Advertisement"))
    assert [v.chance for v in classify(page) if v.role == "navigation"] == [None, None, None]


def test_a_table_that_is_sure_keeps_what_the_rules_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    page = dump(before=BOILERPLATE, after="Ferries of other harbours")
    use(monkeypatch, None)
    assert "Ferries of other harbours" not in clean_dump(page).text
    use(monkeypatch, Sure(0.95))
    assert "Ferries of other harbours" in clean_dump(page).text


def test_every_row_that_it_is_asked_about_has_all_features(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Sure(0.4)
    use(monkeypatch, table)
    clean_dump(dump(before=BOILERPLATE, head=BYLINE, inside="  • one\n  • two", after="Comments\n\nReply"))
    assert table.asked
    assert {len(row) for row in table.asked} == {len(NAMES)}


def test_the_head_is_shown_whatever_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    use(monkeypatch, Sure(0.0))
    article = clean_dump(dump(before=BOILERPLATE, head=f"{BYLINE}\n\n{DATE}"))
    assert (article.title, article.byline) == (TITLE, BYLINE)
    assert shown(article)[:3] == [TITLE, BYLINE, DATE]


class Shifting(DecisionTrees):
    """A table that says one thing of one row, by its number of words, and another of all others."""

    def __init__(self, words: int, chance: float, others: float) -> None:
        super().__init__([], [], 0.0, len(NAMES))
        self._words, self._chance, self._others = words, chance, others

    def probability(self, row: Sequence[float]) -> float:
        return self._chance if row[0] == self._words else self._others


@pytest.mark.parametrize(("others", "is_kept"), [(0.95, False), (0.5, True)])
def test_the_same_doubt_keeps_a_line_where_much_else_is_in_doubt(
    monkeypatch: pytest.MonkeyPatch, others: float, is_kept: bool
) -> None:
    use(monkeypatch, Shifting(4, 0.48, others))
    assert (
        "Ferries of other harbours" in clean_dump(dump(before=BOILERPLATE, after="Ferries of other harbours")).text
    ) is is_kept
