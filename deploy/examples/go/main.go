// Command go is a subscriber to start from: it keeps every version of every
// article in a folder. Its environment is described in deploy/examples/README.md.
package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := options()
	if err != nil {
		log.Fatal(err)
	}
	out := archive(cmp.Or(os.Getenv("OUT"), "archive"))
	if err := os.MkdirAll(string(out), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := subscribe.Run(ctx, o, out.keep); ctx.Err() == nil {
		log.Fatal(err)
	}
}

// options choose what to receive. A name that the server knows goes on where it
// was; Since is where a new one begins.
func options() (subscribe.Options, error) {
	o := subscribe.Options{URL: os.Getenv("NATS_URL"), Durable: cmp.Or(os.Getenv("DURABLE"), "example-go")}
	if languages := cmp.Or(os.Getenv("LANGUAGES"), "en,de"); languages != "all" {
		o.Filter.Languages = strings.Split(languages, ",")
	}
	if since := os.Getenv("SINCE"); since != "" {
		var err error
		if o.Since, err = time.Parse(time.RFC3339, since); err != nil {
			return o, fmt.Errorf("SINCE: %w", err)
		}
	}
	o.OnHeartbeat = func(s subscribe.Status) { // no news is not the same as no connection
		if !s.Connected {
			log.Printf("no answer from %s: %v", o.URL, s.Err)
		}
	}
	return o, nil
}

// archive is a folder with a file for each version.
type archive string

// keep is called with each article: nil acknowledges it, an error brings it
// again, subscribe.Skip gives it up. m.ID is "<id>:<version>": the same twice
// makes the same file.
func (a archive) keep(_ context.Context, m subscribe.Message) error {
	data, err := article.Encode(m.Article)
	if err != nil || !article.IsID(m.Article.ID) || m.ID != fmt.Sprintf("%s:%d", m.Article.ID, m.Article.Version) {
		return subscribe.Skip(err) // it is about to name a file; subscribe has looked already
	}
	path := filepath.Join(string(a), strings.ReplaceAll(m.ID, ":", "-")+".json")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return err // nil: it was here before
	}
	if err := os.WriteFile(path+".part", data, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s %s %q\n", m.ID, m.Article.Event, m.Article.Headline) // a terminal obeys what is not quoted
	return os.Rename(path+".part", path)                                // the file is there whole or not at all
}
