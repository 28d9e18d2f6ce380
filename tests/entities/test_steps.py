"""Each step on sentences of our own: what goes in as the model would say it, what a reader expects out."""

import pytest

from reader.entities import Mention
from reader.entities.steps import (
    STEPS,
    acronyms,
    consistency,
    cues,
    datelines,
    designations,
    gazetteer,
    head_words,
    headlines,
    hyphens,
    joining,
    junk,
    longest,
    refine,
    splitting,
    surnames,
    trimming,
)
from tests.entities.conftest import mark, shown


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected"),
    [
        ("He saw the Baltic Council meet.", "the Baltic Council", "organisation", [("Baltic Council", "organisation")]),
        ("It was Norway's turn.", "Norway's", "place", [("Norway", "place")]),
        ("It was Norway’s turn.", "Norway’s", "place", [("Norway", "place")]),
        ("The “Blue Fleet” sailed.", "“Blue Fleet”", "organisation", [("Blue Fleet", "organisation")]),
        ("Then Mr Tollbach left.", "Mr Tollbach", "person", [("Tollbach", "person")]),
        ("Prime Minister Ida Tollbach left.", "Prime Minister Ida Tollbach", "person", [("Ida Tollbach", "person")]),
        ("Gen. Tollbach left.", "Gen. Tollbach", "organisation", [("Tollbach", "person")]),
        ("The Prime Minister left.", "The Prime Minister", "person", []),
        ("In eastern Ukraine it rained.", "eastern Ukraine", "place", [("Ukraine", "place")]),
        ("In The Hague it rained.", "The Hague", "place", [("The Hague", "place")]),
        (
            "Ida Tollbach\n\nOslo shut",
            "Ida Tollbach\n\nOslo",
            "person",
            [("Ida Tollbach", "person"), ("Oslo", "person")],
        ),
        ("He flew to the U.S. then.", "the U.S.", "place", [("U.S.", "place")]),
        ("It rose on Monday, ", "Monday,", "date", [("Monday", "date")]),
    ],
)
def test_trimming_leaves_the_name_alone(text, name, kind, expected):
    assert shown(trimming.trim(text, mark(text, (name, kind)))) == expected


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected"),
    [
        ("They chose Oslo, Bergen.", "Oslo, Bergen", "place", [("Oslo", "place"), ("Bergen", "place")]),
        ("So did Ida and Karl.", "Ida and Karl", "person", [("Ida", "person"), ("Karl", "person")]),
        ("Meanwhile Tollbach left.", "Meanwhile Tollbach", "person", [("Tollbach", "person")]),
        ("In Nazi Germany it began.", "Nazi Germany", "place", [("Nazi", "group"), ("Germany", "country")]),
        (
            "Kenya's Harbour Authority paid.",
            "Kenya's Harbour Authority",
            "organisation",
            [("Kenya", "country"), ("Harbour Authority", "organisation")],
        ),
        ("It was Acme, Inc. that paid.", "Acme, Inc.", "organisation", [("Acme, Inc.", "organisation")]),
        ("The NP(S) won.", "NP(S", "organisation", [("NP(S)", "organisation")]),
        ("Deputy Trade Minister Ana Lim left.", "Trade Minister Ana Lim", "person", [("Ana Lim", "person")]),
    ],
)
def test_splitting_gives_one_name_a_mention(text, name, kind, expected):
    assert shown(splitting.cut(text, mark(text, (name, kind)))) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harbour Ministry", "organisation"),
        ("University of Narvik", "organisation"),
        ("Lake Tollen", "place"),
        ("Tollen River", "place"),
        ("Operation Anvil", "event"),
        ("Tollen Accords", "law"),
        ("Tollbach", None),
        ("Peter Bank", None),
    ],
)
def test_the_head_word_tells_the_kind(name, kind):
    assert head_words.kind_by_head(name) == kind


def test_names_with_a_head_word_are_found_whole():
    text = "Staff of the Ministry of Ports and Ferries met the Tollen Harbour Authority."
    found = head_words.find(text, mark(text, ("Ministry of Ports", "organisation"), ("Tollen", "place")))
    assert shown(found) == [
        ("Ministry of Ports and Ferries", "organisation"),
        ("Tollen Harbour Authority", "organisation"),
    ]


