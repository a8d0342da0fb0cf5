package article

import (
	"bytes"
	"encoding/json"
	"time"
)

// Equal reports whether two versions of a story say the same in every field, but for
// those that tell the versions apart and say how they were made: version, previous_version,
// event, event_reason, changes, first_seen_at, provenance and pipeline.
func Equal(a, b *Article) bool {
	was, err1 := json.Marshal(unversioned(a))
	is, err2 := json.Marshal(unversioned(b))
	return err1 == nil && err2 == nil && bytes.Equal(was, is)
}

func unversioned(a *Article) *Article {
	v := *a
	v.ID, v.Version, v.PreviousVersion, v.Event, v.EventReason, v.Changes = "", 0, 0, "", "", nil
	v.FirstSeenAt, v.Provenance, v.Pipeline = time.Time{}, Provenance{}, nil
	return &v
}
