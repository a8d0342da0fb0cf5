package terminal

import (
	"fmt"
	"sync"
	"time"
)

// Progress says how far a task has come, at which rate, and when it will be done.
// The zero value is one that has not begun; a total of 0 is one that is not known.
type Progress struct {
	What string // what is counted: "articles"

	mu          sync.Mutex
	start       time.Time
	done, total int
}

// Set says how much is done, of how much.
func (p *Progress) Set(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.start.IsZero() {
		p.start = time.Now()
	}
	p.done, p.total = done, total
}

// Text is one line: "1204 of 5000 articles · 830/s · 5 s left".
func (p *Progress) Text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := fmt.Sprintf("%d %s", p.done, p.What)
	if p.total > 0 {
		line = fmt.Sprintf("%d of %d %s", p.done, p.total, p.What)
	}
	if p.start.IsZero() {
		return line
	}
	return line + Pace(p.done, p.total, time.Since(p.start))
}

// Pace is the rest of such a line: the rate, and the time that is left at that
// rate. It is empty as long as both would be guesses.
func Pace(done, total int, elapsed time.Duration) string {
	if done <= 0 || elapsed < time.Millisecond {
		return ""
	}
	rate := float64(done) / elapsed.Seconds()
	text := fmt.Sprintf(" · %.0f/s", rate)
	if rate < 10 {
		text = fmt.Sprintf(" · %.1f/s", rate)
	}
	if left := total - done; left > 0 {
		text += " · " + span(time.Duration(float64(left)/rate*float64(time.Second))) + " left"
	}
	return text
}

// span is a time that is left, no more exact than it can be.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds())+1)
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes())+1)
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
