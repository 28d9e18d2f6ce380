"""Files of other programs are read whole up to a bound, and refused above it."""

from pathlib import Path

import pytest

from reader.exchange import bounded_file
from reader.exchange.exchange_error import ExchangeError
from reader.exchange.formats import format_of


@pytest.mark.parametrize("name", ["aif", "argdown", "qdc"])
def test_a_file_that_is_too_large_is_refused_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x" * 101)
    assert bounded_file.whole_file(path) == b"x" * 101
    monkeypatch.setattr(bounded_file, "_LARGEST", 100)
    with pytest.raises(ExchangeError, match="is larger than"):
        list(format_of(name).read(path))
