package feed

import (
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

// one is the text of an extension element, or "".
func one(x ext.Extensions, space, name string) string {
	for _, e := range x[space][name] {
		if v := strings.TrimSpace(e.Value); v != "" {
			return v
		}
	}
	return ""
}

// dublin are all texts of a Dublin Core element.
func dublin(x ext.Extensions, name string) []string {
	var all []string
	for _, e := range x["dc"][name] {
		all = append(all, e.Value)
	}
	return all
}

func attr(x ext.Extensions, space, name, attribute string) string {
	for _, e := range x[space][name] {
		if v := strings.TrimSpace(e.Attrs[attribute]); v != "" {
			return v
		}
	}
	return ""
}

// extensionTags adds the subjects that Dublin Core, Media RSS and iTunes give.
func extensionTags(tags []string, x ext.Extensions) []string {
	for _, c := range dublin(x, "subject") {
		tags = addTag(tags, c)
	}
	for _, c := range x["media"]["category"] {
		tags = addTag(tags, first(c.Attrs["label"], c.Value))
	}
	for _, c := range x["itunes"]["category"] {
		tags = addTag(tags, c.Attrs["text"])
		for _, sub := range c.Children["category"] {
			tags = addTag(tags, sub.Attrs["text"])
		}
	}
	for _, c := range strings.Split(one(x, "media", "keywords")+","+one(x, "itunes", "keywords"), ",") {
		tags = addTag(tags, c)
	}
	return tags
}

// syndication takes the hints of the syndication module of RSS 1.0
// (http://purl.org/rss/1.0/modules/syndication/).
func syndication(x ext.Extensions) Schedule {
	return Schedule{
		UpdatePeriod: one(x, "sy", "updatePeriod"), UpdateFrequency: one(x, "sy", "updateFrequency"), UpdateBase: one(x, "sy", "updateBase"),
	}
}
