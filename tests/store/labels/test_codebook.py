"""What may be done to labels as a whole, and what it does to all that names them: children, seals, decisions."""

from dataclasses import replace

import pytest

from reader.annotations.handing_in import BROKEN, FINISHED, SEALED, seal_data, seal_state
from reader.annotations.relabelling import renamed_members
from reader.config.label import Label
from reader.config.label_changes import LabelChange, LabelChanges, with_changes
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, new_id, now
from reader.model.document import Document
from reader.store.labels.codebook import Codebook, LabelError, affected, carry_out, codebook_of
from reader.store.memory_store import MemoryStore

LABELS = tuple(Label(name, name[-1], "red") for name in ("claim", "claim/causal", "claim/causal/far", "reason"))
DOCUMENT = Document(None, "a.txt", "ab" * 32)


def tagged(label: str, start: int = 0, annotator: str = "ann") -> Annotation:
    return Annotation(new_id(), label, start, start + 5, "words", annotator=annotator, created_at=now())


def book(*changes: LabelChange, used: tuple[str, ...] = ()) -> Codebook:
    return Codebook(LABELS, LabelChanges(changes), used)


def renamed(step_changes: tuple[LabelChange, ...]) -> dict[str, str]:
    return LabelChanges(step_changes).renamed()


def test_children_go_along_into_a_parent_and_below_a_label_of_ones_own() -> None:
    assert renamed(book().merge(["claim/causal"], "claim").changes) == {
        "claim/causal": "claim", "claim/causal/far": "claim/far"
    }  # fmt: skip
    assert renamed(book().rename("claim/causal", "claim/causal/near").changes) == {
        "claim/causal": "claim/causal/near", "claim/causal/far": "claim/causal/near/far"
    }  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [("reason", "claim"), ("claim/causal", "claim"), ("reason", "lonely")])
def test_a_rename_is_no_merge_of_a_label_or_of_one_below_it(old: str, new: str) -> None:
    known = book(used=("lonely", "ground/cause", "reason/cause"))
    with pytest.raises(LabelError, match="already"):
        known.rename(old, new)
    with pytest.raises(LabelError, match="there is a label ground/cause already"):
        known.rename("reason", "ground")


def test_a_label_that_is_retired_stays_so_under_another_name_and_a_name_that_was_retired_does_not_retire() -> None:
    def after(known: Codebook, old: str, new: str) -> LabelChanges:
        return LabelChanges(with_changes(known.changes.all, known.rename(old, new).changes))

    assert after(book(LabelChange("reason")), "reason", "ground").is_retired("ground")
    assert not after(book(LabelChange("ground")), "reason", "ground").is_retired("ground")


def carried_out(store: MemoryStore, plan: str, *words: str) -> None:
    step = getattr(codebook_of(store, LABELS), plan)(*words)
    list(carry_out(store, step, affected(store, step), Act(step.what, "ann", new_id())))


def test_a_seal_over_the_former_name_fits_and_one_over_something_else_does_not() -> None:
    store = MemoryStore()
    one = tagged("reason", annotator="bob")
    store.save(DOCUMENT, [Change(None, one)])
    sealed = dict(seal_data([one], [], "bob", DOCUMENT.sha256))  # at the same time, in another clone
    carried_out(store, "rename", "reason", "ground")
    moment = now()
    decision = Decision(new_id(), FINISHED, sealed, "bob", moment, moment)
    store.save(DOCUMENT, [Change(None, decision)])
    (key,) = store.keys()
    stored = store.load(key)
    former = store.label_changes().former()
    known = stored.decisions, stored.annotations, stored.links, "bob", DOCUMENT.sha256
    assert (seal_state(*known), seal_state(*known, former)) == (BROKEN, SEALED)
    (one,) = stored.annotations
    store.save(DOCUMENT, [Change(one, replace(one, note="more", updated_at=now()))])
    stored = store.load(key)
    assert seal_state(stored.decisions, stored.annotations, (), "bob", DOCUMENT.sha256, former) == BROKEN
    carried_out(store, "rename", "ground", "motive")
    assert seal_state(store.load(key).decisions, store.load(key).annotations, (), "bob", "", former) == BROKEN


def test_decisions_that_name_annotations_name_them_by_their_new_labels() -> None:
    members = [{"id": "1", "label": "reason"}, {"id": "2", "label": "claim"}, {"id": "3", "label": "reason"}, "odd"]
    one = Decision(new_id(), "adjudication", {"choice": "neither", "members": members}, "ann")
    other = Decision(new_id(), "adjudication", {"members": [{"id": "1", "label": "claim"}]}, "ann")
    (change,) = renamed_members(
        [one, other], {"1": ("reason", "ground")}, lambda name: "motive" if name == "reason" else name
    )
    assert change.before is one
    assert [each if each == "odd" else each["label"] for each in change.after.data["members"]] == [
        "ground", "claim", "motive", "odd"
    ]  # fmt: skip


def test_a_ruling_about_a_renamed_label_is_renamed_with_it_and_taken_back_with_it() -> None:
    store = MemoryStore()
    one = tagged("reason", annotator="bob")
    members = [{"id": one.id, "label": "reason", "annotator": "bob", "start": 0, "end": 5, "quote": "words"}]
    ruling = Decision(new_id(), "adjudication", {"choice": "neither", "members": members}, "cy", now(), now())
    store.save(DOCUMENT, [Change(None, one), Change(None, ruling)])
    carried_out(store, "rename", "reason", "ground")
    (key,) = store.keys()
    assert store.load(key).decisions[0].data["members"][0]["label"] == "ground"
