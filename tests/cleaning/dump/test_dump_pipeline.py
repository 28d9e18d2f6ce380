"""What a person sees of a text dump: the article whole, each kind of boilerplate gone, each with its reason."""

from __future__ import annotations

import pytest

from reader.cleaning.dump.dump_pipeline import classify, clean_dump
from reader.cleaning.dump.row_roles import role_of
from reader.cleaning.dump.row_scoring import is_whole_page
from reader.cleaning.dump.rows import PageRow, rows
from reader.cleaning.page_cleaning import clean
from reader.cleaning.uncleaned import plain
from reader.model.article import Article
from reader.sources import Page
from tests.cleaning.pages import BODY, BYLINE, DATE, TITLE, dump, page


def shown(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks]


def reasons(article: Article) -> dict[str, str]:
    return {article.page.text[lost.page_start : lost.page_end]: lost.reason for lost in article.dropped}


def judged(source: Page) -> list[PageRow]:
    """The rows of a page with the roles that their words give them."""
    found = rows(source)
    for row in found:
        row.role = role_of(row)
    return found


def assert_whole(article: Article) -> None:
    for paragraph in BODY:
        assert paragraph in shown(article)


def test_an_article_without_boilerplate_comes_out_as_it_is() -> None:
    article = clean_dump(dump())
    assert shown(article) == [TITLE, *BODY]
    assert article.dropped == ()
    assert article.note == ""


BEFORE = {
    "1. Skip to content\n  2. Skip to main menu": "navigation",
    "  • Home\n  • World\n  • Sport\n  • Weather": "navigation",
    "Advertisement": "navigation",
    "We use cookies on this website. By clicking accept you agree to our privacy policy.": "promotion",
}
INSIDE = {
    "Read more: The island that nobody wanted": "teaser",
    "Lesen Sie auch: Die Insel, die niemand wollte": "teaser",
    "À lire aussi : L'île dont personne ne voulait": "teaser",
    "THE ISLAND THAT NOBODY WANTED TO BUY": "boilerplate",
    "Advertisement": "navigation",
    "Story continues below advertisement": "navigation",
    "Sign up for our newsletter and get the best stories in your inbox": "promotion",
    "Two men load a cart\nTwo men load a cart on the quay last winter.Image: coast-pictures/H. Moe": "caption",
    "Two men load a cart on the quay (Photo by Hedda Moe/Coast Pictures)": "caption",
    "Infographic showing passengers on the ferry since 1990": "caption",
    "A map of the sound\nThe sound in winter, seen from the air. Coast Pictures": "caption",
    "Passengers wait on the quay (\nImage:\nCoast Pictures)": "caption",
    "Share\nTweet\nPrint": "navigation",
}
AFTER = {
    "The views expressed in this article do not necessarily reflect those of the publisher.": "disclaimer",
    "Skip next section Top stories": "navigation",
    "Related stories\n\nThe bridge that was never built\n\nA winter without ice": "teaser",
    "Comments\n\nNils 4 March 2021 at 10:12\nI took that boat to school every day for years!\nReply": "comments",
    "Reporting by Marta Lindqvist; editing by Jan Oller": "credit",
    "© 2021 The Outer Coast. All rights reserved.": "navigation",
    "Follow us on Facebook and Twitter": "promotion",
}


@pytest.mark.parametrize("boilerplate", BEFORE)
def test_boilerplate_above_the_headline_goes(boilerplate: str) -> None:
    article = clean_dump(dump(before=boilerplate))
    assert article.title == TITLE
    assert_whole(article)
    assert shown(article) == [TITLE, *BODY]
    assert BEFORE[boilerplate] in reasons(article).values()


@pytest.mark.parametrize("boilerplate", INSIDE)
def test_boilerplate_between_paragraphs_goes(boilerplate: str) -> None:
    article = clean_dump(dump(before="Skip to content", inside=boilerplate))
    assert shown(article) == [TITLE, *BODY]
    assert INSIDE[boilerplate] in reasons(article).values()


@pytest.mark.parametrize("boilerplate", AFTER)
def test_boilerplate_below_the_article_goes(boilerplate: str) -> None:
    article = clean_dump(dump(after=boilerplate))
    assert shown(article) == [TITLE, *BODY]
    assert AFTER[boilerplate] in reasons(article).values()


