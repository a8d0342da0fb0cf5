package sink

import (
	"bytes"
	"encoding/json"
	"errors"
	"sync"
	"testing"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func schemaRevision(t *testing.T, js jetstream.JetStream) uint64 {
	t.Helper()
	kv, err := js.KeyValue(t.Context(), SchemaBucket)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := kv.Get(t.Context(), SchemaKey)
	if err != nil {
		t.Fatal(err)
	}
	want, err := article.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(entry.Value(), want) {
		t.Errorf("%s holds %.80s…", SchemaKey, entry.Value())
	}
	return entry.Revision()
}

func TestTheSchemaIsWrittenOnlyWhenItDiffers(t *testing.T) {
	js := newJetStream(t)
	for range 3 {
		if err := PublishSchema(t.Context(), js, 1); err != nil {
			t.Fatal(err)
		}
		if rev := schemaRevision(t, js); rev != 1 {
			t.Errorf("revision %d after the same schema", rev)
		}
	}
	kv, err := js.KeyValue(t.Context(), SchemaBucket)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kv.Put(t.Context(), SchemaKey, []byte(`{"title":"of an earlier build"}`)); err != nil {
		t.Fatal(err)
	}
	if err := PublishSchema(t.Context(), js, 1); err != nil {
		t.Fatal(err)
	}
	schemaRevision(t, js)
	past, err := kv.History(t.Context(), SchemaKey)
	if err != nil || len(past) != 3 {
		t.Errorf("history of %d, %v; want the earlier ones too", len(past), err)
	}
}

func TestManyProcessesPublishTheSchemaAtOnce(t *testing.T) {
	server := newServer(t, t.TempDir(), "")
	var all sync.WaitGroup
	for range 8 {
		js, err := jetstream.New(inProcess(t, server))
		if err != nil {
			t.Fatal(err)
		}
		all.Go(func() {
			if err := PublishSchema(t.Context(), js, 1); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	js, err := jetstream.New(inProcess(t, server))
	if err != nil {
		t.Fatal(err)
	}
	if rev := schemaRevision(t, js); rev != 1 {
		t.Errorf("written %d times", rev)
	}
}

// A subscriber in any language follows the stream's metadata to the schema, as
// an anonymous reader of the built-in server.
func TestAReaderFindsTheSchemaFromTheStream(t *testing.T) {
	server := newServer(t, t.TempDir(), "127.0.0.1:0")
	js, err := jetstream.New(inProcess(t, server))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := EnsureStream(t.Context(), js, StreamConfig{}); err != nil {
		t.Fatal(err)
	}
	if err := PublishSchema(t.Context(), js, 1); err != nil {
		t.Fatal(err)
	}
	nc, err := nats.Connect(server.URL(), nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		if !errors.Is(err, nats.ErrPermissionViolation) {
			t.Error(err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	reader, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := reader.Stream(t.Context(), "ARTICLES")
	if err != nil {
		t.Fatal(err)
	}
	metadata := stream.CachedInfo().Config.Metadata
	if metadata["wiredesk.schema"] != article.Schema || metadata["wiredesk.schema.kv"] != "SCHEMAS/article.v1" {
		t.Errorf("metadata %v", metadata)
	}
	schemaRevision(t, reader)
	kv, err := reader.KeyValue(t.Context(), SchemaBucket)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := kv.GetRevision(t.Context(), SchemaKey, 1)
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		ID string `json:"$id"`
	}
	if err := json.Unmarshal(entry.Value(), &schema); err != nil || schema.ID != metadata["wiredesk.schema"] {
		t.Errorf("schema %q, %v", schema.ID, err)
	}
	// Writing has no answer, and no effect.
	if err := nc.Publish("$KV.SCHEMAS.article.v1", []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	if rev := schemaRevision(t, reader); rev != 1 {
		t.Error("a reader wrote the schema")
	}
	// With a reader's rights nothing is to be written: no error either.
	if err := PublishSchema(t.Context(), reader, 1); err != nil {
		t.Error(err)
	}
}

func TestMetadataOfOthersStays(t *testing.T) {
	js := newJetStream(t)
	for range 2 {
		s, err := EnsureStream(t.Context(), js, StreamConfig{})
		if err != nil {
			t.Fatal(err)
		}
		cfg := s.CachedInfo().Config
		if cfg.Metadata["wiredesk.schema"] != article.Schema {
			t.Errorf("metadata %v", cfg.Metadata)
		}
		cfg.Metadata = map[string]string{"owner": "desk"}
		if _, err := js.UpdateStream(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
	}
	s, err := EnsureStream(t.Context(), js, StreamConfig{})
	if err != nil || s.CachedInfo().Config.Metadata["owner"] != "desk" {
		t.Errorf("metadata %v, %v", s.CachedInfo().Config.Metadata, err)
	}
}
