"""What was adjudicated is the team's answer: it is judged by itself, and adds nothing to anybody's findings."""

from dataclasses import replace

from reader.analysis.guideline.linted_tags import LintedTags
from reader.analysis.guideline.linter import findings
from reader.analysis.guideline.rules_file import default_rules
from reader.analysis.guideline.tag_reading import TagReader, findings_in
from reader.analysis.guideline.waivers import waive
from reader.model.act import Act
from reader.model.annotation import Annotation, Change, new_id
from reader.model.document import Document
from reader.store.memory_store import MemoryStore
from tests.analysis.guideline.planted_faults import planted_store
from tests.analysis.guideline.tagged import found_by, ids, linted, tag

CLAIM = "|The new dam will flood the old town.|"


def by_layers() -> tuple[LintedTags, LintedTags]:
    """A store's tags and links, and the same as a team might have decided on half of it."""
    store, _ = planted_store(1)
    reader = TagReader()
    for key in store.keys():
        reader.add(store.load(key))
    people = reader.tags()
    kept = [one for one in people.tags if one.document % 2]
    named = {one.id: new_id() for one in kept}
    decided = [one._replace(id=named[one.id], annotator="adjudicated") for one in kept]
    links = [
        replace(one, id=new_id(), source=named[one.source], target=named[one.target])
        for one in people.links
        if {one.source, one.target} <= named.keys()
    ]
    return people, LintedTags(people.documents, decided, links)


def test_findings_are_those_among_people_and_those_of_the_layer_alone() -> None:
    people, decided = by_layers()
    both = LintedTags(people.documents, [*people.tags, *decided.tags], [*people.links, *decided.links])

    def found(tags: LintedTags) -> set[tuple[str, str]]:
        return {(one.id, one.what) for one in findings(tags, default_rules())}

    assert found(both) == found(people) | found(decided)
    assert found(decided)


def test_the_layer_and_somebody_do_not_differ_but_the_layer_may_contradict_itself() -> None:
    fact = tag(CLAIM, "evidence", id_="B", who="adjudicated")
    for document in (0, 1):
        pair = linted([tag(CLAIM), fact._replace(document=document)])
        assert found_by("annotators-differ", pair) == found_by("tagged-differently", pair) == []
    twice = linted([fact, tag(CLAIM, id_="C", who="adjudicated", document=1, made="2026-02-01T00:00:00.000Z")])
    assert ids(found_by("tagged-differently", twice)) == ["C"]


def test_a_claim_of_the_layer_needs_a_link_to_itself() -> None:
    made = [tag(CLAIM, id_="A"), tag(CLAIM, id_="B", who="adjudicated"), tag("|It did.|", "evidence", id_="C")]
    assert ids(found_by("claim-without-evidence", linted(made, [("C", "supports", "A")]))) == ["B"]
    assert ids(found_by("claim-without-evidence", linted(made, [("C", "supports", "B")]))) == ["A"]


def test_a_link_between_somebodys_tag_and_the_layers_is_judged_once() -> None:
    made = [tag(CLAIM, id_="A"), tag("|It did.|", "evidence", id_="B", who="adjudicated")]
    for ends in (("A", "B"), ("B", "A")):
        found = found_by("forbidden-link", linted(made, [(ends[0], "contradicts", ends[1])]))
        assert ids(found) == [ends[0]]


def test_what_somebody_waived_is_waived_where_their_passage_was_taken() -> None:
    def made(annotator: str) -> Annotation:
        return Annotation(new_id(), "claim", 0, 15, "The dam is old.", annotator=annotator)

    store = MemoryStore()
    document = Document(None, "a.txt", "ab" * 32)
    saved = store.save(document, [Change(None, made(who)) for who in ("ann", "bo", "adjudicated")], act=Act("x"))
    mine = next(one for one in findings_in(store, default_rules()) if one.tag.annotator == "ann")
    waive(store, mine, str(saved.document.key), "the article gives none", "ann")
    waived = {one.tag.annotator: one.waiver is not None for one in findings_in(store, default_rules())}
    assert waived == {"ann": True, "bo": False, "adjudicated": True}