def test_a_whole_page_with_its_menus_gives_the_article_alone() -> None:
    menu = "\n".join(f"  • {name}" for name in ("Home", "News", "Islands", "Harbour", "Fishing", "Letters", "Shop"))
    teasers = "\n\n".join(f"Story number {n} about something else\nA line that tells why to read it." for n in range(9))
    article = clean_dump(dump(before=menu, head=f"{BYLINE}\n{DATE}", after=f"Most read\n\n{teasers}\n\n{menu}"))
    assert article.title == TITLE
    assert shown(article)[-len(BODY) :] == list(BODY)
    assert article.authors == ("Marta Lindqvist",)


def test_a_heading_stays_and_an_alt_text_that_looks_like_one_goes() -> None:
    inside = "What it costs\n\nThe mayor at her desk\nThe mayor at her desk on Monday.Image: coast-pictures/H. Moe"
    middle = "The bill for the first year alone was put at two million, of which the islanders are to pay a tenth."
    article = clean_dump(dump(before="Skip to content", inside=f"What it costs\n\n{middle}\n\n{inside[15:]}"))
    kinds = {article.text[block.start : block.end]: block.kind for block in article.blocks}
    assert kinds["What it costs"] == "heading"
    assert "The mayor at her desk" not in kinds


def test_a_list_that_a_sentence_opens_stays() -> None:
    inside = "The company named three conditions:\n  • a longer contract\n  • cheaper fuel\n  • a second crew in winter"
    article = clean_dump(dump(before="Skip to content", inside=inside))
    assert "  • cheaper fuel".strip() in shown(article)
    assert {block.kind for block in article.blocks} >= {"list_item"}


def test_short_sentences_of_the_body_stay() -> None:
    article = clean_dump(dump(before="Skip to content", inside="Nobody on the islands believed it."))
    assert "Nobody on the islands believed it." in shown(article)


def test_the_caption_in_three_copies_goes_and_its_date_is_no_date() -> None:
    caption = (
        "The ferry leaves the harbour of the town for the last time this winter. February 5, 2015. (Coast Pictures)."
    )
    article = clean_dump(dump(head="\n".join([caption] * 3)))
    assert shown(article) == [TITLE, *BODY]
    assert article.published is None


def test_a_headline_before_the_name_of_the_site_is_shown_without_it() -> None:
    article = clean_dump(page(f"{TITLE} | The Outer Coast\n\n{BYLINE}\n\n" + "\n\n".join(BODY)))
    assert article.title == TITLE
    assert shown(article)[0] == TITLE
    assert "| The Outer Coast" in reasons(article)


def test_a_headline_that_is_repeated_is_shown_once() -> None:
    article = clean_dump(page(f"{TITLE} - The Outer Coast\n\n{TITLE}\n\n{DATE}\n\n" + "\n\n".join(BODY)))
    assert article.title == TITLE
    assert shown(article).count(TITLE) == 1
    assert "The Outer Coast" not in article.text


def test_the_head_is_shown_as_title_byline_date_stand_first() -> None:
    lead = "The islanders had feared for their only link to the mainland"
    article = clean_dump(dump(before="Skip to content", head=f"{lead}\n\n{DATE}\n{BYLINE}"))
    assert [block.kind for block in article.blocks[:4]] == ["title", "byline", "date", "lead"]
    assert article.published == "2021-03-03"
    assert article.byline == BYLINE


def test_an_update_is_not_the_day_of_publication() -> None:
    article = clean_dump(dump(head=f"{BYLINE}\nUpdated March 5, 2021"))
    assert article.published is None
    both = clean_dump(dump(head=f"{BYLINE}\nPublished March 3, 2021 - Updated March 5, 2021"))
    assert both.published == "2021-03-03"


def test_the_author_may_be_named_in_the_biography_only() -> None:
    biography = (
        "Ines Calloway is a student of law and a keen sailor. She has written about the coast since she was nine."
    )
    article = clean_dump(dump(after=f"Comments\n\nInes Calloway\n\n{biography}"))
    assert article.authors == ("Ines Calloway",)
    assert article.byline == "Ines Calloway"
    assert reasons(article)[biography] == "author_bio"
    assert shown(article) == [TITLE, *BODY]


def test_a_mark_of_the_end_in_the_middle_ends_nothing() -> None:
    article = clean_dump(dump(before="Skip to content", inside="Trending"))
    assert_whole(article)


