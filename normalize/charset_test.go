package normalize

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
)

// Who tries a page is told what came instead of one; what it is may be hostile.
func TestWhatIsNoPageIsNamed(t *testing.T) {
	for want, doc := range map[string]Document{
		`the answer, of type "application/json", holds no page`: {Status: 200, ContentType: "application/json"},
		`of type "text/html"`: {Status: 200, ContentType: "text/html"}, // empty
		`of type "a\x1b[2J"`:  {Status: 200, ContentType: "a\x1b[2J"},
		"normalize https://www.example.org/a: there is no headline": {Status: 404, ContentType: "text/html"},
	} {
		doc.URL = "https://www.example.org/a"
		if _, err := Article(doc); !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestWhatIsNoTextIsNotRead(t *testing.T) {
	var zip bytes.Buffer
	z := gzip.NewWriter(&zip)
	for i := range 5000 {
		_, _ = z.Write([]byte{byte(i * i >> 3), byte(i), byte(i >> 5)}) // into memory
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Article(Document{URL: "https://www.example.org/a.gz", Body: zip.Bytes()})
	if !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), "it is no text") {
		t.Errorf("an archive is %v", err)
	}
	a := make1(t, Document{URL: "https://www.example.org/a", Body: zip.Bytes(), Entry: &Entry{Title: "A bridge opens", SummaryHTML: "<p>It opens on Monday.</p>"}})
	if a.BodyText != "It opens on Monday." || len(a.Provenance.Extractor.Warnings) == 0 {
		t.Errorf("beside an entry: %q %v", a.BodyText, a.Provenance.Extractor.Warnings)
	}
	for name, body := range map[string]string{
		"a page": "<p>" + paragraphs[0], "of Japan": "<p>\x1b$B6f$,3+DL$7$?\x1b(B " + paragraphs[0], "with noughts": "<p>" + strings.ReplaceAll(paragraphs[0], "", "\x00"),
	} {
		if a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte("<title>A bridge</title>" + body)}); a.BodyText == "" {
			t.Errorf("%s has no text", name)
		}
	}
}
