package normalize

import (
	"encoding/json"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxTags bounds the tags of one article.
const maxTags = 50

// tagging is what one part of the page says the story's tags are.
type tagging struct {
	names      []string
	source     string
	confidence float64
}

// tags takes the subjects that the publisher gives the story from whom is
// worth most: one list, as the lists differ in words and would only repeat each
// other. The categories of the feed are added to it.
func (r *recipe) tags() {
	all := r.taggings()
	taken := r.chosenTags(all)
	seen := map[string]bool{}
	add := func(name, source string) {
		if key := strings.ToLower(name); !seen[key] && len(r.a.Tags) < maxTags {
			seen[key] = true
			r.a.Tags = append(r.a.Tags, article.Tag{Name: name, Source: source})
		}
	}
	if taken >= 0 {
		for _, name := range all[taken].names {
			add(name, all[taken].source)
		}
	}
	for _, t := range r.entry.Tags {
		for _, name := range r.tagNames([]string{t}, false) {
			add(name, "feed:category")
		}
	}
	r.noteTags(all, taken)
}

func (r *recipe) noteTags(all []tagging, taken int) {
	if len(r.a.Tags) == 0 {
		return
	}
	var others []candidate
	for i, t := range all {
		if i != taken && len(t.names) > 0 {
			others = append(others, candidate{strings.Join(t.names, ", "), t.source, 0})
		}
	}
	c := candidate{source: "feed:category", confidence: .7}
	if taken >= 0 {
		c = candidate{strings.Join(all[taken].names, ", "), all[taken].source, all[taken].confidence}
	}
	r.note("tags", c, others)
}

// taggings are all who name tags, in the order in which they are believed.
// Links marked as tags are what readers see; lists for search engines often
// say more than the story is about.
func (r *recipe) taggings() []tagging {
	p := r.page
	var all []tagging
	add := func(source string, confidence float64, split bool, lists ...string) {
		if names := r.tagNames(lists, split); len(names) > 0 && !r.isSlug(names) {
			all = append(all, tagging{names, source, confidence})
		}
	}
	add("page.rel:tag", .9, false, unlessCloud(p.tagLinks.rel)...)
	ld := p.story()
	if ld != nil {
		add("page.jsonld:keywords", .9, true, keywordsOf(ld["keywords"])...)
	}
	add("page.meta:article:tag", .9, true, p.meta["article:tag"]...)
	for _, key := range append([]string{"news_keywords", "parsely-tags", "sailthru.tags"}, p.tagKeys()...) {
		add("page.meta:"+key, .8, true, p.meta[key]...)
	}
	add("page.meta:keywords", .6, true, p.meta["keywords"]...)
	add("page.links:tags", .75, false, unlessCloud(p.tagLinks.address)...)
	add("page.class:tags", .75, false, unlessCloud(p.tagLinks.class)...)
	add("page.tagline", .7, true, p.tagLines...)
	if ld != nil {
		for _, property := range []string{"mentions", "about"} {
			add("page.jsonld:"+property, .6, false, namesOf(ld[property])...)
		}
	}
	return all
}

// tagKeys are the meta elements that a publisher has of its own for tags, such as
// "paper:tag" or "custom-keywords".
func (p *page) tagKeys() []string {
	var keys []string
	for key := range p.meta {
		all := strings.FieldsFunc(key, func(c rune) bool { return strings.ContainsRune(":.-_", c) })
		if len(all) == 0 || key == "keywords" || key == "article:tag" || key == "news_keywords" {
			continue
		}
		switch all[len(all)-1] {
		case "tag", "tags", "topic", "topics", "keywords", "subject":
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return slices.DeleteFunc(keys, func(key string) bool { return key == "parsely-tags" || key == "sailthru.tags" })
}

// isSlug reports whether tags are no more than the words of the story's address,
// as some systems make them.
func (r *recipe) isSlug(names []string) bool {
	if len(names) < 3 {
		return false
	}
	address := addressWords(r.a.URL)
	return !slices.ContainsFunc(names, func(n string) bool { return words(n) > 1 || overlap(n, address) < 1 })
}

// chosenTags is the first of the lists, but for two doubts. Keywords for search
// engines that share nothing with the tags that readers see are those of the
// site; and a list of one, which is the section or a heap of words, says less
// than a longer one.
func (r *recipe) chosenTags(all []tagging) int {
	first := -1
	for i, t := range all {
		if t.source == "page.meta:keywords" {
			if seen := firstVisible(all[i+1:]); seen != nil && !share(t.names, seen.names) {
				continue
			}
		}
		if first < 0 {
			first = i
		}
		if len(t.names) > 1 || words(t.names[0]) < 5 && !r.isSectionName(t.names[0]) {
			return i
		}
	}
	return first
}

func firstVisible(all []tagging) *tagging {
	for i := range all {
		if strings.HasPrefix(all[i].source, "page.links:") || strings.HasPrefix(all[i].source, "page.class:") {
			return &all[i]
		}
	}
	return nil
}

// share reports whether two lists have a name in common.
func share(a, b []string) bool {
	in := map[string]bool{}
	for _, n := range a {
		in[squeeze(n)] = true
	}
	return slices.ContainsFunc(b, func(n string) bool { return in[squeeze(n)] })
}

func (r *recipe) isSectionName(name string) bool {
	if ld := r.page.story(); ld != nil && squeeze(plainText(ld.text("articleSection"))) == squeeze(name) {
		return true
	}
	return squeeze(r.page.one("article:section", "og:section", "section")) == squeeze(name)
}

var (
	// tagLabel is what systems write before a keyword to say what kind it is.
	tagLabel = pattern.Of(`(?i)^(?:category|tag|topic|keyword|subject|thema|person|place|organi[sz]ation)\s?:\s*`)
	// noTag are ids, addresses and what machines guessed about the text.
	noTag = pattern.Of(`(?i)^(?:[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{16,}|\d+|nlp\b.*:.*|\S+\.(?:com|org|net|de|fr|it|es|ca|at|ch|co\.uk)|https?:.*|(?-i:[a-z_-]+:\S.*))$`)
)

// tagNames makes clean names of lists of tags: without the site's own name,
// ids, or one name twice in other letters.
func (r *recipe) tagNames(lists []string, split bool) []string {
	var names []string
	seen := map[string]bool{}
	add := func(name string) {
		name = strings.Trim(plainText(name), " ,;#\"“”")
		if strings.Contains(name, ":") {
			name = tagLabel().ReplaceAllString(name, "")
		}
		key := strings.ToLower(name)
		if name == "" || seen[key] || utf8.RuneCountInString(name) > 80 || noTag().MatchString(name) || r.isSiteName(name) ||
			len(names) >= maxTags {
			return
		}
		seen[key] = true
		names = append(names, name)
	}
	for _, list := range lists {
		if !split {
			add(list)
			continue
		}
		for _, name := range strings.FieldsFunc(html.UnescapeString(list), func(c rune) bool { return strings.ContainsRune(",;，、|", c) }) {
			add(name)
		}
	}
	return names
}

// keywordsOf are the keywords of JSON-LD: a string or several, a list written
// as a string, objects with names. What stands alone may hold commas.
func keywordsOf(v any) []string {
	if s, ok := v.(string); ok && strings.HasPrefix(strings.TrimSpace(s), "[") {
		var list []string
		if json.Unmarshal([]byte(s), &list) == nil {
			return list
		}
	}
	return texts(v)
}

// namesOf are the names of the objects of a property, and its plain strings.
func namesOf(v any) []string {
	names := plainTexts(v)
	for _, o := range objects(v) {
		if name := o.text("name"); name != "" && !strings.Contains(name, "://") {
			names = append(names, name)
		}
	}
	return names
}
