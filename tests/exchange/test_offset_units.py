"""Offsets go into the units of other programs and back, and an offset inside of a character is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.format_protocol import Unit
from reader.exchange.offset_units import OffsetUnits

TEXT = "Minister 😀 says émissions"


@pytest.mark.parametrize(
    ("unit", "begins", "ends"), [(Unit.CODE_POINTS, 11, 15), (Unit.UTF_16, 12, 16), (Unit.BYTES, 14, 18)]
)
def test_what_stands_behind_an_emoji_is_further_on_in_other_units(unit: Unit, begins: int, ends: int) -> None:
    units = OffsetUnits(TEXT, unit)
    assert TEXT[11:15] == "says"
    assert (units.of(11), units.of(15)) == (begins, ends)
    assert (units.code_point(begins), units.code_point(ends)) == (11, 15)


@pytest.mark.parametrize("unit", [Unit.UTF_16, Unit.BYTES])
def test_an_offset_inside_of_a_character_is_none(unit: Unit) -> None:
    with pytest.raises(ValueError, match="inside of a character"):
        OffsetUnits(TEXT, unit).code_point(10)


@pytest.mark.parametrize("offset", [-1, 1000])
@pytest.mark.parametrize("unit", [Unit.CODE_POINTS, Unit.UTF_16])
@pytest.mark.parametrize("text", ["plain", TEXT])
def test_an_offset_outside_of_the_text_is_none(text: str, unit: Unit, offset: int) -> None:
    with pytest.raises(ValueError, match="outside of the text"):
        OffsetUnits(text, unit).code_point(offset)


@given(st.text(max_size=30), st.data())
def test_every_offset_is_that_of_the_encoded_text_and_comes_back(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    expected = {
        Unit.CODE_POINTS: offset,
        Unit.UTF_16: len(text[:offset].encode("utf-16-le", errors="surrogatepass")) // 2,
        Unit.BYTES: len(text[:offset].encode(errors="surrogatepass")),
    }
    for unit, there in expected.items():
        units = OffsetUnits(text, unit)
        assert units.of(offset) == there
        assert units.code_point(there) == offset
