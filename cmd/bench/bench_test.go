package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/wiredesk/wiredesk/cmd/internal/newsweb"
)

// The web is this very program, whatever it is called.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == webCommand {
		main()
		return
	}
	goleak.VerifyTestMain(m)
}

func TestEveryProgramPublishesEveryStoryOnceAndThenFindsNothingNew(t *testing.T) {
	if testing.Short() {
		t.Skip("builds three programs")
	}
	needLoopback(t)
	t.Setenv("TMPDIR", t.TempDir())
	programs := programNames
	r, err := quick(t, programs)
	if errors.Is(err, errNoModules) { // no network is no reason to test nothing
		t.Run(naive, func(t *testing.T) { t.Skip(err) })
		programs = []string{wiredesk, floor}
		r, err = quick(t, programs)
	}
	if err != nil {
		t.Fatal(err) // bench checks the streams of the warm-up itself
	}
	seen := map[string]int{}
	for _, x := range r.Rounds {
		seen[x.Program+" "+x.Kind]++
		want := done{Articles: 12, Polls: 4}
		switch x.Kind {
		case pollRun:
			want = done{Polls: 8, NotModified: 8}
		case startRun:
			want = done{}
		}
		if x.done != want {
			t.Errorf("%s %s: %+v, want %+v", x.Program, x.Kind, x.done, want)
		}
		if x.Seconds <= 0 || x.CPU <= 0 {
			t.Errorf("%s %s: nothing was measured: %+v", x.Program, x.Kind, x)
		}
		if x.Program != naive && x.Web.PeakPerSite > 1 {
			t.Errorf("%s asked one site for %d things at once", x.Program, x.Web.PeakPerSite)
		}
	}
	for _, p := range programs {
		for _, kind := range []string{crawlRun, pollRun, startRun} {
			if n := seen[p+" "+kind]; n != 2 { // the warm-up and one round
				t.Errorf("%s: %d rounds of %s", p, n, kind)
			}
		}
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%v, left behind: %v", err, left)
	}
}

