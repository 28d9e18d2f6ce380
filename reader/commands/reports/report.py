"""``nrc-reader report``: fills a template with the annotations in the store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.commands.environment import DONE, PROBLEM, STOPPED, CommandError, complain
from reader.commands.interchange.chosen_documents import chosen_documents
from reader.commands.interchange.delivery import deliver
from reader.commands.interchange.selection_options import add_selection_arguments, asked_for

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument(
        "-t",
        "--template",
        metavar="TEMPLATE",
        default="dossier",
        help="dossier, reading-notes, or a file (default: %(default)s)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")
    parser.add_argument("--date", default="", metavar="TEXT", help="the date that the report bears (default: none)")
    add_selection_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Write the report; the exit code."""
    from reader.commands.progress_line import ProgressLine
    from reader.exchange.reports.report_variables import report_record
    from reader.exchange.reports.report_writing import report_text
    from reader.exchange.reports.template_sandbox import ReportError
    from reader.store.store_protocol import StoreError

    asked = asked_for(options)
    failed: list[str] = []
    try:
        with ProgressLine(prints=False) as progress:
            documents = chosen_documents(asked, failed, progress)
            job = documents.job(asked.labels)
            record = report_record(documents.documents(needs_text=False), job, options.date)
        text = report_text(options.template, record)
        if options.output == "-":
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            deliver(asked.store, options.output, iter([text.encode(errors="backslashreplace")]))
    except (ReportError, StoreError) as error:
        raise CommandError(error) from error
    except KeyboardInterrupt:
        complain("report: stopped; nothing is left of it")
        return STOPPED
    return PROBLEM if failed else DONE
