package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Dateline is how a text begins that an agency has sent, or a correspondent.
type Dateline struct {
	Agencies []string // none if the line names a place alone
	Place    string   // as it stands; "" if there is none
	Reporter string   // whom Korean, Chinese and Russian lines name, as it stands; "" if nobody
}

// Bounds of a dateline, in bytes: of what stands before the agency, of the name,
// and of all that is looked at.
const (
	maxBefore = 110
	maxSign   = 80
	maxHead   = 300
)

// ReadDateline reads the line with which a text begins. ok is false where the text
// begins with a sentence.
//
// A text that comes from an agency goes on with a sentence behind the line: what
// goes on with a small letter speaks of the agency.
func ReadDateline(text, language string) (d Dateline, ok bool) {
	head := strings.TrimSpace(text)
	head = strings.ToValidUTF8(head[:min(len(head), maxHead)], "")
	head = strings.TrimLeft(head, "\"“«„*•■▲● ")
	if mayName(head[:min(len(head), maxBefore+maxSign)]) {
		for _, form := range []func(string, string) (Dateline, bool){eastern, attributed, leading, bracketed, between} {
			if d, ok = form(head, language); ok {
				return d, true
			}
		}
	}
	return placeAlone(head)
}

// pairs open and close what stands around an agency.
var pairs = map[rune]rune{'(': ')', '（': '）', '[': ']', '［': '］', '/': '/', '【': '】'}

// bracketed reads "PARIS, Nov 20 (AFP) - …", "МОСКВА, 20 ноября. /ТАСС/. …".
func bracketed(head, language string) (Dateline, bool) {
	for i := 0; i < len(head) && i <= maxBefore; {
		r, n := utf8.DecodeRuneInString(head[i:])
		i += n
		shut, opens := pairs[r]
		if !opens {
			continue
		}
		end := strings.IndexRune(head[i:], shut)
		if end < 0 || end > maxSign {
			continue
		}
		names := inBrackets(head[i:i+end], language)
		if names == nil {
			if r != '/' && r != '(' && r != '[' {
				return Dateline{}, false
			}
			continue
		}
		before, after := head[:i-n], head[i+end+utf8.RuneLen(shut):]
		place, dated, ok := readBefore(before, language)
		if !ok || explains(before, head[i:i+end]) {
			return Dateline{}, false
		}
		how := terminator(after)
		text := rest(after)
		if how == endless && (text == "" || !dated && (isLong(before) || place == "")) || startsSmall(text) {
			return Dateline{}, false
		}
		return Dateline{Agencies: names, Place: place}, true
	}
	return Dateline{}, false
}

// inBrackets reads the agencies that a bracket holds, first of all.
func inBrackets(s, language string) []string {
	g := readGroup(s, language, weakCase)
	if len(g.agencies) == 0 || len(g.others) > 1 {
		return nil
	}
	if len(g.others) == 1 && (utf8.RuneCountInString(g.others[0]) > 25 || startsSmall(g.others[0])) {
		return nil
	}
	return g.names()
}

// explains reports whether a bracket is the short form of the name before it: its
// letters are the first ones of the words there.
func explains(before, inner string) bool {
	words := strings.FieldsFunc(before, func(r rune) bool { return unicode.IsSpace(r) || isHyphen(r) })
	letters := []rune(key(inner))
	if len(letters) < 2 || len(words) < 2 {
		return false
	}
	at := len(letters) - 1
	for i := len(words) - 1; i >= 0 && at >= 0; i-- {
		first, _ := utf8.DecodeRuneInString(words[i])
		switch {
		case unicode.ToLower(first) == letters[at]:
			at--
		case unicode.IsUpper(first) || len(words[i]) > 4:
			return false
		}
	}
	return at < 0
}

// leading reads a line that the agency begins: "(ANSA) - ROMA, 20 NOV - …", "AGI -
// Il …".
func leading(head, language string) (Dateline, bool) {
	var names []string
	after := ""
	r, n := utf8.DecodeRuneInString(head)
	if shut, opens := pairs[r]; opens {
		end := strings.IndexRune(head[n:], shut)
		if end < 0 || end > maxSign {
			return Dateline{}, false
		}
		names, after = inBrackets(head[n:n+end], language), head[n+end+utf8.RuneLen(shut):]
		if names == nil {
			return behindPlace(head[n:n+end], after, language)
		}
	} else if i := dashAt(head); i > 0 && i <= maxSign {
		said := strings.TrimRight(head[:i], " .")
		if a, _ := whole(said, language, sign); a != nil && (isCapital(said) || said == a.Name && !strings.Contains(said, " ")) {
			names, after = []string{a.Name}, head[i:]
		}
	}
	left := rest(after)
	if _, enclosed := pairs[r]; names == nil || left == "" || startsSmall(left) || !enclosed && terminator(after) != dashed {
		return Dateline{}, false
	}
	d := Dateline{Agencies: names}
	if i := dashAt(left); i > 0 && i < maxBefore {
		if place, dated, ok := readBefore(left[:i], language); ok && (dated || isCapital(place)) {
			d.Place = place
		}
	}
	return d, true
}

