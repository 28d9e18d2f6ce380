"""Any text as Markdown shows that text and nothing else, as a parser of Markdown reads it."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.exchange.reports.markdown_text import escaped, one_line, quoted, short

WORDS = st.lists(
    st.sampled_from(
        [
            "a", "12", "1.", "3)", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "#", "-", "+", "=", "*", "_",
            "`", "|","[x](y)", "<b>", "&amp;", "&#65;", "\\", "~~", "!", ">", "http://x.y",
            "é", "😀", "日本語", "שלום", "---", "***",
        ]
    ),
    max_size=8,
).map("".join)  # fmt: skip


def shown(markdown: str) -> list[str]:
    """The paragraphs that are shown, whatever they are in."""
    found = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert token.type in {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
        if token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special", "entity"}
            found.append("".join(child.content for child in token.children or ()))
    return found


@given(WORDS.filter(bool))
def test_a_line_shows_exactly_the_text(text: str) -> None:
    assert shown(escaped(text)) == [text]


@given(WORDS.filter(bool))
def test_a_quotation_shows_exactly_the_text_in_its_paragraphs(text: str) -> None:
    assert "\n\n".join(shown(quoted(text))) == text


@given(WORDS)
def test_one_line_shows_the_words(text: str) -> None:
    assert " ".join(shown(one_line(text))) == " ".join(text.split())


def test_plain_words_stay_as_they_are() -> None:
    text = "Emissions fell 12.5 percent (2020-2024), she said: it's \u201cgood\u201d!"
    assert quoted(text) == f"> {text}"


@given(WORDS, st.integers(2, 20))
def test_a_short_text_is_short(text: str, most: int) -> None:
    line = short(text, most)
    assert len(line) <= most
    assert "\n" not in line
