package normalize

import "strings"

// furniturePhrases are what lines of furniture consist of, in small letters and
// without marks: labels of advertising and names of buttons. Each stands for
// itself, never for the beginning of a sentence.
var furniturePhrases = phraseSet(`
advertisement, advertisements, advertising, ad, sponsored, sponsored content, continue reading, continue reading below, article continues below, story continues below,
story continues below advertisement, article continues after advertisement, article continues below advertisement, article continues below this ad, story continues after advertisement,
story continues after this advertisement, advertisement continue reading below, scroll to continue, scroll down to continue, advertisement scroll to continue, continue reading the main story,
skip advertisement, this article continues below, remove ads, report ad, paid content, promoted content,
anzeige, anzeigen, werbung, weiterlesen nach der anzeige, nach der anzeige geht es weiter, der text wird nach der anzeige fortgesetzt, der artikel geht unter der anzeige weiter, unter der anzeige geht es weiter, der artikel wird nach der anzeige fortgesetzt, artikel wird unterhalb der anzeige fortgesetzt, weiter nach der werbung, nach der anzeige weiterlesen, anzeige ende,
publicité, la suite après la publicité, la suite de l'article après cette publicité, la suite après cette publicité, la suite de cet article après la publicité, annonce, contenu sponsorisé, suite de l'article après la publicité,
publicidad, anuncio, continúa después de la publicidad, continúa tras la publicidad, sigue después de la publicidad, el artículo continúa después de la publicidad, la noticia continúa después de la publicidad, sigue leyendo después de la publicidad, continúa leyendo después de la publicidad, la noticia sigue tras la publicidad, contenido patrocinado,
publicidade, continua depois da publicidade, continua após a publicidade, continua após publicidade, anúncio, pub, a matéria continua após a publicidade, conteúdo patrocinado,
pubblicità, annuncio, continua a leggere dopo la pubblicità, la notizia continua dopo la pubblicità, l'articolo continua dopo la pubblicità, contenuto sponsorizzato, annuncio pubblicitario,
advertentie, tekst gaat verder onder de advertentie, artikel gaat verder onder de advertentie, lees verder onder de advertentie, reclame, annons, annonser, artikeln fortsätter efter annonsen, artikeln fortsätter under annonsen,
annonse, artikkelen fortsetter under annonsen, saken fortsetter under annonsen, saken fortsetter etter annonsen, artiklen fortsætter efter annoncen, artiklen fortsætter under annoncen, mainos, juttu jatkuu mainoksen jälkeen, juttu jatkuu mainoksen alla,
reklama, reklamy, dalsza część artykułu pod reklamą, dalsza część tekstu pod reklamą, dalsza część artykułu pod materiałem wideo, dalsza część tekstu pod materiałem wideo, dalsza część artykułu pod wideo, dalsza część artykułu pod zdjęciem, ciąg dalszy pod materiałem wideo, dalsza część artykułu znajduje się pod reklamą, ciąg dalszy artykułu pod materiałem wideo, článek pokračuje pod reklamou, pokračovanie článku pod reklamou, hirdetés, a cikk a hirdetés után folytatódik, publicitate,
articolul continuă după publicitate, oglas, tekst se nastavlja ispod oglasa, članak se nastavlja ispod oglasa, nastavak nakon oglasa, реклама, продолжение после рекламы, на правах рекламы, реклама на сайте, продовження після реклами, текст продължава след рекламата,
διαφήμιση, το άρθρο συνεχίζεται μετά τη διαφήμιση, reklam, haberin devamı reklamdan sonra, haberin devamı, إعلان, اعلان, يستمر المقال بعد الإعلان, آگهی, تبلیغات, פרסומת, המשך הכתבה אחרי הפרסומת, विज्ञापन, বিজ্ঞাপন, விளம்பரம், โฆษณา, quảng cáo, iklan, scroll untuk melanjutkan membaca, advertisement scroll to continue with content,
広告, スポンサーリンク, 広告の後に続きがあります, pr, 广告, 廣告, 广告继续阅读, 請繼續往下閱讀, 광고, 广告后继续,
all rights reserved, alle rechte vorbehalten, tous droits réservés, todos los derechos reservados, todos os direitos reservados, riproduzione riservata, tutti i diritti riservati, alle rechten voorbehouden, alla rättigheter förbehållna,
wszelkie prawa zastrzeżone, všechna práva vyhrazena, minden jog fenntartva, toate drepturile rezervate, sva prava pridržana, все права защищены, усі права захищені, всички права запазени, tüm hakları saklıdır, جميع الحقوق محفوظة, 無断転載禁止, 版权所有, 版權所有,
share, share this, share this article, share this story, share article, share on facebook, share on twitter, share on x, share on whatsapp, share on linkedin, share via email, tweet, copy link, copy, link copied, copied, print, print this article, print article, email, e-mail, email this article, save, save article, save for later, bookmark,
facebook, twitter, x, whatsapp, linkedin, pinterest, reddit, telegram, instagram, threads, bluesky, flipboard, messenger, tumblr, xing, pocket, viber, line, gift this article, listen, listen to this article, listen to article, read aloud, text size, font size, comment, comments, leave a comment, view comments, show comments, post a comment, join the conversation,
teilen, artikel teilen, diesen artikel teilen, diesen beitrag teilen, beitrag teilen, merken, drucken, artikel drucken, vorlesen, artikel anhören, artikel vorlesen, kommentare, kommentieren, kommentar schreiben, zu den kommentaren, link kopieren, auf facebook teilen, per e-mail teilen, als pdf, feedback, schrift größer,
partager, partager cet article, partager sur facebook, imprimer, commenter, commentaires, enregistrer, copier le lien, écouter cet article, écouter l'article, réagir, voir les commentaires, envoyer par e-mail,
compartir, compartir en facebook, compartir esta noticia, imprimir, guardar, comentar, comentarios, copiar enlace, escuchar, escuchar artículo, escuchar este artículo, ver comentarios, enviar por correo,
compartilhar, compartilhe, compartilhe esta notícia, partilhar, salvar, comentários, copiar link, ouvir, ouvir artigo, ouvir notícia, ouvir a notícia, ouvir matéria, ouça este artigo, ouça a notícia, condividi, condividi su facebook, stampa, commenta, commenti, salva, copia link, ascolta, ascolta l'articolo, ascolta questo articolo,
delen, deel, deel dit artikel, afdrukken, reageren, reacties, opslaan, kopieer link, luister, luister naar dit artikel, dela, dela artikeln, skriv ut, kommentarer, kommentera, spara, lyssna, del, del artikkel, del artikel, lagre, gem, lyt, lyt til artiklen, jaa, jaa artikkeli, tallenna, kommentoi, kommentit, kuuntele,
udostępnij, drukuj, komentarze, skomentuj, zapisz, posłuchaj, sdílet, tisk, tisknout, komentáře, diskuse, uložit, zdieľať, tlačiť, megosztás, nyomtatás, hozzászólások, distribuie, tipărește, comentarii, podijeli, podeli, ispiši, komentari, komentar,
поделиться, распечатать, комментарии, комментировать, сохранить, скопировать ссылку, слушать, поділитися, роздрукувати, коментарі, зберегти, сподели, принтирай, коментари, подели, κοινοποίηση, εκτύπωση, σχόλια, μοιράσου το, paylaş, yazdır, yorumlar, yorum yap, kaydet, dinle,
مشاركة, شارك, طباعة, تعليقات, التعليقات, حفظ, اشتراک گذاری, چاپ, نظرات, שתפו, שיתוף, הדפסה, תגובות, शेयर करें, कमेंट, প্রিন্ট, শেয়ার, แชร์, พิมพ์, ความคิดเห็น, chia sẻ, in bài viết, bình luận, lưu, bagikan, cetak, komentar, simpan, シェア, シェアする, 印刷, コメント, コメントする, 保存, ツイート, 分享, 打印, 评论, 評論, 收藏, 列印, 留言, 공유, 공유하기, 인쇄, 댓글, 스크랩, 저장`)

