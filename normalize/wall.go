package normalize

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// A wall is a page that came in the place of the story's: a login, a consent, a
// challenge, "not found", the home page, or whatever shares nothing with what the feed
// says. Then the story is what the feed says: a paper's login is no headline. Who asks
// for a page without an entry gets the page, since nothing says what it should be.

// Reasons why a page is not taken for the entry's, as article.Fetch has them.
const (
	RefusedHome      = "is the home page that its address leads to"
	RefusedGate      = "is one that stands before others"
	RefusedLogin     = "asks to log in"
	RefusedConsent   = "asks for consent"
	RefusedChallenge = "asks who is there"
	RefusedRegion    = "is not for this region"
	RefusedMissing   = "says that there is none"
	RefusedMending   = "is being mended"
	RefusedOther     = "shares nothing with what the feed says"
	RefusedShared    = "is the page of another story of the feed"
	RefusedEmpty     = "holds no story"
	RefusedUnlisted  = "asks not to be indexed"
	RefusedUnnamed   = "does not say that it is at the address with that query"
)

// Refusals are all reasons, each with a word for it.
func Refusals() map[string]string {
	return map[string]string{
		RefusedHome: "home", RefusedGate: "gate", RefusedLogin: "login", RefusedConsent: "consent", RefusedChallenge: "challenge",
		RefusedRegion: "region", RefusedMissing: "missing", RefusedMending: "mending", RefusedOther: "other", RefusedShared: "shared",
		RefusedUnlisted: "unlisted",
		RefusedUnnamed:  "unnamed",
		RefusedEmpty:    "empty",
	}
}

// wallText is how many bytes of text a page may have that says no more than that
// something is in the way.
const wallText = 4000

// wallPath is the path of a page that stands before others.
var wallPath = pattern.Of(`(?i)(?:^|/)(?:log-?in|log-?on|sign-?in|sign-?up|signon|auth|oauth2?|sso|session|account/login|` +
	`users?/(?:login|sign_in)|register|registration|subscribe|subscription|abo|paywall|piano|consent|cookie-?(?:consent|wall)|gdpr|privacy-?(?:gate|wall)|` +
	`age-?(?:check|gate)|captcha|challenge|blocked|unavailable|geo-?block|anmelden|einloggen|connexion|acceso|inloggen|entrar|404|error|` +
	`not-?found|page-not-found|sorry)(?:[./?;]|$)`)

// wallHost is a host that does nothing but let people in.
var wallHost = pattern.Of(`(?i)^(?:log-?in|sign-?in|accounts?|auth|sso|id|idp|passport|consent|cmp|privacy-mgmt|challenges?|myprivacy)\.`)

// wallWords are what the headlines and titles of walls say, by what they are.
var wallWords = []struct {
	reason string
	say    func() *regexp.Regexp
}{
	{RefusedLogin, pattern.Of(`(?i)\b(?:log|sign) ?-?(?:in|on)\b|\bsign up\b|\bcreate (?:an|your) account\b|\bsubscribers? only\b|\bsubscribe (?:now|to read)|` +
		`\b(?:anmelden|anmeldung|einloggen|connexion|se connecter|identifiez-vous|iniciar sesi[oó]n|inicia sesi[oó]n|acceso|acceder|accedi|inloggen|aanmelden|` +
		`zaloguj|logowanie|entrar|iniciar sess[aã]o|logga in|logg inn|log ind|kirjaudu|giri[sş] yap|bejelentkez[eé]s|p[rř]ihl[aá][sš]en[ií]|autentificare)|` +
		`войти|вход|авторизац|увійти|вхід|σύνδεση|ログイン|登录|登入|로그인|เข้าสู่ระบบ|تسجيل الدخول|התחבר|लॉग ?इन`)},
	{RefusedConsent, pattern.Of(`(?i)\bcookies?\b|\bconsent\b|\bprivacy\b|\bbefore you continue\b|\bwith advertis|\bmit werbung\b|\bdatenschutz|\beinwilligung|` +
		`\bzustimm|\bconfidentialit|\bconsentement|\bprivacidad|\bprivacidade|\btoestemming|\bzgod[ay]\b|согласи|クッキー|隐私|쿠키`)},
	{RefusedChallenge, pattern.Of(`(?i)\bjust a moment\b|\bchecking (?:your browser|if the site)|\benable (?:java ?script|cookies)|\bjava ?script (?:is )?(?:required|disabled)|` +
		`\bare you (?:a )?(?:robot|human)|\bcaptcha\b|\baccess (?:to this page has been )?denied\b|\battention required|\bplease wait\b|\bverify(?:ing)? (?:you|that you)|` +
		`\bunusual (?:traffic|activity)|\bbot (?:protection|detection)|\bzugriff verweigert|\bacc[eè]s refus|\bacceso denegado|\bbitte warten|\bver[ií]fi(?:ez|que) que|` +
		`доступ (?:запрещ|ограничен)|проверка браузера|アクセス|请稍候|验证|잠시만`)},
	{RefusedRegion, pattern.Of(`(?i)\bnot available in your (?:region|country|location)|\bunavailable (?:in|for) (?:your|legal)|\bin your country\b|` +
		`\bin ihrem land\b|\bdans votre pays\b|\ben su (?:pa[ií]s|regi[oó]n)|\b451\b`)},
	{RefusedMissing, pattern.Of(`(?i)\b404\b|\b410\b|\b(?:page|article|story|content|document) (?:was |could |can|is |has |you )?(?:not|no longer|n't|cannot)|\bnot found\b|` +
		`\b(?:seite|artikel|beitrag|inhalt) (?:wurde )?nicht (?:gefunden|verf)|\bintrouvable\b|\bno (?:se ha )?encontrad|\bn[aã]o encontrad|\bnon trovat|` +
		`\bniet gevonden\b|\bnie znaleziono|\bbulunamad|\bikke (?:funnet|fundet)|\bhittades inte|\bei löyt|не найден|не знайден|見つかりません|找不到|찾을 수 없`)},
	{RefusedMending, pattern.Of(`(?i)\bmaintenance\b|\bbe right back\b|\bback soon\b|\bunder construction\b|\bwartung(?:sarbeiten)?\b|\bmantenimiento\b|\bmanutenzione\b|` +
		`\btechnical (?:difficulties|problems)|\b50[0234]\b|\btemporarily unavailable|технически[ех] работ|メンテナンス|维护`)},
}

