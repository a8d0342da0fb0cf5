package daemon

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/atom"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/echo"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/version"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

const (
	defaultEntries = 50
	maxEntries     = 500
	// maxFeedBytes is how large a feed may become before its oldest entries go.
	maxFeedBytes = 16 << 20
	// fresh is how long an answer is given again without a look at the stream.
	fresh = 5 * time.Second
	// maxKept bounds the answers that are kept, and maxKeptBytes their sizes.
	maxKept      = 64
	maxKeptBytes = 64 << 20
	// readTimeout bounds one read of the stream.
	readTimeout = 30 * time.Second
)

// articlesFeed serves the last articles of the stream as Atom. Readers of the
// same feed share one read: an answer is kept for some seconds, and as long as
// nothing was published it stays the answer. One read goes on at a time, which
// bounds the memory.
type articlesFeed struct {
	desk *desk.Reader
	log  *slog.Logger

	reading chan struct{} // holds a token while the stream is read

	mu   sync.Mutex
	kept map[string]*answer // by query
}

// answer is a feed as it was written. It does not change, but for checked.
type answer struct {
	body     []byte
	etag     string
	modified time.Time
	last     uint64    // of the stream, when it was read
	checked  time.Time // when the stream was last looked at
}

func newArticlesFeed(d *desk.Reader, log *slog.Logger) *articlesFeed {
	return &articlesFeed{desk: d, log: log, reading: make(chan struct{}, 1), kept: map[string]*answer{}}
}

// feedQuery is what a request asks for.
type feedQuery struct {
	languages, sites, events []string // as they were written; none: all
	subjects                 []string // what they mean
	limit                    int
}

// key is the same for queries that mean the same.
func (q feedQuery) key() string {
	return strconv.Itoa(q.limit) + " " + strings.Join(slices.Sorted(slices.Values(q.subjects)), " ")
}

// parseFeedQuery reads the parameters of a request; repeated or comma-separated
// values are alternatives.
func parseFeedQuery(rawQuery, prefix string) (q feedQuery, err error) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return q, fmt.Errorf("the query cannot be read: %w", err)
	}
	q.limit = defaultEntries
	for name, list := range values {
		list = strings.Split(strings.Join(list, ","), ",")
		switch name {
		case "language":
			q.languages = list
		case "site":
			q.sites = list
		case "event":
			q.events = list
		case "limit":
			if q.limit, err = strconv.Atoi(list[0]); err != nil || len(list) > 1 || q.limit < 1 || q.limit > maxEntries {
				return q, fmt.Errorf("limit=%s: want one number from 1 to %d", strings.Join(list, ","), maxEntries)
			}
		default:
			return q, fmt.Errorf("unknown parameter %q: there are language, site, event and limit", name)
		}
		if name != "limit" && len(list) > maxAlternatives {
			return q, fmt.Errorf("%s: want at most %d values", name, maxAlternatives)
		}
	}
	filter, err := sink.ParseFilter(q.languages, q.sites, q.events)
	filter.Prefix = prefix
	q.subjects = filter.Subjects()
	return q, err
}

// maxAlternatives bounds the values of one parameter.
const maxAlternatives = 10

