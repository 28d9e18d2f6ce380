"""The commands take a pipe, an address and documents of every format as they take a file."""

import json
import subprocess
import sys
from pathlib import Path

from tests.sources.builders import FIRST, SECOND, docx, epub, word_paragraph
from tests.sources.test_web import PAGE, Site, answer, site

__all__ = ["site"]
HEAVY = ("zipfile", "xml.parsers.expat", "email", "http.client", "ssl", "socket", "gzip", "json", "subprocess")


def clean(*paths: str | Path, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reader", "clean", "-f", "json", *map(str, paths)]
    return subprocess.run(command, input=data, capture_output=True, timeout=100)


def test_a_pipe_is_cleaned() -> None:
    done = clean("-", data=f"A quay is closed\n\n{FIRST}\n\n{SECOND}\n".encode())
    assert done.returncode == 0
    row = json.loads(done.stdout)
    assert (row["source"], row["title"]) == ("-", "A quay is closed")
    done = clean("-")
    assert done.returncode == 1
    assert done.stderr.decode().strip().endswith("-: is empty")


def test_an_address_and_documents_are_cleaned_in_the_order_that_was_asked_for(site: Site, tmp_path: Path) -> None:
    site.answers["/a"] = answer(PAGE.encode())
    (tmp_path / "a.docx").write_bytes(docx(word_paragraph(FIRST)))
    (tmp_path / "b.epub").write_bytes(epub({"a.xhtml": f"<p>{FIRST}</p>"}))
    (tmp_path / "c.jsonl").write_text(json.dumps({"text": FIRST}) + "\n" + json.dumps({"id": 5}))
    done = clean(tmp_path / "c.jsonl", f"{site.address}/a", f"{site.address}/none", tmp_path)
    assert done.returncode == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(row["source"]).name for row in rows] == ["c.jsonl#1", "a", "a.docx", "b.epub"]
    assert all(FIRST in row["text"] for row in rows)
    complaints = done.stderr.decode().splitlines()
    assert len(complaints) == 3
    assert complaints[-1] == "nrc-reader: 2 of 6 failed"
    assert "c.jsonl#2: has no article" in complaints[0]
    assert "/none: is not there" in complaints[1]


def test_the_door_opens_without_what_only_some_formats_need() -> None:
    code = "import sys; before = set(sys.modules); import reader.sources; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    assert set(done.stdout.split()) & set(HEAVY) == set()
