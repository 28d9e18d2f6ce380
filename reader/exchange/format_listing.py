"""All formats with what is known of each, for a person who chooses one."""

from __future__ import annotations

from typing import NamedTuple

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_protocol import About
from reader.exchange.formats import format_of, missing_libraries, names


class ListedFormat(NamedTuple):
    """A format.

    Attributes:
        name: of it.
        about: what is known of it.
        missing: for each library that it needs and that is not installed, a line with what installs it.
    """

    name: str
    about: About
    missing: tuple[str, ...]


def listed_formats() -> tuple[list[ListedFormat], list[ExchangeError]]:
    """All formats in their order; and why those of other packages cannot be loaded. Each is imported for it."""
    found, faults = [], []
    for name in names():
        try:
            format_ = format_of(name)
        except ExchangeError as error:
            faults.append(error)
        else:
            found.append(ListedFormat(name, format_.ABOUT, tuple(map(str, missing_libraries(format_)))))
    return found, faults
