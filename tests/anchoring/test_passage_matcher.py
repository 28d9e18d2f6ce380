"""Passages found again in another version of a text: wherever they went, and nowhere when they are gone."""

import collections
import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.anchoring.anchors import anchored, reanchored, remembered
from reader.anchoring.passage_matcher import PassageMatcher
from reader.model.annotation import Annotation
from reader.model.spans import Span
from reader.text.graphemes import is_boundary
from tests.benchmarks import bench_anchors, text_edits
from tests.benchmarks.text_edits import Source

ROOT = Path(__file__).parents[2]
OLD = (
    "The harbour board met on Monday. It heard three engineers, and the mood was sour.\n\n"
    "“We will not dredge before autumn,” the chairman said. Nobody had asked him to.\n\n"
    "The second engineer spoke of silt. She had measured it for nine years, and she was tired.\n\n"
    "A ferry was late again. The chairman left by the side door."
)


def tags(text: str, *passages: str) -> list[Annotation]:
    article = bench_anchors.article(text)
    spans = [(text.index(one), text.index(one) + len(one)) for one in passages]
    return [anchored(Annotation(str(n), "claim", 0, 1, ""), article, *span) for n, span in enumerate(spans)]


def found(new: str, annotations: list[Annotation], *, kept: str | None = None) -> list[str]:
    """What each annotation is put on, ``?`` and the place offered for those that are asked about, empty if detached."""
    results = []
    for one in reanchored(annotations, bench_anchors.article(new), lambda: [kept] if kept else []):
        offer = one.offer
        sits = one.annotation.anchor != "detached"
        results.append(one.annotation.quote if sits else f"?{new[offer.start : offer.end]}" if offer else "")
    return results


@pytest.mark.parametrize("kept", [OLD, None], ids=["text kept", "text not kept"])
@pytest.mark.parametrize(
    ("old", "new", "passage", "expected"),
    [
        ("“We will", '"We will', "“We will not dredge before autumn,”", '"We will not dredge before autumn,”'),
        ("measured it", "mea\u00adsured  it", "She had measured it", "She had mea\u00adsured  it"),
        ("measured it", "meas-\nured it", "She had measured it", "She had meas-\nured it"),
        ("nine years", "nine long years", "measured it for nine years", "measured it for nine long years"),
        ("and the mood was sour", "and it was late", "the mood was sour", None),
        ("The second engineer spoke of silt. ", "", "The second engineer spoke of silt.", ""),
        ("Nobody had asked him to.", "Nobody had asked.", "the chairman said", "the chairman said"),
    ],
    ids=["marks", "soft hyphen", "broken word", "a word put in", "rewritten", "taken out", "edited behind"],
)  # fmt: skip
def test_a_passage_is_found_after_an_edit(
    old: str, new: str, passage: str, expected: str | None, kept: str | None
) -> None:
    (got,) = found(OLD.replace(old, new), tags(OLD, passage), kept=kept)
    assert got == expected if expected is not None else got.startswith("?") or not got


@pytest.mark.parametrize("kept", [OLD, None], ids=["text kept", "text not kept"])
def test_a_moved_paragraph_takes_its_annotations_along(kept: str | None) -> None:
    paragraphs = OLD.split("\n\n")
    new = "\n\n".join([paragraphs[2], "A caption that was not here before.", *paragraphs[:2], paragraphs[3]])
    passages = [
        "second engineer",
        "silt",
        "She had measured it for nine years",
        "sour",
        "The chairman left by the side door.",
    ]
    assert found(new, tags(OLD, *passages), kept=kept) == passages


@pytest.mark.parametrize("kept", [OLD, None], ids=["text kept", "text not kept"])
def test_a_deleted_word_is_not_taken_for_the_same_word_elsewhere(kept: str | None) -> None:
    new = OLD.replace("the chairman said", "he said")
    assert found(new, tags(OLD, "chairman"), kept=kept)[0] != "chairman"
    assert found(new.replace("The chairman left", "He left"), tags(OLD, "chairman"), kept=kept)[0] != "chairman"


def test_a_word_that_is_also_elsewhere_is_told_by_what_stood_beside_it() -> None:
    (one,) = tags(OLD, "chairman left")
    last = anchored(one, bench_anchors.article(OLD), one.start, one.start + len("chairman"))
    new = "The chairman was new.\n\n" + OLD
    (result,) = reanchored([last], bench_anchors.article(new))
    assert new[result.annotation.start :].startswith("chairman left")


NOTICE = "The notice beside the gate says that cargo ships may use the north quay until further notice is given."
TWICE = f"{OLD}\n\n{NOTICE}\n\n" + "Gulls were louder than the clerk that day. " * 9 + f"\n\n{NOTICE}"


@pytest.mark.parametrize("there", ["", "we all know that fishing boats"], ids=["taken out", "replaced"])
def test_what_is_gone_from_between_its_neighbours_is_not_taken_for_its_copy_elsewhere(there: str) -> None:
    new = TWICE.replace("cargo ships ", f"{there} ".lstrip(), 1)
    (result,) = found(new, tags(TWICE, "cargo ships"))
    assert result.startswith("?") or not result


