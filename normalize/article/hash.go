package article

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// meaning is what an article says, field by field: the part of it that makes a
// version. The values are folded, so that white space and order do not count; so is
// the body that is given.
func meaning(a *Article, body string) [][2]string {
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
		{"body_text", body},
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
	write := func(word string) {
		if gap && b.Len() > 0 {
			b.WriteByte(' ')
		}
		gap = false
		b.WriteString(word)
	}
	from := 0 // what was not written yet
	for i := 0; i < len(s); {
		if c := s[i]; c > ' ' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		space, broken := unicode.IsSpace(r), r == utf8.RuneError && size == 1
		if space || broken || isUnseen(r) {
			if from < i {
				write(s[from:i])
			}
			if broken {
				write("\uFFFD")
			}
			gap = gap || space
			from = i + size
		}
		i += size
	}
	if from < len(s) {
		write(s[from:])
	}
	return b.String()
}

// isUnseen are the characters that take no place on paper.
func isUnseen(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && (r <= '\u200d' || r == '\u2060' || r == '\ufeff')
}

func list(items []string) string { return strings.Join(items, "\x00") }

// Hash is the hash of what the article means: 64 hexadecimal digits.
func (a *Article) Hash() string { return a.hash(fold(a.BodyText)) }

// hash is Hash with the folded text of the body.
func (a *Article) hash(body string) string {
	h := sha256.New()
	for _, f := range meaning(a, body) {
		fmt.Fprintf(h, "%s\x00%d\x00%s\x00", f[0], len(f[1]), f[1])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Seal fills in the hashes. What changes the article's meaning comes before it.
func (a *Article) Seal() {
	text := fold(a.BodyText)
	a.ContentHash = a.hash(text)
	a.TextHash, a.Simhash = "", ""
	if text != "" {
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
	var votes tally
	second := wordEnd(text, wordEnd(text, 0)+1)
	third := wordEnd(text, second+1)
	for from := 0; from < len(text); from = wordEnd(text, from) + 1 {
		votes.add(fnv1a(text[from:third]))
		third = wordEnd(text, third+1)
	}
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], votes.majority())
	return hex.EncodeToString(b[:])
}

// tally counts, for each of 64 bits, in how many hashes it is set. The counts stand
// upright: the first word has the lowest bit of each of them, the next one the
// second, so that one addition adds to all.
type tally struct {
	counts [32]uint64
	n      int
}

func (t *tally) add(hash uint64) {
	t.n++
	for i := 0; hash != 0 && i < len(t.counts); i++ {
		t.counts[i], hash = t.counts[i]^hash, t.counts[i]&hash
	}
}

// majority are the bits that are set in more than half of the hashes.
func (t *tally) majority() (out uint64) {
	for bit := range 64 {
		n := 0
		for i, c := range t.counts {
			n |= int(c>>bit&1) << i
		}
		if 2*n > t.n {
			out |= 1 << bit
		}
	}
	return out
}

// wordEnd is where the word ends that begins at from; the end of the text, if none
// begins there.
func wordEnd(text string, from int) int {
	if from >= len(text) {
		return len(text)
	}
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
