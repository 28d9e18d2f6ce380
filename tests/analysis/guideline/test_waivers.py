"""What is waived stays waived, with its reason, whatever becomes of text and offsets; and findings keep their ids."""

from dataclasses import replace

from reader.analysis.guideline.lint_finding import Finding
from reader.analysis.guideline.rules_file import default_rules, rules_of
from reader.analysis.guideline.tag_reading import findings_in
from reader.analysis.guideline.waivers import WAIVED, waive, withdraw
from reader.config.label_changes import LabelChange
from reader.exchange.history_report import decision_in_words
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, Decision, new_id
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from reader.store.store_protocol import Store

WHEN = "2026-04-11T09:30:00.000Z"


def store_with(*annotations: Annotation) -> tuple[Store, str]:
    store = MemoryStore()
    saved = store.save(
        Document(None, "a.txt", "ab" * 32), [Change(None, one) for one in annotations], act=Act("tagged")
    )
    return store, str(saved.document.key)


def claim(quote: str = "The dam is old.", start: int = 5) -> Annotation:
    end = start + len(quote)
    return Annotation(
        new_id(),
        "claim",
        start,
        end,
        quote,
        "So. ",
        " Yes",
        start,
        end,
        annotator="ann",
        created_at=WHEN,
        updated_at=WHEN,
    )


def found(store: Store) -> list[Finding]:
    return findings_in(store, default_rules())


def test_a_waiver_is_a_decision_in_the_document_with_who_and_why() -> None:
    store, key = store_with(claim())
    (one,) = found(store)
    assert one.waiver is None
    waive(store, one, key, "the article gives none", "bo")
    (decision,) = store.load(key).decisions
    assert (decision.kind, decision.annotator, decision.data["reason"]) == (WAIVED, "bo", "the article gives none")
    (same,) = found(store)
    assert same.id == one.id
    assert same.waiver is not None
    assert (same.waiver.annotator, same.waiver.reason) == ("bo", "the article gives none")
    assert "the article gives none" in decision_in_words(decision)


def test_it_holds_when_the_annotation_is_anchored_anew() -> None:
    store, key = store_with(before := claim())
    (one,) = found(store)
    waive(store, one, key, "none given", "bo")
    moved = replace(before, start=90, end=106, quote="The dam is old!!", prefix="xx ", anchor="moved")
    document = store.load(key).document
    store.save(document, [Change(before, moved)], act=Act("moved"))
    (same,) = found(store)
    assert (same.id, same.waiver is not None) == (one.id, True)


def test_it_holds_for_an_annotation_that_is_made_anew_on_the_same_words() -> None:
    store, key = store_with(before := claim())
    (one,) = found(store)
    waive(store, one, key, "none given", "bo")
    document = store.load(key).document
    store.save(document, [Change(before, None), Change(None, claim("the dam is OLD"))], act=Act("tagged"))
    (anew,) = found(store)
    assert anew.id != one.id
    assert anew.waiver is not None


def test_the_same_words_tagged_twice_are_waived_one_by_one() -> None:
    store, key = store_with(claim(), claim(start=70))
    first, second = found(store)
    waive(store, first, key, "none given", "bo")
    assert [one.waiver is None for one in found(store)] == [False, True]
    assert first.id != second.id


def test_another_label_is_another_finding() -> None:
    store, key = store_with(before := claim())
    (one,) = found(store)
    waive(store, one, key, "none given", "bo")
    store.save(store.load(key).document, [Change(before, replace(before, label="evidence"))], act=Act("evidence"))
    assert [other.waiver for other in found(store)] == [None]


def test_a_second_reason_takes_the_place_of_the_first_and_a_waiver_can_be_taken_back() -> None:
    store, key = store_with(claim())
    for reason in ("one", "two"):
        waive(store, found(store)[0], key, reason, "bo")
    assert [decision.data["reason"] for decision in store.load(key).decisions] == ["two"]
    waiver = found(store)[0].waiver
    assert waiver is not None
    withdraw(store, waiver, "bo")
    assert store.load(key).decisions == ()
    assert found(store)[0].waiver is None


def test_decisions_that_are_no_waivers_do_no_harm() -> None:
    store, key = store_with(claim())
    bad = [
        Decision(new_id(), WAIVED, data, "bo", WHEN, WHEN)
        for data in ({}, {"finding": 3}, {"finding": ["x"]}, {"finding": "x", "reason": {"a": 1}}, {"finding": "x"})
    ]
    store.save(store.load(key).document, [Change(None, one) for one in bad], act=Act("x"))
    assert [one.waiver for one in found(store)] == [None]
    assert all(decision_in_words(one) for one in bad)


def test_a_label_that_is_renamed_keeps_its_rules_and_its_waivers() -> None:
    store, key = store_with(claim())
    (one,) = found(store)
    waive(store, one, key, "the article gives none", "bo")
    (tag,) = store.load(key).annotations
    store.change_labels([LabelChange("claim", "thesis")])
    document = store.load(key).document
    store.save(document, [Change(tag, replace(tag, label="thesis", updated_at="2026-04-12T09:30:00.000Z"))])
    (same,) = findings_in(store, rules_of(store))
    assert (same.rule.id, same.tag.label) == (one.rule.id, "thesis")
    assert same.waiver is not None
    (allowed,) = [rule.parameters["allowed"] for rule in rules_of(store) if rule.check == "link schema"]
    assert ("evidence", "supports", "thesis") in allowed
    assert not [triple for triple in allowed if "claim" in triple]
