package normalize

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/agency"
)

// maxAuthors bounds the authors of one story.
const maxAuthors = 20

var (
	// bySign starts a byline, in the languages of news.
	bySign = regexp.MustCompile(`(?i)^(?:(?:all |more |view all |see all )?(?:posts|articles|stories) (?:by|from)|more (?:by|from)|(?:alles|mehr) von|(?:zeige )?alle (?:beiträge|artikel) von|(?:written|reported|posted|story|words|text|article|created|published)\s+by|(?:eingestellt|veröffentlicht|geschrieben|verfasst|erstellt|publié|rédigé|écrit|publicado|escrito|postado|scritto|pubblicato|geschreven|skrevet|skriven|publicerad)\s+(?:von|par|por|da|door|av|af)|by|von|par|por|door|av|af|autor(?:in|en|a|es)?|auteurs?|autore|author|авторы?|автор|текст|di|da|de|ایجاد|от|od|fra|tekst|kirjoittanut|írta|przez)\s*[:\s]\s*`)
	// between stands between two names.
	between = regexp.MustCompile(`(?i)\s*(?:,\s*(?:and|und|et|y|og|och|en|&)\s+|;|\||•|·|\n|/|\s+(?:and|und|et|y|e|og|och|en|und|i|и|та|ve|ja|és|με|και|with|mit|avec|con)\s+|\s*&\s*|,\s*|，|、)\s*`)
	// afterName begins what follows names in a byline: a date, a place, a job.
	afterName = regexp.MustCompile(`(?i)\s+(?:\d{1,2}[./ ]|\d{4}|january|february|march|april|may\s\d|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s\d|updated|published|veröffentlicht|for\s|in\s[A-Z]).*$|\s+(?:in|on|at|am|um|vom|den|le|el|il|@|\|)$`)
	jobTitle  = regexp.MustCompile(`(?i)^(?:published|updated|posted|created)\b.*$|^(?:senior|staff|chief|political|foreign|our|special|sports|news)?\s*(?:correspondent|reporter|editor|writer|journalist|(?:marketing |content |managing )?(?:director|manager|coordinator)|staff|contributor|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journaliste|rédacteur|redactor|reporters|admin|administrator|guest|desk|newsroom|team|journalists?|in\s.*|no author|unknown)$`)
	// jobAfter is a job behind a name: "Ann Lee (Data Analyst)", "Ann Lee Senior Editor", "Ann Lee - Remote Work".
	jobAfter = regexp.MustCompile(`(?i)\s*(?:\([^()]*\s[^()]*\)|\s[-–—]\s.*|(?:\s(?:senior|chief|associate|managing|deputy|content|marketing|staff|contributing|political|foreign|digital|data|executive|news|sports|science|technology|business))*\s(?:director|manager|editor|editor-in-chief|reporter|correspondent|writer|coordinator|analyst|specialist|journalist|columnist|contributor|producer|reviewer|redakteur(?:in)?|korrespondent(?:in)?|journaliste|redactor(?:a)?))$`)
	// jobBehind is a job between commas: "Ann Lee, Head of Data & Digital Security Expert".
	jobBehind = regexp.MustCompile(`(?i)[,|]\s*(?:[\pL.'’/&-]+\s+){0,5}(?:director|manager|editor|editor-in-chief|reporter|correspondent|writer|coordinator|analyst|specialist|journalist|columnist|contributor|producer|reviewer|expert|founder|ceo|redakteur(?:in)?|korrespondent(?:in)?|journaliste|redactor(?:a)?)\s*(?:[,;|]|$)`)
	// degree is what stands behind a name and is none: "PhD", "M.D.", "RDN".
	degree = regexp.MustCompile(`^(?:Ph\.?\s?D|[MD]\.?\s?D|M\.?\s?[AS]c?|B\.?\s?[AS]c?|Esq|Jr|Sr|II|III|[A-Z]{2,6}(?:-[A-Z]{1,4})?)\.?$`)
	// aDate is what stands beside a name and is none: "Aug 14", "21. Januar".
	aDate = regexp.MustCompile(`^(?:\p{L}{3,9}\.?\s\d{1,2}(?:,?\s\d{4})?|\d{1,2}\.?\s\p{L}{3,9}\.?(?:\s\d{4})?)$`)
	// roleLabel is what a name did, before it: "Text: Ann Lee".
	roleLabel = regexp.MustCompile(`^\p{L}{3,15}:\s*`)
	// pictureBy names who made the pictures.
	pictureBy = regexp.MustCompile(`(?i)^(?:photos?|photographs?|pictures?|images?|fotos?|bild(?:er)?|video|zdjęci[ae]|фото)\b`)
	// desk is a byline that names a newsroom instead of people.
	desk   = regexp.MustCompile(`(?i)^(?:by |von |von der |the )?(redaktion|newsroom|newsdesk|news desk|staff writer|staff reporter|editorial (?:team|staff)|redacción|rédaction|la rédaction|redazione|redakcja|редакция)$`)
	handle = regexp.MustCompile(`(?:^|[\s(])@\w+\)?`)
	mail   = regexp.MustCompile(`\(?[\w.+-]+@[\w-]+\.[\w.-]+\)?`)
	// noName are what is left of a byline's words where the name is missing.
	noName = regexp.MustCompile(`(?i)^(?:(?:written|posted|published)?\s*(?:by|von|par|por|door)|veröffentlicht|eingestellt|erstellt|publié|publicado|pubblicato|publicerad|courtesy\b.*|.*\bwww\..*|(?:the\s+)?(?:author|autor)s?|written|автор|text|texte|words|interview|fotos?|illustrations?|reviewer|expert reviewer|bluesky|facebook|twitter|instagram|linkedin|threads|whatsapp|e-?mail|.*(?:\d:\d|getty|istock|\bimages?\b|\bphoto\b|follow\b|\bread\b|\bview\b|\b[ap]m\b).*)$`)
	// writtenBy labels the author in the cards of Twitter, as WordPress writes them.
	writtenBy = regexp.MustCompile(`(?i)^(?:written by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|geschreven door|skriven av|skrevet av|napisane przez|написано автором|автор|yazan)`)
)

