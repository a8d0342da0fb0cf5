package config

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// load reads text as a configuration file, with variables.
func load(t testing.TB, text string, env ...string) (*Config, error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "wiredesk.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Load(t.Context(), LoadOptions{Path: path, Env: env})
}

func TestFeedsAreURLsOrObjects(t *testing.T) {
	c, err := load(t, `
feeds:
  - https://example.org/rss
  - url: https://example.com/news
    name: Example
    every: 10m..12h
    full_text: never
    backfill: all
    tags: [world, "two words"]
backfill: 48h
crawl: {workers: 4, per_host: {delay: 500ms}, max_page: 2MiB, allow_private: [10.0.0.0/8, 127.0.0.1]}
nats:
  stream:
    max_age: 7d
`)
	if err != nil {
		t.Fatal(err)
	}
	want := []Feed{
		{URL: "https://example.org/rss", Line: 3},
		{
			URL: "https://example.com/news", Name: "Example", Every: Range{10 * time.Minute, 12 * time.Hour}, FullText: "never",
			Backfill: Backfill{calendar.Backfill{All: true}}, Tags: []string{"world", "two words"}, Line: 4,
		},
	}
	if diff := cmp.Diff(want, c.Feeds, cmp.AllowUnexported(Backfill{})); diff != "" {
		t.Error(diff)
	}
	if c.Crawl.Workers != 4 || c.Crawl.PerHost.Delay.Duration() != 500*time.Millisecond || c.Crawl.MaxPage != 2<<20 ||
		c.NATS.Stream.MaxAge.Duration() != 7*24*time.Hour {
		t.Errorf("crawl %+v, stream %+v", c.Crawl, c.NATS.Stream)
	}
	if got := fmt.Sprint(c.Crawl.AllowPrivate.Prefixes()); got != "[10.0.0.0/8 127.0.0.1/32]" {
		t.Errorf("allow_private %s", got)
	}
	if c.Backfill.String() != "48h" || !strings.HasSuffix(c.Origin("crawl.workers"), "wiredesk.yaml:11") ||
		c.Origin("crawl.grace") != "default" {
		t.Errorf("backfill %s, origins %q %q", c.Backfill, c.Origin("crawl.workers"), c.Origin("crawl.grace"))
	}
}

