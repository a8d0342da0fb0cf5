package article

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestFoldTakesOutWhatHasNoMeaning(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " ": "", "a": "a", " a\n\n b\t": "a b", "\u00a0a\u2028b\u0085": "a b", "co\u00adoperate": "cooperate", "\ufeffa \u200b b": "a b",
		"a\x01b": "a\x01b", "a\xffb": "a\ufffdb", " \xe6\x97": "\ufffd\ufffd", "日本 語": "日本 語", "\u00ad \u200d": "",
	} {
		if got := fold(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// simhashByWeight is simhash as its author describes it.
func simhashByWeight(text string) string {
	words := strings.Split(strings.ToLower(text), " ")
	var weights [64]int
	for i := range words {
		h := fnv1a(strings.Join(words[i:min(i+3, len(words))], " "))
		for bit := range weights {
			weights[bit] += int(h>>bit&1)*2 - 1
		}
	}
	var out uint64
	for bit, w := range weights {
		if w > 0 {
			out |= 1 << bit
		}
	}
	return fmt.Sprintf("%016x", out)
}

func TestSimhashIsTheMajorityOfItsWords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := 1; n < 400; n++ {
		words := make([]string, n)
		for i := range words {
			words[i] = fmt.Sprint("W", random.IntN(50))
		}
		if text := strings.Join(words, " "); simhash(text) != simhashByWeight(text) {
			t.Fatalf("%d words: %s, want %s", n, simhash(text), simhashByWeight(text))
		}
	}
}
