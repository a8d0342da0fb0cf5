package embedded

import (
	"context"
	"fmt"
	"log/slog"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// serverLog hands nats-server's lines to slog. Notices are debug lines here:
// some thirty of them come with every start and stop, and a cron run has those
// every few minutes. What nats-server calls fatal is an error: it must not end
// our process, and Open returns it. What a client does again and again is said
// once, and then how often.
type serverLog struct {
	log  *slog.Logger
	echo *echo
	// fault hears of what clients try that is forbidden, and of the subject, if they
	// have published to one.
	fault func(cid uint64, subject string)
	from  func(cid uint64) netip.Addr // where a client comes from
	// store hears of all lines that are about no client.
	store func(line string)

	mu    sync.Mutex
	fatal string // the last fatal line
}

func (l *serverLog) Noticef(format string, v ...any) {
	l.log.Debug(printable(fmt.Sprintf(format, v...)))
}
func (l *serverLog) Warnf(format string, v ...any) {
	line := fmt.Sprintf(format, v...)
	if afterCrash.MatchString(line) {
		l.log.Debug(printable(line))
		return
	}
	l.say(slog.LevelWarn, line)
}
func (l *serverLog) Errorf(format string, v ...any) {
	l.say(slog.LevelError, fmt.Sprintf(format, v...))
}
func (l *serverLog) Debugf(format string, v ...any) {
	l.log.Debug(printable(fmt.Sprintf(format, v...)))
}
func (l *serverLog) Tracef(format string, v ...any) {
	l.log.Debug(printable(fmt.Sprintf(format, v...)))
}

func (l *serverLog) Fatalf(format string, v ...any) {
	line := fmt.Sprintf(format, v...)
	l.mu.Lock()
	l.fatal = line
	l.mu.Unlock()
}

func (l *serverLog) lastFatal() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.fatal
}

// afterCrash are the warnings with which the server reads again what it had not written
// down when it was killed. Nothing is lost by it, and nobody need do anything: what is
// lost, the state directory's ledger says.
var afterCrash = regexp.MustCompile(`^Filestore \[[^\]]*\] (Recovering .* state from index errored: ` +
	`(prior state file|.*no such file or directory)|Stream state (outdated|detected prior state)|[A-Za-z ]+ state is outdated)`)

// ofClient is how the server begins a line about a client.
var ofClient = regexp.MustCompile(`^(\S+) - cid:(\d+)\b`)

var published = regexp.MustCompile(`Publish Violation - Subject "([^"]*)"$`)

func (l *serverLog) say(level slog.Level, line string) {
	m := ofClient.FindStringSubmatch(line)
	if m == nil {
		l.store(line)
		l.echo.say(level, "", line)
		return
	}
	cid, err := strconv.ParseUint(m[2], 10, 64)
	if err == nil && strings.Contains(line, "Violation") {
		subject := ""
		if p := published.FindStringSubmatch(line); p != nil {
			subject = p[1]
		}
		l.fault(cid, subject)
	}
	host := m[1]
	if address := l.from(cid); address.IsValid() {
		line = address.String() + strings.TrimPrefix(line, host)
		host = address.String()
	}
	// What a client does is no fault of ours.
	l.echo.say(min(level, slog.LevelWarn), host, line)
}

const (
	// echoEvery is when a line is said again, with its count.
	echoEvery = time.Minute
	// echoes are how many different lines are told apart.
	echoes = 128
	// longestLine is how much of a line is said, in bytes.
	longestLine = 500
)

// echo says a line once, and later how often it would have been said. It may be used
// concurrently.
type echo struct {
	log *slog.Logger

	mu   sync.Mutex
	said map[string]*saying
	next time.Time
}

type saying struct {
	level        slog.Level
	client, line string
	again        int
	quiet        bool // nothing since it was said last
}

func newEcho(log *slog.Logger) *echo { return &echo{log: log, said: map[string]*saying{}} }

var (
	inQuotes = regexp.MustCompile(`"[^"]*"?`)
	numbers  = regexp.MustCompile(`[0-9]+`)
)

// cause is what lines of one kind have in common.
func cause(line string) string {
	return numbers.ReplaceAllString(inQuotes.ReplaceAllString(line, `""`), "#")
}

// say says a line of a client, which is empty if it is about none.
func (e *echo) say(level slog.Level, client, line string) {
	line = printable(line)
	key := fmt.Sprint(level, client, " ", cause(line))
	e.mu.Lock()
	s := e.said[key]
	if s == nil && len(e.said) >= echoes {
		key = fmt.Sprint(level, " others")
		if s = e.said[key]; s == nil {
			client, line = "", "there are more messages than are told apart"
		}
	}
	if s != nil {
		s.again++
		s.quiet = false
		e.mu.Unlock()
		return
	}
	e.said[key] = &saying{level: level, client: client, line: line}
	e.mu.Unlock()
	e.tell(level, client, line, 0)
}

// flush says once in a while what was said again since, and forgets what was not.
func (e *echo) flush(now time.Time, all bool) {
	e.mu.Lock()
	if e.next.IsZero() {
		e.next = now.Add(echoEvery)
	}
	if now.Before(e.next) && !all {
		e.mu.Unlock()
		return
	}
	e.next = now.Add(echoEvery)
	var again []saying
	for key, s := range e.said {
		switch {
		case s.again > 0:
			again = append(again, *s)
			s.again = 0
		case s.quiet:
			delete(e.said, key)
		}
		s.quiet = true
	}
	e.mu.Unlock()
	for _, s := range again {
		e.tell(s.level, s.client, s.line, s.again)
	}
}

func (e *echo) tell(level slog.Level, client, line string, again int) {
	var attrs []any
	if client != "" {
		attrs = append(attrs, "client", client)
	}
	if again > 0 {
		attrs = append(attrs, "again", again)
	}
	e.log.Log(context.Background(), level, line, attrs...)
}

// printable is a line without what a terminal would obey.
func printable(line string) string {
	if len(line) > longestLine {
		line = line[:longestLine] + "…"
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(line, "?"))
}
