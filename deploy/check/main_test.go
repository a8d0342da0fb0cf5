package check

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// beSite is the variable that makes the test binary a news site on its address, for
// a place where there is no other program.
const beSite = "CHECK_BE_SITE"

const (
	root   = "../.." // of the repository
	deploy = ".."
)

func TestMain(m *testing.M) {
	if addr := os.Getenv(beSite); addr != "" {
		if err := serveSite(addr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(runTests(m))
}

// built is the static binary that all tests use, made once.
var built struct {
	dir, binary string
	once        sync.Once
	err         error
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wiredesk-deploy-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	built.dir, built.binary = dir, filepath.Join(dir, "wiredesk")
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	return m.Run()
}

// binary builds wiredesk as the image and the packages hold it: static. Only
// -trimpath is missing, with which nothing of the build cache could be used.
func binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		cmd := exec.Command("go", "build", "-ldflags", "-s -w", "-o", built.binary, "./cmd/wiredesk")
		cmd.Dir = root
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = fmt.Errorf("build wiredesk: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.binary
}

// environment is this process's without what would configure wiredesk.
func environment(more ...string) []string {
	var env []string
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "WIREDESK_") && name != "STATE_DIRECTORY" && name != "NOTIFY_SOCKET" {
			env = append(env, v)
		}
	}
	return append(env, more...)
}

// run runs wiredesk to its end and returns both outputs and the exit code.
func run(t testing.TB, env []string, args ...string) (out string, code int) {
	t.Helper()
	cmd := exec.Command(binary(t), args...)
	cmd.Env = environment(append([]string{"HOME=" + built.dir}, env...)...)
	cmd.Dir = built.dir
	b, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

// must runs wiredesk and wants exit code 0.
func must(t testing.TB, env []string, args ...string) string {
	t.Helper()
	out, code := run(t, env, args...)
	if code != 0 {
		t.Fatalf("wiredesk %s ended with %d:\n%s", strings.Join(args, " "), code, out)
	}
	return out
}

// need fails a test of commands that there are not.
func need(t *testing.T, commands ...string) {
	t.Helper()
	help := must(t, nil, "--help")
	for _, c := range commands {
		if !strings.Contains(help, "\n  "+c+" ") {
			t.Fatalf("wiredesk has no command %s", c)
		}
	}
}

// process is wiredesk at work, or another program.
type process struct {
	cmd *exec.Cmd
	out *output
}

// start starts a program; it is told to end when the test ends, if it has not by then.
func start(t *testing.T, env []string, program string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(program, args...), out: new(output)}
	p.cmd.Env, p.cmd.Dir = env, t.TempDir()
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.stop(t) })
	return p
}

// stop interrupts the process as systemd and Docker do and returns its exit code.
func (p *process) stop(t *testing.T) int {
	t.Helper()
	if p.cmd.ProcessState == nil {
		if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		_ = p.cmd.Wait() // the exit code says it
	}
	return p.cmd.ProcessState.ExitCode()
}

// output collects what a process says.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// eventually waits for something that must come to be.
func eventually(t *testing.T, what string, done func() bool, out fmt.Stringer) {
	t.Helper()
	for range 1200 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("never: %s\n%s", what, out)
}

// newsSite is a site with a feed at /NAME.xml for every name, of three stories each.
func newsSite() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/{feed}", func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutSuffix(r.PathValue("feed"), ".xml")
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title><link>http://%s/</link><description>News</description>`, name, r.Host)
		for i := range 3 {
			fmt.Fprintf(w, `<item><title>%s story number %d</title><link>http://%s/%s/%d.html</link><guid>%s-%d</guid></item>`, name, i, r.Host, name, i, name, i)
		}
		fmt.Fprint(w, `</channel></rss>`)
	})
	mux.HandleFunc("/{feed}/{page}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%s story, page %s</title></head><body><article><h1>%[1]s story, page %[2]s</h1>`, r.PathValue("feed"), r.PathValue("page"))
		for range 4 {
			fmt.Fprintf(w, `<p>The council of the harbor town of %s met on Monday and agreed, after a debate of three hours, that page %s of its minutes is to be read aloud to everybody.</p>`, r.PathValue("feed"), r.PathValue("page"))
		}
		fmt.Fprint(w, `</article></body></html>`)
	})
	return mux
}

// serveSite serves newsSite until SIGTERM.
func serveSite(addr string) error {
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return err
	}
	return (&http.Server{Handler: newsSite(), ReadHeaderTimeout: time.Second}).Serve(l)
}
