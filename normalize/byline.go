package normalize

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxAuthors bounds the authors of one story.
const maxAuthors = 20

var (
	// bySign starts a byline, in the languages of news.
	bySign = regexp.MustCompile(`(?i)^(?:(?:written|reported|posted|story|words|text|article|created|published)\s+by|by|von|par|por|door|av|af|autor(?:in|en|a|es)?|auteurs?|autore|author|авторы?|автор|текст|di|da|de|ایجاد|от|od|fra|tekst|kirjoittanut|írta|przez)\s*[:\s]\s*`)
	// between stands between two names.
	between = regexp.MustCompile(`(?i)\s*(?:;|\||•|·|\n|\s+(?:and|und|et|y|e|og|och|en|und|i|и|та|ve|ja|és|με|και|with|mit|avec|con)\s+|\s*&\s*|,\s*|，|、)\s*`)
	// afterName begins what follows names in a byline: a date, a place, a job.
	afterName = regexp.MustCompile(`(?i)\s+(?:\d{1,2}[./ ]|\d{4}|january|february|march|april|may\s\d|june|july|august|september|october|november|december|updated|published|veröffentlicht|for\s|in\s[A-Z]).*$`)
	jobTitle  = regexp.MustCompile(`(?i)^(?:published|updated|posted|created)\b.*$|^(?:senior|staff|chief|political|foreign|our|special|sports|news)?\s*(?:correspondent|reporter|editor|writer|journalist|staff|contributor|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journaliste|rédacteur|redactor|reporters|admin|administrator|guest|desk|newsroom|team|journalists?|in\s.*)$`)
	handle    = regexp.MustCompile(`\s*\(?@\w+\)?`)
)

// authors finds who wrote the story: the people or organisations of JSON-LD,
// of meta elements, of the byline, of the feed; the first that names any.
func (r *recipe) authors() {
	p := r.page
	type source struct {
		names      []article.Author
		name       string
		confidence float64
	}
	var sources []source
	if ld := p.story(); ld != nil {
		sources = append(sources, source{r.authorsOfLD(ld), "page.jsonld:author", .95})
	}
	for _, key := range []string{"author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "cxenseparse:author", "cse-authors", "og:article:author"} {
		var names []article.Author
		for _, v := range p.meta[key] {
			names = append(names, r.splitNames(v)...)
		}
		sources = append(sources, source{names, "page.meta:" + key, .85})
	}
	var marked []article.Author
	for _, b := range p.bylines {
		if names := r.splitNames(b); len(names) > 0 {
			marked = append(marked, names...)
			if len(marked) > 4 {
				break
			}
		}
	}
	var fed []article.Author
	for _, person := range r.entry.Authors {
		for _, a := range r.splitNames(person.Name) {
			a.URL = person.URL
			fed = append(fed, a)
		}
	}
	sources = append(sources, source{marked, "page.byline", .7}, source{fed, "feed:author", .7})
	var rejected []candidate
	for _, s := range sources {
		names := unique(s.names)
		if len(names) == 0 {
			continue
		}
		if len(r.a.Authors) == 0 {
			r.a.Authors = names
			r.note("authors", candidate{joinNames(names), s.name, s.confidence}, nil)
			continue
		}
		rejected = append(rejected, candidate{joinNames(names), s.name, 0})
	}
	if f, ok := r.a.Provenance.Fields["authors"]; ok {
		r.note("authors", candidate{joinNames(r.a.Authors), f.Source, f.Confidence}, rejected)
	}
	for _, b := range p.bylines {
		if bySign.MatchString(b) && words(b) < 20 {
			r.a.Byline = clip(fold(b), 300)
			break
		}
	}
	if r.a.Byline == "" && len(r.a.Authors) > 0 {
		r.a.Byline = clip(joinNames(r.a.Authors), 300)
	}
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
			for i := range names {
				if o.is("Organization", "NewsMediaOrganization", "Corporation") && names[i].Kind == "person" {
					names[i].Kind = "org"
				}
				if len(names) == 1 {
					names[i].URL = address
				}
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
// as "By" before them.
func (r *recipe) splitNames(s string) []article.Author {
	s = plainText(s)
	if s == "" || len(s) > 400 || strings.Contains(s, "://") {
		return nil
	}
	s = bySign.ReplaceAllString(s, "")
	s = handle.ReplaceAllString(s, "")
	var list []article.Author
	for _, name := range between.Split(s, -1) {
		name = strings.Trim(bySign.ReplaceAllString(strings.TrimSpace(name), ""), " -–—:,.|/")
		name = strings.TrimSpace(afterName.ReplaceAllString(name, ""))
		if !isName(name) {
			continue
		}
		list = append(list, article.Author{Name: name, Kind: r.kindOf(name)})
		if len(list) == maxAuthors {
			break
		}
	}
	return list
}

// isName reports whether text can be a name.
func isName(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < 2 || n > 70 || words(s) > 7 || strings.ContainsAny(s, "@<>{}[]=#") || jobTitle.MatchString(s) {
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

// kindOf tells people from organisations and agencies.
func (r *recipe) kindOf(name string) string {
	if agencyOf(name) != "" {
		return "agency"
	}
	if r.isSite(name) || orgWord.MatchString(name) {
		return "org"
	}
	return "person"
}

var orgWord = regexp.MustCompile(`(?i)\b(?:newsroom|redaktion|editorial|staff|team|desk|news|agency|agentur|agencia|times|post|gazette|herald|tribune|press|media|magazine|zeitung|redacción|rédaction|redazione|редакция|office|ministry|university|online|tv)\b`)

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
