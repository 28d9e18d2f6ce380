"""Which document an import is about: by the hash of its bytes, else by its name, its address, its text, its quotes."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.exchange.document_text import article_of
from reader.exchange.format_protocol import ImportedDocument
from reader.model.document import Document, Stored
from reader.model.untrusted_data import one_line
from reader.store.store_protocol import Store, StoreError
from reader.system.hashes import sha256

if TYPE_CHECKING:
    from reader.model.article import Article
    from reader.store.allowed_files import AllowedFiles

#: Code points of a quote that may tell a document from all others.
_TELLING = 24


class Matched(NamedTuple):
    """The document that an import is about.

    Attributes:
        stored: with what the store has of it; its document has no key where the store does not know it yet.
        article: as it is now; None where its file cannot be read.
        texts: in which its annotations may be, the present one first, as far as they are known.
    """

    stored: Stored
    article: Article | None
    texts: Sequence[str]


class _Known(NamedTuple):
    key: str
    path: str


class _File(NamedTuple):
    """A document on the disk: its path, the hash of its bytes, that of its text, and the address that it states."""

    path: str
    sha256: str
    text: str
    address: str


class DocumentMatching:
    """Finds the documents of an import; what it has to read the whole store for, it reads once.

    Args:
        store: that they are looked for in.
        allowed: the files that may be opened for their texts.
        max_bytes: larger files are not.
        named: files and folders with documents that may be meant, though the store does not know them yet.
    """

    def __init__(self, store: Store, allowed: AllowedFiles, max_bytes: int, named: Sequence[str] = ()) -> None:
        self._store = store
        self._allowed = allowed
        self._max_bytes = max_bytes
        self._named = named
        self._known_here: dict[tuple[str, str], str] = {}
        self._made_keys: set[str] = set()

    def matched(self, found: ImportedDocument, name: str) -> Matched:
        """The document that is meant, perhaps a new one.

        Args:
            found: from a file.
            name: that a new document has where the file does not name it.

        Raises:
            ValueError: nothing tells which one is meant.
            StoreError: the store cannot be read.
        """
        key = self._key(found)
        if key is not None:
            stored = self._store.load(key)
            article = self._article(stored)
            kept = self._store.earlier_texts(key)
            return Matched(stored, article, [*([] if article is None else [article.text]), *kept])
        return self._new(found, name)

    def note(self, found: ImportedDocument, document: Document, *, is_new: bool = False) -> None:
        """What an import says of a document was saved under this key, which this import may have made."""
        if document.key is not None:
            self._known_here[identity_of(found)] = document.key
            if is_new:
                self._made_keys.add(document.key)

    def _key(self, found: ImportedDocument) -> str | None:
        if (known := self._known_here.get(identity_of(found))) is not None:
            return known
        if found.sha256 and (key := self._by_hash(found)) is not None:
            return key
        if found.path and not found.sha256 and (key := self._by_name(found.path)) is not None:
            return key
        if found.address and (key := self._by_name(found.address)) is not None:
            return key
        if found.path and found.sha256:  # it says which one it is: another one has to have its words
            key = self._by_name(found.path)
            return key if key is not None and key not in self._made_keys and self._has_words(key, found) else None
        return self._by_address(found.address) or self._by_text(found)

    def _by_hash(self, found: ImportedDocument) -> str | None:
        """The document with that hash, else the last one at that path, unless this import has made it."""
        key = self._store.find(found.path or found.sha256, found.sha256)
        return None if key in self._made_keys else key

    def _by_name(self, path: str) -> str | None:
        """The only document at that path, or with that file name."""
        here = [one.key for one in self._documents if one.path == path]
        if not here and not path.startswith(("http:", "https:")):
            name = Path(path).name
            here = [one.key for one in self._documents if Path(one.path).name == name]
        return here[0] if len(here) == 1 else None

    def _by_address(self, address: str) -> str | None:
        """The only document that states this address of itself."""
        here = self._addresses.get(address, []) if address else []
        return here[0] if len(here) == 1 else None

    def _by_text(self, found: ImportedDocument) -> str | None:
        if found.text is not None and (key := self._texts.get(sha256(found.text.encode(errors="surrogatepass")))):
            return key
        quotes = _telling_quotes(found)
        if not quotes or found.text is not None:
            return None
        here = {key for key, text in self._each_text() if all(quote in text for quote in quotes)}
        return here.pop() if len(here) == 1 else None

    def _has_words(self, key: str, found: ImportedDocument) -> bool:
        """Whether a text of the document has all the quotes, or is the text of the import."""
        quotes = _telling_quotes(found)
        return any(
            text == found.text or (bool(quotes) and all(quote in text for quote in quotes))
            for text in self._texts_of(key)
        )

    @cached_property
    def _documents(self) -> list[_Known]:
        found = []
        with self._store.scanning() as scan:
            for key in self._store.keys():
                with suppress(StoreError):
                    texts = scan.texts(key)
                    document = texts.stored.document if texts is not None else self._store.load(key).document
                    found.append(_Known(key, document.path))
        return found

    @cached_property
    def _texts(self) -> dict[str, str]:
        """The key of the document that has a text, by the hash of the text; of a text that two have, of neither."""
        keys: defaultdict[str, set[str]] = defaultdict(set)
        for key, text in self._each_text():
            keys[sha256(text.encode(errors="surrogatepass"))].add(key)
        return {digest: found.pop() for digest, found in keys.items() if len(found) == 1}

    @cached_property
    def _addresses(self) -> dict[str, list[str]]:
        """The keys of the documents by the address that each states of itself."""
        keys: defaultdict[str, list[str]] = defaultdict(list)
        for key, _ in self._documents:
            with suppress(StoreError):
                article = self._article(self._store.load(key))
                if article is not None and article.page.facts.url:
                    keys[article.page.facts.url].append(key)
        return keys

    def _each_text(self) -> Iterator[tuple[str, str]]:
        return ((key, text) for key, _ in self._documents for text in self._texts_of(key))

    def _texts_of(self, key: str) -> Iterator[str]:
        with suppress(StoreError):
            article = self._article(self._store.load(key))
            if article is not None:
                yield article.text
            yield from self._store.earlier_texts(key)

    def _article(self, stored: Stored) -> Article | None:
        return article_of(stored, self._max_bytes) if self._allowed.holds(stored.document.source) else None

    def _read(self, path: str) -> Article | None:
        return self._article(Stored(Document(None, path, ""), (), ()))

    @cached_property
    def _files(self) -> list[_File]:
        """The documents that were named, as they are now."""
        from reader.sources.folders import walk

        read = ((path, self._read(path)) for path in walk(self._named))
        return [
            _File(
                path,
                article.page.sha256,
                sha256(article.text.encode(errors="surrogatepass")),
                article.page.facts.url or "",
            )
            for path, article in read
            if article is not None
        ]

    def _file(self, found: ImportedDocument) -> str | None:
        """The only one of the named documents with these bytes, else that name, address, text, or these quotes."""
        text = "" if found.text is None else sha256(found.text.encode(errors="surrogatepass"))
        name, quotes = Path(found.path).name, _telling_quotes(found)
        kinds: tuple[Callable[[_File], bool], ...] = (
            lambda one: one.sha256 == found.sha256,
            lambda one: bool(name) and Path(one.path).name == name,
            lambda one: bool(found.address) and one.address == found.address,
            lambda one: one.text == text,
            lambda one: found.text is None and bool(quotes) and self._has_quotes(one.path, quotes),
        )
        for is_meant in kinds:
            if len(here := [one.path for one in self._files if is_meant(one)]) == 1:
                return here[0]
        return None

    def _has_quotes(self, path: str, quotes: Iterable[str]) -> bool:
        article = self._read(path)
        return article is not None and all(quote in article.text for quote in quotes)

    def _new(self, found: ImportedDocument, name: str) -> Matched:
        if (file := self._file(found)) is not None and (article := self._read(file)) is not None:
            document = Document(None, one_line(file), article.page.sha256, article.title)
            return Matched(Stored(document, (), ()), article, [article.text])
        path = one_line(found.path or found.address or name)
        title = one_line(found.title) if found.title is not None else None
        if found.path and os.path.isfile(found.path):  # noqa: PTH113 - never raises
            there = Stored(Document(None, path, found.sha256, title), (), ())
            article = self._article(there)
            is_it = article is not None and found.sha256 in ("", article.page.sha256)
            if article is not None and is_it:
                document = Document(None, path, article.page.sha256, article.title)
                return Matched(Stored(document, (), ()), article, [article.text])
        digest = found.sha256
        if not digest:
            if found.text is None:
                raise ValueError("no document of the store is meant by it")
            digest = sha256(found.text.encode(errors="surrogatepass"))
        document = Document(None, path, digest, title)
        return Matched(Stored(document, (), ()), None, [] if found.text is None else [found.text])


def _telling_quotes(found: ImportedDocument) -> list[str]:
    return [one.quote for one in found.spans if one.quote is not None and len(one.quote) >= _TELLING]


def identity_of(found: ImportedDocument) -> tuple[str, str]:
    """What tells the documents of one import from each other."""
    if found.path or found.sha256:
        return found.path or found.address, found.sha256
    text = "" if found.text is None else sha256(found.text.encode(errors="surrogatepass"))
    return found.address, text
