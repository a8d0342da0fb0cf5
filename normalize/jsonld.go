package normalize

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
)

// object is one object of JSON-LD.
type object map[string]any

// Limits on JSON-LD, which comes from anywhere.
const (
	maxLD      = 1 << 20
	maxLDDepth = 40
	maxObjects = 300
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

func nested(s string) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

func collect(v any, all *[]object) {
	if len(*all) >= maxObjects {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			collect(e, all)
		}
	case map[string]any:
		if _, ok := v["@type"]; ok {
			*all = append(*all, v)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			switch key {
			case "itemListElement", "hasPart", "relatedLink", "review", "comment": // other stories
			default:
				collect(v[key], all)
			}
		}
	}
}

// is reports whether the object has one of the types.
func (o object) is(types ...string) bool {
	for _, t := range texts(o["@type"]) {
		t = t[strings.LastIndexAny(t, "/:#")+1:]
		for _, want := range types {
			if strings.EqualFold(t, want) {
				return true
			}
		}
	}
	return false
}

// text is the first text of a property: a string, or the name, value or id of an
// object. References of HTML in it are resolved.
func (o object) text(property string) string {
	if all := texts(o[property]); len(all) > 0 {
		return all[0]
	}
	return ""
}

// texts are all texts of a value.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		if s := strings.TrimSpace(html.UnescapeString(v)); s != "" {
			return []string{s}
		}
	case []any:
		var all []string
		for _, e := range v {
			all = append(all, texts(e)...)
		}
		return all
	case map[string]any:
		for _, key := range []string{"name", "@value", "url", "@id"} {
			if s := texts(v[key]); len(s) > 0 {
				return s
			}
		}
	}
	return nil
}

// objects are the objects of a property.
func objects(v any) []object {
	switch v := v.(type) {
	case map[string]any:
		return []object{v}
	case []any:
		var all []object
		for _, e := range v {
			all = append(all, objects(e)...)
		}
		return all
	}
	return nil
}

// articleTypes are the schema.org types of stories.
var articleTypes = []string{
	"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle",
	"AskPublicNewsArticle",
	"Article", "BlogPosting", "LiveBlogPosting", "Report", "TechArticle", "ScholarlyArticle", "SatiricalArticle", "AdvertiserContentArticle",
	"SocialMediaPosting", "Review",
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
