package feed

import (
	"cmp"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// deletions are the deleted-entry elements of a feed (RFC 6721). The namespace is
// not looked at: no other vocabulary has an element of this name.
func deletions(x ext.Extensions, base resolver) []Deletion {
	var all []Deletion
	for _, space := range x {
		for _, e := range space["deleted-entry"] {
			ref := strings.TrimSpace(e.Attrs["ref"])
			if ref == "" || len(ref) > maxURL || len(all) == maxDeleted {
				continue
			}
			d := Deletion{Ref: ref, When: base.date(e.Attrs["when"])}
			for _, child := range e.Children["by"] {
				d.By = cmp.Or(d.By, plain(child.Value), nameIn(child))
			}
			for _, child := range e.Children["comment"] {
				d.Comment = cmp.Or(d.Comment, plain(capField(child.Value)))
			}
			all = append(all, d)
		}
	}
	return all
}

// nameIn is the name of a person construct (RFC 4287, section 3.2).
func nameIn(e ext.Extension) string {
	for _, name := range e.Children["name"] {
		return plain(name.Value)
	}
	return ""
}