def test_an_office_of_a_person_does_not_swallow_the_person():
    text = "The Government of President Ida Tollbach fell."
    found = head_words.find(text, mark(text, ("Ida Tollbach", "person")))
    assert shown(found) == [("Ida Tollbach", "person")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A NATO-Russia dinner was held.", [("NATO", "organisation"), ("Russia", "country")]),
        ("The NATO-Russia Council dined.", [("NATO-Russia Council", "organisation")]),
        ("A US-Russian crew flew.", [("US", "country"), ("Russian", "group")]),
        ("A Nairobi-based firm paid.", [("Nairobi", "place")]),
        ("The ex-NATO commander spoke.", [("NATO", "organisation")]),
    ],
)
def test_hyphen_compounds(text, expected):
    assert shown(hyphens.split(text, [])) == expected


def test_a_compound_that_is_cut_keeps_its_first_name():
    text = "The Hague-based court sat."
    assert shown(hyphens.split(text, mark(text, ("The Hague-based", "place")))) == [("The Hague", "place")]


def test_the_gazetteer_relabels_and_adds():
    text = "Crimea was quiet, and so was Bogotá, said NATO. WARSAW slept."
    found = gazetteer.apply(text, mark(text, ("Crimea", "organisation")))
    assert shown(found) == [
        ("Crimea", "place"),
        ("Bogotá", "place"),
        ("NATO", "organisation"),
        ("WARSAW", "place"),
    ]


@pytest.mark.parametrize("country", ["U.S. ", "US ", "Kenyan ", ""])
def test_a_known_name_that_was_cut_at_its_and_is_whole_again_with_its_country(country):
    text = f"The {country}Food and Agriculture Organization met."
    pieces = [(f"{country}Food", "organisation"), ("Agriculture Organization", "organisation")]
    found = gazetteer.apply(text, mark(text, *pieces))
    assert shown(found) == [(f"{country}Food and Agriculture Organization", "organisation")]


def test_a_known_name_takes_nothing_from_a_longer_one():
    text = "The Oslo Food and Agriculture Organization Workers League met."
    mentions = mark(text, ("Oslo Food and Agriculture Organization Workers League", "organisation"))
    assert shown(gazetteer.apply(text, mentions)) == shown(mentions)


def test_the_gazetteer_leaves_longer_and_ambiguous_names_alone():
    text = "Milan Tollbach and Jordan Meer met at the Vienna Tollbach Circle."
    mentions = mark(text, ("Milan Tollbach", "person"), ("Jordan Meer", "person"))
    assert shown(gazetteer.apply(text, mentions)) == shown(mentions)


def test_a_defined_acronym_has_the_kind_of_its_long_form_everywhere():
    text = "The North Sea Ferry Board (NSFB) met. Later the NSFB voted."
    assert shown(acronyms.define(text, mark(text, ("NSFB", "person")))) == [
        ("North Sea Ferry Board", "organisation"),
        ("NSFB", "organisation"),
        ("NSFB", "organisation"),
    ]


@pytest.mark.parametrize("text", ["He left (YES) early.", "The score (2-1) stood.", "Ida Tollbach (NSFB) spoke."])
def test_brackets_that_define_nothing(text):
    assert list(acronyms.definitions(text)) == []


def test_the_longest_form_wins_wherever_it_stands():
    text = "The Tollen Ferry Line grew. Then the Tollen Ferry Line shrank."
    mentions = mark(text, ("Tollen Ferry Line", "organisation"), ("Tollen", "place"))
    assert shown(longest.extend(text, mentions)) == [("Tollen Ferry Line", "organisation")] * 2


@pytest.mark.parametrize(
    ("text", "name", "kind", "expected"),
    [
        ("They met in Qarvel. Shops in Qarvel closed.", "Qarvel", "person", "place"),
        ("The town of Qarvel slept.", "Qarvel", "organisation", "place"),
        ("Members of the firm Qarvel left.", "Qarvel", "place", "organisation"),
        ("“No,” said spokesman Qarvel, 54, who left.", "Qarvel", "place", "person"),
        ("The QRV met.", "QRV", "person", "organisation"),
    ],
)
def test_cues_beside_a_name_outweigh_the_model(text, name, kind, expected):
    assert cues.weigh(text, mark(text, (name, kind)))[0].kind == expected


