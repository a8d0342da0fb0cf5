package feed

import "bytes"

// aside looks at what starts with "<". If that is a tag, aside returns 0; else
// how long it is, and what of it is text: all of a CDATA section or of a "<" that
// means nothing, and nothing of comments, declarations and instructions. What
// never ends goes on to the end of the document.
func aside(rest []byte) (n int, text []byte) {
	switch {
	case bytes.HasPrefix(rest, []byte("<![CDATA[")):
		end := bytes.Index(rest, []byte("]]>"))
		if end < 0 {
			return len(rest), nil
		}
		return end + 3, rest[9:end]
	case bytes.HasPrefix(rest, []byte("<!--")):
		end := bytes.Index(rest[4:], []byte("-->"))
		if end < 0 {
			return len(rest), nil
		}
		return 4 + end + 3, nil
	case bytes.HasPrefix(rest, []byte("<!")), bytes.HasPrefix(rest, []byte("<?")):
		return skipMarkup(rest), nil
	case len(rest) > 2 && rest[1] == '/' && isNameStart(rest[2]), len(rest) > 1 && isNameStart(rest[1]):
		return 0, nil
	}
	return 1, rest[:1]
}

// skipMarkup is the length of a processing instruction, or of a declaration
// with its internal subset.
func skipMarkup(b []byte) int {
	depth := 0
	for i, c := range b {
		switch c {
		case '[':
			depth++
		case ']':
			depth--
		case '>':
			if depth <= 0 {
				return i + 1
			}
		}
	}
	return len(b)
}
