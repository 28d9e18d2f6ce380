"""Phrases that identify boilerplate in further languages, as :mod:`.boilerplate_phrases` has them for six.

They are the most common ones, in lower case: Russian, Ukrainian, Polish, Czech, Dutch, Swedish, Norwegian, Danish,
Finnish, Hungarian, Romanian, Turkish, Greek, Arabic, Hindi, Chinese, Japanese, Korean, Indonesian and Vietnamese.
"""

from __future__ import annotations

from reader.cleaning.dump.phrase_lists import phrases_in

#: Whole lines.
NAVIGATION = frozenset(
    phrases_in("""
поделиться|подписаться|подпишитесь|реклама|главная|новости|меню|поиск|войти|вход|выйти|регистрация
зарегистрироваться
печать|распечатать|версия для печати|скопировать ссылку|ссылка скопирована|наверх|ещё|еще|далее|назад|вперёд
вперед
закрыть|контакты|о проекте|о нас|редакция|рекламодателям|политика|экономика|общество|спорт|культура|в мире
происшествия|мнения|фото|видео|фоторепортаж|читать далее|показать ещё|показать еще|загрузить ещё|рассылка
сохранить
в закладки|теги|темы|правила пользования|пользовательское соглашение|политика конфиденциальности|обратная связь
вконтакте|одноклассники|телеграм|поширити|поділитися|підписатися|підпишіться|головна|новини|пошук|увійти|друк
надрукувати|контакти|про нас|про проект|політика|економіка|суспільство|культура|світ|фото дня|відео|теги
читати далі
показати більше|угода користувача|політика конфіденційності|udostępnij|podziel się|reklama|strona główna
wiadomości
szukaj|zaloguj się|zaloguj|zarejestruj się|drukuj|kontakt|o nas|redakcja|regulamin|polityka prywatności|zamknij
więcej
czytaj więcej|czytaj dalej|pokaż więcej|skopiuj link|wyślij|obserwuj|subskrybuj|prenumerata|sdílet|tisk|hledat
přihlásit se|přihlásit|registrace|domů|zprávy|více|další|zpět|zavřít|kontakty|o nás|redakce|inzerce|předplatné
kopírovat odkaz|uložit|delen|deel|deel dit artikel|afdrukken|zoeken|inloggen|aanmelden|abonneren|abonneer
meer lezen
lees verder|lees meer|sluiten|over ons|advertentie|privacybeleid|cookiebeleid|nieuws|bewaren|volgen
kopieer link|dela
dela artikeln|skriv ut|sök|logga in|prenumerera|läs mer|visa mer|stäng|annons|kontakta oss|om oss|startsida
nyheter
spara|kopiera länk|följ|del|del artikkel|del artikkelen|søk|logg inn|abonner|les mer|vis mer|lukk|annonse
kontakt oss
om oss|forsiden|lagre|del artiklen|log ind|bliv abonnent|læs mere|vis mere|luk|gem|kopiér link|forside|jaa
tulosta
kirjaudu|tilaa|lue lisää|sulje|mainos|etusivu|uutiset|haku|megosztás|nyomtatás|bejelentkezés|keresés|hirdetés
kapcsolat
impresszum|distribuie|tipărește|autentificare|abonează-te|caută|citește mai mult|publicitate|acasă|despre noi
paylaş
yazdır|giriş yap|üye ol|abone ol|ara|ana sayfa|haberler|devamını oku|kapat|reklam|iletişim|hakkımızda|gizlilik
politikası|κοινοποίηση|μοιραστείτε|εκτύπωση|αναζήτηση|σύνδεση|εγγραφή|αρχική|ειδήσεις|διαφήμιση|επικοινωνία
όροι χρήσης|πολιτική απορρήτου|διαβάστε περισσότερα|κλείσιμο|μενού|مشاركة|شارك|طباعة|بحث|تسجيل الدخول|الرئيسية
أخبار|الأخبار|اشترك|اقرأ المزيد|المزيد|إعلان|اتصل بنا|من نحن|سياسة الخصوصية|شروط الاستخدام|حفظ|نسخ الرابط
शेयर करें
होम|खोजें|विज्ञापन|कॉपी लिंक|और पढ़ें|分享|打印|搜索|登录|注册|首页|新闻|更多|关闭|广告|联系我们|关于我们
返回顶部|返回首页
收藏|评论|订阅|复制链接|分享到|大字号|小字号|中字号|字号|登入|註冊|首頁|新聞|搜尋|廣告|聯絡我們|關於我們
隱私政策|シェア
シェアする|ツイート|印刷|検索|ログイン|会員登録|新規登録|ホーム|ニュース|続きを読む|もっと見る|閉じる|広告|pr
お問い合わせ
会社概要|利用規約|プライバシーポリシー|保存|コピー|リンクをコピー|フォロー|特集|特集一覧|공유|공유하기|인쇄
검색|로그인
회원가입|홈|뉴스|더보기|닫기|광고|구독|기사저장|링크복사|url복사|bagikan|cetak|cari|masuk|daftar|beranda|berita
tutup
iklan|hubungi kami|tentang kami|baca selengkapnya|selengkapnya|lihat semua|chia sẻ|tìm kiếm|đăng nhập|đăng ký
trang chủ|tin tức|xem thêm|đóng|quảng cáo|liên hệ
""")
)
NAVIGATION_STARTS = phrases_in("""
перейти к_|к основному содержанию|перейти до_|время чтения|читать полностью|przejdź do_|czas czytania|přejít na_
ga naar_|naar de inhoud|leestijd|hoppa till|gå till innehåll|hopp til_|gå til indhold|siirry sisältöön|ugrás a_
içeriğe geç|μετάβαση στο|انتقل إلى|الانتقال إلى|跳转到|跳到|责任编辑|责编|（责编|(责编|编辑：|来源：
本文へ|本文に|无障碍
""")
#: Whole lines that mark the end if little of the article follows.
END_MARKS = frozenset(
    phrases_in("""
материалы по теме|по теме|читайте также|смотрите также|похожие материалы|похожие новости|самое читаемое
популярное
популярные новости|последние новости|главные новости|главное за день|ещё по теме|еще по теме|другие новости
лента новостей
новости по теме|рекомендуем|выбор редакции|новости партнёров|новости партнеров|об авторе|матеріали за темою
за темою
читайте також|дивіться також|схожі новини|популярне|найпопулярніше|останні новини|головні новини|вибір редакції
новини партнерів|про автора|najczęściej czytane|najnowsze|polecamy|polecane|czytaj także|czytaj również
zobacz także
zobacz również|podobne artykuły|powiązane|więcej na ten temat|o autorze|nejčtenější|související články
související
další články|mohlo by vás zajímat|doporučujeme|nejnovější|o autorovi|meest gelezen|lees ook
meer over dit onderwerp
gerelateerd|gerelateerde artikelen|aanbevolen|laatste nieuws|over de auteur|mest läst|läs också|läs även
läs mer om
relaterat|senaste nytt|senaste nyheterna|mest lest|les også|siste nytt|siste nyheter|relaterte saker|mest læst
læs også
seneste nyt|relaterede artikler|luetuimmat|lue myös|uusimmat|legolvasottabb|ajánljuk|kapcsolódó cikkek
cele mai citite
citește și|articole similare|în çok okunanlar|en çok okunanlar|ilgili haberler|son dakika|son haberler
διαβάστε επίσης
δείτε επίσης|σχετικά άρθρα|δημοφιλή|ροή ειδήσεων|τελευταίες ειδήσεις|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة
الأكثر قراءة
أخبار ذات صلة|آخر الأخبار|相关阅读|相关新闻|相关文章|推荐阅读|热门文章|热点新闻|最新新闻|延伸閱讀
相關新聞|熱門新聞|関連記事|関連ニュース|おすすめ記事|おすすめ|人気記事|アクセスランキング|ランキング|最新記事
最新ニュース|■関連キーワード|この記事を書いた人
관련기사|관련 기사|인기기사|많이 본 뉴스|많이 본 기사|최신기사|baca juga|berita terkait|terpopuler
berita terkini|terkini
tin liên quan|đọc nhiều|xem nhiều|tin mới
""")
)
END_STARTS = phrases_in("""
ещё в рубрике|еще в рубрике|больше новостей|підписуйтесь на|więcej o:|więcej z_|meer van_|meer uit_|mer från_
mer om_
mer fra_|flere saker|flere artikler|más de_|περισσότερα από
""")
#: Titles of the comments.
COMMENT_MARKS = frozenset(
    phrases_in("""
комментарии|комментировать|оставить комментарий|добавить комментарий|все комментарии|обсуждение|коментарі
залишити коментар|додати коментар|усі коментарі|komentarze|dodaj komentarz|skomentuj|komentáře|diskuse
přidat komentář
reacties|reageer|plaats een reactie|geef een reactie|kommentarer|kommentera|skriv en kommentar
legg igjen en kommentar
kommentit|kommentoi|hozzászólások|comentarii|lasă un comentariu|yorumlar|yorum yap|yorum yaz|σχόλια|σχολιάστε
αφήστε ένα σχόλιο|التعليقات|تعليقات|أضف تعليقا|أضف تعليق|اترك تعليقا|टिप्पणियां|发表评论|网友评论|全部评论|留言
發表評論
コメント|コメントする|コメントを書く|댓글|댓글쓰기|komentar|tulis komentar|bình luận|ý kiến bạn đọc
""")
)
COMMENT_STARTS = phrases_in("""
ваш адрес email не будет|ваш e-mail не будет|ваша e-mail адреса не|twój adres e-mail nie
je e-mailadres wordt niet
din e-postadress kommer|din e-postadresse vil|sähköpostiosoitettasi ei|e-posta hesabınız|η ηλ. διεύθυνση
لن يتم نشر عنوان
""")
#: Links to another story, inside or after the article.
TEASER_STARTS = phrases_in("""
читайте также|читайте ещё|читать также|смотрите также|см. также|подробнее:|по теме:|ранее:|также по теме
читайте також
читайте ще|дивіться також|більше про|czytaj także|czytaj też|czytaj również|czytaj więcej|zobacz też
zobacz także
zobacz również|przeczytaj także|przeczytaj też|polecamy:|čtěte také|čtěte i|čtěte též|přečtěte si|více zde
lees ook
lees meer|lees verder|bekijk ook|zie ook|läs också|läs även|läs mer|les også|les mer|se også|læs også|læs mere
lue myös
katso myös|olvasta már|kapcsolódó:|citește și|citește mai mult|vezi și|ayrıca oku|bunu da oku|ilgili haber
διαβάστε επίσης
διαβάστε ακόμα|δείτε επίσης|διαβάστε σχετικά|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضا|ये भी पढ़ें
यह भी पढ़ें
इसे भी पढ़ें|相关阅读|相关报道|相关新闻|延伸阅读|延伸閱讀|推荐阅读|更多阅读|另请参阅|関連記事|関連：|関連:
【関連|あわせて読みたい|併せて読みたい
こちらも|관련기사|관련 기사|baca juga|simak juga|lihat juga|đọc thêm|xem thêm
""")
#: Appeals, certain if the reader is addressed.
PROMOTIONS = phrases_in("""
подписывайтесь|подпишитесь|подписаться на|подписка на|рассылку|рассылка|наш канал|нашем канале|наш телеграм
телеграм-канал
пожертвова|поддержите|підписуйтесь|підпишіться|розсилк|наш канал|телеграм-канал|підтримайте|zapisz się
newslettera
subskrybuj|zaprenumeruj|dołącz do|polub nas|wesprzyj|přihlaste se|odběr|sledujte nás|předplaťte|meld je aan
nieuwsbrief
abonneer je|volg ons|word lid|anmäl dig|nyhetsbrev|prenumerera|följ oss|meld deg på|nyhetsbrev|abonner på
følg oss|tilmeld dig
nyhedsbrev|følg os|tilaa uutiskirje|seuraa meitä|iratkozz fel|hírlevél|kövess minket|abonează-te|urmărește-ne
bülten
abone ol|takip edin|εγγραφείτε|ακολουθήστε|اشترك في|تابعونا|تابعنا|النشرة البريدية|berlangganan
ikuti kami|đăng ký nhận
""")
#: Words that address the reader.
ADDRESSES = frozenset(
    phrases_in("""
вы|вас|вам|ваш|наш|нас|нашу|наши|нашем|нашей|нам|здесь|сейчас|ви|наші|нашу|тут|зараз|się|nas|nasz|nasze|naszego
naszą|tutaj|teraz|nás|náš|naše|zde|je|jij|uw|ons|onze|dig|vår|vårt|våra|oss|deg|vores|meitä|minket|noastră
bizi|buradan|şimdi|μας|σας|εδώ|معنا|لدينا|هنا|kami|anda|chúng tôi|bạn
""")
)
DISCLAIMERS = phrases_in("""
все права защищены|при использовании материалов|любое использование материалов|воспроизведение материалов
мнение редакции может не совпадать|мнение автора может не|усі права захищені|всі права захищені
думка редакції може
wszelkie prawa zastrzeżone|wszystkie prawa zastrzeżone|všechna práva vyhrazena|alle rechten voorbehouden
alla rättigheter|alle rettigheter|alle rettigheder|kaikki oikeudet|minden jog fenntartva|toate drepturile
tüm hakları
με επιφύλαξη παντός|جميع الحقوق محفوظة|版权所有|未经授权|著作権|無断転載|무단전재|무단 전재|hak cipta
""")
CAPTION_STARTS = phrases_in("""
фото:|фото ©|фото_|фотография:|иллюстрация:|источник:|скриншот|архивное фото|коллаж:|на фото|на снимке
світлина:|джерело:
ілюстрація:|на світлині|zdjęcie:|fot.|fot:|źródło:|na zdjęciu|zdjęcie ilustracyjne|ilustrační foto
ilustrační snímek|zdroj:
beeld:|beeld ©|bron:|archieffoto|bild:|arkivbild|genrebild|foto:|arkivfoto|illustrasjonsfoto|kuva:|kép:|fotó:
forrás:
sursa:|fotoğraf:|kaynak:|φωτογραφία|πηγή:|φωτό:|الصورة|صورة من|المصدر:|फोटो|图为|图片来源|图源|资料图|圖為
圖片來源|写真：|写真:|写真・
写真は|画像：|▲|△|사진=|사진 =|사진제공|sumber:|ảnh:|nguồn:
""")
