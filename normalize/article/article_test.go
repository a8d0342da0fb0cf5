package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func story() *Article {
	a := &Article{
		Schema: Schema, ID: ID("https://example.org/a", "", ""), Version: 1, Event: Published, URL: "https://example.org/a",
		Headline: "A bridge opens", BodyText: "The bridge opened on Monday.\n\nTraffic flows.", Byline: "By Ann Lee",
		Authors: []Author{{Name: "Ann Lee", Kind: "person"}}, Tags: []Tag{{Name: "Bridges"}, {Name: "Traffic"}},
		PublishedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Completeness: Full,
	}
	a.Seal()
	return a
}

func TestURLsOfOneStoryShareAKey(t *testing.T) {
	want := Key("https://example.org/news/a?id=7")
	for _, u := range []string{
		"http://example.org/news/a?id=7", "https://www.example.org/news/a?id=7", "https://EXAMPLE.org:443/news/a/?id=7",
		"https://example.org/news/a?utm_source=rss&id=7&fbclid=x", "https://example.org./news/a?id=7#comments", "https://ann:pw@example.org/news/a?id=7", "https://example.org/news/%61?id=7", "https://example.org/news/a?id=7&amp;utm_medium=feed", " https://example.org/news/a?id=7&at_medium=RSS ",
	} {
		if got := Key(u); got != want {
			t.Errorf("Key(%q) = %q, want %q", u, got, want)
		}
		if ID(u, "f", "g") != ID("https://example.org/news/a?id=7", "", "") {
			t.Errorf("%q has another id", u)
		}
	}
}

func TestEncodingsOfAPathShareAKey(t *testing.T) {
	for _, group := range [][]string{
		{"https://example.org/новости", "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8", "https://example.org/%d0%bd%d0%be%d0%b2%d0%be%d1%81%d1%82%d0%b8"},
		{"https://example.org/~ann/a-b", "https://example.org/%7Eann/a%2db"},
	} {
		for _, u := range group[1:] {
			if Key(u) != Key(group[0]) {
				t.Errorf("Key(%q) = %q, that of %q is %q", u, Key(u), group[0], Key(group[0]))
			}
		}
	}
	if Key("https://example.org/a%2Fb") == Key("https://example.org/a/b") {
		t.Error("an encoded slash separates")
	}
	if Key("http://[2001:db8::1]:8080/a") == Key("http://[2001:db8::1:8080]/a") {
		t.Error("a port and the end of an address are taken for each other")
	}
}

func TestOtherStoriesHaveOtherKeys(t *testing.T) {
	seen := map[string]string{}
	for _, u := range []string{
		"https://example.org/a", "https://example.org/A", "https://example.org/a?id=1", "https://example.org/a?id=2", "https://example.com/a",
		"https://news.example.org/a", "https://example.org:8080/a", "https://www.org/a", "https://org/a",
	} {
		if other, ok := seen[Key(u)]; ok {
			t.Errorf("%s and %s share a key", u, other)
		}
		seen[Key(u)] = u
	}
	for _, u := range []string{"", "mailto:a@b", "/a", "https://", "ftp://example.org/a", "http://%zz"} {
		if got := Key(u); got != "" {
			t.Errorf("Key(%q) = %q, want none", u, got)
		}
	}
	if ID("", "f", "g") == ID("", "f", "h") || ID("", "f", "g") == ID("", "fg", "") {
		t.Error("two entries without URL share an id")
	}
}

