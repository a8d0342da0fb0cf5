package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// maxJSONDepth bounds how deep JSON may nest; encoding/json has a limit of its
// own, which is too deep for text that comes from anywhere.
const maxJSONDepth = 64

// jsonFeed is JSON Feed 1.1 (https://jsonfeed.org/version/1.1). Fields are raw
// so that one of a wrong type costs no more than itself.
type jsonFeed map[string]json.RawMessage

func parseJSON(text []byte, src Source, base resolver) (*Feed, error) {
	if err := checkJSONDepth(text); err != nil {
		return nil, err
	}
	f := &Feed{Format: "json"}
	var in jsonFeed
	items, err := decodeJSON(text, &in, f)
	if err != nil {
		return nil, err
	}
	if _, ok := in["items"]; !ok && !strings.Contains(in.text("version"), "jsonfeed.org") {
		return nil, &NotFeedError{Kind: "json"}
	}
	f.Title, f.Description, f.Language = plain(in.text("title")), base.text(in.text("description")), language(in.text("language"))
	f.Link, f.FeedURL = base.url(in.text("home_page_url")), base.url(in.text("feed_url"))
	inner := f.innerBase(base)
	f.Image, f.NextURL = firstURL(inner, in.text("icon"), in.text("favicon")), inner.url(in.text("next_url"))
	f.Authors = in.authors(inner)
	f.Expired = string(in["expired"]) == "true"
	for _, hub := range in.list("hubs") {
		f.addHub(inner.url(hub.text("url")))
	}
	marks := newMarker(src, len(text))
	for i, raw := range items {
		mark := marks.of(raw)
		if src.Known != nil && src.Known(mark) {
			f.Unchanged = append(f.Unchanged, mark)
			continue
		}
		item, guessed, ok := readItem(raw)
		if !ok {
			f.warn("item %d is no JSON object", i+1)
			continue
		}
		e, ok := jsonItem(item, f, inner)
		switch {
		case !ok || guessed && e.URL == "" && e.Title == "" && e.ContentHTML == "" && e.SummaryHTML == "":
			f.warn("item %d says nothing", i+1)
			continue
		case guessed:
			f.warn("item %d is not JSON as it should be; it was read as far as it can be", i+1)
		}
		f.addItem(e, mark)
	}
	return f, nil
}

// decodeJSON reads the feed's fields and its items, each by itself: one that is
// broken costs no more than itself, and from a text that ends early the items
// before the end are taken.
func decodeJSON(text []byte, in *jsonFeed, f *Feed) ([]json.RawMessage, error) {
	*in = jsonFeed{}
	var items []json.RawMessage
	left, whole := 0, true
	ended := members(text, func(key string, value []byte) {
		if key != "items" {
			if value, _, ok := mended(value); ok {
				(*in)[key] = value
			}
			return
		}
		(*in)[key] = json.RawMessage("[]")
		items = items[:0]
		whole = elements(value, func(item []byte) {
			if len(items) < MaxItems {
				items = append(items, item)
			} else {
				left++
			}
		})
	})
	if ended && whole {
		if left > 0 {
			f.warn("only the first %d items were read", MaxItems)
		}
		return items, nil
	}
	if len(items) == 0 {
		if err := json.Unmarshal(text, &struct{}{}); err != nil {
			return nil, fmt.Errorf("parse JSON: %w", err)
		}
		f.warn("items is no list")
		return nil, nil
	}
	f.Partial = true
	f.warn("the document ends early")
	return items, nil
}

// readItem reads the fields of one item. One that is broken costs no more than
// itself; mended says that some were read although they are not JSON.
func readItem(raw json.RawMessage) (item jsonFeed, guessed, ok bool) {
	item = jsonFeed{}
	valid := json.Valid(raw)
	ok = members(raw, func(key string, value []byte) {
		if !valid {
			fixed, _, whole := mended(value)
			if guessed = true; !whole {
				return
			}
			value = fixed
		}
		if isNothing(value) && !isNothing(item[key]) { // the same name again
			return
		}
		item[key] = value
	})
	return item, guessed, ok
}

