package embedded

import (
	"fmt"
	"log/slog"
	"sync"
)

// serverLog hands nats-server's lines to slog. Notices are debug lines here:
// some thirty of them come with every start and stop, and a cron run has those
// every few minutes. What nats-server calls fatal is an error: it must not end
// our process, and Open returns it.
type serverLog struct {
	log *slog.Logger

	mu    sync.Mutex
	fatal string // the last fatal line
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn(fmt.Sprintf(format, v...)) }
func (l *serverLog) Errorf(format string, v ...any)  { l.log.Error(fmt.Sprintf(format, v...)) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }
func (l *serverLog) Tracef(format string, v ...any)  { l.log.Debug(fmt.Sprintf(format, v...)) }

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
