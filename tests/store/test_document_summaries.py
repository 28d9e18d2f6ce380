"""What the store says of documents that are not open."""

from reader.annotations.document_records import DocumentRecords
from reader.annotations.handing_in import FINISHED
from reader.model.article import Article
from reader.model.document import Document
from reader.store.document_summaries import summaries_in
from reader.store.folder_store import FolderStore


def test_counts_and_what_is_finished_are_read_and_what_cannot_be_read_is_passed_over(
    article: Article, store: FolderStore
) -> None:
    records = DocumentRecords(article)
    changes = (*records.tag("claim", 0, 26, "ann"), *records.tag("claim", 27, 66, "ann"))
    store.save(Document(None, "a.txt", "1" * 64, location="/texts/a.txt"), changes)
    store.save(Document(None, "b.txt", "2" * 64, location="/texts/b.txt"), records.decide(FINISHED, {}, "ann"))
    (store.folder / "broken.json").write_text("{", encoding="utf-8")
    found = {one.location: one for one in summaries_in(store)}
    assert {place: (dict(one.counts), one.finished) for place, one in found.items()} == {
        "/texts/a.txt": ({"claim": 2}, ()),
        "/texts/b.txt": ({}, ("ann",)),
    }
