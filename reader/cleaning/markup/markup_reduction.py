"""Reduces the markup of a page for the extractor, whose time is quadratic on hostile pages.

Parser and extractor take 0.2 ms for each element, and compare each attribute of a tag with all earlier ones.
"""

from __future__ import annotations

import re

from reader.sources.formats.html_tokens import MOST_ATTRIBUTES, Tag, attributes_end, tokens

#: The most tags of a page that the extractor gets; the front page of a large newspaper has 6,000.
MOST_TAGS = 12_000
#: The most characters of markup, without parts that are not text.
MOST_CHARACTERS = 3_000_000
#: The sum of squared lengths between tags; below this no tag has many attributes.
_MOST_SQUARES = 2_000_000_000
_EMBEDDED = re.compile(r"""(?<=["'(\s])data:[^"'()\s<>]{1000,}+""")
_SILENT = ("script", "style", "svg")


def reduced(markup: str) -> str | None:
    """The markup for the extractor; a long one without embedded pictures, scripts and excessive attributes.

    None if it is still too long for the extractor. The shown text is never taken from here.
    """
    if markup.count("<") > MOST_TAGS or len(markup) > MOST_CHARACTERS:
        markup = _without_silent(_EMBEDDED.sub("data:,", markup))
    if markup.count("<") > MOST_TAGS or len(markup) > MOST_CHARACTERS:
        return None
    if sum(len(stretch) ** 2 for stretch in markup.split("<")) > _MOST_SQUARES:
        markup = _with_few_attributes(markup)
    return markup


def _without_silent(markup: str) -> str:
    """The markup without scripts, styles and drawings; facts stated for machines stay."""
    low = markup.lower()
    if len(low) != len(markup):  # a letter whose lower case has two characters: offsets would not fit
        return markup
    for name in _SILENT:
        kept, done = [], 0
        while (start := low.find(f"<{name}", done)) >= 0 and (end := low.find(f"</{name}", start)) >= 0:
            states = "json" in low[start : start + 200].partition(">")[0]
            kept.append(markup[done : end if states else start])
            done = end if states else end + len(name) + 2
        kept.append(markup[done:])
        markup = "".join(kept)
        low = markup.lower()
    return markup


def _with_few_attributes(markup: str) -> str:
    kept, done = [], 0
    for token in tokens(markup):
        if isinstance(token, Tag) and token.attributes[1] - token.attributes[0] > MOST_ATTRIBUTES:
            end = attributes_end(markup, token)
            if end < token.attributes[1]:
                kept.append(markup[done:end])
                done = token.attributes[1]
    kept.append(markup[done:])
    return "".join(kept)
