package check

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/template"
	"go.yaml.in/yaml/v3"
)

// file is a file of `promtool test rules`, as far as ours uses its format.
type file struct {
	RuleFiles []string       `yaml:"rule_files"`
	Interval  model.Duration `yaml:"evaluation_interval"`
	Tests     []scene        `yaml:"tests"`
}

// scene is what Prometheus sees, and what comes of it.
type scene struct {
	Name     string         `yaml:"name"`
	Interval model.Duration `yaml:"interval"`
	Series   []struct {
		Series string `yaml:"series"`
		Values string `yaml:"values"`
	} `yaml:"input_series"`
	Alerts []struct {
		At   model.Duration `yaml:"eval_time"`
		Name string         `yaml:"alertname"`
		Want []alert        `yaml:"exp_alerts"`
	} `yaml:"alert_rule_test"`
}

type alert struct {
	Labels      map[string]string `yaml:"exp_labels"`
	Annotations map[string]string `yaml:"exp_annotations"`
}

func promQL() parser.Parser { return parser.NewParser(parser.Options{}) }

func engine(t *testing.T) *promql.Engine {
	t.Helper()
	e := promql.NewEngine(promql.EngineOpts{Logger: slog.New(slog.DiscardHandler), MaxSamples: 1e6, Timeout: time.Minute, Parser: promQL()})
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// readRules reads the alerts by their names.
func readRules(t *testing.T) map[string]rulefmt.Rule {
	t.Helper()
	groups, errs := rulefmt.ParseFile("../alerts.yaml", false, model.UTF8Validation, promQL(), slog.New(slog.DiscardHandler))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	rules := map[string]rulefmt.Rule{}
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			rules[r.Alert] = r
		}
	}
	return rules
}

func readTests(t *testing.T) file {
	t.Helper()
	f, err := os.Open("../tests.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var tests file
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(&tests); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(tests.RuleFiles, []string{"alerts.yaml"}) {
		t.Fatalf("rules of %v", tests.RuleFiles)
	}
	return tests
}

func TestAlerts(t *testing.T) {
	tests, rules, queries := readTests(t), readRules(t), engine(t)
	for _, s := range tests.Tests {
		t.Run(s.Name, func(t *testing.T) {
			data := s.load(t)
			for _, c := range s.Alerts {
				rule, ok := rules[c.Name]
				if !ok {
					t.Errorf("there is no alert %q", c.Name)
					continue
				}
				got := firing(t, queries, data, rule, time.Duration(tests.Interval), time.Duration(c.At))
				want := []alert{}
				for _, a := range c.Want {
					a.Labels = maps.Clone(a.Labels)
					a.Labels["alertname"] = c.Name
					want = append(want, a)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s after %s (-want +got):\n%s", c.Name, time.Duration(c.At), diff)
				}
			}
		})
	}
}

// Each alert has a case in which it fires, and one in which it has data and does not.
func TestEachAlertIsTestedBothWays(t *testing.T) {
	fires, silent := map[string]bool{}, map[string]bool{}
	for _, s := range readTests(t).Tests {
		for _, c := range s.Alerts {
			if len(c.Want) > 0 {
				fires[c.Name] = true
			} else {
				silent[c.Name] = true
			}
		}
	}
	for name, r := range readRules(t) {
		if !fires[name] || !silent[name] {
			t.Errorf("%s: a case in which it fires: %v, in which it does not: %v", name, fires[name], silent[name])
		}
		if r.For == 0 || r.Labels["severity"] == "" || r.Annotations["summary"] == "" || r.Annotations["description"] == "" || r.Annotations["runbook_url"] == "" {
			t.Errorf("%s: for %s, labels %v, annotations %v", name, r.For, r.Labels, r.Annotations)
		}
	}
}

// firing evaluates an alert from the beginning until a time, and returns what fires
// then: what was true at each evaluation for as long as `for` asks.
func firing(t *testing.T, queries *promql.Engine, data series, rule rulefmt.Rule, every, until time.Duration) []alert {
	t.Helper()
	since := map[uint64]time.Duration{}
	last := []alert{}
	for at := time.Duration(0); at <= until; at += every {
		now := time.Unix(0, 0).Add(at)
		active := map[uint64]time.Duration{}
		last = last[:0]
		for _, sample := range query(t, queries, data, rule.Expr, now) {
			a := describe(t, rule, sample, now)
			id := labels.FromMap(a.Labels).Hash()
			begun, ok := since[id]
			if !ok {
				begun = at
			}
			active[id] = begun
			if at-begun >= time.Duration(rule.For) {
				last = append(last, a)
			}
		}
		since = active
	}
	slices.SortFunc(last, func(a, b alert) int { return strings.Compare(fmt.Sprint(a.Labels), fmt.Sprint(b.Labels)) })
	return last
}

// query evaluates an expression at a time.
func query(t *testing.T, queries *promql.Engine, data series, expression string, at time.Time) promql.Vector {
	t.Helper()
	q, err := queries.NewInstantQuery(t.Context(), data, nil, expression, at)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	v, err := q.Exec(t.Context()).Vector()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Clone(v)
}

// describe writes an alert's labels and annotations.
func describe(t *testing.T, rule rulefmt.Rule, s promql.Sample, at time.Time) alert {
	t.Helper()
	names := s.Metric.Map()
	expand := func(text string) string {
		const defs = "{{$labels := .Labels}}{{$value := .Value}}"
		x := template.NewTemplateExpander(t.Context(), defs+text, rule.Alert, template.AlertTemplateData(names, nil, "", s), model.TimeFromUnixNano(at.UnixNano()),
			func(context.Context, string, time.Time) (promql.Vector, error) { return nil, nil }, nil, nil)
		text, err := x.Expand()
		if err != nil {
			t.Fatalf("%s: %v", rule.Alert, err)
		}
		return text
	}
	a := alert{Labels: map[string]string{}, Annotations: map[string]string{}}
	for name, value := range names {
		if name != labels.MetricName {
			a.Labels[name] = value
		}
	}
	for name, value := range rule.Labels {
		a.Labels[name] = expand(value)
	}
	for name, value := range rule.Annotations {
		a.Annotations[name] = expand(value)
	}
	a.Labels["alertname"] = rule.Alert
	return a
}

// The examples beside the alerts can be read.
func TestThePrometheusFileNamesTheAlerts(t *testing.T) {
	b, err := os.ReadFile("../prometheus.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		RuleFiles []string `yaml:"rule_files"`
		Scrape    []struct {
			Job     string `yaml:"job_name"`
			Targets []struct{ Targets []string }
		} `yaml:"scrape_configs"`
	}
	if err := yaml.Unmarshal(b, &c); err != nil || !slices.Equal(c.RuleFiles, []string{"alerts.yaml"}) || len(c.Scrape) != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := os.Stat(filepath.Join("..", c.RuleFiles[0])); err != nil {
		t.Error(err)
	}
}
