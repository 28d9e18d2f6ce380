"""Phrases that identify boilerplate: general ones, none of a single outlet.

A phrase is a whole line, the start of a line, or part of a short line. All are in lower case. An
underscore is a blank that belongs to the phrase. Besides English there are common phrases in German, French, Spanish,
Italian and Portuguese; those of further languages are in :mod:`.further_phrases`.
"""

from __future__ import annotations

from reader.cleaning.dump import further_phrases as further
from reader.cleaning.dump.further_phrases import phrases_in

#: Whole lines, without punctuation and digits at their ends.
NAVIGATION = frozenset(
    phrases_in("""
copied to clipboard|copy to clipboard|playing now|now playing|unmute|save for later|always active
strictly necessary cookies|performance cookies|functional cookies|targeting cookies|social media cookies
manage consent preferences|cookie list|allow all|confirm my choices|share|tweet|pin|pin it|save|print
email|e-mail|home|homepage|news|menu|search|login|log in|sign in|sign up
register|subscribe|follow|close|more|next|previous|prev|back|top|back to top|tags|tag|topics|topic|text size
font size|small|medium|large|aa|a a|view all|see all|show all|all|copy link|link copied|copy|facebook|twitter
whatsapp|linkedin|reddit|pinterest|flipboard|pocket|messenger|telegram|instagram|youtube|tiktok|threads|bluesky
google|rss|buffer|total|shares|bookmark|save article|saved|like|likes|reply|flag|report|edit|print article
order reprints|listen|play|pause|mute|video|videos|photos|gallery|live|watch|read more|learn more|find out more
show more|load more|more info|details|continue|submit|send|ok|accept|accept cookies|accept all|reject all
cookie settings|cookie policy|manage cookies|settings|privacy policy|privacy|terms|terms of use|terms of service
terms and conditions|contact|contact us|about|about us|help|careers|advertise|advertise with us|sitemap|site map
newsletter|newsletters|download|loading|published|updated|by|posted|in|on|from|image|images|photo|skip ad|skip
or|and|go|go to homepage|us|world|sport|sports|business|politics|opinion|entertainment|health|science|technology
tech|travel|lifestyle|culture|weather|local|national|adchoices|ad choices|breaking news|breaking|latest
exclusive|feature|features|analysis|review|reviews|editorial|column|story|article|blog|teilen|drucken|startseite
suche|suchen|anmelden|registrieren|abonnieren|mehr|weiter|zurück|schließen|merken|folgen|menü|kontakt|impressum
datenschutz|datenschutzerklärung|nutzungsbedingungen|agb|vorlesen|artikel teilen|nach oben|zur startseite
weiterlesen|mehr lesen|link kopieren|per e-mail teilen|twittern|artikel drucken|schlagworte|themen|partager
imprimer|accueil|rechercher|connexion|se connecter|s'abonner|abonnez-vous|suivre|fermer|enregistrer|envoyer
lire la suite|voir plus|mentions légales|contactez-nous|copier le lien|retour en haut|compartir|imprimir|inicio
buscar|iniciar sesión|suscribirse|suscríbete|seguir|cerrar|guardar|leer más|ver más|aviso legal
política de privacidad|contacto|copiar enlace|publicidad|publicité|pubblicità|publicidade|anzeige|werbung
condividi|stampa|cerca|accedi|abbonati|chiudi|salva|leggi tutto|continua a leggere|contatti|compartilhar|entrar
assinar|assine|fechar|salvar|leia mais|saiba mais|contato|advertisement|advert|ad|ads|sponsored|promoted
""")
    + further.NAVIGATION
)

#: Titles of a list of the page's own sections, or of its topics.
CONTENTS = frozenset(
    phrases_in("""
in this article|in this story|in this post|in this guide|table of contents|contents|on this page|jump to
in diesem artikel|inhalt|inhaltsverzeichnis|sommaire|dans cet article|en este artículo|contenido
in questo articolo
neste artigo
""")
)
#: Beginnings of notices that a page shows a browser before its content, of any length.
NOTICE_STARTS = phrases_in("""
we use cookies|we and our partners|this website uses cookies|this site uses cookies|our website uses cookies
please refresh the page|please refresh your browser|your browser is|wir verwenden cookies
diese website verwendet
we care about your privacy|we value your privacy|we respect your privacy|when you visit our website, we store
when you visit any web site, it may|when you visit any website, it may|under the california consumer
these cookies are necessary|these cookies allow us|these cookies enable|these cookies may be|these cookies are set
these cookies collect|you may exercise your right|if you have enabled privacy controls|please note that opting-out
because we respect your right to privacy|click on the different category headings|all information these cookies
if you do not allow these|you can set your browser to block|they may be used by those companies
diese cookies|wir und unsere partner|ces cookies|estas cookies|questi cookie|estes cookies|este sitio web utiliza
ihr browser ist|nous utilisons des cookies|utilizamos cookies|utilizziamo cookie|usamos cookies
""")

