package prose

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
	script                                                         uint8
}

// maxCued is the text, in bytes, up to which cue words are looked for.
const maxCued = 260

// cues are words of lines that stand in stories and are none of them, in
// families.
var cues = func() map[string]uint8 {
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
			m[w] |= 0
			m[w] = uint8(i)
		}
	}
	return m
}()

// nCues is the number of families of cue words.
const nCues = 12

// measure counts over the text of a segment, and compares its words with what
// else is known of the story.
func (v *view) measure(text []byte) stats {
	s := stats{sum: 2166136261}
	var word [32]byte
	n, wordHash, letters := 0, uint32(2166136261), 0
	known, grams := counter{}, gram{}
	wide := int32(0)
	end := func() {
		if letters == 0 {
			n, wordHash = 0, 2166136261
			return
		}
		s.words++
		if n > 0 && n < len(word) && len(text) <= maxCued {
			if c, ok := cues[string(word[:n])]; ok {
				s.cues |= 1 << c
			}
		}
		known.word(v, wordHash)
		grams.word(v, wordHash)
		n, wordHash, letters = 0, 2166136261, 0
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		i += size
		s.runes++
		if s.first == 0 {
			s.first = r
		}
		if r != ' ' {
			s.last = r
		}
		s.sum = (s.sum ^ uint32(r)) * 16777619
		switch {
		case r >= 'a' && r <= 'z' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.Is(unicode.M, r)) || r == '©':
			low := unicode.ToLower(r)
			if r > 'z' && low != r {
				s.upper++
			}
			n = put(word[:], n, low)
			wordHash = (wordHash ^ uint32(low)) * 16777619
			s.letters++
			letters++
			if r >= 0x0E00 && s.script == 0 {
				s.script = scriptOf(r)
			}
			if isWide(r) {
				if wide++; wide%2 == 0 {
					end()
				}
			}
		case r >= 'A' && r <= 'Z':
			n = put(word[:], n, r+'a'-'A')
			wordHash = (wordHash ^ uint32(r+'a'-'A')) * 16777619
			s.letters++
			s.upper++
			letters++
		case r >= '0' && r <= '9':
			s.digits++
			letters++
			wordHash = (wordHash ^ uint32(r)) * 16777619
			n = put(word[:], n, r)
		case r == '\'' || r == '’':
		default:
			end()
			switch r {
			case '.', '!', '?', '…', '।', '؟':
				if i >= len(text) || text[i] == ' ' || text[i] == '"' || text[i] >= utf8.RuneSelf {
					s.sentences++
				}
			case '。', '！', '？':
				s.sentences++
			case ',', ';', '，', '、', '،':
				s.commas++
			case '|', '•', '·', '»', '›', '/', '>', '@', '#', '→', '©', '–':
				s.marks++
			}
		}
	}
	end()
	known.into(&s, v)
	grams.into(&s, v)
	return s
}

func put(word []byte, n int, r rune) int {
	if n+utf8.UTFMax > len(word) {
		return len(word)
	}
	return n + utf8.EncodeRune(word[n:], r)
}

// isWide are the scripts that put no spaces between words.
func isWide(r rune) bool {
	return r >= 0x0E00 && r <= 0x0EFF || r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0x3040 && r <= 0x30FF || r >= 0x3400 && r <= 0x9FFF
}

func scriptOf(r rune) uint8 {
	if isWide(r) {
		return 2
	}
	return 1
}

// counter counts a segment's words that stand in the title and the description.
type counter struct{ n, title, about int }

func (c *counter) word(v *view, h uint32) {
	c.n++
	if v.title[h] {
		c.title++
	}
	if v.about[h] {
		c.about++
	}
}

func (c *counter) into(s *stats, v *view) {
	s.title, s.about = -1, -1
	if c.n > 0 && len(v.title) > 0 {
		s.title = float32(c.title) / float32(c.n)
	}
	if c.n > 0 && len(v.about) > 0 {
		s.about = float32(c.about) / float32(c.n)
	}
}

// gram counts a segment's runs of three words that stand in the page's data and
// in the feed's entry.
type gram struct {
	a, b          uint32
	n, data, hint int
}

func (g *gram) word(v *view, h uint32) {
	if g.a != 0 && g.b != 0 {
		k := gramOf(g.a, g.b, h)
		g.n++
		if v.data[k] {
			g.data++
		}
		if v.hint[k] {
			g.hint++
		}
	}
	g.a, g.b = g.b, h
}

func (g *gram) into(s *stats, v *view) {
	s.data, s.hint = -1, -1
	if g.n > 0 && len(v.data) > 0 {
		s.data = float32(g.data) / float32(g.n)
	}
	if g.n > 0 && len(v.hint) > 0 {
		s.hint = float32(g.hint) / float32(g.n)
	}
}

func gramOf(a, b, c uint32) uint32 { return (a*31+b)*0x9E3779B1 + c }

// view is what else is known of the story.
type view struct {
	title, about, data, hint map[uint32]bool
}

// Known is what a page's head and the feed say of the story, as text.
type Known struct {
	Title string // the headline
	About string // descriptions
	Data  string // articleBody of JSON-LD
	Entry string // the feed's summary or content
}

const maxKnown = 60000 // bytes read of each

func viewOf(k Known) view {
	return view{title: wordSet(k.Title), about: wordSet(k.About), data: gramSet(k.Data), hint: gramSet(k.Entry)}
}

func wordSet(s string) map[uint32]bool {
	if s == "" {
		return nil
	}
	m := map[uint32]bool{}
	eachWord(s, func(h uint32) { m[h] = true })
	return m
}

func gramSet(s string) map[uint32]bool {
	if s == "" {
		return nil
	}
	m := map[uint32]bool{}
	var a, b uint32
	eachWord(s, func(h uint32) {
		if a != 0 && b != 0 {
			m[gramOf(a, b, h)] = true
		}
		a, b = b, h
	})
	return m
}

// eachWord hashes the words of a text as measure does.
func eachWord(s string, do func(uint32)) {
	h, n, wide := uint32(2166136261), 0, 0
	end := func() {
		if n > 0 {
			do(h)
		}
		h, n = 2166136261, 0
	}
	for _, r := range s[:min(len(s), maxKnown)] {
		switch {
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '©' || r >= '0' && r <= '9':
			h = (h ^ uint32(unicode.ToLower(r))) * 16777619
			n++
			if isWide(r) {
				if wide++; wide%2 == 0 {
					end()
				}
			}
		case r == '\'' || r == '’':
		default:
			end()
		}
	}
	end()
}
