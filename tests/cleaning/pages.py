"""Pages of our own writing for the tests of the dump cleaner: paragraphs of an article, and boilerplate round it."""

from __future__ import annotations

from reader.sources import Page, open_bytes

TITLE = "Harbour town votes to keep its last ferry running"
BYLINE = "By Marta Lindqvist"
DATE = "March 3, 2021"
#: Five paragraphs.
BODY = tuple(
    " ".join(paragraph.split())
    for paragraph in """
The council of the harbour town voted on Tuesday to keep the last ferry to the outer islands running for another
five years, although the company that owns it had asked to be released from its contract.

Some two hundred people live on the islands all the year round, and for most of them the boat is the only way to a
doctor, a school or a shop that sells more than bread and newspapers.

"We would have had to leave within the year," said Otto Brandvold, who keeps sheep on the northernmost island and
has crossed the sound twice a week since he was a boy.

The money is to come from a fund that was set up for roads. Opponents said that the fund had been promised to the
villages in the hills, where the last repairs were made more than a decade ago.

A new contract will be drawn up before the summer, and the mayor told reporters that she expected the company to
sign it, because no other harbour on the coast had offered it better terms.
""".split("\n\n")
)


def page(text: str) -> Page:
    """A page of plain text as it comes out of a file."""
    return open_bytes(text.encode("utf-8"), "page.txt")


def dump(*, before: str = "", head: str = "", inside: str = "", after: str = "") -> Page:
    """The article as a page dump, with boilerplate put before it, under its headline, in its middle, after it."""
    middle = [*BODY[:3], *([inside] if inside else []), *BODY[3:]]
    parts = [before, TITLE, head, "\n\n".join(middle), after]
    return page("\n\n".join(part for part in parts if part) + "\n")
