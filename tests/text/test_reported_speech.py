"""Who vouches for a passage, whatever way the text says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.spans import Span
from reader.text.reported_speech import ReportedSpeech
from reader.text.sentences import sentences

_TEXT = """\
Karin Holt, the head of the fire service, said the roof could fall at any moment. "Keep away from it," she \
told the Post. "We mean it."

The bridge is safe, the city engineer insisted, and it will open on Monday. According to Mr Baum, who built it, the \
bridge needs no repair.

Alder Steel will close two mills. The company said it had no choice. The price of ore had doubled, it added.

"It is a disgrace," said a spokesman for the miners. Tom Baum put the cost at nine million euros.

Eleven trees were felled on Monday, a note to the council shows. Nobody counted the birds. The owner of the mill, \
Ida Brand, has let it be known that she will sell.

Prices rose in May. Harald Lind's answer: "Then eat less."
"""


def _speaker(passage: str) -> str:
    paragraphs: list[Span] = []
    at = 0
    for paragraph in _TEXT.split("\n\n"):
        paragraphs += sentences(_TEXT, at, at + len(paragraph))
        at += len(paragraph) + 2
    start = _TEXT.index(passage)
    return ReportedSpeech(_TEXT, paragraphs).speaker_of(start, start + len(passage))


@pytest.mark.parametrize(
    ("passage", "speaker"),
    [
        ("the roof could fall at any moment", "Karin Holt"),
        ('"Keep away from it,"', "Karin Holt"),
        ('"We mean it."', "Karin Holt"),
        ("The bridge is safe", "the city engineer"),
        ("it will open on Monday", "the city engineer"),
        ("the bridge needs no repair", "Tom Baum"),
        ("it had no choice", "Alder Steel"),
        ("The price of ore had doubled", "Alder Steel"),
        ('"It is a disgrace,"', "a spokesman for the miners"),
        ("the cost at nine million euros", "Tom Baum"),
        ("she will sell", "Ida Brand"),
        ('"Then eat less."', "Harald Lind"),
    ],
)
def test_the_speaker_is_named_in_the_fullest_form(passage: str, speaker: str) -> None:
    assert _speaker(passage) == speaker


@pytest.mark.parametrize(
    "passage", ["Alder Steel will close two mills.", "Eleven trees were felled on Monday", "Nobody counted the birds."]
)
def test_the_author_and_documents_are_no_speakers(passage: str) -> None:
    assert _speaker(passage) == ""


def test_the_speaker_of_a_long_interview_goes_on() -> None:
    text = '"It began in May," said Ida Brand. ' + '"It went on." ' * 3000
    found = ReportedSpeech(text, sentences(text))
    assert found.speaker_of(len(text) - 14, len(text) - 1) == "Ida Brand"


@given(st.text(alphabet='she said Ann Lee the council, "no." told:\n', max_size=80), st.integers(0, 79))
def test_any_text_has_an_answer_that_stands_in_it(text: str, start: int) -> None:
    start = min(start, len(text))
    speaker = ReportedSpeech(text, sentences(text)).speaker_of(start, len(text))
    assert speaker.removeprefix("the ") in text
