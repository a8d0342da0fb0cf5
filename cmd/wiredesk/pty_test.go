package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// sitting is a command that somebody sits before: it runs on a terminal of its own.
type sitting struct {
	cmd      *exec.Cmd
	terminal *os.File
	shown    *lockedBuffer // everything that was sent to the terminal
	reading  sync.WaitGroup
}

// sit starts a command on a terminal.
func (c *crawl) sit(t *testing.T, env []string, args ...string) *sitting {
	t.Helper()
	s := &sitting{cmd: c.command(t.Context(), args...), shown: &lockedBuffer{}}
	s.cmd.Env = slices.DeleteFunc(s.cmd.Env, func(v string) bool {
		return strings.HasPrefix(v, "NO_COLOR=") || strings.HasPrefix(v, "TERM=") || strings.HasPrefix(v, "COLUMNS=")
	})
	s.cmd.Env = append(append(s.cmd.Env, "TERM=xterm", "WIREDESK_HTTP_LISTEN=127.0.0.1:0"), env...)
	var err error
	if s.terminal, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: 100}); err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	s.reading.Go(func() {
		b := make([]byte, 4096)
		for {
			n, err := s.terminal.Read(b)
			_, _ = s.shown.Write(b[:n]) // never fails
			if err != nil {
				return // the process has ended
			}
		}
	})
	return s
}

// shows waits until the terminal has been sent a text.
func (s *sitting) shows(t *testing.T, text string) {
	t.Helper()
	eventually(t, func() bool { return strings.Contains(s.shown.String(), text) }, s.shown)
}

// press types keys.
func (s *sitting) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := s.terminal.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

const ctrlC = "\x03"

// ends waits for the end of the process. It returns what then stands on the
// terminal.
func (s *sitting) ends(t *testing.T) string {
	t.Helper()
	_ = s.cmd.Wait() // its state says how
	s.reading.Wait()
	_ = s.terminal.Close()
	return screenAfter(t, s.shown.String())
}

var control = regexp.MustCompile(`^\x1b\[([0-9;]*)([A-Za-z])`)

// screenAfter is what stands on a terminal that was sent a text: it knows the few
// controls that are used, and refuses others. Colours are left out.
func screenAfter(t *testing.T, sent string) string {
	t.Helper()
	lines, row, column := [][]rune{nil}, 0, 0
	for len(sent) > 0 {
		if m := control.FindStringSubmatch(sent); m != nil {
			sent = sent[len(m[0]):]
			switch n, _ := strconv.Atoi(m[1]); m[2] {
			case "A":
				row = max(row-n, 0)
			case "J":
				lines = lines[:row+1]
				lines[row] = lines[row][:min(column, len(lines[row]))]
			case "K":
				lines[row] = lines[row][:min(column, len(lines[row]))]
			case "m":
			default:
				t.Fatalf("a control that is not known: %q", m[0])
			}
			continue
		}
		r := []rune(sent)[0]
		sent = sent[len(string(r)):]
		switch r {
		case '\r':
			column = 0
		case '\n':
			if row++; row == len(lines) {
				lines = append(lines, nil)
			}
		default:
			for len(lines[row]) <= column {
				lines[row] = append(lines[row], ' ')
			}
			lines[row][column] = r
			column++
		}
	}
	var out []string
	for _, l := range lines {
		out = append(out, string(l))
	}
	return strings.Join(out, "\n")
}

func TestARunOnATerminalShowsHowFarItHasCome(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 8, "")
	c.grid.SlowDown(200 * time.Millisecond)
	s := c.sit(t, nil, "run")
	s.shows(t, "1 of 1 feed polled, 2 of 8 stories · ")
	s.shows(t, " left")
	if got := strings.TrimSpace(s.ends(t)); !regexp.MustCompile(`^polled 1 feed: 1 fresh · 8 articles published · [0-9.]+ s$`).MatchString(got) || s.cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("exit code %d; what stays is\n%s", s.cmd.ProcessState.ExitCode(), got)
	}

	// Who asked for quiet sees nothing at all.
	quiet := newCrawl(t, 1, 4, "")
	quiet.grid.SlowDown(200 * time.Millisecond)
	s = quiet.sit(t, nil, "run", "-q")
	if got := s.ends(t); got != "" || s.shown.String() != "" {
		t.Errorf("%q", s.shown)
	}
}

