"""What is no part of an article goes, also where an extractor keeps it: furniture, comments, the next story."""

import pytest

from tests.cleaning.markup.saved_pages import CONTAINERS, TITLE, assert_whole, body, cleaned, kind_of, page

FURNITURE = {
    "en": [
        "Advertisement",
        "Read also: Beekeepers count their hives",
        "Sign up for our newsletter",
        "7 min read",
        "Loading…",
    ],
    "de": [
        "Anzeige",
        "Lesen Sie auch: Imker zählen ihre Völker",
        "Melden Sie sich für unseren Newsletter an",
        "Lesezeit: 7 Minuten",
        "Empfohlener redaktioneller Inhalt",
    ],
    "fr": [
        "Publicité",
        "À lire aussi : Les ruches comptées",
        "Abonnez-vous à notre newsletter",
        "Temps de lecture : 7 min",
        "À voir également : Les ruches comptées",
    ],
    "ru": [
        "Реклама",
        "Читайте также: Пасечники считают ульи",
        "Подпишитесь на нашу рассылку",
        "Главное — в нашем Telegram-канале",
        "Время чтения: 7 минут",
    ],
    "es": ["Publicidad", "Lea también: Cuentan las colmenas", "Suscríbete a nuestro boletín", "Cargando..."],
    "pl": [
        "Dalsza część artykułu pod materiałem wideo",
        "Reklama",
        "Czytaj także: Pszczelarze liczą ule",
        "Zapisz się do naszego newslettera",
        "Czas czytania: 7 minut",
    ],
    "nl": [
        "Tekst gaat verder onder de foto",
        "Advertentie",
        "Lees ook: Imkers tellen hun kasten",
        "Schrijf je in voor onze nieuwsbrief",
        "Leestijd: 7 minuten",
    ],
    "sv": ["Annons", "Läs också: Biodlare räknar sina kupor", "Prenumerera på vårt nyhetsbrev", "Lästid: 7 min"],
    "el": ["ΔΙΑΦΗΜΙΣΗ", "Διαβάστε επίσης: Μελισσοκόμοι μετρούν κυψέλες"],
    "tr": ["İlgili haber: Arıcılar kovan sayıyor", "İLAN"],
    "pt": ["Partilhar", "Compartilhe esta notícia", "Veja também: Apicultores contam colmeias"],
    "uk": [
        "Реклама",
        "Читайте також: Пасічники рахують вулики",
        "Підпишіться на нашу розсилку",
        "Час читання: 7 хвилин",
    ],
}


@pytest.mark.parametrize(("lang", "line"), [(lang, line) for lang, lines in FURNITURE.items() for line in lines])
def test_furniture_between_paragraphs_goes_in_every_language(lang: str, line: str) -> None:
    for markup in (f"<p>{line}</p>", f"<div>{line}</div>", f"<p><strong>{line}</strong></p>"):
        article = cleaned(page(body(markup), lang=lang))
        assert kind_of(article, line).startswith("dropped as")
        assert_whole(article)


@pytest.mark.parametrize(
    "sentence",
    [
        "Advertisements for the bottles hung in every station, the foreman said.",
        "Read the mark on the foot of a bottle, and you know its year.",
        "Loading the moulds took them nine days.",
        "Subscribers of the library gave the money for the roof.",
        "Watch towers stood on both sides of the kiln until 1911.",
        "The newsletter of the workers appeared in blue ink.",
        "Anzeigen gegen das Werk hat es nie gegeben.",
        "Реклама стекла исчезла со стен города ещё зимой.",
    ],
)
def test_a_sentence_that_only_looks_like_furniture_stays(sentence: str) -> None:
    assert kind_of(cleaned(page(body(f"<p>{sentence}</p>"))), sentence) == "paragraph"


TALK = [
    ("Bruno", "I bought my first lamp there, and it has outlived two cats and a marriage, somehow."),
    ("Ada K.", "They should have asked the bank ten years ago, when everybody still wanted windows."),
] * 12


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(
    "heading",
    [
        "<h2>Comments</h2>",
        "<h3>24 comments</h3>",
        "<h3>Kommentare</h3>",
        "<h2>Комментарии</h2>",
        "<h3>Comments (24 so far)</h3>",
    ],
)
@pytest.mark.parametrize("comment", ["<p>{1}</p>", "<p><b>{0}</b>: {1}</p>", "<li><h4>{0}</h4><p>{1}</p></li>"])
def test_comments_under_a_bare_heading_are_not_the_article(comment: str, heading: str, container: str) -> None:
    talk = "".join(comment.format(name, f"{number}. {said}") for number, (name, said) in enumerate(TALK))
    article = cleaned(page(body() + heading + talk, container))
    assert "outlived two cats" not in article.text
    assert "asked the bank" not in article.text
    assert_whole(article)