// relatedPhrases introduce links to other stories.
var relatedPhrases = phraseSet(`
read more, read also, also read, see also, related, related article, related articles, related stories, related story, related content, related news, related posts, related topics, related coverage, more on this story, more on this topic, more from, you may also like, you might also like, you may also be interested in,
recommended, recommended for you, recommended stories, recommended reading, don't miss, most read, most popular, trending, trending now, popular, popular stories, editor's picks, editors' picks, up next, read next, next article, next story, previous article, previous story, keep reading, further reading, more stories, latest news, latest stories, more news, what to read next, you may like, in case you missed it, icymi, read the full story, read full story, read full article, read the whole story, show more, load more, back to top, click here, watch, watch also, see more, more, continue, learn more,
lesen sie auch, lesen sie mehr, mehr lesen, weiterlesen, mehr zum thema, auch interessant, das könnte sie auch interessieren, das könnte dich auch interessieren, lies auch, zum thema, siehe auch, mehr dazu, passend dazu, verwandte artikel, verwandte themen, ähnliche artikel, weitere artikel, meistgelesen, meistgelesene artikel, empfohlen, nächster artikel, vorheriger artikel, mehr anzeigen, nach oben, lesen sie hier mehr, weitere nachrichten, mehr aus dem ressort,
lire aussi, à lire aussi, lire également, à lire également, à voir aussi, voir aussi, sur le même sujet, lire la suite, articles liés, articles similaires, vous aimerez aussi, à découvrir, pour aller plus loin, les plus lus, à ne pas manquer, dans la même rubrique, voir plus, haut de page, en savoir plus, à lire, notre sélection,
lea también, lee también, leer también, leer más, lea más, te puede interesar, te podría interesar, le puede interesar, también te puede interesar, puede interesarte, relacionado, relacionados, noticias relacionadas, artículos relacionados, ver también, vea también, mira también, más información, lo más leído, no te pierdas, recomendados, recomendado, ver más, seguir leyendo, sigue leyendo, más noticias, en portada,
leia também, leia mais, leia ainda, veja também, veja mais, saiba mais, ver também, confira também, notícias relacionadas, artigos relacionados, mais lidas, mais lidos, ler mais, continuar a ler, continue lendo, recomendadas, você pode gostar, talvez você goste, não perca, últimas notícias, mais notícias,
leggi anche, leggi di più, leggi tutto, leggi l'articolo completo, potrebbe interessarti, potrebbe interessarti anche, ti potrebbe interessare, potrebbero interessarti, vedi anche, approfondisci, per approfondire, correlati, articoli correlati, notizie correlate, i più letti, le più lette, da non perdere, guarda anche, continua a leggere, ultime notizie,
lees ook, lees meer, lees verder, zie ook, bekijk ook, gerelateerd, gerelateerde artikelen, meer over dit onderwerp, meest gelezen, aanbevolen, mis niet, läs också, läs mer, läs även, läs vidare, se även, se också, mer om ämnet, mest läst, relaterade artiklar, les også, les mer, se også, les videre, mest lest, relaterte artikler, læs også, læs mere, mest læste, relaterede artikler, lue myös, lue lisää, katso myös, luetuimmat, aiheesta lisää, lesa meira,
czytaj też, czytaj także, czytaj również, czytaj więcej, czytaj dalej, zobacz też, zobacz także, zobacz również, przeczytaj także, przeczytaj też, więcej na ten temat, powiązane artykuły, polecane, najczęściej czytane, warto przeczytać, čtěte také, čtěte též, čtěte dále, více k tématu, související, související články, přečtěte si také, mohlo by vás zajímat, nejčtenější, čítajte aj, prečítajte si aj, súvisiace články, mohlo by vás zaujímať, kapcsolódó, kapcsolódó cikkek, olvasd el ezt is, ez is érdekelheti, legolvasottabb, citește și, citiți și, citește mai mult, vezi și, pe aceeași temă, te-ar putea interesa,
pročitajte i, pročitajte još, pročitaj i, pročitaj još, čitajte još, povezano, povezane vijesti, vezane vijesti, najčitanije, preberite tudi, preberite še, прочитајте и, повезано, прочетете още, вижте още, още по темата, читайте также, читайте еще, читайте ещё, смотрите также, по теме, читать далее, подробнее, материалы по теме, новости по теме, самое читаемое, другие новости, читайте також, дивіться також, за темою, читати далі, детальніше, чытайце таксама,
διαβάστε επίσης, διαβάστε ακόμη, διαβάστε περισσότερα, δείτε επίσης, σχετικά άρθρα, δημοφιλή, ilgili haber, ilgili haberler, bunlar da ilginizi çekebilir, ilginizi çekebilir, devamını oku, ayrıca bakınız, en çok okunanlar, bunları da okuyun, oxuyun,
اقرأ أيضا, اقرأ أيضًا, اقرأ ايضا, اقرأ المزيد, شاهد أيضا, شاهد أيضًا, مواضيع ذات صلة, مقالات ذات صلة, أخبار ذات صلة, ذات صلة, الأكثر قراءة, بیشتر بخوانید, همچنین بخوانید, مطالب مرتبط, اخبار مرتبط, بیشتر بدانید, مزید پڑھیں, یہ بھی پڑھیں, קראו גם, קראו עוד, ראו גם, עוד בנושא, כתבות נוספות,
यह भी पढ़ें, ये भी पढ़ें, इसे भी पढ़ें, और पढ़ें, संबंधित खबरें, আরও পড়ুন, আরো পড়ুন, மேலும் படிக்க, இதையும் படிக்க, ఇవి కూడా చదవండి, เพิ่มเติม, อ่านเพิ่มเติม, อ่านข่าวเพิ่มเติม, ข่าวที่เกี่ยวข้อง, đọc thêm, xem thêm, tin liên quan, bài liên quan, có thể bạn quan tâm, baca juga, baca selengkapnya, baca lebih lanjut, lihat juga, simak juga, berita terkait, artikel terkait, terpopuler, soma pia,
関連記事, 関連, 関連ニュース, 関連リンク, あわせて読みたい, 合わせて読みたい, こちらもおすすめ, おすすめ記事, もっと読む, 続きを読む, もっと見る, アクセスランキング, 人気記事, 相关阅读, 相关新闻, 相关推荐, 延伸阅读, 推荐阅读, 更多阅读, 更多新闻, 热门推荐, 阅读更多, 查看更多, 相關新聞, 相關閱讀, 延伸閱讀, 推薦閱讀, 閱讀更多, 更多新聞, 你可能也喜歡, 猜你喜欢, 관련기사, 관련 기사, 관련뉴스, 관련 뉴스, 더 읽기, 더보기, 추천기사, 추천 기사, 많이 본 뉴스, 인기기사`)