// behindPlace reads "(ANKARA) ANKA - …".
func behindPlace(place, after, language string) (Dateline, bool) {
	i := dashAt(after)
	if i <= 0 || i > maxSign || !isCapital(place) || hasDigit(place) {
		return Dateline{}, false
	}
	name := Named(after[:i], language)
	return Dateline{Agencies: []string{name}, Place: place}, name != ""
}

// between reads a line in which the agency stands between other marks: "Tehran,
// IRNA – …", "Москва. 20 ноября. INTERFAX.RU - …", "Sevilla/EFE.- …".
func between(head, language string) (Dateline, bool) {
	marks := marksOf(head)
	for k := 0; k+1 < len(marks); k++ {
		from, to := marks[k].end, marks[k+1].at
		if marks[k].at > maxBefore {
			break
		}
		names, ok := bareSign(strings.TrimSpace(head[from:to]), language, marks[k+1].dash && (hasDigit(head[:from]) || !marks[k].dash))
		if !ok {
			continue
		}
		place, dated, ok := readBefore(head[:marks[k].at], language)
		after := head[to:]
		how := terminator(after)
		if !ok || place == "" && !dated || how == endless || startsSmall(rest(after)) || rest(after) == "" {
			return Dateline{}, false
		}
		if how == stopped && !dated && !isCapital(place) && !strings.HasPrefix(strings.TrimSpace(after), ".-") && !marks[k].dash {
			return Dateline{}, false
		}
		if strings.HasPrefix(after, ",") && !dated {
			return Dateline{}, false // "Paris, AFP, …"
		}
		return Dateline{Agencies: names, Place: place, Reporter: reporterBehind(after)}, true
	}
	return runOn(head, language)
}

// reporterBehind is the person whom Russian lines name behind the agency: "РИА Новости,
// Иван Сомов. …".
func reporterBehind(after string) string {
	name, _, ok := strings.Cut(strings.TrimPrefix(after, ","), ".")
	words := strings.Fields(name)
	if !ok || !strings.HasPrefix(after, ",") || len(words) < 2 || len(words) > 3 || !isProper(words) {
		return ""
	}
	return strings.Join(words, " ")
}

// bareSign is the agency that a part of a line names, which has no brackets: it
// must be written as the agency writes it. between says that it stands between a day
// and a dash, where a sign is one.
func bareSign(s, language string, between bool) ([]string, bool) {
	if s == "" || len(s) > maxSign {
		return nil, false
	}
	s = strings.Trim(s, "()[] ")
	if a := Of(s, language); a != "" {
		return []string{a}, true
	}
	if a := Named(s, language); a != "" && between {
		return []string{a}, true
	}
	if g := readGroup(s, language, sign); len(g.agencies) > 0 && len(g.others) == 0 && g.slashed {
		return g.names(), true
	}
	return nil, false
}

// runOn reads a line that ends with the agency's sign in capitals and a date before
// it, and no mark at all: "Baku, November 20, AZERTAC The tram …".
func runOn(head, language string) (Dateline, bool) {
	marks := marksOf(head)
	for k := range marks {
		from := marks[k].end
		word, after, ok := strings.Cut(strings.TrimLeft(head[from:], " "), " ")
		if !ok || marks[k].at > maxBefore {
			break
		}
		a, b := find(word, language)
		if a == nil || !a.alone(b, language) || hasCase(word) && !isCapital(word) || startsSmall(after) {
			continue
		}
		if place, dated, ok := readBefore(head[:marks[k].at], language); ok && place != "" && (dated || !hasCase(place)) {
			return Dateline{Agencies: []string{a.Name}, Place: place}, true
		}
	}
	return Dateline{}, false
}

// isLong reports whether what stands before an agency is more than a place.
func isLong(before string) bool {
	return len(strings.Fields(before)) > 4
}
