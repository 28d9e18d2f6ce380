"""The commands of the command line, one module each, and the table of them.

A module has ``run(options)``, which returns the exit code, and ``add_arguments(parser)`` if it takes any of its own.
``--help`` loads none of them.
"""

from importlib import import_module
from typing import Any

COMMANDS: dict[str, str] = {
    "open": "open the reader, at an annotation too (FILE#ID)",
    "export": "write all annotations in the store in one of many formats",
    "import": "read annotations from files of many formats",
    "diff": "print what differs between stores, git revisions of a store, or exports",
    "changes": "compare two versions of an article, sentence by sentence",
    "merge": "put two stores, git revisions of a store, or exports together in a new one",
    "migrate": "move a whole store from a folder to a PostgreSQL server, or back",
    "fetch": "keep each new version of web pages, as files",
    "seal": "put documents with their tags into one file that shows each later change",
    "verify": "check such a file, and put back what was left out of it",
    "agreement": "compute how far annotators agree, from stores or exports",
    "assign": "distribute documents among the annotators of a project",
    "formats": "list the formats of export and import, and what each can hold",
    "table": "print quotations, labels, overlaps or speakers as a table",
    "report": "fill a template with quotations, notes and speakers",
    "adjudicate": "decide where annotators disagree",
    "feedback": "print what became of an annotator's tags",
    "serve": "show the reader in browsers",
    "clean": "print the cleaned articles",
    "entities": "print the people, organisations and places in articles",
    "suggest": "print passages that may deserve a label, learning from your tags",
    "search": "find a text in documents, annotations and notes",
    "like": "find passages that say the same as a claim, the opposite or something newer",
    "ledger": "print what passages of several articles say of one thing, and what is open",
    "lint": "check tags against the rules of a guideline",
    "stats": "count what is in the store",
    "log": "print who changed what and when",
    "restore": "bring the store back to an earlier moment",
    "label": "list, rename, merge, split or retire labels, in all documents",
    "check": "verify the store, and repair it",
    "config": "print the settings in force, begin a settings file, or check it",
    "doctor": "look for what keeps the reader from working",
    "trust": "let a project's settings file have its full effect",
    "keys": "print the keys in force",
    "help": "show a page of the manual",
    "completion": "print the script that completes commands in a shell",
    "man": "print the man page",
    "tutorial": "learn the keys in five minutes, on the samples",
}

#: Commands that change nothing unless an option says so. On these, ``--annotator`` selects whose work they show.
READ_ONLY = frozenset(
    (
        "export diff clean entities search like stats table report log check feedback agreement lint changes ledger"
        " suggest seal verify"
    ).split()
)

#: Modules without the name of their command: it is a word of Python, another module has it, or they lie deeper.
MODULES = {
    "import": "import_",
    "search": "search_",
    "open": "open_",
    "": "open_",
    "table": "reports.table",
    "report": "reports.report",
    "changes": "reports.changes_",
    "ledger": "reports.ledger",
    "like": "reports.like",
    "agreement": "team.agreement",
    "diff": "interchange.diff",
    "lint": "team.lint",
    "suggest": "suggestions.suggest",
    "merge": "interchange.merge",
    "migrate": "interchange.migrate",
    "fetch": "interchange.fetch",
    "seal": "interchange.seal",
    "verify": "interchange.verify",
    "assign": "team.assign",
    "label": "team.label_",
    "config": "setup.config_",
    "doctor": "setup.doctor",
    "completion": "setup.completion",
    "man": "setup.man",
    "adjudicate": "team.adjudicate",
    "feedback": "team.feedback",
    "serve": "team.serve",
}


#: Those that open the reader, which looks for garbage from its first paint on.
OPEN_READER = ("", "open", "tutorial", "adjudicate")


def module_of(name: str) -> Any:
    """The module of a command; an empty name is the reader itself."""
    return import_module(f"reader.commands.{MODULES.get(name, name)}")
