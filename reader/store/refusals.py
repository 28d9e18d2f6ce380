"""What the system refused, said as a store says it: in one line, with what a person can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reader.store.store_protocol import StoreError


def refused(error: OSError, place: object, what: str) -> StoreError:
    """The error in one line: where (``place`` where it does not say), what, why, and what to do."""
    from reader.system.os_errors import reason  # not before the first paint

    return StoreError(f"{error.filename or place}: {what}: {reason(error)}")


@contextmanager
def refusals(place: object, what: str) -> Iterator[None]:
    """Turn each ``OSError`` inside into the ``StoreError`` that says it.

    Args:
        place: what is named where the error names nothing.
        what: that was not done, as ``not saved``.
    """
    try:
        yield
    except OSError as error:
        raise refused(error, place, what) from error
