"""Sentences of other languages: their abbreviations, their stops, and speech that a dash divides.

Each case is written with " | " where a reader puts the end of a sentence.
"""

from __future__ import annotations

import pytest

from reader.text.sentences import sentences

CASES = {
    "ru": """
        Река поднялась на 2,5 м. | Тогда залило сорок погребов.
        Дом № 7 на ул. Садовой стоял пустым, т. е. его бросили. | Это видели все.
        Он живёт в пос. Лесной Тверской обл. уже год. | Там тихо.
        Школа им. Пушкина закрыта. | Дети ездят в г. Тверь.
        Встреча прошла на пл. Ленина, на пр. Мира и на наб. Фонтанки. | Потом все ушли.
        Проф. Иванов и акад. Петров спорили. | Доц. Сидоров молчал.
        Купили яблоки, груши и т. д. | Потом ушли.
        Рыба, соль и т.п. | Рим ждал.
        См. рис. 5 и табл. 3 на стр. 12. | Там всё есть.
        Это стоит 5 тыс. руб. | Он заплатил.
        Длина 5 км. | Ширина 3 м.
        «Я ждал, — сказал он. — Никто не пришёл». | Все молчали.
        — Приду, — сказала она. — Но поздно. | Он кивнул.
        — Нет! — крикнул он. — Никогда! | Она ушла.
        — Ты придёшь? — спросил он. | Она молчала.
        «Кто там?» — спросила Анна. | Никто не ответил.
        Мост строит ООО «Берег» (г. Тула, ул. Лесная, д. 5, корп. 2, кв. 10). | Директор молчит.
        Они жили в дер. Ивановка и в с. Покровском. | Потом уехали.
        Ген. Волков и полк. Орлов прибыли. | Кап. Белов опоздал.
        Т. Н. Иванова (род. 1970) училась в МГУ им. М. В. Ломоносова. | Потом уехала.
        Он осуждён по ст. 228 УК в нач. XX в. в Туле. | Он молчал.
        Я сказал им. | Они ушли.
        Он ждал… | Никто не пришёл.
        Фильм снял реж. Орлов, музыку написал комп. Седов. | Зал молчал.
        Ок. 50 человек пришли. | Шёл дождь.
        Ул. Ленина перекрыта. | Машины стоят.
        Он, т. е. Иван, ушёл. | Все знали.
        Он служил на о. Сахалин и у оз. Байкал. | Потом вернулся.
        Договор от 5 мая 2020 г. № 15 расторгнут. | Суд согласен.
    """,
    "uk": """
        Він мешкав на вул. Шевченка, 5. | Потім переїхав.
        Школа ім. Франка у м. Львів закрита. | Діти їздять до с. Лісове.
        «Я чекав, — сказав він. — Ніхто не прийшов». | Усі мовчали.
        Він жив у смт. Лисянка Черкаської обл. та у Києві. | Там тихо.
        Проф. Коваль і акад. Бондар сперечалися. | Доц. Мороз мовчав.
        Купили яблука, груші і т. д. | Потім пішли.
        Зустріч пройшла на пл. Ринок і на просп. Миру. | Потім усі пішли.
        Див. рис. 5 і табл. 3 на с. 12. | Там усе є.
        Вода піднялася на 2,5 м. | Затопило підвали.
        Загинуло 5 тис. осіб, у т. ч. діти. | Це війна.
        — Так, — відповів Петро. — Я знаю. | Він пішов.
        Він живе у м. Суми, пров. Тихий, буд. 7, кв. 12. | Це далеко.
        Гр. Коваль зник. | Його шукають.
    """,
    "pl": """
        Prof. Kowalski mieszka przy ul. Długiej. | Jest lekarzem.
        Woda podniosła się o 2,5 m. | Zalało piwnice.
        Np. Wisła jest dłuższa. | Wiadomo.
        Tzw. Wielki Most stoi przy pl. Wolności w woj. Mazowieckim. | Nikt go nie lubi.
        Szkoła im. Mickiewicza jest zamknięta od ok. 50 lat. | Dzieci jeżdżą dalej.
        – Nie – powiedział. – Jutro. | Wyszła.
        Kupił jabłka, gruszki itd. | Potem wyszedł.
        Kto to? | Nikt! | Było ciemno.
    """,
    "nl": """
        Dhr. Jansen en mevr. De Vries wonen in Delft. | Zij zijn buren.
        Dat kost ca. 5 mln. euro. | Dat is veel.
        Bijv. Utrecht is groter. | Dat weet men.
        Appels, peren enz. | Alles was op.
        Zie blz. 12 en art. 5. | Daar staat het.
    """,
    "pt": """
        A Dra. Costa e o eng. Souza moram na Av. Paulista. | São vizinhos.
        Custa 5 mil euros, aprox. 10 por cento mais. | É muito.
        Comprou maçãs, peras etc. | Depois saiu.
        — Não — disse ele. | Ela saiu.
        Quem é? | Ninguém!
    """,
    "el": """
        Ο κ. Παπαδόπουλος και η κα. Νικολάου μένουν εδώ. | Είναι γείτονες.
        Τι είναι αυτό; | Κανείς δεν ξέρει.
        «Πού πας;» | «Σπίτι.» | Έφυγε!
        «Ποιος είναι;» ρώτησε. | Κανείς.
        Αγόρασε μήλα, αχλάδια κ.λπ. | Μετά έφυγε.
        Το 44 π.Χ. η Ρώμη περίμενε. | Ήταν χειμώνας.
    """,
    "ar": """
        هل هذا صحيح؟ | نعم. | لا أحد يعرف.
        وصل د. أحمد إلى المدينة. | ثم غادر!
        «هل تأتي؟» سأل الرجل. | لم تجب.
        بلغت النسبة 3.5 في المئة. | هذا قليل.
    """,
    "en": """
        See Fig. B and App. C for details. | Then go on.
        At 7 p.m. Moe spoke. | He was late.
        On Monday at 9 a.m. Lund left. | Nobody saw it.
        The talks ended at 3 p.m. | Brandvold left.
        He had no. | A man came.
        He ran 5 km. | Lund ran ten.
        Approx. 50 people came. | It rained.
    """,
}
#: Scripts without blanks between sentences.
UNSPACED = {
    "zh": """
        今天很冷。|“真的吗？”他问。|好！
        谁？|没有人。|他走了……
        “不！”她说。|“为什么？”|没有人回答。
        价格是3.5元。|太贵了。|（他没有来。）|她等着。
        《海》是一本书。|你读过吗？
    """,
    "ja": """
        今日は寒い。|「だめだ！」と彼は言った。|雨だ。
        「行くの？」|「行くよ。」|彼は黙った。
        （彼は来なかった。）|彼女は待った。|本当に？！|はい。
        『海』を読んだ？|まだだ。
    """,
}


def lines(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line.strip()) for language, block in table.items() for line in block.strip().splitlines()]


@pytest.mark.parametrize(("language", "marked"), lines(CASES))
def test_a_paragraph_falls_into_its_sentences(language: str, marked: str) -> None:
    text = marked.replace(" | ", " ")
    assert [text[start:end] for start, end in sentences(text, language=language)] == marked.split(" | ")


@pytest.mark.parametrize(("language", "marked"), lines(UNSPACED))
def test_it_does_so_without_blanks(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    assert [text[start:end] for start, end in sentences(text, language=language)] == marked.split("|")


@pytest.mark.parametrize("language", ["xx", "en", "bg"])
def test_other_scripts_need_no_known_language(language: str) -> None:
    text = "Дом на ул. Садовой пуст. Его бросили."
    assert len(sentences(text, language=language)) == 2


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["a; ", "; ", "η; ", ", — а. — ", "x. — ", "5 м. ", "At 5 p.m. "])
def test_a_hostile_paragraph_ends_in_time(unit: str) -> None:
    assert sentences(unit * (300_000 // len(unit)))
