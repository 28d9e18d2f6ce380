"""The second layer: what a row's neighbours and its place say, a score, and the decision to keep it."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise

from reader.cleaning import bylines, dates, phrases
from reader.cleaning.head import Head
from reader.cleaning.rows import Row

#: Roles that no score can overrule.
CERTAIN = frozenset({"navigation", "caption", "comments", "disclaimer", "promotion", "teaser", "contribution", "end", "symbols",
                     "author_bio", "repeat", "double", "byline", "date", "after"})  # fmt: skip
#: Words of running prose after a mark, as a share of those before it, up to which the mark ends the article.
_END_SHARE = 0.22
_COMMENTS_SHARE = 0.4
#: Words that stand on the page twice, as a share of all, from which on they are the text's own way.
_REFRAIN_SHARE = 0.3
#: The roles of menus, and the share of a page's rows from which on it is a whole page.
_MENU = frozenset({"navigation", "symbols", "end", "comments"})
_MENU_SHARE = 0.15
#: Rows that are no prose, one after the other, that part an article from other articles on a whole page.
_MENU_GAP = 7
_STRETCH = 30
_BOX = 12
_FALL = 0.08
#: A sentence with one of these tells what somebody said, not who the author is.
_SPEECH = frozenset({"said", "said.", "says", "told", "added", "added.", "sagte", "declaró", "déclaré", "disse", "detto"})
_TALK = (
    "reply",
    "says:",
    "said:",
    "says",
    "replied",
    "permalink",
    "log in to reply",
    "report",
    "antworten",
    "répondre",
    "responder",
    "rispondi",
)


def is_whole_page(rows: list[Row]) -> bool:
    """Whether the rows are a whole page, menus and all, rather than its main part."""
    menu = sum(row.role in _MENU or (row.bullet and row.words <= 6) for row in rows)
    return menu >= _MENU_SHARE * len(rows)


def mark_pictures(rows: list[Row]) -> None:
    """Alt texts, captions and credits, found by the lines that they are glued to or repeated in."""
    for index, row in enumerate(rows):
        following = rows[index + 1] if index + 1 < len(rows) else None
        if following is None or row.role not in ("", "double"):
            continue
        if _is_twice(row, following):
            # The same twice: alt text and caption, or caption and caption with its credit.
            row.role = "caption" if following.role == "caption" else "double"
        elif not row.below and following.role == "caption" and row.words <= 30 and not row.is_prose:
            if not dates.date_of_line(row.text):
                row.role = "caption"
        elif following.role == "caption" and row.words <= 6 and not row.ends and not row.text[:1].isupper():
            row.role = "caption"
    for index, row in enumerate(rows):
        if row.role or row.words > 60:
            continue
        bracketed = row.text[0] == "(" and row.text[-1] == ")" and row.words <= 12
        if (bracketed and not row.is_prose) or _ends_in_credit(row):
            row.role = "caption"
            before = rows[index - 1] if index else None
            if before is not None and not before.role and not row.above and not before.is_long_prose:
                before.role = "caption"
    _mark_broken_credits(rows)


def _is_twice(row: Row, following: Row) -> bool:
    if not following.low.startswith(row.low[:300]):
        return False
    longer = len(following.text) - len(row.text)
    return longer == 0 or (0 < longer <= 90 and row.words >= 3)


def _ends_in_credit(row: Row) -> bool:
    """Sentences followed by a name without a stop: "... at the harbour. Jane Doe/Agency"."""
    if row.ends or row.words < 8:
        return False
    at = row.text.rfind(". ")
    if at < 0:
        return False
    tail = row.text[at + 2 :].split()
    word = row.text[:at].rsplit(None, 1)[-1]
    return 1 <= len(tail) <= 5 and at > 25 and len(word) > 3 and word[-1].islower() and all(not word[:1].islower() and word[:1].isalpha() for word in tail)


def mark_offers(rows: list[Row]) -> None:
    """The items under an appeal are what it offers."""
    for before, row in pairwise(rows):
        if row.bullet and not row.role and before.role == "promotion":
            row.role = "promotion"


def _mark_broken_credits(rows: list[Row]) -> None:
    """A caption whose credit is broken over lines: "... on the way home (", "Image:", "Agency)"."""
    for index, row in enumerate(rows):
        if not row.text.endswith("(") or row.words > 60:
            continue
        for last in range(index + 1, min(index + 4, len(rows))):
            if rows[last].text.endswith(")") and rows[last].words <= 12:
                for place in range(index, last + 1):
                    rows[place].role = "caption"
                break


def judge(rows: list[Row], head: Head) -> None:
    """Give every row its role, score, ``kept`` and ``kind``."""
    _settle_head(rows, head)
    _mark_repeats(rows, head)
    _mark_biography(rows, head)
    cut = _mark_after_end(rows, head)
    _score(rows, head, cut)
    _keep_headings(rows, head)
    _keep_lists(rows)
    _drop_stragglers(rows)


def _settle_head(rows: list[Row], head: Head) -> None:
    for index in head.dates:
        rows[index].role = "date"
    for index in head.bylines:
        rows[index].role = "byline"
    if head.title is not None:
        rows[head.title].role = ""


def _mark_repeats(rows: list[Row], head: Head) -> None:
    """What stands on the page a second time: the headline, a key sentence set large, a teaser in two lists."""
    title = rows[head.title].low[: head.title_end] if head.title is not None else ""
    seen: dict[str, int] = {}
    labels = Counter(row.low for row in rows if row.words <= 6 and not row.ends)
    for index, row in enumerate(rows):
        if index == head.title:
            continue
        if not row.role and row.words <= 6 and not row.ends and labels[row.low] > 1 and not row.bullet:
            row.role = "repeat"
        if row.role == "double":
            row.role = "repeat"
            following = rows[index + 1]
            if not following.role and index + 1 != head.title and not row.is_long_prose and row.words >= 3:
                following.role = "repeat"
        if title and len(title) >= 15 and row.low[: len(title)] == title and len(row.low) < len(title) + 45:
            row.role = "repeat"
            continue
        if len(row.low) >= 30 and not row.role:
            first = seen.setdefault(row.low, index)
            if first != index and len(row.text) <= 600:
                row.role = "repeat"
        if not row.role and _is_doubled(row.low):
            row.role = "teaser"
        if row.role == "repeat" and row.is_long_prose and seen.setdefault(row.low, index) == index:
            row.role = ""
    repeated = [row for row in rows if row.role == "repeat"]
    if sum(row.words for row in repeated) > _REFRAIN_SHARE * sum(row.words for row in rows):
        for row in repeated:  # so much is no furniture: a song, a table, a protocol
            row.role = ""


def _is_doubled(low: str) -> bool:
    """A headline twice in one line, as link lists give it: "X X"."""
    half, odd = divmod(len(low), 2)
    return bool(odd) and half >= 12 and low[half] == " " and low[:half] == low[half + 1 :]


def _mark_biography(rows: list[Row], head: Head) -> None:
    """Who the author is, after the article or beside the byline; it may be the only place that names the author."""
    names = head.authors
    last = len(rows)
    prose = list(accumulate((row.words if row.is_long_prose and not row.role else 0) for row in rows))
    for index in range(max(head.body, 0), last):
        row = rows[index]
        if row.role not in ("", "repeat") or row.words < 5:
            if row.role in ("", "byline") and row.low and row.text in names and row.is_short:
                row.role = "byline"
            continue
        who = next((name for name in names if row.text.startswith(name) and bylines.starts_biography(row.text, name)), "")
        late = prose[-1] - prose[index] <= 0.15 * prose[-1]
        named = _name_above(rows, index)
        if not who and (named or late):
            who = named if named and row.text.startswith(named) else ""
            if not who and late and not _SPEECH.intersection(row.low.split()):
                who = bylines.starts_biography(row.text)
        if not who or not (late or named == who):
            continue
        row.role = "author_bio"
        if named == who:
            rows[index - 1].role = "byline"
        if not names:
            names = head.authors = (who,)


def _name_above(rows: list[Row], index: int) -> str:
    if index == 0 or not bylines.is_name(rows[index - 1].text):
        return ""
    return rows[index - 1].text


def _mark_after_end(rows: list[Row], head: Head) -> int:
    """Everything after the mark that ends the article, as teasers or comments; the index of the mark."""
    prose = list(accumulate((row.words if row.is_prose and not row.role else 0) for row in rows))
    total = prose[-1] if prose else 0
    for index in range(max(head.body, 1), len(rows)):
        role = rows[index].role
        if role not in ("end", "comments"):
            continue
        before, after = prose[index], total - prose[index]
        share = _COMMENTS_SHARE if role == "comments" else _END_SHARE
        if not before or (after > share * before and not (role == "comments" and _is_talk(rows, index))):
            continue
        for row in rows[index + 1 :]:
            if not row.role:
                row.role = "after"
        return index
    return len(rows)


def _is_talk(rows: list[Row], index: int) -> bool:
    following = rows[index + 1 : index + 80]
    talk = sum(
        row.words <= 14 and (row.low.endswith(_TALK) or row.low.startswith(("reply", "report", "like")))
        for row in following
    )
    return talk >= 2 and talk * 12 >= len(following)


def _score(rows: list[Row], head: Head, cut: int) -> None:
    density = _densities(rows)
    whole = is_whole_page(rows)
    first, last = _zone(rows, cut, head.title, whole)
    body = [row for row in rows[first : last + 1] if row.is_prose and not row.role]
    apart = 2 * sum(row.above and row.below for row in body) >= len(body)
    for index, row in enumerate(rows):
        row.score = _row_score(row, density[index], first <= index <= last)
        if whole:
            row.score -= min(3.0, _FALL * max(0, first - index, index - last))
            if row.is_prose and not first <= index <= last and (row.above and row.below) != apart:
                row.score -= 1.0
        if row.role in CERTAIN:
            row.score -= 4.0
            row.kept = False
        else:
            row.kept = row.score > 0
    if head.title is not None:
        rows[head.title].kept, rows[head.title].kind = True, "title"
        _keep_lead(rows, head)


def _row_score(row: Row, density: float, inside: bool) -> float:
    words = row.words
    score = -1.6
    score += 0.6 if words >= 6 else -0.4
    score += 0.7 if words >= 12 else 0.0
    score += 0.8 if words >= 22 else 0.0
    score += 0.8 if words >= 45 else 0.0
    score += 1.1 if row.ends else -0.7
    ratio = row.stops / max(row.sampled, 1)
    score += 0.8 if ratio >= 0.3 else 0.3 if ratio >= 0.2 else -0.3 if ratio >= 0.1 else -0.9
    if row.above and row.below:
        score += 0.6
    elif not row.above and not row.below:
        score -= 0.4
    if row.bullet:
        score -= 0.4
    if words >= 6 and is_shouted(row.text):
        score -= 4.5
    if inside and row.text.endswith(":") and words >= 3:
        score += 1.6
    if not row.ends and row.above != row.below:
        score -= 0.5
    if words <= 50:
        score -= 1.5 * _picture_words(row.low)
    score += 2.0 * density - 0.8
    return score + (0.7 if inside else -1.8)


def is_shouted(text: str) -> bool:
    """Whether nearly all letters are capitals, as in the links that some pages put between paragraphs."""
    return text.isupper() or sum(map(str.isupper, text)) > 0.9 * sum(map(str.isalpha, text)) > 0


def _picture_words(low: str) -> int:
    """How much a short line speaks of who stands where in a picture, 0 to 2."""
    return min(2, sum(phrase in low for phrase in phrases.PICTURE_WORDS))


def _densities(rows: list[Row]) -> list[float]:
    """The share of running prose among the three rows on either side of each."""
    prose = [0, *accumulate(row.is_prose and not row.role for row in rows)]
    count = len(rows)
    found = []
    for index, row in enumerate(rows):
        low, high = max(0, index - 3), min(count, index + 4)
        own = row.is_prose and not row.role
        found.append((prose[high] - prose[low] - own) / max(1, high - low - 1))
    return found


def _zone(rows: list[Row], cut: int, title: int | None, whole: bool) -> tuple[int, int]:
    """The stretch of rows with the most words of prose over what is not, first and last row.

    Where two come near each other, the first is taken: what stands below an article is other articles.
    """
    stretches: list[tuple[int, int, int]] = []
    best = best_end = current = start = others = 0
    for index, row in enumerate(rows[:cut]):
        prose = row.is_prose and not row.role
        weight = min(row.words, 60) if prose else -7 if row.role else -4
        others = 0 if prose else others + 1
        if current <= 0 or (whole and others > _MENU_GAP):
            if best:
                stretches.append((best, start, best_end))
            best, current, start, others = 0, 0, index, 0
        current += weight
        if current > best:
            best, best_end = current, index
    if best:
        stretches.append((best, start, best_end))
    if not stretches:
        return 0, len(rows)
    most = max(weight for weight, _, _ in stretches)
    if title is not None:
        below = [stretch for stretch in stretches if stretch[2] > title]
        if sum(weight for weight, _, _ in below) >= 0.2 * most:
            stretches, most = below, max(weight for weight, _, _ in below)
    place = next(place for place, (weight, _, _) in enumerate(stretches) if weight >= 0.5 * most)
    _, first, last = stretches[place]
    if title is not None and stretches[0][1] - title <= 60:
        first = min(first, stretches[0][1])  # a box may part the first paragraphs from the rest
    for weight, start, end in stretches[place + 1 :]:
        # A table or a list may part an article; a mark of its end, or a menu, does not.
        if start - last > (_BOX if whole else 40) or (whole and weight <= _STRETCH) or any(row.role in ("end", "comments") for row in rows[last:start]):
            break
        last = end
    return first, last


def _keep_lead(rows: list[Row], head: Head) -> None:
    """The stand-first: between the headline and the body, alone on its line, no name, no label."""
    assert head.title is not None
    for index in range(head.title + 1, min(head.body, head.title + 7)):
        row = rows[index]
        if row.role or row.words < 6 or row.bullet or not (row.above and row.below) or row.text.isupper():
            continue
        if index + 1 < len(rows) and rows[index + 1].role == "caption" and rows[index + 1].low.startswith(row.low[:20]):
            continue
        row.kept, row.kind = True, "lead"
        row.score = max(row.score, 0.1)
        return
    if (
        head.body < len(rows)
        and head.body > head.title
        and any(i > head.body for i in (*head.bylines, *head.dates) if i < head.body + 4)
    ):
        rows[head.body].kind = "lead"


def _keep_headings(rows: list[Row], head: Head) -> None:
    """Short rows alone on their line and followed by a kept paragraph are headings."""
    kept_after: Row | None = None
    gap = 0
    started = [index for index, row in enumerate(rows) if row.kept and row.kind != "title" and row.is_prose]
    first = started[0] if started else len(rows)
    for index in range(len(rows) - 1, first, -1):
        row = rows[index]
        if row.kept and row.kind in ("paragraph", "heading"):
            is_heading = (
                not row.ends and row.words <= 14 and len(row.text) <= 110 and not row.bullet and row.above and row.below
            )
            if is_heading and kept_after is not None and gap <= 1:
                row.kind = "heading"
            kept_after, gap = row, 0
            continue
        gap += 1
        if (
            kept_after is None
            or gap > 2
            or (gap == 2 and rows[index + 1].role not in ("caption", "navigation", "symbols"))
        ):
            continue
        if row.role or row.bullet or not (row.above and row.below) or len(row.text) > 110 or row.words > 18:
            continue
        if kept_after.kind == "heading" and (rows[index + 1] is not kept_after or rows[index + 2].kind == "heading"):
            continue
        if row.ends and not row.text.endswith(("?", "!")) and row.words > 6:
            continue
        if row.words >= 6 and is_shouted(row.text):
            continue
        if (
            row.text in head.authors
            or row.text[0].islower()
            or row.low.endswith((" image", " photo", " logo", " icon"))
        ):
            continue
        row.kept, row.kind, row.score = True, "heading", max(row.score, 0.1)
        kept_after, gap = row, 0


def _keep_lists(rows: list[Row]) -> None:
    """Items glued under a kept row that ends with a colon, or among kept items, stay; and bulleted ones in prose."""
    for index in range(1, len(rows)):
        row, before = rows[index], rows[index - 1]
        if "\t" in row.text and row.text.count("\t") >= 2 and not row.role and row.score > -5.0:
            row.kept, row.kind = True, "table"
        if row.kept and row.bullet and row.kind == "paragraph":
            row.kind = "list_item"
        if row.kept or row.role or not before.kept or before.kind == "title":
            continue
        if row.text.endswith(":") and not row.bullet and before.kind == "paragraph" and _opens_list(rows, index):
            row.kept = True
        elif before.text.endswith(":") and (row.bullet or not row.below):
            row.kept, row.kind = True, "list_item"
        elif before.kind == "list_item" and (row.bullet == before.bullet) and (row.bullet or not row.above):
            row.kept, row.kind = True, "list_item"
        if row.kept:
            row.score = max(row.score, 0.1)
    _keep_bulleted(rows)


def _opens_list(rows: list[Row], index: int) -> bool:
    """Whether what ends with a colon has items under it: glued to it or to one another, or bulleted."""
    following = rows[index + 1 : index + 3]
    return len(following) == 2 and all(not row.role and (row.bullet or not row.above) for row in following)


def _keep_bulleted(rows: list[Row]) -> None:
    """A run of list items between two kept paragraphs belongs to them, if its items are more than labels."""
    index = 0
    while index < len(rows):
        if not rows[index].bullet:
            index += 1
            continue
        stop = index
        while stop < len(rows) and rows[stop].bullet:
            stop += 1
        run = rows[index:stop]
        framed = (
            0 < index
            and stop < len(rows)
            and rows[index - 1].kept
            and rows[stop].kept
            and rows[stop].kind == "paragraph"
        )
        if framed and rows[index - 1].kind in ("paragraph", "heading") and not any(row.role for row in run):
            if sum(row.words for row in run) >= 3 * len(run):
                for row in run:
                    if not row.kept:
                        row.kept, row.kind, row.score = True, "list_item", max(row.score, 0.1)
        index = stop


def _drop_stragglers(rows: list[Row]) -> None:
    """A few kept words far below the last paragraph are a leaked teaser."""
    last = -1
    words = 0
    for index, row in enumerate(rows):
        if not row.kept:
            continue
        gap = index - last - 1
        if last >= 0 and gap >= 12 and words >= 120 and row.kind != "title":
            rest = sum(r.words for r in rows[index:] if r.kept)
            if rest < 0.12 * words:
                for r in rows[index:]:
                    if r.kept:
                        r.kept, r.role = False, "teaser"
                return
        last = index
        words += row.words
