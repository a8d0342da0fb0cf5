package normalize

import (
	"net/url"
	"strings"
)

// lastFolders are the last three parts of an address's path in small letters,
// the last of them first; "" for those that a shorter path has not. Every link
// of a page is asked for them, so a whole URL is not taken apart.
func lastFolders(href string) (last [3]string) {
	if len(href) > 300 {
		return last
	}
	if i := strings.IndexAny(href, "?#"); i >= 0 {
		href = href[:i]
	}
	if _, rest, ok := strings.Cut(href, "//"); ok {
		if _, href, ok = strings.Cut(rest, "/"); !ok {
			return last
		}
	}
	path := strings.Trim(href, "/")
	for i := range last {
		at := strings.LastIndexByte(path, '/')
		last[i] = folderName(path[at+1:])
		if at < 0 {
			break
		}
		path = path[:at]
	}
	return last
}

func folderName(s string) string {
	if strings.IndexByte(s, '%') >= 0 {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	return strings.ToLower(s)
}

// parts are parts of words, of ASCII and in small letters, that are looked for in
// the class of every element.
type parts struct {
	first [256]bool // their first letters, in both cases
	all   []string
}

func partsOf(all ...string) *parts {
	p := &parts{all: all}
	for _, s := range all {
		p.first[s[0]], p.first[s[0]&^0x20] = true, true
	}
	return p
}

// heldBy reports whether text holds one of the parts, in any case.
func (p *parts) heldBy(s string) bool {
	for i := range len(s) {
		if !p.first[s[i]] {
			continue
		}
		for _, w := range p.all {
			if len(s)-i >= len(w) && strings.EqualFold(s[i:i+len(w)], w) {
				return true
			}
		}
	}
	return false
}
