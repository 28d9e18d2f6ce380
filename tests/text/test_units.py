"""What the cursor stops on, what a selection grows to, and that no user-perceived character is cut."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.article import Block
from reader.model.spans import Span
from reader.text.clauses import clauses
from reader.text.graphemes import is_boundary, snap
from reader.text.units import Units
from reader.text.words import words
from tests.steps import steps

ARTICLE = [
    ("title", "Talks resume in the U.S."),
    ("byline", "By Mara Lund"),
    ("date", "May 4, 2016"),
    ("lead", "They meet again. Will it help?"),
    ("paragraph", 'It costs $3.4-billion because nobody planned, Gen. Hale said. "We don\'t know," he said.'),
    ("heading", "* * *"),
    ("paragraph", "5,000 soldiers wait."),
]


def article(parts: list[tuple[str, str]]) -> tuple[str, list[Block]]:
    text, blocks = "", []
    for kind, body in parts:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + body
        blocks.append(Block(kind, start, start + len(body), 0, 0))
    return text, blocks


TEXT, BLOCKS = article(ARTICLE)
UNITS = Units(TEXT, BLOCKS)


def at(passage: str) -> Span:
    start = TEXT.index(passage)
    return Span(start, start + len(passage))


def shown(span: Span | None) -> str | None:
    return None if span is None else TEXT[span.start : span.end]


def walk(step: str, start: int) -> list[str]:
    """Every stop of a motion from ``start`` on, as a key held down would show them."""
    stops, place = [], start
    while (span := getattr(UNITS, step)(place)) is not None:
        stops.append(TEXT[span.start : span.end])
        place = span.start
    return stops


SENTENCES = [
    "Talks resume in the U.S.",
    "They meet again.",
    "Will it help?",
    "It costs $3.4-billion because nobody planned, Gen. Hale said.",
    '"We don\'t know," he said.',
    "* * *",
    "5,000 soldiers wait.",
]
WORDS = (
    "Talks resume in the U.S. They meet again Will it help It costs $3.4-billion because nobody planned Gen Hale said"
    " We don't know he said 5,000 soldiers wait".split()
)


def test_sentence_motion_visits_every_sentence_and_no_byline_or_date() -> None:
    assert walk("next_sentence", -1) == SENTENCES
    assert walk("previous_sentence", len(TEXT)) == SENTENCES[::-1]


def test_paragraph_motion_visits_every_block_but_byline_and_date() -> None:
    body = [text for kind, text in ARTICLE if kind not in ("byline", "date")]
    assert walk("next_paragraph", -1) == body
    assert walk("previous_paragraph", len(TEXT)) == body[::-1]


def test_word_motion_visits_every_word_of_the_body_and_no_mark() -> None:
    assert walk("next_word", -1) == WORDS
    assert walk("previous_word", len(TEXT)) == WORDS[::-1]


def test_from_a_byline_the_cursor_goes_to_the_text_behind_it() -> None:
    inside = at("Mara Lund").start
    assert shown(UNITS.sentence_at(inside)) == "They meet again."
    assert shown(UNITS.next_sentence(inside)) == "They meet again."
    assert shown(UNITS.previous_sentence(inside)) == "Talks resume in the U.S."
    assert shown(UNITS.paragraph_at(inside)) == "They meet again. Will it help?"
    assert shown(UNITS.next_word(inside)) == "They"
    assert shown(UNITS.previous_word(inside)) == "U.S."


def test_the_mouse_may_take_a_word_of_a_byline_and_grow_it_there() -> None:
    word = UNITS.word_at(at("Lund").start)
    assert shown(word) == "Lund"
    assert shown(UNITS.grow(word)) == "By Mara Lund"


@pytest.mark.parametrize(
    ("passage", "offset", "expected"),
    [
        ("$3.4-billion", 5, "$3.4-billion"),
        ("planned,", 7, "Gen"),
        ("don't", 3, "don't"),
        ("wait.", 4, "wait"),
        ("5,000", 2, "5,000"),
    ],
)
def test_the_word_at_a_place(passage: str, offset: int, expected: str) -> None:
    assert shown(UNITS.word_at(at(passage).start + offset)) == expected


def test_a_selection_grows_by_word_clause_sentence_paragraph_and_stops() -> None:
    span = Span(at("nobody").start + 2, at("nobody").start + 2)
    seen = []
    while (larger := UNITS.grow(span)) != span:
        seen.append(shown(larger))
        span = larger
    assert seen == ["nobody", "because nobody planned, Gen. Hale said.", SENTENCES[3], ARTICLE[4][1]]


def test_a_selection_over_two_paragraphs_grows_to_both() -> None:
    span = Span(at("Will").start, at("It costs").end)
    grown = UNITS.grow(UNITS.grow(UNITS.grow(span)))
    assert shown(grown) == ARTICLE[3][1] + "\n\n" + ARTICLE[4][1]
    assert UNITS.grow(grown) == grown


def test_a_selection_shrinks_to_paragraph_sentence_clause_word_at_its_anchor() -> None:
    span, anchor = Span(0, len(TEXT)), at("nobody").start
    seen = []
    while (smaller := UNITS.shrink(span, anchor)) != span:
        seen.append(shown(smaller))
        span = smaller
    assert seen == [ARTICLE[4][1], SENTENCES[3], "because nobody planned, Gen. Hale said.", "nobody"]


@pytest.mark.parametrize("parts", [[], [("byline", "By Mara Lund")], [("paragraph", "...")], [("paragraph", " ")]])
def test_a_text_with_nothing_to_stop_on_has_no_motion(parts: list[tuple[str, str]]) -> None:
    text, blocks = article(parts)
    units = Units(text, blocks)
    for offset in range(len(text) + 1):
        assert units.next_word(offset) is None
        assert units.previous_word(offset) is None
        assert units.next_sentence(offset) is None
        assert units.next_paragraph(offset) is None
        for span in (
            units.word_at(offset),
            units.clause_at(offset),
            units.sentence_at(offset),
            units.grow(Span(offset, offset)),
        ):
            assert 0 <= span.start <= span.end <= len(text)


# fmt: off
fragments = st.sampled_from([
    "The army", "U.S.", "because they left it", "; ", ", ", " - ", "—", " (as far as anybody here knows) ", ": ", ". ",
    "? ", '"', "said", " ", "我们", "のは", "e\u0301", "👩\u200d👧", "5,000", "don't", "\u00a0", "but",
    "Although it rained,", "é", "of all",
])
# fmt: on
bodies = st.lists(fragments, min_size=1, max_size=14).map("".join)
articles = st.lists(st.tuples(st.sampled_from(["paragraph", "heading", "byline"]), bodies), max_size=5)


@given(articles, st.data())
def test_motions_go_one_unit_at_a_time_and_back(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, blocks = article(parts)
    units = Units(text, blocks)
    offset = data.draw(st.integers(0, len(text)))
    for unit in ("word", "sentence", "paragraph"):
        following = getattr(units, f"next_{unit}")(offset)
        before = getattr(units, f"previous_{unit}")(offset)
        if following is not None:
            assert following.start > offset
            onward = getattr(units, f"next_{unit}")(following.start)
            assert onward is None or getattr(units, f"previous_{unit}")(onward.start) == following
        if before is not None:
            assert before.end <= offset or before.start < offset
            assert before.start < before.end


@given(articles, st.data())
def test_growing_holds_what_it_grew_from_and_ends(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, blocks = article(parts)
    units = Units(text, blocks)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = Span(start, end)
    for _ in range(8):
        larger = units.grow(span)
        if larger == span:
            break
        assert larger.start <= span.start or span.start == span.end
        assert larger.end >= span.end or span.start == span.end
        span = larger
    assert units.grow(span) == span


@given(articles, st.data())
def test_shrinking_stays_inside_and_ends(parts: list[tuple[str, str]], data: st.DataObject) -> None:
    text, blocks = article(parts)
    units = Units(text, blocks)
    span = Span(0, len(text))
    anchor = data.draw(st.integers(0, len(text)))
    for _ in range(10):  # more than there are kinds of units
        smaller = units.shrink(span, anchor)
        assert span.start <= smaller.start <= smaller.end <= span.end
        span = smaller
    assert units.shrink(span, anchor) == span


@pytest.mark.parametrize(
    "marked",
    [
        "Prices rose because people fear another war.",
        "Prices rose 12 percent | because people fear another war.",
        '"We will all go there," | he said.',
        "General Hale said: | “We go.”",
        "The first side agreed; | the second did not.",
        "Although the talks resumed, | nothing else has changed.",
        "The war (which nobody ever wanted to fight) ended last May.",
        "The long war | (which nobody ever wanted to fight) | ended last May.",
        "Nothing but a miracle can help them now.",
        "They left because of the heavy rain.",
        "It is a - rather odd - case of its own.",
        "The pact held for years - | so the old men say - | until it broke again.",
        "!",
    ],
)
def test_a_sentence_falls_into_its_clauses(marked: str) -> None:
    text = marked.replace(" | ", " ")
    expected = [clause.rstrip(",:;- ") for clause in marked.split(" | ")]
    assert [text[start:end] for start, end in clauses(text, 0, len(text))] == expected


@given(bodies)
def test_clauses_hold_every_word_in_order(text: str) -> None:
    spans = clauses(text, 0, len(text))
    assert all(one.end <= two.start for one, two in pairwise(spans))
    assert "".join(c for start, end in spans for c in text[start:end] if c.isalnum()) == "".join(
        filter(str.isalnum, text)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S.-led bloc isn't (yet) ready.", ["The", "U.S.-led", "bloc", "isn't", "yet", "ready"]),
        ("$3.4-billion, 5,000; 3.5% at 10:30", ["$3.4-billion", "5,000", "3.5%", "at", "10:30"]),
        ("community—crucial – and / or", ["community", "crucial", "and", "or"]),
        ("desk@example.org or example.org.", ["desk@example.org", "or", "example.org"]),
        ("AT&T’s “post-Crimean” plan…", ["AT&T’s", "post-Crimean", "plan"]),
        ("cafe\u0301 नमस्ते", ["cafe\u0301", "नमस्ते"]),
        ("東京へ行く。", ["東", "京", "へ", "行", "く"]),
        (" ... !", []),
    ],
)
def test_what_one_word_is(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in words(text, 0, len(text))] == expected


def test_words_are_found_far_into_a_line_without_a_space() -> None:
    text = "我" * 5000 + "x"
    units = Units(text, [Block("paragraph", 0, len(text), 0, 0)])
    assert units.word_at(3000) == Span(3000, 3001)
    assert units.previous_word(3000) == Span(2999, 3000)
    assert units.next_word(4999) == Span(5000, 5001)


CLUSTERS = [
    "e\u0301",
    "\r\n",
    "👍🏽",
    "👨‍👩‍👧",
    "🇩🇪",
    "❤\ufe0f",
    "한",
    "\u1112\u1161\u11ab",
    "नि",
    "กำ",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "a",
    "\n",
    "你",
    "ß",
    "1\ufe0f\u20e3",
]


@given(st.lists(st.sampled_from(CLUSTERS), max_size=8), st.data())
def test_a_span_never_cuts_a_user_perceived_character(clusters: list[str], data: st.DataObject) -> None:
    text = "".join(clusters)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = snap(text, start, end)
    edges = {0, *accumulate(map(len, clusters))}
    assert span.start <= start <= end <= span.end or start == end
    assert {span.start, span.end} <= edges


@given(st.lists(st.sampled_from([*CLUSTERS, " ", "b", "\u00a0", "\u0600"]), max_size=10).map("".join))
def test_boundaries_agree_with_another_implementation(text: str) -> None:
    regex = pytest.importorskip("regex", reason="the package regex, an independent implementation, is not installed")
    expected = [found.start() for found in regex.finditer(r"\X", text)]
    assert [place for place in range(len(text)) if is_boundary(text, place)] == expected


@given(st.text(), st.integers(-3, 60), st.integers(-3, 60))
def test_snapping_twice_changes_nothing(text: str, start: int, end: int) -> None:
    once = snap(text, start, end)
    assert snap(text, *once) == once


HOSTILE = [
    "a",
    ".",
    ". ",
    '"',
    '" ',
    ", ",
    "_",
    "e\u0301",
    "\u0301",
    "\U0001f469\u200d",
    "\U0001f1e6",
    "a ",
    "A.",
    "a, ",
    "(a) ",
]


def motions(units: Units, place: int) -> None:
    """Every motion of the cursor, at one place."""
    for ask in (units.sentence_at, units.next_sentence, units.previous_sentence, units.word_at, units.next_word):
        ask(place)
    for ask in (units.previous_word, units.clause_at, units.paragraph_at, units.next_paragraph):
        ask(place)
    units.previous_paragraph(place)
    grown = units.grow(units.grow(Span(place, place + 1)))
    units.shrink(grown, place)
    units.snap(Span(place, place + 1))


@pytest.mark.parametrize("piece", HOSTILE)
def test_behind_the_first_look_a_motion_costs_the_same_in_a_longer_block(piece: str) -> None:
    def spent(size: int) -> int:
        text = "x " + piece * (size // len(piece))
        units = Units(text, [Block("paragraph", 0, len(text), 0, 0)])
        places = [len(text) * part // 8 for part in range(1, 8)]

        def look() -> None:
            for place in places:
                motions(units, place)

        look()
        return steps(look)

    assert spent(48_000) < 6 * spent(3_000)  # the work grows sixteenfold where it is not local


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_first_look_at_a_block_is_work_in_step_with_its_length(piece: str) -> None:
    def spent(size: int) -> int:
        text = "x " + piece * (size // len(piece))
        return steps(lambda: motions(Units(text, [Block("paragraph", 0, len(text), 0, 0)]), len(text) // 2))

    assert spent(16_000) < 8 * spent(4_000)  # fourfold where it is linear, sixteenfold where it is quadratic


def test_blocks_without_a_word_are_passed_over_at_once() -> None:
    def spent(count: int) -> int:
        text, blocks = article([("paragraph", "one"), *[("paragraph", "*")] * count, ("paragraph", "two")])
        units = Units(text, blocks)
        assert shown_in(text, units.next_word(0)) == "two"
        assert shown_in(text, units.previous_word(len(text) - 1)) == "one"
        return steps(lambda: [ask(len(text) // 2) for ask in (units.next_word, units.previous_word)])

    assert spent(16_000) < 6 * spent(1_000)


def shown_in(text: str, span: Span | None) -> str | None:
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize("piece", ["\u0301", "\U0001f1e6\U0001f1e8", "\U0001f469\u200d", "\u094d\u0915"])
def test_a_character_without_end_is_cut_in_places_that_do_not_depend_on_where_one_asks(piece: str) -> None:
    text = "e" + piece * 2_000
    edges = [place for place in range(len(text) + 1) if is_boundary(text, place)]
    assert max(right - left for left, right in pairwise(edges)) <= 512
    for place in range(0, len(text), 97):
        span = snap(text, place, place + 1)
        assert {span.start, span.end} <= set(edges)
        assert snap(text, *span) == span


QUOTED, QUOTED_BLOCKS = article(
    [
        ("paragraph", "He said: “We “never” asked. Nobody did.” Then he left."),
        *[("paragraph", f"Paragraph {number} has no marks.") for number in range(40)],
        ("paragraph", "A «last» word."),
    ]
)


def quoted(span: Span | None) -> str | None:
    return None if span is None else QUOTED[span.start : span.end]


def test_quotations_are_walked_over_any_distance_the_outer_before_the_inner() -> None:
    units = Units(QUOTED, QUOTED_BLOCKS)
    stops, place = [], -1
    while (span := units.next_quotation(place)) is not None:
        stops.append(quoted(span))
        place = span.start
    assert stops == ["“We “never” asked. Nobody did.”", "“never”", "«last»"]
    assert quoted(units.previous_quotation(len(QUOTED))) == "«last»"
    assert quoted(units.previous_quotation(QUOTED.index("«"))) == "“never”"
    assert units.previous_quotation(QUOTED.index("“")) is None


def test_a_selection_grows_through_quotation_and_name_to_what_holds_both() -> None:
    units = Units(QUOTED, QUOTED_BLOCKS)
    span = Span(QUOTED.index("asked"), QUOTED.index("asked") + 5)
    units.set_names([Span(span.start - 8, span.end)])
    grown = [quoted(span := units.grow(span)) for _ in range(3)]
    assert grown == ["“never” asked", "“We “never” asked.", "He said: “We “never” asked."]
    nobody = Span(QUOTED.index("Nobody"), QUOTED.index("Nobody") + 6)
    assert [quoted(nobody := units.grow(nobody)) for _ in range(2)] == [
        "Nobody did.”",
        "“We “never” asked. Nobody did.”",
    ]
    assert quoted(units.shrink(Span(9, 40), 9)) == "We “never” asked. Nobody did."


@given(st.text(alphabet="ab “”\"'.,;\n", max_size=60), st.data())
def test_growing_only_ever_takes_in_more_until_nothing_holds_more(text: str, data: st.DataObject) -> None:
    blocks, start = [], 0
    for part in text.split("\n"):
        blocks.append(Block("paragraph", start, start + len(part), 0, 0))
        start += len(part) + 1
    units = Units(text, blocks)
    first = data.draw(st.integers(0, len(text)))
    span = Span(first, data.draw(st.integers(first, len(text))))
    for _ in range(20):
        grown = units.grow(span)
        if grown == span or not span.end > span.start:
            break
        assert grown.start <= span.start
        assert grown.end >= span.end
        span = grown
    else:
        raise AssertionError(span)


GIANT = "One short sentence stands here. " * 4_000


@pytest.mark.parametrize(
    "text", [GIANT, "word " * 30_000, "x" * 150_000, "中文没有空格。" * 20_000, "a\u0301" * 80_000]
)
def test_a_block_of_a_hundred_thousand_characters_is_looked_at_in_pieces(text: str) -> None:
    units = Units(text, [Block("paragraph", 0, len(text), 0, len(text))], "en")
    assert units.paragraph_at(len(text) // 2) == Span(0, len(text))
    place, seen = units.sentence_at(0), 0
    while place is not None and seen < 10_000:
        assert place.end - place.start <= 50_000
        assert units.snap(place) == place
        following = units.next_sentence(place.start)
        if following is not None:
            assert not text[place.end : following.start].strip()
            assert units.previous_sentence(following.start) == place
        place, seen = following, seen + 1
    assert seen == 10_000 or units.sentence_at(len(text)).end == len(text.rstrip())
    assert units.grow(Span(0, 50_000)) is not None


def test_sentences_and_words_at_the_edge_of_a_piece_are_whole() -> None:
    units = Units(GIANT, [Block("paragraph", 0, len(GIANT), 0, len(GIANT))], "en")
    sentences = units.sentences_in(0, len(GIANT))
    assert [GIANT[one.start : one.end] for one in sentences] == ["One short sentence stands here."] * 4_000
    assert len(units.words_in(0, len(GIANT))) == 5 * 4_000


@pytest.mark.parametrize(
    "blank", [" \n", "\u00a0", "\u3000", "\u2028", "\u0085", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200f"]
)
def test_trimming_leaves_out_white_space_and_what_has_no_width(blank):
    text = f"one{blank}two{blank}three"
    inner = Span(3, len(text) - 5)
    start, end = Units(text, ()).trim(inner)
    assert text[start:end] == "two"


def test_trimming_leaves_nothing_of_white_space_alone():
    start, end = Units("a \n\u200b b", ()).trim(Span(1, 5))
    assert start == end


def test_trimming_splits_no_character():
    for text in ("a \u0301b", "a 👨\u200d👩 b"):
        whole = Span(1, len(text) - 1)
        start, end = Units(text, ()).trim(whole)
        assert Units(text, ()).snap(Span(start, end)) == Span(start, end)
