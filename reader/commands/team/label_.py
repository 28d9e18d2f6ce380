"""``nrc-reader label``: lists the labels; renames, merges, splits or retires them everywhere, as one step to undo."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from reader.commands.environment import (
    DONE,
    PROBLEM,
    STOPPED,
    USAGE,
    CommandError,
    complain,
    each_document,
    settings_of,
    store_of,
)
from reader.commands.styled_output import print_rows
from reader.system.stdio import counted

if TYPE_CHECKING:
    import argparse
    from collections import Counter

    from reader.config.settings import Settings
    from reader.store.labels.codebook import Affected, Codebook, LabelStep
    from reader.store.store_protocol import Store

#: What can be done, each with the names that it needs: least and most.
_ACTIONS = {"list": (0, 0), "rename": (2, 2), "merge": (2, None), "split": (1, 1), "retire": (1, 1)}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of this command."""
    parser.add_argument("action", choices=[*_ACTIONS], metavar="ACTION", help="list, rename, merge, split or retire")
    parser.add_argument(
        "names", nargs="*", metavar="LABEL", help="rename OLD NEW; merge A B ... INTO; split A; retire A"
    )
    parser.add_argument("--where", action="append", default=[], metavar="WORDS", help="which tags split takes")
    parser.add_argument("--into", metavar="LABEL", help="the label that split gives them, which may be new")
    parser.add_argument("--back", action="store_true", help="of retire: offer the label again")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be done")
    parser.add_argument("--yes", action="store_true", help="change tags of others without asking")
    parser.add_argument("-f", "--format", choices=["text", "json"], default="text", help="of list: %(default)s")


def run(options: argparse.Namespace) -> int:
    """List or change labels; the exit code."""
    from reader.store.labels.codebook import LabelError

    if problem := _misused(options):
        complain(f"label {options.action}: {problem} (see nrc-reader label --help)")
        return USAGE
    settings = settings_of(options)
    store = store_of(settings)
    work = _LabelWork(settings, store, options)
    try:
        return work.list() if options.action == "list" else work.change()
    except LabelError as error:
        raise CommandError(f"label {options.action}: {error}") from error


def _misused(options: argparse.Namespace) -> str:
    """What is wrong with the words of the command line; empty where nothing is."""
    least, most = _ACTIONS[options.action]
    if not least <= len(options.names) <= (len(options.names) if most is None else most):
        needs = {0: "takes no label", 1: "needs one label", 2: "needs two labels, OLD and NEW"}
        return needs[least] if most is not None else "needs the labels to merge, and the one that they go into"
    if options.action == "split" and not (options.into and options.where):
        return "needs --where WORDS and --into LABEL"
    wrong = [
        name
        for name, action in (("into", "split"), ("where", "split"), ("back", "retire"))
        if getattr(options, name) and options.action != action
    ]
    return f"--{wrong[0]} is of another action" if wrong else ""


