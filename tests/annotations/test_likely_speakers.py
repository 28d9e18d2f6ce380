"""Whose words: the named speaker first, by the full name; then who is in the sentence; then everybody else."""

from reader.annotations.likely_speakers import SOMEONE, speakers, speakers_of
from reader.model.annotation import Annotation
from reader.model.entity import Entity, Mention
from reader.model.spans import Span
from reader.text.quotations import quotations
from tests.conftest import make_article

TEXT = (
    "Maria Lenz came on Monday. The council sat in Geneva.\n\n"
    "“We should talk,” Lenz told Tom Aske. He wrote it down. The bank was silent."
)


def entity(name: str, kind: str, *forms: str) -> Entity:
    found = [(TEXT.index(one), one) for one in (name, *forms)]
    return Entity(name, kind, tuple(Mention(start, start + len(one), one, kind) for start, one in found), forms)


ENTITIES = [
    entity("The bank", "organisation"),
    entity("Geneva", "place"),
    entity("Maria Lenz", "person", "Lenz told"),
    entity("Tom Aske", "person"),
]


def asked(passage: str) -> list[tuple[str, str]]:
    start = TEXT.index(passage)
    one = Annotation("1", "opinion", start, start + len(passage), passage)
    sentence = Span(TEXT.index("“"), TEXT.index(" He wrote")) if "talk" in passage else Span(one.start, one.end)
    return [tuple(found) for found in speakers(one, quotations(TEXT), [sentence], ENTITIES)]


def test_who_speaks_comes_first_under_the_full_name_and_everybody_once() -> None:
    assert asked("We should talk") == [
        ("Maria Lenz", "speaks here"),
        ("Tom Aske", "in this sentence"),
        (SOMEONE, "not named"),
        ("The bank", "in this article"),
    ]


def test_who_has_just_spoken_is_no_speaker_of_what_follows_without_a_verb() -> None:
    text = '"I disagree," Laura Quint told reporters. "We will see" was written on the wall by Camp Liberty.'
    start = text.index('"We')
    one = Annotation("1", "opinion", start, start + 13, text[start : start + 13])
    sentences = [Span(0, start - 1), Span(start, len(text))]
    found = speakers(one, quotations(text, sentences), sentences[1:], [])
    assert "speaks here" not in {speaker.why for speaker in found}


def test_without_a_quotation_who_is_in_the_sentence_comes_first_and_places_never() -> None:
    assert asked("The council sat in Geneva")[0] == (SOMEONE, "not named")
    assert asked("The bank was silent.")[0] == ("The bank", "in this sentence")
    assert "Geneva" not in dict(asked("The council sat in Geneva"))


def test_who_is_reported_to_have_said_it_comes_first() -> None:
    article = make_article("Ann Lee opened the door.\n\nThe bridge is safe, the city engineer insisted.\n")
    start = article.text.index("The bridge is safe")
    one = Annotation("1", "claim", start, start + 18, "The bridge is safe")
    assert speakers_of(article, one, ())[0] == ("the city engineer", "speaks here")
