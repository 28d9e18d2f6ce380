"""The commands, one module each: ``add_arguments(parser)`` says what it takes, ``run(options)`` gives the exit code.

This table is all that ``--help`` loads of them.
"""

from importlib import import_module
from typing import Any

COMMANDS: dict[str, str] = {
    "export": "write every annotation in the store as JSONL",
    "import": "read annotations back from JSONL",
    "clean": "print the cleaned articles",
    "entities": "print the people, organisations and places that are named",
    "stats": "count documents and annotations in the store",
    "log": "print who changed what, and when",
    "restore": "bring the store back as it was at an earlier moment",
    "check": "verify the store",
    "trust": "let the settings file of a project choose what runs and where files go",
    "keys": "print the key table",
    "help": "show a page of the manual",
    "tutorial": "learn the keys in five minutes, on the samples",
}

#: Those that change nothing: ``--annotator`` selects whose work they show.
READ_ONLY = frozenset({"export", "clean", "entities", "stats", "log", "check"})

#: The modules of those commands whose name is a word of Python's.
MODULES = {"import": "import_", "": "open_"}


def module_of(name: str) -> Any:
    """The module of a command; that of the reader itself for an empty name."""
    return import_module(f"reader.commands.{MODULES.get(name, name)}")
