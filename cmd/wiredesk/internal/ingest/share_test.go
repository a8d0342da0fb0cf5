package ingest

import (
	"fmt"
	"testing"
	"time"
)

// However many addresses of a paper a stranger shows, the paper's own stories do not wait
// behind them, and theirs come in the end.
func TestAStrangersListDoesNotHoldThePaperUp(t *testing.T) {
	if testing.Short() {
		t.Skip("hundreds of addresses")
	}
	for name, link := range map[string]string{"its addresses": "http://paper.test/x%d", "ways to them": "http://evil.test/x%d"} {
		t.Run(name, func(t *testing.T) {
			onScene(t, func(s *scene) {
				var lies []item
				for i := range 900 {
					lies = append(lies, lie(fmt.Sprintf(link, i), fmt.Sprint("e", i), ""))
					s.put(fmt.Sprintf("evil.test/x%d", i), doc{location: fmt.Sprintf("http://paper.test/x%d", i)})
				}
				s.put("paper.test/x1", paperPage("An old story", "", "Nobody shows it any more."))
				s.put("evil.test/feed", rss("Evil", "http://evil.test", "", lies...))
				var items []item
				for i := range 10 {
					items = append(items, item{link: fmt.Sprintf("http://paper.test/a%d", i), guid: fmt.Sprint(i), title: fmt.Sprintf("Story %d", i), summary: "As the Paper has it."})
					s.put(fmt.Sprintf("paper.test/a%d", i), paperPage(fmt.Sprintf("Story %d", i), "", "It is so."))
				}
				s.put("paper.test/feed", rss("Paper", "http://paper.test", "", items...))
				s.subscribe("evil.test/feed", "paper.test/feed")
				for i := range 10 {
					if s.stories()[fmt.Sprintf("http://paper.test/a%d", i)] == nil {
						t.Errorf("story %d waits", i)
					}
				}
				s.run(3*time.Hour, s.p)
				s.story("http://paper.test/x1")
				if name == "its addresses" {
					s.story("about http://paper.test/x899")
				}
			})
		})
	}
}
