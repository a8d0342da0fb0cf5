package daemon

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// statusEvery is how often systemd's status is renewed, where its watchdog does
// not want to hear more often.
const statusEvery = 10 * time.Second

// tellSystemd says that the service is ready, then how it is and, as long as it
// does its work, that it is alive; and when ctx ends, that it stops. It returns
// when ended does.
func (s *service) tellSystemd(ctx, ended context.Context) {
	every := statusEvery
	if w := s.systemd.Watchdog(); w > 0 {
		every = min(every, w/2)
	}
	s.logUntold(s.systemd.Ready(s.statusLine(nil)))
	tick := time.NewTicker(every)
	defer tick.Stop()
	stop := ctx.Done()
	for {
		select {
		case <-ended.Done():
			if stop != nil && !errors.Is(context.Cause(ctx), errStore) { // it stopped so soon that the other came second
				s.logUntold(s.systemd.Stopping("ending"))
			}
			return
		case <-stop:
			stop = nil
			if errors.Is(context.Cause(ctx), errStore) {
				s.logUntold(s.systemd.Status("the built-in server is opened anew"))
				continue
			}
			s.logUntold(s.systemd.Stopping(s.stopping()))
		case <-tick.C:
			problems := s.health.problems(ended)
			if stop != nil {
				s.logUntold(s.systemd.Status(s.statusLine(problems)))
			}
			if alive(problems) {
				s.logUntold(s.systemd.Alive())
			}
		}
	}
}

// stopping says what is still being finished.
func (s *service) stopping() string {
	if s.Stopping == nil {
		return "ending"
	}
	c := s.health.current()
	n, _ := c.InFlight()
	return s.Stopping(n, c.Config.Crawl.Grace)
}

// statusLine is what `systemctl status` shows of the service.
func (s *service) statusLine(problems []problem) string {
	sum := s.stats.Summary()
	line := fmt.Sprintf("%s polled, %s published, %d updated", words.Plural(sum.Polled, "feed"), words.Plural(sum.Published, "article"),
		sum.Updated)
	if why := s.pipeline.Disk.Paused(); why != "" {
		line = "paused: " + why
	}
	if len(problems) > 0 {
		line = strings.Join(inWords(problems), "; ")
	}
	if remark := s.remark.Load(); remark != nil && *remark != "" {
		line = *remark + "; " + line
	}
	return line
}

// logUntold logs that systemd could not be told.
func (s *service) logUntold(err error) {
	if err != nil {
		s.Log.Debug("systemd", "error", err)
	}
}
