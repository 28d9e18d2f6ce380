"""``nrc-reader clean``: the cleaned articles, as text, as JSON, or with every line explained."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.articles import add_article_arguments, articles
from reader.commands.session import DONE, PROBLEM, settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    add_article_arguments(parser)
    why = "print every line with its role, its score and whether it is shown"
    parser.add_argument("--explain", action="store_const", dest="format", const="explain", help=why)


def run(options: argparse.Namespace) -> int:
    """Print the cleaned articles; the exit code."""
    from reader.exchange.articles import as_json, as_text, explained

    failed: list[str] = []
    show = {"json": as_json, "text": as_text, "explain": explained}[options.format]
    for index, article in enumerate(articles(options, settings_of(options), failed)):
        if index and options.format != "json":
            print("\n" + "─" * 72 + "\n")
        sys.stdout.write(show(article))
    return PROBLEM if failed else DONE