#: Lines, whole or by their start, that mark the end if little of the article follows.
END_MARKS = frozenset(
    phrases_in("""
you might be interested in|you may be interested in|you may like|related|related articles|related stories
related content|related news|related posts|related topics|related links
related items|related coverage|most read|most viewed|most popular|popular|popular posts|trending
trending stories|trending now|trending news|top stories|top news|latest news|latest stories|latest articles
latest posts|latest videos|recent posts|recent articles|recommended|recommended for you|recommended stories
you may also like|you might also like|you might like|more for you|read next|up next|what to read next
next article|previous article|next post|previous post|more stories|more news|more articles|more like this
more on this story|more on this|more on this topic|more to explore|also in the news|around the web
from around the web|from the web|sponsored content|sponsored links|paid content|promoted stories
promoted content|don't miss|in case you missed it|editor's picks|editors' picks|editor's choice|top story
our picks|about the author|about the authors|about the writer|author bio|end of article|the end|explore more
discover more|follow us on social media|share this article|share this story|share this post|share this page
this article was written by|other stories|other news|other articles|see also|further reading|similar articles
similar posts|stories for you|hot topics|topics|aus dem ressort|die autorin|der autor|zur autorin|zum autor
über die autor:in|zur person|mehr artikel|l'auteur|sur l'auteur|à propos de l'auteur|sobre el autor
sobre la autora|l'autore|l'autrice|sobre o autor|sobre a autora|meistgelesen|mehr zum thema|zum thema
das könnte sie auch interessieren|das könnte dich auch interessieren|auch interessant|ähnliche artikel
weitere artikel|weitere themen|weitere nachrichten|verwandte themen|verwandte artikel|neueste artikel
aktuelle nachrichten|mehr aus|lesen sie auch|über den autor|über die autorin|top-themen|empfohlene artikel
mehr nachrichten|à lire aussi|sur le même sujet|articles liés|les plus lus|à ne pas manquer
dans la même rubrique|plus d'articles|artículos relacionados|noticias relacionadas|lo más leído|lo más visto
te puede interesar|más noticias|más información|articoli correlati|potrebbe interessarti
potrebbe interessarti anche|i più letti|leggi anche|ultime notizie|artigos relacionados|notícias relacionadas
mais lidas|você também pode gostar|leia também|últimas notícias|últimas noticias
""")
    + further.END_MARKS
)
END_STARTS = further.END_STARTS + phrases_in("""
skip next section|more from_|more stories from|more in_|more on_|more about_|related: top|latest from
most read in|most read|you may also_|you might also_|recommended for_|recommended by|trending in|trending on
read more from|read more about|more great_|also in_|mehr von_|mehr aus_|mehr zu_|plus de_|más de_|altro da_
mais de_|tagged_|tags:|filed under|posted in
""")
#: Titles of the comments; everything after them is by other people.
COMMENT_MARKS = frozenset(
    phrases_in("""
comments|comment|leave a reply|leave a comment|leave a response|leave your comment|add a comment|add comment
post a comment|post comment|write a comment|view comments|show comments|read comments|your comments
join the discussion|join the conversation|join the debate|discussion|conversation|replies|reply|responses
reader comments|readers' comments|what readers say|what our readers say|reader responses|have your say
what do you think|tell us what you think|comments are closed|cancel reply
load comments|all comments|view all comments|kommentare|kommentar|kommentar schreiben|kommentare anzeigen
leserkommentare|alle kommentare|ihre meinung|kommentar verfassen|kommentieren|diskutieren sie mit
schreibe einen kommentar|commentaires|commentaire
laisser un commentaire|réactions|vos réactions|vos commentaires|comentarios|comentario|deja un comentario
deja una respuesta|commenti|commento
lascia un commento|comentários|comentário|deixe um comentário|deixe uma resposta
""")
    + further.COMMENT_MARKS
)
#: Those that are titles and hardly ever buttons.
COMMENT_TITLES = frozenset(
    phrases_in("""
comments|reader comments|readers' comments|your comments|all comments|user comments|latest comments|top comments
kommentare|leserkommentare|alle kommentare|commentaires|vos commentaires|comentarios|commenti|comentários
reacties
kommentarer|kommentarer|komentarze|komentáře|комментарии|коментарі|комментарии читателей|σχόλια|yorumlar
التعليقات
تعليقات|评论|網友評論|网友评论|コメント|댓글|komentar|bình luận
""")
)
COMMENT_STARTS = further.COMMENT_STARTS + phrases_in("""
leave a reply|leave a comment|post a comment|comments are|comments (|comment (|view comments
you must be logged in to|your email address will not be published|your e-mail address will not
want to join the discussion|feel free to contribute|required fields|be the first to comment|sign in to comment
log in to comment|log in to leave|login to comment|please log in to|please login to
you must confirm your public display|comments on this|comments for this|join the conversation|show comments
there are no comments|no comments|notify me of|save my name, email|this site uses akismet|learn how your comment
commenting on this|we encourage all readers|comments have been closed|this comment|hide comments
what are your thoughts|join our commenting|schreiben sie einen kommentar|ihre e-mail-adresse wird nicht
deine e-mail-adresse wird nicht|votre adresse e-mail ne sera|tu dirección de correo electrónico no
il tuo indirizzo email non|o seu endereço de email não|o seu endereço de e-mail não
""")

