package config

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestChangedPartsWhatNeedsARestart(t *testing.T) {
	one, err := load(t, "feeds: [https://a.example/rss]\ncrawl: {workers: 4}\nlog: {level: info}\n")
	if err != nil {
		t.Fatal(err)
	}
	moved, err := load(t, "\n\nfeeds:\n  - https://a.example/rss\ncrawl: {workers: 4}\n")
	if err != nil {
		t.Fatal(err)
	}
	if taken, restart := moved.Changed(one); len(taken)+len(restart) > 0 {
		t.Errorf("the same elsewhere in the file: %q, %q", taken, restart)
	}
	two, err := load(t, `
feeds: [https://a.example/rss, https://b.example/rss]
crawl: {workers: 8, lease: 60s, per_host: {delay: 5s}}
state: {dir: /elsewhere, pause_below: 1GiB}
nats: {stream: {max_age: 7d}}
log: {level: debug, format: json}
`)
	if err != nil {
		t.Fatal(err)
	}
	taken, restart := two.Changed(one)
	if want := []string{"feeds", "crawl.workers", "crawl.per_host.delay", "state.pause_below", "log.level"}; !slices.Equal(taken, want) {
		t.Errorf("taken %q, want %q", taken, want)
	}
	if want := []string{"crawl.lease", "nats.stream.max_age", "state.dir", "log.format"}; !slices.Equal(restart, want) {
		t.Errorf("restart %q, want %q", restart, want)
	}
}

func TestOverKeepsWhatNeedsARestart(t *testing.T) {
	one, err := load(t, "crawl: {workers: 4, lease: 20s}\nnats: {stream: {max_age: 7d}}\n")
	if err != nil {
		t.Fatal(err)
	}
	two, err := load(t, "crawl: {workers: 8, lease: 60s}\nnats: {stream: {name: OTHER}}\nlog: {level: debug}\n")
	if err != nil {
		t.Fatal(err)
	}
	got := two.Over(one)
	if got.Crawl.Workers != 8 || got.Log.Level != "debug" || got.Crawl.Lease != one.Crawl.Lease || got.NATS.Stream != one.NATS.Stream {
		t.Errorf("%+v", got)
	}
	if got.Origin("nats.stream.name") != "default" || got.Origin("nats.stream.max_age") != one.Origin("nats.stream.max_age") ||
		got.Origin("crawl.workers") != two.Origin("crawl.workers") {
		t.Errorf("origins %q", got.origins)
	}
	if two.NATS.Stream.Name != "OTHER" || two.Origin("nats.stream.name") == "default" {
		t.Error("the configuration itself was changed")
	}
	if taken, restart := got.Changed(one); len(taken) != 2 || len(restart) != 0 {
		t.Errorf("%q, %q", taken, restart)
	}
}

// A context brings a server of its own: nothing that was meant for another goes there.
func TestAContextReplacesTheServer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wiredesk.yaml")
	const file = "nats: {url: nats://a.example, user: ann, password: hush, inbox_prefix: _INBOX_a, tls: {ca: ca.pem}, subject: press}\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(t.Context(), LoadOptions{Path: path, NATSContext: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	want := Default().NATS
	want.Context, want.Subject = "prod", "press"
	if c.NATS != want || c.Origin("nats.context") != "flag --nats-context" || c.Origin("nats.url") != "default" {
		t.Errorf("%+v, %s", c.NATS, c.Origin("nats.context"))
	}
}

// The lists name keys that exist.
func TestTheListsOfLiveKeysAreOfKeys(t *testing.T) {
	var paths []string
	_ = visit(reflect.ValueOf(Default()).Elem(), "", func(path string, _ reflect.Value, _ reflect.StructField) error {
		paths = append(paths, path)
		return nil
	})
	for _, key := range slices.Concat(live, cold) {
		if !slices.ContainsFunc(paths, func(p string) bool { return p == key || strings.HasPrefix(p, key+".") }) {
			t.Errorf("there is no key %s", key)
		}
	}
}
