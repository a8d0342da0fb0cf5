package fetch

import (
	"context"
	"net/http"
)

// task is one request on its way through the chain.
type task struct {
	kind   Kind
	body   []byte
	wire   int64 // bytes of the body before decoding
	header http.Header
	status int
	unread bool
	odd    bool // its media type is of nothing that is asked for
	begun  bool // the request was handed to the transport
	way    way
}

type taskKey struct{}

func taskOf(ctx context.Context) *task { t, _ := ctx.Value(taskKey{}).(*task); return t }
