package normalize

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tagLead is the beginning of a line of tags, as a text node has it.
var tagLead = regexp.MustCompile(`(?i)^\s*(?:read more about|more about|topics?|tags?|keywords?|filed under|related topics?|themen|schlagw(?:orte|örter)|mehr zum thema|sujets?|mots[- ]clés|temas|etiquetas|palabras clave|argomenti|теги|темы|тэги|ключевые слова|метки|теми|tematy|trefwoorden|onderwerpen|ämnen|emner)\s*[:：]?\s*`)

const maxTagLine = 400 // bytes of a line of tags

// noteTagLine remembers the element in which a line of tags stands.
func (p *page) noteTagLine(text *html.Node) {
	if len(text.Data) > maxTagLine || len(p.tagNodes) >= 5 || text.Parent == nil || !tagLead.MatchString(text.Data) {
		return
	}
	if loc := tagLead.FindStringIndex(text.Data); !strings.ContainsAny(text.Data, ":：") && strings.TrimSpace(text.Data[loc[1]:]) != "" {
		return // a sentence that begins with the word
	}
	if isMenu(text) {
		return
	}
	n := text.Parent
	for range 3 { // the words may stand in elements of their own
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.Nav {
			return
		}
		t, ok := shortText(n, maxTagLine)
		if !ok {
			return
		}
		if rest := tagLead.ReplaceAllString(t, ""); strings.TrimLeft(rest, " :：") != "" {
			p.tagNodes = append(p.tagNodes, n)
			return
		}
		n = n.Parent
	}
}

// readTagLines returns the tags in the page's own lines of them, separated by
// commas. It reads them before the tree is taken apart for the body.
func readTagLines(nodes []*html.Node) []string {
	var lines []string
	for _, n := range nodes {
		var names []string
		links(n, &names)
		if len(names) == 0 {
			if m := tagLine.FindStringSubmatch(textOf(n)); m != nil {
				names = strings.Split(m[1], ",")
			}
		}
		if len(names) > 0 && len(names) <= 20 && !anyLong(names) {
			lines = append(lines, strings.Join(names, ","))
		}
	}
	return lines
}

// isMenu reports whether a word such as "Topics" leads to a page of topics, or
// stands in the frame of the page: it introduces no tags there.
func isMenu(text *html.Node) bool {
	for i, n := 0, text.Parent; i < 3 && n != nil; i, n = i+1, n.Parent {
		if n.DataAtom == atom.A || n.DataAtom == atom.Button {
			return true
		}
	}
	return elsewhereOnPage(text, true)
}

// anyLong reports whether one of the names is rather a headline.
func anyLong(names []string) bool {
	for _, n := range names {
		if len(n) > 80 || words(n) > 8 {
			return true
		}
	}
	return false
}

func links(n *html.Node, names *[]string) {
	if n.DataAtom == atom.A && n.Type == html.ElementNode {
		if t := textOf(n); t != "" {
			*names = append(*names, t)
		}
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		links(c, names)
	}
}
