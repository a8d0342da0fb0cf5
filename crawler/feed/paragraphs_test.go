package feed

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
)

func TestPlainTextKeepsItsParagraphs(t *testing.T) {
	wrapped := "This paragraph was wrapped by a program that sends mail, at\nseventy columns or so, as it has been the custom for a very long\ntime."
	for in, want := range map[string]string{
		"One line < two lines & no more":      "One line &lt; two lines &amp; no more",
		"Dear all,\n\nthe quay.\n\n\n\nYours": "<p>Dear all,</p>\n<p>the quay.</p>\n<p>Yours</p>",
		"a\r\n\r\n\tb\r\n \r\nc\r\n":          "<p>a</p>\n<p>b</p>\n<p>c</p>",
		"a\u2029b\u2028c":                     "<p>a</p>\n<p>b<br>\nc</p>",
		"Wind: 9\nRain: a lot":                "Wind: 9<br>\nRain: a lot",
		"  \n\n only \n\n":                    "only",
		wrapped:                               wrapped,
		"Short.\n\n" + wrapped:                "<p>Short.</p>\n<p>" + wrapped + "</p>",
		"":                                    "",
	} {
		quoted, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(in)
		for name, doc := range map[string]string{
			"JSON":    `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","content_text":` + string(quoted) + `}]}`,
			"Atom":    `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="text">` + escaped + `</content></entry></feed>`,
			"in mail": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><content type="text/plain">` + escaped + `</content></entry></feed>`,
		} {
			if got := mustParse(t, []byte(doc), Source{}).Items[0].ContentHTML; got != want {
				t.Errorf("%s, %q: %q, want %q", name, in, got, want)
			}
		}
	}
}

// Where nobody says what a text is, one without elements and with blank lines is
// plain.
func TestTextThatNobodyDeclaresKeepsItsParagraphs(t *testing.T) {
	for in, want := range map[string]string{
		"Dear all,\n\nthe quay &amp; more.\nYours":       "<p>Dear all,</p>\n<p>the quay &amp; more.<br>\nYours</p>",
		"\n   One line\n   of a file.\n":                 "One line\n   of a file.",
		"&lt;p&gt;Dear all,\n\nthe quay.&lt;/p&gt;\n\nx": "<p>Dear all,\n\nthe quay.</p>\n\nx",
		"5 &lt; 6\n\nand 7":                              "<p>5 &lt; 6</p>\n<p>and 7</p>",
	} {
		got := mustParse(t, rssWith("<item><title>a</title><description>"+in+"</description></item>"), Source{}).Items[0].SummaryHTML
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	const summary = `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","summary":"a\n\nb"}]}`
	if got := mustParse(t, []byte(summary), Source{}).Items[0].SummaryHTML; got != "<p>a</p>\n<p>b</p>" {
		t.Errorf("a summary: %q", got)
	}
}

// However many parts a text has, it does not grow out of proportion.
func TestATextBecomesAFewThousandParagraphs(t *testing.T) {
	for _, unit := range []string{"a\n\n", "a\n", "a\n\nb\n"} {
		in := strings.Repeat(unit, 100_000)
		got := (resolver{}).text(in)
		if n := strings.Count(got, "<"); n < maxParts || n > 3*maxParts || strings.Count(got, "a") != 100_000 {
			t.Errorf("%q: %d tags, %d bytes", unit, n, len(got))
		}
	}
}

func FuzzParagraphs(f *testing.F) {
	f.Add("a\n\nb\nc")
	f.Fuzz(func(t *testing.T, in string) {
		got := resolver{}.text(in)
		words := strings.NewReplacer("<p>", " ", "</p>", " ", "<br>", " ").Replace(got)
		if oneLine(words) != oneLine(html.EscapeString(strings.NewReplacer("\u2028", " ", "\u2029", " ").Replace(in))) {
			t.Errorf("%q became %q", in, got)
		}
	})
}
