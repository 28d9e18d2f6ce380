"""Marks what surrounds an article: promotions, repeats, the author's biography, and everything after the end."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

from reader.cleaning import biographies, bylines
from reader.cleaning.dump import boilerplate_phrases as phrases
from reader.cleaning.dump.announced_lists import announced
from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.later_stories import next_story
from reader.cleaning.dump.row_roles import counts_comments
from reader.cleaning.dump.rows import PageRow

#: The most words of prose after an end mark, as a share of those before it; with more, the article goes on.
_END_SHARE = 0.22
_COMMENTS_SHARE = 0.4
#: Words of prose that make an article, so that a comment count below them is not a button at its head.
_ENOUGH = 120
#: The most words of a name with a time above a comment, the fewest comments, and their share of the rows.
_NAME_WORDS, _PAIRS, _THREAD_SHARE = 8, 3, 0.6
#: The share of repeated words on a page from which repeats are part of the text.
_REFRAIN_SHARE = 0.3
#: The most words of the title of a list of contents.
_TITLE_WORDS = 4
#: A sentence with one of these reports speech and is not a biography.
_SPEECH = frozenset(
    {"said", "said.", "says", "told", "added", "added.", "sagte", "declaró", "déclaré", "disse", "detto"}
)
#: How lines between comments begin or end.
_TALK = (
    "reply", "says:", "said:", "says", "replied", "permalink", "report", "antworten", "répondre", "responder",
    "rispondi",
)  # fmt: skip


def mark_offers(rows: list[PageRow]) -> None:
    """Mark list items under an appeal as promotions, and a short line between two promotions as another one.

    Items under "In this article" are links to its sections or to other articles; they become navigation.
    """
    offering = listing = False
    for before, row in pairwise(rows):
        opened = before.words <= _TITLE_WORDS and before.low.strip(" :") in phrases.CONTENTS
        listing = (row.bullet and (listing or opened)) or (listing and row.words == 1)
        if listing and row.words <= 20:
            row.role = "navigation"
            continue
        offering = row.bullet and (offering or (before.role == "promotion" and not before.bullet))
        if offering and not row.role and row.words <= 20:
            row.role = "promotion"
    for index in range(1, len(rows) - 1):
        row = rows[index]
        if not row.role and row.words <= 20 and rows[index - 1].role == rows[index + 1].role == "promotion":
            row.role = "promotion"


def mark_repeats(rows: list[PageRow], head: ArticleHead) -> None:
    """Mark repeated text: the headline again, a key sentence set large, a teaser in two lists."""
    title = rows[head.title].low[: head.title_end] if head.title is not None else ""
    seen: dict[str, int] = {}
    labels = Counter(row.low for row in rows if row.words <= 6 and not row.ends)
    for index, row in enumerate(rows):
        if index == head.title:
            continue
        if (
            not row.role
            and row.words <= 6
            and not row.ends
            and labels[row.low] > 1
            and not row.bullet
            and row.low[-1] != ":"
        ):
            row.role = "repeat"
        if row.role == "double":
            row.role = "repeat"
            following = rows[index + 1]
            # Without a blank line they are a picture's text; with one, a long row may be a paragraph printed twice.
            picture = not row.below or not row.is_long_prose
            if following.role in ("", "double") and index + 1 != head.title and picture and row.words >= 3:
                following.role = following.role or "repeat"
        if row.role == "comments":
            continue  # "34 responses to ..."
        # The headline may follow a heading of the page: "Trade with Tehran:Pressure by sanctions?"
        if (
            title
            and len(title) >= 15
            and len(row.low) < len(title) + 45
            and (row.low[: len(title)] == title or row.low.endswith(title))
        ):
            row.role = "repeat"
            continue
        if len(row.low) >= 30 and not row.role:
            first = seen.setdefault(row.low, index)
            if first != index and len(row.text) <= 600:
                row.role = "repeat"
        if not row.role and _is_doubled(row.low):
            row.role = "teaser"
        if (
            row.role == "repeat"
            and row.is_long_prose
            and row.above
            and row.below
            and seen.setdefault(row.low, index) == index
        ):
            row.role = ""
    repeated = [row for row in rows if row.role == "repeat"]
    if sum(row.words for row in repeated) > _REFRAIN_SHARE * sum(row.words for row in rows):
        for row in repeated:  # so many repeats are not boilerplate: a song, a table, a protocol
            row.role = ""


def _is_doubled(low: str) -> bool:
    """Whether a line is one headline twice, as in link lists: "X X"."""
    half, odd = divmod(len(low), 2)
    return bool(odd) and half >= 12 and low[half] == " " and low[:half] == low[half + 1 :]


def mark_biography(rows: list[PageRow], head: ArticleHead) -> None:
    """Mark the author's biography, after the article or beside the byline; it may be the only place with the name."""
    names = head.authors
    last = len(rows)
    listed = announced(rows)
    prose = list(accumulate((row.words if row.is_long_prose and not row.role else 0) for row in rows))
    for index in range(max(head.body, 0), last):
        row = rows[index]
        if index in listed or row.bullet:
            continue  # a list of people is no biography
        if row.role not in ("", "repeat") or row.words < 2:
            if row.role in ("", "byline") and row.low and row.text in names and row.is_short:
                row.role = "byline"
            continue
        named = _name_above(rows, index)
        if named and not row.above and biographies.names_trade(row.low):
            row.role, rows[index - 1].role = "author_bio", "byline"
            names = head.authors = head.authors or (named,)
            continue
        author = next(
            (name for name in names if row.text.startswith(name) and biographies.starts_biography(row.text, name)), ""
        )
        late = prose[-1] - prose[index] <= 0.15 * prose[-1]
        if not author and (named or late):
            author = biographies.starts_biography(row.text, named) if named else ""
            if not author and named and late and biographies.speaks_of(row.text, named):
                author = named
            if not author and late and not _SPEECH.intersection(row.low.split()):
                author = biographies.starts_biography(row.text)
        if not author or not (late or named == author):
            continue
        row.role = "author_bio"
        if named == author:
            rows[index - 1].role = "byline"
        if not names:
            names = head.authors = (author,)


