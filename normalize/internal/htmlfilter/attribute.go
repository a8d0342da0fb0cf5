package htmlfilter

import "bytes"

// isUnread reports whether nothing in wiredesk reads an attribute: handlers of
// events, hints for browsers, data for scripts. A test holds it against the names
// in the source of package normalize, so that a rule that asks for one of these
// is told.
func isUnread(name, value []byte) bool {
	if len(name) == 0 {
		return false
	}
	switch name[0] | 0x20 { // most names are none of these
	case 'd':
		if len(name) > 5 && equalFold(name[:5], "data-") {
			return readData.find(name[5:]) == ""
		}
	case 'a':
		if len(name) > 5 && equalFold(name[:5], "aria-") {
			return !equalFold(name[5:], "hidden") && !equalFold(name[5:], "label") && !equalFold(name[5:], "modal")
		}
	case 'o':
		return len(name) > 4 && name[1]|0x20 == 'n'
	case 's':
		if len(name) == 5 && equalFold(name, "style") { // what hides its element is read
			return !mayHide(value) && bytes.IndexByte(value, '&') < 0
		}
	}
	return unread.find(name) != ""
}

// mayHide reports whether a style may hide its element, or let its line ends count.
func mayHide(style []byte) bool {
	for i := 0; i+6 < len(style); i++ {
		switch style[i] | 0x20 {
		case 'd':
			if equalFold(style[i:i+7], "display") {
				return true
			}
		case 'v':
			if hasPrefixFold(style[i:], "visibility") {
				return true
			}
		case 'w':
			if hasPrefixFold(style[i:], "white-space") {
				return true
			}
		case 'o':
			if hasPrefixFold(style[i:], "opacity") {
				return true
			}
		case 'c':
			if hasPrefixFold(style[i:], "clip") {
				return true
			}
		case '-':
			if bytes.HasPrefix(style[i:], []byte("-999")) { // far off the screen
				return true
			}
		}
	}
	return false
}

func hasPrefixFold(b []byte, low string) bool {
	return len(b) >= len(low) && equalFold(b[:len(low)], low)
}

// readData are the names behind "data-" that are read, or may well be.
var readData = setOf(
	"src", "srcset", "lazy-src", "original", "component", "testid", "type", "module", "author", "date",
	"time", "datetime", "timestamp", "published", "modified",
	"lazy-srcset", "url", "image", "img", "full", "full-src", "large-file", "orig-file", "hires", "hi-res-src", "lazy", "image-src", "img-src",
	"defer-src", "cfsrc", "echo", "raw-src", "actualsrc", protectedMail,
)

// protectedMail is the name behind "data-" of a mail address that a script decodes.
const protectedMail = "cfemail"

var unread = setOf(
	"sizes", "tabindex", "target", "loading", "decoding", "fetchpriority", "crossorigin", "integrity", "nonce",
	"referrerpolicy", "jsaction", "jsname", "jscontroller", "jslog", "jsmodel", "jsdata", "ping",
	"autocomplete", "itemscope",
)
