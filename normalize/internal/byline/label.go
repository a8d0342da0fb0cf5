package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// part says what those did whom a label introduces.
type part int

const (
	unknown part = iota
	wrote
	wroteMaybe // a label that may be the first word of a name: "Da", "Di", "De"
	other      // took the pictures, translated, edited
)

// phrases lists phrases, in small letters, by what they say.
type phrases map[string]part

func (p phrases) add(what part, list string) phrases {
	for _, s := range strings.Split(list, "|") {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			p[s] = what
		}
	}
	return p
}

// maxLabel is how many words a label has at most.
const maxLabel = 5

// cutLabel takes a label off the beginning of a text.
func cutLabel(s string) (rest string, what part) {
	if head, rest, ok := cutColon(s); ok {
		if what := labelNamed(head); what != unknown {
			return rest, what
		}
		if n := utf8.RuneCountInString(head); n >= 3 && n <= 15 && !strings.Contains(head, " ") { // some other word
			return rest, wrote
		}
	}
	if rest, what := cutFused(s); what != unknown {
		return rest, what
	}
	ends := wordEnds(s)
	for i := len(ends) - 1; i >= 0; i-- {
		rest := strings.TrimSpace(s[ends[i]:])
		head := strings.ToLower(strings.TrimRight(s[:ends[i]], " .,"))
		what := firstKnown(others[head], open[head])
		if said := named[head]; what == unknown && (startsLarge(rest) || said == other) {
			what = said
		}
		if what != unknown && rest != "" {
			return rest, what
		}
	}
	if m := passive().FindStringSubmatch(s); m != nil {
		return m[1], wrote
	}
	return s, unknown
}

// passive is the sentence with which papers say who wrote: "This article was contributed
// by Ann Lee", "Posted Nov 20, 2026 (Fri) by annl".
var passive = pattern.Of(`(?i)^(?:` +
	`(?:this|the) (?:article|story|post|report|piece|column|text)(?: was| is| has been)?(?: \w+)? ` +
	`(?:written|contributed|authored|reported|submitted|posted) by|` +
	`(?:posted|submitted|published|written) [^.]{4,40}? by|` +
	`(?:dieser|dieses|diese) (?:artikel|beitrag|text|interview|stück)(?: wurde| ist)?(?: \pL+)? (?:verfasst|geschrieben) von|` +
	`cet article (?:a été|est) (?:\pL+ )?(?:écrit|rédigé) par|` +
	`est(?:e|a) (?:artículo|nota|reportaje|artigo|reportagem) (?:fue|foi) escrit[oa] por|` +
	`questo articolo è (?:stato )?scritto da|dit artikel (?:is|werd) geschreven door)\s+(.+)$`)

func firstKnown(list ...part) part {
	for _, p := range list {
		if p != unknown {
			return p
		}
	}
	return unknown
}

// labelNamed is what the words before a colon say.
func labelNamed(head string) part {
	head = strings.ToLower(strings.Trim(head, " .()（）[]【】"))
	if what := firstKnown(others[head], named[head], open[head]); what != unknown {
		if what == wroteMaybe {
			return wrote
		}
		return what
	}
	for _, f := range fused {
		if head == f.label {
			return f.what
		}
	}
	return unknown
}

// isLabel reports whether a text is a label and nothing else.
func isLabel(s string) bool {
	return labelNamed(s) != unknown && !strings.Contains(s, " ") || open[strings.ToLower(s)] != unknown
}

// cutFused takes a label off that no space parts from the name. One of a single
// letter needs a mark behind it.
func cutFused(s string) (rest string, what part) {
	for _, f := range fused {
		rest, ok := strings.CutPrefix(s, f.label)
		if !ok || rest == "" {
			continue
		}
		bare := strings.TrimLeftFunc(rest, isMark)
		if bare == rest && (utf8.RuneCountInString(f.label) == 1 || f.label == "기자") || bare == "" {
			continue
		}
		return bare, f.what
	}
	return s, unknown
}

// isMark reports whether a letter is a mark or a space, as they stand between a label
// and a name.
func isMark(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("/／|｜:：=＝・·、—-", r)
}

// cutColon cuts a text at its first colon, or at the mark that stands for one.
func cutColon(s string) (head, rest string, ok bool) {
	i := strings.IndexAny(s, ":：=＝՝")
	if i < 0 {
		return s, "", false
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+n:]), true
}

// wordEnds are the ends of the first words of a text.
func wordEnds(s string) []int {
	var ends []int
	for i, r := range s {
		if len(ends) == maxLabel {
			break
		}
		if unicode.IsSpace(r) && i > 0 {
			ends = append(ends, i)
		}
	}
	return ends
}

// startsLarge reports whether a text begins with a capital, or in a script that has
// none.
func startsLarge(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "\"“'‘("))
	return unicode.IsLetter(r) && !isLower(r)
}

// IsLabelled reports whether a line begins with a label for those who wrote.
func IsLabelled(line string) bool {
	rest, what := cutLabel(strings.TrimSpace(line))
	return rest != "" && (what == wrote || what == wroteMaybe)
}
