"""Intervals: the same each time, from samples of whole documents."""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.agreement.document_bootstrap import intervals, samples_for


def mean(values: Sequence[float]) -> object:
    def of(weights: Sequence[int]) -> dict[str, float | None]:
        assert sum(weights) == len(values)
        return {"mean": sum(map(float.__mul__, values, map(float, weights))) / sum(weights), "never": None}

    return of


def test_the_interval_of_a_mean_is_about_what_theory_says() -> None:
    values = [float(at % 10) for at in range(100)]  # deviation 2.87, of the mean .287: 4.5 +- 1.96 * .287
    found = intervals(mean(values), 100, 1000)  # type: ignore[arg-type]
    assert abs(found["mean"].low - 3.94) < 0.1
    assert abs(found["mean"].high - 5.06) < 0.1
    assert found == intervals(mean(values), 100, 1000)  # type: ignore[arg-type]


def test_what_samples_do_not_define_and_one_document_have_none() -> None:
    assert set(intervals(mean([1.0, 2.0]), 2, 100)) == {"mean"}  # type: ignore[arg-type]
    assert intervals(mean([1.0]), 1, 100) == intervals(mean([]), 0, 100) == {}  # type: ignore[arg-type]


def test_where_all_documents_are_alike_there_is_no_width() -> None:
    (found,) = intervals(mean([2.0] * 5), 5, 100).values()  # type: ignore[arg-type]
    assert found == (2, 2)


def test_the_more_there_is_to_add_up_the_fewer_samples() -> None:
    assert [samples_for(effort) for effort in (0, 100, 4000, 10**9)] == [1000, 1000, 500, 200]


def test_what_only_few_samples_define_has_none() -> None:
    def first(weights: Sequence[int]) -> dict[str, float | None]:
        return {"often": 1.0 if weights[0] < 2 else None, "seldom": 1.0 if weights[0] > 1 else None}

    assert set(intervals(first, 10, 200)) == {"often"}
