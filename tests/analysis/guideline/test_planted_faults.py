"""Two hundred planted faults in forty documents, among as many passages that only look like some."""

import pytest

from reader.analysis.guideline.rules_file import default_rules
from reader.analysis.guideline.tag_reading import findings_in
from tests.analysis.guideline.planted_faults import COUNTS, RULES, measure, planted_store


def test_the_kinds_make_two_hundred() -> None:
    assert sum(COUNTS.values()) == 200
    assert COUNTS.keys() == RULES.keys()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nearly_all_are_found_and_nearly_all_that_is_found_is_one(seed: int) -> None:
    store, faults = planted_store(seed)
    found = findings_in(store, default_rules())
    named = [(one.rule.id, frozenset([one.tag.id, *(other.id for other in one.others)])) for one in found]
    figures = measure(named, faults)
    assert len(faults) == 200
    for kind in COUNTS:
        planted, hits, _ = figures[kind]
        assert hits >= 0.8 * planted, kind
    assert sum(hits for _, hits, _ in figures.values()) >= 0.9 * 200
    assert sum(wrong for _, _, wrong in figures.values()) <= 0.1 * len(found)


def test_the_same_store_gives_the_same_findings_in_the_order_of_path_and_place() -> None:
    first, second = (findings_in(planted_store(1)[0], default_rules()) for _ in range(2))
    assert [(one.id, one.what) for one in first] == [(one.id, one.what) for one in second]
    assert [one.tag for one in first] == sorted(one.tag for one in first)
    assert len({one.id for one in first}) == len(first)
