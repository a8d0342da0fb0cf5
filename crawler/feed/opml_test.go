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
