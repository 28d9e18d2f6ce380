"""A window of tmux for tests: a terminal that counts characters by its own rules, with a shell that runs jobs."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

#: Seconds between two looks at the screen; how many that see the same are rest.
_LOOK_S, _EQUAL_LOOKS = 0.05, 5


class Tmux:
    """A shell in a window of ``columns`` x ``rows``, on a server of its own.

    Args:
        folder: where the shell starts, and where the server's socket is.
        columns: of the window.
        rows: of the window.
        environment: what is set besides.
    """

    def __init__(self, folder: Path, columns: int, rows: int, environment: Mapping[str, str]) -> None:
        if shutil.which("tmux") is None:
            pytest.skip("needs tmux")
        inherited = {name: value for name, value in os.environ.items() if name not in {"TMUX", "COLUMNS", "LINES"}}
        self._environment = {**inherited, "LC_ALL": "C.UTF-8", "SHELL": "/bin/sh", **environment}
        self._command = ["tmux", "-u", "-f", os.devnull, "-S", str(folder / "tmux")]
        size = ["-x", str(columns), "-y", str(rows)]
        self._do("new-session", "-d", *size, "-c", str(folder), "env PS1='$ ' sh -i")

    def _do(self, *arguments: str) -> str:
        command = [*self._command, *arguments]
        done = subprocess.run(command, capture_output=True, env=self._environment, check=True, timeout=60)
        return done.stdout.decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Type a text."""
        self._do("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        """Press keys by the names that tmux has for them."""
        self._do("send-keys", *keys)

    def paste(self, text: str) -> None:
        """Paste a text, with the marks of a paste where the program has asked for them."""
        self._do("set-buffer", "--", text)
        self._do("paste-buffer", "-p")

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        self._do("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def flags(self) -> str:
        """Which modes of the terminal are on: alternate screen, mouse, and whether the cursor is seen."""
        return self._do(
            "display-message", "-p", "#{alternate_on} #{mouse_any_flag}#{mouse_all_flag} #{cursor_flag}"
        ).strip()

    @property
    def pid(self) -> int:
        """Of the shell."""
        return int(self._do("display-message", "-p", "#{pane_pid}"))

    @property
    def rows(self) -> list[str]:
        """What is on the screen."""
        return self._do("capture-pane", "-p").split("\n")

    def wait(self, wanted: str | Callable[[list[str]], bool], timeout: float = 60) -> list[str]:
        """Look until a text is on the screen, or the rows are as wanted; gives the rows.

        Raises:
            AssertionError: it did not come; the screen is in the message.
        """
        there = wanted if callable(wanted) else (lambda rows: wanted in "\n".join(rows))
        deadline = time.monotonic() + timeout
        while not there(rows := self.rows):
            assert time.monotonic() < deadline, f"{wanted!r} did not come:\n" + "\n".join(rows)
            time.sleep(_LOOK_S)
        return rows

    def rest(self) -> list[str]:
        """Look until nothing new has come for a while; gives the rows. On a busy machine more may come all the same."""
        seen = [self.rows]
        while len(seen) < _EQUAL_LOOKS:
            time.sleep(_LOOK_S)
            rows = self.rows
            seen = [*seen, rows] if rows == seen[-1] else [rows]
        return seen[-1]

    def close(self) -> None:
        """End the server and what runs in it."""
        subprocess.run([*self._command, "kill-server"], capture_output=True, env=self._environment, timeout=60)

    def __enter__(self) -> Tmux:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
