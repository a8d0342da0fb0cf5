package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxTagLinks bounds the links kept of each kind: more is a cloud of all tags.
const maxTagLinks = 25

// tagFolders are the folders in which sites keep their pages of tags.
var tagFolders = map[string]bool{
	"tag": true, "tags": true, "topic": true, "topics": true, "thema": true, "themen": true, "tema": true, "temas": true, "temi": true, "sujet": true, "sujets": true,
	"schlagwort": true, "schlagworte": true, "stichwort": true, "keyword": true, "keywords": true, "etiqueta": true, "etiquetas": true, "etiket": true, "konu": true,
	"emne": true, "emner": true, "amne": true, "ämne": true, "onderwerp": true, "tagi": true, "temat": true, "тег": true, "темы": true,
}

// note keeps a link if it is marked as one to a tag of this story.
func (t *tagLinks) note(a *html.Node) {
	href := attr(a, "href")
	if strings.HasPrefix(href, "#") {
		return // a jump within the page
	}
	rel := relTag(attr(a, "rel"))
	if elsewhereOnPage(a, !rel) {
		return // as most links do
	}
	inFolder, list := isTagAddress(href), tagList(a)
	if !rel && !inFolder && list == nil {
		return
	}
	name, ok := shortText(a, 80)
	if name = strings.Trim(name, " #,;"); !ok || name == "" {
		return
	}
	if rest, _, introduces := tagLine.after(name); introduces && rest == "" {
		return // a link to all topics
	}
	if rel {
		t.rel = keepTag(t.rel, name)
	}
	if list != nil {
		if t.list == nil {
			t.list = list
		}
		if t.list == list {
			t.class = keepTag(t.class, name)
		}
	}
	if inFolder {
		row := rowOf(a)
		if t.row == nil && row != nil {
			t.row = row
		}
		if t.row != nil && t.row == row {
			t.address = keepTag(t.address, name)
		}
	}
}

func keepTag(list []string, name string) []string {
	if len(list) > maxTagLinks {
		return list
	}
	return append(list, name)
}

// unlessCloud are the tags of one kind of mark: none if there are too many.
func unlessCloud(list []string) []string {
	if len(list) > maxTagLinks {
		return nil
	}
	return list
}

// relTag reports a link to a tag. WordPress marks categories, its sections, as
// "category tag".
func relTag(rel string) bool {
	found := false
	for _, token := range strings.Fields(strings.ToLower(rel)) {
		if token == "category" {
			return false
		}
		found = found || token == "tag"
	}
	return found
}

func isTagAddress(href string) bool { return tagFolders[lastFolders(href)[1]] }

// tagList is the element around a link whose class says that it lists tags.
func tagList(a *html.Node) *html.Node {
	for i, n := 0, a.Parent; i < 4 && n != nil && n.DataAtom != atom.Body; i, n = i+1, n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return nil
		}
		if listsTags(attr(n, "class")) || listsTags(attr(n, "id")) {
			return n
		}
	}
	return nil
}

// tagTokens are the words of class names of lists of tags; singular ones mark
// one tag, or a label of something else.
var tagTokens = map[string]bool{"tags": true, "taglist": true, "topics": true, "keywords": true, "tagslist": true, "schlagworte": true, "temas": true, "etiquetas": true}

// otherLists are parts of class names of lists of tags that are not this story's.
var otherLists = []string{"cloud", "trending", "hot", "popular", "nav", "menu", "widget"}

// tagParts are the beginnings of tagTokens, and of tag.
var tagParts = partsOf("tag", "topic", "keyw", "schlagw", "tema", "etiq")

func listsTags(class string) bool {
	if len(class) > 400 || !tagParts.heldBy(class) {
		return false
	}
	for _, other := range otherLists {
		if strings.Contains(strings.ToLower(class), other) {
			return false
		}
	}
	for _, token := range strings.Fields(class) {
		words := classWords(token)
		for i, w := range words {
			if tagTokens[w] || w == "tag" && i+1 < len(words) && (words[i+1] == "list" || words[i+1] == "links" || words[i+1] == "container") ||
				w == "topic" && i+1 < len(words) && words[i+1] == "list" {
				return true
			}
		}
	}
	return false
}

// rowOf is the smallest element around a link that holds another one beside it,
// if it holds little but links.
func rowOf(a *html.Node) *html.Node {
	for i, n := 0, a.Parent; i < 3 && n != nil && n.DataAtom != atom.Body; i, n = i+1, n.Parent {
		text, ok := shortText(n, maxTagLine)
		if !ok {
			return nil
		}
		var names []string
		links(n, &names)
		if len(names) < 2 {
			continue
		}
		if n.DataAtom == atom.P || len(strings.Join(names, ""))*2 < len(text) {
			return nil // links in a sentence
		}
		return n
	}
	return nil
}

// elsewhereOnPage reports whether an element stands in what frames a page: its
// navigation, its margins, and, if edges are asked for, its header and footer.
func elsewhereOnPage(n *html.Node, edges bool) bool {
	for n = n.Parent; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Nav, atom.Aside:
			return true
		case atom.Header, atom.Footer:
			if edges && !withinArticle(n) {
				return true
			}
		}
	}
	return false
}

func withinArticle(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Article || n.DataAtom == atom.Main {
			return true
		}
	}
	return false
}