// wall takes the page away if it is not the entry's, and says why it was not taken.
func (r *recipe) wall() {
	if r.page.root == nil || !r.entry.speaks() && r.aside == nil {
		return
	}
	look := r.inTheWay
	if r.aside != nil {
		look = r.announcedWall
	}
	if reason := firstOf(r.doc.Refused, look()); reason != "" {
		r.refused, r.refusedAt = reason, r.doc.FinalURL
		r.doc.FinalURL, r.doc.RobotsTag, r.doc.TDM = r.doc.URL, "", "" // it says nothing of the story
		r.warn("the page %s; the story is what the feed says", reason)
		r.page = &page{meta: map[string][]string{}, links: map[string][]string{}, charset: r.page.charset, at: r.page.at, base: r.page.base}
	}
}

// speaks reports whether an entry says enough to know its page by.
func (e *Entry) speaks() bool { return len(needles(e.Title)) > 0 }

// inTheWay says why a page is not the entry's; it is empty for one that is.
func (r *recipe) inTheWay() string {
	p := r.page
	if reason := r.ledAstray(); reason != "" {
		return reason
	}
	titles := needles(r.entry.Title)
	heads := " " + fold(strings.Join(append([]string{p.title}, p.h1...), " ")) + " "
	if shareOf(titles, spaced(heads)) >= .5 {
		return "" // as nearly always
	}
	text := spaced(heads + visibleText(p.root))
	title, summary := shareOf(titles, text), shareOf(needles(clip(stripTags(r.entry.SummaryHTML+" "+r.entry.ContentHTML), 600)), text)
	if title < .5 && summary < .5 && len(text) < wallText {
		if reason := p.wallIn(heads); reason != "" {
			return reason
		}
	}
	if title == 0 && summary < .34 && (len(titles) > 1 || summary == 0 && len(r.entry.SummaryHTML) > 0) {
		return RefusedOther
	}
	return ""
}

// ledAstray says why the address that an entry's led to is none of a story.
func (r *recipe) ledAstray() string {
	asked, came := webPath(r.doc.URL), webPath(r.doc.FinalURL)
	if asked == nil || came == nil || article.Key(r.doc.URL) == article.Key(r.doc.FinalURL) {
		return ""
	}
	switch {
	case strings.Trim(came.Path, "/") == "" && strings.Trim(asked.Path, "/") != "":
		return RefusedHome
	case wallPath().MatchString(came.Path) && !wallPath().MatchString(asked.Path), wallHost().MatchString(came.Host) && came.Host != asked.Host:
		return RefusedGate
	}
	return ""
}

// wallIn says what stands in the way by a page's headings and fields.
func (p *page) wallIn(heads string) string {
	for _, w := range wallWords {
		if w.say().MatchString(heads) {
			return w.reason
		}
	}
	if hasPassword(p.fields) {
		return RefusedLogin
	}
	return ""
}

// announcedWall says why a page is no story that somebody announces who may not speak
// for it: his words are no measure of it.
func (r *recipe) announcedWall() string {
	p := r.page
	if reason := r.ledAstray(); reason != "" {
		return reason
	}
	if u := webPath(r.doc.FinalURL); u != nil && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return RefusedHome
	}
	if (&article.Article{Reuse: &article.Reuse{Robots: r.robots()}}).Unlisted() {
		return RefusedUnlisted
	}
	// Most sites answer any query, and some with its words: a search shows what is sought.
	if u := webPath(r.doc.FinalURL); u != nil && u.RawQuery != "" && !r.named(r.doc.FinalURL) {
		return RefusedUnnamed
	}
	if p.story() != nil || strings.EqualFold(p.one("og:type"), "article") || p.one("article:published_time") != "" {
		return "" // a story about privacy, or about logging in, may say so
	}
	heads := " " + fold(strings.Join(append([]string{p.title}, p.h1...), " ")) + " "
	if text := visibleText(p.root); len(fold(text)) < wallText {
		return p.wallIn(heads)
	}
	return ""
}

func hasPassword(fields []*html.Node) bool {
	for _, n := range fields {
		if strings.EqualFold(attr(n, "type"), "password") {
			return true
		}
	}
	return false
}

// visibleText is the text of a page as it stands, up to a bound.
func visibleText(root *html.Node) string {
	const most = 256 << 10
	var b strings.Builder
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && b.Len() < most; c = c.NextSibling {
			switch {
			case c.Type == html.TextNode:
				b.WriteString(c.Data)
				b.WriteByte(' ')
			case c.DataAtom == atom.Script || c.DataAtom == atom.Style || c.DataAtom == atom.Template:
			default:
				walk(c)
			}
		}
	}
	walk(root)
	return b.String()
}
