"""Paths inside a store: only plain files and folders are used, and every module that touches a store goes this way."""

import ast
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.system.durable_writes import make_folders
from reader.system.guarded_path import StorePath
from reader.system.os_errors import reason
from reader.system.plain_files import NotPlainError
from tests.test_house import MODULES, ROOT, name

# --- what is used, and what is not


def made(kind: str, path: Path, outside: Path) -> None:
    """Something at ``path`` that leads outside, or nowhere."""
    outside.mkdir()
    (outside / "file").write_text("precious")
    if kind == "hard link":
        os.link(outside / "file", path)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to({"link": outside / "file", "dangling": outside / "new", "loop": path, "up": outside}[kind])


def looked_at(*paths: Path) -> list[tuple[object, ...]]:
    """What can be seen of some paths, but for when they were last read."""
    seen = [(path, path.lstat()) for path in paths]
    return [(path, one.st_mode, one.st_ino, one.st_nlink, one.st_size, one.st_ctime_ns) for path, one in seen]


ACTS: dict[str, Callable[[StorePath], object]] = {
    "status": lambda path: path.status(),
    "exists": lambda path: path.exists(),
    "content": lambda path: path.content(),
    "write": lambda path: path.write(b"over"),
    "append": lambda path: os.close(path.handle(os.O_WRONLY | os.O_APPEND | os.O_CREAT)),
    "remove": lambda path: path.remove(missing_ok=True),
    "move": lambda path: path.move_to(path.parent / "moved"),
    "move over": lambda path: (path.parent / "other").move_to(path),
    "mark": lambda path: path.mark_used(),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("kind", ["link", "dangling", "loop", "up", "hard link", "pipe", "folder"])
def test_what_is_no_plain_file_is_named_and_left_alone(tmp_path: Path, kind: str, act: str) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "other").write_text("other")
    made(kind, store / "x", tmp_path / "outside")
    before = looked_at(store / "x", *sorted((tmp_path / "outside").iterdir()))
    with pytest.raises(NotPlainError) as error:
        ACTS[act](StorePath(store, "x"))
    assert error.value.filename == str(store / "x")
    assert "\n" not in reason(error.value)
    assert looked_at(store / "x", *sorted((tmp_path / "outside").iterdir())) == before
    assert (store / "other").read_text() == "other"


@pytest.mark.parametrize("act", [*ACTS, "make", "sync", "list"])
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_no_folder_on_the_way_is_a_link(tmp_path: Path, act: str, depth: int) -> None:
    parts = ["a", "b", "c"]
    real = tmp_path / "outside"
    real.joinpath(*parts[depth + 1 :]).mkdir(parents=True)
    real.joinpath(*parts[depth + 1 :], "x").write_text("precious")
    link = tmp_path.joinpath("store", *parts[: depth + 1])
    link.parent.mkdir(parents=True)
    link.symlink_to(real)
    folder = StorePath(tmp_path / "store", *parts)
    acts = {"make": lambda _: folder.make_folder(), "sync": lambda _: folder.sync(), "list": lambda _: listed(folder)}
    before = looked_at(*sorted(real.rglob("*")))
    with pytest.raises(NotPlainError, match="is a link, and not followed") as error:
        {**ACTS, **acts}[act](folder / "x")
    assert error.value.filename == str(link)
    assert looked_at(*sorted(real.rglob("*"))) == before
    assert not folder.is_folder()
    assert folder.plain_names() == folder.folder_names() == []


def listed(folder: StorePath) -> list[str]:
    with folder.entries() as entries:
        return [one.name for one in entries]


def test_a_device_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        os.mknod(tmp_path / "x", stat.S_IFCHR | 0o600, os.makedev(1, 7))
    except OSError:
        pytest.skip("devices can be made by the superuser alone")
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *more, **named: _no_x(path) or real(path, *more, **named))
    with pytest.raises(NotPlainError, match="is a device"):
        StorePath(tmp_path, "x").content()


def _no_x(path: str | Path) -> None:
    assert Path(path).name != "x"


@pytest.mark.parametrize("part", ["", ".", "..", "a/b", "../a", "/etc/passwd", "a\0b"])
def test_no_name_leads_out(tmp_path: Path, part: str) -> None:
    (tmp_path / "store").mkdir()
    for path in (StorePath(tmp_path / "store", part), StorePath(tmp_path / "store", part, "x")):
        for act in (path.lstat, path.content, path.make_folder, lambda path=path: path.write(b"x")):
            with pytest.raises(NotPlainError, match="is not a valid file name"):
                act()
    assert list((tmp_path / "store").iterdir()) == []


