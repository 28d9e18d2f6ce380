"""A correction is evidence: a notice is known in many words and languages, with its own day, and is always shown."""

from __future__ import annotations

import pytest

from reader.cleaning.correction_notices import is_notice, notice_day
from reader.cleaning.page_cleaning import clean
from tests.cleaning.pages import BODY, DATE, dump

NOTICES = {
    "Correction: An earlier version of this article misstated the fare. It is 5 crowns, not 4.": None,
    "CORRECTION (May 4, 2021): A previous version of this story gave the wrong name.": "2021-05-04",
    "Correction, Tuesday, May 4, 2021: The lake is in Sweden.": "2021-05-04",
    "This article was amended on 4 May 2021. An earlier version said the vote was on 2 May 2021.": "2021-05-04",
    "An earlier version of this article said that the vote was on 2 May 2021.": None,
    "• This article was amended on 4 May 2021 because an earlier version named another town.": "2021-05-04",
    "This story has been updated to include a comment from the mayor.": None,
    "This story was updated at 9.40 p.m. to correct the name of the ferry.": None,
    "Editor's note: This piece was corrected at 9 a.m. GMT on 4 May 2021 to say that nobody drowned.": "2021-05-04",
    "Updated 4 May 2021: This story has been corrected to show that the quay is open.": "2021-05-04",
    "Amended on 4 May 2021 to correct the fare.": "2021-05-04",
    "Last updated on 4 May 2021 to include the answer of the company.": "2021-05-04",
    "Korrektur vom 4. Mai 2021: Die Fähre kostet fünf Kronen.": "2021-05-04",
    "Clarification: The mayor spoke before the vote, not after it.": None,
    "Due to an editing error, an earlier version of this article gave the wrong year.": None,
    "Dieser Artikel wurde am 4. Mai 2021 um 10 Uhr korrigiert.": "2021-05-04",
    "Korrektur: In einer früheren Version hieß es, die Brücke sei gesperrt.": None,
    "Anmerkung der Redaktion: In einer früheren Fassung dieses Textes stand ein falscher Name.": None,
    "Rectificatif : une version précédente indiquait que le pont était fermé.": None,
    "Cet article a été modifié le 4 mai 2021 pour corriger le nom du maire.": "2021-05-04",
    "Fe de errores: El puente no está cerrado.": None,
    "Este artículo fue actualizado el 4 de mayo de 2021 para corregir un nombre.": "2021-05-04",
    "Errata corrige: il ponte non è chiuso al traffico.": None,
    "Correção: uma versão anterior deste artigo dizia que a ponte estava fechada.": None,
    "In een eerdere versie van dit artikel stond een onjuiste naam.": None,
    "(Corrects the name of the ferry in paragraph 3)": None,
    "(Refiles to fix the spelling of the headline)": None,
    "Sprostowanie: w poprzedniej wersji artykułu podano błędną kwotę.": None,
    "Исправление: в предыдущей версии статьи была указана неверная сумма.": None,
    "Виправлення: у попередній версії тексту була помилка.": None,
    "Rättelse: I en tidigare version angavs fel namn.": None,
    "訂正：当初の記事では市長の名前が誤っていました。": None,
    "更正：本文早前版本误写了市长的姓名。": None,
    "تصحيح: ذكرت نسخة سابقة من هذا المقال اسما خاطئا.": None,
}
OTHERS = [
    "Corrections",
    "Report a correction",
    "Corrections, opens new tab",
    "Corrections and clarifications policy",
    "The correction of prices came early this year.",
    "Update your browser to read this page.",
    "UPDATE: Three more people were found on Monday, police said.",
    "Updated: 4 May 2021 at 10.15",
    "Note: prices are in crowns.",
    "We correct errors: write to us at desk@example.org.",
    "An earlier version of the law was rejected in 2019.",
    "This report was written by two officers of the court.",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_is_known_with_its_day_and_shown_in_a_dump(notice: str) -> None:
    assert is_notice(notice.lower(), max(len(notice.split()), len(notice) // 4))
    assert notice_day(notice) == NOTICES[notice]
    article = clean(dump(head=DATE, after=f"{notice}\n\nMost read\n\nA winter without ice\n\nTerms of use"))
    assert notice in article.text
    assert article.updated == NOTICES[notice]
    assert article.published == "2021-03-03"
    assert "A winter without ice" not in article.text


@pytest.mark.parametrize("line", OTHERS)
def test_what_only_has_its_words_is_no_notice(line: str) -> None:
    assert not is_notice(line.lower(), len(line.split()))


def test_a_notice_is_shown_wherever_it_stands() -> None:
    notice = "Correction: The first version of this article gave a wrong fare. It is 5 crowns."
    for page in (
        dump(head=f"{DATE}\n\n{notice}"),
        dump(inside=notice),
        dump(after=f"Most read\n\nA winter without ice\n\nThe bridge that was never built\n\n{notice}\n\nTerms of use"),
        dump(after=notice),
    ):
        article = clean(page)
        assert notice in article.text
        assert all(paragraph in article.text for paragraph in BODY)


def test_a_day_before_publication_is_not_that_of_the_correction() -> None:
    article = clean(dump(head=DATE, after="This article was corrected on 1 February 2020 after a mistake in a name."))
    assert article.updated is None
