"""How soon names come, and what they cost: beside the first text, from a cold and a warm worker, a thousand words.

    python -m tests.benchmarks.bench_entities [PATH] [--rounds 7]

Wall-clock seconds depend on what else the machine does: CPU seconds stand beside them. Key latency is from a key to the
first byte that it changes on the screen, while names are looked for and a moment later, when nothing is going on.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.terminal import Terminal

#: A heading of the names' list: what is on the screen once there are names.
HEADINGS = ("People", "Organisations", "Countries")
KEYS = 24
#: Answers of a warm worker.
WARM = 10


def first_rows(path: str, rounds: int, store: str | None) -> tuple[list[float], list[float], list[float]]:
    """Seconds from the first paint to the first names, and the latencies of keys meanwhile and at rest.

    Args:
        path: what is opened.
        rounds: how often.
        store: one store for all rounds, whose cache knows the articles from the second on; None for a new one each.
    """
    seconds, busy, rest = [], [], []
    if store is not None:
        kept = Path(store) / ".nrc-reader" / "cache" / "entities"
        with Terminal(
            [sys.executable, "-m", "reader", path], environment={**os.environ, "NRC_READER_STORE": store}
        ) as one:
            one.wait(lambda _: len(list(kept.glob("*.json"))) > 1, timeout=60)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as fresh:
            environment = {**os.environ, "NRC_READER_STORE": store or fresh}
            with Terminal([sys.executable, "-m", "reader", path], environment=environment) as terminal:
                terminal.wait("READ")
                start = time.perf_counter()
                terminal.wait(lambda text: any(heading in text for heading in HEADINGS))
                seconds.append(time.perf_counter() - start)
                busy += [latency(terminal, key) for key in "jk" * (KEYS // 2)]
                terminal.settle(2.0)
                rest += [latency(terminal, key) for key in "jk" * (KEYS // 2)]
    return seconds, busy, rest


def latency(terminal: Terminal, key: str) -> float:
    """Seconds from a key to the first byte of what it changes; the key is given time to be done with."""
    before = len(terminal.output)
    start = time.perf_counter()
    terminal.send(key)
    while len(terminal.output) == before and time.perf_counter() - start < 5:
        terminal.settle(0.0005)
        time.sleep(0.0005)
    taken = time.perf_counter() - start
    terminal.settle(0.03)
    return taken


def worker(text: str, rounds: int) -> tuple[list[float], list[float], list[float], list[float]]:
    """Seconds of a worker: from its start to its first answer, and of an answer when it is warm; of the clock and CPU.

    Returns:
        The clock's and the CPU's of the first answers, then those of the others, one number a round.
    """
    cold, cold_cpu, warm, warm_cpu = [], [], [], []
    for _ in range(rounds):
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "reader.entities.entity_worker", "auto"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        start = time.perf_counter()
        answer(process, 1, text)
        cold.append(time.perf_counter() - start)
        cold_cpu.append(cpu_of(process.pid))
        start = time.perf_counter()
        for number in range(WARM):
            answer(process, number + 2, text + " " * number)
        warm.append((time.perf_counter() - start) / WARM)
        warm_cpu.append((cpu_of(process.pid) - cold_cpu[-1]) / WARM)
        process.communicate()
    return cold, cold_cpu, warm, warm_cpu


def answer(process: subprocess.Popen[bytes], number: int, text: str) -> None:
    """Ask, and wait for the answer."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps({"id": number, "text": text, "language": "en"}).encode() + b"\n")
    process.stdin.flush()
    while json.loads(process.stdout.readline())["id"] != number:
        pass


def cpu_of(pid: int) -> float:
    """CPU seconds that a process has used, where the system tells."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rules(text: str, rounds: int) -> tuple[float, float]:
    """CPU seconds of rules and grouping for ``text``: the first time, imports and tables included, and from then on."""
    code = (
        "import sys, time; text = sys.stdin.read(); spent = []\n"
        "for number in range(int(sys.argv[1]) + 1):\n"
        "    start = time.process_time()\n"
        "    from reader.entities.detection import detect_entities\n"
        "    from reader.entities.detector import RulesDetector\n"
        "    detect_entities(text + ' ' * number, RulesDetector())\n"
        "    spent.append(time.process_time() - start)\n"
        "print(spent[0], sorted(spent[1:])[len(spent) // 2])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(rounds)],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    first, then = map(float, done.stdout.split())
    return first, then


def refined(text: str, rounds: int) -> float:
    """CPU seconds of the rules and the grouping over a model's mentions, which are taken from the rules' guess."""
    from reader.entities.detection import detect_mentions
    from reader.entities.detector import RulesDetector
    from reader.entities.grouping import group_mentions
    from reader.entities.steps import refine

    spent = []
    for number in range(rounds + 1):
        padded = text + " " * number
        raw = detect_mentions(padded, RulesDetector())
        start = time.process_time()
        group_mentions(refine(padded, raw), padded)
        spent.append(time.process_time() - start)
    return statistics.median(spent[1:])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", default=str(Path(__file__).parents[2] / "seeds"))
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    from reader.cleaning.article_loading import read_article
    from reader.sources import walk

    articles = [read_article(path, max_bytes=1 << 24) for path in walk([options.path], on_error=print)]
    text = "\n\n".join(article.text for article in articles)[:20_000]
    words = len(text.split()) / 1000
    seconds, busy, rest = first_rows(options.path, options.rounds, None)
    with tempfile.TemporaryDirectory() as store:
        known, _, _ = first_rows(options.path, options.rounds, store)
    cold, cold_cpu, warm, warm_cpu = worker(articles[0].text, options.rounds)
    first, then = rules(text, options.rounds)
    share = len(articles[0].text.split()) / 1000
    load = os.getloadavg()[0]
    print(f"load {load:.1f} on {os.cpu_count()} cores; medians of {options.rounds}; {words:.2f} thousand words")
    for name, value, unit in (
        ("first names after the first paint", 1000 * statistics.median(seconds), "ms"),
        ("the same, article seen before", 1000 * statistics.median(known), "ms"),
        ("key latency while names are looked for, median", 1000 * statistics.median(busy), "ms"),
        ("  the slowest of 20", 1000 * sorted(busy)[int(0.95 * len(busy))], "ms"),
        ("key latency at rest, median", 1000 * statistics.median(rest), "ms"),
        ("  the slowest of 20", 1000 * sorted(rest)[int(0.95 * len(rest))], "ms"),
        ("model's first answer, cold", statistics.median(cold), "s"),
        ("  CPU of it", statistics.median(cold_cpu), "s"),
        ("model's answer, warm, a thousand words", statistics.median(warm) / share, "s"),
        ("  CPU of it", statistics.median(warm_cpu) / share, "s"),
        ("first guess of all, CPU, a thousand words", 1000 * first / words, "ms"),
        ("guess, rules and grouping, CPU, a thousand words", 1000 * then / words, "ms"),
        ("rules and grouping, CPU, a thousand words", 1000 * refined(text, options.rounds) / words, "ms"),
        (
            "memory of the worker and its like at most",
            resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            "MB",
        ),
    ):
        print(f"{name:52} {value:8.2f} {unit}")


if __name__ == "__main__":
    main()