func (f *articlesFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "want GET or HEAD", http.StatusMethodNotAllowed)
		return
	}
	q, err := parseFeedQuery(r.URL.RawQuery, f.desk.Config.NATS.Subject)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	got, err := f.answer(r.Context(), q)
	if err != nil {
		client, _, _ := net.SplitHostPort(r.RemoteAddr)
		f.log.Warn("articles.atom", "query", r.URL.RawQuery, echo.Client, client, "error", err)
		w.Header().Set("Retry-After", "10")
		http.Error(w, "the articles cannot be read now", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", atom.ContentType)
	w.Header().Set("Cache-Control", fmt.Sprintf("max-age=%d", int(fresh.Seconds())))
	w.Header().Set("ETag", got.etag)
	http.ServeContent(w, r, "", got.modified, bytes.NewReader(got.body)) // HEAD and 304 as well
}

// answer is the kept answer if it still holds, else a new one.
func (f *articlesFeed) answer(ctx context.Context, q feedQuery) (*answer, error) {
	if old := f.recall(q.key()); old != nil {
		return old, nil
	}
	select {
	case f.reading <- struct{}{}:
		defer func() { <-f.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if old := f.recall(q.key()); old != nil { // somebody has read it meanwhile
		return old, nil
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	last, begun, err := f.state(ctx)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	old := f.kept[q.key()]
	if old != nil && old.last == last {
		old.checked = time.Now()
		f.mu.Unlock()
		return old, nil
	}
	f.mu.Unlock()
	got, err := f.read(ctx, q, begun)
	if err != nil {
		return nil, err
	}
	got.last, got.checked = last, time.Now()
	f.keep(q.key(), got)
	return got, nil
}

// recall returns an answer that was looked after a moment ago.
func (f *articlesFeed) recall(key string) *answer {
	f.mu.Lock()
	defer f.mu.Unlock()
	if a := f.kept[key]; a != nil && time.Since(a.checked) < fresh {
		return a
	}
	return nil
}

// keep remembers an answer, and forgets those that were asked for longest ago
// if there are too many.
func (f *articlesFeed) keep(key string, a *answer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept[key] = a
	for {
		size, oldest := 0, ""
		for k, v := range f.kept {
			size += len(v.body)
			if k != key && (oldest == "" || v.checked.Before(f.kept[oldest].checked)) {
				oldest = k
			}
		}
		if oldest == "" || len(f.kept) <= maxKept && size <= maxKeptBytes {
			return
		}
		delete(f.kept, oldest)
	}
}

// state is the stream's last sequence, and when the stream began.
func (f *articlesFeed) state(ctx context.Context) (last uint64, begun time.Time, err error) {
	stream, err := f.desk.JS.Stream(ctx, f.desk.Config.NATS.Stream.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return 0, time.Time{}, nil
	}
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("look at stream %s: %w", f.desk.Config.NATS.Stream.Name, err)
	}
	return stream.CachedInfo().State.LastSeq, stream.CachedInfo().Created, nil
}

// read writes the feed of a query: of each story the newest version among the
// last messages, the newest first. begun is the date of a feed without entries.
func (f *articlesFeed) read(ctx context.Context, q feedQuery, begun time.Time) (*answer, error) {
	type written struct {
		id  string
		xml []byte
	}
	var entries []written // oldest first
	newest, size, modified := map[string]int{}, 0, begun
	o := subscribe.Options{Stream: f.desk.Config.NATS.Stream.Name, Subjects: q.subjects, Last: q.limit}
	for m, err := range subscribe.Read(ctx, f.desk.NC, o) {
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			break
		}
		if err != nil && m.Sequence == 0 {
			return nil, err
		}
		if err != nil {
			continue // no article
		}
		entry, err := atom.Entry(m.Article, m.Time)
		if err != nil {
			return nil, err
		}
		if i, ok := newest[m.Article.ID]; ok {
			size -= len(entries[i].xml)
			entries[i].xml = nil
		}
		newest[m.Article.ID] = len(entries)
		entries, size, modified = append(entries, written{m.Article.ID, entry}), size+len(entry), m.Time
		for i := 0; size > maxFeedBytes; i++ {
			size -= len(entries[i].xml)
			entries[i].xml = nil
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.Write(atom.Feed{
		ID: "urn:wiredesk:articles:" + url.QueryEscape(strings.Join(q.subjects, " ")), Title: q.title(), Version: version.String(),
		Updated: modified,
	}.Head())
	for _, e := range slices.Backward(entries) {
		b.Write(e.xml)
	}
	b.WriteString(atom.End)
	sum := sha256.Sum256(b.Bytes())
	return &answer{body: b.Bytes(), etag: `"` + hex.EncodeToString(sum[:16]) + `"`, modified: modified}, nil
}

// title says what the feed is of.
func (q feedQuery) title() string {
	title := []string{"Articles"}
	for _, part := range []struct {
		name string
		list []string
	}{{"language", q.languages}, {"site", q.sites}, {"event", q.events}} {
		if len(part.list) > 0 {
			title = append(title, part.name+" "+strings.Join(part.list, " or "))
		}
	}
	return strings.Join(title, ", ")
}
