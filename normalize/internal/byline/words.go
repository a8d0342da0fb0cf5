package byline

// particles are the words within names that are written small.
var particles = set(`de da do dos das del della dello di du des la le el los las van von vom der den ten ter te zu zum zur af av
	bin ibn al el- y e i san st der 't het op d ud ul ur da' ap ben bat wa ole abu bint dela von- auf`)

// says are verbs behind a name: "Can Ak yazdı".
var says = set(`yazdı yazıyor bildiriyor aktardı schreibt berichtet schrijft bericht writes reports écrit escribe scrive escreve
	pisze píše пише пишет raportoi kertoo skriver rapporterer rapporterar`)

// verbs begin a sentence about the one before: "is the harbour correspondent".
var verbs = set(`is was are were has had ist war sind hat est était sont es era son è sono foi é är er on jest był был была je byl`)

// stops are words with which what follows a name begins, or what stands beside
// names: written small.
var stops = set(`in on at for from to special with via updated published posted created last am um vom aus
	für beim zum bei seit unter pour dans mis publié modifié il a à au desde para em no na as às op om på til kl den
	w z ze v ve dne dnes u в на от о из для el le la en con sur sous près nel nella alle ore ud från fra i of`)

// capitalStops are those that papers write with capitals behind a name in full.
var capitalStops = set(`For In At From Em Para Pour Für`)

// offers begin what a page offers beside a name: "View more articles".
var offers = set(`courtesy about view get show see browse`)

// buttons are words of the page beside a name, in capitals too: with those of tail
// only if more words follow.
var (
	buttons = set(`follow email e-mail tweet contact share subscribe updated published posted facebook twitter instagram
	linkedin bluesky mastodon whatsapp modified comments publié veröffentlicht aktualisiert publicado actualizado pubblicato
	aggiornato
		special gepubliceerd opublikowano yayınlanma güncelleme опубликовано обновлено bio profile @`)
	tailed = set(`read view more see show all listen save print get visit photo photos`)
)

// jobs are words for what people of a paper are.
var jobs = set(`editor editors reporter reporters correspondent correspondents writer writers journalist journalists columnist
	columnists contributor contributors producer producers director manager coordinator analyst specialist
	reviewer expert founder co-founder ceo photographer photojournalist blogger critic author professor lecturer researcher
	intern fellow attorney technologist officer administrator engineer scientist adviser advisor economist historian lawyer
	nutritionist dietitian planner gardener president freelance freelancer strategist consultant editor-in-chief editor-at-large
	redakteur redakteurin redakteure korrespondent korrespondentin reporterin journalistin journalisten autorin chefredakteur
	chefredakteurin ressortleiter ressortleiterin volontär volontärin herausgeber herausgeberin leiter leiterin mitglied
	projektleiter projektleiterin pressesprecher pressesprecherin geschäftsführer geschäftsführerin kolumnist kolumnistin
	gastautor gastautorin
	journaliste journalistes correspondant correspondante rédacteur rédactrice envoyé envoyée reporter chroniqueur chroniqueuse
	éditorialiste pigiste
	periodista periodistas redactor redactora corresponsal enviado enviada reportero reportera columnista redacción especial
	giornalista inviato inviata corrispondente redattore redattrice caporedattore cronista
	jornalista repórter correspondente editora colunista estagiário estagiária
	redacteur verslaggever correspondente columniste hoofdredacteur
	redaktör journalistprogrammet korrespondenten redaktør journalistelev toimittaja päätoimittaja erikoistoimittaja
	dziennikarz dziennikarka redaktor redaktorka korespondent korespondentka publicysta novinář novinářka redaktorka zpravodaj
	újságíró szerkesztő tudósító jurnalist jurnalistă novinar novinarka urednik urednica dopisnik
	корреспондент журналист журналистка редактор обозреватель колумнист автор спецкор кореспондент журналіст журналістка оглядач
	новинар новинарка уредник дописник журналист
	δημοσιογράφος συντάκτης ανταποκριτής muhabir muhabiri editör editörü yazar gazeteci temsilcisi
	مراسل مراسلة صحفي صحفية صحافي صحافية محرر محررة كاتب كاتبة خبرنگار सम्पादक संवाददाता पत्रकार रिपोर्टर संपादक ผู้สื่อข่าว
	นักข่าว wartawan jurnalis kontributor koresponden`)

// houses are words for all who work there.
var houses = set(`newsroom newsdesk desk reports wires services agencies reporters staff team editorial redaktion redaktionsteam
	rédaction redacción redazione redação redakcja
	redactie редакция`)

// modifiers stand before the word for a job.
var modifiers = set(`senior junior chief associate managing deputy assistant contributing executive staff special our political
	foreign digital data news sports sport science technology tech business culture arts health education crime
	economics economy environment features investigations investigative local national international world europe marketing
	content community social media general assignment city state harbour bureau guest freelance former the a an
	und für im der die das in leitende leitender freie freier unser unsere nuestro nuestra su grand grande envoyé chef en notre
	la le de especial econômico principal wirtschaft politik kultur sport principal`)

