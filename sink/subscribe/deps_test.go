package subscribe_test

import (
	"os/exec"
	"strings"
	"testing"
)

// A subscriber's program links what this package links: not the crawler, not
// its parsers, not the server.
func TestASubscriberLinksNeitherCrawlerNorServer(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	const module = "github.com/wiredesk/wiredesk/"
	ours := map[string]bool{"normalize/article": true, "sink/subscribe": true, "sink/internal/cursor": true, "sink/internal/subject": true}
	for dep := range strings.FieldsSeq(string(out)) {
		if pkg, ok := strings.CutPrefix(dep, module); ok && !ours[pkg] {
			t.Errorf("links %s", dep)
		}
		for _, heavy := range []string{"gocolly", "gofeed", "nats-server", "goquery", "cobra"} {
			if strings.Contains(dep, heavy) {
				t.Errorf("links %s", dep)
			}
		}
		if host, _, _ := strings.Cut(dep, "/"); strings.Contains(host, ".") && !strings.HasPrefix(dep, module) && !allowed(dep) {
			t.Errorf("links %s, which neither we nor nats.go need", dep)
		}
	}
}

// allowed are nats.go and what it links itself.
func allowed(dep string) bool {
	for _, prefix := range []string{
		"github.com/nats-io/nats.go", "github.com/nats-io/nkeys", "github.com/nats-io/nuid", "github.com/klauspost/compress", "golang.org/x/",
	} {
		if strings.HasPrefix(dep, prefix) {
			return true
		}
	}
	return false
}
