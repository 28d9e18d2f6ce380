"""Recognises notices that correct or amend the article, and the day that such a notice gives for itself.

To a fact-checker a correction is evidence, so a notice is text wherever it stands on a page. The phrases are general
ones, in lower case, in the languages that news come in; none is of a single outlet.
"""

from __future__ import annotations

from functools import cache

from reader.cleaning import dates


def _phrases(block: str) -> tuple[str, ...]:
    return tuple(phrase for line in block.strip().splitlines() for phrase in line.split("|"))


#: Labels of a notice; a colon, a dash, a bracket or a date follows.
_LABELS = _phrases("""
correction|corrections|correction and clarification|corrections and clarifications|corrections & clarifications
correction appended|corrected|clarification|clarifications|erratum|errata|amendment|korrektur|korrekturhinweis
berichtigung|richtigstellung|klarstellung|rectificatif|correctif|corrección|correcciones|rectificación|aclaración
fe de errores|fe de erratas|correzione|rettifica|errata corrige|correção|correções|retificação|correctie|rectificatie
sprostowanie|korekta|исправление|поправка|виправлення|спростування|rättelse|rättelser|rättat|rättad|rettelse|retting|oikaisu
διόρθωση|تصحيح|更正|更正启事|更正啟事|訂正|訂正とおわび|お詫びと訂正|정정|바로잡습니다|düzeltme|helyesbítés|erată
""")
#: Labels of other notes too, so that a verb of amending must follow.
_NOTES = _phrases("""
editor's note|editors' note|editor’s note|editors’ note|note|update|updated|anmerkung der redaktion
redaktioneller hinweis|hinweis der redaktion|hinweis|aktualisierung|note de la rédaction|mise à jour|précision
nota de la redacción|nota
actualización|nota della redazione|precisazione|aggiornamento|nota da redação|atualização|noot van de redactie
od redakcji|aktualizacja|от редакции|уточнение|обновление|від редакції|уточнення|оновлення|ενημέρωση|تحديث|تنويه
""")
#: How an article speaks of itself in a notice.
_ITSELF = _phrases("""
this article|this story|this post|this report|this piece|this column|this page|this headline|this item|this dispatch
this interview|this caption|this graphic|this review|this obituary|this transcript|this news article|this news story
earlier version of the|earlier version of an|earlier version said|earlier version stated|earlier version gave
earlier version misstated|earlier version incorrectly|earlier version of our|previous version of the
previous version of our|previous version said|original version of the|original version of our|previous version stated
previous version misstated|previous version incorrectly|earlier version wrongly|earlier versions of the
dieser artikel|diesen artikel|dieses artikels|diesem artikel|dieser text|diesen text|dieses textes|diesem text
dieser beitrag|diesen beitrag|dieses beitrags|diesem beitrag|dieser meldung|diese meldung|dieses berichts
früheren version|ersten version|früheren fassung|ursprünglichen fassung|ursprünglichen version|vorherigen version
cet article|ce texte|cette dépêche|ce papier|version précédente|version antérieure|version initiale|première version
este artículo|este texto|esta noticia|esta información|esta nota|versión anterior|versión previa|primera versión
quest'articolo|quest’articolo|questo articolo|questo testo|questo pezzo|questa notizia|versione precedente
prima versione|este artigo|esta reportagem|esta notícia|esta matéria|deste artigo|desta reportagem|desta notícia
desta matéria|versão anterior|dit artikel|dit bericht|dit stuk|deze tekst|eerdere versie|vorige versie
tego artykułu|ten artykuł|artykuł został|tekst został|tego tekstu|niniejszy artykuł|poprzedniej wersji
wcześniejszej wersji|poprzednia wersja|wcześniejsza wersja|этой статьи|эта статья|этот текст|этот материал|эта заметка
эта новость|статья была|статья обновлена|статья исправлена|текст был|текст обновлен|текст обновлён|материал был
материал обновлен|заметка была|заметка обновлена|новость была|новость обновлена|предыдущей версии|ранней версии
первоначальной версии|первой версии|цю статтю|ця стаття|цей текст|цей матеріал|ця новина|статтю оновлено
статтю виправлено|статтю було|текст оновлено|матеріал оновлено|новину оновлено|попередній версії|ранішій версії
первісній версії|tidigare version|tidligere versjon|tidligere udgave|tidligere version|denna artikel|denne artikel
denne artikkelen|den här artikeln|artikeln har|artiklen er|artikkelen er|προηγούμενη έκδοση|προηγούμενη εκδοχή
αυτό το άρθρο|το άρθρο|هذا المقال|هذا الخبر|هذا التقرير
نسخة سابقة|この記事|本文早前|本文此前|本文先前|早前版本|先前版本|此前版本
""")
#: What was done to it: part of a word suffices.
_AMENDED = _phrases("""
amended|corrected|updated|misstated|misspelled|misspelt|misidentified|misquoted|misattributed|mischaracteri
misreported|incorrect|inaccura|erroneous|wrong|mistake|in error|clarif|revised| said | stated| gave |omitted|edited
changed|modified|correct |error|korrigiert|berichtigt|aktualisiert|geändert|ergänzt|überarbeitet|hieß es|falsch
irrtümlich|präzisiert|stand |corrigé|modifié|actualisé|mis à jour|mise à jour|rectifié|erreur|erroné|indiqu|affirm
corregi|actualiz|modific|rectific|errón|decía|afirma|aclara|corrett|aggiornat|rettific|errat|errore|riportava
sostene|corrigid|atualizad|alterad|retificad|inform|dizia|gecorrigeerd|aangepast|bijgewerkt|gewijzigd|gerectificeerd
onjuist|abusievelijk|popraw|zaktualizowan|sprostow|zmienion|błędn|błąd|omyłk|podano|napisano|исправлен|обновлен
обновлён|уточн|дополнен|изменен|изменён|ошиб|неверн|говорилось|указ|сообщал|виправлен|оновлен|доповнен|помил
невірн|неправильн|йшлося|зазнач|вказан|rätta|uppdatera|felaktig|rettet|oppdatert|opdateret|korriger|fejl|feil
stod det|διορθώθηκε|ενημερώθηκε|αναφ|λανθασμέν|خطأ|صحح|تصحيح|حديث|訂正|修正|更新|誤|更正|有误
""")
#: Beginnings of the verbs that stand before a notice's own date: "was amended on 3 May 2021".
_DONE = _phrases("""
amend|correct|updat|clarif|revis|modif|edited|chang|append|korrigiert|berichtigt|aktualisiert|geändert|corrig
actualis|jour|rectifi|correg|actualiz|corrett|aggiornat|rettific|atualiz|alterad|retific|gecorrigeerd|aangepast
bijgewerkt|gewijzigd|popraw|zaktualizow|sprostow|исправлен|обновлен|обновлён|уточн|дополнен|изменен|изменён|виправлен
оновлен|доповнен|rätta|uppdatera|rettet|oppdatert|opdateret|korriger|διορθώ|ενημερώ
""")
#: Participles that stand behind it: "wurde am 3. Mai 2021 um 10 Uhr korrigiert".
_DONE_AFTER = _phrases("""
korrigiert|berichtigt|aktualisiert|geändert|ergänzt|überarbeitet|gecorrigeerd|aangepast|bijgewerkt|gewijzigd
""")
#: How agencies begin a notice in brackets.
_BRACKETED = _phrases("(corrects |(refiles to|(refiling to|(repeats to correct|(this story corrects|(adds correction")
#: Words between a verb and its date, and the letters of the longest of them.
_NEAR, _SMALL = 7, 8
#: How a notice without a subject begins, and words that tell its purpose: "Amended on 3 May 2021 to correct a name".
_LEADS = _phrases("""
amended on|corrected on|updated on|last updated on|revised on|edited on|clarified on|modified on|aktualisiert am
korrigiert am|geändert am|mis à jour le|modifié le|corrigé le|actualizado el|corregido el|modificado el|aggiornato il
corretto il|modificato il|atualizado em|corrigido em|bijgewerkt op|aangepast op|gecorrigeerd op|zaktualizowano
poprawiono|обновлено|исправлено|оновлено|виправлено
""")
_PURPOSES = _phrases("""
 to correct| to clarif| to includ| to reflect| to remove| to add| to fix| to say| to show| to make| because | after an
 um | pour | para | per | om | aby |, чтобы|уточн|, щоб
""")
#: Words between a label and its date: "Korrektur vom 3. Mai 2021".
_DATED_BY = ("vom ", "du ", "del ", "di ", "de ", "of ", "from ", "on ", "от ", "від ", "z dnia ", "van ")
#: Code points before a date that are read for its verb.
_REACH = 80
#: The fewest and the most words of a notice, and the most before the date of a label.
_LEAST_WORDS, _MOST_WORDS, _LABEL_WORDS = 4, 160, 5
#: Code points of a date between a label and its colon: "Correction, Monday, 3 May 2021: ...".
_DATED = 40
_OPENERS = " *_[(—–-•"
_AFTER_LABEL = ":：(（[-–—.」】"


