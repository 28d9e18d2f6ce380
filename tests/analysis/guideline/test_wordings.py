"""The words of many texts at once are those of each of them."""

from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.guideline.wordings import wording, wordings_of

TEXTS = st.text(st.one_of(st.sampled_from("aZ_1 é“”ß İς\n\t\x1c-'’中,.\0"), st.characters()), max_size=12)


@given(st.lists(TEXTS, max_size=12))
def test_the_words_of_many_texts_are_those_of_each(texts: list[str]) -> None:
    assert wordings_of(texts) == {one: wording(one) for one in texts}