def test_cues_leave_known_names_alone():
    text = "He said Russia said so."
    assert cues.weigh(text, mark(text, ("Russia", "country")))[0].kind == "country"


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Then HD Tolle Meer spoke.", [("Tolle Meer", "person")], ["HD Tolle Meer"]),
        ("Then Han Li Meer spoke.", [("Han", "group"), ("Li Meer", "person")], ["Han Li Meer"]),
        ("Then Han Du-soo spoke.", [("Han Du", "person")], ["Han Du-soo"]),
        ("Then Ida van der Meer spoke.", [("Meer", "person")], ["Ida van der Meer"]),
        ("Oslo's Ida Meer spoke.", [("Oslo", "place"), ("Ida Meer", "person")], ["Oslo", "Ida Meer"]),
        ("An Obama-era rule fell.", [("Obama", "person")], ["Obama"]),
    ],
)
def test_joining_makes_one_person_of_pieces(text, names, expected):
    assert [one.text for one in joining.join(text, mark(text, *names))] == expected


def test_surnames_are_carried_from_the_full_name():
    text = "Ida Tollbach won. Tollbach thanked all. “Tollbach’s team” cheered Ida."
    found = surnames.carry(text, mark(text, ("Ida Tollbach", "person"), ("Tollbach", "organisation")))
    assert shown(found) == [
        ("Ida Tollbach", "person"),
        ("Tollbach", "person"),
        ("Tollbach", "person"),
        ("Ida", "person"),
    ]


def test_whoever_is_called_mister_is_a_person():
    text = "Later Mr Qarvel spoke."
    assert shown(surnames.carry(text, [])) == [("Qarvel", "person")]


def test_a_name_has_one_kind_through_the_text_and_is_marked_everywhere():
    text = "Qarvel rose. Qarvel fell. Qarvel slept. Qarvel woke."
    mentions = mark(text, ("Qarvel", "organisation"), ("Qarvel", "person"), ("Qarvel", "organisation"))
    assert shown(consistency.agree(text, mentions)) == [("Qarvel", "organisation")] * 4


@pytest.mark.parametrize("name", ["the", "www.tollen.example", "Monday", "Q", "@tollen", "Government"])
def test_junk_is_dropped(name):
    text = f"So {name} it was."
    assert junk.drop(text, mark(text, (name, "organisation"))) == []


def test_values_are_no_junk():
    text = "On Monday it rose."
    assert shown(junk.drop(text, mark(text, ("Monday", "date")))) == [("Monday", "date")]


def test_every_step_has_a_name_of_its_own():
    names = [name for name, _ in STEPS]
    assert len(names) == len(set(names))


def test_blank_lines_and_headlines_do_not_join_names():
    text = "Ferry Talks Stall In Oslo\n\nIda Tollbach\n\nOslo was quiet. Tollbach left."
    found = refine(text, mark(text, ("Oslo\n\nIda Tollbach\n\nOslo", "organisation")))
    assert ("Ida Tollbach", "person") in shown(found) or "Ida Tollbach" in [one.text for one in found]
    assert not any("\n" in one.text for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QARVEL, Norway (AP) — It rained.", [("QARVEL", "place")]),
        ("Rain\n\nQARVEL — It rained.", [("QARVEL", "place")]),
        ("QARVEL LAKE 1996-08-30\nIt rained.", [("QARVEL LAKE", "place")]),
        ("NATO — It rained.", []),
        ("It rained in QARVEL — and how.", []),
    ],
)
def test_the_place_of_a_dateline_is_a_place(text, expected):
    assert shown(datelines.place(text, [])) == expected


def test_scores_and_dates_behind_a_name_are_no_part_of_it():
    text = "Norway 5-0 won; Channel 4 showed it."
    mentions = mark(text, ("Norway 5-0", "place"), ("Channel 4", "organisation"))
    assert [one.text for one in trimming.trim(text, mentions)] == ["Norway", "Channel 4"]


def test_initials_make_a_person_of_a_surname_and_u_s_does_not():
    text = "J. K. Tollbach met U.S. Marines."
    assert shown(surnames.carry(text, [])) == [("J. K. Tollbach", "person")]


def test_a_regnal_number_belongs_to_the_name():
    text = "Then Ida II spoke, and Karl I think slept."
    mentions = mark(text, ("Ida", "person"), ("Karl", "person"))
    assert [one.text for one in joining.join(text, mentions)] == ["Ida II", "Karl"]


