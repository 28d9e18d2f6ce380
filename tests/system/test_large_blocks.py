"""What a large text took goes back to the system once it is gone."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from reader.system.large_blocks import give_back_large_blocks

def resident() -> int:
    return int(open("/proc/self/statm").read().split()[1]) * 4096

if sys.argv[1] == "back":
    give_back_large_blocks()
bytearray(8 << 20)  # the C library now keeps blocks as large as this one
before, kept = resident(), []
for _ in range(20):  # what stays lies between what goes
    block = bytearray(b"x" * (1 << 20))
    kept.append([bytearray(b"y" * 2000) for _ in range(20)])
    kept.append(block)
for at in range(1, len(kept), 2):
    kept[at] = None
print((resident() - before) >> 20)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only the C library of Linux keeps them")
def test_a_freed_block_is_given_back() -> None:
    def left(how: str) -> int:
        done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
        return int(done.stdout)

    assert left("back") < 10
