"""The manual: its pages, their topics, and their text.

A page is a Markdown file in this folder. ``nrc-reader help`` and the help screen show the same file.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

#: The pages in list order, each with its subject.
PAGES: Mapping[str, str] = {
    "keys": "every key, counts, the mouse, the command palette",
    "labels": "when to use which label, your own labels, how tags look",
    "commands": "every command with its options, exit codes",
    "lint": "rules that tags are checked against, what they find, waivers",
    "suggestions": "passages that may deserve a label, and how the program learns",
    "search": "finding in one document and in all, what may be typed, the index",
    "store": "where annotations are kept, saving, recovery, undo",
    "server": "a store on a PostgreSQL server, and setting one up",
    "team": "several annotators: project, handing in, blind, adjudication",
    "formats": "which files open, and what an export holds",
    "reports": "templates, and what they are told of quotations",
    "browser": "the reader in browsers: addresses, away and back, TLS, keys",
    "versions": "what became of each sentence and tag in a later version",
    "agreement": "how far several annotators agree, and what each figure means",
    "names": "people and places: corrections, your own list, detectors",
    "settings": "the settings file, its place, variables, trust",
    "python": "scripts that read, tag, link, search and export",
    "limits": "what is left out, files of strangers, what is not good yet",
    "figures": "how good and how fast it is, and how to measure it again",
    "terminal": "tmux, SSH, clipboard, fonts, colours, suspending",
}


def page(topic: str) -> str:
    """The Markdown of a page; raises ``KeyError`` for an unknown topic."""
    if topic not in PAGES:
        raise KeyError(topic)
    return Path(__file__).with_name(f"{topic}.md").read_text(encoding="utf-8")
