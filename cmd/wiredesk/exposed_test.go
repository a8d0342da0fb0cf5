package main

import (
	"crypto/x509"
	"encoding/pem"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// testCertificate writes the certificate for 127.0.0.1 that net/http/httptest has.
func testCertificate(t *testing.T, dir string) (cert, key string) {
	t.Helper()
	site := httptest.NewTLSServer(nil)
	defer site.Close()
	secret, err := x509.MarshalPKCS8PrivateKey(site.TLS.Certificates[0].PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: site.Certificate().Raw}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// A daemon serves other machines to users with passwords, over TLS, and the
// commands beside it join it all the same.
func TestADaemonServesOtherMachinesToItsUsers(t *testing.T) {
	t.Parallel()
	c := newCrawl(t, 1, 5, "")
	cert, key := testCertificate(t, c.dir)
	users := filepath.Join(c.dir, "users")
	if err := os.WriteFile(users, []byte("newsroom reader correct-horse-battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run(t)
	daemon := c.command(t.Context(), "daemon")
	daemon.Env = append(daemon.Env, "WIREDESK_NATS_LISTEN=0.0.0.0:0", "WIREDESK_NATS_USERS="+users, "WIREDESK_NATS_LISTEN_TLS_CERT="+cert, "WIREDESK_NATS_LISTEN_TLS_KEY="+key)
	daemon.Stderr = os.Stderr
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = daemon.Process.Signal(syscall.SIGTERM)
		_ = daemon.Wait() // it was stopped: that is its error
	}()
	var info *embedded.Info
	for deadline := time.Now().Add(20 * time.Second); info == nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		info, _ = embedded.Running(filepath.Join(c.dir, "state"))
	}
	if info == nil {
		t.Fatal("the daemon is not up")
	}
	url := info.URL[strings.Index(info.URL, "://")+3:]
	as := func(env ...string) (string, error) {
		cmd := c.command(t.Context(), "tail", "--no-follow")
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	remote := []string{"WIREDESK_NATS_URL=tls://" + url, "WIREDESK_NATS_USER=newsroom", "WIREDESK_NATS_PASSWORD=correct-horse-battery", "WIREDESK_NATS_TLS_CA=" + cert}
	for name, tt := range map[string]struct {
		env   []string
		lines int
		want  string
	}{
		"beside it":             {nil, 5, ""},
		"a user":                {remote, 5, ""},
		"without a password":    {append(remote[:1:1], remote[3]), 0, "Authorization Violation"},
		"without the authority": {remote[:3], 0, "nats.tls.ca"},
	} {
		out, err := as(tt.env...)
		if (err == nil) != (tt.want == "") || !strings.Contains(out, tt.want) || tt.want == "" && strings.Count(out, "✓") != tt.lines {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestADaemonDoesNotServeOtherMachinesToEverybody(t *testing.T) {
	c := newCrawl(t, 1, 1, "")
	for env, want := range map[string]string{
		"WIREDESK_NATS_LISTEN=0.0.0.0:4222":      "nats.users",
		"WIREDESK_NATS_USERS=/nowhere/users":     "nats.users",
		"WIREDESK_NATS_LISTEN_TLS_CERT=cert.pem": "want a certificate and its key",
	} {
		cmd := c.command(t.Context(), "daemon")
		cmd.Env = append(cmd.Env, "WIREDESK_NATS_LISTEN=127.0.0.1:0", env)
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState.ExitCode() != exitConfig || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s", env, err, out)
		}
	}
}
