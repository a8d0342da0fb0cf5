package normalize

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// quoteMark is the name of the elements that hold the marks around quotes, which no
// page writes: browsers put them there.
const quoteMark = "wiredesk-mark"

// quote puts the marks of a language around a quote in a line, those of the inner pair
// if it stands in another. A quote that has marks of its own gets none.
func quote(q *html.Node, language string) {
	text, whole := shortText(q, maxQuote)
	if whole && text == "" || q.Parent == nil {
		return
	}
	first, _ := utf8.DecodeRuneInString(text)
	before, _ := utf8.DecodeLastRuneInString(strings.TrimRight(textBefore(q), " \u00a0\u202f\n"))
	if whole && isQuoteMark(first) && !beginsWithQuote(q.FirstChild) || isQuoteMark(before) && before != '’' {
		return
	}
	marks := marksOf(language)
	begin, end := marks[0], marks[1]
	if depthOfQuote(q)%2 == 1 {
		begin, end = marks[2], marks[3]
	}
	q.InsertBefore(markNode(begin), q.FirstChild)
	q.AppendChild(markNode(end))
}

// maxQuote is the longest quote, in bytes, that is looked at for marks of its own.
const maxQuote = 4000

func isQuoteMark(c rune) bool {
	return strings.ContainsRune("\"“”„‟«»‹›‘’‚‛「」『』〈〉《》＂", c)
}

// beginsWithQuote reports whether a quote begins with another, whose marks are not its own.
func beginsWithQuote(n *html.Node) bool {
	for n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		n = n.NextSibling
	}
	return n != nil && n.DataAtom == atom.Q
}

// textBefore is the text right before a node in its element; "" at its beginning.
func textBefore(n *html.Node) string {
	if n = n.PrevSibling; n != nil && n.Type == html.TextNode {
		return n.Data
	}
	return ""
}

func depthOfQuote(q *html.Node) (depth int) {
	for n := q.Parent; n != nil && !isBlock[n.DataAtom]; n = n.Parent {
		if n.DataAtom == atom.Q {
			depth++
		}
	}
	return depth
}

func markNode(mark string) *html.Node {
	n := &html.Node{Type: html.ElementNode, Data: quoteMark}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: mark})
	return n
}

// marksOf are the marks of quotes in a language, the outer and the inner pair.
func marksOf(language string) [4]string {
	language = strings.ToLower(strings.ReplaceAll(language, "_", "-"))
	for {
		if marks, ok := quoteMarks[language]; ok {
			return marks
		}
		cut := strings.LastIndexByte(language, '-')
		if cut < 0 {
			return english
		}
		language = language[:cut]
	}
}

// Pairs of marks that many languages share.
var (
	english   = [4]string{"“", "”", "‘", "’"}
	german    = [4]string{"„", "“", "‚", "‘"}
	guillemet = [4]string{"«", "»", "“", "”"}
	russian   = [4]string{"«", "»", "„", "“"}
	polish    = [4]string{"„", "”", "«", "»"}
	swedish   = [4]string{"”", "”", "’", "’"}
	corner    = [4]string{"「", "」", "『", "』"}
)

// quoteMarks are those of Unicode's CLDR 44, by language; English ones are left out.
var quoteMarks = map[string][4]string{
	"de": german, "de-ch": {"«", "»", "‹", "›"}, "de-li": {"«", "»", "‹", "›"}, "lb": german, "cs": german, "sk": german, "sl": german, "bg": german, "is": german, "mk": german,
	"sq": {"«", "»", "“", "”"}, "et": german, "lt": german, "ka": german, "dsb": german, "hsb": german,
	"fr": {"« ", " »", "“", "”"}, "fr-ch": {"«", "»", "‹", "›"}, "br": guillemet, "es": guillemet, "ca": guillemet, "gl": guillemet, "eu": guillemet, "it": guillemet, "it-ch": {"«", "»", "‹", "›"},
	"pt-pt": guillemet, "el": guillemet, "nb": {"«", "»", "‘", "’"}, "no": {"«", "»", "‘", "’"}, "nn": {"«", "»", "‘", "’"}, "hy": {"«", "»", "„", "“"},
	"ru": russian, "uk": russian, "be": russian, "kk": {"\"", "\"", "'", "'"}, "az": {"“", "”", "\"", "\""}, "fa": {"«", "»", "‹", "›"}, "ps": {"«", "»", "‹", "›"}, "ku": guillemet,
	"pl": polish, "hu": {"„", "”", "»", "«"}, "ro": {"„", "”", "«", "»"}, "hr": {"„", "“", "‚", "‘"}, "sr": {"„", "“", "’", "’"}, "bs": {"„", "”", "‘", "’"}, "nl": {"“", "”", "‘", "’"},
	"sv": swedish, "fi": swedish, "da": {"”", "”", "’", "’"}, "he": {"”", "”", "’", "’"}, "ar": {"”", "“", "’", "‘"}, "ur": {"”", "“", "’", "‘"},
	"ja": corner, "zh-hant": corner, "zh-tw": corner, "zh-hk": corner, "yue": corner,
}
