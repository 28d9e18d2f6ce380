"""Has a text written in the user's own editor, which has the terminal meanwhile. No shell reads its command line.

The text lies in a file that only the user may read, in a folder of its own; both are gone afterwards, unless the editor
failed behind what it had saved.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from reader.system.os_errors import reason
from reader.system.stdio import screen
from reader.system.web_session import NO_PROGRAMS, is_in_browser
from reader.ui.terminal.driver import TerminalDriver

if TYPE_CHECKING:
    from types import FrameType

    from textual.app import App

#: What names the editor; the first that is set counts.
VARIABLES = ("VISUAL", "EDITOR")
#: Bytes of the longest text that is taken back.
_MOST_BYTES = 1 << 20
#: Signals that end the reader, and how the editor ends then.
_ENDING, _ENDED_FROM_OUTSIDE = (signal.SIGTERM, signal.SIGHUP), "was ended with the reader"
#: Seconds between two looks at it, and those that it has to end.
_LOOK_S, _PATIENCE_S = 0.1, 0.5


class EditorError(Exception):
    """The text was not written; the message is one plain line."""


def written_in_editor(app: App[Any], text: str, name: str) -> str:
    """The text as the user has saved it, without the line end at its end.

    Args:
        app: gives the terminal away meanwhile.
        text: what the editor begins with.
        name: of the file, without its ending: the editor shows it.

    Raises:
        EditorError: there is no editor, or it failed: the text is as it was.
    """
    words = _editor()
    editor = Path(words[0]).name
    try:
        folder = Path(tempfile.mkdtemp(prefix="nrc-reader-edit-"))  # for the owner alone
        path = folder / f"{name}.txt"
        begun = f"{text}\n".encode(errors="replace") if text else b""
        _write(path, begun)
    except OSError as error:
        raise EditorError(f"no file for the editor: {reason(error)}") from error
    keep = False
    try:
        ended = _run(app, [*words, str(path)])
        saved = _read(path)
        if ended:
            keep = ended == _ENDED_FROM_OUTSIDE or (saved is not None and saved != begun)
            raise EditorError(f"{editor} {ended}: {f'kept in {path}' if keep else 'the text is as it was'}")
        if saved is None:
            raise EditorError(f"{editor} left no file: the text is as it was")
        if len(saved) > _MOST_BYTES:
            keep = True
            raise EditorError(f"too long: kept in {path}")
        try:
            return saved.decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n")
        except UnicodeDecodeError as error:
            keep = True
            raise EditorError(f"not saved as UTF-8: kept in {path}") from error
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _editor() -> list[str]:
    """The words of the user's editor; raises ``EditorError`` if there is none, or none may be started."""
    if is_in_browser():
        raise EditorError(NO_PROGRAMS)
    variable = next((name for name in VARIABLES if os.environ.get(name, "").strip()), None)
    if variable is None:
        raise EditorError("no editor: set $VISUAL or $EDITOR to one")
    try:
        words = shlex.split(os.environ[variable])
    except ValueError as error:
        raise EditorError(f"${variable} cannot be split into words: {str(error).lower()}") from error
    program = os.path.expanduser(words[0]) if words else ""  # noqa: PTH111 - pathlib raises for a user that is unknown
    if not program or shutil.which(program) is None:
        raise EditorError(f"there is no editor {program or repr('')}, which ${variable} names")
    return [program, *words[1:]]


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(handle, "wb") as file:  # noqa: PTH123 - of a descriptor
        file.write(data)


def _read(path: Path) -> bytes | None:
    """What was saved, a byte more than is taken at most; None if there is no such file."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(_MOST_BYTES + 1)
    return None


def _run(app: App[Any], words: list[str]) -> str:
    """Run the editor in the terminal; how it failed, else empty. Nothing is raised while the reader is suspended."""
    ended = ""
    try:
        with app.suspend(), _signals_are_the_editors() as told:
            try:
                ended = _waited_for(words, told)
            except (OSError, ValueError) as error:
                ended = f"cannot be started ({reason(error) if isinstance(error, OSError) else error})"
    except SuspendNotSupported as error:
        raise EditorError("an editor needs the terminal, which cannot be given to it here") from error
    if isinstance(driver := app._driver, TerminalDriver):  # noqa: SLF001 - Textual has no other way
        driver.paint_again()
    return ended


def _waited_for(words: list[str], told: list[int]) -> str:
    """Run the editor until it ends, or this program is told to: what is in the note so far is saved then."""
    terminal = screen().fileno()
    process = subprocess.Popen(words, stdout=terminal, stderr=terminal)  # noqa: S603 - the user's own choice
    while process.poll() is None and not told:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_S)
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_S)
    code = process.poll() or 0
    if told:
        return _ENDED_FROM_OUTSIDE
    return f"ended with {code}" if code > 0 else f"was ended by signal {-code}" if code else ""


@contextmanager
def _signals_are_the_editors() -> Iterator[list[int]]:
    """Meanwhile the keys of the terminal interrupt the editor alone, and stop both, so that the shell has its turn.

    What is given gets the signals that end this program, besides who had them before.
    """
    numbers = (signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, *_ENDING)
    before = {number: signal.getsignal(number) for number in numbers}
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        told.append(number)
        if callable(handler := before[signal.Signals(number)]):
            handler(number, frame)

    for number in _ENDING:
        signal.signal(number, end)
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, lambda *_: None)  # caught, not ignored: what is ignored would be so in the editor too
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
