package normalize

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxTags bounds the tags of one article.
const maxTags = 50

// tagLine is how pages introduce the tags below a story.
var tagLine = regexp.MustCompile(`(?i)^(?:read more about|more about|more on|topics?|tags?|keywords?|filed under|related topics?|themen|schlagw(?:orte|örter)|mehr zum thema|sujets?|mots[- ]clés|en savoir plus sur|temas|etiquetas|palabras clave|argomenti|теги|темы|тэги|ключевые слова|читайте также о|метки|теми|tematy|słowa kluczowe|trefwoorden|onderwerpen|ämnen|emner)\s*[:：]\s*(.+)$`)

// tags collects the subjects that the publisher gives the story, from all who
// name any, the page's own line of tags included.
func (r *recipe) tags() {
	p := r.page
	seen := map[string]bool{}
	add := func(name, source string) {
		name = strings.Trim(plainText(name), " ,;#")
		key := strings.ToLower(name)
		if name == "" || seen[key] || utf8.RuneCountInString(name) > 80 || len(r.a.Tags) >= maxTags {
			return
		}
		seen[key] = true
		r.a.Tags = append(r.a.Tags, article.Tag{Name: name, Source: source})
	}
	split := func(list, source string) {
		for _, name := range strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ';' || c == '，' || c == '、' || c == '|' }) {
			add(name, source)
		}
	}
	for _, line := range r.page.tagLines {
		split(line, "page.tagline")
	}
	if ld := p.story(); ld != nil {
		switch k := ld["keywords"].(type) {
		case string:
			if !strings.HasPrefix(k, "[") || !splitJSON(k, add) {
				split(k, "page.jsonld:keywords")
			}
		default:
			for _, t := range texts(k) {
				add(t, "page.jsonld:keywords")
			}
		}
	}
	for _, v := range p.meta["article:tag"] {
		split(v, "page.meta:article:tag")
	}
	for _, key := range []string{"news_keywords", "keywords", "parsely-tags", "sailthru.tags"} {
		if len(r.a.Tags) > 0 {
			break // lists for search engines say more than the story is about
		}
		for _, v := range p.meta[key] {
			split(v, "page.meta:"+key)
		}
	}
	for _, t := range r.entry.Tags {
		add(t, "feed:category")
	}
}

// splitJSON reads keywords that are a list written as a string.
func splitJSON(s string, add func(name, source string)) bool {
	var list []string
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return false
	}
	for _, t := range list {
		add(t, "page.jsonld:keywords")
	}
	return true
}

// section is the part of the paper the story stands in.
func (r *recipe) section() {
	p := r.page
	var candidates []candidate
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{plainText(ld.text("articleSection")), "page.jsonld:articleSection", .9})
	}
	candidates = append(candidates, p.metaCandidates(.85, "article:section", "og:section", "section", "parsely-section", "articlesection")...)
	for i := range candidates {
		if len(candidates[i].value) > 100 {
			candidates[i].value = ""
		}
	}
	r.a.Section = r.choose("section", candidates...)
}