NAVIGATION_STARTS = further.NAVIGATION_STARTS + phrases_in("""
skip to_|skip past_|skip advert|skip ad_|jump to_|jump directly|go to homepage|go to the_|back to_|click here
click for_|view all|see all_|sign in_|log in_|open in_|opens in_|gift this article|tap to_|load more|show more
show all|listen to this
read aloud|download the_|get the app|download our|continue reading|scroll to continue|scroll down
story continues|article continues|advertisement|text size|share on|share this|share with|share via|share link
copy link|print this|email this|save this|©|copyright ©|copyright (c)|all rights reserved|we use cookies
this website uses|this site uses|by continuing to|this page|your browser|you are using|please enable
enable javascript|javascript is|please wait|select your|choose your|toggle_|use left|swipe_|press_|enlarge
expand_|hide caption|toggle caption|close this|min read|minute read|read time|reading time|estimated read
this article is more than|image 1 of|site map|filed to:|post continues|remove ad|report this ad|open this photo
author of the article|view our_|after newsletter
end of dialog|beginning of dialog|thanks for signing up|thank you for signing|thank you for registering
thanks for registering|there was an error|a welcome email
we encountered an issue|this advertisement has|we apologize, but|tap here|this video|the video|video player
sorry,_|something went wrong|an error occurred|an error has occurred|loading com|loading more
this story is for subscribers|this article is for subscribers|this content is for subscribers|please try again
please check your
please enter|quotes delayed|real-time quotes|market data|text superimposed|trending:|zum inhalt|zur navigation
zur suche|zur startseite
weiter zum|direkt zum|zum hauptinhalt|springe zu|inhalt anspringen|artikel anhören|diesen artikel|seite drucken
lesezeit|aller au contenu|passer au contenu|temps de lecture|saltar al|ir al contenido|tiempo de lectura
vai al contenuto|tempo di lettura|pular para|ir para o|tempo de leitura|reading:|min.
""")

#: Links to another story, inside or after the article.
TEASER_STARTS = further.TEASER_STARTS + phrases_in("""
read more:|read more_|read more>|read also|also read|read:|read next|read about|read the full|read our|related:
related article|related story|related_|see also|see more|more:|more on:|more from|watch:|watch_|listen:|also on_
don't miss|recommended:|recommended_|up next|you may also|you might also|explore:|in depth:|also:|also see
also watch|must read|next:|previous:|opinion:|live:|in pictures:|video:|lesen sie auch|lesen sie mehr
lesen sie hier|lesen sie dazu|lies auch|lies mehr|lest auch|mehr zum thema|mehr dazu|auch interessant|siehe auch
mehr lesen|zum artikel|hier lesen|weiterlesen|passend dazu|auch lesenswert|lire aussi|à lire aussi|à lire :
à lire:|voir aussi|lire :|lire également|lea también|lea además|leer más|lee también|te puede interesar
ver también|le puede interesar|vea también|leggi anche|leggi tutto|leggi:|guarda anche|vedi anche
potrebbe interessarti|leia também|leia mais|veja também|saiba mais|veja mais|confira também
""")