class _LabelWork:
    """What the command does with one store.

    Args:
        settings: in force.
        store: that the labels are of.
        options: of the command line.
    """

    def __init__(self, settings: Settings, store: Store, options: argparse.Namespace) -> None:
        from reader.config.settings import annotator_name

        self._settings = settings
        self._store = store
        self._options = options
        self._annotator = annotator_name(settings)
        self._failed: list[str] = []

    def list(self) -> int:
        """Print the labels with their keys, what became of them, and how many tags they have."""
        from reader.store.labels.codebook import left_behind
        from reader.system.json_text import json_text

        counts, annotators = self._counted()
        book = self._book(counts)
        rows = [self._row(name, book, counts, annotators) for name in book.names]
        if self._options.format == "json":
            for row in rows:
                print(json_text(row._asdict()))
        else:
            shown = [(row.label, row.key, row.state, str(row.tags), str(row.annotators)) for row in rows]
            print_rows(("label", "key", "state", "tags", "annotators"), shown, "{}\t{}\t{}\t{}\t{}")
            for line in left_behind(book.changes, sorted(counts.items())):
                complain(line)
        return PROBLEM if self._failed else DONE

    def _row(self, name: str, book: Codebook, counts: Counter[str], annotators: dict[str, set[str]]) -> _Row:
        label = next((one for one in book.labels if one.name == name), None)
        now = book.changes.now(name)
        retired = book.changes.is_retired(name)
        state = f"is {now} now" if now != name else "retired" if retired else "" if label else "no label here"
        key = label.key if label and not retired else ""
        return _Row(name, key, state, counts[name], len(annotators.get(name, ())))

    def _counted(self) -> tuple[Counter[str], dict[str, set[str]]]:
        """How many annotations have which label, and whose they are."""
        from collections import Counter, defaultdict

        from reader.commands.progress_line import ProgressLine

        counts: Counter[str] = Counter()
        annotators: defaultdict[str, set[str]] = defaultdict(set)
        if self._store.exists():
            with ProgressLine(prints=False) as progress:
                for stored in each_document(self._store, self._failed, self._store.load, tick=progress):
                    for one in stored.annotations:
                        counts[one.label] += 1
                        annotators[one.label].add(one.annotator)
        return counts, annotators

    def _book(self, used: Counter[str]) -> Codebook:
        from reader.store.labels.codebook import codebook_of

        return codebook_of(self._store, self._settings.labels, used)

    def change(self) -> int:
        """Do what is asked for, and say what was done."""
        from reader.store.store_protocol import StoreError

        counts, _ = self._counted()
        book = self._book(counts)
        try:
            return self._retire(book, counts) if self._options.action == "retire" else self._relabel(book)
        except StoreError as error:
            raise CommandError(error) from error

    def _retire(self, book: Codebook, counts: Counter[str]) -> int:
        from reader.store.labels.codebook import Affected

        name, back = self._options.names[0], self._options.back
        step = book.retire(name, back=back)
        would = "would be " if self._options.dry_run else ""
        if not would:
            self._carry_out(step, Affected())
        tags = counted(counts[name], "tag")
        _say(f"{name}: {would}{'offered again' if back else f'retired; its {tags} stay'}")
        return PROBLEM if self._failed else DONE

    def _relabel(self, book: Codebook) -> int:
        from reader.commands.progress_line import ProgressLine
        from reader.store.labels.codebook import affected

        step = self._step(book)
        with ProgressLine(prints=False) as progress:
            found = affected(self._store, step, progress, complain)
        documents = counted(len(found.documents), "document")
        about = f"{counted(found.count, 'tag')} in {documents}{_of_whom(found, self._annotator)}"
        if self._options.dry_run:
            _say(f"{step.what}: {about} would be changed")
            return PROBLEM if found.failed else DONE
        if not self._may(found, step, about):
            return complain(f"{step.what}: nothing was changed")
        stopped = self._carry_out(step, found)
        if stopped:
            complain(f"{step.what}: stopped; {stopped} (run it again for the rest)")
            return STOPPED
        _say(f"{step.what}: {about} changed (u in the reader takes it back)")
        self._say_settings(step)
        return PROBLEM if found.failed else DONE

    def _step(self, book: Codebook) -> LabelStep:
        names = self._options.names
        if self._options.action == "rename":
            return book.rename(*names)
        if self._options.action == "merge":
            return book.merge(names[:-1], names[-1])
        from reader.commands.interchange.selection_options import with_words
        from reader.exchange.annotation_selection import AnnotationSelection
        from reader.ui.keymap.free_keys import free_key, taken_keys

        chosen = with_words(AnnotationSelection(), self._options.where, self._settings, self._store)
        into, taken = self._options.into, taken_keys(self._store, self._settings)
        return book.split(
            names[0],
            [into],
            lambda one, document: into if chosen.wants(one, document) else "",
            lambda name, others: free_key(name, taken.union(others)),
        )

    def _may(self, found: Affected, step: LabelStep, about: str) -> bool:
        """Whether tags of others may be changed: a person at a terminal is asked."""
        if self._options.yes or not found.others(self._annotator):
            return True
        if not sys.stdin.isatty():
            raise CommandError(f"{step.what}: {about} would be changed, not all yours (--yes does it)")
        _say(f"{step.what}: {about} will be changed, not all yours. Do it? [y/N]")
        return sys.stdin.readline().strip().casefold() in {"y", "yes"}

    def _carry_out(self, step: LabelStep, found: Affected) -> str:
        """Change the documents; what was done, where ctrl+c has stopped it."""
        from reader.commands.progress_line import ProgressLine
        from reader.model.act import Act
        from reader.model.annotation import new_id
        from reader.store.labels.codebook import carry_out
        from reader.system.interrupts import Interrupts

        act = Act(step.what, self._annotator, new_id())
        done = 0
        with Interrupts() as interrupts, ProgressLine(prints=False) as progress:
            try:
                for _ in carry_out(self._store, step, found, act):
                    done += 1
                    progress(done, len(found.documents))
                    if interrupts.is_asked and done < len(found.documents):
                        return f"{done} of {counted(len(found.documents), 'document')} changed"
            except ValueError as error:
                raise CommandError(f"{step.what}: {error}") from error
            finally:
                self._store.close()
        return ""

    def _say_settings(self, step: LabelStep) -> None:
        """What a person has to change in a settings file, where a label stands there under its old name."""
        from reader.config.settings import tag_action

        names = {label.name for label in self._settings.labels}
        for change in step.changes:
            if change.name in names and change.becomes and not change.is_undone:
                place = self._settings.key_places.get(tag_action(change.name), "").removesuffix(": ")
                where = place or "the labels that come with the program"
                advice = (
                    f'write name = "{change.becomes}" there' if place else "[[labels]] in your settings replace them"
                )
                complain(f"{change.name} still stands in {where}; in this store it is {change.becomes} ({advice})")


class _Row(NamedTuple):
    """A label as ``list`` prints it."""

    label: str
    key: str
    state: str
    tags: int
    annotators: int


def _of_whom(found: Affected, annotator: str) -> str:
    """How many are of whom, in words; empty where all are one's own."""
    others = found.others(annotator)
    if not others:
        return ""
    own = found.count - sum(others.values())
    return " (" + ", ".join([f"{own} yours", *(f"{count} of {name}" for name, count in others.items())]) + ")"


def _say(text: str) -> None:
    """Print a line: names in it may be a stranger's."""
    from reader.system.safe_text import safe_text

    print(safe_text(text), flush=True)
