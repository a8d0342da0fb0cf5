package feed

import (
	"bytes"
	"strings"
)

// isNameStart goes by ASCII, as isNameRune does: no vocabulary of feeds has other names,
// and which of them are names is a long table.
func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isNameRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ':' || r == '_' || r == '-' || r == '.'
}

func nameEnd(b []byte, i int) int {
	for i < len(b) && b[i] != '>' && b[i] != '/' && b[i] > ' ' && b[i] != '=' && b[i] != '<' {
		i++
	}
	return i
}

func validName(name []byte) bool {
	if len(name) == 0 || !isNameStart(name[0]) || bytes.Count(name, []byte(":")) > 1 || name[len(name)-1] == ':' {
		return false
	}
	for _, c := range name {
		if !isNameRune(rune(c)) {
			return false
		}
	}
	return true
}

// localName is a name without its prefix.
func localName(name []byte) []byte {
	return name[bytes.LastIndexByte(name, ':')+1:]
}

func prefixOf(name []byte) []byte { return name[:max(0, bytes.IndexByte(name, ':'))] }

// rootName is the local name of the element that starts here, in lower case.
func rootName(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	b = b[1:min(len(b), 64)]
	end := bytes.IndexFunc(b, func(r rune) bool { return !isNameRune(r) })
	if end < 0 {
		end = len(b)
	}
	name := strings.ToLower(string(b[:end]))
	if _, local, ok := strings.Cut(name, ":"); ok {
		return local
	}
	return name
}
