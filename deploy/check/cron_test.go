package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/robfig/cron/v3"
)

// crontab returns the commands of cron/crontab, without "wiredesk".
func crontab(t *testing.T) (commands [][]string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(deploy, "cron", "crontab"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") || regexp.MustCompile(`^[A-Z]+=`).MatchString(line) {
			continue
		}
		fields := strings.Fields(line)
		if _, err := cron.ParseStandard(strings.Join(fields[:5], " ")); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		if fields[5] != "wiredesk" {
			t.Errorf("%s: does not run wiredesk", line)
		}
		if strings.Contains(line, "%") {
			t.Errorf("%s: cron takes %% for a line break", line)
		}
		commands = append(commands, fields[6:])
	}
	if len(commands) != 2 {
		t.Fatalf("%d lines", len(commands))
	}
	return commands
}

// What cron mails is what a command prints: nothing while all is well, not even while
// the daemon holds the state; and what it is about when something is not.
func TestCronMailsOnlyWhatNeedsAPerson(t *testing.T) {
	desk := newDesk(t)
	for _, args := range crontab(t) {
		out := must(t, desk.env, args...)
		if out != "" {
			t.Errorf("%q prints\n%s", args, out)
		}
	}
	daemon := desk.daemon(t)
	if out := must(t, desk.env, crontab(t)[0]...); out != "" {
		t.Errorf("beside a daemon it prints\n%s", out)
	}
	daemon.stop(t)
	out, code := run(t, append(desk.env, "WIREDESK_CRAWL_WORKERS=many"), crontab(t)[0]...)
	if code != 78 || !strings.Contains(out, "WIREDESK_CRAWL_WORKERS") {
		t.Errorf("a mistake in the configuration: code %d, %s", code, out)
	}
}
