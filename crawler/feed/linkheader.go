package feed

import "strings"

// headerLink is a link of the header Link.
type headerLink struct{ target, rel, mime, title string }

// headerLinks reads values of the header Link (RFC 8288, section 3), as far as they
// can be read. Each byte is looked at a few times at most.
func headerLinks(values []string) []headerLink {
	var links []headerLink
	for _, v := range values {
		for len(links) < maxLinks {
			_, rest, ok := strings.Cut(v, "<")
			if !ok {
				break
			}
			target, rest, ok := strings.Cut(rest, ">")
			if !ok {
				break
			}
			l := headerLink{target: strings.TrimSpace(target)}
			v = l.params(rest)
			links = append(links, l)
		}
	}
	return links
}

// params reads the parameters of a link, and returns what follows the comma that
// ends them. The first of a name counts.
func (l *headerLink) params(s string) (rest string) {
	for {
		s = strings.TrimLeft(s, " \t;")
		if s == "" || s[0] == ',' {
			return s
		}
		end := strings.IndexAny(s, "=;,")
		if end < 0 {
			return ""
		}
		name, value := strings.ToLower(strings.TrimSpace(s[:end])), ""
		if s = s[end:]; s[0] == '=' {
			value, s = headerValue(strings.TrimLeft(s[1:], " \t"))
		}
		switch name {
		case "rel":
			l.rel = first(l.rel, strings.ToLower(value))
		case "type":
			l.mime = first(l.mime, value)
		case "title":
			l.title = first(l.title, value)
		}
	}
}

// headerValue reads a token or a quoted string (RFC 9110, section 5.6.4).
func headerValue(s string) (value, rest string) {
	if !strings.HasPrefix(s, `"`) {
		if end := strings.IndexAny(s, ";,"); end >= 0 {
			return strings.TrimSpace(s[:end]), s[end:]
		}
		return strings.TrimSpace(s), ""
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:]
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), ""
}
