package normalize

import (
	"regexp"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// agencies are news agencies by the names that credits and datelines use.
var agencies = map[string]string{
	"afp": "AFP", "agencefrancepresse": "AFP", "reuters": "Reuters", "thomsonreuters": "Reuters", "ap": "AP", "associatedpress": "AP", "theassociatedpress": "AP",
	"dpa": "dpa", "deutschepresseagentur": "dpa", "tass": "TASS", "тасс": "TASS", "interfax": "Interfax", "интерфакс": "Interfax", "риановости": "RIA Novosti",
	"rianovosti": "RIA Novosti", "ria": "RIA Novosti", "efe": "EFE", "agenciaefe": "EFE", "ansa": "ANSA", "xinhua": "Xinhua", "apa": "APA", "sid": "SID", "kna": "KNA",
	"epd": "epd", "pa": "PA Media", "pamedia": "PA Media", "pressassociation": "PA Media", "upi": "UPI", "belga": "Belga", "anp": "ANP", "ntb": "NTB", "tt": "TT",
	"ritzau": "Ritzau", "stt": "STT", "kyodo": "Kyodo", "kyodonews": "Kyodo", "yonhap": "Yonhap", "pti": "PTI", "ani": "ANI", "ians": "IANS", "bloomberg": "Bloomberg",
	"lusa": "Lusa", "mti": "MTI", "pap": "PAP", "ctk": "ČTK", "čtk": "ČTK", "tanjug": "Tanjug", "anadolu": "Anadolu", "anadoluagency": "Anadolu", "anadoluajansı": "Anadolu", "anadoluajansi": "Anadolu", "i̇ha": "İHA", "ihlashaberajansı": "İHA", "demirörenhaberajansı": "DHA", "aap": "AAP",
	"thecanadianpress": "The Canadian Press", "canadianpress": "The Canadian Press", "keystonesda": "Keystone-SDA", "sda": "Keystone-SDA", "ukrinform": "Ukrinform", "укрінформ": "Ukrinform",
	"europapress": "Europa Press", "agenciabrasil": "Agência Brasil", "agênciabrasil": "Agência Brasil", "ddp": "ddp", "adnkronos": "Adnkronos", "belta": "BelTA", "unian": "UNIAN",
	"dpaafx": "dpa", "dpainfocom": "dpa", "dpatmn": "dpa", "dpalno": "dpa", "dpalni": "dpa", "dpalbn": "dpa", "dpalhe": "dpa", "dpalby": "dpa", "dpalsw": "dpa", "dpalnw": "dpa", "dpalrs": "dpa",
	"kathpress": "Kathpress", "jiji": "Jiji", "jijipress": "Jiji", "共同通信": "Kyodo", "時事通信": "Jiji", "新华社": "Xinhua", "新華社": "Xinhua", "연합뉴스": "Yonhap", "yonhapnews": "Yonhap",
	"yonhapnewsagency": "Yonhap", "xinhuanewsagency": "Xinhua", "agerpres": "Agerpres", "tasr": "TASR", "télam": "Télam", "notimex": "Notimex", "irna": "IRNA", "укринформ": "Ukrinform",
	"pressassociationpa": "PA Media", "agencefrancepresseafp": "AFP", "associatedpressap": "AP", "deutschepresseagenturdpa": "dpa",
	"ttnyhetsbyrån": "TT", "ritzaubureau": "Ritzau", "suomentietotoimisto": "STT", "agêncialusa": "Lusa", "estadãoconteúdo": "Estadão Conteúdo",
}

// agencyOf is the agency that a name means, or "".
func agencyOf(name string) string {
	if utf8Upper := strings.ToUpper(name); len(name) <= 3 && name != utf8Upper && name != "dpa" && name != "epd" && name != "ddp" {
		return "" // "Pa" is a name, "PA" an agency
	}
	return agencies[squeeze(name)]
}

var (
	// dateline is "PARIS (AFP) —", "LONDON, Nov 23 (Reuters) -" or
	// "Berlin (dpa) -" at the start of a text.
	datelineForm = regexp.MustCompile(`^(\p{Lu}[\p{L}.' /-]{1,40}(?:,\s?\p{Lu}[\p{L}.' ]{1,30})?)(?:,\s[\p{L}]+\.?\s\d{1,2})?\s?\((\p{L}[\p{L} ./,]{1,30})\)\s?[-–—:]+\s?`)
	datelineCaps = regexp.MustCompile(`^(\p{Lu}{3}[\p{Lu} .'/-]{0,40}(?:,\s\p{Lu}[\p{L}. ]{1,25})?)(?:,\s[\p{L}]+\.?\s\d{1,2})?(?:,\s(\p{L}[\p{L} ]{1,20}))?\s?[-–—]{1,2}\s`)
	// creditForm ends a text: "(Reuters)", "(with material from AFP and dpa)",
	// "abc/PAP" in a line of its own.
	creditForm = regexp.MustCompile(`(?:\(([\p{L} /,.:-]{2,60})\)|(?:^|\n)([\p{L}., ]{1,30}/[\p{L}, ]{2,30}))\s*$`)
)

// dateline reads the place, and the agency that may stand with it, from the
// start of the text. The text stays as it is.
func (r *recipe) dateline() {
	text := clip(r.a.BodyText, 300)
	for _, form := range []*regexp.Regexp{datelineForm, datelineCaps} {
		m := form.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		agency := agencyAmong(m[2])
		if agency == "" && form == datelineForm {
			continue
		}
		r.a.Located = strings.TrimSpace(m[1])
		r.note("located", candidate{r.a.Located, "text:dateline", .85}, nil)
		if agency != "" {
			r.a.Agency = agency
			r.note("agency", candidate{agency, "text:dateline", .95}, nil)
		}
		return
	}
}

// agency finds the agency the story came from: JSON-LD, a meta element, the
// byline, the credit at the end of the text.
func (r *recipe) agency() {
	p := r.page
	var candidates []candidate
	add := func(name, source string, confidence float64) {
		for _, part := range strings.FieldsFunc(name, func(c rune) bool { return strings.ContainsRune("/,;|&", c) }) {
			if a := agencyOf(strings.TrimSpace(part)); a != "" && !r.isSite(a) {
				candidates = append(candidates, candidate{a, source, confidence})
			}
		}
	}
	if ld := p.story(); ld != nil {
		add(ld.text("sourceOrganization"), "page.jsonld:sourceOrganization", .95)
		add(ld.text("creditText"), "page.jsonld:creditText", .9)
	}
	for _, key := range []string{"syndication-source", "original-source", "article:source", "source", "dc.source"} {
		for _, v := range p.meta[key] {
			add(v, "page.meta:"+key, .85)
		}
	}
	for _, a := range r.a.Authors {
		add(a.Name, "authors", .95)
	}
	for _, b := range p.bylines {
		if p.heading == "" || p.besideHeadline(b.at, r.a.Headline) {
			add(bySign.ReplaceAllString(b.text, ""), "page.byline", .9)
		}
	}
	add(r.entry.SourceTitle, "feed:source", .8)
	if m := creditForm.FindStringSubmatch(tail(r.a.BodyText, 80)); m != nil {
		add(agencyAmong(m[1]+m[2]), "text:credit", .7)
	}
	if r.a.Agency == "" {
		r.a.Agency = r.choose("agency", candidates...)
	}
	if r.a.Agency != "" {
		r.a.InfoSources = append(r.a.InfoSources, article.Source{Name: r.a.Agency, Role: "agency"})
	}
	// A news sitemap names its own publisher, who syndicates nothing.
	if t := r.entry.SourceTitle; t != "" && agencyOf(t) == "" && t != r.doc.Feed.Title {
		r.a.InfoSources = append(r.a.InfoSources, article.Source{Name: clip(t, 200), Role: "syndicator"})
	}
}

// agencyAmong is the first agency among the words of a credit, or "".
func agencyAmong(credit string) string {
	if a := agencyOf(strings.TrimSpace(credit)); a != "" {
		return a
	}
	for _, part := range strings.FieldsFunc(credit, func(c rune) bool { return strings.ContainsRune("/,;|& ", c) }) {
		if a := agencyOf(part); a != "" && (part == strings.ToUpper(part) || part == a) {
			return a
		}
	}
	return ""
}

// tail is the end of a text, about n bytes of it.
func tail(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[len(s)-n:], "")
}