// spokenBy begins a byline that no class marks. "De" and "di" are left out: they
// begin sentences.
var spokenBy = phrasesOf("written by", "reported by", "posted by", "story by", "words by", "text by", "by", "von", "par", "por", "door", "av", "af", "автор", "текст", "przez", "írta")

// spokenInFull are those after which one word is a name.
var spokenInFull = phrasesOf("written by", "reported by", "posted by", "story by", "words by", "text by")

// beginsByline reports whether a line begins as bylines do, with words behind it.
func beginsByline(line string) bool {
	line = strings.TrimSpace(line)
	rest, _, ok := spokenBy.after(line)
	before, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(line, rest))
	return ok && rest != "" && unicode.IsSpace(before)
}

func (r *recipe) authorsOfLD(ld object) []article.Author {
	var list []article.Author
	for _, property := range []string{"author", "creator"} {
		for _, o := range objects(ld[property]) {
			name, address := o.text("name"), ""
			if strings.Contains(name, "://") {
				continue
			}
			if u := texts(o["url"]); len(u) > 0 {
				address = r.page.url(u[0])
			}
			names := r.splitNames(name)
			if o.is("Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO", "CollegeOrUniversity") {
				names = asOrganization(name, names)
			}
			if len(names) == 1 {
				names[0].URL = address
			}
			list = append(list, names...)
		}
		for _, s := range plainTexts(ld[property]) {
			list = append(list, r.splitNames(s)...)
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}

// asOrganization is the one organisation that a name stands for, with the "and"
// in it: but "The Times and AFP" are two.
func asOrganization(name string, parts []article.Author) []article.Author {
	for i := range parts {
		if parts[i].Kind == "agency" {
			return parts
		}
		parts[i].Kind = "org"
	}
	if name = plainText(name); len(parts) > 1 && isName(name) && !strings.ContainsAny(name, ",;|/") {
		return []article.Author{{Name: name, Kind: "org"}}
	}
	return parts
}

// plainTexts are the strings of a value that are no objects.
func plainTexts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}

// splitNames reads a byline: one name or several, with or without a word such
// as "By" before them. Pages name an author in many places, so each line is read
// once.
func (r *recipe) splitNames(s string) []article.Author {
	if s == "" || len(s) > maxByline {
		return nil
	}
	names, known := r.page.split[s]
	if !known {
		if r.page.split == nil {
			r.page.split = map[string][]article.Author{}
		}
		names = r.readNames(plainText(s))
		r.page.split[s] = names
	}
	return slices.Clone(names)
}

// maxByline is the longest byline, in bytes, with its markup.
const maxByline = 1000

func (r *recipe) readNames(s string) []article.Author {
	if s == "" || len(s) > 400 || strings.Contains(s, "://") {
		return nil
	}
	s = bySign.ReplaceAllString(s, "")
	if strings.Contains(s, "@") {
		s = handle.ReplaceAllString(mail.ReplaceAllString(s, ""), "")
	}
	if strings.ContainsAny(s, ",|") {
		s = jobBehind.ReplaceAllString(s, ",")
	}
	var list []article.Author
	for _, name := range between.Split(s, -1) {
		name = strings.Trim(bySign.ReplaceAllString(strings.TrimSpace(name), ""), " -–—:,.|/")
		if pictureBy.MatchString(name) {
			continue
		}
		name = strings.TrimSpace(afterName.ReplaceAllString(name, ""))
		name = withoutJob(roleLabel.ReplaceAllString(name, ""))
		if !isName(name) || aDate.MatchString(name) || len(list) > 0 && degree.MatchString(name) && agency.Of(name, r.page.lang) == "" {
			continue
		}
		list = append(list, article.Author{Name: name, Kind: r.kindOf(name)})
		if len(list) == maxAuthors {
			break
		}
	}
	return list
}

// withoutJob is a name without the job behind it: not if too little is left for
// a name in full.
func withoutJob(name string) string {
	if short := jobAfter.ReplaceAllString(name, ""); words(short) >= 2 {
		return short
	}
	return name
}

// isName reports whether text can be a name.
func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 70 || words(s) > 7 || strings.ContainsAny(s, "@<>{}[]=#©") || jobTitle.MatchString(s) || noName.MatchString(s) {
		return false
	}
	letters, digits := 0, 0
	for _, c := range s {
		switch {
		case unicode.IsLetter(c):
			letters++
		case unicode.IsDigit(c):
			digits++
		}
	}
	return letters >= 2 && digits <= 3
}

