package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// forgery is a message that somebody has written to the stream who may write and is no wiredesk.
type forgery struct {
	ID    string        `json:"-"` // the header
	Type  string        `json:"-"`
	Event article.Event `json:"-"`
	Body  string        `json:"-"`
	Story string        `json:"-"` // the article's own id
}

// forgeries would name files elsewhere, or command a terminal.
func forgeries() []forgery {
	id := article.ID("https://news.example/forged", "", "")
	published := "news.article.published"
	return []forgery{
		{ID: "../../escaped:1", Story: "../../escaped", Type: published},
		{ID: "../escaped:1", Story: id, Type: published},
		{ID: "/tmp/escaped:1", Story: "/tmp/escaped", Type: published},
		{ID: id + "/../../escaped:1", Story: id + "/../../escaped", Type: published},
		{ID: "a/../../../escaped:1", Story: "a/../../../escaped", Type: published},
		{ID: id + ":1:../../escaped", Story: id, Type: published},
		{ID: id + ":1\x1b[2J", Story: id, Type: published},
		{ID: "$(touch escaped):1", Story: "$(touch escaped)", Type: published},
		{ID: "-rf:1", Story: "-rf", Type: published},
		{ID: "", Story: id, Type: published},
		{ID: id + ":1", Story: strings.Repeat("f", 32), Type: published},
		{ID: id + ":1", Story: id, Type: "news.article.\x1b[2J"},
		{ID: id + ":1", Story: id, Type: "$(touch escaped)", Event: "$(touch escaped)"},
		{ID: id + ":1", Story: id, Type: published, Body: "no JSON at all"},
		{ID: id + ":1", Story: id, Type: published, Body: strings.Repeat("[", 200_000)},
	}
}

const evilHeadline = "Real\x1b]0;pwned\x07 \x1b[2J story"

func (f forgery) message(t *testing.T) *nats.Msg {
	t.Helper()
	a := &article.Article{Schema: article.Schema, ID: f.Story, Version: 1, Event: f.Event, Headline: evilHeadline}
	if a.Event == "" {
		a.Event = article.Published
	}
	data, err := article.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	if f.Body != "" {
		data = []byte(f.Body)
	}
	return &nats.Msg{Subject: "articles.v1.en.news_example.published", Data: data, Header: nats.Header{
		"ce-id": {f.ID}, "ce-type": {f.Type}, "ce-dataschema": {article.Schema}, "ce-subject": {f.Story},
	}}
}

// What somebody has forged names no file of any example, and commands no terminal; the
// genuine article after it comes all the same.
func TestNoExampleWritesOutsideItsFolder(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	s, err := embedded.Open(embedded.Options{Dir: state, Listen: "127.0.0.1:0", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	nc, err := s.Connect()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	_, err = js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "ARTICLES", Subjects: []string{"articles.v1.>"}, AllowDirect: true})
	if err != nil {
		t.Fatal(err)
	}
	real := article.ID("https://news.example/real", "", "")
	for _, f := range append(forgeries(), forgery{ID: real + ":1", Story: real, Type: "news.article.published"}) {
		if _, err := js.PublishMsg(t.Context(), f.message(t)); err != nil {
			t.Fatal(err)
		}
	}
	demo := &demoProcess{url: s.URL(), state: state}
	for language, prepare := range map[string]func(*testing.T, *demoProcess) *exec.Cmd{
		"go": goExample, "node": nodeExample, "python": pythonExample, "shell": shellExample,
	} {
		t.Run(language, func(t *testing.T) {
			program := prepare(t, demo)
			top := t.TempDir()
			out := filepath.Join(top, "a", "b", "archive")
			if err := os.MkdirAll(out, 0o700); err != nil {
				t.Fatal(err)
			}
			said := new(lockedBuffer)
			cmd := exec.Command(program.Path, program.Args[1:]...)
			cmd.Dir, cmd.Stdout, cmd.Stderr = program.Dir, said, said
			cmd.Env = append(program.Environ(), "NATS_URL="+demo.url, "DURABLE=hostile-"+language, "LANGUAGES=all", "OUT="+out)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			eventually(t, func() bool { return strings.Contains(said.String(), real+":1 published") }, said)
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Error(err)
			}
			_ = cmd.Wait() // with a code or a signal, as its language has it
			wantOneFile(t, top, filepath.Join(out, real+"-1.json"))
			if strings.ContainsAny(said.String(), "\x1b\x07") {
				t.Errorf("it prints escape codes: %q", said.String())
			}
		})
	}
}

// wantOneFile looks at all that is under a folder.
func wantOneFile(t *testing.T, top, want string) {
	t.Helper()
	found := false
	err := filepath.WalkDir(top, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if path != want {
				t.Errorf("there is %s", path)
			}
			found = found || path == want
		}
		return err
	})
	if err != nil || !found {
		t.Errorf("%s: %v", want, err)
	}
	if _, err := os.Stat("/tmp/escaped-1.json"); err == nil {
		t.Error("/tmp/escaped-1.json is there")
	}
}

// The same of the example in Python where its client is not installed: what it checks is
// the standard library's alone.
func TestThePythonExampleChecksWhatItKeeps(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("needs python3: ", err)
	}
	const drive = `
import json, sys, types
for name in ("nats", "nats.js", "nats.js.api", "nats.js.errors"):
    sys.modules[name] = types.ModuleType(name)
for name in ("AckPolicy", "ConsumerConfig", "DeliverPolicy"):
    setattr(sys.modules["nats.js.api"], name, None)
sys.modules["nats.js.errors"].NotFoundError = Exception
sys.path.insert(0, sys.argv[1])
import subscribe
subscribe.OUT.mkdir(parents=True)
for line in sys.stdin:
    x = json.loads(line)
    m = types.SimpleNamespace(data=x["data"].encode(), headers=x["headers"], metadata=types.SimpleNamespace(stream=x["stream"]))
    if subscribe.genuine(m):
        subscribe.keep(m)
`
	top := t.TempDir()
	out := filepath.Join(top, "a", "b", "archive")
	real := article.ID("https://news.example/real", "", "")
	var in strings.Builder
	put := func(m *nats.Msg, stream string) {
		headers := map[string]string{}
		for k, v := range m.Header {
			headers[k] = v[0]
		}
		line, err := json.Marshal(map[string]any{"data": string(m.Data), "headers": headers, "stream": stream})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&in, "%s\n", line)
	}
	for _, f := range forgeries() {
		put(f.message(t), "ARTICLES")
	}
	good := forgery{ID: real + ":1", Story: real, Type: "news.article.published"}
	put(good.message(t), "OTHER")
	elsewhere := article.ID("https://news.example/other", "", "")
	put(forgery{ID: elsewhere + ":1", Story: elsewhere, Type: "news.article.published"}.message(t), "OTHER")
	put(good.message(t), "ARTICLES")
	cmd := exec.Command(python, "-B", "-c", drive, filepath.Join(examples, "python"))
	cmd.Stdin = strings.NewReader(in.String())
	cmd.Env = append(os.Environ(), "OUT="+out)
	said, err := cmd.CombinedOutput()
	if err != nil || strings.ContainsAny(string(said), "\x1b\x07") || strings.Count(string(said), "\n") != 1 {
		t.Errorf("%v: %q", err, said)
	}
	wantOneFile(t, top, filepath.Join(out, real+"-1.json"))
}