// phraseSet are phrases that a list parts by commas and line ends.
func phraseSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, phrase := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == '\n' }) {
		if phrase = strings.TrimSpace(phrase); phrase != "" {
			set[phrase] = true
		}
	}
	return set
}

// Words of the sentences in which publishers ask for something.
var (
	followVerbs = phrasesOf("follow", "please follow", "also follow", "join", "subscribe", "like us", "find us", "connect with us", "add us",
		"stay up to date", "stay updated", "you can follow", "click here to join", "click here to follow",
		"folgen sie", "folgt", "folge", "abonnieren sie", "jetzt", "bleiben sie", "werden sie", "suivez", "abonnez-vous", "rejoignez",
		"retrouvez", "sigue", "síguenos", "siga", "sigan", "síganos", "seguinos", "suscríbete", "únete", "únase", "apúntate",
		"siga-nos", "siga o", "siga a", "segue", "segue-nos", "inscreva-se", "participe", "entre no", "acompanhe", "segui", "seguici",
		"seguiteci", "iscriviti", "unisciti", "resta aggiornato", "volg", "word lid", "följ", "følg", "bli med", "seuraa", "liity",
		"śledź", "obserwuj", "dołącz", "subskrybuj", "polub", "sledujte", "přidejte se", "pridajte sa", "kövess", "kövesse", "kövessen",
		"csatlakozz", "csatlakozzon", "urmăriți", "urmărește", "urmăreşte", "pratite", "pridružite se", "spremljajte",
		"подписывайтесь", "подпишитесь", "подпишись", "следите", "читайте нас", "присоединяйтесь", "вступайте", "підписуйтесь", "підписуйтеся",
		"підписуйся", "стежте", "читайте нас", "приєднуйтесь", "последвайте", "следете", "пратите", "придружите се",
		"ακολουθήστε", "ακολουθείστε", "takip edin", "bizi", "تابعوا", "تابع", "تابعونا", "اشترك", "اشتركوا", "انضم", "انضموا", "ما را", "עקבו",
		"הצטרפו", "फॉलो", "जुड़ें", "ติดตาม", "theo dõi", "tham gia", "ikuti", "bergabung", "gabung", "fuata", "jiunge")
	networks = wordList{"whatsapp", "whatsapp-kanal", "telegram", "telegram-kanal", "facebook", "instagram", "youtube", "tiktok", "threads",
		"bluesky", "twitter", "x", "mastodon", "linkedin", "google news", "google noticias", "google actualités", "google haberler", "apple news",
		"flipboard", "viber", "snapchat", "pinterest",
		"wechat", "微信", "微博", "вконтакте", "телеграм", "телеграме", "телеграм-канал", "telegram-канал", "дзен", "дзене", "ватсап", "вайбер",
		"фейсбук", "фейсбуці", "واتساب", "تلغرام", "تليغرام", "تيليجرام", "فيسبوك", "فيس بوك", "تويتر", "تلگرام", "اینستاگرام", "טלגרם",
		"פייסבוק", "וואטסאפ", "व्हाट्सएप", "फेसबुक", "ไลน์", "เฟซบุ๊ก", "zalo"}
	// newsWords are what is promised to those who follow.
	newsWords = wordList{"news", "latest", "updates", "stories", "headlines", "nachrichten", "neuigkeiten", "actualité", "actualités", "infos",
		"noticias", "notícias", "novedades", "actualidad", "notizie", "nieuws", "nyheter", "nyheder", "uutiset", "wiadomości", "informacje",
		"zprávy", "správy", "hírek", "híreinkről", "știri", "știrile", "vijesti", "vesti", "novice",
		"новости", "новостей", "новостями", "новини", "новините", "вести", "ειδήσεις", "νέα", "haberler", "haberleri", "gelişmeleri", "الأخبار",
		"آخر", "اخبار", "חדשות", "खबरें", "ข่าว", "tin tức", "berita"}
	// ours are words by which a publisher speaks of itself.
	ours = wordList{"us", "our", "uns", "unser", "unsere", "unseren", "unserem", "unserer", "nous", "notre", "nos", "nuestro", "nuestra",
		"nuestros", "nuestras", "síguenos", "síganos", "seguinos", "nosso", "nossa", "nossos", "nossas", "siga-nos", "segue-nos", "nostro",
		"nostra", "nostri", "nostre", "seguici", "seguiteci", "ons", "onze", "oss", "vår", "vårt", "våra", "våre", "os", "vores",
		"meitä", "meidän", "nas", "nasz", "nasze", "naszego", "naszym", "naszą", "nás", "náš", "naše", "našeho", "našem", "minket", "bennünket",
		"hírlevelünkre", "csatornánkra", "ne", "nostru", "noastră", "naš", "našu", "našem", "нас", "наш", "нашу", "наша", "наши", "нашей",
		"нашем", "нашій", "нашою", "ни", "нашия", "нашата", "μας", "bizi", "bültenimize", "kanalımıza", "تابعونا", "نشرتنا", "قناتنا", "ما را",
		"خبرنامه ما", "אחרינו", "שלנו", "हमें", "हमारे", "เรา", "chúng tôi", "kami"}
	subscribeVerbs = phrasesOf("sign up", "subscribe", "register", "get our", "get the", "join our", "click here to sign up", "receive",
		"want", "never miss", "melden sie sich", "melde dich", "abonnieren sie", "abonniere", "jetzt", "erhalten sie", "bestellen sie",
		"inscrivez-vous", "abonnez-vous", "recevez", "suscríbete", "suscríbase", "apúntate", "recibe", "reciba", "regístrate",
		"assine", "inscreva-se", "subscreva", "receba", "cadastre-se", "iscriviti", "iscrivetevi", "ricevi", "abonneer", "schrijf je in",
		"schrijf u in", "meld je aan", "ontvang", "prenumerera", "anmäl dig", "få", "meld deg på", "abonner", "tilmeld dig", "tilaa",
		"zapisz się", "zamów", "odebírejte", "přihlaste se", "prihláste sa", "iratkozz fel", "iratkozzon fel", "abonează-te", "abonați-vă",
		"prijavite se", "pretplatite se",
		"подпишитесь", "подписывайтесь", "підпишіться", "абонирайте се", "εγγραφείτε", "abone olun", "kaydolun", "اشترك", "عضو", "הירשמו",
		"สมัคร", "đăng ký", "langganan", "daftar")
	letters = wordList{"newsletter", "newsletters", "news letter", "briefing", "digest", "email", "e-mail", "inbox", "infolettre",
		"lettre d'information", "boletín", "boletines", "boletim", "nieuwsbrief", "nyhetsbrev", "nyhetsbrevet", "nyhedsbrev", "uutiskirje",
		"uutiskirjeemme", "newslettera", "newsletteru", "newsletter-ul", "hírlevél", "hírlevelünkre", "рассылку", "розсилку", "бюлетин",
		"ενημερωτικό δελτίο", "bülten", "bültenimize", "النشرة", "نشرتنا", "خبرنامه", "ניוזלטר", "จดหมายข่าว", "bản tin", "buletin"}
	// boxes are where letters arrive.
	boxes = wordList{"your inbox", "your mailbox", "your email", "ihr postfach", "ihrem postfach", "dein postfach", "deinem postfach",
		"votre boîte", "ta boîte", "tu correo", "su correo", "tu bandeja", "seu e-mail", "seu email", "sua caixa", "tua casella", "tua mail",
		"tua email", "je inbox", "jouw inbox", "uw inbox", "din inkorg", "din innboks", "din indbakke", "swoją skrzynkę", "vaši schránky",
		"на почту", "на пошту", "e-postana", "بريدك"}
	cookies = wordList{"cookie", "cookies", "cookie-uri", "куки", "кукита", "クッキー", "쿠키", "çerez", "çerezleri", "çerezlere", "evästeet",
		"evästeitä", "ملفات تعريف الارتباط", "informasjonskapsler", "einwilligung", "ihre zustimmung", "consentement", "votre accord", "sütik",
		"sütiket", "piškotke", "kolačiće", "ciasteczka", "pliki cookie"}
	content = wordList{"content", "inhalt", "inhalte", "contenu", "contenus", "contenido", "contenidos", "conteúdo", "conteúdos", "contenuto",
		"contenuti", "inhoud", "innehåll", "innehållet", "innhold", "innholdet", "indhold", "indholdet", "sisältö", "sisältöä", "sisällön",
		"treść", "treści", "obsah", "tartalom", "conținut", "conținutul", "sadržaj", "vsebina", "vsebino", "контент", "содержание", "вміст",
		"съдържание", "съдържанието", "περιεχόμενο", "içerik", "içeriği", "المحتوى", "محتوا", "תוכן", "सामग्री", "เนื้อหา", "nội dung", "konten",
		"コンテンツ", "内容", "內容", "콘텐츠", "video", "vidéo", "vídeo", "wideo", "видео", "відео", "post", "tweet", "map", "karte"}
	// permitWords are the words of asking for leave.
	permitWords = wordList{"accept", "accepted", "accepting", "allow", "allowed", "enable", "enabled", "consent", "blocked", "agree",
		"akzeptieren", "akzeptiert", "zustimmen", "zugestimmt", "zustimmung", "einwilligung", "aktivieren", "geladen", "blockiert", "accepté",
		"acceptez", "accepter", "bloqué", "autoriser", "autorisez", "refusé", "accord", "consentement", "aceptar", "aceptado", "acepta", "acepte",
		"bloqueado", "permitir", "aceitar", "aceitou", "aceite", "aceita", "permita", "accettare", "accettato", "accetta", "bloccato", "consenso",
		"accepteren", "geaccepteerd", "accepteer", "toestemming", "geblokkeerd", "godkänna", "godkänn", "godkänt", "tillåt", "godta", "godtatt",
		"samtykke", "tillat", "tillad", "accepter", "hyväksyä", "hyväksy", "sallia", "salli", "zaakceptuj", "zaakceptować", "zgody", "zgodę",
		"zablokowana", "povolte", "souhlas", "souhlasu", "přijmout", "súhlas", "povoľte", "elfogadni", "fogadja", "engedélyezze", "acceptați",
		"accepta", "acordul", "prihvatite", "prihvatili", "sprejmite", "прихватите", "принять", "примите", "приняли", "разрешите", "согласие",
		"прийняти", "прийміть", "дозвольте", "приемете", "αποδεχτείτε", "αποδεχθείτε", "συγκατάθεση", "kabul", "izin", "onay", "قبول", "الموافقة",
		"پذیرش", "אישור", "לאשר", "स्वीकार", "ยอมรับ", "chấp nhận", "terima", "許可", "同意", "接受", "동의", "허용"}
	// spokenHeads begin lines that offer to read the text aloud.
	spokenHeads = phrasesOf("listen to this article", "listen to this story", "listen to the article", "listen to article", "this audio is auto-generated", "this audio was generated", "this article is read by", "audio is generated by ai", "voiced by artificial intelligence",
		"diesen artikel anhören", "artikel anhören", "artikel vorlesen lassen", "beitrag anhören", "automatisch vorgelesen", "écouter cet article", "écoutez cet article", "écouter l'article", "lecture par une voix de synthèse", "escucha este artículo", "escuchar este artículo", "escucha esta noticia", "escuchar artículo",
		"ouça este artigo", "ouça este conteúdo", "ouça esta notícia", "ouvir este artigo", "ouvir artigo", "ascolta questo articolo", "ascolta l'articolo", "ascolta la versione audio", "luister naar dit artikel", "lyssna på artikeln", "lyssna på den här artikeln", "lytt til saken", "lytt til artikkelen", "lyt til artiklen", "kuuntele juttu", "kuuntele artikkeli",
		"posłuchaj artykułu", "posłuchaj tego artykułu", "poslechněte si článek", "poslechnout článek", "vypočujte si článok", "hallgassa meg a cikket", "ascultă articolul", "poslušajte članak", "прослушать статью", "слушать статью", "прослухати статтю", "слухати статтю", "чуйте статията", "ακούστε το άρθρο", "haberi dinle", "haberi sesli dinle", "استمع إلى المقال", "استمع للمقال", "שמעו את הכתבה",
		"यह खबर सुनें", "ฟังบทความ", "nghe bài viết", "dengarkan artikel", "この記事を音声で聴く", "音声で読み上げ", "音声で聞く", "收听本文", "收聽本文", "기사 듣기", "기사를 음성으로 듣기")
)

