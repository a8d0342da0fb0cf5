package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	demoArticles = 22 // that the demo's newsroom has
	correctAfter = 12 * time.Second
)

// startDemo runs `wiredesk demo` and returns the address of its NATS.
func startDemo(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "demo", "--correct-after", correctAfter.String())
	cmd.Env = append(os.Environ(), beMain+"=1")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	found := make(chan string, 1)
	go func() { // ends with the demo's output
		address := regexp.MustCompile(`nats://[\d.:]+`)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if url := address.FindString(lines.Text()); url != "" {
				found <- url
			}
		}
		close(found)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait() // it was stopped: that is its error
	})
	url, ok := <-found
	if !ok {
		t.Fatal("the demo ended before it said where its stream is")
	}
	go func() {
		for range found {
		}
	}()
	return url
}

// example is one run of a subscriber.
type example struct {
	cmd   *exec.Cmd
	lines chan string
}

func startExample(t *testing.T, dir string, env []string, name string, args ...string) *example {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	e := &example{cmd: exec.CommandContext(ctx, name, args...), lines: make(chan string, 1000)}
	e.cmd.Dir, e.cmd.Env, e.cmd.Stderr = dir, append(os.Environ(), env...), os.Stderr
	out, err := e.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { // ends with the example's output
		defer cancel()
		defer close(e.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			e.lines <- lines.Text()
		}
	}()
	return e
}

// next returns the next n lines.
func (e *example) next(t *testing.T, n int) []string {
	t.Helper()
	var got []string
	for len(got) < n {
		select {
		case line, ok := <-e.lines:
			if !ok {
				t.Fatalf("it ended after %d lines of %d: %q", len(got), n, got)
			}
			got = append(got, line)
		case <-time.After(45 * time.Second):
			t.Fatalf("%d lines of %d: %q", len(got), n, got)
		}
	}
	return got
}

// stop asks it to end and returns what it still said.
func (e *example) stop(t *testing.T) []string {
	t.Helper()
	if err := e.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var rest []string
	for line := range e.lines {
		rest = append(rest, line)
	}
	_ = e.cmd.Wait() // some end with the signal's code
	return rest
}

// Every example receives what the demo publishes, once, also after it was away,
// and the correction that comes later.
func TestTheExamplesReceiveWhatTheDemoPublishes(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the demo's correction")
	}
	url := startDemo(t)
	for name, command := range map[string]func(t *testing.T) (dir string, line []string){
		"go": func(t *testing.T) (string, []string) {
			dir := t.TempDir()
			bin := filepath.Join(dir, "example")
			if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", bin, filepath.Join(root, "deploy/examples/go")).CombinedOutput(); err != nil {
				t.Fatalf("build: %v\n%s", err, out)
			}
			return dir, []string{bin}
		},
		"node": nodeExample,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, line := command(t)
			env := []string{"NATS_URL=" + url}
			e := startExample(t, dir, env, line[0], line[1:]...)
			first := e.next(t, demoArticles)
			rest := e.stop(t)
			e = startExample(t, dir, env, line[0], line[1:]...)
			defer e.stop(t)
			if len(rest) == 0 {
				rest = e.next(t, 1)
			}
			wantExample(t, first, rest)
		})
	}
	t.Run("shell", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		env := []string{beMain + "=1", "WIREDESK=" + os.Args[0], "WIREDESK_NATS_URL=" + url, "WIREDESK_STATE_DIR=" + dir}
		lines := func() []string {
			b, _ := os.ReadFile(filepath.Join(dir, "articles.jsonl.keys"))
			return strings.Fields(string(b))
		}
		run := func(until int) {
			e := startExample(t, dir, env, filepath.Join(mustAbs(t, root), "deploy/examples/shell/archive.sh"))
			for deadline := time.Now().Add(45 * time.Second); len(lines()) < until && time.Now().Before(deadline); {
				time.Sleep(50 * time.Millisecond)
			}
			e.stop(t)
		}
		run(demoArticles)
		run(demoArticles + 1)
		var keys []string
		for _, key := range lines() {
			keys = append(keys, "- "+key)
		}
		if len(keys) < demoArticles {
			t.Fatalf("%d articles", len(keys))
		}
		wantExample(t, keys[:demoArticles], keys[demoArticles:])
	})
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// wantExample checks lines of "<event> <id>:<version> ...": each article once, and
// then one correction.
func wantExample(t *testing.T, first, then []string) {
	t.Helper()
	seen := map[string]bool{}
	for _, line := range first {
		key := strings.Fields(line)[1]
		if seen[key] || !strings.HasSuffix(key, ":1") {
			t.Errorf("unexpected: %s", line)
		}
		seen[key] = true
	}
	if len(then) != 1 || !strings.HasSuffix(strings.Fields(then[0])[1], ":2") {
		t.Errorf("after that: %q, want one second version", then)
	}
}

// nodeExample installs what the example for Node needs, from npm's cache if it can.
func nodeExample(t *testing.T) (string, []string) {
	t.Helper()
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "subscriber.mjs"} {
		b, err := os.ReadFile(filepath.Join(root, "deploy/examples/node", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	install := func(args ...string) ([]byte, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, "npm", append([]string{"ci", "--no-audit", "--no-fund"}, args...)...)
		cmd.Dir = dir
		return cmd.CombinedOutput()
	}
	if _, err := install("--offline"); err != nil {
		if out, err := install("--fetch-retries=0"); err != nil {
			t.Skipf("the modules of the example cannot be had: %v\n%s", err, out)
		}
	}
	return dir, []string{"node", "subscriber.mjs"}
}

// The example for Python cannot be run here; it is at least a program.
func TestThePythonExampleIsAProgram(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("needs python3")
	}
	source := filepath.Join(root, "deploy/examples/python/subscriber.py")
	cmd := exec.CommandContext(t.Context(), "python3", "-c", "import ast, sys; ast.parse(open(sys.argv[1]).read())", source)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
