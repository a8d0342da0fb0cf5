package normalize

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// ownerNames is the person whose own site the page stands on: the site is named as the
// person is, and its host holds the name.
func (r *recipe) ownerNames() []article.Author {
	if name := r.owner(); name != "" {
		return []article.Author{{Name: name, Kind: "person"}}
	}
	return nil
}

// inOwnName is a single author, named by the first name alone, as the person in full
// whose site it is.
func (r *recipe) inOwnName(names []article.Author) []article.Author {
	if len(names) != 1 || names[0].Kind == "agency" || words(names[0].Name) != 1 {
		return names
	}
	owner := r.owner()
	first, last, _ := strings.Cut(strings.ToLower(owner), " ")
	if low := strings.ToLower(names[0].Name); owner == "" || low != first && low != last && !isAccountOf(low, owner) {
		return names
	}
	return []article.Author{{Name: owner, Kind: "person", URL: names[0].URL}}
}

// owner is the name of that person; "" if the site is not known as anybody's.
func (r *recipe) owner() string {
	for _, site := range r.siteTitles() {
		name := personOf(site)
		if name != "" && isHostOf(name, r.a.URL) {
			return name
		}
	}
	return ""
}

// siteTitles are what the page calls its site, as it is written.
func (r *recipe) siteTitles() []string {
	var titles []string
	if r.a.Publisher != nil {
		titles = append(titles, r.a.Publisher.Name)
	}
	titles = append(titles, r.page.one("publisher"), r.page.one("application-name"), r.page.home)
	for _, sep := range separators {
		if i := strings.LastIndex(r.page.title, sep); i > 0 {
			titles = append(titles, r.page.title[i+len(sep):])
		}
		if i := strings.Index(r.page.title, sep); i > 0 {
			titles = append(titles, r.page.title[:i])
		}
	}
	return titles
}

// noteHome remembers the text of a link to the site's first page.
func (p *page) noteHome(a *html.Node) {
	if p.home != "" || !p.isHomeLink(attr(a, "href")) {
		return
	}
	if text, ok := shortText(a, maxPortraitName); ok && looksNamed(text) {
		p.home = text
	}
}

// isHomeLink reports whether an address is that of the first page of the page's site.
func (p *page) isHomeLink(href string) bool {
	if href == "/" || href == "./" {
		return true
	}
	if p.at == nil || len(href) > maxHomeLink || !strings.Contains(href, p.at.Host) {
		return false
	}
	u, err := url.Parse(href)
	return err == nil && u.Host == p.at.Host && strings.Trim(u.Path, "/") == "" && u.RawQuery == ""
}

// maxHomeLink is more than the address of a first page has, in bytes.
const maxHomeLink = 100

// honours stand before names and after them, and ownWords are what people call their
// sites beside their names.
var (
	honours  = pattern.Of(`(?i)^(?:(?:prof|dr|dipl\.-ing|ing|mag|med|rer\.? nat|phil)\.?\s+)+`)
	ownWords = pattern.Of(`(?i)(?:^(?:the\s+)?(?:blog|weblog|website|homepage|site|journal)\s+(?:of|by|von|de|di|van|af|av)\s+` +
		`|(?:['’]s?)?\s+(?:blog|weblog|website|homepage|online|digital home|home page|journal|notes|yoga|fitness|photography|` +
		`coaching|consulting|studio)$|['’]s$)`)
)

// personOf is the person whom a site is named after, in full; "" if it is named after
// none that is known as one.
func personOf(site string) string {
	site = ownWords().ReplaceAllString(fold(site), "")
	site = honours().ReplaceAllString(site, "")
	parts := strings.Fields(site)
	if len(parts) < 2 || len(parts) > 4 || !byline.IsFirstName(withoutAccents(strings.ToLower(parts[0]))) || orgWord().MatchString(site) {
		return ""
	}
	names, ok := byline.Read(site, nil)
	if !ok || len(names) != 1 || names[0] != site {
		return ""
	}
	return site
}

// isHostOf reports whether the host of an address holds a person's name: all of it, or
// the last or the first as one of its labels.
func isHostOf(name, address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := strings.TrimPrefix(u.Hostname(), "www.")
	parts := strings.Fields(withoutAccents(strings.ToLower(name)))
	first, last, all := parts[0], parts[len(parts)-1], strings.Join(parts, "")
	labels := strings.Split(host, ".")
	return slices.ContainsFunc(labels[:len(labels)-1], func(label string) bool {
		label = strings.ReplaceAll(label, "-", "")
		return strings.Contains(label, all) || label == first || label == last || label == first[:1]+last
	})
}
