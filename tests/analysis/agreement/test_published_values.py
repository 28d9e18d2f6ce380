"""Worked examples that were published come out as they were published."""

from __future__ import annotations

from typing import Any

import pytest

from tests.analysis.agreement.published import computed, published

VALUES = published()


@pytest.mark.skipif(not VALUES, reason="the published values lie beside the checkout, in a folder that is not here")
def test_all_of_them_are_tried() -> None:
    assert len(VALUES) >= 24


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value["name"])
def test_a_published_value_comes_out(value: dict[str, Any]) -> None:
    assert computed(value) == pytest.approx(value["expected"], abs=value["tolerance"])
