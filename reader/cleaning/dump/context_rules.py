"""What stands around an article: offers, repeats, the author's biography, and all that follows its end."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

from reader.cleaning import bylines
from reader.cleaning.dump import boilerplate_phrases as phrases
from reader.cleaning.dump.article_head import ArticleHead
from reader.cleaning.dump.row_roles import counts_comments
from reader.cleaning.dump.rows import PageRow

#: Words of running prose after a mark, as a share of those before it, up to which the mark ends the article.
_END_SHARE = 0.22
_COMMENTS_SHARE = 0.4
#: Words of running prose that are an article, so that a count of comments below them is no button at its head.
_ENOUGH = 150
#: Words that stand on the page twice, as a share of all, from which on they are the text's own way.
_REFRAIN_SHARE = 0.3
#: Words up to which a line may be the title of a list of contents.
_TITLE_WORDS = 4
#: A sentence with one of these tells what somebody said, not who the author is.
_SPEECH = frozenset(
    {"said", "said.", "says", "told", "added", "added.", "sagte", "declaró", "déclaré", "disse", "detto"}
)
#: How the lines between comments begin or end.
_TALK = (
    "reply", "says:", "said:", "says", "replied", "permalink", "report", "antworten", "répondre", "responder",
    "rispondi",
)  # fmt: skip


def mark_offers(rows: list[PageRow]) -> None:
    """The items under an appeal are what it offers, and what stands between two appeals is one more.

    Those under "In this article" lead to its sections or to other articles.
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
    """What stands on the page a second time: the headline, a key sentence set large, a teaser in two lists."""
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
            # Glued together they are a picture's text; apart, a long one may be a paragraph printed twice.
            picture = not row.below or not row.is_long_prose
            if following.role in ("", "double") and index + 1 != head.title and picture and row.words >= 3:
                following.role = following.role or "repeat"
        if row.role == "comments":
            continue  # "34 responses to ..."
        # Before the headline may stand what a page sets over it: "Trade with Tehran:Pressure by sanctions?"
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
        for row in repeated:  # so much is no furniture: a song, a table, a protocol
            row.role = ""


def _is_doubled(low: str) -> bool:
    """A headline twice in one line, as link lists give it: "X X"."""
    half, odd = divmod(len(low), 2)
    return bool(odd) and half >= 12 and low[half] == " " and low[:half] == low[half + 1 :]


def mark_biography(rows: list[PageRow], head: ArticleHead) -> None:
    """Who the author is, after the article or beside the byline; it may be the only place that names the author."""
    names = head.authors
    last = len(rows)
    prose = list(accumulate((row.words if row.is_long_prose and not row.role else 0) for row in rows))
    for index in range(max(head.body, 0), last):
        row = rows[index]
        if row.role not in ("", "repeat") or row.words < 2:
            if row.role in ("", "byline") and row.low and row.text in names and row.is_short:
                row.role = "byline"
            continue
        named = _name_above(rows, index)
        if named and not row.above and bylines.names_trade(row.low):
            row.role, rows[index - 1].role = "author_bio", "byline"
            names = head.authors = head.authors or (named,)
            continue
        who = next(
            (name for name in names if row.text.startswith(name) and bylines.starts_biography(row.text, name)), ""
        )
        late = prose[-1] - prose[index] <= 0.15 * prose[-1]
        if not who and (named or late):
            who = bylines.starts_biography(row.text, named) if named else ""
            if not who and named and late and bylines.speaks_of(row.text, named):
                who = named
            if not who and late and not _SPEECH.intersection(row.low.split()):
                who = bylines.starts_biography(row.text)
        if not who or not (late or named == who):
            continue
        row.role = "author_bio"
        if named == who:
            rows[index - 1].role = "byline"
        if not names:
            names = head.authors = (who,)


def _name_above(rows: list[PageRow], index: int) -> str:
    if index == 0 or not bylines.is_name(rows[index - 1].text):
        return ""
    return rows[index - 1].text


def mark_after_end(rows: list[PageRow], head: ArticleHead) -> int:
    """Everything after the mark that ends the article, as teasers or comments; the index of the mark."""
    prose = list(accumulate((row.words if row.is_prose and not row.role else 0) for row in rows))
    total = prose[-1] if prose else 0
    for index in range(max(head.body, 1), len(rows)):
        role = rows[index].role
        if role not in ("end", "comments"):
            continue
        before, after = prose[index], total - prose[index]
        share = _COMMENTS_SHARE if role == "comments" else _END_SHARE
        if not before or (after > share * before and not _is_followed_by_comments(rows, index, before)):
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
    """Whether comments follow, however long they are: the mark says how many, or they begin and end like comments."""
    if rows[index].role != "comments":
        return False
    return _is_talk(rows, index) or (before >= _ENOUGH and counts_comments(rows[index].low))


def _is_talk(rows: list[PageRow], index: int) -> bool:
    following = rows[index + 1 : index + 80]
    talk = sum(
        row.words <= 14 and (row.low.endswith(_TALK) or row.low.startswith(("reply", "report", "like")))
        for row in following
    )
    return talk >= 2 and talk * 12 >= len(following)