@cache
def _labels() -> tuple[str, ...]:
    return tuple(sorted({*_LABELS, *_NOTES}, key=len, reverse=True))


@cache
def openings(length: int) -> frozenset[str]:
    """The first letters of all labels: most lines begin differently and need no closer look."""
    return frozenset(opening[:length] for opening in (*_labels(), *_LEADS, *_BRACKETED))


def phrases() -> tuple[str, ...]:
    """The phrases with which an article speaks of itself; a line without a label and without these is no notice."""
    return _ITSELF


def is_notice(low: str, words: int) -> bool:
    """Whether a line corrects or amends the article that it stands in.

    Args:
        low: its beginning in lower case.
        words: their number in the whole line.
    """
    if not _LEAST_WORDS <= words <= _MOST_WORDS:
        return False
    if low.startswith(_BRACKETED):
        return True
    low = low.lstrip(_OPENERS)
    label = _label(low)
    if label in _LABELS or (low.startswith(_LEADS) and any(purpose in low for purpose in _PURPOSES)):
        return True
    said = low[len(label) :]
    holds = said.__contains__
    return (bool(label) or any(map(holds, _ITSELF))) and any(map(holds, _AMENDED))


def _label(low: str) -> str:
    """The label at the start of a line, empty if there is none."""
    if not low.startswith(_labels()):
        return ""
    for label in _labels():
        if low.startswith(label):
            following = low[len(label) :].lstrip()
            dated = following.startswith((",", *_DATED_BY)) and ":" in following[:_DATED]
            return label if following[:1] in _AFTER_LABEL or following[:1].isdigit() or dated else ""
    return ""


def notice_day(text: str) -> str | None:
    """The ISO day on which a notice says that the article was amended; None if it does not say so.

    A date that the notice is about ("said that the vote was on 3 May 2021") does not count.
    """
    low = text.lower().lstrip(_OPENERS)
    labelled = _label(low) != ""
    for stated in dates.dates(text):
        before = text[max(0, stated.start - _REACH) : stated.start]
        heads = labelled and stated.start < _REACH and len(before.split()) <= _LABEL_WORDS
        if heads and not any(word in before for word in (" on ", "said", "was")):
            return stated.day
        if _ends_in_verb(before) or _begins_with_verb(text[stated.end : stated.end + _REACH]):
            return stated.day
    return None


def _ends_in_verb(before: str) -> bool:
    """Whether the words before a date end in a verb of amending and small words: "was amended at 9 a.m. on"."""
    for word in reversed(before.lower().split()[-_NEAR:]):
        bare = word.strip("(,:;")
        if bare.startswith(_DONE):
            return True
        if len(bare) > _SMALL:
            return False
    return False


def _begins_with_verb(after: str) -> bool:
    return any(word.startswith(_DONE_AFTER) for word in after.lower().split()[:_NEAR])
