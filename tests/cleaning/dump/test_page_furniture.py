"""What belongs to the page goes, in many words and languages; a sentence that only looks like it stays."""

from __future__ import annotations

import pytest

from reader.cleaning.dump import model_review
from reader.cleaning.dump.decision_trees import DecisionTrees
from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.cleaning.dump.row_features import NAMES
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE, dump, page

HEAD = f"{BYLINE}\n{DATE}"
FOOT = "Related\n\nThe bridge that was never built\nA winter without ice\n\nTerms of use"
SENTENCES = [
    "Advertisements for the ferry went out in March, the council said.",
    "Read the minutes of the council closely, and they say four to five years.",
    "Sponsors of the regatta have promised another million.",
    "Related questions were put off until the autumn.",
    "More from the fund is needed, the mayor said.",
    "Watch this man, the mayor said.",
    "Subscribe to nothing, his father had told him.",
    "Press reports of the vote were short.",
    "This video shows the mast falling, the captain said.",
    "Loading the sheep took an hour.",
    "Right: the boat was late.",
    "Comments on the plan were few.",
    "Above all, the islanders want a boat.",
    "Corrections to the budget took all night.",
]
FURNITURE = [
    "Advertisement - continue reading below",
    "Read also: Skippers fear the new lock",
    "RELATED: Skippers fear the new lock",
    "Get our best stories in your inbox every morning",
    "Get breaking news alerts and special reports. The stories that matter, delivered weekday mornings.",
    "You can save this article by registering for free here.",
    "This story is for subscribers only.",
    "Thanks for reading. Subscribe for free to receive new posts.",
    "Gift this article",
    "Loading comments...",
    "Pictured right, is the skipper of the boat, speaking to the mayor of the town on the quay in the rain.",
    "Jetzt Newsletter abonnieren",
    "Lire aussi : La piscine reste ouverte",
    "Реклама",
    "Читайте также: Бассейн останется открытым",
    "Подписывайтесь на наш канал",
    "Читайте також: Басейн працюватиме",
    "Czytaj także: Basen zostaje",
    "Lees ook: Het zwembad blijft open",
    "Läs också: Badet förblir öppet",
    "Διαβάστε επίσης: Το κολυμβητήριο",
    "اقرأ أيضا: المسبح يبقى مفتوحا",
    "相关阅读：游泳馆",
    "関連記事：プール",
]
NAMES_OF_READERS = ("GreyHeron", "Nils Aas", "hedda_moe", "Ola", "fisher 77", "A. Berg")
SAID = (
    "I took that boat to school every day for years, and nobody ever asked me to pay for it.",
    "Who pays for all this? The villages in the hills will not get their roads.",
    "Nonsense. The company makes money with the freight, everybody on the coast knows that.",
    "My grandfather was the first captain of this ferry and he would turn in his grave.",
    "A bridge would be cheaper in the long run, as the study of 1998 showed.",
    "The mayor should take the boat once in November and then speak again.",
)


def assert_whole(text: str) -> None:
    assert [paragraph for paragraph in BODY if paragraph not in text] == []


@pytest.mark.parametrize("foot", ["", FOOT])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_that_begins_like_furniture_is_text(sentence: str, foot: str) -> None:
    text = clean_dump(dump(head=HEAD, inside=sentence, after=foot)).text
    assert sentence in text
    assert_whole(text)


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_between_paragraphs_goes(line: str) -> None:
    article = clean_dump(dump(head=HEAD, inside=line, after=FOOT))
    assert line not in article.text
    assert_whole(article.text)


@pytest.mark.parametrize("many", [1, 5])
@pytest.mark.parametrize(
    "form", ["{0}\n{1}", "{0}\n\n{1}", "{0} 4 March 2021 at 10:12\n{1}", "{0} • 2 days ago\n\n{1}"]
)
@pytest.mark.parametrize("title", ["Comments", "6 comments", "Leave a comment", "Discussion (6)", "Комментарии"])
def test_comments_under_a_bare_title_go_however_many_they_are(title: str, form: str, many: int) -> None:
    said = [form.format(name, f"{text} So I say {time}." if time else text) for time in range(many)
            for name, text in zip(NAMES_OF_READERS, SAID, strict=True)]  # fmt: skip
    article = clean_dump(dump(head=HEAD, after="\n\n".join([title, *said])))
    assert [text for text in SAID if text in article.text] == []
    assert_whole(article.text)


def test_a_button_for_comments_between_paragraphs_ends_nothing() -> None:
    text = clean_dump(dump(head=HEAD, inside="Comments", after="\n\n".join(SAID))).text
    assert_whole(text)


NEXT = "\n\n".join((
    "The villages in the hills have waited ten years for a new road, and on Thursday they closed the old one.",
    "About forty people stood behind two tractors when the police came, and nobody would say whose they were.",
    "The council said that it would hear the villages in May, when it can be seen what is left of the road.",
))  # fmt: skip


@pytest.mark.parametrize(
    "stated", ["By Nils Aas\n5 March 2021", "5 March 2021\nBy Nils Aas, reporter", "Nils Aas\n5 March 2021"]
)
def test_the_next_story_of_an_endless_page_goes(stated: str) -> None:
    following = f"Advertisement\n\nVillages close their road with tractors\n\n{stated}\n\n{NEXT}"
    article = clean_dump(dump(head=HEAD, inside="\n\n".join(SAID), after=following))
    assert "tractors" not in article.text
    assert article.authors == ("Marta Lindqvist",)
    assert_whole(article.text)


def test_two_stories_of_a_file_without_any_furniture_are_both_shown() -> None:
    following = f"Villages close their road with tractors\n\nBy Nils Aas\n5 March 2021\n\n{NEXT}"
    assert "two tractors" in clean_dump(dump(head=HEAD, inside="\n\n".join(SAID), after=following)).text


def test_many_small_entries_with_heads_of_their_own_are_one_live_blog() -> None:
    entries = [
        f"Entry number {time} of the day\n\nBy Nils Aas\n{time} March 2021\n\n{SAID[0]} It was day {time}."
        for time in range(4, 12)
    ]
    text = clean_dump(page("\n\n".join([TITLE, HEAD, "Share", *BODY, *entries]))).text
    assert [time for time in range(4, 12) if f"It was day {time}." not in text] == []


class Unsure(DecisionTrees):
    """A table that gives list items a small chance, and everything else a great one."""

    def __init__(self) -> None:
        super().__init__([], [], 0.0, len(NAMES))

    def probability(self, row: object) -> float:
        return 0.05 if row[NAMES.index("bullet")] else 0.95  # type: ignore[index]


def test_a_list_of_links_goes_as_a_whole_and_an_announced_one_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_review, "load", lambda *_: Unsure())
    listed = "\n".join(
        f"• {line}" for line in ("Bridge of the year again", "A winter without any ice", "Who feeds the swans now")
    )
    assert "swans" not in clean_dump(dump(before="Share", head=HEAD, inside=listed)).text
    assert (
        "swans"
        in clean_dump(dump(before="Share", head=HEAD, inside=f"The council will discuss these:\n\n{listed}")).text
    )
