package charset

import (
	"bytes"
	"strings"

	"github.com/gogs/chardet"
)

// detect guesses the charset of a text by statistics. The detector tries its
// charsets in parallel: of those it finds equally likely it names any, so here the
// first by name counts, and the same bytes are always the same text.
func detect(text []byte) string {
	if looksThai(text) {
		return "windows-874"
	}
	best := chardet.Result{Charset: "windows-1252"}
	all, err := chardet.NewTextDetector().DetectAll(text)
	if err != nil {
		return best.Charset
	}
	for _, r := range all {
		if strings.EqualFold(r.Charset, "utf-8") {
			continue
		}
		if r.Confidence > best.Confidence || r.Confidence == best.Confidence && r.Charset < best.Charset {
			best = r
		}
	}
	return best.Charset
}

// words leaves the text for the detector: markup is ASCII in every language.
func words(b []byte) []byte {
	b = b[:min(len(b), 256<<10)]
	out := make([]byte, 0, min(len(b), 64<<10))
	in := false
	for _, c := range b {
		switch {
		case c == '<':
			in = true
		case c == '>':
			in = false
		case !in && len(out) < cap(out):
			out = append(out, c)
		}
	}
	return out
}

// escapeCoded reports whether a body uses the escapes of ISO-2022, which is valid
// UTF-8 by its bytes.
func escapeCoded(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$")) || bytes.Contains(b, []byte("\x1b("))
}
