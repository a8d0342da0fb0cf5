package normalize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
)

// credit is who one part of the page or the feed says wrote the story.
type credit struct {
	names      []article.Author
	source     string
	confidence float64
}

// authorKeys are the meta elements that name authors, the most exact first.
var authorKeys = []string{
	"author", "article:author", "article:author_name", "parsely-author", "sailthru.author", "citation_author",
	"citation_authors", "dc.creator", "dcterms.creator",
	"dc:creator", "dc.author", "byl", "article:byline", "cxenseparse:author", "cse-authors", "og:article:author", "og:author",
	"articleauthor", "article_author", "creator",
}

// authors finds who wrote the story: the first of JSON-LD, meta elements, the
// byline and the feed that names anybody. The site's own name only counts where
// nobody names a person.
func (r *recipe) authors() {
	credits := r.credits()
	if taken := r.firstCredit(credits); taken >= 0 {
		taken = r.saidInstead(credits, taken)
		c := credits[taken]
		c.names = r.inOwnName(inFull(c.names, credits[taken+1:]))
		r.a.Authors = c.names
		var others []candidate
		for i, o := range credits {
			if i != taken && len(o.names) > 0 {
				others = append(others, candidate{joinNames(o.names), o.source, 0})
			}
		}
		r.note("authors", candidate{joinNames(c.names), c.source, c.confidence}, others)
	}
	r.byline()
}

// credits are all who name authors, in the order in which they are believed.
func (r *recipe) credits() []credit {
	p := r.page
	var all []credit
	add := func(source string, confidence float64, names []article.Author) {
		all = append(all, credit{r.withoutHouse(unique(names)), source, confidence})
	}
	if ld := p.story(); ld != nil { // data that lists the site beside people means it
		all = append(all, credit{unique(r.authorsOfLD(ld)), "page.jsonld:author", .95})
	}
	for _, c := range r.metaCredits() {
		add(c.source, c.confidence, c.names)
	}
	marked, beside := r.markedNames()
	if web := p.webPage(); web != nil && p.story() == nil && !inFullAll(marked) {
		add("page.jsonld:WebPage.author", .8, r.authorsOfLD(web))
	}
	if beside {
		add("page.byline", .7, marked)
	}
	if web := p.webPage(); web != nil && p.story() == nil {
		add("page.jsonld:WebPage.author", .7, r.authorsOfLD(web))
	}
	var fed []article.Author
	for _, person := range r.entry.Authors {
		home := p.url(person.URL)
		if strings.HasPrefix(person.Name, "@") { // a handle is one name, whatever is in it
			fed = append(fed, article.Author{Name: fold(person.Name), Kind: "person", URL: home})
			continue
		}
		for _, a := range r.splitNames(person.Name) {
			a.URL = home
			fed = append(fed, a)
		}
	}
	add("feed:author", .7, fed)
	add("page.text:byline", .6, r.spokenNames())
	if !beside {
		add("page.byline", .7, marked)
	}
	add("text:dateline", .6, r.datelineNames())
	for _, ask := range r.textCredits() {
		if taken := r.firstCredit(all); taken >= 0 && anyInFull(all[taken].names) {
			break
		}
		add(ask.source, ask.confidence, ask.names())
	}
	add("page.byline:desk", .3, r.deskName())
	return all
}

// metaCredits are those of meta elements.
func (r *recipe) metaCredits() (list []credit) {
	for _, key := range authorKeys {
		var names []article.Author
		for _, v := range r.page.meta[key] {
			if strings.HasPrefix(key, "citation_") {
				v = turned(v)
			}
			names = append(names, r.splitNames(v)...)
		}
		list = append(list, credit{names, "page.meta:" + key, .85})
	}
	if label := r.page.one("twitter:label1"); writtenBy().MatchString(label) {
		name := r.page.one("twitter:data1")
		list = append(list, credit{r.splitNames(name), "page.meta:twitter:data1", .85})
	}
	return list
}

// question asks a part of the page for who wrote the story.
type question struct {
	names      func() []article.Author
	source     string
	confidence float64
}

// textCredits ask the text and the lines around it, one after the other until a
// person is named in full.
func (r *recipe) textCredits() [8]question {
	return [8]question{
		{r.boxedNames, "page.byline:box", .6},
		{r.portrayedNames, "page.portrait", .6},
		{r.lastNames, "page.text:below", .6},
		{r.detailNames, "page.text:details", .5},
		{r.farNames, "page.text:label", .6},
		{func() []article.Author { return r.nameOf(r.page.edges.signedFirst) }, "page.text:first", .55},
		{func() []article.Author { return r.nameOf(r.page.edges.signedLast) }, "page.text:last", .45},
		{r.ownerNames, "page.site", .4},
	}
}

// anyInFull reports whether one of the names is that of a person, in full.
func anyInFull(names []article.Author) bool {
	return slices.ContainsFunc(names, func(a article.Author) bool { return a.Kind == "person" && (words(a.Name) > 1 || isUncased(a.Name)) })
}

// inFullAll reports whether names are all those of people, in full.
func inFullAll(names []article.Author) bool {
	for _, n := range names {
		if n.Kind != "person" || words(n.Name) < 2 {
			return false
		}
	}
	return len(names) > 0
}

