package words

import (
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		Plural(1, "feed"): "1 feed", Plural(0, "feed"): "0 feeds", Plural(3, "story"): "3 stories",
		Roughly(90 * time.Second): "90 seconds", Roughly(1 * time.Second): "1 second", Roughly(121 * time.Second): "2 minutes",
		Roughly(3 * time.Hour): "3 hours", Roughly(72 * time.Hour): "3 days",
		Briefly(0): "0 s", Briefly(420 * time.Microsecond): "420 µs", Briefly(3400 * time.Microsecond): "3.4 ms", Briefly(120 * time.Millisecond): "120 ms",
		Briefly(2 * time.Second): "2.0 s", Briefly(61 * time.Second): "61 s", Briefly(3 * time.Minute): "3 min", Briefly(26 * time.Hour): "26 h",
		Briefly(72 * time.Hour): "3 d",
		Size(512):               "0.5 KiB", Size(3 << 20): "3.0 MiB", Size(5 << 30): "5.0 GiB",
		Count(7): "7", Count(999): "999", Count(12408): "12,408", Count(-1234567): "-1,234,567",
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestASourceIsWhatIsKnownOfIt(t *testing.T) {
	named, bare := &article.Publisher{Name: "Demo Times", Domain: "demo.example"}, &article.Publisher{Domain: "demo.example"}
	for want, a := range map[string]article.Article{
		"AFP via Demo Times": {Agency: "AFP", Publisher: named}, "AFP": {Agency: "AFP"}, "Demo Times": {Publisher: named}, "demo.example": {Publisher: bare}, "": {},
	} {
		if got := Source(&a); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAClippedTextSaysSo(t *testing.T) {
	for _, tt := range []struct {
		text string
		n    int
		want string
	}{{"short", 5, "short"}, {"Übergröße", 9, "Übergröße"}, {"Übergröße", 5, "Über…"}, {"a word more", 3, "a…"}} {
		if got := Clip(tt.text, tt.n); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
