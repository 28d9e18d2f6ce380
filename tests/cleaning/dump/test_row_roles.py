"""What a line's own words say it is; and that sentences of an article are not taken for boilerplate."""

from __future__ import annotations

import pytest

from reader.cleaning.dump.row_roles import is_credited, role_of
from reader.cleaning.dump.rows import rows
from tests.cleaning.pages import BODY, page


def role(text: str) -> str:
    return role_of(rows(page(text))[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Share", "navigation"),
        ("Skip to main content", "navigation"),
        ("Zum Inhalt springen", "navigation"),
        ("Advertisement · Scroll to continue", "navigation"),
        ("5 min read", "navigation"),
        ("Most read", "end"),
        ("More from the coast", "end"),
        ("Das könnte Sie auch interessieren", "end"),
        ("12 comments", "comments"),
        ("Leave a Reply", "comments"),
        ("Laisser un commentaire", "comments"),
        ("Related: The island that nobody wanted", "teaser"),
        ("Leggi anche: L'isola che nessuno voleva", "teaser"),
        ("Foto: Hedda Moe", "caption"),
        ("The quay on Monday.Image: coast-pictures/H. Moe", "caption"),
        ("Sign up for our daily newsletter", "promotion"),
        ("Do you have a story to tell? Email us at desk@coast.example", "promotion"),
        ("The opinions expressed here are the author's own.", "disclaimer"),
        ("Additional reporting by Eva Moe", "contribution"),
        ("* * *", "symbols"),
    ],
)
def test_boilerplate_says_what_it_is(text: str, expected: str) -> None:
    assert role(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *BODY,
        "Read more books, the minister told the pupils of the school, and leave the telephone in the bag at home.",
        "Watch out for the ice on the road, the police said on Monday, after four cars had slid into the river.",
        "The company said that its new privacy policy would come into force in all its branches in the autumn.",
        "“You should sign up for it now,” he said, “or the boat will leave without you and your sheep.”",
        "The pictures of the flood were shared by Reuters on Monday, and they were seen by half of the country.",
        "Comments by the mayor that the ferry was a luxury had angered the people of the islands for many weeks.",
    ],
)
def test_sentences_are_no_boilerplate(text: str) -> None:
    assert role(text) == ""


def test_a_credit_is_found_at_the_end_only() -> None:
    assert is_credited("The quay at night (Photo by Hedda Moe)")
    assert is_credited("The quay in 2015Image: coast-pictures/H. Moe")
    assert not is_credited("Photo by photo, the archive grew, and it was the only one that the town had ever had.")
