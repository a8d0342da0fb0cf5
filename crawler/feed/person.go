package feed

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// person reads a name as RSS has it: "mail (Name)", "Name <mail>", "Name (mail)", a mail address or a name.
func person(s string) (normalize.Person, bool) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "@") {
		s = plain(s)
		return normalize.Person{Name: s}, s != ""
	}
	var p normalize.Person
	s = strings.NewReplacer("mailto:", "", "&lt;", "<", "&gt;", ">").Replace(s)
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
	return p, true
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
