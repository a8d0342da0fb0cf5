package page

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

const (
	// heartbeat is how often a silent connection is given a sign of life.
	heartbeat = 15 * time.Second
	// retry is after how long a browser comes back, in milliseconds.
	retry = "retry: 3000\n\n"
)

// broadcast renders once a second, while somebody follows, and sends what has
// changed, until ctx ends.
func (p *Page) broadcast(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var sent *overview
	var minute int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if p.hub.size() == 0 {
			sent = nil
			continue
		}
		o := p.look(ctx)
		if frame := difference(sent, o); frame != nil {
			p.hub.send(frame)
		}
		last := p.Journal.series(2)
		if sent == nil || last.Begin != minute || o.Day.New+o.Day.Changed != sent.Day.New+sent.Day.Changed {
			p.hub.send(event("minutes", last.frame()))
		}
		sent, minute = o, last.Begin
	}
}

// difference is a frame of the parts that changed, nil if none did.
func difference(before, after *overview) []byte {
	changed := map[string]string{}
	for name, part := range after.parts {
		if before == nil || before.parts[name] != part {
			changed[name] = string(part)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	out.SetEscapeHTML(false) // it becomes HTML in any case
	_ = out.Encode(changed)  // text always encodes
	return event("parts", bytes.TrimSpace(b.Bytes()))
}

// event is a frame of the stream; JSON has no line breaks.
func event(name string, data []byte) []byte {
	return append(append([]byte("event: "+name+"\ndata: "), data...), '\n', '\n')
}

func (p *Page) serveEvents(w http.ResponseWriter, r *http.Request) {
	frames := p.hub.join()
	if frames == nil {
		w.Header().Set("Retry-After", "30")
		http.Error(w, "too many follow already", http.StatusServiceUnavailable)
		return
	}
	defer p.hub.leave(frames)
	secure(w.Header())
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // for proxies that would wait for more
	out := http.NewResponseController(w)
	write := func(frame []byte) bool {
		_ = out.SetWriteDeadline(time.Now().Add(patience)) // the server's own would end the stream; a recorder in a test has none
		if _, err := w.Write(frame); err != nil {
			return false
		}
		return out.Flush() == nil
	}
	// All of it at first: what changed while a browser was away.
	if !write([]byte(retry)) || !write(difference(nil, p.look(r.Context()))) {
		return
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case frame, ok := <-frames:
			if !ok || !write(frame) {
				return
			}
			beat.Reset(heartbeat)
		case <-beat.C:
			if !write([]byte(": all is quiet\n\n")) {
				return
			}
		}
	}
}
