package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// writtenBy labels the author in the cards of Twitter, as WordPress writes them.
var writtenBy = pattern.Of(`(?i)^(?:written by|geschrieben von|verfasst von|écrit par|escrito por|scritto da|` +
	`geschreven door|skriven av|skrevet av|` +
	`napisane przez|написано автором|автор|yazan)`)

// spokenBy begins a byline that no class marks. "De" and "di" are left out: they
// begin sentences.
var spokenBy = phrasesOf("written by", "reported by", "posted by", "story by", "words by", "text by", "article by", "submitted by", "gespeichert von", "eingestellt von",
	"verfasst von", "veröffentlicht von", "publié par", "posté par", "soumis par", "publicado por", "enviado por", "subido por", "postado por",
	"pubblicato da", "inviato da", "geplaatst door", "publicerad av", "dodane przez", "by", "von", "par", "por",
	"door", "av", "af", "автор", "текст", "przez", "írta",
	"ein bericht von", "text von", "geschrieben von", "écrit par", "rédigé par", "propos recueillis par", "escrito por",
	"texto de", "words", "story", "reporting", "reportage", "scritto da", "a cura di", "geschreven door", "tekst van",
	"skrevet av", "skriven av", "skrevet af", "kirjoittanut", "napsal", "napsala", "napisał", "napisała", "yazan", "oleh",
	"bởi", "nga", "autor", "autorin", "autora", "auteur", "autore", "author",
	"szerző", "piše", "пише", "автори", "авторы", "γράφει", "συντάκτης", "haber", "muhabir", "penulis", "tác giả", "avtor",
	"autorius", "autors", "toimittaja", "teksti", "tekst", "text", "texto", "texte", "testo",
	"โดย", "ผู้เขียน", "लेखक", "द्वारा", "লেখক", "بقلم", "كتب", "كتبت", "إعداد", "כתב", "מאת", "نویسنده", "作者", "记者", "本报记者",
	"文", "取材", "取材・文",
	"執筆", "筆者", "글", "ავტორი", "հեղինակ")

// spokenInFull are those after which one word is a name.
var spokenInFull = phrasesOf("written by", "reported by", "posted by", "story by", "words by", "text by", "article by", "submitted by", "gespeichert von",
	"eingestellt von", "verfasst von", "veröffentlicht von", "publié par", "posté par", "soumis par", "publicado por", "enviado por", "subido por",
	"postado por", "pubblicato da", "inviato da", "geplaatst door", "publicerad av", "dodane przez")

// needColon are those that begin sentences too: a colon says that they are labels.
var needColon = phrasesOf("autor", "autorin", "autora", "auteur", "autore", "author", "haber", "muhabir", "tekst", "text",
	"texto", "texte", "testo", "teksti", "nga", "كتب", "كتبت", "إعداد", "כתב", "γράφει", "toimittaja",
	"piše", "пише", "autors", "avtor", "oleh", "penulis", "words", "story", "reporting", "reportage")

// otherRole says, behind a name and a mark, who did something else than write: then what
// stands before the name is a label, "Words Ann Lee · Pictures Bo Ek", and begins no sentence.
var otherRole = pattern.Of(`(?i)[·•|/,;–—]\s*(?:and\s+)?(?:photo\w*|pictures?|images?|illustrat\w+|video|graphics?|fotos?|fotograf\w*|bilder?|illustration\w*|grafik|` +
	`fotografía\w*|imágenes|ilustraci\w+|immagini|beeld|foto’s|zdjęcia|фото|写真|撮影)\b[\s:]`)

// beginsByline reports whether a line begins as bylines do, with words behind it.
func beginsByline(line string) bool {
	line = strings.TrimSpace(line)
	rest, ok := afterSign(line)
	return ok && rest != ""
}

// afterSign is what follows the sign with which a line begins as bylines do, which may
// be nothing.
func afterSign(line string) (rest string, ok bool) {
	rest, colon, ok := spokenBy.after(line)
	if !ok {
		return "", false
	}
	if _, _, needs := needColon.after(line); needs && !colon && rest != "" && !otherRole().MatchString(rest) {
		return "", false
	}
	before, _ := utf8.DecodeLastRuneInString(line[:len(line)-len(rest)])
	return rest, rest == "" || unicode.IsSpace(before) || colon || before > 0x2E80
}

// easternBylines stand anywhere in lines of Chinese and Korean that name who wrote.
var easternBylines = []string{"作者：", "作者:", "记者 ", "记者：", "記者：", "기자", "특파원", "文／", "文/"}

// mayName reports whether a line may be a byline, or the sign alone of one.
func mayName(line string) bool {
	if _, ok := afterSign(line); ok {
		return true
	}
	if !hasWide(line) {
		return false
	}
	for _, mark := range easternBylines {
		if strings.Contains(line, mark) {
			return true
		}
	}
	return false
}

