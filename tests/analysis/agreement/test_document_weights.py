"""Several columns that are added up as one are what each comes to alone."""

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.agreement.document_weights import WeightedSums, weighted

NUMBERS = st.one_of(st.integers(0, 9), st.integers(0, 1 << 80))


@given(st.data(), st.integers(0, 5), st.integers(0, 6))
def test_columns_together_come_to_what_each_does_alone(data: st.DataObject, columns: int, documents: int) -> None:
    of = st.lists(st.lists(NUMBERS, min_size=documents, max_size=documents), min_size=columns, max_size=columns)
    drawn, weights = data.draw(of), data.draw(st.lists(st.integers(0, 1 << 20), min_size=documents, max_size=documents))
    assert WeightedSums(drawn).of(weights) == [weighted(weights, one) for one in drawn]