func TestCtrlCFinishesWhatIsInFlightAndTheSecondEndsAtOnce(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 10, "")
	c.grid.SlowDown(300 * time.Millisecond)
	s := c.sit(t, nil, "run")
	s.shows(t, "2 of 10 stories")
	s.press(t, ctrlC)
	s.shows(t, "finishing what is in flight (1 job), for 5s at most; Ctrl-C again ends at once")
	screen := s.ends(t)
	if code := s.cmd.ProcessState.ExitCode(); code != 130 || strings.Contains(screen, "stories") || !strings.Contains(screen, "finishing what is in flight") {
		t.Errorf("exit code %d; what stays is\n%s", code, screen)
	}
	c.run(t)
	c.wantEachOnce(t, c.published(t))

	hanging := newCrawl(t, 1, 2, "")
	hanging.replace(t, "timeout: 3s, lease: 2s, grace: 5s", "timeout: 60s, lease: 2s, grace: 60s")
	hanging.grid.SlowDown(time.Minute)
	s = hanging.sit(t, nil, "run")
	s.shows(t, "0 of 1 feed polled")
	s.press(t, ctrlC)
	s.shows(t, "finishing what is in flight (1 job), for 1m at most")
	s.press(t, ctrlC)
	s.ends(t)
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGINT {
		t.Errorf("it ended by %v", s.cmd.ProcessState)
	}
}

func TestTheStatusIsDrawnInPlaceOnATerminalAndInLinesElsewhere(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 3, "")
	d := c.background(t, nil, "daemon")
	d.says(t, "wiredesk is up")
	s := c.sit(t, nil, "status", "--watch", "--interval", "200ms")
	eventually(t, func() bool { return strings.Count(s.shown.String(), "\x1b[J") >= 3 }, s.shown)
	s.shows(t, "3 in the stream")
	out := &lockedBuffer{}
	plain := c.command(t.Context(), "status", "-w", "--interval", "200ms")
	plain.Stdout = out
	if err := plain.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return strings.Count(out.String(), "\n") >= 3 }, out)

	// When the daemon ends, the status goes on, and holds nobody up.
	d.end(t, syscall.SIGTERM)
	s.shows(t, "nothing is running")
	eventually(t, func() bool { return strings.Contains(out.String(), "nothing is running") }, out)
	c.run(t)
	s.press(t, ctrlC)
	screen := s.ends(t)
	if strings.Count(screen, "articles ") != 1 || strings.Count(screen, "at work ") != 1 || s.cmd.ProcessState.ExitCode() != 130 {
		t.Errorf("exit code %d; what stays is\n%s", s.cmd.ProcessState.ExitCode(), screen)
	}
	if err := plain.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = plain.Wait() // its state says how
	if line := strings.Split(out.String(), "\n")[1]; strings.Contains(out.String(), "\x1b") || !regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \d articles \(\+\d\), feeds 1: 1 \w+, jobs \d due, \d in flight, \d waiting, 0 dead; daemon, process \d+, since `).MatchString(line) {
		t.Errorf("%q", out)
	}
}

func TestMarksAreColouredOnATerminalOnly(t *testing.T) {
	c := newCrawl(t, 1, 1, "")
	for _, tt := range []struct {
		env  []string
		args []string
		want bool
	}{
		{nil, []string{"doctor"}, true}, {[]string{"NO_COLOR=1"}, []string{"doctor"}, false}, {[]string{"TERM=dumb"}, []string{"doctor"}, false},
		{nil, []string{"doctor", "--color", "never"}, false}, {[]string{"NO_COLOR=1"}, []string{"doctor", "--color=always"}, true},
	} {
		s := c.sit(t, tt.env, tt.args...)
		s.ends(t)
		if got := strings.Contains(s.shown.String(), "\x1b[32m✓"); got != tt.want {
			t.Errorf("%s with %q: coloured %v\n%s", tt.args, tt.env, got, s.shown)
		}
	}
	out, err := c.command(t.Context(), "doctor").Output()
	if err != nil || strings.Contains(string(out), "\x1b") {
		t.Errorf("into a pipe: %v\n%q", err, fmt.Sprint(string(out)))
	}
}
