package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestAllMistakesAreSaidAtOnce(t *testing.T) {
	text := `crawl: {workers: 0, timeout: 1ms, nosuch: 3}
nats:
  url: ftp://x
  stream: {replicas: 2, max_age: soon, name: JOBS}
  subject: jobs
http: {listen: nope}
feeds:
  - ftp://a.example/feed
  - https://b.example/feed
  - {name: C}
  - {url: https://d.example/feed, full_text: perhaps}
log: {level: loud}
`
	c, err := load(t, text)
	if err == nil {
		t.Fatalf("%+v", c)
	}
	said := err.Error()
	for _, want := range []string{
		"1:18: crawl.workers: want 1 to 1024", "1:30: crawl.timeout: want at least 100ms", "1:35: unknown key \"nosuch\"",
		"nats.url: want the address", "4:22: nats.stream.replicas: want 1, 3 or 5", "4:34: nats.stream.max_age: ", "nats.stream.name: JOBS is a stream",
		"nats.subject: want other subjects", "6:16: http.listen: want an address", "8:5: feeds[0]: \"ftp://a.example/feed\" is no URL",
		"10:", "a feed needs a url", "feeds[3].full_text: want auto, always or never", "log.level: want debug",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %s", want)
		}
	}
	if strings.Contains(said, "feeds[2]") {
		t.Errorf("the feed without a URL is complained of twice")
	}
	if n := strings.Count(said, "wiredesk.yaml:"); n != 13 {
		t.Errorf("%d mistakes:\n%s", n, said)
	}
	if at := func(s string) int { return strings.Index(said, s) }; at("http.listen") > at("log.level") || at("crawl.timeout") > at("unknown key") {
		t.Errorf("not in the order of the file:\n%s", said)
	}
}

func TestMistakesAreBounded(t *testing.T) {
	_, err := load(t, "feeds:\n"+strings.Repeat("  - nothing\n", 100_000))
	if n := strings.Count(fmt.Sprint(err), "\n"); err == nil || n > 4*mostMistakes || !strings.Contains(err.Error(), "and more, which are said") {
		t.Errorf("%d lines: %.200v", n, err)
	}
}

// A key that the file has right and a variable wrong is the variable's, once.
func TestAMistakeOfAVariableIsSaidOnce(t *testing.T) {
	_, err := Load(t.Context(), LoadOptions{Path: "testdata/wiredesk.yaml", Env: []string{"WIREDESK_CRAWL_WORKERS=many", "WIREDESK_HTTP_LISTEN=nope"}})
	if err == nil || strings.Count(err.Error(), "WIREDESK_CRAWL_WORKERS") != 1 || strings.Count(err.Error(), "WIREDESK_HTTP_LISTEN") != 1 {
		t.Errorf("%v", err)
	}
}
