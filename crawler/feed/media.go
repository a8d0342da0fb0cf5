package feed

import (
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"

	"github.com/wiredesk/wiredesk/normalize"
)

func addEnclosure(e *normalize.Entry, u, mime, length string) {
	for _, known := range e.Enclosures {
		if known.URL == u {
			return
		}
	}
	if u != "" && len(e.Enclosures) < maxAttached {
		e.Enclosures = append(e.Enclosures, normalize.Enclosure{URL: u, Type: strings.TrimSpace(mime), Length: strings.TrimSpace(length)})
	}
}

// pictureOf is the first attached file that is a picture.
func pictureOf(files []normalize.Enclosure) string {
	for _, f := range files {
		if strings.HasPrefix(strings.ToLower(f.Type), "image/") {
			return f.URL
		}
	}
	return ""
}

// readMedia collects the pictures and recordings of Media RSS, groups included.
func readMedia(e *normalize.Entry, media map[string][]ext.Extension, base resolver, depth int) {
	for _, c := range media["content"] {
		u := base.url(c.Attrs["url"])
		if u != "" && len(e.Media) < maxAttached {
			e.Media = append(e.Media, u)
			lasts(e, u, seconds(c.Attrs["duration"]))
			if e.Image == "" && (c.Attrs["medium"] == "image" || strings.HasPrefix(c.Attrs["type"], "image/")) {
				e.Image = u
			}
		}
		if depth < maxGroups {
			readMedia(e, c.Children, base, depth+1)
		}
	}
	for _, t := range media["thumbnail"] {
		if u := base.url(t.Attrs["url"]); u != "" && len(e.Media) < maxAttached {
			e.Media = append(e.Media, u)
			e.Image = first(e.Image, u)
		}
	}
	if depth < maxGroups {
		for _, g := range media["group"] {
			readMedia(e, g.Children, base, depth+1)
		}
	}
}

func mediaDescription(x ext.Extensions) string {
	for _, g := range x["media"]["group"] {
		for _, d := range g.Children["description"] {
			return d.Value
		}
	}
	return one(x, "media", "description")
}

// lasts says how long the attached file of an address is.
func lasts(e *normalize.Entry, u string, seconds int) {
	for i := range e.Enclosures {
		if e.Enclosures[i].URL == u && seconds > 0 {
			e.Enclosures[i].Duration = seconds
		}
	}
}

// maxRecordings bounds the recordings that are taken from Media RSS.
const maxRecordings = 10

// recordings are those of Media RSS, for an entry to which no file is attached
// otherwise: all versions of one in a group, of which the default one counts, or the
// first.
func recordings(media map[string][]ext.Extension, base resolver) (files []normalize.Enclosure) {
	add := func(c ext.Extension) {
		mime, medium := c.Attrs["type"], strings.ToLower(c.Attrs["medium"])
		if major, _, _ := strings.Cut(strings.ToLower(mime), "/"); major != "audio" && major != "video" &&
			medium != "audio" && medium != "video" {
			return
		}
		if u := base.url(c.Attrs["url"]); u != "" && len(files) < maxRecordings {
			files = append(files, normalize.Enclosure{
				URL: u, Type: strings.TrimSpace(mime), Length: strings.TrimSpace(c.Attrs["fileSize"]), Duration: seconds(c.Attrs["duration"]),
			})
		}
	}
	for _, c := range media["content"] {
		add(c)
	}
	for _, g := range media["group"] {
		versions := g.Children["content"]
		for i, c := range versions {
			if c.Attrs["isDefault"] == "true" {
				versions = versions[i:]
				break
			}
		}
		if len(versions) > 0 {
			add(versions[0])
		}
	}
	return files
}

// durations attaches the recordings of Media RSS where there are no others, and says
// how long those are that have not said it: as podcasts do, else as the first file of
// Media RSS does, which may be the same one at another address.
func durations(e *normalize.Entry, x ext.Extensions, base resolver) {
	if len(e.Enclosures) == 0 {
		e.Enclosures = recordings(x["media"], base)
	}
	d := seconds(one(x, "itunes", "duration"))
	for _, c := range x["media"]["content"] {
		if d == 0 && isRecording(c.Attrs["type"]) {
			d = seconds(c.Attrs["duration"])
		}
	}
	lastAll(e.Enclosures, d)
}
