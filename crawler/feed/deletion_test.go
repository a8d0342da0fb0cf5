package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDeletedEntriesAreRead(t *testing.T) {
	when := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		doc  string
		want []Deletion
	}{
		"with a prefix": {
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>News</title>
			<at:deleted-entry ref="tag:news.example,2026:7" when="2026-11-23T09:30:00Z">
			<at:by><name>The editors</name></at:by><at:comment>It was &lt;b&gt;wrong&lt;/b&gt;.</at:comment></at:deleted-entry>
			<entry><id>tag:news.example,2026:8</id><title>Ferry</title></entry></feed>`,
			[]Deletion{{Ref: "tag:news.example,2026:7", When: when, By: "The editors", Comment: "It was wrong."}},
		},
		"in a default namespace": {
			`<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
			<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="https://news.example/7" when="2026-11-23T10:30:00+01:00"/></feed>`,
			[]Deletion{{Ref: "https://news.example/7", When: when}},
		},
		"several, one without a ref": {
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://purl.org/atompub/tombstones/1.0"><title>News</title>
			<x:deleted-entry ref="a" when="nonsense"/><x:deleted-entry when="2026-11-23T09:30:00Z"/><x:deleted-entry ref="b"/></feed>`,
			[]Deletion{{Ref: "a"}, {Ref: "b"}},
		},
		"in RSS": {
			`<rss version="2.0" xmlns:at="http://purl.org/atompub/tombstones/1.0"><channel><title>News</title>
			<at:deleted-entry ref="7" when="2026-11-23T09:30:00Z"/><item><title>Ferry</title><guid>8</guid></item></channel></rss>`,
			[]Deletion{{Ref: "7", When: when}},
		},
		"inside of an entry it is none": {
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>News</title>
			<entry><id>8</id><title>Ferry</title><at:deleted-entry ref="7"/></entry></feed>`, nil,
		},
	} {
		f, err := Parse([]byte(tt.doc), Source{URL: "https://news.example/feed"})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i := range f.Deleted {
			f.Deleted[i].When = f.Deleted[i].When.UTC()
		}
		if !slices.Equal(f.Deleted, tt.want) {
			t.Errorf("%s: %+v, want %+v", name, f.Deleted, tt.want)
		}
	}
}

func TestDeletedEntriesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>News</title>`)
	for i := range 5000 {
		fmt.Fprintf(&b, `<at:deleted-entry ref="%d"/>`, i)
	}
	b.WriteString(`</feed>`)
	f, err := Parse([]byte(b.String()), Source{URL: "https://news.example/feed"})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Deleted) != maxDeleted {
		t.Errorf("%d deletions", len(f.Deleted))
	}
}
