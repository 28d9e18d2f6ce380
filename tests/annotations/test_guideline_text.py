"""The rules of a guideline, as decisions cite them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.guideline_text import Rule, row_of_heading, rules

GUIDELINE = """\
# How we tag

Ask in this order.

1. **Would facts settle it?** No: opinion.
2. Yes, and it is on record:
   evidence.

   1. an inner item is part of it
3. Otherwise a claim {#rest}

## Reported speech

Label what is said.

- a bullet is no rule of its own

## Steps

1. Read.
1. Tag.

## 3.1 Forecasts

They are claims.

## Nothing yet
"""


def test_headings_and_numbered_items_are_rules_and_the_title_is_none() -> None:
    assert [(one.id, one.title) for one in rules(GUIDELINE)] == [
        ("1", "Would facts settle it?"),
        ("2", "Yes, and it is on record:"),
        ("rest", "Otherwise a claim"),
        ("reported-speech", "Reported speech"),
        ("steps.1", "Read."),
        ("steps.2", "Tag."),
        ("3.1", "3.1 Forecasts"),
    ]


def test_the_text_of_a_rule_is_all_of_it_as_it_was_written() -> None:
    found = {one.id: one for one in rules(GUIDELINE)}
    assert found["2"].text == "2. Yes, and it is on record:\n   evidence.\n\n   1. an inner item is part of it"
    assert found["reported-speech"].text == (
        "## Reported speech\n\nLabel what is said.\n\n- a bullet is no rule of its own"
    )
    assert GUIDELINE.split("\n")[found["3.1"].row] == "## 3.1 Forecasts"


def test_an_id_that_comes_again_is_told_apart() -> None:
    text = "# T\n\n## Claim\n\nOne.\n\n## Claim\n\nTwo.\n\n## Claim {#claim}\n\nThree.\n"
    assert [one.id for one in rules(text)] == ["claim", "claim-2", "claim-3"]


def test_what_was_written_before_keeps_its_id_when_more_is_written() -> None:
    before = {one.title: one.id for one in rules(GUIDELINE)}
    after = {one.title: one.id for one in rules(GUIDELINE.replace("## Steps", "## New\n\n1. Think.\n\n## Steps"))}
    assert before.items() <= after.items()


def test_marks_in_titles_and_code_are_no_rules() -> None:
    text = "# T\n\n```\n## no heading\n1. no item\n```\n\n## A *label* `claim/causal`\n\nText.\n"
    assert [(one.id, one.title) for one in rules(text)] == [("a-label-claim/causal", "A label claim/causal")]


@pytest.mark.parametrize("text", ["", "\n", "No heading, no item.", "# Only a title\n", "- a\n- b\n", "1.\n2.\n"])
def test_a_guideline_may_have_no_rules_worth_a_name(text: str) -> None:
    assert all(one.title == "" for one in rules(text))


def test_the_heading_of_a_label_is_found_whatever_its_case() -> None:
    text = "# Claim\n\nx\n\n## `claim/causal`\n\ny\n\n### EVIDENCE\n"
    assert [row_of_heading(text, name) for name in ("claim", "claim/causal", "evidence", "opinion")] == [0, 4, 8, None]


@given(st.text("#1.2)- \n*`ab{}\t\r>", max_size=120))
def test_whatever_is_written_ids_are_unique_and_rows_are_there(text: str) -> None:
    found: tuple[Rule, ...] = rules(text)
    rows = text.split("\n")
    assert len({one.id for one in found}) == len(found)
    assert [one.row for one in found] == sorted(one.row for one in found)
    assert all(one.id and one.row < len(rows) and one.text.split("\n")[0] in rows[one.row] for one in found)
