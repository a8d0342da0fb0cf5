package terminal

import (
	"io"
	"os"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/term"
	"golang.org/x/text/width"
)

const (
	minColumns = 20
	maxColumns = 100 // longer lines are hard to read
)

// Columns is how wide text may be on w: $COLUMNS, else the terminal's width, else
// 0, which leaves paragraphs on one line, for programs.
func Columns(w io.Writer) int {
	n, err := strconv.Atoi(os.Getenv("COLUMNS"))
	if err != nil {
		f, ok := w.(*os.File)
		if !ok {
			return 0
		}
		if n, _, err = term.GetSize(int(f.Fd())); err != nil {
			return 0
		}
	}
	if n <= 0 {
		return 0
	}
	return min(max(n, minColumns), maxColumns)
}

// Wrap breaks each line of a text at white space, and words that are longer than
// n columns anywhere; 0 columns leave it as it is.
func Wrap(text string, n int) string {
	if n <= 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + len(text)/32)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		wrapLine(&b, line, n)
	}
	return b.String()
}

func wrapLine(b *strings.Builder, line string, n int) {
	at := 0
	for word := range strings.FieldsSeq(line) {
		w := 0
		for _, r := range word {
			w += runeWidth(r)
		}
		switch {
		case at > 0 && at+1+w <= n:
			b.WriteByte(' ')
			at++
		case at > 0:
			b.WriteByte('\n')
			at = 0
		}
		if w <= n {
			b.WriteString(word)
			at += w
			continue
		}
		for _, r := range word { // a text without spaces, or an address
			if rw := runeWidth(r); at+rw > n {
				b.WriteByte('\n')
				at = rw
			} else {
				at += rw
			}
			b.WriteRune(r)
		}
	}
}

// runeWidth is how many columns a rune takes (UAX #11).
func runeWidth(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
