package article

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// wantFit cuts an article and reads it back.
func wantFit(t *testing.T, a *Article) *Article {
	t.Helper()
	a.Fit()
	b, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > MaxSize || !utf8.Valid(b) {
		t.Errorf("%d bytes, valid UTF-8 %v", len(b), utf8.Valid(b))
	}
	back, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !back.Truncated {
		t.Error("not marked truncated")
	}
	return back
}

func repeat[T any](n int, one T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = one
	}
	return list
}

// One field that is far too long does not cost the story its body.
func TestAnOddFieldLeavesTheStory(t *testing.T) {
	long := strings.Repeat("sensation ", 300_000) // 3 MB
	for name, spoil := range map[string]func(*Article){
		"headline of 3 MB":   func(a *Article) { a.Headline = long },
		"100,000 tags":       func(a *Article) { a.Tags = repeat(100_000, Tag{Name: "harbor", Source: "feed"}) },
		"a tag of 3 MB":      func(a *Article) { a.Tags = []Tag{{Name: long}, {Name: "harbor"}} },
		"hundreds of images": func(a *Article) { a.Images = repeat(800, Image{URL: "https://x.example/i", Caption: long[:9000]}) },
		"address of 3 MB":    func(a *Article) { a.URLs = append(a.URLs, URL{URL: "https://x.example/" + long, Role: "guid"}) },
		"redirects without end": func(a *Article) {
			a.Provenance.Fetches = []Fetch{{URL: "u", Redirects: repeat(50_000, "https://x.example/loop")}}
		},
		"removals without end": func(a *Article) {
			a.Provenance.Extractor = &Extractor{Removed: repeat(50_000, Removed{Text: "ad", Reason: "ad"})}
		},
		"sources without end":    func(a *Article) { a.Provenance.Fields = manyFields(20_000) },
		"source of a long field": func(a *Article) { a.Provenance.Fields = map[string]Field{long: {}, "headline": {Source: "feed:title"}} },
		"everything at once": func(a *Article) {
			a.Headline, a.Tags = long, repeat(100_000, Tag{Name: long[:100]})
			a.Images = repeat(800, Image{URL: "https://x.example/i", Alt: long[:9000], Caption: long[:9000], Credit: long[:9000]})
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, plain := longStory(50), longStory(50)
			spoil(a)
			a.Seal()
			got := wantFit(t, a)
			if got.BodyText != plain.BodyText || got.BodyHTML != plain.BodyHTML || len(got.Blocks) != len(plain.Blocks) {
				t.Errorf("text of %d bytes, HTML of %d, %d blocks: the body was cut", len(got.BodyText), len(got.BodyHTML), len(got.Blocks))
			}
			if got.Headline == "" || !strings.HasPrefix(a.Headline, got.Headline) {
				t.Errorf("headline %.40q", got.Headline)
			}
		})
	}
}

func manyFields(n int) map[string]Field {
	fields := map[string]Field{}
	for i := range n {
		fields[fmt.Sprint("field", i)] = Field{Source: "page.jsonld:headline"}
	}
	return fields
}

func TestABodyOfFiveMegabytesIsCut(t *testing.T) {
	for name, body := range map[string]string{
		"paragraphs":         strings.Repeat(strings.Repeat("Nothing happened. ", 40)+"\n\n", 7500),
		"one paragraph":      strings.Repeat("Nothing happened. ", 300_000),
		"controls":           strings.Repeat("\x01", 1<<20), // six bytes of JSON each
		"no letter is valid": strings.Repeat("\xff", 1<<20),
		"continuation bytes": strings.Repeat("\x80", 1<<20),
		"quotes":             strings.Repeat(`"`, 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			a := story()
			a.BodyText, a.BodyHTML = body, "<p>"+body+"</p>\n"
			a.Blocks = []Block{{Type: "p", Text: body}, {Type: "list", Items: repeat(1000, body[:1000])}}
			a.Images = repeat(700, Image{URL: "https://x.example/i.jpg", Caption: body[:3000]})
			a.Seal()
			if got := wantFit(t, a); len(got.BodyText) < MaxSize/12 {
				t.Errorf("text of %d bytes: too much is lost", len(got.BodyText))
			}
		})
	}
}

