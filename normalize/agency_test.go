package normalize

import (
	"testing"
	"time"
)

func TestAFeedThatNamesItselfSyndicatesNothing(t *testing.T) {
	for source, want := range map[string]string{"The Example": "", "Another Paper": "syndicator", "AFP": "agency"} {
		a, err := Article(Document{
			URL: "https://news.example/a", FetchedAt: time.Now(), Feed: Feed{URL: "https://news.example/news.xml", Title: "The Example"},
			Entry: &Entry{URL: "https://news.example/a", Title: "A headline", SourceTitle: source},
		})
		if err != nil {
			t.Fatal(err)
		}
		role := ""
		for _, s := range a.InfoSources {
			role = s.Role
		}
		if role != want {
			t.Errorf("source %q: role %q, want %q", source, role, want)
		}
	}
}
