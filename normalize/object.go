package normalize

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// object is one object of JSON-LD.
type object map[string]any

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

// Limits on JSON-LD, which comes from anywhere.
const (
	maxLD      = 1 << 20
	maxLDDepth = 40
	maxObjects = 300
)
