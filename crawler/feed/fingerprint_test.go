package feed

import (
	"testing"

	"github.com/wiredesk/wiredesk/normalize"
)

func TestFingerprintsFollowWhatIsSaid(t *testing.T) {
	a := normalize.Entry{ID: "1", URL: "https://example.org/1", Title: "t"}
	b := a
	b.Tags = []string{"x"}
	if Key(a) != Key(b) || Fingerprint(a) != Fingerprint(b) {
		t.Error("tags change the fingerprint")
	}
	b.Title = "other"
	if Key(a) != Key(b) || Fingerprint(a) == Fingerprint(b) {
		t.Error("a new title does not")
	}
	b.ID = "2"
	if Key(a) == Key(b) {
		t.Error("two ids share a key")
	}
}
