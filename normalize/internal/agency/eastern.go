package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// eastern reads the lines of Chinese, Japanese and Korean agencies, which have no
// spaces between place, date and name.
func eastern(head, language string) (Dateline, bool) {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(head, "([（【［〔 "))
	if opener, _ := utf8.DecodeRuneInString(head); r < 0x2E80 && !strings.ContainsRune("([（［【", opener) {
		return Dateline{}, false
	}
	if m := chineseLine().FindStringSubmatch(head); m != nil {
		if d, ok := chinese(m, language); ok {
			if by := bracketedReporter().FindStringSubmatch(head[len(m[0]):]); by != nil {
				d.Reporter = by[1]
			}
			return d, true
		}
	}
	if m := bracketLine().FindStringSubmatch(head); m != nil {
		if d, ok := korean(m[1], m[2], language); ok {
			return d, true
		}
		return japanese(m[1], language)
	}
	return Dateline{}, false
}

var (
	// chineseLine is "新华社北京11月20日电（记者 李明）", "（中央社記者王小明台北20日電）": an
	// agency, a place, a day, and the word for a dispatch.
	chineseLine = pattern.Of(`^[（(【\[]?\s*据?據?([\p{Han}]{2,7}?(?:社|网|網))(?:记者|記者)?\s*([\p{Han}\s·]{0,12}?)` +
		`((?:\d{1,2}月)?\d{1,2}日)?\s*(?:专|專|綜合|综合|外)?(电|電|讯|訊|外電報導|報導|报道)`)
	// bracketedReporter is whom a bracket names behind such a line.
	bracketedReporter = pattern.Of(`^\s*[（(]\s*(?:记者|記者)\s*[:：]?\s*([\p{Han}·、\s]{2,20})[）)]`)
	// bracketLine begins a line with what stands in a bracket.
	bracketLine = pattern.Of(`^[（(【\[［〔]\s*([^（()【】\[\]［］）〕]{1,60})[）)】\]］〕]\s*([^=＝\n]{0,60}[=＝])?`)
)

// chinese reads the parts of a line that chineseLine has found. "据路透社报道" speaks of
// an agency: without a day only the word for a dispatch is one.
func chinese(m []string, language string) (Dateline, bool) {
	a, b := find(m[1], language)
	if a == nil || b < sign || m[3] == "" && m[4] != "电" && m[4] != "電" {
		return Dateline{}, false
	}
	d := Dateline{Agencies: []string{a.Name}}
	d.Reporter, d.Place = reporterAndPlace(strings.TrimSpace(m[2]), strings.Contains(m[0], "记者") || strings.Contains(m[0], "記者"))
	return d, true
}

// reporterAndPlace parts "王小明台北": a name of two or three characters, and a place.
func reporterAndPlace(s string, reporter bool) (who, where string) {
	if !reporter {
		return "", s
	}
	if who, where, ok := strings.Cut(s, " "); ok {
		return who, strings.TrimSpace(where)
	}
	all := []rune(s)
	switch {
	case len(all) <= 3:
		return s, ""
	case len(all) == 4:
		return string(all[:2]), string(all[2:])
	}
	return string(all[:3]), string(all[3:])
}

// korean reads "(서울=연합뉴스) 한바다 기자 =", "(워싱턴 AP=연합뉴스)".
func korean(inner, after, language string) (Dateline, bool) {
	place, sign, ok := strings.Cut(strings.ReplaceAll(inner, "＝", "="), "=")
	if !ok {
		return Dateline{}, false
	}
	last, b := find(sign, language)
	if last == nil || b < weak {
		return Dateline{}, false
	}
	d := Dateline{Place: strings.TrimSpace(place)}
	if i := strings.LastIndexByte(d.Place, ' '); i > 0 { // the agency that it passes on
		if first, b := find(d.Place[i+1:], language); first != nil && b >= weak {
			d.Agencies, d.Place = []string{first.Name}, strings.TrimSpace(d.Place[:i])
		}
	} else if first, place := endsWithSign(d.Place, language); first != nil {
		d.Agencies, d.Place = []string{first.Name}, place
	}
	d.Agencies = appendNew(d.Agencies, last.Name)
	if who, ok := strings.CutSuffix(strings.TrimSpace(strings.TrimRight(after, "=＝ ")), "기자"); ok && !strings.ContainsAny(who, "·,") {
		d.Reporter = strings.TrimSpace(who)
	}
	return d, true
}

// japanese reads "【東京時事】", "［ワシントン　２０日　ロイター］", "【AFP=時事】", "【新華社北京11月20日】".
func japanese(inner, language string) (Dateline, bool) {
	s := strings.Join(strings.Fields(narrow(inner)), " ")
	if !hasEastern(s) && !strings.Contains(s, "=") {
		return Dateline{}, false
	}
	s = strings.TrimSpace(withoutDay(s))
	var names []string
	for range 3 {
		a, before := endsWithSign(s, language)
		if a == nil {
			break
		}
		names, s = append([]string{a.Name}, names...), strings.TrimRight(before, "=・ ")
	}
	if names == nil {
		a, after := startsWithSign(s, language)
		if a == nil {
			return Dateline{}, false
		}
		names, s = []string{a.Name}, after
	}
	s = strings.TrimSpace(withoutDay(strings.TrimSpace(s)))
	if utf8.RuneCountInString(s) > 20 || strings.ContainsAny(s, ":：、。") {
		return Dateline{}, false
	}
	return Dateline{Agencies: appendNew(nil, names...), Place: s}, true
}

// narrow is a text whose wide digits and letters are narrow; its kana stay as
// they are.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		if r == '\u3000' {
			return ' '
		}
		return r
	}, s)
}

var dayAtEdge = pattern.Of(`(?:\d{1,2}月)?\d{1,2}日\s*(?:电|電)?$|\s(?:\d{1,2}月)?\d{1,2}日\s`)

// withoutDay is a line without the day in it.
func withoutDay(s string) string { return dayAtEdge().ReplaceAllString(s, " ") }

// maxTail is how many letters a name may have that is looked for at the end of a
// word.
const maxTail = 8

// endsWithSign is the agency with whose name a text ends, and what is before it.
func endsWithSign(s, language string) (a *Agency, before string) {
	starts := make([]int, 0, maxTail)
	for i := len(s); i > 0 && len(starts) < maxTail; {
		_, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		starts = append(starts, i)
	}
	for k := len(starts) - 1; k >= 0; k-- {
		i := starts[k]
		if found, b := find(s[i:], language); found != nil && b >= weak && !joined(s, i) {
			return found, s[:i]
		}
	}
	return nil, s
}

// joined reports whether two letters of ASCII stand together at a place: there is
// no end of a word.
func joined(s string, i int) bool {
	return i > 0 && i < len(s) && isASCIILetter(s[i-1]) && isASCIILetter(s[i])
}

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// startsWithSign is the agency with whose name a text begins, and what is behind it.
func startsWithSign(s, language string) (a *Agency, after string) {
	ends := make([]int, 0, maxTail)
	for i, r := range s {
		if len(ends) == maxTail {
			break
		}
		ends = append(ends, i+utf8.RuneLen(r))
	}
	for k := len(ends) - 1; k >= 0; k-- {
		if i := ends[k]; i <= len(s) && !joined(s, i) {
			if found, b := find(s[:i], language); found != nil && b >= sign {
				return found, s[i:]
			}
		}
	}
	return nil, s
}

// hasEastern reports whether a text has letters of Chinese, Japanese or Korean.
func hasEastern(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	}) >= 0
}
