"""Whatever was done to labels and tags, a restore brings back both as they were, and undo takes that back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.annotations.handing_in import FINISHED, REOPENED, SEALED, seal_data, seal_state
from reader.config.label import Label
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, new_id, now
from reader.model.document import Document
from reader.store.folder_store import FolderStore
from reader.store.history.undo import UndoHistory
from reader.store.labels.codebook import LabelError, LabelStep, affected, carry_out, codebook_of, restored, used_labels
from reader.store.labels.label_rows import LABELS_KEY
from reader.store.memory_store import MemoryStore
from reader.store.store_protocol import Store
from reader.store.team.blind_store import BlindStore
from reader.store.team.blind_view import BlindView
from reader.store.team.team import Project, Team

SETTINGS = (Label("claim", "c", "red"), Label("reason", "r", "blue"), Label("claim/causal", "k", ""))
NAMES = st.sampled_from(["claim", "reason", "claim/causal", "thesis", "reason/cause"])
DOCUMENTS = [Document(None, f"{number}.txt", f"{number:064x}") for number in range(2)]


class Desk:
    """One person at a store, who remembers how everything was after each thing that was done."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.past: list[tuple[int, object]] = []
        self.note()

    def note(self) -> None:
        self.past.append((self.store.last_number(), self.state()))

    def state(self) -> object:
        """The labels as they are offered, the tags of all documents, and what a person had handed in."""
        book = codebook_of(self.store, SETTINGS)
        stored = [self.store.load(key) for key in self.store.keys()]
        tags = sorted((one.id, one.label, one.note, one.annotator) for each in stored for one in each.annotations)
        handed_in = [one.id for each in stored for one in each.decisions if one.kind == FINISHED]
        changes = book.changes.renamed(), [name for name in NAMES_OF_ALL if book.changes.is_retired(name)]
        return sorted(book.labels), changes, tags, sorted(handed_in)

    def tag(self, number: int, label: str, start: int, annotator: str = "ann") -> Annotation:
        moment = now()
        one = Annotation(new_id(), label, start, start + 5, "words", annotator=annotator, created_at=moment)
        self.store.save(
            DOCUMENTS[number],
            [Change(None, replace(one, updated_at=moment))],
            act=Act("tagged", annotator, new_id()),
        )
        return one

    def finish(self, number: int, annotator: str = "ann") -> None:
        document = DOCUMENTS[number]
        key = self.store.find(document.path, document.sha256)
        stored = self.store.load(key) if key else None
        tags, links = (stored.annotations, stored.links) if stored else ((), ())
        moment = now()
        data = seal_data(tags, links, annotator, document.sha256)
        one = Decision(new_id(), FINISHED, data, annotator, moment, moment)
        self.store.save(document, [Change(None, one)], act=Act("finished", annotator, new_id()))

    def change(self, plan: Callable[..., LabelStep], *words: object) -> None:
        """What can be done to labels; nothing where it cannot be done."""
        try:
            book = codebook_of(self.store, SETTINGS, used_labels(self.store))
            step = plan(book, *words)
        except LabelError:
            return
        found = affected(self.store, step)
        list(carry_out(self.store, step, found, Act(step.what, "ann", new_id())))

    def restore(self, number: int) -> None:
        act = Act("restored", "ann", new_id())
        assert self.store.restore_labels(number, act) is not None
        for key in {one.key for one in self.store.timeline() if one.number > number} - {LABELS_KEY}:
            self.store.restore(key, number, act)

    def turn(self, *, undoes: bool) -> bool:
        history = UndoHistory(self.store, "ann")
        step = history.undo() if undoes else history.redo()
        if step is None:
            return False
        act = step.act("ann")
        self.store.turn_labels(act)
        for part in step.parts:
            self.store.save(part.document, part.changes, act=act)
        return True


NAMES_OF_ALL = ["claim", "reason", "claim/causal", "thesis", "reason/cause"]

ACTIONS = st.one_of(
    st.tuples(st.just("tag"), st.integers(0, 1), NAMES, st.integers(0, 3)),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("merge"), NAMES, NAMES),
    st.tuples(st.just("split"), NAMES, NAMES),
    st.tuples(st.just("retire"), NAMES, st.booleans()),
    st.tuples(st.just("finish"), st.integers(0, 1)),
    st.tuples(st.just("add"), st.sampled_from(["doubt", "thesis"])),
    st.tuples(st.just("undo")),
)


def act(desk: Desk, what: str, *words: object) -> None:
    match what:
        case "tag":
            desk.tag(words[0], words[1], 10 * words[2])  # type: ignore[arg-type, operator]
        case "rename":
            desk.change(lambda book: book.rename(*words))  # type: ignore[arg-type]
        case "merge":
            desk.change(lambda book: book.merge([words[0]], words[1]))  # type: ignore[list-item, arg-type]
        case "split":
            key = next(key for key in "TUVWXYZ" if key not in {one.key for one in desk.store.labels()})
            old, into = map(str, words)
            desk.change(
                lambda book: book.split(old, [into], lambda one, _: into if one.start < 20 else "", lambda *_: key)
            )
        case "retire":
            desk.change(lambda book: book.retire(words[0], back=words[1]))  # type: ignore[arg-type]
        case "finish":
            desk.finish(words[0])  # type: ignore[arg-type]
        case "add":
            if words[0] not in {one.name for one in codebook_of(desk.store, SETTINGS).labels}:
                try:
                    desk.store.add_label(Label(str(words[0]), str(words[0])[0].upper(), "red"))
                except ValueError:
                    return
        case _:
            desk.turn(undoes=True)
    desk.note()


