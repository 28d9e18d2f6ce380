"""Texts, folders of files and stores of any size, the same on every machine: made of our own words by a fixed seed.

They are kept in a cache folder, since the largest take longer to write than to measure. What is made is named after
its size and ``VERSION``, and is put there whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

#: Counted on whenever the same size is to be other bytes.
VERSION = 1
#: A word that stands once in every long text, in the middle; and one that every page has.
RARE, COMMON = "zeppelin", "harbour"
#: The names in a folder with an annotated text.
ARTICLE, STORE = "article.txt", "annotations"
#: Sentences of a paragraph.
_SENTENCES = 5
#: How many documents share a sub-folder.
_OF_FOLDER = 1_000
#: Every so manieth file of a folder is an edited copy of the one before it.
_COPIES = 50
#: Code points of an annotation's context.
_CONTEXT = 32
_LABELS = ("claim", "evidence", "opinion")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_NOUNS = (
    "ferry harbour council budget engineer teacher hospital bridge railway forest island village winter summer "
    "report letter minister farmer driver nurse student factory market museum library river valley mountain storm "
    "flood repair contract vote election court judge lawyer witness survey figure price wage rent tax loan bank "
    "union strike meeting plan delay ticket passenger road tunnel airport border visitor festival theatre concert "
    "painter writer editor paper magazine interview question answer promise mistake warning offer inquiry study "
    "laboratory doctor patient vaccine climate drought harvest wheat farm fishery quota vessel captain crew pilot "
    "mechanic"
).split()
_VERBS = (
    "opened closed built repaired promised refused accepted delayed measured counted reported denied explained doubled "
    "halved lost found bought sold rented planned cancelled approved rejected welcomed criticised praised examined "
    "moved replaced joined left paid owed raised lowered doubted confirmed described remembered"
).split()
_ADJECTIVES = (
    "old new local regional northern southern eastern western small large narrow broad cheap costly quiet busy public "
    "private early late long short heavy light steady sudden careful open empty crowded modern distant"
).split()
_FIRST = (
    "Anna Boris Clara David Elena Felix Greta Henrik Irene Jonas Karla Lukas Marta Nils Olga Peter Rosa Simon".split()
)
_LAST = "Almgren Berger Costa Dufort Eklund Farkas Gruber Hansen Ivarson Jansky Keller Lindqvist Moreau Novak".split()
_PLACES = "Aldmouth Brenfjord Calderhay Dunwick Eastermoor Fallowby Grensund Holmstead Inverdale Karlsby".split()


def words_in(text: str) -> int:
    """How many words a text has: what stands between white space."""
    return len(text.split())


def paragraphs(words: int, seed: int) -> Iterator[str]:
    """Paragraphs of five sentences each that have just so many words together; the same for the same seed."""
    chance = random.Random(seed)
    left = words
    while left > 0:
        found: list[str] = []
        for _ in range(_SENTENCES):
            found += _sentence(chance)
        yield " ".join(found[:left]) if len(found) <= left else " ".join(found[:left]).rstrip(".,;”") + "."
        left -= len(found)


def _sentence(chance: random.Random) -> list[str]:
    """The words of one sentence; every third one has typographic quotation marks or a dash, as news has."""
    pick = chance.choice
    name = f"{pick(_FIRST)} {pick(_LAST)}"
    subject = pick((name, f"the {pick(_ADJECTIVES)} {pick(_NOUNS)}", f"the {pick(_NOUNS)} of {pick(_PLACES)}"))
    middle = f"{pick(_VERBS)} the {pick(_NOUNS)} in {pick(_PLACES)}, and the {pick(_ADJECTIVES)} {pick(_NOUNS)}"
    end = f"{pick(_VERBS)} {chance.randint(2, 990)} {pick(_ADJECTIVES)} {_plural(pick(_NOUNS))}"
    form = chance.randrange(6)
    if form == 0:
        text = f"“{subject[0].upper()}{subject[1:]} {middle} {end},” {name} said."
    elif form == 1:
        text = f"{subject[0].upper()}{subject[1:]} {middle}—once more—{end}."
    else:
        text = f"{subject[0].upper()}{subject[1:]} {middle} {end}."
    return text.split()


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeo":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")


def long_text(words: int, seed: int = 1) -> str:
    """One article: a headline, and paragraphs with an empty line between; ``words`` words in all.

    ``RARE`` stands in the middle, once.
    """
    headline = "The harbour through the years"
    found = list(paragraphs(words - words_in(headline) - 1, seed))
    found[len(found) // 2] += f" {RARE}"
    return "\n\n".join([headline, *found]) + "\n"


def short_file(number: int) -> str:
    """A short article of about 80 words, unlike the others; some are edited copies of the one before."""
    of = number - 1 if number % _COPIES == _COPIES - 1 else number
    body = "\n\n".join(paragraphs(76, 1_000_000 + of))
    if of != number:
        body += "\n\nThis report was corrected."
    return f"{_headline(of)}\n\n{body}\n"


def _headline(number: int) -> str:
    chance = random.Random(number)
    return f"A {chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} for {chance.choice(_PLACES)}, part {number}"


def page(number: int) -> str:
    """A saved web page of about 600 words, with a menu before and teasers behind."""
    body = "".join(f"<p>{one}</p>\n" for one in paragraphs(600, 2_000_000 + number))
    links = "".join(f'<li><a href="/{one}">{_headline(number * 100 + one)}</a></li>\n' for one in range(30))
    return (
        f"<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>{_headline(number)}</title></head><body>\n"
        f"<nav><ul>\n{links}</ul></nav>\n<main><article><h1>{_headline(number)}</h1>\n{body}</article></main>\n"
        f"<aside><ul>\n{links}</ul></aside></body></html>\n"
    )


class Inputs:
    """Makes what is measured, or finds it in the cache.

    Args:
        folder: the cache.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / f"inputs-{VERSION}"

    @cached_property
    def folder(self) -> Path:
        """The cache's folder, made when it is needed first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    def _kept(self, name: str, write: Callable[[Path], None]) -> Path:
        """What ``write`` puts at a path; it is written beside it first, so that half of it is never taken for all."""
        path = self.folder / name
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=self.folder) as made:
                unfinished = Path(made) / "made"
                write(unfinished)
                unfinished.rename(path)
        return path

    def text(self, words: int) -> Path:
        """A file of so many words."""

        def write(path: Path) -> None:
            path.write_text(long_text(words), encoding="utf-8")

        return self._kept(f"{words}-words.txt", write)

    def files(self, count: int) -> Path:
        """A folder of so many short files, a thousand in a sub-folder."""

        def write(folder: Path) -> None:
            for number in range(count):
                path = folder / f"{number // _OF_FOLDER:03}" / f"{number:06}.txt"
                if number % _OF_FOLDER == 0:
                    path.parent.mkdir(parents=True)
                path.write_text(short_file(number), encoding="utf-8")

        return self._kept(f"{count}-files", write)

    def pages(self, count: int) -> Path:
        """A folder of so many saved web pages."""

        def write(folder: Path) -> None:
            folder.mkdir()
            for number in range(count):
                (folder / f"{number:04}.html").write_text(page(number), encoding="utf-8")

        return self._kept(f"{count}-pages", write)

    def annotated(self, words: int, annotations: int) -> Path:
        """A folder with ``ARTICLE`` of so many words, and ``STORE`` with annotations, evenly spread."""

        def write(folder: Path) -> None:
            (folder / STORE).mkdir(parents=True)
            text = folder / ARTICLE
            shutil.copyfile(self.text(words), text)
            _write_document(folder / STORE, text, _annotations_of(text, annotations))

        return self._kept(f"{words}-words-{annotations}-annotations", write)

    def store(self, documents: int, each: int) -> Path:
        """A store of so many documents with ``each`` annotations; its articles are not there, as after a merge."""

        def write(store: Path) -> None:
            store.mkdir()
            for number in range(documents):
                _write_document(store, store.parent / f"{number:06}.txt", list(_made_up(number, each)))

        return self._kept(f"{documents}-documents-of-{each}-annotations", write)

    def articles(self, documents: int, each: int) -> Path:
        """A folder with so many short articles, and ``STORE`` with ``each`` annotations of every one."""

        def write(folder: Path) -> None:
            (folder / STORE).mkdir(parents=True)
            for number in range(documents):
                text = folder / f"{number:06}.txt"
                text.write_text(short_file(number), encoding="utf-8")
                _write_document(folder / STORE, text, _annotations_of(text, each, number * each))

        return self._kept(f"{documents}-articles-of-{each}-annotations", write)

    def linked_store(self, documents: int, each: int) -> Path:
        """As ``store``; the annotations are of five people and many days, and a third of them are linked."""

        def write(store: Path) -> None:
            store.mkdir()
            for number in range(documents):
                rows = [_of_people(row) for row in _made_up(number, each)]
                _write_document(store, store.parent / f"{number:06}.txt", rows, _links(rows, number))

        return self._kept(f"{documents}-documents-of-{each}-linked-annotations", write)

    def exported(self, documents: int, each: int) -> Path:
        """The annotations of ``store`` as a file to import."""

        def write(path: Path) -> None:
            with path.open("w", encoding="utf-8") as file:
                for number in range(documents):
                    name = f"{number:06}.txt"
                    about = {"document": name, "document_sha256": _sha256(name), "title": None}
                    for row in _made_up(number, each):
                        whole = {"id": row["id"], **about, **row, "links": []}
                        file.write(json.dumps(whole, ensure_ascii=False) + "\n")

        return self._kept(f"{documents}-documents-of-{each}-annotations.jsonl", write)


def _sha256(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _ulid(number: int) -> str:
    """A ULID of 2024 that sorts as the number does."""
    value = (1_704_067_200_000 << 80) + number
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))


def _row(number: int, text: str, start: int, end: int, source: tuple[int, int]) -> dict[str, Any]:
    return {
        "id": _ulid(number),
        "label": _LABELS[number % len(_LABELS)],
        "start": start,
        "end": end,
        "quote": text[start:end],
        "prefix": text[max(0, start - _CONTEXT) : start],
        "suffix": text[end : end + _CONTEXT],
        "source_start": source[0],
        "source_end": source[1],
        "note": "",
        "annotator": "bench",
        "created_at": "2024-01-01T00:00:00.000Z",
        "updated_at": "2024-01-01T00:00:00.000Z",
        "anchor": "exact",
    }


def _annotations_of(path: Path, count: int, first: int = 0) -> list[dict[str, Any]]:
    """Annotations of whole sentences of the article that the reader makes of a file, numbered from ``first``."""
    from reader.cleaning.article_loading import read_here

    article = read_here(str(path), max_bytes=1 << 30)
    text = article.text
    starts = [0, *(at + 2 for at in range(len(text) - 2) if text[at] == "." and text[at + 1] in " \n")]
    step = len(starts) / max(1, count)
    found = []
    for number in range(count):
        start = starts[int(number * step)]
        while text[start].isspace():
            start += 1
        end = text.find(".", start) + 1
        span = article.source_span(start, end)
        found.append(_row(first + number, text, start, end, (span.start, span.end)))
    return found


def _made_up(document: int, count: int) -> Iterator[dict[str, Any]]:
    """Annotations of an article that nobody has: sentences of our words, one after the other."""
    chance = random.Random(3_000_000 + document)
    sentences = [" ".join(_sentence(chance)) for _ in range(40)]
    text = " ".join(sentences)
    ends, at = [], 0
    for one in sentences:
        ends.append((at, at + len(one)))
        at += len(one) + 1
    for number in range(count):
        start, end = ends[number % len(ends)]
        row = _row(document * count + number, text, start, end, (start, end))
        shift = number // len(ends) * (len(text) + 1)
        moved = {name: row[name] + shift for name in ("start", "end", "source_start", "source_end")}
        yield row | moved


def _of_people(row: dict[str, Any]) -> dict[str, Any]:
    """An annotation by one of five, made on one of the days of two years; every tenth has a note."""
    chance = random.Random(row["id"])
    day = f"{chance.choice((2024, 2025))}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}T09:30:00.000Z"
    note = "to be looked at again" if chance.randrange(10) == 0 else ""
    return row | {"annotator": chance.choice("ABCDE"), "note": note, "created_at": day, "updated_at": day}


def _links(rows: list[dict[str, Any]], document: int) -> list[dict[str, Any]]:
    """Every third annotation of a document supports or attacks another one of it."""
    chance = random.Random(4_000_000 + document)
    when = dict.fromkeys(("created_at", "updated_at"), "2025-12-31T09:30:00.000Z")
    return [
        {
            "id": _ulid(1 << 60 | document * len(rows) + number), "annotator": "A", **when,
            "kind": chance.choice(("supports", "attacks")), "source": row["id"],
            "target": rows[number - chance.randint(1, len(rows) - 1)]["id"],
        }
        for number, row in enumerate(rows) if number % 3 == 0
    ]  # fmt: skip


def _write_document(
    store: Path, source: Path, rows: list[dict[str, Any]], links: list[dict[str, Any]] | None = None
) -> None:
    """One TinyDB file as the folder store writes it."""
    from ulid import ULID

    from reader.store.files.file_format import serialised

    sha256 = hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else _sha256(source.name)
    meta = {
        "schema": 1, "name": source.name, "path": source.name, "sha256": sha256, "title": "",
        "place": os.path.relpath(source, store), "hashes": [],
    }  # fmt: skip

    def table(records: list[dict[str, Any]]) -> dict[str, Any]:
        ids = [str(int(ULID.from_str(str(record["id"])))) for record in records]
        fields = [{name: record[name] for name in sorted(record) if name != "id"} for record in records]
        return dict(zip(ids, fields, strict=True))

    tables = {"_meta": {"1": meta}, "annotations": table(rows)} | ({"links": table(links)} if links else {})
    path = store / f"{source.name}.{sha256[:12]}.json"
    path.write_text(serialised(tables), encoding="utf-8")
