package normalize

import (
	"encoding/json"
	"strings"
)

// readJSONLD returns every object with a type, however deep it stands. JSON
// that is broken in the usual ways (raw line breaks in strings, a comma too
// many, comments around it) is mended first.
func readJSONLD(text string) []object {
	if len(text) > maxLD || nested(text) > maxLDDepth {
		return nil
	}
	for _, attempt := range mended(strings.TrimSpace(text)) {
		var value any
		if json.Unmarshal([]byte(attempt()), &value) == nil {
			var all []object
			collect(value, &all)
			return all
		}
	}
	return nil
}

// resolveIDs puts the objects that have an @id where others only refer to them: {"author":{"@id":"#ann"}}.
func resolveIDs(all []object) {
	byID := map[string]map[string]any{} // one copy for all who refer to it, of whom there may be thousands
	for _, o := range all {
		if id, ok := o["@id"].(string); ok && len(o) > 2 && byID[id] == nil {
			byID[id] = shallow(o)
		}
	}
	if len(byID) == 0 {
		return
	}
	for _, o := range all {
		for _, property := range []string{"author", "creator", "publisher", "image", "about", "mentions"} {
			if v, ok := o[property]; ok {
				o[property] = resolved(v, byID)
			}
		}
	}
}

// resolved is a value with its references replaced by what they refer to: one
// step, so that objects that refer to each other make no circle here.
func resolved(v any, byID map[string]map[string]any) any {
	switch v := v.(type) {
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = resolved(e, byID)
		}
		return out
	case map[string]any:
		id, ok := v["@id"].(string)
		_, named := v["name"]
		if o := byID[id]; ok && o != nil && !named {
			return o
		}
	}
	return v
}

// shallow is an object without the objects in it, which may hold the one that
// refers to it.
func shallow(o object) map[string]any {
	out := map[string]any{}
	for key, v := range o {
		switch v.(type) {
		case string, bool, float64:
			out[key] = v
		}
	}
	if t, ok := o["@type"]; ok {
		out["@type"] = t
	}
	return out
}

// webPage is the object of the page itself, of which blogs without one for the
// story name the author; nil if there is none.
func (p *page) webPage() object {
	for _, o := range p.data {
		if o.is("WebPage", "ItemPage") && o["author"] != nil {
			return o
		}
	}
	return nil
}
