package page

import (
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
)

// Page is served by its Handler; Run keeps it up to date.
type Page struct {
	Options
	mux    *http.ServeMux
	feeds  feedindex.Index
	hub    hub
	trying chan struct{} // holds a token while a page is tried
	reads  chan struct{} // holds tokens while the stream is searched

	mu        sync.Mutex // of what follows
	overview  *overview
	answering gathered
}

// searches is how many searches of the stream go on at once.
const searches = 2

// search waits for its turn to look through the stream; done gives it back.
func (p *Page) search(ctx context.Context) (done func(), err error) {
	select {
	case p.reads <- struct{}{}:
		return func() { <-p.reads }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("others are searching: %w", ctx.Err())
	}
}
