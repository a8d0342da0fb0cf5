package feed

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const subscriptions = `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0"><head><title>My feeds</title></head><body>
<outline text="World &amp; more">
  <outline type="rss" text="Example" xmlUrl="https://example.org/rss"/>
  <outline text="Deep"><outline type="rss" title="Пример" text="x" xmlUrl="feed://example.ru/rss" category="/News/Top"/></outline>
</outline>
<outline type="rss" text="No address"/>
<outline type="rss" text="Odd" xmlUrl="javascript:alert(1)"/>
<outline text="Last" xmlUrl="http://example.com/atom"/>
</body></opml>`

func TestOPMLIsReadWithFoldersAndProblemsByLine(t *testing.T) {
	subs, problems, err := ReadOPML(strings.NewReader(subscriptions))
	if err != nil {
		t.Fatal(err)
	}
	want := []Subscription{
		{URL: "https://example.org/rss", Title: "Example", Tags: []string{"World & more"}, Line: 4},
		{URL: "http://example.ru/rss", Title: "Пример", Tags: []string{"World & more", "Deep", "News/Top"}, Line: 5},
		{URL: "http://example.com/atom", Title: "Last", Line: 9},
	}
	if diff := cmp.Diff(want, subs); diff != "" {
		t.Error(diff)
	}
	if len(problems) != 2 || problems[0].Line != 7 || problems[1].Line != 8 {
		t.Errorf("problems %+v", problems)
	}
}

func TestOPMLSurvivesWritingAndReading(t *testing.T) {
	want := []Subscription{{URL: "https://example.org/?a=1&b=2", Title: `A "B" <C>`, Tags: []string{"x", "y"}}}
	var b bytes.Buffer
	if err := WriteOPML(&b, "title", want); err != nil {
		t.Fatal(err)
	}
	got, problems, err := ReadOPML(&b)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	got[0].Line = 0
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNoOPMLIsSaidToBeNone(t *testing.T) {
	for _, in := range []string{"", "hello", "<rss/>", "<opml><body><outline", strings.Repeat("<opml><outline>", 1000)} {
		if _, _, err := ReadOPML(strings.NewReader(in)); err == nil {
			t.Errorf("%.30q was read", in)
		}
	}
}

func TestHostileOPMLIsRefusedOrHarmless(t *testing.T) {
	deep := strings.Repeat
	for name, in := range map[string]string{
		"nested folders":  "<opml><body>" + deep("<outline>", 100_000),
		"nested elements": "<opml><body>" + deep("<a>", 1_000_000),
		"too many bytes":  "<opml><body>" + deep("<outline/>", 1_200_000),
	} {
		var limit *LimitError
		if _, _, err := ReadOPML(strings.NewReader(in)); !errors.As(err, &limit) {
			t.Errorf("%s: %v", name, err)
		}
	}
	subs, problems, err := ReadOPML(strings.NewReader(`<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml><body><outline text="&x;" xmlUrl="https://example.org/rss"/></body></opml>`))
	if err != nil || len(problems) > 0 || len(subs) != 1 || strings.Contains(subs[0].Title, "root:") {
		t.Errorf("%+v %+v %v", subs, problems, err)
	}
}

// Exports of other programs: what has an address is a feed, what holds others is a
// folder, whatever their types are.
func TestOPMLOfManyPrograms(t *testing.T) {
	const a, b = `<outline text="a" xmlUrl="https://a.example/"/>`, `<outline type="rss" text="b" xmlUrl="https://b.example/"/>`
	for name, tc := range map[string]struct {
		body, want string
		problems   int
	}{
		"a folder with a type":        {`<outline type="rss" title="Tech">` + a + b + `</outline>` + a, "a.example Tech|b.example Tech|a.example", 0},
		"with an empty address":       {`<outline type="rss" text="Sea" xmlUrl="">` + a + `</outline>`, "a.example Sea", 0},
		"of a kind of its own":        {`<outline type="folder" text="F"><outline type="atom" text="G">` + b + `</outline>` + a + `</outline>`, "b.example F G|a.example F", 0},
		"an empty one":                {`<outline type="rss" text="Later"></outline>` + a, "a.example", 1},
		"an empty one without a type": {`<outline text="Later"></outline><outline text="x"/>` + a, "a.example", 0},
		"a feed that holds others":    {`<outline text="F"><outline text="p" xmlUrl="https://p.example/">` + a + `</outline>` + b + `</outline>`, "p.example F|a.example F|b.example F", 0},
		"feeds left open":             {`<outline text="F"><outline text="p" xmlUrl="https://p.example/"><outline text="q" xmlUrl="https://q.example/"></outline>` + b, "p.example|q.example|b.example", 0},
		"schemes":                     {`<outline xmlUrl="feed:https://d.example/"/><outline xmlUrl="FEED://e.example/"/><outline type="rss" url="https://f.example/"/>`, "d.example|e.example|f.example", 0},
		"references":                  {`<outline xmlUrl="https://a.example/?a=1&b=2&amp;c=3&amp;amp;d=4"/>`, "a.example/?a=1&b=2&c=3&d=4", 0},
		"without quotes":              {`<outline type=rss xmlUrl=https://a.example/x/>` + b, "a.example/x|b.example", 0},
		"capitals and single quotes":  {`<OUTLINE TEXT='T'><Outline XMLURL='https://a.example/'/></OUTLINE>` + b, "a.example T|b.example", 0},
		"an international host":       {`<outline xmlUrl="https://bücher.example/"/>`, "xn--bcher-kva.example", 0},
	} {
		subs, problems, err := ReadOPML(strings.NewReader(`<opml version="1.0"><body>` + tc.body + `</body></opml>`))
		var got []string
		for _, s := range subs {
			u := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s.URL, "https://"), "http://"), "/")
			got = append(got, strings.Join(append([]string{u}, s.Tags...), " "))
		}
		if tc.body != "" && strings.Contains(name, "left open") { // the folder is left open with them
			for i := range got {
				got[i], _, _ = strings.Cut(got[i], " ")
			}
		}
		if err != nil || strings.Join(got, "|") != tc.want || len(problems) != tc.problems {
			t.Errorf("%s: %q, %v, %v, want %s", name, got, problems, err, tc.want)
		}
	}
}

// Three hundred feeds that have no ends are no three hundred folders.
func TestManyFeedsMayBeLeftOpen(t *testing.T) {
	text := `<opml><body><outline text="F">` + numbered(`<outline type="rss" text="x" xmlUrl="https://a.example/%d">`+"\n", 300) + `</outline></body></opml>`
	subs, problems, err := ReadOPML(strings.NewReader(text))
	if err != nil || len(subs) != 300 || len(problems) != 0 || len(subs[299].Tags) != 1 || subs[299].Line != 300 {
		t.Errorf("%d feeds, %v, %v, the last %+v", len(subs), problems, err, subs[len(subs)-1])
	}
}

func FuzzOPML(f *testing.F) {
	f.Add(subscriptions)
	f.Fuzz(func(t *testing.T, s string) {
		subs, _, err := ReadOPML(strings.NewReader(s))
		for _, sub := range subs {
			if err == nil && !strings.HasPrefix(sub.URL, "http") {
				t.Errorf("URL %q", sub.URL)
			}
		}
	})
}
