"""What holds for any text: mentions are where they say, in order, apart; grouping loses none."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Mention, group_mentions
from reader.entities.detection import detect_mentions
from reader.entities.detector import RulesDetector
from reader.entities.name_patterns import settled
from reader.entities.steps import STEPS, refine

PIECES = st.sampled_from(
    "NATO|Russia|the |The Hague|-based|U.S.|Mr. |Ida |Tollbach|'s |’s| |\n\n|. |, |(|)| (NRC)|Ministry| of | and |"
    "President |al-|van der |Council|-|/|“|”|said |in |Müller|São Paulo|é|\u0301|東京|👩\u200d👩\u200d👧|$3.4 billion|"
    "Monday|ß|İ|\u2028|I|\x0c|Ltd|Government|St. |&|iPhone|1996|@".split("|")
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80))
KINDS = st.sampled_from(["person", "organisation", "place", "country", "group", "event", "date", "number", "work"])


@st.composite
def marked_texts(draw):
    """A text and raw mentions anywhere in it, as a model might give them."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12, unique=True)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Mention(start, end, text[start:end], draw(KINDS)) for start, end in spans]


def assert_sound(text, mentions):
    for mention in mentions:
        assert mention.text == text[mention.start : mention.end]
        assert mention.text.strip()
    for left, right in pairwise(mentions):
        assert left.end <= right.start


@given(marked_texts())
def test_each_step_keeps_mentions_true_to_the_text(marked):
    text, mentions = marked
    for _, step in STEPS:
        mentions = settled(step(text, mentions))
        for mention in mentions:
            assert mention.text == text[mention.start : mention.end]
        for left, right in pairwise(mentions):
            assert left.end <= right.start


@given(marked_texts())
def test_refined_mentions_are_sound_and_names_have_no_loose_ends(marked):
    text, raw = marked
    mentions = refine(text, raw)
    assert_sound(text, mentions)
    for mention in mentions:
        assert "\n" not in mention.text


@given(TEXTS)
def test_rules_alone_give_sound_mentions(text):
    assert_sound(text, detect_mentions(text, RulesDetector()))


@given(marked_texts())
def test_grouping_keeps_every_mention_once(marked):
    text, mentions = marked
    entities = group_mentions(mentions, text)
    assert Counter(one for entity in entities for one in entity.mentions) == Counter(mentions)
    counts = [len(entity.mentions) for entity in entities]
    assert counts == sorted(counts, reverse=True)
    for entity in entities:
        assert list(entity.mentions) == sorted(entity.mentions)
        assert entity.name not in entity.aliases


@given(marked_texts())
def test_grouping_does_not_depend_on_the_order_of_the_mentions(marked):
    text, mentions = marked
    assert group_mentions(mentions, text) == group_mentions(mentions[::-1], text)
