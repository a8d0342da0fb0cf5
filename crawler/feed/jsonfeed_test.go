package feed

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize"
)

func TestOneBadJSONItemNeverLosesTheRest(t *testing.T) {
	f := mustParse(t, []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[
{"id":1,"url":"https://example.org/1","title":"one","authors":"Jane","tags":"x"},
"nonsense",
{"id":"3","content_text":"a < b","attachments":{"url":"https://example.org/a.mp3","size_in_bytes":7}}]}`), Source{})
	if len(f.Items) != 2 || f.Items[0].ID != "1" || f.Items[0].Authors[0].Name != "Jane" || f.Items[1].ContentHTML != "a &lt; b" {
		t.Errorf("items %+v", f.Items)
	}
	if len(f.Warnings) == 0 {
		t.Error("no warning for the bad item")
	}
}

func TestJSONFeedSaysWhereToGoOn(t *testing.T) {
	f := mustParse(t, []byte(`{"version":"https://jsonfeed.org/version/1.1","title":"J","language":"pt_BR","next_url":"/p2","expired":true,
"hubs":[{"type":"WebSub","url":"https://hub.example.org/"},{"url":"javascript:x"}],
"items":[{"id":"1","content_html":"<p>x</p>","authors":[{"name":"A"},{"name":"A"},{"name":"B","url":"/b"}]}]}`), Source{URL: "https://example.org/feed.json"})
	if f.NextURL != "https://example.org/p2" || !f.Expired || f.FeedURL != "https://example.org/feed.json" {
		t.Errorf("feed %+v", f)
	}
	if diff := cmp.Diff([]string{"https://hub.example.org/"}, f.Hubs); diff != "" {
		t.Error(diff)
	}
	e := f.Items[0]
	if diff := cmp.Diff([]normalize.Person{{Name: "A"}, {Name: "B", URL: "https://example.org/b"}}, e.Authors); diff != "" {
		t.Error(diff)
	}
	if e.Language != "pt-BR" {
		t.Errorf("language %q", e.Language)
	}
}

func TestJSONThatIsNoFeedIsNoEmptyFeed(t *testing.T) {
	for _, in := range []string{`{"error":"x"}`, `[1,2]`, `{"version":`, `{"items":`, `{}`} {
		if f, err := Parse([]byte(in), Source{}); err == nil {
			t.Errorf("%s was read as %+v", in, f)
		}
	}
	var not *NotFeedError
	if _, err := Parse([]byte(`{}`), Source{}); !errors.As(err, &not) {
		t.Errorf("error %v", err)
	}
}
