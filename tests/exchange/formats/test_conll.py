"""The tags of CoNLL, by a reader of such files that is not ours."""

from itertools import groupby

import iobes
import pytest
from hypothesis import given, settings

from reader.exchange.exchange_error import ExchangeError
from reader.exchange.format_loss import ANNOTATOR, LINK, NESTED, NO_PLACE, NOTE, OVERLAPPING, SPEAKER, SUGGESTED
from reader.store.memory_store import MemoryStore
from tests.exchange.formats.samples import sample
from tests.exchange.interchange import all_annotations, all_links, exported, imported, stores


def blocks(data: bytes) -> list[list[list[str]]]:
    """The blocks of a file as everybody reads them: lines of columns between empty lines."""
    lines = data.decode().split("\n")
    return [[line.split("\t") for line in group] for is_line, group in groupby(lines, bool) if is_line]


def test_the_sample_is_tagged_and_what_is_nested_is_counted() -> None:
    files, loss = exported(sample(), "conll")
    assert files[""].decode() == (
        "-DOCSTART-\t0\t_\tO\n\n"
        "Minister\t0\t\\s\tO\n😀\t9\t\\s\tO\nsays\t11\t\\s\tO\n"
        "emissions\t16\t\\s\tB-claim\nfell\t26\t\\s\tI-claim\n12\t31\t\\s\tI-claim\npercent\t34\t_\tI-claim\n"
        ".\t41\t_\tO\n\n"
    )
    assert str(loss) == "1 nested span and 1 link not written"


@settings(max_examples=60, deadline=None)
@given(store=stores())
def test_every_span_is_written_or_counted_and_tags_are_legal(store: MemoryStore) -> None:
    files, loss = exported(store, "conll")
    spans = 0
    for block in blocks(files[""]):
        before = "O"
        for token, start, space, tag in block:
            assert not any(one.isspace() for one in f"{token}{start}{space}{tag}")
            assert tag == "O" or tag[:2] in {"B-", "I-"}
            if tag.startswith("I-"):
                assert before[2:] == tag[2:], "it goes on in the same block, with the same label"
            spans += tag.startswith("B-")
            before = tag
    lost = loss.counts
    assert spans == len(all_annotations(store)) - lost[NESTED] - lost[OVERLAPPING] - lost[NO_PLACE] - loss.left_out
    assert lost[LINK] == len(all_links(store))
    assert set(lost) <= {NESTED, OVERLAPPING, NO_PLACE, LINK, NOTE, SPEAKER, ANNOTATOR, SUGGESTED} | {
        "span with white space at an end"
    }


@settings(max_examples=40, deadline=None)
@given(store=stores())
def test_a_reader_that_is_not_ours_finds_the_same_spans_and_no_fault(store: MemoryStore) -> None:
    for block in blocks(exported(store, "conll").files[""]):
        tags = [columns[-1] for columns in block]
        found, errors = iobes.parse_spans_bio_with_errors(tags)
        assert errors == []
        assert len(found) == sum(tag.startswith("B-") for tag in tags)


@pytest.mark.filterwarnings("ignore")  # of a library that is not ours
def test_seqeval_takes_the_tags_strictly() -> None:
    from seqeval import scheme
    from seqeval.metrics.sequence_labeling import get_entities

    tags = [[columns[-1] for columns in block] for block in blocks(exported(sample(), "conll").files[""])]
    found = scheme.Entities(tags, scheme.IOB2).entities
    assert [(one.tag, one.start, one.end) for one in found[1]] == [("claim", 3, 7)]
    assert get_entities(tags[1]) == [("claim", 3, 6)]


def test_a_file_that_was_changed_is_not_taken_for_ours() -> None:
    data = exported(sample(), "conll").files[""]
    for old, new in ((b"B-claim", b"I-claim"), (b"Minister", b"Min"), (b"\t\\s\t", b"\t")):
        with pytest.raises(ExchangeError, match=r"line \d+: "):
            imported(MemoryStore(), "conll", {"": data.replace(old, new, 1)})
