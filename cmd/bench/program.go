package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// The programs, in the order of the table.
const (
	wiredesk = "wiredesk"
	naive    = "naive"
	floor    = "floor"
)

var programNames = []string{wiredesk, naive, floor}

// program is one that was built.
type program struct {
	name   string
	binary string
}

// errNoModules says that the modules of a program cannot be had, which is the
// network's fault and not the program's.
var errNoModules = errors.New("its modules cannot be downloaded")

// build builds a program into dir.
func build(ctx context.Context, name, dir string) (program, error) {
	root, err := goCommand(ctx, ".", "list", "-m", "-f", "{{.Dir}}", "github.com/wiredesk/wiredesk")
	if err != nil {
		return program{}, fmt.Errorf("find the source of wiredesk: %w", err)
	}
	p := program{name: name, binary: filepath.Join(dir, name)}
	source := map[string]string{wiredesk: "cmd/wiredesk", naive: "cmd/bench/naive", floor: "cmd/bench/floor"}[name]
	source = filepath.Join(strings.TrimSpace(root), source)
	if name == naive {
		if _, err := goCommand(ctx, source, "mod", "download"); err != nil {
			return p, fmt.Errorf("build %s: %w: %w", name, errNoModules, err)
		}
	}
	if _, err := goCommand(ctx, source, "build", "-o", p.binary, "."); err != nil {
		return p, fmt.Errorf("build %s: %w", name, err)
	}
	return p, nil
}

func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, bytes.TrimSpace(stderr.Bytes()))
	}
	return string(out), nil
}

// desk is a program with a folder of its own for one list of feeds. A second
// run in the same folder finds what the first one left.
type desk struct {
	program
	dir     string
	workers int
	feeds   []string
}

// open makes the folder and what the program wants to find in it.
func (p program) open(dir string, feeds []string, workers int) (*desk, error) {
	d := &desk{program: p, dir: dir, workers: workers, feeds: feeds}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	list := strings.Join(feeds, "\n")
	if p.name != wiredesk {
		return d, os.WriteFile(d.path("feeds.txt"), []byte(list), 0o600)
	}
	// Everything but the pause between requests, which is what makes a run of
	// wiredesk long and cheap, and the bounds of the made-up web is default.
	config := fmt.Sprintf(`state: {dir: %q}
backfill: all
crawl: {workers: %d, per_host: {delay: 0s}, allow_private: [127.0.0.0/8], every: 1d..1d}
nats: {listen: none}
log: {level: error}
feeds:
  - %s
`, d.path("state"), workers, strings.Join(feeds, "\n  - "))
	return d, os.WriteFile(d.path("wiredesk.yaml"), []byte(config), 0o600)
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

// command is a run over all feeds that are due.
func (d *desk) command(ctx context.Context) *exec.Cmd {
	args := []string{"--feeds", d.path("feeds.txt"), "--dir", d.dir, "--workers", strconv.Itoa(d.workers)}
	if d.name == wiredesk {
		args = []string{"run", "--json", "--config", d.path("wiredesk.yaml")}
	}
	cmd := exec.CommandContext(ctx, d.binary, args...)
	cmd.Dir = d.dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "WIREDESK_") { // the user's desk is not this one
			cmd.Env = append(cmd.Env, v)
		}
	}
	return cmd
}

// done is what a program says it did.
type done struct {
	Articles    int `json:"articles"`
	Polls       int `json:"polls"`
	NotModified int `json:"not_modified"`
}

// report reads the last line that a program printed.
func (d *desk) report(stdout []byte) (done, error) {
	lines := bytes.Split(bytes.TrimSpace(stdout), []byte("\n"))
	last := lines[len(lines)-1]
	var r struct {
		done
		Summary struct{ Published, Polled, Unchanged int }
	}
	if err := json.Unmarshal(last, &r); err != nil {
		return done{}, fmt.Errorf("%s printed %q: %w", d.name, last, err)
	}
	if d.name == wiredesk {
		return done{r.Summary.Published, r.Summary.Polled, r.Summary.Unchanged}, nil
	}
	return r.done, nil
}
