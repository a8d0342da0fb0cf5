package normalize

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// minPixels is the area below which an image is an icon or a counter.
const minPixels = 64 * 64

// isRatio reports whether the width and height of an image are its proportion,
// such as 16 and 9, as some pages write them.
func isRatio(width, height int) bool {
	return width > 1 && height > 1 && width <= 32 && height <= 32 && width != height
}

// furniture are words in the names of files that show the site, not the story.
var furniture = map[string]bool{
	"logo": true, "logos": true, "icon": true, "icons": true, "avatar": true, "avatars": true, "gravatar": true, "favicon": true, "sprite": true, "pixel": true, "spacer": true,
	"blank": true, "placeholder": true, "transparent": true, "loading": true, "spinner": true, "badge": true, "banner": true,
}

// furnitureParts are parts of addresses, one of which each of furniture has.
var furnitureParts = partsOf("logo", "icon", "avatar", "sprite", "pixel", "spacer", "blank", "placeholder", "transparent", "loading",
	"spinner", "badge", "banner", ".svg")

// isFurniture reports whether the file of an image is called a logo, a pixel or
// the like, or is a drawing such as those are.
func isFurniture(address string) bool {
	if !furnitureParts.heldBy(address) && !strings.Contains(address, "%") {
		return false
	}
	name := address
	if u, err := url.Parse(address); err == nil {
		if name = u.Path[strings.LastIndexByte(u.Path, '/')+1:]; strings.Contains(u.Host, "gravatar") {
			return true
		}
	}
	if len(name) > 200 {
		return false
	}
	if strings.HasSuffix(strings.ToLower(name), ".svg") {
		return true
	}
	for _, w := range classWords(strings.Map(func(c rune) rune {
		if c == '.' || c == '+' || c == ' ' {
			return '-'
		}
		return c
	}, name)) {
		if furniture[w] {
			return true
		}
	}
	return false
}

var (
	// sizeWord is what systems put into the name of a file for each size of a picture.
	sizeWord = pattern.Of(`(?i)(?:^|[-_.])(?:\d{1,4}x\d{1,4}|v\d{1,2}_\d{1,2}(?:_\d{2,4})?|x\d+y\d+w\d+h\d+|[wh]_?\d{2,4}|scaled|@2x|\d{2,4}px|rc)(?:$|[-_.])`)
	// numbered is a file called by its number, with the number of its size.
	numbered = pattern.Of(`^(\d{6,})_\d{1,4}$`)
)

// withoutFormat is the name of a file without the endings that say which format of
// pictures it has.
func withoutFormat(name string) string {
	for {
		at := strings.LastIndexByte(name, '.')
		if at < 0 || !formats[strings.ToLower(name[at+1:])] {
			return name
		}
		name = name[:at]
	}
}

var formats = map[string]bool{"jpg": true, "jpeg": true, "png": true, "webp": true, "gif": true, "avif": true}

// pictureOf is what the addresses of one picture have in common in all sizes:
// the name of the file without its size, with the folder before it where that
// says too little. Services for images have the address of the picture within
// theirs.
func pictureOf(address string) string {
	path := address
	if i := strings.IndexAny(path, "?#"); i >= 0 && !strings.Contains(path[i:], "%2F") {
		path = path[:i]
	}
	if plain, err := url.PathUnescape(path); err == nil {
		path = plain
	}
	if len(path) > 2000 {
		return address
	}
	key := ""
	for range 3 {
		at := strings.LastIndexByte(path, '/')
		if at < 0 {
			return address
		}
		key = stemOf(path[at+1:]) + "/" + key
		if says(key) {
			return key
		}
		path = path[:at]
	}
	return address
}

// stemOf is the name of a file without its ending and its size.
func stemOf(name string) string {
	if i := strings.IndexAny(name, "?&"); i >= 0 {
		name = name[:i]
	}
	name = numbered().ReplaceAllString(withoutFormat(name), "$1")
	for range 2 { // two sizes may share the mark between them
		bare := sizeWord().ReplaceAllString(name, "-")
		if bare == name {
			break
		}
		name = bare
	}
	return strings.Trim(name, "-_.")
}

// says reports whether a name is of a picture rather than of a format.
func says(key string) bool {
	letters, digits := 0, 0
	for _, c := range key {
		switch {
		case unicode.IsDigit(c):
			digits++
		case unicode.IsLetter(c):
			letters++
		}
	}
	return digits >= 5 || letters+digits >= 12
}