def _name_above(rows: list[PageRow], index: int) -> str:
    if index == 0 or not bylines.is_name(rows[index - 1].text):
        return ""
    return rows[index - 1].text


def mark_after_end(rows: list[PageRow], head: ArticleHead) -> int:
    """Mark everything after the end of the article as teasers or comments; returns the index of the end mark."""
    prose = list(accumulate((row.words if row.is_prose and not row.role else 0) for row in rows))
    total = prose[-1] if prose else 0
    story = next_story(rows, head)
    for index in range(max(head.body, 1), len(rows)):
        role = rows[index].role
        if role not in ("end", "comments") and index != story:
            continue
        before, after = prose[index], total - prose[index]
        share = _COMMENTS_SHARE if role == "comments" else _END_SHARE
        goes_on = after > share * before and not _is_followed_by_comments(rows, index, before)
        if index != story and (goes_on or not before):
            continue
        others = "after"
        for row in rows[index:]:
            if row.role == "comments":
                others = "comments"
            elif not row.role:
                row.role = others
            elif row.role == "end":
                others = "after"
        return index
    return len(rows)


def _is_followed_by_comments(rows: list[PageRow], index: int, before: int) -> bool:
    """Whether comments follow: the mark counts them, or the lines begin and end like comments."""
    if rows[index].role != "comments":
        return False
    if before >= _ENOUGH and (counts_comments(rows[index].low) or _heads_comments(rows, index)):
        return True
    return _is_talk(rows, index) or _is_thread(rows[index + 1 : index + 41])


def _is_thread(following: list[PageRow]) -> bool:
    """Whether most rows are pairs of a name or a time and what somebody says."""
    pairs = sum(
        0 < name.words <= _NAME_WORDS and not name.ends and said.ends and not name.bullet
        for name, said in pairwise(following)
    )
    return pairs >= _PAIRS and 2 * pairs >= _THREAD_SHARE * len(following)


def _heads_comments(rows: list[PageRow], index: int) -> bool:
    """Whether a row is the bare title of comments: a button stands directly above the next paragraph."""
    title = rows[index].low.strip(" :()0123456789")
    following = rows[index + 1] if index + 1 < len(rows) else None
    return title in phrases.COMMENT_TITLES and following is not None and not following.is_long_prose


def _is_talk(rows: list[PageRow], index: int) -> bool:
    following = rows[index + 1 : index + 80]
    talk = sum(
        row.words <= 14 and (row.low.endswith(_TALK) or row.low.startswith(("reply", "report", "like")))
        for row in following
    )
    return talk >= 2 and talk * 12 >= len(following)
