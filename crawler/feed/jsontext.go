package feed

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// text is a field as text: numbers, which ids often are, as they are written.
func (j jsonFeed) text(name string) string { return textOf(j[name], 0) }

// scalar is text of a field that is no list and no object.
func (j jsonFeed) scalar(name string) string { return textOf(j[name], maxTextDepth) }

// textNames are the members in which an object has the text that it stands for.
var textNames = []string{
	"rendered", "raw", "value", "_value", "#text", "$t", "@value", "_", "text", "html", "plain", "content", "name", "title", "label", "url",
	"href", "src", "iso", "date", "timestamp",
}

// textOf is a value as text. Where an object stands for a text, as programs have it
// that turn their records into JSON, it is one of its members; of a list it is the first
// that says something.
func textOf(raw json.RawMessage, depth int) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		return strings.TrimSpace(unquote(raw))
	case '[':
		var list []json.RawMessage
		if depth >= maxTextDepth || json.Unmarshal(raw, &list) != nil {
			return ""
		}
		for _, each := range list[:min(len(list), maxTags)] {
			if s := textOf(each, depth+1); s != "" {
				return s
			}
		}
		return ""
	case '{':
		var object jsonFeed
		if depth >= maxTextDepth || json.Unmarshal(raw, &object) != nil {
			return ""
		}
		for _, name := range textNames {
			if s := textOf(object[name], depth+1); s != "" {
				return s
			}
		}
		return ""
	}
	if _, err := strconv.ParseFloat(string(raw), 64); err == nil {
		return string(raw)
	}
	return ""
}

// maxTextDepth is how deep a text may stand in lists and objects.
const maxTextDepth = 3