ON = "<p>The lamp in the window of the bank will be lit again on the first Saturday of April, at dusk.</p>"
TOLD = "<p>The bank received 212 comments on its plan. Most of them asked for longer hours on weekdays.</p>"


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("heading", ["Comments", "Kommentare", "Commentaires"])
def test_a_section_about_comments_is_the_article_and_so_is_what_follows(heading: str, container: str) -> None:
    article = cleaned(page(body(f"<h2>{heading}</h2>{TOLD}<h2>What comes next</h2>{ON}"), container))
    assert "212 comments" in article.text
    assert "first Saturday of April" in article.text
    assert_whole(article)


@pytest.mark.parametrize("name", ["Ada Kern", "Bruno"])
def test_names_above_comments_are_no_sections_of_the_article(name: str) -> None:
    talk = "".join(f"<h2>{name}</h2><p>{number}. {said}</p>" for number, (_, said) in enumerate(TALK))
    article = cleaned(page(body() + "<h2>Comments</h2>" + talk))
    assert "outlived two cats" not in article.text
    assert_whole(article)


@pytest.mark.parametrize(
    ("heading", "ago"),
    [("What readers say", "2 hours ago"), ("Leserkommentare", "vor 2 Stunden"), ("Vos réactions", "il y a 2 heures")],
)
def test_what_was_written_some_hours_ago_under_a_title_is_a_comment(heading: str, ago: str) -> None:
    talk = "".join(
        f"<div><b>{name}</b> <i>{ago}</i><p>{number}. {said}</p></div>" for number, (name, said) in enumerate(TALK)
    )
    article = cleaned(page(body() + f"<h2>{heading}</h2>" + talk))
    assert "outlived two cats" not in article.text
    assert_whole(article)


def test_a_title_of_comments_that_nobody_sees_ends_no_article() -> None:
    assert_whole(cleaned(page(body("<p>2 hours ago</p><p hidden>Comments:</p><p>3 hours ago</p>"))))


@pytest.mark.parametrize("mark", ["»", ">>", "→", "▶"])
def test_a_link_with_a_pointer_leads_to_another_story(mark: str) -> None:
    article = cleaned(page(body(f'<p>{mark} <a href="/b">Beekeepers count their hives</a></p>')))
    assert kind_of(article, "Beekeepers").startswith("dropped as")
    assert_whole(article)


@pytest.mark.parametrize("name", ["amp-consent", "amp-ad", "amp-user-notification", "amp-sidebar"])
def test_elements_of_accelerated_pages_that_are_never_text(name: str) -> None:
    article = cleaned(page(body(f"<{name}><div>We would like your consent for this.</div></{name}>")))
    assert "your consent" not in article.text
    assert_whole(article)


def test_an_article_goes_on_below_a_button_for_comments() -> None:
    article = cleaned(page(body("<div class='bar'><span>Comments</span></div>")))
    assert_whole(article)


NEXT = [
    "A herd of forty goats walked through the night market of Pell and ate most of the lettuce.",
    "The stallholders took it with good humour, and the shepherd paid with cheese.",
    "From next week on, a gate will be shut at sunset, and the goats will go round by the river.",
]


@pytest.mark.parametrize(
    "headline", ["<h1>Goats at the night market</h1>", "<h2><a href='/g'>Goats at the night market</a></h2>"]
)
def test_the_next_story_of_an_endless_page_is_not_the_article(headline: str) -> None:
    story = headline + "<p class='byline'>By Nora Pell</p><time>10 October 2020</time>"
    story += "".join(f"<p>{text}</p>" for text in NEXT)
    article = cleaned(page(body()).replace("</article>", f"</article><article>{story}</article>"))
    assert article.title == TITLE
    assert [text for text in NEXT if text in article.text] == []
    assert_whole(article)


def test_what_follows_most_read_in_the_middle_of_an_article_is_still_the_article() -> None:
    box = "<div class='x'><h3>Most read</h3><h4><a href='/s'>Snow closes the pass for a third week</a></h4></div>"
    assert_whole(cleaned(page(body(box, 3))))