// isNothing reports whether a value says nothing.
func isNothing(raw json.RawMessage) bool {
	switch string(bytes.TrimSpace(raw)) {
	case "", `""`, "null", "[]", "{}":
		return true
	}
	return false
}

func checkJSONDepth(text []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxJSONDepth {
				return &LimitError{"nested JSON values", maxJSONDepth}
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func jsonItem(in jsonFeed, f *Feed, base resolver) (normalize.Entry, bool) {
	e := normalize.Entry{
		ID: in.text("id"), Title: plain(in.text("title")), Language: language(in.text("language"), f.Language),
		Published: base.date(in.text("date_published")), Updated: base.date(in.text("date_modified")),
		SummaryHTML: base.text(in.text("summary")),
		Image:       firstURL(base, in.text("image"), in.text("banner_image")),
	}
	own, other := base.page(in.text("url")), base.page(in.text("external_url"))
	content := in.text("content_html")
	if e.ContentHTML = base.ofEntry(resolver{}, own, content).clean(content); e.ContentHTML == "" {
		e.ContentHTML = base.text(in.text("content_text"))
	}
	e.URL = first(own, other)
	if e.URL == "" && strings.Contains(e.ID, "://") {
		e.URL = base.url(e.ID)
	}
	for _, u := range []string{own, other} {
		if u != "" {
			e.Links = append(e.Links, u)
		}
	}
	e.Authors = in.authors(base)
	if len(e.Authors) == 0 {
		e.Authors = f.Authors
	}
	for _, t := range in.texts("tags") {
		e.Tags = addTag(e.Tags, t)
	}
	for _, a := range in.list("attachments") {
		u := base.url(a.text("url"))
		addEnclosure(&e, u, a.text("mime_type"), a.text("size_in_bytes"))
		lasts(&e, u, seconds(a.scalar("duration_in_seconds")))
	}
	return e, e.ID != "" || e.URL != "" || e.Title != "" || e.ContentHTML != "" || e.SummaryHTML != ""
}

// raws is a field as a list; one value alone counts as a list.
func (j jsonFeed) raws(name string) []json.RawMessage {
	raw := bytes.TrimSpace(j[name])
	switch {
	case len(raw) == 0:
		return nil
	case raw[0] != '[':
		return []json.RawMessage{raw}
	}
	var raws []json.RawMessage
	elements(raw, func(value []byte) { raws = append(raws, value) })
	return raws
}

// objectOf is a value as an object, nil if it is none. The value is valid JSON.
func objectOf(raw json.RawMessage) jsonFeed {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || raw[0] != '{' {
		return nil
	}
	o := jsonFeed{}
	members(raw, func(key string, value []byte) { o[key] = value })
	return o
}

// list is a field as a list of objects.
func (j jsonFeed) list(name string) []jsonFeed {
	var list []jsonFeed
	for _, raw := range j.raws(name) {
		if o := objectOf(raw); o != nil {
			list = append(list, o)
		}
	}
	return list
}

// texts is a field as texts.
func (j jsonFeed) texts(name string) (texts []string) {
	raws := j.raws(name)
	for _, raw := range raws[:min(len(raws), maxTags)] {
		texts = append(texts, textOf(raw, 0))
	}
	return texts
}

// authors reads authors (1.1) and author (1.0), also where they are mere names.
func (j jsonFeed) authors(base resolver) []normalize.Person {
	var list []normalize.Person
	for _, name := range []string{"authors", "author"} {
		raws := j.raws(name)
		for _, raw := range raws[:min(len(raws), maxTags)] {
			var p normalize.Person
			if o := objectOf(raw); o != nil {
				if p = (normalize.Person{Name: plain(o.text("name")), URL: base.url(o.text("url"))}); isNobody(p.Name) {
					p.Name = ""
				}
			} else {
				p, _ = person(textOf(raw, 0))
			}
			if p != (normalize.Person{}) && !isNobody(p.Name+p.Email+p.URL) && !slices.Contains(list, p) {
				list = append(list, p)
			}
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}
