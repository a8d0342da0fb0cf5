package suggest

import (
	"fmt"
	"testing"
)

func TestOf(t *testing.T) {
	known := []string{"workers", "timeout", "run", "proxy", "Übersicht"}
	for word, want := range map[string]string{
		"workerz": "workers", "wrokers": "workers", "timout": "timeout", "TIMEOUT": "timeout", "runn": "run", "rnu": "run",
		"ubersicht": "Übersicht", "x": "", "": "", "completely": "", "pr": "", "proxies": "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("workerz", "workers")
	f.Add("\xff", "ä")
	f.Fuzz(func(t *testing.T, word, known string) {
		if d := distance(word, known); d != distance(known, word) || d > max(len(word), len(known)) {
			t.Errorf("%q and %q: %d", word, known, d)
		}
		if got := Nearest(known, []string{known}); got != known && known != "" {
			t.Errorf("%q is not near itself: %q", known, got)
		}
	})
}

func ExampleNearest() {
	fmt.Println(Nearest("statsu", []string{"status", "run", "daemon"}))
	// Output: status
}