// Stems of words for advertisements, and for the rest of a text and that it goes on.
var (
	adWords   = stems(`advertis ad$ werbung anzeige$ publicité publicidad publicidade pubblicità advertentie reclame annons annonce reklam hirdetés publicitate oglas реклам διαφήμιση إعلان الإعلان اعلان تبلیغ פרסומת विज्ञापन โฆษณา quảng_cáo iklan mainok mainos 広告 广告 廣告 광고`)
	restStems = stems(`continu keep$ full$ whole$ entire complete$ rest$ remaining unlock$ unlimited weiter ganz vollständig freischalt uneingeschränkt suite$ intégral reste$ complet entier illimit seguir$ sigue$ continú restante resto$ íntegr completo completa ilimitad intero intera tutto$ tutti$ illimitat
		pozostał verder volledig onbeperkt fortsätt hela$ vidare fortsett hele$ videre$ fortsæt jatka koko$ rajoituks dalej$ cał pełn nieogranicz pokračov celý zbytek neomez ďalej tovább teljes korlátlan întreg nelimit nastav ostatak cijel neograničen nadalj дальше далее полн продолж неогранич далі повн продовж още пълн продълж συνέχ ολόκλ πλήρ devam tamam sınırsız
		متابعة لمتابعة كامل بقية ادامه کامل המשך להמשיך המלא पूरा पूरी পুরো ต่อ ทั้งหมด tiếp toàn_bộ đầy_đủ lanjut selengkap penuh 続き 全文 残り 继续 剩余 繼續 剩餘 전체 계속 나머지`)
)
