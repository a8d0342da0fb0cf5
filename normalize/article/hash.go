package article

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// meaning is what an article says, field by field: the part of it that makes a
// version. The values are folded, so that white space and order do not count.
func meaning(a *Article) [][2]string {
	var authors, tags, images, corrections []string
	for _, x := range a.Authors {
		authors = append(authors, fold(x.Name))
	}
	for _, t := range a.Tags {
		tags = append(tags, strings.ToLower(fold(t.Name)))
	}
	slices.Sort(tags)
	for _, i := range a.Images {
		if words := fold(i.Caption + "\x01" + i.Credit); words != "\x01" {
			images = append(images, words)
		}
	}
	for _, c := range a.Corrections {
		corrections = append(corrections, fold(c.Text))
	}
	return [][2]string{
		{"headline", fold(a.Headline)},
		{"summary", fold(a.Summary)},
		{"body_text", fold(a.BodyText)},
		{"byline", fold(a.Byline)},
		{"authors", list(authors)},
		{"agency", fold(a.Agency)},
		{"section", fold(a.Section)},
		{"tags", list(slices.Compact(tags))},
		{"images", list(images)},
		{"corrections", list(corrections)},
	}
}

// fold takes what has no meaning out of text: the amount of white space, and
// characters nobody sees.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case r == '\u00ad' || r >= '\u200b' && (r <= '\u200d' || r == '\u2060' || r == '\ufeff'):
		case unicode.IsSpace(r):
			gap = b.Len() > 0
		default:
			if gap {
				b.WriteByte(' ')
				gap = false
			}
			b.WriteRune(r)
		}
	}
	return b.String()
}

func list(items []string) string { return strings.Join(items, "\x00") }

// Hash is the hash of what the article means: 64 hexadecimal digits.
func (a *Article) Hash() string {
	h := sha256.New()
	for _, f := range meaning(a) {
		fmt.Fprintf(h, "%s\x00%d\x00%s\x00", f[0], len(f[1]), f[1])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Seal fills in the hashes. What changes the article's meaning comes before it.
func (a *Article) Seal() {
	a.ContentHash = a.Hash()
	a.TextHash, a.Simhash = "", ""
	if text := fold(a.BodyText); text != "" {
		sum := sha256.Sum256([]byte(text))
		a.TextHash = hex.EncodeToString(sum[:16])
		a.Simhash = simhash(text)
	}
}

// simhash is a 64-bit fingerprint that differs in few bits between texts that
// differ in few words (Charikar 2002), over runs of three words. The text is
// folded.
func simhash(text string) string {
	text = strings.ToLower(text)
	var weights [64]int
	for from := 0; from < len(text); from = wordEnd(text, from) + 1 {
		to := wordEnd(text, from)
		for n := 0; n < 2 && to < len(text); n++ {
			to = wordEnd(text, to+1)
		}
		h := fnv1a(text[from:to])
		for bit := range weights {
			weights[bit] += int(h>>bit&1)*2 - 1
		}
	}
	var out uint64
	for bit, w := range weights {
		if w > 0 {
			out |= 1 << bit
		}
	}
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], out)
	return hex.EncodeToString(b[:])
}

// wordEnd is where the word ends that begins at from.
func wordEnd(text string, from int) int {
	if n := strings.IndexByte(text[from:], ' '); n >= 0 {
		return from + n
	}
	return len(text)
}

// fnv1a is the hash of hash/fnv, of a part of a text that is not copied for it.
func fnv1a(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
