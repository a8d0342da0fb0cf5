package normalize

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// noteByline remembers an element that names authors: one marked by itemprop,
// by rel=author, by a class that says byline, or a link to a page of an author.
func (p *page) noteByline(n *html.Node, prop bool) {
	if len(p.bylines) >= maxBylines {
		return
	}
	linked := n.DataAtom == atom.A && isAuthorAddress(attr(n, "href"))
	marked := prop || strings.Contains(strings.ToLower(attr(n, "rel")), "author")
	if !linked && !marked {
		class, id := attr(n, "class"), attr(n, "id")
		if !holdsAny(class, bylineParts) && !holdsAny(id, bylineParts) || !isByline(strings.ToLower(class+" "+id)) {
			return
		}
	}
	if elsewhereOnPage(n, false) {
		return
	}
	if before := n.PrevSibling; before != nil && before.Type == html.TextNode && len(before.Data) < 100 && otherPart.MatchString(before.Data) {
		return
	}
	if t, ok := shortText(n, 200); ok && t != "" {
		p.bylines = append(p.bylines, shown{t, p.offset, linked || marked})
	}
}

// otherPart says, before a name, that its owner did something else than write.
var otherPart = regexp.MustCompile(`(?i)\b(?:review|edit|check|photo|picture|illustrat|translat|updat|fact)\w*\s+by:?\s*$`)

// notBylines are parts of class names beside which a name is somebody else's.
var notBylines = []string{"comment", "related", "teaser", "recommend", "sidebar", "widget", "author-bio", "image-author", "photo"}

// bylineParts are parts of class names, one of which each name of a byline has.
var bylineParts = []string{"auth", "byline", "creator", "autor"}

func isByline(class string) bool {
	for _, no := range notBylines {
		if strings.Contains(class, no) {
			return false
		}
	}
	for _, token := range strings.Fields(class) {
		switch token {
		case "author", "authors", "autor", "autoren", "auth_name", "creator-name", "author-link", "author_header":
			return true
		}
		if i := strings.Index(token, "author"); i >= 0 && strings.HasSuffix(token[i:], "name") {
			return true
		}
	}
	for _, mark := range []string{"byline", "article-author", "article__author", "post-author", "entry-author", "author__name"} {
		if strings.Contains(class, mark) {
			return true
		}
	}
	return false
}

// authorFolders are the folders in which sites keep their pages of authors.
var authorFolders = map[string]bool{
	"author": true, "authors": true, "autor": true, "autoren": true, "autorin": true, "autores": true, "auteur": true, "auteurs": true, "autore": true, "autori": true,
	"journalist": true, "journalists": true, "journalistes": true, "reporter": true, "reporters": true, "redakteur": true, "redakteure": true, "staff": true, "byline": true,
	"contributor": true, "contributors": true, "columnist": true, "columnists": true, "yazar": true, "yazarlar": true, "avtor": true, "forfatter": true, "skribent": true,
	"by": true, "profile": true, "newsteam": true, "correspondents": true,
}

// isAuthorAddress reports whether an address leads to one author's page.
func isAuthorAddress(href string) bool {
	folders := lastFolders(href)
	return authorFolders[folders[1]] || authorFolders[folders[2]]
}
