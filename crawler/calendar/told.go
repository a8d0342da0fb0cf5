package calendar

import "sync"

// told remembers of which records it was said that they cannot be read. The zero value
// is ready for use.
type told struct {
	mu   sync.Mutex
	revs map[string]uint64 // by key: there are as many as records in the bucket
}

// first reports whether nothing was said yet of a record as it stands now.
func (t *told) first(key string, rev uint64) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.revs[key] == rev {
		return false
	}
	if t.revs == nil {
		t.revs = map[string]uint64{}
	}
	t.revs[key] = rev
	return true
}
