"""Disagreements about passages and links, decided or not, as they are found in a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.exchange.comparison.document_disagreements import DocumentDisagreements, document_disagreements
from reader.model.annotation import Annotation
from reader.store import open_store
from reader.store.allowed_files import AllowedFiles
from reader.workspace.adjudication import Docket
from reader.workspace.library_entries import OpenDocument
from reader.workspace.session import Session

ONE = "The quay is closed.\n\nNobody may land there, the harbour master said. A crane fell over last week.\n"
TWO = "A crane fell over.\n\nIt stood on the quay for forty years, and nobody looked at its feet.\n"
CLAIM, MASTER, CRANE = "The quay is closed.", "Nobody may land there", "A crane fell over last week."
FAR = "It stood on the quay for forty years"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two articles that A and B have finished: A links evidence to a claim, in one case across articles."""
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(TWO, encoding="utf-8")
    for name in ("A", "B"):
        with session(tmp_path, name) as opened:
            one, two = (opened.read(entry) for entry in opened.documents)
            claim = opened.tag(one, "claim", quote=CLAIM)
            crane = opened.tag(one, "evidence", quote=CRANE)
            far = opened.tag(two, "evidence", quote=FAR)
            if name == "A":
                said = opened.tag(one, "opinion", quote=MASTER)
                opened.link(said, claim, "supports")
                opened.link(far, claim, "supports")
            opened.link(crane, claim, "supports" if name == "A" else "attacks")
            for document in (one, two):
                opened.finish(document)
    return tmp_path


def session(folder: Path, name: str) -> Session:
    paths = [str(folder / "one.txt"), str(folder / "two.txt")]
    return Session.open(paths, store=folder / "annotations", annotator=name)


def disagreements(folder: Path) -> list[DocumentDisagreements]:
    store = open_store(folder / "annotations", "judge")
    documents = sorted(map(store.load, store.keys()), key=lambda one: one.document.path)
    return list(document_disagreements(store, documents, AllowedFiles(folder), 1 << 20))


def links_in(found: DocumentDisagreements) -> list[tuple[str, str, dict[str, tuple[str, ...]]]]:
    ends = found.ends
    return sorted((ends[one.source].quote, ends[one.target].quote, dict(one.sides)) for one in found.links)


def docket(opened: Session, document: OpenDocument) -> Docket:
    def held(identifier: str) -> object:
        holder = opened.links.load_holder(identifier)
        return holder.records if holder is not None else None

    return Docket(opened, document, ["A", "B"], held)  # type: ignore[arg-type]


def test_links_are_compared_before_anybody_has_decided_about_their_ends(folder: Path) -> None:
    one, two = disagreements(folder)
    assert [case.kind for case in one.cases] == ["one-sided"]
    assert links_in(one) == [
        (CRANE, CLAIM, {"A": ("supports",), "B": ("attacks",)}),
        (MASTER, CLAIM, {"A": ("supports",)}),
    ]
    assert links_in(two) == [(FAR, CLAIM, {"A": ("supports",)})]


def test_a_link_whose_end_was_not_taken_is_none_and_what_was_decided_is_told(folder: Path) -> None:
    with session(folder, "judge") as opened:
        one = docket(opened, opened.read(opened.documents[0]))
        one.take_agreed()
        (case,) = one._passages().cases
        from reader.analysis.adjudication import answers

        one.answer(case, answers.neither(case))
        (link,) = one._links().cases
        one.answer_link(link, "attacks", "3")
    found, _ = disagreements(folder)
    assert (list(found.cases), links_in(found)) == ([], [])
    assert [(one.ruling.choice, one.taken) for one in found.decided] == [("neither", ())]
    assert [(one.kind, one.rule) for one in found.decided_links] == [("attacks", "3")]


def taken(document: OpenDocument) -> list[Annotation]:
    return [one for one in document.records.annotations if one.annotator == "adjudicated"]


def test_what_was_decided_is_decided_anew_in_one_step_and_links_to_it_hold(folder: Path) -> None:
    from reader.analysis.adjudication import answers

    with session(folder, "judge") as opened:
        document = opened.read(opened.documents[0])
        one = docket(opened, document)
        one.take_agreed()
        (case,) = one._passages().cases
        one.answer(case, answers.of_side(case, "A"))
        for link in one._links().cases:
            one.answer_link(link, link.kinds[0])
        ids = {tag.quote: tag.id for tag in taken(document)}
        (decided, *_) = one.decided_cases()
        assert one.about(case.members[0].id) == decided
        assert one.about(ids[MASTER]) == decided, "and by the tag that was taken"
        one.answer(decided, answers.relabelled(case, "evidence")._replace(rule="2", note="a fact"))
        assert [(tag.id, tag.label) for tag in taken(document) if tag.quote == MASTER] == [(ids[MASTER], "evidence")]
        kept = [link for link in document.records.links() if link.annotator == "adjudicated"]
        assert len(kept) == 2
        assert one.cases() == [], "nothing is asked again"
        (again, *_) = one.decided_cases()
        assert (again.ruling.rule, again.ruling.note, again.ruling.id) == ("2", "a fact", decided.ruling.id)
        opened.undo()
        assert {tag.quote: tag.label for tag in taken(document)}[MASTER] == "opinion"
        (link, *_) = [one for one in one.decided_cases() if not hasattr(one, "ruling")]
        one.answer_link(link, "")
        kept = [each for each in document.records.links() if each.annotator == "adjudicated"]
        assert len(kept) == 1
        one.answer(
            again._replace(taken=tuple(tag for tag in taken(document) if tag.quote == MASTER)), answers.neither(case)
        )
        assert MASTER not in {tag.quote for tag in taken(document)}


def test_a_link_that_cannot_be_asked_about_yet_leads_to_its_undecided_end(folder: Path) -> None:
    with session(folder, "judge") as opened:
        one = docket(opened, opened.read(opened.documents[0]))
        tags = {tag.quote: tag for tag in one.opened.records.annotations if tag.annotator == "A"}
        (case,) = one._passages().cases
        assert one.about(tags[MASTER].id, tags[CLAIM].id) == case
        one.take_agreed()
        found = one.about(tags[CRANE].id, tags[CLAIM].id)
        assert found == one.cases()[-1]
        assert one.about("no such id") is None
