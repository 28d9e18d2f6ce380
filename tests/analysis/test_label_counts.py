"""Who says how much of what, and how much of it there is in all."""

from reader.analysis.label_counts import LabelCount, SpeakerCounts, by_label, total_of
from reader.model.annotation import Annotation


def said(*pairs: tuple[str, str]) -> list[Annotation]:
    return [Annotation(str(at), label, 0, 1, "x", attributed_to=name) for at, (name, label) in enumerate(pairs)]


def test_who_says_most_comes_first_and_the_articles_own_voice_last() -> None:
    counts = SpeakerCounts()
    counts.add(said(("Ida", "claim"), ("Berg", "claim"), ("", "claim"), ("", "claim"), ("", "claim")))
    counts.add(said(("Ida", "opinion")))
    assert [(row.name, dict(row.counts), row.documents) for row in counts.rows()] == [
        ("Ida", {"claim": 1, "opinion": 1}, 2),
        ("Berg", {"claim": 1}, 1),
        ("", {"claim": 3}, 1),
    ]


def test_totals_are_those_of_all_rows() -> None:
    rows = [
        LabelCount(name, by_label(said((name, "claim"), (name, label)))) for name, label in [("a", "claim"), ("b", "x")]
    ]
    assert total_of(rows) == {"claim": 3, "x": 1}
