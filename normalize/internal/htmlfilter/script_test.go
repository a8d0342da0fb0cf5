package htmlfilter

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Scripts made of all that matters in them end where the tokenizer says.
func TestAScriptEndsWhereTheTokenizerSays(t *testing.T) {
	parts := []string{"<!--", "-->", "--", "-", ">", "<", "</", "<script>", "<SCRIPT ", "<scripts>", "</script>", "</Script ", "</script", "x", " ", "<!-", "!", "<a"}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		var b strings.Builder
		for range 1 + rng.IntN(9) {
			b.WriteString(parts[rng.IntN(len(parts))])
		}
		text := b.String()
		z := html.NewTokenizer(strings.NewReader("<script>" + text))
		z.Next()
		want := 0
		if z.Next() == html.TextToken {
			want = len(z.Raw())
		}
		if got := scriptEnd([]byte(text), 0); got != want && (got >= 0 || want != len(text)) {
			t.Fatalf("%q ends at %d, want %d", text, got, want)
		}
	}
}