// hasWide reports whether a text has letters of Chinese, Japanese or Korean, by the
// bytes with which they begin.
func hasWide(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xE3 && s[i] < 0xEE {
			return true
		}
	}
	return false
}

// noteSpoken remembers a line that begins as bylines do. Where it is a label alone,
// the name stands in an element of its own: around it, or the next one.
func (p *page) noteSpoken(n *html.Node, text string) {
	line := text
	if words(text) < 3 {
		line = p.aroundSpoken(n, text)
	}
	if !mayName(line) {
		return
	}
	first, _, _ := strings.Cut(line, " ")
	if before := wordsBefore(n); endsInOther(before) || endsInOther(before+" "+first) { // "Reviewed", "by Ann Lee"
		return
	}
	if !p.ofTeaser(n.Parent) {
		p.spoken = append(p.spoken, shown{line, p.offset, false})
	}
}

// aroundSpoken is the line of a short text that begins as bylines do.
func (p *page) aroundSpoken(n *html.Node, text string) string {
	around := n.Parent
	for range 2 { // the name, and the word, may stand in elements of their own
		line, ok := bylineText(around)
		if ok && fold(line) != fold(text) && len(line) <= maxShownByline && mayName(line) {
			return line
		}
		if around = around.Parent; around == nil {
			break
		}
	}
	if rest, _, _ := spokenBy.after(text); rest != "" {
		return text
	}
	if _, colon, label := needColon.after(text); label && !colon && isLabelAlone(n, text) {
		text += ":"
	}
	return text + " " + nextText(n)
}

// isLabelAlone reports whether a text stands alone, as labels do: "Author" above a
// name, but not in "Ann Lee, author" or above a list of authors beside the story.
func isLabelAlone(n *html.Node, text string) bool {
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLower(first) || framesStory.heldBy(classesAbove(n.Parent)) {
		return false
	}
	if !isHeading(n.Parent.DataAtom) && elsewhereOnPage(n.Parent, false) {
		return false
	}
	for ; n != nil && !isBlock[n.DataAtom]; n = n.Parent { // what stands before it on its line
		for before := n.PrevSibling; before != nil && !isBlock[before.DataAtom] && before.DataAtom != atom.Br; before = before.PrevSibling {
			if text, short := shortText(before, maxNote); !short || text != "" {
				return false
			}
		}
	}
	return true
}

// framesStory are parts of the names of elements beside a story.
var framesStory = partsOf("widget", "sidebar", "related", "recommend", "teaser", "comment")

// maxNext is how many nodes are looked at for the text behind a label.
const maxNext = 12

// nextText is the text behind a node, where it is short; "" if none is near.
func nextText(n *html.Node) string {
	for range maxNext {
		switch {
		case n.FirstChild != nil && !isSilent[n.DataAtom]:
			n = n.FirstChild
		default:
			for n != nil && n.NextSibling == nil {
				n = n.Parent
			}
			if n == nil {
				return ""
			}
			n = n.NextSibling
		}
		if n.Type == html.TextNode {
			if text := fold(n.Data); text != "" {
				if len(text) > maxShownByline {
					return ""
				}
				return text
			}
		}
	}
	return ""
}

// spokenNames are the names in the first line beside the headline that begins
// as a byline does.
func (r *recipe) spokenNames() []article.Author {
	for _, s := range r.page.spoken {
		if !r.page.besideHeadline(s.at, r.a.Headline) {
			continue
		}
		if people := r.peopleIn(s.text); len(people) > 0 {
			return people
		}
	}
	return nil
}

// peopleIn are the people and agencies that a line names which begins as bylines do.
func (r *recipe) peopleIn(line string) []article.Author {
	names, ok := r.lineOfNames(line)
	if !ok {
		return nil
	}
	people := names[:0]
	_, _, full := spokenInFull.after(line)
	for _, n := range names { // "Von Ann Lee, Wien": one word is a place
		if words(n.Name) >= 2 || n.Kind == "agency" || full && len(names) == 1 || isUncased(n.Name) {
			people = append(people, n)
		}
	}
	return people
}

// isUncased reports whether a name is of a script without capitals, whose names need
// no space.
func isUncased(name string) bool {
	return strings.IndexFunc(name, func(c rune) bool { return unicode.IsUpper(c) || unicode.IsLower(c) }) < 0
}

// lastNames are those in a line below the text, or at its end, that begins as bylines
// do.
func (r *recipe) lastNames() []article.Author {
	for _, lines := range [][]string{r.page.edges.ends, r.page.edges.below} {
		for _, line := range lines {
			if len(line) > maxShownByline || !mayName(strings.TrimLeft(line, "(—–- ")) {
				continue
			}
			if people := r.peopleIn(line); len(people) > 0 {
				return people
			}
		}
	}
	return nil
}
