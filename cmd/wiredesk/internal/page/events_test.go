package page

import (
	"bufio"
	"context"
	"encoding/json"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wiredesk/wiredesk/crawler"
)

// frame reads one event of a stream.
func frame(t *testing.T, r *bufio.Reader) (name, data string) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "event: "):
			name = line[len("event: "):]
		case strings.HasPrefix(line, "data: "):
			data = line[len("data: "):]
		case line == "" && name != "":
			return name, data
		}
	}
}

func TestWhoFollowsSeesWhatHappens(t *testing.T) {
	w := newWorld(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.Run(ctx)
	}()
	defer func() { stop(); <-ended }()
	r, err := http.NewRequestWithContext(ctx, "GET", w.site.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Errorf("%v", resp.Header)
	}
	stream := bufio.NewReader(resp.Body)
	if line, err := stream.ReadString('\n'); err != nil || line != "retry: 3000\n" {
		t.Errorf("begins with %q, %v", line, err)
	}
	var all map[string]string
	name, data := frame(t, stream)
	if err := json.Unmarshal([]byte(data), &all); err != nil || name != "parts" || len(all) != len(parts) {
		t.Errorf("the first frame is %s with %d parts, %v", name, len(all), err)
	}
	a := newStory("/1", "Harbour reopens", "Text one.")
	w.Journal.Observe(crawler.Event{Kind: crawler.Page, Outcome: crawler.Fresh, Status: 200,
		Article: &crawler.Result{Event: "published", ID: a.ID, Article: a}})
	for seen, minutes := false, false; !seen || !minutes; {
		name, data := frame(t, stream)
		seen = seen || name == "parts" && strings.Contains(data, "Harbour reopens")
		minutes = minutes || name == "minutes" && strings.Contains(data, `"new":[`) && strings.Contains(data, "1")
	}
}

// Each of a hundred clients gets the same bytes, of one rendering; and the one that
// does not read is dropped, without the others waiting for it.
func TestASlowClientIsDropped(t *testing.T) {
	h := hub{clients: map[chan []byte]bool{}}
	quick, slow := h.join(), h.join()
	for range behind + 1 {
		h.send([]byte("x"))
		<-quick
	}
	n := 0
	for range slow { // it is closed
		n++
	}
	if n != behind || h.size() != 1 {
		t.Errorf("%d frames, %d clients", n, h.size())
	}
	h.leave(quick)
	h.leave(slow) // has gone already
	if h.size() != 0 {
		t.Errorf("%d clients", h.size())
	}
}

func TestThereIsAnEndToClients(t *testing.T) {
	p := New(Options{Journal: NewJournal(false)})
	for range maxClients {
		p.hub.join()
	}
	got := httptest.NewRecorder()
	p.Handler().ServeHTTP(got, httptest.NewRequest("GET", "/events", nil))
	if got.Code != 503 || got.Header().Get("Retry-After") == "" {
		t.Errorf("%d %v", got.Code, got.Header())
	}
}

// pipeWriter is a response whose body a test reads as it comes.
type pipeWriter struct {
	http.ResponseWriter
	w io.Writer
}

func (p pipeWriter) Write(b []byte) (int, error) { return p.w.Write(b) }
func (p pipeWriter) FlushError() error           { return nil }

func TestASilentConnectionGetsASignOfLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Options{Journal: NewJournal(false)})
		p.overview = &overview{facts: facts{At: time.Now()}, parts: map[string]template.HTML{"status": "x"}}
		ctx, cancel := context.WithCancel(t.Context())
		r, w := io.Pipe()
		done := make(chan struct{})
		go func() {
			defer close(done)
			p.serveEvents(pipeWriter{httptest.NewRecorder(), w}, httptest.NewRequest("GET", "/events", nil).WithContext(ctx))
			_ = w.Close()
		}()
		in := bufio.NewReader(r)
		frame(t, in) // the first
		begun := time.Now()
		for range 2 {
			line := ""
			for !strings.HasPrefix(line, ":") {
				var err error
				if line, err = in.ReadString('\n'); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got := time.Since(begun); got != 2*heartbeat {
			t.Errorf("two signs of life after %s", got)
		}
		cancel()
		go func() { _, _ = io.Copy(io.Discard, in) }()
		<-done
		if p.hub.size() != 0 {
			t.Error("a client that has gone is still there")
		}
	})
}

func TestOnlyWhatChangedIsSent(t *testing.T) {
	before := &overview{parts: map[string]template.HTML{"a": "1", "b": "<2>"}}
	after := &overview{parts: map[string]template.HTML{"a": "1", "b": "<3>\n"}}
	if got := string(difference(before, after)); got != "event: parts\ndata: {\"b\":\"<3>\\n\"}\n\n" {
		t.Errorf("%q", got)
	}
	if got := difference(after, after); got != nil {
		t.Errorf("%q", got)
	}
}

func TestPlacesOnTheChart(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 3: 5, 6: 10, 11: 20, 201: 500} {
		if got := niceTop(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
	for d, want := range map[time.Duration]float64{
		0: 0, 100 * time.Microsecond: 0, time.Hour: 100, 2 * time.Hour: 100, 600 * time.Millisecond: 50,
	} {
		if got := logPlace(d); got < want-0.1 || got > want+0.1 {
			t.Errorf("%s: %f, want %f", d, got, want)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		j := NewJournal(false)
		for _, c := range []struct{ minutes, bars int }{{60, 60}, {6 * 60, 72}, {24 * 60, 96}} {
			j.Stats.Past(time.Now().Add(-time.Duration(c.minutes-1)*time.Minute), "published", time.Time{})
			got := j.chart()
			if got.Span != time.Duration(c.minutes)*time.Minute || int(got.Span/got.Each) != c.bars || len(got.Bars) == 0 {
				t.Errorf("%d minutes: %+v", c.minutes, got)
			}
		}
	})
}
