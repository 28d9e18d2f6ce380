"""Other programs are measured on the same text, and one that is not here costs one line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.benchmarks.speed import peers
from tests.benchmarks.speed.inputs import RARE, Inputs
from tests.benchmarks.speed.peers import Peer
from tests.benchmarks.speed.processes import MISSING

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

#: Shows the start of a file, a line of ten bytes for each j, and the rare word for anything else.
PAGER = f"""#!{sys.executable}
import os, sys, tty
if sys.argv[1] == "--version":
    sys.exit(print("pager 1.0"))
tty.setraw(0)
os.write(1, open(sys.argv[1], "rb").read(2000).replace(b"\\n", b"\\r\\n"))
while key := os.read(0, 64):
    os.write(1, b"x" * 8 + b"\\r\\n" if key == b"j" else b"{RARE}\\r\\n" * 2)
"""


def test_a_peer_is_measured_for_what_it_can_do_and_the_others_go_on_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pager = tmp_path / "pager"
    pager.write_text(PAGER)
    pager.chmod(0o755)
    there = Peer("there", str(pager), "", (), "j", ("/",))
    monkeypatch.setattr(peers, "PEERS", (Peer("gone", "no-such-program", "", (), "j"), there))
    monkeypatch.setattr(peers, "SIZES", (400,))
    empty, gone, found = peers.all_measured(Inputs(tmp_path / "cache"), tmp_path, 1)
    assert gone == "gone: left out, because it is not on this system"
    assert empty[:3] == ("empty Textual app", "", 0)
    assert found[:3] == ("there", "pager 1.0", 400)
    costs = found[3]
    assert isinstance(costs, dict)
    assert costs["scroll_bytes"] == 10
    assert costs.keys() == peers.FIGURES.keys()
