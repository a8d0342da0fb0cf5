package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxClosing is how much of the end of a text is read, in bytes.
const maxClosing = 160

// minBefore is how many bytes of text stand before the mark of an agency that ends
// it: "Phot. PAP" is no sentence.
const minBefore = 25

// Closing reads the mark of an agency behind the last sentence of a text:
// "… he said. (Reuters)". Within a sentence a name in brackets explains another.
func Closing(text, language string) []string {
	from := max(0, len(text)-maxClosing)
	for from > 0 && from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	text = strings.TrimSpace(text[from:])
	if !mayName(text) {
		return nil
	}
	before, mark, ok := lastBracket(text)
	if !ok {
		before, mark = lastSentence(text)
	}
	if mark == "" || len(before) < minBefore || !ended(before) && !hasService(mark) {
		return nil
	}
	return Credit(mark, language)
}

// lastBracket cuts off the bracket with which a text ends.
func lastBracket(text string) (before, mark string, ok bool) {
	end := strings.TrimRight(text, ".。 ")
	for _, pair := range []string{"()", "（）", "[]", "【】"} {
		_, n := utf8.DecodeRuneInString(pair)
		open, shut := pair[:n], pair[n:]
		if !strings.HasSuffix(end, shut) {
			continue
		}
		if i := strings.LastIndex(end, open); i > 0 {
			return end[:i], end[i:], true
		}
	}
	return "", "", false
}

// lastSentence cuts off what stands behind the last sentence of a text.
func lastSentence(text string) (before, mark string) {
	last := -1
	end := strings.TrimRight(text, ". ")
	for i := 0; i < len(end); {
		r, n := utf8.DecodeRuneInString(end[i:])
		i += n
		spaced := strings.HasPrefix(end[i:], " ")
		if strings.ContainsRune("。！？」』", r) || spaced && strings.ContainsRune(".!?…।؟\"”»“'’", r) {
			last = i
		}
	}
	if last < 0 {
		return text, ""
	}
	return end[:last], strings.TrimSpace(end[last:])
}

// ended reports whether a text ends as sentences do.
func ended(text string) bool {
	text = strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || isHyphen(r) })
	r, _ := utf8.DecodeLastRuneInString(text)
	return text == "" || strings.ContainsRune(".!?…。！？」』।؟։\"”»“'’)）", r)
}

// service is a name with that of one of its services behind it, which nobody is
// told of within a sentence: "(dpa/lno)".
var service = pattern.Of(`^\(dpa[/-][a-z]{2,8}\)$`)

func hasService(mark string) bool { return service().MatchString(mark) }
