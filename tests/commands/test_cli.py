"""The commands as a person runs them, each in a process of its own: exit codes, messages, bytes, and no traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from reader import __version__
from reader.commands import COMMANDS
from reader.config.settings_sources import user_file
from reader.model.annotation import Annotation, Change, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore

ROOT = Path(__file__).parents[2]
TEXT = "The council met on Monday. It was naïve 😀 of them.\n\nNobody expected much, the envoy said in Geneva.\n"
PYTHON_READER = (sys.executable, "-m", "reader")


@pytest.fixture(autouse=True)
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home and a working folder of its own; the checkout is importable all the same."""
    for name in [name for name in os.environ if name.startswith(("NRC_READER_", "XDG_", "PYTHONIO", "PYTHONUTF8"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("NRC_READER_DETECTOR", "rules")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "work"


def run(
    *words: str | bytes, code: int = 0, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command; whatever happens there is no traceback, and nothing unsafe is said."""
    done = subprocess.run(
        [*PYTHON_READER, *words], input=stdin, capture_output=True, timeout=200, env={**os.environ, **environment}
    )
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert all(character.isprintable() or character == "\n" for character in said), said
    assert done.returncode == code, said
    if code == 1:
        assert said.startswith("nrc-reader: ")
    return done


def said(*words: str | bytes, code: int = 1, **choices: Any) -> str:
    """The one line that a command says on standard error."""
    (line,) = run(*words, code=code, **choices).stderr.decode().splitlines()
    return line


@pytest.fixture
def article(here: Path) -> Path:
    (here / "one.txt").write_text(TEXT, encoding="utf-8")
    return here / "one.txt"


@pytest.fixture
def tagged(here: Path, article: Path) -> FolderStore:
    """The store ``annotations/`` here, with two annotations of the article."""
    from reader.sources import open_page

    store = FolderStore(here / "annotations")
    ones = [
        Annotation(new_id(), label, TEXT.index(quote), TEXT.index(quote) + len(quote), quote, annotator="ann",
                   created_at=now(), updated_at=now())
        for label, quote in (("claim", "naïve 😀 of them"), ("evidence", "met on Monday"))
    ]  # fmt: skip
    store.save(Document(None, "one.txt", open_page(article).sha256), [Change(None, one) for one in ones])
    return store


# ---- help, version, wrong words


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(command: str) -> None:
    shown = run(*filter(None, [command]), "--help").stdout.decode()
    assert shown.startswith(f"usage: nrc-reader {command}".strip())
    assert all(option in shown for option in ("--store", "--annotator", "--config", "--version"))


def test_help_names_every_command() -> None:
    shown = run("--help").stdout.decode()
    assert all(f"\n  {name} " in shown for name in COMMANDS)


@pytest.mark.parametrize("words", [["--version"], ["export", "--version"], ["--store", "x", "stats", "--version"]])
def test_the_version_is_printed(words: list[str]) -> None:
    assert run(*words).stdout.decode() == f"nrc-reader {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["--nonsense"], ["clean"], ["entities"], ["import"], ["clean", "-f", "pdf", "x"], ["export", "-f", "word"],
        ["stats", "extra"], ["export", "--store"], ["clean", "--pla", "x"], ["\x1b[31m", "--\x1b]0;x\x07"],
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_and_two(words: list[str]) -> None:
    line = said(*words, code=2)
    assert line.startswith("nrc-reader")
    assert line.endswith("--help)")


# ---- export


@pytest.mark.usefixtures("tagged")
def test_export_prints_the_annotations_of_the_store_here() -> None:
    found = [json.loads(line) for line in run("export").stdout.decode().splitlines()]
    assert [one["quote"] for one in found] == ["met on Monday", "naïve 😀 of them"]
    assert [one["quote"] for one in found] == [TEXT[one["start"] : one["end"]] for one in found]


@pytest.mark.parametrize(
    "environment", [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "POSIX"}]
)
@pytest.mark.parametrize(
    "command", [["export"], ["clean", "one.txt"], ["entities", "one.txt", "-f", "json"], ["stats"]]
)
@pytest.mark.usefixtures("tagged")
def test_output_is_utf_8_with_line_feeds_whatever_the_locale(command: list[str], environment: dict[str, str]) -> None:
    output = run(*command, **environment).stdout
    assert output == run(*command).stdout
    assert output.endswith(b"\n")
    assert b"\r" not in output
    output.decode()
    if command[0] in {"export", "clean"}:
        assert "naïve 😀".encode() in output


@pytest.mark.usefixtures("tagged")
def test_export_into_a_file_gives_the_same_bytes_as_standard_output(here: Path) -> None:
    run("export", "-o", "out put.jsonl")
    assert (here / "out put.jsonl").read_bytes() == run("export").stdout
    assert [path for path in here.iterdir() if path.name.endswith(".tmp")] == []


@pytest.mark.usefixtures("tagged")
def test_export_reaches_what_the_shell_calls_standard_output_and_error() -> None:
    expected = run("export").stdout
    assert run("export", "-o", "/dev/stdout").stdout == expected
    command = [*PYTHON_READER, "export", "-o", "/dev/stderr"]
    assert subprocess.run(command, capture_output=True, timeout=60).stderr == expected


@pytest.mark.parametrize(
    "words", [["--store", "S", "export"], ["export", "--store", "S"], ["export", "--store=S"], ["--store=S", "export"]]
)
def test_the_store_may_be_named_before_and_after_the_command(tagged: FolderStore, here: Path, words: list[str]) -> None:
    expected = run("export").stdout
    tagged.folder.rename(here / "S")
    assert run(*words).stdout == expected
    assert run("export").stdout == b""
    assert run("export", NRC_READER_STORE="S").stdout == expected


def test_a_folder_that_is_called_like_a_command_is_no_command(tagged: FolderStore, here: Path) -> None:
    expected = run("export").stdout
    tagged.folder.rename(here / "stats")
    assert run("--store", "stats", "export", "--annotator", "ann").stdout == expected


def test_export_of_some_files_gives_only_theirs(tagged: FolderStore, here: Path) -> None:
    tagged.save(Document(None, "sub/two.txt", "cd" * 32), [Change(None, Annotation(new_id(), "claim", 0, 1, "x"))])
    assert run("export", "sub").stdout.count(b"\n") == 1
    assert run("export", str(here / "one.txt")).stdout.count(b"\n") == 2
    assert run("export", ".").stdout.count(b"\n") == 3
    (here / "three.txt").write_text("Nobody has tagged this.")
    assert "no annotations of three.txt" in said("export", "three.txt", code=0)
    assert "four.txt: is not there" in said("export", "four.txt")


@pytest.mark.parametrize("what", ["pipe", "folder", "link", "emptied"])
def test_what_export_must_leave_out_is_said_in_one_line_and_the_rest_is_exported(
    tagged: FolderStore, what: str
) -> None:
    path = tagged.folder / "odd.txt.abababababab.json"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    elif what == "link":
        path.symlink_to("nowhere")
    else:
        path.touch()
    done = run("export", code=1)
    assert done.stdout.count(b"\n") == 2
    assert done.stderr.count(b"\n") == 1
    assert path.name.encode() in done.stderr
    run("export", "-o", "out.jsonl", code=1)


@pytest.mark.usefixtures("tagged")
def test_an_output_that_cannot_be_written_is_said(here: Path) -> None:
    (here / "folder").mkdir()
    assert "folder: cannot be written" in said("export", "-o", "folder")
    assert "one.txt/out: cannot be written" in said("export", "-o", "one.txt/out")


@pytest.mark.usefixtures("tagged")
def test_a_pipe_that_is_named_is_written_to_and_a_link_followed(here: Path) -> None:
    expected = run("export").stdout
    (here / "target").touch()
    (here / "link").symlink_to("target")
    run("export", "-o", "link")
    assert (here / "link").is_symlink()
    assert (here / "target").read_bytes() == expected
    # What holds for a named pipe holds for /dev/null, which a rename as root would replace; too dear to try.
    os.mkfifo(here / "pipe")
    receiver = os.open(here / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    run("export", "-o", "pipe")
    assert os.read(receiver, 1 << 16) == expected
    os.close(receiver)
    assert (here / "pipe").is_fifo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", [["export"], ["clean", "one.txt"], ["stats"]])
@pytest.mark.usefixtures("tagged")
def test_a_full_disk_is_said(command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*PYTHON_READER, *command], stdout=full, stderr=subprocess.PIPE, timeout=200)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"No space left" in done.stderr


# ---- pipes and interruptions


@pytest.mark.parametrize(
    "command", [["export"], ["clean", "one.txt"], ["clean", "-f", "json", "one.txt"], ["--help"], ["keys"]]
)
@pytest.mark.usefixtures("tagged")
def test_a_pipe_that_closes_early_is_no_error(here: Path, command: list[str]) -> None:
    (here / "one.txt").write_text("A line that is long enough.\n\n" * 20_000)
    receiver, sender = os.pipe()
    os.close(receiver)
    done = subprocess.run([*PYTHON_READER, *command], stdout=sender, stderr=subprocess.PIPE, timeout=200)
    os.close(sender)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(("closed", "code"), [(">&-", 0), ("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0)])
@pytest.mark.parametrize("command", ["clean one.txt", "export", "stats"])
@pytest.mark.usefixtures("tagged")
def test_streams_that_are_closed_are_no_error(closed: str, code: int, command: str) -> None:
    line = f'"{sys.executable}" -m reader {command} {closed}'
    done = subprocess.run(["sh", "-c", line], capture_output=True, timeout=200)
    assert (done.returncode, done.stderr) == (code, b"")


def test_an_interruption_ends_it_without_a_word() -> None:
    process = subprocess.Popen(
        [*PYTHON_READER, "import", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    with process.stdin:
        process.stdin.write(b"\n" * (1 << 22))  # more than a pipe holds: this returns once most of it was read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        process.wait(100)
        assert process.stderr is not None
        assert process.stdout is not None
        assert (process.returncode, process.stderr.read(), process.stdout.read()) == (130, b"", b"")
        process.stderr.close()
        process.stdout.close()


# ---- clean and entities


@pytest.mark.usefixtures("article")
def test_clean_prints_text_for_people_and_json_for_programs() -> None:
    assert run("clean", "one.txt").stdout.decode() == TEXT
    found = json.loads(run("clean", "-f", "json", "one.txt").stdout)
    assert found["text"] == TEXT.rstrip()
    assert run("clean", "--plain", "one.txt").stdout.decode().rstrip() == TEXT.rstrip()


@pytest.mark.usefixtures("article")
def test_entities_point_into_the_text_that_clean_prints() -> None:
    text = json.loads(run("clean", "-f", "json", "one.txt").stdout)["text"]
    found = json.loads(run("entities", "-f", "json", "one.txt").stdout)["entities"]
    mentions = [mention for one in found for mention in one["mentions"]]
    assert "Geneva" in [one["text"] for one in mentions]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in mentions)
    assert "Geneva" in run("entities", "one.txt").stdout.decode()


@pytest.mark.parametrize("command", ["clean", "entities"])
@pytest.mark.usefixtures("article")
def test_what_cannot_be_opened_is_said_and_the_others_are_printed(here: Path, command: str) -> None:
    (here / "empty.txt").touch()
    (here / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    lines = run(command, "gone.txt", "empty.txt", "picture.txt", "one.txt", code=1)
    *each, summary = [line.split(":")[1].strip() for line in lines.stderr.decode().splitlines()]
    assert sorted(each) == ["empty.txt", "gone.txt", "picture.txt"]
    assert summary == "3 of 4 failed"
    assert "Geneva" in lines.stdout.decode()


NAMES = (
    "with space.txt", "tab\there.txt", "line\nend.txt", "esc\x1b]0;x\x07.txt", "c1\x9b31m.txt", "bidi\u202etxt.exe.txt",
    "-dash.txt", "😀.txt", "quote\"'$x.txt", "back\\slash.txt",
)  # fmt: skip


@pytest.mark.parametrize("command", ["clean", "entities"])
def test_any_file_name_will_do(here: Path, command: str) -> None:
    for name in NAMES:
        (here / name).write_text("Words in Geneva.")
    for form in ("text", "json"):
        output = run(command, "-f", form, "--", *NAMES).stdout.decode()
        assert output.count("Geneva") >= len(NAMES)
        assert all(character.isprintable() or character == "\n" for character in output)
    assert [json.loads(line)["source"] for line in output.splitlines()] == list(NAMES)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are not UTF-8")
@pytest.mark.usefixtures("here")
def test_a_file_name_that_is_no_text_will_do_too() -> None:
    Path(os.fsdecode(b"b\xff.txt")).write_text("Words in Geneva.")
    for command in ("clean", "entities"):
        for form in ("text", "json"):
            assert "Geneva" in run(command, "-f", form, b"b\xff.txt").stdout.decode()
    assert os.fsencode(json.loads(run("clean", "-f", "json", b"b\xff.txt").stdout)["source"]) == b"b\xff.txt"
    assert "gone" in said("clean", b"gone\xff.txt")


def test_a_file_that_is_called_like_a_command_is_reached_by_its_path(here: Path) -> None:
    (here / "export").write_text("Words in Geneva.")
    assert "Geneva" in run("clean", "export").stdout.decode()
    assert "terminal" in said("./export")  # the reader: asked for a file, not for the command
    assert "terminal" in said("--", "export")
    assert run("export").stdout == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read_is_said(here: Path, article: Path) -> None:
    (here / "locked").mkdir(mode=0)
    article.chmod(0)
    assert "permission" in said("clean", "locked")
    assert "permission" in said("clean", "one.txt")
    assert "locked" in said("stats", "--store", "locked")
    assert "locked" in said("export", "-o", "locked/out.jsonl")
    (here / "locked").chmod(0o700)


@pytest.mark.parametrize("detector", ["spacy:no_such_model", "nonsense", "spacy:../x"])
@pytest.mark.usefixtures("article")
def test_a_detector_that_is_not_there_is_said(detector: str) -> None:
    assert said("entities", "one.txt", NRC_READER_DETECTOR=detector)


# ---- the store: stats, check, import


@pytest.mark.usefixtures("tagged")
def test_stats_and_check_count() -> None:
    counts = dict(line.rsplit(None, 1) for line in run("stats").stdout.decode().splitlines())
    assert (counts["annotations"], counts["  claim"], counts["  evidence"], counts["  opinion"]) == ("2", "1", "1", "0")
    assert "1 document, 2 annotations, 0 faults" in run("check").stdout.decode()


def test_check_lists_what_is_detached_and_that_is_no_fault(tagged: FolderStore) -> None:
    (key,) = tagged.keys()
    stored = tagged.load(key)
    lost = stored.annotations[0]
    tagged.save(stored.document, [Change(lost, lost.touched(anchor="detached"))])
    lines = run("check").stdout.decode().splitlines()
    assert lines[0] == f"one.txt: detached, M in the reader shows it: {lost.label} “{lost.quote}”"
    assert "1 document, 2 annotations, 0 faults" in lines[-1]


def test_no_store_yet_is_an_empty_one_and_reading_it_makes_nothing(here: Path) -> None:
    for command in ("export", "stats", "check"):
        run(command, "--store", "new")
    assert not (here / "new").exists()


DAMAGE = {
    "empty": "", "cut": "{", "list": "[]", "text": "hello", "no tables": '{"annotations": 3}', "nested": "[" * 100_000,
    "row without fields": '{"annotations": {"1": {}}}', "row id that is text": '{"annotations": {"x": {"label": "a"}}}',
    "row id that is huge": '{"annotations": {"%s": {"label": "a", "start": 0, "end": 1, "quote": "x"}}}' % ("9" * 39),
    "newer": '{"_meta": {"1": {"schema": 99}}}', "schema that is text": '{"_meta": {"1": {"schema": "1"}}}',
    "wrong field": '{"annotations": {"1": {"label": 3, "start": 0, "end": 1, "quote": "x"}}}',
    "number of 5,000 digits": '{"annotations": {"1": {"start": %s}}}' % ("9" * 5000),
}  # fmt: skip


@pytest.mark.parametrize("command", ["export", "stats", "check"])
def test_damaged_store_files_are_named_left_alone_and_stop_nothing(tagged: FolderStore, command: str) -> None:
    for name, text in DAMAGE.items():
        (tagged.folder / f"{name}.json").write_text(text)
    sound = run("export", "one.txt", code=1).stdout
    done = run(command, code=1)
    lines = [line for line in done.stderr.decode().splitlines() if "no hash of the document" not in line]
    assert [name for name in sorted(DAMAGE) if f"/{name}.json: " not in "".join(lines)] == []
    assert sum(".json: " in line for line in lines) == len(DAMAGE)  # check also says what the others do not say
    assert max(map(len, lines)) < 400
    assert done.stdout == sound if command == "export" else b"2" in done.stdout
    assert {path.stem: path.read_text() for path in tagged.folder.glob("*.json") if path.stem in DAMAGE} == DAMAGE


@pytest.mark.parametrize("command", ["export", "stats", "check", "import"])
@pytest.mark.usefixtures("article", "tagged")
def test_a_store_that_is_a_file_is_said(here: Path, command: str) -> None:
    (here / "in.jsonl").write_bytes(run("export").stdout)
    assert "one.txt" in said(command, *(["in.jsonl"] if command == "import" else []), "--store", "one.txt")


def test_names_from_a_stranger_reach_no_terminal(tagged: FolderStore) -> None:
    (path,) = tagged.folder.glob("*.json")
    hostile = "\\u001b]0;x\\u0007\\u009b31m\\u202e\\ud800"
    text = path.read_text().replace('"ann"', f'"{hostile}"').replace('"claim"', f'"{hostile}"')
    path.write_text(text.replace('"path": "', f'"path": "{hostile}').replace('"sha256": "', '"sha256": "\\u001b'))
    for command in ("export", "stats", "check"):
        output = run(command).stdout.decode()
        assert all(character.isprintable() or character == "\n" for character in output)


@pytest.mark.usefixtures("tagged")
def test_import_says_how_many_and_twice_changes_nothing(here: Path) -> None:
    out = run("export").stdout
    (here / "in.jsonl").write_bytes(out)
    assert run("import", "in.jsonl", "--store", "S").stdout == b"2 imported, 0 there already\n"
    assert run("import", "in.jsonl", "--store", "S").stdout == b"0 imported, 2 there already\n"
    assert run("import", "-", "--store", "T", stdin=out).stdout == b"2 imported, 0 there already\n"
    assert run("export", "--store", "S").stdout == run("export", "--store", "T").stdout == out


def test_import_keeps_the_text_where_the_document_is_here_and_unchanged(
    here: Path, article: Path, tagged: FolderStore
) -> None:
    (here / "in.jsonl").write_bytes(run("export").stdout)
    run("import", "in.jsonl", "--store", "S")
    article.write_text("Another text altogether.\n")
    run("import", "in.jsonl", "--store", "T")
    (key,) = tagged.keys()
    (text,) = FolderStore(here / "S").earlier_texts(key)
    assert TEXT.split("\n", maxsplit=1)[0] in text
    assert FolderStore(here / "T").earlier_texts(key) == []


@pytest.mark.usefixtures("tagged")
def test_import_names_bad_lines_and_missing_files_and_takes_the_rest(here: Path) -> None:
    good = run("export").stdout
    (here / "in.jsonl").write_bytes(b"{\n" + good + b"\xff\n" + b"\x1b[31m\n")
    (here / "folder").mkdir()
    done = run("import", "gone.jsonl", "folder", "in.jsonl", "--store", "S", code=1)
    lines = done.stderr.decode().splitlines()
    assert [line.split()[1].rstrip(":") for line in lines] == [
        "gone.jsonl", "folder", "in.jsonl:1", "in.jsonl:4", "in.jsonl:5",
    ]  # fmt: skip
    assert done.stdout == b"2 imported, 0 there already\n"


def test_import_of_something_else_altogether_is_short(here: Path) -> None:
    (here / "in.jsonl").write_bytes(b"\xff\xfe" + "not\nJSON\n".encode("utf-16-le") * 500)
    lines = run("import", "in.jsonl", code=1).stderr.decode().splitlines()
    assert len(lines) < 30
    assert "more" in lines[-1]


# ---- settings


def test_a_settings_file_that_is_missing_or_wrong_is_said(here: Path) -> None:
    (here / "wrong.toml").write_text("\ntext_width = 3\n")
    assert "gone.toml: no such settings file" in said("stats", "--config", "gone.toml")
    assert "wrong.toml:2: text_width" in said("--config", "wrong.toml", "stats")
    assert "wrong.toml:2: text_width" in said(NRC_READER_CONFIG="wrong.toml")


def test_keys_prints_every_key_and_says_a_clash_in_one_line(here: Path) -> None:
    shown = run("keys").stdout.decode()
    assert all(f" {name} " in shown for name in ("next_sentence", "undo", "quit"))
    (here / "clash.toml").write_text('[keys]\nundo = "j"\n')
    assert "clash.toml:2: the key 'j' starts both 'next sentence' and 'undo'" in said("keys", "--config", "clash.toml")
    (here / "clash.toml").write_text('mouse = false\n[keys]\nundo = "U"\nfly = "f"\n')
    assert "clash.toml:4: [keys] names 'fly'" in said("keys", "--config", "clash.toml")


@pytest.mark.usefixtures("article")
def test_the_reader_needs_a_terminal() -> None:
    assert "terminal" in said()
    assert "terminal" in said("one.txt")


@pytest.mark.usefixtures("here")
def test_a_folder_that_is_gone_is_said() -> None:
    line = f'mkdir gone && cd gone && rmdir ../gone && exec "{sys.executable}" -m reader stats'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=200)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nrc-reader: this folder is gone\n"


# ---- what is loaded

HEAVY = ("textual", "spacy", "trafilatura", "lxml", "rich", "numpy", "charset_normalizer", "markdown_it")


def loaded_by(code: str) -> set[str]:
    """The top-level modules that a program has loaded at its end, and the reader's own, as they are named."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint('LOADED', *sys.modules)"],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_a_text_in_latin_letters_is_shown_without_the_rules_for_all_scripts() -> None:
    code = (
        "from reader.ui.launch import READING, _reader_class; _reader_class(READING)\n"
        "from reader.text.graphemes import characters, snap\n"
        "from reader.ui.terminal.cell_widths import clusters\n"
        "from reader.ui.text_view.row_layout import Layout\n"
        "text = '“Café” – the naïve Straße… ' * 20\n"
        "rows = Layout(text, 30)\n"
        "[(snap(text, place, place + 1), rows.offset_at(1, 3)) for place in range(len(text))]\n"
        "list(clusters(text))\n"
    )
    assert "regex" not in loaded_by(code)
    assert "regex" in loaded_by(f"{code}\nsnap('\u0915\u093f', 1, 1)")


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["export", "--help"],
        ["--version"],
        ["export"],
        ["stats"],
        ["check"],
        ["keys"],
        ["log"],
        ["help"],
        ["help", "store"],
        ["restore", "--at", "2020-01-01"],
        ["import", "in.jsonl"],
        ["clean", "one.txt"],
        ["entities", "one.txt"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("tagged")
def test_no_command_loads_what_only_the_reader_needs(here: Path, words: list[str]) -> None:
    shutil.copy(ROOT / "LICENSE", here / "in.jsonl")
    loaded = loaded_by(f"from reader.cli import main\ntry:\n    main({words!r})\nexcept SystemExit:\n    pass")
    assert loaded & set(HEAVY) == set()
    screen = {
        "reader.ui",
        "reader.ui.keymap",
        "reader.ui.keymap.action",
        "reader.ui.keymap.action_table",
        "reader.ui.keymap.dialog_actions",
    }
    assert {name for name in loaded if re.match(r"reader\.ui\b", name)} <= screen
    if "--help" in words or "--version" in words:
        ours = {name for name in loaded if re.match(r"reader\.(?!commands)", name)}
        ours -= {
            "reader.config",
            "reader.config.label",
            "reader.config.settings",
            "reader.config.settings_sources",
            "reader.exchange",
            "reader.exchange.exchange_error",
            "reader.exchange.formats",
            "reader.system",
        }
        assert ours == {"reader.cli", "reader.system.stdio"}


def test_the_help_says_where_the_settings_are() -> None:
    assert f"settings: {user_file()}" in run("--help").stdout.decode()


def test_the_core_imports_without_textual_and_without_any_heavy_library() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in sorted((ROOT / "reader").rglob("*.py"))
        if not {"__init__.py", "__main__.py", "ui", "page_rendering.py"} & {*path.relative_to(ROOT).parts}
    ]
    assert len(modules) > 150
    assert loaded_by(f"import {', '.join(modules)}") & set(HEAVY) == set()


# ---- many files


@pytest.fixture
def many(here: Path) -> list[str]:
    """More than a pipe holds of their output."""
    names = [f"{number:03}.txt" for number in range(120)]
    for name in names:
        (here / name).write_text(f"{name}\n\n" + TEXT * 9, encoding="utf-8")
    return names


def test_many_files_come_out_in_their_order_whatever_the_number_of_processes(many: list[str]) -> None:
    one, three = (run("clean", "-f", "json", "--jobs", jobs, *many).stdout for jobs in ("1", "3"))
    assert one == three
    assert [json.loads(line)["source"] for line in one.splitlines()] == many


def test_standard_input_is_one_of_many(many: list[str]) -> None:
    names = [many[0], "-", many[1]]
    found = run("clean", "-f", "json", *names, stdin=TEXT.encode()).stdout
    assert [json.loads(line)["source"] for line in found.splitlines()] == names


@pytest.mark.parametrize("jobs", ["0", "-1", "x", "1.5", "9999999"])
def test_a_number_of_jobs_that_cannot_be_is_wrong_usage(jobs: str) -> None:
    assert "number" in said("clean", f"--jobs={jobs}", "x", code=2)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(("whom", "code"), [("group", 130), ("parent", -signal.SIGKILL)])
def test_many_files_interrupted_leave_no_process(whom: str, code: int) -> None:
    command = [*PYTHON_READER, "clean", "-f", "json", "."]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        process.stdout.readline()  # it is at work, and will wait for its output to be read
        if whom == "group":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.kill()
        assert process.wait(100) == code
        assert process.stderr.read() == b""  # the end of it: nobody has it open any more
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("a process was left")


@pytest.mark.usefixtures("many")
def test_a_terminal_is_shown_how_far_it_is_and_nothing_of_it_is_left(here: Path) -> None:
    from tests.terminal import Terminal

    line = f'"{sys.executable}" -m reader clean -f json . gone > ../out.jsonl'
    with Terminal(["sh", "-c", line]) as terminal:
        while terminal.exit_code is None:
            terminal.settle()
        text, output = terminal.text, bytes(terminal.output).decode()
    assert re.search(r"\d+/120", output)
    assert text.split("\n")[:3] == [
        line.ljust(120)
        for line in ("nrc-reader: gone: is not there (check the name)", "nrc-reader: 1 of 121 failed", "")
    ]
    assert len((here.parent / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 120
