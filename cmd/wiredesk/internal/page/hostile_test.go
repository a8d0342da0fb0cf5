package page

import (
	"context"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// payloads are what somebody writes into a feed or a page who wants to do harm.
var payloads = []string{
	`"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, `javascript:alert(1)`,
	`</td></table><iframe src="https://evil.example/">`,
	`" onmouseover="alert(1)`, `</title><style>*{display:none}</style>`, `{{.}}${7*7}`, `<svg onload=alert(1)>`,
	`https://evil.example/"onclick="alert(1)`,
	"\u202egnp.exe", `<a href="javascript:alert(1)">x</a><p style="position:fixed">y<img src="https://evil.example/pixel.png" alt="z">`,
	`</script><base href="https://evil.example/">`,
}

// poison writes a payload into every text that a value holds, each another one.
func poison(v reflect.Value, next *int) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(payloads[*next%len(payloads)])
			*next++
		}
	case reflect.Pointer:
		if v.CanSet() && v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		poison(v.Elem(), next)
	case reflect.Slice:
		if v.CanSet() && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 3, 3))
			for i := range v.Len() {
				poison(v.Index(i), next)
			}
		}
	case reflect.Map:
		if v.Type() == reflect.TypeFor[map[string]article.Field]() {
			fields := map[string]article.Field{}
			for _, name := range append([]string{"headline", "authors", "tags", "url"}, payloads...) {
				var f article.Field
				poison(reflect.ValueOf(&f).Elem(), next)
				fields[name] = f
			}
			v.Set(reflect.ValueOf(fields))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			poison(v.Field(i), next)
		}
	}
}

// wantHarmless looks at a page as a browser would read it.
func wantHarmless(t *testing.T, what, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "img", "iframe", "object", "embed", "base", "style", "video", "audio", "source", "math":
			t.Errorf("%s: an element %s", what, n.Data)
		}
		attributes := map[string]string{}
		for _, a := range n.Attr {
			attributes[a.Key] = a.Val
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc", a.Key == "formaction":
				t.Errorf("%s: %s has %s=%q", what, n.Data, a.Key, a.Val)
			case a.Key == "src" && !strings.HasPrefix(a.Val, "/assets/"), a.Key == "action" && !strings.HasPrefix(a.Val, "/"):
				t.Errorf("%s: %s has %s=%q", what, n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "script" && (attributes["src"] == "" || n.FirstChild != nil) {
			t.Errorf("%s: a script of somebody's own", what)
		}
		if href, ok := attributes["href"]; ok && n.Data == "a" && !strings.HasPrefix(href, "/") && href != "#main" {
			u, err := url.Parse(href)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" {
				t.Errorf("%s: a link to %q", what, href)
			}
			if attributes["rel"] != "noopener noreferrer nofollow" {
				t.Errorf("%s: the link to %q is rel %q", what, href, attributes["rel"])
			}
		}
	}
}

func poisonedFeed(t *testing.T) calendar.Feed {
	t.Helper()
	var f calendar.Feed
	next := 0
	poison(reflect.ValueOf(&f).Elem(), &next)
	f.ID, f.Seen, f.Paused, f.Gone, f.Parked = "0123456789abcdef", nil, false, false, time.Time{}
	f.Failures, f.Polled = 3, time.Now()
	f.Visits = nil
	for i := range 5 {
		f.Visits.Add(calendar.Visit{At: time.Now().Add(time.Duration(i-9) * time.Minute), Status: 200,
			Outcome: "<b>" + strings.Fields(payloads[i])[0]})
	}
	return f
}

