package echo

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsSaidAgainIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		log := slog.New(New(slog.NewTextHandler(&out, nil), Client, "error")).With("component", "page")
		refuse := func(client, path string) {
			log.Warn("page", "path", path, Client, client, "error", fmt.Errorf("message %d is no article", len(path)))
		}
		lines := func() int { return strings.Count(out.String(), "\n") }
		for i := range 1000 {
			refuse("192.0.2.1", strings.Repeat("x", i%50))
		}
		if lines() != 1 {
			t.Errorf("%d lines of one client and one cause", lines())
		}
		refuse("192.0.2.2", "x")
		log.Warn("page", Client, "192.0.2.1", "error", errors.New("another cause"))
		log.Warn("something else", Client, "192.0.2.1", "error", errors.New("another cause"))
		if lines() != 4 {
			t.Errorf("%d lines, want 4:\n%s", lines(), out.String())
		}
		for range 5 {
			log.Info("an article")
		}
		if lines() != 9 {
			t.Errorf("%d lines: what is no complaint is said each time", lines())
		}
		time.Sleep(every + time.Second)
		refuse("192.0.2.1", "x")
		if text := out.String(); lines() != 10 || !strings.Contains(text, "again=999") {
			t.Errorf("after a minute:\n%s", text)
		}
		for i := range 100_000 {
			refuse(fmt.Sprintf("10.1.%d.%d", i/250, i%250), "x")
		}
		if lines() > 10+most+1 {
			t.Errorf("%d lines of very many clients", lines())
		}
		time.Sleep(3 * every)
		before := lines()
		refuse("192.0.2.9", "x")
		if lines() != before+1 {
			t.Error("after a quiet time a new client is not heard")
		}
	})
}
