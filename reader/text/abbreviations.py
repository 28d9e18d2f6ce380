"""Abbreviations that do not end a sentence, and words that often begin one: plain tables for each language.

Spelling counts: ``Sat`` is a day and ``sat`` a verb. Words are listed without their final stop.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


class Abbreviations(NamedTuple):
    """The tables of one language.

    Attributes:
        titles: never end a sentence (``Gen.``, ``vs.``).
        numbered: do not end a sentence before a number (``No. 5``, ``p. 12``); ordinary words elsewhere.
        lettered: the same before a single capital letter (``Fig. A``).
        units: end a sentence before a capital if a number is before them (``2,5 м.``).
        inner: end a sentence only before a frequent sentence starter (``Inc.``, ``Jan.``).
        final: end a sentence before a capital, except before words in ``after_final`` (``etc.``, ``p.m.``).
        after_final: words that may follow those within the sentence (``5 p.m. Friday``).
        starters: words that, with a capital, begin a sentence far more often than they continue a name.
        ordinals: whether ``3.`` before a noun is an ordinal number (``am 3. Oktober``).
    """

    titles: frozenset[str]
    numbered: frozenset[str]
    inner: frozenset[str]
    final: frozenset[str]
    after_final: frozenset[str]
    starters: frozenset[str]
    ordinals: bool = False
    lettered: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()

    def joined(self, other: Abbreviations) -> Abbreviations:
        """Both tables in one."""
        return Abbreviations(
            self.titles | other.titles,
            self.numbered | other.numbered,
            self.inner | other.inner,
            self.final | other.final,
            self.after_final | other.after_final,
            self.starters | other.starters,
            self.ordinals or other.ordinals,
            self.lettered | other.lettered,
            self.units | other.units,
        )


_ENGLISH = Abbreviations(
    titles=_set(
        "Mr Mrs Ms Mx Rt Dr Drs Prof Profs Gen Gens gen Lt Lts Col Cols Sgt Cpl Pvt Pfc Spc Capt Maj Brig Adm "
        "Adml Cmdr Cdr Comdr Cmdt Ens Supt Insp Det Sen Sens Rep Reps Gov Govs Rev Hon Pres Amb Atty Msgr Bp "
        "Messrs Mme Mlle Ft Mt Sec-Gen approx Approx vs v e.g i.e cf viz ca eg ie Eg Cf E.g I.e"
    ),
    numbered=_set(
        "No Nos no nos Nr nr Vol vol Vols vols Fig fig Figs figs Art art Arts arts Ch ch Chap chap Sec sec "
        "Sect sect p pp P Pp App app Apps Tab tab Ex Exh para Para paras n Eq eq Ref ref ver Ver Op op Par "
        "par Reg reg Res res Doc doc Pt pt N° n°"
    ),
    inner=_set(
        "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Inc Corp Cos "
        "Co Ltd LTD INC CORP Bros Assn Dept Univ Inst Natl Intl Jr Sr jr sr Esq Ave Blvd Rd St Sts Hwy Rte Ala Ariz "
        "Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn "
        "Tenn Tex Va Vt Wash Wis Wyo Ph.D M.Sc B.Sc LL.B LL.M Ed.D al Al Ret ret est Est Gov't Govt govt dept assoc "
        "Assoc Hdqrs Asst asst Dir Eng Min Secy Sgts resp incl excl misc tel Tel"
    ),
    final=_set("etc Etc a.m p.m A.M P.M"),
    after_final=_set(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun January "
        "February March April May June July August September October November December Jan Feb Mar Apr Jun Jul Aug "
        "Sep Sept Oct Nov Dec ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST EET EEST MSK IST "
        "Eastern Central Pacific Moscow Kyiv Kiev London Brussels Washington Greenwich Hours"
    ),
    starters=_set(
        "The A An This That These Those It He She We They You I His Her Its Our Their My Your In On At As But And "
        "Or So If When While Where What Who Why How Which For From To With Without By After Before Since Although "
        "Though Because However Meanwhile Moreover Furthermore Nevertheless Nonetheless Therefore Thus Also Now "
        "Then There Here Not No Yes Some Many Most Much More Few All Both Each Every Even Only One Such Until "
        "Instead Yet Still Nor Neither Either According During Despite Among Between Once Just Is Are Was Were Do "
        "Does Did Can Could Would Should Has Have Had Another Other Others Whether Perhaps Maybe Indeed Finally "
        "Later Earlier Today Yesterday Tomorrow Critics Officials Experts Analysts Observers Asked Speaking Nobody "
        "Everyone Someone Nothing Whatever Unlike Again Further Given Unless Two Three Several Recently Previously "
        "Eventually Currently Having Being"
    ),
    lettered=_set(
        "Fig fig Figs figs App Apps app Chap chap Sect sect Vol vol Eq Sec Ref Art Pt Par Para para Tab Ex Exh"
    ),
    units=_set("m km cm mm kg ha ft lb lbs oz mi kWh MWh kW MW GB zł м км см мм кг т га руб грн коп проц"),
)

_GERMAN = Abbreviations(
    titles=_set(
        "z d bzw ca vgl sog bspw z.B d.h u.U o.ä i.d.R Hr Hrn Fr Frl Dipl Ing Dipl-Ing med jur phil rer nat Hl Nr "
        "Abs Art Az evtl ggf gem lt mind inkl exkl zzgl abzgl geb gest verh Bd Kap Tab Abb Anm"
    ),
    numbered=_set("Nr Abs Art Kap S Bd Ziff Rn Abb"),
    inner=_set(
        "Mio Mill Mrd Tsd u.a u.ä o.g s.o s.u Jh Jhd Str Std Sek Okt Dez Mär Jän Ges mbH e.V i.V i.A Tel max n.Chr "
        "v.Chr"
    ),
    final=_set("usw usf etc"),
    after_final=frozenset(),
    starters=_set(
        "Der Die Das Ein Eine Einen Einem Einer Er Sie Es Wir Ihr Ich Im In An Auf Aus Bei Mit Nach Von Vor Zu Zum "
        "Zur Für Und Aber Oder Denn Doch Auch Wenn Als Wie Was Wer Wo Dies Diese Dieser Dieses Den Dem Des Nun Noch "
        "So Da Damit Dann Seit Während Trotz Laut Nicht Man Am Bis Sein Seine Ihre Unter Über Durch Gegen Ob Weil "
        "Obwohl Allerdings Dabei Dazu Daher Deshalb Darum Jetzt Heute Gestern Hier Dort Alle Viele Jede Kein Keine "
        "Zwar Bereits"
    ),
    ordinals=True,
)

_FRENCH = Abbreviations(
    titles=_set("M MM Mme Mmes Mlle Mlles Mgr Me Ste p.ex c.-à-d av env cf Dr Pr"),
    numbered=_set("n nº art p pp chap vol fig"),
    inner=_set("J.-C av apr janv févr avr juil sept oct nov déc"),
    final=_set("etc"),
    after_final=frozenset(),
    starters=_set(
        "Le La Les Un Une Des Du De Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces Mais Et Ou Or Donc Car Dans "
        "En Pour Avec Sans Sur Sous Au Aux Par Selon Après Avant Depuis Si Quand Comme Puis Son Sa Ses Leur Leurs "
        "Tout Tous Toutes Pourtant Cependant Ainsi Aussi Alors Qui Que Quel Quelle Où Pourquoi Comment L D C J S Qu "
        "N"
    ),
)

_SPANISH = Abbreviations(
    titles=_set(
        "Sr Sra Srta Sres Sras Dr Dra Dres Ud Uds Vd D Dña Da Lic Ing Arq Gral Cnel Cap Tte p.ej ej EE Mons Sto Sta"
    ),
    numbered=_set("núm Núm art pág págs p pp vol cap"),
    inner=_set("UU EE.UU S.A Cía Avda Av aprox a.C d.C"),
    final=_set("etc"),
    after_final=frozenset(),
    starters=_set(
        "El La Los Las Un Una Unos Unas Él Ella Ellos Ellas Esto Este Esta Estos Estas Ese Esa Pero Y O En De Del "
        "Por Para Con Sin Sobre Según Tras Desde Hasta Si Cuando Como Su Sus No Ya También Además Al Lo Se Qué "
        "Quién Cómo Dónde"
    ),
)

_ITALIAN = Abbreviations(
    titles=_set(
        "Sig Sigg sig sig.ra Sig.ra dott Dott dott.ssa prof avv Avv ing Ing on On gen geom arch es p.es mons card S"
    ),
    numbered=_set("n nn art artt pag pagg p pp cap vol"),
    inner=_set("S.p.A S.r.l a.C d.C ca"),
    final=_set("ecc etc"),
    after_final=frozenset(),
    starters=_set(
        "Il Lo La I Gli Le Un Uno Una Lui Lei Loro Questo Questa Questi Queste Quello Quella Ma E O In Di Del Della "
        "Da Dal Per Con Su Sul Tra Fra Secondo Dopo Prima Se Quando Come Non Si Anche Inoltre Però Tuttavia Nel "
        "Nella Al Alla Che Chi Dove Perché L"
    ),
)

_PORTUGUESE = Abbreviations(
    titles=_set(
        "Sr Sra Srs Sras Dr Dra Drs Dras Prof Profa prof profa Eng Enga eng Arq arq Gal Cel Ten Cap Maj Alm Brig Des "
        "Min Dep Sen Gov Pres Exmo Exma Ilmo Ilma V.Exa Exa D Dom Sto Sta S Fr Pe Mons Rev Av R Al Pç Cia p.ex ex"
    ),
    numbered=_set("n nº núm art arts pág págs p pp vol cap fig tel"),
    inner=_set("aprox Ltda S.A a.C d.C séc jan fev mar abr mai jun jul ago set out nov dez EUA av r"),
    final=_set("etc"),
    after_final=frozenset(),
    starters=_set(
        "O A Os As Um Uma Uns Umas Ele Ela Eles Elas Eu Nós Você Vocês Isto Isso Este Esta Estes Estas Esse Essa "
        "Aquele Aquela Mas E Ou Em No Na Nos Nas De Do Da Dos Das Por Para Com Sem Sobre Segundo Após Antes Depois "
        "Desde Até Se Quando Como Não Já Também Além Ao À Que Quem Onde Porque Embora Ninguém Todos Tudo Ali Lá Aqui "
        "Hoje Ontem Agora Então Seu Sua Seus Suas Entre Durante"
    ),
)

_DUTCH = Abbreviations(
    titles=_set(
        "dhr Dhr mevr Mevr mw Mw mr Mr drs Drs ir Ir ing Ing prof Prof ds Ds dr Dr pres st St bijv Bijv bv nl d.w.z "
        "i.p.v m.b.t t.a.v t.o.v o.l.v i.v.m m.u.v n.a.v z.g zgn resp evt ong ca c.q vgl incl excl gen kol"
    ),
    numbered=_set("nr Nr nrs blz p pp art Art hfdst afb fig par vs tel deel"),
    inner=_set("o.a e.a mln mld Mln Mld jl a.s jan feb mrt apr jun jul aug sep okt nov dec v.Chr n.Chr B.V N.V"),
    final=_set("enz e.d etc e.v"),
    after_final=frozenset(),
    starters=_set(
        "De Het Een Hij Zij Ze Wij We Ik Jij U Dat Dit Deze Die Er Maar En Of Want Toch Ook In Op Aan Uit Bij Met Na "
        "Naar Van Voor Tot Door Over Onder Tegen Tussen Als Toen Wanneer Hoe Wat Wie Waar Waarom Niet Nu Nog Al Zo "
        "Daar Daarom Dan Hier Volgens Sinds Tijdens Omdat Hoewel Niemand Iedereen Alles Alle Veel Geen Zijn Haar Hun "
        "Vandaag Gisteren Men"
    ),
)

_POLISH = Abbreviations(
    titles=_set(
        "prof Prof dr Dr hab mgr inż lek mec gen Gen płk ppłk mjr kpt por ppor sierż św Św ks Ks bp abp kard o oo ss "
        "p P pp np Np tzw Tzw tj Tj ok Ok zob Zob por m.in M.in ul Ul pl Pl al Al os pow woj gm im red wg tzn ur Ur "
        "zm Zm ob dn Sz Szan dyr prez wiceprez"
    ),
    numbered=_set("nr Nr s str t rys tab art Art ust pkt poz ryc § ppkt rozdz par"),
    inner=_set("r w tys mln mld godz min sek zł gr km cm m kg st n.e p.n.e m.st ha proc płd płn zach wsch jw ww"),
    final=_set("itd itp etc in"),
    after_final=frozenset(),
    starters=_set(
        "On Ona Ono Oni One My Wy Ja Ty To Ten Ta Te Ci Jego Jej Ich Tam Wtedy Teraz Potem Tutaj Ale A I Oraz Lecz "
        "Więc Bo W We Na Po Przy Za Z Ze Do Od Dla U O Przez Przed Pod Nad Między Bez Jeśli Jeżeli Gdy Kiedy Gdzie "
        "Jak Co Kto Czy Nie Nikt Nic Już Jeszcze Także Również Jednak Dlatego Ponieważ Choć Wszyscy Wszystko Każdy "
        "Dziś Wczoraj Dopiero Tylko Nawet Tak Taki Nasz Według Zdaniem Podczas Dzięki Był Była Było Byli Były"
    ),
)

_RUSSIAN = Abbreviations(
    titles=_set(
        "проф Проф акад Акад доц Доц ген Ген полк подполк кап Кап лейт серж Ст см См ср Ср напр Напр т.е Т.е "
        "т.н т.к т.о гр-н гр-ка тов Тов св Св прп свт митр архиеп еп прот свящ зам Зам гл Гл мл рук корр газ "
        "журн чл-корр канд докт инж вице-адм адм кн гос"
    ),
    numbered=_set("рис Рис табл Табл стр Стр гл разд илл вып изд тел кв корп каб оф пп ст Ст нач кон сер пол четв гр"),
    inner=_set(
        "реж худ комп авт ред дир пред чл сотр преп асп студ секр респ шос туп эт прим ок прибл пн вт чт пт сб ряд ефр "
        "ул Ул пос Пос пл Пл пр Пр просп Просп пр-т пр-кт пер Пер наб Наб бул бульв б-р ш им Им ст дер Дер "
        "хут пгт обл Обл р-н район оз о-в п-ов ж-д ст-ца мкр мкрн микрор тер уч влад литер тыс руб коп долл "
        "проц млн млрд трлн мин сек час гг вв кг км мм га род ум янв фев февр мар апр июн июл авг сен сент "
        "окт ноя нояб дек англ нем франц лат греч рус укр соц экон юр физ мед техн"
    ),
    final=_set("т.д т.п др пр.д э"),
    after_final=frozenset(),
    starters=_set(
        "Он Она Оно Они Мы Вы Ты Я Его Её Ее Их Им Ему Ей Мне Нам Это Этот Эта Эти Этого Этим Там Тогда "
        "Теперь Потом Затем Здесь Тут Но А И Да Нет Не Ни В Во На По При За С Со Из К Ко У О Об От До Для "
        "Через После Перед Под Над Между Без Среди Вместо Если Когда Где Куда Откуда Как Какой Что Кто Чтобы "
        "Хотя Потому Поэтому Однако Впрочем Также Кроме Ещё Еще Уже Все Всё Никто Ничто Ничего Некоторые "
        "Многие Каждый Один Два Три Сейчас Сегодня Вчера Завтра Позже Раньше Лишь Только Даже Так Такой Такие "
        "Наш Наша Мой Ваш Согласно Именно Вот Ведь Или То Та Те Тот Пока Почему Зачем Сам Спустя Например "
        "Наконец Возможно Конечно Был Была Было Были Более Теперь Поэтому Причём Причем Зато Дальше Далее "
        "Вскоре Накануне Ранее"
    ),
)

_UKRAINIAN = Abbreviations(
    titles=_set(
        "гр проф Проф акад Акад доц Доц ген Ген полк підполк кап лейт серж див Див пор напр Напр т.зв Т.зв т.ч "
        "тов Тов св Св заст Заст гол Гол нар зв мол рук кор газ журн канд докт інж адм о кн держ тзв"
    ),
    numbered=_set("рис Рис табл Табл стор Стор гл розд іл вип вид тел кв корп каб оф п пп ст Ст поч кін сер пол"),
    inner=_set(
        "буд реж худ комп авт ред дир чл співроб викл асп студ секр респ прим пн вт чт пт сб нд ряд "
        "вул Вул пл Пл пр просп Просп пр-т пров Пров наб Наб бул бульв б-р шосе ім Ім ст сел смт Смт хут обл "
        "Обл р-н оз о-в мкр мікрор тис грн коп дол долл відс млн млрд трлн хв сек год рр кг км мм га нар пом "
        "січ лют бер кв трав черв лип серп вер жовт лист груд англ нім франц лат рос укр прибл бл"
    ),
    final=_set("т.д т.п ін"),
    after_final=frozenset(),
    starters=_set(
        "Він Вона Воно Вони Ми Ви Ти Я Його Її Їх Їм Йому Їй Мені Нам Це Цей Ця Ці Цього Там Тоді Тепер Потім "
        "Тут Але А І Й Та Так Ні Не У В На По При За З Із Зі До Від Для Через Після Перед Під Над Між Без "
        "Серед Замість Якщо Коли Де Куди Звідки Як Який Що Хто Щоб Хоча Тому Проте Однак Також Крім Ще Вже "
        "Усі Всі Все Усе Ніхто Ніщо Нічого Деякі Багато Кожен Один Два Три Зараз Сьогодні Вчора Завтра "
        "Пізніше Раніше Лише Тільки Навіть Наш Мій Ваш Згідно Саме Ось Адже Або То Поки Чому Навіщо Сам "
        "Наприклад Нарешті Можливо Був Була Було Були Натомість Втім Утім"
    ),
)

_GREEK = Abbreviations(
    titles=_set(
        "κ κα κκ Κ Κα δρ Δρ καθ Καθ πρ δηλ Δηλ π.χ Π.χ λ.χ κυρ στρ ταξ συντ αντ Αγ αγ οδ λεωφ Λεωφ πλ βλ Βλ πρβλ σχ τ.χ"
    ),
    numbered=_set("αρ Αρ αριθ σ σελ Σελ κεφ τόμ τ εικ πίν άρθ παρ τηλ"),
    inner=_set("π.Χ μ.Χ Α.Ε Ε.Ε εκ εκατ δισ χιλ χλμ ευρ π.μ μ.μ αι Ιαν Φεβ Μαρ Απρ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ"),
    final=_set("κ.λπ κλπ κ.ά κ.α κ.τ.λ κτλ κ.ο.κ"),
    after_final=frozenset(),
    starters=_set(
        "Ο Η Το Οι Τα Ένας Μια Μία Ένα Αυτός Αυτή Αυτό Αυτοί Εκείνος Εμείς Εσείς Εγώ Και Αλλά Όμως Ή Σε Στο Στη Στην "
        "Στον Στις Στους Από Για Με Χωρίς Μετά Πριν Κατά Όταν Αν Εάν Πώς Τι Ποιος Πού Γιατί Δεν Θα Να Εκεί Εδώ Τότε "
        "Τώρα Κανείς Όλοι Ήταν Είναι Σύμφωνα Ωστόσο Επίσης Σήμερα Χθες"
    ),
)

_TABLES = {
    "en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "it": _ITALIAN, "pt": _PORTUGUESE, "nl": _DUTCH,
    "pl": _POLISH,
}  # fmt: skip
#: Tables of other scripts: they meet no word of ours, so they count in every language, an unknown one too.
_OTHER_SCRIPTS = (_RUSSIAN, _UKRAINIAN, _GREEK)


@cache
def abbreviations(language: str) -> Abbreviations:
    """The tables for a language code (``de-AT`` counts as ``de``); the English ones for an unknown language.

    Every table includes English, because its titles and months occur in news of all languages, and the tables of
    other scripts.
    """
    table = _TABLES.get(language[:2].lower(), _ENGLISH)
    joined = table if table is _ENGLISH else _ENGLISH.joined(table)
    for other in _OTHER_SCRIPTS:
        joined = joined.joined(other)
    return joined
