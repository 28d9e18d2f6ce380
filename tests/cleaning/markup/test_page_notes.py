"""Footnotes of a page are footnotes, whatever their sign and container, with a link back to the text or without."""

import pytest

from tests.cleaning.markup.saved_pages import CONTAINERS, PARAGRAPHS, assert_whole, cleaned, kind_of, page

FIRST, SECOND = "Counted on the day of the census.", "The owners speak of a tenth more."
#: The mark in the text, the notes.
NOTES = {
    "a list with arrows": (
        '<sup id="b{0}"><a href="#n{0}">{0}</a></sup>',
        f'<ol><li id="n1">{FIRST} <a href="#b1">↩</a></li><li id="n2">{SECOND} <a href="#b2">↑</a></li></ol>',
    ),
    "paragraphs that begin with the link back": (
        '<a id="b{0}" href="#n{0}">[{0}]</a>',
        f'<p id="n1"><a href="#b1">[1]</a> {FIRST}</p><p id="n2"><a href="#b2">[2]</a> {SECOND}</p>',
    ),
    "empty anchors": (
        '<a href="#n{0}">[{0}]</a>',
        f'<a name="n1"></a><p>[1] {FIRST}</p><a name="n2"></a><p>[2] {SECOND}</p>',
    ),
    "a list of terms": (
        '<sup><a href="#n{0}">{0}</a></sup>',
        f'<dl><dt id="n1">1</dt><dd>{FIRST}</dd><dt id="n2">2</dt><dd>{SECOND}</dd></dl>',
    ),
    "rows of a table": (
        '<a href="#n{0}">†{0}</a>'.replace("†{0}", "({0})"),
        f'<table><tr id="n1"><td>1</td><td>{FIRST}</td></tr><tr id="n2"><td>2</td><td>{SECOND}</td></tr></table>',
    ),
    "small print": (
        '<sup><a href="#n{0}">{0}</a></sup>',
        f'<section><small id="n1">1 {FIRST}</small><br><small id="n2">2 {SECOND}</small></section>',
    ),
    "links to nothing": ("<sup>{0}</sup>", f"<h3>Footnotes</h3><ol><li>{FIRST}</li><li>{SECOND}</li></ol>"),
    "brackets without links": ("[{0}]", f"<div>[1] {FIRST}</div><div>[2] {SECOND}</div>"),
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("form", NOTES)
def test_notes_are_footnotes(form: str, container: str) -> None:
    mark, notes = NOTES[form]
    marked = "".join(f"<p>{text}{mark.format(at) if at < 3 else ''}</p>" for at, text in enumerate(PARAGRAPHS, 1))
    article = cleaned(page(marked + notes, container))
    assert kind_of(article, FIRST) == "footnote"
    assert kind_of(article, SECOND) == "footnote"
    assert_whole(article)


def test_numbered_links_to_sections_make_no_notes() -> None:
    contents = '<p>Parts: <a href="#s1">1</a> <a href="#s2">2</a></p>'
    sections = "".join(f'<h2 id="s{at}">Part {at}</h2><p>{text}</p>' for at, text in enumerate(PARAGRAPHS, 1))
    article = cleaned(page(contents + sections))
    assert not [block for block in article.blocks if block.kind == "footnote"]
    assert_whole(article)
