package main

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestADaemonServesThePage(t *testing.T) {
	out, _ := startDaemon(t, "WIREDESK_HTTP_LISTEN=127.0.0.1:0")
	address := logged(t, out, `"http":"(http://127\.0\.0\.1:\d+)"`)[1]
	resp, body := ask(t, "GET", address+"/")
	if resp.StatusCode != 200 || !strings.Contains(body, "Articles in 24 h") || !strings.Contains(resp.Header.Get("Content-Security-Policy"), "script-src 'self'") {
		t.Errorf("%d %v %s", resp.StatusCode, resp.Header, body)
	}
	if resp, body := ask(t, "GET", address+"/try"); resp.StatusCode != 200 || !strings.Contains(body, `name="token"`) {
		t.Errorf("try: %d %s", resp.StatusCode, body)
	}
	if resp, _ := ask(t, "GET", address+"/", "Host", "rebound.example"); resp.StatusCode != 421 {
		t.Errorf("under another name: %d", resp.StatusCode)
	}
}

// Whoever reaches a daemon that others reach may read, and have it fetch nothing.
func TestAPageThatOthersReachIsReadOnly(t *testing.T) {
	out, _ := startDaemon(t, "WIREDESK_HTTP_LISTEN=0.0.0.0:0")
	port := logged(t, out, `"http":"http://(?:\[::\]|0\.0\.0\.0):(\d+)"`)[1]
	if resp, body := ask(t, "GET", "http://127.0.0.1:"+port+"/"); resp.StatusCode != 200 || strings.Contains(body, "/try") {
		t.Errorf("%d %s", resp.StatusCode, body)
	}
	for _, path := range []string{"/try", "/try/token"} {
		if resp, _ := ask(t, "POST", "http://127.0.0.1:"+port+path); resp.StatusCode != 404 {
			t.Errorf("%s: %d", path, resp.StatusCode)
		}
	}
}

// A page is tried by the rules of now: those of a reload count, who fetches and what
// may be fetched above all.
func TestAPageIsTriedAsTheCrawlFetches(t *testing.T) {
	t.Parallel() // with those that mostly wait
	agents := &lockedBuffer{}
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintln(agents, r.UserAgent())
		fmt.Fprint(w, "<html><head><title>Harbour reopens</title></head><body><article><h1>Harbour reopens</h1><p>The harbour has reopened after the flood of the spring, the council says.</p></article></body></html>")
	}))
	defer site.Close()
	c := newCrawl(t, 1, 1, "")
	original, err := os.ReadFile(c.config())
	if err != nil {
		t.Fatal(err)
	}
	d := c.background(t, nil, "daemon")
	address := logged(t, d.log, `http=(http://127\.0\.0\.1:\d+)`)[1]
	token, err := os.ReadFile(filepath.Join(c.dir, "state", "token"))
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	post := func(path string, form url.Values) {
		resp, err := client.PostForm(address+path, form)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Body.Close(); resp.StatusCode != 200 {
			t.Fatalf("%s: %d", path, resp.StatusCode)
		}
	}
	post("/try/token", url.Values{"token": {strings.TrimSpace(string(token))}})
	post("/try", url.Values{"url": {site.URL + "/story"}})
	if got := agents.String(); !strings.HasPrefix(got, "wiredesk/") {
		t.Fatalf("asked as %q", got)
	}
	renamed := strings.Replace(string(original), "grace: 5s", `grace: 5s, user_agent: "second/2.0 (+https://desk.example)"`, 1)
	if err := os.WriteFile(c.config(), []byte(renamed), 0o600); err != nil {
		t.Fatal(err)
	}
	d.signal(t, syscall.SIGHUP)
	d.says(t, "the configuration was read again")
	eventually(t, func() bool {
		post("/try", url.Values{"url": {site.URL + "/story"}})
		return strings.Contains(agents.String(), "second/2.0")
	}, agents)
	d.end(t, syscall.SIGTERM)
}
