"""Makes a report of annotations with a template, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.exchange.reports.template_sandbox import MOST_BYTES, MOST_OUTPUT, ReportError, own_templates
from reader.system.file_bounds import in_words

MODULE = "reader.exchange.reports.template_worker"
#: The longest wait for a report, in seconds by the clock; a busy machine is slow.
MAX_WAIT = 600


def report_text(template: str, record: dict[str, Any]) -> str:
    """The report.

    Args:
        template: the name of one of ours, or a path to any.
        record: what ``report_record`` gave.

    Raises:
        ReportError: it cannot be made.
    """
    from reader.system import missing_libraries
    from reader.system.child_process import ChildHung, ChildProcess, ChildStopped

    if not missing_libraries.is_there("jinja2"):
        raise ReportError(str(missing_libraries.missing("jinja2")))
    folder, name = _found(template)
    request = json.dumps({"folder": folder, "name": name, "record": record}).encode("ascii")
    try:
        with ChildProcess(MODULE) as child:
            answer = json.loads(bytes(child.ask(request, MAX_WAIT, MOST_OUTPUT * 12)))
    except ChildHung as error:
        raise ReportError(f"{name}: takes too long") from error
    except ChildStopped as error:
        what = "takes too much time: does it loop?" if error.took_too_long else f"cannot be filled: {error}"
        raise ReportError(f"{name}: {what}") from error
    except (OSError, ValueError) as error:
        raise ReportError(f"{name}: the process that fills it did not answer") from error
    if fault := answer.get("fault"):
        raise ReportError(fault if fault.startswith(f"{name}:") else f"{name}: {fault}")
    return str(answer["text"])


def _found(template: str) -> tuple[str, str]:
    """The folder of a template, empty for one of ours, and its name there."""
    own = own_templates()
    if template in own:
        return "", own[template]
    path = Path(template)
    if not path.is_file():
        raise ReportError(f"{template}: there is no such file, and no such template (ours are {', '.join(own)})")
    path = path.resolve()
    if path.stat().st_size > MOST_BYTES:
        raise ReportError(f"{template}: is too large for a template (at most {in_words(MOST_BYTES)})")
    if path.name.startswith("."):
        raise ReportError(f"{template}: is hidden (rename it, so that it does not begin with a dot)")
    return str(path.parent), path.name
