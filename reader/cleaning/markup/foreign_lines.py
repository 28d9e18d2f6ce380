"""Drops what an extractor kept but is no part of the article: furniture, comments and the next story of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.cleaning import bylines, dates
from reader.cleaning.dump import boilerplate_phrases as phrases
from reader.cleaning.dump.row_roles import counts_comments
from reader.cleaning.markup.line_places import PagePlaces
from reader.cleaning.markup.markup_lines import NOTE, MarkedLine, is_sentence, region_reason
from reader.sources.bare_letters import squeezed
from reader.sources.formats.html_regions import HIDDEN, STATED

_REASONS = {
    "navigation": "navigation",
    "promotion": "promotion",
    "teaser": "teaser",
    "end": "teaser",
    "comments": "comments",
}
#: Titles that only comments have; the others are words of articles too.
_SURE_TITLES = frozenset({
    "comments", "reader comments", "readers' comments", "leave a reply", "leave a comment", "all comments",
    "kommentare", "leserkommentare", "commentaires", "comentarios", "commenti", "comentários", "комментарии",
    "коментарі", "komentarze", "komentáře", "reacties", "kommentarer", "kommentit", "yorumlar", "σχόλια", "التعليقات",
})  # fmt: skip
#: Words of an article above its comments, and of a story above and below the headline of the next one.
_ABOVE_COMMENTS, _ABOVE_STORY, _BELOW_STORY = 40, 40, 20
#: Short lines with a time or a button that make lines below a title a talk, and the lines that are looked at.
_LEAST_TALK, _TALK = 2, 60
#: Lines below the heading behind a section that are searched for its text.
_NEXT_SECTION = 3
#: Lines below a headline that hold the byline or the date of its story.
_HEAD = 4
#: The most words after the end of an article, as a share of those above it.
_AFTER_END = 0.22
#: The fewest words of a paragraph, which no box of links has.
_PARAGRAPH_WORDS = 12
#: Lines below a headline that are searched for its story.
_REACH = 40
_TALKING = (
    "reply",
    "report",
    "like",
    "antworten",
    "melden",
    "répondre",
    "signaler",
    "responder",
    "rispondi",
    "ответить",
)
#: How long ago a comment was written.
_AGO = re.compile(
    r"\b(?:vor|il y a|hace|há|před|för) \d{1,3} [^\W\d_]"
    r"|(?<!\d)\d{1,3} ?[^\W\d_]{1,12} (?:ago|fa|назад|тому|geleden|sedan|siden|temu|önce|sitten)\b"
)
#: Marks before a link to another story.
_POINTERS = "»›>▶►→➡⇒☞"
_EDGES = " \t.:()0123456789…-–—"


def drop_furniture(judged: list[MarkedLine], title: MarkedLine | None) -> None:
    """Drop lines between the paragraphs that are furniture by their words."""
    has_text = False  # whether the next line of the article is no heading
    for line in reversed(judged):
        if not line.kind:
            continue
        # A heading of one word may be the title of a section: "Analysis", "Politics".
        is_section = line.level > 0 and has_text and len(line.text.split()) == 1
        is_pointer = line.hint.endswith("link") and line.text[0] in _POINTERS and not is_sentence(line.text)
        if is_pointer and not line.role:
            line.kind, line.reason = "", "teaser"
        elif line.is_furniture and line is not title and line.kind != NOTE and not is_section:
            line.kind, line.reason = "", _REASONS[line.role]
        else:
            has_text = not line.level


def drop_after_end(judged: list[MarkedLine], places: PagePlaces) -> None:
    """Drop what follows a title such as "Most read" outside the article's containers, if it is little beside it.

    If the article goes on, only the box of the title goes.
    """
    words = [len(line.text.split()) if line.kind and not line.level else 0 for line in judged]
    total = sum(words)
    above = 0
    own: set[int] = set()  # the containers of the paragraphs above
    for index, line in enumerate(judged):
        above += words[index]
        if words[index] and (home := places.place(line.number).home):
            own.add(home)
        if line.role != "end" or not line.is_furniture or above < _ABOVE_STORY:
            continue
        if line.kind and total - above <= _AFTER_END * above:
            _drop(one for one in judged[index:] if one is line or places.place(one.number).home not in own)
            return
        box = places.place(line.number).home
        inside = [one for one in judged[index : index + _REACH] if places.holds(box, places.place(one.number).home)]
        if box not in own and not any(map(_is_paragraph, inside)):
            _drop(inside)


def _is_paragraph(line: MarkedLine) -> bool:
    return len(line.text.split()) >= _PARAGRAPH_WORDS and is_sentence(line.text)


def drop_comments(judged: list[MarkedLine], places: PagePlaces) -> None:
    """Drop everything that follows the title of the comments, except footnotes and corrections.

    A section of the article may have such a title, if the article tells of comments.
    """
    words = 0
    for index, line in enumerate(judged):
        is_seen = line.region not in {HIDDEN, STATED}
        is_title = line.role == "comments" and is_seen and words >= _ABOVE_COMMENTS
        if is_title and _is_title_of_comments(judged, index) and not _is_section(judged, index, places):
            for other in judged[index:]:
                if other.kind != NOTE and other.role != "correction" and not (region_reason(other) and not other.kind):
                    other.kind, other.reason = "", "comments"
            return
        if line.kind and not line.level:
            words += len(line.text.split())


def _is_title_of_comments(judged: list[MarkedLine], index: int) -> bool:
    line = judged[index]
    low = line.text.lower()
    named = low.partition("(")[0].strip(_EDGES)
    if (line.level and named in _SURE_TITLES) or counts_comments(low):
        return True
    return named in phrases.COMMENT_MARKS and _talk(judged[index + 1 : index + _TALK]) >= _LEAST_TALK


def _talk(lines: Iterable[MarkedLine]) -> int:
    """How many short lines have a time or a button, as those around comments do."""
    talk = 0
    for line in lines:
        if len(line.text.split()) > 14:
            continue
        said = line.text.lower()
        talk += said.startswith(_TALKING) or said.endswith(_TALKING) or bool(_AGO.search(said))
        talk += bool(dates.date_of_line(line.text))
    return talk


def _is_section(judged: list[MarkedLine], index: int, places: PagePlaces) -> bool:
    """Whether a title of comments is that of a section: the article goes on below it with a heading and paragraphs.

    All stands in the container of the article, with nothing of a talk between, and the next heading of that level is no
    name, as those above comments are.
    """
    title = judged[index]
    home = places.place(title.number).home
    is_in_text = any(_is_paragraph(one) and places.place(one.number).home == home for one in judged[:index] if one.kind)
    end = next((at for at in range(index + 1, len(judged)) if 0 < judged[at].level <= title.level), len(judged))
    below = judged[end + 1 : end + 1 + _NEXT_SECTION]
    goes_on = [one for one in below if one.kind and _is_paragraph(one) and places.place(one.number).home == home]
    if not (title.level and is_in_text and goes_on) or places.place(judged[end].number).home != home:
        return False
    is_name = not any(word[0].islower() for word in judged[end].text.split())
    return not is_name and judged[end].role == "" and not _talk(judged[index + 1 : end])


def drop_next_story(judged: list[MarkedLine], title: MarkedLine | None, places: PagePlaces) -> None:
    """Drop the stories that an endless page shows below its first one."""
    body = [index for index, line in enumerate(judged) if line.kind and not line.level and line is not title]
    if not body:
        return
    own = places.place(judged[body[0]].number).article
    named = places.place(title.number).article if title and title.hint != "title" else own
    words = 0
    for index in range(body[0], len(judged)):
        line = judged[index]
        if line.level and line is not title and words >= _ABOVE_STORY and _heads_story(judged, index, title):
            article = places.place(line.number).article
            apart = own == named != 0 != article and not places.holds(own, article) and not places.holds(article, own)
            if apart or (line.level == 1 and _states_head(judged, index)):
                _drop(judged[index:])
                return
        if line.kind and not line.level:
            words += len(line.text.split())


def _heads_story(judged: list[MarkedLine], index: int, title: MarkedLine | None) -> bool:
    """Whether a heading may be the headline of another story: of the level of the title or so, with text below."""
    line = judged[index]
    if line.level > max(2, title.level if title else 2):
        return False
    if title is not None and squeezed(line.text).lower() == squeezed(title.text).lower():
        return False
    below = 0
    for other in judged[index + 1 : index + 1 + _REACH]:
        below += len(other.text.split()) if other.kind and not other.level else 0
        if below >= _BELOW_STORY:
            return True
    return False


def _states_head(judged: list[MarkedLine], index: int) -> bool:
    return any(
        bylines.is_byline(other.text, other.text.lower()) or bool(dates.date_of_line(other.text))
        for other in judged[index + 1 : index + 1 + _HEAD]
        if len(other.text.split()) <= 20
    )


def _drop(lines: Iterable[MarkedLine]) -> None:
    for other in lines:
        if other.kind != NOTE and other.role != "correction" and not (region_reason(other) and not other.kind):
            other.kind, other.reason = "", "teaser"