def walk(store: Store, actions: list[tuple[object, ...]], back: int) -> None:
    desk = Desk(store)
    for what, *words in actions:
        act(desk, str(what), *words)
    number, state = desk.past[back % len(desk.past)]
    latest, written = desk.state(), store.last_number()
    desk.restore(number)
    assert desk.state() == state
    if store.last_number() == written:
        return  # it was so already
    before = store.last_number()
    desk.restore(number)
    assert store.last_number() == before, "it is so already"
    assert desk.turn(undoes=True)
    assert desk.state() == latest, "undo takes all of a restore back"
    if desk.turn(undoes=False):
        assert desk.state() == state


@given(st.lists(ACTIONS, max_size=12), st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_a_restore_brings_back_tags_and_labels_and_undo_takes_that_back(
    actions: list[tuple[object, ...]], back: int
) -> None:
    walk(MemoryStore(), actions, back)


@given(st.lists(ACTIONS, max_size=8), st.integers(0, 20))
@settings(max_examples=15, deadline=None)
def test_so_it_is_in_a_folder(actions: list[tuple[object, ...]], back: int) -> None:
    with TemporaryDirectory() as folder:
        store = FolderStore(Path(folder) / "annotations")
        walk(store, actions, back)
        store.close()


def test_what_says_that_somebody_took_finishing_back_stays_whatever_is_restored() -> None:
    desk = Desk(MemoryStore())
    desk.tag(0, "claim", 0)
    begin = desk.store.last_number()
    desk.finish(0)
    finished = desk.store.last_number()
    (key,) = desk.store.keys()
    (one,) = desk.store.load(key).decisions
    taken = Decision(new_id(), REOPENED, {"finished": one.created_at}, "ann", now(), now())
    desk.store.save(DOCUMENTS[0], [Change(one, None), Change(None, taken)], act=Act("taken back", "ann"))
    desk.restore(finished)
    assert sorted(one.kind for one in desk.store.load(key).decisions) == [FINISHED, REOPENED]
    desk.restore(begin)
    assert [one.kind for one in desk.store.load(key).decisions] == [REOPENED] * 2, "that is taken back, too"
    assert desk.turn(undoes=True)
    assert sorted(one.kind for one in desk.store.load(key).decisions) == [FINISHED, REOPENED, REOPENED]


def test_documents_that_are_restored_alone_get_the_names_that_labels_have_now() -> None:
    desk = Desk(MemoryStore())
    kept, gone = desk.tag(0, "reason", 0), desk.tag(0, "claim", 10)
    desk.finish(0)
    (key,) = desk.store.keys()
    begin = desk.store.last_number()
    desk.change(lambda book: book.rename("reason", "thesis"))
    stored = desk.store.load(key)
    (claim,) = [one for one in stored.annotations if one.id == gone.id]
    desk.store.save(DOCUMENTS[0], [Change(claim, None)], act=Act("deleted", "ann", new_id()))
    latest = desk.state()
    changes = restored(desk.store, key, begin, Act("restored", "ann", new_id()), dry_run=False)
    assert [one.record.id for one in changes if isinstance(one.record, Annotation)] == [gone.id]
    stored = desk.store.load(key)
    assert {one.id: one.label for one in stored.annotations} == {kept.id: "thesis", gone.id: "claim"}
    known = stored.decisions, stored.annotations, stored.links
    assert seal_state(*known, "ann", DOCUMENTS[0].sha256) == SEALED
    assert desk.turn(undoes=True)
    assert desk.state() == latest


def test_a_blind_project_keeps_its_labels_and_gives_ones_own_tags_their_names() -> None:
    memory = MemoryStore()
    team = Team(project=Project(("ann", "bob"), is_blind=True))
    desk = Desk(BlindStore(memory, BlindView("ann", lambda: team)))
    own = desk.tag(0, "reason", 0)
    theirs = Desk(memory).tag(0, "reason", 20, "bob")
    (key,) = memory.keys()
    begin = memory.last_number()
    desk.change(lambda book: book.rename("reason", "thesis"))
    assert {one.id: one.label for one in memory.load(key).annotations} == {own.id: "thesis", theirs.id: "reason"}
    assert desk.store.restore_labels(begin, Act("restored", "ann", new_id())) is None
    restored(desk.store, key, begin, Act("restored", "ann", new_id()), dry_run=False)
    assert {one.id: one.label for one in memory.load(key).annotations} == {own.id: "thesis", theirs.id: "reason"}
    assert memory.label_changes().renamed() == {"reason": "thesis"}


def test_a_step_that_was_about_labels_alone_is_taken_back_and_done_again() -> None:
    desk = Desk(MemoryStore())
    desk.tag(0, "claim", 0)
    before = desk.state()
    for plan in (lambda book: book.rename("reason", "thesis"), lambda book: book.retire("claim")):
        desk.change(plan)
        after = desk.state()
        assert after != before
        assert desk.turn(undoes=True)
        assert desk.state() == before
        assert desk.turn(undoes=False)
        assert desk.state() == after
        assert desk.turn(undoes=True)


def test_what_somebody_else_made_of_a_name_since_stays_when_one_takes_ones_own_back() -> None:
    desk = Desk(MemoryStore())
    desk.change(lambda book: book.rename("reason", "thesis"))
    changes = desk.store.label_changes().all
    desk.store.change_labels([one._replace(becomes="point", step=new_id()) for one in changes])
    assert desk.turn(undoes=True)
    assert desk.store.label_changes().renamed() == {"reason": "point"}
