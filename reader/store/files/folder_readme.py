"""What lies in the hidden folder, said there to whoever looks into it, and what of it may be deleted.

This is the one place for that promise: a test compares the manuals with it, and tries it after a kill.
"""

from __future__ import annotations

import os
from contextlib import suppress

from reader.system.guarded_path import StorePath

#: The part that holds what was acknowledged and may be nowhere else.
MUST_STAY = "journals"
#: The promise; the README, the manual and the page in the folder with the annotations say it in these words.
PROMISE = f"While no reader is running you may delete all of it but {MUST_STAY}/"
#: What each other part is for, and what goes with it.
_PARTS = {
    "history/": "what was done, by whom and when; without it nothing of that can be undone, and an old copy of a file\n"
    "that is written back cannot be told from a file in which lines were deleted",
    "label-history.jsonl": "what was done to labels; without it nothing of that can be taken back",
    "backups/": "every document as it was at some hours of the last days, weeks and months",
    "quarantine/": "the bytes of files that were damaged, as they were found",
    "texts/": "the texts that were tagged; without them fewer tags are found again in a text that has changed",
    "begun/": "what was answered so far while a label is split",
    "places.json": "where you left off reading",
    "cache/, index.jsonl, locks/, reserve, sequence": "made anew by themselves",
}
#: The names of the two files that say so. They sort before what they are about.
ABOUT, ABOUT_JOURNALS = "README.txt", "DO-NOT-DELETE.txt"


def explain(hidden: StorePath) -> None:
    """Put an explaining file into the hidden folder, and one into the part that must stay, where they are missing.

    What cannot be written is left: nothing depends on it.
    """
    with suppress(OSError):
        _begin(hidden / ABOUT, about())
    with suppress(OSError):
        (hidden / MUST_STAY).make_folder()
        _begin(hidden / MUST_STAY / ABOUT_JOURNALS, about_journals())


def about() -> str:
    """What the hidden folder says of itself."""
    parts = "".join(f"{name}\n    {what.replace(chr(10), chr(10) + '    ')}\n" for name, what in _PARTS.items())
    return (
        "What nrc-reader keeps beside the files with your annotations. It is not for git.\n\n"
        f"{PROMISE}.\n\n"
        f"{MUST_STAY}/\n    MUST STAY: annotations that were saved and that the files do not hold yet\n\n{parts}"
    )


def about_journals() -> str:
    """What the part that must stay says of itself."""
    return (
        "Do not delete this folder.\n\n"
        "A line in a file here is an annotation that was saved. It goes into the document's own file a moment later;\n"
        "after a crash or a power cut it is nowhere else, until nrc-reader has run again.\n"
    )


def _begin(path: StorePath, text: str) -> None:
    """Write a file that is not there."""
    with suppress(FileExistsError), os.fdopen(path.handle(os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
        file.write(text.encode())