@pytest.mark.parametrize(
    "nearly",
    [
        NOTICE.replace("may use", "may once use"), NOTICE.replace("says that cargo", "says cargo"),
        NOTICE.replace("may use the", "may\n\nuse the"),
    ],
)  # fmt: skip
def test_what_is_gone_with_its_paragraph_is_not_taken_for_what_is_nearly_said_again(nearly: str) -> None:
    old = TWICE.removesuffix(NOTICE) + nearly
    (result,) = found(old.replace(f"{NOTICE}\n\n", "", 1), tags(old, "cargo ships"))
    assert result.startswith("?") or not result


BOATS = "Grey boats lie at the quay all winter. "
GULLS = "Gulls were louder than the clerk that day. "


def test_a_phrase_away_from_its_place_is_offered_where_only_one_side_of_it_agrees() -> None:
    old = f"{OLD} {BOATS}{GULLS * 4}"
    new = f"Nobody paints them. {BOATS}{GULLS}{OLD}"
    assert found(new, tags(old, "Grey boats")) == ["?Grey boats"]
    assert found(new, tags(old, "Grey boats"), kept=old) == ["Grey boats"]


def test_a_phrase_is_offered_where_its_clause_is_torn_and_it_stands_a_line_off() -> None:
    old = f"{OLD} He said the harbour is unfit to be the first port of the whole coast."
    new = f"{OLD} He was willing to say in every one of the halls that it is unfit to be the first port of the coast."
    (result,) = found(new, tags(old, "to be"))
    assert result in {"?to be", ""}
    near = old.replace("the harbour is", "the old harbour is")
    assert found(near, tags(old, "to be")) == ["to be"]


def test_a_few_small_words_are_not_moved_far_without_asking() -> None:
    seen = "From the tower on the hill we saw no sign of a ferry or a tug on the water that day. "
    old, new = f"{seen}{OLD} {GULLS * 40}", f"{OLD} {GULLS * 40} {seen}"
    assert found(new, tags(old, "of a")) == ["?of a"]
    assert found(new, tags(old, "of a"), kept=old) == ["of a"]
    assert found(new, tags(old, "no sign of a ferry")) == ["no sign of a ferry"]


@pytest.mark.parametrize(
    ("passage", "goes_on"),
    [("notice is", "given, says the board."), ("is given", "given, says the board.")],
    ids=["in the clause", "at its end"],
)
def test_a_phrase_is_offered_where_the_clause_that_ended_beside_it_goes_on(passage: str, goes_on: str) -> None:
    old = TWICE.removesuffix("given.") + goes_on
    (result,) = found(old.replace(f"{NOTICE}\n\n", "", 1), tags(old, passage))
    assert result in {f"?{passage}", ""}


def test_another_short_word_in_a_word_s_place_is_offered_and_not_taken() -> None:
    assert found(OLD.replace("spoke of silt", "spoke of salt"), tags(OLD, "silt")) == ["?salt"]
    assert found(OLD.replace("late again", "lame again"), tags(OLD, "late")) == ["?lame"]


def test_what_replaced_a_passage_is_offered_and_not_taken() -> None:
    new = OLD.replace("It heard three engineers, and the mood was sour.", "No engineer was heard, which annoyed them.")
    (got,) = found(new, tags(OLD, "It heard three engineers, and the mood was sour."), kept=OLD)
    assert got == "?No engineer was heard, which annoyed them."


def test_the_first_sentence_of_two_that_begin_alike_is_gone_and_the_second_whole() -> None:
    text = "It was Monday. It rained all day on the harbour. It stopped at nine in the evening."
    new = text.replace("It rained all day on the harbour. ", "")
    assert found(new, tags(text, "It stopped at nine in the evening."), kept=text) == [
        "It stopped at nine in the evening."
    ]
    assert found(new, tags(text, "It rained all day on the harbour."), kept=text) == [""]


def test_text_without_spaces_between_words_is_found_sign_by_sign() -> None:
    text = "港湾委員会は月曜日に開かれた。技師三人の話を聞いたが、空気は重かった。議長は横の扉から出て行った。"
    new = "新しい見出し\n\n" + text.replace("月曜日", "火曜日")
    assert found(new, tags(text, "空気は重かった"), kept=text) == ["空気は重かった"]
    assert found(new, tags(text, "空気は重かった")) == ["空気は重かった"]


def test_what_annotations_remember_is_joined_where_it_meets_and_holds_every_passage() -> None:
    ones = tags(OLD, "three engineers", "mood", "late again", "second engineer spoke", "silt")
    text, spans = remembered(ones)
    assert [text[slice(*span)] for span in spans] == [one.quote for one in ones]
    assert text.count("\0") == 2
    assert all(piece in OLD for piece in text.split("\0"))


