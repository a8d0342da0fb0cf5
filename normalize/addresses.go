package normalize

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// addresses finds the canonical URL and the story's id. What a page names as
// canonical is believed if it can be a story of the same site: some pages name
// their home page, or somebody else's.
func (r *recipe) addresses() {
	p, doc := r.page, r.doc
	switch {
	case r.about != "":
		r.aboutAddress()
		return
	case doc.Apart:
		r.sharedAddress()
		return
	}
	final := candidate{webURL(doc.FinalURL), "fetch.final_url", .8}
	candidates := p.addressCandidates()
	var rejected []candidate
	taken := final
	for _, c := range candidates {
		if c.value == "" {
			continue
		}
		if !r.believes(c.value, firstOf(final.value, c.value)) || p.contradicted(c, candidates, final.value) {
			rejected = append(rejected, candidate{c.value, c.source + notOfThisPage, 0})
			continue
		}
		taken = c
		break
	}
	if taken.value != "" {
		r.a.URL = cleanURL(taken.value)
		r.note("url", taken, append(rejected, candidates...))
	}
	r.waysTo(doc)
	r.addURL(r.a.URL, "canonical")
	for _, href := range p.links["amphtml"] {
		if amp := p.url(href); weburl.SameHost(amp, r.a.URL) {
			r.addURL(amp, "amp")
			break // a story has one
		}
	}
	r.addURL(webURL(r.entry.ID), "guid")
	r.altIDs()
	r.a.ID = article.ID(r.a.URL, doc.Feed.Name(), firstOf(doc.Ref, r.entry.ID, r.entry.Title))
}

// aboutAddress makes a story of the feed's own of what it says about another site's
// address: its id is from the feed and the entry.
func (r *recipe) aboutAddress() {
	r.a.About = r.about
	r.altIDs()
	r.a.ID = article.ID("", r.doc.Feed.Name(), firstOf(r.doc.Ref, r.entry.ID, AboutRef(r.about)))
}

// AboutRef is the name in its feed of an entry that has no other than the address that it
// is about.
func AboutRef(address string) string { return "about " + article.Key(address) }

// sharedAddress takes the address that the feed gives for where the story is read, and
// for nothing else: its fragment may be what tells readers the stories apart.
func (r *recipe) sharedAddress() {
	if r.a.URL = webURL(r.doc.URL); r.a.URL != "" {
		r.note("url", candidate{r.a.URL, "feed:link", .5}, nil)
		r.addURL(r.a.URL, article.SharedURL)
		r.warn("its address is no story's own; the story is what the feed says")
	}
	r.altIDs()
	r.a.ID = article.ID("", r.doc.Feed.Name(), firstOf(r.doc.Ref, r.entry.ID, r.entry.Title))
}

// addressCandidates are the addresses that a page calls its own, the surest first.
func (p *page) addressCandidates() (list []candidate) {
	for _, href := range p.links["canonical"] {
		list = append(list, candidate{p.url(href), canonicalLink, .98})
	}
	if ld := p.story(); ld != nil {
		list = append(list, candidate{p.url(ld.text("mainEntityOfPage")), "page.jsonld:mainEntityOfPage", .9},
			candidate{p.url(ld.text("url")), "page.jsonld:url", .85})
	}
	for _, v := range p.meta["og:url"] {
		list = append(list, candidate{p.url(v), "page.meta:og:url", .9})
	}
	return list
}

// notOfThisPage is what is noted behind the source of an address that is not believed.
const notOfThisPage = " (not of this page)"

// NotOfThisPage reports whether an address was called the story's and was not believed,
// and by what.
func NotOfThisPage(c article.Candidate) (source string, ok bool) {
	return strings.CutSuffix(c.Source, notOfThisPage)
}

// canonicalLink is the source of what a page calls canonical.
const canonicalLink = "page.link:canonical"

// storyAddress is the address for which a page at final speaks: that, or where it came
// from if it is a copy in a cache of AMP pages.
func (p *page) storyAddress(final string) string {
	if u, err := url.Parse(final); err == nil && isAMPCache(u) {
		for _, c := range p.addressCandidates() {
			if cachedBy(c.value, u) {
				return c.value
			}
		}
	}
	return final
}

