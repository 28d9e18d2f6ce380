"""Reads one TOML file within limits, as it may be a stranger's; an error is one line that names file and line."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

#: The limit for the sum over all lines of the squared number of dots outside quotes and comments, plus the dots of the
#: line's table. In a key of a thousand names each name costs as much as all names before it.
_MOST_DOTS = 500**2
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'|#[^\n]*""")


class TomlError(Exception):
    """A file that cannot be read; the message gives file, line and fault."""


def toml_text(path: Path, largest: int) -> str:
    """The text of the file.

    Args:
        path: of a plain file; a pipe or a device could block for ever.
        largest: in bytes.

    Raises:
        TomlError: it cannot be read, or is not a plain file.
        FileNotFoundError: there is no such file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a descriptor
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise TomlError(f"{path}: is not a plain file (put a file there)")
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise
    except OSError as error:
        from reader.system.os_errors import reason

        raise TomlError(f"{path}: cannot be read: {reason(error)}") from error
    if len(data) > largest:
        size = f"{largest >> 20} MiB" if largest >> 20 else f"{largest >> 10} KiB"
        raise TomlError(f"{path}: is larger than {size} (shorten it)")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TomlError(f"{path}: is not UTF-8 (save it as UTF-8)") from error


def toml_table(text: str, path: Path) -> dict[str, Any]:
    """The parsed TOML; raises ``TomlError``, whose message names the path."""
    import tomllib

    cost = depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        dots = _QUOTED.sub("", line).count(".") if "." in line else 0
        if line.lstrip().startswith("["):
            depth = dots
        cost += dots**2 + depth
        if cost > _MOST_DOTS:
            raise TomlError(f"{path}:{number}: not valid TOML: too many dots in its keys")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, position = str(error).partition(" (at line ")
        number = int(position.split(",")[0]) if position else text.count("\n") + 1
        raise TomlError(f"{path}:{number}: not valid TOML: {what.removesuffix(' (at end of document)')}") from error
    except (ValueError, RecursionError) as error:  # a number with too many digits, or brackets nested too deeply
        raise TomlError(f"{path}: not valid TOML: a number is too large, or a value nested too deeply") from error