// turned is "Lee, Ann", as catalogues of papers have it, as "Ann Lee".
func turned(name string) string {
	if last, first, ok := strings.Cut(name, ","); ok && !strings.ContainsAny(first, ",;") {
		return strings.TrimSpace(first) + " " + strings.TrimSpace(last)
	}
	return name
}

// withoutHouse drops the site's own name beside the people who wrote for it.
func (r *recipe) withoutHouse(names []article.Author) []article.Author {
	var people []article.Author
	for _, n := range names {
		if n.Kind == "person" || n.Kind == "agency" || !r.isSite(n.Name) {
			people = append(people, n)
		}
	}
	if len(people) == 0 {
		return names
	}
	return people
}

// firstCredit is the first credit with names, a credit to more than the site
// before one to the site alone; -1 if there is none.
func (r *recipe) firstCredit(credits []credit) int {
	taken := -1
	for i, c := range credits {
		if len(c.names) == 0 {
			continue
		}
		if taken < 0 {
			taken = i
		}
		if !onlyOrgs(credits[taken].names) && !isHandle(credits[taken].names) {
			break
		}
		believed := c.confidence > .55 || c.confidence > .5 && r.isSite(credits[taken].names[0].Name)
		clear := c.confidence >= .7 || len(c.names) == 1 || c.source == "page.text:byline"
		if c.names[0].Kind == "person" && words(c.names[0].Name) >= 2 && believed && clear {
			taken = i
			break
		}
	}
	return taken
}

func onlyOrgs(names []article.Author) bool {
	for _, n := range names {
		if n.Kind != "org" {
			return false
		}
	}
	return true
}

// togetherWithin is how many bytes of text may stand between the names of one
// byline that has an element for each.
const togetherWithin = 120

// markedNames are the names in elements that call themselves bylines: those
// that stand together, beside the headline if any do. A line of which a part is
// no name is none.
func (r *recipe) markedNames() (names []article.Author, besideHeadline bool) {
	type line struct {
		names  []article.Author
		at     int
		beside bool
	}
	var lines []line
	beside := false
	for _, b := range r.page.bylines {
		names, ok := r.lineOfNames(b.text)
		if !ok && b.marked {
			names, ok = r.nickname(b.text)
		}
		if ok {
			near := r.page.besideHeadline(b.at, r.a.Headline)
			if !near && !b.marked && isWord(names) { // a section, or a label
				continue
			}
			lines, beside = append(lines, line{names, b.at, near}), beside || near
		}
	}
	var list []article.Author
	last := 0
	for _, l := range lines {
		switch {
		case beside && !l.beside:
		case len(list) > 0 && l.at-last > togetherWithin:
			return withoutSections(withoutLonger(list)), beside
		default:
			list, last = append(list, l.names...), l.at
		}
	}
	if !beside && len(unique(list)) > maxFarNames { // a menu of columnists
		return nil, false
	}
	return withoutSections(withoutLonger(list)), beside
}

// maxFarNames is how many authors a page may name that stand beside no headline.
const maxFarNames = 5

// nickname is a name of one word in small letters, as blogs have them.
func (r *recipe) nickname(line string) ([]article.Author, bool) {
	names := r.splitNames(line)
	if len(names) != 1 || words(names[0].Name) != 1 {
		return nil, false
	}
	return names, true
}

// withoutLonger drops a name that adds a job, a date or a note's number to another, and the
// first name alone of who is named in full.
func withoutLonger(list []article.Author) []article.Author {
	var out []article.Author
	for i, a := range list {
		spare := false
		for j, b := range list {
			if i == j || a.Name == b.Name {
				continue
			}
			longer := words(b.Name) >= 2 && (strings.HasPrefix(a.Name, b.Name+" ") || strings.HasSuffix(a.Name, b.Name))
			noted := strings.TrimRight(a.Name, "0123456789") == b.Name
			first := words(a.Name) == 1 && words(b.Name) <= 3 && (strings.HasPrefix(b.Name, a.Name+" ") || isAccountOf(a.Name, b.Name))
			spare = spare || longer || noted || first
		}
		if !spare {
			out = append(out, a)
		}
	}
	return out
}

// withoutSections drops names of one word in capitals beside those of people in full:
// cards of authors hold the sections of papers, too.
func withoutSections(list []article.Author) []article.Author {
	if !anyInFull(list) {
		return list
	}
	return slices.DeleteFunc(list, func(a article.Author) bool {
		first, _ := utf8.DecodeRuneInString(a.Name)
		return a.Kind == "person" && words(a.Name) == 1 && unicode.IsUpper(first)
	})
}

// byline keeps the line itself, as the page has it, else as it would read.
func (r *recipe) byline() {
	for _, b := range r.page.bylines {
		if byline.IsLabelled(b.text) && words(b.text) < 20 {
			r.a.Byline = clip(fold(b.text), 300)
			return
		}
	}
	for _, s := range r.page.spoken {
		if len(r.a.Authors) > 0 && strings.Contains(s.text, r.a.Authors[0].Name) && words(s.text) < 20 {
			r.a.Byline = clip(fold(s.text), 300)
			return
		}
	}
	r.a.Byline = clip(joinNames(r.a.Authors), 300)
}
