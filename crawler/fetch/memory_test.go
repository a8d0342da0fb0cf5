package fetch

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/internal/peak"
)

// beFetcher makes the test binary fetch a URL, with the limit that stands before it, and
// print by how many bytes its memory grew, and the class of the error.
const beFetcher = "WIREDESK_TEST_FETCH"

func TestMain(m *testing.M) {
	if what := os.Getenv(beFetcher); what != "" {
		var limit int64
		var url string
		_, _ = fmt.Sscan(what, &limit, &url)
		fetchAndTell(limit, url)
		return
	}
	os.Exit(m.Run())
}

func fetchAndTell(limit int64, url string) {
	f, err := New(Options{AllowPrivate: loopback, RateWindow: 2 * time.Second, MaxFeed: limit})
	if err != nil {
		fmt.Println(err)
		return
	}
	// A good answer first, so that what every request needs is there.
	if _, err := f.Worker().Get(context.Background(), Request{URL: url + "?calm"}); err != nil {
		fmt.Println(err)
		return
	}
	before := peak.Resident()
	_, err = f.Worker().Get(context.Background(), Request{URL: url})
	fmt.Println(peak.Resident()-before, ClassOf(err))
}

func TestX3HostileBodiesTakeLessThanTwiceTheLimit(t *testing.T) {
	if runtime.GOOS != "linux" || raceDetector {
		t.Skip("measures memory through /proc, and not that of the race detector")
	}
	zeros := make([]byte, 64<<20)
	bombs := map[string][]byte{}
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		bombs[coding] = compress(t, coding, zeros)
	}
	bombs["gzip,gzip"] = compress(t, "gzip", bombs["gzip"])
	flood := strings.Repeat("x", 1<<16)
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "calm" {
			return
		}
		switch kind := r.URL.Path[1:]; kind {
		case "gzip", "br", "zstd", "deflate", "gzip,gzip":
			w.Header().Set("Content-Encoding", kind)
			_, _ = w.Write(bombs[kind])
		case "endless":
			for r.Context().Err() == nil {
				if _, err := fmt.Fprint(w, flood); err != nil {
					return
				}
			}
		case "headers":
			for i := range 20000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), flood[:500])
			}
		case "cookies":
			for i := range 300 {
				http.SetCookie(w, &http.Cookie{Name: fmt.Sprint(i), Value: flood[:100]})
			}
		case "drip":
			for r.Context().Err() == nil {
				_, _ = fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(100 * time.Millisecond)
			}
		}
	})
	for kind, want := range map[string]Class{
		"gzip": TooLarge, "br": TooLarge, "zstd": TooLarge, "deflate": TooLarge, "gzip,gzip": TooLarge,
		"endless": TooLarge, "headers": Protocol, "cookies": "", "drip": Timeout,
	} {
		for _, limit := range []int64{10 << 20, 17 << 20, 50 << 20} {
			t.Run(fmt.Sprint(kind, " ", limit>>20, "MiB"), func(t *testing.T) {
				t.Parallel()
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), fmt.Sprint(beFetcher, "=", limit, " ", s.URL, "/", kind))
				out, err := child.CombinedOutput()
				if err != nil {
					t.Fatalf("%v: %s", err, out)
				}
				var grown int64
				var class Class
				_, _ = fmt.Sscan(string(out), &grown, &class)
				if class != want || grown >= 2*limit {
					t.Errorf("memory grew by %.1f MB, class %q: %s", float64(grown)/1e6, class, out)
				}
				t.Logf("%.1f MB, %s", float64(grown)/1e6, class)
			})
		}
	}
}
