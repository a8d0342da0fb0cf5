package normalize

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// section is the part of the paper the story stands in: as JSON-LD and meta
// elements name it, as the trail of breadcrumbs to the story does, or, last, as
// the folder of its address does.
func (r *recipe) section() {
	p := r.page
	var candidates []candidate
	add := func(value, source string, confidence float64) {
		if value = plainText(value); value != "" && len(value) <= 100 && !strings.Contains(value, "_") && !strings.Contains(value, "://") {
			candidates = append(candidates, candidate{value, source, confidence})
		}
	}
	if ld := p.story(); ld != nil {
		add(ld.text("articleSection"), "page.jsonld:articleSection", .9)
	}
	for _, c := range p.metaCandidates(.85, "article:section", "og:section", "section", "parsely-section", "articlesection",
		"cxenseparse:section") {
		add(c.value, c.source, c.confidence)
	}
	add(r.crumb(), "page.jsonld:BreadcrumbList", .75)
	add(folderSection(r.a.URL), "url", .4)
	r.a.Section = r.choose("section", spelled(candidates)...)
}

// spelled gives the first candidate, where it is a word of a system such as
// "world-news", as another one spells it: "World News".
func spelled(candidates []candidate) []candidate {
	if len(candidates) == 0 || strings.ToLower(candidates[0].value) != candidates[0].value {
		return candidates
	}
	key := withoutAccents(squeeze(candidates[0].value))
	for _, c := range candidates[1:] {
		if withoutAccents(squeeze(c.value)) == key && strings.ToLower(c.value) != c.value {
			candidates[0].value = c.value
			break
		}
	}
	return candidates
}

// maxCrumbs bounds the steps of a trail.
const maxCrumbs = 10

// crumb is the last step before the story in the trail of breadcrumbs that
// JSON-LD has (schema.org/BreadcrumbList); the first step is the home page.
func (r *recipe) crumb() string {
	for _, o := range r.page.data {
		if !o.is("BreadcrumbList") {
			continue
		}
		last := ""
		for i, step := range objects(o["itemListElement"]) {
			name := fold(step.name())
			if i == maxCrumbs || name == "" || r.isHome(i, name) || overlap(name, r.a.Headline) >= .5 || words(name) > 6 ||
				plainFolders[strings.ToLower(name)] {
				continue
			}
			last = name
		}
		if last != "" {
			return last
		}
	}
	return ""
}

// name is the name of a step, which may be in the page that it leads to.
func (o object) name() string {
	if name, ok := o["name"].(string); ok {
		return plainText(name)
	}
	if item, ok := o["item"].(map[string]any); ok {
		name, _ := item["name"].(string)
		return plainText(name)
	}
	return ""
}

// homes are what the first step of a trail is called.
var homes = phrasesOf("home", "homepage", "home page", "start", "startseite", "hauptseite", "front", "accueil", "inicio", "portada", "início", "capa", "hjem", "hem", "forside", "forsiden",
	"etusivu", "strona główna", "domů", "úvod", "acasă", "ana sayfa", "anasayfa", "haberler", "главная", "головна", "トップ", "ホーム", "首页", "首頁", "홈", "website")

func (r *recipe) isHome(step int, name string) bool {
	if r.isSite(name) {
		return true
	}
	rest, _, ok := homes.after(name)
	return step == 0 && ok && rest == ""
}

// folderSection is the first folder of an address that can be the name of a
// section, if the story stands in it: not a language, a date or what holds all
// stories.
func folderSection(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	folders := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, folder := range folders[:len(folders)-1] {
		if i == 3 || authorFolders[strings.ToLower(folder)] {
			break
		}
		if isSectionFolder(folder) {
			first, size := utf8.DecodeRuneInString(folder)
			return string(unicode.ToUpper(first)) + strings.ReplaceAll(folder[size:], "-", " ")
		}
	}
	return ""
}

// plainFolders hold all stories of a site, or are none of its sections.
var plainFolders = map[string]bool{
	"news": true, "article": true, "articles": true, "artikel": true, "story": true, "stories": true, "blog": true, "blogs": true, "post": true, "posts": true, "nachrichten": true,
	"archive": true, "archives": true, "index": true, "content": true, "detail": true, "page": true, "pages": true, "node": true, "noticias": true, "noticia": true, "actualites": true,
	"actualite": true, "haber": true, "clanek": true, "artykul": true, "wiki": true, "amp": true, "web": true, "cms": true, "aktuell": true, "aktuelles": true, "tag": true, "author": true,
	"autoren": true, "archiv": true, "media": true, "doc": true, "docs": true, "read": true, "view": true, "show": true, "item": true, "id": true, "print": true, "live": true,
}

func isSectionFolder(folder string) bool {
	if len(folder) < 4 || len(folder) > 30 || len(folder) == 5 && folder[2] == '-' || strings.Count(folder, "-") > 2 ||
		plainFolders[strings.ToLower(folder)] {
		return false
	}
	return strings.IndexFunc(folder, func(c rune) bool { return c != '-' && !unicode.IsLetter(c) }) < 0
}

// authorFolders are the folders in which sites keep their pages of authors.
var authorFolders = map[string]bool{
	"author": true, "authors": true, "autor": true, "autoren": true, "autorin": true, "autores": true, "auteur": true, "auteurs": true, "autore": true, "autori": true,
	"journalist": true, "journalists": true, "journalistes": true, "reporter": true, "reporters": true, "redakteur": true, "redakteure": true, "staff": true, "byline": true,
	"contributor": true, "contributors": true, "columnist": true, "columnists": true, "yazar": true, "yazarlar": true, "avtor": true, "forfatter": true, "skribent": true,
	"by": true, "profile": true, "newsteam": true, "correspondents": true, "creator": true, "creators": true, "producers": true, "profil": true, "profiles": true,
	"journaliste": true, "autorinnen": true, "autorzy": true, "autoři": true, "skribenter": true, "forfattere": true, "autory": true, "yazarlarimiz": true,
}

// isAuthorAddress reports whether an address leads to one author's page.
func isAuthorAddress(href string) bool {
	folders := lastFolders(href)
	return authorFolders[folders[1]] || authorFolders[folders[2]]
}
