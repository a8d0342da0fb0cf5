package feed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
)

// maxJSONDepth bounds how deep JSON may nest; encoding/json has a limit of its
// own, which is too deep for text that comes from anywhere.
const maxJSONDepth = 64

// jsonFeed is JSON Feed 1.1 (https://jsonfeed.org/version/1.1). Fields are raw
// so that one of a wrong type costs no more than itself.
type jsonFeed map[string]json.RawMessage

func parseJSON(text []byte, base resolver) (*Feed, error) {
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
	f.Title, f.Description, f.Language = plain(in.text("title")), html.EscapeString(in.text("description")), language(in.text("language"))
	f.Link, f.FeedURL = base.url(in.text("home_page_url")), base.url(in.text("feed_url"))
	inner := f.innerBase(base)
	f.Image, f.NextURL = firstURL(inner, in.text("icon"), in.text("favicon")), inner.url(in.text("next_url"))
	f.Authors = in.authors(inner)
	f.Expired = string(in["expired"]) == "true"
	for _, hub := range in.list("hubs") {
		f.addHub(inner.url(hub.text("url")))
	}
	for i, raw := range items {
		var item jsonFeed
		if err := json.Unmarshal(raw, &item); err != nil {
			f.warn("item %d is no object", i+1)
			continue
		}
		if e, ok := jsonItem(item, f, inner); ok {
			f.Items = append(f.Items, e)
		} else {
			f.warn("item %d says nothing", i+1)
		}
	}
	return f, nil
}

// decodeJSON reads the feed's fields and its items. From a text that ends early
// it takes the items before the end.
func decodeJSON(text []byte, in *jsonFeed, f *Feed) ([]json.RawMessage, error) {
	whole := json.Unmarshal(text, in)
	if whole != nil {
		items := salvageJSON(text, in)
		if len(items) == 0 {
			return nil, fmt.Errorf("parse JSON: %w", whole)
		}
		f.Partial = true
		f.warn("the document ends early")
		return items, nil
	}
	var items []json.RawMessage
	if raw := (*in)["items"]; len(raw) > 0 && json.Unmarshal(raw, &items) != nil {
		f.warn("items is no list")
	}
	if len(items) > MaxItems {
		items = items[:MaxItems]
		f.warn("only the first %d items were read", MaxItems)
	}
	return items, nil
}

// salvageJSON reads what stands before the place where a text breaks.
func salvageJSON(text []byte, in *jsonFeed) (items []json.RawMessage) {
	*in = jsonFeed{}
	d := json.NewDecoder(bytes.NewReader(text))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return items
		}
		name, _ := key.(string)
		if name == "items" {
			return salvageItems(d, in)
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return nil
		}
		(*in)[name] = raw
	}
	return nil
}

func salvageItems(d *json.Decoder, in *jsonFeed) (items []json.RawMessage) {
	if t, err := d.Token(); err != nil || t != json.Delim('[') {
		return nil
	}
	(*in)["items"] = json.RawMessage("[]")
	for d.More() && len(items) < MaxItems {
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			break
		}
		items = append(items, raw)
	}
	return items
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
		Published: date(in.text("date_published")), Updated: date(in.text("date_modified")),
		ContentHTML: base.clean(in.text("content_html")), SummaryHTML: html.EscapeString(in.text("summary")),
		Image: firstURL(base, in.text("image"), in.text("banner_image")),
	}
	if e.ContentHTML == "" {
		e.ContentHTML = html.EscapeString(in.text("content_text"))
	}
	e.URL = firstURL(base, in.text("url"), in.text("external_url"))
	if e.URL == "" && strings.Contains(e.ID, "://") {
		e.URL = base.url(e.ID)
	}
	for _, u := range []string{in.text("url"), in.text("external_url")} {
		if u = base.url(u); u != "" {
			e.Links = append(e.Links, u)
		}
	}
	e.Authors = in.authors(base)
	if len(e.Authors) == 0 {
		e.Authors = f.Authors
	}
	var tags []string
	if json.Unmarshal(in["tags"], &tags) != nil {
		tags = []string{in.text("tags")}
	}
	for _, t := range tags {
		e.Tags = addTag(e.Tags, t)
	}
	for _, a := range in.list("attachments") {
		addEnclosure(&e, base.url(a.text("url")), a.text("mime_type"), a.text("size_in_bytes"))
	}
	return e, e.ID != "" || e.URL != "" || e.Title != "" || e.ContentHTML != "" || e.SummaryHTML != ""
}

// text is a field as text: numbers, which ids often are, as they are written.
func (j jsonFeed) text(name string) string {
	raw := j[name]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s)
	}
	if _, err := strconv.ParseFloat(string(raw), 64); err == nil {
		return string(raw)
	}
	return ""
}

// list is a field as a list of objects; one object alone counts as a list.
func (j jsonFeed) list(name string) []jsonFeed {
	var raws []json.RawMessage
	if json.Unmarshal(j[name], &raws) != nil {
		raws = []json.RawMessage{j[name]}
	}
	var list []jsonFeed
	for _, raw := range raws {
		var o jsonFeed
		if json.Unmarshal(raw, &o) == nil && o != nil {
			list = append(list, o)
		}
	}
	return list
}

// authors reads authors (1.1) and author (1.0), also where they are mere names.
func (j jsonFeed) authors(base resolver) []normalize.Person {
	var list []normalize.Person
	for _, name := range []string{"authors", "author"} {
		for _, a := range j.list(name) {
			if p := (normalize.Person{Name: plain(a.text("name")), URL: base.url(a.text("url"))}); p != (normalize.Person{}) && !slices.Contains(list, p) && len(list) < maxTags {
				list = append(list, p)
			}
		}
		if p, ok := person(j.text(name)); ok {
			list = append(list, p)
		}
		var names []string
		if json.Unmarshal(j[name], &names) == nil {
			list = append(list, people(names...)...)
		}
		if len(list) > 0 {
			break
		}
	}
	return list
}
