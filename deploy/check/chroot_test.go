package check

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// place makes a root with nothing in it but the binary, /tmp and certificates of
// authorities: less than a distroless image has.
func place(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, sub := range []string{"tmp", "etc/ssl/certs"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "tmp"), 0o1777); err != nil {
		t.Fatal(err)
	}
	copyFile(t, binary(t), filepath.Join(dir, "wiredesk"), 0o755)
	const authorities = "/etc/ssl/certs/ca-certificates.crt"
	if _, err := os.Stat(authorities); err == nil {
		copyFile(t, authorities, filepath.Join(dir, authorities), 0o644)
	}
	return dir
}

func copyFile(t *testing.T, from, to string, mode os.FileMode) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(to, mode); err != nil { // whatever the umask is
		t.Fatal(err)
	}
}

// imprisoned is a command inside of dir, as the user of the image.
func imprisoned(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("/wiredesk", args...)
	cmd.Dir, cmd.Env = "/", []string{"TMPDIR=/tmp"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: dir, Credential: &syscall.Credential{Uid: 65532, Gid: 65532}}
	return cmd
}

// The image has no libc, no shell, no /etc/passwd that matters and no zone files.
func TestTheBinaryNeedsNothingButItself(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may chroot")
	}
	dir := place(t)
	cmd := imprisoned(dir, "demo", "--once", "--json")
	var stderr output
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s%s", err, out, &stderr)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	articles := 0
	for _, line := range lines {
		var a struct{ Headline, URL, Published string }
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if a.Headline != "" && a.URL != "" {
			articles++
		}
	}
	if articles < 20 {
		t.Errorf("%d articles:\n%s%s", articles, out, &stderr)
	}
	if left, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(left) > 0 {
		t.Errorf("left in /tmp: %v, %v", left, err)
	}
}

// The image's root is not to be written, and its folder of state is its user's.
func TestTheBinaryKeepsItsStateWhereTheImageSays(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root may chroot")
	}
	dir := place(t)
	image := dockerfile(t)
	state := filepath.Join(dir, image.env["STATE_DIRECTORY"])
	if err := os.MkdirAll(state, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(state, 65532, 65532); err != nil {
		t.Fatal(err)
	}
	const list = `<opml version="2.0"><body><outline type="rss" text="a" xmlUrl="https://a.example/feed"/></body></opml>`
	if err := os.WriteFile(filepath.Join(dir, "list.opml"), []byte(list), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		args []string
		says string
	}{{[]string{"import", "/list.opml"}, "1 added"}, {[]string{"feeds", "--json"}, `"feeds":1`}} {
		cmd := imprisoned(dir, step.args...)
		cmd.Env = append(cmd.Env, "STATE_DIRECTORY="+image.env["STATE_DIRECTORY"])
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), step.says) {
			t.Fatalf("%v: %v: %s", step.args, err, out)
		}
	}
	if left, err := os.ReadDir(state); err != nil || len(left) == 0 {
		t.Errorf("no state in %s: %v", state, err)
	}
}
