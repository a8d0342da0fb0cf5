package normalize

import "strings"

// Bounds of a wall: words of a line that says what it takes to read on, words of
// the text that may still be below it, and how many segments behind the text it
// may stand.
const (
	maxWallLine  = 40
	maxBelowWall = 60
	wallWithin   = 8
)

// wall finds the line at which a teaser ends: it says that the rest is for those
// who pay or log in. What is below it is none of the story.
func (s *survey) wall() {
	first, last, ok := s.cut.Span()
	if !ok {
		return
	}
	end := min(last+wallWithin+1, len(s.cut.Segments))
	from := end
	for from > first+1 && s.kept(from-1, len(s.words)-1) <= maxBelowWall+maxWallLine {
		from--
	}
	for i := from; i < end; i++ {
		if n := s.total(i, i+1); n > maxWallLine || n < 2 {
			continue
		}
		if isWallLine(s.cut.Text(i)) && !s.isOutOfSight(i) {
			s.leave(i, len(s.cut.Segments), "a wall")
			s.page.partial = "the text ends at a wall: " + clip(s.cut.Text(i), 60)
			return
		}
	}
}

// isOutOfSight reports whether a segment stands in an element that is not shown.
func (s *survey) isOutOfSight(i int) bool {
	for n, steps := s.cut.Node(i).Parent, 0; n != nil && steps < 8; n, steps = n.Parent, steps+1 {
		if isHidden(n) {
			return true
		}
	}
	return false
}

// isWallLine reports whether a line says that the rest of a text is for those who
// pay, subscribe or log in.
func isWallLine(line string) bool {
	low := strings.ReplaceAll(strings.ToLower(line), "’", "'")
	found := 0
	wallStems.each(low, func(kind int) { found |= kind })
	const all = pays | reads | rests
	return found&features == 0 && (found&saysSo != 0 || found&all == all)
}

// What a word of a line may be.
const (
	pays = 1 << iota
	reads
	rests
	features
	saysSo
)

var wallStems = func() stemIndex {
	x := stemIndex{}
	x.add(pays, payStems)
	x.add(reads, readStems)
	x.add(rests, restStems)
	x.add(features, featureStems)
	for _, phrase := range wallPhrases {
		x.add(saysSo, []string{phrase + "$"})
	}
	return x
}()

// Stems of what a wall speaks of: those who pay, reading, and the rest of it.
var (
	payStems = stems(`subscri suscri suscríb abonn abo$ assina abbonat abbonam prenum tilaaj tilaus tilaa předplat predplat subskryb prenumer előfizet abonam abonaț pretplat naročn
		подпис абонемент підпис передплат абонат абонам συνδρομ abone اشترك للمشترك الاشتراك اشتراک مشترک מנוי सब्सक्र सदस्य সাবস্ক্র สมาชิก đăng_ký thành_viên langganan berlangganan 有料 購読 订阅 訂閱 付费 구독 유료 회원
		wykup wykupić log_in$ sign_in register$ registr anmeld einlogg connectez identifi iniciar_sesión inicia_sesión regístr inloggen logga_in logg_inn log_ind zaloguj přihla prihlás prijav войд войти увійд σύνδεσ giriş_yap premium`)
	readStems = stems(`read$ reading$ article$ story$ stories$ text$ content$ artikel lesen lies$ gelesen beitrag lire$ lecture$ leer$ leyendo lectura artículo nota$ noticia contenido ler$ lendo$ leitura matéria artigo conteúdo legg articolo lettura contenut lezen$ lees$ läs$ läsa$ artikeln lese$ les$ saken$ læs$ læse$ artiklen lukea lue$ lukemist juttu artikkeli
		czyta przeczyta artykuł číst čtěte čtení článe čítať čítaj olvas cikk citi$ citiți citeș articol čita član чита стать материал διάβασ διαβά άρθρο oku$ okuma okumaya haber içeri قراءة القراءة المقال مطالعه مطلب לקרוא קריאה כתבה पढ़ खबर পড়ুন อ่าน บทความ đọc bài baca$ membaca 記事 続き 読む 阅读 閱讀 全文 文章 기사 전문 읽`)
	// featureStems are of what else may be for those who pay.
	featureStems = stems(`feature funcionalidad función fonctionnal funktion funzion функци comment kommentier comentar`)
	// wallPhrases say it in so many words.
	wallPhrases = []string{
		"exclusive to subscribers", "exclusively for subscribers", "exclusive for subscribers", "for subscribers only", "subscribers only",
		"subscriber-only", "subscriber only", "only for subscribers", "available to subscribers", "available only to subscribers",
		"reserved for subscribers", "reached your limit of free", "already a subscriber", "this story is for members", "members only",
		"nur für abonnenten", "exklusiv für abonnenten", "nur mit abo", "für abonnenten vorbehalten", "bereits abonnent",
		"sie haben bereits ein abo", "monatlich kündbar", "jederzeit kündbar", "cancel anytime", "cancel any time", "sans engagement",
		"cancela cuando quieras", "cancele quando quiser", "disdici quando vuoi", "opzegbaar",
		"réservé aux abonnés", "réservée aux abonnés", "réservés aux abonnés", "réservées aux abonnés", "déjà abonné", "il vous reste",
		"exclusivo para suscriptores", "exclusiva para suscriptores", "solo para suscriptores", "sólo para suscriptores", "ya eres suscriptor",
		"¿ya eres suscriptor", "exclusivo para assinantes", "exclusiva para assinantes", "só para assinantes", "apenas para assinantes",
		"exclusivos para assinantes", "já é assinante",
		"riservato agli abbonati", "riservata agli abbonati", "riservati agli abbonati", "solo per abbonati", "esclusivo per gli abbonati",
		"sei già abbonato", "exclusief voor abonnees", "alleen voor abonnees", "voor abonnees", "endast för prenumeranter", "för prenumeranter",
		"redan prenumerant", "kun for abonnenter", "for abonnenter", "allerede abonnent", "vain tilaajille", "on tilaajille",
		"tylko dla prenumeratorów", "tylko dla subskrybentów", "dla prenumeratorów", "pouze pro předplatitele", "jen pro předplatitele",
		"iba pre predplatiteľov", "len pre predplatiteľov", "csak előfizetőknek", "előfizetőink", "doar pentru abonați", "samo za pretplatnike",
		"samo za naročnike",
		"только для подписчиков", "только подписчикам", "доступен подписчикам", "доступна подписчикам", "тільки для передплатників",
		"лише для передплатників", "само за абонати", "μόνο για συνδρομητές", "sadece aboneler", "abonelere özel", "للمشتركين فقط",
		"ویژه مشترکان", "ویژه مشترکین", "למנויים בלבד", "केवल सदस्यों", "เฉพาะสมาชิก", "dành riêng cho", "khusus pelanggan", "khusus member",
		"有料会員限定", "会員限定", "有料記事", "この記事は有料", "仅限会员", "會員專享", "會員限定", "订阅后", "付费阅读", "유료회원", "유료 회원", "구독자 전용", "회원 전용",
	}
)
