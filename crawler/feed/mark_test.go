package feed

import (
	"fmt"
	"strings"
	"testing"
)

// marksOf reads a feed and remembers all its items.
func marksOf(t *testing.T, body string, src Source) map[uint64]bool {
	t.Helper()
	f := mustParse(t, []byte(body), src)
	known := map[uint64]bool{}
	for i := range f.Items {
		known[f.Mark(i)] = true
	}
	return known
}

func again(t *testing.T, body string, src Source, known map[uint64]bool) *Feed {
	t.Helper()
	src.Known = func(mark uint64) bool { return known[mark] }
	return mustParse(t, []byte(body), src)
}

// kinds of documents, of three items whose titles are put in.
var markDocuments = map[string]string{
	"rss":  `<rss><channel><title>F</title><item><title>%s</title><guid>1</guid></item><item><title>%s</title><guid>2</guid></item><item><title>%s</title></item></channel></rss>`,
	"rdf":  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>F</title></channel><item rdf:about="a"><title>%s</title></item><item rdf:about="b"><title>%s</title></item><item rdf:about="c"><title>%s</title></item></rdf:RDF>`,
	"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>1</id><title>%s</title></entry><entry><id>2</id><title>%s</title></entry><entry><id>3</id><title>%s</title></entry></feed>`,
	"json": `{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"%s"},{"id":"2","title":"%s"},{"id":"3","title":"%s"}]}`,
}

func TestItemsThatHaveNotChangedAreNotReadAgain(t *testing.T) {
	for kind, frame := range markDocuments {
		t.Run(kind, func(t *testing.T) {
			known := marksOf(t, fmt.Sprintf(frame, "a", "b", "c"), Source{})
			if len(known) != 3 || known[0] {
				t.Fatalf("marks %v", known)
			}
			f := again(t, fmt.Sprintf(frame, "a", "B", "c"), Source{}, known)
			if got := titles(f); len(got) != 1 || got[0] != "B" || len(f.Unchanged) != 2 || f.Title != "F" || f.Partial {
				t.Errorf("feed %q, titles %q, %d unchanged, partial %v", f.Title, got, len(f.Unchanged), f.Partial)
			}
			if f.Unchanged[0] == f.Unchanged[1] || !known[f.Unchanged[0]] {
				t.Errorf("unchanged %v", f.Unchanged)
			}
		})
	}
}

func TestAFeedOfWhichEverythingIsKnownIsAFeed(t *testing.T) {
	for kind, frame := range markDocuments {
		body := fmt.Sprintf(frame, "a", "b", "c")
		f := again(t, body, Source{}, marksOf(t, body, Source{}))
		if len(f.Items) != 0 || len(f.Unchanged) != 3 || f.Title != "F" || f.Format != kind || f.Partial {
			t.Errorf("%s: %+v", kind, f)
		}
	}
}

func TestMarksGoWithTheAddressOfTheFeed(t *testing.T) {
	body := fmt.Sprintf(markDocuments["rss"], "a", "b", "c")
	known := marksOf(t, body, Source{URL: "https://example.org/feed"})
	if f := again(t, body, Source{URL: "https://example.com/feed"}, known); len(f.Items) != 3 {
		t.Errorf("%d items, whose relative links mean something else now", len(f.Items))
	}
}

// What is passed over in a cut feed counts as one of its whole items.
func TestACutFeedPassesOverWhatIsKnown(t *testing.T) {
	body := fmt.Sprintf(markDocuments["rss"], "a", "b", "c")
	known := marksOf(t, body, Source{})
	f := again(t, body[:strings.Index(body, "<title>c")], Source{}, known)
	if len(f.Items) != 0 || len(f.Unchanged) != 2 || !f.Partial {
		t.Errorf("%d items, %d unchanged, partial %v", len(f.Items), len(f.Unchanged), f.Partial)
	}
}

