"""How two versions of a passage differ: word by word, nothing lost of either."""

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring.word_difference import FRESH, GONE, SAME, difference


def test_a_word_put_in_and_a_word_taken_out_are_marked_alone() -> None:
    assert difference("It rose by 3 per cent.", "It fell by some 3 per cent.") == [
        (SAME, "It "), (GONE, "rose"), (FRESH, "fell"), (SAME, " by"), (FRESH, " some"), (SAME, " 3 per cent."),
    ]  # fmt: skip


def test_a_rewritten_sentence_is_one_stretch_and_other_white_space_no_difference() -> None:
    assert difference("Nobody came.", "All of them left.") == [
        (GONE, "Nobody came"),
        (FRESH, "All of them left"),
        (SAME, "."),
    ]
    assert difference("on the\nquay", "on  the quay") == [(SAME, "on  the quay")]


TEXTS = st.lists(st.sampled_from(["a", "bb", "c.", "“d”", " ", "\n"]), max_size=20).map("".join)


@given(TEXTS, TEXTS)
def test_both_versions_are_there_whole_but_for_white_space(old: str, new: str) -> None:
    parts = difference(old, new)
    assert "".join(part.text for part in parts if part.kind != GONE) == new
    assert "".join(part.text for part in parts if part.kind != FRESH).split() == old.split()
    assert all(part.text for part in parts)