// Whatever every field holds, the article fits.
func TestAnArticleOfNothingButLongFieldsFits(t *testing.T) {
	for _, c := range []string{"a", "\x01", "\xff", "ё"} {
		a := new(Article)
		fill(reflect.ValueOf(a).Elem(), strings.Repeat(c, 100_000), 3)
		a.Schema, a.ID, a.Version = Schema, ID("https://x.example/1", "", ""), 1
		a.BodyText = strings.Repeat(c, 1<<20)
		wantFit(t, a)
	}
}

func TestCuttingLeavesOtherVersionsAlone(t *testing.T) {
	a := longStory(6000)
	a.Tags = repeat(500, Tag{Name: strings.Repeat("x", 5000)})
	a.Language, a.Provenance.Fields = &Language{Tag: strings.Repeat("e", 5000)}, map[string]Field{"headline": {Source: strings.Repeat("y", 5000)}}
	other := *a
	a.Fit()
	if len(other.Tags) != 500 || len(other.Tags[0].Name) != 5000 || len(other.Language.Tag) != 5000 || len(other.Provenance.Fields["headline"].Source) != 5000 {
		t.Error("the lists of another version were cut")
	}
}

func TestWhatJSONCannotHoldIsLeftOut(t *testing.T) {
	a := story()
	good := a.PublishedAt
	a.ModifiedAt = time.Date(123456, 1, 1, 0, 0, 0, 0, time.UTC)
	a.ExpiresAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 99*3600))
	a.Language = &Language{Tag: "en", Confidence: math.NaN()}
	a.Corrections = []Correction{{Text: "A name was wrong.", At: time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC)}}
	a.Provenance.Fields = map[string]Field{"headline": {Source: "feed:title", Confidence: math.Inf(1)}}
	b, err := Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	if !got.PublishedAt.Equal(good) || !got.ModifiedAt.IsZero() || !got.ExpiresAt.IsZero() || !got.Corrections[0].At.IsZero() {
		t.Errorf("moments %v %v %v %v", got.PublishedAt, got.ModifiedAt, got.ExpiresAt, got.Corrections[0].At)
	}
	if got.Language.Tag != "en" || got.Language.Confidence != 0 || got.Provenance.Fields["headline"].Source != "feed:title" {
		t.Errorf("language %+v, field %+v", got.Language, got.Provenance.Fields)
	}
	if a.ModifiedAt.Year() != 123456 || !math.IsNaN(a.Language.Confidence) {
		t.Error("the caller's article was changed")
	}
}

// fill puts text into every string and n items into every list.
func fill(v reflect.Value, text string, n int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Float64:
		v.SetFloat(math.NaN())
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(len(text)))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Moment]() {
			v.Set(reflect.ValueOf(time.Date(len(text), 1, 1, 0, 0, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), text, n)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text, n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), text, n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for i := range n {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(value, text, n)
			v.SetMapIndex(reflect.ValueOf(text+strings.Repeat("\xff", i)), value)
		}
	}
}

// Arbitrary bytes in every field make valid UTF-8, and an article again.
func FuzzEveryArticleIsValidUTF8(f *testing.F) {
	for _, s := range []string{"", "Harbor", "\xff\xfe", "a\x00b", "\u2028", "\xed\xa0\x80", "€"[:2], `"\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := new(Article)
		fill(reflect.ValueOf(a).Elem(), text, 2)
		a.Schema, a.ID, a.Version = Schema, "id"+text, 1
		b, err := Encode(a)
		if err != nil || !utf8.Valid(b) {
			t.Fatalf("%v, %q", err, b)
		}
		back, err := Decode(b)
		if err != nil {
			t.Fatalf("%v: %s", err, b)
		}
		if again, err := Encode(back); err != nil || !utf8.Valid(again) {
			t.Fatalf("%v, %q", err, again)
		}
		if utf8.ValidString(text) && back.Headline != text {
			t.Fatalf("headline %q, want %q", back.Headline, text)
		}
	})
}
