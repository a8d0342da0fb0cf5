package feed

import (
	"strings"
	"unicode"

	"github.com/wiredesk/wiredesk/normalize"
)

// person reads a name as RSS has it: "mail (Name)", "Name <mail>", "Name (mail)", a
// mail address, a name or a handle. A handle is the name of who has no other.
func person(s string) (normalize.Person, bool) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "@") {
		s = plain(s)
		return normalize.Person{Name: s}, !isNobody(s)
	}
	s = strings.NewReplacer("mailto:", "", "&lt;", "<", "&gt;", ">").Replace(s)
	s, handle := cutHandle(s)
	p := mailbox(s)
	if isNobody(p.Name) {
		p.Name = handle
	}
	return p, true
}

// isNobody reports whether a name is none, but what programs write where they have
// none: "null", "undefined undefined".
func isNobody(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '/' })
	switch strings.Join(words, " ") {
	case "unknown", "unknown author", "no author", "not available", "not specified", "author name", "false", "true", "object object", "":
		return true
	}
	for _, w := range words {
		if !noValue[w] && w != "n/a" && w != "nan" {
			return false
		}
	}
	return true
}

// cutHandle takes the first handle out of a name: "@name", or "@name@host" where
// servers are many. "@Harbour Post" is all of it.
func cutHandle(s string) (rest, handle string) {
	words := strings.Fields(s)
	if len(words) > 1 && isHandle(words[0]) && strings.Count(s, "@") == 1 && !strings.ContainsAny(s, "()<>[],;/|") {
		return "", oneLine(s)
	}
	for i, word := range words {
		if w := strings.Trim(word, "()<>[],;:"); isHandle(w) {
			return strings.Trim(strings.Join(append(words[:i:i], words[i+1:]...), " "), " /|,;:-–—·"), w
		}
	}
	return s, ""
}

func isHandle(word string) bool {
	name, ok := strings.CutPrefix(word, "@")
	if !ok || name == "" || strings.Count(name, "@") > 1 || name[0] == '@' {
		return false
	}
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsMark(c) && !unicode.IsDigit(c) && !strings.ContainsRune("_.-@", c) {
			return false
		}
	}
	return true
}

// mailbox reads a name with a mail address.
func mailbox(s string) normalize.Person {
	var p normalize.Person
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == '<' || r == '>' || r == '(' || r == ')' }) {
		part = strings.TrimSpace(part)
		switch {
		case part == "":
		case strings.Contains(part, "@") && !strings.Contains(part, " "):
			p.Email = part
		case strings.Contains(part, "@"):
			for _, w := range strings.Fields(part) {
				if strings.Contains(w, "@") {
					p.Email = strings.Trim(w, ",;")
				} else {
					p.Name = strings.TrimSpace(p.Name + " " + w)
				}
			}
		default:
			p.Name = plain(part)
		}
	}
	return p
}

// people reads several names, each person once.
func people(names ...string) []normalize.Person {
	var list []normalize.Person
	seen := map[string]bool{}
	for _, s := range names {
		if len(list) >= maxTags {
			break
		}
		p, ok := person(s)
		if key := strings.ToLower(p.Name + p.Email); ok && !seen[key] {
			seen[key] = true
			list = append(list, p)
		}
	}
	return list
}
