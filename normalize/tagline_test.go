package normalize

import (
	"strings"
	"testing"
)

func TestATagLineIsReadInManyLanguages(t *testing.T) {
	for line, want := range map[string]string{
		`<p>Read more about: <a href="/x">Bridges</a>, <a href="/y">River</a></p>`:                   "Bridges, River",
		`<p><b>Read more about:</b> <a href="/x">Bridges</a> <a href="/y">River</a></p>`:             "Bridges, River",
		`<div><h4>TOPICS</h4><ul><li><a href="/x">Bridges</a></li></ul></div>`:                       "Bridges",
		`<p>Schlagwörter: Brücken, Fluß</p>`:                                                         "Brücken, Fluß",
		`<p>Ключевые слова: мосты, река</p>`:                                                         "мосты, река",
		`<p>Etiketler：<a href="/x">Köprü</a></p>`:                                                    "Köprü",
		`<p>キーワード：橋、川</p>`:                                                                           "橋, 川",
		`<p>Topics that matter to the town are bridges.</p>`:                                         "",
		`<p>Tagesschau: Bridges</p>`:                                                                 "",
		`<p>Topics:</p>`:                                                                             "",
		`<p>Topics: <a href="/a">A headline of another story that is far too long, they say</a></p>`: "",
	} {
		if names, _ := tagsOf(t, Document{URL: "https://www.example.org/a", Body: credited("", line)}); names != want {
			t.Errorf("%s: %q, want %q", line, names, want)
		}
	}
}

func TestPhrasesAreFoundByTheirFirstLetter(t *testing.T) {
	for text, want := range map[string]struct {
		rest      string
		colon, ok bool
	}{
		"Read more about: bridges": {"bridges", true, true},
		"  TAGS :bridges":          {"bridges", true, true},
		"Темы: мосты":              {"мосты", true, true},
		"topics bridges":           {"bridges", false, true},
		"Topics":                   {"", false, true},
		"Topicality: bridges":      {"", false, false},
		"\xff\xfe":                 {"", false, false},
		"":                         {"", false, false},
		"Bridges":                  {"", false, false},
	} {
		rest, colon, ok := tagLine.after(text)
		if rest != want.rest || colon != want.colon || ok != want.ok {
			t.Errorf("%q: %q %v %v, want %+v", text, rest, colon, ok, want)
		}
	}
}

func FuzzPhrases(f *testing.F) {
	f.Add("Read more about: bridges, rivers")
	f.Add("Ключевые слова： мосты")
	f.Add("tags\x80:")
	f.Fuzz(func(t *testing.T, text string) {
		rest, colon, ok := tagLine.after(text)
		if !ok && (rest != "" || colon) || !strings.HasSuffix(strings.TrimSpace(text), rest) {
			t.Errorf("%q: %q %v %v", text, rest, colon, ok)
		}
	})
}