func TestMistakesAreShownWithTheirPlace(t *testing.T) {
	for name, tc := range map[string]struct{ text, want string }{
		"an unknown key":      {"crawl:\n  workerz: 3\n", "2:3: unknown key \"workerz\"; did you mean \"workers\"?\n    workerz: 3\n    ^"},
		"an unknown section":  {"craw:\n  workers: 3\n", "1:1: unknown key \"craw\"; did you mean \"crawl\"?"},
		"a key too far out":   {"contact: a@b.example\n", "1:1: unknown key \"contact\"; it belongs under \"crawl\""},
		"a key of two":        {"listen: none\n", "it belongs under \"nats\" or \"http\""},
		"a tab":               {"crawl:\n\tworkers: 3\n", "2:1: a tab: YAML is indented with spaces"},
		"another encoding":    {"\xff\xfec\x00r\x00", "wiredesk.yaml: is no text in UTF-8"},
		"no text at all":      {"\x7fELF\x00\x01", "wiredesk.yaml: is no text in UTF-8"},
		"no NATS server":      {"nats:\n  url: http://a.example\n", "2:8: nats.url: want the address of a NATS server"},
		"no number":           {"crawl: {workers: many}\n", "1:18: crawl.workers: \"many\": want a number"},
		"no truth":            {"metrics: {per_feed: perhaps}\n", "1:21: metrics.per_feed: \"perhaps\": want true or false"},
		"a list, not a truth": {"metrics: {per_feed: [1]}\n", "1:21: metrics.per_feed: want true or false"},
		"no duration": {
			"crawl:\n  timeout: soon\n", `2:12: crawl.timeout: "soon": want a duration such as "15m", "1h30m" or "30d"`,
		},
		"nan as a size": {"crawl:\n  max_page: nan\n", "2:13: crawl.max_page: \"nan\": want a size"},
		"no size":       {"crawl:\n  max_page: big\n", "2:13: crawl.max_page: \"big\": want a size"},
		"no network": {
			"crawl:\n  allow_private:\n    - 10.0.0.0/8\n    - nowhere\n",
			`4:7: crawl.allow_private[1]: "nowhere": want an address or a network`,
		},
		"no bounds":           {"feeds:\n  - url: https://a.example\n    every: 12h..10m\n", "3:12: feeds[0].every: \"12h..10m\": want bounds"},
		"no backfill":         {"backfill: some\n", "1:11: backfill: \"some\": want all, none or a duration"},
		"no URL":              {"feeds: [example.org]\n", "1:9: feeds[0]: \"example.org\" is no URL of http or https"},
		"a feed without url":  {"feeds:\n  - name: x\n", "a feed needs a url"},
		"a list where none":   {"crawl: {workers: [1]}\n", "1:18: crawl.workers: want a number"},
		"a text where a list": {"opml: x.opml\n", "1:7: opml: want a list"},
		"a text where keys":   {"crawl: fast\n", "1:8: crawl: want keys and values"},
		"the same key twice":  {"log: {level: info}\nlog: {level: debug}\n", "2:1:"},
		"broken YAML":         {"feeds:\n - [\n", ":"},
		"two documents":       {"log: {level: info}\n---\nlog: {level: info}\n", "only one document"},
		"an odd log level":    {"log:\n  level: loud\n", "2:10: log.level: want debug, info, warn or error"},
		"too many workers":    {"crawl:\n  workers: 0\n", "2:12: crawl.workers: want 1 to 1024"},
		"a test of nothing":   {"tests:\n  - page: a.html\n", "tests[0]: expects nothing"},
		"a test without page": {"tests:\n  - expect: {headline: A}\n", "a test needs a page"},
		"a test on the web":   {"tests:\n  - {page: \"https://a.example\", expect: {headline: A}}\n", "tests[0].page: want a file"},
		"an odd expectation":  {"tests:\n  - {page: a.html, expect: {headlin: A}}\n", "unknown key \"headlin\"; did you mean \"headline\"?"},
		"an odd day":          {"tests:\n  - {page: a.html, expect: {published_at: today}}\n", "want a day such as 2026-11-22"},
		"an odd word": {
			"tests:\n  - {page: a.html, expect: {completeness: half}}\n",
			"tests[0].expect.completeness: want full, partial or headline_only",
		},
		"url and context":  {"nats: {url: \"nats://a\", context: b}\n", "nats.context: nats.url is set as well"},
		"an open listener": {"nats:\n  listen: 0.0.0.0:4222\n", "2:11: nats.listen: want auto, none or a loopback address"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, tc.text)
			var mistake *Error
			if !errors.As(err, &mistake) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got\n%v\nwant\n%s", err, tc.want)
			}
		})
	}
}

func TestAClusterIsAListOfServers(t *testing.T) {
	for _, servers := range []string{
		"nats://a.example:4222,nats://b.example:4222", "a.example, tls://b.example", "wss://ann:secret@a.example/nats",
	} {
		if _, err := load(t, "nats: {url: \""+servers+"\"}\n"); err != nil {
			t.Error(err)
		}
	}
}

func TestAFileMayBeginWithAByteOrderMark(t *testing.T) {
	c, err := load(t, "\ufeffcrawl:\r\n  workers: 3\r\n")
	if err != nil || c.Crawl.Workers != 3 {
		t.Errorf("%v", err)
	}
}

func TestATruthIsReadFromFileAndEnvironment(t *testing.T) {
	for _, tt := range []struct {
		text, env string
		want      bool
	}{
		{"", "", false}, {"metrics: {per_feed: true}\n", "", true},
		{"metrics: {per_feed: true}\n", "WIREDESK_METRICS_PER_FEED=false", false}, {"", "WIREDESK_METRICS_PER_FEED=true", true},
	} {
		c, err := load(t, tt.text, tt.env)
		if err != nil || c.Metrics.PerFeed != tt.want {
			t.Errorf("%q %q: %v", tt.text, tt.env, err)
		}
	}
}