#: Appeals and legal notices; certain in a short line, or if the reader is addressed.
PROMOTIONS = further.PROMOTIONS + phrases_in("""
sign up|signing up|get the latest|send tips|strictly necessary|newsletter|subscribe|subscrib|subscription
our app|news app|download our|support our|support us|donate|donation|become a member|member of our|follow us
follow @|follow him on|follow her on|follow them on|follow me on|follow on twitter|on facebook|on twitter
on instagram|like us on|have a story|got a story|story to tell|story to share|got a tip|news tip|get in touch
contact us|email us|e-mail us|write to us|email address|enter your email|valid email|privacy policy|terms of use
terms of service|terms and conditions|terms & conditions|cookie|unsubscribe|premium content|free trial
special offer|first month|per month|per week|click here|to your inbox|in your inbox|your inbox|delivered to
push notification|notifications|preferred source|google news|breaking news alert|join us on|join our
whatsapp channel|our whatsapp|our podcast|our facebook|our twitter|our telegram|ad free|ad-free|ad blocker
adblock|free access|full access|access to this content|already a subscriber|already a member|log in|sign in
create an account|create your|free of charge|our journalism|independent journalism|reader-supported
reader supported|registering for free|welcome email|junk folder|exclusive articles|unlimited online access
support local journalism|daily email|news email|emails from|be emailed|weekly digest|delivered weekday
breaking news alerts|special reports|best of our coverage|real-time updates|email alerts|free account
to continue reading|share it with|thanks for watching|buying through us|promo code
use the code|trending news|news of the day|enjoy the latest|requires javascript|morning briefing
buy us a
support quality|make a contribution|tell us|abonnieren sie|folgen sie|melden sie sich
jetzt abonnieren|jetzt testen|jetzt bestellen|probeabo|datenschutzerklärung|ihre e-mail|kostenlos testen
abonnez-vous|inscrivez-vous|suivez-nous|suscríbete|suscríbase|síguenos|regístrate|boletín|iscriviti|abbonati
seguici|inscreva-se|assine|siga-nos|cadastre-se
""")
#: Words that address the reader; they tell an appeal from a sentence that mentions one.
ADDRESSES = frozenset(
    phrases_in("""
you|your|you're|you'll|our|us|we|we'd|we'll|here|now|today|sie|ihre|ihren|uns|unser|unseren|unsere|jetzt|hier
euch|du|dein|deine|vous|votre|vos|nous|notre|nos|ici|tu|te|tus|nuestro|nuestra|nuestros|aquí|usted|ti|tuo|tua
nostro|nostra|ci|qui|você|seu|sua|nosso|nossa|aqui
""")
    + further.ADDRESSES
)

DISCLAIMERS = further.DISCLAIMERS + phrases_in("""
views expressed|views and opinions expressed|opinions expressed|opinion expressed|views in this article
do not necessarily reflect|does not necessarily reflect|not necessarily those of|not necessarily represent
are those of the author|are the author's own|are solely those|the author's own|author’s own
the views of the author|do not represent the views|affiliate link|affiliate commission|earn a commission
earn commission|we may earn|may receive a commission|may receive compensation|a small commission
for informational purposes only|not intended as|nor is it intended|not investment advice|financial advice
material may not be published|may not be reproduced|all rights reserved|this story was originally published
has no position in any|originally appeared on|republished with permission
geben nicht unbedingt|gibt die meinung|spiegeln nicht|spiegelt nicht|alle rechte vorbehalten
tous droits réservés|n'engagent que|no reflejan necesariamente|todos los derechos reservados
tutti i diritti riservati|todos os direitos reservados|não refletem necessariamente
""")
#: Credits of other contributors.
CONTRIBUTIONS = phrases_in("""
reporting by|editing by|additional reporting|writing by|with reporting by|with files from|compiled by|edited by
contributed to this report|contributed to this content|contributed reporting
contributed to this story|contributed to this article|contributed from|write to_|contact the author
contact the reporter|reach the author|our standards:
""")

#: Words of captions that are rare in stories: who stands where, and what the picture shows.
PICTURE_WORDS = phrases_in("""
, left,|, right,|, center,|, centre,|(left)|(right)|(l)|(r)|, left.|, right.|from left|from right|second left
second right|far left,|far right,|pictured|in this picture|in this photo|in this image|this photo|is seen_
are seen_|seen here|is shown|are shown|poses for|pose for|poses with|pose with|poses at|looks on|look on
speaks during|speaks at|speaks to reporters|attends a_|attends the|walks past|walk past|stands in|stand in front
arrives at|arrives for|arrive for|arrive at|gestures|shakes hands|shake hands|file picture|illustration|artist's
screenshot|photographed|, showing_|an undated|undated_|on display|, links,|, rechts,|(links)|(rechts)|im bild
auf dem bild|à gauche|à droite|a la izquierda|a la derecha|a sinistra|a destra|à esquerda|à direita
""")