def test_the_folder_itself_may_be_a_link_of_the_users(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "store").symlink_to("real")
    path = StorePath(tmp_path / "store", "a", "x")
    path.write(b"one")
    path.write(b"two")
    assert (tmp_path / "real" / "a" / "x").read_bytes() == path.content() == b"two"
    assert [one.name for one in (tmp_path / "real" / "a").iterdir()] == ["x"]
    path.move_to(path.parent / "y")
    assert path.parent.plain_names() == ["y"]
    (path.parent / "y").remove()
    assert path.status() is None


def test_a_file_that_another_program_replaces_meanwhile_is_read_to_its_end(tmp_path: Path) -> None:
    path = StorePath(tmp_path, "x")
    path.write(b"old")
    with path.opened() as file:
        path.write(b"new")
        assert os.fstat(file.fileno()).st_nlink == 0
        assert file.read() == b"old"


def test_a_store_copied_by_hard_links_is_named_with_what_mends_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    saved = store.save(Document(None, "a.txt", "ab" * 32), []).document
    store.close()
    for path in [one for one in (tmp_path / "store").rglob("*") if one.is_file()]:
        copy = tmp_path / "copy" / path.relative_to(tmp_path / "store")
        copy.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, copy)
    again = FolderStore(tmp_path / "store")
    assert again.keys() == [saved.key]
    with pytest.raises(Exception, match=r"2 names, and left alone: copy it, and move the copy into its place \(cp -p"):
        again.load(saved.key or "")


# --- new folders are on disk


@pytest.mark.parametrize(
    "make", [lambda path: StorePath(path, "a", "b").make_folder(), lambda path: make_folders(path / "a" / "b")]
)
def test_a_new_folder_is_flushed_into_the_one_it_lies_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    done = recorded(monkeypatch)
    make(tmp_path / "new" / "store")
    names = ["new", "store", "a", "b"]
    assert [what for what in done if what[0] == "mkdir"] == [("mkdir", one) for one in names]
    parents = [tmp_path.name, *names[:-1]]
    assert done == [
        step for one, parent in zip(names, parents, strict=True) for step in (("mkdir", one), ("fsync", parent))
    ]
    make(tmp_path / "new" / "store")
    assert len(done) == 8


