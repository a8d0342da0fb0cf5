package sink

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Where subscribers in any language find the JSON Schema of the articles: a
// key-value bucket beside the stream. The stream's metadata names both.
const (
	SchemaBucket = "SCHEMAS"
	SchemaKey    = "article.v1"

	metadataSchema   = "wiredesk.schema"
	metadataSchemaKV = "wiredesk.schema.kv"

	schemaHistory  = 5
	schemaAttempts = 3
)

// PublishSchema puts the JSON Schema of this build's articles into the bucket,
// which it makes if there is none, unless it is there already: then nothing is
// written, and no right to write is needed. Of several builds that start at the
// same time each writes at most once; schemas of one key only differ in fields
// that were added.
func PublishSchema(ctx context.Context, js jetstream.JetStream, replicas int) error {
	schema, err := article.JSONSchema()
	if err != nil {
		return fmt.Errorf("JSON Schema: %w", err)
	}
	kv, err := schemaBucket(ctx, js, replicas)
	if err != nil {
		return fmt.Errorf("bucket %s: %w", SchemaBucket, err)
	}
	for range schemaAttempts {
		if err = putSchema(ctx, kv, schema); !errors.Is(err, errSchemaRaced) {
			break
		}
		// Another process was faster, perhaps with the same.
	}
	if err != nil {
		return fmt.Errorf("publish JSON Schema as %s/%s: %w", SchemaBucket, SchemaKey, err)
	}
	return nil
}

func schemaBucket(ctx context.Context, js jetstream.JetStream, replicas int) (jetstream.KeyValue, error) {
	kv, err := js.KeyValue(ctx, SchemaBucket)
	if !errors.Is(err, jetstream.ErrBucketNotFound) {
		return kv, err
	}
	kv, err = js.CreateKeyValue(ctx, jetstream.KeyValueConfig{
		Bucket:      SchemaBucket,
		Description: "JSON Schema of the messages in the stream of articles",
		History:     schemaHistory,
		Replicas:    max(replicas, 1),
	})
	if errors.Is(err, jetstream.ErrBucketExists) {
		return js.KeyValue(ctx, SchemaBucket)
	}
	return kv, storage(err)
}

// errSchemaRaced says that another process wrote first.
var errSchemaRaced = errors.New("another process writes it again and again")

// putSchema compares and sets.
func putSchema(ctx context.Context, kv jetstream.KeyValue, schema []byte) error {
	have, err := kv.Get(ctx, SchemaKey)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		_, err = kv.Create(ctx, SchemaKey, schema)
	case err == nil && !bytes.Equal(have.Value(), schema):
		_, err = kv.Update(ctx, SchemaKey, schema, have.Revision())
	}
	if errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch) {
		return errSchemaRaced
	}
	return storage(err)
}

// schemaMetadata is what the stream says about its schema.
func schemaMetadata() map[string]string {
	return map[string]string{metadataSchema: article.Schema, metadataSchemaKV: SchemaBucket + "/" + SchemaKey}
}
