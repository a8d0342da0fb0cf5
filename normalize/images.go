package normalize

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// maxImages bounds the images of one article.
const maxImages = 30

// images takes the pictures of the story: those of the page's figures, which
// have captions, those that JSON-LD, OpenGraph and the feed name. What is one
// picture in several sizes is taken once. The cover is the picture that the
// publisher gives to others; it is noted where it comes from.
func (r *recipe) images() {
	p := r.page
	for _, f := range p.figures {
		if !f.elsewhere && !r.isPortrait(f) {
			r.addImage(article.Image{URL: f.src, Role: "body", Alt: clip(f.alt, 500), Caption: f.caption, Credit: f.credit, Width: f.width,
				Height: f.height})
		}
	}
	width := p.one("og:image:width")
	height := p.one("og:image:height")
	alt := p.one("og:image:alt", "twitter:image:alt")
	var covers []coverImage
	for i, c := range p.metaCandidates(.9, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src") {
		image := article.Image{URL: p.url(c.value), Role: "cover"}
		if i == 0 {
			image.Alt, image.Width, image.Height = clip(alt, 500), number(width), number(height)
		}
		covers = append(covers, coverImage{r.addImage(image), c})
	}
	for _, image := range imagesOfLD(p) {
		covers = append(covers, coverImage{r.addImage(image), candidate{source: "page.jsonld:image", confidence: .85}})
	}
	covers = append(covers, coverImage{r.addImage(article.Image{URL: p.url(r.entry.Image), Role: "cover"}),
		candidate{source: "feed:image", confidence: .7}})
	r.cover(covers)
}

// imagesOfLD are the images that the data of the story names.
func imagesOfLD(p *page) []article.Image {
	var list []article.Image
	ld := p.story()
	for _, o := range objects(ld["image"]) {
		list = append(list, article.Image{
			URL: p.url(firstOf(append(texts(o["url"]), texts(o["contentUrl"])...)...)), Role: "cover",
			Caption: clip(plainText(o.text("caption")), 1000), Credit: bareCredit(firstOf(o.text("creditText"), o.text("copyrightHolder"))),
			Width: pixels(o["width"]), Height: pixels(o["height"]),
		})
	}
	for _, s := range plainTexts(ld["image"]) {
		list = append(list, article.Image{URL: p.url(s), Role: "cover"})
	}
	return list[:min(len(list), maxFigures)]
}

// coverImage is a candidate for the cover: the place of an image in the article's,
// negative for none, and who names it.
type coverImage struct {
	at int
	candidate
}

// cover leaves the role of the cover to the first of the candidates, and notes
// it. The others are pictures of the story too.
func (r *recipe) cover(covers []coverImage) {
	var candidates []candidate
	for _, c := range covers {
		if c.at >= 0 {
			candidates = append(candidates, candidate{r.a.Images[c.at].URL, c.source, c.confidence})
		}
	}
	if len(r.a.Images) > 0 {
		candidates = append(candidates, candidate{r.a.Images[0].URL, "page.figure", .6})
	}
	taken := r.choose("images", candidates...)
	for i := range r.a.Images {
		r.a.Images[i].Role = "body"
		if r.a.Images[i].URL == taken {
			r.a.Images[i].Role = "cover"
		}
	}
}

// isPortrait reports whether a figure shows an author beside the byline.
func (r *recipe) isPortrait(f figure) bool {
	for _, a := range r.a.Authors {
		if name := squeeze(a.Name); name != "" && (squeeze(f.alt) == name || squeeze(f.caption) == name) {
			return true
		}
	}
	return false
}

// addImage adds an image, or what is new of one that is there in another size,
// and returns its place; -1 for what is no picture of the story.
func (r *recipe) addImage(i article.Image) int {
	if i.URL == "" || i.Caption == "" && isFurniture(i.URL) {
		return -1
	}
	if isRatio(i.Width, i.Height) {
		i.Width, i.Height = 0, 0
	}
	if i.Width > 0 && i.Height > 0 && i.Width*i.Height < minPixels {
		return -1
	}
	key := pictureOf(i.URL)
	for k := range r.a.Images {
		have := &r.a.Images[k]
		if r.page.pictures[k] == key {
			merge(have, i)
			return k
		}
	}
	if len(r.a.Images) >= maxImages {
		return -1
	}
	r.a.Images, r.page.pictures = append(r.a.Images, i), append(r.page.pictures, key)
	return len(r.a.Images) - 1
}

// merge takes what is new of a picture in another size, and the address of the
// larger one, or of the one that no service makes small.
func merge(have *article.Image, i article.Image) {
	have.Caption, have.Credit, have.Alt, have.Type = firstOf(have.Caption, i.Caption), firstOf(have.Credit, i.Credit),
		firstOf(have.Alt, i.Alt), firstOf(have.Type, i.Type)
	switch {
	case i.Width > have.Width:
		have.URL, have.Width, have.Height = i.URL, i.Width, i.Height
	case strings.Contains(have.URL, "?") && !strings.Contains(i.URL, "?"):
		have.URL = i.URL
	}
}

// pixels reads a width of JSON-LD: a number, a text, or an object with a value.
func pixels(v any) int {
	switch v := v.(type) {
	case float64:
		return number(strconv.Itoa(int(v)))
	case string:
		return number(v)
	case map[string]any:
		return pixels(v["value"])
	}
	return 0
}

// enclosed is the address of what a feed attaches. A feed within a network of somebody's own
// may attach what lies there, whatever its stories' pages.
func (r *recipe) enclosed(address string) string {
	if feed, err := url.Parse(r.doc.Feed.URL); err == nil && weburl.Inside(feed.Hostname()) {
		return address
	}
	return r.page.url(address)
}

// media takes recordings and files that the feed attaches.
func (r *recipe) media() {
	for _, e := range r.entry.Enclosures {
		address := r.enclosed(e.URL)
		if address == "" {
			continue
		}
		if strings.HasPrefix(e.Type, "image/") {
			r.addImage(article.Image{URL: address, Role: "cover", Type: e.Type})
			continue
		}
		size, err := strconv.ParseInt(strings.TrimSpace(e.Length), 10, 64)
		if err != nil || size < 0 {
			size = 0
		}
		if len(r.a.Media) < maxImages {
			r.a.Media = append(r.a.Media, article.Media{URL: address, Type: e.Type, Size: size, Duration: max(0, e.Duration)})
		}
	}
}