// An item ends where it ends, whatever its texts say.
func TestAnEndTagWithinATextNeverHidesAnItem(t *testing.T) {
	quoting := `<rss><channel><item><title><![CDATA[about </item> tags]]></title></item><item><title>%s</title></item></channel></rss>`
	known := marksOf(t, fmt.Sprintf(quoting, "b"), Source{})
	f := again(t, fmt.Sprintf(quoting, "B"), Source{}, known)
	if got := titles(f); len(got) != 2 || got[0] != "about </item> tags" || got[1] != "B" {
		t.Errorf("titles %q", got)
	}
	// Nor does a beginning that is the whole of a known item.
	known = marksOf(t, `<rss><channel><item><title>a</title></item></channel></rss>`, Source{})
	f = again(t, `<rss><channel><item><title>a</title></item><item><title>a</title><link>x</link></item></channel></rss>`, Source{}, known)
	if got := titles(f); len(got) != 1 || len(f.Unchanged) != 1 {
		t.Errorf("titles %q, %d unchanged", got, len(f.Unchanged))
	}
}

func TestItemsThatAreNotClosedHaveNoMark(t *testing.T) {
	f := mustParse(t, []byte(`<rss><channel><item><title>a<item><title>b</title></channel></rss>`), Source{})
	if len(f.Items) != 2 || f.Mark(0) != 0 || f.Mark(1) != 0 || f.Mark(7) != 0 {
		t.Errorf("%d items, marks %x %x", len(f.Items), f.Mark(0), f.Mark(1))
	}
}

// Looking for the ends of items must not cost the square of the document.
func TestLookingForMarksIsBounded(t *testing.T) {
	asked := 0
	src := Source{Known: func(uint64) bool { asked++; return false }}
	for name, body := range map[string]string{
		"items that never end":   "<rss><channel>" + strings.Repeat("<item><title>a</title>", 100_000),
		"one end for all items":  "<rss><channel>" + strings.Repeat("<item><title>a</title>", 100_000) + "</item>",
		"ends of another length": "<rss><channel>" + strings.Repeat("<item><title>a</title></item >", 100_000),
	} {
		asked = 0
		if _, err := Parse([]byte(body), src); err != nil {
			t.Fatal(err)
		}
		if asked > 10 {
			t.Errorf("%s: %d documents were hashed", name, asked)
		}
	}
}

// To give up looking must not give an item the mark of another.
func TestMarksStayTheSameWhenLookingIsGivenUp(t *testing.T) {
	open := strings.Repeat("<item><title>a</title>", 200)
	body := "<rss><channel><item><title>first</title></item>" + open + "</item><item><title>last</title></item></channel></rss>"
	want := mustParse(t, []byte(body), Source{})
	got := again(t, body, Source{}, nil)
	marks := map[uint64]string{}
	for i, e := range got.Items {
		if got.Mark(i) != want.Mark(i) {
			t.Errorf("item %d, %q: mark %x, want %x", i, e.Title, got.Mark(i), want.Mark(i))
		}
		if other, twice := marks[got.Mark(i)]; twice && got.Mark(i) != 0 && other != e.Title {
			t.Errorf("%q has the mark of %q", e.Title, other)
		}
		marks[got.Mark(i)] = e.Title
	}
}

// FuzzMarks holds the skipping of items to its promise: items that are not known
// are read as ever, and each item is either read or passed over.
func FuzzMarks(f *testing.F) {
	for _, frame := range markDocuments {
		f.Add([]byte(fmt.Sprintf(frame, "a", "b", "c")), uint8(5))
	}
	f.Add([]byte(`<rss><item><title><![CDATA[</item>]]></item><item>x</item>`), uint8(1))
	f.Fuzz(func(t *testing.T, body []byte, which uint8) {
		all, err := Parse(body, Source{})
		if err != nil {
			return
		}
		known := map[uint64]bool{}
		for i := range all.Items {
			if which>>(i%8)&1 == 1 && all.Mark(i) != 0 {
				known[all.Mark(i)] = true
			}
		}
		some, err := Parse(body, Source{Known: func(mark uint64) bool { return known[mark] }})
		if err != nil {
			t.Fatal(err)
		}
		if len(some.Items)+len(some.Unchanged) != len(all.Items) {
			t.Fatalf("%d read and %d passed over, of %d", len(some.Items), len(some.Unchanged), len(all.Items))
		}
		var want []string
		for i, e := range all.Items {
			if !known[all.Mark(i)] {
				want = append(want, e.Title)
			}
		}
		for _, got := range titles(some) { // among which may be known ones
			if len(want) > 0 && got == want[0] {
				want = want[1:]
			}
		}
		if len(want) > 0 {
			t.Errorf("lost %q", want)
		}
	})
}