// believes reports whether what a page calls its address is believed: where it came by on
// its way, or what believable says.
func (r *recipe) believes(canonical, final string) bool {
	if u := webPath(canonical); u == nil || strings.Trim(u.Path, "/") == "" || weburl.Site(canonical) != weburl.Site(final) {
		return believable(canonical, final)
	}
	for _, hop := range append(r.doc.Redirects, r.doc.URL) {
		if article.Key(hop) == article.Key(canonical) {
			return true
		}
	}
	return believable(canonical, final)
}

// believable reports whether a page at final can have this canonical URL: on
// the same host, and neither its home page, nor a much shorter path, nor one that
// a template did not fill in.
func believable(canonical, final string) bool {
	c, err1 := url.Parse(canonical)
	f, err2 := url.Parse(final)
	if err1 != nil || err2 != nil || !weburl.SameHost(canonical, final) && !cachedBy(canonical, f) {
		return false
	}
	cp, fp := strings.Trim(c.Path, "/"), strings.Trim(f.Path, "/")
	if cp == "" && c.RawQuery == "" && (fp != "" || f.RawQuery != "") {
		return false
	}
	if isErrorPage(cp) && !isErrorPage(fp) || isUnfilled(c) && !isUnfilled(f) {
		return false
	}
	// A section's front page: its path begins the story's, and ends where a
	// folder does.
	if cp != fp && strings.HasPrefix(fp, cp+"/") && !strings.Contains(fp[len(cp)+1:], "amp") && !isPageNumber(fp[len(cp)+1:]) {
		return len(cp) > 20 && strings.ContainsAny(cp, "-0123456789")
	}
	return true
}

// errorPage is the path of a page that says there is none.
var errorPage = pattern.Of(`(?i)(?:^|/)(?:404|error|not[-_]?found|page-not-found)(?:\.\w+)?$`)

// errorParts are those that each errorPage has.
var errorParts = partsOf("404", "error", "found")

func isErrorPage(path string) bool { return errorParts.heldBy(path) && errorPage().MatchString(path) }

// unfilled is a part of an address that a template or a program put there for want
// of a value.
var unfilled = pattern.Of(`(?i)(?:^|[/=&?])(?:undefined|null|nan|none|nil|\[object object\]|\(null\))(?:\.html?)?(?:[/&?]|$)|\{\{|\}\}|\$\{|\{%|<%|%%[a-z_]+%%|\[(?:slug|id|url|permalink)\]|/:(?:slug|id)\b|\{(?:slug|id|url|permalink|path)\}|__[a-z_]+__`)

// emptyValues are what languages print for no value, and what begins a name that a
// router fills in.
var emptyValues = partsOf("undefined", "null", "nan", "none", "nil", "/:slug", "/:id")

func isUnfilled(u *url.URL) bool {
	whole := u.Path
	if u.RawQuery != "" {
		whole += "?" + u.RawQuery
	}
	if plain, err := url.PathUnescape(whole); err == nil {
		whole = plain
	}
	return (strings.ContainsAny(whole, "{}[]<%()") || strings.Contains(whole, "__") || emptyValues.heldBy(whole)) &&
		unfilled().MatchString(whole)
}

// contradicted reports whether a canonical link is of another page than this one:
// it shares nothing with the story, and the page's other addresses say where it
// was fetched, or it is a word or two, as those of sections are. Systems that lose
// the address of a story put the same link on all pages.
func (p *page) contradicted(c candidate, others []candidate, final string) bool {
	u, err := url.Parse(c.value)
	if err != nil || c.source != canonicalLink || p.at == nil || strings.Trim(p.at.Path, "/") == "" || bareFolder(u) == bareFolder(p.at) {
		return false
	}
	if strings.HasPrefix(p.at.Path, strings.TrimRight(u.Path, "/")+"/") {
		return false // an AMP page, or the next page, of a story; believable knows sections
	}
	own := addressWords(c.value)
	if sharesPart(u.Path, p.at.Path) || overlap(own, p.title+" "+p.one("og:title")+" "+strings.Join(p.h1, " ")) > 0 {
		return false
	}
	for _, o := range others {
		if v, err := url.Parse(o.value); o.source != canonicalLink && err == nil && o.value != "" && bareFolder(v) == bareFolder(p.at) {
			return believable(o.value, final)
		}
	}
	return u.RawQuery == "" && !strings.ContainsAny(u.Path, "0123456789") && titleWords(own) <= 3
}

