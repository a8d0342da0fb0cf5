package normalize

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// creditMark begins the credit in a caption.
var (
	creditMark  = regexp.MustCompile(`(?i)(?:^|[\s(|/])(?:photo(?:graph)?(?:\s+by)?|picture|image|credit|foto|bild|crédit(?:s)?|©|copyright|quelle|source|фото|illustration)\s*[:/©]?\s*`)
	creditClass = []string{"credit", "copyright", "source", "photographer", "attribution", "author"}
)

// captionOf splits a caption from the credit in it.
func captionOf(n *html.Node) (caption, credit string) {
	var creditNode *html.Node
	var search func(*html.Node)
	search = func(n *html.Node) {
		for c := n.FirstChild; c != nil && creditNode == nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				class := strings.ToLower(attr(c, "class") + " " + attr(c, "itemprop"))
				for _, mark := range creditClass {
					if strings.Contains(class, mark) {
						creditNode = c
						return
					}
				}
			}
			search(c)
		}
	}
	search(n)
	all := textOf(n)
	if creditNode != nil {
		credit = textOf(creditNode)
		caption = fold(strings.Replace(all, credit, " ", 1))
	} else {
		caption, credit = splitCredit(all)
	}
	if caption == "" && credit == "" {
		caption = all
	}
	return clip(caption, 1000), bareCredit(credit)
}

// splitCredit splits a caption before the last word that begins a credit: one
// with a mark behind it, or with a name, not "picture-perfect".
func splitCredit(all string) (caption, credit string) {
	at := creditMark.FindAllStringIndex(all, -1)
	if at == nil {
		return "", ""
	}
	last := at[len(at)-1]
	rest := strings.Trim(all[last[1]:], " )(|/")
	mark := strings.TrimSpace(all[last[0]:last[1]])
	if first, _ := utf8.DecodeRuneInString(rest); len(rest) >= 80 || !unicode.IsUpper(first) && first != '@' &&
		!strings.HasSuffix(mark, ":") && !strings.HasSuffix(mark, "©") {
		return "", ""
	}
	return strings.TrimRight(all[:last[0]], " (|/"), rest
}

// bareCredit is a credit without the word or mark that calls it one.
func bareCredit(credit string) string {
	credit = strings.Trim(creditMark.ReplaceAllString(plainText(credit), " "), " ()|/:")
	if strings.Count(credit, "(") > strings.Count(credit, ")") {
		credit += ")"
	}
	return clip(credit, 200)
}

// captionOf is the caption of the figure that shows an image.
func (p *page) captionOf(src string) string {
	for _, f := range p.figures {
		if f.src == src {
			return f.caption
		}
	}
	return ""
}
