package metrics

import (
	"slices"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
)

// prefix begins the name of every metric.
const prefix = "wiredesk_"

// family is what is known of a metric before it has a value.
type family struct {
	Name   string
	Type   string // counter, gauge or histogram
	Labels string // as "outcome=fresh,unchanged", or the names of labels with open values
	Help   string
}

// book makes metrics, registers them, and writes down what they are.
type book struct {
	registry *prometheus.Registry
	families []family
}

// label is the one label that most metrics have, with all its values. They exist
// from the start, at zero: else a first failure would be no increase.
type label struct {
	name   string
	values []string
}

func (l label) names() []string {
	if l.name == "" {
		return nil
	}
	return []string{l.name}
}

func (l label) String() string {
	if len(l.values) == 0 {
		return l.name
	}
	return l.name + "=" + strings.Join(l.values, ",")
}

// note writes a family down and returns its full name.
func (b *book) note(name, kind string, labels, help string) string {
	name = prefix + name
	b.families = append(b.families, family{name, kind, labels, help})
	return name
}

func (b *book) counter(name, help string, l label) *prometheus.CounterVec {
	full := b.note(name, "counter", l.String(), help)
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: full, Help: help}, l.names())
	b.registry.MustRegister(v)
	for _, value := range l.values {
		v.WithLabelValues(value)
	}
	if l.name == "" {
		v.WithLabelValues()
	}
	return v
}

func (b *book) histogram(name, help string, l label, buckets ...float64) *prometheus.HistogramVec {
	full := b.note(name, "histogram", l.String(), help)
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: full, Help: help, Buckets: buckets}, l.names())
	b.registry.MustRegister(v)
	for _, value := range l.values {
		v.WithLabelValues(value)
	}
	if l.name == "" {
		v.WithLabelValues()
	}
	return v
}

// gauge makes a gauge that is only shown once it is set: a run has no time of
// success before it had one.
func (b *book) gauge(name, help string) *lateGauge {
	g := &lateGauge{registry: b.registry}
	g.Gauge = prometheus.NewGauge(prometheus.GaugeOpts{Name: b.note(name, "gauge", "", help), Help: help})
	return g
}

// desc describes a metric whose value is asked for during a scrape.
func (b *book) desc(name, kind, help string, l label, more ...string) asked {
	full := b.note(name, kind, strings.Join(append([]string{l.String()}, more...), ", "), help)
	valueType := prometheus.GaugeValue
	if kind == "counter" {
		valueType = prometheus.CounterValue
	}
	return asked{prometheus.NewDesc(full, help, slices.Concat(l.names(), more), nil), valueType}
}

// asked is a metric whose value is asked for during a scrape.
type asked struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
}

func (a asked) metric(value float64, labels ...string) prometheus.Metric {
	return prometheus.MustNewConstMetric(a.desc, a.kind, value, labels...)
}

// lateGauge is registered when it is set for the first time.
type lateGauge struct {
	prometheus.Gauge
	registry *prometheus.Registry
}

// Set may be called by one goroutine at a time.
func (g *lateGauge) Set(v float64) {
	g.Gauge.Set(v)
	_ = g.registry.Register(g.Gauge) // or it is already
}