func TestTheEnvironmentOverlaysTheFile(t *testing.T) {
	c, err := load(t, "crawl: {workers: 4, timeout: 3s}\n",
		"WIREDESK_CRAWL_WORKERS=8", "WIREDESK_CRAWL_PER_HOST_DELAY=1s", "WIREDESK_FEEDS=https://a.example/rss, https://b.example/rss",
		"WIREDESK_CRAWL_ALLOW_PRIVATE=127.0.0.0/8,::1", "WIREDESK_CRAWL_WORKER=1", "HOME=/home/x")
	if err != nil {
		t.Fatal(err)
	}
	if c.Crawl.Workers != 8 || c.Crawl.Timeout.Duration() != 3*time.Second || c.Crawl.PerHost.Delay.Duration() != time.Second ||
		len(c.Feeds) != 2 || len(c.Crawl.AllowPrivate) != 2 {
		t.Errorf("%+v", c)
	}
	if c.Origin("crawl.workers") != "env WIREDESK_CRAWL_WORKERS" {
		t.Errorf("origin %q", c.Origin("crawl.workers"))
	}
	if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], `WIREDESK_CRAWL_WORKER sets nothing; did you mean "WIREDESK_CRAWL_WORKERS"?`) {
		t.Errorf("warnings %q", c.Warnings)
	}
	_, err = load(t, "", "WIREDESK_CRAWL_WORKERS=many")
	if err == nil || !strings.Contains(err.Error(), "environment variable WIREDESK_CRAWL_WORKERS") {
		t.Errorf("error %v", err)
	}
	_, err = load(t, "", "WIREDESK_FEEDS=nothing")
	if err == nil || !strings.Contains(err.Error(), "WIREDESK_FEEDS") {
		t.Errorf("error %v", err)
	}
}

func TestZeroConfigurationWorks(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load(t.Context(), LoadOptions{Env: []string{"HOME=/nonexistent"}})
	if err != nil {
		t.Fatal(err)
	}
	if c.File != "" || c.StateDir() != "/nonexistent/.local/state/wiredesk" {
		t.Errorf("file %q, state %q", c.File, c.StateDir())
	}
	for env, want := range map[string]string{"STATE_DIRECTORY=/s": "/s", "XDG_STATE_HOME=/x": "/x/wiredesk"} {
		if c, err := Load(t.Context(), LoadOptions{Env: []string{env}}); err != nil || c.StateDir() != want {
			t.Errorf("%s: %v, %v", env, c.StateDir(), err)
		}
	}
}

