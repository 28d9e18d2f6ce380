"""All figures together: by hand, at the edges, and what must hold of any documents."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement.agreement_figures import (
    ALL,
    ALPHA,
    ALPHA_U,
    EXACT_F1,
    FIGURES,
    KAPPA,
    LINKS,
    NO_CHANCE,
    NO_DOCUMENT,
    NO_LINK,
    NO_PASSAGE,
    NO_TEXT,
    NOT_TWO,
    ONE_CATEGORY,
    OVERLAP_F1,
    AgreementFigures,
    agreement_figures,
)
from reader.analysis.agreement.compared_documents import ComparedDocument, LabelledSpan
from tests.analysis.agreement.generated import tagged_document

#: Ten words of one letter: the word of place N is the code point 2 N.
TEXT = "a b c d e f g h i j"
SEEDS = st.lists(st.integers(0, 100_000), min_size=1, max_size=4, unique=True)


def document(text: str | None = TEXT, name: str = "x", **spans: list[tuple[int, int, str]]) -> ComparedDocument:
    """Passages as places of words: from the first one to before the last one."""
    placed = {
        who: [LabelledSpan(2 * start, 2 * end - 1, label) for start, end, label in theirs]
        for who, theirs in spans.items()
    }
    return ComparedDocument(name, text, placed)


def values(found: AgreementFigures, of: str | None = ALL) -> dict[str, float | None]:
    return {name: one.value for (label, name), one in found.figures.items() if label == of}


def reasons(found: AgreementFigures, of: str | None = ALL) -> dict[str, str]:
    return {name: one.reason for (label, name), one in found.figures.items() if label == of and one.value is None}


def test_by_hand() -> None:
    # A: words 0 to 3 are claim. B: words 2 to 5 are claim, 8 and 9 evidence.
    found = agreement_figures([document(A=[(0, 4, "claim")], B=[(2, 6, "claim"), (8, 10, "evidence")])], "AB")
    claim = values(found, "claim")
    assert claim[OVERLAP_F1] == 1
    assert claim[EXACT_F1] == 0
    # Both 2, A alone 2, B alone 2, neither 4: 6 of 10 agree; by chance (4*4 + 6*6) / 100 = .52; .08 / .48
    assert claim[KAPPA] == pytest.approx(1 / 6)
    # 4 items differ: 8 ordered pairs; values: 8 claim, 12 not. Expected 2 * 8 * 12 / 19.
    assert claim[ALPHA] == pytest.approx(1 - 8 / (192 / 19))
    # Units [0, 7) and [4, 11) of 19 code points. Observed: 2 * (16 + 16) / (2 * 19 * 19).
    # Gaps 12, 4, 8. Moments (2*343 - 3*49 + 7) / 3 = 182 each; in gaps 49 * (6 + 2) each: 2 * 574 in all.
    # Divided by the pairs of places, 38 * 37 less 2 * 42 inside the units, it is the expected one.
    assert claim[ALPHA_U] == pytest.approx(1 - (32 / 361) / (2 / 19 * 1148 / 1322))
    # All: 2 claim alike, 2 and 2 apart, 2 evidence of B alone, 2 neither: 4 of 10 agree.
    # By chance: claim 4*4, evidence 0*2, neither 6*4: 40 / 100.
    assert values(found)[KAPPA] == pytest.approx(0)
    assert values(found)[OVERLAP_F1] == pytest.approx(2 / 3)
    assert found.counts["claim"].each == {"A": 1, "B": 1}
    assert found.counts[ALL].each == {"A": 1, "B": 2}
    assert (found.words, found.code_points) == (10, 19)


def test_no_document_is_no_agreement() -> None:
    found = agreement_figures([], "AB", ["claim"])
    assert {*values(found).values(), *values(found, "claim").values(), *values(found, LINKS).values()} == {None}
    assert {*reasons(found).values(), *reasons(found, LINKS).values()} == {NO_DOCUMENT}


def test_nothing_in_common_is_no_agreement() -> None:
    found = agreement_figures([document(A=[], B=[])], "AB", ["claim"])
    assert {*values(found, "claim").values()} == {None}
    assert set(reasons(found, "claim").values()) == {NO_PASSAGE}
    assert set(reasons(found, LINKS).values()) == {NO_LINK}


def test_one_category_is_no_kappa() -> None:
    whole = [(0, 10, "claim")]
    found = agreement_figures([document(A=whole, B=whole)], "AB")
    assert values(found) == {OVERLAP_F1: 1, EXACT_F1: 1, ALPHA_U: 1, KAPPA: None, ALPHA: None}
    assert reasons(found) == {KAPPA: ONE_CATEGORY, ALPHA: ONE_CATEGORY}
    single = agreement_figures([document("a", A=[(0, 1, "claim")], B=[(0, 1, "claim")])], "AB")
    assert reasons(single)[ALPHA_U] == NO_CHANCE


def test_one_annotator_who_tagged_nothing() -> None:
    found = values(agreement_figures([document(A=[(1, 3, "claim"), (6, 7, "opinion")], B=[])], "AB"))
    assert found[OVERLAP_F1] == found[EXACT_F1] == found[KAPPA] == 0
    assert found[ALPHA_U] is not None
    assert found[ALPHA_U] <= 0
    assert found[ALPHA] is not None
    assert found[ALPHA] < 0


def test_three_annotators_have_alpha_and_no_kappa() -> None:
    found = agreement_figures([document(A=[(1, 3, "claim")], B=[(1, 3, "claim")], C=[(1, 3, "claim")])], "ABC")
    assert values(found) == {OVERLAP_F1: 1, EXACT_F1: 1, ALPHA_U: 1, KAPPA: None, ALPHA: 1}
    assert reasons(found) == {KAPPA: NOT_TWO}


def test_who_is_missing_in_a_document_is_not_of_another_opinion() -> None:
    tags = [(1, 3, "claim")]
    found = values(agreement_figures([document(A=tags, B=tags), document(name="y", A=tags, B=tags, C=tags)], "ABC"))
    assert found[OVERLAP_F1] == found[ALPHA_U] == found[ALPHA] == 1
    empty = document(name="z", A=tags, B=tags, C=[])
    assert values(agreement_figures([document(A=tags, B=tags), empty], "ABC"))[ALPHA] < 1  # type: ignore[operator]


def test_without_a_text_there_is_f1_alone() -> None:
    found = agreement_figures([document(None, A=[(1, 3, "claim")], B=[(1, 3, "claim")])], "AB")
    assert values(found) == {OVERLAP_F1: 1, EXACT_F1: 1, ALPHA_U: None, KAPPA: None, ALPHA: None}
    assert set(reasons(found).values()) == {NO_TEXT}
    assert found.without_text == 1
    whole = [(0, 10, "claim")]
    both = agreement_figures([document(None, A=whole, B=whole), document(name="y", A=whole, B=whole)], "AB")
    assert set(reasons(both).values()) == {ONE_CATEGORY}


def test_labels_on_one_passage_are_compared_each_for_itself() -> None:
    two = [(1, 3, "claim"), (1, 3, "opinion")]
    found = agreement_figures([document(A=two, B=two[:1])], "AB")
    assert values(found, "claim")[KAPPA] == 1
    assert values(found, "opinion")[KAPPA] == 0
    assert values(found)[KAPPA] is not None


def test_only_the_labels_that_are_asked_for_count() -> None:
    one = document(A=[(1, 3, "claim"), (5, 6, "opinion")], B=[(1, 3, "claim")])
    found = agreement_figures([one], "AB", ["claim", "claim"])
    assert found.labels == ("claim",)
    assert set(values(found).values()) == {1}
    assert found.confusion == {("claim", "claim"): 1}


def test_an_interval_needs_two_documents_and_holds_the_figure() -> None:
    single = agreement_figures([tagged_document(1)], "AB")
    assert {one.interval for one in single.figures.values()} == {None}
    assert single.samples == 0
    found = agreement_figures([tagged_document(seed) for seed in range(12)], "AB").figures[ALL, OVERLAP_F1]
    assert found.interval is not None
    assert found.value is not None
    assert found.interval.low < found.value < found.interval.high


@given(SEEDS)
def test_the_same_tags_agree_wholly(seeds: list[int]) -> None:
    documents = [tagged_document(seed) for seed in seeds]
    same = [
        replace(one, spans={"A": one.spans["A"], "B": one.spans["A"]}, links={"A": one.links["A"], "B": one.links["A"]})
        for one in documents
    ]
    found = agreement_figures(same, "AB", samples=5)
    assert {round(one.value, 9) for one in found.figures.values() if one.value is not None} <= {1}
    assert found.contested == []


@given(SEEDS)
def test_no_figure_depends_on_an_order_or_on_who_is_first(seeds: list[int]) -> None:
    chance = random.Random(sum(seeds))
    documents = [tagged_document(seed, "ABC") for seed in seeds]
    found = agreement_figures(documents, "ABC", samples=5)
    mixed = [
        replace(one, spans={name: chance.sample(theirs, len(theirs)) for name, theirs in [*one.spans.items()][::-1]})
        for one in documents[::-1]
    ]
    turned = agreement_figures(mixed, "CAB", samples=5)
    for key, figure in found.figures.items():
        assert figure.value == pytest.approx(turned.figures[key].value), key
        assert figure.interval == pytest.approx(turned.figures[key].interval), key
        assert figure.value is None or figure.value <= 1
        assert (figure.value is None) == bool(figure.reason)


@given(SEEDS)
def test_several_documents_are_as_one_where_nothing_crosses_from_one_to_the_next(seeds: list[int]) -> None:
    """Of two documents overlaps, kappa and alpha are those of one that has both texts."""
    documents = [tagged_document(seed) for seed in seeds]
    text, spans = "", {"A": [], "B": []}  # type: ignore[var-annotated]
    for one in documents:
        for name, theirs in spans.items():
            theirs += [LabelledSpan(s + len(text), e + len(text), label) for s, e, label in one.spans[name]]
        text += f"{one.text}\n\n"
    together = values(agreement_figures([ComparedDocument("all", text, spans)], "AB", samples=0))
    apart = values(agreement_figures(documents, "AB", samples=0))
    for name in set(FIGURES) - {ALPHA_U, EXACT_F1}:
        assert apart[name] == pytest.approx(together[name]), name
