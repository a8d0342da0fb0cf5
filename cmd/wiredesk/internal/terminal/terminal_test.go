package terminal

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// typescript is a terminal and what was written to it.
type typescript struct {
	tty *os.File
	mu  sync.Mutex
	b   strings.Builder
}

func open(t *testing.T, columns uint16) *typescript {
	t.Helper()
	p, tty, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	if err := pty.Setsize(p, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	s := &typescript{tty: tty}
	var reading sync.WaitGroup
	reading.Go(func() {
		b := make([]byte, 4096)
		for {
			n, err := p.Read(b)
			s.mu.Lock()
			s.b.Write(b[:n])
			s.mu.Unlock()
			if err != nil {
				return // the terminal was closed
			}
		}
	})
	t.Cleanup(func() {
		_ = tty.Close()
		_ = p.Close()
		reading.Wait()
	})
	return s
}

func (s *typescript) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// shows waits until the terminal has been sent a text.
func (s *typescript) shows(t *testing.T, text string) {
	t.Helper()
	for range 1000 {
		if strings.Contains(s.text(), text) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never shown: %q in %q", text, s.text())
}

func TestWhatIsWrittenGoesAboveTheLine(t *testing.T) {
	s := open(t, 40)
	screen := NewScreen(s.tty)
	p := &Progress{What: "feeds"}
	p.Set(3, 10)
	end := screen.Show(p.Text)
	s.shows(t, erase+"3 of 10 feeds")
	if _, err := io.WriteString(screen, "a log line\n"); err != nil {
		t.Fatal(err)
	}
	s.shows(t, erase+"a log line\r\n3 of 10 feeds")
	// Half a line is not written over.
	if _, err := io.WriteString(screen, "half "); err != nil {
		t.Fatal(err)
	}
	p.Set(4, 10)
	if _, err := io.WriteString(screen, "a line\n"); err != nil {
		t.Fatal(err)
	}
	s.shows(t, "half a line\r\n")
	s.shows(t, erase+"4 of 10 feeds")
	end()
	end() // twice does no harm
	if _, err := io.WriteString(screen, "over\n"); err != nil {
		t.Fatal(err)
	}
	s.shows(t, erase+"over\r\n")
}

func TestTheLineIsCutToTheTerminal(t *testing.T) {
	s := open(t, 10)
	end := NewScreen(s.tty).Show(func() string { return "0123456789abcdef\nsecond" })
	s.shows(t, "012345678")
	end()
	if strings.Contains(s.text(), "9") || strings.Contains(s.text(), "\n") {
		t.Errorf("%q", s.text())
	}
}

func TestWhatIsOverSoonShowsNoLine(t *testing.T) {
	s := open(t, 40)
	NewScreen(s.tty).Show(func() string { return "working" })()
	if _, err := io.WriteString(s.tty, "done\n"); err != nil {
		t.Fatal(err)
	}
	s.shows(t, "done\r\n")
	if strings.Contains(s.text(), "working") {
		t.Errorf("%q", s.text())
	}
}

func TestColourIsForTerminals(t *testing.T) {
	s := open(t, 40)
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, tt := range []struct {
		c    Colour
		w    io.Writer
		env  string
		want bool
	}{
		{Auto, s.tty, "", true}, {Auto, NewScreen(s.tty), "", true}, {Auto, null, "", false}, {Auto, &strings.Builder{}, "", false},
		{Auto, s.tty, "NO_COLOR=1", false}, {Auto, s.tty, "TERM=dumb", false}, {Always, null, "NO_COLOR=1", true}, {Never, s.tty, "", false},
	} {
		env := func(name string) string {
			if value, ok := strings.CutPrefix(tt.env, name+"="); ok {
				return value
			}
			return ""
		}
		if got := tt.c.On(tt.w, env); got != tt.want {
			t.Errorf("%s on %T with %q: %v", tt.c, tt.w, tt.env, got)
		}
	}
	var c Colour
	if err := c.Set("sometimes"); err == nil {
		t.Error("an odd value was taken")
	}
}

func TestPace(t *testing.T) {
	for _, tt := range []struct {
		done, total int
		elapsed     time.Duration
		want        string
	}{
		{0, 10, time.Second, ""},
		{10, 100, time.Second, " · 10/s · 10 s left"},
		{3, 10, 2 * time.Second, " · 1.5/s · 5 s left"},
		{100, 100, time.Second, " · 100/s"},
		{100, 0, time.Second, " · 100/s"},
		{10, 6000, 10 * time.Second, " · 1.0/s · 1 h 39 min left"},
		{10, 600, 10 * time.Second, " · 1.0/s · 10 min left"},
	} {
		if got := Pace(tt.done, tt.total, tt.elapsed); got != tt.want {
			t.Errorf("%d of %d in %s: %q, want %q", tt.done, tt.total, tt.elapsed, got, tt.want)
		}
	}
}

func ExamplePace() {
	fmt.Println("12 of 40 feeds" + Pace(12, 40, 4*time.Second))
	// Output: 12 of 40 feeds · 3.0/s · 10 s left
}