// fusedJobs stand behind the name, in scripts that need no space.
var fusedJobs = []string{"선임기자", "전문기자", "인턴기자", "수습기자", "기자", "특파원", "논설위원", "위원", "앵커", "통신원", "記者", "记者", "特派員", "編集委員",
	"論説委員", "編集部", "通讯员"}

// fromPlaces end a part that names the place of a report.
var fromPlaces = []string{"报导", "報導", "报道", "報道", "电", "電", "讯", "訊"}

// organizations are words with which the names of some begin, which have the words
// between names in them.
var organizations = set(`bundesministerium ministerium ministry minister ministère ministerio ministero ministério institut
	institute instituto istituto department office bureau center centre council committee commission landesanstalt bundesanstalt
	bundesamt
	landesamt landesverband bundesverband university universität université universidad association federation foundation
	stiftung society academy akademie`)

// genitives stand behind those.
var genitives = set(`of for für der des de du di del della dello van voor`)

// accounts are names that systems give to accounts, or print where there is none.
var accounts = lines(`admin|administrator|superuser|super user|root|user|username|webmaster|web master|webadmin|siteadmin|
	site admin|wordpress|test|tester|demo|guest|guest user|undefined|null|none|nil|n/a|na|nan|unknown|anonymous user|no author|
	no-author|noauthor|
	default|default author|author|authors|authorname|author name|name|editor|publisher|postmaster|info|contact|redaktion online|
	false|true|object|[object object]|system|sysadmin|moderator|owner|wpadmin|wp-admin|adminuser|admin user|newsroom admin|
	web editor|cms|
	admin1|user1|user123|unbekannt|inconnu|desconocido|sconosciuto|auteur|autor|autore|autorin|автор|админ|администратор|yönetici|yazar|作者|编辑|管理员|管理員|管理者|관리자|مدير|المحرر|admin1`)

// furniture are words of pages that stand beside names.
var furniture = lines(`read|listen|watch|share|print|uppdaterad|publicerad|oppdatert|publisert|opdateret|udgivet|bijgewerkt|gepubliceerd|päivitetty|julkaistu|aktualizováno|frissítve|atualizado|aggiornato|actualizado|mis à jour|güncellendi|yayınlandı|입력|수정|등록|승인|발행|최종수정|게재|发布|发布时间|更新|更新时间|时间|公開|配信|掲載|更新日|公開日|نشر|نشر في|تاريخ النشر|آخر تحديث|تحديث|
	प्रकाशित|अपडेट|अपडेटेड|เผยแพร่|อัปเดต|פורסם|עודכן|다른기사 보기|다른 기사 보기|구독|구독하기|기자 페이지|더보기|댓글|공유|기사입력|分享|评论|シェア|creative commons|
	letzte aktualisierung|
	weitere beiträge|weitere artikel|ihre nachricht|my account|
	copy link|copy link url|fact checked|fact-checked|paid|editorial process|editorial guidelines|editorial standards|rate story|
	font size|full bio|read full bio|use case|disclosure|affiliate disclosure|verified|expert verified|event type|last updated|
	autoreninfo|zur artikelübersicht|show all articles of|replying|veröffentlicht|verfasst|eingestellt|erstellt|geschrieben|
	publié|publicado|pubblicato|geplaatst|publicerad|опубликовано|share|comments|comment|print|email|e-mail|facebook|twitter|x|
	instagram|linkedin|threads|bluesky|whatsapp|telegram|youtube|tiktok|follow|subscribe|newsletter|save|listen|read more|more|
	menu|home|search|login|sign in|advertisement|
	text|texte|texto|testo|tekst|words|written|interview|photo|photos|foto|fotos|video|bild|bilder|image|images|illustration|
	illustrations|reviewer|expert reviewer|source|quelle|updated|published|posted|by|von|par|por|and|und|et|y|the|bio|about|
	about the author|profile|
	monday|tuesday|wednesday|thursday|friday|saturday|sunday|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|
	mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|today|yesterday|heute|
	gestern|
	news|opinion|exclusive|breaking|analysis|press release|pressemitteilung|sponsored|sponsored content|independent`)

// places are those of more than one word that stand behind names.
var places = lines(`नई दिल्ली|नयी दिल्ली|new york|new york city|los angeles|san francisco|san diego|las vegas|washington dc|
	washington d.c.|
	washington, d.c.|new delhi|hong kong|tel aviv|buenos aires|mexico city|rio de janeiro|são paulo|cape town|kuala lumpur|
	abu dhabi|saudi arabia|
	south korea|north korea|new zealand|south africa|united states|united kingdom|st petersburg|st. petersburg|san juan|santa fe|
	new orleans|salt lake city|san antonio|la paz|san josé|san salvador|port-au-prince|den haag|frankfurt am main|nueva york|
	nueva delhi|ciudad de méxico|
	la habana|bad homburg|são tomé|el cairo|addis ababa|addis abeba|ho chi minh city|phnom penh|st. gallen|st. louis|fort
	worth|san josé de costa rica`)