func TestOnlyMeaningMakesAVersion(t *testing.T) {
	base := story().Hash()
	for name, change := range map[string]func(*Article){
		"another date":      func(a *Article) { a.PublishedAt, a.ModifiedAt = time.Now(), time.Now() },
		"white space":       func(a *Article) { a.BodyText = "The bridge  opened on\u00a0Monday.\nTraffic flows." },
		"unseen characters": func(a *Article) { a.Headline = "A bri\u00addge opens\u200b" },
		"tags in order":     func(a *Article) { a.Tags[0], a.Tags[1] = a.Tags[1], a.Tags[0] },
		"tags twice":        func(a *Article) { a.Tags = append(a.Tags, a.Tags[0]) },
		"provenance":        func(a *Article) { a.Provenance.Fetches = []Fetch{{URL: "x"}} },
		"another URL":       func(a *Article) { a.URLs = []URL{{"https://example.org/b", "amp"}} },
	} {
		a := story()
		if change(a); a.Hash() != base {
			t.Errorf("%s makes a version", name)
		}
	}
	for name, change := range map[string]func(*Article){
		"headline":    func(a *Article) { a.Headline += "!" },
		"body_text":   func(a *Article) { a.BodyText += " More." },
		"authors":     func(a *Article) { a.Authors[0].Name = "Bo Ek" },
		"tags":        func(a *Article) { a.Tags = a.Tags[:1] },
		"images":      func(a *Article) { a.Images = []Image{{URL: "x", Caption: "The bridge"}} },
		"corrections": func(a *Article) { a.Corrections = []Correction{{Text: "It was Tuesday."}} },
		"section":     func(a *Article) { a.Section = "World" },
		"summary":     func(a *Article) { a.Summary = "x" },
	} {
		a := story()
		if change(a); a.Hash() == base {
			t.Errorf("%s makes no version", name)
		}
		changes := Changes(story(), a)
		if len(changes) != 1 || changes[0].Field != name || changes[0].BeforeHash == changes[0].AfterHash {
			t.Errorf("%s: changes %+v", name, changes)
		}
	}
}

func TestACorrectionIsAnEventOfItsOwn(t *testing.T) {
	before, after := story(), story()
	after.BodyText += " More."
	if e := EventFor(before, after); e != Updated {
		t.Errorf("event %s", e)
	}
	after.Corrections = []Correction{{Text: "It was Tuesday."}}
	if e := EventFor(before, after); e != Corrected {
		t.Errorf("event %s", e)
	}
	if e := EventFor(after, after); e != Updated {
		t.Errorf("an old correction again: %s", e)
	}
}

func TestSimilarTextsHaveSimilarSimhashes(t *testing.T) {
	text := strings.Fields(strings.Repeat("one two three four five six seven eight nine ten eleven twelve thirteen ", 1) +
		"the council met on monday to decide about the new bridge over the river which has been planned for many years and will now be built")
	near := append([]string(nil), text...)
	near[20] = "tuesday"
	distance := func(a, b string) int {
		x, err1 := strconv.ParseUint(simhash(a), 16, 64)
		y, err2 := strconv.ParseUint(simhash(b), 16, 64)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		return bits.OnesCount64(x ^ y)
	}
	a := strings.Join(text, " ")
	if d := distance(a, strings.Join(near, " ")); d > 16 {
		t.Errorf("one word changed: %d bits", d)
	}
	if d := distance(a, "entirely different words about football and the weather in spring when nothing else happens at all in town"); d < 18 {
		t.Errorf("another text: %d bits", d)
	}
}

func TestAnArticleSurvivesJSON(t *testing.T) {
	a := story()
	a.BodyHTML = "<p>a &amp; b</p>"
	a.Headline = "bad \xff byte"
	b, err := Encode(a)
	if err != nil || !utf8.Valid(b) || !bytes.Contains(b, []byte("<p>a &amp; b</p>")) {
		t.Fatalf("%s, %v", b, err)
	}
	got, err := Decode(b)
	if err != nil || got.Headline != "bad \ufffd byte" || !got.PublishedAt.Equal(a.PublishedAt) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDecodeRefusesWhatItCannotUnderstand(t *testing.T) {
	for in, want := range map[string]error{
		`{"schema":"https://wiredesk.dev/schema/article/v1.3","id":"x","version":1,"new_field":{}}`: nil,
		`{"schema":"https://wiredesk.dev/schema/article/v2","id":"x","version":1}`:                  ErrSchema,
		`{"schema":"https://wiredesk.dev/schema/article/v1","version":1}`:                           ErrSchema,
		`{}`: ErrSchema,
	} {
		if _, err := Decode([]byte(in)); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", in, err, want)
		}
	}
	if _, err := Decode([]byte("{")); err == nil {
		t.Error("broken JSON was read")
	}
}

