package normalize

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// maxImages bounds the images of one article.
const maxImages = 30

// creditMark begins the credit in a caption.
var (
	creditMark  = regexp.MustCompile(`(?i)(?:^|[\s(|/])(?:photo(?:graph)?(?:\s+by)?|picture|image|credit|foto|bild|crédit(?:s)?|©|copyright|quelle|source|фото|illustration)\s*[:/©]?\s*`)
	creditClass = []string{"credit", "copyright", "source", "photographer", "attribution", "author"}
)

// captionOf splits a caption from the credit in it.
func captionOf(n *html.Node) (caption, credit string) {
	var creditNode *html.Node
	var search func(*html.Node)
	search = func(n *html.Node) {
		for c := n.FirstChild; c != nil && creditNode == nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				class := strings.ToLower(attr(c, "class") + " " + attr(c, "itemprop"))
				for _, mark := range creditClass {
					if strings.Contains(class, mark) {
						creditNode = c
						return
					}
				}
			}
			search(c)
		}
	}
	search(n)
	all := textOf(n)
	if creditNode != nil {
		credit = textOf(creditNode)
		caption = fold(strings.Replace(all, credit, " ", 1))
	} else if at := creditMark.FindAllStringIndex(all, -1); at != nil {
		last := at[len(at)-1]
		if rest := strings.Trim(all[last[1]:], " )(|/"); len(rest) > 0 && len(rest) < 80 {
			caption, credit = strings.TrimRight(all[:last[0]], " (|/"), rest
		}
	}
	if caption == "" && credit == "" {
		caption = all
	}
	credit = strings.Trim(creditMark.ReplaceAllString(credit, " "), " ()|/:")
	return clip(caption, 1000), clip(credit, 200)
}

// captionOf is the caption of the figure that shows an image.
func (p *page) captionOf(src string) string {
	for _, f := range p.figures {
		if f.src == src {
			return f.caption
		}
	}
	return ""
}

// images takes the pictures of the page's figures, then those that JSON-LD,
// OpenGraph and the feed name.
func (r *recipe) images() {
	p := r.page
	cover := p.one("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
	cover = p.url(cover)
	for _, f := range p.figures {
		r.addImage(article.Image{URL: f.src, Role: "body", Alt: clip(f.alt, 500), Caption: f.caption, Credit: f.credit, Width: f.width, Height: f.height})
	}
	if ld := p.story(); ld != nil {
		for _, o := range objects(ld["image"]) {
			u := p.url(firstOf(append(texts(o["url"]), texts(o["contentUrl"])...)...))
			r.addImage(article.Image{
				URL: u, Role: "cover", Caption: clip(plainText(o.text("caption")), 1000), Credit: clip(plainText(firstOf(o.text("creditText"), o.text("copyrightHolder"))), 200),
				Width: pixels(o["width"]), Height: pixels(o["height"]),
			})
		}
		for _, s := range plainTexts(ld["image"]) {
			r.addImage(article.Image{URL: p.url(s), Role: "cover"})
		}
	}
	width := p.one("og:image:width")
	height := p.one("og:image:height")
	alt := p.one("og:image:alt")
	r.addImage(article.Image{URL: cover, Role: "cover", Alt: clip(alt, 500), Width: number(width), Height: number(height)})
	r.addImage(article.Image{URL: p.url(r.entry.Image), Role: "cover"})
	for i := range r.a.Images { // the page's own picture is its first figure, most often under another size
		if r.a.Images[i].URL == cover {
			r.a.Images[i].Role = "cover"
		}
	}
}

func (r *recipe) addImage(i article.Image) {
	if i.URL == "" || len(r.a.Images) >= maxImages {
		return
	}
	for k := range r.a.Images {
		if have := &r.a.Images[k]; have.URL == i.URL {
			have.Caption, have.Credit = firstOf(have.Caption, i.Caption), firstOf(have.Credit, i.Credit)
			return
		}
	}
	r.a.Images = append(r.a.Images, i)
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

// media takes recordings and files that the feed attaches.
func (r *recipe) media() {
	for _, e := range r.entry.Enclosures {
		if strings.HasPrefix(e.Type, "image/") {
			r.addImage(article.Image{URL: e.URL, Role: "cover", Type: e.Type})
			continue
		}
		size, err := strconv.ParseInt(strings.TrimSpace(e.Length), 10, 64)
		if err != nil || size < 0 {
			size = 0
		}
		if len(r.a.Media) < maxImages {
			r.a.Media = append(r.a.Media, article.Media{URL: e.URL, Type: e.Type, Size: size})
		}
	}
}
