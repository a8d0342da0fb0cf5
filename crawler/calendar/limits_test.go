package calendar

import (
	"errors"
	"testing"
	"time"
)

func TestP9ScopeByEvidence(t *testing.T) {
	now := time.Now()
	hour := now.Add(time.Hour)
	for name, tc := range map[string]struct {
		limits  [][2]string // host, URL
		host    string
		url     string
		private bool
		closed  bool
		// within is for how long; 0: the hour that was asked for.
		within time.Duration
	}{
		"one URL: that URL":              {[][2]string{{"www.a.example", "/1"}}, "www.a.example", "/1", false, true, 0},
		"one URL: not its neighbours":    {[][2]string{{"www.a.example", "/1"}}, "www.a.example", "/2", false, false, 0},
		"one URL twice is one":           {[][2]string{{"www.a.example", "/1"}, {"www.a.example", "/1"}}, "www.a.example", "/2", false, false, 0},
		"two URLs: the host":             {[][2]string{{"www.a.example", "/1"}, {"www.a.example", "/2"}}, "www.a.example", "/3", false, true, 0},
		"two URLs: not the other hosts":  {[][2]string{{"www.a.example", "/1"}, {"www.a.example", "/2"}}, "news.a.example", "/3", false, false, 0},
		"two hosts: the domain":          {[][2]string{{"www.a.example", "/1"}, {"news.a.example", "/2"}}, "m.a.example", "/3", false, true, domainReach},
		"two hosts: each its own":        {[][2]string{{"www.a.example", "/1"}, {"news.a.example", "/2"}}, "www.a.example", "/1", false, true, 0},
		"private: never more than a URL": {[][2]string{{"127.0.0.1", "/1"}, {"127.0.0.1", "/2"}}, "127.0.0.1", "/3", true, false, 0},
		"private: the URL itself":        {[][2]string{{"127.0.0.1", "/1"}, {"127.0.0.1", "/2"}}, "127.0.0.1", "/2", true, true, 0},
	} {
		t.Run(name, func(t *testing.T) {
			var l limits
			for _, x := range tc.limits {
				l = l.with(x[0], x[1], hour, now)
			}
			until := hour
			if tc.within > 0 {
				until = now.Add(tc.within)
			}
			got := l.closed(tc.host, tc.url, tc.private, now)
			if tc.closed != (got.UnixMilli() == until.UnixMilli()) || !tc.closed && !got.IsZero() {
				t.Errorf("closed until %s", got)
			}
			if got := l.closed(tc.host, tc.url, tc.private, hour.Add(time.Second)); !got.IsZero() {
				t.Errorf("still closed when the time is over: %s", got)
			}
		})
	}
}

func TestALaneForgetsLimits(t *testing.T) {
	now := time.Now()
	var l limits
	for i := range 100 {
		l = l.with("a.example", string(rune('a'+i)), now.Add(time.Hour), now)
	}
	if len(l) != maxLimits {
		t.Errorf("%d limits", len(l))
	}
	l = l.with("a.example", "/", now.Add(3*time.Hour), now.Add(2*time.Hour))
	if len(l) != 1 {
		t.Errorf("%d limits, want those of the past gone", len(l))
	}
}

func TestP6AClosedURLIsNotGivenOut(t *testing.T) {
	c := open(t, Options{})
	lane, _, err := c.Take(t.Context(), "https://news.example/1")
	if err != nil || lane == nil {
		t.Fatal(lane, err)
	}
	until := time.Now().Add(time.Hour)
	if err := lane.Give(t.Context(), Answer{Until: until}); err != nil {
		t.Fatal(err)
	}
	var closed *ClosedError
	if _, _, err := c.Take(t.Context(), "https://news.example/1"); !errors.As(err, &closed) || closed.Until.UnixMilli() != until.UnixMilli() {
		t.Errorf("%v", err)
	}
	if lane, _, err := c.Take(t.Context(), "https://news.example/2"); err != nil || lane == nil {
		t.Errorf("another URL: %v, %v", lane, err)
	}
}
