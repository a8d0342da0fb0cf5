package crawler

import (
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Who counts versions counts what the stream has, no more and no less.
func TestAStoryEventTellsWhetherAVersionWasStored(t *testing.T) {
	for _, e := range article.Events() {
		if !StoryEvent(e).Stored() {
			t.Errorf("%s is no version", e)
		}
	}
	for _, e := range []StoryEvent{"", StoryUnchanged, StoryReserved, "publish"} {
		if e.Stored() {
			t.Errorf("%q is a version", e)
		}
	}
}
