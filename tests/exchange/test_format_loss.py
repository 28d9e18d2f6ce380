"""The line that says what a format cannot hold."""

import pytest

from reader.exchange.format_loss import FAR_LINK, NESTED, Loss


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (NESTED, "2 nested spans not written"),
        (FAR_LINK, "2 links to other documents not written"),
        ("span under a label with white space", "2 spans under a label with white space not written"),
        ("label that XML cannot hold", "2 labels that XML cannot hold not written"),
        ("passage not in whole tokens", "2 passages not in whole tokens not written"),
    ],
)
def test_more_than_one_is_said_in_the_plural(kind: str, said: str) -> None:
    loss = Loss()
    loss.add(kind, 2)
    assert str(loss) == said
