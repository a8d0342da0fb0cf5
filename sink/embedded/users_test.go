package embedded

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/crypto/bcrypt"
)

func usersFile(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestUsersAreReadFromTheirFile(t *testing.T) {
	users, err := ReadUsers(usersFile(t, "# who may\n\nnewsroom reader correct-horse-battery\n"+
		"  desk   writer  $2a$04$abcdefghijklmnopqrstuuzF8Ck3PQ6hkPxHP0gtRhqIuqDDgNn7e \n", 0o600))
	if err != nil {
		t.Fatal(err)
	}
	if len(users) != 2 || users[0] != (User{"newsroom", Reader, "correct-horse-battery"}) || users[1].Name != "desk" ||
		users[1].Role != Writer {
		t.Errorf("%+v", users)
	}
}

func TestAFileOfUsersThatIsWrongIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "names no users",
		"newsroom":                           ":1: want a name, a role and a password",
		"newsroom reader":                    ":1: want a name",
		"\nnewsroom admin aaaaaaaaaaaaaaaa":  ":2: role",
		"newsroom reader short":              "shorter than 12",
		"news\"room reader aaaaaaaaaaaaaaaa": "name",
		"a reader aaaaaaaaaaaaaaaa\na reader bbbbbbbbbbbbbbbbbbb": "there already",
		"operator writer aaaaaaaaaaaaaaaa":                        "kept for ourselves",
	} {
		if users, err := ReadUsers(usersFile(t, text, 0o600)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", text, users, err, want)
		}
	}
	_, err := ReadUsers(usersFile(t, "newsroom reader correct-horse-battery", 0o644))
	if err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that everybody can read: %v", err)
	}
	if _, err := ReadUsers("/nowhere/users"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// With users the server listens anywhere, and nobody gets in without a password.
func TestWithUsersNobodyGetsInWithoutAPassword(t *testing.T) {
	hash, err := bcrypt.GenerateFromPassword([]byte("writers-password"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Listen: "0.0.0.0:0", Users: []User{{"newsroom", Reader, "readers-password"}, {"desk", Writer, string(hash)}}})
	own, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	articles(t, own, 1)
	url := strings.Replace(s.URL(), "0.0.0.0", "127.0.0.1", 1)
	for name, opts := range map[string][]nats.Option{
		"anonymous":       nil,
		"wrong password":  {nats.UserInfo("newsroom", "guess")},
		"unknown user":    {nats.UserInfo("nobody", "readers-password")},
		"the hash itself": {nats.UserInfo("desk", string(hash))},
	} {
		if nc, err := nats.Connect(url, append(opts, patient)...); !errors.Is(err, nats.ErrAuthorization) {
			nc.Close()
			t.Errorf("%s: %v", name, err)
		}
	}
	reader := jetStreamAs(t, url, "newsroom", "readers-password")
	if _, err := reader.Stream(t.Context(), "ARTICLES"); err != nil {
		t.Errorf("a reader cannot read: %v", err)
	}
	if reader.DeleteStream(t.Context(), "ARTICLES") == nil {
		t.Error("a reader can delete the stream")
	}
	writer := jetStreamAs(t, url, "desk", "writers-password")
	if err := writer.DeleteStream(t.Context(), "ARTICLES"); err != nil {
		t.Errorf("a writer cannot write: %v", err)
	}
}

// patient is for passwords, which take a busy machine and the race detector seconds.
var patient = nats.Timeout(30 * time.Second)

func jetStreamAs(t *testing.T, url, user, password string, opts ...nats.Option) jetstream.JetStream {
	t.Helper()
	nc, err := nats.Connect(url, append(opts, patient, nats.UserInfo(user, password),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(500*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	return js
}

// certificate writes a certificate that signs itself, for 127.0.0.1.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "wiredesk test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certFile, keyFile = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for path, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: cert}, keyFile: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}

func TestTheListenerSpeaksTLS(t *testing.T) {
	cert, key := certificate(t)
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, Listen: "127.0.0.1:0", CertFile: cert, KeyFile: key})
	own, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	articles(t, own, 1)
	// Who trusts the certificate reads; who does not is told so.
	nc, err := nats.Connect(s.URL(), nats.RootCAs(cert))
	if err != nil {
		t.Fatal(err)
	}
	nc.Close()
	var unknown x509.UnknownAuthorityError
	if nc, err := nats.Connect(s.URL()); !errors.As(err, &unknown) {
		nc.Close()
		t.Errorf("without the authority: %v", err)
	}
	// The operator's other commands trust this one certificate and no other.
	nc, err = nats.Connect(s.URL(), Operator(dir))
	if err != nil {
		t.Fatal(err)
	}
	nc.Close()
	other, _ := certificate(t)
	var verify *tls.CertificateVerificationError
	if nc, err := nats.Connect(s.URL(), pinned(other)); err == nil || errors.As(err, &verify) ||
		!strings.Contains(err.Error(), "another certificate") {
		nc.Close()
		t.Errorf("with another certificate: %v", err)
	}
}

func TestACertificateThatCannotBeUsedIsSaid(t *testing.T) {
	cert, key := certificate(t)
	_, other := certificate(t)
	for name, o := range map[string]Options{
		"no key":         {CertFile: cert},
		"no certificate": {KeyFile: key},
		"another's key":  {CertFile: cert, KeyFile: other},
		"no such file":   {CertFile: "/nowhere/cert.pem", KeyFile: key},
	} {
		o.Dir, o.Listen, o.Logger = t.TempDir(), "127.0.0.1:0", quiet()
		s, err := Open(o)
		if err == nil {
			_ = s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