// particles are the words within names that are written small.
var particles = map[string]bool{
	"de": true, "da": true, "do": true, "dos": true, "das": true, "del": true, "della": true, "di": true, "du": true, "des": true, "la": true, "le": true, "el": true,
	"van": true, "von": true, "der": true, "den": true, "ten": true, "ter": true, "zu": true, "af": true, "av": true, "bin": true, "ibn": true, "al": true, "y": true, "e": true,
}

// isPlainName reports whether every word of a name is written as names are: a
// line of the page is no byline if a part of it is not.
func isPlainName(name string) bool {
	fields := strings.Fields(name)
	if len(fields) > 5 {
		return false
	}
	for _, w := range fields {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsLower(first) && !particles[w] && agency.Of(w, "") == "" {
			return false
		}
	}
	return true
}

// kindOf tells people from organisations and agencies.
func (r *recipe) kindOf(name string) string {
	if agency.Of(name, r.page.lang) != "" {
		return "agency"
	}
	if r.isSite(name) || orgWord.MatchString(name) {
		return "org"
	}
	return "person"
}

var orgWord = regexp.MustCompile(`(?i)\b(?:newsroom|redaktion|editorial|staff|team|desk|news|agency|agentur|agencia|times|post|gazette|herald|tribune|press|media|magazine|zeitung|redacción|rédaction|redazione|редакция|office|ministry|university|online|tv|gmbh|inc|ltd|llc|e\.\s?v|stiftung|verlag|verein|verband|foundation|institute|association|society|agencies)\b`)

func unique(list []article.Author) []article.Author {
	seen := map[string]bool{}
	var out []article.Author
	for _, a := range list {
		key := squeeze(a.Name)
		if !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}

func joinNames(list []article.Author) string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.Name
	}
	return strings.Join(names, ", ")
}