def test_where_little_survives_nearly_everything_is_shown_and_the_note_says_so() -> None:
    results = "\n".join(f"Team {n} of the valley league {n} - {n % 5} Team {n + 1}" for n in range(60))
    article = clean_dump(page(f"Sign up for our newsletter now\n\n{results}\n"))
    assert "Team 7 of the valley league 7 - 2 Team 8" in shown(article)
    assert "Sign up for our newsletter now" in reasons(article)
    assert "\n" not in article.note
    assert article.note


POEM = "The moon is up\nThe town is still\nA dog is barking\nOn the hill\n\nThe lamps are out\nThe doors are shut\n"
NOTES = (
    "Buy milk\nCall Anna about the boat\nPay the rent\n",
    POEM,
    "One paragraph, which says that the bridge was closed on Monday because of the flood, and nothing else.",
    "hello",
    BODY[0] + " " + BODY[1],
)


@pytest.mark.parametrize("note", NOTES)
def test_a_plain_note_comes_out_whole_and_without_a_headline(note: str) -> None:
    article = clean_dump(page(note))
    assert shown(article) == [line for line in note.split("\n") if line]
    assert article.title is None
    assert article.note == ""


def test_hard_wrapped_lines_are_joined_into_paragraphs() -> None:
    wrapped = (
        "The council has decided that the bridge over the river will stay closed\n"
        "until the end of the month, because the engineers who looked at the pil-\n"
        "lars found cracks in three of them. The pillars were built in 1931 and a\n"
        "well-known danger to the people of the town.\n"
        "\n"
        "A second report is expected in the first week of the next month, and the\n"
        "mayor said that she would not open anything before she had read it all.\n"
    )
    article = clean_dump(page(wrapped))
    first, second = shown(article)
    assert first.startswith("The council has decided that the bridge over the river will stay closed until the end")
    assert "looked at the pillars found" in first  # the page has the whole word too
    assert "well-known danger" in first
    assert second.endswith("before she had read it all.")


def test_a_hyphen_at_a_line_end_stays_where_nobody_knows_the_word() -> None:
    wrapped = (
        "The council has decided that the bridge over the river is to stay half-\n"
        "open until the end of the month, because the engineers who looked at it\n"
        "found cracks, and because the mayor wanted it so, as she said on Monday,\n"
        "and as she had said before.\n"
    )
    assert "stay half-open until" in clean_dump(page(wrapped)).text


def test_a_very_long_line_and_very_many_paragraphs_come_out_whole() -> None:
    line = (BODY[1] + " ") * 4000
    assert clean_dump(page(line)).text == line.strip()
    many = "\n\n".join(f"{n}: {BODY[n % 5]}" for n in range(3000))
    assert clean_dump(page(many)).text == many


def test_every_line_has_a_decision() -> None:
    found = dump(before="Skip to content", inside="Read more: The island that nobody wanted")
    decisions = classify(found)
    lines = [line for line in found.lines if found.line_text(line).strip()]
    assert [decision.line for decision in decisions] == lines
    kept = {found.line_text(decision.line) for decision in decisions if decision.kept}
    assert kept == {TITLE, *BODY}
    teaser = next(decision for decision in decisions if found.line_text(decision.line).startswith("Read more"))
    assert teaser.role == "teaser"
    assert teaser.score < 0


def test_plain_text_goes_through_clean() -> None:
    assert clean(dump()).title == TITLE


def test_plain_keeps_the_text_as_it_is() -> None:
    found = page("  Skip to content\n\n\nA line\u00a0with a space  \r\nlast")
    article = plain(found)
    assert article.text == found.text
    assert shown(article) == ["Skip to content", "A line\u00a0with a space", "last"]
    assert article.dropped == ()
    assert article.page_span(3, 9) == (3, 9)


def test_an_article_that_is_one_long_list_keeps_its_short_items() -> None:
    items = "\n\n".join(f"{BODY[n]}\n\n  • cheap\n  • slow, but sure\n  • no seat in winter" for n in range(4))
    article = clean_dump(page(f"Skip to content\n\n{TITLE}\n\n{BODY[4]}\n\n{items}\n\n{BODY[0][:90]}.\n"))
    assert shown(article).count("• no seat in winter") == 4


