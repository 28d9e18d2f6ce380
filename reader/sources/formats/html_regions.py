"""Classifies the regions of a web page: navigation, caption, byline, comments; by element name, role and classes."""

from __future__ import annotations

import re
from functools import cache

#: Elements whose name alone tells their region. Not ``form``: some old pages are one form.
_BY_NAME = {
    "nav": "nav", "menu": "nav", "footer": "footer", "aside": "aside", "figcaption": "caption", "figure": "figure",
    "caption": "caption", "button": "form", "select": "form", "fieldset": "form", "dialog": "form",
    "label": "form", "address": "byline", "option": "form", "legend": "form",
    "amp-sidebar": "form", "amp-ad": "form", "amp-sticky-ad": "form", "amp-consent": "form",
    "amp-user-notification": "form", "amp-social-share": "form",
}  # fmt: skip

_BY_ROLE = {
    "navigation": "nav", "banner": "nav", "contentinfo": "footer", "search": "form", "complementary": "aside",
    "menu": "nav", "menubar": "nav", "dialog": "form", "button": "form", "doc-footnote": "footnote",
    "doc-footnotes": "footnote", "doc-endnote": "footnote", "doc-endnotes": "footnote",
}  # fmt: skip

#: The region of text that a browser does not show, and of text that stands in the page's data only.
HIDDEN, STATED = "hidden", "stated"

#: Words of classes and ids, as patterns; the most certain region first. A region gives a dropped line its reason. For
#: lines that an extractor kept, only few regions count (:mod:`reader.cleaning.markup.markup_lines`).
_BY_CLASS = {
    "notes": r"(?:foot|end)notes? fn[-:]?\d+",
    "bio": "author-?(?:bio|box|info|profile|description) about-?(?:the-?)?author bio biography",
    "credit": "(?:image|photo|picture)?-?(?:credits?|copyright) photographer",
    "caption": "(?:wp-)?captions?(?:-text)? figcaption image-?(?:text|description) cutline",
    "comments": """
        comments?(?:-?(?:list|area|section|form|thread|wrapper|container|count|link))? disqus(?:-?thread)? respond
        livefyre
    """,
    "share": """
        shar(?:e|ing)(?:-?(?:bar|buttons?|tools?|links?|icons?))? addthis sharedaddy follow-?us
        social(?:-?(?:media|links?|icons?|bar|buttons?|share))?
    """,
    "promo": """
        newsletters? subscri(?:be|ption)s? promo(?:tion)?s? sign-?up donat(?:e|ion) paywall ads? banner membership
        advert(?:s|isement|ising)? sponsor(?:ed|s)?
    """,
    "related": """
        related(?:-?(?:posts?|articles?|content|links?|stories|news))? recommend(?:ed|ations?)? read-?(?:more|next)
        more-?(?:from|on|stories|news|like-this) teasers? outbrain taboola trending most-?(?:read|popular|viewed)
        see-?also popular(?:-posts)? also-?like recirc(?:ulation)? up-?next latest(?:-news)? widgets?
    """,
    "legal": "cookies?(?:-?(?:banner|notice|consent|policy))? consent gdpr copyright legal",
    "disclaimer": "disclaimers?",
    "byline": """
        by-?lines? authors?(?:-?(?:name|link|names))? writer (?:article|post|entry)-?author vcard contributors?
    """,
    "time": """
        (?:pub(?:lish(?:ed)?)?-?)?(?:date(?:line)?|timestamp) (?:article|post|entry)-?(?:date|time) published
        updated
    """,
    "nav": """
        nav(?:bar|igation)? menus? breadcrumbs? (?:site|page|global|main)-?(?:header|nav|menu) masthead pagination
        pager tags? tag-?(?:list|links|cloud) skip(?:-?(?:link|to-content))? topics? categories cat-links toolbar
    """,
    "footer": "footer (?:site|page|global)-?footer",
    "aside": "sidebar side-?bar right-?(?:rail|col|column) rail",
}

#: The regions that a paragraph's own class may name.
_OF_PARAGRAPH = frozenset({"byline", "time"})
#: Elements whose class says nothing about their text, because they are too large or too common.
_WHOLE = frozenset({"html", "body", "main", "article", "a", "img", "p", "td", "tr", "h1"})


@cache
def _class_pattern() -> re.Pattern[str]:
    regions = ((region, "|".join(words.split())) for region, words in _BY_CLASS.items())
    return re.compile("|".join(f"(?P<{region}>(?<![a-z])(?:{words})(?![a-z]))" for region, words in regions))


def region_of(name: str, values: dict[str, str]) -> str:
    """The region that an element opens; empty if it opens none.

    Args:
        name: of the element, in lower case.
        values: of its attributes.
    """
    if "author" in values.get("rel", "") or "author" in values.get("itemprop", ""):
        return "byline"
    by_role = _BY_ROLE.get(values.get("role", ""), "")
    region = by_role if by_role == "footnote" else _BY_NAME.get(name, "") or by_role
    if region in {"nav", "form", "footer", "footnote"}:
        return region
    if "class" in values or "id" in values:
        named = _region_of_class(f"{values.get('class', '')} {values.get('id', '')}")
        if named and (name not in _WHOLE or (name == "p" and named in _OF_PARAGRAPH)):
            return named
    return region


@cache
def _region_of_class(classes: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", classes[:400]).lower().replace("_", "-")
    order = list(_BY_CLASS)
    pattern = _class_pattern()
    regions = {match.lastgroup for word in spaced.split() if (match := pattern.fullmatch(word) or pattern.search(word))}
    return min((region for region in regions if region), key=order.index, default="")


def is_hidden(values: dict[str, str]) -> bool:
    """Whether the attributes of an element hide it from view; what is hidden from screen readers only is visible."""
    if "hidden" in values or ("style" in values and _HIDING.search(values["style"])):
        return True
    return "class" in values and _is_unseen(values["class"])


_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@cache
def _is_unseen(classes: str) -> bool:
    """Whether classes mark text for screen readers only ("opens new tab"), which is not visible."""
    words = r"visually-?hidden|(?<![a-z])sr-only|screen-?reader-?(?:text|only)"
    return re.search(words, classes[:400].lower()) is not None
