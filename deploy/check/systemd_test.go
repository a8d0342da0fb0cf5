package check

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/coreos/go-systemd/v22/unit"
)

var unitNames = []string{"wiredesk.service", "wiredesk-run.service", "wiredesk-run.timer"}

// maxExposure is what `systemd-analyze security` may say of a service at most.
const maxExposure = 1.5

// settings are the lines of a unit, by section and name.
type settings map[string][]string

// readUnit reads a unit with systemd's own idea of its syntax.
func readUnit(t *testing.T, name string) settings {
	t.Helper()
	f, err := os.Open(filepath.Join(deploy, "systemd", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	options, err := unit.DeserializeOptions(f)
	if err != nil {
		t.Fatal(err)
	}
	s := settings{}
	for _, o := range options {
		s[o.Section+"."+o.Name] = append(s[o.Section+"."+o.Name], o.Value)
	}
	return s
}

func (s settings) one(t *testing.T, name string) string {
	t.Helper()
	if len(s[name]) != 1 {
		t.Fatalf("%s: %q", name, s[name])
	}
	return s[name][0]
}

// command is what a service starts, without the program.
func (s settings) command(t *testing.T) []string {
	t.Helper()
	words := strings.Fields(s.one(t, "Service.ExecStart"))
	if words[0] != "/usr/bin/wiredesk" {
		t.Fatalf("starts %s", words[0])
	}
	return words[1:]
}

// success reports whether the unit counts an exit code as success.
func (s settings) success(t *testing.T, code int) bool {
	return code == 0 || slices.Contains(strings.Fields(s.one(t, "Service.SuccessExitStatus")), strconv.Itoa(code))
}

func systemdAnalyze(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd-analyze here: apt-get install systemd")
	}
	return path
}

// What the units name exists on a machine where the package is installed.
func TestUnitsVerify(t *testing.T) {
	analyze := systemdAnalyze(t)
	dir := t.TempDir()
	for _, name := range unitNames {
		b, err := os.ReadFile(filepath.Join(deploy, "systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(b), "/usr/bin/wiredesk", binary(t))
		text = regexp.MustCompile(`man:\S+ `).ReplaceAllString(text, "") // asked of man, where it is installed
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"verify", "--man=no"}
	for _, name := range unitNames {
		args = append(args, filepath.Join(dir, name))
	}
	out, err := exec.Command(analyze, args...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, dir) || strings.Contains(line, "wiredesk") { // others' units are not ours
			t.Error(line)
		}
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestServicesAreHardened(t *testing.T) {
	analyze := systemdAnalyze(t)
	for _, name := range unitNames[:2] {
		cmd := exec.Command(analyze, "security", "--no-pager", "--offline=true", filepath.Join(deploy, "systemd", name))
		cmd.Env = append(os.Environ(), "SYSTEMD_COLORS=0")
		out, err := cmd.CombinedOutput()
		m := regexp.MustCompile(`Overall exposure level for \S+: ([0-9.]+)`).FindStringSubmatch(string(out))
		if err != nil || m == nil {
			t.Fatalf("%v\n%s", err, out)
		}
		exposure, err := strconv.ParseFloat(m[1], 64)
		if err != nil || exposure > maxExposure {
			t.Errorf("%s: exposure %s, want at most %v\n%s", name, m[1], maxExposure, out)
		}
	}
}

// One user and one state directory, one set of rights, and commands that exist.
func TestServicesAreAlike(t *testing.T) {
	daemon, run := readUnit(t, unitNames[0]), readUnit(t, unitNames[1])
	differ := map[string]bool{
		"Service.Type": true, "Service.ExecStart": true, "Service.ExecReload": true, "Service.NotifyAccess": true, "Service.TimeoutStartSec": true,
		"Service.WatchdogSec": true, "Service.Restart": true, "Service.RestartSec": true, "Service.RestartPreventExitStatus": true, "Service.SuccessExitStatus": true,
	}
	names := map[string]bool{}
	for name := range daemon {
		names[name] = strings.HasPrefix(name, "Service.")
	}
	for name := range run {
		names[name] = strings.HasPrefix(name, "Service.")
	}
	for name, ours := range names {
		if ours && !differ[name] && !slices.Equal(daemon[name], run[name]) {
			t.Errorf("%s: %q in the daemon, %q in the run", name, daemon[name], run[name])
		}
	}
	for _, s := range []settings{daemon, run} {
		if s.one(t, "Service.DynamicUser") != "yes" || s.one(t, "Service.User") != "wiredesk" || s.one(t, "Service.StateDirectory") != "wiredesk" {
			t.Error("the daemon and the run do not share their state")
		}
		must(t, nil, append(s.command(t), "--help")...)
	}
	timer := readUnit(t, unitNames[2])
	if len(timer["Timer.Unit"]) > 0 || timer.one(t, "Timer.OnCalendar") != "*:0/5" || timer.one(t, "Timer.Persistent") != "yes" {
		t.Error("the timer is another")
	}
	if got := daemon.one(t, "Service.RestartPreventExitStatus"); got != "2 78" {
		t.Errorf("not restarted after %s", got)
	}
}

// desk is a state directory with a configuration and a site to crawl.
type desk struct {
	site *httptest.Server
	env  []string // for services
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	d := &desk{site: httptest.NewServer(newsSite())}
	t.Cleanup(d.site.Close)
	config := filepath.Join(dir, "wiredesk.yaml")
	text := fmt.Sprintf("feeds: [%s/first.xml]\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}}\n", d.site.URL)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d.env = []string{
		"STATE_DIRECTORY=" + filepath.Join(dir, "state"), "WIREDESK_CONFIG=" + config,
		"WIREDESK_NATS_LISTEN=127.0.0.1:0", "WIREDESK_HTTP_LISTEN=127.0.0.1:0",
	}
	return d
}

// daemon starts what wiredesk.service starts and waits until it is at work.
func (d *desk) daemon(t *testing.T) *process {
	t.Helper()
	p := start(t, environment(d.env...), binary(t), readUnit(t, "wiredesk.service").command(t)...)
	eventually(t, "the daemon is up", func() bool { return strings.Contains(p.out.String(), "wiredesk is up") }, p.out)
	return p
}

// What the daemon has added the run finds, once the daemon gives the state away; while
// it does not, the run gives way, and systemd does not call that a failure.
func TestTheDaemonAndTheRunShareTheirState(t *testing.T) {
	d := newDesk(t)
	daemon, run1 := readUnit(t, "wiredesk.service"), readUnit(t, "wiredesk-run.service")
	p := d.daemon(t)
	status := func(want string) func() bool {
		return func() bool { return strings.Contains(must(t, d.env, "status", "--json"), want) }
	}
	eventually(t, "the daemon publishes the first feed", status(`"articles":3`), p.out)
	must(t, d.env, "add", d.site.URL+"/second.xml")
	eventually(t, "and the second", status(`"articles":6`), p.out)
	out, code := run(t, d.env, run1.command(t)...)
	if code != 75 || !run1.success(t, code) {
		t.Errorf("beside the daemon the run ends with %d, which is a success: %v\n%s", code, run1.success(t, code), out)
	}
	if code := p.stop(t); !daemon.success(t, code) {
		t.Errorf("a daemon that was stopped ends with %d, a failure to systemd\n%s", code, p.out)
	}

	out, code = run(t, d.env, append(run1.command(t), "--json")...)
	if code != 0 || !strings.Contains(out, `"feeds":2`) || !strings.Contains(out, `"published":0`) {
		t.Errorf("after the daemon the run ends with %d:\n%s", code, out)
	}
	must(t, d.env, "feeds", "retry", d.site.URL+"/second.xml")
	out, code = run(t, d.env, append(run1.command(t), "--json")...)
	if code != 0 || !strings.Contains(out, `"polled":1`) || !strings.Contains(out, `"published":0`) {
		t.Errorf("stories of the daemon are new to the run, which ended with %d:\n%s", code, out)
	}
	if !status(`"articles":6`)() {
		t.Error("articles were lost or came twice")
	}
}
