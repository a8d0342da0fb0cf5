package normalize

import (
	"net/url"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// separators stand between a headline and the name of the site.
var separators = []string{" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " « ", " • ", " / ", " ‹ ", "|", " ~ ", " : ", "｜",
	"＿", "_", "－", "ㅣ", "‐"}

// withoutSite takes the site's name off either end of a title.
func (r *recipe) withoutSite(title string) string {
	for range 2 {
		shorter := r.cutSite(title)
		if shorter == title {
			break
		}
		title = shorter
	}
	return title
}

func (r *recipe) cutSite(title string) string {
	for _, sep := range separators {
		if i := strings.LastIndex(title, sep); i > 0 && (r.isSite(title[i+len(sep):]) || r.isFolder(title[i+len(sep):])) {
			return strings.TrimSpace(title[:i])
		}
		if i := strings.Index(title, sep); i > 0 && r.isSite(title[:i]) {
			return strings.TrimSpace(title[i+len(sep):])
		}
	}
	return title
}

// isFolder reports whether text is the section that the page's address names,
// as some titles end.
func (r *recipe) isFolder(s string) bool {
	if words(s) > 3 {
		return false
	}
	s = squeeze(s)
	u, err := url.Parse(r.a.URL)
	if err != nil || len(s) < 3 {
		return false
	}
	folders := strings.Split(strings.Trim(u.Path, "/"), "/")
	for _, folder := range folders[:len(folders)-1] {
		if squeeze(folder) == s {
			return true
		}
	}
	return false
}

// isSite reports whether text is the name of this page's site, or about it.
func (r *recipe) isSite(s string) bool {
	s = withoutAccents(squeeze(s))
	if s == "" {
		return false
	}
	for _, n := range r.siteNames() {
		if s == n || len(n) >= 4 && articles[strings.TrimSuffix(s, n)] {
			return true
		}
		if len(n) >= 4 && (strings.HasPrefix(s, n) || len(s) >= 4 && (strings.HasPrefix(n, s) || strings.HasSuffix(n, s))) &&
			len(s) < len(n)+20 {
			return true
		}
	}
	return false
}

// articles stand before the name of a paper that its address leaves out: "The Elm Post".
var articles = map[string]bool{
	"the": true, "der": true, "die": true, "das": true, "le": true, "la": true, "les": true, "el": true, "il": true, "lo": true, "de": true, "het": true,
}

// isSiteName reports whether text is exactly the name of this page's site.
func (r *recipe) isSiteName(s string) bool {
	return slices.Contains(r.siteNames(), withoutAccents(squeeze(s)))
}

// siteNames are the names this page's site goes by, squeezed.
func (r *recipe) siteNames() []string {
	if r.page.names != nil {
		return r.page.names
	}
	names := []string{}
	add := func(name string) {
		if name = withoutAccents(squeeze(name)); len(name) >= 2 {
			names = append(names, name)
		}
	}
	if pub := r.a.Publisher; pub != nil {
		label, _, _ := strings.Cut(pub.Domain, ".")
		add(pub.Name)
		add(pub.Domain)
		add(label)
	}
	add(r.doc.Feed.Title)
	for _, v := range r.page.meta["og:site_name"] {
		add(v)
	}
	for _, key := range []string{"publisher", "dc.publisher", "dcterms.publisher", "article:publisher", "copyright"} {
		for _, v := range r.page.meta[key] {
			add(houseOf(v))
		}
	}
	add(r.masthead())
	if r.a.Publisher != nil {
		r.page.names = names
	}
	return names
}

// houseOf is the house that a notice of copyright names: "© 2021 The Courier Ltd". An
// address is none.
func houseOf(notice string) string {
	if strings.Contains(notice, "://") {
		return ""
	}
	notice = copyrightMark().ReplaceAllString(plainText(clip(notice, 200)), "")
	if words(notice) > maxSiteWords {
		return ""
	}
	return notice
}

// copyrightMark is what stands before the name in one.
var copyrightMark = pattern.Of(`(?i)^(?:copyright|\(c\)|©|[\d\s,.:–-])+`)

// maxSiteWords is more than the name of any site has.
const maxSiteWords = 10

// masthead is the h1 of a site that puts its name there: the title ends with it
// after the story's own, which is longer or stands in the address.
func (r *recipe) masthead() string {
	title := squeeze(r.page.title)
	for _, h := range r.page.h1 {
		if name := squeeze(h); name == "" || !strings.HasSuffix(title, name) || titleWords(h) > maxSiteWords {
			continue
		}
		for _, sep := range separators {
			i := strings.LastIndex(r.page.title, sep)
			for i > 0 && len(squeeze(r.page.title[i:])) < len(squeeze(h)) {
				i = strings.LastIndex(r.page.title[:i], sep)
			}
			if i <= 0 || squeeze(r.page.title[i:]) != squeeze(h) {
				continue
			}
			story, address := r.page.title[:i], addressWords(r.a.URL)
			if titleWords(story) >= 2*titleWords(h) || overlap(story, address) > overlap(h, address) {
				return h
			}
		}
	}
	return ""
}
