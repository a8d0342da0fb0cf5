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

// beReader makes the test binary parse its input with the limit that it says, and
// print how much memory it had at the most, in bytes, and how long the parse took.
const beReader = "WIREDESK_TEST_PARSE"

func TestMain(m *testing.M) {
	if limit, err := strconv.Atoi(os.Getenv(beReader)); err == nil {
		parseAndTell(limit)
		return
	}
	os.Exit(m.Run())
}

func parseAndTell(limit int) {
	body := bytes.NewBuffer(make([]byte, 0, limit+bytes.MinRead+1)) // as the fetcher reads it, never more
	if _, err := body.ReadFrom(io.LimitReader(os.Stdin, int64(limit)+1)); err != nil {
		fmt.Println(err)
		return
	}
	began := time.Now()
	src := sitemapSource
	src.MaxBytes = limit
	f, err := Parse(body.Bytes(), src)
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
			t.Run(kind+" "+name, func(t *testing.T) { fitsInto(t, body, MaxBytes, 64<<20) })
		}
	}
}

// fitsInto reads a document in a process of its own, and holds its memory to a
// bound: at one of three times, for the collector comes late where all processors
// are busy with other tests. It returns how many items were read.
func fitsInto(t *testing.T, body []byte, limit int, bound int64) (said string) {
	t.Helper()
	var resident int64
	for range 3 {
		if resident, said = residentOf(t, body, limit); resident <= bound {
			return said
		}
	}
	t.Errorf("%.1f MB resident", float64(resident)/1e6)
	return said
}

func residentOf(t *testing.T, body []byte, limit int) (resident int64, said string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), beReader+"="+strconv.Itoa(limit))
	child.Stdin = bytes.NewReader(body)
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	size, rest, _ := strings.Cut(string(out), " ")
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%.1f MB in, %.1f MB resident, %s", float64(len(body))/1e6, float64(n)/1e6, rest)
	return n, rest
}

// Whoever sets a higher limit knows what it costs: 6.4 times as much memory.
func TestAHigherLimitTakesItsShareOfMemory(t *testing.T) {
	if runtime.GOOS != "linux" || raceDetector {
		t.Skip("measures memory through /proc, and not that of the race detector")
	}
	const limit = 32 << 20
	item := func(text string) string {
		return "<item><title>a</title><description>" + text + "</description></item>"
	}
	long := strings.Repeat("word ", 120_000)
	links := "<![CDATA[" + strings.Repeat("<p>Some text and <a href=x>a link</a>.</p>", 20_000) + "]]>"
	for name, body := range map[string][]byte{
		"short texts":       rssWith(strings.Repeat(item(long[:6_000]), 4_900)),
		"long texts":        rssWith(strings.Repeat(item(long), 50)),
		"texts with links":  rssWith(strings.Repeat(item(links), 35)),
		"text with accents": rssWith(strings.Repeat(item(strings.Repeat("été ", 100_000)), 45)),
	} {
		t.Run(name, func(t *testing.T) {
			if rest := fitsInto(t, body, limit, limit/10*64); !strings.Contains(rest, "error <nil>") {
				t.Error(rest)
			}
		})
	}
	if _, err := Parse(rssWith(item(long)), Source{MaxBytes: len(long)}); err == nil {
		t.Error("a document is over the limit, and read")
	}
}
