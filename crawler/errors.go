package crawler

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/wiredesk/wiredesk/crawler/fetch"
)

// ErrUnpublishable says that a document can never become an article.
var ErrUnpublishable = errors.New("cannot be published")

// RobotsError says that robots.txt forbids a URL.
type RobotsError struct {
	URL    string
	Reason string
	// Unknown says that the site answered, but not with the file: it may again.
	Unknown bool
}

func (e *RobotsError) Error() string { return e.URL + ": " + e.Reason }

// StatusError says that a site answered, but not with what was asked for.
type StatusError struct {
	URL    string // as asked for
	Status int
}

func (e *StatusError) Error() string { return fmt.Sprintf("%s answered %d", e.URL, e.Status) }

// statusError says in words what was wrong with an answer that is no error of
// the transport.
func statusError(resp *fetch.Response) error {
	if resp.Unread {
		return fmt.Errorf("%s is %s, not a feed", resp.URL, resp.Header.Get("Content-Type"))
	}
	err := &StatusError{URL: resp.URL, Status: resp.Status}
	switch text := http.StatusText(resp.Status); {
	case resp.Status == http.StatusNotModified:
		return fmt.Errorf("%w %s to a request without validators", err, text)
	case resp.Document():
		return fmt.Errorf("%w %s without a body", err, text)
	default:
		return fmt.Errorf("%w %s", err, text)
	}
}
