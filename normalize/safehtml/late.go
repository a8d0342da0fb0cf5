package safehtml

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// lateSources are the attributes in which pages keep the addresses of what loads late,
// with the attribute that it becomes. Those that are sure are the picture, whatever
// stands in for it until then; the others are where nothing else is.
var lateSources = map[string]struct {
	becomes string
	sure    bool
}{
	"data-src": {"src", true}, "data-lazy-src": {"src", true}, "data-original": {"src", true}, "data-lazy": {"src", true},
	"data-cfsrc": {"src", true}, "data-echo": {"src", true}, "data-defer-src": {"src", true}, "data-actualsrc": {"src", true},
	"data-pagespeed-lazy-src": {"src", true}, "data-li-src": {"src", true}, "data-runner-src": {"src", true}, "data-lazyload": {"src", true},
	"data-url": {"src", false}, "data-image": {"src", false}, "data-img": {"src", false}, "data-full": {"src", false},
	"data-full-src": {"src", false}, "data-full-url": {"src", false}, "data-large-file": {"src", false}, "data-orig-file": {"src", false},
	"data-hires": {"src", false}, "data-image-src": {"src", false}, "data-img-src": {"src", false}, "data-raw-src": {"src", false},
	"data-src-fg": {"src", false}, "data-orig-src": {"src", false}, "lazy-src": {"src", true}, "lazysrc": {"src", true},
	"data-srcset": {"srcset", true}, "data-lazy-srcset": {"srcset", true}, "data-original-set": {"srcset", true},
	"data-poster": {"poster", true},
}

// late is what an element says of what it loads late.
type late struct {
	src, srcset, poster string
	sure                bool // of src
}

// note takes an attribute, if it is one of those.
func (l *late) note(key, value string, address func(string) string, set func(string) string) {
	source, ok := lateSources[key]
	value = strings.TrimSpace(value)
	if !ok || value == "" || strings.HasPrefix(value, "data:") || strings.ContainsAny(value, "{}<>[]") {
		return
	}
	switch source.becomes {
	case "srcset":
		if l.srcset == "" {
			l.srcset = set(value)
		}
	case "poster":
		l.poster = address(value)
	default:
		if (l.src == "" || source.sure && !l.sure) && !strings.ContainsAny(value, " \n") {
			if u := address(value); u != "" {
				l.src, l.sure = u, source.sure
			}
		}
	}
}

// loadNow gives an element the addresses of what it would load late.
func (w *rewriter) loadNow(names []string, l late) {
	if l == (late{}) {
		return
	}
	for _, name := range names {
		switch {
		case name == "srcset" && l.srcset != "":
			w.set("srcset", l.srcset)
		case name == "poster" && l.poster != "" && w.kept("poster") == "":
			w.set("poster", l.poster)
		case name == "src" && l.src != "" && (l.sure || w.kept("src") == ""):
			w.set("src", l.src)
		}
	}
}

// set gives the element that is being read an attribute.
func (w *rewriter) set(key, value string) {
	for i := range w.attrs {
		if w.attrs[i].key == key {
			w.attrs[i].value = value
			return
		}
	}
	w.attrs = append([]attribute{{key, value}}, w.attrs...)
}

// isShown reports whether an image in a noscript is the one before it, which loads late
// where there are programs.
func (w *rewriter) isShown(a atom.Atom) bool {
	if a != atom.Img {
		return false
	}
	src := w.kept("src")
	shown := w.scriptless && src != "" && src == w.lastImage
	w.lastImage = src
	return shown
}
