package article

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
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
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
			return -1
		case '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
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
// differ in few words (Charikar 2002), over runs of three words.
func simhash(text string) string {
	words := strings.Fields(strings.ToLower(text))
	var weights [64]int
	for i := range words {
		h := fnv.New64a()
		_, _ = h.Write([]byte(strings.Join(words[i:min(i+3, len(words))], " ")))
		for bit, v := 0, h.Sum64(); bit < 64; bit++ {
			weights[bit] += int(v>>bit&1)*2 - 1
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
