"""The jump list, whatever the jumps: back leads through where one was, forward to where one came from."""

from hypothesis import given
from hypothesis import strategies as st

from reader.workspace.jump_list import JumpList, JumpPlace

places = st.builds(JumpPlace, st.sampled_from("ab"), st.integers(0, 5))


@given(st.lists(places, min_size=1, max_size=30))
def test_back_leads_through_every_place_and_forward_returns(visited: list[JumpPlace]) -> None:
    jumps, here = JumpList(), visited[0]
    path = [here]
    for place in visited[1:]:
        jumps.leave(here)
        here = place
        if path[-1] != here:
            path.append(here)
    seen = [here]
    while (found := jumps.back(seen[-1])) is not None:
        seen.append(found)
    assert seen[::-1] == path
    again = [seen[-1]]
    while (found := jumps.forward(again[-1])) is not None:
        again.append(found)
    assert again == path


def test_a_new_jump_forgets_what_lay_ahead() -> None:
    jumps = JumpList()
    jumps.leave(JumpPlace("a", 0))
    assert jumps.back(JumpPlace("a", 9)) == JumpPlace("a", 0)
    jumps.leave(JumpPlace("a", 0))
    assert jumps.forward(JumpPlace("b", 1)) is None
    assert jumps.back(JumpPlace("b", 1)) == JumpPlace("a", 0)
    assert jumps.back(JumpPlace("a", 0)) is None
