"""``nrc-reader fetch``: keeps each new version of web pages as files, for whoever watches what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, CommandError, complain, settings_of

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("urls", nargs="+", metavar="URL", help="the address of a page; nothing else is fetched")
    parser.add_argument("-o", "--output", metavar="FOLDER", default="pages", help="default: %(default)s/ here")


def run(options: argparse.Namespace) -> int:
    """Fetch the pages; the exit code."""
    from datetime import UTC, datetime

    from reader.exchange.versions.kept_pages import keep_page
    from reader.sources import SourceError
    from reader.sources.opening import is_url
    from reader.system.os_errors import reason
    from reader.system.safe_text import safe_text

    settings, failed = settings_of(options), 0
    for url in options.urls:
        if not is_url(url):
            failed += complain(f"{url}: is no web address (it has to begin with http:// or https://)")
            continue
        at = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
        try:
            kept = keep_page(url, Path(options.output), settings.max_file_bytes, at)
        except SourceError as error:
            failed += complain(error)
        except OSError as error:
            raise CommandError(f"{options.output}: cannot be written: {reason(error)}") from error
        else:
            said = "the first version" if kept.earlier is None else f"changed since {kept.earlier.name}"
            print(safe_text(f"{kept.file}: {said}" if kept.is_new else f"{kept.file}: not changed"))
    return PROBLEM if failed else DONE
