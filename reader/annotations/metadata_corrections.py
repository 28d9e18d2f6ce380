"""Corrections of a document's title, authors and date among the decisions about it, one decision a field.

Each field is kept apart, so that two people who correct different ones both have their say. A correction belongs to the
document and stands until somebody takes it back, whatever the page says by then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.model.annotation import Decision
from reader.model.article import Article
from reader.model.untrusted_data import one_line

#: The kind of decision that corrects a field.
METADATA = "metadata"
#: The fields, as ``Article`` names them, and what a person calls each.
FIELDS: Mapping[str, str] = {"title": "title", "authors": "authors", "published": "date"}
#: What divides authors in a line.
BETWEEN_AUTHORS = ";"
#: Code points of the longest title and of the longest name, and the most authors.
LONGEST_TITLE, LONGEST_NAME, MOST_AUTHORS = 1000, 300, 50
#: A day, perhaps a time, perhaps its zone.
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d)?) ?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII)


def checked(field: str, value: object) -> Any:
    """A value of a field as it is kept and as ``Article`` has it; None or an empty tuple where it says there is none.

    Args:
        field: one of ``FIELDS``.
        value: a text, or a list of texts for ``authors``. A text of several authors divides them by ``;``.

    Raises:
        ValueError: it is no such value; the message says why in plain words.
    """
    if field == "title":
        return _title(value)
    if field == "authors":
        return _authors(value)
    if field == "published":
        return _date(value)
    raise ValueError(f"there is no field {one_line(str(field))[:40]!r} to correct, only {', '.join(FIELDS)}")


def as_line(value: Any) -> str:
    """A value as a person types it; empty for none."""
    return value or "" if isinstance(value, str | None) else f"{BETWEEN_AUTHORS} ".join(value)


def correction_data(field: str, value: Any, page: Any) -> dict[str, Any]:
    """The stored data of a correction: the field, its value as ``checked`` returns it, and what the ``page`` says."""
    return {"field": field, "value": _plain(value), "page": _plain(page)}


def correction_from(data: Mapping[str, Any]) -> tuple[str, Any]:
    """The field and its value from a store, which may be a stranger's; raises ``ValueError`` as ``checked`` does."""
    field = data.get("field")
    if not isinstance(field, str) or "value" not in data:
        raise ValueError("it names no field and value")
    return field, checked(field, data["value"])


def corrections_of(decisions: Iterable[Decision]) -> dict[str, tuple[Decision, ...]]:
    """The usable corrections by field, the latest last: that one stands. Two people may have made one each."""
    found: dict[str, tuple[Decision, ...]] = {}
    ours = (one for one in decisions if one.kind == METADATA)
    for one in sorted(ours, key=lambda one: (one.updated_at, one.id)):
        try:
            field, _ = correction_from(one.data)
        except ValueError:
            continue  # a newer version's or a stranger's: it stays in the store without effect
        found[field] = (*found.get(field, ()), one)
    return found


def stated_in(decisions: Iterable[Decision]) -> dict[str, Any]:
    """What a person stated, by field; a field that nobody corrected is left out."""
    return dict(correction_from(made[-1].data) for made in corrections_of(decisions).values())


def with_stated(article: Article, decisions: Iterable[Decision]) -> Article:
    """The article with the title, authors and date that a person stated; the article itself where nothing changes."""
    stated = stated_in(decisions)
    is_other = any(getattr(article, field) != value for field, value in stated.items())
    return replace(article, **stated) if is_other else article


def overtaken_in(decisions: Iterable[Decision], cleaned: Article) -> list[str]:
    """What the page says otherwise by now than when it was corrected, and otherwise than the correction, in words.

    Args:
        decisions: about the document.
        cleaned: its article before it is corrected.
    """
    made = {field: listed[-1].data for field, listed in corrections_of(decisions).items()}
    return [
        FIELDS[field]
        for field, data in made.items()
        if "page" in data and _plain(getattr(cleaned, field)) not in (data["page"], data["value"])
    ]


def title_in(decisions: Iterable[Decision], page_title: str | None) -> str | None:
    """The title of a document: what a person stated, else that of the page."""
    title: str | None = stated_in(decisions).get("title", page_title)
    return title


def authors_in(decisions: Iterable[Decision]) -> tuple[str, ...]:
    """The authors that a person stated; empty where nobody did."""
    authors: tuple[str, ...] = stated_in(decisions).get("authors", ())
    return authors


def _title(value: object) -> str | None:
    if not isinstance(value, str | None):
        raise ValueError("the title is not text")
    title = _words(value or "")
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"the title is longer than {LONGEST_TITLE} characters")
    return title or None


def _authors(value: object) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else None
    if listed is None or not all(isinstance(one, str) for one in listed):
        raise ValueError("the authors are no list of names")
    names = (name for one in listed for part in one.split(BETWEEN_AUTHORS) if (name := _words(part)))
    authors = tuple(dict.fromkeys(names))
    if len(authors) > MOST_AUTHORS:
        raise ValueError(f"there are more than {MOST_AUTHORS} authors")
    if any(len(name) > LONGEST_NAME for name in authors):
        raise ValueError(f"one of the authors has a name longer than {LONGEST_NAME} characters")
    return authors


def _date(value: object) -> str | None:
    if not isinstance(value, str | None):
        raise ValueError("the date is not text")
    written = _words(value or "")
    if not written:
        return None
    match = _DATE.fullmatch(written)
    try:
        if match is None:
            raise ValueError
        day, time, zone = match.groups()
        zone = f"{zone[:-2]}:{zone[-2:]}" if zone and zone[-3:-2].isdigit() else (zone or "").upper()
        date = f"{day}T{time}{zone}" if time else day
        datetime.fromisoformat(date)
    except ValueError:
        shown = written if len(written) <= 40 else f"{written[:39]}…"
        raise ValueError(
            f"“{shown}” is no date: write year, month and day as 2024-05-31, or with a time as 2024-05-31 14:30"
        ) from None
    return date


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return list(value) if isinstance(value, tuple) else value


def _words(text: str) -> str:
    """One line without white space at its ends, safe to show."""
    return one_line(" ".join(text.split()))
