package terminal

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

const (
	// firstDraw is how long a task may take before its line is shown: what is over
	// sooner needs none.
	firstDraw = 400 * time.Millisecond
	drawEvery = 100 * time.Millisecond
	// defaultWidth is that of a terminal that does not tell.
	defaultWidth = 80

	erase = "\r\x1b[K"
)

// Screen is a terminal with a line at the bottom, or none.
type Screen struct {
	file *os.File

	mu   sync.Mutex
	line string // what stands at the bottom
	open bool   // what was written last did not end its line
}

// NewScreen returns a Screen on a file that is a terminal.
func NewScreen(f *os.File) *Screen { return &Screen{file: f} }

// Fd is that of the terminal.
func (s *Screen) Fd() uintptr { return s.file.Fd() }

// Write writes above the line.
func (s *Screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.line == "" {
		s.open = len(b) > 0 && b[len(b)-1] != '\n'
		return s.file.Write(b)
	}
	out := append([]byte(erase), b...)
	if s.open = !bytes.HasSuffix(b, []byte("\n")); s.open {
		s.line = ""
	} else {
		out = append(out, s.line...)
	}
	if _, err := s.file.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Show shows at the bottom what text returns, ten times a second, until end is
// called, which erases it. text is called by another goroutine. One line is shown
// at a time.
func (s *Screen) Show(text func() string) (end func()) {
	stop := make(chan struct{})
	var drawing sync.WaitGroup
	drawing.Go(func() {
		wait := time.NewTimer(firstDraw)
		defer wait.Stop()
		for {
			select {
			case <-stop:
				s.draw("")
				return
			case <-wait.C:
			}
			s.draw(s.fit(text()))
			wait.Reset(drawEvery)
		}
	})
	return sync.OnceFunc(func() {
		close(stop)
		drawing.Wait()
	})
}

// draw replaces the line.
func (s *Screen) draw(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if line == s.line || s.open {
		return
	}
	s.line = line
	_, _ = io.WriteString(s.file, erase+line) // a terminal that is gone shows nothing
}

// fit cuts a text to the width of the terminal, so that it is one line.
func (s *Screen) fit(text string) string {
	columns, _, err := term.GetSize(int(s.file.Fd()))
	if err != nil || columns < 1 {
		columns = defaultWidth
	}
	r := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(r) < columns {
		return string(r)
	}
	return string(r[:columns-1])
}
