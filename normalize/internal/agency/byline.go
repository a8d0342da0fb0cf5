package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxByline is the longest byline that is read, in bytes.
const maxByline = 400

// Byline reads the agencies that a byline names beside its people, or instead of
// them: "Ann Lee, Reuters", "Par Le Courrier avec AFP". What names the maker of a
// picture is passed over.
func Byline(text, language string) []string {
	if len(text) > maxByline || !mayName(text) {
		return nil
	}
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "/") && strings.HasSuffix(text, "/") {
		return Credit(text, language)
	}
	var all []string
	slashed, before := false, 0
	for _, part := range split(text, &slashed) {
		part = strings.TrimFunc(part, around)
		if pictures[strings.ToLower(part)] { // "dpa (Foto)"
			all = all[:before]
			continue
		}
		before = len(all)
		all = appendNew(all, bylinePart(part, language)...)
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// pictures are what who made the pictures is told by.
var pictures = wordSet(`photo photos photograph photographs photography foto fotos fotografie fotografía fotografia fotografias
	bild bilder image images picture pictures illustration illustrationen
	grafik graphic graphics video videos vídeo zdjęcia zdjęcie fotó valokuva фото видео صورة 写真 写真撮影 사진 图 圖 图片`)

func bylinePart(part, language string) []string {
	if a := Of(part, language); a != "" {
		return []string{a}
	}
	if head, rest, colon := cutColon(part); colon && !bys[strings.ToLower(head)] && !sources[strings.ToLower(head)] {
		return nil
	} else if colon {
		part = rest
	} else if rest, _, ok := cutLabel(part, bys); ok {
		part = rest
	} else if rest, _, ok := cutLabel(part, withs); ok {
		part = rest
	}
	if a := Of(part, language); a != "" {
		return []string{a}
	}
	g := readGroup(part, language, otherway)
	if len(g.others) == 0 && len(g.agencies) > 0 && g.slashed {
		return g.names()
	}
	return atEdge(part, language)
}

// atEdge is the agency whose full name ends a byline without a comma, "ANN LEE
// Associated Press", or begins one that goes on with a place: "AFP in Paris".
func atEdge(part, language string) []string {
	words := strings.Fields(part)
	if len(words) > 8 {
		return nil
	}
	if n := len(words); n > 1 && isReporter[words[n-1]] { // "연합뉴스 한바다 기자"
		if a, b := find(words[0], language); a != nil && b == name {
			return []string{a.Name}
		}
	}
	for i := 1; i < len(words); i++ {
		a, b := find(strings.Join(words[i:], " "), language)
		if a != nil && b == name && i <= 3 && isProper(words[:i]) {
			return []string{a.Name}
		}
		if w := words[i]; (w == "for" || w == "für" || w == "pour" || w == "para" || w == "per") && i <= 6 {
			if a := Of(strings.Join(words[i+1:], " "), language); a != "" {
				return []string{a}
			}
		}
		if w := words[i]; w == "in" || w == "à" || w == "en" || w == "a" || w == "i" || w == "w" || w == "v" {
			if a := Of(strings.Join(words[:i], " "), language); a != "" && i < len(words)-1 {
				return []string{a}
			}
		}
	}
	return nil
}

// isReporter are words for reporters behind their names.
var isReporter = wordSet("기자 특파원 记者 記者")

// isProper reports whether words are written as names are.
func isProper(words []string) bool {
	for _, w := range words {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// Paired reads a short line beside a headline that names a paper or a person and then an
// agency: "Le Courrier avec AFP", "Ann Lee with Reuters". A line of other words is text.
func Paired(line, language string) []string {
	words := strings.Fields(line)
	if len(words) > 9 || len(words) < 3 || !mayName(line) {
		return nil
	}
	for i := len(words) - 2; i > 0; i-- {
		if !pairing[words[i]] || !isProper(withoutSmall(words[:i])) {
			continue
		}
		if a := Of(strings.Join(words[i+1:], " "), language); a != "" {
			return []string{a}
		}
	}
	return nil
}

// pairing are the words between a house and the agency that it has used.
var pairing = wordSet("with avec mit con com med met z и с et und and y")

// withoutSmall leaves out the short words within names: "Le Monde de l’Orme".
func withoutSmall(words []string) (rest []string) {
	for i, w := range words {
		if i == 0 || i+1 == len(words) || utf8.RuneCountInString(w) > 3 {
			if head, tail, ok := strings.Cut(strings.ReplaceAll(w, "’", "'"), "'"); ok && len(head) <= 2 { // "l'Orme"
				w = tail
			}
			rest = append(rest, w)
		}
	}
	return rest
}
