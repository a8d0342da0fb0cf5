package htmlfilter

import "bytes"

// scriptEnd is where the end tag of a script begins, or -1. In a comment another
// script may begin, whose end tag is none (HTML standard, 13.2.5.15 to 13.2.5.31,
// as x/net has them).
func scriptEnd(text []byte, from int) int {
	const (
		plain   = iota
		escaped // in a comment
		twice   // in a script in a comment
	)
	state := plain
	for at := from; at < len(text); {
		i := next(text, at, state != plain)
		if i < 0 {
			return -1
		}
		at = i + 1
		switch {
		case text[i] == '-': // two or more, and ">", end a comment
			n := at
			for n < len(text) && text[n] == '-' {
				n++
			}
			if n > at && n < len(text) && text[n] == '>' {
				state = plain
			}
			at = n
		case isScriptTag(text[i:], "</script"):
			if state != twice {
				return i
			}
			state, at = escaped, i+len("</script>")
		case state == plain:
			if bytes.HasPrefix(text[i:], []byte("<!--")) {
				state, at = escaped, i+2 // the dashes may be those that end it
			}
		case state == escaped && isScriptTag(text[i:], "<script"):
			state, at = twice, i+len("<script>")
		case state == escaped && at < len(text) && text[at] != '/' && !isLetter(text[at]):
			state = plain
		}
	}
	return -1
}

// next is the next byte that matters.
func next(text []byte, at int, comment bool) int {
	if !comment {
		if i := bytes.IndexByte(text[at:], '<'); i >= 0 {
			return at + i
		}
		return -1
	}
	for i := at; i < len(text); i++ {
		if text[i] == '<' || text[i] == '-' {
			return i
		}
	}
	return -1
}

// isScriptTag reports whether a text begins with a tag up to its name, and what
// ends the name.
func isScriptTag(text []byte, tag string) bool {
	n := len(tag)
	return n < len(text) && equalFold(text[:n], tag) && (isSpace(text[n]) || text[n] == '/' || text[n] == '>')
}
