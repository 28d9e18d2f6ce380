"""One TOML file that a person or a stranger wrote, read within limits; a mistake is one line that names its place."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Any

#: The sum over all lines, at most: the square of the dots outside quotes and comments, and the dots of the table that
#: the line is in. In a key of a thousand names each name costs as much as all before it.
_MOST_DOTS = 500**2
_QUOTED = re.compile(r""""[^"\n]*"|'[^'\n]*'|#[^\n]*""")


class TomlError(Exception):
    """A file that cannot be read: which, on what line, and what is wrong."""


def toml_text(path: Path, largest: int) -> str:
    """The file as it is.

    Args:
        path: of a plain file: a pipe or a device would never end.
        largest: in bytes.

    Raises:
        TomlError: it cannot be read, or is no such file.
        FileNotFoundError: there is none.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(handle, "rb") as file:  # noqa: PTH123 - of a descriptor
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise TomlError(f"{path}: is no plain file (put a file there)")
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
    """What the text says; raises ``TomlError``, which names the path."""
    import tomllib

    cost = depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        dots = _QUOTED.sub("", line).count(".") if "." in line else 0
        if line.lstrip().startswith("["):
            depth = dots
        cost += dots**2 + depth
        if cost > _MOST_DOTS:
            raise TomlError(f"{path}:{number}: not valid TOML: keys of too many names")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at line ")
        number = int(where.split(",")[0]) if where else text.count("\n") + 1
        raise TomlError(f"{path}:{number}: not valid TOML: {what.removesuffix(' (at end of document)')}") from error
    except (ValueError, RecursionError) as error:  # digits without end, brackets without end
        raise TomlError(f"{path}: not valid TOML: a number is too large, or a value nested too deeply") from error
