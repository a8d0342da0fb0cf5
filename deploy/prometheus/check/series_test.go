package check

import (
	"context"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// series are all that a scene's Prometheus has stored.
type series []*storage.SeriesEntry

// load makes the series of a scene, from its beginning at 1970.
func (s *scene) load(t *testing.T) series {
	t.Helper()
	var all series
	for _, in := range s.Series {
		name, values, err := promQL().ParseSeriesDesc(in.Series + " " + in.Values)
		if err != nil {
			t.Fatalf("%s: %v", in.Series, err)
		}
		var samples []chunks.Sample
		for i, v := range values {
			if !v.Omitted {
				samples = append(samples, sample{(time.Duration(i) * time.Duration(s.Interval)).Milliseconds(), v.Value})
			}
		}
		all = append(all, storage.NewListSeries(name, samples))
	}
	return all
}

// Querier implements storage.Queryable.
func (s series) Querier(int64, int64) (storage.Querier, error) { return &querier{all: s}, nil }

type querier struct {
	storage.MockQuerier // of which only Select is asked here
	all                 series
}

// Select implements storage.Querier.
func (q *querier) Select(_ context.Context, _ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
	return &set{left: q.matching(matchers)}
}

func (q *querier) matching(matchers []*labels.Matcher) (list series) {
	for _, s := range q.all {
		ok := true
		for _, m := range matchers {
			ok = ok && m.Matches(s.Labels().Get(m.Name))
		}
		if ok {
			list = append(list, s)
		}
	}
	return list
}

// set implements storage.SeriesSet.
type set struct {
	left series
	at   storage.Series
}

func (s *set) Next() bool {
	if len(s.left) == 0 {
		return false
	}
	s.at, s.left = s.left[0], s.left[1:]
	return true
}

func (s *set) At() storage.Series                { return s.at }
func (s *set) Err() error                        { return nil }
func (s *set) Warnings() annotations.Annotations { return nil }

// sample implements chunks.Sample.
type sample struct {
	t int64
	f float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) ST() int64                     { return 0 }
func (s sample) F() float64                    { return s.f }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }
