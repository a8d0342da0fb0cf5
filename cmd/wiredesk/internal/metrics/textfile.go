package metrics

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sort"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/atomicfile"
)

// RunEnded notes the end of a run. Of a run that did not do its work the time of
// the last success stays as it was.
func (m *Metrics) RunEnded(began time.Time, ok bool) {
	now := time.Now()
	m.lastRun.Set(seconds(now))
	m.lastDuration.Set(now.Sub(began).Seconds())
	if ok {
		m.lastSuccess.Set(seconds(now))
	}
}

// WriteFile writes all metrics for the textfile collector of node_exporter: the
// file is there whole, or as it was before. Counters go on from those of the file
// that is there, and gauges of which nothing is known by now stay: above all the
// time of the last success. A file that cannot be understood counts as none.
func (m *Metrics) WriteFile(path string) error {
	now, err := m.registry.Gather()
	if err != nil {
		return fmt.Errorf("gather metrics: %w", err)
	}
	before, err := readFile(path)
	if err != nil {
		return err
	}
	m.continues(now, before)
	if old := before[prefix+"last_run_success_timestamp_seconds"]; old != nil &&
		!slices.ContainsFunc(now, func(f *dto.MetricFamily) bool { return f.GetName() == old.GetName() }) {
		now = append(now, old)
		sort.Slice(now, func(i, j int) bool { return now[i].GetName() < now[j].GetName() })
	}
	err = atomicfile.Write(path, func(w io.Writer) error {
		for _, family := range now {
			if _, err := expfmt.MetricFamilyToText(w, family); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write metrics: %w", err)
	}
	return nil
}

// readFile reads an earlier file; nothing if there is none that makes sense.
func readFile(path string) (map[string]*dto.MetricFamily, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read metrics: %w", err)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(b))
	if err != nil {
		return nil, nil //nolint:nilerr // it is replaced by one that can be read
	}
	return families, nil
}

// continues adds what counters and histograms had reached before.
func (m *Metrics) continues(now []*dto.MetricFamily, before map[string]*dto.MetricFamily) {
	for _, family := range now {
		old := before[family.GetName()]
		if old == nil || old.GetType() != family.GetType() {
			continue
		}
		byLabels := map[string]*dto.Metric{}
		for _, metric := range old.Metric {
			byLabels[labelsOf(metric)] = metric
		}
		for _, metric := range family.Metric {
			o := byLabels[labelsOf(metric)]
			if o == nil {
				continue
			}
			delete(byLabels, labelsOf(metric))
			switch family.GetType() {
			case dto.MetricType_COUNTER:
				v := metric.Counter.GetValue() + o.Counter.GetValue()
				metric.Counter.Value = &v
			case dto.MetricType_HISTOGRAM:
				addHistogram(metric.Histogram, o.Histogram)
			}
		}
		if family.GetType() == dto.MetricType_COUNTER {
			family.Metric = append(family.Metric, m.stillThere(byLabels)...)
		}
	}
}

// stillThere are the counters of feeds that were not polled this time.
func (m *Metrics) stillThere(left map[string]*dto.Metric) (list []*dto.Metric) {
	if m.perFeed == nil {
		return nil
	}
	m.perFeed.mu.Lock()
	defer m.perFeed.mu.Unlock()
	known := map[string]bool{}
	for _, url := range m.perFeed.urls {
		known[url] = true
	}
	for _, metric := range left {
		for _, l := range metric.Label {
			if l.GetName() == "feed" && known[l.GetValue()] {
				list = append(list, metric)
			}
		}
	}
	return list
}

// addHistogram adds another of the same buckets; other buckets begin anew.
func addHistogram(to, from *dto.Histogram) {
	old := map[float64]uint64{}
	for _, b := range from.Bucket {
		old[b.GetUpperBound()] = b.GetCumulativeCount()
	}
	for _, b := range to.Bucket {
		if _, ok := old[b.GetUpperBound()]; !ok {
			return
		}
	}
	for _, b := range to.Bucket {
		n := b.GetCumulativeCount() + old[b.GetUpperBound()]
		b.CumulativeCount = &n
	}
	n, sum := to.GetSampleCount()+from.GetSampleCount(), to.GetSampleSum()+from.GetSampleSum()
	to.SampleCount, to.SampleSum = &n, &sum
}

func labelsOf(m *dto.Metric) string {
	var pairs []string
	for _, l := range m.Label {
		pairs = append(pairs, fmt.Sprintf("%q=%q", l.GetName(), l.GetValue()))
	}
	slices.Sort(pairs)
	return fmt.Sprint(pairs)
}
