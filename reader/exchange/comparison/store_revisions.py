"""A store as it is in a commit of git, read without a checkout: ``REV:STORE``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from reader.store.added_labels import rows_in
from reader.store.files.file_format import StoreFileError, parsed
from reader.store.memory_storage import KeptDocument, Memory
from reader.store.memory_store import MemoryStore
from reader.store.records.schema_versions import NewerSchemaError, check_schema, migrated
from reader.store.store_folder import ASSIGNMENTS_FILE, LABELS_FILE, PROJECT_FILE
from reader.store.team.assignments_file import assignments_in
from reader.store.team.project_file import project_in
from reader.store.team.team import Assignments, Team
from reader.system.file_bounds import in_words, most_bytes
from reader.system.git_command import GitError, git

#: What git lists of a plain file, executable or not; a link or a module is another thing.
_PLAIN = (b"100644", b"100755")
#: What git says of a path that is no folder in a commit.
_NO_FOLDER = ("not a valid object name", "not a tree object")
#: Bytes of all files of a store together.
_MOST = 1 << 31


class Revision(NamedTuple):
    """A commit, and where in it a store is.

    Attributes:
        root: of the work tree.
        commit: in hexadecimal.
        inner: the store's folder seen from the root, ``.`` for the root itself.
    """

    root: Path
    commit: str
    inner: str

    @property
    def tree(self) -> str:
        """What git calls the folder in the commit."""
        return f"{self.commit}^{{tree}}" if self.inner == "." else f"{self.commit}:{self.inner}"


def revision_of(name: str, folder: Path) -> Revision:
    """A commit by any of the names that git has for it.

    Args:
        name: a branch, a tag, a hash, ``HEAD~3``; it is never taken for an option.
        folder: of the store; it need not be there any more.

    Raises:
        GitError: there is no such commit, no repository, or the folder does not lie in it.
    """
    if not name or name.startswith("-") or "\0" in name:
        raise GitError(f"{name!r} is no revision")
    root = _root(folder)
    inner = os.path.relpath(os.path.realpath(folder), root)
    if Path(inner).parts[:1] == (os.pardir,):
        raise GitError(f"{folder} does not lie in the repository {root}")
    try:
        found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except GitError as error:
        raise GitError(f"git knows no revision {name}") from error
    return Revision(root, found.decode().strip(), Path(inner).as_posix())


def present_revision(folder: Path) -> Revision | None:
    """The commit that the work tree around a folder was made from; None where there is none."""
    if not any(os.path.lexists(one / ".git") for one in (folder.absolute(), *folder.absolute().parents)):
        return None
    try:
        return revision_of("HEAD", folder)
    except GitError:
        return None


def ancestor(one: Revision | None, other: Revision | None) -> Revision | None:
    """The best common ancestor of two commits in which the same store is; None where that is not known."""
    if one is None or other is None or one.inner != other.inner:
        return None
    try:
        if _common(one.root) != _common(other.root):
            return None
        found = sorted(git(one.root, "merge-base", "--all", *sorted((one.commit, other.commit))).split())
    except GitError:  # they have none
        return None
    return Revision(min(one.root, other.root), found[0].decode(), one.inner) if found else None


def store_in(revision: Revision) -> tuple[MemoryStore, list[str]]:
    """The store in a commit, in memory, and what in it could not be read, a line each.

    Raises:
        GitError: the folder is not in the commit, or is too large.
    """
    entries = _entries(revision)
    if sum(size for _, size, _ in entries) > _MOST:
        raise GitError(f"{revision.inner} is larger there than {in_words(_MOST)}")
    memory, faults = Memory(), []
    for (name, _, _), data in zip(entries, _contents(revision, entries), strict=True):
        if name == LABELS_FILE:
            memory.labels = rows_in(data)
            continue
        try:
            file = parsed(data, Path(name))
            check_schema(file.tables)
        except StoreFileError as error:
            faults.append(str(error))
            continue
        except NewerSchemaError as error:
            faults.append(error.about(name))
            continue
        if file.left_out > 0:
            faults.append(f"{name}: {file.left_out} of its lines cannot be understood; the rest was read")
        memory.documents[name.removesuffix(".json")] = KeptDocument(migrated(file.tables))
    return MemoryStore(memory), faults


def team_in(revision: Revision) -> Team:
    """Who works on the store in a commit; raises ``StoreError`` where that cannot be used."""
    folder = revision.root / revision.inner
    project = project_in(content_in(revision, PROJECT_FILE), folder / PROJECT_FILE)
    return Team(folder, project, Assignments(assignments_in(content_in(revision, ASSIGNMENTS_FILE))))


def content_in(revision: Revision, name: str) -> bytes:
    """What a file beside the documents holds in a commit; nothing where there is none."""
    try:
        return git(revision.root, "cat-file", "blob", f"{revision.commit}:{Path(revision.inner, name).as_posix()}")
    except GitError:
        return b""


def _entries(revision: Revision) -> list[tuple[str, int, bytes]]:
    """The files of a store that are read: name, size, and what git calls the content."""
    try:
        listed = git(revision.root, "ls-tree", "-z", "-l", "--full-tree", revision.tree)
    except GitError as error:
        if any(words in str(error).casefold() for words in _NO_FOLDER):
            raise GitError(f"there is no folder {revision.inner} in {revision.commit[:12]}") from error
        raise
    found = []
    for line in listed.split(b"\0"):
        about, _, raw = line.partition(b"\t")
        name = raw.decode(errors="replace")
        if not about or about.split()[0] not in _PLAIN or name.startswith("."):
            continue
        if not (name == LABELS_FILE or name.endswith(".json")):
            continue
        _, _, content, size = about.split()
        most = most_bytes((name,))
        if most is not None and int(size) > most:
            raise GitError(f"{name} is larger there than {in_words(most)}")
        found.append((name, int(size), content))
    return found


def _contents(revision: Revision, entries: list[tuple[str, int, bytes]]) -> list[bytes]:
    """What the files hold, in their order: one call of git for all."""
    asked = b"".join(content + b"\n" for *_, content in entries)
    given = git(revision.root, "cat-file", "--batch", data=asked) if entries else b""
    found, at = [], 0
    for _ in entries:
        end = given.index(b"\n", at)
        head = given[at:end].split()
        if len(head) != 3:
            raise GitError(f"a file of {revision.inner} is missing in the repository")
        start = end + 1
        at = start + int(head[2]) + 1
        found.append(given[start : at - 1])
    return found


def _root(folder: Path) -> Path:
    """The root of the work tree that a folder is in, or was."""
    place = folder.absolute()
    there = next(one for one in (place, *place.parents) if one.is_dir())
    try:
        return Path(os.fsdecode(git(there, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
    except GitError as error:
        if "not a git repository" in str(error):
            raise GitError(f"{folder} lies in no git repository") from error
        raise


def _common(root: Path) -> str:
    """The repository that a work tree is of; several work trees may have one."""
    return os.path.realpath(root / os.fsdecode(git(root, "rev-parse", "--git-common-dir").removesuffix(b"\n")))
