"""The commands. What a command needs is imported inside it, so that ``--help`` loads neither Textual nor spaCy."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reader import __version__, streams

if TYPE_CHECKING:
    from reader.annotations.store import Stored, TinyStore
    from reader.cleaning.article import Article
    from reader.settings import Settings

DONE, PROBLEM, USAGE = 0, 1, 2
#: Lines of one file that an import names before it only counts them.
SHOWN_FAULTS = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 the work found a problem, 2 wrong usage."""
    streams.prepare()
    name, words = _command_in(list(sys.argv[1:] if arguments is None else arguments))
    try:
        try:
            options = _parser(name).parse_args(words)
            return COMMANDS[name][0](options) if name else _open(options)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # `| head` has seen enough
        streams.silence()
        return DONE
    except KeyboardInterrupt:
        return 130
    except CommandError as problem:
        return _complain(problem)
    except OSError as error:  # a full disk behind standard output, a working folder that is gone
        streams.silence()
        gone = isinstance(error, FileNotFoundError) and not error.filename
        return _complain("this folder is gone" if gone else f"{error.filename or 'not done'}: {error.strerror}")


class CommandError(Exception):
    """What stopped a command: one line that a person understands."""


def _complain(problem: object) -> int:
    from reader.sources import safe_text

    with suppress(OSError):  # nobody reads it
        print(f"nrc-reader: {safe_text(str(problem))}", file=sys.stderr)
    return PROBLEM


def _command_in(words: list[str]) -> tuple[str, list[str]]:
    """The command, if the first word that is neither an option nor its value names one, and the other words."""
    index = 0
    while index < len(words):
        if words[index] in _WITH_VALUE:
            index += 2
        elif words[index].startswith("-") and words[index] != "--":
            index += 1
        elif words[index] in COMMANDS:
            return words[index], words[:index] + words[index + 1 :]
        else:
            break
    return "", words


