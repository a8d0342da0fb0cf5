package sink

import (
	"testing"

	"github.com/nats-io/nats.go/jetstream"
)

func TestDurablesAreTheSubscribersThatStay(t *testing.T) {
	d := localDesk(t)
	for _, cfg := range []jetstream.ConsumerConfig{{Durable: "archive"}, {Name: "once"}} {
		if _, err := d.js.CreateConsumer(t.Context(), "ARTICLES", cfg); err != nil {
			t.Fatal(err)
		}
	}
	if list, err := Durables(t.Context(), d.js, "ARTICLES"); err != nil || len(list) != 1 || list[0].Name != "archive" {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err := Durables(t.Context(), d.js, "NOTHING"); err != nil || len(list) != 0 {
		t.Errorf("of no stream: %+v, %v", list, err)
	}
}
