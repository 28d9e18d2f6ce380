"""What is wrong with an exchange file."""

from __future__ import annotations


class ExchangeError(Exception):
    """A line that cannot be read; the message names the line and the fault."""
