"""The language of a dump: known where its running text has the words of one language, else not guessed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reader.cleaning.dump.dump_pipeline import clean_dump
from reader.text.language import language_of
from tests.cleaning.pages import BODY, page

TEXTS = {
    "en": BODY[0],
    "de": "Der Rat der Stadt hat am Dienstag beschlossen, dass die letzte Fähre zu den Inseln noch fünf Jahre fährt, "
    "obwohl der Betreiber aus dem Vertrag entlassen werden wollte.",
    "fr": "Le conseil de la ville a décidé mardi que le dernier bateau pour les îles serait maintenu pendant cinq ans, "
    "bien que la compagnie ait demandé à être libérée de son contrat.",
    "es": "El consejo de la ciudad decidió el martes que el último barco a las islas siga durante cinco años más, "
    "aunque la empresa había pedido que la liberaran de su contrato.",
    "it": "Il consiglio della città ha deciso martedì che l'ultimo traghetto per le isole continuerà per altri cinque "
    "anni, anche se la compagnia aveva chiesto di essere sciolta dal contratto.",
    "pt": "O conselho da cidade decidiu na terça-feira que o último barco para as ilhas vai continuar por mais cinco "
    "anos, embora a empresa tenha pedido para ser dispensada do contrato.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_of_running_text(language: str) -> None:
    assert language_of([TEXTS[language].lower()]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ferry harbour islands",
        "12,5 34,7 2019-04-05 +++ 1:0 ---",
        "Паром.",
    ],
)
def test_too_little_is_not_guessed(text: str) -> None:
    assert language_of([text.lower()]) is None


OTHERS = {
    "sv": "Rådet beslutade på tisdagen att den sista färjan till öarna ska gå i fem år till.",
    "ru": "Городской совет решил во вторник сохранить паром к островам ещё на пять лет, хотя "
    "перевозчик просил освободить его от договора.",
    "ja": "港の町の議会は火曜日に最後の渡し船を残すことを決めた。",
    "cs": "Městská rada v úterý rozhodla, že poslední trajekt na ostrovy bude jezdit ještě pět let.",
    "ko": "시의회는 화요일에 섬으로 가는 마지막 여객선을 5년 더 운항하기로 결정했다.",
}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_without_words_of_our_own_is_asked_of_the_library(language: str) -> None:
    assert language_of([OTHERS[language].lower()]) == language


def test_the_library_is_not_loaded_for_the_languages_that_most_pages_are_in() -> None:
    code = f"from reader.text.language import language_of; import sys; print(language_of([{TEXTS['de'].lower()!r}]))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print('py3langid' in sys.modules)"], capture_output=True, text=True
    )
    assert done.stdout.split() == ["de", "False"]


@pytest.mark.parametrize("language", TEXTS)
def test_an_article_says_its_language_whatever_the_menu_speaks(language: str) -> None:
    found = page(f"  1. Skip to content\n\nShare\n\n{TEXTS[language]}\n\nSign up\n")
    assert clean_dump(found).language == language
