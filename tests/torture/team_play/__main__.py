"""Two annotators and an adjudicator on clones of one repository, by keys in real terminals.

Both tag blind, with planted disagreements of five kinds; commit, merge in both orders, hand in, take back. What each
sees, exports and is told before both have finished is searched for the other's words and places, and compared with a
world in which the other one tagged nothing. Then all is adjudicated, and more merges bring new tags.

.venv/bin/python -m tests.torture.team_play [--documents 40] [--disagreements 200] [--merges 20] [--seed 7]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.torture.team_play.play import Play


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--disagreements", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=4, help="exchanges before both have finished")
    parser.add_argument("--merges", type=int, default=20, help="merges with new tags after the adjudication")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        play = Play(
            Path(folder), options.documents, options.disagreements, options.rounds, options.merges, options.seed,
            is_whole=True,
        )  # fmt: skip
        for scene in play.scenes:
            scene()
            wrong = "; ".join(play.figures.wrong_so_far) or "nothing wrong"
            said = f"{play.figures.merges} merges, {play.figures.looks} looks, {wrong}"
            print(f"{scene.__name__}: {said}", file=sys.stderr, flush=True)
    for line in play.figures.listed():
        print(line)
    raise SystemExit(int(bool(play.figures.wrong)))


if __name__ == "__main__":
    main()
