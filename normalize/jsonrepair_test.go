package normalize

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestBrokenJSONIsMended(t *testing.T) {
	const want = `{"@type":"NewsArticle","headline":"A b","keywords":["x","y"]}`
	for name, text := range map[string]string{
		"as it should be":           want,
		"a raw line break":          "{\"@type\":\"NewsArticle\",\"headline\":\"A\nb\",\"keywords\":[\"x\",\"y\"]}",
		"commas too many":           `{"@type":"NewsArticle",,"headline":"A b","keywords":["x","y",],}`,
		"a comma too few":           `{"@type":"NewsArticle" "headline":"A b","keywords":["x" "y"]}`,
		"comments of HTML":          "<!-- " + want + " -->",
		"CDATA":                     "//<![CDATA[\n" + want + "\n//]]>",
		"comments of scripts":       "/* data */ " + want + " // end",
		"a semicolon":               want + ";",
		"an escape JSON has not":    `{"@type":"NewsArticle","headline":"A\ b","keywords":["x","y"]}`,
		"references for quotes":     `{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A b&quot;,&quot;keywords&quot;:[&quot;x&quot;,&quot;y&quot;]}`,
		"two objects in one script": want + "\n" + `{"@type":"Person","name":"Ann Lee"}`,
	} {
		t.Run(name, func(t *testing.T) {
			all := readJSONLD(text)
			if len(all) == 0 {
				t.Fatal("nothing was read")
			}
			got, err := json.Marshal(all[0])
			if err != nil || string(got) != want {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

func TestReferencesAreResolved(t *testing.T) {
	head := `<script type="application/ld+json">{"@graph":[
{"@type":"NewsArticle","@id":"#story","headline":"Town Builds a Bridge","author":[{"@id":"#ann"},{"@id":"#nobody"}]},
{"@type":"Person","@id":"#ann","name":"Ann Lee","url":"/ann","worksFor":{"@id":"#story"}}]}</script>`
	a := make1(t, Document{URL: "https://www.example.org/a", Body: credited(head, "")})
	if len(a.Authors) != 1 || a.Authors[0].Name != "Ann Lee" || a.Authors[0].URL != "https://www.example.org/ann" {
		t.Errorf("authors %+v", a.Authors)
	}
}

// FuzzMendJSON holds that what is JSON stays what it says, and that mending
// ends, whatever it is given.
func FuzzMendJSON(f *testing.F) {
	for _, s := range []string{`{"a":"b"}`, `{"a":"b\'",}`, "{\"a\":\"\n\"}", `[1,2,,3]`, `{"a" "b"}`, `"\`, `/*`, `{"a":[{} {}]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		mended := mendJSON(s)
		if len(mended) > 2*len(s)+1 {
			t.Fatalf("%d bytes became %d", len(s), len(mended))
		}
		var before, after any
		if json.Unmarshal([]byte(s), &before) != nil {
			return
		}
		if err := json.Unmarshal([]byte(mended), &after); err != nil {
			t.Fatalf("%q became %q: %v", s, mended, err)
		}
		x, _ := json.Marshal(before)
		y, _ := json.Marshal(after)
		if string(x) != string(y) {
			t.Fatalf("%s became %s", x, y)
		}
	})
}

func TestQuotesThatNobodyEscapedAreText(t *testing.T) {
	for in, want := range map[string]string{
		`{"a": "El "viejo" molino", "b": 1}`:          `{"a": "El \"viejo\" molino", "b": 1}`,
		`{"a": "dijo "no", y luego calló", "b": "c"}`: `{"a": "dijo \"no\", y luego calló", "b": "c"}`,
		`{"a": "b" "c": "d"}`:                         `{"a": "b" ,"c": "d"}`,
		`{"a": "b",, "c": "d",}`:                      `{"a": "b" ,"c": "d"}`,
		`["a", "b"]`:                                  `["a" ,"b"]`,
		`{"a": "b"}`:                                  `{"a": "b"}`,
	} {
		if got, w := squeezeSpaces(mendJSON(in)), squeezeSpaces(want); got != w {
			t.Errorf("%s\n got %s\nwant %s", in, got, w)
		}
	}
}

func squeezeSpaces(s string) string { return strings.ReplaceAll(s, " ", "") }
