package boilerplate

import (
	"unicode"
	"unicode/utf8"
)

// stats are counts over a segment's text.
type stats struct {
	runes, words, sentences, commas, digits, upper, letters, marks int32
	first, last                                                    rune
	cues                                                           uint32 // groups of cue words, as bits
	title, about, data, hint                                       float32
	sum                                                            uint32 // hash of the text
	twin                                                           bool   // the text stands on the page before
	odds                                                           tally  // of its first words
	pairs                                                          tally  // of pairs of them
	script                                                         uint8
}

// maxCued is the text, in bytes, up to which cue words are looked for.
const maxCued = 260

// cues are words of lines that stand in stories and are none of them, in
// families.
var cues = func() *wordTable {
	m := map[string]uint8{}
	for i, family := range [...][]string{
		{"read", "lesen", "lire", "leggi", "lee", "lea", "also", "auch", "aussi", "anche", "también", "related", "more", "mehr", "читайте", "leia", "lees", "les", "läs", "czytaj", "see", "zum", "thema"},
		{"newsletter", "subscribe", "sign", "abonnieren", "abonnez", "suscríbete", "inbox", "email", "iscriviti", "subscriber", "subscribers", "subscription", "подписывайтесь", "follow", "folgen", "suivez", "síguenos", "join"},
		{"copyright", "©", "rights", "reserved", "rechte", "droits", "derechos", "licence", "license"},
		{"photo", "foto", "image", "bild", "credit", "photograph", "picture", "photos", "fotos", "getty", "images", "reuters", "dpa", "afp", "ap", "shutterstock", "фото", "epa", "imago", "illustration", "courtesy", "video"},
		{"share", "facebook", "twitter", "whatsapp", "telegram", "linkedin", "teilen", "pinterest", "instagram", "compartir", "partager", "copy", "reddit", "tweet"},
		{"comment", "comments", "kommentar", "kommentare", "commentaires", "comentarios", "reply", "respond", "login", "logged"},
		{"cookie", "cookies", "privacy", "datenschutz", "terms", "policy", "javascript", "browser", "consent", "advertisement", "anzeige", "werbung", "publicité", "publicidad", "sponsored", "affiliate", "commission", "ad"},
		{"reporting", "editing", "reported", "contributed", "writing", "edited", "contributor", "correspondent", "editor", "reporter", "autor", "author", "writer", "posted", "published", "updated", "aktualisiert", "by", "von"},
		{"correction", "clarification", "note", "update", "source", "quelle", "sources", "via", "fuente"},
		{"tags", "topics", "tagged", "filed", "under", "themen", "schlagwörter", "keywords", "categories", "category", "tag", "posted"},
		{"minutes", "min", "uhr", "ago", "am", "pm", "gmt", "est", "edt", "ist", "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "januar", "februar", "märz", "juni", "juli", "oktober", "dezember"},
		{"here", "click", "download", "watch", "listen", "contact", "call", "buy", "shop", "learn", "free", "today", "support", "donate", "visit"},
	} {
		for _, w := range family {
			m[w] = uint8(i)
		}
	}
	return newWordTable(m)
}()

// nCues is the number of families of cue words.
const nCues = 12

// measurer counts over one segment.
type measurer struct {
	view    *view
	s       stats
	cued    bool // cue words are looked for
	word    [32]byte
	n       int // bytes in word
	hash    uint32
	letters int
	wide    int    // letters of scripts without spaces
	last    uint32 // hash of the word before
	known   counter
	grams   gram
}

// maxOddsWords is how many words of a segment are looked up in the odds.
const maxOddsWords = 40

// measure counts over the text of a segment, and compares its words with what
// else is known of the story.
func (v *view) measure(text []byte) stats {
	m := measurer{view: v, s: stats{sum: noHash}, cued: len(text) <= maxCued, hash: noHash}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		m.s.runes++
		if m.s.first == 0 {
			m.s.first = r
		}
		if r != ' ' {
			m.s.last = r
		}
		m.s.sum = hashRune(m.s.sum, r)
		m.rune(r, i >= len(text) || text[i] == ' ' || text[i] == '"' || text[i] >= utf8.RuneSelf)
	}
	m.end()
	m.known.into(&m.s, v)
	m.grams.into(&m.s, v)
	return m.s
}

// rune takes the next rune; last says that what follows may begin a sentence.
func (m *measurer) rune(r rune, last bool) {
	switch {
	case r >= 'a' && r <= 'z':
		m.letter(r)
		m.s.letters++
	case r >= 'A' && r <= 'Z':
		m.letter(r + 'a' - 'A')
		m.s.letters++
		m.s.upper++
	case r >= '0' && r <= '9':
		m.letter(r)
		m.s.digits++
	case r == '\'' || r == '’':
	case r == '©' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.Is(unicode.M, r)):
		m.foreign(r)
	default:
		m.end()
		m.mark(r, last)
	}
}

func (m *measurer) letter(low rune) {
	if m.cued {
		m.n = put(m.word[:], m.n, low)
	}
	m.hash = hashRune(m.hash, low)
	m.letters++
}

// foreign takes a letter beyond ASCII.
func (m *measurer) foreign(r rune) {
	low := unicode.ToLower(r)
	if low != r {
		m.s.upper++
	}
	m.letter(low)
	m.s.letters++
	if r >= 0x0E00 && m.s.script == 0 {
		m.s.script = scriptOf(r)
	}
	if isWide(r) {
		if m.wide++; m.wide%2 == 0 {
			m.end()
		}
	}
}

// mark takes what is no part of a word.
func (m *measurer) mark(r rune, last bool) {
	switch r {
	case '.', '!', '?', '…', '।', '؟':
		if last {
			m.s.sentences++
		}
	case '。', '！', '？':
		m.s.sentences++
	case ',', ';', '，', '、', '،':
		m.s.commas++
	case '|', '•', '·', '»', '›', '/', '>', '@', '#', '→', '–':
		m.s.marks++
	}
}

// end ends a word.
func (m *measurer) end() {
	if m.letters > 0 {
		m.s.words++
		if m.n > 0 && m.n < len(m.word) {
			if c, ok := cues.find(m.word[:m.n], m.hash); ok {
				m.s.cues |= 1 << c
			}
		}
		if m.s.words <= maxOddsWords {
			if odds, ok := m.view.words.of(m.hash); ok {
				m.s.odds.add(odds)
			}
			if odds, ok := m.view.words.of(pairOf(m.last, m.hash)); ok {
				m.s.pairs.add(odds)
			}
			m.last = m.hash
		}
		m.known.word(m.view, m.hash)
		m.grams.word(m.view, m.hash)
	}
	m.n, m.hash, m.letters = 0, noHash, 0
}

func put(word []byte, n int, r rune) int {
	if n+utf8.UTFMax > len(word) {
		return len(word)
	}
	return n + utf8.EncodeRune(word[n:], r)
}

// isWide are the scripts that put no spaces between words.
func isWide(r rune) bool {
	return r >= 0x0E00 && r <= 0x0EFF || r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0x3040 && r <= 0x30FF ||
		r >= 0x3400 && r <= 0x9FFF
}

func scriptOf(r rune) uint8 {
	if isWide(r) {
		return 2
	}
	return 1
}