// Whatever feeds and articles say, on every page that shows it.
func TestNothingThatIsReadBecomesPartOfThePage(t *testing.T) {
	f := poisonedFeed(t)
	drift := []Drift{{Site: payloads[0], Text: payloads[1], Since: time.Now(), Example: payloads[2]}}
	var tried article.Article
	next := 1
	poison(reflect.ValueOf(&tried).Elem(), &next)
	w := newWorld(t, func(o *Options) {
		o.Why = func(context.Context, *calendar.Feed) ([][2]string, error) {
			return [][2]string{{payloads[0], payloads[1]}, {payloads[2], payloads[3]}}, nil
		}
		o.Drift = func(context.Context) ([]Drift, error) { return drift, nil }
		o.Paused = func() string { return payloads[0] }
		o.Extract = func(context.Context, string) (*article.Article, error) { return &tried, nil }
		o.Version, o.TokenFile = payloads[0], payloads[1]
	})
	if err := w.calendar.AddFeed(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	w.feeds.Set(&f)
	w.feeds.See("", nil)
	var ids []string
	for i := range len(payloads) { // each payload comes by each field
		var a article.Article
		next := i
		poison(reflect.ValueOf(&a).Elem(), &next)
		for version := range 2 {
			b := a
			b.ID, b.URL = article.ID("https://news.example/a", "", payloads[i]), a.URL
			b.BodyText += strings.Repeat(" changed", version)
			b.Headline += strings.Repeat(" changed", version)
			b.Event, b.Withdrawal = article.Published, a.Withdrawal
			w.publish(t, &b)
			if version == 1 {
				ids = append(ids, b.ID)
				b.Event = article.Event(payloads[i])
				w.Journal.add(glimpseOf(&b, time.Now()))
			}
		}
	}
	if _, err := w.js.CreateConsumer(t.Context(), "ARTICLES", durable("archive'\"onclick=alert(1)")); err != nil {
		t.Fatal(err)
	}
	paths := []string{"/", "/feeds", "/feeds/" + f.ID, "/try",
		"/feeds?q=" + url.QueryEscape(payloads[0]) + "&state=" + url.QueryEscape(payloads[1]) + "&sort=" + url.QueryEscape(payloads[2])}
	for _, id := range ids {
		paths = append(paths, "/articles/"+id)
	}
	for _, path := range paths {
		wantHarmless(t, path, w.get(t, path, 200))
	}
	wantHarmless(t, "404", w.get(t, "/"+url.PathEscape(payloads[0]), 404))
	for name, part := range w.look(t.Context()).parts {
		wantHarmless(t, "part "+name, string(part))
	}
	if len(w.overview.parts) != len(parts) {
		t.Errorf("%d parts of %d were rendered", len(w.overview.parts), len(parts))
	}
	cookie := w.post(t, "/try/token", url.Values{"token": {theToken}}, nil).Cookies()[0]
	for _, p := range payloads {
		resp := w.post(t, "/try", url.Values{"url": {p}}, cookie)
		wantHarmless(t, "/try", body(t, resp))
	}
}

// A page is what it says with texts of any script and any length.
func TestLongAndForeignTextsStayInTheirPlace(t *testing.T) {
	w := newWorld(t)
	long := newStory("/long", strings.Repeat("Donaudampfschifffahrtsgesellschaft", 40), "Text.")
	right := newStory("/rtl", "الرئيس يفتتح الميناء الجديد", "افتتح الرئيس الميناء الجديد صباح اليوم.")
	right.Language, right.Direction = &article.Language{Tag: "ar"}, "rtl"
	bare := &article.Article{ID: article.ID("", "f", "g"), Headline: "", Completeness: article.HeadlineOnly}
	for _, a := range []*article.Article{long, right, bare} {
		w.publish(t, a)
		w.Journal.add(glimpseOf(a, time.Now()))
	}
	page := w.get(t, "/", 200)
	for _, want := range []string{`dir="rtl" lang="ar">الرئيس`, "(without a headline)", "headline only", "gesellschaftDonau"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Count(page, "Donaudampf") > 10 {
		t.Error("a headline without end")
	}
	if page := w.get(t, "/articles/"+right.ID, 200); !strings.Contains(page, `<div class="story" dir="rtl" lang="ar"><p>افتتح`) {
		t.Error("the text does not run from the right")
	}
	if page := w.get(t, "/articles/"+bare.ID, 200); !strings.Contains(page, "It has no text.") {
		t.Error("an article without text says nothing of it")
	}
}
