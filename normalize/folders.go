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

// parts are words of ASCII in small letters, of two or more each, that are looked
// for within names.
type parts struct {
	begins [32]uint32 // for each first letter which second ones follow, by five bits of both: most places of a name begin none
	words  [128][]string
}

func partsOf(all ...string) *parts {
	p := new(parts)
	for _, s := range all {
		p.begins[s[0]&31] |= 1 << (s[1] & 31)
		p.words[s[0]] = append(p.words[s[0]], s)
	}
	return p
}

// heldBy reports whether text holds one of the parts, in any case.
func (p *parts) heldBy(s string) bool {
	for i := 1; i < len(s); i++ {
		if p.begins[s[i-1]&31]>>(s[i]&31)&1 != 0 && p.beginOneOf(s[i-1:]) {
			return true
		}
	}
	return false
}

// begin reports whether text begins with one of the parts, in any case.
func (p *parts) begin(s string) bool {
	return len(s) > 1 && p.begins[s[0]&31]>>(s[1]&31)&1 != 0 && p.beginOneOf(s)
}

func (p *parts) beginOneOf(s string) bool {
	c := lowByte(s[0])
	if c >= 128 {
		return false
	}
	for _, w := range p.words[c] {
		if beginsWith(s, w) {
			return true
		}
	}
	return false
}

// beginsWith compares with a word in small letters, in any case; the first letter
// is the same.
func beginsWith(s, w string) bool {
	if len(s) < len(w) {
		return false
	}
	for i := 1; i < len(w); i++ {
		if lowByte(s[i]) != w[i] {
			return false
		}
	}
	return true
}

func lowByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
