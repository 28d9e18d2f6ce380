"""What an annotator does thousands of times stays a few keys; ``bench_keys`` holds the strategy and all the spans."""

from statistics import fmean

import pytest

from tests.benchmarks.bench_keys import FOLDERS, replay, spans_of


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_a_sentence_takes_four_keys_at_most_and_any_passage_fourteen(size: tuple[int, int]) -> None:
    if not FOLDERS["own"].is_dir():
        pytest.skip("needs seeds/ beside the tests")
    path, gold = spans_of("own")[0]
    taken = [*await replay(path, gold, size, from_top=False), *await replay(path, gold, size, from_top=True)]
    assert len(taken) == 2 * len(gold) > 50
    assert fmean(one.keys for one in taken if one.kind == "sentence") <= 4.0
    assert fmean(one.keys for one in taken) <= 6.5
    assert max(one.keys for one in taken) <= 14


async def test_the_gold_spans_of_the_shared_articles_are_where_they_were_drawn() -> None:
    if not FOLDERS["shared"].is_dir():
        pytest.skip("needs ../shared")
    documents = spans_of("shared")
    assert sum(len(gold) for _, gold in documents) >= 100
    assert {kind for _, gold in documents for kind, *_ in gold} == {
        "word", "clause", "sentence", "quotation", "sentences", "across",
    }  # fmt: skip
