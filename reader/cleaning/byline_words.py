"""The words of bylines in the languages of news: what opens a credit, whose credit it is, and what is no name.

All words are in lower case. Nothing here names a publisher except the agencies whose texts all papers print.
"""

from __future__ import annotations


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


def _phrases(block: str) -> frozenset[str]:
    return frozenset(part.strip() for part in block.replace("\n", "|").split("|") if part.strip())


#: Words for "by" that open a byline. Inside one, only "by" does; the others are particles of names there.
BY = _words("""
by von par por di av af door deur de oleh από του της בקלם
""")
#: Words for "by" that only count behind a word for a share, as in "scritto da".
BY_BEHIND = _words("da dal dalla do od przez")
#: Such words that are also a first name, a common word or a place's name; they open a byline if only names follow.
WEAK = _words("""
di door deur de oleh του της af av por par كتب كتبت تقرير كتابة إعداد כתב כתבה تحریر haber text texte texto testo tekst
""")

#: Words for the writer's share. With a colon, or before a word for "by", they open the writer's credit.
WRITING = _words("""
text texts words word story stories written writing writer reporting report reports reported reporter analysis opinion
comment commentary column essay review interview article articles authored author authors byline posted published
dispatch exclusive feature report's contributed submitted compiled prepared
autor autorin autoren autor:in autor:innen autor*in verfasst verfasser verfasserin geschrieben bericht artikel analyse
kommentar kolumne glosse aufgezeichnet protokoll protokolliert beitrag gastbeitrag gastkommentar interview
reportage essay rezension redaktion
auteur auteurs auteure autrice texte textes écrit rédigé publié propos recueillis recueilli enquête récit
chronique entretien
critique tribune article
autora autores autoras texto textos escrito escrita análisis opinión columna crónica reportaje entrevista artículo
redacción redactado publicado reportagem análise opinião coluna crônica artigo redação
autore autori testo testi scritto articolo analisi opinione intervista cura
tekst teksten geschreven analyse artikel interview column verslag
skriven publicerad publisert publiceret skribent skribenter
författare artikelförfattare skrevet forfatter forfattere journalist journalister reporter
teksti kirjoittaja kirjoittajat kirjoittanut toimittaja höfundur texti
autorka autorzy autorki tekst napisał napisała opracował opracowała oprac rozmawiał rozmawiała przygotował przygotowała
napsal napsala autoři autorky připravil připravila napísal napísala autori pripravil pripravila
scris scrisă autori szerző szerzők szerzője írta szöveg készítette interjú
yazan yazar yazarı haber haberi muhabir metin hazırlayan röportaj
piše napisao napisala autorica priredio priredila razgovarao razgovarala razgovor avtor avtorica besedilo autorius
tekstas autors teksts tekst
автор автора авторы авторка авторки автори текст тексты тексти текстът написал написала писал писала пишет пише написа
подготовил подготовила подготовили підготував підготувала підготували беседовал беседовала розмовляв розмовляла
журналист журналистка журналіст журналістка корреспондент корреспондентка кореспондент кореспондентка репортаж
интервью інтерв'ю аутор аутори разговарао разговарала припремио припремила материал матеріал аўтар аўтары тэкст
συντάκτης συντάκτρια σύνταξη συγγραφέας κείμενο κείμενα γράφει γράφουν ρεπορτάζ επιμέλεια συνέντευξη άρθρο ανάλυση
بقلم كتب كتبت كتبه كتبها كتابة إعداد أعده أعدته تقرير الكاتب الكاتبة المراسل الصحفي الصحفية حوار أجرى أجرت
מאת כתב כתבה כתבת הכתב הכתבת
نویسنده نوشته نگارنده گزارشگر گزارش خبرنگار قلم تحریر مصنف رپورٹ
लेखक लेखिका रिपोर्ट रिपोर्टर संवाददाता लेख লেখক প্রতিবেদক প্রতিবেদন
penulis ditulis reporter laporan tác giả bài
ავტორი տեքստը հեղինակ
""")
#: Of those, the ones that open a credit without a colon too; the others are common words of headlines.
OPENING = _words("""
autor autorin autorka autora autore autrice auteur auteure skribent författare forfatter kirjoittaja toimittaja
szerző írta yazan yazar piše autorica napisał napisała opracował opracowała napsal napsala napísal napísala napisao
napisala tekst teksti texte texto testo автор авторка текст текстът написал написала пише пишет подготовил
rozmawiał rozmawiała przygotował przygotowała připravil připravila pripravil pripravila
подготовила підготував підготувала аутор аўтар тэкст беседовал беседовала розмовляв розмовляла γράφει συντάκτης
συντάκτρια κείμενο ρεπορτάζ بقلم كتب كتبت إعداد تقرير الكاتب الكاتبة מאת כתב כתבה נویسنده نویسنده نوشته گزارشگر
خبرنگار تحریر लेखक लेखिका संवाददाता penulis muhabir haber oprac szöveg skriven skrevet ავტორი հեղինակ
""")
#: Of those, the ones that also open headlines, as "Opinion: Why the Port Must Pay"; they need a word for "by".
HEADLINE_LABELS = _words("""
opinion analysis comment commentary column essay review interview feature exclusive dispatch story stories article
articles report reports posted published kommentar kolumne analyse reportage rezension bericht beitrag gastbeitrag
gastkommentar artikel redaktion tribune chronique entretien enquête récit critique análisis opinión columna crónica
reportaje entrevista artículo redacción análise opinião coluna crônica artigo redação reportagem analisi opinione
intervista articolo verslag razgovor röportaj haber interjú interview интервью інтерв'ю репортаж συνέντευξη άρθρο
ανάλυση
""")
#: Words for another share: what follows is no author.
OTHER_SHARE = _words("""
photograph photographs photography photo photos photographer picture pictures image images illustration illustrations
illustrated illustrator graphic graphics video videos camera edited editing editor editors translated translation
translator additional produced producer research fact-checked fact-checking reviewed audio design map maps chart charts
foto fotos fotografie fotograf fotografin bild bilder übersetzung übersetzt redigiert grafik illustrationen kamera
photographie photographies photographe traduction traduit édité vidéo montage
fotografía fotografías fotógrafo traducción traducido editado ilustración ilustraciones imágenes vídeo fotografia
fotografie fotografias tradução edição ilustração traduzione illustrazioni immagini
foto's beeld vertaling vertaald redactie fotograaf bildredaktör foton fotó fotók fordította szerkesztette
kuva kuvat valokuvat ljósmynd zdjęcia zdjęcie fot tłumaczenie tłumaczył tłumaczyła redakcja překlad preklad ilustrace
traducere fotoğraf fotoğraflar çeviri editör editörü prijevod urednik uredila uredio snimio fotografije prevod
фото фотографии фотограф фотографія фотографії снимки снимка снимок перевод перевёл перевела переклад переклала превод
редактор редакторка редактировал рисунок рисунки иллюстрации ілюстрації видео відео источник джерело източник
φωτογραφία φωτογραφίες φωτογράφος μετάφραση βίντεο
تصوير صور صورة ترجمة تحرير مصدر المصدر עריכה צילום צילומים תרגום عکس عکاس ترجمه ویراستار منبع फोटो संपादक स्रोत ছবি
ảnh biên dịch nguồn source quelle fonte fuente
""")
#: Words that stand between the word for a share and the word for "by".
LINKS = _words("""
and & und et y e og och en i и та і a an the ein eine un une una + / with mit avec con artykuł is was has been been
""")

