package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/internal/agency"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxCredit is the longest credit in a caption, in bytes.
const maxCredit = 110

var (
	// inBrackets is what stands in brackets at the end of a caption.
	inBrackets = pattern.Of(`\s*[(\[（【]([^()\[\]（）【】]{2,110})[)\]）】]\s*\.?$`)
	// takenBy is how Chinese credits end.
	takenBy = pattern.Of(`(?:^|[。\s])([^。\s，]{2,14}(?:\s[^。\s，]{2,8})?)\s?(?:摄|攝)(?:影)?$`)
	// creditClass are words in the names of elements for credits.
	creditClass = []string{"credit", "copyright", "source", "photographer", "attribution", "author"}
)

// creditLabels call a name a credit. Those behind which a name follows at once, or a
// mark, or a word such as "by".
var creditLabels = phrasesOf("photo", "photos", "photo credit", "photo credits", "photograph", "photographs", "photography", "photographer", "photo courtesy", "photo courtesy of", "photo by", "photos by", "photograph by", "photo via", "picture", "pictures", "picture credit", "pic", "pics",
	"image", "images", "image credit", "image courtesy", "image courtesy of", "image by", "video", "still", "credit", "credits", "courtesy", "courtesy of", "copyright", "source", "sources", "illustration", "illustrations", "graphic", "foto", "fotos", "fotograf", "fotografin", "fotografía", "fotografia", "fotografie", "fotocredit", "fotonachweis", "fotohinweis", "foto von", "foto di", "foto de", "fotos de", "foto por", "foto door", "foto av", "foto af",
	"bild", "bilder", "bildquelle", "bildnachweis", "bildrechte", "quelle", "grafik", "crédit", "crédits", "crédit photo", "crédits photo", "photo de", "photo par", "imagen", "imágenes", "crédito", "fuente", "cortesía", "cortesía de", "imagem", "imagens", "crédito da imagem", "reprodução", "divulgação", "immagine", "immagini", "fonte", "illustrazione",
	"beeld", "bron", "bilde", "kilde", "kuva", "kuvat", "fotó", "fot", "zdjęcie", "zdjęcia", "źródło", "zdroj", "sursa", "izvor", "фото", "фотография", "снимка", "источник", "джерело", "φωτογραφία", "φωτό", "πηγή", "fotoğraf", "kaynak", "ảnh", "sumber", "تصوير", "الصورة", "صورة", "المصدر", "عکس", "צילום", "תמונה", "फोटो", "ภาพ",
	"写真", "写真提供", "撮影", "画像", "提供", "資料写真", "图片来源", "图片", "图源", "图", "圖片", "圖", "摄影", "攝影", "翻攝", "来源", "來源", "사진", "사진제공", "사진 제공", "제공", "©", "(c)")

// labelAt reads the label that a text begins with: what follows it, and whether a
// mark stands between, as a colon does.
func labelAt(text string) (rest string, marked, ok bool) {
	rest, _, ok = creditLabels.after(text)
	if !ok {
		return "", false, false
	}
	label := strings.TrimRight(text[:len(text)-len(rest)], " ")
	rest = strings.TrimPrefix(rest, ".") // Fot.
	bare := strings.TrimLeft(rest, " :：/／©＝=")
	last, _ := utf8.DecodeLastRuneInString(label)
	marked = strings.ContainsAny(rest[:len(rest)-len(bare)], ":：/／©＝=") || strings.ContainsRune(":：©)", last)
	for _, by := range []string{"by ", "von ", "par ", "por ", "di ", "de ", "door ", "av ", "af "} {
		if len(bare) > len(by) && strings.EqualFold(bare[:len(by)], by) {
			bare = bare[len(by):]
			break
		}
	}
	return bare, marked, true
}

