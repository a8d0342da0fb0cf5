package metrics

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../../.."

func document(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	selector = regexp.MustCompile(`(wiredesk_[a-z0-9_]+)(?:\{([^}]*)\})?`)
	matcher  = regexp.MustCompile(`([a-z_]+)(?:=|!=|=~|!~)\\?"([^"\\]*)\\?"`)
)

// Whatever metric and label the alerts, their tests and the dashboard name is there.
func TestAlertsAndDashboardNameMetricsThatExist(t *testing.T) {
	families := map[string]family{}
	for _, f := range New(Options{}).families {
		families[f.Name] = f
		if f.Type == "histogram" {
			for _, part := range []string{"_bucket", "_count", "_sum"} {
				families[f.Name+part] = f
			}
		}
	}
	for _, path := range []string{"deploy/prometheus/alerts.yaml", "deploy/prometheus/tests.yaml", "deploy/grafana/wiredesk.json"} {
		found := selector.FindAllStringSubmatch(document(t, path), -1)
		if len(found) < 10 {
			t.Errorf("%s: %d metrics found", path, len(found))
		}
		for _, m := range found {
			f, ok := families[m[1]]
			if !ok {
				t.Errorf("%s: there is no metric %s", path, m[1])
				continue
			}
			for _, l := range matcher.FindAllStringSubmatch(m[2], -1) {
				if !has(f, l[1], strings.Split(l[2], "|")) {
					t.Errorf("%s: %s, whose labels are %s", path, m[0], f.Labels)
				}
			}
		}
	}
}

// has reports whether a family has a label with all these values.
func has(f family, name string, values []string) bool {
	if name == "instance" || name == "le" && f.Type == "histogram" {
		return true
	}
	for part := range strings.SplitSeq(f.Labels, ", ") {
		label, known, closed := strings.Cut(part, "=")
		if label != name {
			continue
		}
		for _, v := range values {
			if closed && !slices.Contains(strings.Split(known, ","), v) {
				return false
			}
		}
		return true
	}
	return false
}

// Each alert leads to a section that says what it means, what to look at and what to
// do.
func TestEachAlertHasItsSectionInTheHandbook(t *testing.T) {
	alerts, handbook := document(t, "deploy/prometheus/alerts.yaml"), document(t, "docs/operating.md")
	names := regexp.MustCompile(`(?m)^      - alert: (\w+)$`).FindAllStringSubmatch(alerts, -1)
	if len(names) != 11 {
		t.Errorf("%d alerts", len(names))
	}
	for _, n := range names {
		link := "runbook_url: https://github.com/wiredesk/wiredesk/blob/main/docs/operating.md#" + strings.ToLower(n[1]) + "\n"
		if !strings.Contains(alerts, link) {
			t.Errorf("%s does not lead to #%s", n[1], strings.ToLower(n[1]))
		}
		_, section, ok := strings.Cut(handbook, "\n### "+n[1]+"\n")
		if section, _, _ = strings.Cut(section, "\n### "); !ok || !strings.Contains(section, "`") {
			t.Errorf("docs/operating.md has no section %s that names a command", n[1])
		}
	}
}