def test_a_table_in_the_article_stays_row_by_row() -> None:
    table = "Year\tPassengers\tBoats\n2019\t40,100\t3\n2020\t21,700\t2\n2021\t18,200"
    article = clean_dump(dump(before="Skip to content", inside=table))
    rows = [article.text[block.start : block.end] for block in article.blocks if block.kind == "table"]
    assert [row.split()[0] for row in rows] == ["Year", "2019", "2020", "2021"]


def test_a_long_table_of_nothing_but_figures_stays_as_a_whole() -> None:
    days = [f"{month}/{day}/2021" for month in range(1, 6) for day in range(1, 29)]
    table = "\n".join(["Day\t\tBoats", *(f"{day}\t\t+{place % 9}.5%" for place, day in enumerate(days))])
    menu = "\n".join(f"  • Harbour {n}" for n in range(30))
    article = clean_dump(dump(before=menu, inside=table))
    rows = [article.text[block.start : block.end] for block in article.blocks if block.kind == "table"]
    assert [row.split()[0] for row in rows] == ["Day", *days]
    assert_whole(article)


def test_a_table_below_the_article_goes_with_what_stands_there() -> None:
    table = "\n".join(["Cookie\t\tKept for", *(f"key_{n}\t\t{n} days" for n in range(1, 10))])
    article = clean_dump(dump(before="Skip to content", after=f"Privacy settings\n\n{table}"))
    assert shown(article) == [TITLE, *BODY]


def test_what_an_appeal_offers_goes_with_it_but_not_the_article_s_own_points() -> None:
    offer = "Subscribe now to read our best stories\n  • All articles, every day\n  • The crossword of the week"
    article = clean_dump(dump(before="Skip to content", inside=offer))
    assert shown(article) == [TITLE, *BODY]
    assert set(reasons(article).values()) == {"navigation", "promotion"}


def test_a_paragraph_ends_with_its_stop_whatever_quote_closes_it() -> None:
    answers = (
        "„Wir haben den ganzen Winter auf das Boot gewartet, und am Ende kam es doch nicht mehr zu uns.“",
        "»Die Leute auf den Inseln haben nie geglaubt, dass man sie im Stich lassen wird, und das ist gut.«",
        "« Nous avons attendu le bateau tout l'hiver, et à la fin il n'est plus venu jusqu'à nous. »",
    )
    for answer in answers:
        plain_quotes = f'"{answer[1:-1].strip()}"'
        scores = {
            decision.score
            for text in (answer, plain_quotes)
            for decision in classify(dump(before="Skip to content", inside=text))
            if decision.line.end - decision.line.start == len(text)
        }
        assert len(scores) == 1
        assert scores.pop() > 0


def test_the_lines_of_a_page_whose_words_are_not_known_are_judged_all_the_same() -> None:
    menu = "\n".join(f"  • {name}" for name in ("Haeno", "Tularu", "Bemarin", "Kosta", "Velu", "Sarin", "Otomar"))
    cards = "\n".join(f"Kosta {n} belumar\nOtomar velu" for n in range(20))
    article = clean_dump(page(f"{menu}\n\n{TITLE}\n\n" + "\n\n".join(BODY) + f"\n\n{cards}\n"))
    assert_whole(article)
    assert "Otomar velu" not in article.text


def test_the_headline_under_what_a_page_sets_over_it_is_a_repeat() -> None:
    article = clean_dump(dump(before="Skip to content", head=f"Trade on the coast:{TITLE}"))
    assert shown(article) == [TITLE, *BODY]
    assert reasons(article)[f"Trade on the coast:{TITLE}"] == "repeat"


def test_a_list_in_paragraphs_of_its_own_stays_up_to_the_mark_of_the_end() -> None:
    prizes = [
        f"{place} of the year – Boat {n}" for n, place in enumerate("Crew Quay Pier Rope Sail Mast Keel Bell".split())
    ]
    rest = "\n\n".join([*prizes, *(name.split(" –")[0] for name in prizes)])
    article = clean_dump(dump(before="Skip to content", after=f"{rest}\n\nRelated stories\n\nA winter without ice"))
    assert [line for line in prizes if line not in shown(article)] == []
    assert "A winter without ice" not in shown(article)


def test_a_by_alone_takes_the_name_under_it_and_nothing_further_down() -> None:
    assert clean_dump(dump(before="Skip to content", head="By\nMarta LindqvistTravel Reporter")).authors == (
        "Marta Lindqvist",
    )
    far = clean_dump(dump(before="Skip to content", head="By\n\nPublished in\n\nThe old quay\n\nBrute Force"))
    assert far.authors == ()