def test_the_benchmark_in_short() -> None:
    """On the project's own samples; ``bench_anchors`` measures it on many articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("0*.txt"))]
    sources = [Source(text, texts[index - 1]) for index, text in enumerate(texts)]
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for edit in bench_anchors.edits(sources, 200, 7):
        for mode in bench_anchors.MODES:
            counts[mode][bench_anchors.outcome(edit, mode)[0]] += 1
    for mode in bench_anchors.MODES:
        kept = sum(counts[mode][one] for one in ("right", "near", "wrong", "lost"))
        gone = counts[mode]["true"] + counts[mode]["false"]
        assert kept > 150
        assert gone > 150
        assert counts[mode]["right"] >= (0.97 if mode == "kept" else 0.95) * kept
        assert counts[mode]["false"] <= (0.005 if mode == "kept" else 0.04) * gone


WORDS = st.lists(
    st.sampled_from(
        "the old harbour it spoke of silt nine years fell rose e\u0301te\u0301 👩‍👩‍👧 , . “ \n\n".split(" ")
    ),
    min_size=1,
    max_size=60,
)


@st.composite
def versions(draw: st.DrawFn) -> tuple[str, str, list[Span]]:
    old = draw(WORDS)
    new = list(old)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(new)))
        end = min(len(new), start + draw(st.integers(0, 6)))
        new[start:end] = draw(st.lists(st.sampled_from(["new", "word", "silt", "."]), max_size=5))
    before, after = " ".join(old), " ".join(new) or "."
    edges = [place for place in range(len(before) + 1) if is_boundary(before, place)]
    spans = []
    for _ in range(draw(st.integers(1, 5))):
        first = draw(st.integers(0, len(edges) - 2))
        last = draw(st.integers(first + 1, min(len(edges) - 1, first + 30)))
        spans.append(Span(edges[first], edges[last]))
    return before, after, spans


#: Both ends of a passage may lie inside words that are one word in another text.
SIX, TWO = "the the the the the the harbour harbour harbour", "the harbour harbour"


@given(given=versions(), is_kept=st.booleans())
@example(given=(SIX, TWO, [Span(33, 41)]), is_kept=False)
def test_whatever_is_found_is_a_passage_of_the_text_and_no_character_is_split(
    given: tuple[str, str, list[Span]], is_kept: bool
) -> None:
    old, new, spans = given
    before, after = bench_anchors.article(old), bench_anchors.article(new)
    ones = [anchored(Annotation(str(n), "claim", 0, 1, ""), before, *span) for n, span in enumerate(spans)]
    results = reanchored(ones, after, lambda: [old] if is_kept else [])
    assert [one.annotation.id for one in results] == [one.id for one in ones]
    for was, result in zip(ones, results, strict=True):
        one = result.annotation
        if one.anchor == "detached":
            assert (one.start, one.end, one.quote) == (was.start, was.end, was.quote)
            place = result.offer
        else:
            assert new[one.start : one.end] == one.quote
            assert new[: one.start].endswith(one.prefix)
            assert new[one.end :].startswith(one.suffix)
            assert result.annotation.id == was.id
            assert result.offer is None
            place = one
        if place is not None:
            assert 0 <= place.start < place.end <= len(new)
            assert is_boundary(new, place.start)
            assert is_boundary(new, place.end)
    again = reanchored([one.annotation for one in results], after, lambda: [old] if is_kept else [])
    settled = [one for one, first in zip(again, results, strict=True) if first.annotation.anchor != "detached"]
    assert [one.annotation for one in settled] == [
        one.annotation for one in results if one.annotation.anchor != "detached"
    ]


@given(WORDS, st.integers(0, 200), st.integers(1, 40), st.booleans())
def test_in_an_unchanged_text_every_annotation_stays_the_same_object(
    words: list[str], at: int, length: int, is_kept: bool
) -> None:
    text = " ".join(words)
    at = min(at, len(text) - 1)
    article = bench_anchors.article(text)
    one = anchored(Annotation("1", "claim", 0, 1, ""), article, at, min(len(text), at + length))
    (result,) = reanchored([one], article, lambda: [text] if is_kept else [])
    assert result.annotation is one


@given(st.integers(0, 2**32), st.booleans())
def test_annotations_of_a_text_from_which_nothing_moved_keep_their_order(seed: int, is_kept: bool) -> None:
    chance = random.Random(seed)
    new = OLD
    for sentence in chance.sample([OLD[slice(*span)] for span in text_edits.sentences(OLD)], 2):
        new = new.replace(sentence, chance.choice(["", "Rain fell on the quay.", sentence + " Gulls cried."]))
    spans = chance.sample(text_edits.words(OLD), 12)
    article = bench_anchors.article(OLD)
    ones = sorted(
        (anchored(Annotation(str(n), "claim", 0, 1, ""), article, *span) for n, span in enumerate(spans)),
        key=lambda one: one.start,
    )
    results = [one.annotation for one in reanchored(ones, bench_anchors.article(new), lambda: [OLD] if is_kept else [])]
    places = [one.start for one in results if one.anchor != "detached"]
    assert places == sorted(places)


def test_a_passage_of_nothing_but_marks_is_found_only_where_it_stood() -> None:
    assert PassageMatcher("Wait for it.").find("Wait … for it.", [Span(5, 6)]) == [None]