func TestTheFileIsFoundWhereItIsSought(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write := func(path string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("crawl: {workers: 3}\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(dir, "home", ".config", "wiredesk", "wiredesk.yaml"))
	env := []string{"HOME=" + filepath.Join(dir, "home")}
	c, err := Load(t.Context(), LoadOptions{Env: env})
	if err != nil || !strings.Contains(c.File, ".config") {
		t.Errorf("file %q, %v", c.File, err)
	}
	write(filepath.Join(dir, "wiredesk.yaml"))
	if c, err = Load(t.Context(), LoadOptions{Env: env}); err != nil ||
		filepath.Dir(c.File) != dir && !strings.HasSuffix(filepath.Dir(c.File), filepath.Base(dir)) {
		t.Errorf("file %q, %v", c.File, err)
	}
	var mistake *Error
	if _, err := Load(t.Context(), LoadOptions{Path: "missing.yaml"}); !errors.As(err, &mistake) ||
		!strings.Contains(err.Error(), "missing.yaml: cannot be read") {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := Load(t.Context(), LoadOptions{Env: []string{"WIREDESK_CONFIG=gone.yaml"}}); !errors.As(err, &mistake) {
		t.Errorf("a missing file of the environment: %v", err)
	}
}

func TestShowNamesOriginsAndMasksSecrets(t *testing.T) {
	c, err := load(t, "nats: {password: hush}\nfeeds:\n  - url: https://a.example/rss\n    tags: [x]\n")
	if err != nil {
		t.Fatal(err)
	}
	var text, data bytes.Buffer
	if err := errors.Join(c.Show(&text), c.ShowJSON(&data)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text.String()+data.String(), "hush") || !strings.Contains(text.String(), `password: "****"`) ||
		!strings.Contains(text.String(), "workers: 16 # default") {
		t.Errorf("%s\n%s", text.String(), data.String())
	}
	if !json.Valid(data.Bytes()) {
		t.Errorf("no JSON: %s", data.String())
	}
	// What is shown can be read again.
	again, err := load(t, strings.ReplaceAll(text.String(), "****", "hush"))
	if err != nil {
		t.Fatal(err)
	}
	ignore := cmpopts.IgnoreFields(Config{}, "File", "Warnings")
	again.Feeds[0].Line, c.Feeds[0].Line = 0, 0
	inside := cmp.AllowUnexported(Backfill{}, Network{}, Recheck{})
	if diff := cmp.Diff(c, again, ignore, cmpopts.IgnoreUnexported(Config{}), inside, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestTheStarterFileIsTheDefault(t *testing.T) {
	var uncommented strings.Builder
	_, settings, _ := strings.Cut(string(Init()), "speaks_for: [partner.example]") // before it stand examples of feeds
	settings, _, _ = strings.Cut(settings, "\ntests:")                             // and behind it one of a test
	for _, line := range strings.Split(settings, "\n")[1:] {
		uncommented.WriteString(strings.TrimPrefix(line, "# ") + "\n")
	}
	for name, text := range map[string]string{"as it is": string(Init()), "uncommented": uncommented.String()} {
		c, err := load(t, text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c.File = ""
		inside := cmp.AllowUnexported(Backfill{}, Recheck{})
		if diff := cmp.Diff(Default(), c, cmpopts.IgnoreUnexported(Config{}), inside, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// The examples of the starter file are what can be read.
func TestTheStarterFilesExamplesCanBeUsed(t *testing.T) {
	text := string(Init())
	feeds, _, _ := strings.Cut(text[strings.Index(text, "feeds:"):], "\n\n")
	tests := text[strings.Index(text, "tests:"):]
	c, err := load(t, strings.ReplaceAll(feeds+"\n"+tests, "\n#", "\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Feeds) != 2 || len(c.Tests) != 1 {
		t.Fatalf("%+v", c)
	}
	for _, example := range []any{c.Feeds[1], c.Tests[0], c.Tests[0].Expect} { // each shows every key
		for v, i := reflect.ValueOf(example), 0; i < v.NumField(); i++ {
			if field := v.Type().Field(i); field.Tag.Get("yaml") != "-" && v.Field(i).IsZero() && field.Name != "Source" {
				t.Errorf("no example of %s of %s", field.Tag.Get("yaml"), v.Type())
			}
		}
	}
	for i, line := range strings.Split(text, "\n") {
		if len(line) > starterColumns {
			t.Errorf("line %d has %d columns", i+1, len(line))
		}
	}
}

// The file that editors are pointed to is what `wiredesk config schema` prints.
func TestTheSchemaFileIsUpToDate(t *testing.T) {
	file, err := os.ReadFile("../../../../wiredesk.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(file, Schema()) {
		t.Error("wiredesk.schema.json is old: go run ./cmd/wiredesk config schema > wiredesk.schema.json")
	}
}

func TestTheSchemaKnowsEveryKey(t *testing.T) {
	var s struct {
		Properties map[string]struct {
			Properties map[string]any `json:"properties"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Properties) != 10 || len(s.Properties["crawl"].Properties) != 20 || len(s.Properties["nats"].Properties) != 17 {
		t.Errorf("%d keys, %d of crawl, %d of nats",
			len(s.Properties), len(s.Properties["crawl"].Properties), len(s.Properties["nats"].Properties))
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := NATS{URL: "nats://example.org", PasswordFile: path}
	opts, err := n.DialOptions(t.Context())
	if err != nil || opts.Password != "hush" {
		t.Errorf("password %q, %v", opts.Password, err)
	}
	n.PasswordFile = path + ".gone"
	if _, err := n.DialOptions(t.Context()); err == nil {
		t.Error("a missing file was read")
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("feeds:\n  - https://example.org/rss\n")
	f.Add("crawl: {workers: 4, every: 10m..12h}\nnats: {stream: {max_age: 7d}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		c := Default()
		d, err := c.decode("wiredesk.yaml", []byte(text))
		var mistake *Error
		if err != nil && !errors.As(err, &mistake) {
			t.Errorf("an error without a place: %v", err)
		}
		if err == nil {
			for _, f := range c.faults() {
				if e := c.complain(d, f.key, f.problem); e.Problem == "" {
					t.Errorf("%s is wrong, and nothing is said", f.key)
				}
			}
		}
	})
}

func ExampleLoad() {
	c, err := Load(context.Background(), LoadOptions{Path: "testdata/wiredesk.yaml"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(c.Feeds), c.Crawl.Workers, c.Crawl.Every)
	// Output: 2 8 15m..24h
}
