package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// verdict is what a part of a line is.
type verdict int

const (
	aName    verdict = iota
	nickname         // one of small letters
	nothing          // it is left out: a job, a date, an address
	stray            // it is left out beside a name, and prose without one
	sentence         // it is prose, and the line no byline
)

var (
	mail   = pattern.Of(`[(<\[]?\b[\w.+-]+(?:@|\[at\]|\(at\))[\w-]+\.[\w.-]+[)>\]]?`)
	handle = pattern.Of(`(^|\s)\(?@[\w.]+\)?`)
	web    = pattern.Of(`(?i)\(?\b(?:https?://|www\.)\S+\)?`)
	// degree is what stands behind a name and is none: "PhD", "M.D.", "RDN".
	degree = pattern.Of(`^(?:Ph\.?\s?D|[MD]\.?\s?D|M\.?\s?[AS]c?|B\.?\s?[AS]c?|Esq|Jr|Sr|II|III|[A-Z]{2,6}(?:-[A-Z]{1,4})?)\.?$`)
	// initials are those of whoever wrote, in brackets: "(obe)".
	initials = pattern.Of(`^\p{Ll}{1,5}(?:[/,.-]\s?\p{Ll}{1,5})*$`)
)

// clean is a part without what stands behind the name in it, and what it is.
func clean(s string) (string, verdict) {
	s = strings.TrimFunc(withoutFusedJob(withoutBrackets(s)), trimmed)
	if s == "" || isDigit(s) || IsNobody(s) {
		return "", nothing
	}
	if hasCase(s) {
		return cleanCased(s)
	}
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 && isDigit(w) {
			words = words[:i]
			break
		}
	}
	if len(words) > 1 && jobs[bareWord(words[len(words)-1])] {
		words = words[:len(words)-1]
	}
	s = strings.Join(words, " ")
	if !isWritten(s) || IsNobody(s) {
		return "", nothing
	}
	if n := utf8.RuneCountInString(s); isEastern(s) && n > maxEastern || len(words) > maxWords || n < 2 || jobs[s] {
		return "", sentence
	}
	return s, aName
}

// isWritten reports whether a text is made of what names are made of.
func isWritten(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters >= 2 && digits <= 3 && !strings.ContainsAny(s, "<>{}=#©@")
}

// Bounds of a name.
const (
	maxWords   = 7
	maxRunes   = 70
	maxEastern = 12
)

func cleanCased(s string) (string, verdict) {
	words := strings.Fields(s)
	if len(words) > 1 && (buttons[strings.ToLower(words[0])] && words[0] != "Special" || capitalStops[words[0]]) {
		return "", nothing
	}
	end := len(words)
	for i, w := range words {
		if i == 1 && stops[w] && !particles[w] { // "Replying to Ann Lee", "Special to the Courier"
			return "", stray
		}
		if i > 0 && endsName(words, i) {
			end = i
			break
		}
		if isSmall(w) {
			switch {
			case i == 0 && stops[w], i == 0 && isJob(s, true):
				return "", nothing
			case i > 0 && isJob(strings.Join(words[i:], " "), true), i > 0 && i+1 == len(words) && says[w]:
				end = i
			case i == 0 && len(words) <= 2 && allSmall(words):
				return s, nickname
			default:
				return "", sentence
			}
			break
		}
	}
	if end < len(words) && isJob(strings.Join(words[end:], " "), true) && (end == 1 || houses[words[end]]) { // "Courier staff reporter"
		end = len(words)
	}
	words = withoutJob(words[:end])
	for len(words) > 0 && (particles[words[len(words)-1]] || stops[words[len(words)-1]]) { // "Maëlle Tarrier le", before a date
		words = words[:len(words)-1]
	}
	s = strings.TrimFunc(strings.Join(words, " "), trimmed)
	if !isWritten(s) || isJob(s, false) || IsNobody(s) || len(words) > maxWords || utf8.RuneCountInString(s) > maxRunes {
		return "", nothing
	}
	return s, aName
}

// isSmall reports whether a word is written as no word of a name is.
func isSmall(w string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "'’‘\"“"))
	return isLower(r) && !particles[strings.ToLower(bareWord(w))] && !mixed(w)
}

// isLower reports whether a letter is a small one of a script with capitals. Unicode has
// capitals for Georgian, which nobody writes names with.
func isLower(r rune) bool { return unicode.IsLower(r) && !unicode.Is(unicode.Georgian, r) }