func needLoopback(t *testing.T) {
	t.Helper()
	w, err := newsweb.Start(newsweb.Options{Sites: 1, Items: 1})
	if err != nil {
		t.Skipf("this system has no address 127.1.0.1: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// quick measures a web of 12 stories, and 8 unchanged feeds.
func quick(t *testing.T, programs []string) (r results, err error) {
	t.Helper()
	var stdout bytes.Buffer
	args := []string{"--quick", "--sites", "4", "--items", "3", "--feeds", "8", "--json", "--programs", strings.Join(programs, ",")}
	if err := run(t.Context(), args, &stdout, io.Discard); err != nil {
		return r, err
	}
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatalf("%v in %s", err, stdout.String())
	}
	return r, nil
}

func TestAnInterruptedMeasurementLeavesNothingBehind(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	needLoopback(t)
	t.Setenv("TMPDIR", t.TempDir())
	ctx, cancel := context.WithCancel(t.Context())
	log := writerFunc(func(line []byte) {
		if bytes.HasPrefix(line, []byte("crawl ")) {
			cancel()
		}
	})
	if err := run(ctx, []string{"--quick", "--programs", floor}, io.Discard, log); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%v, left behind: %v", err, left)
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(b []byte) (int, error) { f(b); return len(b), nil }

func TestAProgramThatLosesOrRepeatsIsFound(t *testing.T) {
	want := []string{"a", "b"}
	if err := eachOnce(want, []string{"b", "a"}); err != nil {
		t.Error(err)
	}
	for _, have := range [][]string{{"a"}, {"a", "b", "b"}, {"a", "b", "c"}, nil} {
		if err := eachOnce(want, have); err == nil {
			t.Errorf("%v passed for %v", have, want)
		}
	}
}

func TestWhatAProcessTookIsMeasured(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out, u, err := spend(exec.CommandContext(t.Context(), self, "-test.list", "WhatAProcess"))
	if err != nil || !strings.Contains(string(out), "TestWhatAProcessTookIsMeasured") || u.wall <= 0 || u.cpu <= 0 {
		t.Errorf("%+v, %v: %s", u, err, out)
	}
	if _, _, err := spend(exec.CommandContext(t.Context(), self, "-test.nonsense")); err == nil || !strings.Contains(err.Error(), "-test.nonsense") {
		t.Errorf("a failure came as %v", err)
	}
}

func TestTheTableComparesMedians(t *testing.T) {
	r := &results{Date: "2026-01-02", Machine: "2 cores", Options: options{Sites: 1, Items: 1, Feeds: 100, Rounds: 3, Programs: []string{wiredesk, floor}}}
	add := func(kind, program string, n int, seconds float64) {
		r.Rounds = append(r.Rounds, round{
			Kind: kind, Program: program, Round: n, Seconds: seconds, CPU: 2 * seconds, Peak: 50e6, done: done{Articles: 100, Polls: 100},
		})
	}
	for n, factor := range []float64{100, 1, 5, 2} { // the warm-up, then a median of 2
		add(crawlRun, wiredesk, n, factor)
		add(crawlRun, floor, n, factor/2)
		add(startRun, wiredesk, n, .5)
		add(startRun, floor, n, 1)
		add(pollRun, wiredesk, n, .5+factor)
		add(pollRun, floor, n, 1+2*factor)
	}
	var b strings.Builder
	if err := r.table(&b); err != nil {
		t.Fatal(err)
	}
	table := strings.Join(strings.Fields(b.String()), " ")
	for _, line := range []string{
		"| first crawl: articles/s | 50 (20–100) | 100 (40–200) | 0.50 |",
		"| first crawl: CPU-s per 1,000 articles | 40.00 (20.00–100.00) | 20.00 (10.00–50.00) | 2.00 |",
		"| first crawl: peak memory, MB | 50 | 50 | 1.00 |",
		"| 304 polls/s | 50 (20–100) | 25 (10–50) | **2.00** |",
		"| CPU ms per 304 poll | 40.000 (20.000–100.000) | 80.000 (40.000–200.000) | **0.50** |",
		"| 304 run: peak memory, MB | 50 | 50 | 1.00 |",
		"| start with nothing to do, ms | 500 | 1000 | **0.50** |",
		"2026-01-02; 2 cores.",
	} {
		if !strings.Contains(table, line) {
			t.Errorf("no %q in\n%s", line, b.String())
		}
	}
}

// A difference between versions would be measured as one between programs.
func TestNaiveHasTheSameLibraries(t *testing.T) {
	ours, theirs := requirements(t, "../../go.mod"), requirements(t, "naive/go.mod")
	for _, module := range []string{"github.com/gocolly/colly/v2", "github.com/mmcdole/gofeed", "github.com/nats-io/nats-server/v2", "github.com/nats-io/nats.go"} {
		if a, b := ours[module], theirs[module]; a != b && a != "" {
			t.Errorf("%s is %s in wiredesk and %s in naive", module, a, b)
		}
	}
}

func requirements(t *testing.T, file string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]string{}
	for line := range strings.Lines(string(b)) {
		if f := strings.Fields(line); len(f) >= 2 {
			versions[f[0]] = f[1]
		}
	}
	return versions
}

func TestOptionsThatCannotBe(t *testing.T) {
	for _, args := range [][]string{{"--sites", "0"}, {"--rounds", "-1"}, {"--programs", "wiredesk,other"}, {"--nonsense"}} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
}

// The bench of pages is a module of its own, which the tests of this one pass by.
func TestTheBenchOfPagesPassesItsTests(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module of its own")
	}
	if _, err := goCommand(t.Context(), "pages", "mod", "download"); err != nil {
		t.Skip(errNoModules, err)
	}
	for _, args := range [][]string{{"vet", "."}, {"test", "."}} {
		if out, err := goCommand(t.Context(), "pages", args...); err != nil {
			t.Errorf("go %v: %v\n%s", args, err, out)
		}
	}
}
