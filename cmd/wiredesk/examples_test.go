package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

const examples = root + "/deploy/examples"

// demoProcess is `wiredesk demo` as a process of its own.
type demoProcess struct {
	url   string
	state string // its state directory
	out   *lockedBuffer
}

// startDemo starts the demo; it is interrupted when the test ends.
func startDemo(t *testing.T, correctAfter time.Duration) *demoProcess {
	t.Helper()
	tmp := t.TempDir()
	d := &demoProcess{out: new(lockedBuffer)}
	cmd := exec.Command(os.Args[0], "demo", "--correct-after", correctAfter.String())
	cmd.Env = append(os.Environ(), beMain+"=1", "TMPDIR="+tmp)
	cmd.Stdout, cmd.Stderr = d.out, d.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // exit code 130: it was interrupted
	})
	eventually(t, func() bool {
		d.url = regexp.MustCompile(`nats://\S+`).FindString(d.out.String())
		return d.url != ""
	}, d.out)
	dirs, err := filepath.Glob(filepath.Join(tmp, "wiredesk-demo-*", "state"))
	if err != nil || len(dirs) != 1 {
		t.Fatalf("state directories %v, %v", dirs, err)
	}
	d.state = dirs[0]
	return d
}

// eventually waits for something that must come to be.
func eventually(t *testing.T, done func() bool, out fmt.Stringer) {
	t.Helper()
	for range 1200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("it never came to be:\n%s", out)
}

// What the demo publishes: its stories, and one of them again when it has been
// corrected.
const (
	demoStories = 22
	demoAll     = demoStories + 1
)

// A program to start from is read first: it fits a screen or two.
func TestExamplesAreShort(t *testing.T) {
	for _, name := range []string{"go/main.go", "node/subscribe.mjs", "python/subscribe.py", "shell/archive.sh"} {
		b, err := os.ReadFile(filepath.Join(examples, name))
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(string(b), "\n"); n > 100 {
			t.Errorf("%s has %d lines", name, n)
		}
	}
}

// Each example receives all the demo publishes; is stopped, started again under
// its name, and receives only what is new.
func TestEveryExampleReceivesTheDemo(t *testing.T) {
	demo := startDemo(t, 8*time.Second)
	for language, prepare := range map[string]func(*testing.T, *demoProcess) *exec.Cmd{
		"go": goExample, "node": nodeExample, "python": pythonExample, "shell": shellExample,
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			tryExample(t, demo, prepare(t, demo), "test-"+language)
		})
	}
}

func tryExample(t *testing.T, demo *demoProcess, program *exec.Cmd, durable string) {
	out := filepath.Join(t.TempDir(), "archive")
	program.Env = append(program.Environ(), "NATS_URL="+demo.url, "DURABLE="+durable, "LANGUAGES=all", "OUT="+out)
	said := new(lockedBuffer)
	js := operator(t, demo)
	run := func(enough int) {
		cmd := exec.Command(program.Path, program.Args[1:]...)
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = program.Dir, program.Env, said, said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		eventually(t, func() bool { return len(receipts(said)) >= enough }, said)
		eventually(t, func() bool { return acknowledged(t, js, durable, enough) }, said)
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // with a code or a signal, as its language has it
	}
	run(demoStories)
	run(demoAll) // the second time it prints the correction alone
	seen := map[string]bool{}
	for _, line := range receipts(said) {
		id := strings.Fields(line)[0]
		if seen[id] {
			t.Errorf("%s was received twice", id)
		}
		seen[id] = true
	}
	wantArchive(t, out, seen)
}

var receipt = regexp.MustCompile(`(?m)^[0-9a-f]{32}:\d+ (published|updated|corrected).*$`)

// receipts are the lines that an example prints of what it has kept.
func receipts(said *lockedBuffer) []string { return receipt.FindAllString(said.String(), -1) }

// wantArchive reads the files: an article each, one of them the correction.
func wantArchive(t *testing.T, dir string, seen map[string]bool) {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil || len(files) != demoAll || len(seen) != demoAll {
		t.Errorf("%d files, %d received, want %d of each: %v", len(files), len(seen), demoAll, err)
	}
	corrections := 0
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.Decode(b)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if !seen[fmt.Sprintf("%s:%d", a.ID, a.Version)] {
			t.Errorf("%s holds version %d of %s", file, a.Version, a.ID)
		}
		if a.Version == 2 && a.Event == article.Corrected && a.PreviousVersion == 1 {
			corrections++
		}
	}
	if corrections != 1 {
		t.Errorf("%d corrections, want 1", corrections)
	}
}

// operator may look at the durables of all.
func operator(t *testing.T, demo *demoProcess) jetstream.JetStream {
	nc, err := nats.Connect(demo.url, embedded.Operator(demo.state))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// acknowledged asks the server whether it has heard of the first messages.
func acknowledged(t *testing.T, js jetstream.JetStream, durable string, messages int) bool {
	consumer, err := js.Consumer(t.Context(), "ARTICLES", durable)
	if err != nil {
		t.Fatal(err)
	}
	return consumer.CachedInfo().AckFloor.Stream >= uint64(messages)
}

func goExample(t *testing.T, _ *demoProcess) *exec.Cmd {
	program := filepath.Join(t.TempDir(), "subscriber")
	build := exec.Command("go", "build", "-o", program, "./deploy/examples/go")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return exec.Command(program)
}

func shellExample(t *testing.T, demo *demoProcess) *exec.Cmd {
	cmd := exec.Command("sh", "archive.sh")
	cmd.Dir = examples + "/shell"
	cmd.Env = append(os.Environ(), beMain+"=1", "WIREDESK="+os.Args[0], "WIREDESK_STATE_DIR="+demo.state)
	return cmd
}

// nodeExample runs the example where it is, with its modules, which a machine
// without internet may not have.
func nodeExample(t *testing.T, _ *demoProcess) *exec.Cmd {
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip("needs node and npm: ", err)
		}
	}
	dir := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "subscribe.mjs"} {
		b, err := os.ReadFile(filepath.Join(examples, "node", name))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), `"resolved"`) {
			t.Errorf("%s says where modules come from", name)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out []byte
	for _, args := range [][]string{{"ci", "--offline"}, {"ci"}} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		cmd := exec.CommandContext(ctx, "npm", append(args, "--no-audit", "--no-fund", "--fetch-retries=0")...)
		cmd.Dir = dir
		cmd.WaitDelay = time.Second
		var err error
		out, err = cmd.CombinedOutput()
		cancel()
		if err == nil {
			run := exec.Command("node", "subscribe.mjs")
			run.Dir = dir
			return run
		}
	}
	t.Skipf("the modules cannot be had: %s", out)
	return nil
}

// pythonExample compiles the example. It runs it too where nats-py is installed.
func pythonExample(t *testing.T, _ *demoProcess) *exec.Cmd {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3: ", err)
	}
	const compile = `import sys; compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec")`
	if out, err := exec.Command(python, "-c", compile, examples+"/python/subscribe.py").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := exec.Command(python, "-c", "import nats").CombinedOutput(); err != nil {
		t.Skipf("compiles; to run it needs nats-py: %s", out)
	}
	cmd := exec.Command(python, "subscribe.py")
	cmd.Dir = examples + "/python"
	return cmd
}
