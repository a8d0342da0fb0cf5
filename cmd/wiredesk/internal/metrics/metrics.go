package metrics

import (
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Options of Metrics.
type Options struct {
	Version string
	// PerFeed adds metrics that bear the URL of each feed.
	PerFeed bool
	// Process adds those of the Go runtime and the process. The textfile of a run
	// must not have them: node_exporter has its own of the same names.
	Process bool
}

// Metrics are all that is counted. All methods may be called concurrently.
type Metrics struct {
	registry *prometheus.Registry
	families []family // also those that have no value yet

	counts  *counts
	feeds   *feedView
	stock   *stock
	doors   *doors
	perFeed *perFeed // nil unless wanted

	lastRun, lastSuccess, lastDuration *lateGauge
	reloadOK, reloaded                 *lateGauge
}

// New returns metrics at zero.
func New(o Options) *Metrics {
	b := &book{registry: prometheus.NewRegistry()}
	m := &Metrics{registry: b.registry}
	m.counts = newCounts(b)
	m.feeds = newFeedView(b)
	m.stock = newStock(b)
	m.doors = newDoors(b)
	m.lastRun = b.gauge("last_run_timestamp_seconds",
		"When the last run ended, in seconds since 1970. Only in the file of a run (--metrics-file).")
	m.lastSuccess = b.gauge("last_run_success_timestamp_seconds",
		"When the last run ended that did all its work, in seconds since 1970. "+
			"Feeds that fail do not make a run fail. Only in the file of a run.")
	m.lastDuration = b.gauge("last_run_duration_seconds", "How long the last run took. Only in the file of a run.")
	m.reloadOK = b.gauge("config_last_reload_successful",
		"1 if the configuration in effect is the newest: it was read without an error when it was last read.")
	m.reloaded = b.gauge("config_last_reload_success_timestamp_seconds", "When the configuration in effect was read, in seconds since 1970.")
	info := b.desc("build_info", "gauge", "Always 1; the labels say which build this is.", label{name: "version"}, "goversion")
	b.registry.MustRegister(constant{info, []string{o.Version, runtime.Version()}})
	per := newPerFeed(b, o.PerFeed)
	if o.PerFeed {
		m.perFeed = per
	}
	if o.Process {
		b.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	}
	m.families = b.families
	return m
}

// Handler serves /metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// ConfigReloaded notes when the configuration was read, the first time at the
// start. One that was not good leaves the earlier one in effect.
func (m *Metrics) ConfigReloaded(ok bool, at time.Time) {
	m.reloadOK.Set(number(ok))
	if ok {
		m.reloaded.Set(seconds(at))
	}
}

// seconds is a time as Prometheus writes it.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

// constant is a metric that is always 1.
type constant struct {
	asked
	labels []string
}

func (c constant) Describe(ch chan<- *prometheus.Desc) { ch <- c.desc }
func (c constant) Collect(ch chan<- prometheus.Metric) { ch <- c.metric(1, c.labels...) }
