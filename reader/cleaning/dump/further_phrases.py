"""Phrases of boilerplate in further languages, in lower case; see ``boilerplate_phrases``."""

from __future__ import annotations


def phrases_in(block: str) -> tuple[str, ...]:
    """The phrases of a block of text, one behind another, with ``|`` between them; Greek ones without accents too."""
    found = [part.replace("_", " ") for line in block.strip().splitlines() for part in line.split("|")]
    return (*found, *(part.translate(_ACCENTS) for part in found if part != part.translate(_ACCENTS)))


#: Capitals are written without these accents, so that their small letters lack them.
_ACCENTS = str.maketrans("άέήίόύώ", "αεηιουω")


#: Whole lines.
NAVIGATION = phrases_in("""
annonce|annonces|anzeigen|werbeanzeige|- anzeige -|artikel speichern|wird geladen|lädt|laden|bitte warten
die anzeige wird geladen|chargement|chargement en cours|la suite après la publicité
la suite après cette publicité|publicité, continuez la lecture|cargando|caricamento|carregando|anuncio|anuncios
annuncio|inserzione|anúncio|continúa después de la publicidad|la noticia continúa después
continúa leyendo después de la publicidad|sigue leyendo después de la publicidad|comparte esta noticia
comparte este artículo|compartilhe esta notícia|compartilhe esta matéria|partilhar|partilhe este artigo
partager l'article
partagez cet article|condividi questo articolo|image caption|verder lezen na de advertentie
lees verder na de advertentie
реклама. продолжение ниже|tekst gaat verder onder de foto|tekst gaat verder onder de video
lees verder onder de foto|lees verder onder de video|artikel gaat verder onder de foto
artikel gaat verder onder de video
dalsza część tekstu pod materiałem wideo|dalszy ciąg tekstu pod materiałem wideo
dalsza część artykułu pod materiałem wideo
dalsza część tekstu pod wideo|dalsza część artykułu pod wideo|dalsza część tekstu pod galerią
dalsza część tekstu pod zdjęciem
empfohlener redaktioneller inhalt|empfohlener externer inhalt|externen inhalt anzeigen|externer inhalt|inhalt laden
inhalte anzeigen|artikeln fortsätter efter bilden|artikeln fortsätter under bilden|artikeln fortsätter under videon
article réservé aux abonnés|réservé aux abonnés|contenu réservé aux abonnés|la suite après la vidéo
exclusivo para suscriptores|contenido exclusivo para suscriptores|solo para suscriptores|riservato agli abbonati
contenuto riservato agli abbonati|exclusivo para assinantes|conteúdo exclusivo para assinantes|play video|watch video
video abspielen|lire la vidéo|ver vídeo|ver video|guarda il video|смотреть видео|дивитися відео|zobacz wideo
bekijk de video
поделиться статьёй|поделиться статьей
continua dopo la pubblicità|continua a leggere dopo la pubblicità|continua após a publicidade
continua depois da publicidade|реклама|на правах рекламы|поделиться|подписаться|загрузка|загружается
комментировать|распечатать|читать далее|читать полностью|показать ещё|показать еще|продолжение после рекламы
продолжение ниже|материал продолжается после рекламы|наверх|меню|войти|поиск|главная|реклама от партнёров
завантаження|поділитися|підписатися|рекламний блок|читати далі|reklama|reklamy|reklama - czytaj dalej
dalsza część artykułu pod reklamą|ciąg dalszy artykułu pod reklamą|udostępnij|zapisz się|ładowanie|czytaj dalej
reklamní sdělení|inzerce|načítání|pokračování článku|sdílet|číst dál|advertentie|reclame|delen
lees verder onder de advertentie|tekst gaat verder onder de advertentie|artikel gaat verder onder de advertentie
laden...|annons|reklam|dela|läs mer|artikeln fortsätter efter annonsen|artikeln fortsätter under annonsen|laddar
del|artiklen fortsætter efter annoncen|artiklen fortsætter under annoncen|annonsørinnhold
artikkelen fortsetter under annonsen|saken fortsetter etter annonsen|indlæser|laster|mainos
juttu jatkuu mainoksen jälkeen|ladataan|jaa|ilan|yükleniyor|paylaş|haberin devamı|διαφήμιση|φόρτωση|κοινοποίηση
hirdetés|a cikk a hirdetés után folytatódik|betöltés|publicitate|se încarcă|реклама -|oglas|zdieľať|إعلان
جار التحميل|广告|廣告|広告|광고|読み込み中|加载中|story continues|story continues below
story continues below advertisement|story continues below this ad|story continues after advertisement
article continues below|continue reading below|continues below advertisement
article continues after advertisement|loading comments|ad loading|promoted content below|weiter nach der anzeige
nach der anzeige weiterlesen|der artikel wird nach der anzeige fortgesetzt
artikel wird nach der anzeige fortgesetzt|dieser artikel wird nach der anzeige fortgesetzt|подпишитесь|новости
вход|выйти|регистрация|зарегистрироваться|печать|версия для печати|скопировать ссылку|ссылка скопирована|ещё|еще
далее|назад|вперёд|вперед|закрыть|контакты|о проекте|о нас|редакция|рекламодателям|политика|экономика|общество
спорт|культура|в мире|происшествия|мнения|фото|видео|фоторепортаж|загрузить ещё|рассылка|сохранить|в закладки
теги|темы|правила пользования|пользовательское соглашение|политика конфиденциальности|обратная связь|вконтакте
одноклассники|телеграм|поширити|підпишіться|головна|новини|пошук|увійти|друк|надрукувати|контакти|про нас
про проект|політика|економіка|суспільство|світ|фото дня|відео|показати більше|угода користувача
політика конфіденційності|podziel się|strona główna|wiadomości|szukaj|zaloguj się|zaloguj|zarejestruj się|drukuj
kontakt|o nas|redakcja|regulamin|polityka prywatności|zamknij|więcej|czytaj więcej|pokaż więcej|skopiuj link
wyślij|obserwuj|subskrybuj|prenumerata|tisk|hledat|přihlásit se|přihlásit|registrace|domů|zprávy|více|další|zpět
zavřít|kontakty|o nás|redakce|předplatné|kopírovat odkaz|uložit|deel|deel dit artikel|afdrukken|zoeken|inloggen
aanmelden|abonneren|abonneer|meer lezen|lees verder|lees meer|sluiten|over ons|privacybeleid|cookiebeleid|nieuws
bewaren|volgen|kopieer link|dela artikeln|skriv ut|sök|logga in|prenumerera|visa mer|stäng|kontakta oss|om oss
startsida|nyheter|spara|kopiera länk|följ|del artikkel|del artikkelen|søk|logg inn|abonner|les mer|vis mer|lukk
annonse|kontakt oss|forsiden|lagre|del artiklen|log ind|bliv abonnent|læs mere|vis mere|luk|gem|kopiér link
forside|tulosta|kirjaudu|tilaa|lue lisää|sulje|etusivu|uutiset|haku|megosztás|nyomtatás|bejelentkezés|keresés
kapcsolat|impresszum|distribuie|tipărește|autentificare|abonează-te|caută|citește mai mult|acasă|despre noi
yazdır|giriş yap|üye ol|abone ol|ara|ana sayfa|haberler|devamını oku|kapat|iletişim|hakkımızda|gizlilik
politikası|μοιραστείτε|εκτύπωση|αναζήτηση|σύνδεση|εγγραφή|αρχική|ειδήσεις|επικοινωνία|όροι χρήσης
πολιτική απορρήτου|διαβάστε περισσότερα|κλείσιμο|μενού|مشاركة|شارك|طباعة|بحث|تسجيل الدخول|الرئيسية|أخبار|الأخبار
اشترك|اقرأ المزيد|المزيد|اتصل بنا|من نحن|سياسة الخصوصية|شروط الاستخدام|حفظ|نسخ الرابط|शेयर करें|होम|खोजें
विज्ञापन|कॉपी लिंक|और पढ़ें|分享|打印|搜索|登录|注册|首页|新闻|更多|关闭|联系我们|关于我们|返回顶部|返回首页
收藏|评论|订阅|复制链接|分享到|大字号|小字号|中字号|字号|登入|註冊|首頁|新聞|搜尋|聯絡我們|關於我們|隱私政策
シェア|シェアする|ツイート|印刷|検索|ログイン|会員登録|新規登録|ホーム|ニュース|続きを読む|もっと見る|閉じる|pr
お問い合わせ|会社概要|利用規約|プライバシーポリシー|保存|コピー|リンクをコピー|フォロー|特集|特集一覧|공유
공유하기|인쇄|검색|로그인|회원가입|홈|뉴스|더보기|닫기|구독|기사저장|링크복사|url복사|bagikan|cetak|cari|masuk
daftar|beranda|berita|tutup|iklan|hubungi kami|tentang kami|baca selengkapnya|selengkapnya|lihat semua|chia sẻ
tìm kiếm|đăng nhập|đăng ký|trang chủ|tin tức|xem thêm|đóng|quảng cáo|liên hệ
""")
NAVIGATION_STARTS = phrases_in("""
story continues|der artikel geht nach der anzeige|artikel geht nach der anzeige|продолжение после рекламы
время чтения|время на чтение|час читання|czas czytania|leestijd|lästid|læsetid|lesetid|doba čtení|lukuaika
okuma süresi|χρόνος ανάγνωσης|wird geladen|перейти к_|к основному содержанию|перейти до_|читать полностью
przejdź do_|přejít na_|ga naar_|naar de inhoud|hoppa till|gå till innehåll|hopp til_|gå til indhold
siirry sisältöön|ugrás a_|içeriğe geç|μετάβαση στο|انتقل إلى|الانتقال إلى|跳转到|跳到|分享到|责任编辑|责编|（责编|(责编
编辑：|来源：|本文へ|本文に|无障碍
""")
#: Titles of lists of other stories.
END_MARKS = phrases_in("""
читайте также|ещё по теме|еще по теме|материалы по теме|по теме|самое читаемое|популярное|новости партнёров
новости партнеров|другие новости|читайте також|популярне|за темою|czytaj także|zobacz także|czytaj też|najnowsze
najczęściej czytane|polecane|powiązane artykuły|čtěte také|nejčtenější|související články|lees ook|meest gelezen
gerelateerde artikelen|lees meer over|läs också|läs även|mest lästa|læs også|mest læste|les også|mest lest
lue myös|luetuimmat|bunlar da ilginizi çekebilir|ilgili haberler|διαβάστε επίσης|δείτε επίσης|olvasta már
citește și|pročitajte još|اقرأ أيضا|اقرأ أيضاً|смотрите также|похожие материалы|похожие новости
популярные новости|последние новости|главные новости|главное за день|лента новостей|новости по теме|рекомендуем
выбор редакции|об авторе|матеріали за темою|дивіться також|схожі новини|найпопулярніше|останні новини
головні новини|вибір редакції|новини партнерів|про автора|polecamy|czytaj również|zobacz również
podobne artykuły|powiązane|więcej na ten temat|o autorze|související|další články|mohlo by vás zajímat
doporučujeme|nejnovější|o autorovi|meer over dit onderwerp|gerelateerd|aanbevolen|laatste nieuws|over de auteur
mest läst|läs mer om|relaterat|senaste nytt|senaste nyheterna|siste nytt|siste nyheter|relaterte saker|mest læst
seneste nyt|relaterede artikler|uusimmat|legolvasottabb|ajánljuk|kapcsolódó cikkek|cele mai citite
articole similare|în çok okunanlar|en çok okunanlar|son dakika|son haberler|σχετικά άρθρα|δημοφιλή|ροή ειδήσεων
τελευταίες ειδήσεις|مواضيع ذات صلة|الأكثر قراءة|أخبار ذات صلة|آخر الأخبار|相关阅读|相关新闻|相关文章|推荐阅读
热门文章|热点新闻|最新新闻|延伸閱讀|相關新聞|熱門新聞|関連記事|関連ニュース|おすすめ記事|おすすめ|人気記事
アクセスランキング|ランキング|最新記事|最新ニュース|■関連キーワード|この記事を書いた人|관련기사|관련 기사
인기기사|많이 본 뉴스|많이 본 기사|최신기사|baca juga|berita terkait|terpopuler|berita terkini|terkini
tin liên quan|đọc nhiều|xem nhiều|tin mới
""")
COMMENT_MARKS = phrases_in("""
комментарии|обсуждение|оставить комментарий|добавить комментарий|коментарі|komentarze|komentarz|dodaj komentarz
komentáře|diskuse|reacties|reageer|geef een reactie|kommentarer|skriv en kommentar|kommentit|yorumlar|yorum yaz
σχόλια|hozzászólások|comentarii|komentari|التعليقات|评论|評論|コメント|댓글|комментировать|все комментарии
залишити коментар|додати коментар|усі коментарі|skomentuj|přidat komentář|plaats een reactie|kommentera
legg igjen en kommentar|kommentoi|lasă un comentariu|yorum yap|σχολιάστε|αφήστε ένα σχόλιο|تعليقات|أضف تعليقا
أضف تعليق|اترك تعليقا|टिप्पणियां|发表评论|网友评论|全部评论|留言|發表評論|コメントする|コメントを書く|댓글쓰기
komentar|tulis komentar|bình luận|ý kiến bạn đọc
""")
#: Links to another story, inside or after the article.
TEASER_STARTS = phrases_in("""
zum thema:|mehr lesen:|à voir également|à voir aussi|à découvrir :|à découvrir:|à lire également
pour aller plus loin :
ver más:|mira también|no te pierdas:|te recomendamos:|scopri anche|da leggere:|approfondisci:|ler também|ver também:
не пропустите:|не пропустіть:|читайте далее:|koniecznie przeczytaj|sprawdź też|mis niet:|meer lezen:|missa inte:
читайте также|читать также|читайте ещё|читайте еще|читайте:|подробнее:|подробнее по теме|смотрите также|по теме:
также по теме|см. также|читайте також|читайте по темі|дивіться також|czytaj także|czytaj też|czytaj również
czytaj:|zobacz także|zobacz też|zobacz również|przeczytaj także|przeczytaj też|čtěte také|čtěte:|přečtěte si
viz také|lees ook|lees meer:|lees verder:|bekijk ook|luister ook|läs också|läs även|läs mer:|se även|læs også
læs mere:|se også|les også|les mer:|lue myös|lue lisää:|katso myös|ayrıca okuyun|ayrıca bakınız|ilginizi çekebilir
ilgili haber
διαβάστε επίσης|διαβάστε ακόμα|διαβάστε ακόμη|δείτε επίσης|olvasta már|ezt is ajánljuk|citește și|citește:
vezi și|pročitajte i|pročitajte još|čítajte aj|прочетете още|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|延伸阅读|延伸閱讀
関連記事|lire aussi :|sur le même sujet :|mehr zum thema:|lesetipp:|das könnte sie auch interessieren:
read also:|also read:|related coverage|recommended reading|ранее:|читайте ще|більше про|czytaj więcej|polecamy:
čtěte i|čtěte též|více zde|lees meer|lees verder|zie ook|läs mer|les mer|læs mere|kapcsolódó:|citește mai mult
ayrıca oku|bunu da oku|διαβάστε σχετικά|اقرأ المزيد|شاهد أيضا|ये भी पढ़ें|यह भी पढ़ें|इसे भी पढ़ें|相关阅读
相关报道|相关新闻|推荐阅读|更多阅读|另请参阅|関連：|関連:|【関連|あわせて読みたい|併せて読みたい|こちらも
관련기사|관련 기사|baca juga|simak juga|lihat juga|đọc thêm|xem thêm
""")
#: Appeals to the reader.
PROMOTIONS = phrases_in("""
подпишитесь|подписывайтесь|подписаться на|подпишись|наш канал|нашу рассылку|наш телеграм|наш telegram
наших новостей|рассылку|подписку|підпишіться|підписуйтесь|розсилку|zapisz się|zapisz się na|newslettera
subskrybuj|obserwuj nas|polub nas|přihlaste se k odběru|odebírejte|sledujte nás|schrijf je in|schrijf u in
meld je aan|nieuwsbrief|volg ons|abonneer|prenumerera|nyhetsbrev|följ oss|tilmeld dig|nyhedsbrev|følg os
meld deg på|følg oss|uutiskirje|seuraa meitä|bültenimize|abone ol|takip edin|εγγραφείτε|ακολουθήστε|iratkozz fel
hírlevél|feliratkozás|abonează-te|urmărește-ne|iscriviti alla|seguici su|newsletter gratuita|boletines|rejoignez
recevez|infolettre|hier anmelden|newsletter anmelden|unseren newsletter|unser newsletter|jetzt anmelden
notre newsletter|nuestra newsletter|читайте нас в|смотрите нас в|в нашем telegram|нашем телеграм|нашому telegram
telegram-канале|telegram-каналі
whatsapp-kanal|únete a nuestro|únete al canal|nuestro canal de|nostro canale|nosso canal|notre chaîne|ons kanaal
подписка на|рассылка|нашем канале|телеграм-канал
пожертвова|поддержите
розсилк|підтримайте|zaprenumeruj|dołącz do|wesprzyj|přihlaste se|odběr|předplaťte|abonneer je|word lid|anmäl dig
abonner på|tilaa uutiskirje|kövess minket|bülten|اشترك في|تابعونا|تابعنا|النشرة البريدية|berlangganan|ikuti kami
đăng ký nhận
""")
ADDRESSES = phrases_in("""
вы|вас|вам|ваш|вашу|наш|нашу|наши|наших|нашей|нас|здесь|сейчас|ви|наші|тут|nas|nasz|naszego|naszą|nasze|się
tutaj|teraz|twój|náš|našeho|nás|zde|vám|ons|onze|je|jouw|uw|hier|nu|oss|vår|vårt|våra|här|os|vores|nå|våre|meitä
meidän|tästä|bizi|bizim|μας|εδώ|minket|noi|nostru|aici|нашем|нам|зараз|naše|jij|dig|deg|noastră|buradan|şimdi
σας|معنا|لدينا|هنا|kami|anda|chúng tôi|bạn
""")
#: Words of the publisher for itself; in a short line with an appeal they leave no doubt.
OWN_WORDS = frozenset(
    phrases_in("""
our|us|unser|unsere|unseren|unserem|unserer|uns|notre|nos|nous|nuestro|nuestra|nuestros|nuestras|nostro|nostra
nostri|nosso|nossa|nossos|наш|нашу|наши|наших|нашей|нашем|нас|наші|нашого|nasz|naszego|naszą|nasze|nas|náš|našeho
naši|nás|ons|onze|oss|vår|vårt|våra|våre|os|vores|meitä|meidän|bizi|bizim|bültenimize|μας|nostru|noastră|hírlevelünkre
""")
)
#: Beginnings of an appeal in the imperative.
APPEAL_STARTS = phrases_in("""
sign up|subscribe_|get the latest|get our|follow us|follow @|download our|support our|donate_|become a member|join our
melden sie sich|jetzt_|abonnieren sie|folgen sie|folge uns|abonniere_|hier anmelden|bestellen sie|abonnez-vous
inscrivez-vous|suivez-nous|recevez_|rejoignez_|suscríb|síguenos|únete a nuestro|regístrate|apúntate|iscriviti
abbonati|seguici
inscreva-se|assine_|siga-nos|cadastre-se|подпишитесь|подписывайтесь|подпишись|читайте нас в|підпишіться
підписуйтесь|zapisz się|subskrybuj|obserwuj nas|přihlaste se|odebírejte|sledujte nás|schrijf je in|schrijf u in
meld je aan|volg ons|abonneer
prenumerera|följ oss|tilmeld dig|følg os|meld deg på|følg oss|tilaa_|seuraa meitä|abone ol|bültenimize|εγγραφείτε
ακολουθήστε|iratkozz fel|abonează-te|urmărește-ne
""")
#: Labels of a link that open a sentence of an article too.
LABELS_OF_TEXT = phrases_in("""
also:|next:|previous:|opinion:|live:|more:|explore:|in depth:|watch_|video:|see more|recommended_|related_
""")
#: Verbs that report speech; with one of them a line is a sentence about somebody.
SPEECH = frozenset(
    phrases_in("""
said|says|told|added|wrote|sagte|sagt|erklärte|schrieb|teilte|dit|déclaré|déclare|expliqué|dijo|declaró|afirmó
disse|detto|dichiarato|afirmou|сказал|сказала|заявил|заявила|сообщил|сообщила|сообщили|повідомив|повідомила
powiedział|powiedziała|řekl|řekla|zei|zegt|säger|sade|sagde|siger|sier|sanoi
""")
)
#: The three parts of "Reading time: 5 minutes to read"; the first and the last may be absent.
READING_TIME = phrases_in("""
reading time|read time|time to read|estimated reading time|estimated read time|estimated read|lesezeit|lesedauer
temps de lecture|durée de lecture|lecture|tiempo de lectura|lectura|tempo di lettura|lettura|tempo de leitura|leitura
время чтения|время на чтение|читать|час читання|czas czytania|leestijd|lästid|læsetid|lesetid|doba čtení|lukuaika
okuma süresi|χρόνος ανάγνωσης
""")
MINUTES = phrases_in("""
minutes?|mins?|minuten|minutos|minuti|minuty|minut|minuter|minutter|minuuttia|минуты?|минут|мин|хвилини?|хвилин|хв
dakika
dk|λεπτά
""")
TO_READ = phrases_in("""
read|to read|lesezeit|lesen|de lecture|de lectura|di lettura|de leitura|leestijd|lästid|läsning|læsetid|lesetid
czytania|čtení|чтения|читання|на чтение|okuma
""")
#: Their beginnings.
END_STARTS = phrases_in("""
ещё в рубрике|еще в рубрике|больше новостей|підписуйтесь на|więcej o:|więcej z_|meer van_|meer uit_|mer från_
mer om_|mer fra_|flere saker|flere artikler|más de_|περισσότερα από
""")
#: Beginnings of lines of the form for comments.
COMMENT_STARTS = phrases_in("""
ваш адрес email не будет|ваш e-mail не будет|ваша e-mail адреса не|twój adres e-mail nie
je e-mailadres wordt niet|din e-postadress kommer|din e-postadresse vil|sähköpostiosoitettasi ei
e-posta hesabınız|η ηλ. διεύθυνση|لن يتم نشر عنوان
""")
#: Legal notices.
DISCLAIMERS = phrases_in("""
все права защищены|при использовании материалов|любое использование материалов|воспроизведение материалов
мнение редакции может не совпадать|мнение автора может не|усі права захищені|всі права захищені
думка редакції може|wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|všechna práva vyhrazena
alle rechten voorbehouden|alla rättigheter|alle rettigheter|alle rettigheder|kaikki oikeudet
minden jog fenntartva|toate drepturile|tüm hakları|με επιφύλαξη παντός|جميع الحقوق محفوظة|版权所有|未经授权
著作権|無断転載|무단전재|무단 전재|hak cipta
""")
#: Beginnings of a caption or a credit.
CAPTION_STARTS = phrases_in("""
фото:|фото ©|фото_|фотография:|иллюстрация:|источник:|скриншот|архивное фото|коллаж:|на фото|на снимке|світлина:
джерело:|ілюстрація:|на світлині|zdjęcie:|fot.|fot:|źródło:|na zdjęciu|zdjęcie ilustracyjne|ilustrační foto
ilustrační snímek|zdroj:|beeld:|beeld ©|bron:|archieffoto|bild:|arkivbild|genrebild|foto:|arkivfoto
illustrasjonsfoto|kuva:|kép:|fotó:|forrás:|sursa:|fotoğraf:|kaynak:|φωτογραφία|πηγή:|φωτό:|الصورة|صورة من
المصدر:|फोटो|图为|图片来源|图源|资料图|圖為|圖片來源|写真：|写真:|写真・|写真は|画像：|▲|△|사진=|사진 =|사진제공
sumber:|ảnh:|nguồn:
""")
