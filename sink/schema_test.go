package sink

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestTheSchemaLiesBesideTheStream(t *testing.T) {
	s := newServer(t, t.TempDir(), "127.0.0.1:0")
	d := newDesk(t, inProcess(t, s), StreamConfig{})
	for range 3 { // as three starts would
		if err := PublishSchema(t.Context(), d.js, StreamConfig{}); err != nil {
			t.Fatal(err)
		}
	}
	// A stranger reads it, and may not change it.
	nc, err := nats.Connect(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(time.Second))
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := js.KeyValue(t.Context(), SchemaBucket)
	if err != nil {
		t.Fatal(err)
	}
	e, err := bucket.Get(t.Context(), "article.v1")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(e.Value(), &schema); err != nil || schema.ID != article.Schema || e.Revision() != 1 {
		t.Errorf("$id %q, revision %d, %v", schema.ID, e.Revision(), err)
	}
	if _, err := bucket.Put(t.Context(), "article.v1", []byte("{}")); err == nil {
		t.Error("a stranger has changed the schema")
	}
	if e, err = bucket.Get(t.Context(), "article.v1"); err != nil || e.Revision() != 1 {
		t.Errorf("revision %d, %v", e.Revision(), err)
	}
}

func TestAnOlderSchemaIsReplaced(t *testing.T) {
	d := localDesk(t)
	if err := PublishSchema(t.Context(), d.js, StreamConfig{}); err != nil {
		t.Fatal(err)
	}
	bucket, err := d.js.KeyValue(t.Context(), SchemaBucket)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := bucket.Put(t.Context(), SchemaKey(), []byte(`{"older": true}`)); err != nil {
		t.Fatal(err)
	}
	if err := PublishSchema(t.Context(), d.js, StreamConfig{}); err != nil {
		t.Fatal(err)
	}
	e, err := bucket.Get(t.Context(), SchemaKey())
	if err != nil || e.Revision() != 3 || len(e.Value()) < 1000 {
		t.Errorf("revision %d of %d bytes, %v", e.Revision(), len(e.Value()), err)
	}
}
