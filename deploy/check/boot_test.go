package check

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goreleaser/nfpm/v2/deb"
)

// The package is installed, run, upgraded and removed under a real systemd, with all the
// rights taken away that the units take away.
func TestTheUnitsRunUnderSystemd(t *testing.T) {
	if testing.Short() {
		t.Skip("boots a systemd")
	}
	steps := boot(t)
	for name, want := range map[string][]string{
		"install": {"installed", "disabled\ndisabled"},
		"daemon":  {"ActiveState=active", "wiredesk 700"},
		"add":     {"added 1"},
		"reload":  {"systemctl: 0", "ActiveState=active"},
		// systemd forgets the exit code of what has ended well; the journal has it.
		"run beside the daemon": {"systemctl: 0", "Result=success", "ActiveState=inactive"},
		"stop":                  {"Result=success", "ActiveState=inactive"},
		"run after the daemon":  {"Result=success", "ActiveState=inactive", "second.xml", `"feeds":2`, `"articles":6`, "files of root"},
		"timer":                 {"wiredesk-run.timer wiredesk-run.service"},
		"upgrade":               {"upgraded", "active\nactive", "\n1\n"},
		"bad configuration":     {"ActiveState=failed", "Result=exit-code", "ExecMainStatus=78", "NRestarts=0"},
		"journal":               {"is in use by daemon", `"msg":"wiredesk stops","polled":2,"published":6`},
		"remove":                {"removed", "inactive\ninactive", "/etc/wiredesk/wiredesk.yaml", "/var/lib/private/wiredesk"},
	} {
		got, ok := steps[name]
		for _, w := range want {
			if !ok || !strings.Contains(strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(w), " ")) {
				t.Errorf("%s: no %q in\n%s", name, w, got)
			}
		}
		if strings.Contains(got, "never:") {
			t.Errorf("%s: %s", name, got)
		}
	}
	if strings.Contains(steps["reload"], "StatusText=\n") {
		t.Errorf("reload: %s", steps["reload"])
	}
	for _, name := range []string{"daemon", "daemon again"} {
		if strings.Contains("\n"+steps[name], "\n/") {
			t.Errorf("the daemon runs on files of root's: %s", steps[name])
		}
	}
	if strings.Contains(steps["remove"], "/usr/bin/wiredesk\n") || strings.Contains(steps["remove"], "/usr/lib/systemd") {
		t.Errorf("left behind: %s", steps["remove"])
	}
	if t.Failed() {
		t.Logf("the journal:\n%s", steps["journal"])
	}
}

// boot runs testdata/boot/case.sh under systemd and returns what each step wrote.
func boot(t *testing.T) map[string]string {
	t.Helper()
	folder := t.TempDir()
	copyFile(t, pack(t, deb.Default, "wiredesk.deb"), filepath.Join(folder, "wiredesk.deb"), 0o600)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	copyFile(t, self, filepath.Join(folder, "check.test"), 0o700)
	copyFile(t, "testdata/boot/case.sh", filepath.Join(folder, "case.sh"), 0o600)
	config := "state: {dir: /var/lib/wiredesk}\nfeeds: [http://127.0.0.1:8001/first.xml]\nbackfill: all\ncrawl: {allow_private: [127.0.0.0/8], per_host: {delay: 0s}, ports: [8001]}\n"
	if err := os.WriteFile(filepath.Join(folder, "wiredesk.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("bash", "testdata/boot/boot.sh", folder).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 77 {
		t.Skipf("%s", out)
	}
	said, readErr := os.ReadFile(filepath.Join(folder, "output"))
	if err != nil || readErr != nil {
		t.Fatalf("%v, %v\n%s\n%s", err, readErr, out, said)
	}
	steps := map[string]string{}
	for _, step := range strings.Split(string(said), "\n== ")[1:] {
		name, text, _ := strings.Cut(step, "\n")
		steps[name] = text
	}
	journal, err := os.ReadFile(filepath.Join(folder, "journal"))
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	steps["journal"] = string(journal)
	return steps
}
