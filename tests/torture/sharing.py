"""People who tag on their own copies of a store on a server, while the server, the line and they themselves are killed.

.venv/bin/python -m tests.torture.sharing [--writers 50] [--seconds 300] [--server 20] [--line 20] [--clients 50]

Each writer is a process with a copy of its own. It tags with think time, relabels tags of others, and writes down the
id of a tag once the save has returned: that is what was acknowledged. Meanwhile the postmaster is killed with all that
it began, the line between is cut, and writers are killed in the middle of what they do and begun anew. In the end all
share what they have. Of what was acknowledged nothing may be missing, on the server and in each copy; nothing may be in
the history twice; and all copies must say the same.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reader.config.server_address import server_address
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.postgres import copied_store
from reader.store.postgres.copied_store import CopiedStore
from reader.store.postgres.postgres_store import PostgresStore
from tests.postgres_server import PostgresServer
from tests.store.postgres.copies import Line

DOCUMENTS = [Document(None, f"{number}.txt", f"{number:064x}") for number in range(8)]
#: What each writer writes its acknowledged tags into.
LOG = "acknowledged"
LABELS = ("claim", "evidence", "opinion")


class Found(NamedTuple):
    """What came of it: what was acknowledged, and what is missing or there twice."""

    acknowledged: int
    missing: int
    twice: int
    unlike: int
    kills: Counter[str]

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost."""
        return bool(self.acknowledged) and not (self.missing or self.twice or self.unlike)


def write(address: str, place: Path, seed: int, think_s: float) -> None:
    """Tag until the process is ended; with SIGTERM it closes the store first."""
    chance, is_over = random.Random(seed), list[int]()
    signal.signal(signal.SIGTERM, lambda *_: is_over.append(1))
    copied_store.AGAIN_S = 0.3
    store = CopiedStore(server_address(address), place / "annotations")
    while not is_over:
        with suppress(Exception):  # the server is away before the first copy is made
            store.make_ready()
            break
        time.sleep(0.1)
    watch = store.watch(lambda _: None)
    watch.start()
    with (place / LOG).open("a") as log:
        while not is_over:
            document = chance.choice(DOCUMENTS)
            one = Annotation(new_id(), "claim", 0, 4, "text", annotator=place.name, created_at=now(), updated_at=now())
            changes = [Change(None, one)]
            key = store.find(document.path, document.sha256)
            if key and chance.random() < 0.3 and (known := store.load(key).annotations):  # anybody's
                other = chance.choice(known)
                changes.append(Change(other, other.touched(label=chance.choice(LABELS))))
            store.save(document, changes, act=Act("claim", place.name, new_id()))
            log.write(f"{one.id}\n")
            log.flush()
            time.sleep(think_s * chance.random() * 2)
    watch.close()
    store.close()


def _begun(address: str, place: Path, seed: int, think_s: float) -> subprocess.Popen[bytes]:
    """A writer, as a process of its own."""
    place.mkdir(parents=True, exist_ok=True)
    words = ["--write", address, str(place), "--seed", str(seed), "--think", str(think_s)]
    root = Path(__file__).parents[2]
    return subprocess.Popen([sys.executable, "-m", "tests.torture.sharing", *words], cwd=root)


def run(
    folder: Path, *, writers: int, seconds: float, server: int, line: int, clients: int, think_s: float, seed: int = 0
) -> Found:
    """One run; numbers are how often each is killed, spread over the time at random."""
    chance, cluster = random.Random(seed), PostgresServer()
    kills: Counter[str] = Counter()
    try:
        cluster.start(is_durable=True)
        project = f"t{new_id().lower()}"
        with tempfile.TemporaryDirectory(prefix="nrc-l-", dir="/tmp") as place:
            between = Line(cluster.folder, Path(place))
            address = cluster.address(project, host=place)
            places = [folder / f"writer-{number}" for number in range(writers)]
            children = {each: _begun(address, each, seed + number, think_s) for number, each in enumerate(places)}
            events = [*["server"] * server, *["line"] * line, *["clients"] * clients]
            chance.shuffle(events)
            while not all((each / LOG).exists() and (each / LOG).stat().st_size for each in places):
                time.sleep(0.05)  # on a busy machine a program takes its time to begin
            begin = time.monotonic()
            for place_in_time, event in enumerate(events, 1):
                time.sleep(max(0, begin + seconds * place_in_time / (len(events) + 1) - time.monotonic()))
                kills[event] += 1
                if event == "server":
                    cluster.kill()
                    time.sleep(chance.random() * 0.5)
                    cluster.start(is_durable=True)
                elif event == "line":
                    between.cut()
                    time.sleep(chance.random() * 0.5)
                    between.mend()
                else:
                    each = chance.choice(places)
                    children[each].kill()
                    children[each].wait()
                    children[each] = _begun(address, each, chance.randrange(1 << 30), think_s)
            time.sleep(max(0, begin + seconds - time.monotonic()))
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait()
            found = compared(address, places)._replace(kills=kills)
            between.cut()
            return found
    finally:
        cluster.stop()


def compared(address: str, places: list[Path]) -> Found:
    """Have all share what they have, and compare."""
    stores = [CopiedStore(server_address(address), place / "annotations") for place in places]
    for store in (*stores, *stores):
        if fault := store.catch_up():
            print(fault, file=sys.stderr)
    acknowledged = {line for place in places for line in (place / LOG).read_text().split()}
    remote = PostgresStore(server_address(address))
    written = Counter(
        change.record.id for _, step in remote.recent() for change in step.changes if change.before is None
    )
    sides = [{one.id: one for key in side.keys() for one in side.load(key).annotations} for side in (remote, *stores)]
    missing = sum(one not in side for one in acknowledged for side in sides)
    for store in (*stores, remote):
        store.close()
    unlike = sum(side != sides[0] for side in sides)
    return Found(len(acknowledged), missing, sum(count > 1 for count in written.values()), unlike, Counter())


def main() -> int:
    """The long form; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("writers", 50), ("seconds", 300), ("server", 20), ("line", 20), ("clients", 50), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--write", nargs=2, metavar=("ADDRESS", "FOLDER"), help="be one of the writers")
    options = parser.parse_args()
    if options.write:
        write(options.write[0], Path(options.write[1]), options.seed, options.think)
        return 0
    with tempfile.TemporaryDirectory(prefix="nrc-sharing-") as folder:
        found = run(
            Path(folder), writers=options.writers, seconds=options.seconds, server=options.server, line=options.line,
            clients=options.clients, think_s=options.think, seed=options.seed,
        )  # fmt: skip
    print(found)
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
