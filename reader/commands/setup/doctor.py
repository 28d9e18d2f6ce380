"""``nrc-reader doctor``: looks at everything that the reader rests on, and says what is wrong and what to do.

People run it when something is broken. So each look stands alone: it may fail or take too long, and the others go on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.commands.environment import DONE, CommandError, complain
from reader.commands.setup import findings, program_findings, terminal_findings
from reader.commands.setup.findings import NOTE, OK, Finding, answer_within, found_within
from reader.commands.setup.store_findings import look_at_store
from reader.commands.styled_output import safe, show, table, terminal_size
from reader.config.settings import Settings
from reader.system.missing_libraries import first_missing
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse

    from reader.config.settings_listing import ListedSetting
    from reader.system.terminal_query import TerminalAnswer

#: Seconds for a look at the store, which may be large or behind a network, and for each of the others.
STORE_S, LOOK_S = 20.0, 10.0
_MARKS = {OK: ("✓", "ok", "green"), NOTE: ("!", "note", "yellow"), findings.PROBLEM: ("✗", "PROBLEM", "red")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="the format")


def run(options: argparse.Namespace) -> int:
    """Look at everything, and print it; the exit code."""
    answer = terminal_findings.ask()  # before any thread is started, see ``ask_terminal``
    found = found_within(LOOK_S, "program", program_findings.look_at_program)
    rows: Sequence[ListedSetting] = ()
    if not (is_bare := first_missing() is not None):  # else nothing that follows could be loaded
        more, rows = _look_further(options, answer)
        found += more
    wrong = findings.problems(found)
    if options.format == "json":
        _print_json(found, rows, is_working=not wrong)
    elif terminal_size() and not is_bare:
        _show(found)
    else:
        sys.stdout.write("".join(map(_line, found)))
    if wrong:
        said = "; ".join(f"{one.about}: {one.found}" for one in wrong)
        return complain(f"doctor: {counted(len(wrong), 'problem')}: {said}")
    return DONE


def _look_further(options: argparse.Namespace, answer: TerminalAnswer) -> tuple[list[Finding], Sequence[ListedSetting]]:
    """Look at all that needs libraries; what was found, and the settings in force."""
    read = answer_within(LOOK_S, lambda: _settings(options))
    settings, rows, faults = read or (Settings(), [], [f"settings: not read after {LOOK_S:g} seconds"])
    found = found_within(LOOK_S, "settings", partial(_look_at_settings, options, rows, faults))
    if read:
        origin = next(row.origin for row in rows if row.name == "store")
        found += found_within(STORE_S, "store", partial(look_at_store, settings, origin))
    found += found_within(LOOK_S, "names", partial(program_findings.look_at_names, settings.detector))
    found += found_within(LOOK_S, "sources", program_findings.look_at_sources)
    found += found_within(LOOK_S, "terminal", partial(terminal_findings.look_at_terminal, answer))
    return found, rows


def _settings(options: argparse.Namespace) -> tuple[Settings, list[ListedSetting], list[str]]:
    """The settings in force, or where they cannot be used those that the rest can be looked at with; what is wrong."""
    from reader.config.settings import SettingsError, store_named
    from reader.config.settings_check import settings_faults
    from reader.config.settings_listing import listed
    from reader.config.settings_sources import load

    chosen = {"config": options.config, "store": options.store, "annotator": options.annotator}
    faults: list[str] = []
    try:
        settings = load(**chosen)
    except SettingsError as error:
        faults = list(settings_faults(**chosen)) or [str(error)]
        settings = Settings()
        if named := options.store or os.environ.get("NRC_READER_STORE"):
            with suppress(ValueError):
                settings = replace(settings, store=store_named(named))
    return settings, list(listed(settings)), faults


def _look_at_settings(
    options: argparse.Namespace, rows: Sequence[ListedSetting], faults: Sequence[str], take: Callable[[Finding], object]
) -> None:
    """Look at the files that count, what is wrong in them, and each setting that something names."""
    from reader.commands.setup.config_ import key_faults
    from reader.config.settings import SettingsError
    from reader.config.settings_check import settings_files
    from reader.config.settings_listing import DEFAULT
    from reader.config.settings_sources import load

    for fault in faults:
        take(Finding("settings", "mistake", fault, findings.PROBLEM, "correct that line"))
    files: list[Path] = []
    with suppress(SettingsError):  # it is among the faults
        files = settings_files(options.config)
    for file in files:
        take(Finding("settings", "file", str(file)))
    if not files:
        take(Finding("settings", "file", "none: the defaults are in force"))
    if faults:
        return
    settings = load(config=options.config, store=options.store, annotator=options.annotator)
    with suppress(CommandError):  # what is wrong with the store is for the look at it to say, once
        for fault in key_faults(settings):
            take(Finding("settings", "mistake", fault, findings.PROBLEM, "give one of them another key"))
    for line in settings.not_used:
        take(Finding("settings", "not used", line, NOTE))
    for row in rows:
        if row.origin != DEFAULT:
            take(Finding("settings", row.name, f"{row.value} ({row.origin})"))


def _line(one: Finding) -> str:
    from reader.system.safe_text import safe_text

    advice = f" ({one.advice})" if one.advice else ""
    return safe_text(f"{_MARKS[one.state][1]:<7} {one.about}: {one.what}: {one.found}{advice}") + "\n"


def _show(found: list[Finding]) -> None:
    """Print the findings as a table, a section for each thing that was looked at."""
    made = table(("", "what", "found", "what to do"))
    about = ""
    for one in found:
        if one.about != about:
            about = one.about
            made.add_row(safe(""), safe(about, "bold"))
        mark, _, colour = _MARKS[one.state]
        made.add_row(safe(mark, colour), safe(one.what), safe(one.found), safe(one.advice))
    show(made)


def _print_json(found: Sequence[Finding], rows: Sequence[ListedSetting], *, is_working: bool) -> None:
    import json

    models: list[dict[str, Any]] = [one._asdict() for one in program_findings.language_models()]
    result = {
        "working": is_working,
        "findings": [one._asdict() for one in found],
        "settings": [row._asdict() for row in rows],
        "models": models,
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
