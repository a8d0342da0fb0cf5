package feed

import (
	"encoding/json"
	"strings"
	"testing"
)

func jsonWith(items ...string) string {
	return `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[` + strings.Join(items, ",") + `]}`
}

// A value that is not JSON is read as what it was meant to be.
func TestBrokenJSONIsMended(t *testing.T) {
	for in, want := range map[string]string{
		`"a"`:                              `"a"`,
		`"It\'s"`:                          `"It's"`,
		`"100\%"`:                          `"100%"`,
		`"a\-b\.c"`:                        `"a-b.c"`,
		`"caf\xe9"`:                        `"caf\u00e9"`,
		`"a\u12"`:                          `"au12"`,
		`"\uD83D\uDE00 \u00e9"`:            `"\uD83D\uDE00 \u00e9"`,
		"\"a\\\nb\"":                       `"ab"`,
		"\"a\nb\tc\x01d\"":                 `"a\nb\tc d"`,
		`"a\é"`:                            `"aé"`,
		`{"a":1,}`:                         `{"a":1}`,
		`[1,2,]`:                           `[1,2]`,
		`[1,,2]`:                           `[1,2]`,
		`[,1]`:                             `[1]`,
		"{\"a\":1 , \n}":                   "{\"a\":1 }",
		`[{"a":[1,],},]`:                   `[{"a":[1]}]`,
		`{"a":NaN,"b":undefined,"c":None}`: `{"a":null,"b":null,"c":null}`,
		`{"a":True}`:                       `{"a":true}`,
		`{'a':'it"s'}`:                     `{"a":"it\"s"}`,
		`{a:1,b_c : 2}`:                    `{"a":1,"b_c" : 2}`,
		`[1 /* one */,2] // end`:           `[1 ,2] `,
		`-1.5e3`:                           `-1.5e3`,
	} {
		out, changed, ok := mended([]byte(in))
		if !ok || string(out) != want || changed == json.Valid([]byte(in)) {
			t.Errorf("%q: %q, changed %v, ok %v; want %q", in, out, changed, ok, want)
		}
	}
	for _, in := range []string{`"a`, `{"a"`, `hello`, `{"a":}`, ``, `[1 2]`} {
		if out, _, ok := mended([]byte(in)); ok {
			t.Errorf("%q is taken for %q", in, out)
		}
	}
}

func FuzzMended(f *testing.F) {
	for _, seed := range []string{`{"a":"\'",}`, `['a',b:NaN]`, `"\u12\x4"`, `// a`, `[1,/*`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, changed, ok := mended([]byte(in))
		if ok != json.Valid(out) || !changed && string(out) != in || len(out) > 6*len(in)+16 {
			t.Errorf("%q: %q, changed %v, ok %v", in, out, changed, ok)
		}
	})
}

// An item that is broken keeps what can be read of it, and the others are not touched.
func TestABrokenItemIsRead(t *testing.T) {
	for _, c := range []struct{ item, title, text string }{
		{`{"id":"1","title":"One","content_html":"x",}`, "One", "x"},
		{`{"id":"1","title":"It\'s","content_text":"C:\dir"}`, "It's", "C:dir"},
		{`{"id":"1","title":"Ünï\-code","content_html":"x","tags":["a",]}`, "Ünï-code", "x"},
		{`{"id":"1","title":"One","content_html":"x","authors":[{"name":"Ann",},],"rank":NaN}`, "One", "x"},
		{`{"id":"1",/* new */"title":"One", // the headline's
			"content_html":"x"}`, "One", "x"},
		{`{"id":"1","title":"One","content_html":"x","broken":[1 2]}`, "One", "x"},
		{"{\"id\":\"1\",\"title\":\"One\",\"content_text\":\"a\n\nb\"}", "One", "<p>a</p>\n<p>b</p>"},
	} {
		f := read(t, jsonWith(c.item, `{"id":"2","title":"Two","content_html":"y"}`))
		if len(f.Items) != 2 || f.Items[0].Title != c.title || f.Items[0].ContentHTML != c.text || f.Items[1].Title != "Two" {
			t.Errorf("%s: %+v", c.item, f.Items)
		}
		if said := strings.Join(f.Warnings, "\n"); !strings.Contains(said, "item 1 is not JSON") || strings.Contains(said, "item 2") {
			t.Errorf("%s: %q", c.item, said)
		}
	}
	f := read(t, "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"It\\'s\",\n// items follow\n\"authors\":[{\"name\":\"Ann\"},],\"items\":[{\"id\":\"1\",\"title\":\"One\"},],}")
	if f.Title != "It's" || len(f.Items) != 1 || len(f.Items[0].Authors) != 1 {
		t.Errorf("%+v", f)
	}
}

// Programs that turn their records into JSON put objects and lists where texts should be.
func TestOddTypesOfJSON(t *testing.T) {
	for in, want := range map[string]string{
		`"title":{"rendered":"One"}`:            "One",
		`"title":{"raw":null,"value":"One"}`:    "One",
		`"title":["One","Two"]`:                 "One",
		`"title":[{"value":"One","lang":"en"}]`: "One",
		`"title":{"#text":"Один"}`:              "Один",
		`"title":1984`:                          "1984",
		`"title":true`:                          "",
		`"title":{"deep":{"deep":"x"}}`:         "",
		`"title":[[[[["x"]]]]]`:                 "",
	} {
		f := read(t, jsonWith(`{"id":"1",`+in+`}`))
		if len(f.Items) != 1 || f.Items[0].Title != want {
			t.Errorf("%s: %+v", in, f.Items)
		}
	}
	f := read(t, jsonWith(`{"id":{"value":"1"},"url":["https://a.example/1"],"title":"One","content_html":{"rendered":"<p>x</p>"},"image":{"url":"/1.jpg"},`+
		`"date_published":{"iso":"2024-03-01T10:00:00Z"},"tags":[{"name":"a"},"b"],"authors":["Ann Lee",{"name":["Bob Ray"]}],"summary":["s"]}`))
	e := f.Items[0]
	if e.ID != "1" || e.URL != "https://a.example/1" || e.ContentHTML != "<p>x</p>" || e.Image != "https://a.example/1.jpg" || e.Published.IsZero() ||
		strings.Join(e.Tags, ",") != "a,b" || len(e.Authors) != 2 || e.Authors[1].Name != "Bob Ray" || e.SummaryHTML != "s" {
		t.Errorf("%+v", e)
	}
}
