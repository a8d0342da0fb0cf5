package normalize

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

var scale = flag.Bool("scale", false, "report the time and the memory of hostile pages of 1, 2 and 4 MB")

// beReader makes the test binary make an article of its input, and print the most
// memory it had, in bytes, and the milliseconds that it took.
const beReader = "WIREDESK_TEST_ARTICLE"

func TestMain(m *testing.M) {
	if os.Getenv(beReader) != "" {
		readAndTell()
		return
	}
	os.Exit(m.Run())
}

func readAndTell() {
	body := bytes.NewBuffer(make([]byte, 0, MaxPage+bytes.MinRead+1)) // as a fetcher reads it, in one piece
	if _, err := body.ReadFrom(io.LimitReader(os.Stdin, MaxPage+1)); err != nil {
		fmt.Println(err)
		return
	}
	began := time.Now()
	a, err := Article(Document{URL: "https://www.example.org/2026/a", Body: body.Bytes(), FetchedAt: fetched})
	took := time.Since(began)
	said := fmt.Sprint(err)
	if a != nil && a.Provenance.Extractor != nil {
		said = a.Provenance.Extractor.Method + " " + strings.Join(a.Provenance.Extractor.Warnings, "; ")
	}
	fmt.Printf("%d %d %s\n", resident(), took.Milliseconds(), said)
}

// resident is the most memory that this process has had so far, in bytes; 0 where
// there is no /proc.
func resident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	if fields := strings.Fields(rest); len(fields) > 0 {
		n, _ := strconv.ParseInt(fields[0], 10, 64)
		return n << 10
	}
	return 0
}

// ofPage lets a process of its own make an article of a page.
func ofPage(t *testing.T, page string) (memory, millis int64, said string) {
	t.Helper()
	patience, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	child := exec.CommandContext(patience, os.Args[0])
	child.Env = append(os.Environ(), beReader+"=1")
	child.Stdin = strings.NewReader(page)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out[:min(len(out), 2000)])
		return 0, 0, "no end"
	}
	words := strings.SplitN(strings.TrimSpace(string(out)), " ", 3)
	memory, err1 := strconv.ParseInt(words[0], 10, 64)
	millis, err2 := strconv.ParseInt(words[1], 10, 64)
	if err1 != nil || err2 != nil {
		t.Fatalf("%s", out)
	}
	return memory, millis, words[2]
}

// Each of the hostile pages ends, and takes no more than twenty times its size.
func TestHostilePagesTakeLittleMemory(t *testing.T) {
	if runtime.GOOS != "linux" || testing.Short() {
		t.Skip("measures memory through /proc, in a process for each page")
	}
	base, _, _ := ofPage(t, "<p>A sentence, of some words, that ends here.</p>")
	for name, page := range hostilePages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const size = 2 << 20
			least, said := math.Inf(1), ""
			for range 3 { // the collector's pace differs from run to run
				var memory int64
				if memory, _, said = ofPage(t, page(size)); memory == 0 {
					return // it was told why
				}
				if least = min(least, float64(memory-base)/size); least <= mostMemory {
					return
				}
			}
			t.Errorf("%.1f times its size: %s", least, said)
		})
	}
}

// mostMemory is how many times its size a page may take.
const mostMemory = 20

// TestHostileScale is a report: time may double with the page, and a little more.
func TestHostileScale(t *testing.T) {
	if !*scale || runtime.GOOS != "linux" {
		t.Skip("a report, with -scale")
	}
	base, _, _ := ofPage(t, "<p>A sentence, of some words, that ends here.</p>")
	t.Logf("%-20s %6s %6s %6s %6s %6s", "milliseconds", "1 MB", "2 MB", "4 MB", "ratio", "memory")
	for _, name := range slices.Sorted(maps.Keys(hostilePages)) {
		var millis [3]int64
		most, said := 0.0, ""
		for i, n := range []int{1 << 20, 2 << 20, 4 << 20} {
			memory, took, s := ofPage(t, hostilePages[name](n))
			millis[i], said = took, s
			most = max(most, float64(memory-base)/float64(n))
		}
		t.Logf("%-20s %6d %6d %6d %6.1f %6.1f  %s", name, millis[0], millis[1], millis[2], float64(millis[2])/float64(max(millis[1], 1)), most,
			said)
	}
}