@pytest.mark.parametrize("label", ["Key Points", "Show Caption", "Home Decor"])
def test_a_label_under_the_headline_is_nobody(label: str) -> None:
    assert clean_dump(dump(before="Skip to content", head=label)).authors == ()


def test_who_reported_it_is_its_author_where_nobody_else_is_named() -> None:
    article = clean_dump(dump(before="Skip to content", after="Reporting by Marta Lindqvist; editing by Jan Oller"))
    assert article.authors == ("Marta Lindqvist",)


@pytest.mark.parametrize("title", ["In this article", "Table of contents", "Inhaltsverzeichnis", "Sommaire :"])
def test_a_list_of_contents_goes_with_its_title(title: str) -> None:
    contents = f"{title}\n\n  • What the ferry costs\n  • Who is to pay\n  • When it leaves"
    article = clean_dump(dump(before="Skip to content", inside=contents))
    assert shown(article) == [TITLE, *BODY]
    assert set(reasons(article).values()) == {"navigation"}


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies to measure how these pages are read. You can change your choice at any time and read on.",
        "Please refresh the page or navigate to another page on the site to be automatically logged in",
        "Ihr Browser ist veraltet. Bitte aktualisieren Sie ihn, oder wechseln Sie zu einem anderen, um alles zu sehen.",
    ],
)
def test_a_notice_to_the_browser_goes(notice: str) -> None:
    article = clean_dump(dump(head=notice))
    assert shown(article) == [TITLE, *BODY]
    assert reasons(article)[notice] == "promotion"


@pytest.mark.parametrize("mark", ["12 Comments", f"12 responses to “{TITLE}”", "7 Kommentare"])
def test_comments_below_their_count_go_however_long_they_are(mark: str) -> None:
    said = [
        f"I crossed that sound {count} times as a child, and nobody asked what it cost the town, for it was there."
        for count in ("two", "ten", "fifty", "ninety", "some", "many", "countless", "several", "six", "forty", "sixty")
    ]
    article = clean_dump(dump(after="\n\n".join([mark, *said])))
    assert shown(article) == [TITLE, *BODY]
    assert {reasons(article)[line] for line in said} == {"comments"}


def test_a_count_of_comments_at_the_head_ends_nothing() -> None:
    paragraphs = "\n\n".join([BODY[0], "12 Comments", *BODY[1:]])
    assert_whole(clean_dump(page(f"{TITLE}\n\n{BYLINE}\n\n{paragraphs}\n")))


def test_rows_of_figures_inside_do_not_make_an_article_a_whole_page_of_menus() -> None:
    figures = "\n".join(f"{number}.5" for number in range(40))
    menu = "\n".join(["Share", "Tweet"])
    assert not is_whole_page(judged(dump(inside=figures, after=menu)))
    assert is_whole_page(judged(dump(before="\n".join(["Home", "News", "Sport", "Weather"]), after=menu)))


@pytest.mark.parametrize("title", ["Ferries", "Verkehr", "Погода", "Tolls"])
@pytest.mark.parametrize(
    "text",
    [
        "Ida Holm met the harbour master in the old town on Monday, she said.",
        "Ida Holm met the harbour master on Monday, and nobody else came to the pier.\n\nIt rained.",
    ],
)
def test_a_headline_of_one_word_over_a_short_text_is_the_title(title: str, text: str) -> None:
    article = clean(page(f"{title}\n\n{text}\n"))
    assert (article.title, article.dropped) == (title, ())


@pytest.mark.parametrize("title", ["The quay", "Quay", "The quay of Tolm"])
def test_a_sentence_that_begins_as_the_headline_does_is_no_repeat_of_it(title: str) -> None:
    article = clean(page(f"{title}\n\n{title} was sold for nothing at all last week by the town.\n"))
    assert (article.title, article.dropped) == (title, ())


@pytest.mark.parametrize("text", ["Share\nTweet\nRead more\n", "Photo: Ida Holm\n\nFoto: Ida Holm / Reuters\n"])
def test_a_page_of_which_nothing_would_be_left_is_shown_whole_and_the_note_says_so(text: str) -> None:
    article = clean(page(text))
    assert article.dropped == ()
    assert article.note == "no running text found: every line is shown"
