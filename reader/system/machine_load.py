"""Whether the machine has time for what nobody waits for."""

from __future__ import annotations

import os


def is_busy() -> bool:
    """Whether more programs want a processor than there are; False where the system does not say."""
    try:
        return os.getloadavg()[0] > (os.cpu_count() or 1)
    except (OSError, AttributeError):  # not on every system
        return False
