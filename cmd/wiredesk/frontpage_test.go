package main

import (
	"os"
	"path/filepath"
	"strings"
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

func TestTheTokenStaysAndIsItsOwnersAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	first, err := readToken(dir)
	if err != nil || len(first) < 20 {
		t.Fatalf("%q, %v", first, err)
	}
	if again, err := readToken(dir); err != nil || again != first {
		t.Errorf("%q and %q, %v", first, again, err)
	}
	path := filepath.Join(dir, tokenFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readToken(dir); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("an empty token: %v", err)
	}
}
