package subscribe_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// A whole subscriber: every English article, also those published while it was
// not running.
func Example() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := subscribe.Run(ctx, subscribe.Options{Durable: "archive", Filter: subscribe.Filter{Language: "en"}},
		func(_ context.Context, m subscribe.Message) error {
			fmt.Println(m.Article.Event, m.Article.Headline, m.Article.URL)
			return nil
		})
	if ctx.Err() == nil {
		log.Print(err)
	}
}
