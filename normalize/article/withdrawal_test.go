package article

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func ExampleArticle_Tombstone() {
	a := &Article{ID: ID("https://news.example/ferry", "", ""), Version: 2, Headline: "The ferry sails again", BodyText: "It left at six."}
	a.Seal()
	t := a.Tombstone(Withdrawal{Reason: Gone, At: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)})
	fmt.Println(t.Event, t.Version, t.Withdrawal.Reason, t.Headline, len(t.BodyText))
	// Output: withdrawn 3 gone The ferry sails again 0
}

func TestATombstoneHoldsNothingThatWasWithdrawn(t *testing.T) {
	a := full()
	a.Seal()
	b, err := json.Marshal(a.Tombstone(Withdrawal{Reason: NotFound}))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{a.BodyText, a.Summary, a.Byline, a.Blocks[0].Text} {
		if text != "" && strings.Contains(string(b), text) {
			t.Errorf("the tombstone says %q", text)
		}
	}
	if !strings.Contains(string(b), `"reason":"not_found"`) {
		t.Errorf("no reason: %s", b)
	}
}

// full is an article with everything a tombstone must not say.
func full() *Article {
	return &Article{
		Schema: Schema, ID: ID("https://news.example/ferry", "", ""), Version: 1, Event: Published, URL: "https://news.example/ferry",
		Headline: "The ferry sails again", Summary: "After a week in dock.", BodyText: "The harbour master waved it off.",
		Byline: "By Jo Writer", Blocks: []Block{{Type: "p", Text: "The harbour master waved it off."}},
	}
}

func TestTheSameStoryIsKnownByWhatItSays(t *testing.T) {
	text := strings.Repeat("The ferry left the harbour of the old town at six in the morning with forty people aboard. ", 1) +
		"Its captain said that the sea was calm. The company had repaired the engine within a week. Tickets cost as much as before, and the bar is open again. " +
		"On the other side the mayor waited with flowers and a short speech about bridges, tides and patience."
	story := func(headline, body string) *Article {
		a := &Article{Headline: headline, BodyText: body}
		a.Seal()
		return a
	}
	a := story("The ferry sails again", text)
	for name, tt := range map[string]struct {
		other *Article
		want  bool
	}{
		"the same headline":        {story("The ferry  sails again", "Wholly other words."), true},
		"a word changed":           {story("Ferry back", strings.Replace(text, "forty", "fifty", 1)), true},
		"another story":            {story("Budget passes", "The council voted for the budget on Monday after a debate that lasted nine hours and ended with a song."), false},
		"a front page":             {story("Harbour News", "Ferry back in service. Budget passes. Storm warning for the weekend. Weather. Sport. Letters to the editor."), false},
		"nothing to compare":       {story("", ""), false},
		"a headline and no text":   {story("Ferry back", ""), false},
		"no headline and the text": {story("", text), true},
	} {
		if got := SameStory(a, tt.other); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
