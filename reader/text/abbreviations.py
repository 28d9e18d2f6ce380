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
        )


_ENGLISH = Abbreviations(
    titles=_set(
        "Mr Mrs Ms Mx Rt Dr Drs Prof Profs Gen Gens gen Lt Lts Col Cols Sgt Cpl Pvt Pfc Spc Capt Maj Brig Adm Adml "
        "Cmdr Cdr Comdr Cmdt Ens Supt Insp Det Sen Sens Rep Reps Gov Govs Rev Hon Pres Amb Atty Msgr Bp Messrs Mme "
        "Mlle Ft Mt Sec-Gen vs v e.g i.e cf viz approx ca eg ie Eg Cf E.g I.e"
    ),
    numbered=_set(
        "No Nos no nos Nr nr Vol vol Vols vols Fig fig Figs figs Art art Arts arts Ch ch Chap chap Sec sec Sect "
        "sect p pp P Pp para Para paras n Eq eq Ref ref ver Ver Op op Par par Reg reg Res res Doc doc Pt pt"
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

_TABLES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH, "it": _ITALIAN}


@cache
def abbreviations(language: str) -> Abbreviations:
    """The tables for a language code (``de-AT`` counts as ``de``); the English ones for an unknown language.

    Every table includes English, because its titles and months occur in news of all languages.
    """
    table = _TABLES.get(language[:2].lower(), _ENGLISH)
    return table if table is _ENGLISH else _ENGLISH.joined(table)