def test_a_name_in_the_body_is_found_in_a_headline_in_capitals():
    text = "TOLLBACH WINS AGAIN\n\nTollbach won."
    assert shown(consistency.agree(text, mark(text, ("Tollbach", "person")))) == [
        ("TOLLBACH", "person"),
        ("Tollbach", "person"),
    ]


def test_a_headline_in_capitals_is_no_name():
    text = "FERRY TALKS STALL IN OSLO"
    assert splitting.cut(text, mark(text, (text, "organisation"))) == []


def test_a_word_that_only_begins_a_sentence_is_no_name():
    text = "Ferries sank. The ferries were old. Qarvel watched."
    mentions = mark(text, ("Ferries", "organisation"), ("Qarvel", "organisation"))
    assert shown(junk.drop(text, mentions)) == [("Qarvel", "organisation")]


@pytest.mark.parametrize(
    "titles",
    ["Col. Gen.", "Lt. Gen.", "Maj. Gen.", "Lt. Col.", "Vice Adm.", "Rear Adm.", "Brig. Gen.", "Gen.", "Lt Gen"],
)
@pytest.mark.parametrize("raw", ["nothing", "the last title", "titles and name"])
def test_titles_on_titles_are_no_part_of_a_person_and_no_person(titles, raw):
    text = f"So said {titles} Bodo Tollbach on the quay."
    last = titles.split()[-1].rstrip(".")
    given = {"nothing": [], "the last title": mark(text, (last, "person")), "titles and name": []}[raw]
    if raw == "titles and name":
        given = mark(text, (f"{titles} Bodo Tollbach", "person"))
    assert shown(refine(text, given)) == [("Bodo Tollbach", "person")]


def test_a_rank_alone_is_no_name():
    text = "The Lt. Gen. left, and Vice Adm. too."
    assert shown(refine(text, mark(text, ("Lt. Gen.", "person"), ("Vice Adm.", "organisation")))) == []


def test_no_name_runs_over_a_colon_or_the_end_of_what_a_page_cut_short():
    text = "Mistake: Why the Coun...\n\nOslo: Tollen shut its gates."
    raw = mark(text, ("Mistake: Why the Coun", "place"), ("Oslo: Tollen", "organisation"))
    assert shown(refine(text, raw)) == [("Oslo", "place"), ("Tollen", "organisation")]


def test_in_a_headline_only_what_the_text_or_the_gazetteer_knows_is_a_name():
    text = "Why Costly Mistakes Haunt the Tollen Bridge in Oslo\n\nThe Tollen Bridge shut, a clerk said."
    raw = mark(text, ("Costly Mistakes", "organisation"), ("Tollen Bridge", "place"), ("Oslo", "place"))
    raw += [Mention(at := text.rindex("Tollen Bridge"), at + 13, "Tollen Bridge", "place")]
    names = [("Tollen Bridge", "place"), ("Oslo", "place"), ("Tollen Bridge", "place")]
    assert shown(refine(text, raw)) == names


@pytest.mark.parametrize(
    ("name", "found", "kind", "expected"),
    [
        ("F-16", "F-16", "organisation", "product"),
        ("R-500", "R-500", "person", "product"),
        ("SM-3", "SM", "organisation", "product"),
    ],
)
def test_letters_and_a_number_are_a_product(name, found, kind, expected):
    text = f"They paid for the {name} again."
    assert shown(refine(text, mark(text, (found, kind)))) == [(name, expected)]


def test_a_summit_is_no_product():
    text = "They met at the G-20 again."
    assert shown(refine(text, mark(text, ("G-20", "organisation")))) == [("G-20", "organisation")]


def test_a_score_card_is_no_headline():
    text = "A. Meer st Tollbach b Lund Oslo Bergen\n\nIt rained."
    raw = mark(text, ("A. Meer", "person"), ("Tollbach", "person"), ("Lund", "person"))
    assert shown(headlines.confirm(text, raw)) == [("A. Meer", "person"), ("Tollbach", "person"), ("Lund", "person")]


def test_a_road_is_no_product():
    text = "They closed the M-25 again."
    assert shown(designations.relabel(text, mark(text, ("M-25", "place")))) == [("M-25", "place")]