_WITH_VALUE = ("--store", "--annotator", "--config")


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the words, and where help is."""

    def error(self, message: str) -> NoReturn:
        from reader.sources import safe_text

        self.exit(USAGE, f"{self.prog}: {safe_text(message)} (see {self.prog} --help)\n")


def _parser(name: str) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=f"nrc-reader {name}".strip(),
        description=COMMANDS[name][1] if name else _OPEN_HELP,
        epilog=None if name else _epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if name in {"", "export", "clean", "entities"}:
        many = "+" if name in {"clean", "entities"} else "*"
        what = "files, folders and web addresses; - for standard input" if many == "+" else "files and folders"
        parser.add_argument("paths", nargs=many, metavar="PATH", help=what)
    if name == "import":
        parser.add_argument("files", nargs="+", metavar="FILE", help="JSONL files; - for standard input")
    if name == "export":
        parser.add_argument("-f", "--format", choices=["jsonl"], default="jsonl", help="default: %(default)s")
        parser.add_argument("-o", "--output", metavar="FILE", default="-", help="default: - (standard output)")
    if name in {"clean", "entities"}:
        parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="default: %(default)s")
        parser.add_argument("--plain", action="store_true", help="take the text as it is: no cleaning")
    if name == "clean":
        why = "print every line with its role, its score and whether it is shown"
        parser.add_argument("--explain", action="store_const", dest="format", const="explain", help=why)
    parser.add_argument(
        "--store", metavar="DIR", help="where the annotations are (default: annotations/ here or above)"
    )
    parser.add_argument("--annotator", metavar="NAME", help="whose annotations these are (default: your login name)")
    parser.add_argument("--config", metavar="FILE", help="a settings file in place of your own")
    parser.add_argument("--version", action="version", version=f"nrc-reader {__version__}")
    return parser


def _epilog() -> str:
    lines = [f"  {name:<9} {text}" for name, (_, text) in COMMANDS.items()]
    return "commands (nrc-reader COMMAND --help says more):\n" + "\n".join(lines)


def _settings(options: argparse.Namespace) -> Settings:
    from reader.settings import SettingsError, load

    try:
        return load(config=options.config, store=options.store, annotator=options.annotator)
    except SettingsError as error:
        raise CommandError(error) from error


def _store(settings: Settings) -> TinyStore:
    from reader.annotations.store import TinyStore
    from reader.settings import store_folder

    return TinyStore(store_folder(settings))


def _open(options: argparse.Namespace) -> int:
    """Open the reader."""
    from reader.ui.launch import LaunchError, launch

    settings = _settings(options)
    try:
        return launch(options.paths, settings, _store(settings))
    except LaunchError as error:
        raise CommandError(error) from error


def _articles(options: argparse.Namespace, settings: Settings, failed: list[str]) -> Iterator[Article]:
    """Each file of the paths as an article; what cannot be opened is said on stderr and named in ``failed``."""
    from reader.cleaning.reading import read_article
    from reader.sources import SourceError, walk

    def report(error: SourceError) -> None:
        failed.append(error.path)
        _complain(error)

    for path in walk(options.paths, on_error=report):
        try:
            yield read_article(path, max_bytes=settings.max_file_bytes, as_it_is=options.plain)
        except SourceError as error:
            report(error)


def _clean(options: argparse.Namespace) -> int:
    from reader.exchange.articles import as_json, as_text, explained

    failed: list[str] = []
    show = {"json": as_json, "text": as_text, "explain": explained}[options.format]
    for index, article in enumerate(_articles(options, _settings(options), failed)):
        if index and options.format != "json":
            print("\n" + "─" * 72 + "\n")
        sys.stdout.write(show(article))
    return PROBLEM if failed else DONE


def _entities(options: argparse.Namespace) -> int:
    from reader.entities import detect_entities
    from reader.entities.detector import MissingModel, loaded_detector, loaded_or_rules
    from reader.exchange.articles import entities_as_json, entities_as_text

    settings = _settings(options)
    try:  # a model that was asked for by name must be there; otherwise rules will do, and say so
        detector = (loaded_or_rules if settings.detector == "auto" else loaded_detector)(settings.detector)
    except (MissingModel, ValueError) as error:
        raise CommandError(error) from error
    if detector.notice:
        _complain(detector.notice)
    failed: list[str] = []
    show = entities_as_json if options.format == "json" else entities_as_text
    for article in _articles(options, settings, failed):
        sys.stdout.write(show(article, detect_entities(article.text, detector)))
    return PROBLEM if failed else DONE


def _export(options: argparse.Namespace) -> int:
    from reader.annotations.files import write_atomically
    from reader.exchange.jsonl import is_within, line, rows

    store = _store(_settings(options))
    failed: list[str] = []
    chosen = [one for one in _all_stored(store, failed) if not options.paths or is_within(one.document, options.paths)]
    lines = [line(row) for row in rows(chosen)]
    if options.paths and not lines and not failed:
        _complain(f"no annotations of {', '.join(options.paths)} in {store.folder}")
    if options.output == "-":
        sys.stdout.writelines(lines)
    else:
        try:
            write_atomically(Path(options.output).absolute(), "".join(lines))
        except OSError as error:
            raise CommandError(f"{options.output}: cannot be written: {error.strerror}") from error
    return PROBLEM if failed else DONE


def _all_stored(store: TinyStore, failed: list[str]) -> Iterator[Stored]:
    """Every document of the store; one that cannot be read is said on stderr and does not stop the others."""
    from reader.annotations.store import StoreError

    if not store.folder.exists():
        _complain(f"{store.folder}: no store there yet: nothing was tagged, or --store should name another folder")
    try:
        keys = store.keys()
    except StoreError as error:
        raise CommandError(error) from error
    for key in keys:
        try:
            yield store.load(key)
        except StoreError as error:
            failed.append(key)
            _complain(error)


def _import(options: argparse.Namespace) -> int:
    from reader.annotations.store import StoreError
    from reader.exchange.jsonl import ExchangeError, merge, read

    store = _store(_settings(options))
    faults = taken = known = 0
    for name in options.files:
        try:
            with open(0 if name == "-" else name, "rb", closefd=name != "-") as lines:
                found = list(read(lines, name))
        except OSError as error:
            faults += 1
            _complain(f"{name}: cannot be read: {error.strerror}")
            continue
        wrong = [one for one in found if isinstance(one, ExchangeError)]
        faults += len(wrong)
        for fault in wrong[:SHOWN_FAULTS]:
            _complain(fault)
        if len(wrong) > SHOWN_FAULTS:
            _complain(f"{name}: {len(wrong) - SHOWN_FAULTS} more lines left out")
        try:
            new, old = merge(store, [one for one in found if not isinstance(one, ExchangeError)])
        except StoreError as error:
            raise CommandError(error) from error
        taken, known = taken + new, known + old
    print(f"{taken} imported, {known} there already")
    return PROBLEM if faults else DONE


def _stats(options: argparse.Namespace) -> int:
    from reader.exchange.summary import statistics

    settings = _settings(options)
    store = _store(settings)
    failed: list[str] = []
    print(statistics(store.folder, _all_stored(store, failed), [label.name for label in settings.labels]))
    return PROBLEM if failed else DONE


def _check(options: argparse.Namespace) -> int:
    from reader.exchange.summary import faults
    from reader.sources import safe_text

    store = _store(_settings(options))
    failed: list[str] = []
    documents = annotations = 0
    for stored in _all_stored(store, failed):
        documents, annotations = documents + 1, annotations + len(stored.annotations)
        for fault in faults(stored):
            failed.append(stored.document.path)
            _complain(fault)
    counts = f"{documents} documents, {annotations} annotations, {len(failed)} faults"
    print(f"{safe_text(str(store.folder))}: {counts}")
    return PROBLEM if failed else DONE


def _keys(options: argparse.Namespace) -> int:
    from reader.ui.actions import KeyTableError, key_table, resolved

    try:
        print(key_table(resolved(_settings(options))))
    except KeyTableError as error:
        raise CommandError(error) from error
    return DONE


_OPEN_HELP = """\
Open news articles in the terminal, clean, and tag passages by keyboard.

Without PATH: seeds/ in this folder, else the samples that come with the program.
In the reader: j moves on, c e o tag (claim, evidence, opinion), ? shows every key, q quits; all is saved."""

COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int], str]] = {
    "export": (_export, "write every annotation in the store as JSONL"),
    "import": (_import, "read annotations back from JSONL"),
    "clean": (_clean, "print the cleaned articles"),
    "entities": (_entities, "print the people, organisations and places that are named"),
    "stats": (_stats, "count documents and annotations in the store"),
    "check": (_check, "verify the store"),
    "keys": (_keys, "print the key table"),
}
