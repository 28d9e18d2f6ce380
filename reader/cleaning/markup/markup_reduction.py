"""The markup of a page made fit for the extractor, whose work grows with the square of what a hostile page repeats.

Parser and extractor take a fifth of a millisecond an element, and compare each attribute of a tag with all before it.
"""

from __future__ import annotations

import re

from reader.sources.formats.html_tokens import MOST_ATTRIBUTES, Tag, attributes_end, tokens

#: Tags of a page that the extractor is asked about; the front page of a large paper has 6,000.
MOST_TAGS = 12_000
#: Characters of markup without what is no text.
MOST_CHARACTERS = 3_000_000
#: The squares of what stands between two tags, added up: below this no tag has many attributes.
_MOST_SQUARES = 2_000_000_000
_EMBEDDED = re.compile(r"""(?<=["'(\s])data:[^"'()\s<>]{1000,}+""")
_SILENT = ("script", "style", "svg")


def reduced(markup: str) -> str | None:
    """The markup for the extractor, without embedded pictures, programs and attributes beyond measure where it is long.

    None where there is more of it than the extractor can be given; the text that is shown is never taken from here.
    """
    if markup.count("<") > MOST_TAGS or len(markup) > MOST_CHARACTERS:
        markup = _without_silent(_EMBEDDED.sub("data:,", markup))
    if markup.count("<") > MOST_TAGS or len(markup) > MOST_CHARACTERS:
        return None
    if sum(len(stretch) ** 2 for stretch in markup.split("<")) > _MOST_SQUARES:
        markup = _with_few_attributes(markup)
    return markup


def _without_silent(markup: str) -> str:
    """The markup without programs, styles and drawings; the facts that a page states for machines stay."""
    low = markup.lower()
    if len(low) != len(markup):  # a letter whose small form is two: offsets would not fit
        return markup
    for name in _SILENT:
        kept, place = [], 0
        while (start := low.find(f"<{name}", place)) >= 0 and (end := low.find(f"</{name}", start)) >= 0:
            states = "json" in low[start : start + 200].partition(">")[0]
            kept.append(markup[place : end if states else start])
            place = end if states else end + len(name) + 2
        kept.append(markup[place:])
        markup = "".join(kept)
        low = markup.lower()
    return markup


def _with_few_attributes(markup: str) -> str:
    kept, place = [], 0
    for token in tokens(markup):
        if isinstance(token, Tag) and token.attributes[1] - token.attributes[0] > MOST_ATTRIBUTES:
            end = attributes_end(markup, token)
            if end < token.attributes[1]:
                kept.append(markup[place:end])
                place = token.attributes[1]
    kept.append(markup[place:])
    return "".join(kept)
