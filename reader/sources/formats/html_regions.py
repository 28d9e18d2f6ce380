"""Which part of a web page an element is: navigation, caption, byline, comments, by its name, role and classes."""

from __future__ import annotations

import re
from functools import cache

#: Elements that say by their name alone what stands in them.
#: Not ``form``: old pages stand in one as a whole.
_BY_NAME = {
    "nav": "nav", "menu": "nav", "footer": "footer", "aside": "aside", "figcaption": "caption", "figure": "figure",
    "caption": "caption", "button": "form", "select": "form", "fieldset": "form", "dialog": "form",
    "label": "form", "address": "byline", "option": "form", "legend": "form",
}  # fmt: skip

_BY_ROLE = {
    "navigation": "nav", "banner": "nav", "contentinfo": "footer", "search": "form", "complementary": "aside",
    "menu": "nav", "menubar": "nav", "dialog": "form", "button": "form", "doc-footnote": "footnote",
    "doc-footnotes": "footnote", "doc-endnote": "footnote", "doc-endnotes": "footnote",
}  # fmt: skip

#: Words of classes and ids, as patterns; the more certain zone first. A zone gives a dropped line its reason; of a line
#: that an extractor took only few zones are believed (:mod:`reader.cleaning.markup.markup_lines`).
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

#: Elements too large for a class to say anything of their text.
_WHOLE = frozenset({"html", "body", "main", "article", "a", "img", "p", "td", "tr", "h1"})


@cache
def _class_pattern() -> re.Pattern[str]:
    zones = ((zone, "|".join(words.split())) for zone, words in _BY_CLASS.items())
    return re.compile("|".join(f"(?P<{zone}>(?<![a-z])(?:{words})(?![a-z]))" for zone, words in zones))


def zone_of(name: str, values: dict[str, str]) -> str:
    """The zone that an element opens, empty where it says nothing.

    Args:
        name: of the element, lower case.
        values: of its attributes.
    """
    if "author" in values.get("rel", "") or "author" in values.get("itemprop", ""):
        return "byline"
    by_role = _BY_ROLE.get(values.get("role", ""), "")
    zone = by_role if by_role == "footnote" else _BY_NAME.get(name, "") or by_role
    if zone in {"nav", "form", "footer", "footnote"}:
        return zone
    if name not in _WHOLE and ("class" in values or "id" in values):
        zone = _zone_of_class(f"{values.get('class', '')} {values.get('id', '')}") or zone
    return zone


@cache
def _zone_of_class(classes: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", classes[:400]).lower().replace("_", "-")
    order = list(_BY_CLASS)
    pattern = _class_pattern()
    found = {match.lastgroup for word in spaced.split() if (match := pattern.fullmatch(word) or pattern.search(word))}
    return min((zone for zone in found if zone), key=order.index, default="")


@cache
def is_unseen(classes: str) -> bool:
    """Whether classes say that an element is for screen readers alone ("opens new tab"): not visible text."""
    words = r"visually-?hidden|(?<![a-z])sr-only|screen-?reader-?(?:text|only)"
    return re.search(words, classes[:400].lower()) is not None
