package normalize

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lateSources are the attributes in which pages keep the addresses of images that
// load late, by what each is worth: the first says most.
var lateSources = ranked("data-src", "data-original", "data-lazy-src", "data-url", "data-image", "data-img", "data-full", "data-full-src",
	"data-large-file", "data-orig-file", "data-hires", "data-hi-res-src", "data-lazy", "data-image-src", "data-img-src", "data-defer-src",
	"data-cfsrc", "data-echo", "data-raw-src", "data-actualsrc")

// ranked numbers names from 1 on.
func ranked(names ...string) map[string]int {
	ranks := map[string]int{}
	for i, name := range names {
		ranks[name] = i + 1
	}
	return ranks
}

// sourceSets are the attributes that hold several addresses of one image.
var sourceSets = []string{"srcset", "data-srcset", "data-lazy-srcset"}

// imageSource is the address of an image: the largest of those that it comes in,
// also of those that load late. What stands in for one until it has loaded is none,
// unless there is no other.
func imageSource(img *html.Node) string {
	address, _ := imageSourceOf(img)
	return address
}

// imageSourceOf also says how wide the image at the address is, in pixels; 0 if
// nothing tells.
func imageSourceOf(img *html.Node) (address string, width int) {
	for _, key := range sourceSets {
		if a, w := largest(attr(img, key)); a != "" && w >= width && !isFurniture(a) {
			address, width = a, w
		}
	}
	if img.Parent != nil && img.Parent.DataAtom == atom.Picture {
		for s := img.Parent.FirstChild; s != nil; s = s.NextSibling {
			if s.DataAtom != atom.Source {
				continue
			}
			for _, key := range sourceSets {
				if a, w := largest(attr(s, key)); a != "" && (address == "" || w > width) && !isFurniture(a) {
					address, width = a, w
				}
			}
		}
	}
	if own := number(attr(img, "width")); width == 0 || own > width {
		if v := plainSource(img); v != "" {
			return v, max(own, width)
		}
	}
	if address == "" {
		if v := strings.TrimSpace(attr(img, "src")); !strings.HasPrefix(v, "data:") {
			address = v
		}
	}
	return address, width
}

// plainSource is the address of an image in an attribute for one: in src, unless
// that stands in for another; "" if there is none.
func plainSource(img *html.Node) (address string) {
	best := len(lateSources) + 1
	for _, a := range img.Attr {
		rank := 0
		if a.Key != "src" {
			if rank = lateSources[a.Key]; rank == 0 {
				continue
			}
		}
		if rank >= best {
			continue
		}
		if v := strings.TrimSpace(a.Val); isPictureAddress(v) {
			address, best = v, rank
		}
	}
	return address
}

// isPictureAddress reports whether the value of an attribute is the address of a
// picture rather than of what stands in for one.
func isPictureAddress(v string) bool {
	return v != "" && len(v) < 4000 && !strings.HasPrefix(v, "data:") && !strings.ContainsAny(v, "{}<> \n") && !isFurniture(v)
}

// maxSources bounds the addresses that are read of one set.
const maxSources = 30

// largest is the address of the largest image of a set, and its width; a density
// counts as a thousand pixels (HTML standard, 4.8.4.2.1).
func largest(set string) (address string, width int) {
	for range maxSources {
		set = strings.TrimLeft(set, " \t\r\n\f,")
		if set == "" {
			break
		}
		end := strings.IndexAny(set, " \t\r\n\f")
		if end < 0 {
			end = len(set)
		}
		u := set[:end]
		set = set[end:]
		size := 0
		if plain := strings.TrimRight(u, ","); plain != u {
			u = plain // it has no descriptor
		} else {
			descriptor, rest, _ := strings.Cut(set, ",")
			size, set = sizeOf(descriptor), rest
		}
		if (address == "" || size > width) && !strings.HasPrefix(u, "data:") && !strings.ContainsAny(u, "{}<>") {
			address, width = u, size
		}
	}
	return address, width
}

func sizeOf(descriptor string) int {
	for _, d := range strings.Fields(descriptor) {
		n, err := strconv.ParseFloat(d[:len(d)-1], 64)
		if err != nil || n <= 0 || n > 100_000 {
			continue
		}
		switch d[len(d)-1] {
		case 'w':
			return int(n)
		case 'x':
			return int(n * 1000)
		}
	}
	return 0
}

// maxImagesIn is how many images of one figure are looked at.
const maxImagesIn = 6

// bestImage is the image of a figure that has the largest address, which may stand
// in a noscript; nil if there is none with an address.
func bestImage(n *html.Node) (img *html.Node, address string, width int) {
	left, seen := findNodes, 0
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil && seen < maxImagesIn; c = c.NextSibling {
			if left--; left < 0 {
				return
			}
			if c.Type != html.ElementNode {
				continue
			}
			if c.DataAtom == atom.Img {
				seen++
				if a, w := imageSourceOf(c); a != "" && (img == nil || w > width || isFurniture(address) && !isFurniture(a)) {
					img, address, width = c, a, w
				}
			}
			visit(c)
		}
	}
	visit(n)
	return img, address, width
}
