package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// noteByline remembers an element that names authors: one marked by itemprop,
// by rel=author, by a class that says byline, or a link to a page of an author.
func (p *page) noteByline(n *html.Node, prop bool) {
	if len(p.bylines) >= maxBylines {
		return
	}
	linked := n.DataAtom == atom.A && isAuthorAddress(attr(n, "href"))
	marked := prop || n.DataAtom == atom.Address || strings.Contains(strings.ToLower(attr(n, "rel")), "author")
	holds := false
	if !linked && !marked {
		class, id := attr(n, "class"), attr(n, "id")
		if !bylineParts.heldBy(class) && !bylineParts.heldBy(id) {
			return
		}
		if !isByline(class + " " + id) {
			if holds = holdsAuthor(class); !holds || len(p.authorBoxes) >= maxAuthorBoxes {
				return
			}
		}
	}
	if !marked && elsewhereOnPage(n, false) || ofOthers(n) {
		return
	}
	if endsInOther(wordsBefore(n)) {
		return
	}
	if p.ofTeaser(n) {
		return
	}
	t, ok := bylineText(n)
	switch {
	case !ok || t == "":
	case holds:
		p.authorBoxes = append(p.authorBoxes, shown{t, p.offset, false})
	default:
		p.bylines = append(p.bylines, shown{t, p.offset, linked || marked})
	}
}

// ofOthers reports whether an element stands in the navigation of its page, or
// below a picture, whose author it names. Some pages keep the marked name of the
// author in the margin of the story.
func ofOthers(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Nav || n.DataAtom == atom.Figure || n.DataAtom == atom.Footer && !withinArticle(n) {
			return true
		}
	}
	return false
}

// otherPart says, before a name, that its owner did something else than write.
var otherPart = pattern.Of(`(?i)(?:\b(?:review|edit|check|photo|picture|illustrat|translat|updat|fact)\w*\s+by|(?:geprüft|übersetzt|bearbeitet|aktualisiert|fotos?)\s+von|(?:relu|traduit|photos?)\s+par|(?:revisado|traducido|fotos?)\s+por|fotos?|illustration|reviewer|editor)\s*:?\s*$`)

// endsInOther reports whether a line ends as otherPart does; most end in another letter.
func endsInOther(line string) bool {
	line = strings.TrimRight(line, " :")
	return line != "" && strings.IndexByte("ynrosYNROS", line[len(line)-1]) >= 0 && otherPart().MatchString(line)
}

// notBylines are parts of class names beside which a name is somebody else's.
var notBylines = []string{"comment", "related", "teaser", "recommend", "sidebar", "widget", "author-bio", "image-author", "photo"}

// bylineParts are parts of class names, one of which each name of a byline has.
var bylineParts = partsOf("auth", "byline", "by-line", "creator", "autor", "auteur", "yazar", "forfatter", "författare", "skribent", "schrijver", "autrice", "kirjoittaja", "reporter", "journalist", "writer", "redakt",
	"redact", "contributor", "giornalist", "periodist", "signature", "firma", "assinatura")

func isByline(class string) bool {
	for _, no := range notBylines {
		if strings.Contains(strings.ToLower(class), no) {
			return false
		}
	}
	for _, token := range strings.Fields(class) {
		if endsInAuthor(token) || authorParts[strings.ToLower(token)] {
			return true
		}
		token = strings.ToLower(token)
		if i := strings.Index(token, "author"); i >= 0 && (strings.HasSuffix(token[i:], "name") || strings.HasPrefix(token[i:], "authorname")) {
			return true
		}
	}
	class = strings.ToLower(class)
	for _, mark := range []string{"byline", "by-line", "article-author", "article__author", "post-author", "entry-author", "author__name", "author-link", "author_header", "auth_name", "creator-name"} {
		if strings.Contains(class, mark) {
			return true
		}
	}
	return false
}

// authorParts are names of classes for authors that end in another word.
var authorParts = map[string]bool{
	"author_baidu": true, "author-names": true, "author_names": true, "author-text": true, "author-line": true, "authorline": true, "author-list": true, "authors-list": true,
	"reporter": true, "reporter-name": true, "reporter_name": true, "journalist": true, "journalist-name": true, "writer": true, "writer-name": true,
	"redakteur": true, "signature": true, "firma": true, "firmas": true, "assinatura": true,
}

// authorWords are those with which the names of classes for authors end.
var authorWords = map[string]bool{
	"author": true, "authors": true, "autor": true, "autorin": true, "autoren": true, "autores": true, "autora": true, "auteur": true, "auteurs": true, "autore": true, "autori": true, "byline": true,
	"auteure": true, "auteures": true, "autrice": true, "autrici": true, "autoras": true, "autorinnen": true, "autorzy": true, "autorka": true, "yazar": true, "yazarlar": true,
	"forfatter": true, "forfattere": true, "skribent": true, "kirjoittaja": true,
	"signature": true, "firma": true, "firme": true, "assinatura": true,
}

// writerWords are others for them, which name more than authors where no name follows.
var writerWords = map[string]bool{
	"contributor": true, "contributors": true, "journalist": true, "journalists": true, "reporter": true, "reporters": true, "writer": true, "writers": true,
	"redakteur": true, "redacteur": true, "redactor": true, "journaliste": true, "periodista": true, "giornalista": true,
}

// endsInAuthor reports whether the name of a class ends in a word for authors,
// but for the code that some systems put behind it: "story__author",
// "postAuthor", "Story_author__U98U7".
func endsInAuthor(token string) bool {
	last, before := "", ""
	for _, w := range classWords(token) {
		if last, before = w, last; (w == "name" || w == "names") && (authorWords[before] || writerWords[before]) {
			return true
		}
	}
	return authorWords[last] || authorWords[before] && strings.ContainsAny(last, "0123456789")
}