// captionOf splits a caption from the credit in it.
func captionOf(n *html.Node) (caption, credit string) {
	var creditNode *html.Node
	var search func(*html.Node)
	search = func(n *html.Node) {
		for c := n.FirstChild; c != nil && creditNode == nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				class := strings.ToLower(attr(c, "class") + " " + attr(c, "itemprop"))
				for _, mark := range creditClass {
					if strings.Contains(class, mark) && textOf(c) != "" {
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
	if creditNode != nil && textOf(creditNode) != all {
		credit = textOf(creditNode)
		caption = fold(strings.Replace(all, credit, " ", 1))
	} else if caption, credit = splitCredit(all); creditNode != nil && credit == "" {
		credit = all
	}
	if caption == "" && credit == "" {
		caption = all
	}
	return clip(strings.TrimRight(caption, " |/–—-"), 1000), bareCredit(credit)
}

// splitCredit splits a caption from the credit at its end: in brackets, behind a
// word or mark that calls it one, or by its form, as "JON ARRAN / AFP". Both are
// empty if there is none.
func splitCredit(all string) (caption, credit string) {
	if strings.ContainsRune(")]）】", lastRune(strings.TrimRight(all, ". "))) {
		if at := inBrackets().FindStringSubmatchIndex(all); at != nil {
			in := all[at[2]:at[3]]
			square := strings.ContainsAny(all[at[0]:at[2]], "[【")
			bare, _, labelled := labelAt(in)
			if labelled && !endsSentence(in) || isCredit(in) || square && isNames(in) {
				return all[:at[0]], firstOf(bare, in)
			}
		}
	}
	if strings.Contains(all, "摄") || strings.Contains(all, "攝") {
		if m := takenBy().FindStringSubmatchIndex(all); m != nil {
			return strings.TrimSpace(all[:m[2]]), all[m[2]:m[3]]
		}
	}
	if caption, credit = atLabel(all); credit != "" {
		return caption, credit
	}
	return atForm(all)
}

// atLabel splits a caption before the last word that begins a credit: one with a
// mark behind it, or with a name, not "picture-perfect".
func atLabel(all string) (caption, credit string) {
	before := ' '
	for i, c := range all {
		begins := strings.ContainsRune(" (（[【|.,;·。、–—-", before) || isWide(c) && !isWide(before) || c == '©'
		before = c
		if !begins {
			continue
		}
		rest, marked, ok := labelAt(all[i:])
		if !ok {
			continue
		}
		rest = strings.Trim(rest, " )(|/]［】）")
		first, _ := utf8.DecodeRuneInString(rest)
		if rest == "" || len(rest) >= maxCredit ||
			!marked && (first != '@' && !unicode.IsUpper(first) && !isWide(first) || !isNames(rest) && !isCredit(rest)) {
			continue
		}
		if inner, innerCredit := atLabel(rest); innerCredit != "" && inner != "" { // the last label counts
			continue
		}
		return strings.TrimRight(all[:i], " (|/[（【"), rest
	}
	return "", ""
}

// atForm splits a caption before a last part that has the form of a credit.
func atForm(all string) (caption, credit string) {
	if isCredit(all) {
		return "", all
	}
	for _, mark := range []string{". ", "! ", "? ", "… ", "。", "» ", "” ", "\" ", "| ", " – ", " — ", " - ", " / "} {
		at := strings.LastIndex(all, mark)
		if at <= 0 {
			continue
		}
		rest := strings.TrimSpace(all[at+len(mark):])
		if mark == " / " { // a name before it belongs to it
			if words(rest) >= 2 && words(rest) <= 4 && isNames(rest) && !isNames(all[:at]) && !strings.Contains(all[:at], " / ") {
				return strings.TrimSpace(all[:at]), rest
			}
			continue
		}
		if isCredit(rest) {
			return strings.TrimSpace(strings.TrimRight(all[:at+len(mark)], " |–—-")), rest
		}
	}
	return "", ""
}

// pictureAgencies are agencies of pictures, and words that end a credit.
var pictureAgencies = wordList{
	"getty", "getty images", "shutterstock", "istock", "alamy", "imago", "picture alliance", "picture-alliance", "adobe stock", "wireimage",
	"filmmagic", "zuma", "zuma press", "sipa", "hans lucas", "abaca", "epa-efe", "epa", "nurphoto", "pexels", "unsplash", "pixabay",
	"wikimedia commons", "flickr",
	"creative commons", "depositphotos", "dreamstime", "ap photo", "afp photo", "press association", "pa wire", "pa images", "scanpix",
	"lehtikuva", "keystone", "apa", "ansa", "lapresse", "anp", "belga", "east news", "unian", "ukrinform", "tass", "ria novosti", "sputnik",
	"xinhua", "yonhap", "kyodo", "jiji", "aap", "cp", "the canadian press",
	"archive", "archives", "archiv", "archivo", "archivio", "handout", "courtesy", "file", "file photo", "pool", "reproduction", "reprodução",
	"divulgação", "stock",
}

// isCredit reports whether a text can be nothing but a credit: names of people and
// agencies with strokes between them, or the name of an agency beside names.
func isCredit(s string) bool {
	s = strings.Trim(s, " .,;")
	if len(s) < 2 || len(s) > maxCredit || words(s) > 12 || strings.ContainsAny(s, "?!;\"“”«»") {
		return false
	}
	if i := strings.Index(s, ". "); i > 3 && !strings.ContainsAny(s[i-3:i], " .") { // a sentence ends in it
		return false
	}
	parts := strings.FieldsFunc(s, func(c rune) bool { return c == '/' || c == '／' || c == '|' })
	for _, part := range parts {
		if !isNames(part) {
			return false
		}
	}
	if len(parts) > 1 {
		return true
	}
	return agency.Of(s, "") != "" || words(s) <= 7 && pictureAgencies.in(strings.ToLower(s))
}

// isNames reports whether every word of a text is written as those of names are,
// but for small ones between them.
func isNames(s string) bool {
	fields := strings.Fields(strings.Trim(s, " .,;:"))
	if len(fields) == 0 || len(fields) > 8 {
		return false
	}
	large := 0
	for _, w := range fields {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(@©"))
		low := strings.ToLower(strings.Trim(w, ".,()"))
		switch {
		case byline.IsParticle(low) || besideNames[low] || pictureAgencies.in(low) || agency.Of(w, "") != "" || low == "via":
		case unicode.IsUpper(first) || unicode.IsLetter(first) && !unicode.IsLower(first):
			large++
		case strings.HasPrefix(w, "@"):
			large++
		default:
			return false
		}
	}
	return large > 0 || len(fields) <= 2
}

// bareCredit is a credit without the words and marks that call it one.
func bareCredit(credit string) string {
	credit = strings.Trim(plainText(credit), " ()[]（）【】|/:：.")
	for range 3 {
		shorter, _, ok := labelAt(credit)
		if !ok || shorter == "" {
			break
		}
		credit = shorter
	}
	credit = strings.Trim(credit, " |/:：")
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
