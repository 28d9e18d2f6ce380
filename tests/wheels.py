"""The project's wheel, and environments with nothing of this checkout in them."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def build_wheel(folder: Path) -> Path:
    """Build the wheel into a folder."""
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    command = [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = folder.glob("*.whl")
    return path


def environment_of_a_user(home: Path) -> dict[str, str]:
    """The environment variables without those of this project, of Python and of a session; ``HOME`` is empty."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NRC_READER_", "XDG_", "PYTHON"))}
    return {**kept, "HOME": str(home)}
