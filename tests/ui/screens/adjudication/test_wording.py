"""What the adjudication says has room: keys stay with what they do, quotes keep both ends, every rule can be found."""

from __future__ import annotations

from rich.cells import cell_len

from reader.annotations.guideline_text import Rule
from reader.model.annotation import Annotation, new_id
from reader.ui.screens.adjudication.case_wording import head_of, hint_of, in_lines
from reader.ui.screens.adjudication.reason_list import ReasonList
from reader.ui.screens.adjudication.side_wording import described

RULES = [Rule(f"rule-{number}", f"Rule number {number}", "What is meant by it. " * 20, 0) for number in range(1, 41)]


def test_a_hint_breaks_between_two_keys() -> None:
    hint = "a takes A's  b takes B's  m move the ends  n note"
    assert in_lines(hint, 25) == "a takes A's  b takes B's\nm move the ends  n note"
    assert in_lines(hint, 3).split("\n") == hint.split("  ")


def test_a_long_quote_keeps_both_its_ends_where_sides_differ() -> None:
    quote = f"It began {'and went on ' * 40}until June."
    said = described([Annotation(new_id(), "claim", 0, len(quote), quote)])
    assert said.startswith("claim: “It began and")
    assert said.endswith("until June.”")
    assert len(said) < 200


def test_of_forty_rules_nine_have_a_digit_and_it_is_said_how_to_see_the_others() -> None:
    reasons = ReasonList(RULES)
    assert "(1–9 of 40, 0 turns on)" in reasons.listed().plain
    assert reasons.take("0")
    assert reasons.take("2")
    assert reasons.chosen == "rule-11"
    assert "(10–18 of 40, 0 turns on)" in reasons.listed().plain
    assert len(reasons.listed().plain.splitlines()) < 22
    assert cell_len(reasons.in_rows(60)) <= 120
    reasons.choose("rule-40")
    assert "▸4 Rule number 40" in reasons.listed().plain


def test_the_name_of_a_document_has_what_room_is_left() -> None:
    assert head_of("1/5   a link", "The eastern quay", "the last document", 80).split("   ")[2] == "The eastern quay"
    assert head_of("1/5   a link", "渡船再次晚点" * 9, "the last document", 60).count("…") == 1
    assert "quay" not in head_of("1/5   a link", "The eastern quay", "the last document", 40)


def test_no_next_document_is_promised_where_none_may_wait() -> None:
    hint = hint_of(None, ["kim", "lee"], has_reasons=False)
    assert "hands it in, and on to the next that waits" in hint
    assert "opens" not in hint
