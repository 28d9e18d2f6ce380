"""Short lines of text files and dumps: closing words, lists without bullets, interviews, titles above a byline."""

from __future__ import annotations

import pytest

from reader.cleaning.page_cleaning import clean
from reader.model.article import Article
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE, page

HEAD = f"{TITLE}\n\n{BYLINE}\n{DATE}"
#: What follows an article on a page; the lines that must go.
FEET = {
    "": (),
    "Related\n\nThe bridge that was never built\nA winter without ice\n\nTerms of use\nPrivacy policy": (
        "A winter without ice",
        "Privacy policy",
    ),
    "Share\nTweet\nEmail\n\nMore from the coast\n\nA winter without ice\nThe bridge that was never built": (
        "A winter without ice",
        "Tweet",
    ),
    "Sign up for our newsletter and get the best stories in your inbox\n\nMost read\n\n1. A winter without ice": (
        "newsletter",
        "A winter without ice",
    ),
    "Comments (3)\n\nNils 4 March 2021\nI took that boat to school every day!\nReply": ("to school every day",),
}
SENTENCES = [
    "He wept.", "No.", "And then: silence.", '"No," she said.', "Why?", "They never came back.",
    "“It is over,” she said.",
    "So be it!", "Subscribe to nothing, he wrote.",
    "The boat left at six.", "Nothing changed...", "It was a Tuesday. Now it is June.", "— No, she said.",
]  # fmt: skip


def cleaned(*parts: str) -> Article:
    return clean(page("\n\n".join(part for part in parts if part) + "\n"))


def assert_shown(article: Article, *passages: str) -> None:
    lost = [passage for passage in (*passages, *BODY) if passage not in article.text]
    assert lost == []


def assert_gone(article: Article, foot: str) -> None:
    assert [line for line in FEET[foot] if line in article.text] == []


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_short_sentence_that_opens_or_closes_a_text_is_text(sentence: str, foot: str) -> None:
    for article in (
        cleaned(HEAD, *BODY, sentence, foot),
        cleaned(HEAD, sentence, *BODY, foot),
        cleaned(HEAD, *BODY[:2], sentence, *BODY[2:], foot),
    ):
        assert_shown(article, sentence)
        assert_gone(article, foot)
        assert article.title == TITLE


@pytest.mark.parametrize(
    ("head", "body", "sentence"),
    [
        (
            "Hafenstadt behält ihre letzte Fähre\n\nVon Marta Lindqvist\n3. März 2021",
            "Der Rat hat am Dienstag beschlossen, die letzte Fähre zu den Inseln weitere fünf Jahre fahren zu lassen.",
            "Niemand antwortete.",
        ),
        (
            "Le port garde son dernier bac\n\nPar Marta Lindqvist\n3 mars 2021",
            "Le conseil du port a décidé mardi de garder le dernier bac vers les îles pendant cinq ans encore.",
            "« Non », dit-elle.",
        ),
        (
            "Портовый город сохранит последний паром\n\nМарта Линдквист",
            "Совет города решил во вторник сохранить последний паром на острова ещё на пять лет, хотя компания против.",
            "— Нет, — сказала она.",
        ),
        (
            "Το λιμάνι κρατά το τελευταίο πλοίο\n\nΜάρτα Λίντκβιστ",
            "Το συμβούλιο της πόλης αποφάσισε την Τρίτη να κρατήσει το τελευταίο πλοίο για τα νησιά άλλα πέντε χρόνια.",
            "Γιατί;",
        ),
        (
            "المدينة تحتفظ بآخر عبارة\n\nمارتا ليندكفيست",
            "قرر مجلس المدينة يوم الثلاثاء الإبقاء على آخر عبارة إلى الجزر خمس سنوات أخرى رغم أن الشركة طلبت إعفاءها.",
            "لماذا؟",
        ),
        (
            "港口城市保留最后一班渡轮\n\n2021年3月3日",
            "港口城市议会周二决定，通往外岛的最后一班渡轮将继续运行五年，尽管拥有渡轮的公司曾要求解除合同。",
            "没有人回答。",
        ),
    ],
)
def test_it_is_so_in_other_languages(head: str, body: str, sentence: str) -> None:
    for parts in ((head, body, sentence), (head, sentence, body)):
        article = cleaned(*parts)
        assert sentence in article.text
        assert body in article.text


COMMITTEES = [
    ("Otto Brandvold, who keeps sheep", "Capt. Hedda Moe", "Nils Aas, teacher", "Dr. Ina Berg"),
    ("Mayor Ina Berg (Harbour List)", "Bishop Aas", "Ola Lund, minister of fisheries"),
    ("a doctor", "a school", "a shop that sells bread"),
    ("12 boats", "300 tonnes of salt", "one lighthouse"),
]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize("items", COMMITTEES)
def test_a_list_without_bullets_that_a_line_announces_is_text(items: tuple[str, ...], between: str, foot: str) -> None:
    listed = between.join(("Those who voted against it were:", *items))
    for article in (cleaned(HEAD, *BODY[:3], listed, *BODY[3:], foot), cleaned(HEAD, *BODY, listed, foot)):
        assert_shown(article, *items)
        assert_gone(article, foot)


@pytest.mark.parametrize("mark", ["• ", "- ", "* ", "– ", "1. "])
def test_people_in_a_list_are_no_biographies(mark: str) -> None:
    listed = "\n".join(mark + item for item in COMMITTEES[0])
    article = cleaned(HEAD, *BODY[:3], f"Those who came were:\n\n{listed}", *BODY[3:])
    assert_shown(article, *COMMITTEES[0])
    assert article.authors == ("Marta Lindqvist",)