func TestAnyArticleFits(t *testing.T) {
	long := func(n int) string { return strings.Repeat("Слово за слово. ", n) }
	for name, grow := range map[string]func(*Article){
		"a long text":     func(a *Article) { a.BodyText = strings.Repeat(long(100)+"\n\n", 400) },
		"long everything": func(a *Article) { a.BodyText, a.BodyHTML, a.Headline = long(40000), long(40000), long(40000) },
		"many blocks":     func(a *Article) { a.Blocks = make([]Block, 300000) },
		"many images": func(a *Article) {
			for range 5000 {
				a.Images = append(a.Images, Image{URL: long(20), Caption: long(20)})
			}
		},
		"long names": func(a *Article) { a.Byline, a.Summary, a.URL = long(50000), long(50000), long(50000) },
		"a long rejection": func(a *Article) {
			a.Provenance.Fields = map[string]Field{"x": {Rejected: []Candidate{{Value: long(60000)}}}}
		},
	} {
		a := story()
		grow(a)
		a.Fit()
		b, err := Encode(a)
		if err != nil || len(b) > MaxSize || !a.Truncated || a.ID == "" || a.Headline == "" || !utf8.Valid(b) {
			t.Errorf("%s: %d bytes, truncated %v, %v", name, len(b), a.Truncated, err)
		}
	}
	a := story()
	if a.Fit(); a.Truncated {
		t.Error("a short article was cut")
	}
}

func TestKeyIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.StringMatching(`https?://(www\.)?[a-z]{1,8}\.(org|com)(:443|:81)?(/[a-zA-Z0-9%._~-]{0,8}){0,3}(\?[a-z_]{1,8}=[a-z0-9]{0,4}(&utm_[a-z]{1,5}=x)?)?(#x)?`).Draw(t, "url")
		key := Key(u)
		if again := Key("https://" + key); key != "" && again != key {
			t.Fatalf("%q: key %q, of that %q", u, key, again)
		}
	})
}

func FuzzDecode(f *testing.F) {
	b, err := json.Marshal(story())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Decode(b)
		if err != nil {
			return
		}
		a.Seal()
		if out, err := Encode(a); err != nil || !utf8.Valid(out) {
			t.Errorf("%q: %v", out, err)
		}
	})
}

func ExampleID() {
	a := ID("https://www.example.org/story?utm_source=rss", "", "")
	b := ID("http://example.org/story/", "", "")
	fmt.Println(a == b, len(a))
	// Output: true 32
}

func ExampleKey() {
	fmt.Println(Key("http://www.Example.org:80/news/42/?utm_source=rss&page=2#top"))
	fmt.Println(Key("mailto:desk@example.org") == "")
	// Output:
	// example.org/news/42?page=2
	// true
}

func ExampleArticle_Hash() {
	a := &Article{Headline: "A bridge opens", BodyText: "On Monday.", PublishedAt: time.Unix(0, 0)}
	b := &Article{Headline: "A bridge  opens", BodyText: "On\nMonday.", PublishedAt: time.Unix(3600, 0)}
	fmt.Println(a.Hash() == b.Hash())
	b.BodyText = "On Tuesday."
	fmt.Println(a.Hash() == b.Hash())
	// Output:
	// true
	// false
}

func ExampleEventFor() {
	before := &Article{Headline: "Ten hurt in fire"}
	after := &Article{Headline: "Two hurt in fire", Corrections: []Correction{{Text: "Correction: two people were hurt, not ten."}}}
	fmt.Println(EventFor(before, after))
	fmt.Println(EventFor(after, &Article{Headline: "Two hurt in city fire", Corrections: after.Corrections}))
	// Output:
	// corrected
	// updated
}

func ExampleDecode() {
	_, err := Decode([]byte(`{"schema":"https://wiredesk.dev/schema/article/v2","id":"x","version":1}`))
	fmt.Println(errors.Is(err, ErrSchema))
	// Output: true
}

func ExampleChanges() {
	before := &Article{Headline: "A bridge opens", Tags: []Tag{{Name: "Traffic"}}}
	after := &Article{Headline: "A bridge opens late", Tags: []Tag{{Name: "traffic"}}}
	for _, c := range Changes(before, after) {
		fmt.Println(c.Field)
	}
	// Output: headline
}

func TestAnArticleOfAFeedAloneIsNotFromItsPage(t *testing.T) {
	for want, fetches := range map[bool][]Fetch{
		true: {{Role: "feed", Status: 200}, {Role: "page", Status: 200}}, false: {{Role: "feed", Status: 200}, {Role: "page", Status: 404}},
	} {
		if a := (&Article{Provenance: Provenance{Fetches: fetches}}); a.FromPage() != want {
			t.Errorf("%+v: %v", fetches, !want)
		}
	}
}
