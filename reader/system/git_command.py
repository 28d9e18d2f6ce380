"""Runs git to read a repository, never to change one: no hook, no pager, no question, no network.

Only fixed options and names that were checked reach its command line. A repository of a stranger's that git does not
trust is refused by git itself.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

#: Seconds that one call may take.
_PATIENCE_S = 120
#: Variables by which another git, such as one that runs a hook, would name another repository.
_ELSEWHERE = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE", "GIT_EXTERNAL_DIFF", "GIT_TRACE",
)  # fmt: skip
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches what it lacks
    "LC_ALL": "C",
}
#: Code points of what git says that are passed on.
_SAID = 200


class GitError(Exception):
    """Git cannot do what was asked; one line."""


def git(folder: Path, *words: str, data: bytes = b"") -> bytes:
    """What git writes on standard output.

    Args:
        folder: that it runs in.
        words: its arguments; what comes from outside has to be checked by the caller.
        data: on its standard input.

    Raises:
        GitError: it is not installed, took too long, or ended with an error.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE} | _QUIET
    try:
        done = subprocess.run(  # noqa: S603 - fixed options, and no shell
            ["git", "--no-pager", "-c", "core.fsmonitor=false", *words],  # noqa: S607 - the one that the user has
            cwd=folder,
            env=environment,
            input=data,
            capture_output=True,
            check=False,
            timeout=_PATIENCE_S,
        )
    except FileNotFoundError as error:
        raise GitError("git is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise GitError(f"git took longer than {_PATIENCE_S} s") from error
    except (OSError, ValueError) as error:
        raise GitError(f"git cannot be started: {error}") from error
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise GitError(said.removeprefix("fatal: ")[:_SAID] or f"git ended with {done.returncode}")
    return done.stdout
