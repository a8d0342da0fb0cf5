package feed

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/internal/peak"
)

// beReader makes the test binary parse its input, and print how much memory it
// had at the most, in bytes, and how long the parse took.
const beReader = "WIREDESK_TEST_PARSE"

func TestMain(m *testing.M) {
	if os.Getenv(beReader) != "" {
		parseAndTell()
		return
	}
	os.Exit(m.Run())
}

func parseAndTell() {
	body := bytes.NewBuffer(make([]byte, 0, MaxBytes+bytes.MinRead+1)) // as the fetcher reads it, never more
	if _, err := body.ReadFrom(io.LimitReader(os.Stdin, MaxBytes+1)); err != nil {
		fmt.Println(err)
		return
	}
	began := time.Now()
	f, err := Parse(body.Bytes(), sitemapSource)
	took := time.Since(began)
	items := 0
	if f != nil {
		items = len(f.Items) + len(f.Children)
	}
	fmt.Printf("%d %s %d items, error %v\n", peak.Resident(), took.Round(time.Millisecond), items, err)
}

func TestX4HostileDocumentsFitInto64MB(t *testing.T) {
	if runtime.GOOS != "linux" || raceDetector {
		t.Skip("measures memory through /proc, and not that of the race detector")
	}
	for kind, frame := range frames {
		for name, body := range hostile(t, frame) {
			t.Run(kind+" "+name, func(t *testing.T) {
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), beReader+"=1")
				child.Stdin = bytes.NewReader(body)
				out, err := child.CombinedOutput()
				if err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				size, rest, _ := strings.Cut(string(out), " ")
				n, err := strconv.ParseInt(size, 10, 64)
				if err != nil || n > 64<<20 {
					t.Errorf("%.1f MB resident", float64(n)/1e6)
				}
				t.Logf("%.1f MB in, %.1f MB resident, %s", float64(len(body))/1e6, float64(n)/1e6, rest)
			})
		}
	}
}