// sharesPart reports whether two paths have a part in common that can name a
// story: an id, or a name of several words.
func sharesPart(a, b string) bool {
	in := map[string]bool{}
	for _, part := range strings.FieldsFunc(strings.ToLower(a), isPathMark) {
		in[part] = true
	}
	for _, part := range strings.FieldsFunc(strings.ToLower(b), isPathMark) {
		if in[part] && (len(part) >= 5 || strings.ContainsAny(part, "0123456789") && len(part) >= 3) && !plainFolders[part] {
			return true
		}
	}
	return false
}

func isPathMark(c rune) bool { return strings.ContainsRune("/-_.,+~;=", c) }

func isPageNumber(s string) bool { return len(s) <= 6 && strings.Trim(s, "0123456789page/") == "" }

// site is the registrable domain of a host.
func site(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if domain, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return domain
	}
	return host
}

// cleanURL takes tracking parameters and the fragment out.
func cleanURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	u.Fragment, u.RawFragment = "", ""
	if u.RawQuery != "" {
		parts := slices.DeleteFunc(strings.Split(u.RawQuery, "&"), func(p string) bool {
			name, _, _ := strings.Cut(p, "=")
			return p == "" || article.IsTracking(name)
		})
		u.RawQuery = strings.Join(parts, "&")
	}
	return u.String()
}

// webURL is an address with the host as it is asked for, without a name and a
// password, "" if it is none of the web.
func webURL(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	if host := strings.ToLower(weburl.ASCII(u.Host)); host != u.Host || u.User != nil {
		u.Host, u.User = host, nil
		return u.String()
	}
	return s
}

func (r *recipe) addURL(u, role string) {
	if u == "" {
		return
	}
	for _, have := range r.a.URLs {
		if have.URL == u {
			return
		}
	}
	r.a.URLs = append(r.a.URLs, article.URL{URL: u, Role: role})
}

func (r *recipe) altIDs() {
	if id := r.entry.ID; id != "" {
		role := "guid"
		if strings.HasPrefix(id, "http") {
			role = "permalink"
		}
		r.a.AltIDs = append(r.a.AltIDs, article.AltID{Role: role, Value: clip(id, 500)})
	}
	if ld := r.page.story(); ld != nil {
		if id := ld.text("@id"); id != "" && id != r.a.URL {
			r.a.AltIDs = append(r.a.AltIDs, article.AltID{Role: "jsonld:@id", Value: clip(id, 500)})
		}
	}
}

// publisher names the site.
func (r *recipe) publisher() {
	p := r.page
	candidates := p.metaCandidates(.95, "og:site_name")
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{fold(ld.text("publisher")), "page.jsonld:publisher", .9})
	}
	candidates = append(candidates, p.metaCandidates(.7, "application-name", "publisher", "dc.publisher")...)
	candidates = append(candidates, candidate{r.doc.Feed.Title, "feed:title", .5})
	pub := article.Publisher{Name: clip(r.choose("publisher", candidates...), 200)}
	if strings.Contains(pub.Name, "://") {
		pub.Name = ""
	}
	// What a feed says of its site is no proof of it.
	if u, err := url.Parse(firstOf(r.a.URL, r.doc.Feed.From, r.doc.Feed.URL)); err == nil && u.Host != "" {
		pub.Domain = site(u.Hostname())
		pub.URL = u.Scheme + "://" + u.Host + "/"
	}
	if pub != (article.Publisher{}) {
		r.a.Publisher = &pub
	}
}

func webPath(s string) *url.URL {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}