#: Openings in scripts that write without blanks, for the writer and for others.
EASTERN_WRITING = tuple(
    "本报记者 本報記者 记者 記者 作者 撰文 撰稿 采写 採寫 文字 執筆 取材・文 取材 著者 ライター 文".split()
    + "글쓴이 작성자 글".split()
)
EASTERN_OTHER = tuple(
    "责任编辑 責任編輯 编辑 編輯 责编 摄影 攝影 图片 图 圖 来源 來源 翻译 編集 撮影 写真 翻訳 校对".split()
    + "사진 편집 번역".split()
)
#: Trades and titles that stand behind a name in such scripts.
EASTERN_TRADES = tuple(
    "特派員 論説委員 編集委員 特约记者 記者 记者 氏 さん 기자 특파원 논설위원 칼럼니스트 교수".split()
)
#: Parts of words for trades, in many languages; a name has none of them.
TRADE_STEMS = (
    "korrespond", "correspond", "corrispond", "корреспонд", "кореспонд", "карэспанд", "korespond", "ανταποκρ",
    "redakt", "redact", "rédact", "redazion", "redaçã", "redacci", "redakci", "redakcj", "редакт", "редакц", "рэдак",
    "journalist", "giornalist", "jornalist", "periodist", "inviat", "enviad", "envoyé",
    "журналіст", "журналист", "novinár", "novinář", "dziennikar",
    "gazeteci", "újságír", "jurnalist", "δημοσιογρ", "συντάκτ", "репортер", "репортёр", "reporter",
    "editor", "editrice", "columnist", "kolumnist", "колумн", "обозревател", "оглядач", "chefred", "correspons",
    "verslagge", "toimittaj", "szerkeszt", "tudósít", "novinar", "dopisnik", "muhabir", "spezialist",
    "مراسل", "صحفي", "محرر", "وكالة", "وكالات", "כתבת", "خبرگزاری", "संवाददाता",
)  # fmt: skip
#: Beats: with a trade behind them they are a title ("Maud Ellery Health Editor"), alone they may be a name.
BEATS = _words("""
diplomacy diplomatic climate energy transport housing courts court legal justice religion faith arts art books film
music food wine fashion property media markets market banking finance financial retail industry employment labour labor
home affairs europe european asia africa america american middle east eastern north northern south southern west western
investigations investigative consumer city rural farming agriculture wildlife maritime shipping aviation space religious
parliamentary parliament westminster washington brussels whitehall crime police home county district regional
""")
#: Words of the names of papers, broadcasters, institutes and companies; a person's name ends with none of them.
OUTLETS = _words("""
dispatch gazette herald tribune chronicle courier journal observer echo examiner inquirer enquirer register sentinel
bulletin argus advertiser advocate beacon clarion guardian independent standard telegraph express ledger monitor
newspaper newspapers newsroom news newswire times mail weekly review press post digest magazine today online network
radio television tv channel broadcasting agency agencies wire institute institution university college school centre
center foundation council association society company ltd limited inc llc plc gmbh corporation corp group agency
department ministry office union studio studios partners associates books publishing publishers media mercury citizen
zeitung blatt anzeiger nachrichten rundschau kurier tageblatt tagblatt allgemeine bote presse rundfunk stiftung
universität gazeta gazety dziennik rzeczpospolita vijesti novosti novine list vestnik noviny deník kurýr haber
gazetesi haberleri газета газеты вестник новости новини известия ведомости правда труд дневник
вісник стандарт агентство университет институт noticias diario correo periódico prensa universidad
instituto fundación giornale gazzetta corriere notizie università
jornal folha correio notícias gazeta journal gazette dépêche courrier université institut fondation presse
dagblad krant nieuws courant universiteit nyheter nyheterna tidning tidningen dagbladet tidende avisen avis sanomat
lehti uutiset hírlap újság hírek ziarul știri εφημερίδα νέα ειδήσεις
""")
#: Agencies, whose name alone may be a byline.
AGENCIES = _phrases("""
associated press|the associated press|ap|ap news|reuters|afp|agence france-presse|agence france presse|dpa|epd|kna|apa
ansa|efe|europa press|lusa|bloomberg|bloomberg news|canadian press|press association|pa|pa media|upi|xinhua|sid|sda|ats
tass|тасс|итар-тасс|риа новости|риа|интерфакс|interfax|укрінформ|уніан|бта|танюг|tanjug|hina|pap|čtk|ctk|tasr|mti
agerpres|anadolu|aa|anka|ntb|ritzau|tt|stt|anp|belga|keystone-sda|kyodo|jiji|共同通信|時事通信|新华社|新華社|yonhap|연합뉴스|pti|ani|ians
وكالات|رويترز|أ ف ب|فرانس برس|د ب أ|sputnik|dpa-afx|ots|ddp|belta|ptb|cna|antara
""")
#: Agencies, and what stands for nobody in particular.
NOBODY = AGENCIES | _phrases("""
staff|staff reporter|staff writer|staff and agencies|agencies|agency|agenturen|agentur|agences|agencias|agenzie
агентства|redaktion|die redaktion|la rédaction|rédaction|redacción|redazione|redação|redactie|redakcja|redakce|redakcia
редакция|редакція|redaksi|toimitus|redaksjonen|redaktionen|redacția|szerkesztőség|haber merkezi|الفريق
فريق التحرير|מערכת|admin|administrator
webmaster|editor|editorial|editorial board|editorial team|editorial staff|newsroom
news desk|web desk|guest|guest author|guest contributor|contributor
author|anonymous|unknown|user|team|root|nobody|none|null
""")
#: Places of more than one word that stand behind a name.
PLACES = _phrases("""
new york|new york city|los angeles|san francisco|san diego|san antonio|san juan|san josé|las vegas|new orleans|new delhi
hong kong|tel aviv|abu dhabi|cape town|buenos aires|rio de janeiro|são paulo|sao paulo|mexico city|ciudad de méxico
the hague|den haag|la haye|saint petersburg|st petersburg|st. petersburg|нижний новгород|ростов-на-дону|великий новгород
кривий ріг|новий сад|нови сад|novi sad|велико търново|стара загора|banská bystrica|české budějovice|hradec králové
zielona góra|gorzów wielkopolski|united kingdom|united states|united nations|south africa|saudi arabia|sri lanka
new zealand|northern ireland|north korea|south korea|costa rica|puerto rico|el salvador|west bank|gaza city|hanoi
kuala lumpur|ho chi minh city|addis ababa|dar es salaam|port-au-prince|port louis|santo domingo|santa fe|salt lake city
kansas city|west virginia|north carolina|south carolina|new jersey|new mexico|new hampshire|north dakota|south dakota
rhode island|frankfurt am main|bad homburg|la paz|la habana|monte carlo|novo mesto|banja luka|slavonski brod|cluj-napoca
tierra del fuego|palma de mallorca|las palmas|santiago de chile|porto alegre|belo horizonte|baden-baden|la rochelle
clermont-ferrand|le havre|bratislava|nový jičín|القدس المحتلة|نيو يورك|ירושלים|תל אביב|नई दिल्ली|नयी दिल्ली
""")
#: Words that end an uncased name: "in", "from" and the like.
STOPPERS = _words("في من إلى الى عن - ב מ در از به में से द्वारा")
#: Words between a name and the place where that person wrote.
IN = _words("in at from aus à au en desde da a w z v z u iz fra från i uit te в у из з із от σε στην στη στο από")
#: First names that begin with the Arabic letter for "and".
NOT_AND = _words("وليد وائل وسام وفاء وديع وجيه وردة وهيب وسيم وحيد وداد وجدان ولاء وضاح واصف وفيق وصفي")
#: Small words inside a name.
PARTICLES = _words("""
de da del della di du la le van von der den dos das al el bin ibn ten ter y e af av zu zum st
ó ní 't abu ben do degli dei dello i uz vom ul ур оглы кызы
bint binti los las op het ap wa ka nic ibne ould
""")
#: Words that end a name, because a role or an outlet begins with them.
ROLES = _words("""
reporter correspondent editor writer journalist columnist staff contributor contributing senior deputy chief
political news sports sport business world technology tech science health national international foreign
political politics associate assistant managing executive digital content director producer agency press
associated reuters afp ap dpa bloomberg times post daily tribune media magazine online tv bbc cnn desk
bureau team newsroom service services group special guest freelance author photographer opinion editorial
head lead former the published updated for at in on with photo photos by via from getty images image
multimedia audience trending culture entertainment lifestyle environment crime features feature features'
education economics economy diplomatic defence defense security royal showbiz travel money consumer data
social video live web community local redaktion redakteur redakteurin korrespondent reporterin journalistin
chefredakteur autor autorin agentur rédaction rédacteur journaliste correspondant redacción redactor
corresponsal periodista agencia redazione giornalista corrispondente agenzia redação repórter jornalista
follow minutes minute read share comments more about

posted modified staffer agencies wires handout freelancer politikredakteurin
""")
#: Words of boxes, labels and parts of a page: two capitalised words with one of these are not a person's name.
LABELS = _words("""
article articles artikel average bilder blog caption captions category comments contents decor details editorial
entertainment events facts features final full gallery hide highlights home homepage image images info interview
issues key kommentare latest lifestyle links logo menu newsletter overview photo photos picture pictures podcast
points privacy profile protocol questions quiz recent related results reviews section sections share show
sponsored stories story subscribe subscription summary table tags takeaways themen tips topics trending update
updates video videos watch website weekend überblick

""")
OCCUPATIONS = _words("""
envoyé envoyée envoyés enviado enviada enviados inviato inviata inviati inviate verslaggever verslaggeefster
reporter correspondent editor writer journalist columnist contributor professor lecturer fellow student
author freelance reporterin reporters autorin researcher analyst director producer photographer historian economist
novelist critic
blogger lawyer consultant founder co-founder president teacher scientist redakteur redakteurin journalistin
korrespondent korrespondentin redaktor redaktorin journaliste périodiste periodista giornalista jornalista attorney
candidate activist expert strategist broadcaster poet physician psychologist scholar

""")
#: Common words that tell a phrase in lower case from a name in lower case.
PLAIN = _words("""
the our your my his her their its this that these those all some any no not popular default design request law hand
train bus car sea air land night day now then here there far order means way chance name number mail post phone
""")
