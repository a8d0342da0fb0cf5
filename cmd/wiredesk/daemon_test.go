package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/crawler/feed"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// ask sends a request and returns the answer with its body.
func ask(t *testing.T, method, url string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// lines are articles as publishLines takes them.
func jsonLines(t *testing.T, list ...article.Article) string {
	t.Helper()
	var b strings.Builder
	for _, a := range list {
		if err := json.NewEncoder(&b).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func demoStory(site, language, path, headline string) article.Article {
	return article.Article{
		URL: "https://" + site + path, Headline: headline, BodyText: headline + ".", BodyHTML: "<p>" + headline + ".</p>",
		Publisher: &article.Publisher{Domain: site}, Language: &article.Language{Tag: language},
	}
}

// startDaemon runs a daemon as a process, and returns its log and its end.
func startDaemon(t *testing.T, env ...string) (*lockedBuffer, func() error) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "daemon")
	cmd.Env = append(os.Environ(), append([]string{beMain + "=1", "WIREDESK_STATE_DIR=" + filepath.Join(t.TempDir(), "state"), "WIREDESK_NATS_LISTEN=none"}, env...)...)
	var out lockedBuffer
	cmd.Stderr = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	stop := func() error {
		_ = cmd.Process.Signal(syscall.SIGTERM) // it may have ended by itself
		select {
		case err := <-ended:
			ended <- err
			return err
		case <-time.After(20 * time.Second):
			_ = cmd.Process.Kill()
			return fmt.Errorf("the daemon did not end: %w", <-ended)
		}
	}
	t.Cleanup(func() { _ = stop() })
	return &out, stop
}

// logged waits for a line of a log.
func logged(t *testing.T, out *lockedBuffer, pattern string) []string {
	t.Helper()
	for range 200 {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(out.String()); m != nil {
			return m
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("no %s in\n%s", pattern, out.String())
	return nil
}

func TestADaemonServesTheFeed(t *testing.T) {
	out, stop := startDaemon(t, "WIREDESK_HTTP_LISTEN=127.0.0.1:0")
	address := logged(t, out, `"http":"(http://127\.0\.0\.1:\d+)"`)[1]
	if resp, body := ask(t, "GET", address+"/livez"); resp.StatusCode != 200 || body != "ok\n" {
		t.Errorf("livez: %d %s", resp.StatusCode, body)
	}
	if resp, body := ask(t, "GET", address+"/articles.atom"); resp.StatusCode != 200 || titles(t, body) != "" {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	resp, body := ask(t, "GET", address+"/metrics")
	for _, want := range []string{"wiredesk_build_info{", "wiredesk_nats_connected 1\n", "wiredesk_feeds{state=\"ok\"} 0\n", "wiredesk_config_last_reload_successful 1\n", "go_goroutines ", "process_resident_memory_bytes "} {
		if resp.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("metrics: %d, no %s", resp.StatusCode, want)
		}
	}
	if resp, _ := ask(t, "GET", address+"/other"); resp.StatusCode != 404 {
		t.Errorf("other: %d", resp.StatusCode)
	}
	if resp, _ := ask(t, "POST", address+"/livez"); resp.StatusCode != 405 {
		t.Errorf("POST: %d", resp.StatusCode)
	}
	_ = stop() // exit code 143: it was interrupted
	logged(t, out, "wiredesk stops")
}

func TestATakenPortStopsADaemonOnlyIfItWasAskedFor(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	out, stop := startDaemon(t, "WIREDESK_HTTP_LISTEN="+l.Addr().String())
	logged(t, out, `http.listen \(env WIREDESK_HTTP_LISTEN\): .*address already in use`)
	if err := stop(); err == nil || !strings.Contains(err.Error(), "exit status 1") {
		t.Errorf("ended with %v", err)
	}
	if taken, err := net.Listen("tcp", "127.0.0.1:8090"); err == nil {
		t.Cleanup(func() { _ = taken.Close() }) // else somebody else has it, which will do
	}
	out, _ = startDaemon(t)
	logged(t, out, `no HTTP: the default address cannot be had`)
	logged(t, out, `"http":"none"`)
	out, _ = startDaemon(t, "WIREDESK_HTTP_LISTEN=none")
	logged(t, out, `"http":"none"`)
}

func titles(t *testing.T, body string) string {
	t.Helper()
	f, err := feed.Parse([]byte(body), feed.Source{})
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	var list []string
	for _, e := range f.Items {
		list = append(list, e.Title)
	}
	return strings.Join(list, "|")
}
