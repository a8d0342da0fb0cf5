package sink

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// SchemaBucket is the KV bucket in which the JSON Schema of articles lies beside
// their stream, so that a subscriber in any language finds what it reads.
const SchemaBucket = "SCHEMAS"

// SchemaKey is the key of the schema that ce-dataschema names: article.v1.
func SchemaKey() string {
	return path.Base(path.Dir(article.Schema)) + "." + path.Base(article.Schema)
}

// schemaHistory is how many earlier schemas the bucket keeps.
const schemaHistory = 5

// PublishSchema writes the JSON Schema of articles into SchemaBucket, which it
// makes if it is missing, unless the same is there. An older program that runs
// beside a newer one would write its own back at its next start: fields are only
// ever added, so that either schema fits the messages of both.
func PublishSchema(ctx context.Context, js jetstream.JetStream, cfg StreamConfig) error {
	schema, err := article.JSONSchema()
	if err != nil {
		return fmt.Errorf("schema of articles: %w", err)
	}
	bucket, err := js.KeyValue(ctx, SchemaBucket)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		bucket, err = js.CreateOrUpdateKeyValue(ctx, jetstream.KeyValueConfig{
			Bucket: SchemaBucket, Description: "JSON Schemas of what the streams hold", History: schemaHistory,
			MaxValueSize: 1 << 20, Replicas: cfg.withDefaults().Replicas,
		})
	}
	if err != nil {
		return fmt.Errorf("bucket %s: %w", SchemaBucket, storage(err))
	}
	have, err := bucket.Get(ctx, SchemaKey())
	switch {
	case err == nil && bytes.Equal(have.Value(), schema):
		return nil
	case err == nil:
		_, err = bucket.Update(ctx, SchemaKey(), schema, have.Revision())
	case errors.Is(err, jetstream.ErrKeyNotFound):
		_, err = bucket.Create(ctx, SchemaKey(), schema)
	}
	if err != nil && !errors.Is(err, jetstream.ErrKeyExists) { // another process was faster
		return fmt.Errorf("write the schema of articles to bucket %s: %w", SchemaBucket, storage(err))
	}
	return nil
}
