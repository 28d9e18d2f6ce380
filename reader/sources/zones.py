"""Which part of a web page an element is: navigation, caption, byline, comments, by its name, role and classes."""

from __future__ import annotations

import re
from functools import cache

#: Elements that say by their name alone what stands in them. Not ``form``: old pages stand in one as a whole.
_BY_NAME = {
    "nav": "nav", "menu": "nav", "footer": "footer", "aside": "aside", "figcaption": "caption", "figure": "figure",
    "caption": "caption", "button": "form", "select": "form", "fieldset": "form", "dialog": "form",
    "label": "form", "address": "byline", "option": "form", "legend": "form",
}  # fmt: skip

_BY_ROLE = {
    "navigation": "nav", "banner": "nav", "contentinfo": "footer", "search": "form", "complementary": "aside",
    "menu": "nav", "menubar": "nav", "dialog": "form", "button": "form",
}  # fmt: skip

#: Words of classes and ids, the more certain first. A class only gives a dropped line its reason: it never decides
#: what is the article.
_BY_CLASS = (
    ("bio", r"author-?(?:bio|box|info|profile|description)|about-?(?:the-?)?author|bio|biography"),
    ("credit", r"(?:image|photo|picture)?-?(?:credits?|copyright)|photographer"),
    ("caption", r"(?:wp-)?captions?(?:-text)?|figcaption|image-?(?:text|description)|cutline"),
    ("comments", r"comments?(?:-?(?:list|area|section|form|thread|wrapper|container|count|link))?|disqus(?:-?thread)?|respond|livefyre"),
    ("share", r"shar(?:e|ing)(?:-?(?:bar|buttons?|tools?|links?|icons?))?|addthis|sharedaddy|social(?:-?(?:media|links?|icons?|bar|buttons?|share))?|follow-?us"),
    ("promo", r"newsletters?|subscri(?:be|ption)s?|promo(?:tion)?s?|sign-?up|donat(?:e|ion)|paywall|advert(?:s|isement|ising)?|ads?|sponsor(?:ed|s)?|banner|membership"),
    ("related", r"related(?:-?(?:posts?|articles?|content|links?|stories|news))?|recommend(?:ed|ations?)?|read-?(?:more|next)|more-?(?:from|on|stories|news|like-this)|teasers?|outbrain|taboola|trending|most-?(?:read|popular|viewed)|popular(?:-posts)?|see-?also|also-?like|recirc(?:ulation)?|up-?next|latest(?:-news)?|widgets?"),
    ("legal", r"cookies?(?:-?(?:banner|notice|consent|policy))?|consent|gdpr|copyright|legal"),
    ("disclaimer", r"disclaimers?"),
    ("byline", r"by-?lines?|authors?(?:-?(?:name|link|names))?|writer|(?:article|post|entry)-?author|vcard|contributors?"),
    ("time", r"(?:pub(?:lish(?:ed)?)?-?)?(?:date(?:line)?|timestamp)|(?:article|post|entry)-?(?:date|time)|published|updated"),
    ("nav", r"nav(?:bar|igation)?|menus?|breadcrumbs?|(?:site|page|global|main)-?(?:header|nav|menu)|masthead|pagination|pager|tags?|tag-?(?:list|links|cloud)|skip(?:-?(?:link|to-content))?|topics?|categories|cat-links|toolbar"),
    ("footer", r"footer|(?:site|page|global)-?footer"),
    ("aside", r"sidebar|side-?bar|right-?(?:rail|col|column)|rail"),
)  # fmt: skip

#: Elements too large for a class to say anything of their text.
_WHOLE = frozenset({"html", "body", "main", "article", "a", "img", "p", "td", "tr", "h1"})


@cache
def _class_pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<{zone}>(?<![a-z]){words}(?![a-z]))" for zone, words in _grouped()))


def _grouped() -> list[tuple[str, str]]:
    return [(zone, f"(?:{words})") for zone, words in _BY_CLASS]


def zone_of(name: str, values: dict[str, str]) -> str:
    """The zone that an element opens, empty where it says nothing.

    Args:
        name: of the element, lower case.
        values: of its attributes.
    """
    if "author" in values.get("rel", "") or "author" in values.get("itemprop", ""):
        return "byline"
    by_role = _BY_ROLE.get(values.get("role", ""), "")
    zone = _BY_NAME.get(name, "") or by_role
    if zone in {"nav", "form", "footer"}:
        return zone
    if name not in _WHOLE and ("class" in values or "id" in values):
        zone = _zone_of_class(f"{values.get('class', '')} {values.get('id', '')}") or zone
    return zone


@cache
def _zone_of_class(classes: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", classes[:400]).lower().replace("_", "-")
    best = ""
    rank = len(_BY_CLASS)
    order = {zone: place for place, (zone, _) in enumerate(_BY_CLASS)}
    for word in spaced.split():
        match = _class_pattern().fullmatch(word) or _class_pattern().search(word)
        if match and match.lastgroup and order[match.lastgroup] < rank:
            best, rank = match.lastgroup, order[match.lastgroup]
    return best


@cache
def is_unseen(classes: str) -> bool:
    """Whether classes say that an element is for screen readers alone ("opens new tab"): no part of the visible text."""
    return re.search(r"visually-?hidden|(?<![a-z])sr-only|screen-?reader-?(?:text|only)", classes[:400].lower()) is not None
