"""Puts the bytes that a command makes where a person wants them: a file, whole or not at all, or a stream."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.commands.environment import CommandError
from reader.system.stdio import tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.store.store_protocol import Store

#: Names of this process's own standard error, which is closed to everything but messages.
_STANDARD_ERROR = ("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2")


def deliver(store: Store, output: str, chunks: Iterator[bytes]) -> None:
    """Put the bytes of a file where a person wants them."""
    if output in _STANDARD_ERROR:
        tell(b"".join(chunks).decode().removesuffix("\n"))
    elif output != "-":
        _write(store, output, chunks)
    else:
        _print(chunks)


def _print(chunks: Iterator[bytes]) -> None:
    """Write to standard output what is safe for a terminal: the formats have escaped all that is not."""
    sys.stdout.flush()
    for data in chunks:
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def target_of(output: str) -> Path:
    """The place that a person named; raises ``CommandError`` where it can be none."""
    path = Path(output).absolute()
    if not path.parent.is_dir():
        raise CommandError(f"{output}: cannot be written: there is no folder {path.parent} (make it first)")
    return path


def _write(store: Store, output: str, chunks: Iterator[bytes]) -> None:
    """Write the file whole or not at all; raises ``CommandError``."""
    from reader.exchange.export_target import write_export
    from reader.store.store_protocol import StoreError
    from reader.system.os_errors import reason

    path = target_of(output)
    try:
        write_export(store, path, chunks)
    except StoreError as error:
        raise CommandError(error) from error
    except OSError as error:
        raise CommandError(f"{output}: cannot be written: {reason(error)}") from error
