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

// isPicture reports whether an attached file is a picture: by its type, or by its name
// where the type says nothing.
func isPicture(u, mime string) bool {
	mime = strings.ToLower(strings.TrimSpace(mime))
	switch major, _, _ := strings.Cut(mime, "/"); {
	case major == "image":
		return true
	case mime != "" && mime != "application/octet-stream" && mime != "binary/octet-stream" && strings.Contains(mime, "/"):
		return false
	}
	u, _, _ = strings.Cut(u, "#")
	path, _, _ := strings.Cut(u, "?")
	return pictureNames[strings.ToLower(path[strings.LastIndexByte(path, '.')+1:])]
}

var pictureNames = map[string]bool{
	"jpg": true, "jpeg": true, "jpe": true, "jfif": true, "png": true, "gif": true, "webp": true, "avif": true, "heic": true, "bmp": true,
	"svg": true, "tif": true, "tiff": true,
}

// isPortrait reports whether a picture shows who wrote an entry, and not what it is of:
// services of such pictures have hosts of their own.
func isPortrait(u string) bool {
	_, rest, _ := strings.Cut(u, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.Contains(strings.ToLower(host), "avatar")
}

// illustrate gives an entry the picture of an address, unless it has one. A portrait
// only stands in until there is another.
func illustrate(e *normalize.Entry, u string) {
	if u != "" && (e.Image == "" || isPortrait(e.Image) && !isPortrait(u)) {
		e.Image = u
	}
}

// depict gives an entry the pictures that are named elsewhere than in Media RSS.
func depict(e *normalize.Entry, x ext.Extensions, n note, base resolver) {
	illustrate(e, firstURL(base, attr(x, "itunes", "image", "href"), attr(x, "itunes", "image", "url"), one(x, "itunes", "image"),
		attr(x, "itunes", "link", "href")))
	for _, f := range e.Enclosures {
		if isPicture(f.URL, f.Type) {
			illustrate(e, f.URL)
		}
	}
	for _, u := range n.extras().pictures {
		if !noValue[strings.ToLower(u)] {
			illustrate(e, base.page(u))
		}
	}
}

// readMedia collects the pictures and recordings of Media RSS, groups included.
func readMedia(e *normalize.Entry, media map[string][]ext.Extension, base resolver, depth int) {
	for _, c := range media["content"] {
		u := base.url(first(c.Attrs["url"], c.Attrs["href"], c.Value))
		if u != "" && len(e.Media) < maxAttached {
			e.Media = append(e.Media, u)
			lasts(e, u, seconds(c.Attrs["duration"]))
			if medium := strings.ToLower(c.Attrs["medium"]); medium == "image" || medium == "" && isPicture(u, c.Attrs["type"]) {
				illustrate(e, u)
			}
		}
		if depth < maxGroups {
			readMedia(e, c.Children, base, depth+1)
		}
	}
	for _, t := range media["thumbnail"] {
		if u := base.url(first(t.Attrs["url"], t.Attrs["href"], t.Value)); u != "" && len(e.Media) < maxAttached {
			e.Media = append(e.Media, u)
			illustrate(e, u)
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