// endsName reports whether the words from one on are no more of the name: a date, a
// place, a button.
func endsName(words []string, i int) bool {
	w := strings.ToLower(strings.Trim(words[i], ".,:("))
	switch {
	case isDigit(words[i]):
		return true
	case buttons[w]: // "Dan Share" is a name
		return i > 1 || i+1 < len(words)
	case strings.HasPrefix(words[i], "@"):
		return true
	case tailed[w]:
		return i+1 < len(words) && i > 1
	case date.IsMonth(w):
		return i+1 < len(words) && isDigit(words[i+1])
	case i >= 2 && capitalStops[words[i]] && i+1 < len(words): // "Ann Lee For Mailonline"
		return true
	case stops[words[i]]:
		return !particles[w] || i+1 == len(words) || isDigit(words[i+1])
	}
	return false
}

// isDigit reports whether a text begins with a number, as dates do, and not with a
// word that has digits: "3i".
func isDigit(s string) bool {
	s = strings.TrimLeft(s, "([")
	end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) })
	if end == 0 {
		return false
	}
	word, _, _ := strings.Cut(s[max(end, 0):], " ")
	return end < 0 || strings.IndexFunc(word, unicode.IsLetter) < 0 || ordinal().MatchString(word)
}

// ordinal is what stands right behind the number of a day or a clock: "3rd", "8h".
var ordinal = pattern.Of(`^(?:st|nd|rd|th|er|e|h|am|pm|a|o|º|ª|年|月|日|년|월|일|min|m|d)\b|^[年月日년월일:/.]`)

// mixed reports whether a word has capitals within: "iPhone", "d'Arc", "al-Hakim".
func mixed(w string) bool {
	return strings.IndexFunc(w, unicode.IsUpper) > 0
}

func allSmall(words []string) bool {
	for _, w := range words {
		if strings.ToLower(w) != w {
			return false
		}
	}
	return true
}

func hasCase(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsUpper(r) || isLower(r) }) >= 0
}

func isEastern(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}) >= 0
}

// isBeside reports whether a bracket behind a name holds something else than a part
// of it: a job, initials, a number.
func isBeside(s string) bool {
	if s == "" || strings.ContainsAny(s, " .,/") || strings.ToUpper(s) == s || !hasCase(s) {
		return true
	}
	if initials().MatchString(s) || isDigit(s) || isJob(s, true) || labelNamed(s) != unknown {
		return true
	}
	return strings.IndexByte(s, ' ') > 0 && isSmall(s) // "with pictures by Bo Ek"
}

// withoutBrackets takes off the brackets around a part, and those behind a name with
// what is in them: a job, initials, a paper.
func withoutBrackets(s string) string {
	for range 3 {
		s = strings.TrimFunc(s, trimmed)
		last, n := utf8.DecodeLastRuneInString(s)
		open, ok := map[rune]string{')': "(", '）': "（", ']': "[", '】': "【", '］': "［"}[last]
		if !ok {
			break
		}
		i := strings.LastIndex(s, open)
		if i > 0 {
			if inner := strings.TrimSpace(s[i+len(open) : len(s)-n]); !isBeside(inner) {
				break
			}
			s = s[:i]
			continue
		}
		if i < 0 {
			s = s[:len(s)-n]
			continue
		}
		if s = strings.TrimSpace(s[len(open) : len(s)-n]); initials().MatchString(s) {
			return ""
		}
	}
	if i := strings.LastIndexAny(s, "(（"); i > 0 && !strings.ContainsAny(s[i:], ")）") { // its end is in another part
		s = s[:i]
	}
	return strings.TrimLeft(strings.TrimFunc(s, trimmed), "(（[【")
}

// IsNobody reports whether a name is that of an account, a licence, a button, or a
// word of a page that stands where names do.
func IsNobody(s string) bool {
	low := strings.ToLower(strings.Trim(s, " .,:;!?()[]'\"’“”"))
	if first, _, more := strings.Cut(low, " "); more && offers[first] || strings.HasPrefix(low, "cc by") {
		return true
	}
	return accounts[low] || furniture[low] || stock().MatchString(low) || date.IsMonth(low)
}

var stock = pattern.Of(`getty|istock|shutterstock|unsplash|pexels|pixabay|wikimedia commons|alamy|\bimages$|min(?:utes?)? read`)

func lines(s string) map[string]bool {
	all := map[string]bool{}
	for _, l := range strings.Split(s, "|") {
		all[strings.TrimSpace(l)] = true
	}
	return all
}

// IsParticle reports whether a word is one of those within names that are written
// small: "van", "de".
func IsParticle(word string) bool { return particles[word] }