def test_each_folder_of_a_new_store_is_flushed_before_the_first_tag_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = recorded(monkeypatch)
    FolderStore(tmp_path / "new" / "store").save(Document(None, "a.txt", "ab" * 32), [])
    made = [one for what, one in done if what == "mkdir"]
    assert {"new", "store", ".nrc-reader", "locks", "journals"} <= set(made)
    parents = {"new": tmp_path.name, "store": "new", ".nrc-reader": "store"}
    for one in made:
        assert ("fsync", parents.get(one, ".nrc-reader")) in done[done.index(("mkdir", one)) :]


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The folders that are made and flushed from now on, by name, in order."""
    done: list[tuple[str, str]] = []
    mkdir, fsync = os.mkdir, os.fsync

    def record_mkdir(path: str | Path, *more: int, **named: int) -> None:
        mkdir(path, *more, **named)
        done.append(("mkdir", Path(path).name))

    def record_fsync(handle: int) -> None:
        fsync(handle)
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            done.append(("fsync", Path(f"/proc/self/fd/{handle}").readlink().name))

    if not Path("/proc/self/fd").exists():
        pytest.skip("needs a system that names what is open")
    monkeypatch.setattr(os, "mkdir", record_mkdir)
    monkeypatch.setattr(os, "fsync", record_fsync)
    return done


# --- nobody goes past it

#: What the modules below may do by path, since it is no store's: of which function, and whose the path is.
ALLOWED = {
    ("reader/store/files/git_objects.py", "holds"): "git's own folder, which is only looked at",
    ("reader/store/files/git_objects.py", "_opened"): "git's own folder, which is only looked at",
    ("reader/store/files/file_swap.py", "put"): "in an open folder of a StorePath",
    ("reader/store/files/folder_state.py", "_file_system"): "the disk under the store, of which nothing is opened",
    ("reader/store/postgres/schema_updates.py", "schema_files"): "files that come with the program",
    ("reader/system/state_folder.py", ""): "the state folder is the user's own",
    ("reader/system/state_folder.py", "write_log"): "the state folder is the user's own",
    ("reader/system/state_folder.py", "_made"): "the state folder is the user's own",
    ("reader/ui/own_tools/external_editor.py", ""): "a temporary folder of its own, and where programs are",
    ("reader/ui/own_tools/external_editor.py", "_write"): "in a temporary folder of its own",
    ("reader/ui/own_tools/external_editor.py", "_read"): "in a temporary folder of its own",
    ("reader/exchange/emergency_file.py", "release"): "the state folder is the user's own",
    ("reader/exchange/emergency_file.py", "waiting"): "the state folder is the user's own",
    ("reader/exchange/emergency_file.py", "recover"): "a file that a person named",
    ("reader/exchange/emergency_file.py", "_opened"): "a file that a person named",
    ("reader/commands/interchange/import_work.py", ""): "a temporary place of its own",
    ("reader/commands/interchange/import_work.py", "_take_file"): "a file that a person named",
    ("reader/commands/interchange/import_work.py", "take"): "a file that a person named",
    ("reader/commands/interchange/merge.py", ""): "a temporary place of its own",
    ("reader/commands/interchange/merge.py", "_free"): "the new place that a person named",
    ("reader/commands/interchange/merge.py", "_write_store"): "the new place that a person named",
    ("reader/exchange/bounded_file.py", "whole_file"): "a file that a person named",
    ("reader/exchange/comparison/side_reading.py", "_of_export"): "a file that a person named",
    ("reader/exchange/comparison/side_reading.py", "_of_folder"): "whether the folder that a person named is empty",
    ("reader/exchange/file_names.py", "bytes_of"): "a file that a person named",
    ("reader/exchange/file_names.py", "files_in"): "the folder that a person named",
    ("reader/exchange/formats/annotation_rows.py", "read"): "a file that a person named",
    ("reader/exchange/formats/refi_project.py", ""): "a temporary place of its own",
    ("reader/exchange/formats/spacy_docbin.py", "_unpacked"): "a file that a person named",
    ("reader/exchange/formats/web_annotation.py", "read"): "a file that a person named",
    ("reader/exchange/formats/web_annotation.py", "_lines"): "a file that a person named",
    ("reader/exchange/json_rows.py", "json_rows"): "a file that a person named",
    ("reader/exchange/outgoing/format_writing.py", ""): "a temporary place of its own",
    ("reader/exchange/outgoing/format_writing.py", "_write_pieces"): "a temporary place of its own",
    ("reader/exchange/outgoing/format_writing.py", "pieces"): "a temporary place of its own",
    ("reader/exchange/outgoing/format_writing.py", "take_to"): "the new place that a person named",
    ("reader/exchange/refi_qda/project_reading.py", "read_project"): "a file that a person named",
    ("reader/exchange/refi_qda/project_writing.py", ""): "a temporary place of its own",
    ("reader/commands/interchange/packet_opening.py", ""): "a temporary place of its own",
    ("reader/exchange/packets/left_out_files.py", "_files"): "files and folders that a person named",
    ("reader/exchange/packets/left_out_files.py", "found_files"): "files and folders that a person named",
    ("reader/exchange/packets/packet_file.py", ""): "a temporary file without a name, and a file that a person named",
    (
        "reader/exchange/packets/packet_file.py",
        "checksum_holds",
    ): "a temporary file without a name, and a file that a person named",
    (
        "reader/exchange/packets/packet_reading.py",
        "__init__",
    ): "a file that a person named, and a temporary place of its own",
    (
        "reader/exchange/packets/packet_reading.py",
        "unpacked",
    ): "a file that a person named, and a temporary place of its own",
    ("reader/exchange/packets/packet_sealing.py", "_source"): "a document's own file, where it may be opened",
    ("reader/exchange/packets/sealed_store.py", "__init__"): "in a temporary place of its own",
    ("reader/exchange/packets/ssh_signature.py", ""): "a temporary place of its own, and where the user's key is",
    (
        "reader/exchange/packets/ssh_signature.py",
        "signer_of",
    ): "a temporary place of its own, and where the user's key is",
    ("reader/exchange/versions/kept_pages.py", "keep_page"): "in the folder that a person named",
    ("reader/exchange/versions/kept_pages.py", "_versions"): "in the folder that a person named",
    ("reader/exchange/reports/template_sandbox.py", "_text_of"): "a template that a person named, or ours",
    ("reader/exchange/reports/template_sandbox.py", "own_templates"): "our own templates",
    ("reader/exchange/export_lines.py", "__init__"): "a temporary file without a name",
    ("reader/store/record_checks.py", "_move_to_file"): "a temporary file without a name",
    ("reader/commands/export.py", "_no_room"): "names the folder for temporary files",
    ("reader/exchange/import_file.py", "_copied"): "a temporary file without a name",
    ("reader/commands/corpus/dask_cluster.py", "_local_cluster"): "a folder of its own that is gone afterwards",
    ("reader/commands/corpus/shard_folder.py", "read_manifest"): "the folder that a person named for the output",
    ("reader/commands/corpus/shard_folder.py", "__init__"): "the folder that a person named for the output",
    ("reader/commands/corpus/shard_folder.py", "finish"): "the folder that a person named for the output",
    ("reader/commands/corpus/shard_folder.py", "close"): "the folder that a person named for the output",
    ("reader/commands/team/label_.py", "_step"): "gives a label another name",
    ("reader/commands/team/serve.py", ""): "a page of its own that is gone afterwards",
    ("reader/commands/team/serve.py", "run"): "a page of its own that is gone afterwards",
    ("reader/commands/team/serve.py", "_opened"): "a page of its own that is gone afterwards",
    ("reader/commands/tutorial.py", "run"): "a folder of its own that is gone afterwards",
    ("reader/ui/launch.py", "_read_pipe"): "the terminal",
    ("reader/ui/controllers/details/codebook_changes.py", "ended"): "gives a label another name",
    ("reader/ui/controllers/links.py", "_unlink"): "takes a link between tags off",
    ("reader/workspace/session.py", "unlink"): "takes a link between tags off",
}
_OS = {
    "open", "unlink", "remove", "rename", "renames", "replace", "mkdir", "makedirs", "rmdir", "removedirs", "scandir",
    "listdir", "walk", "fwalk", "link", "symlink", "truncate", "utime", "chmod", "chown", "mkfifo", "mknod", "statvfs",
}  # fmt: skip
_METHODS = {
    "read_bytes", "read_text", "write_bytes", "write_text", "unlink", "rename", "glob", "rglob", "iterdir", "mkdir",
    "rmdir", "touch", "chmod", "symlink_to", "hardlink_to",
}  # fmt: skip
_ROOMS = {"annotations", "commands", "exchange", "store", "suggestions", "ui", "workspace"}


def calls_by_path(tree: ast.AST, function: str = "") -> Iterator[tuple[str, int]]:
    """What opens, lists or changes a file by its path: the function it is in, and the line."""
    for node in ast.iter_child_nodes(tree):
        inside = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else function
        if isinstance(node, ast.Call) and _goes_by_path(node):
            yield inside, node.lineno
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [getattr(node, "module", ""), *(one.name for one in node.names)]
            if {"shutil", "tempfile", "glob"} & set(names):
                yield inside, node.lineno
        yield from calls_by_path(node, inside)


def _goes_by_path(call: ast.Call) -> bool:
    done = call.func
    if isinstance(done, ast.Name):
        return done.id == "open"
    if not isinstance(done, ast.Attribute):
        return False
    if isinstance(done.value, ast.Name) and done.value.id == "os":
        return done.attr in _OS
    if isinstance(done.value, ast.Name) and done.value.id == "journal":
        return False  # its functions take a store's paths
    is_path_replace = done.attr == "replace" and len(call.args) == 1 and not call.keywords
    is_path_open = done.attr == "open" and any(isinstance(one, ast.Constant) for one in call.args[:1])
    return done.attr in _METHODS or is_path_replace or is_path_open


def test_whatever_touches_a_store_goes_through_store_paths() -> None:
    beside = {"state_folder.py", "entity_cache.py"}
    modules = [path for path in MODULES if _ROOMS & {*path.relative_to(ROOT).parts} or path.name in beside]
    assert len(modules) > 100
    found = {
        (name(path), function): f"{name(path)}:{line}"
        for path in modules
        for function, line in calls_by_path(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert sorted(found[place] for place in found.keys() - ALLOWED.keys()) == []
    assert sorted(ALLOWED.keys() - found.keys()) == []
    assert ROOT.is_dir()


def test_the_scan_finds_what_it_looks_for() -> None:
    source = """\
def one(path, text, library, entry):
    path.unlink(); open(path); os.scandir(path); path.replace(text); path.open("rb"); import shutil
    text.replace("a", "b"); library.open(entry); path.status()
"""
    assert [line for _, line in calls_by_path(ast.parse(source))] == [2] * 6
