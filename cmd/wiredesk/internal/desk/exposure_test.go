package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

func loaded(t *testing.T, mode os.FileMode, text string) *config.Config {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "wiredesk.yaml")
	text = strings.ReplaceAll(text, "DIR", dir)
	for name, content := range map[string]string{
		file: text, filepath.Join(dir, "users"): "ann reader a-long-password\n", filepath.Join(dir, "secret"): "s3cret\n",
	} {
		if err := os.WriteFile(name, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "users"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(t.Context(), config.LoadOptions{Path: file})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

func TestOpenDoorsAndReadablePasswordsAreSaid(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		mode os.FileMode
		want []string
	}{
		"as it comes":        {"log: {level: info}\n", 0o644, nil},
		"NATS for others":    {"nats: {listen: '0.0.0.0:4222', users: DIR/users}\n", 0o644, []string{"nats.listen_tls"}},
		"the page":           {"http: {listen: '0.0.0.0:8090'}\n", 0o644, []string{"http.listen"}},
		"a password":         {"nats: {url: 'nats://n.example', user: a, password: hush}\n", 0o644, []string{"nats.password"}},
		"kept to oneself":    {"nats: {url: 'nats://n.example', user: a, password: hush}\n", 0o640, nil},
		"a token":            {"nats: {url: 'nats://n.example', token: hush}\n", 0o644, []string{"nats.token"}},
		"in the address":     {"nats: {url: 'nats://a:hush@n.example'}\n", 0o644, []string{"nats.url"}},
		"in a file":          {"nats: {url: 'nats://n.example', user: a, password_file: DIR/secret}\n", 0o644, []string{"nats.password_file"}},
		"in a file of one's": {"nats: {url: 'nats://n.example', user: a, password_file: DIR/secret}\n", 0o600, nil},
	} {
		got := Exposure(loaded(t, tt.mode, tt.text))
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q", name, got)
			continue
		}
		for i, want := range tt.want {
			if !strings.Contains(got[i], want) || strings.Contains(got[i], "hush") {
				t.Errorf("%s: %q, want %s", name, got[i], want)
			}
		}
	}
}

func TestTheStoreKeepsItsFiles(t *testing.T) {
	cfg := config.Default()
	for _, limit := range []uint64{1 << 40, 65536, 4096, 2048, 1024, 512, 256} {
		r := roomIn(cfg, limit, true)
		if used := uint64(r.NATS + r.HTTP); used > limit/2 {
			t.Errorf("%d files: %d connections leave the store too few", limit, used)
		}
		if whole := r.NATS == cfg.NATS.Limits.Connections && r.HTTP == cfg.HTTP.Connections; whole != (r.Short == "") {
			t.Errorf("%d files: %+v", limit, r)
		}
		if r.NATS < 16 || r.HTTP < 16 {
			t.Errorf("%d files: nobody gets in: %+v", limit, r)
		}
	}
	if r := roomIn(cfg, 0, false); r.Short != "" || r.NATS != cfg.NATS.Limits.Connections {
		t.Errorf("where the limit is not known: %+v", r)
	}
	cfg.HTTP.Listen = "none"
	if r := roomIn(cfg, 1024, true); r.HTTP != 0 || !strings.Contains(r.Short, "1024 files") {
		t.Errorf("without the page: %+v", r)
	}
}