ANSWERS = (
    ("Mr Brandvold, why do you stay?", "Because I was born here. I know each stone of the sound and most of its fish."),
    ("Were you ever afraid?", "Once."),
    (
        "Once?",
        "Yes. The mast broke and we drifted for a night, with forty sheep and a priest on board of the old boat.",
    ),
    (
        "And the company?",
        "It wants to leave. Nobody gets rich with a boat that carries sheep in the rain, I can see that.",
    ),
    ("Do you trust the council?", "No."),
    ("Who does?", "My wife."),
    ("And if the boat stops?", "Until then I row, if they let me."),
)
STYLES = {
    "plain": "{0}\n\n{1}", "letters": "Q: {0}\n\nA: {1}", "joined": "Q: {0}\nA: {1}", "stops": "Q. {0}\n\nA. {1}",
    "names": "Coast: {0}\n\nBrandvold: {1}", "capitals": "MARTA LINDQVIST: {0}\n\nOTTO BRANDVOLD: {1}",
    "dashes": "- {0}\n- {1}", "long dashes": "— {0}\n\n— {1}", "lines": "{0}\n{1}",
}  # fmt: skip


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("style", STYLES)
def test_every_question_and_answer_of_an_interview_is_shown(style: str, foot: str) -> None:
    spoken = [STYLES[style].format(*pair) for pair in ANSWERS]
    intro = (
        "Otto Brandvold keeps sheep on the northernmost island. We met him on the quay, an hour before the ferry left."
    )
    article = cleaned(f"'Then I row': a farmer on the last ferry\n\n{BYLINE}\n{DATE}", intro, *spoken, foot)
    assert [part for pair in ANSWERS for part in (intro, *pair) if part not in article.text] == []
    assert_gone(article, foot)


@pytest.mark.parametrize("foot", list(FEET)[:3])
@pytest.mark.parametrize(
    "stated", [f"{BYLINE}\n{DATE}", BYLINE, f"{DATE}\n{BYLINE}", f"{BYLINE}, reporter", "2021-03-03"]
)
@pytest.mark.parametrize(
    "title",
    [
        "Let it float", "Who needs a ferry?", "The boat is ours.", "HARBOUR KEEPS ITS FERRY", "Ferry saved",
        "Ferry live: council votes to keep the boat", "“We stay”: the islands and their ferry",
    ],
)  # fmt: skip
def test_a_headline_directly_above_the_byline_is_the_title(title: str, stated: str, foot: str) -> None:
    article = cleaned(f"{title}\n{stated}", *BODY, foot)
    assert article.title == title
    assert_shown(article)


def test_a_label_above_it_or_a_stand_first_below_it_is_not_the_title() -> None:
    assert cleaned(f"OPINION\nThe ferry stays\n{BYLINE}", *BODY).title == "The ferry stays"
    lead = "A council of a harbour town decides against its own budget"
    article = cleaned(f"The ferry stays\n{lead}\n{BYLINE}\n{DATE}", *BODY)
    assert article.title == "The ferry stays"
    assert lead in article.text


@pytest.mark.parametrize(
    "lines",
    [
        "The vote\nFor: 5\nAgainst: 4\nAbsent: 1",
        "The boat goes out\nthe boat comes in\nand nobody on the quay\nhas counted the sheep",
        "Members of the committee\n\nOtto Brandvold, farmer\nCapt. Hedda Moe\nNils Aas, who teaches",
        "“We stay”",
    ],
)
def test_lines_between_paragraphs_of_a_file_without_furniture_are_text(lines: str) -> None:
    for head in (HEAD, f"{TITLE}\n{BYLINE}", ""):
        article = cleaned(head, *BODY[:3], lines, *BODY[3:])
        assert_shown(article, *lines.split("\n"))


def test_names_without_an_announcement_are_shown_all_or_none() -> None:
    names = ("Otto Brandvold, farmer", "Capt. Hedda Moe", "Nils Aas, who teaches", "Ina Berg, mayor")
    article = cleaned(HEAD, *BODY[:3], "The committee has four members.", *names, *BODY[3:], list(FEET)[1])
    assert len({name in article.text for name in names}) == 1


def test_a_last_paragraph_below_furniture_is_text_in_other_languages_too() -> None:
    body = (
        "Совет города решил во вторник сохранить последний паром на острова ещё на пять лет, хотя компания против.",
        "На островах круглый год живут около двухсот человек, и для большинства корабль остаётся единственной дорогой.",
    )
    last = "Жители холмов говорят, что дорогу им обещали десять лет назад. Мэр города на вопросы не ответил."
    furniture = "Фото: Пётр Орлов\n\nЧитайте также: Почему мосты дороги\n\nПодписывайтесь на наш канал"
    article = cleaned("Портовый город сохранит последний паром\n\nМарта Линдквист", *body, furniture, last)
    assert all(paragraph in article.text for paragraph in (*body, last))
    assert "канал" not in article.text


def test_letters_and_speeches_keep_how_they_open_and_close() -> None:
    letter = ("Dear neighbours,", "You asked me for the accounts.", "Yours,", "Nils Aalto", "Varhaven")
    assert_shown(cleaned(*letter[:2], *BODY, *letter[2:]), *letter)
    speech = cleaned("Speech of the mayor", DATE, "Friends, guests,", "(Applause)", *BODY, "[laughter]", "Thank you.")
    assert_shown(speech, "Friends, guests,", "(Applause)", "[laughter]", "Thank you.")
