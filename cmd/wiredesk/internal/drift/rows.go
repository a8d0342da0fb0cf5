package drift

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/nats-io/nats.go/jetstream"
)

// maxRows bounds how many rows are read.
const maxRows = 1000

// Rows are the sites that have lost something now, those that did so last first. It
// needs no right but to read, and there are none if nothing was ever stored.
func Rows(ctx context.Context, js jetstream.JetStream) ([]Row, error) {
	const marks = "$KV." + Bucket + ".rot."
	stream, err := js.Stream(ctx, "KV_"+Bucket)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look at bucket %s: %w", Bucket, err)
	}
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(marks+">"))
	if err != nil {
		return nil, fmt.Errorf("list what is lost: %w", err)
	}
	var rows []Row
	for subject := range info.State.Subjects {
		if len(rows) == maxRows {
			break
		}
		key := "site." + strings.TrimPrefix(subject, marks)
		m, err := stream.GetLastMsgForSubject(ctx, "$KV."+Bucket+"."+key)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", key, err)
		}
		var r record
		if json.Unmarshal(m.Data, &r) == nil && r.Drift != nil {
			rows = append(rows, *r.Drift)
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		if !rows[i].Since.Equal(rows[j].Since) {
			return rows[i].Since.After(rows[j].Since)
		}
		return rows[i].Site < rows[j].Site
	})
	return rows, nil
}
