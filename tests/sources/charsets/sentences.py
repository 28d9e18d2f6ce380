"""A few sentences of one invented story in many languages, as news has it, to be saved in old encodings."""

from __future__ import annotations

from collections.abc import Mapping

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
#: Another story, likewise.
MORE_SENTENCES = {
    "en": (
        "“Nothing was stolen,” the librarian’s deputy said — though £3,000 worth of maps lay open. Visitors "
        "don’t need a ticket: it’s free… Zoë Müller’s naïve façade plan failed."
    ),
    "de": (
        "Im Bahnhof Köln-Süd fiel gestern der Strom aus. Züge standen stundenlang still, sagte eine "
        "Sprecherin. „Das darf nicht noch mal passieren“, forderte der Bürgerbeauftragte. Geprüft werden "
        "müsse auch, weshalb die Lautsprecher schwiegen."
    ),
    "fr": (
        "Le musée rouvrira ses portes en février, après six années de travaux. Le directeur, François Léger, "
        "espère accueillir deux fois plus d’élèves. « Ça n’a pas été facile », reconnaît-il."
    ),
    "es": (
        "El tren llegó con más de tres horas de retraso a la estación. Según la compañía, una avería "
        "eléctrica paró el servicio. ¿Habrá indemnización? «Aún no lo sabemos», respondió la señora Núñez."
    ),
    "it": (
        "Il treno è arrivato con più di tre ore di ritardo. Secondo la società, un guasto elettrico ha "
        "fermato il servizio. «Non sappiamo perché», ha detto la portavoce. Chi viaggerà lunedì avrà uno "
        "sconto; la novità partirà già a metà mese."
    ),
    "pt": (
        "O comboio chegou com mais de três horas de atraso à estação. Segundo a companhia, uma avaria "
        "elétrica interrompeu a ligação. “Não sabemos porquê”, disse a porta-voz. Haverá indemnizações, mas "
        "só em março."
    ),
    "sv": (
        "Tåget kom mer än tre timmar för sent till stationen. Enligt bolaget berodde det på ett elfel. ”Vi "
        "vet inte varför”, säger pressansvarig Åsa Öberg. Resenärer får ersättning, men först efter nyår."
    ),
    "da": (
        "Toget kom mere end tre timer for sent til stationen. Ifølge selskabet skyldtes det en fejl på "
        "strømmen. »Vi ved ikke hvorfor,« siger Søren Kjær. Rejsende får erstatning, men først på den anden "
        "side af nytår."
    ),
    "fi": (
        "Juna saapui asemalle yli kolme tuntia myöhässä. Yhtiön mukaan syynä oli sähkövika. ”Emme vielä "
        "tiedä, miksi näin kävi”, tiedottaja Päivi Mäkelä sanoo. Matkustajat saavat hyvitystä, mutta vasta "
        "ensi vuonna."
    ),
    "cs": (
        "Vlak přijel do stanice s více než tříhodinovým zpožděním. Podle společnosti za to mohla porucha "
        "elektřiny. „Zatím nevíme, proč k tomu došlo,“ uvedla mluvčí Zdeňka Šťastná. Cestující dostanou "
        "náhradu, ale až příští rok."
    ),
    "sk": (
        "Vlak prišiel do stanice s viac než trojhodinovým meškaním. Podľa spoločnosti za to mohla porucha "
        "elektriny. „Zatiaľ nevieme, prečo sa to stalo,“ uviedla hovorkyňa Ľubica Žáková. Cestujúci dostanú "
        "náhradu, ale až na budúci rok."
    ),
    "pl": (
        "Pociąg przyjechał na stację z ponad trzygodzinnym opóźnieniem. Według spółki przyczyną była awaria "
        "zasilania. „Na razie nie wiemy, dlaczego do tego doszło” – mówi rzeczniczka Żaneta Ćwik. Podróżni "
        "dostaną odszkodowanie, ale dopiero w przyszłym roku."
    ),
    "hu": (
        "A vonat több mint három órás késéssel érkezett az állomásra. A társaság szerint áramszünet okozta a "
        "fennakadást. „Egyelőre nem tudjuk, miért történt” – közölte a szóvivő, Szőke Ödön. Az utasok "
        "kártérítést kapnak, de csak jövőre."
    ),
    "ro": (
        "Trenul a ajuns în gară cu peste trei ore întîrziere. Potrivit companiei, o defecţiune electrică a "
        "oprit circulaţia. „Nu ştim încă de ce s-a întîmplat”, a spus purtătoarea de cuvînt. Călătorii vor "
        "fi despăgubiţi, însă abia la anul."
    ),
    "hr": (
        "Vlak je na kolodvor stigao s više od tri sata zakašnjenja. Prema riječima tvrtke uzrok je bio kvar "
        "na mreži. „Još ne znamo zašto se to dogodilo”, kaže glasnogovornica Đurđa Šimić. Putnici će dobiti "
        "odštetu, ali tek iduće godine."
    ),
    "sl": (
        "Vlak je na postajo pripeljal z več kot triurno zamudo. Po besedah družbe je bila kriva okvara na "
        "omrežju. »Zakaj se je to zgodilo, še ne vemo,« je povedala tiskovna predstavnica Špela Žižek. "
        "Potniki bodo dobili odškodnino."
    ),
    "et": (
        "Rong jõudis jaama enam kui kolm tundi hiljem. Ettevõtte sõnul oli põhjuseks elektrikatkestus. „Me "
        "ei tea veel, miks see juhtus,“ ütles pressiesindaja Õnne Pärtel. Reisijad saavad hüvitist, kuid "
        "alles järgmisel aastal."
    ),
    "lv": (
        "Vilciens stacijā pienāca ar vairāk nekā trīs stundu nokavēšanos. Uzņēmums skaidro, ka vainojams "
        "elektrības bojājums. „Mēs vēl nezinām, kāpēc tā notika,” teica runas persona Žanete Šķēle. "
        "Pasažieri saņems kompensāciju."
    ),
    "lt": (
        "Traukinys į stotį atvyko daugiau nei trimis valandomis vėliau. Bendrovės teigimu, dėl to kalta "
        "elektros avarija. „Dar nežinome, kodėl taip nutiko“, – sakė atstovė Živilė Šukytė. Keleiviai gaus "
        "kompensaciją, bet tik kitąmet."
    ),
    "tr": (
        "Tren istasyona üç saatten fazla gecikmeyle ulaştı. Şirkete göre elektrik arızası seferleri "
        "durdurdu. “Nedenini henüz bilmiyoruz” diyen sözcü Gülşen Işık, yolculara tazminat ödeneceğini "
        "söyledi. Ödemeler gelecek yıl başlayacak."
    ),
    "ru": (
        "Поезд прибыл на станцию с опозданием более чем на три часа. По словам компании, причиной стала "
        "авария в электросети. «Пока мы не знаем, почему это произошло», — сказала пресс-секретарь Юлия "
        "Щукина. Пассажирам выплатят компенсацию."
    ),
    "uk": (
        "Потяг прибув на станцію із запізненням понад три години. За словами компанії, причиною стала аварія "
        "в електромережі. «Поки що ми не знаємо, чому так сталося», — сказала речниця Юлія Ґалаган. Її "
        "колеги з’ясовують деталі."
    ),
    "bg": (
        "Влакът пристигна на гарата с повече от три часа закъснение. Според дружеството причината е авария в "
        "електрическата мрежа. „Още не знаем защо се случи“, каза говорителката. Пътниците ще получат "
        "обезщетение догодина."
    ),
    "sr": (
        "Воз је у станицу стигао са више од три сата закашњења. Према речима компаније, узрок је квар на "
        "мрежи. „Још не знамо зашто се то догодило“, каже портпаролка Љиљана Ђурић. Путници ће добити "
        "одштету."
    ),
    "el": (
        "Το τρένο έφτασε στον σταθμό με καθυστέρηση πάνω από τρεις ώρες. Σύμφωνα με την εταιρεία, αιτία ήταν "
        "βλάβη στο δίκτυο. «Δεν ξέρουμε ακόμη γιατί συνέβη», είπε η εκπρόσωπος. Όσοι ταξίδευαν θα "
        "αποζημιωθούν."
    ),
    "he": (
        'הרכבת הגיעה לתחנה באיחור של יותר משלוש שעות. לדברי החברה, תקלה ברשת החשמל עצרה את התנועה. "עדיין '
        'איננו יודעים למה", אמרה הדוברת. הנוסעים יקבלו פיצוי בשנה הבאה.'
    ),
    "ar": (
        "وصل القطار إلى المحطة متأخرا أكثر من ثلاث ساعات. وقالت الشركة إن عطلا في شبكة الكهرباء أوقف الحركة. "
        "وسيحصل المسافرون على تعويض في العام المقبل."
    ),
    "th": ("รถไฟมาถึงสถานีช้ากว่ากำหนดสามชั่วโมง บริษัทชี้แจงว่าเกิดจากไฟฟ้าขัดข้อง ผู้โดยสารจะได้รับเงินชดเชยในปีหน้า"),
    "ja": (
        "列車は三時間以上遅れて駅に到着した。会社によると、原因は停電だったという。「理由はまだ分からない」と広報担当者は話した。"
        "乗客には来年、補償金が支払われる。"
    ),
    "ko": (
        '열차는 세 시간 넘게 늦게 역에 도착했다. 회사는 전기 고장이 원인이라고 설명했다. "아직 이유를 '
        '모른다"고 대변인은 말했다. 승객들은 내년에 보상을 받게 된다.'
    ),
    "zh": (
        "列车晚点三个多小时才到站。铁路公司表示,原因是供电故障。“我们还不清楚为什么会这样。”发言人说。乘客明年将获得赔偿。"
    ),
    "zh-hant": (
        "列車晚點三個多小時才到站。鐵路公司表示，原因是供電故障。「我們還不清楚為什麼會這樣。」發言人說。乘客明年將獲得賠償。"
    ),
}
#: What writers put in place of a mark that an encoding does not have.
_PLAIN = {
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "…": "...", "œ": "oe",
    "¿": "", "£": "GBP ", "Ґ": "Г",
}  # fmt: skip


def as_written(language: str, encoding: str, story: Mapping[str, str] = SENTENCES) -> str:
    """The sentences of a language as somebody would write them in an encoding: with plainer marks where it has none."""
    return "".join(letter if _has(encoding, letter) else _PLAIN[letter] for letter in story[language])


def _has(encoding: str, letter: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
