"""A few sentences of one invented story in many languages, as news has it, to be saved in old encodings."""

from __future__ import annotations

#: By language.
SENTENCES = {
    "en": (
        "The mayor’s office said on Friday that the “old mill” would close — at least until May. “It’s a "
        "shame,” said José Núñez, the café’s owner. It had cost £84m, he said… Nobody at the town hall would "
        "say how."
    ),
    "de": (
        "Die Bürgermeisterin erklärte am Freitag, die Brücke über den Fluss müsse geschlossen werden. „Wir "
        "hätten früher prüfen müssen“, sagte sie – die Schäden seien größer als befürchtet. Die Anwohner "
        "ärgern sich über lange Umwege."
    ),
    "fr": (
        "La maire a annoncé vendredi que le pont fermerait dès l’été. « Nous aurions dû agir plus tôt », "
        "a-t-elle déclaré à la presse. Les dégâts sont plus élevés que prévu, où l’eau a pénétré jusqu’au "
        "cœur de l’édifice."
    ),
    "es": (
        "La alcaldesa anunció el viernes que el puente cerrará en otoño. «Teníamos que haber actuado antes», "
        "señaló. ¿Quién pagará las obras? Los daños son mayores de lo que se creía, según el informe técnico "
        "del año pasado."
    ),
    "it": (
        "La sindaca ha annunciato venerdì che il ponte chiuderà perché è pericoloso. «Si poteva fare già "
        "prima», ha detto. La città avrà più autobus, però i lavori dureranno fino all’autunno. C’è chi "
        "protesta."
    ),
    "pt": (
        "A presidente da câmara anunciou na sexta-feira que a ponte não abrirá até ao verão. “Devíamos ter "
        "agido mais cedo”, afirmou. As obras de reparação começarão em março, após a avaliação dos técnicos; "
        "há já três propostas."
    ),
    "ca": (
        "L’alcaldessa va anunciar divendres que el pont es tancarà per raons de seguretat. «Això ho hauríem "
        "d’haver fet abans», va dir. Els veïns protesten perquè el desviament és massa llarg i la qüestió no "
        "és nova."
    ),
    "nl": (
        "De burgemeester zei vrijdag dat de brug dichtgaat. „We hadden eerder moeten ingrijpen”, zei zij. De "
        "financiële schade is groter dan gedacht; ’s avonds rijden er geen bussen. Eén bewoner is woedend "
        "over de beëindiging."
    ),
    "sv": (
        "Borgmästaren sade på fredagen att bron måste stängas. ”Vi borde ha gjort det tidigare”, sade hon. "
        "Skadorna är större än väntat och de boende får köra långa omvägar från och med måndag."
    ),
    "da": (
        "Borgmesteren sagde fredag, at broen må lukke. »Vi burde have gjort det før,« sagde hun. Skaderne er "
        "større end frygtet, og beboerne må køre en lang omvej i foråret, når arbejdet begynder på øen."
    ),
    "no": (
        "Ordføreren sa fredag at broen må stenges. «Vi burde ha gjort det før», sa hun. Skadene er større "
        "enn fryktet, og beboerne må kjøre en lang omvei når arbeidet på øya begynner til våren."
    ),
    "fi": (
        "Pormestari sanoi perjantaina, että silta on suljettava. ”Meidän olisi pitänyt tehdä tämä jo "
        "aikaisemmin”, hän sanoi. Vauriot ovat pelättyä suuremmat, ja asukkaat joutuvat kiertämään pitkän "
        "matkan."
    ),
    "is": (
        "Bæjarstjórinn sagði á föstudag að brúnni yrði lokað. „Við hefðum átt að gera þetta fyrr,“ sagði "
        "hún. Skemmdirnar eru meiri en óttast var og íbúar þurfa að aka lengri leið þar til viðgerð lýkur."
    ),
    "cs": (
        "Starostka v pátek oznámila, že most se zavře. „Měli jsme to udělat dříve,“ řekla novinářům. Škody "
        "jsou větší, než se čekalo, a lidé budou muset jezdit dlouhou objížďkou přes Kyjov. Oprava potrvá až "
        "do září."
    ),
    "sk": (
        "Starostka v piatok oznámila, že most zatvoria. „Mali sme to urobiť skôr,“ povedala novinárom. Škody "
        "sú väčšie, než sa čakalo, a ľudia budú musieť jazdiť dlhou obchádzkou. Oprava potrvá až do "
        "septembra."
    ),
    "pl": (
        "Burmistrz ogłosiła w piątek, że most zostanie zamknięty. „Powinniśmy byli zrobić to wcześniej” – "
        "powiedziała dziennikarzom. Szkody są większe, niż się spodziewano, a mieszkańcy będą jeździć "
        "okrężną drogą aż do września."
    ),
    "hu": (
        "A polgármester pénteken közölte, hogy a hidat lezárják. „Ezt már korábban meg kellett volna "
        "tennünk” – mondta. A károk nagyobbak, mint gondolták, és a lakóknak hosszú kerülőutat kell "
        "megtenniük őszig."
    ),
    "ro": (
        "Primăriţa a anunţat vineri că podul va fi închis. „Ar fi trebuit să facem asta mai devreme”, a spus "
        "ea. Pagubele sînt mai mari decît se aştepta, iar oamenii vor ocoli pînă în toamnă."
    ),
    "hr": (
        "Gradonačelnica je u petak objavila da će most biti zatvoren. „Trebali smo to učiniti ranije”, rekla "
        "je novinarima. Šteta je veća nego što se očekivalo, a ljudi će morati zaobilaziti sve do rujna. "
        "Građani su već bijesni."
    ),
    "sl": (
        "Županja je v petek sporočila, da bodo most zaprli. »To bi morali storiti že prej,« je dejala. Škoda "
        "je večja, kot so pričakovali, ljudje pa bodo morali do septembra voziti po daljši poti čez hrib."
    ),
    "et": (
        "Linnapea teatas reedel, et sild suletakse. „Oleksime pidanud seda varem tegema,“ ütles ta. Kahjud "
        "on oodatust suuremad ning elanikud peavad sügiseni sõitma pika ringiga üle jõe. Šokeeritud "
        "külaelanikud avaldasid pahameelt."
    ),
    "lv": (
        "Pilsētas mēre piektdien paziņoja, ka tiltu slēgs. „Mums to vajadzēja darīt agrāk,” viņa sacīja. "
        "Bojājumi ir lielāki, nekā gaidīts, un iedzīvotājiem līdz rudenim būs jābrauc pa garāku ceļu."
    ),
    "lt": (
        "Merė penktadienį pranešė, kad tiltas bus uždarytas. „Turėjome tai padaryti anksčiau“, – sakė ji. "
        "Žala didesnė, nei tikėtasi, o gyventojai iki rudens turės važiuoti aplinkkeliu. Žmonės jau "
        "piktinasi šiuo sprendimu."
    ),
    "tr": (
        "Belediye başkanı cuma günü köprünün kapatılacağını açıkladı. “Bunu daha önce yapmalıydık” dedi. "
        "Hasar beklenenden büyük; bölge halkı sonbahara kadar uzun bir yoldan gidecek. İşçiler şimdiden "
        "çalışmaya başladı."
    ),
    "ru": (
        "Мэр в пятницу сообщила, что мост закроют. «Нам следовало сделать это раньше», — сказала она "
        "журналистам. Ущерб больше, чем ожидалось, и жителям придётся ездить в объезд до осени."
    ),
    "uk": (
        "Мерка у п’ятницю повідомила, що міст закриють. «Нам слід було зробити це раніше», — сказала вона. "
        "Збитки більші, ніж очікували, і мешканці їздитимуть в об’їзд до осені. Її рішення підтримали всі."
    ),
    "be": (
        "Мэр у пятніцу паведаміла, што мост закрыюць. «Нам трэба было зрабіць гэта раней», — сказала яна. "
        "Страты большыя, чым чакалася, і жыхары будуць ездзіць у аб'езд да восені."
    ),
    "bg": (
        "Кметът съобщи в петък, че мостът ще бъде затворен. „Трябваше да го направим по-рано“, каза тя. "
        "Щетите са по-големи от очакваното и жителите ще обикалят до есента."
    ),
    "sr": (
        "Градоначелница је у петак саопштила да ће мост бити затворен. „Требало је то да урадимо раније“, "
        "рекла је она. Штета је већа него што се очекивало, а људи ће до јесени ићи заобилазно."
    ),
    "mk": (
        "Градоначалничката во петокот соопшти дека мостот ќе биде затворен. „Требаше да го сториме тоа "
        "порано“, рече таа. Штетата е поголема од очекуваното, а луѓето ќе одат наоколу до есен."
    ),
    "el": (
        "Η δήμαρχος ανακοίνωσε την Παρασκευή ότι η γέφυρα θα κλείσει. «Έπρεπε να το είχαμε κάνει νωρίτερα», "
        "είπε. Οι ζημιές είναι μεγαλύτερες από όσο αναμενόταν και οι κάτοικοι θα κάνουν τον γύρο έως το "
        "φθινόπωρο. Άλλοι διαμαρτύρονται."
    ),
    "he": (
        'ראשת העיר הודיעה ביום שישי כי הגשר ייסגר. "היינו צריכים לעשות זאת קודם", אמרה. הנזק גדול מהצפוי '
        "והתושבים ייאלצו לנסוע בדרך עוקפת עד הסתיו."
    ),
    "ar": (
        "أعلنت رئيسة البلدية يوم الجمعة أن الجسر سيغلق. وقالت إنه كان يجب القيام بذلك من قبل، فالأضرار أكبر "
        "مما كان متوقعا، وسيضطر السكان إلى سلوك طريق أطول حتى الخريف."
    ),
    "th": (
        'นายกเทศมนตรีแถลงเมื่อวันศุกร์ว่าจะปิดสะพาน "เราควรทำเรื่องนี้ให้เร็วกว่านี้" เธอกล่าว '
        "ความเสียหายมากกว่าที่คาดไว้ และชาวบ้านต้องใช้เส้นทางอ้อมจนถึงฤดูใบไม้ร่วง"
    ),
    "ja": (
        "市長は金曜日、橋を閉鎖すると発表した。「もっと早くそうすべきだった」と市長は語った。被害は予想より大きく、住民は秋まで遠"
        "回りしなければならない。バスの運行も変わる。"
    ),
    "ko": (
        '시장은 금요일 다리를 폐쇄한다고 밝혔다. "더 일찍 그렇게 했어야 했다"고 그는 말했다. 피해는 예상보다 '
        "크며 주민들은 가을까지 먼 길로 돌아가야 한다."
    ),
    "zh": (
        "市长周五宣布,大桥将关闭。“我们早就应该这样做了。”她对记者说。损失比预期的要大,居民在秋天以前必须绕道而行。有人已经表"
        "示不满。"
    ),
    "hi": ('महापौर ने शुक्रवार को कहा कि पुल बंद किया जाएगा। उन्होंने कहा, "हमें यह पहले करना चाहिए था।"'),
    "vi": ("Thị trưởng hôm thứ Sáu cho biết cây cầu sẽ bị đóng cửa đến mùa thu."),
    "zh-hant": (
        "市長週五宣布，大橋將關閉。「我們早就應該這樣做了。」她對記者說。損失比預期的要大，居民在秋天以前必須繞道而行。有人已經表"
        "示不滿。"
    ),
}
#: What writers put in place of a mark that an encoding does not have.
_PLAIN = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "…": "...", "œ": "oe",
    "¿": "", "£": "GBP ",
}  # fmt: skip


def as_written(language: str, encoding: str) -> str:
    """The sentences of a language as somebody would write them in an encoding: with plainer marks where it has none."""
    return "".join(letter if _has(encoding, letter) else _PLAIN[letter] for letter in SENTENCES[language])


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
