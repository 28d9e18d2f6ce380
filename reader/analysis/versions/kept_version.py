"""An earlier version of an article of which only the shown text was kept: its blocks are found again."""

from __future__ import annotations

from dataclasses import replace

from reader.model.article import META_KINDS, Article, Block

#: Between two blocks of a shown text.
_BETWEEN = "\n\n"


def kept_version(text: str, present: Article) -> Article:
    """The version with this text.

    A block is a byline or a date where the present article has one of the same words, and the first is the headline
    where the present article begins with one. All else is a paragraph. Its date is not known.

    Args:
        text: as it was shown: blocks with an empty line between them.
        present: the article as it is now.
    """
    kinds = {
        present.text[one.start : one.end]: one.kind
        for one in present.blocks
        if one.kind in META_KINDS or one.kind == "title"
    }
    blocks: list[Block] = []
    start = 0
    for words in text.split(_BETWEEN):
        end = start + len(words)
        kind = kinds.get(words, "paragraph")
        if not start and present.blocks[:1] and present.blocks[0].kind == "title":
            kind = "title"
        if words:
            blocks.append(Block(kind, start, end, start, end))
        start = end + len(_BETWEEN)
    return replace(present, text=text, blocks=tuple(blocks), dropped=(), published=None, updated=None)


def earlier_version(texts: list[str], present: Article) -> Article | None:
    """The newest of some kept texts that is another one than the present; None if there is none."""
    text = next((text for text in texts if text != present.text), None)
    return None if text is None else kept_version(text, present)
